"""The title: a line that says what the page is called, and so metadata, never a block.

On HTML the page's head names it; on text it is the heading-like line before the text, or behind it where a
digest puts it there. A page that starts with prose has none, and in doubt a line stays where it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.metadata import split_title
from bitext.rules.places import is_prose
from bitext.rules.rule import Change, Example, Page, Rule, lift
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RULES"]

_NOT_WORD = re.compile(r"[\W_]+")
_NUMBERED = re.compile(
    r"\s*(?:[0-9]{1,3}\s?[.、)）。](?![0-9])|[(（]\s?[0-9一二三四五六七八九十]{1,3}\s?[)）]|[一二三四五六七八九十]{1,3}\s?[、.．]|第[一二三四五六七八九十百0-9]{1,4}[章节節条條部])"
)
_LABEL = re.compile(
    r"(?:by|source|photos?|image|figure|table|keywords?|tags?|abstract|summary|editor|read more|related|share|home|click|subscribe|sign|log ?in|download|copyright|"
    r"updated|published|posted|note|about|contact|advertis\w*)\b|(?:来源|作者|责任|编辑|关键词|摘要|图|表|附|注|首页|当前位置|您的位置|原标题|上一篇|下一篇|相关|点击|版权|©|核心提示|导读)",
    re.IGNORECASE,
)
_DATELINE = re.compile("[日讯訊][电電]?[（(]|^资料图|^资料照")
_SITE = re.compile(r"\s{0,2}[-_|｜–—·«»]")
_EN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w'’.-]*")


#: The last place where a line before the text may be its title.
_HEAD = 3


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text).lower()


_bare_title = lru_cache(maxsize=8)(_bare)


def _title(page: Page, index: int) -> Iterable[Change]:
    """Lift a line that is the page's title: the known one, or on a text page the one its place shows."""
    title = page.metadata.title
    if title:
        text = page.blocks[index].text.strip()
        if _same(text, title) and (page.blocks[index].kind == "heading" or _before_text(page, index)):
            return (lift({"title": title}),)
    elif page.form == "text" and (index <= _HEAD or index == len(page.blocks) - 1):
        return _shown(page, index, page.blocks[index].text.strip())
    return ()


def _may_be_title(page: Page) -> Iterable[int]:
    """The places of lines long enough to be the page's title; where that is not known, it may become so at one of the first lines."""
    title = page.metadata.title
    least = len(title) if title else 0
    return [at for at, block in enumerate(page.blocks) if 2 * len(block.text) >= least]


def _shown(page: Page, index: int, text: str) -> Iterable[Change]:
    if not _heading_like(text):
        return ()
    if named := _named_before(page, index, text):
        return (lift({"title": named}, why="The line before the text is the page's title."),)
    return (lift({"title": text}, why="The line behind the text is the page's title."),) if _behind(page, index) else ()


def _same(text: str, title: str) -> bool:
    """Tell whether a line is the title, give or take marks, a fifth of its length or the site's name behind it."""
    if not len(title) <= 2 * len(text) <= 4 * len(title) + 80:
        return False
    known = _bare_title(title)
    if len(text.lower()) * 5 < len(known) * 4:
        return False
    line = _bare(text)
    if not line or not known or line == known:
        return bool(line) and line == known
    near = min(len(line), len(known)) * 5 >= max(len(line), len(known)) * 4 and (line in known or known in line)
    with_site = text.startswith(title) and len(known) >= 8 and _SITE.match(text, len(title)) is not None and len(text) - len(title) <= 80
    return near or with_site


def _named_before(page: Page, index: int, text: str) -> str | None:
    """The title that a line before the text is, or repeats with the site's name; None where it is neither.

    Three lines are sure enough: one of the page's first three that comes again (a page's head, then its h1), the
    first line where prose follows, and one of the first four where a publication date stood beside it.
    """
    if index > _HEAD:
        return None
    later = range(index + 1, min(index + 201, len(page.blocks))) if index < 3 else range(0)
    alike = [t for k in later if (t := page.blocks[k].text.strip())[:6] == text[:6] and len(t) <= len(text) and _same(text, t)]
    if alike and _before_text(page, index):
        return min(alike, key=len)
    if (index == 0 or page.metadata.published) and _stands_before(page, index):
        return split_title(text, page.metadata.publisher) or text
    return None


def _before_text(page: Page, index: int) -> bool:
    """Tell whether no main paragraph stands among the sixty blocks before: what the model says, else what looks so."""
    start = max(0, index - 60)
    if page.main:
        return not any(page.main[i] >= 0.5 and is_prose(page.blocks[i].text) for i in range(start, index))
    if page.form == "html":  # one notice about cookies or subscriptions may stand above an h1
        return sum(is_prose(b.text, long=True) for b in page.blocks[start:index]) <= 1
    return not any(is_prose(b.text) for b in page.blocks[start:index])


def _heading_like(text: str) -> bool:
    """Tell a line that can be a title: long enough to say something, short enough, and no sentence."""
    text = text.strip()
    if not 0 < len(text) <= 200 or _NUMBERED.match(text) or _LABEL.match(text) or "@" in text or "://" in text:
        return False
    if text[0] + text[-1] in ("“”", "##", "【】", "（）", "()", "[]", '""') or text[-1] in "!！" or _DATELINE.search(text):
        return False
    han = count_han(text)
    if han * 2 > len(text):
        return han >= 8 and len(text) <= 60 and text[-1] not in "。；，、：:;,…" and "。" not in text and text[0] not in "，。、）"
    words = _EN_WORD.findall(text)
    return (
        len(words) >= 4
        and text[-1] not in ".:;,。…-–—|"
        and (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘")
        and sum(map(len, words)) * 10 >= len(text) * 6
        and re.search(r"[a-z]{3}[.!?] [A-Z]", text) is None
    )


def _stands_before(page: Page, index: int) -> bool:
    """Tell whether a heading-like line is the one before the first paragraph: the page's first line, or the nearest."""
    text = page.blocks[index].text.strip()
    near = range(index + 1, min(index + 7, len(page.blocks)))
    first = next((i for i in near if is_prose(page.blocks[i].text) or _wrapped(page, i)), None)
    if first is None or not _heading_like(text) or is_prose(text) or not _before_text(page, index):
        return False
    return index == 0 or not any(
        _heading_like(page.blocks[i].text) and not _same(page.blocks[i].text, text) for i in range(index + 1, first)
    )


def _wrapped(page: Page, index: int) -> bool:
    """Tell whether a hard-wrapped paragraph begins here: its lines are not joined yet."""
    lines = [b.text for b in page.blocks[index : index + 4]]
    goes_on = len(lines) > 1 and 50 <= len(lines[0]) <= 110 and lines[1][:1].islower() and lines[0][-1] not in ".!?:;"
    return goes_on and is_prose(" ".join(lines))


def _behind(page: Page, index: int) -> bool:
    """On a digest: a Chinese line last behind English text, where a publisher's line with a date stood beside it."""
    if index == 0 or index != len(page.blocks) - 1 or page.lang != "en" or not (page.metadata.publisher and page.metadata.published):
        return False
    return count_han(page.blocks[index].text) >= 8 and is_prose(page.blocks[index - 1].text)


_LEAD = "Lending to small firms grew again last month as the port city opened two more service windows, the officials said."
_WRAPPED = (
    "Lending to small firms grew again last month as the port city",
    "opened two more service windows, and both of them lend to firms",
    "which no bank had served before, the officials said on Monday.",
)
_ZH_LEAD = "全市新设两处服务窗口，小微企业贷款余额比去年同期增长一成，负责人表示下半年还将扩大试点范围，让更多企业受益。"

RULES: tuple[Rule, ...] = (
    Rule(
        "title", "metadata", "The line is the page's title.", "an h1; a text's first line; a digest's last line", _title, where=_may_be_title,
        examples=(
            Example(("Port city opens two lending windows", _LEAD), _LEAD, (("title", "Port city opens two lending windows"),)),
            Example(
                ("Port city opens two lending windows", *_WRAPPED), _WRAPPED, (("title", "Port city opens two lending windows"),),
            ),
            Example(("港口城市新设两处贷款服务窗口", _LEAD), _LEAD, (("title", "港口城市新设两处贷款服务窗口"),)),
            Example(("港口城市新设两处贷款服务窗口_海港网", "财经", "港口城市新设两处贷款服务窗口", _ZH_LEAD), ("财经", _ZH_LEAD), (("title", "港口城市新设两处贷款服务窗口"),)),
        ),
        leave=(
            _LEAD,
            (_LEAD, "Port city opens two lending windows", _LEAD * 2),
            ("1. General requirements for the lending plan", _LEAD),
            ("Core Insights", _LEAD),
            ("一、总体要求和今后五年目标", _ZH_LEAD),
            (_LEAD, "港口城市新设两处贷款服务窗口"),
            "Port city opens two lending windows",
        ),
    ),
)  # fmt: skip
