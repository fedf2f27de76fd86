"""Filters by the phrases that cleaning knows: boilerplate of both languages, tickers, debris of machine translation.

The rules of `bitext.rules` are asked of each side as of a page of one line. One automaton tells, for a whole batch of sides,
which of them hold a trigger at all: the others cost nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter
from bitext.model import Block
from bitext.rules import BOILERPLATE, METADATA, tickers, translation
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page
from bitext.rules.triggers import triggers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.filtering.sides import Sides
    from bitext.rules.rule import Rule

__all__ = ["FILTERS", "boilerplate_shares", "debris_counts"]

#: What a rule takes for boilerplate because of its place in a page, and a pair may well say: `Watch: the city wins again`.
_TRANSLATED = frozenset(("en-related-line",))
#: The rules of bylines, sources and boilerplate but those, and but those that look at what stands around a line: a pair has nothing around it.
_LOCAL: tuple[Rule, ...] = tuple(rule for rule in (*METADATA, *BOILERPLATE) if rule.where is None and rule.id not in _TRANSLATED)
#: Rules whose finding has lost its meaning, not only its spelling.
_GARBLED = frozenset(("belt-and-road", "pasted-url", "stray-han"))
_DEBRIS: tuple[Rule, ...] = (*(rule for rule in translation.RULES if rule.id in _GARBLED), *tickers.RULES)
_TICKERS = frozenset(rule.id for rule in tickers.RULES)
_CODE = re.compile("[0-9]{4,6}")
#: A path of a site: a home page first, and at least one step behind it; or three steps and more.
_STEPS = re.compile(r"\s*[>»›＞→]+\s*|\s+[|/｜]\s+")
#: A side over this is prose, whatever it holds.
_LONGEST = 400


def boilerplate_shares(texts: Sequence[str], lang: str) -> list[float]:
    """Give, for each text by itself, the share of its characters that the boilerplate rules take out.

    >>> boilerplate_shares(["责任编辑：李四", "雨停了。"], "zh")
    [1.0, 0.0]
    """
    shares = [0.0] * len(texts)
    short = [text if len(text) <= _LONGEST else "" for text in texts]
    for at in triggers_of(_LOCAL).find(short):
        text = short[at]
        page, edits = apply_rules(Page((Block("0", "paragraph", text, lang),), lang), _LOCAL)
        if edits and text:
            shares[at] = 1 - sum(len(block.text) for block in page.blocks) / len(text)
    return shares


def debris_counts(zh: Sequence[str], en: Sequence[str]) -> list[tuple[int, int]]:
    """Count, for each pair by itself, companies in the place of ordinary words, and garbled phrases, on the English side.

    A company whose code stands on the Chinese side too is meant.

    >>> debris_counts(["新动力源"], ["a new Beijing Dynamic Power Co.Ltd(600405) source"])
    [(1, 0)]
    """
    counts = [(0, 0)] * len(en)
    for at in triggers_of(_DEBRIS).find(en):
        _, edits = apply_rules(Page((Block("0", "paragraph", en[at], "en"),), "en"), _DEBRIS)
        found = [edit for edit in edits if edit.rule in _TICKERS and not _is_meant(edit.before, zh[at])]
        counts[at] = len(found), sum(edit.rule in _GARBLED for edit in edits)
    return counts


def _is_meant(before: object, zh: str) -> bool:
    codes = _CODE.findall(before) if isinstance(before, str) else []
    return bool(codes) and all(code in zh for code in codes)


def _boilerplate(sides: Sides) -> float:
    return max(sides.boilerplate)


def _breadcrumb(sides: Sides) -> float:
    return float(max(_steps(sides.zh), _steps(sides.en)))


def _steps(text: str) -> int:
    """Count the marks between the steps of a path; prose, which has long steps and stops, has none."""
    if len(text) > _LONGEST or not any(mark in text for mark in ">»›＞→|/｜"):
        return 0
    steps = [step for step in _STEPS.split(text) if step.strip()]
    return len(steps) - 1 if all(len(step) <= 60 for step in steps) and text[-1:] not in ".。!！?？" else 0


def _tickers_of(sides: Sides) -> float:
    return float(sides.debris[0])


def _garbled(sides: Sides) -> float:
    return float(sides.debris[1])


FILTERS: tuple[Filter, ...] = (
    Filter(
        "boilerplate", "boilerplate", "Share of a side that cleaning would take out as boilerplate.", "share", Bounds(high=0.5),
        "Navigation, notices and prompts of sites, in either language, are no translations of one another.", "the boilerplate rules of `bitext clean`", _boilerplate,
        keeps=(("他订阅了三份报纸。", "He subscribed to three newspapers."),),
        rejects=(("责任编辑：王小明", "Share this article"), ("版权所有，未经许可不得转载", "All rights reserved."), ("雨停了。", "Sign up for our newsletter")),
        peers=("OpusCleaner frequent patterns", "hardrules breadcrumbs"),
    ),
    Filter(
        "breadcrumb", "boilerplate", "Marks between the steps of a path, on the side that has more.", "marks", Bounds(high=1),
        "A path through a site is no sentence.", "hardrules breadcrumbs", _breadcrumb,
        keeps=(("输入/输出", "Input/output"), ("点击“文件 > 打开”。", "Click File > Open.")), rejects=(("首页 > 财经 > 要闻", "Home > Finance > News"), ("登录 | 注册 | 帮助", "Log in | Register | Help")),
        peers=("hardrules breadcrumbs",),
    ),
    Filter(
        "ticker", "machine", "Listed companies with their codes on the English side, where the Chinese has no such code.", "companies", Bounds(high=0),
        "Machine translation on finance sites puts listed companies in the place of ordinary words.", "the ticker rules of `bitext clean`", _tickers_of,
        keeps=(("动力源（600405）今日上涨。", "Beijing Dynamic Power Co.Ltd(600405) rose today."),),
        rejects=(("新动力源正在形成。", "A new Beijing Dynamic Power Co.Ltd(600405) is taking shape."),),
    ),
    Filter(
        "garbled", "machine", "Phrases that machine translation garbled.", "phrases", Bounds(high=0),
        "What was meant is lost.", "the translation rules of `bitext clean`", _garbled,
        keeps=(("“一带一路”倡议", "the Belt and Road Initiative"),), rejects=(("服务“一带一路”等。", "to serve one belt, one road, and more"), ("出口增长", "the growth 的 exports in the city")),
    ),
)  # fmt: skip
