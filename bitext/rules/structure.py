"""Rules about the shape of a page: what was run together, said twice, numbered, wrapped or cut off."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules import digests, headings, wraps
from bitext.rules.rule import Example, Rule, drop, flag
from bitext.text import CLOSERS, count_han, is_han, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.model import Block
    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

#: A paragraph said twice is dropped from this many tokens on: shorter ones may be refrains.
_LEAST_TOKENS = 12
#: Share of an abstract's 3-grams that one later block must hold; shingle containment as of Broder (1997).
_CONTAINED = 0.8
#: An abstract stands near the lead that it repeats.
_NEAR = 12

_ABSTRACT = re.compile(
    r"^[【\[(（]?(?:abstract|summary|lead|摘\s?要|内容摘要|內容摘要|导\s?读|導讀|导语|導語|核心提示|内容提要|提要|简介)[】\])）]?\s?[:：】]?\s*",
    re.IGNORECASE,
)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = [t.lower() for t in tokens(text)]
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _abstract(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    match = _ABSTRACT.match(text)
    if not match or len(text) > 4000 or not re.search("[:：】\\]]", match[0]):
        return
    mine = _shingles(text[match.end() :])
    if len(mine) < _LEAST_TOKENS - 2:
        return
    for block in page.blocks[max(0, index - 2) : index + _NEAR]:
        if (
            block is not page.blocks[index]
            and len(block.text) * 2 > len(text)
            and len(mine & _shingles(block.text[:8000])) >= _CONTAINED * len(mine)
        ):
            yield drop("The abstract repeats a paragraph of the text.")
            return


class _Same:
    """A list told by what it is, not by what it holds, so that it can key a cache."""

    __slots__ = ("it",)

    def __init__(self, it: Sequence[Block]) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it


#: How prose ends: rows of a table and an interviewer's question ("?") may well stand twice.
_SAID = (".", "!", "…", "。", "！", "”", '"', "’", "」", ")", "）")
#: Share of numbers from which on a text is data: a recipe's or a meal plan's line may stand twice.
_DATA = 0.2


@lru_cache(maxsize=1)
def _firsts(blocks: _Same) -> dict[str, str]:
    """The id of the first block with each long text: it stays right while only later ones are dropped from the list."""
    found: dict[str, str] = {}
    for block in blocks.it:
        if len(block.text) >= _LEAST_TOKENS:
            found.setdefault(block.text, block.id)
    return found


def _copies(page: Page) -> Iterable[int]:
    """The places of long texts that have stood on the page before."""
    seen: set[str] = set()
    for at, block in enumerate(page.blocks):
        if len(block.text) >= _LEAST_TOKENS:
            if block.text in seen:
                yield at
            seen.add(block.text)


def _repeated(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    if len(block.text) < 2 * _LEAST_TOKENS or block.kind != "paragraph" or not block.text.endswith(_SAID):
        return ()
    first = _firsts(_Same(page.blocks)).get(block.text, block.id)
    if first == block.id:
        return ()
    words = tokens(block.text)
    return (drop(),) if len(words) >= _LEAST_TOKENS and sum(w[0].isdigit() for w in words) < _DATA * len(words) else ()


_GOES_ON = re.compile(
    r"(?:(?:…|\.\.\.)\s?)?\[\+[0-9]{1,7} chars\]$|[\[(（【]\s?(?:to be )?continued(?: on[^\[\]()]{0,40})?\s?[\])）】]$|\[(?:…|\.\.\.)\]$|"
    r"[（(【\[]?未完待[续續][）)】\]]?[。.…]{0,3}$|[（(【\[](?:未完|待续|待續)[）)】\]]$",
    re.IGNORECASE,
)
#: A text that breaks off is a long paragraph after paragraphs that end as they should.
_LONG, _LONG_ZH, _LOOK_BACK, _ENDED = 120, 40, 12, 0.8
_STOPS = ".!?…。！？；;:："


def _ends(text: str) -> bool:
    bare = text.rstrip(CLOSERS)
    return not bare or bare[-1] in _STOPS


def _truncated(page: Page, index: int) -> Iterable[Change]:
    if index != len(page.blocks) - 1:
        return ()
    block = page.blocks[index]
    text = block.text
    mark = _GOES_ON.search(text, max(0, len(text) - 80))
    if mark:
        return (flag(mark.start(), mark.end(), "The page says that the text goes on elsewhere."),)
    if block.kind != "paragraph" or not text or not (text[-1].isalpha() or text[-1] in ",，、-"):
        return ()
    if len(text) < (_LONG_ZH if is_han(text[-1]) and count_han(text) * 2 > len(text) else _LONG):
        return ()
    earlier = [b.text for b in page.blocks[max(0, index - 3 * _LOOK_BACK) : index] if b.kind == "paragraph" and len(b.text) >= _LONG_ZH][
        -_LOOK_BACK:
    ]
    if len(earlier) >= 2 and sum(map(_ends, earlier)) >= _ENDED * len(earlier):
        start = max(0, len(text) - 40)
        gap = text.find(" ", start)
        return (flag(gap + 1 if 0 < gap < len(text) - 1 else start, len(text)),)
    return ()


_LEAD = "The twelve towns on the river drew up a plan on Friday that names the roads which come first and says who pays for them."
_LEAD_ZH = "沿江十二个镇周五共同编制了一份规划，明确了先修哪些道路、由谁出资，并且写明了完工的时间。"
_LATER = "Every school, shop and farm along the river was asked for an opinion, and most of them sent one before the end of the summer."

RULES: tuple[Rule, ...] = (
    *digests.RULES,
    *wraps.RULES,
    Rule(
        "repeating-abstract", "duplicate", "The abstract repeats the lead.",
        "portals that print the lead again as an abstract", _abstract,
        triggers=("abstract", "summary", "lead", "摘要", "摘 要", "导读", "导 读", "導讀", "导语", "導語", "核心提示", "提要", "简介"),
        examples=(
            Example((f"Abstract : {_LEAD}", f"RIVERTON, May 3 -- {_LEAD}"), f"RIVERTON, May 3 -- {_LEAD}"),
            Example((f"【摘要】{_LEAD_ZH}", f"本报讯 {_LEAD_ZH}"), f"本报讯 {_LEAD_ZH}"), Example((f"核心提示：{_LEAD_ZH}", _LEAD_ZH), _LEAD_ZH),
        ),
        leave=((f"Abstract: {_LATER}", _LEAD), f"Abstract: {_LEAD}", ("Abstract art is loved by all the twelve towns", _LEAD), (_LEAD_ZH, "摘要：" + _LATER)),
    ),
    Rule(
        "repeated-paragraph", "duplicate", "The same paragraph stands earlier in the page.",
        "pages that hold a text twice, for two widths of screen", _repeated, where=_copies,
        examples=(Example((_LEAD, _LATER, _LEAD, _LEAD), (_LEAD, _LATER)), Example((_LEAD_ZH, _LEAD_ZH), _LEAD_ZH)),
        leave=((_LEAD, _LATER), ("The towns agreed to it.", "The towns agreed to it."), _LEAD, (f"{_LEAD[:-1]}?", _LATER, f"{_LEAD[:-1]}?"),
            ("Soup: 2 cups of rice, 3 spoons of oil, 4 eggs, 1 leek, 5 beans.", "Soup: 2 cups of rice, 3 spoons of oil, 4 eggs, 1 leek, 5 beans."),
        ),
    ),
    *headings.RULES,
    Rule(
        "truncated-text", "structure", "The text breaks off.",
        "pages that cut a long text short", _truncated, where=lambda page: range(len(page.blocks))[-1:],
        examples=(
            Example((_LEAD, _LATER, f"{_LATER} They will meet again in autumn to carr"), (_LEAD, _LATER, f"{_LATER} They will meet again in autumn to carr"),
                    flags=("They will meet again in autumn to carr",)),
            Example((_LEAD_ZH, _LEAD_ZH, _LEAD_ZH[:-1] + "以及各镇的代"), (_LEAD_ZH, _LEAD_ZH, _LEAD_ZH[:-1] + "以及各镇的代"),
                    flags=((_LEAD_ZH[:-1] + "以及各镇的代")[-40:],)),
            Example("The towns agreed… [+1234 chars]", "The towns agreed… [+1234 chars]", flags=("… [+1234 chars]",)),
            Example("各镇都同意了。（未完待续）", "各镇都同意了。（未完待续）", flags=("（未完待续）",)), Example("It ends (continued)", "It ends (continued)", flags=("(continued)",)),
        ),
        leave=((_LEAD, _LATER), ("Head", "Another head", "By Li Wei and the other writers"), (_LEAD, _LATER, "Photo by Li Wei"), "He continued", ("本文未完成",)),
    ),
)  # fmt: skip
