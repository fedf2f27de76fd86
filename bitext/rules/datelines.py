"""Datelines: the place, day, agency and reporter at the start of a news text. Noted as metadata, never removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bitext.rules.places import is_prose
from bitext.rules.rule import Change, Example, Page, Rule, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["RULES", "chinese_names"]

_DAY = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?) [0-9]{1,2}"
)
_AGENCY = (
    r"Xinhua|CNS|ECNS|China News Service|Chinanews(?:\.com)?|People's Daily|China Daily|CGTN|Global Times|SCIO|Reuters|AP|AFP|dpa|Kyodo(?: News)?"
    r"|Yonhap|Bernama|Bloomberg|TASS|UPI|ANI|PTI|IANS|CNA|PRNewswire|Business Wire|GLOBE NEWSWIRE"
)
_PLACE = r"[A-Z][A-Za-z.'’ -]{1,30}(?:, [A-Z][A-Za-z. ]{1,25})?"
#: BEIJING, Jan. 13 (Xinhua) --   and   WASHINGTON (Reuters) -
_PLACE_FIRST = re.compile(rf"(?P<line>{_PLACE}?(?:, (?P<day>{_DAY}(?:, [0-9]{{4}})?))?) ?[(（/](?P<agency>{_AGENCY})[)）/] ?(?:--|[—–-])")
#: LUZHOU, Oct. 18 (River Wire) -- : the form alone shows an agency, whatever its name
_WIRE = re.compile(
    rf"(?P<line>[A-Z][A-Z.'’ -]{{1,30}}(?:, [A-Z][A-Za-z. ]{{1,25}})?, {_DAY}(?:, [0-9]{{4}})?) ?\((?P<agency>[A-Z][A-Za-z.&'’-]{{1,20}}(?: [A-Z][A-Za-z.&'’-]{{0,20}}){{0,3}})\) ?(?:--|[—–])"
)
#: Chinanews, Chongqing, November 23 (Zhang Xu)
_AGENCY_FIRST = re.compile(
    rf"(?P<agency>{_AGENCY}), (?P<line>[A-Z][A-Za-z' -]{{1,30}}, {_DAY}) ?(?:[(（](?:[Rr]eporters? )?(?P<byline>[A-Z][A-Za-z' ,-]{{2,60}})[)）])?"
)
_HAN = "\u4e00-\u9fff"
_ZH_AGENCY = (
    "新华社|新華社|中新网|中新社|中新網|中国新闻网|人民网|央广网|央视网|法新社|路透社|美联社|美聯社|共同社|中央社|塔斯社|本报|本報|本社"
)
_ZH_NAMES = rf"[{_HAN}·]{{1,8}}(?:[ 　、，,]{{1,2}}[{_HAN}·]{{1,8}}){{0,7}}"
_ZH = re.compile(
    rf"[　 （(【据]{{0,4}}(?P<agency>{_ZH_AGENCY})(?P<line>[{_HAN}·]{{2,12}}?(?:[0-9０-９]{{1,2}}月)?(?:[0-9０-９]{{1,2}}日)?)[电電](?![影视力子商网器话信池])[）)】]?"
    rf" ?(?:[（(] ?(?:(?:[{_HAN}]{{0,6}}记者|記者)[ 　：:]?)?(?P<byline>{_ZH_NAMES})[）)])?"
)
_ZH_REPORTER = re.compile(
    rf"[　 ]{{0,4}}(?:本报|本報|本网|本網|(?P<agency>[{_HAN}]{{2,8}}?(?:报|報|网|網|社|电视台|新闻|财经)))?[讯訊] ?[（(](?:[{_HAN}]{{0,6}}记者|記者)[ 　：:]?(?P<byline>{_ZH_NAMES})[）)]"
)
_ZH_BRACKET = re.compile(
    rf"[　 ]{{0,4}}【(?P<agency>[{_HAN}]{{2,8}}?(?:时报|日报|晚报|网|社|财经))(?:驻[{_HAN}、]{{1,12}}?)?"
    rf"(?:(?:特[约派])?记者 ?(?P<byline>{_ZH_NAMES})|综合报道|报道)】"
)
_ROLE = re.compile("(?:实习|特约|特派|本报)?(?:记者|記者|通讯员|实习生)[ 　：:]?")


def chinese_names(text: str) -> str:
    """Names as printed, made one list: roles go, and a name of two characters that print spread apart is one again.

    >>> chinese_names("王乐文 方 敏"), chinese_names("张三，李四 通讯员 赵六")
    ('王乐文、方敏', '张三、李四、赵六')
    """
    names: list[str] = []
    alone = False
    for word in re.split("[ 　、，,]+", _ROLE.sub(" ", text)):
        if len(word) == 1 and alone:
            names[-1] += word
            alone = False
        elif word:
            names.append(word)
            alone = len(word) == 1
    return "、".join(names)


def _noting(pattern: re.Pattern[str], *, chinese: bool) -> Callable[[Page, int], Iterable[Change]]:
    def apply(page: Page, index: int) -> Iterable[Change]:
        text = page.blocks[index].text
        found = pattern.match(text.lstrip() if not chinese else text)
        if found is None or not is_prose(text):
            return
        got = {k: v for k, v in found.groupdict().items() if v}
        fields: dict[str, Any] = {}
        line = (got.get("line") or "").strip()
        if any(c.isdigit() for c in line) or ("agency" in got and line and not chinese):
            fields["dateline"] = line
        if got.get("agency") and got["agency"] not in ("本报", "本報", "本社"):
            fields["publisher"] = got["agency"]
        if got.get("byline"):
            fields["byline"] = chinese_names(got["byline"]) if chinese else got["byline"].strip()
        if fields:
            yield note(fields)

    return apply


_LEAD = "Lending to small firms grew again last month as the port city opened two more service windows, officials said."
_ZH_LEAD = "全市新设两处服务窗口，小微企业贷款余额比去年同期增长一成，负责人表示下半年还将扩大试点范围，让更多企业受益。"

RULES: tuple[Rule, ...] = (
    Rule(
        "dateline-place", "metadata", "The text opens with a dateline: place, day and news agency.", "Xinhua and Reuters texts",
        _noting(_PLACE_FIRST, chinese=False), triggers=("(xinhua", "(reuters", "(ap)", "(afp", "(cns", "(ecns", "(china", "(bloomberg", "(global", "(people", "(kyodo", "(dpa", "/prnewswire", "(business wire", "(globe newswire", "(yonhap", "(bernama", "(upi", "(ani", "(pti", "(ians", "(cna", "(tass", "(cgtn"),
        examples=(
            Example(f"QINGDAO, March 3 (Xinhua) -- {_LEAD}", f"QINGDAO, March 3 (Xinhua) -- {_LEAD}", (("dateline", "QINGDAO, March 3"), ("publisher", "Xinhua"))),
            Example(f"LIMA (Reuters) - {_LEAD}", f"LIMA (Reuters) - {_LEAD}", (("dateline", "LIMA"), ("publisher", "Reuters"))),
        ),
        leave=("Xinhua said on March 3 that the port had opened.",),
    ),
    Rule(
        "dateline-wire", "metadata", "The text opens with a dateline: a place in capitals, the day and a news agency.", "texts of small agencies",
        _noting(_WIRE, chinese=False), triggers=(") --", ")--", ") —", ")—", ") –", ")–"),
        examples=(
            Example(f"LUZHOU, Oct. 18 (River Wire) -- {_LEAD}", f"LUZHOU, Oct. 18 (River Wire) -- {_LEAD}", (("dateline", "LUZHOU, Oct. 18"), ("publisher", "River Wire"))),
        ),
        leave=(f"LUZHOU (population four million) -- {_LEAD}", f"The port of Luzhou, May 3 (Friday) -- {_LEAD}"),
    ),
    Rule(
        "dateline-agency", "metadata", "The text opens with the agency, the place, the day and the reporter.", "machine-translated Chinanews pages",
        _noting(_AGENCY_FIRST, chinese=False), triggers=("xinhua, ", "cns, ", "china news service, ", "chinanews, ", "chinanews.com, ", "people's daily, "),
        examples=(
            Example(
                f"Chinanews, Dalian, April 5 (Sun Yue) {_LEAD}", f"Chinanews, Dalian, April 5 (Sun Yue) {_LEAD}",
                (("dateline", "Dalian, April 5"), ("publisher", "Chinanews"), ("byline", "Sun Yue")),
            ),
        ),
        leave=("Chinanews, a state agency, opened an office.",),
    ),
    Rule(
        "dateline-zh", "metadata", "The text opens with a Chinese dateline: agency, place and day before 电.", "新华社、中新网 texts",
        _noting(_ZH, chinese=True), triggers=("电", "電"), lang="zh",
        examples=(
            Example(f"新华社青岛3月3日电（记者 周一、吴 二）{_ZH_LEAD}", f"新华社青岛3月3日电（记者 周一、吴 二）{_ZH_LEAD}", (("dateline", "青岛3月3日"), ("publisher", "新华社"), ("byline", "周一、吴二"))),
            Example(f"中新网大连4月5日电 (孙月){_ZH_LEAD}", f"中新网大连4月5日电 (孙月){_ZH_LEAD}", (("dateline", "大连4月5日"), ("publisher", "中新网"), ("byline", "孙月"))),
        ),
        leave=(f"据了解，本报电子版{_ZH_LEAD}",),
    ),
    Rule(
        "dateline-reporter-zh", "metadata", "The text opens with 本报讯 and the reporter's name.", "daily papers' pages",
        _noting(_ZH_REPORTER, chinese=True), triggers=("讯（", "讯(", "讯 （", "讯 (", "訊（", "訊("), lang="zh",
        examples=(
            Example(f"本报讯（记者周一）{_ZH_LEAD}", f"本报讯（记者周一）{_ZH_LEAD}", (("byline", "周一"),)),
            Example(f"海港日报讯（记者 周一 吴二）{_ZH_LEAD}", f"海港日报讯（记者 周一 吴二）{_ZH_LEAD}", (("publisher", "海港日报"), ("byline", "周一、吴二"))),
        ),
        leave=(f"本报讯 {_ZH_LEAD}",),
    ),
    Rule(
        "dateline-bracket-zh", "metadata", "The text opens with the paper and its reporter in 【】.", "环球时报 pages",
        _noting(_ZH_BRACKET, chinese=True), triggers=("【",), lang="zh",
        examples=(Example(f"【环球时报驻某国特约记者 周一】{_ZH_LEAD}", f"【环球时报驻某国特约记者 周一】{_ZH_LEAD}", (("publisher", "环球时报"), ("byline", "周一"))),),
        leave=(f"【提示】{_ZH_LEAD}",),
    ),
)  # fmt: skip
