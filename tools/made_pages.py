"""Pages made up to run the pipeline on: any number of Chinese news pages and their English translations, with the usual dirt around.

    python -m tools.made_pages FOLDER [NUMBER]

writes FOLDER/zh.jsonl and FOLDER/en.jsonl, an object a page. The same number and seed give the same pages.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["make_couple", "make_page", "write_sides"]

_PLACES = tuple(
    pair.split("=")
    for pair in (
        "重庆=Chongqing 成都=Chengdu 武汉=Wuhan 西安=Xi'an 昆明=Kunming 贵阳=Guiyang 长沙=Changsha 南昌=Nanchang 合肥=Hefei 兰州=Lanzhou "
        "太原=Taiyuan 沈阳=Shenyang 福州=Fuzhou 厦门=Xiamen 济南=Jinan 青岛=Qingdao 宁波=Ningbo 苏州=Suzhou 南京=Nanjing 郑州=Zhengzhou"
    ).split(" ")
)
_THINGS = tuple(
    pair.split("=")
    for pair in (
        "港口=port|机场=airport|医院=hospital|图书馆=library|地铁=subway|水库=reservoir|学校=school|农场=farm|银行=bank|工厂=factory|"
        "博物馆=museum|铁路=railway|大桥=bridge|市场=market|公园=park|剧院=theatre|大学=university|邮局=post office|船厂=shipyard|酒店=hotel"
    ).split("|")
)
_MONTHS = "January February March April May June July August September October November December".split()
#: Sentences in both languages; {p} and {q} are places, {t} and {u} things, {n} a number, {m} millions of yuan, {y} a year, {d} a month.
_SENTENCES = (
    ("{p}的{t}去年接待了{n}名游客。", "The {t} in {p} received {n} visitors last year."),
    ("{y}年{d}月，{p}开始修建新的{t}。", "In {d} {y}, {p} began to build a new {t}."),
    ("这座{t}的投资达到{m}万元。", "Investment in this {t} reached {m} yuan."),
    ("从{p}到{q}的旅客可以在{t}换乘。", "Passengers from {p} to {q} can change at the {t}."),
    ("{t}的负责人说，票价不会上涨。", "The head of the {t} said that fares would not rise."),
    ("{p}和{q}签订了一份关于{t}的协议。", "{p} and {q} signed an agreement on the {t}."),
    ("专家认为，{t}的质量比{u}更重要。", "Experts believe that the quality of the {t} is more important than that of the {u}."),
    ("去年，{p}的{t}和{u}一共雇用了{n}名工人。", "Last year the {t} and the {u} in {p} employed {n} workers in all."),
    ("大雨之后，{p}的{t}关闭了三天。", "After heavy rain the {t} in {p} was closed for three days."),
    ("{y}年，{t}的收入增长了{c}%。", "In {y} the income of the {t} grew by {c}%."),
    ("当地居民希望{t}早日开放。", "Local residents hope that the {t} will open soon."),
    ("{p}计划在{y}年以前再建{k}座{t}。", "{p} plans to build {k} more {t}s by {y}."),
    ("学生们参观了{p}的{t}，还在{u}吃了午饭。", "The students visited the {t} in {p} and had lunch at the {u}."),
    ("{t}的旧设备将运往{q}修理。", "The old equipment of the {t} will be shipped to {q} for repair."),
    ("调查显示，百分之{k}的顾客对{t}的服务不满意。", "A survey shows that {k} percent of customers are not satisfied with the service of the {t}."),
    ("{p}市政府周二批准了{t}的扩建计划。", "The {p} municipal government approved the expansion plan of the {t} on Tuesday."),
    ("今年前{k}个月，{p}的出口下降了{c}%。", "In the first {k} months of this year, exports of {p} fell by {c}%."),
    ("由于天气寒冷，{t}里的水管冻裂了。", "Because of the cold weather, the water pipes in the {t} burst."),
    ("{t}旁边的道路每天有{n}辆汽车经过。", "Every day {n} cars pass along the road beside the {t}."),
    ("音乐会将在{p}的{t}举行，门票已经售完。", "The concert will be held at the {t} in {p}, and the tickets are sold out."),
)  # fmt: skip
_TITLE = ("{p}{t}的新计划", "A new plan for the {t} in {p}")
_HTML = {
    "zh": (
        '<!doctype html><html lang="zh"><head><title>{title}_江城新闻网</title></head><body><div class="nav"><ul><li><a href="/">首页</a></li>'
        '<li><a href="/1">要闻</a></li><li><a href="/2">财经</a></li><li><a href="/3">体育</a></li></ul></div><div class="article"><h1>{title}</h1>'
        "{body}<p>责任编辑：李明</p></div><div>相关阅读</div><ul><li><a href='/a'>昨日要闻回顾</a></li></ul><footer>版权所有 未经许可不得转载</footer></body></html>"
    ),
    "en": (
        '<!doctype html><html lang="en"><head><title>{title} | River City News</title></head><body><nav><ul><li><a href="/">Home</a></li>'
        '<li><a href="/1">News</a></li><li><a href="/2">Business</a></li></ul></nav><article><h1>{title}</h1>{body}<p>Share this article</p>'
        "</article><aside>Subscribe to our newsletter</aside><footer>All rights reserved.</footer></body></html>"
    ),
}


def make_couple(number: int, seed: str = "made") -> tuple[list[str], list[str]]:
    """Make the title and the sentences of a page and of its translation; one of twelve sentences is missing on one side.

    >>> zh, en = make_couple(1)
    >>> len(zh) > 10, len(en) > 10
    (True, True)
    """
    rng = random.Random(f"{seed}:{number}")
    sides: tuple[list[str], list[str]] = ([], [])
    chosen = [_TITLE, *(rng.sample(_SENTENCES, rng.randint(14, len(_SENTENCES))))]
    for count, pair in enumerate(chosen):
        places, things = rng.sample(_PLACES, 2), rng.sample(_THINGS, 2)
        year, month, visitors, money = rng.randint(2001, 2024), rng.randint(1, 12), rng.randint(1100, 980_000), rng.randint(11, 9900)
        small, change = rng.randint(2, 11), f"{rng.randint(1, 40)}.{rng.randint(1, 9)}"
        both = {"y": year, "n": visitors, "k": small, "c": change}
        slots = (
            {"p": places[0][0], "q": places[1][0], "t": things[0][0], "u": things[1][0], "d": month, "m": money} | both,
            {"p": places[0][1], "q": places[1][1], "t": things[0][1], "u": things[1][1], "d": _MONTHS[month - 1], "m": f"{money * 10_000:,}"} | both,
        )  # fmt: skip
        lacking = rng.randint(0, 1) if count and rng.random() < 1 / 12 else 2
        for side in (0, 1):
            if side != lacking:
                sides[side].append(pair[side].format(**slots[side]))
    return sides


def make_page(sentences: list[str], lang: str) -> str:
    """Put sentences, of which the first is the title, into a page with a menu, an imprint and so on around them."""
    joint = "" if lang == "zh" else " "
    paragraphs = [joint.join(sentences[n : n + 3]) for n in range(1, len(sentences), 3)]
    return _HTML[lang].format(title=sentences[0], body="".join(f"<p>{text}</p>" for text in paragraphs))


def make_records(number: int, seed: str = "made") -> Iterator[tuple[str, str]]:
    """Make so many couples as lines of JSON, Chinese and English; a couple has one id."""
    for n in range(number):
        couple = make_couple(n, seed)
        zh, en = (
            json.dumps({"id": f"page-{n}", "html": make_page(side, lang)}, ensure_ascii=False)
            for side, lang in zip(couple, ("zh", "en"), strict=True)
        )
        yield zh + "\n", en + "\n"


def write_sides(folder: Path, number: int, seed: str = "made") -> None:
    """Write `zh.jsonl` and `en.jsonl`."""
    with (folder / "zh.jsonl").open("w", encoding="utf-8") as zh, (folder / "en.jsonl").open("w", encoding="utf-8") as en:
        for one, other in make_records(number, seed):
            zh.write(one)
            en.write(other)


if __name__ == "__main__":
    write_sides(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100)
