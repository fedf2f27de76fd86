"""Candidate concepts out of pairs and texts: what is found, what is left alone, how it is ranked and written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.glossary import Concept, Glossary, parse_sheet
from bitext.glossary.adding import add_entries
from bitext.glossary.association import log_likelihood
from bitext.glossary.drafting import draft_entries, write_drafts
from bitext.glossary.extracting import Candidate, Example, extract_terms
from bitext.glossary.faults import find_faults
from bitext.glossary.glossing import find_glosses, read_list_line
from bitext.glossary.phrases import english_tokens, find_phrases
from bitext.glossary.sheets import Sheet
from tests.strategies import dirty_line
from tools.measure_extraction import DATA, first_terms, load_judged

if TYPE_CHECKING:
    from typer.testing import Result

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "glossary" / "glosses.jsonl").read_text("utf-8").splitlines() if line
]
#: A small corpus: each pair has a few terms, so that none of them is everywhere.
TERMS = (("滨江物流园", "riverside logistics park"), ("内河航运", "inland shipping"), ("冷链仓储", "cold-chain storage"), ("夜间锚地", "night anchorage"),
         ("船舶登记", "ship registration"))  # fmt: skip
FRAMES = (
    ("{0}去年扩建，{1}随之增长。", "The {0} was extended last year, and {1} grew with it."),
    ("他们谈到{0}，也谈到{1}。", "They spoke about {0} and also about {1}."),
    ("{0}的费用下降，而{1}的费用没有变。", "The price of {0} fell while that of {1} stayed."),
    ("新规定涉及{0}和{1}。", "New rules concern {0} and {1}."),
)
PAIRS = [
    Example(f"x:{number}", zh.format(one[0], other[0]), en.format(one[1], other[1]))
    for number, (zh, en, one, other) in enumerate(
        (*FRAMES[(i + j) % len(FRAMES)], TERMS[i], TERMS[j]) for i in range(len(TERMS)) for j in range(len(TERMS)) if i != j
    )
]


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def test_terms_of_a_small_corpus_are_found_whole() -> None:
    found = {(c.zh, c.en) for c in extract_terms(PAIRS)}
    assert set(TERMS) <= found


def test_evidence_is_counted() -> None:
    park = next(c for c in extract_terms(PAIRS) if c.zh == TERMS[0][0])
    having = [p for p in PAIRS if TERMS[0][0] in p.zh]
    assert (park.both, park.zh_pairs, park.en_pairs) == (len(having),) * 3
    assert park.likelihood == round(log_likelihood(len(having), len(having), len(having), len(PAIRS)), 1)
    assert park.examples == tuple(having[:3])
    assert park.ways == ("aligned",)


def test_the_order_of_pairs_changes_no_candidate() -> None:
    def told(pairs: list[Example]) -> list[tuple[str, str, float]]:
        return sorted((c.zh, c.en, c.likelihood) for c in extract_terms(pairs))

    assert told(PAIRS) == told(PAIRS[::-1])


@pytest.mark.parametrize("field", ["zh", "variants_zh", "en", "forbidden_en"])
def test_known_terms_are_not_proposed_again(field: str) -> None:
    zh, en = TERMS[0]
    said: dict[str, Any] = {"zh": ("甲",), "en": ("A",), field: ("濱江物流園",) if "zh" in field else (en.title(),)}
    found = extract_terms(PAIRS, known=Glossary((Concept("park", **said),)))
    assert zh not in {c.zh for c in found}
    assert TERMS[1] in {(c.zh, c.en) for c in found}


def test_no_two_candidates_share_a_form() -> None:
    found = extract_terms([*PAIRS, Example("y", f"{TERMS[0][0]}（logistics park）", ""), Example("z", "内河港（Inland Shipping）", "")])
    assert len({c.zh for c in found}) == len({c.en.casefold() for c in found}) == len(found)


def test_a_gloss_and_an_alignment_of_one_term_add_up() -> None:
    zh, en = TERMS[1]
    plain = next(c for c in extract_terms(PAIRS) if c.zh == zh)
    glossed = next(c for c in extract_terms(PAIRS, [Example("t:1", f"“{zh}”（{en}）", "")]) if c.zh == zh)
    assert glossed.ways == ("aligned", "gloss")
    assert glossed.score > plain.score
    assert glossed.both == plain.both


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_glosses_of_written_cases(case: dict[str, object]) -> None:
    text = str(case["text"])
    whole = read_list_line(text)
    found = [whole] if whole else list(find_glosses(text))
    assert [[g.zh, g.en, g.way] for g in found] == case["found"]


def test_the_first_fifty_of_a_political_text() -> None:
    if not (DATA / "pol").is_dir():
        pytest.skip("the aligned texts are not beside the project")
    judged = load_judged()
    terms = first_terms("pol")
    assert len(terms) == 50
    assert sum(judged.get(term, False) for term in terms) >= 40


def test_verbs_and_parts_of_names_are_told() -> None:
    lines = ("we must forge ahead", "to forge ahead", "they will forge ahead", "on Lake Anna", "by Lake Anna", "of Lake Anna")
    phrases = {p.form: p for p in find_phrases([english_tokens(line) for line in lines], "en")}
    assert phrases["forge ahead"].verbal
    assert not phrases["Lake Anna"].verbal
    cut = {p.form: p.cut for p in find_phrases([english_tokens(f"on Lake {n}ville") for n in ("Anna", "Bela", "Cora")], "en")}
    assert cut == {"Lake": True}


def test_drafts_are_taken_by_add() -> None:
    entries = draft_entries(extract_terms(PAIRS), taken={"inland-shipping"})
    read = parse_sheet(write_drafts(entries), "drafts.toml")
    assert not read.broken
    assert not [f for f in find_faults([read]) if f.kind != "unsorted"]
    grown, refused = add_entries(Sheet("g.toml"), read.entries)
    assert refused == []
    ids = [entry.id for entry in grown.entries]
    assert "inland-shipping-2" in ids
    assert "inland-shipping" not in ids
    assert any(line.startswith("# score") for line in read.entries[1].above)


def test_a_name_without_english_gets_its_pinyin() -> None:
    (entry,) = draft_entries(extract_terms([], [Example("t:1", "The platform “江轮通” was opened to all shippers.", "")]))
    assert (entry.texts("zh"), entry.texts("en"), entry.text("ground")) == (("江轮通",), ("Jiangluntong",), "pinyin")


@given(zh=dirty_line, en=dirty_line)
@settings(max_examples=60, deadline=None)
def test_evidence_stays_in_its_comment(zh: str, en: str) -> None:
    one = Candidate("雨", "rain", 1.0, ("gloss",), (Example("x\ny:1", zh, en),), glosses=1)
    read = parse_sheet(write_drafts(draft_entries([one])))
    assert not read.broken
    assert [entry.texts("en") for entry in read.entries] == [("rain",)]


@given(st.lists(st.tuples(dirty_line, dirty_line), max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_pairs_are_read(rows: list[tuple[str, str]]) -> None:
    pairs = [Example(str(n), zh, en) for n, (zh, en) in enumerate(rows)]
    found = extract_terms([*pairs, *pairs])
    read = parse_sheet(write_drafts(draft_entries(found)))
    assert not read.broken
    assert len(read.entries) == len(found)


@pytest.mark.parametrize("piece", ["a", "中", "(", "（a）", "“”", "渝(a)", "a (中) ", "中文 word ", "\ud800", "\u202e", "́", "1. ", "\t"])
def test_hostile_lines_are_read(piece: str) -> None:
    line = piece * (200_000 // len(piece))
    assert len(extract_terms([Example("x", line, line)] * 2)) < 50
    assert read_list_line(line) is None


def test_extract_on_the_command_line(tmp_path: Path) -> None:
    corpus = tmp_path / "pairs.jsonl"
    corpus.write_text("".join(json.dumps({"zh": p.zh, "en": p.en}) + "\n" for p in PAIRS) + "{}\n", "utf-8")
    done = run("glossary", "extract", corpus, "--domain", "ports")
    assert done.exit_code == 3
    assert "has no texts `zh` and `en`" in done.stderr
    entries = parse_sheet(done.stdout).entries
    assert set(TERMS) <= {(e.texts("zh")[0], e.texts("en")[0]) for e in entries}
    assert {e.text("domain") for e in entries} == {"ports"}
    drafts = tmp_path / "drafts.toml"
    drafts.write_text(done.stdout, "utf-8")
    assert run("glossary", "add", tmp_path / "g.toml", drafts).exit_code == 0
    done = run("glossary", "extract", corpus, "--glossary", tmp_path / "g.toml", "-q")
    assert done.stdout == ""


def test_two_files_line_by_line(tmp_path: Path) -> None:
    zh, en = tmp_path / "zh.txt", tmp_path / "en.txt"
    zh.write_text("".join(f"{p.zh}\n" for p in PAIRS), "utf-8")
    en.write_text("".join(f"{p.en}\n" for p in PAIRS), "utf-8")
    done = run("glossary", "extract", zh, en, "--parallel", "--to", "jsonl", "--top", "3")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.exit_code, len(rows)) == (0, 3)
    assert rows[0]["score"] >= rows[1]["score"] >= rows[2]["score"]
    assert rows[0]["examples"][0]["place"].startswith(str(zh))
    en.write_text("one line\n", "utf-8")
    done = run("glossary", "extract", zh, en, "--parallel")
    assert done.exit_code == 3
    assert "fewer lines" in done.stderr


def test_texts_are_searched_for_glosses_and_lists(tmp_path: Path) -> None:
    text = tmp_path / "list.txt"
    text.write_text("1. 夜航码头：night landing stage\n\n“江轮卡”（River Pass）今天发行。\n", "utf-8")
    done = run("glossary", "extract", text)
    assert [(e.texts("zh"), e.texts("en")) for e in parse_sheet(done.stdout).entries] == [
        (("夜航码头",), ("night landing stage",)),
        (("江轮卡",), ("River Pass",)),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(("x.tsv", "--parallel"), 2, "takes two files"), (("no.tsv",), 3, "no such file"), (("-", "--to", "yaml"), 2, "unknown")],
)
def test_mistakes_are_named(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run("glossary", "extract", *arguments, stdin="雨\train\n")
    assert done.exit_code == code
    assert said in done.stderr
