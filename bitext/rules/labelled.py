"""Read a line of labelled metadata: 来源：… 作者：… 2025年5月23日, or Source: … | Editor: …; or say that it is none.

A line counts only when labels, dates and known page furniture explain all of it: whatever is left over means
that it is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.metadata import chinese_publisher
from bitext.rules.datelines import chinese_names
from bitext.text import count_han
from bitext.values import DateValue, find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Line", "bare_date", "dates_of", "publisher_fields", "read_labels"]

#: Labels by the field they name; None: known furniture whose value nobody keeps.
_LABELS: dict[str | None, str] = {
    "publisher": "文章来源|信息来源|稿件来源|新闻来源|资料来源|消息来源|来源|文章來源|資料來源|來源|稿源|出处|来自|source",
    "byline": "作者|文章作者|撰稿|撰文|通讯员|记者|記者|author|reporter",
    "editor": "责任编辑|責任編輯|责编|責編|编辑|編輯|值班编辑|网络编辑|选稿|选稿人|文字编辑|web editor|editors?",
    "published": "发布时间|发布日期|发稿时间|发表时间|发表日期|发布于|发表于|发布|發佈時間|發布時間|發布日期|發表時間|刊登日期|时间|時間|日期"
    "|first published|published on|published|publication date|date published|release date|posted on|posted|date|pubdate",
    "updated": "更新时间|更新日期|更新于|最后更新|更新時間|最後更新|last updated|updated on|updated|last modified|modified",
    None: "浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击次数|点击数|点击率|点击|访问量|访问次数|字号|字体|字體|评论数|评论|人气|热度|审核|审核人|校对|校对人|监制|終審"
    "|终审|初审|复审|一审|二审|三审|审校|编审|主编|统筹|制图|供稿|供图|摄影|字数|views|hits|clicks|comments",
}  # fmt: skip
_FIELD = {label.replace("?", ""): field for field, labels in _LABELS.items() for label in labels.split("|")} | {"editor": "editor"}
_LABEL = re.compile(
    rf"(?<![A-Za-z\u4e00-\u9fff])(?P<label>{'|'.join(sorted('|'.join(_LABELS.values()).split('|'), key=len, reverse=True))})\s?[:：]\s?",
    re.IGNORECASE,
)
#: Where a label may end: so few lines have that, that the labels themselves are looked for in hardly any.
_COLON = re.compile(
    rf"(?:[{''.join(sorted({label[-1] for labels in _LABELS.values() for label in labels.replace('?', '').split('|')}))}])\s?[:：]",
    re.IGNORECASE,
)
#: Words that stand beside dates and names in such lines and are no value themselves.
_FURNITURE = re.compile(
    r"(?:first published|published|publish date|last updated|updated|posted|modified|release date)\b(?: on\b)?|发布时间|发布于|发表于|发布|发表|更新|来自"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|(?:星期|周|週)[一二三四五六日天]"
    r"|\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b|\b[ap]\.?m\b\.?|\b(?:ET|EST|EDT|CT|CST|CDT|PT|PST|PDT|MT|MST|GMT|UTC|BST|CET|IST|HKT|SGT|JST|AMT|Beijing [Tt]ime)\b|北京时间"
    r"|\b[0-9]{1,2} ?min(?:ute)?s? read\b|\b[0-9]{1,2} (?:minutes?|hours?|days?) ago\b|(?:浏览|阅读|点击|评论|点赞|收藏)(?:量|数|次数)?\s?[0-9.]{0,9}万?次?|[0-9]{1,9}\s?次"
    r"|发表评论|我要评论|分享到?|打印本?页?|收藏|纠错|责任编辑|字号|小编|[0-9]{1,6}\s?(?:人|条)?(?:评论|参与)|\b(?:views?|comments?|print|share)\b|(?<![\u4e00-\u9fff])[大中小](?![\u4e00-\u9fff])",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s\u3000|｜/·•,，、;；:：()（）\[\]【】<>《》«»—–\-T.T+]+")
_NO_NAME = re.compile(r"[。！？!?]|https?:|^(?:转载文章|转载|互联网|网络|本站|本站原创|原创|未知|佚名|admin|不详|综合)$", re.IGNORECASE)
_MEDIA_ZH = re.compile(r"(?:网|報|报|社|电视台|電視台|广播|新闻|新聞|财经|在线|客户端|周刊|杂志|频道|資訊|资讯|通讯)$")
_CHANGED = re.compile("updated|modified|更新", re.IGNORECASE)
#: Labels that also open lines of a notice or an interview: they count only beside another label.
_WEAK = frozenset(
    {
        "时间",
        "時間",
        "日期",
        "date",
        "记者",
        "記者",
        "reporter",
        "posted",
        "views",
        "hits",
        "clicks",
        "comments",
        "评论",
        "人气",
        "热度",
        "摄影",
    }
)
_NAME_ZH = re.compile("[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,10}")
_NAME_EN = re.compile(
    r"(?:Dr\.? |Mr\.? |Ms\.? )?[A-Z\u00c0-\u00de][\w.'’-]{0,20}(?:[ ,&]{1,2}(?:and |de |van |von |of |the |for |al-)?[A-Z\u00c0-\u00de0-9][\w.'’&-]{0,20}){0,9}"
)
_STAFF_NUMBER = re.compile(r"(?<![A-Za-z])[A-Z]{0,3}[0-9]{2,8}$")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Line:
    """What a metadata line states, and how many labels and dates say so."""

    fields: dict[str, str]
    evidence: int


#: Every full date names a year: four digits, or four numerals before 年.
_YEAR = re.compile("[12１２][0-9０-９]{3}|[〇○零一二三四五六七八九]年")


def dates_of(text: str) -> Sequence[DateValue]:
    """The full dates of a line, as `find_dates` has them; several rules ask of one line.

    >>> [d.iso for d in dates_of("January 13, 2024")], dates_of("20 people")
    (['2024-01-13'], ())
    """
    if not _YEAR.search(text):
        return ()
    return _dates_of(text) if len(text) <= _LONGEST else find_dates(text)


@lru_cache(maxsize=512)
def _dates_of(text: str) -> tuple[DateValue, ...]:
    return tuple(find_dates(text))


def publisher_fields(name: str) -> dict[str, str]:
    """The publisher as the page spells it, and its Chinese name where the spelling is known pinyin.

    >>> publisher_fields("Sou Hu Cai Jing")
    {'publisher': 'Sou Hu Cai Jing', 'publisher_zh': '搜狐财经'}
    """
    chinese = chinese_publisher(name)
    return {"publisher": name} | ({"publisher_zh": chinese} if chinese else {})


def _without(text: str, dates: Sequence[DateValue]) -> str:
    for found in reversed(dates):
        text = f"{text[: found.start]} | {text[found.end :]}"
    return text


def _nothing(text: str) -> bool:
    """Tell whether only furniture and marks are left of a text."""
    return not _MARKS.sub("", _FURNITURE.sub(" ", text))


def bare_date(text: str) -> dict[str, str] | None:
    """The fields of a line that holds nothing but when the page was published or changed; None for other lines.

    >>> bare_date("January 13, 2024"), bare_date("Updated: 2024-01-13"), bare_date("On January 13, 2024 rates fell")
    ({'published': '2024-01-13'}, {}, None)
    """
    if not 8 <= len(text) <= 100 or text.endswith(("，", "、", "：", "；", ",")):
        return None
    dates = dates_of(text)
    if not 1 <= len(dates) <= 2 or not _nothing(_without(text, dates)):
        return None
    first = [d for d, before in zip(dates, (0, *(d.end for d in dates)), strict=False) if not _CHANGED.search(text[before : d.start])]
    if len(first) == 2:
        return None  # from one day to another: a period, not a publication
    return {"published": first[0].iso} if first else {}


def read_labels(text: str) -> Line | None:
    """Read a line as labels, names and dates; None when anything else stands in it.

    >>> read_labels("来源：新华社 2025年5月23日 作者：张三").fields
    {'published': '2025-05-23', 'publisher': '新华社', 'byline': '张三'}
    >>> read_labels("来源：新华社报道称，去年贷款增长。") is None
    True
    """
    line = (
        _unwrapped(text.strip("　 ■□"))
        .replace("来源 |", "来源:")
        .replace("来源|", "来源:")
        .replace("来源 丨", "来源:")
        .replace("来源丨", "来源:")
    )
    if not 3 <= len(line) <= _LONGEST or not _COLON.search(line):
        return None
    labels = list(_LABEL.finditer(line))
    if not labels or (len(labels) == 1 and labels[0]["label"].lower() in _WEAK):
        return None
    dates = dates_of(line)
    fields: dict[str, str] = {}
    if not _head(line[: labels[0].start()], fields):
        return None
    ends = [n.start() for n in labels[1:]] + [len(line)]
    spans = sorted(zip(labels, ends, strict=True), key=lambda s: not s[0]["label"].startswith("责"))
    for label, end in spans:
        if not _value(_FIELD.get(label["label"].lower()), line[label.end() : end], fields):
            return None
    return Line(fields, len(labels) + len(dates)) if fields or len(labels) > 1 else None


def _head(text: str, fields: dict[str, str]) -> bool:
    """What stands before the first label: a date, furniture, nothing."""
    dates = dates_of(text)
    if dates and "更新" not in text and "pdated" not in text:
        fields.setdefault("published", dates[0].iso)
    return _nothing(_without(text, dates))


def _value(field: str | None, text: str, fields: dict[str, str]) -> bool:
    """Take a label's value in; False when it is no such value."""
    dates = dates_of(text)
    rest = _without(text, dates)
    if field in ("published", "updated"):
        if dates and field == "published":
            fields["published"] = dates[0].iso
        return bool(dates) and _nothing(rest)
    if dates and field is not None:
        fields.setdefault("published", dates[0].iso)
    if field is None or not rest.strip(" |　"):
        return len(rest) <= 40 and not re.search("[。！？]", rest)
    name, tail = _first_name(field, rest)
    if _NO_NAME.search(name):
        return _nothing(_NO_NAME.sub("", name)) and _nothing(tail)
    if not _is_name(field, name) or not (_nothing(tail) or _names_only(tail)):
        return False
    for key, value in (publisher_fields(name) if field == "publisher" else {field: name}).items():
        fields.setdefault(key, value)
    return True


def _unwrapped(text: str) -> str:
    """The text inside a pair of brackets that holds all of it."""
    wrapped = len(text) > 2 and text[0] + text[-1] in ("()", "（）", "[]", "【】", "（)", "(）", "<>")
    return text[1:-1].strip() if wrapped else text


def _is_name(field: str, name: str) -> bool:
    """Tell whether a value can be a name: short names of people, a publisher's few capitalised words."""
    if len(name) > (80 if name.isascii() else 30):
        return False
    if not count_han(name):
        return _NAME_EN.fullmatch(name) is not None or (field == "editor" and re.fullmatch("[a-z]{2,20}", name) is not None)
    if field == "publisher":
        return len(name) <= 12 or _MEDIA_ZH.search(name) is not None
    return all(_NAME_ZH.fullmatch(n) or _MEDIA_ZH.search(n) for n in name.split(" (", maxsplit=1)[0].split("、"))


def _first_name(field: str, rest: str) -> tuple[str, str]:
    """A value's name and what follows it: names of people run on over spaces, a Chinese publisher ends at one."""
    part, _, tail = rest.strip(" |　").partition("|")
    part = part.strip("　 ,，;；")
    if part.endswith(tuple(")）]】")) and not any(c in part for c in "(（[【"):
        part = part.rstrip(")）]】")
    if not count_han(part):
        return part, tail
    if field in ("byline", "editor"):
        people, bracket, latin = part.partition("(")
        return chinese_names(_STAFF_NUMBER.sub("", people.strip())) + (f" ({latin}" if bracket else ""), tail
    words = part.removeprefix("综合").split()
    return (words[0], " ".join((*words[1:], tail))) if words else ("", tail)


def _names_only(text: str) -> bool:
    """Tell whether a tail is no more than a name or a second publisher."""
    words = _MARKS.sub(" ", _FURNITURE.sub(" ", text)).split()
    return len(words) <= 2 and all(len(w) <= 4 or (len(w) <= 10 and _MEDIA_ZH.search(w)) for w in words)
