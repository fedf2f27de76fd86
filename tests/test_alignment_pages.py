"""Pages of both languages: pairs of written pages in every layout, glosses, what has no counterpart, nothing lost, the command."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.alignment import pages
from bitext.alignment.beads import align_sentences
from bitext.alignment.glosses import find_inline_glosses
from bitext.alignment.layouts import LAYOUTS, find_groups
from bitext.alignment.pages import GLOSS, align_page
from bitext.alignment.pieces import find_pieces, read_page
from bitext.cli import app
from bitext.errors import InputError, UsageError
from bitext.io.bilingual import bilingual_documents
from bitext.io.records import Record
from bitext.model import Block, Document
from bitext.words import make_cutter
from tests.strategies import dirty_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer.testing import Result

    from bitext.model import Pair

PAGES = Path(__file__).parent / "cases" / "alignment" / "pages"
ROWS = [json.loads(line) for file in sorted(PAGES.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").split("\n") if line]
ALTERNATING = "山里下雨了。\n\nIt rained in the mountains.\n\n我们在家喝茶。\n\nWe drank tea at home.\n\n猫睡在窗边。\n\nThe cat slept by the window.\n"


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def texts(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    return [(p.zh, p.en) for p in pairs]


def is_gloss(pair: Pair) -> bool:
    return any(finding.check == GLOSS for finding in pair.findings)


def counts(rows: list[dict[str, Any]]) -> Counter[str]:
    """How many pairs and glosses were right, given and wanted."""
    total: Counter[str] = Counter()
    for row in rows:
        found = align_page(row["page"]).pairs
        pairs = {(squeezed(p.zh), squeezed(p.en)) for p in found if not is_gloss(p)}
        wanted = {(squeezed(zh), squeezed(en)) for zh, en in row["pairs"]}
        glosses, terms = set(texts(p for p in found if is_gloss(p))), {(zh, en) for zh, en in row["glosses"]}
        total.update(right=len(pairs & wanted), given=len(pairs), wanted=len(wanted))
        total.update(gloss_right=len(glosses & terms), gloss_given=len(glosses), gloss_wanted=len(terms))
    return total


def f1(total: Counter[str], kind: str = "") -> float:
    return 2 * total[f"{kind}right"] / (total[f"{kind}given"] + total[f"{kind}wanted"])


def test_there_are_sixty_pages_and_more_clean_and_dirty_in_every_layout() -> None:
    assert len(ROWS) >= 60
    for layout in (*LAYOUTS[1:], "mixed"):
        assert {row["state"] for row in ROWS if row["layout"] == layout} == {"clean", "dirty"}, layout
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_pairs_of_all_pages_are_right_as_often_as_the_floor_says() -> None:
    total = counts(ROWS)
    assert f1(total) >= 0.98
    assert f1(total, "gloss_") >= 0.95


@pytest.mark.parametrize("layout", sorted({row["layout"] for row in ROWS if row["pairs"]}))
def test_no_layout_is_much_worse_than_the_others(layout: str) -> None:
    assert f1(counts([row for row in ROWS if row["layout"] == layout])) >= 0.93


@pytest.mark.parametrize("layout", ["alternating", "blocks", "run-together", "sentences", "list", "table"])
def test_a_layout_that_is_named_gives_what_the_page_holds(layout: str) -> None:
    rows = [row for row in ROWS if row["layout"] == layout and row["state"] == "clean"]
    total: Counter[str] = Counter()
    for row in rows:
        pairs = {(squeezed(zh), squeezed(en)) for zh, en in texts(align_page(row["page"], layout=layout).pairs)}
        wanted = {(squeezed(zh), squeezed(en)) for zh, en in row["pairs"]}
        total.update(right=len(pairs & wanted), given=len(pairs), wanted=len(wanted))
    assert f1(total) >= 0.95


def test_the_layout_is_said() -> None:
    assert align_page(ALTERNATING).layouts == (("alternating", 3),)
    assert align_page(ALTERNATING.replace("。\n\n", "。 ")).layouts[0][0] == "sentences"
    assert align_page("水位\twater level\n旱灾\tdrought\n", layout="table").layouts == (("table", 2),)


def test_furniture_and_missing_paragraphs_move_nothing() -> None:
    lines = ALTERNATING.split("\n\n")
    dirty = "\n\n".join(["首页 > 新闻 > 正文", *lines[:2], "Subscribe to our newsletter", *lines[2:3], *lines[4:], "责任编辑：李四"])
    page = align_page(dirty, nulls=True)
    pairs = [p for p in page.pairs if p.zh and p.en]
    assert texts(pairs) == [("山里下雨了。", "It rained in the mountains."), ("猫睡在窗边。", "The cat slept by the window.")]
    assert {s.text for s in page.zh_alone} == {"首页 > 新闻 > 正文", "我们在家喝茶。", "责任编辑：李四"}
    assert [s.text for s in page.en_alone] == ["Subscribe to our newsletter"]
    alone = {p.zh or p.en for p in page.pairs if not (p.zh and p.en)}
    assert alone == {s.text for s in (*page.zh_alone, *page.en_alone)}
    assert [p for p in align_page(dirty).pairs if not (p.zh and p.en)] == []


def test_ids_segments_and_scores_are_as_align_gives_them() -> None:
    page = align_page(ALTERNATING, id="page.txt")
    assert [p.id for p in page.pairs] == ["page.txt:0", "page.txt:1", "page.txt:2"]
    assert all(0.5 < p.score <= 1 for p in page.pairs)
    held = {p.segment.id for p in find_pieces(read_page(ALTERNATING))}
    assert {s for p in page.pairs for s in (*p.zh_segments, *p.en_segments)} == held


def test_list_numbers_go_with_an_entry_and_not_with_its_pair() -> None:
    page = align_page("1. 乡村小学 village primary school\n2. 粮食安全 food security\n（3）老龄化社会 an ageing society\n")
    assert texts(page.pairs) == [("乡村小学", "village primary school"), ("粮食安全", "food security"), ("老龄化社会", "an ageing society")]
    both = align_page("1. 甲方付款。\n\n1. Party A shall pay.\n\n2. 乙方送货。\n\n2. Party B shall deliver the goods.\n")
    assert texts(both.pairs)[0] == ("1. 甲方付款。", "1. Party A shall pay.")


def test_entries_of_one_word_are_told_by_the_entries_beside_them() -> None:
    assert texts(align_page("税收 taxation\n破产 bankruptcy\n股东 shareholder\n").pairs) == [
        ("税收", "taxation"), ("破产", "bankruptcy"), ("股东", "shareholder"),
    ]  # fmt: skip
    assert [p.text for p in find_pieces(read_page("我们用 Python 写程序。"))] == ["我们用 Python 写程序。"]


def test_a_headline_run_together_with_sentences_is_parted_where_languages_take_turns() -> None:
    title = "村民在公路两旁种下三千棵樟树 Villagers Plant 3,000 Camphor Trees Along The Road "
    body = "他们去年冬天开始种树。 They began to plant trees last winter. 孩子们负责浇水。 The children are in charge of watering."
    more = "\n\n新路比老路短。 The new road is shorter than the old one."
    pairs = texts(align_page(title + body + more).pairs)
    assert pairs[0] == ("村民在公路两旁种下三千棵樟树", "Villagers Plant 3,000 Camphor Trees Along The Road")
    assert len(pairs) == 4


def test_columns_of_a_table_that_translate_one_another_are_found() -> None:
    rows = ["红烧肉\tbraised pork\t28元", "绿豆汤\tmung bean soup\t5元", "酸辣土豆丝\thot and sour shredded potatoes\t12元"]
    pairs = texts(align_page("\n".join(rows)).pairs)
    assert pairs == [("红烧肉", "braised pork"), ("绿豆汤", "mung bean soup"), ("酸辣土豆丝", "hot and sour shredded potatoes")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("他们培育了杂交水稻(hybrid rice)。", [("杂交水稻", "hybrid rice")]),
        ("采用了滴灌技术（drip irrigation），节约用水。", [("滴灌技术", "drip irrigation")]),
        ("Visitors can learn paper cutting (剪纸) there.", [("剪纸", "paper cutting")]),
        ("她推荐中医（Chinese medicine）。", [("中医", "Chinese medicine")]),
        ("她推荐中医（英文：Chinese medicine）。", [("中医", "Chinese medicine")]),
        ("他说（当时下着雨）没关系。", []),
        ("会议（见第三章）讨论了预算。", []),
        ("The plan (see below) was adopted.", []),
        ("他住在北京(2019-2021)。", []),
    ],
)
def test_glosses_are_terms_with_their_translation(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(g.zh, g.en) for g in find_inline_glosses(text, make_cutter())] == wanted


def test_a_page_of_glosses_alone_gives_terms_and_says_that_they_are() -> None:
    page = align_page("科学家建立了种子库(seed bank)。农民采用了滴灌技术（drip irrigation）。")
    assert texts(page.pairs) == [("种子库", "seed bank"), ("滴灌技术", "drip irrigation")]
    assert all(is_gloss(p) and 0 <= p.score <= 1 and p.zh_segments == p.en_segments for p in page.pairs)


def test_a_page_in_one_language_is_refused_and_so_is_an_unknown_layout() -> None:
    with pytest.raises(InputError, match="holds no English"):
        align_page("山里下雨了。\n\n我们在家喝茶。")
    with pytest.raises(InputError, match="holds no Chinese"):
        align_page("It rained.\n\nWe drank tea.", id="a.txt")
    with pytest.raises(InputError, match=r"a\.txt: holds no Chinese"):
        align_page(" \n", id="a.txt")
    with pytest.raises(UsageError, match="zigzag"):
        align_page(ALTERNATING, layout="zigzag")


CREATURES = [("水獭", "otter"), ("海龟", "turtle"), ("白鹭", "egret"), ("蝙蝠", "bat"), ("蜥蜴", "lizard"), ("刺猬", "hedgehog"), ("鲸鱼", "whale"), ("骆驼", "camel")]  # fmt: skip


def test_a_long_table_is_aligned_in_parts_and_no_part_is_longer_than_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "\n".join(f"第{n}种{zh}\t{n} kinds of {en}" for n in range(2, 8) for zh, en in CREATURES)
    whole = texts(align_page(page, layout="table").pairs)
    sizes = []

    def counted(zh: list[str], en: list[str], **how: Any) -> Any:
        sizes.append(len(zh) + len(en))
        return align_sentences(zh, en, **how)

    monkeypatch.setattr(pages, "align_sentences", counted)
    monkeypatch.setattr(pages, "PART", 20)
    assert texts(align_page(page, layout="table").pairs) == whole == [tuple(row.split("\t")) for row in page.splitlines()]
    assert len(sizes) >= 4
    assert max(sizes) <= 22  # the last row is not cut


def test_the_glosses_of_a_long_page_are_judged_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "\n\n".join(f"河边有{zh}（{en}）。" for zh, en in CREATURES)
    whole = align_page(page).pairs
    monkeypatch.setattr(pages, "PART", 6)
    assert texts(align_page(page).pairs) == texts(whole) == CREATURES


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td>山里下雨了</td>" * 1_500 + "<td>It rained in the mountains</td>" * 1_500 + "</tr></table>",
        "<p>山里下雨了。</p>" * 1_500 + "<p>It rained in the mountains.</p>" * 1_500,
    ],
    ids=["row", "blocks"],
)
def test_what_nothing_parts_has_a_limit_that_is_said(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two texts of 100,000 sentences would take 14 GB."""
    monkeypatch.setattr(pages, "PART", 200)
    monkeypatch.setattr(pages, "MOST", 2_000)
    (document,) = bilingual_documents(Record("p.html", "html", page), "p.html")
    with pytest.raises(InputError, match="sentences stand together that nothing parts, more than the 2,000"):
        align_page(document)


def test_paragraphs_part_a_page_that_is_too_long_for_a_blind_look(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"第{n}种{zh}在河边。", f"{n} kinds of {en} live by the river.") for n in range(2, 8) for zh, en in CREATURES]
    page = "\n\n".join(chain.from_iterable(rows))
    whole = texts(align_page(page).pairs)
    monkeypatch.setattr(pages, "PART", 20)
    monkeypatch.setattr(pages, "MOST", 60)
    assert texts(align_page(page).pairs) == whole == rows


def test_blocks_of_a_document_are_read_as_they_stand() -> None:
    blocks = (
        Block("0", "heading", "春茶", "zh"),
        Block("1", "heading", "Spring tea", "en"),
        Block("2", "table", "水位\twater level\n旱灾\tdrought"),
    )
    page = align_page(Document("d", blocks=blocks))
    assert ("春茶", "Spring tea") in texts(page.pairs)
    assert ("旱灾", "drought") in texts(page.pairs)
    assert [p.place for p in find_pieces(Document("d", blocks=blocks))] == [0, 1, 2, 2, 3, 3]


def unspaced(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_parting_loses_no_character(row: dict[str, Any]) -> None:
    page = read_page(row["page"])
    pieces = find_pieces(page)
    assert unspaced("".join(p.segment.text for p in pieces)) == unspaced(row["page"])
    for block in page.blocks:
        own = [p.segment for p in pieces if p.segment.block == block.id]
        assert [s.start for s in own] == sorted(s.start for s in own)
        assert unspaced("".join(block.text[s.start : s.end] for s in own)) == unspaced(block.text)


@given(dirty_text)
@settings(max_examples=60, deadline=None)
def test_parting_loses_no_character_of_any_text(text: str) -> None:
    page = read_page(text)
    pieces = find_pieces(page)
    assert "".join(unspaced(b.text) for b in page.blocks) == unspaced(text)
    for block in page.blocks:
        own = [p.segment for p in pieces if p.segment.block == block.id]
        assert unspaced("".join(block.text[s.start : s.end] for s in own)) == unspaced(block.text)
        assert all(a.end <= b.start for a, b in pairwise(own))


@given(dirty_text, st.sampled_from(LAYOUTS))
@settings(max_examples=25, deadline=None)
def test_every_sentence_of_any_page_is_in_one_pair_or_alone(text: str, layout: str) -> None:
    page = "下雨了。\n\nIt rains.\n\n" + text
    made = align_page(page, layout=layout, nulls=True)
    shown = [s for p in made.pairs if not is_gloss(p) for s in (*p.zh_segments, *p.en_segments)]
    assert Counter(shown) == Counter(p.segment.id for p in find_pieces(read_page(page)) if p.side)
    assert all(0 <= p.score <= 1 for p in made.pairs)
    assert align_page(page, layout=layout, nulls=True) == made


@given(
    st.lists(st.tuples(st.sampled_from(("下雨了。", "It rains.", "12")), st.sampled_from((" ", "\n\n"))), max_size=14),
    st.sampled_from(LAYOUTS),
)
@settings(max_examples=60, deadline=None)
def test_groups_never_fall_and_every_piece_has_one(parts: list[tuple[str, str]], layout: str) -> None:
    pieces = find_pieces(read_page("".join(a + b for a, b in parts)))
    zh, en = ([n for n, p in enumerate(pieces) if p.side == side] for side in ("zh", "en"))
    groups = find_groups(pieces, [(a, b, 0.9) for a, b in zip(zh, en, strict=False)], layout).groups
    assert len(groups) == len(pieces)
    assert all(0 <= after - before <= 1 for before, after in pairwise(groups))


@pytest.mark.parametrize("unit", ["(", "中", "a", "\u0301", "\u202e", "\ud800", "1. ", "雨 rain ", "\t", "雨(rain)", "“雨”", "A 雨。"])
def test_hostile_pages_end(unit: str) -> None:
    line = unit * (6000 // len(unit))
    page = f"下雨了。\n\nIt rains.\n\n{line}\n\n雪停了。\n\nThe snow has stopped.\n"
    shown = [s for p in align_page(page, nulls=True).pairs if not is_gloss(p) for s in (*p.zh_segments, *p.en_segments)]
    assert sorted(shown) == sorted(p.segment.id for p in find_pieces(read_page(page)) if p.side)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["align", *arguments], input=stdin)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(ALTERNATING, encoding="utf-8")
    return tmp_path


def test_one_argument_is_a_page(folder: Path) -> None:
    done = run("page.txt")
    assert done.exit_code == 0
    assert [r["zh"] for r in rows(done.stdout)] == ["山里下雨了。", "我们在家喝茶。", "猫睡在窗边。"]
    assert list(rows(done.stdout)[0]) == ["id", "zh", "en", "score", "zh_segments", "en_segments", "findings"]
    assert done.stderr.startswith("page.txt: alternating; 3 pairs; without counterpart: 0 Chinese, 0 English")
    assert run("page.txt", "-q").stderr == ""
    assert run("-", "-q", stdin=ALTERNATING).exit_code == 0
    assert (folder / "page.txt").read_text(encoding="utf-8") == ALTERNATING


@pytest.mark.usefixtures("folder")
def test_rows_nulls_evidence_and_layouts_of_a_page() -> None:
    assert run("page.txt", "--to", "tsv", "-q").stdout.startswith("山里下雨了。\tIt rained in the mountains.\t")
    done = run("-", "--nulls", "-q", stdin=ALTERNATING + "\n\n谁也没有说话，屋里很静。\n")
    assert [r["zh"] for r in rows(done.stdout) if not r["en"]] == ["谁也没有说话，屋里很静。"]
    assert "evidence" in rows(run("page.txt", "--explain", "-q").stdout)[0]
    assert run("page.txt", "--layout", "blocks", "-q").exit_code == 0


@pytest.mark.usefixtures("folder")
def test_what_does_not_fit_one_page_is_a_usage_error() -> None:
    for arguments in (["--to", "ladder"], ["--sentences"], ["--layout", "zigzag"]):
        assert run("page.txt", *arguments).exit_code == 2, arguments
    assert run("page.txt", "page.txt", "--layout", "blocks").exit_code == 2


@pytest.mark.slow
def test_a_folder_and_records_are_pages_each_for_itself(folder: Path) -> None:
    pages = folder / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(ALTERNATING, encoding="utf-8")
    (pages / "b.txt").write_text("只有中文。\n", encoding="utf-8")
    (pages / "c.jsonl").write_text(
        json.dumps({"id": "seven", "text": ALTERNATING}) + "\n" + json.dumps({"id": "eight", "text": ALTERNATING}) + "\n", encoding="utf-8"
    )
    done = run("pages")
    assert done.exit_code == 3
    assert "b.txt: holds no English" in done.stderr
    assert [r["id"] for r in rows(done.stdout)][::3] == ["a.txt:0", "seven:0", "eight:0"]
    assert run("pages", "-q", "-j", "2").stdout == done.stdout
    assert run("pages", "-q", "-o", "out/").exit_code == 3
    assert len(rows((folder / "out" / "c.jsonl").read_text(encoding="utf-8"))) == 6
    assert not (folder / "out" / "b.jsonl").exists()


def test_html_keeps_both_languages_and_loses_its_furniture(folder: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in ALTERNATING.split("\n\n"))
    html = f"<html><body><nav><a href='/'>首页</a> <a href='/n'>News</a></nav><article>{body}</article><footer>Copyright © 2024 All rights reserved</footer></body></html>"
    (folder / "page.html").write_text(html, encoding="utf-8")
    done = run("page.html", "--nulls", "-q")
    assert [(r["zh"], r["en"]) for r in rows(done.stdout) if r["zh"] and r["en"]] == [
        ("山里下雨了。", "It rained in the mountains."), ("我们在家喝茶。", "We drank tea at home."), ("猫睡在窗边。", "The cat slept by the window."),
    ]  # fmt: skip
    assert "Copyright" not in done.stdout


def test_records_of_clean_and_texts_parted_by_form_feeds(folder: Path) -> None:
    cleaned = CliRunner().invoke(app, ["clean", "page.txt", "--to", "jsonl"]).stdout
    (folder / "clean.jsonl").write_text(cleaned, encoding="utf-8")
    assert len(rows(run("clean.jsonl", "-q").stdout)) == 3
    done = run("-", "-q", stdin=ALTERNATING + "\f\n" + ALTERNATING)
    assert [r["id"] for r in rows(done.stdout)] == ["stdin:0", "stdin:1", "stdin:2", "stdin#2:0", "stdin#2:1", "stdin#2:2"]


@pytest.mark.usefixtures("folder")
def test_missing_inputs_and_outputs_are_named() -> None:
    done = run("nowhere.txt")
    assert done.exit_code == 3
    assert "nowhere.txt" in done.stderr
    assert run("page.txt", "-o", "missing/folder/out.jsonl").exit_code == 4
    assert run("page.txt", "-o", "page.txt").exit_code in (2, 4)
