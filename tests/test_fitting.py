"""The pages that the block model is fitted on: labels, and trees of made-up pages that hold what pages as read hold."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tools import maintext_data

if TYPE_CHECKING:
    from bitext.html import HtmlPage

_SITES = ("river.example", "harbour.example")
_STORY = [
    f"Engineers spent week {n} measuring how far the old pier had moved, and the council will decide in autumn whether to rebuild it."
    for n in range(1, 9)
]
_OTHER = [
    f"Growers in valley {n} said that the late frost had taken a third of their plums, although the cherries were left alone."
    for n in range(1, 8)
]


def _record(name: str, site: str, story: list[str]) -> dict[str, Any]:
    prose = "".join(f"<p>{p}</p>" for p in story)
    html = (
        f"<html><head><title>{name}</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav><main><article><h1>{name}</h1>{prose}</article>"
        "<aside><ul><li><a href=/a>Weather</a></li></ul></aside></main><footer><p>All rights reserved.</p><div></div></footer></body></html>"
    )
    return {"id": name, "site": site, "html": html, "gold": "\n".join(story)}


def _whole(page: HtmlPage) -> None:
    """Every element lies within its parent, its descendants follow it without a gap, and each block lies in its element."""
    t = page.tree
    sizes = {len(x) for x in (t.parent, t.tag, t.signature, t.flags, t.depth, t.first, t.last, t.end)}
    assert len(sizes) == 1
    for e, p in enumerate(t.parent):
        inside = [d for d in range(e + 1, len(t.parent)) if _under(t.parent, d, e)]
        assert inside == list(range(e + 1, t.end[e]))
        assert t.first[e] <= t.last[e]
        if p >= 0:
            assert t.depth[e] == t.depth[p] + 1
            assert t.first[p] <= t.first[e]
            assert t.last[e] <= t.last[p]
    assert all(t.first[e] <= i < t.last[e] for i, e in enumerate(page.element))


def _under(parent: list[int], element: int, above: int) -> bool:
    while element > above:
        element = parent[element]
    return element == above


@pytest.mark.parametrize("seed", range(20))
def test_made_up_pages_are_pages(seed: int) -> None:
    ours, theirs = _record("Pier", _SITES[0], _STORY), _record("Plums", _SITES[1], _OTHER)
    samples = maintext_data.html_samples(ours, "en", random.Random(seed), theirs)
    assert [s.made_up for s in samples] == [False, True, True]
    for s in samples:
        assert s.shape is not None
        _whole(s.shape.page)
        kept = {t for t, y in zip(s.texts, s.label, strict=True) if y and t != "Pier"}
        assert kept
        assert kept <= set(_STORY)
    assert len(samples[1].texts) < len(samples[0].texts)
    assert set(_OTHER) <= set(samples[2].texts)


def test_a_site_lies_in_one_fold_and_every_split_deals_anew() -> None:
    names = [f"site{n}.example" for n in range(200)]
    for split in range(3):
        assert {maintext_data.fold_of(n, split) for n in names} == set(range(maintext_data.FOLDS))
    assert sum(maintext_data.fold_of(n, 0) == maintext_data.fold_of(n, 1) for n in names) < 100
