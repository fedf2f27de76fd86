"""Metadata lines: publisher, date, byline, editor, keywords leave the text and become the document's metadata.

They run first, on lines, for text pages and HTML alike; what a page's head already stated keeps its value.
`TITLES` run once boilerplate is gone (bitext.rules.titles).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bitext.metadata import chinese_publisher
from bitext.rules import datelines, titles
from bitext.rules.datelines import chinese_names
from bitext.rules.labelled import bare_date, dates_of, publisher_fields, read_labels
from bitext.rules.places import at_head, at_tail, is_prose
from bitext.rules.rule import Change, Example, Page, Rule, drop, lift
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RULES", "TITLES"]

_HAN = "\u4e00-\u9fff"
_MEDIA_ZH = re.compile(r"(?:网|網|报|報|社|电视台|新闻|新聞|财经|财富|在线|客户端|周刊|杂志|频道|资讯|见闻|36氪|搜狐|新浪|网易)$")
_MEDIA_EN = re.compile(
    r"\b(?:News|Times|Post|Daily|Journal|Herald|Tribune|Reuters|Bloomberg|Xinhua|Press|Agency|Weekly|Magazine|Network|Media|TV|Wire|Newswire"
    r"|Finance|Chinanews|CGTN|CNBC|CNN|BBC|AP|AFP|Wallstreetcn|Yicai|Caixin|Forbes|Fortune|\w+\.(?:com|cn|net|org))$"
)
#: A syllable of pinyin, roughly: initial, then a vowel group, then n, ng or r.
_SYLLABLE = r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?[aeo](?:i|o|u)?|[iu]|ui|iu|v|ve)(?:ng?|r)?"
_PINYIN = re.compile(rf"{_SYLLABLE}(?:[ ]{_SYLLABLE}){{2,9}}", re.IGNORECASE)
_STAMP = re.compile(r"(?P<name>[^·•|｜]{2,60}?)(?P<mark>\s?[·•|｜]\s?|\s[-–—]\s)$")
_GENERIC = re.compile(
    r"(?:breaking |latest |top )?(?:news|opinion|business|markets?|world|sports?|tech|published|updated|posted|video|analysis)|\d+",
    re.IGNORECASE,
)


def _publisher_date(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if not 12 <= len(text) <= 100:
        return
    dates = dates_of(text)
    if len(dates) != 1 or not (at_head(page, index) or at_tail(page, index)):
        return
    before, after = text[: dates[0].start], text[dates[0].end :].strip(" |·•-")
    published = {"published": dates[0].iso}
    found = _STAMP.fullmatch(before)
    if found and not after and not _GENERIC.fullmatch(found["name"].strip()):
        name, tight = found["name"].strip(), found["mark"] == "·" and "T" in dates[0].iso
        if tight or _is_publisher(name):
            yield lift(publisher_fields(name) | published)
    elif not before.strip() and after and len(after) <= 16 and count_han(after) and _is_publisher(after):
        yield lift(publisher_fields(after) | published)


def _is_publisher(name: str) -> bool:
    if ":" in name or "：" in name:
        return False
    if count_han(name):
        return len(name) <= 16 and _MEDIA_ZH.search(name) is not None
    return chinese_publisher(name) is not None or _MEDIA_EN.search(name) is not None or _PINYIN.fullmatch(name) is not None


_SAYS_PUBLISHED = re.compile(r"\W{0,3}(?:(?:first )?published|posted|发布|发表|發佈|發布)", re.IGNORECASE)


def _other_day(page: Page, index: int, fields: dict[str, str]) -> bool:
    """Tell whether the page is known to be of another day, or an earlier line that stayed names another day."""
    day = fields.get("published", "")[:10]
    if page.metadata.published or not day:
        return bool(day) and not (page.metadata.published or "").startswith(day)
    earlier = (bare_date(b.text.strip()) for b in page.blocks[max(0, index - 60) : index])
    return any(e and not e["published"].startswith(day) for e in earlier)


def _date_line(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if not 8 <= len(text) <= 100 or not any(c.isdigit() or c in "〇零" for c in text):
        return
    fields = bare_date(text)
    if fields is None:
        return
    if _SAYS_PUBLISHED.match(text):
        here = any(is_prose(b.text) for b in page.blocks[index + 1 : index + 9])
    else:  # lists of other articles have bare dates too: they come after the text
        here = at_head(page, index) and sum(is_prose(b.text, long=True) for b in page.blocks[max(0, index - 60) : index]) <= 1
        here = here and not _other_day(page, index, fields)
    if not here:
        return
    yield lift(fields) if fields else drop("It says only when the page was last changed.")


def _labelled(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    line = read_labels(text) if len(text) <= 200 else None
    if line is None:
        return
    strong = line.evidence > 1 or "publisher" in line.fields or "editor" in line.fields
    if strong or at_head(page, index) or at_tail(page, index):
        yield lift(dict(line.fields))


_PERSON = r"[A-Z\u00c0-\u00de][\w.'’-]{0,20}(?: (?:de |van |von |der |al-|bin )?[A-Z\u00c0-\u00de][\w.'’-]{0,20}){0,3}"
_PEOPLE = rf"{_PERSON}(?:(?:, | and | & |, and ){_PERSON}){{0,4}}"
_BYLINE = re.compile(
    rf"(?:[Ww]ritten |[Rr]eported |[Pp]osted )?(?:[Bb]y|BY):? (?P<names>{_PEOPLE})(?P<rest>(?: ?[|/,–—-] ?(?:[A-Z@][\w&.' ]{{1,40}})| @\w{{1,20}})?)[ ,|–—-]{{0,3}}(?P<date>.{{0,60}})"
)
_WEEKDAY = re.compile(r", (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_NO_PERSON = re.compile(
    r"\b(?:Any|The|This|Clicking|Using|Subscribing|Continuing|Means|Default|Date|Name|Price|Popular|Category|Topic|Author|Submitting|Signing)\b"
)


def _byline(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    found = _BYLINE.fullmatch(text) if len(text) <= 160 else None
    if found is None or _NO_PERSON.search(found["names"]) or not at_head(page, index):
        return
    dated = bare_date(found["date"].strip()) if found["date"].strip() else {}
    if dated is not None and (page.metadata.byline is None or _same_people(page.metadata.byline, found["names"])):
        yield lift({"byline": _WEEKDAY.sub("", found["names"])} | dated)


def _same_people(known: str, names: str) -> bool:
    """Tell whether a byline only repeats the known one: any shared word of a name says so."""
    return bool(set(re.findall(r"\w{3,}", known.lower())) & set(re.findall(r"\w{3,}", names.lower())))


_BYLINE_ZH = re.compile(
    rf"[□■○●◎◇◆\s]{{0,4}}(?:(?:文字|图文|文|撰文|整理|编译)\s?[/／丨｜|:：]\s?)?(?P<org>[{_HAN}·]{{0,14}}?)"
    rf"(?:首席|特约|特派|见习|实习|驻站)?(?:记者|記者|评论员|評論員|通讯员)(?:[ 　]{{1,2}}|[/／丨｜|]\s?)(?P<names>[{_HAN}·]{{1,8}}(?:[ 　、，]{{1,2}}[{_HAN}·]{{1,8}}){{0,9}})"
)
_BYLINE_ZH_SHORT = re.compile(
    rf"(?:文字|图文|文|撰文|作者)\s?[/／丨｜]\s?(?P<org>)(?P<names>[{_HAN}·]{{2,4}}(?:[ 　、，]{{1,2}}[{_HAN}·]{{2,4}}){{0,5}})"
)


def _byline_zh(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if not 4 <= len(text) <= 60:
        return
    found = _BYLINE_ZH.fullmatch(text) or _BYLINE_ZH_SHORT.fullmatch(text)
    if found is None or not (at_head(page, index) or at_tail(page, index)):
        return
    names = chinese_names(found["names"])
    if any(not 2 <= len(n) <= 4 and "·" not in n for n in names.split("、")):
        return
    fields: dict[str, Any] = {"byline": names}
    if found["org"] and _MEDIA_ZH.search(found["org"]) and not found["org"].startswith(("本", "全媒体")):
        fields["publisher"] = found["org"]
    yield lift(fields)


_EDITED = re.compile(
    rf"[(（\[]?\s?(?:Web |Page )?[Ee]dited by:? (?P<editor>{_PEOPLE})(?:,? (?:with|for|of|from|at) (?P<publisher>[A-Z][\w&.' ]{{1,50}}?))?"
    r"(?:[,;]? ?(?:[\w.+*-]{1,40}@[\w.-]{1,60}|\[email.protected\]))?\s?\.?[)）\]]?\.?"
)
_REPORTED = re.compile(
    rf"[(（\[]?\s?(?:Reporting|Writing|Reported|Written) by (?P<byline>{_PEOPLE})[^;()]{{0,120}}; ?(?:[A-Z][a-z]+ reporting by [^;()]{{1,120}}; ?)?"
    rf"[Ee]diting by (?P<editor>{_PEOPLE})[^()]{{0,60}}[)）\]]?\.?"
)


def _edited(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    found = (_EDITED.fullmatch(text) or _REPORTED.fullmatch(text)) if len(text) <= 400 else None
    if found:
        yield lift({k: v.strip() for k, v in found.groupdict().items() if v})


_NAMES_ZH = rf"[{_HAN}A-Za-z·0-9]{{1,12}}(?:[ 　、，,]{{1,2}}[{_HAN}A-Za-z·]{{1,8}}){{0,6}}"
_TAIL = re.compile(
    rf"\s{{0,3}}(?:[（(【\[]\s?(?P<a>责任编辑|責任編輯|责编|責編|编辑|編輯|来源|來源|作者|文章来源)\s?[:：]\s?(?P<x>{_NAMES_ZH})"
    rf"(?:[ 　；;|]{{1,3}}(?:责任编辑|责编|编辑|校对|审核)\s?[:：]\s?[{_HAN}、]{{1,12}}){{0,3}}\s?[)）】\]]"
    rf"|(?P<b>责任编辑|責任編輯|责编|責編)\s?[:：]\s?(?P<y>{_NAMES_ZH})|[（(](?:本报|本网|见习|实习)?(?P<c>记者|記者)[ 　](?P<z>{_NAMES_ZH})[)）])\s*"
)


def _credit_tail(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    edge = max(len(text) - 90, 1)
    for opening in re.finditer(r"[（(【\[]|责|責", text[edge:]):
        start = edge + opening.start()
        start -= len(text[:start]) - len(text[:start].rstrip())
        found = _TAIL.fullmatch(text, start)
        if found and text[start - 1] in '。！？…”」』）)；.!?"':
            label, names = found["a"] or found["b"] or found["c"], found["x"] or found["y"] or found["z"]
            if "源" in label or "來" in label:
                yield lift(publisher_fields(names.strip()), start, len(text))
            else:
                field = "byline" if label in ("作者", "记者", "記者") else "editor"
                yield lift({field: chinese_names(names)}, start, len(text))
            return


_KEYWORDS = re.compile(
    r"[\[【]?\s?(?:keywords?|key words|tags?|关键词|关键字|關鍵詞|關鍵字|标签|標籤|文章标签|本文标签|文章關鍵字)\s?[\]】]?\s?[:：]\s?(?P<words>\S.{0,300})",
    re.IGNORECASE,
)


def _keywords(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    found = _KEYWORDS.fullmatch(text) if len(text) <= 320 else None
    if found is None or re.search(r"[。！？]|[a-z]\. [A-Z]", found["words"]):
        return
    words = [w.strip(" .") for w in re.split(r"[,，;；、|]", found["words"])]
    if len(words) == 1 and count_han(words[0]):
        words = words[0].split()
    yield lift({"keywords": tuple(dict.fromkeys(w for w in words if w))[:50]})


_LEAD = "Lending to small firms grew again last month as the port city opened two more service windows, the officials said."
_ZH_LEAD = "全市新设两处服务窗口，小微企业贷款余额比去年同期增长一成，负责人表示下半年还将扩大试点范围，让更多企业受益。"

RULES: tuple[Rule, ...] = (
    Rule(
        "publisher-date", "metadata", "The line only says who published the page and when.", "translated finance digests: Zheng Quan Ri Bao Wang·2025-05-23 12:19",
        _publisher_date, triggers=("20", "19", "２０"),
        examples=(
            Example(("Zheng Quan Shi Bao·2024-07-02 09:30", _LEAD), _LEAD, (("publisher", "Zheng Quan Shi Bao"), ("publisher_zh", "证券时报"), ("published", "2024-07-02T09:30"))),
            Example((_LEAD, "Di Yi Cai Jing·2024-07-02 09:30"), _LEAD, (("publisher_zh", "第一财经"),)),
            Example(("2024-07-02 09:30 海港新闻", _ZH_LEAD), _ZH_LEAD, (("publisher", "海港新闻"), ("published", "2024-07-02T09:30"))),
        ),
        leave=((_LEAD, "Harbour Bank - 2024-07-02"), "Harbour News·2024-07-02 09:30 opened higher", (_LEAD, "News • 2024-07-02")),
    ),
    Rule(
        "labelled-line", "metadata", "The line only labels source, author, editor or date.", "来源：… 作者：… lines of Chinese news systems",
        _labelled, triggers=(":", "：", "来源", "來源"),
        examples=(
            Example("来源：海港日报 2024年7月2日 作者：周一", None, (("publisher", "海港日报"), ("published", "2024-07-02"), ("byline", "周一"))),
            Example("2024-07-02 09:30:11 来源： 海港网 发表评论", None, (("publisher", "海港网"), ("published", "2024-07-02T09:30:11"))),
            Example("（责编：周一、吴二）", None, (("editor", "周一、吴二"),)),
            Example("責任編輯：周一", None, (("editor", "周一"),)),
            Example("Source: Xinhua | 2024-07-02 09:30:11 | Editor: huaxia", None, (("publisher", "Xinhua"), ("editor", "huaxia"))),
        ),
        leave=("来源：报告称，去年贷款增长一成。", "数据来源：统计公报", "记者：谢谢您接受采访", "时间：2024年7月2日9:30", "Source: the ministry said so on Monday", "注：本表单位：万元"),
    ),
    Rule(
        "date-line", "metadata", "The line only says when the page was published.", "news pages: a date between title and text",
        _date_line, triggers=("19", "20", "２０", "年"),
        examples=(
            Example(("July 2, 2024", _LEAD), _LEAD, (("published", "2024-07-02"),)),
            Example(("Published Tuesday, July 2, 2024 8:22AM EST", _LEAD), _LEAD, (("published", "2024-07-02T08:22"),)),
            Example(("Updated: 2024-07-02", _LEAD), _LEAD, (("published", None),)),
        ),
        leave=("July 2, 2024", ("On July 2, 2024", _LEAD), ("2024年5月1日——2024年7月2日", _ZH_LEAD)),
    ),
    Rule(
        "byline", "metadata", "The line only names who wrote the text.", "English news pages", _byline, triggers=("by ", "by: "), lang="en",
        examples=(
            Example(("By Ana Lee and Tom Roe", _LEAD), _LEAD, (("byline", "Ana Lee and Tom Roe"),)),
            Example(("By Ana Lee | City News - 07/15/2024 06:56 AM", _LEAD), _LEAD, (("byline", "Ana Lee"), ("published", "2024-07-15T06:56"))),
        ),
        leave=("By Ana Lee", ("By Any Means Necessary", _LEAD), ("By the end of May", _LEAD)),
    ),
    Rule(
        "byline-zh", "metadata", "The line only names the reporters.", "Chinese dailies: 本报记者 …", _byline_zh,
        triggers=("记者", "記者", "评论员", "評論員", "通讯员", "文丨", "文/", "文／", "文｜", "文|", "作者/", "作者｜", "作者丨"), lang="zh",
        examples=(
            Example(("本报记者 周一山 吴 二", _ZH_LEAD), _ZH_LEAD, (("byline", "周一山、吴二"),)),
            Example((_ZH_LEAD, "□ 海港日报记者 周一"), _ZH_LEAD, (("byline", "周一"), ("publisher", "海港日报"))),
        ),
        leave=("本报记者 周一山", ("记者在现场看到人很多", _ZH_LEAD), ("记者 调查", "首页")),
    ),
    Rule(
        "edited-by", "metadata", "The line only names the editor.", "Xinhua Silk Road and Reuters pages", _edited, triggers=("edited by", "editing by"), lang="en",
        examples=(
            Example("(Edited by Lin Mei with Harbour Road, linmei@example.org)", None, (("editor", "Lin Mei"), ("publisher", "Harbour Road"))),
            Example("(Edited by Lin Mei with Harbour Road, lin****@example.org)", None, (("editor", "Lin Mei"), ("publisher", "Harbour Road"))),
            Example("(Reporting by Ana Lee in Lima; Editing by Tom Roe)", None, (("byline", "Ana Lee"), ("editor", "Tom Roe"))),
        ),
        leave=("The volume was edited by Lin Mei and sold well.", "Edited by the team, it reads well."),
    ),
    Rule(
        "credit-tail", "metadata", "The paragraph ends with the editor's, source's or reporter's name.", "people.com.cn and local papers", _credit_tail,
        triggers=("编辑：", "编辑:", "責編", "责编", "編輯：", "編輯:", "来源：", "来源:", "來源：", "來源:", "（作者", "(作者", "记者 ", "記者 "), lang="zh",
        examples=(
            Example(f"{_ZH_LEAD}（责编：周一、吴二）", _ZH_LEAD, (("editor", "周一、吴二"),)),
            Example(f"{_ZH_LEAD}责任编辑：周一", _ZH_LEAD, (("editor", "周一"),)),
            Example(f"{_ZH_LEAD}（来源：海港日报）", _ZH_LEAD, (("publisher", "海港日报"),)),
        ),
        leave=(f"{_ZH_LEAD}（作者单位：某大学）", "他当过责任编辑：那是从前", f"见本书（作者：某氏）一章，{_ZH_LEAD}"),
    ),
    Rule(
        "keywords", "metadata", "The line only lists keywords.", "Keyword: …, 关键词：… lines", _keywords,
        triggers=("keyword", "key words", "tag:", "tags:", "tags：", "关键词", "关键字", "關鍵", "标签", "標籤"),
        examples=(
            Example("Keyword: harbour finance", None, (("keywords", ("harbour finance",)),)),
            Example("关键词：港口；小微贷款", None, (("keywords", ("港口", "小微贷款")),)),
        ),
        leave=("Tags:", "关键词：这一年，我们看到了变化。", "Keywords in the text: two."),
    ),
    *datelines.RULES,
)  # fmt: skip

TITLES: tuple[Rule, ...] = titles.RULES
