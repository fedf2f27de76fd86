"""Terms in a text: what is found, held against a plain search, in both scripts, with every tolerance and none too many."""

from __future__ import annotations

import json
import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.glossary import Concept, Glossary
from bitext.glossary import finding as finding_module
from bitext.glossary.finding import TermIndex, find_terms, make_index
from bitext.glossary.inflection import plural_of, singular_of
from bitext.glossary.starter import load_starter
from tests.hostile import ALONE, REPEATED
from tests.strategies import dirty_text

if TYPE_CHECKING:
    from pathlib import Path

    from bitext.glossary.model import Status

TERMS = Glossary((
    Concept("a-share", ("A股",), ("A-shares",)),
    Concept("bank", ("银行",), ("bank",)),
    Concept("bank-president", ("行长",), ("bank president",)),
    Concept("belt", ("一带一路",), ("Belt and Road",), forbidden_en=("one belt, one road", "one belt and one way")),
    Concept("centre", ("西部金融中心",), ("Western Financial Center",), variants_zh=("西金中心",)),
    Concept("chongqing", ("重庆",), ("Chongqing",)),
    Concept("commerce", ("电子商务",), ("e-commerce", "electronic commerce")),
    Concept("gone", ("旧词",), ("old word",), status="deprecated"),
    Concept("people", ("人民",), ("the people",)),
    Concept("pboc", ("中国人民银行",), ("People's Bank of China", "PBOC")),
    Concept("serve", ("服务",), ("serve",), pos="verb"),
    Concept("smes", ("中小企业",), ("small and medium-sized enterprises", "SMEs")),
    Concept("star", ("科创板",), ("STAR Market",), case="exact"),
    Concept("three", ("三中全会",), ("third plenary session",), forbidden_zh=("三中大会",)),
))  # fmt: skip


def found(text: str, glossary: Glossary | TermIndex = TERMS) -> list[tuple[str, str]]:
    """The concepts found, each with what stands in the text."""
    return [(hit.concept, text[hit.start : hit.end]) for hit in find_terms(text, glossary)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("重慶建設西部金融中心。", [("chongqing", "重慶"), ("centre", "西部金融中心")]),
        ("重 庆 的 西部\n金融中心", [("chongqing", "重 庆"), ("centre", "西部\n金融中心")]),
        ("Western\nfinancial  centre", [("centre", "Western\nfinancial  centre")]),
        ("two western financial centers", [("centre", "western financial centers")]),
        ("The Western Financial Center's role", [("centre", "Western Financial Center")]),
        ("Belt-and-Road trade", [("belt", "Belt-and-Road")]),
        ("One belt, one road", [("belt", "One belt, one road")]),
        ("e-commerce, E commerce, ecommerce", [("commerce", "e-commerce"), ("commerce", "E commerce"), ("commerce", "ecommerce")]),
        ("SMEs, an SME, smes", [("smes", "SMEs"), ("smes", "SME")]),
        ("small- and medium-sized enterprise", [("smes", "small- and medium-sized enterprise")]),
        ("STAR Market, Star market", [("star", "STAR Market")]),
        ("The PBOC’s rates; pboc", [("pboc", "PBOC")]),
        ("the People’s Bank of China", [("pboc", "People’s Bank of China")]),
        ("banks and riverbanks and embankment", [("bank", "banks")]),
        ("serves, served, serving, server", [("serve", "serves"), ("serve", "served"), ("serve", "serving")]),
        ("old word 旧词", []),
        ("ＰＢＯＣ下调", [("pboc", "ＰＢＯＣ")]),
        ("重庆市", [("chongqing", "重庆")]),
        ("“三中大会”", [("three", "三中大会")]),
        ("西金中心", [("centre", "西金中心")]),
        ("$18 a share, an A share, A-Shares", [("a-share", "A share"), ("a-share", "A-Shares")]),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("兑换人民币", []),
        ("為人民服務", [("people", "人民"), ("serve", "服務")]),
        ("中国人民银行行长", [("pboc", "中国人民银行")]),
        ("银行长期客户", [("bank", "银行")]),
        ("银行业务", []),
        ("他是银行行长", []),
    ],
)
def test_a_term_is_not_found_inside_or_across_a_longer_word(text: str, expected: list[tuple[str, str]]) -> None:
    """银行行长 is a word of the dictionary, and so is 银行业务: what holds a term and is no term itself hides it."""
    assert found(text) == expected


def test_without_the_dictionary_only_terms_hide_terms() -> None:
    assert found("兑换人民币", make_index(TERMS, words=False)) == [("people", "人民")]
    assert found("中国人民银行", make_index(TERMS, words=False)) == [("pboc", "中国人民银行")]


def test_the_kind_and_side_of_a_hit_are_those_of_its_form() -> None:
    text = "西金中心 Western Financial Center SMEs one belt and one way 三中大会"
    assert [(h.kind, h.side) for h in find_terms(text, TERMS)] == [
        ("variant", "zh"), ("preferred", "en"), ("admitted", "en"), ("forbidden", "en"), ("forbidden", "zh"),
    ]  # fmt: skip


def test_two_concepts_that_claim_one_form_have_a_hit_each_at_its_place() -> None:
    two = Glossary((Concept("a", ("甲乙",), ("draft",)), Concept("b", ("丙丁",), ("plan",), forbidden_en=("draft",))))
    assert [(h.concept, h.kind, h.start, h.end) for h in find_terms("a draft", two)] == [("a", "preferred", 2, 7), ("b", "forbidden", 2, 7)]


def test_an_abbreviation_in_capitals_is_no_plural_of_a_shorter_one() -> None:
    terms = Glossary((Concept("a", ("科学院",), ("CAS",)), Concept("b", ("社科院",), ("CASS",)), Concept("c", ("行",), ("BU",))))
    assert [hit.concept for hit in find_terms("CASS, CAS, two BUs, BUS", terms)] == ["b", "a", "c"]


def test_plurals_and_singulars_come_back() -> None:
    words = "centre policy branch crisis box class industry analysis man bus tax bank".split()
    assert [singular_of(plural_of(word)) for word in words if word != "bus"] == [word for word in words if word != "bus"]


# --- a plain search, written without a look at the real one

_HAN = "甲乙丙丁"
_EN_WORDS = ("ab", "ba", "aab", "b1")


def _random_glossary(rng: random.Random) -> tuple[Glossary, list[str]]:
    concepts = []
    for number in range(rng.randrange(1, 7)):
        zh = "".join(rng.choices(_HAN, k=rng.randrange(1, 5)))
        en = rng.choice(" -").join(rng.choices(_EN_WORDS, k=rng.randrange(1, 4)))
        wrong = (" ".join(rng.choices(_EN_WORDS, k=2)),) if rng.random() < 0.3 else ()
        status: Status = "deprecated" if rng.random() < 0.3 else "draft"
        concepts.append(Concept(f"c{number}", (zh,), (en,), forbidden_en=wrong, status=status))
    blockers = ["".join(rng.choices(_HAN, k=rng.randrange(2, 6))) for _ in range(rng.randrange(3))]
    return Glossary(tuple(concepts)), blockers


def _random_text(rng: random.Random) -> str:
    pieces = (*_HAN, *_EN_WORDS, "s", " ", " ", "-", "，", "AB", "Ba")
    return "".join(rng.choices(pieces, k=rng.randrange(1, 14)))


def _squeezed(text: str) -> list[tuple[str, int, int]]:
    """The characters that count, each with its span: white space is one space between words, none beside Chinese."""
    cells: list[tuple[str, int, int]] = []
    at = 0
    while at < len(text):
        end = at + 1
        if text[at] == " ":
            while end < len(text) and text[end] == " ":
                end += 1
            edge = at == 0 or end == len(text) or text[at - 1] in _HAN + "，" or text[end] in _HAN + "，"
            if not edge:
                cells.append((" ", at, end))
        elif text[at] == "-":
            while end < len(text) and text[end] == "-":
                end += 1
            cells.append((" ", at, end))
        else:
            cells.append((text[at].lower(), at, end))
        at = end
    return cells


def _ways(form: str) -> set[str]:
    """Hyphens as spaces or nothing; plural of the last word, where it ends in a letter."""
    ways = {form.replace("-", " "), form.replace("-", "")}
    return ways | {way + "s" for way in ways if way[-1].isalpha() and (way[-2:-1].isalpha() or " " in way or len(way) > 1)}


def _plain_search(text: str, glossary: Glossary, blockers: list[str]) -> list[tuple[str, int, int]]:
    cells = _squeezed(text)
    line = "".join(cell[0] for cell in cells)
    ways: dict[str, set[str]] = {}
    for concept in glossary.concepts:
        if concept.status != "deprecated":
            for form in concept.zh:
                ways.setdefault(form, set()).add(concept.id)
            for form in (*concept.en, *concept.forbidden_en):
                for way in _ways(form):
                    ways.setdefault(way, set()).add(concept.id)
    longer = [word for word in blockers if word not in ways]
    blocked = [(i, i + len(word)) for word in longer for i in range(len(line)) if line.startswith(word, i)]
    every = []
    for way, ids in ways.items():
        for i in range(len(line)):
            j = i + len(way)
            inside = any(first <= i and j <= last for first, last in blocked)
            if line.startswith(way, i) and not inside and not _goes_on(line, i) and not _goes_on(line, j):
                every.append((i, -j, way, ids))
    chosen, at = [], 0
    for i, minus_j, _, ids in sorted(every, key=lambda e: e[:2]):
        if i >= at:
            at = -minus_j
            chosen += [(name, cells[i][1], cells[at - 1][2]) for name in ids]
    return sorted(chosen)


def _goes_on(line: str, place: int) -> bool:
    return 0 < place < len(line) and all(c.isascii() and c.isalnum() for c in line[place - 1 : place + 1])


def test_what_is_found_equals_a_plain_search_in_20_000_random_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(20)
    hits = 0
    monkeypatch.setattr(finding_module, "_is_torn", lambda *_: False)  # what lies across an end is the dictionary's word, tested above
    for _ in range(800):
        glossary, blockers = _random_glossary(rng)
        monkeypatch.setattr(finding_module, "find_longer_words", lambda _, blockers=blockers: list(blockers))
        index = make_index(glossary)
        for _ in range(25):
            text = _random_text(rng)
            got = sorted((hit.concept, hit.start, hit.end) for hit in index.find(text))
            assert got == _plain_search(text, glossary, blockers), (text, glossary, blockers)
            hits += len(got)
    assert hits > 9_000


# --- properties and hostile input


@given(dirty_text)
def test_hits_lie_in_the_text_in_order_and_none_across_another(text: str) -> None:
    at = 0
    for place in sorted({(hit.start, hit.end) for hit in find_terms(text, load_starter())}):
        assert at <= place[0] < place[1] <= len(text)
        at = place[1]


@given(st.text(alphabet="重庆慶人民币幣银行長长 \u200b\u0301PBOCpboc-", max_size=30))
def test_every_hit_reads_as_its_form(text: str) -> None:
    for hit in find_terms(text, TERMS):
        again = find_terms(text[hit.start : hit.end], make_index(TERMS, words=False))
        assert (hit.concept, hit.form) in {(other.concept, other.form) for other in again}


@pytest.mark.parametrize("piece", [*ALONE.values(), *REPEATED.values(), "重", "重庆", "one belt ", "a-"], ids=repr)
def test_a_long_line_of_one_thing_is_searched(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    hits = find_terms(text, TERMS)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


def test_lone_surrogates_and_hostile_forms_are_only_text() -> None:
    odd = Glossary((Concept("x", ("\ud800甲",), ("a\ud800 (.*)+ b",)), Concept("y", ("",), ("", " - "))))
    assert found("a\ud800 (.*)+ b \udfff", odd) == [("x", "a\ud800 (.*)+ b")]
    assert found("a (.*)+ b -", odd) == []


def test_an_index_is_the_same_in_threads_and_across_process_borders() -> None:
    index = make_index(TERMS)
    texts = [f"重慶{n} Western financial centers {n} SMEs" for n in range(200)]
    alone = [index.find(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(index.find, texts)) == alone
    again = pickle.loads(pickle.dumps(index))  # noqa: S301  our own
    assert [again.find(text) for text in texts] == alone


def test_no_glossary_no_hits() -> None:
    assert find_terms("重庆", Glossary()) == []


# --- the command


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.toml"
    path.write_text('[[concept]]\nid = "yujintong"\nzh = ["渝金通"]\nen = ["Yujintong"]\nstatus = "draft"\nground = "pinyin"\n', "utf-8")
    return path


def test_find_writes_an_object_a_hit(terms: Path) -> None:
    done = CliRunner().invoke(app, ["glossary", "find", "--glossary", str(terms)], input="\n“渝金通”上线\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "concept": "yujintong", "form": "渝金通", "start": 1, "end": 4, "text": "渝金通", "kind": "preferred", "side": "zh", "line": 2,
    }  # fmt: skip


def test_find_reads_records_and_names_bad_ones(terms: Path) -> None:
    lines = '{"id": "d1", "text": "一行\\nYujintong"}\n{"id": "d2"}\n{"id": "d3", "text": "渝金通"}\n'
    done = CliRunner().invoke(app, ["glossary", "find", "--glossary", str(terms)], input=lines)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 3
    assert [(row["doc"], row.get("start"), row.get("line")) for row in rows] == [("d1", 3, 1), ("d2", None, None), ("d3", 0, 3)]
    assert "d2" in rows[1]["doc"]
    assert "error" in rows[1]


def test_find_takes_the_starter_glossary_and_writes_rows() -> None:
    done = CliRunner().invoke(app, ["glossary", "find", "--to", "tsv"], input="渝金通\n")
    assert done.stdout == "yujintong\t渝金通\t0\t3\t1\t渝金通\n"


def test_find_gives_the_same_in_two_processes(terms: Path, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("渝金通 and Yujintong\n" * 500, "utf-8")
    one, two = (CliRunner().invoke(app, ["glossary", "find", str(text), "--glossary", str(terms), "-j", j]).stdout for j in ("1", "2"))
    assert one == two
    assert one.count("\n") == 1000


@pytest.mark.parametrize("arguments", [["--to", "xml"], ["-j", "-1"], ["--from", "html5"]])
def test_find_refuses_what_it_does_not_know(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["glossary", "find", "-", *arguments], input="x\n").exit_code == 2


def test_find_names_a_glossary_that_cannot_be_read(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["glossary", "find", "--glossary", str(tmp_path / "none.toml")], input="x\n")
    assert done.exit_code == 3
    assert "none.toml" in done.stderr
