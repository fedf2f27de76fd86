"""Values that start with a Chinese numeral: 八万亿元, 百分之五, 三分之一, 第十四个五年, 三点五公里, 十多年."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from bitext.values.calendar import Found, read_date
from bitext.values.clock import read_time
from bitext.values.numerals import BIG, DECIMAL, DIGIT, HAN_NUMERAL, LONGEST, POWER, parse_digits, parse_han
from bitext.values.reading import Draft, Number, Reading, assemble
from bitext.values.record import Value
from bitext.values.units import CLASSIFIERS, UNIT_HAN, Unit, unit_named

__all__ = ["han_ordinal", "read_han", "scale_han", "unit_han"]

#: 点 and the digits behind it: 三点五. One digit before 分 is a time: 三点五分.
_POINT = re.compile(f"[点點]([{''.join(DIGIT)}]{{1,20}})(?![{''.join(POWER)}分]|个[小钟])")
#: After 千: the two are a unit.
_KILO = "[瓦米克伏赫字卡焦帕]"
_SHARE = re.compile(rf"(?:个)?分之(?P<sign>负?)(?P<top>{DECIMAL}|[{HAN_NUMERAL}]{{1,40}}(?:[点點][{''.join(DIGIT)}]{{1,20}})?)")
_IS_KILO, _NUMERAL = re.compile(_KILO), re.compile(f"[{HAN_NUMERAL}]+")
#: At the end of a numeral 两 is no digit (a two is 二 there) but the weight, or the start of a word: 二十两, 二〇二五两会. 三两 is vague.
_TAEL = frozenset("两兩")
_VAGUE = frozenset("一二两兩三")
#: More than so many, then a power: 十多万, 300余亿. 几 leaves it open.
_BIGS = "".join((*POWER, *BIG)).replace("千", "")
_SCALE = re.compile(f"(?P<more>[多余餘]?)(?P<scale>(?:千(?!{_KILO})|[{_BIGS}]){{1,3}})")
#: Where a number is left open: 几十, 数百, 十几, 上千.
_OPEN_BEFORE = frozenset("几幾数數")
_PLAN = re.compile("十[一二三四五六](?=五(?![十百千万亿个個名年月日天岁]))")
#: Words whose first characters only look like a numeral and what it counts.
_TRAP = re.compile(
    "五台山|六盘水|七台河|三门峡|三元桥|三元里|三元区|四处|四處|三角|三番(?:[五两]次)?|三心|七上八下|五颜六色|三三两两|四面八方|五花八门|十字|十足|十分(?![之钟鐘])"
    "|一个劲|一次性|一部分|一代人|一回事|一块儿|一条心|一家人|一国两制|一线|一起|一道|一时|两手|二次元|二手|二维|三方|三军|三农|三包|三星|九龙|千万别|三户"
    "|一度|一级|一流|一路|一类|一口气|一句话|一对一|万分|三国演义|一一|四川|五号楼"
    rf"|(?<![上下中]午)(?<!凌晨)(?<!晚上)一点(?![{HAN_NUMERAL}半钟鐘])|一点(?=[儿也都])"
    "|一成不[变變]|三天两头|一年半载|三长两短|三道四|(?<=说)八道|(?<=[烟火])四起|(?<=惊)四座|(?<=半斤)八两|四两(?=拨)|三頭六臂|三头六臂"
    "|三轮车|八路军|八股|五线谱|三级跳|五笔字|[三四五]部曲|两码",
)
#: Capitals that are words of their own as well (队伍, 大陆, 收拾, 放肆, 參加): they count among other capitals, alone only before money.
_CAPITAL = frozenset("伍陆陸拾肆參")
_COMMON = frozenset("一二三四五六七八九两兩十百千廿卅卌")
_MONEY_MARK = frozenset("元圆圓角分整亿億万萬")
#: What before 三, 五 or 一 makes it a part of a word: 周三, 统一, 高三.
_BOUND = frozenset("周週期拜统統唯专專单單划劃归歸初高大老再张張李王赵趙阿不万萬百千同逐合")
#: What makes a word with 一 whatever follows: 统一米制, 单一年份.
_WHOLE = frozenset("统統单單专專划劃归歸唯惟逐")
_TENTH = re.compile(f"(?<=成)[一二三四五六七八九](?![{HAN_NUMERAL}{''.join(sorted(CLASSIFIERS))}年月日])")
_ROUNDED = frozenset("近逾超约約")
_NO_DOZEN = re.compile("[击擊工破造电電开開算听聽印扫掃压壓架断斷倒败敗理法扮折拼包手赌賭比响響动動交仗就完]")
_GROWTH = re.compile("(?:增长|增長|增加|提高|上升|上涨|上漲|扩大|擴大|提升|增|涨|漲|多|高|升)(?:了|出|超|近|约|約|超过|超過|将近|逾)?$")
_ROOM = re.compile("[室房]")
_HALVED = re.compile("[个個]半(小时|小時|钟头|月|世纪|世紀|星期|季度)")
#: A second number behind a mark of a range: 三至五年.
_RANGE = re.compile(f"[-–—~～至到][0-9{HAN_NUMERAL}]")
_NUMBERED = re.compile("[号號](?!召|称|稱|角|令)|[层層]楼|楼|樓|年[级級]|等[奖獎]|线[城地]")
#: Party and people's congresses count without 第: 十八届三中全会, 十四届全国人大, 二十大精神. Twelve and more, since 十大 is a top ten.
_SESSION = re.compile("中全[会會]|[届屆](?=[一二三四五六七八九]中全[会會]|全国人|全國人|人大|政[协協]|中央|[省市区區县縣]委)")
_MEETING, _BODY = re.compile("次(?:全[体體])?[会會][议議]"), re.compile("人大|政[协協]|[员員][会會]|大[会會]|[届屆]$")
_CONGRESS = re.compile("大(?=[报報]告|精神|以[来來]|召[开開]|代表|[闭閉]幕|[开開]幕|提出|部署|[强強][调調])")
_PARTY, _NOTED = re.compile("[党黨]的$|中共$"), re.compile("大(?=[，。、；：！？）》”]|$)")
_FIRST_CONGRESS = 12
#: Between a longer span of time and a shorter one it is no digit: 两年零三个月.
_ZERO_BETWEEN = re.compile("(?<=[年月天时時周])零(?=[一二两兩三四五六七八九十]{1,3}[个個天日小分秒周])")
#: After 第: what follows makes it another word (第三方, 第二天).
_NO_ORDINAL = re.compile("[一二三]?(?:方|天|者|产业|產業|手|夫人|时间|時間|线|線)")


def read_han(source: Reading, run: re.Match[str]) -> Found:
    """The values of a run of Chinese numerals; where it is part of a word or left open (几十), none."""
    run = _one_style(source.low, run)
    if _ZERO_BETWEEN.match(source.low, run.start()):
        run = _NUMERAL.match(source.low, run.start() + 1, run.end()) or run
    low, at, end = source.low, run.start(), run.end()
    if end - at > 1 and (low[end - 1] in _TAEL or (low[end - 1] == "千" and _IS_KILO.match(low, end) and parse_han(run[0]) is None)):
        run = _NUMERAL.match(low, at, end - 1) or run
        end = run.end()
    if end - at > LONGEST:
        return [], end
    if trap := _TRAP.match(low, at):
        return [], max(end, trap.end())
    if run[0] in _CAPITAL and low[end : end + 1] not in _MONEY_MARK:
        return [], end
    if share := _SHARE.match(low, end):
        return _share(low, run, share)
    if plan := _PLAN.match(low, at):
        return _plan(low, at, plan.end())
    if low[at - 1 : at] == "第" and not _quarter(source, at):
        return han_ordinal(low, at, end, parse_han(run[0]))
    if low[at - 1 : at] in _OPEN_BEFORE:
        return [], end
    for read in (read_time, read_date):
        if (found := read(source, at)) and found[1] >= end:
            return found
    return _number(source, run)


def _one_style(low: str, run: re.Match[str]) -> re.Match[str]:
    """A run as far as it is written in one way: 收拾三次 is no thirteen, and 大陆百万 no six million."""
    text = run[0]
    if len(text) > 1 and not _CAPITAL.isdisjoint(text) and not _COMMON.isdisjoint(text):
        other = _COMMON if text[0] in _CAPITAL else _CAPITAL
        border = next(at for at, char in enumerate(text) if char in other)
        return (_NUMERAL.match(low, run.start(), run.start() + border) if border else None) or run
    return run


def _quarter(source: Reading, at: int) -> bool:
    return source.low[at + 1 : at + 2] == "季"


def _share(low: str, run: re.Match[str], share: re.Match[str]) -> Found:
    """百分之五, 千分之三, 三分之一."""
    top = share["top"]
    if run[0] == "百" and top == "百":
        upper: tuple[Fraction, Fraction] | None = (Fraction(100), Fraction(100))
    else:
        upper = parse_digits(top) if top[0] in "0123456789" else parse_han(top)
    open_end = low[share.end() : share.end() + 1] in _OPEN_BEFORE
    if upper is None or open_end:
        return [], share.end()
    sign = -1 if share["sign"] or low[run.start() - 1 : run.start()] in {"负", "負"} else 1
    number = Number(run.start(), share.end(), upper[0] * sign, Fraction(1), upper[1])
    source = Reading(low, low)
    if run[0] in {"百", "千", "万"}:
        percent = Unit("percent", "%", Fraction(100, {"百": 100, "千": 1000, "万": 10000}[run[0]]), "percent")
        return [assemble(source, number, percent, share.end())], share.end()
    below = parse_han(run[0])
    if below is None or not below[0]:
        return [], share.end()
    part = number._replace(coefficient=number.coefficient / below[0], step=Fraction(0))
    return [assemble(source, part, None, share.end())], share.end()


def _plan(low: str, at: int, end: int) -> Found:
    """十四五, the fourteenth five-year plan: an ordinal and a duration, as `14th Five-Year` is."""
    parsed = parse_han(low[at:end])
    if parsed is None:
        return [], end
    years = Value(end, end + 1, "duration", Fraction(60), "month", written="year")
    return [Draft(Value(at, end, "ordinal", parsed[0])), Draft(years)], end + 1


def han_ordinal(low: str, at: int, end: int, parsed: tuple[Fraction, Fraction] | None) -> Found:
    """第 and a number; first is weak, for both languages use it as a word of order, and second follows it."""
    if parsed is None or low[end : end + 1] in _OPEN_BEFORE or _NO_ORDINAL.match(low, end):
        return [], end
    return [Draft(Value(at - 1, end, "ordinal", parsed[0], weak=parsed[0] <= 2))], end


def scale_han(low: str, end: int) -> tuple[Fraction, int, bool] | None:
    """A power of ten behind digits or a numeral, with 多 before it: its size, where it ends, and whether it says more."""
    found = _SCALE.match(low, end)
    if not found:
        return None
    size, said = 1, found["scale"]
    if "兆" in said and not _money_next(low, found.end()):  # a million in mainland units, 10**12 in Taiwan's money
        return None
    for char in said:
        size *= POWER.get(char) or BIG[char]
    return Fraction(size), found.end(), bool(found["more"])


def _money_next(low: str, end: int) -> bool:
    found = UNIT_HAN.match(low, end)
    return bool(found) and unit_named(found["unit"], han=True).kind == "money"  # type: ignore[index]


def unit_han(low: str, end: int) -> tuple[Unit, int, bool] | None:
    """A Chinese unit behind a number, where it ends, and whether 多 says more; 月 needs 个, or it is a month's name."""
    found = UNIT_HAN.match(low, end)
    if not found:
        return None
    unit, stop = unit_named(found["unit"], han=True), found.end()
    if found["unit"] in {"月", "季", "季度"} and not found["each"]:
        return None
    more = bool(found["more"] or found["more2"])
    if unit.kind == "duration" and low[stop : stop + 1] in {"多", "余"}:
        return unit, stop + 1, True
    return unit, stop, more


def _number(source: Reading, run: re.Match[str]) -> Found:
    low, at, end, text = source.low, run.start(), run.end(), run[0]
    if (point := _POINT.match(low, end)) and parse_han(text) is not None:
        text, end = text + point[0], point.end()
    parsed = parse_han(text)
    if parsed is None and low[at - 1 : at] in _ROUNDED:  # 近百 is nearly one hundred; 百 alone is "many"
        parsed = parse_han(f"一{text}")
    following = low[end : end + 1]
    if parsed is None or following in _OPEN_BEFORE:
        return [], end
    number = Number(at, end, parsed[0], Fraction(1), parsed[1])
    if scale := scale_han(low, end):
        number = number._replace(end=scale[1], scale=scale[0], more=scale[2])
    return finish_han(source, number, low[at:end])


def finish_han(source: Reading, number: Number, said: str) -> Found:
    """Unit, label and weakness of a number written in Chinese numerals."""
    low, at, end = source.low, number.start, number.end
    if halved := _HALVED.match(low, end):
        number = number._replace(coefficient=number.coefficient + Fraction(1, 2), step=Fraction(1, 2))
        return [assemble(source, number, unit_named(halved[1], han=True), halved.end())], halved.end()
    if (label := _NUMBERED.match(low, end)) or (number.coefficient >= 100 and (label := _ROOM.match(low, end))):
        return [Draft(Value(at, end, "ordinal", number.coefficient, weak=number.coefficient == 1))], max(end, label.start())
    if _is_congress(low, number):
        return [Draft(Value(at, end, "ordinal", number.coefficient))], end
    if unit := unit_han(low, end):
        if said == "一" and low[at - 1 : at] in _WHOLE:
            return [], end
        weak = (
            (said == "一" and unit[0].kind in {"multiple", "duration"}) or (unit[0].base == "degree" and said in DIGIT) or _around(low, at)
        )
        number, stop = half_more(low, number._replace(more=number.more or unit[2]), unit[1])
        if unit[0].kind == "multiple" and (grown := _grown(source, number, unit[0], stop)):
            return [grown], stop
        if tenth := _TENTH.match(low, stop):  # 九成五 is 95 percent
            number, stop = number._replace(coefficient=number.coefficient + Fraction(DIGIT[tenth[0]], 10), step=Fraction(1, 10)), stop + 1
        return [assemble(source, number, unit[0], stop, weak=weak)], stop
    counts = low[end : end + 1] in CLASSIFIERS or (low[end : end + 1] in _TAEL and said not in _VAGUE)
    single = end - at == 1 and (said in DIGIT or said in POWER)
    if low.startswith("打", end) and not _NO_DOZEN.match(low, end + 1):
        number = number._replace(end=end + 1, coefficient=number.coefficient * 12)
        return [assemble(source, number, None, end + 1)], end + 1
    if single and _RANGE.match(low, end):
        return [assemble(source, number, None, end, weak=True)], end
    if low[end : end + 1] in {"多", "余", "餘", "来"} and (not single or said in POWER):
        number = number._replace(more=True, end=end + 1)
        return [assemble(source, number, None, number.end)], number.end
    if single and (not counts or low[at - 1 : at] in _BOUND):
        return [], end
    small = len(said) == 1 and said in "零一二两兩"
    odd = all(c in DIGIT for c in said) and len(said) > 1
    return [assemble(source, number, None, number.end, weak=small or odd)], number.end


def _around(low: str, at: int) -> bool:
    """四周 says `all around` as well as `four weeks`."""
    return low.startswith(("四周", "四週"), at)


def _is_congress(low: str, number: Number) -> bool:
    """Tell whether a number is that of a congress or of its plenary session."""
    if number.scale != 1 or number.coefficient.denominator != 1:
        return False
    if _SESSION.match(low, number.end) or (_MEETING.match(low, number.end) and _BODY.search(low, max(0, number.start - 3), number.start)):
        return True
    if number.coefficient < _FIRST_CONGRESS:
        return False
    noted = _NOTED.match(low, number.end) and _PARTY.search(low, max(0, number.start - 2), number.start)
    return bool(noted or _CONGRESS.match(low, number.end))


def _grown(source: Reading, number: Number, unit: Unit, end: int) -> Draft | None:
    """增长一倍 doubles and 增长两倍 triples, as the Bureau of Statistics uses it; 增长到两倍 does not."""
    if not _GROWTH.search(source.low[max(0, number.start - 8) : number.start]):
        return None
    made = assemble(source, number, unit, end)
    return Draft(replace(made.value, number=number.coefficient * number.scale + 1, written="growth"))


def half_more(low: str, number: Number, end: int) -> tuple[Number, int]:
    """两年半: a half of the unit more."""
    if low.startswith("半", end) and low[end - 1] in "年天岁倍里米斤吨小时月成" and not low.startswith("半年", end):
        return number._replace(coefficient=number.coefficient + Fraction(1, 2), step=Fraction(1, 2)), end + 1
    return number, end
