"""Chinese boilerplate: every kind goes, in both scripts and however it is dressed, and prose with the same words stays."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bitext.language import detect_language, label_blocks
from bitext.model import Block, Edit
from bitext.replaying import replay
from bitext.rules.boilerplate_zh import RULES
from bitext.rules.boilerplate_zh_lines import core, theme_of, vocabulary, words
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page

CASES = Path(__file__).parent / "cases" / "boilerplate_zh"


def read(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def blocks(texts: object) -> tuple[Block, ...]:
    listed = [texts] if isinstance(texts, str) else list(texts)  # type: ignore[call-overload]
    return tuple(Block(str(n), "paragraph", t, detect_language(t)) for n, t in enumerate(listed))


def clean(texts: object) -> tuple[list[str], list[Edit]]:
    read_blocks = blocks(texts)
    done, edits = apply_rules(Page(read_blocks, "zh"), RULES)
    assert replay(read_blocks, edits) == label_blocks(done.blocks)
    again, more = apply_rules(done, RULES)
    assert (again.blocks, more) == (done.blocks, [])
    return [b.text for b in done.blocks], edits


@pytest.mark.parametrize("case", read("wild") + read("synthetic"), ids=lambda c: str(c["before"])[:40])
def test_dirt_goes(case: dict[str, object]) -> None:
    after = case["after"]
    left, edits = clean(case["before"])
    assert left == ([] if after is None else [after] if isinstance(after, str) else after)
    if case["rule"]:
        assert case["rule"] in {e.rule for e in edits}


@pytest.mark.parametrize("case", read("negative"), ids=lambda c: str(c["text"])[:40])
def test_prose_stays(case: dict[str, object]) -> None:
    assert clean(case["text"])[1] == []


def test_every_rule_has_a_case() -> None:
    assert {r.id for r in RULES} <= {c["rule"] for c in read("wild")}


def test_an_article_keeps_its_text_and_loses_its_frame() -> None:
    article = ["某市去年新增绿道一百公里。", "市民李先生说：“出门就能散步。”", "（完）"]
    frame_before = ["首页 > 要闻 > 正文", "【字号 大 中 小】【打印】", "分享到：", "微信", "QQ空间"]
    frame_after = [
        "责任编辑：",
        "上一篇：老桥换新装",
        "相关新闻",
        "· 三座公园开放 (2024-05-01)",
        "版权所有 某某网 未经许可不得转载",
        "某ICP备00000000号",
    ]
    assert clean([*frame_before, *article, *frame_after])[0] == article


def test_headlines_behind_a_related_heading_stay_where_prose_follows() -> None:
    prose = "这座桥建于上世纪三十年代，几经修缮，至今仍在使用。市里去年决定对桥面进行加固，并在两侧加装护栏，以方便行人往来通行，同时保留原有的石刻。"
    assert clean(["延伸阅读", "一座老桥的来历", prose])[0] == ["一座老桥的来历", prose]
    assert clean(["延伸阅读", "一座老桥的来历"])[0] == []


@pytest.mark.parametrize(
    "unit",
    ["扫", "更多", "首页 ", "版权所有", "点击这里。", "相关阅读：", "> ", "编辑：", "1", "，", "评论 ", "代表 ", "Cookie 我们", "\u3000"],
)
def test_a_hostile_line_takes_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    apply_rules(Page(blocks(text), "zh"), RULES)
    assert time.perf_counter() - started < 5


NESTED = [
    "更多",
    "首页 ",
    "未经",
    "如",
    "：1",
    "本文 ",
    "编辑：",
    "编辑|",
    "编辑/",
    "评论3",
    "阅读1",
    "1字",
    "新闻",
    "> ",
    "最新",
    "关注",
    "1,",
    "声明：",
    "编辑| 审",
]


@pytest.mark.parametrize("unit", NESTED)
def test_short_hostile_lines_take_linear_time(unit: str) -> None:
    """Just below each rule's limit a pattern could still run wild: 100 lines of each length stay far under a second."""
    lines = [(unit * 400)[:length] for length in (23, 59, 88, 118, 138, 178, 238, 398) for _ in range(100)]
    started = time.perf_counter()
    apply_rules(Page(blocks(lines), "zh"), RULES)
    assert time.perf_counter() - started < 2


def test_words_split_at_separators_and_at_spaces_only_where_needed() -> None:
    known = vocabulary(share="分享到", tools="打印")
    assert list(words("分享到:微信|打 印", known)) == ["分享到", "微信", "打印"]
    assert core("▼ 查 看 全 文 ▼") == "查看全文"


def test_a_numbered_line_is_a_heading_of_the_text_not_a_label() -> None:
    known = vocabulary(form="登录")
    assert theme_of("登录", known) == "form"
    assert theme_of("1. 登录", known) is None
    assert theme_of("登录 失败", known) is None
