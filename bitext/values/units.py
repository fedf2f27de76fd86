"""Units and currencies, as both languages name them, with what they are in base units.

Factors are exact: the SI brochure for metric units, the international yard and pound agreement of 1959 for imperial ones,
the State Council's order of 1984 for 亩 (1/15 hectare), 斤 (500 g), 里 (500 m). Currency codes are ISO 4217.
`¥` is taken for CNY and `$` for USD unless the text says more; a `degree` says nothing of its scale.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from bitext.values.record import Kind  # noqa: TC001  (a NamedTuple's field)

__all__ = ["CLASSIFIERS", "MAGNITUDE_EN", "PREFIXES", "UNIT_EN", "UNIT_HAN", "Unit", "unit_named"]


class Unit(NamedTuple):
    """What a unit counts: kind of value, base unit, how many base units it is, and its common name."""

    kind: Kind
    base: str
    factor: Fraction
    name: str


_MONTH, _SECOND = "month", "s"
#: kind; base; factor; Chinese names; English names.
_TABLE: tuple[tuple[Kind, str, str, str, str], ...] = (
    ("percent", "%", "1", "% 巴仙", "% percent per_cent pct"),
    ("percent", "%", "1/10", "‰", "‰ per_mille permille per_mil"),
    ("percent", "%", "10", "成", ""),
    ("points", "pp", "1", "百分点 百分點", "percentage_point percentage_points percent_points percentage-point pp ppt ppts"),
    ("points", "pp", "1/100", "基点 基點 bp bps", "basis_point basis_points basis-point bp bps"),
    ("multiple", "", "1", "倍", "times fold"),
    ("money", "CNY", "1", "元 元人民币 元人民幣 人民币 人民币元 人民幣 块钱 塊錢", "yuan renminbi rmb cny rmb_yuan yuan_renminbi chinese_yuan"),
    ("money", "USD", "1", "美元 美金", "dollars dollar us_dollars us_dollar u.s._dollars u.s._dollar usd american_dollars"),
    ("money", "USD", "1/100", "美分", "cents cent us_cents u.s._cents"),
    ("money", "HKD", "1", "港元 港币 港幣 港圆", "hong_kong_dollars hong_kong_dollar hkd hk_dollars"),
    ("money", "TWD", "1", "新台币 新台幣 新臺幣 台币 台幣 臺幣 新台币元", "new_taiwan_dollars taiwan_dollars nt_dollars twd ntd"),
    ("money", "SGD", "1", "新加坡元 新元 新加坡币 坡币", "singapore_dollars singapore_dollar sgd"),
    ("money", "AUD", "1", "澳元 澳大利亚元 澳币", "australian_dollars australian_dollar aud"),
    ("money", "CAD", "1", "加元 加拿大元 加币", "canadian_dollars canadian_dollar cad"),
    ("money", "NZD", "1", "新西兰元 纽元 纽币", "new_zealand_dollars new_zealand_dollar nzd"),
    ("money", "EUR", "1", "欧元 歐元", "euros euro eur"),
    ("money", "GBP", "1", "英镑 英鎊", "pounds_sterling pound_sterling british_pounds sterling gbp quid"),
    ("money", "JPY", "1", "日元 日圆 日圓 日币", "yen japanese_yen jpy"),
    ("money", "KRW", "1", "韩元 韓元 韩圆 韓圓 韩币", "won korean_won south_korean_won krw"),
    ("money", "RUB", "1", "卢布 盧布", "rubles ruble roubles rouble"),
    ("money", "INR", "1", "卢比 盧比 印度卢比", "rupees rupee indian_rupees inr"),
    ("money", "CHF", "1", "瑞士法郎 瑞郎", "swiss_francs swiss_franc chf"),
    ("money", "THB", "1", "泰铢 泰銖", "baht thai_baht thb"),
    ("duration", _MONTH, "1200", "世纪 世紀", "century centuries"),
    ("duration", _MONTH, "12", "年 周年 週年 年度", "year years yr yrs"),
    ("duration", _MONTH, "120", "", "decade decades"),
    ("duration", _MONTH, "3", "季度 季", ""),
    ("duration", _MONTH, "1", "月", "month months"),
    ("duration", _SECOND, "604800", "周 週 星期 礼拜 禮拜", "week weeks"),
    ("duration", _SECOND, "86400", "天 日 昼夜", "day days"),
    ("duration", _SECOND, "3600", "小时 小時 钟头 鐘頭", "hour hours hr hrs"),
    ("duration", _SECOND, "900", "刻钟 刻鐘", ""),
    ("duration", _SECOND, "60", "分钟 分鐘", "minute minutes min mins"),
    ("duration", _SECOND, "1", "秒钟 秒鐘 秒", "second seconds sec secs"),
    ("duration", _SECOND, "1/1000", "毫秒 ms", "millisecond milliseconds ms"),
    ("age", "year", "1", "岁 歲 周岁 週歲", "year-old year-olds years_old year_old years_of_age years-old"),
    ("quantity", "m", "1/1000000000", "纳米 奈米 nm", "nanometer nanometers nanometre nanometres nm"),
    ("quantity", "m", "1/1000000", "微米 μm µm", "micron microns micrometer micrometers micrometre micrometres μm µm"),
    ("quantity", "m", "1/1000", "毫米 mm", "millimeter millimeters millimetre millimetres mm"),
    ("quantity", "m", "1/100", "厘米 公分 cm", "centimeter centimeters centimetre centimetres cm cms"),
    ("quantity", "m", "1", "米 公尺 m", "meter meters metre metres m"),
    ("quantity", "m", "1000", "公里 千米 km", "kilometer kilometers kilometre kilometres km kms"),
    ("quantity", "m", "500", "华里 里地", ""),
    ("quantity", "m", "1609.344", "英里", "mile miles mi"),
    ("quantity", "m", "1852", "海里 浬", "nautical_mile nautical_miles"),
    ("quantity", "m", "0.3048", "英尺", "foot feet ft"),
    ("quantity", "m", "0.0254", "英寸 吋", "inch inches"),
    ("quantity", "m", "0.9144", "英码 码", "yard yards yd"),
    ("quantity", "m2", "1", "平方米 平米 平方公尺 m² m2 ㎡", "square_meter square_meters square_metre square_metres sq_m sqm m² m2 ㎡"),
    ("quantity", "m2", "1000000", "平方公里 平方千米 km² km2", "square_kilometer square_kilometers square_kilometre square_kilometres sq_km km² km2"),
    ("quantity", "m2", "2590000", "平方英里", "square_mile square_miles sq_mi"),
    ("quantity", "m2", "0.09290304", "平方英尺", "square_foot square_feet sq_ft"),
    ("quantity", "m2", "10000", "公顷 公頃", "hectare hectares ha"),
    ("quantity", "m2", "2000/3", "亩 畝", "mu"),
    ("quantity", "m2", "4046.8564224", "英亩 英畝", "acre acres"),
    ("quantity", "m3", "1", "立方米 立方公尺 方水 m³ m3", "cubic_meter cubic_meters cubic_metre cubic_metres m³ m3"),
    ("quantity", "m3", "0.001", "升 公升", "liter liters litre litres"),
    ("quantity", "m3", "0.000001", "毫升 ml", "milliliter milliliters millilitre millilitres ml"),
    ("quantity", "m3", "0.158987294928", "桶", "barrel barrels"),
    ("quantity", "kg", "0.000001", "毫克 mg", "milligram milligrams mg"),
    ("quantity", "kg", "0.000000001", "微克", "microgram micrograms"),
    ("quantity", "kg", "0.001", "克 公克 g", "gram grams gramme grammes"),
    ("quantity", "kg", "1", "公斤 千克 kg", "kilogram kilograms kilogramme kilogrammes kilo kilos kg kgs"),
    ("quantity", "kg", "0.5", "斤 市斤", "jin catty catties"),
    ("quantity", "kg", "1000", "吨 噸 公吨 公噸", "ton tons tonne tonnes metric_ton metric_tons"),
    ("quantity", "kg", "0.45359237", "磅", "pound pounds lb lbs"),
    ("quantity", "kg", "0.028349523125", "盎司", "ounce ounces oz"),
    ("quantity", "°C", "1", "摄氏度 攝氏度 ℃ °c", "degrees_celsius degree_celsius °c ℃ degrees_c degrees_centigrade celsius"),
    ("quantity", "°F", "1", "华氏度 華氏度 ℉ °f", "degrees_fahrenheit degree_fahrenheit °f ℉ degrees_f fahrenheit"),
    ("quantity", "degree", "1", "度 ° °", "degree degrees °"),
    ("quantity", "W", "1", "瓦 瓦特", "watt watts"),
    ("quantity", "W", "1000", "千瓦 kw", "kilowatt kilowatts kw"),
    ("quantity", "W", "1000000", "兆瓦 mw", "megawatt megawatts mw"),
    ("quantity", "W", "1000000000", "吉瓦 gw", "gigawatt gigawatts gw"),
    ("quantity", "kWh", "1", "千瓦时 千瓦時 千瓦小时 度电 度電 kwh", "kilowatt-hour kilowatt-hours kilowatt_hour kilowatt_hours kwh"),
    ("quantity", "kWh", "1000", "兆瓦时 mwh", "megawatt-hour megawatt-hours megawatt_hours mwh"),
    ("quantity", "kWh", "1000000", "吉瓦时 gwh", "gigawatt-hour gigawatt-hours gigawatt_hours gwh"),
    ("quantity", "V", "1", "伏特", "volt volts"),
    ("quantity", "V", "1000", "千伏 kv", "kilovolt kilovolts kv"),
    ("quantity", "B", "1000000", "兆字节 mb", "megabyte megabytes mb"),
    ("quantity", "B", "1000000000", "吉字节 gb", "gigabyte gigabytes gb"),
    ("quantity", "B", "1000000000000", "太字节 tb", "terabyte terabytes tb"),
    ("quantity", "Hz", "1", "赫兹", "hertz hz"),
    ("quantity", "Hz", "1000000", "兆赫", "megahertz mhz"),
    ("quantity", "Hz", "1000000000", "吉赫", "gigahertz ghz"),
    ("quantity", "m/s", "5/18", "公里每小时 千米每小时 公里/小时 km/h", "kilometers_per_hour kilometres_per_hour km/h kph kmh kilometers_an_hour kilometres_an_hour"),
    ("quantity", "m/s", "0.44704", "英里每小时 英里/小时", "miles_per_hour mph miles_an_hour"),
    ("quantity", "m/s", "1", "米每秒 米/秒", "meters_per_second metres_per_second m/s"),
)  # fmt: skip
_HAN: dict[str, Unit] = {}
_ENGLISH: dict[str, Unit] = {}
for _kind, _base, _factor, _han, _english in _TABLE:
    _unit = Unit(_kind, _base, Fraction(_factor), (_english or _han).split()[0].replace("_", " "))
    _HAN |= dict.fromkeys(_han.split(), _unit)
    _ENGLISH |= dict.fromkeys((n.replace("_", " ") for n in _english.split()), _unit)

#: What may be written before the number, lower case, longest first; `$` after them is a plain dollar.
PREFIXES = {
    "us$": "USD", "u.s.$": "USD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "₩": "KRW", "₽": "RUB", "₹": "INR", "฿": "THB",
    "rmb": "CNY", "cny": "CNY", "usd": "USD", "hkd": "HKD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY", "人民币": "CNY", "人民幣": "CNY",
    "美元": "USD", "港币": "HKD", "港幣": "HKD", "新台币": "TWD", "新台幣": "TWD",
}  # fmt: skip


def _names(table: dict[str, Unit]) -> str:
    return "|".join(re.escape(n) for n in sorted(table, key=lambda n: (-len(n), n)))


#: A unit right after a number, in Chinese: 个 may stand before it, and a mark of more (多, 余) before or behind it.
UNIT_HAN = re.compile(
    rf" ?(?P<more>[多余餘来來]?)(?P<each>[个個]?)(?P<more2>[多余餘]?)(?P<unit>{_names(_HAN)})"
    r"(?<!成(?=[立为為功员員本果长長都绩績]))(?<!升(?=[至到级級高值温学學为為幅]))(?<!克(?=[拉服隆制里斯罗羅]))(?<!米(?=[饭飯尔爾粉勒兰蘭]))"
    r"(?<!年(?=[级級轻輕龄齡代]))(?<!元(?=[素旦宵论論醇]|化(?![肥妆妝工学學])|[一二三]次[方不]))(?<!倍(?=[体體](?![积積重量力育])|子树))(?<!码(?=[事归歸]))(?<!天(?=[津然下]))(?<!周(?=[边邊围圍期]))(?![a-z])"
)
#: A unit right after a number, in English: with a space, a hyphen or nothing between.
UNIT_EN = re.compile(rf"[ \u00a0\u202f-]?(?P<unit>{_names(_ENGLISH)})(?![a-z0-9])")
#: A magnitude word; 240 hundred million is what machine translation makes of 240亿.
MAGNITUDE_EN = re.compile(
    r"[ \u00a0-]?(?P<words>(?:hundred|ten thousand|thousand|million|billion|trillion)(?:[ \u00a0-](?:thousand|million|billion|trillion))?)(?![a-z])"
    r"|[ \u00a0]?(?P<short>bn|tn|trn|mn|mln|bln)(?![a-z])"
)
#: Classifiers and other nouns before which a bare Chinese numeral counts something (a closed class).
CLASSIFIERS = frozenset(
    "个個位名人口户戶家间間所座栋棟幢层層套件条條项項份篇本册冊部台臺辆輛艘架列次場场届屆期批组組队隊支枝只隻头頭匹棵株张張幅颗顆粒"
    "种種类類门門章节節句段页頁国國省市县縣区區镇鎮村州岛島国校班级級倍成步道片块塊股轮輪局盘盤票等杯瓶箱袋包盒碗桌顿頓趟遍回声聲"
    "岁歲代点點线線路号號处處起笔筆宗例款员員子女对對双雙副者胎孩",
)


def unit_named(name: str, *, han: bool) -> Unit:
    """The unit that a name means.

    >>> unit_named("公里", han=True).base, unit_named("km", han=False).factor
    ('m', Fraction(1000, 1))
    """
    return (_HAN if han else _ENGLISH)[name]
