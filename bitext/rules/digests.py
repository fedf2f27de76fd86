"""Flattened digests: a list and its headings that a page or a feed has run together into one line.

"Core Insights - Trade grew [1][4] - Prices fell [2] Market Outlook - …": items are parted by " - ", and the
heading of the next section stands at the end of an item, after its citation mark or its full stop. A dash
alone proves nothing, so the line must show more: citation marks or full stops at the items' ends, or a
heading that digests are known by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Example, Rule, split
from bitext.text import HAN, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.model import Kind
    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

_KNOWN = re.compile(
    r"(?:core|key|main|major) (?:insights?|points?|takeaways?|findings?|viewpoints?|highlights?|messages?)|highlights|summary|takeaways|at a glance|"
    r"核心观点|核心要点|核心提示|核心内容|要点|要点速览|内容摘要|主要观点|主要内容|投资要点|摘要|亮点",
    re.IGNORECASE,
)
_SMALL = frozenset("a an and as at by for from in of on or the to with vs via & - –".split())
_CITED_END = re.compile(r"^(?P<item>.*\])\s*(?P<heading>[^\[\]]{0,80})$", re.DOTALL)
_STOP_END = re.compile(r"^(?P<item>.*[.!?。！？][”\"’]?)\s*(?P<heading>[^.!?。！？]{0,80})$", re.DOTALL)
_CITATION_END = re.compile(r"\[[0-9]{1,3}\]\s*\S{0,1}$|\[[0-9]{1,3}\]\s+[^\[\]]{1,80}$|\[[0-9]{1,3}\][^\[\]\s]{1,16}$")
#: Longest heading, in words or Han characters, that a digest's section may have.
_LONGEST_HEADING = 10


def is_title(text: str) -> bool:
    """Tell whether a text is a short heading: Title Case in English, a few characters without marks in Chinese.

    >>> is_title("Service to the Real Economy"), is_title("the city grew"), is_title("金融机构"), is_title("他说，好")
    (True, False, True, False)
    """
    words = text.split()
    if not words or len(tokens(text)) > _LONGEST_HEADING or re.search(r"[.!?;,。，；！？、：:]", text):
        return False
    if re.search(f"[{HAN}]", text):
        return True
    if not words[0][0].isupper() or words[-1].lower() in _SMALL:
        return False
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in _SMALL for w in words)


def _is_item(text: str) -> bool:
    """Tell whether a part reads as an item: at least four words or eight Han characters, not going on in small letters."""
    least = 8 if re.search(f"[{HAN}]", text[:12]) else 4
    return bool(text) and not text[0].islower() and len(tokens(text)) >= least


def _whole(pieces: list[str], ended: re.Pattern[str]) -> list[str]:
    """Put back together the items that hold " - " themselves: a piece goes on until one that shows an end."""
    whole: list[str] = []
    open_item = ""
    for number, piece in enumerate(pieces):
        open_item = f"{open_item} - {piece}" if open_item else piece
        if ended.search(open_item[-120:]) or number == len(pieces) - 1:
            whole.append(open_item)
            open_item = ""
    return whole


def _sections(first: str, pieces: list[str], end: re.Pattern[str]) -> list[tuple[Kind, str]]:
    """Cut each piece into its item and the heading that the next section has; [] when one does not fit."""
    parts: list[tuple[Kind, str]] = [("heading", first)] if first else []
    for number, piece in enumerate(pieces):
        match = end.match(piece)
        item, heading = (match["item"].strip(), match["heading"].strip()) if match else (piece.strip(), "")
        if heading and (number == len(pieces) - 1 or not is_title(heading)):
            item, heading = piece.strip(), ""
        if not _is_item(item):
            return []
        parts.append(("list_item", item))
        if heading:
            parts.append(("heading", heading))
    return parts


def _dashed(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    if block.kind not in ("paragraph", "list_item") or f" {block.text}".count(" - ") < 2:
        return
    head, *pieces = block.text.removeprefix("- ").split(" - ")
    if block.text.startswith("- "):
        head, pieces = "", [head, *pieces]
    if head and not is_title(head):
        return
    cited = sum(bool(_CITATION_END.search(p[-90:])) for p in pieces)
    stopped = sum(bool(_STOP_END.match(p[-200:])) for p in pieces)
    if cited * 2 >= len(pieces) and cited > 1:
        parts = _sections(head, _whole(pieces, _CITATION_END), _CITED_END)
    elif stopped * 3 >= len(pieces) * 2 and (head == "" or len(pieces) > 2 or _KNOWN.fullmatch(head)):
        parts = _sections(head, pieces, _STOP_END)
    elif _KNOWN.fullmatch(head):
        parts = _sections(head, pieces, re.compile("$^"))
    else:
        return
    if sum(kind == "list_item" for kind, _ in parts) > 1:
        yield split(parts)


_BULLET = re.compile(r"\s*[•●▪◦‣∙]\s*| [·*] ")


def _bulleted(page: Page, index: int) -> Iterable[Change]:
    block = page.blocks[index]
    if block.kind not in ("paragraph", "list_item"):
        return
    head, *pieces = _BULLET.split(block.text)
    pieces = [p.strip() for p in pieces if p.strip()]
    if len(pieces) < 2 or not all(_is_item(p) for p in pieces):
        return
    kind: Kind = "heading" if is_title(head.strip(" :：")) and not head.endswith((".", ":", "：", "。")) else "paragraph"
    yield split([*([(kind, head.strip())] if head.strip() else []), *(("list_item", p) for p in pieces)])


RULES: tuple[Rule, ...] = (
    Rule(
        "flattened-digest", "structure", "A digest's headings and items were run together into one line.",
        "digests of finance portals", _dashed, triggers=(" - ",),
        examples=(
            Example(
                "Core Insights - Ports shipped 5% more in May [1][4] - Tolls fell for the third year [1] Rail Freight - Trains to the coast - and back - run daily [2]",
                (
                    "Core Insights", "Ports shipped 5% more in May [1][4]", "Tolls fell for the third year [1]", "Rail Freight",
                    "Trains to the coast - and back - run daily [2]",
                ),
            ),
            Example("核心观点 - 港口吞吐量五月增长百分之五 [1] - 通行费连续三年下降了 [2] 铁路货运 - 开往沿海的列车每天都有 [2]",
                    ("核心观点", "港口吞吐量五月增长百分之五 [1]", "通行费连续三年下降了 [2]", "铁路货运", "开往沿海的列车每天都有 [2]")),
            Example("Key Points - Ports shipped more goods - Tolls fell for years", ("Key Points", "Ports shipped more goods", "Tolls fell for years")),
            Example("Port News - Ports shipped more goods. - Tolls fell for years. Rail News - Trains run every day.",
                    ("Port News", "Ports shipped more goods.", "Tolls fell for years.", "Rail News", "Trains run every day.")),
            Example("- Ports shipped more goods. - Tolls fell for years.", ("Ports shipped more goods.", "Tolls fell for years.")),
        ),
        leave=(
            "New York - the city that never sleeps - was quiet on Monday.", "Beijing - The ministry - Reuters", "He came - late as ever - and left.",
            "Home - News - Sport - Contact", "The port [1] - the largest - grew [2] by half.", "重庆 - 成都 - 西安", "Key Points - one - two",
        ),
    ),
    Rule(
        "flattened-bullets", "structure", "A bulleted list was run together into one line.",
        "feeds and social posts", _bulleted, triggers=("•", "●", "▪", "◦", "‣", "∙", " · ", " * "),
        examples=(
            Example("Port News • Ports shipped more goods • Tolls fell for years", ("Port News", "Ports shipped more goods", "Tolls fell for years")),
            Example("The report says: • Ports shipped more goods. • Tolls fell for years.", ("The report says:", "Ports shipped more goods.", "Tolls fell for years.")),
            Example("●港口吞吐量五月继续增长●通行费连续三年下降了", ("港口吞吐量五月继续增长", "通行费连续三年下降了")),
        ),
        leave=("Home • News • Sport", "约翰·史密斯", "2 * 3 * 4 = 24", "By Li Wei • May 3, 2025 • 5 min read", "• One item that stands alone here"),
    ),
)  # fmt: skip
