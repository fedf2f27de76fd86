"""Corpora in every format: what goes in comes out, what cannot is named, and files are whole or not there."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.io.corpora import FORMATS, open_corpus, read_corpus, read_signature
from bitext.io.records import Failed
from bitext.model import Finding, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer.testing import Result

SIGNATURE = 'bitext|align:7f3a|gloss:a"<b>|version:0.1.0'
FULL = Pair(
    "page:7",
    "下雨了。\n城里\t很静。",
    'Rain <b>fell</b> & "stopped" ]]> \r\n\there 🌧.',
    0.8125,
    ("p:0:1", "p:0:2"),
    ("q:0:1",),
    (Finding("number", "error", "5% lacks\x01 its like", "zh", 1, 3, "five"),),
    {"doc": "p", "url": "https://example.org/?a=1&b=2", "note": "seen twice", "page": 3, "who": ["a", {"b": None}], "json:odd": "x"},
)
BARE = Pair("2", "這裡下雨", "It rains here.", 1.0)
ALONE = Pair("3", "", "Nobody said so.", 0.5)
#: Formats that hold all of a pair, and a name for a file of each.
WHOLE = {
    "jsonl": "a.jsonl",
    "tmx": "a.tmx",
    "xliff": "a.xlf",
    "xliff2": "a2.xlf",
    "parquet": "a.parquet",
    "huggingface": "a/",
    "huggingface-jsonl": "b/",
    "sqlite": "a.sqlite",
}
NAMES = WHOLE | {"tsv": "a.tsv", "moses": "a.zh"}
SIGNED = sorted(name for name, made in FORMATS.items() if made.signed)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def forms(names: Iterable[str]) -> list[Any]:
    """Names of formats as parameters; those that need an extra that is not there are skipped."""
    missing = importlib.util.find_spec("pyarrow") is None
    mark = pytest.mark.skipif(missing, reason="needs the extra parquet")
    return [pytest.param(name, marks=mark) if name in {"parquet", "huggingface"} else name for name in names]


def write(path: str | Path, pairs: Iterable[Pair], form: str = "auto", **how: Any) -> Counter[str]:
    with open_corpus(path, form=form, **how) as corpus:
        for pair in pairs:
            corpus.write(pair)
        return corpus.losses


def read(path: str | Path, form: str = "auto", **how: Any) -> list[Pair]:
    found = list(read_corpus(path, form=form, **how))
    assert not [one for one in found if isinstance(one, Failed)]
    return [one for one in found if isinstance(one, Pair)]


def failures(path: str | Path, **how: Any) -> list[str]:
    return [str(one.error) for one in read_corpus(path, **how) if isinstance(one, Failed)]


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["convert", *map(str, arguments)], input=stdin)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


class TestRoundTrip:
    @pytest.mark.parametrize("form", forms(WHOLE))
    def test_a_format_that_holds_all_of_a_pair_gives_it_back(self, form: str) -> None:
        pairs = [FULL, BARE, ALONE]
        assert not write(WHOLE[form], pairs, form)
        assert read(WHOLE[form], form) == pairs

    @pytest.mark.parametrize("form", ["jsonl", "tmx", "xliff", "xliff2"])
    @pytest.mark.parametrize("suffix", [".gz", ".zst"])
    def test_a_packed_stream_too(self, form: str, suffix: str) -> None:
        write(WHOLE[form] + suffix, [FULL, BARE], form)
        assert read(WHOLE[form] + suffix, form) == [FULL, BARE]

    def test_tsv_holds_what_its_columns_name(self) -> None:
        columns = ["id", "en", "zh", "score", "doc", "zh_segments", "findings"]
        losses = write("a.tsv", [FULL], columns=columns)
        (made,) = read("a.tsv", columns=columns)
        assert (made.id, made.score, made.zh_segments, made.findings) == (FULL.id, FULL.score, FULL.zh_segments, FULL.findings)
        assert made.zh == "下雨了。 城里 很静。"
        assert made.extra == {"doc": "p"}
        assert losses.total() == 2

    def test_moses_holds_documents_sentences_score_and_id(self) -> None:
        write("a.zh", [BARE, FULL])
        assert sorted(os.listdir()) == ["a.en", "a.ids", "a.zh"]
        assert Path("a.ids").read_text("utf-8").splitlines()[1] == "p\tp\tq:0:1\tp:0:1 p:0:2\t0.8125\tpage:7"
        assert read("a.zh")[0] == BARE
        assert read("a.en")[1].extra == {"doc": "p"}
        assert read("a", "moses")[1].zh_segments == FULL.zh_segments

    def test_a_stem_that_says_chinese_first_has_its_ids_so(self) -> None:
        write("news.zh-en.zh.gz", [FULL])
        with gzip.open("news.zh-en.ids.gz", "rt", encoding="utf-8") as file:
            assert file.read().split("\t")[2:4] == ["p:0:1 p:0:2", "q:0:1"]
        assert read("news.zh-en.zh.gz")[0].en_segments == FULL.en_segments

    @pytest.mark.parametrize("form", forms(SIGNED))
    def test_the_signature_stands_in_the_file(self, form: str) -> None:
        write(WHOLE[form], [BARE], form, signature=SIGNATURE)
        assert read_signature(WHOLE[form], form=form) == SIGNATURE
        write("c" + WHOLE[form], [BARE], form)
        assert read_signature("c" + WHOLE[form], form=form) == ""

    @pytest.mark.parametrize("form", forms(["parquet", "huggingface"]))
    def test_more_pairs_than_a_row_group_holds(self, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from bitext.io import hugging_face, parquet

        monkeypatch.setattr(parquet, "_ROWS", 7)
        monkeypatch.setattr(hugging_face, "_SHARD", 100)
        pairs = [Pair(str(n), f"雨{n}", f"Rain {n}", n / 100) for n in range(50)]
        write(WHOLE[form], pairs, form)
        assert read(WHOLE[form], form) == pairs
        if form == "huggingface":
            assert sorted(os.listdir("a/data")) == [f"train-{n:05d}-of-00005.parquet" for n in range(5)]


#: Texts as they may come: any character that Unicode has a number for, lone surrogates aside, and the ones that formats trip over.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("\t\n\r\x00\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff<>&\"'],\\|{}雨😀")
    )
)
KEYS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1).filter(
    lambda name: name not in {"id", "zh", "en", "score", "zh_segments", "en_segments", "findings", "translation", "extra"}
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
FINDINGS = st.builds(
    Finding, TEXTS, st.sampled_from(["error", "warning"]), TEXTS, st.sampled_from(["zh", "en"]), st.integers(0, 9), st.integers(0, 9), TEXTS
)
SCORES = st.floats(0, 1)
PAIRS = st.lists(
    st.builds(
        Pair,
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: not re.search("[\ufffe\uffff]", text)),
        TEXTS,
        TEXTS,
        SCORES,
        st.lists(TEXTS, max_size=2).map(tuple),
        st.lists(TEXTS, max_size=2).map(tuple),
        st.lists(FINDINGS, max_size=2).map(tuple),
        st.dictionaries(KEYS, VALUES, max_size=3),
    ),
    min_size=1,
    max_size=4,
)
XML_LOSES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize("form", forms(WHOLE))
@QUICK
@given(PAIRS)
def test_any_pair_comes_back(form: str, pairs: list[Pair]) -> None:
    path = WHOLE[form]
    if path.endswith("/"):
        shutil.rmtree(path, ignore_errors=True)
    losses = write(path, pairs, form)
    expected = pairs
    if form in ("tmx", "xliff"):
        expected = [replace(p, zh=XML_LOSES.sub("\ufffd", p.zh), en=XML_LOSES.sub("\ufffd", p.en)) for p in pairs]
        assert losses.total() == sum(bool(XML_LOSES.search(text)) for p in pairs for text in (p.zh, p.en))
    else:
        assert not losses
    assert read(path, form) == expected


@pytest.mark.parametrize("form", ["tsv", "moses"])
@QUICK
@given(PAIRS)
def test_a_line_a_pair_whatever_the_text(form: str, pairs: list[Pair]) -> None:
    columns = ["id", "zh", "en", "score"] if form == "tsv" else []
    write(NAMES[form], pairs, form, columns=columns)
    kept = [p for p in pairs if form == "tsv" or one_line(p.zh).strip() or one_line(p.en).strip()]
    if not kept:
        return
    back = read(NAMES[form], form, columns=columns)
    assert [(p.zh, p.en, p.score) for p in back] == [(one_line(p.zh), one_line(p.en), p.score) for p in kept]
    assert [p.id for p in back] == [one_line(p.id) for p in kept]


def one_line(text: str) -> str:
    return re.sub("[\0\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]", " ", text)


@pytest.mark.parametrize("form", forms(NAMES))
def test_lone_surrogates_become_the_replacement_character(form: str) -> None:
    write(NAMES[form], [Pair("a\ud800", "雨\udc00", "Rain\ud800.", 1.0, extra={"doc": "d\ud800", "n": ["\udfff"]})], form)
    (made,) = read(NAMES[form], form)
    assert (made.zh, made.en) == ("雨\ufffd", "Rain\ufffd.")
    assert "\ud800" not in repr(made.extra)


class TestOtherPrograms:
    """Translate Toolkit is a peer for tests only: its licence keeps it out of the program."""

    PAIRS = (replace(FULL, findings=(), zh="下雨了。", en='Rain <b>fell</b> & "stopped" ]]> here 🌧.'), BARE)

    def test_translate_toolkit_reads_our_tmx(self) -> None:
        tmx = pytest.importorskip("translate.storage.tmx")
        write("a.tmx", self.PAIRS, signature=SIGNATURE)
        with open("a.tmx", "rb") as file:
            units = tmx.tmxfile(file, "zh-CN", "en").units
        assert [(unit.source, unit.target) for unit in units] == [(pair.zh, pair.en) for pair in self.PAIRS]

    def test_we_read_its_tmx(self) -> None:
        tmx = pytest.importorskip("translate.storage.tmx")
        memory = tmx.tmxfile(sourcelanguage="zh-CN", targetlanguage="en")
        for pair in self.PAIRS:
            memory.addtranslation(pair.zh, "zh-CN", pair.en, "en")
        memory.savefile("b.tmx")
        assert [(pair.zh, pair.en) for pair in read("b.tmx")] == [(pair.zh, pair.en) for pair in self.PAIRS]

    @pytest.mark.parametrize(("form", "module", "kind"), [("xliff", "xliff", "xlifffile"), ("xliff2", "xliff2", "Xliff2File")])
    def test_translate_toolkit_reads_our_xliff(self, form: str, module: str, kind: str) -> None:
        storage = pytest.importorskip(f"translate.storage.{module}")
        write("a.xlf", self.PAIRS, form, signature=SIGNATURE)
        with open("a.xlf", "rb") as file:
            units = [unit for unit in getattr(storage, kind).parsestring(file.read()).units if not unit.isheader()]
        assert [(str(unit.source), str(unit.target)) for unit in units] == [(pair.zh, pair.en) for pair in self.PAIRS]

    def test_we_read_its_xliff(self) -> None:
        xliff = pytest.importorskip("translate.storage.xliff")
        made = xliff.xlifffile(sourcelanguage="zh-CN", targetlanguage="en")
        for pair in self.PAIRS:
            made.addsourceunit(pair.zh).target = pair.en
        made.savefile("b.xlf")
        assert [(pair.zh, pair.en) for pair in read("b.xlf")] == [(pair.zh, pair.en) for pair in self.PAIRS]

    def test_pyarrow_and_json_read_a_dataset(self) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        write("a/", self.PAIRS, signature=SIGNATURE)
        table = parquet.read_table("a/data/train-00000-of-00001.parquet")
        assert table.column("translation").to_pylist() == [{"zh": pair.zh, "en": pair.en} for pair in self.PAIRS]
        features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
        assert list(features) == table.schema.names

    def test_sqlite_alone_reads_a_database(self) -> None:
        write("a.db", self.PAIRS, signature=SIGNATURE)
        with sqlite3.connect("a.db") as database:
            assert database.execute("SELECT zh, json_extract(extra, '$.page') FROM pairs ORDER BY position").fetchall() == [
                ("下雨了。", 3),
                ("這裡下雨", None),
            ]
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
