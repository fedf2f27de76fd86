"""Corpora in every format: what goes in comes out, what cannot is named, and files are whole or not there."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.errors import InputError, OutputError, UsageError
from bitext.io import tmx
from bitext.io.converting import convert_corpus, part_path
from bitext.io.corpora import FORMATS, corpus_format, open_corpus, read_corpus, read_placed, read_signature
from bitext.io.records import Failed
from bitext.model import Finding, Pair

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

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
    lambda name: name not in {"id", "zh", "en", "score", "zh_segments", "en_segments", "findings"}
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

    @pytest.mark.parametrize(("number", "tag"), [(0, "zh-CN"), (1, "zh-TW")])
    def test_translate_toolkit_reads_our_tmx(self, number: int, tag: str) -> None:
        storage = pytest.importorskip("translate.storage.tmx")
        write("a.tmx", self.PAIRS, signature=SIGNATURE)
        with open("a.tmx", "rb") as file:
            unit = storage.tmxfile(file, tag, "en").units[number]
        assert (unit.source, unit.target) == (self.PAIRS[number].zh, self.PAIRS[number].en)

    def test_we_read_its_tmx(self) -> None:
        storage = pytest.importorskip("translate.storage.tmx")
        memory = storage.tmxfile(sourcelanguage="zh-CN", targetlanguage="en")
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

    @pytest.mark.parametrize("form", ["tmx", "xliff", "xliff2"])
    def test_what_translate_toolkit_read_and_wrote_again_is_what_we_wrote(self, form: str) -> None:
        pytest.importorskip("translate.storage.tmx")
        from translate.storage.tmx import tmxfile
        from translate.storage.xliff import xlifffile
        from translate.storage.xliff2 import Xliff2File

        pairs = [replace(FULL, findings=FULL.findings * 2), BARE, replace(FULL, id="9", zh="<&>", extra={"note": "n"})]
        write("a", pairs, form, signature=SIGNATURE)
        kind: Any = {"tmx": tmxfile, "xliff": xlifffile, "xliff2": Xliff2File}[form]
        storage = kind.parsestring(Path("a").read_bytes())
        storage.savefile("b")
        assert read("b", form) == pairs
        assert read_signature("b", form=form) == SIGNATURE

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


DOCTYPES = [
    '<!DOCTYPE tmx [<!ENTITY a "雨"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>',
]
UNIT = '<tu><tuv xml:lang="zh"><seg>&a;雨</seg></tuv><tuv xml:lang="en"><seg>Rain</seg></tuv></tu>'
XLIFF_UNIT = '<trans-unit id="{}"><source>{}</source><target>{}</target></trans-unit>'


def xliff(units: str, version: str = "1.2") -> str:
    inner = f"<body>{units}</body>" if version == "1.2" else units
    langs = 'source-language="zh" target-language="en"' if version == "1.2" else ""
    root = "" if version == "1.2" else 'srcLang="en" trgLang="zh-Hans"'
    return f'<xliff version="{version}" {root}><file id="f" {langs}>{inner}</file></xliff>'


class TestWhatComesFromElsewhere:
    @pytest.mark.parametrize("head", DOCTYPES)
    @pytest.mark.parametrize("name", ["a.tmx", "a.xlf"])
    def test_entities_are_refused(self, head: str, name: str) -> None:
        Path(name).write_text(f"{head}<tmx><body>{UNIT}</body></tmx>", "utf-8")
        (said,) = failures(name)
        assert "declares an entity" in said

    @pytest.mark.parametrize(
        ("declared", "really"),
        [
            ("gb2312", "gb18030"),
            ("GBK", "gbk"),
            ("Big5", "big5"),
            ("utf-16", "utf-8"),
            ("UTF-16LE", "utf-8-sig"),
            ("shift_jis", "shift_jis"),
        ],
    )
    def test_encodings_that_the_parser_does_not_know_are_read(self, declared: str, really: str) -> None:
        head = f'<?xml version="1.0" encoding="{declared}"?>'
        long = "天下雨了。" * 30_000  # some pieces end within a character
        unit = UNIT.replace("&a;", long)
        Path("a.tmx").write_bytes(f"{head}<tmx><body>{unit}</body></tmx>".encode(really))
        assert [(pair.zh, pair.en) for pair in read("a.tmx")] == [(f"{long}雨", "Rain")]
        Path("a.xlf").write_bytes((head + xliff(XLIFF_UNIT.format(1, "雨", "Rain"))).encode(really))
        assert [pair.zh for pair in read("a.xlf")] == ["雨"]
        assert run("a.tmx", "b.tsv").exit_code == 0

    @pytest.mark.parametrize("label", ["klingon", "idna", "punycode", "unicode_escape", "rot13", "base64", "undefined", "cp037"])
    def test_an_encoding_that_nobody_knows_is_named(self, label: str) -> None:
        Path("a.tmx").write_text(f'<?xml version="1.0" encoding="{label}"?><tmx><body>{UNIT}</body></tmx>', "utf-8")
        done = run("a.tmx", "b.tsv")
        assert (done.exit_code, os.path.exists("b.tsv")) == (3, False)
        assert f"a.tmx: declares the encoding {label}, which is unknown" in done.stderr

    @pytest.mark.parametrize("name", ["a.tmx", "a.xlf"])
    def test_entities_of_a_dtd_that_is_not_opened_are_not_lost(self, name: str) -> None:
        doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
        body = f"<tmx><body>{UNIT}</body></tmx>" if name == "a.tmx" else xliff(XLIFF_UNIT.format(1, "&a;雨", "Rain"))
        Path(name).write_text(doctype + body.replace("Rain", "Rain&nbsp;&mdash; R&amp;D"), "utf-8")
        assert [(pair.zh, pair.en) for pair in read(name)] == [("&a;雨", "Rain\xa0— R&D")]

    def test_lines_of_json_in_utf_16_are_refused_as_such(self) -> None:
        Path("a.jsonl").write_bytes('{"zh": "雨", "en": "rain"}\n{"zh": "雪", "en": "snow"}\n'.encode("utf-16"))
        assert failures("a.jsonl") == ["a.jsonl: is UTF-16; JSONL is UTF-8: convert it first"]

    @pytest.mark.parametrize("name", ["a.tmx", "a.xlf"])
    def test_elements_a_million_deep_end_the_reading(self, name: str) -> None:
        Path(name).write_text("<tmx>" + "<a>" * 1_000_000, "utf-8")
        (said,) = failures(name)
        assert "nested more than" in said

    @pytest.mark.parametrize("name", [name for name in NAMES.values() if not name.endswith(("/", ".zh"))])
    @pytest.mark.parametrize(
        "data",
        [b"", b"\0", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(14, 256)) + b"\0", b"<", b"{", b"<tmx>", b"SQLite format 3\0", b"PAR1PAR1"],
    )
    def test_what_is_no_corpus_is_named(self, name: str, data: bytes) -> None:
        if name.endswith(".parquet"):
            pytest.importorskip("pyarrow")
        Path(name).write_bytes(data)
        found = list(read_corpus(name))
        assert found
        assert all(isinstance(one, Failed) and str(one.error).startswith(name) for one in found)

    @pytest.mark.parametrize("form", forms(NAMES))
    def test_what_is_not_there_is_named(self, form: str) -> None:
        (said,) = failures(f"nowhere/{NAMES[form]}", form=form)
        assert "no " in said
        assert said.startswith("nowhere")

    def test_units_before_the_damage_are_read(self) -> None:
        write("a.tmx", [FULL, BARE])
        whole = Path("a.tmx").read_bytes()
        Path("a.tmx").write_bytes(whole[: whole.index(b'tuid="2"') + 20])
        found = list(read_corpus("a.tmx"))
        assert found[0] == FULL
        assert isinstance(found[1], Failed)
        assert "a.tmx:22: is no TMX (unclosed token)" in str(found[1].error)

    def test_a_bad_unit_is_named_and_the_others_are_read(self) -> None:
        bad = '<tu><prop type="x-score">high</prop><tuv xml:lang="zh"><seg>雨</seg></tuv><tuv xml:lang="en"><seg>Rain</seg></tuv></tu>'
        lone = '<tu><tuv xml:lang="zh"><seg>雨</seg></tuv></tu>'
        Path("a.tmx").write_text(f"<tmx><body>{UNIT.replace('&a;', '')}{bad}{lone}{UNIT.replace('&a;', '')}</body></tmx>", "utf-8")
        places = [one.place if isinstance(one, Failed) else one[0] for one in read_placed("a.tmx")]
        assert places == ["a.tmx#1", "a.tmx#2", "a.tmx#3", "a.tmx#4"]
        assert [said.split(": ", 1)[0] for said in failures("a.tmx")] == ["a.tmx#2", "a.tmx#3"]

    def test_a_tmx_in_utf_16_with_what_others_say_of_a_unit(self) -> None:
        unit = (
            '<tu tuid="9" creationdate="20240501T120000Z" creationid="li"><note>one</note><note>two</note><prop type="domain">law</prop>'
            '<tuv lang="ZH-HANS"><prop type="x-file">a.doc</prop><seg>第<bpt i="1">&lt;b></bpt>一<ept i="1">&lt;/b></ept>条</seg></tuv>'
            '<tuv lang="eng"><seg>Article <hi>1</hi></seg></tuv></tu>'
        )
        Path("a.tmx").write_bytes(f'<?xml version="1.0" encoding="utf-16"?><tmx><body>{unit}</body></tmx>'.encode("utf-16"))
        (pair,) = read("a.tmx")
        assert (pair.id, pair.zh, pair.en) == ("9", "第一条", "Article 1")
        assert pair.extra == {
            "creationdate": "20240501T120000Z",
            "creationid": "li",
            "note": ["one", "two"],
            "domain": "law",
            "file": "a.doc",
        }
        write("b.tmx", [pair])
        assert read("b.tmx") == [pair]
        assert 'creationdate="20240501T120000Z"' in Path("b.tmx").read_text("utf-8")

    def test_xliff_with_codes_alternatives_and_a_unit_that_is_not_translated(self) -> None:
        inner = '雨<g id="1">大<x id="2"/></g><ph id="3">%s<sub>no</sub></ph>。'
        alternative = "<alt-trans><source>雪</source><target>Snow</target></alt-trans>"
        unit = XLIFF_UNIT.format("1", inner, "It <mrk>rains</mrk>.").replace("</trans-unit>", f"<note>n</note>{alternative}</trans-unit>")
        Path("a.xlf").write_text(xliff(unit + '<trans-unit id="2"><source>雪</source></trans-unit>'), "utf-8")
        first, second = read_corpus("a.xlf")
        assert first == Pair("1", "雨大。", "It rains.", 1.0, extra={"note": "n"})
        assert "a.xlf#2: has no Chinese and English side" in str(second.error if isinstance(second, Failed) else second)

    def test_xliff_2_from_english_with_several_segments(self) -> None:
        unit = (
            '<unit id="u1"><originalData><data id="d">&lt;br></data></originalData><segment><source>One.</source><target>一。</target></segment>'
            "<ignorable><source> </source></ignorable>"
            '<segment><source>Two<cp hex="0007"/><ph id="1"/>.</source><target><pc id="2">二</pc>。</target></segment></unit>'
        )
        Path("a.xlf").write_text(xliff(unit, "2.1"), "utf-8")
        assert [(pair.id, pair.zh, pair.en) for pair in read("a.xlf")] == [("u1:1", "一。", "One."), ("u1:2", "二。", "Two\x07.")]

    @pytest.mark.parametrize("code", ["", "zz", "D800", "110000", "9" * 5000])
    def test_a_character_that_is_none(self, code: str) -> None:
        unit = f'<unit id="u"><segment><source>a<cp hex="{code}"/></source><target>一</target></segment></unit>'
        Path("a.xlf").write_text(xliff(unit, "2.0"), "utf-8")
        assert [pair.en for pair in read("a.xlf")] == ["a\ufffd"]

    def test_moses_as_opus_ships_it(self) -> None:
        Path("News.en-zh_CN.zh_CN").write_text("雨。\n\n雪。\n", "utf-8")
        Path("News.en-zh_CN.en").write_text("Rain.\n\nSnow.\n", "utf-8")
        Path("News.en-zh_CN.ids").write_text(
            "en/a.xml.gz\tzh_CN/a.xml.gz\t1 2\t1\nx\ty\t3\t3\nen/a.xml.gz\tzh_CN/a.xml.gz\t5\t6\tNone\n", "utf-8"
        )
        one, two = read("News.en-zh_CN.zh_CN")
        assert (one.zh, one.en, one.zh_segments, one.en_segments) == ("雨。", "Rain.", ("1",), ("1", "2"))
        assert one.extra == {"doc": "zh_CN/a.xml.gz", "en_doc": "en/a.xml.gz"}
        assert (two.zh_segments, two.en_segments, two.score, two.id) == (("6",), ("5",), 1.0, "News.en-zh_CN.zh_CN:3")

    def test_an_archive_as_opus_ships_it(self) -> None:
        with zipfile.ZipFile("News.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in (("README", "x"), ("News.en-zh.en", "Rain.\n"), ("News.en-zh.zh", "雨。\n"), ("News.en-zh.scores", "0.5\n")):
                archive.writestr(name, text)
        assert read("News.zip") == [Pair("News.en-zh.zh:1", "雨。", "Rain.", 0.5)]
        whole = Path("News.zip").read_bytes()
        Path("News.zip").write_bytes(whole[:-30])
        assert "cannot be unpacked" in failures("News.zip")[0]
        with zipfile.ZipFile("None.zip", "w") as archive:
            archive.writestr("README", "x")
        assert "there is no file STEM.zh" in failures("None.zip")[0]

    def test_an_archive_of_several_corpora_is_not_read_in_part(self) -> None:
        with zipfile.ZipFile("Two.zip", "w") as archive:
            for stem in ("a", "b/c"):
                archive.writestr(f"{stem}.zh", "雨。\n")
                archive.writestr(f"{stem}.en", "Rain.\n")
        assert failures("Two.zip") == ["Two.zip: holds 2 corpora (a, b/c, …); unpack it, and name one of the files"]

    def test_scores_beside_moses_files(self) -> None:
        for name, text in (("c.zh", "雨\n雪\n"), ("c.en", "rain\nsnow\n"), ("c.scores", "1.05\nx\n")):
            Path(name).write_text(text, "utf-8")
        one, two = read_corpus("c.en")
        assert isinstance(one, Pair)
        assert one.score == 1.05
        assert isinstance(two, Failed)

    def test_moses_files_of_different_lengths(self) -> None:
        Path("c.zh").write_text("雨\n雪\n雾\n", "utf-8")
        Path("c.en").write_text("rain\nsnow\n\n\n", "utf-8")
        assert [one.zh for one in read_corpus("c.zh") if isinstance(one, Pair)] == ["雨", "雪", "雾"]
        Path("c.en").write_text("rain\n", "utf-8")
        assert "c.en:2: ends after 1 lines" in failures("c.zh")[0]

    def test_parquet_of_other_people(self) -> None:
        arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        texts = [{"zh-CN": "雨", "en": "rain"}, None, {"zh-CN": "雪", "en": "snow"}]
        parquet.write_table(arrow.table({"translation": texts, "id": [1, 2, 3], "when": [None, None, 5.5]}), "a.parquet")
        one, two, three = read_corpus("a.parquet")
        assert (one, three) == (Pair("1", "雨", "rain", 1.0), Pair("3", "雪", "snow", 1.0, extra={"when": 5.5}))
        assert isinstance(two, Failed)
        assert two.place == "a.parquet#2"

    def test_a_database_of_other_people(self) -> None:
        with sqlite3.connect("a.db") as database:
            database.execute("CREATE TABLE pairs (zh, en, score)")
            database.executemany(
                "INSERT INTO pairs VALUES (?, ?, ?)", [("雨", "rain", 0.5), (b"\xff", "x", 1), ("雪", None, 1), ("雾", "fog", "high")]
            )
        database.close()
        found = list(read_corpus("a.db"))
        assert found[0] == Pair("a.db#1", "雨", "rain", 0.5)
        assert [isinstance(one, Failed) for one in found] == [False, True, True, True]

    def test_a_view_is_no_table(self) -> None:
        with sqlite3.connect("a.db") as database:
            database.execute(
                "CREATE VIEW pairs AS WITH RECURSIVE c(zh, en) AS (SELECT '1', '2' UNION ALL SELECT zh, en FROM c) SELECT * FROM c"
            )
        database.close()
        assert "has no table `pairs`" in failures("a.db")[0]

    @pytest.mark.parametrize("form", forms(["jsonl", "tsv", "tmx", "xliff", "parquet", "sqlite", "moses"]))
    def test_a_record_over_the_limit_is_named(self, form: str) -> None:
        write(NAMES[form], [Pair("1", "雨" * 200_000, "x", 1.0)], form)
        assert "over the limit" in failures(NAMES[form], form=form, limit=100_000)[0]

    @pytest.mark.parametrize(
        "data",
        [
            b"[1]\n",
            b'{"zh": "a"}\n',
            b'{"zh": "a", "en": "b", "score": "c"}\n',
            b'{"zh": "a", "en": "b", "findings": [1]}\n',
            b'{"zh": 1, "en": NaN}\n',
        ],
    )
    def test_a_bad_line_is_named_and_the_next_is_read(self, data: bytes) -> None:
        Path("a.jsonl").write_bytes(data + b'{"zh": "a", "en": "b"}\n')
        bad, good = read_corpus("a.jsonl")
        assert isinstance(bad, Failed)
        assert str(bad.error).startswith("a.jsonl:1: ")
        assert isinstance(good, Pair)


class TestTellingFormats:
    @pytest.mark.parametrize(
        ("data", "zh"),
        [
            ('{"zh": "雨", "en": "rain"}', "雨"),
            ("雨\train", "雨"),
            ("{雨}\train", "{雨}"),
            ("<b>雨</b>\train", "<b>雨</b>"),
            (f"\ufeff<?xml version='1.0'?>\n<tmx><body>{UNIT.replace('&a;', '')}</body></tmx>", "雨"),
            ("<!-- x -->" + xliff(XLIFF_UNIT.format(1, "雨", "rain")), "雨"),
        ],
    )
    def test_first_bytes_tell_the_format_of_a_stream(self, data: str, zh: str) -> None:
        Path("a.dat").write_text(data, "utf-8")
        assert [pair.zh for pair in read("a.dat")] == [zh]
        done = run("-", "-", "-q", stdin=data)
        assert [one["zh"] for one in lines(done.stdout)] == [zh]

    @pytest.mark.parametrize("name", ["parquet", "sqlite", "moses", "huggingface"])
    def test_what_is_no_stream_is_refused_as_one(self, name: str) -> None:
        with pytest.raises(UsageError, match="cannot go through a pipe"):
            list(read_corpus("-", form=name))
        with pytest.raises(UsageError, match="cannot go through a pipe"), open_corpus("-", form=name):
            pass

    def test_packing_is_refused_where_it_makes_no_sense(self) -> None:
        with pytest.raises(UsageError, match="cannot be packed"), open_corpus("a.sqlite.gz"):
            pass

    def test_unknown_formats_and_columns_are_usage_errors(self) -> None:
        for path, how in (
            ("a.docx", {}),
            ("a.tsv", {"form": "docx"}),
            ("a.tsv", {"columns": ["zh"]}),
            ("a.tsv", {"columns": ["zh", "en", "zh"]}),
            ("a.tmx", {"columns": ["zh", "en"]}),
        ):
            with pytest.raises(UsageError), open_corpus(path, **how):
                pass
        assert os.listdir() == []

    def test_each_suffix_tells_one_format(self) -> None:
        suffixes = [suffix for made in FORMATS.values() for suffix in made.suffixes]
        assert len(suffixes) == len(set(suffixes))
        assert corpus_format("out/").name == "huggingface"


class TestWholeOrNotAtAll:
    @pytest.mark.parametrize("form", forms(NAMES))
    def test_an_error_leaves_what_was_there(self, form: str) -> None:
        path = NAMES[form]
        if not path.endswith("/"):
            write(path, [BARE], form)
        before = {name: Path(name).read_bytes() for name in os.listdir()}

        def pairs() -> Iterator[Pair]:
            yield from [FULL] * 3000
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            write(path, pairs(), form)
        assert {name: Path(name).read_bytes() for name in os.listdir()} == before

    @pytest.mark.parametrize("form", forms(NAMES))
    def test_an_input_is_never_written_over(self, form: str) -> None:
        write(NAMES[form], [BARE], form)
        with pytest.raises(OutputError), open_corpus(NAMES[form], form=form, inputs=[NAMES[form]]):
            pass
        assert read(NAMES[form], form)[0].zh == BARE.zh

    @pytest.mark.parametrize("form", forms(NAMES))
    def test_a_folder_that_is_not_there(self, form: str) -> None:
        with pytest.raises(OutputError, match="does not exist"), open_corpus(f"nowhere/{NAMES[form]}", form=form):
            pass

    @pytest.mark.parametrize("form", forms(["jsonl", "tsv", "tmx", "xliff", "parquet"]))
    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    def test_a_full_disk(self, form: str) -> None:
        with pytest.raises(OutputError, match="disk is full"):
            write("/dev/full", [FULL], form)

    def test_a_dataset_that_cannot_be_written_is_named_as_it_was_asked_for(self) -> None:
        code = (
            "import resource; from bitext.io.corpora import open_corpus; from bitext.model import Pair\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (9999, 9999))\n"
            "with open_corpus('a/', form='huggingface-jsonl') as corpus:\n    for n in range(3000):\n        corpus.write(Pair(str(n), '雨', 'rain', 1.0))\n"
        )
        root = str(Path(__file__).parent.parent)
        done = subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONPATH": root}
        )
        assert "OutputError: a/: the file grows too large" in done.stderr
        assert os.listdir() == []

    @pytest.mark.parametrize("form", forms(["huggingface", "huggingface-jsonl"]))
    def test_a_folder_with_something_in_it_stays(self, form: str) -> None:
        Path("a").mkdir()
        Path("a/mine").touch()
        with pytest.raises(OutputError, match="no empty folder"):
            write("a", [BARE], form)
        assert os.listdir("a") == ["mine"]
        assert os.listdir() == ["a"]

    def test_a_killed_writer_leaves_no_database(self) -> None:
        code = (
            "import os\nfrom bitext.io.corpora import open_corpus\nfrom bitext.model import Pair\n"
            "with open_corpus('a.sqlite') as corpus:\n    for n in range(5000):\n        corpus.write(Pair(str(n), '雨', 'rain', 1.0))\n    os.kill(os.getpid(), 9)\n"
        )
        root = str(Path(__file__).parent.parent)
        assert subprocess.run([sys.executable, "-c", code], check=False, env=os.environ | {"PYTHONPATH": root}).returncode == -9
        assert not os.path.exists("a.sqlite")

    def test_the_same_pairs_give_the_same_bytes(self) -> None:
        with_arrow = ["parquet"] if importlib.util.find_spec("pyarrow") else []
        for form in ("jsonl", "tsv", "tmx", "xliff", "xliff2", "sqlite", *with_arrow):
            write("one", [FULL, BARE], form)
            write("two", [FULL, BARE], form)
            assert Path("one").read_bytes() == Path("two").read_bytes(), form


class TestCommand:
    def corpus(self, count: int = 30) -> None:
        codes = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(count)]  # no two of them are alike
        pairs = [Pair(str(n), f"雨{code}。", f"Rain {code[::-1]}\x07.", 0.5, extra={"doc": f"d{n // 3}"}) for n, code in enumerate(codes)]
        write("in.jsonl", pairs)

    def test_bad_records_are_named_and_the_rest_converted(self) -> None:
        self.corpus()
        with open("in.jsonl", "a", encoding="utf-8") as file:
            file.write("{bad\n")
        done = run("in.jsonl", "out.tmx")
        assert done.exit_code == 3
        assert "in.jsonl:31: is no pair" in done.stderr
        assert "30 texts held characters that XML cannot, now U+FFFD" in done.stderr
        assert "30 pairs, 1 failed" in done.stderr
        assert len(read("out.tmx")) == 30

    def test_nothing_is_written_where_nothing_can_be_read(self) -> None:
        for path in ("none.tmx", "empty.tmx"):
            Path("empty.tmx").touch()
            done = run(path, "out.tsv")
            assert done.exit_code == 3
            assert path in done.stderr
            assert not os.path.exists("out.tsv")

    def test_columns(self) -> None:
        Path("in.tsv").write_text("7\tRain\t雨\n8\tSnow\n", "utf-8")
        done = run("in.tsv", "-", "--columns", "id,en,zh", "--to", "tsv")
        assert done.stdout == "7\tRain\t雨\n"
        assert "in.tsv:2: has 2 cells, not 3" in done.stderr
        assert run("in.tsv", "-", "--columns", "id,en,zh", "--to", "tsv", "--to-columns", "zh,id,en").stdout == "雨\t7\tRain\n"
        assert run("in.tsv", "-", "--columns", "id,en").exit_code == 2

    def test_a_configuration_sets_the_options(self) -> None:
        Path("bitext.toml").write_text('[convert]\nto = "tsv"\nto-columns = "en,zh"\n', "utf-8")
        assert run("-", "-", "-q", stdin='{"zh": "雨", "en": "rain"}').stdout == "rain\t雨\n"

    def test_signatures_pass_from_file_to_file(self) -> None:
        write("a.tmx", [BARE], signature=SIGNATURE)
        for source, target in (("a.tmx", "b.xlf"), ("b.xlf", "c.db"), ("c.db", "d/")):
            assert run(source, target, *(("--to", "huggingface-jsonl") if target == "d/" else ())).exit_code == 0
            assert read_signature(target) == SIGNATURE

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_named_pipe_is_read_once(self) -> None:
        write("a.tmx", [BARE], signature=SIGNATURE)
        os.mkfifo("pipe.tmx")
        with subprocess.Popen(["bash", "-c", "cat a.tmx > pipe.tmx"]) as writing:
            done = run("pipe.tmx", "b.jsonl")
            writing.kill()
        assert (done.exit_code, read("b.jsonl")) == (0, [BARE])

    @pytest.mark.parametrize("target", ["out.tmx", "out.zh.gz", "hf/"])
    def test_a_split_parts_no_document(self, target: str) -> None:
        self.corpus(90)
        form = ("--to", "huggingface-jsonl") if target == "hf/" else ()
        done = run("in.jsonl", target, "--split", "train=.6,dev=.2,test=.2", *form)
        assert done.exit_code == 0, done.stderr
        if target == "hf/":
            parts = [
                [p for p in read("hf", "huggingface-jsonl") if p.extra.get("split") == name] for name in ("train", "validation", "test")
            ]
        else:
            parts = [read(part_path(target, name)) for name in ("train", "dev", "test")]
        assert sorted(p.id for part in parts for p in part) == sorted(map(str, range(90)))
        documents = [{p.extra["doc"] for p in part} for part in parts]
        assert sum(map(len, documents)) == 30

    def test_a_split_of_standard_input_into_standard_output_is_refused(self) -> None:
        done = run("-", "-", "--split", "train=.5,test=.5", stdin='{"zh": "a", "en": "b"}')
        assert done.exit_code == 2
        assert run("-", "x.tmx", "--split", "train=.5", stdin='{"zh": "a", "en": "b"}').exit_code == 2

    def test_an_input_is_no_output(self) -> None:
        self.corpus()
        assert run("in.jsonl", "in.jsonl").exit_code == 4
        assert len(read("in.jsonl")) == 30

    def test_the_library_says_what_the_command_says(self) -> None:
        self.corpus()
        told: list[Failed] = []
        done = convert_corpus("in.jsonl", "out.xlf", to="xliff2", tell=told.append)
        assert (done.pairs, done.failed, told) == (30, 0, [])
        with pytest.raises(InputError, match="no such file"):
            convert_corpus("none.jsonl", "out.xlf")

    def test_standard_streams_that_are_closed_do_no_harm(self) -> None:
        self.corpus()
        script = f'"{sys.executable}" -m bitext convert in.jsonl out.tsv <&- >&-'
        root = str(Path(__file__).parent.parent)
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, check=False, encoding="utf-8", env={"PATH": os.environ["PATH"], "PYTHONPATH": root}
        )
        assert (done.returncode, done.stderr) == (0, "30 pairs, 0 failed\n")

    def test_a_closed_pipe_ends_quietly(self) -> None:
        self.corpus(20_000)
        script = f'"{sys.executable}" -m bitext convert in.jsonl - --to tmx | head -n 1; echo "${{PIPESTATUS[0]}}"'
        root = str(Path(__file__).parent.parent)
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, check=False, encoding="utf-8", env={"PATH": os.environ["PATH"], "PYTHONPATH": root}
        )
        assert done.stdout.splitlines()[-1] == "0"
        assert "Traceback" not in done.stderr


class _Counted(io.BytesIO):
    """Counts how often it is read."""

    reads = 0

    def read1(self, size: int | None = -1, /) -> bytes:
        return self.read(size)

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


def test_one_long_token_is_not_read_again_with_every_piece() -> None:
    """Expat before 2.6 does so; in pieces of one length, there would be 256 of them here."""
    stream = _Counted(b'<tmx><tu tuid="' + b"a" * (1 << 24))
    (found,) = tmx.read_stream(stream, "a.tmx", limit=1 << 26)  # type: ignore[arg-type]
    assert isinstance(found, Failed)
    assert stream.reads < 20


def test_a_glossary_command_reads_any_format() -> None:
    for form, name in (("xliff", "a.xlf"), ("moses", "a.zh"), ("sqlite", "a.db")):
        write(name, [Pair("1", "渝金通上线了。", "Yu Jin Tong went online.", 1.0)], form)
        done = CliRunner().invoke(app, ["glossary", "verify", name])
        assert done.exit_code == 0
        assert f"{name}:1: term-forbidden" in done.stdout


def test_a_moses_file_that_cannot_be_written_takes_the_others_with_it() -> None:
    Path("a.en").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write("a.zh", [BARE])
    assert os.listdir() == ["a.en"]


@pytest.mark.parametrize("name", ["a.parquet", "a/"])
def test_without_pyarrow_the_extra_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("-", name, stdin='{"zh": "a", "en": "b"}')
    assert done.exit_code == 2
    assert "pip install 'bitext[parquet]'" in done.stderr
    assert os.listdir() == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_what_drives_a_terminal_is_made_visible_on_one() -> None:
    import pty

    write("a.jsonl", [Pair("1", "雨\u202e", "Rain\x1b[2J", 1.0)])
    ours, theirs = pty.openpty()
    root = str(Path(__file__).parent.parent)
    command = [sys.executable, "-m", "bitext", "convert", "a.jsonl", "-", "--to", "tsv", "-q"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False, env=os.environ | {"PYTHONPATH": root})
    os.close(theirs)
    said = os.read(ours, 4096).decode()
    os.close(ours)
    assert done.returncode == 0
    assert said == "雨\\u202e\tRain\\u001b[2J\t1.0\r\n"


@pytest.mark.parametrize("form", forms(name for name in NAMES if not NAMES[name].endswith("/")))
@QUICK
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), min_size=1, max_size=5), cut=st.floats(0, 1))
def test_a_damaged_file_yields_pairs_and_failures_only(form: str, changes: list[tuple[float, bytes]], cut: float) -> None:
    path = Path(NAMES[form])
    if not Path("whole").exists():
        write(NAMES[form], [replace(FULL, id=str(n)) for n in range(20)], form)
        path.rename("whole")
    data = bytearray(Path("whole").read_bytes())
    for place, piece in changes:
        at = int(place * len(data))
        data[at : at + len(piece)] = piece
    path.write_bytes(data[: int(len(data) * cut)] if cut < 0.5 else data)
    for found in read_corpus(path, form=form):
        assert isinstance(found, (Pair, Failed))
