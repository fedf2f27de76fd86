"""Headings of numbered documents, and list items, that were read as paragraphs.

A numbered line is a heading when prose or a deeper number follows it; between its like ("1. … 2. … 3. …")
it is an item of a list and stays. "第三条" (an article of a law) is text, never a heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Example, Rule, edit, retype
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.model import Block
    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

_NUMERALS = "一二三四五六七八九十百零〇"
_STYLES = {
    "bracket": re.compile(r"[(（]([0-9]{1,2}|[ivx]{1,4})[)）]、?\s*"),
    "plain": re.compile(r"([0-9]{1,2})(?:[.．。、](?![0-9])|\))\s*"),
    "deep": re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.?\s+"),
    "roman": re.compile(r"([IVX]{1,5})[.．。、]\s*"),
    "chapter": re.compile(r"((?:Chapter|Part|Section|Appendix|Annex) (?:[0-9]{1,2}|[IVX]{1,5}|[A-Z]))(?:[.:：。、]|\s|$)\s*"),
    "han": re.compile(rf"([{_NUMERALS}]{{1,3}})[、.．]\s*"),
    "han-bracket": re.compile(rf"[(（]([{_NUMERALS}]{{1,3}})[)）]、?\s*"),
    "han-chapter": re.compile(rf"(第[{_NUMERALS}0-9]{{1,4}}[章节節篇编編部])[、：:\s]*"),
}
#: The styles that a first character allows.
_FIRST = {
    **dict.fromkeys("0123456789", ("plain", "deep")), **dict.fromkeys("(（", ("bracket", "han-bracket")), **dict.fromkeys("IVX", ("roman",)),
    **dict.fromkeys("CPSA", ("chapter",)), **dict.fromkeys(_NUMERALS, ("han",)), "第": ("han-chapter",),
}  # fmt: skip
_FINAL = ".!?。！？"
_INNER = re.compile(r"[.!?]['”\"’)]?\s+[A-Z\"“(]|[。！？；;]\s*\S")
#: Longest heading in characters: a bracketed one may be a whole sentence, as plans of Chinese authorities have them.
_LONGEST, _LONGEST_SENTENCE, _LONGEST_ZH, _LONGEST_STANDING = 90, 260, 45, 110


def _style(text: str) -> tuple[str, str, int]:
    """The kind of number a text begins with, the number, and where the words start; ("", "", 0) without one."""
    for name in _FIRST.get(text[:1], ()):
        match = _STYLES[name].match(text)
        if match:
            return name, match[1], match.end()
    return "", "", 0


def _neighbour(page: Page, index: int) -> Block | None:
    return page.blocks[index] if 0 <= index < len(page.blocks) else None


def _in_sequence(page: Page, index: int, style: str, number: str) -> bool:
    """Tell whether a block of the same style with the number before or after stands within sixty blocks."""
    for block in page.blocks[max(0, index - 60) : index + 60]:
        other, value, _ = _style(block.text)
        if other == style and abs(_value(value) - _value(number)) == 1:
            return True
    return False


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    order = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    return order.index(number) if number in order else -9


def _is_prose(block: Block) -> bool:
    return len(block.text) >= 60 or (count_han(block.text) >= 25 and block.text[-1:] in "。！？”：；")


def _begins_anew(number: str, after: Block) -> bool:
    """Tell whether a long numbered paragraph begins to count again under a later number: "2、 Tasks", then "1。 We will …"."""
    return _value(_style(after.text)[1]) == 1 < _value(number) and _is_prose(after)


def _numbered(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    text = block.text
    if len(text) > _LONGEST_SENTENCE or block.kind != "paragraph" or text[:1] not in _FIRST:
        return ()
    style, number, start = _style(text)
    after, before = _neighbour(page, index + 1), _neighbour(page, index - 1)
    if not style or after is None or after.kind in ("code", "table", "caption", "credit"):
        return ()
    rest = text[start:].strip()
    if (_style(after.text)[0] == style and not _begins_anew(number, after)) or (
        before is not None and _style(before.text)[0] == style and style not in ("han-chapter", "chapter")
    ):
        return ()
    if not (_style(after.text)[0] or _is_prose(after)) or _INNER.search(rest):
        return ()
    is_zh = style.startswith("han") or count_han(rest) * 2 > len(rest)
    if (_fits_zh if is_zh else _fits_en)(page, index, style, number, rest):
        return (retype("heading"),)
    return ()


def _fits_zh(page: Page, index: int, style: str, number: str, rest: str) -> bool:
    del page, index, number
    if len(rest) > _LONGEST_ZH or (not rest and style != "han-chapter"):
        return False
    if style in ("han", "han-bracket", "han-chapter"):
        return rest[-1:] not in "！？：；，、" or not rest
    return len(rest) <= 30 and not re.search("[。！？：；，、]$", rest)


def _fits_en(page: Page, index: int, style: str, number: str, rest: str) -> bool:
    after = page.blocks[index + 1]
    if not rest:
        return style == "chapter"
    if not (rest[0].isupper() or rest[0] in "“\"‘'") or rest[-1] in ":;,":
        return False
    words = len(rest.split())
    if style == "bracket":
        return _in_sequence(page, index, style, number)
    if rest[-1] in _FINAL:
        return rest[-1] == "." and words <= 8 and len(after.text) >= 200 and not _style(after.text)[0]
    return len(rest) <= _LONGEST and words <= 14


# A line of people, places and dates stands alone without being a heading.
_NO_HEADING = re.compile(
    r"^(?:by|from|source|photo|picture|image|editor|reporter|contact|tel|updated|published|posted)\b|[@|©/#]|^[-–—•*“\"「（(]|[0-9]{4}-[0-9]",
    re.IGNORECASE,
)


def _may_stand(page: Page) -> Iterable[int]:
    """The places of lines that may be such headings by themselves."""
    if page.form != "text":
        return ()
    return [
        at for at, block in enumerate(page.blocks)
        if 0 < len(block.text) <= _LONGEST_STANDING and block.kind == "paragraph" and block.text[-1] not in _FINAL
    ]  # fmt: skip


def _standing(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    text = block.text
    if len(text) > _LONGEST_STANDING or page.form != "text" or block.kind != "paragraph" or not text or text[-1] in _FINAL or index == 0:
        return ()
    before, after = page.blocks[index - 1], _neighbour(page, index + 1)
    if (
        after is None
        or len(after.text) < (80 if after.lang == "zh" else 200)
        or after.text[-1] not in '。！？.!?”"）)：:'
        or _style(text)[0]
    ):
        return ()
    if before.kind == "heading" or before.text[-1:] not in '.!?。！？：:”"' or _NO_HEADING.search(text):
        return ()
    if block.lang == "zh":
        fits = 4 <= len(text) <= 30 and not re.search("[，。；！？：、]", text) and text[-1] != ":"
    else:
        fits = 2 <= len(text.split()) <= 14 and text[0].isupper() and text[-1].isalnum() and not re.search(r"[.;:!?,]\s", text)
    if fits:
        return (retype("heading"),)
    return ()


_BULLETS = frozenset("•●▪◦‣∙·*-–")
_POINT = re.compile(r"^([•●▪◦‣∙·*\-–])\s+(?=\S)")


def _point(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    if block.text[:1] not in _BULLETS or block.kind not in ("paragraph", "list_item"):
        return ()
    match = _POINT.match(block.text)
    if (
        not match
        or (match[1] in "·*-–" and block.kind == "paragraph" and not _has_like(page, index, match[1]))
        or block.text[-1] == match[1]
    ):
        return ()
    bare = edit(0, match.end(), "")
    return (bare, retype("list_item")) if block.kind == "paragraph" else (bare,)


def _has_like(page: Page, index: int, bullet: str) -> bool:
    """Tell whether a neighbour bears the same bullet, or is an item already (its bullet is gone)."""
    for at in (index - 1, index + 1):
        other = _neighbour(page, at)
        if other is not None and (other.kind == "list_item" or other.text[:2] in (f"{bullet} ", f"{bullet}\u3000")):
            return True
    return False


_PROSE = "The plan was drawn up by twelve towns, which had worked on it since spring and asked every school, shop and farm along the river for an opinion. It names the roads that come first, the fields that stay, and those who pay for both."
_PROSE_ZH = "本规划由十二个镇从春天开始共同编制，听取了沿江每一所学校、每一家商店和每一户农民的意见，明确了先修哪些路、保留哪些田以及由谁出资，并对每一项任务的完成时间和负责单位作出了安排。"
RULES: tuple[Rule, ...] = (
    Rule(
        "numbered-heading", "structure", "A numbered line with its text below is a heading.",
        "plans and notices of authorities", _numbered,
        where=lambda page: [at for at, block in enumerate(page.blocks) if block.text[:1] in _FIRST and block.kind == "paragraph"],
        examples=(
            Example(("1、 General rules", "(1) Guiding ideas.", _PROSE, "(2) We will build roads and keep the fields of the region.", "1。 Roads first. " + _PROSE),
                    ("1、 General rules", "(1) Guiding ideas.", _PROSE, "(2) We will build roads and keep the fields of the region.", "1。 Roads first. " + _PROSE)),
            Example((_PROSE, "2、 Main tasks", "1。 Roads first. " + _PROSE), (_PROSE, "2、 Main tasks", "1。 Roads first. " + _PROSE)),
            Example(("第一章 总则", _PROSE_ZH), ("第一章 总则", _PROSE_ZH)),
        ),
        leave=(
            ("1. Apples", "2. Pears", "3. Plums"), ("1. Roads come first. We will build them soon.", _PROSE), ("第三条 本规划适用于沿江各镇。", _PROSE_ZH),
            ("2.5 million people came", _PROSE), ("1. Heat the oven.", "2. Mix the dough."), ("3、请各镇按时上报材料；", _PROSE_ZH),
        ),
    ),
    Rule(
        "standing-heading", "structure", "A short line without a final mark before a long paragraph is a heading.",
        "plain text of long documents", _standing,
        where=_may_stand,
        examples=(Example(("The full text follows:", "Plan of the twelve river towns", _PROSE), ("The full text follows:", "Plan of the twelve river towns", _PROSE)),),
        leave=(
            ("The towns agreed.", "By Li Wei", _PROSE), ("The towns agreed.", "May 3, 2025", _PROSE), ("A line without a mark", "Another line", _PROSE),
            ("The towns agreed.", "They said so, too, on Monday", _PROSE), ("各镇同意。", "记者：李伟", _PROSE_ZH),
        ),
    ),
    Rule(
        "bullet-item", "structure", "A line that begins with a bullet is a list item.",
        "plain text of pages with lists", _point,
        where=lambda page: [at for at, block in enumerate(page.blocks) if block.text[:1] in _BULLETS],
        examples=(
            Example("• Ports shipped more goods", "Ports shipped more goods"),
            Example(("- Ports shipped more", "- Tolls fell"), ("Ports shipped more", "Tolls fell")),
        ),
        leave=("- Advertisement -", "* Prices may change", "-5 degrees at night", "— Li Wei", "– and so on"),
    ),
)  # fmt: skip
