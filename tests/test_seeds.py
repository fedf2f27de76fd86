"""The pages in seeds/: each becomes what its expectation says, every removal is explained, and the edits replay.

seeds/README.md says what an expectation holds. Expectations are what a careful editor wants: where the code falls
short, the page is listed in seeds/known-failures.json with the reason, and fails here when it is mended.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bitext import clean
from bitext.io.reading import read_input
from bitext.io.records import Failed
from bitext.model import CATEGORIES, KINDS, STATUSES, Document, Edit
from bitext.replaying import replay
from bitext.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(__file__).parent.parent / "seeds"
FILES = sorted((SEEDS / "raw").iterdir())
KNOWN_FAILURES: dict[str, dict[str, Any]] = json.loads((SEEDS / "known-failures.json").read_text("utf-8"))
EXPECTED: dict[str, dict[str, Any]] = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((SEEDS / "expected").iterdir())}
#: The block model may take out what a rule could have named; the weights are fitted anew from time to time.
MODEL = "model"
FORMS: dict[str, Any] = {".html": "html", ".md": "markdown", ".txt": "text"}


@dataclass(frozen=True)
class Page:
    """One page of seeds/raw: a file, or a record of a JSONL file, which is called by the file's name and its own id."""

    name: str
    source: str | bytes
    form: Any


def pages() -> Iterator[Page]:
    for path in FILES:
        if path.suffix != ".jsonl":
            yield Page(path.stem, path.read_bytes(), FORMS[path.suffix])
            continue
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            yield Page(f"{path.stem}.{record['id']}", record.get("html") or record["text"], "html" if "html" in record else "text")


PAGES = list(pages())


each_page = pytest.mark.parametrize("page", [pytest.param(p, id=p.name) for p in PAGES])


def judged(test: str) -> pytest.MarkDecorator:
    """Every page; those whose `test` is known to fail must fail, so that nobody forgets to take the entry out."""
    known = {name: entry["why"] for name, entry in KNOWN_FAILURES.items() if test in entry["fails"]}
    marks = {name: [pytest.mark.xfail(reason=why, strict=True)] for name, why in known.items()}
    return pytest.mark.parametrize("page", [pytest.param(p, id=p.name, marks=marks.get(p.name, [])) for p in PAGES])


@cache
def cleaned(page: Page) -> Document:
    return clean(page.source, form=page.form, url=EXPECTED[page.name].get("url"), name=page.name)


def categories(entry: dict[str, Any]) -> list[str]:
    """The categories that explain a removal: one, or several where a lone label ("Email", "Contact us") fits them alike."""
    return entry["category"] if isinstance(entry["category"], list) else [entry["category"]]


def removals(document: Document) -> list[Edit]:
    """The edits that took a whole block of the page out: dropped, or lifted into the metadata."""
    read = {b.id: b.text for b in document.blocks_read}
    kept = {b.id.split(".")[0] for b in document.blocks}
    last = {e.block: e for e in document.edits if e.action in ("drop", "lift") and e.block in read}
    return [e for block, e in last.items() if block not in kept]


@judged("page")
def test_page_becomes_what_an_editor_wants(page: Page) -> None:
    want, got = EXPECTED[page.name], cleaned(page)
    assert (got.status, got.lang, got.truncated) == (want["status"], want["lang"], want["truncated"])
    stated = {k: v for k, v in json.loads(json.dumps(asdict(got.metadata))).items() if v}
    assert stated == want["metadata"]
    if want["blocks"] is not None:
        assert [(b.kind, b.text) for b in got.blocks] == [(b["kind"], b["text"]) for b in want["blocks"]]


@judged("removals")
def test_every_removal_is_wanted_and_explained(page: Page) -> None:
    want, got = EXPECTED[page.name], cleaned(page)
    if want["removed"] is None:
        pytest.skip("the page is no article: what is left of it is nobody's text")
    read = {b.id: b.text for b in got.blocks_read}
    done = Counter(read[e.block or ""] for e in removals(got))
    assert done == Counter(r["text"] for r in want["removed"])
    reasons: dict[str, set[str]] = {}
    for e in removals(got):
        assert e.why.endswith(".")
        reasons.setdefault(read[e.block or ""], set()).add(e.category)
    wrong = {r["text"]: reasons[r["text"]] for r in want["removed"] if not reasons[r["text"]] & {*categories(r), MODEL}}
    assert wrong == {}


@judged("flags")
def test_flags_are_those_that_an_editor_needs(page: Page) -> None:
    want, got = EXPECTED[page.name], cleaned(page)
    flags = Counter((e.category, e.before) for e in got.edits if e.action == "flag" and e.rule != "page-status")
    assert flags == Counter((f["category"], f["text"]) for f in want["flags"])


@each_page
def test_status_of_what_is_no_article_is_explained(page: Page) -> None:
    got = cleaned(page)
    said = [e for e in got.edits if e.rule == "page-status"]
    assert len(said) == (got.status != "article")
    assert all(e.why for e in said)


@each_page
def test_edits_replay_exactly(page: Page) -> None:
    got = cleaned(page)
    assert replay(got.blocks_read, got.edits) == got.blocks


@pytest.mark.parametrize("page", [pytest.param(p, id=p.name) for p in PAGES if p.name.endswith(("-clean", "-short"))])
def test_clean_text_is_not_touched(page: Page) -> None:
    document = cleaned(page)
    assert document.edits == ()
    assert document.blocks == document.blocks_read


def test_the_command_line_sees_the_same_pages() -> None:
    records = [r for path in FILES for r in read_input(str(path))]
    assert len(records) == len(PAGES)
    for record, page in zip(records, PAGES, strict=True):
        assert not isinstance(record, Failed), page.name
        assert record.form in ("auto", page.form), page.name
        document = clean(record.read(), form=record.form, url=EXPECTED[page.name].get("url"))
        assert (document.blocks, document.edits) == (cleaned(page).blocks, cleaned(page).edits), page.name


def test_expectations_are_well_formed() -> None:
    assert {p.name for p in PAGES} == set(EXPECTED)
    assert set(KNOWN_FAILURES) <= set(EXPECTED)
    assert all(set(e["fails"]) <= {"page", "removals", "flags"} for e in KNOWN_FAILURES.values())
    for name, want in EXPECTED.items():
        assert want["status"] in STATUSES, name
        assert {b["kind"] for b in want["blocks"] or ()} <= set(KINDS), name
        assert {c for r in (want["removed"] or []) + want["flags"] for c in categories(r)} <= set(CATEGORIES), name


def test_seeds_show_every_category_that_a_rule_can_produce() -> None:
    done = {e.category for p in PAGES for e in cleaned(p).edits if e.rule != "page-status"}
    assert {r.category for r in RULES} <= done


def test_seeds_are_many_and_of_every_kind() -> None:
    assert len(PAGES) >= 24
    for start in ("en-html", "en-text", "en-markdown", "zh-html", "zh-text", "zh-hant"):
        assert any(p.name.startswith(start) for p in PAGES), start
    assert {e["status"] for e in EXPECTED.values()} == set(STATUSES) - {"empty"}
