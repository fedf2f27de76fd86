"""Hard wraps: lines that a scraper or a mail programme broke inside sentences, joined again.

The blank lines between paragraphs are gone by now, so a run must prove itself: lines of one width, at
least two breaks inside a sentence. Lists, poems, headings and one sentence a line have neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Example, Rule, join
from bitext.text import HAN, count_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.model import Block
    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

_FINAL = ".!?…。！？；"
_CLOSERS = "\"'”’」』)）】]》"
#: Widths of wrapped lines in characters: mail and plain text wrap at 60–80, Chinese at 20–60; longer lines are paragraphs.
_NARROW, _NARROW_ZH, _WIDE = 50, 24, 110
#: A wrapped line is at least so much of the widest one; English words leave up to a word's length free.
_FULL, _FULL_ZH = 0.82, 0.9
_MARK = re.compile("[，。、；]")
#: How much shorter a Chinese paragraph's first line may be, for its indent was trimmed.
_INDENT = 6
#: No paragraph has more lines than this; it bounds the work on a hostile page.
_MOST = 100
_BULLET = re.compile(
    r"[•●▪◦‣∙·*■◆★–—-]\s|[(（]?[0-9]{1,3}[.)）、．。]\s?|[(（]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十0-9]{1,4}[章节節条條]|[A-Za-z][.)]\s"
)
# First parts that keep the hyphen at the line's end; any other is taken for a word broken by the wrap.
_KEEPS_HYPHEN = re.compile(
    r"(?:^|[^A-Za-z])(?:well|long|short|medium|mid|high|low|self|cross|large|small|full|part|half|non|ex|anti|pre|post|multi|one|two|three|four|five|ten|first|second|third|"
    r"state|so|middle|near|far|year|day|month|hour|mile|old|new|all|ever|much|most|often|then|vice|co|x|e|north|south|east|west|[A-Z][a-z]+)-$"
)


def _ends(text: str) -> bool:
    """Tell whether a line ends with its sentence."""
    bare = text.rstrip(_CLOSERS)
    return not bare or bare[-1] in _FINAL or text[-1] in ":："


def _is_line(block: Block) -> bool:
    return block.kind == "paragraph" and 0 < len(block.text) <= _WIDE and not _BULLET.match(block.text)


def _run_en(blocks: Sequence[Block], index: int) -> int:
    """How many lines after this one belong to the same wrapped paragraph; 0 when it is not proven."""
    width, breaks, last = len(blocks[index].text), 0, index
    for at in range(index, min(index + _MOST, len(blocks) - 1)):
        line, following = blocks[at].text, blocks[at + 1]
        width = max(width, len(line))
        if not _is_line(following) or len(line) < _FULL * width or len(following.text) > width / _FULL:
            break
        inside = not _ends(line) and (following.text[0].islower() or line[-1] in ",-")
        if not inside and not (breaks and following.text[0].isupper() and len(line) >= 0.88 * width):
            break
        breaks += inside
        last = at + 1
    return _to_a_stop(blocks, index, last) if breaks > 1 else 0


def _run_zh(blocks: Sequence[Block], index: int) -> int:
    """As for English; Chinese lines are equally wide but for a mark, and break inside sentences with marks in them."""
    width, breaks, last = len(blocks[index + 1].text), 0, index
    if not -_INDENT <= len(blocks[index].text) - width <= 2 or not (
        _MARK.search(blocks[index].text) or _MARK.search(blocks[index + 1].text)
    ):
        return 0
    for at in range(index, min(index + _MOST, len(blocks) - 1)):
        line, following = blocks[at].text, blocks[at + 1]
        if not _is_line(following) or len(following.text) > width + 2 or (at > index and abs(len(line) - width) > 2):
            break
        if at > index and _ends(line) and 2 < width - len(following.text) <= _INDENT:
            break  # the first line of the next paragraph, whose indent is gone
        breaks += not _ends(line) and line[-1] not in "，、"
        last = at + 1
    last = index + (_to_a_stop(blocks, index, last) if breaks > 1 else 0)
    marks = sum(bool(_MARK.search(b.text[:-1])) for b in blocks[index : last + 1])
    return last - index if marks * 3 >= (last + 1 - index) * 2 else 0


def _to_a_stop(blocks: Sequence[Block], index: int, last: int) -> int:
    """Step back to the last line that ends its sentence: a run that is cut off there is still right."""
    while last > index and not _ends(blocks[last].text):
        last -= 1
    return last - index


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a line stands inside a run that was tried from an earlier line, so that no line is tried twice.

    A paragraph below a title of its own width is not: the line above stands alone, and this one begins with a capital.
    """
    before, block = blocks[index - 1], blocks[index]
    below_title = block.text[:1].isupper() and not before.text.endswith((",", "-")) and (index == 1 or _ends(blocks[index - 2].text))
    return (
        not below_title
        and _is_line(before)
        and not _ends(before.text)
        and abs(len(before.text) - len(block.text)) <= 2 + len(block.text) // 10
    )


def _glued(lines: Sequence[str]) -> str:
    """Join lines: no space beside Han, none after a hyphen, and the hyphen of a broken word goes.

    >>> _glued(["a great inter-", "national port with long-", "term loans"]), _glued(["重庆的港", "口"])
    ('a great international port with long-term loans', '重庆的港口')
    """
    text = lines[0]
    for line in lines[1:]:
        if re.search("[A-Za-z]-$", text) and line[0].isalpha():
            text = (text if _KEEPS_HYPHEN.search(text[-24:]) or not line[0].islower() else text[:-1]) + line
        elif re.search(f"[{HAN}，。、；：！？（）《》“”]$", text) and re.match(f"[{HAN}，。、；：！？（）《》“”0-9A-Za-z]", line):
            text += line
        else:
            text += " " + line
    return text


def _wrapped(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    length = len(block.text)
    if not _NARROW_ZH <= length <= _WIDE or block.kind != "paragraph" or index + 2 >= len(page.blocks) or _ends(block.text):
        return ()
    if index and _goes_on(page.blocks, index):
        return ()
    if count_han(block.text[:20]) >= 10:
        following = _run_zh(page.blocks, index)
    else:
        following = _run_en(page.blocks, index) if length >= _NARROW and not _BULLET.match(block.text) else 0
    if following:
        return (join(following, _glued([b.text for b in page.blocks[index : index + following + 1]])),)
    return ()


RULES: tuple[Rule, ...] = (
    Rule(
        "hard-wrap", "structure", "Lines were broken inside sentences.",
        "mailing lists, old plain-text pages and text copied out of PDF files", _wrapped,
        where=lambda page: [at for at, block in enumerate(page.blocks) if _NARROW_ZH <= len(block.text) <= _WIDE and block.kind == "paragraph"],
        examples=(
            Example(
                (
                    "The twelve towns on the river have drawn up a plan that names the roads", "which come first and the fields that stay, and it says who pays for",
                    "both of them until the end of the year, when the two neighbouring pro-", "vinces will meet again.",
                ),
                "The twelve towns on the river have drawn up a plan that names the roads which come first and the fields that stay, and it says who pays for "
                "both of them until the end of the year, when the two neighbouring provinces will meet again.",
            ),
            Example(
                (
                    "What the twelve towns on the river want of their plan for the roads", "The twelve towns on the river have drawn up a plan that names the roads",
                    "which come first and the fields that stay, and it says who pays for", "both of them until the end of the year.",
                ),
                (
                    "What the twelve towns on the river want of their plan for the roads",
                    "The twelve towns on the river have drawn up a plan that names the roads which come first and the fields that stay, and it says who pays for both of them until the end of the year.",
                ),
            ),
            Example(
                (
                    "沿江十二个镇共同编制了一份规划，明确了先修哪些道路、保", "留哪些农田，并且写明了由谁出资，到明年年底之前，这些工",
                    "程都要完成。各镇的学校、商店和农户都提出了自己的意见。",
                ),
                "沿江十二个镇共同编制了一份规划，明确了先修哪些道路、保留哪些农田，并且写明了由谁出资，到明年年底之前，这些工程都要完成。各镇的学校、商店和农户都提出了自己的意见。",
            ),
        ),
        leave=(
            ("1. roads that come first in the plan of the towns", "2. fields that stay where they are in the plan", "3. schools that grow in the plan of the towns"),
            ("The road runs down beside the river", "and nobody walks it now", "but the wind and the rain."),
            (
                "The twelve towns on the river have drawn up a plan that names the roads", "which come first and the fields that stay, and it says",
                "who pays for both.",
            ),
            ("The plan of the twelve towns on the river has been drawn up at last.", "It names the roads that come first and the fields that will stay."),
            ("成渝两地携手共建西部金融中心取得重要进展和成果", "重庆港口吞吐量连续五个月保持两位数以上快速增长", "十二个镇共同编制沿江道路与农田保护的长期规划"),
        ),
    ),
)  # fmt: skip
