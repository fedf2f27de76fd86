"""Languages, scripts and spans: written cases, what holds for any text, and that nothing outside the text matters."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.language import Detection, detect, detect_document, detect_language, find_spans, label_blocks
from bitext.language.han import _tables, han_script
from bitext.language.latin import FEATURES, LANGUAGES, detect_latin, evidence_of
from bitext.language.profiles import log_likelihoods
from bitext.model import Block
from tests.strategies import dirty_text

CASES = Path(__file__).parent / "cases" / "language"
#: Texts of every kind of answer, for the tests of independence.
TEXTS = (
    "The rain has stopped.", "这里下雨了。", "La lluvia ha parado por fin.", "Regnet har äntligen slutat", "Yujintong", "支持发展green bonds。",
    'The "渝金通" brain', "佢哋喺度", "東京駅", "오늘은", "Дождь", "", "angry", "divisiveness of the era",
)  # fmt: skip
#: Letters and neutral characters that decide about borders.
ALPHABET = "aA zé,.()“”‘’'\"-123重庆庆国，。（）のカ한дλ年\u0301\u202e\ud800\U00020000😀Ａ\t\n"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def pieces(text: str) -> list[list[str]]:
    return [[span.lang, text[span.start : span.end]] for span in find_spans(text)]


def label(row: dict[str, Any]) -> str:
    return ascii(row["text"][:40])


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(str(n), "paragraph", text, detect_language(text)) for n, text in enumerate(texts))


def test_there_are_cases_enough() -> None:
    every = [row["text"] for name in ("wild", "synthetic", "negative") for row in rows(name)]
    assert len(set(every)) == len(every) >= 150


@pytest.mark.parametrize("row", [*rows("wild"), *rows("synthetic"), *(r for r in rows("negative") if "lang" in r)], ids=label)
def test_language_script_and_variety(row: dict[str, Any]) -> None:
    found = detect(row["text"])
    assert [found.lang, found.script, found.variety] == [row["lang"], row["script"], row["variety"]]


@pytest.mark.parametrize("row", rows("synthetic"), ids=label)
def test_spans(row: dict[str, Any]) -> None:
    assert pieces(row["text"]) == row["spans"]


@pytest.mark.parametrize("row", [r for r in rows("negative") if "any" in r], ids=label)
def test_names_are_never_a_far_language(row: dict[str, Any]) -> None:
    assert detect(row["text"]).lang in row["any"]


@pytest.mark.xfail(strict=True, reason="told now? Move the case to synthetic.jsonl")
@pytest.mark.parametrize("row", rows("known-failures"), ids=label)
def test_known_failures(row: dict[str, Any]) -> None:
    assert detect(row["text"]).lang == row["lang"]


@given(st.one_of(st.text(ALPHABET, max_size=60), dirty_text, st.text(max_size=40)))
def test_what_holds_for_any_text(text: str) -> None:
    found = detect(text)
    assert found.spans == find_spans(text)
    assert [s.end for s in found.spans[:-1]] == [s.start for s in found.spans[1:]]
    assert all(s.start < s.end for s in found.spans)
    assert (found.spans[0].start, found.spans[-1].end) == (0, len(text)) if text else found.spans == ()
    assert all(a.lang != b.lang for a, b in zip(found.spans, found.spans[1:], strict=False))
    assert {found.lang, *(s.lang for s in found.spans)} <= {"zh", "ja", "ko", "und", *LANGUAGES}
    assert 0 <= found.confidence <= 1
    assert found.lang in {s.lang for s in found.spans} or (not text and found.lang == "und")
    assert detect(text, spans=False) == Detection(found.lang, found.script, found.variety, found.confidence)


@given(st.text(ALPHABET, max_size=60))
def test_an_inserted_span_starts_and_ends_on_a_letter_or_digit_of_its_own(text: str) -> None:
    found = detect(text)
    for span in found.spans:
        if span.lang != found.lang:
            first, last = text[span.start], text[span.end - 1]
            assert first.isalnum(), (text, span)
            assert last.isalnum() or last in "\u0301%", (text, span)


@pytest.mark.parametrize(
    "char", ["a", "重", "1", "(", "（", "“", " ", "\u0301", "\u202e", "\ud800", "a重", "重 (", "a “", "a-1", "д重a", "a, ", "の한"]
)
def test_hostile_lines_cost_little(char: str) -> None:
    text = char * (200_000 // len(char))
    spans = find_spans(text)
    assert (spans[0].start, spans[-1].end) == (0, len(text))


def test_tables_agree_with_opencc() -> None:
    opencc = pytest.importorskip("opencc")
    to_simplified, to_traditional = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    hant, hans = sorted(_tables().hant), sorted(_tables().hans)
    assert sum(to_simplified(char) != char for char in hant) >= len(hant) - 5
    assert sum(to_traditional(char) != char for char in hans) >= len(hans) - 5
    assert not _tables().hans & _tables().hant


@pytest.mark.parametrize("text", ["中文", "西部金融中心", "江北嘴", "人口大省"])
def test_undecided_is_right_where_opencc_changes_nothing(text: str) -> None:
    opencc = pytest.importorskip("opencc")
    assert opencc.OpenCC("t2s").convert(text) == text == opencc.OpenCC("s2t").convert(text)
    assert han_script(text) == "Hani"


def test_characters_that_both_scripts_use_tell_nothing() -> None:
    assert han_script("床前明月光") == "Hani"  # 床 is simplified to OpenCC, and what Taiwan writes
    assert han_script("皇后里程") == "Hani"


def test_the_evidence_is_named() -> None:
    counted = dict(zip(FEATURES, evidence_of("the naïve Yujintong und"), strict=True))
    assert (counted["function"], counted["name"], counted["foreign"], counted["marked"]) == (1, 1, 1, 1)


def test_other_languages_are_told_in_blocks_of_a_document() -> None:
    spanish = "La lluvia ha parado por fin en la costa y las calles están libres."
    page = blocks("Inicio", spanish, "Las pequeñas empresas recibieron préstamos más baratos.", "12:30")
    assert [b.lang for b in page] == ["en", "en", "en", "und"]
    assert [b.lang for b in label_blocks(page)] == ["und", "es", "es", "und"]
    assert label_blocks(label_blocks(page)) == label_blocks(page)
    assert detect_document(page).lang == "es"


def test_a_page_in_chinese_and_english_keeps_its_labels() -> None:
    page = blocks("The rain has stopped.", "Zhang Xiaohui", "雨停了。", "Read more", "2024")
    assert label_blocks(page) == page


def test_japanese_and_korean_blocks_are_told() -> None:
    assert [b.lang for b in label_blocks(blocks("きょうは雨です。", "오늘은 비가 옵니다.", "Дождь"))] == ["ja", "ko", "und"]


def test_the_document_is_what_most_of_it_is() -> None:
    found = detect_document(blocks("Rain", "佢哋喺度食飯，唔知聽日會唔會落雨。", "The end."))
    assert (found.lang, found.script, found.variety) == ("zh", "Hant", "yue")
    assert 0.5 < found.confidence < 1
    assert detect_document(()) == Detection("und", None, None, 0.0)


_PRINTS = "import json, sys; from bitext.language import detect; print(json.dumps([repr(detect(t)) for t in json.load(sys.stdin)]))"


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_same_in_every_process(seed: str) -> None:
    order = list(TEXTS)
    random.Random(seed).shuffle(order)
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", _PRINTS], input=json.dumps(order), capture_output=True, check=True, encoding="utf-8", env=environment
    )
    assert json.loads(done.stdout) == [repr(detect(text)) for text in order]


def test_the_same_in_threads_that_start_together() -> None:
    code = (
        "import json, sys, threading; from bitext.language import detect\n"
        "texts, gate, got = json.load(sys.stdin), threading.Barrier(8), [None] * 8\n"
        "def work(n):\n gate.wait()\n got[n] = [repr(detect(t)) for t in texts]\n"
        "threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]; print(json.dumps(got))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=json.dumps(TEXTS), capture_output=True, check=True, encoding="utf-8")
    assert json.loads(done.stdout) == [[repr(detect(text)) for text in TEXTS]] * 8


def test_a_hosts_random_state_and_langdetect_seed_are_left_alone() -> None:
    langdetect = pytest.importorskip("langdetect")
    langdetect.DetectorFactory.seed = 7
    random.seed(3)
    state = random.getstate()
    before = threading.active_count()
    for text in TEXTS:
        detect(text)
    assert random.getstate() == state
    assert langdetect.DetectorFactory.seed == 7
    assert threading.active_count() == before


def test_chance_decides_nothing() -> None:
    texts = ("Referendum", "production", "a la carte", "no se", "die Firma in town")
    answers = []
    for seed in range(3):
        random.seed(seed)
        answers.append([detect_latin(text) for text in texts])
    assert answers[0] == answers[1] == answers[2]
    assert log_likelihoods("no se") == log_likelihoods("no se")
