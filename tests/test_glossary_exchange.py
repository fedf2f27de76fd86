"""Glossaries in other programs' formats: nothing lost unsaid, nothing resolved, nothing run."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.errors import InputError, UsageError
from bitext.glossary import Concept, parse_sheet
from bitext.glossary.exchange import FORMATS, Notice, export_concepts, format_named, import_concepts
from bitext.glossary.exchange.markup import DEPTH
from bitext.glossary.exchange.tables import defuse, fuse
from bitext.glossary.model import CASES, GROUNDS, STATUSES
from bitext.glossary.starter import load_starter
from tests.strategies import dirty_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from typer.testing import Result

NAMES = [one.name for one in FORMATS]
WHOLE = [one.name for one in FORMATS if one.whole]
PAIRS = [one.name for one in FORMATS if not one.whole]
FULL = Concept(
    "2nd-river-port", ("第二江港", "二号江港"), ("Second River Port", "River Port No. 2"), variants_zh=("第二江港區",), forbidden_zh=("二河口",),
    forbidden_en=("Two River Port", "=Port|2"), definition="A port <on> the river & its yards", domain="ports", pos="proper noun", case="exact",
    translate=False, status="approved", ground="usage", source="harbour notice, 2024-05-01", note="Never “harbor”.", related=("river-bridge",),
)  # fmt: skip
BOMB = '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><tmx><body><tu><note>&b;</note></tu></body></tmx>'
STOLEN = '<?xml version="1.0"?><!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/hostname">]><tbx><text><body><conceptEntry><note>&x;</note></conceptEntry></body></text></tbx>'
OUTER = '<!DOCTYPE martif SYSTEM "http://example.org/TBXcoreStructV02.dtd"><martif><text><body><termEntry><note>&name;</note></termEntry></body></text></martif>'


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def there_and_back(concepts: Sequence[Concept], form: str) -> tuple[Concept, ...]:
    return import_concepts(export_concepts(concepts, form).data, form).concepts


@pytest.mark.parametrize("form", WHOLE)
def test_a_whole_format_holds_every_field(form: str) -> None:
    made = export_concepts([FULL], form)
    assert made.notices == ()
    assert import_concepts(made.data, form).concepts == (FULL,)


@pytest.mark.parametrize("form", WHOLE)
def test_the_starter_glossary_goes_there_and_back(form: str) -> None:
    concepts = load_starter().concepts
    assert there_and_back(concepts, form) == concepts


_texts = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" =+-@'|\\<>&\"`*_#,;\t渝金通"), min_size=1, max_size=12
).map(lambda text: " ".join(text.split()))
_texts = _texts.filter(lambda text: bool(text) and text != "\\" and not text.startswith("["))
_lists = st.lists(_texts, min_size=1, max_size=3, unique=True).map(tuple)
_few = st.lists(_texts, max_size=2, unique=True).map(tuple)
_concepts = st.builds(
    Concept, st.just("some-id"), _lists, _lists, _few, _few, _few, definition=st.just("") | _texts, domain=st.just("") | _texts,
    pos=st.sampled_from(("", "noun", "proper noun", "idiom")), case=st.sampled_from(CASES), translate=st.booleans(),
    status=st.sampled_from(STATUSES), ground=st.sampled_from((*GROUNDS, "")), source=st.just("") | _texts, note=st.just("") | _texts,
)  # fmt: skip


@pytest.mark.parametrize("form", [name for name in WHOLE if name != "xlsx"])
@given(concept=_concepts)
@settings(max_examples=40, deadline=None)
def test_any_concept_goes_there_and_back(form: str, concept: Concept) -> None:
    assert there_and_back([concept], form) == (concept,)


@given(st.text(max_size=20))
@example("'=x")
@example("''")
@example("\t")
def test_a_cell_is_no_formula_and_comes_back(cell: str) -> None:
    safe = defuse(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert fuse(safe) == cell


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
def test_no_cell_of_a_spreadsheet_begins_a_formula(form: str) -> None:
    evil = replace(FULL, zh=("=江港",), en=("+1 Port",), definition="@SUM(A1)", note="-2", source="\tx")
    data = export_concepts([evil], form).data
    if form == "xlsx":
        book = pytest.importorskip("openpyxl").load_workbook(io.BytesIO(data))
        cells = [(str(cell.value), cell.data_type) for row in book.worksheets[0] for cell in row if cell.value is not None]
        assert {kind for _, kind in cells} == {"s"}
        texts = [text for text, _ in cells]
    else:
        texts = [
            cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter="\t" if form == "tsv" else ",") for cell in row
        ]
    assert "'=江港" in texts
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert import_concepts(data, form).concepts[0].zh == ("=江港",)


@pytest.mark.parametrize("form", PAIRS)
def test_a_list_of_pairs_says_what_it_leaves_out(form: str) -> None:
    said = " ".join(map(str, export_concepts([FULL], form).notices))
    for field in ("forbidden_en", "forbidden_zh", "domain", "case", "related", "ground"):
        assert f"`{field}`" in said, field
    assert "'River Port No. 2'" in said
    assert ("`note`" in said) == (form != "omegat")


@pytest.mark.parametrize("form", PAIRS)
@pytest.mark.parametrize("reverse", [False, True])
def test_a_list_of_pairs_comes_back_as_terms(form: str, reverse: bool) -> None:
    concepts = [Concept("a", ("江港",), ("river port",)), Concept("b", ("货场", "堆场"), ("freight yard",))]
    back = import_concepts(export_concepts(concepts, form, reverse=reverse).data, form).concepts
    assert [(c.zh[0], c.en) for c in back] == [("江港", ("river port",)), ("货场", ("freight yard",))]


def test_the_columns_of_each_service() -> None:
    concepts = [Concept("a", ("江港",), ("river, port",), note="n")]
    made = {form: export_concepts(concepts, form).data.decode() for form in PAIRS}
    assert made == {
        "deepl": '江港,"river, port",zh,en\n',
        "google": "江港\triver, port\n",
        "google-csv": 'zh,en\n江港,"river, port"\n',
        "azure": "江港\triver, port\n",
        "omegat": "江港\triver, port\tn\n",
    }
    assert export_concepts(concepts, "deepl", reverse=True).data.decode() == '"river, port",江港,en,zh\n'


@pytest.mark.parametrize(
    ("concept", "form", "said"),
    [
        (Concept("a", ("甲" * 400,), ("A",)), "deepl", "1024 bytes"),
        (Concept("a", ("甲\t乙",), ("A",)), "google", "a tab"),
        (Concept("a", ("#甲",), ("A",)), "omegat", "a comment"),
        (Concept("a", ("甲",), ("A",), status="deprecated"), "azure", "deprecated a"),
        (Concept("a", ("甲",), ("=A",)), "azure", "formula"),
        (Concept("a", (), ("A",)), "tmx", "lacks a side"),
    ],
)
def test_what_cannot_stand_in_a_format_is_named(concept: Concept, form: str, said: str) -> None:
    made = export_concepts([concept], form)
    assert said in " ".join(map(str, made.notices))
    assert said == "formula" or "甲".encode() not in made.data


def test_two_translations_of_one_source_are_not_written_both() -> None:
    made = export_concepts([Concept("a", ("甲",), ("A",)), Concept("b", ("甲",), ("B",), domain="d")], "google")
    assert made.data.decode() == "甲\tA\n"
    assert Notice("'甲' stands there already with another translation, left out", "b") in made.notices


def test_tbx_3_has_the_elements_of_the_standard_in_their_places() -> None:
    tree = ET.fromstring(export_concepts([FULL], "tbx").data.decode())  # noqa: S314  our own
    space = "{urn:iso:std:iso:30042:ed-2}"
    assert (tree.tag, tree.get("style"), tree.get("type")) == (f"{space}tbx", "dca", "TBX-Basic")
    assert [child.tag for child in tree] == [f"{space}tbxHeader", f"{space}text"]
    entry = tree.find(f"{space}text/{space}body/{space}conceptEntry")
    assert entry is not None
    tags = [child.tag.removeprefix(space) for child in entry]
    assert tags[-2:] == ["langSec", "langSec"]
    assert set(tags[:-2]) == {"descrip", "admin", "note"}
    languages = [section.get("{http://www.w3.org/XML/1998/namespace}lang") for section in entry if section.tag.endswith("langSec")]
    assert languages == ["zh", "en"]
    for group in entry.iter(f"{space}termSec"):
        assert group[0].tag == f"{space}term"
        assert {child.tag for child in group[1:]} == {f"{space}termNote"}
    status = {
        group.findtext(f"{space}term"): [n.text for n in group.iter(f"{space}termNote") if n.get("type") == "administrativeStatus"]
        for group in entry.iter(f"{space}termSec")
    }
    assert status["第二江港"] == ["preferredTerm-admn-sts"]
    assert status["二号江港"] == ["admittedTerm-admn-sts"]
    assert status["Two River Port"] == ["deprecatedTerm-admn-sts"]


def test_tbx_2_is_read_by_an_independent_reader(tmp_path: Path) -> None:
    tbx = pytest.importorskip("translate.storage.tbx", reason="translate-toolkit (GPL) is not installed")
    path = tmp_path / "terms.tbx"
    path.write_bytes(export_concepts([FULL], "tbx2").data)
    store = tbx.tbxfile(sourcelanguage="zh", targetlanguage="en")
    store.parse(path.read_bytes())
    (unit,) = store.units
    assert (unit.source, unit.target) == (FULL.zh[0], FULL.en[0])
    assert [term.text for term in unit.get_target_terms()] == [*FULL.en, *FULL.forbidden_en]
    assert [term.deprecated for term in unit.get_target_terms()] == [False, False, True, True]
    notes = {note.text for note in unit.get_common_notes()}
    assert {FULL.definition, FULL.note} <= notes
    assert import_concepts(bytes(store), "tbx2").concepts == (FULL,)


def test_tbx_of_others_is_read() -> None:
    text = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">'
        '<martif type="TBX"><text><body><termEntry id="7"><langSet xml:lang="en-GB"><descripGrp><descrip type="definition">Where ships lie'
        '</descrip></descripGrp><ntig><termGrp><term>berth</term><termNote type="administrativeStatus">forbidden</termNote></termGrp></ntig>'
        '<tig><term>mooring <hi>place</hi>, wet</term></tig></langSet><langSet xml:lang="zh-CN"><tig><term>泊位</term></tig></langSet>'
        '<langSet xml:lang="fr"><tig><term>quai</term></tig></langSet></termEntry></body></text></martif>'
    )
    read = import_concepts(text.encode(), "tbx")
    (concept,) = read.concepts
    assert (concept.zh, concept.en, concept.forbidden_en) == (("泊位",), ("mooring place, wet",), ("berth",))
    assert concept.definition == "Where ships lie"
    assert [str(n) for n in read.notices] == ["entry 1: 1 terms in 'fr' are left out"]


@pytest.mark.parametrize("form", ["tbx", "tbx2", "tmx"])
@pytest.mark.parametrize("text", [BOMB, STOLEN, OUTER])
def test_entities_are_refused_and_nothing_is_fetched(form: str, text: str) -> None:
    with pytest.raises(InputError, match=r"entity|begins with"):
        import_concepts(text.encode(), form)


@pytest.mark.parametrize("part", [BOMB.encode(), BOMB.encode("utf-16"), b"<!--" + b"x" * 10_000 + b"-->" + BOMB.encode()])
def test_a_workbook_with_a_document_type_is_refused(part: bytes) -> None:
    pytest.importorskip("openpyxl")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", part)
    with pytest.raises(InputError, match="document type"):
        import_concepts(packed.getvalue(), "xlsx", "a.xlsx")


def test_a_workbook_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(UsageError, match=r"bitext\[xlsx\]"):
        export_concepts([FULL], "xlsx")


_hostile = st.one_of(
    st.binary(max_size=300), dirty_text.map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.sampled_from((
        b"<tbx>", b"<martif>", b"<tmx>", b"<body>", b"<conceptEntry>", b"<termEntry>", b"<tu>", b"</tu>", b'<tuv xml:lang="zh">', b"<seg>", b"</seg>",
        b'<langSec xml:lang="zh">', b"<termSec>", b"<term>", b"</term>", b"<note>", b"</note>", b"&lt;", b"&x;", b"<!DOCTYPE a [", b"<!ENTITY x 'y'>", b"]>",
        b"<![CDATA[", b"]]>", b"|", b"---", b"\n", b"zh", b"en", b"\t", b",", b'"', b"'=", "雨".encode(), b"\x00", b"\xff",
    )), max_size=30).map(b"".join),
)  # fmt: skip


@pytest.mark.parametrize("form", NAMES)
@given(data=_hostile)
@settings(max_examples=60, deadline=None)
def test_no_file_crashes_an_import(form: str, data: bytes) -> None:
    try:
        read = import_concepts(data, form)
    except InputError:
        return
    ids = [concept.id for concept in read.concepts]
    assert len(set(ids)) == len(ids)
    assert all(ids)


@pytest.mark.parametrize(
    "text",
    [
        "<tbx>" + "<a>" * (DEPTH + 5),
        "<tmx><body><tu>" + "<a/>" * 30_000,
        "<tbx>" + "x" * 300_000,
        "<tmx " + 'a="b" ' * 20_000,
        "<" * 300_000,
        "&" * 300_000,
    ],
)
def test_a_hostile_xml_is_refused(text: str) -> None:
    for form in ("tbx", "tmx"):
        with pytest.raises(InputError):
            import_concepts(text.encode(), form)


@pytest.mark.parametrize("mark", ["|", "\\", '"', ",", "\t", "-", "|-", "'", "=", "雨", "\n"])
def test_a_line_of_one_mark_is_read_or_refused(mark: str) -> None:
    for form in ("csv", "tsv", "md", "omegat", "deepl"):
        try:
            found = import_concepts((mark * 200_000).encode(), form).concepts
        except InputError:
            continue
        assert found == ()


def test_columns_are_known_by_other_names_and_the_unknown_are_named() -> None:
    read = import_concepts("English;中文;备注;price\nrain;雨;wet;5\n".encode("gb18030"), "csv")
    assert read.concepts == (Concept("rain", ("雨",), ("rain",), note="wet"),)
    assert [str(n) for n in read.notices] == ["row 1: the columns 'price' are unknown, left out"]


def test_rows_without_terms_are_named() -> None:
    read = import_concepts(b"rain,wind\n\n\xe9\x9b\xa8,rain\n", "csv")
    assert [c.zh for c in read.concepts] == [("雨",)]
    assert [str(n) for n in read.notices] == ["row 1: has no Chinese and English term, left out"]


def test_suffixes_tell_formats() -> None:
    assert [format_named(f"x{suffix}") for one in FORMATS for suffix in one.suffixes] == [one.name for one in FORMATS for _ in one.suffixes]


def test_export_and_import_on_the_command_line(tmp_path: Path) -> None:
    source = tmp_path / "g.toml"
    source.write_text(
        'retired = ["old"]\n\n[[concept]]\nid = "rain"\nzh = ["雨"]\nen = ["rain"]\nforbidden_en = ["rian"]\nground = "usage"\n', "utf-8"
    )
    done = run("glossary", "export", source, "--to", "deepl")
    assert (done.exit_code, done.stdout) == (0, "雨,rain,zh,en\n")
    assert "deepl does not hold `forbidden_en` (1 concept: rain)" in done.stderr
    assert "1 retired ids" in done.stderr
    done = run("glossary", "export", source, "-o", tmp_path / "g.tbx", "-q")
    assert done.exit_code == 0
    done = run("glossary", "import", tmp_path / "g.tbx")
    (entry,) = parse_sheet(done.stdout).entries
    assert (entry.id, entry.texts("forbidden_en"), entry.text("ground")) == ("rain", ("rian",), "usage")
    done = run("glossary", "import", "-", "--from", "google", "--ground", "usage", "--domain", "weather", stdin="风\twind\nno\ttab\n")
    (entry,) = parse_sheet(done.stdout).entries
    assert (entry.text("ground"), entry.text("domain")) == ("usage", "weather")
    assert "row 2" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("import", "no.csv"), 3, "no such file"),
        (("import", "-"), 2, "not told by its name"),
        (("import", "-", "--from", "cvs"), 2, "did you mean 'csv'"),
        (("import", "-", "--from", "tbx"), 3, "is no XML"),
        (("import", "-", "--from", "csv", "--ground", "guess"), 2, "unknown"),
        (("export", "-"), 2, "no format is said"),
        (("export", "-", "--to", "csv"), 3, "no TOML"),
    ],
)
def test_mistakes_are_named(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run("glossary", *arguments, stdin="{]")
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr


def test_json_of_the_cases_is_no_glossary() -> None:
    with pytest.raises(InputError):
        import_concepts(json.dumps({"zh": "雨"}).encode(), "tmx")
