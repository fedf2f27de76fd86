"""Blocks that moved are found, with a finding; nothing else changes, and nothing is found where nothing moved."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.alignment import align, align_sentences
from bitext.alignment.moving import MOVED, find_moved
from bitext.cli import app
from bitext.words import make_cutter
from tools.alignment_data import is_here

if TYPE_CHECKING:
    from pathlib import Path

#: A small report, written for this test; blocks of it change places.
ROWS = [
    ("小镇坐落在两条河的交汇处。", "The town lies where two rivers meet."),
    ("春天，河水会淹没低处的街道。", "In spring the water floods the lower streets."),
    ("居民用沙袋堵住门口。", "The residents block their doors with sandbags."),
    ("学校因此停课三天。", "The school is therefore closed for three days."),
    ("2016年，镇上修了一座新桥。", "In 2016 the town built a new bridge."),
    ("这座桥花了四百万元。", "The bridge cost four million yuan."),
    ("老桥后来成了步行桥。", "The old bridge later became a footbridge."),
    ("游客喜欢在桥上拍照。", "Tourists like to take photographs on the bridge."),
    ("面包店的老板叫王建国。", "The owner of the bakery is called Wang Jianguo."),
    ("他每天凌晨三点起床揉面。", "He gets up at three every morning to knead the dough."),
    ("他的女儿在上海学医。", "His daughter studies medicine in Shanghai."),
    ("图书馆有两万册藏书。", "The library holds 20,000 books."),
    ("最旧的一本书印于1780年。", "The oldest book was printed in 1780."),
    ("管理员不许任何人碰它。", "The librarian lets nobody touch it."),
    ("每个星期六有孩子来听故事。", "Every Saturday children come to listen to stories."),
    ("冬天，湖面会结冰。", "In winter the lake freezes."),
    ("渔民在冰上凿洞钓鱼。", "Fishermen cut holes in the ice to fish."),
    ("去年有一头牛掉进了湖里。", "Last year a cow fell into the lake."),
    ("消防员花了五个小时才把它救出来。", "It took the firefighters five hours to rescue it."),
    ("火车站离镇中心六公里。", "The railway station is six kilometres from the town centre."),
    ("每天只有四趟火车。", "There are only four trains a day."),
    ("镇长希望开通一条公交线路。", "The mayor hopes to open a bus line."),
    ("议会否决了这个计划。", "The council rejected the plan."),
    ("药店的门上贴着一张告示。", "A notice is posted on the door of the pharmacy."),
    ("上面写着：周日休息。", "It says: closed on Sundays."),
    ("晚上，教堂的钟敲九下。", "In the evening the church bell strikes nine."),
    ("然后街上的灯都灭了。", "Then all the lamps in the streets go out."),
]
BLOCK, TO = range(11, 15), 22
ZH = [zh for zh, _ in ROWS]
#: The English, with the library's four sentences after the council's.
ORDER = [k for k in range(len(ROWS)) if k not in BLOCK][: TO - len(BLOCK) + 1] + [*BLOCK] + [k for k in range(len(ROWS)) if k > TO]
EN = [ROWS[k][1] for k in ORDER]
CUTTER = make_cutter()
ALIGN = partial(align_sentences, cutter=CUTTER)


def test_a_moved_block_is_found_and_the_rest_stays() -> None:
    assert sorted(ORDER) == list(range(len(ROWS)))
    before = ALIGN(ZH, EN)
    found = find_moved(ZH, EN, before, ALIGN, cutter=CUTTER)
    couples = {(bead.zh, tuple(ORDER[k] for k in bead.en)) for bead in found.moved}
    assert couples == {((k,), (k,)) for k in BLOCK}
    assert all(bead.probability >= 0.5 for bead in found.moved)
    gone = {k for bead in found.moved for k in bead.zh}
    assert [b for b in found.beads if b not in found.moved] == [
        b for b in before if (b.zh and b.en) or not (set(b.zh) & gone or (b.en and b.en[0] in {k for m in found.moved for k in m.en}))
    ]


def test_every_sentence_still_comes_once() -> None:
    found = find_moved(ZH, EN, ALIGN(ZH, EN), ALIGN, cutter=CUTTER)
    assert sorted(k for bead in found.beads for k in bead.zh) == list(range(len(ZH)))
    assert sorted(k for bead in found.beads for k in bead.en) == list(range(len(EN)))
    assert [bead.zh[0] for bead in found.beads if bead.zh] == sorted(bead.zh[0] for bead in found.beads if bead.zh)


def test_nothing_changes_where_nothing_moved() -> None:
    en = [text for _, text in ROWS]
    beads = ALIGN(ZH, en)

    def never(zh: object, en: object) -> list[object]:
        raise AssertionError((zh, en))

    found = find_moved(ZH, en, beads, never, cutter=CUTTER)  # type: ignore[arg-type]
    assert list(found.beads) == beads
    assert not found.moved


def test_foreign_lines_on_both_sides_are_no_block() -> None:
    zh = [*ZH[:10], "点击订阅早报。", "今天多云转小雨。", "编辑：小林。", *ZH[10:]]
    en = [*EN[:4], "Share this story.", "You may also like these.", "Photo: our reporter.", *(text for _, text in ROWS[4:])]
    found = find_moved(zh, en, ALIGN(zh, en), ALIGN, cutter=CUTTER)
    assert not found.moved


@given(
    st.lists(st.sampled_from([zh for zh, _ in ROWS[:12]]), max_size=14), st.lists(st.sampled_from([en for _, en in ROWS[:12]]), max_size=14)
)
@settings(max_examples=40, deadline=None)
def test_any_order_keeps_every_sentence(zh: list[str], en: list[str]) -> None:
    found = find_moved(zh, en, ALIGN(zh, en), ALIGN, cutter=CUTTER)
    assert sorted(k for bead in found.beads for k in bead.zh) == list(range(len(zh)))
    assert sorted(k for bead in found.beads for k in bead.en) == list(range(len(en)))
    assert found.moved <= set(found.beads)
    assert all(bead.zh and bead.en for bead in found.moved)


def _written(tmp_path: Path) -> list[str]:
    (tmp_path / "zh.txt").write_text("\n".join(ZH) + "\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("\n".join(EN) + "\n", encoding="utf-8")
    return [str(tmp_path / "zh.txt"), str(tmp_path / "en.txt"), "--sentences"]


def test_the_command_marks_moved_pairs(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["align", *_written(tmp_path), "--moved", "--nulls"])
    assert done.exit_code == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    moved = [row for row in rows if any(f["check"] == MOVED for f in row["findings"])]
    assert [(row["zh"], row["en"]) for row in moved] == [ROWS[k] for k in BLOCK]
    assert all(row["findings"][0]["severity"] == "note" for row in moved)
    assert sum(len(row["en_segments"]) for row in rows) == len(EN)
    plain = CliRunner().invoke(app, ["align", *_written(tmp_path)]).stdout
    assert "moved" not in plain


def test_the_ladder_has_moved_beads_too(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["align", *_written(tmp_path), "--moved", "--to", "ladder"])
    places = {tuple(json.loads(part)[0] for part in line.split(":")[:2]) for line in done.stdout.splitlines() if "[]" not in line}
    assert {(k, ORDER.index(k)) for k in BLOCK} <= places


def test_one_page_has_no_blocks_that_moved(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["align", _written(tmp_path)[0], "--moved"]).exit_code == 2


@pytest.mark.slow
@pytest.mark.skipif(not is_here(), reason="the development texts lie beside the repository, in ../shared/bench, and are not here")
def test_development_texts_with_a_block_moved() -> None:
    from tools.alignment_data import read_texts
    from tools.measure_moved import count_moved

    texts = read_texts(("nonlit-dev",))
    moved = count_moved(texts, [10], [7], CUTTER)
    assert moved["found"] >= 0.5 * moved["moved"]
    assert moved["right"] >= 0.8 * moved["given"]


def test_the_library_finds_them_as_the_command_does() -> None:
    plain = align("".join(ZH), " ".join(EN), id="d")
    found = align("".join(ZH), " ".join(EN), id="d", moved=True)
    assert [p.zh for p in found if p.findings] == [ROWS[k][0] for k in BLOCK]
    assert all(p.findings[0].check == MOVED for p in found if p.findings)
    assert {(p.zh, p.en) for p in plain} <= {(p.zh, p.en) for p in found}
