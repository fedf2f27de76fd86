"""TBX (ISO 30042): version 2 (`martif`) and version 3 (`tbx`, DCA style), the dialect TBX-Basic, statuses kept.

Data categories and their values are those of TBX-Basic (https://www.tbxinfo.net/tbx-dialects/): a preferred term is
`preferredTerm-admn-sts`, an admitted one and a variant `admittedTerm-admn-sts`, a forbidden one `deprecatedTerm-admn-sts`. Fields
that TBX-Basic has no category for stand in notes, as `[field] value`; our reader puts them back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.glossary.exchange.markup import element, read_entries
from bitext.glossary.exchange.records import Exported, Imported, Notice, concept_from, number_ids, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.glossary.exchange.markup import Element
    from bitext.glossary.exchange.records import Row
    from bitext.glossary.model import Concept

__all__ = ["read_tbx", "write_tbx"]

#: The fields that hold terms: the language, the status, and the type where there is one.
_TERMS = {
    "zh": ("zh", "admittedTerm-admn-sts", ""), "variants_zh": ("zh", "admittedTerm-admn-sts", "variant"),
    "forbidden_zh": ("zh", "deprecatedTerm-admn-sts", ""), "en": ("en", "admittedTerm-admn-sts", ""),
    "forbidden_en": ("en", "deprecatedTerm-admn-sts", ""),
}  # fmt: skip
#: Parts of speech of TBX-Basic by ours.
_POS = {"noun": "noun", "proper noun": "properNoun", "verb": "verb", "adjective": "adjective", "adverb": "adverb"}
_POS_BACK = {value: key for key, value in _POS.items()}
#: Fields without a category: they stand in notes.
_IN_NOTES = ("pos", "case", "translate", "status", "ground", "related")
_DRAFT = ("status", "draft")  # what a concept is that does not say

_MARKED = re.compile(r"^\[([a-z_]{1,20})\] (.*)$", re.DOTALL)
_FORBIDDEN = ("deprecated", "superseded", "forbidden", "obsolete")
_HEAD = {
    2: '<?xml version="1.0" encoding="UTF-8"?>\n<martif type="TBX-Basic" xml:lang="zh">\n<martifHeader><fileDesc><sourceDesc><p>bitext glossary</p>'
    '</sourceDesc></fileDesc><encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>\n<text><body>\n',
    3: '<?xml version="1.0" encoding="UTF-8"?>\n<tbx type="TBX-Basic" style="dca" xml:lang="zh" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><sourceDesc><p>bitext glossary</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n",
}  # fmt: skip
_FOOT = {2: "</body></text>\n</martif>\n", 3: "</body></text>\n</tbx>\n"}
#: What an entry, a language and a term are called in each version.
_NAMES = {2: ("termEntry", "langSet", "tig"), 3: ("conceptEntry", "langSec", "termSec")}


def write_tbx(concepts: Sequence[Concept], version: int) -> Exported:
    """Write TBX.

    Args:
        concepts: what to write.
        version: 2 or 3.

    >>> from bitext.glossary.model import Concept
    >>> "<term>渝金通</term>" in write_tbx([Concept("yujintong", ("渝金通",), ("Yujintong",))], 3).data.decode()
    True
    """
    parts = [_HEAD[version], *(f"{_entry(concept, version)}\n" for concept in concepts), _FOOT[version]]
    return Exported("".join(parts).encode("utf-8", "replace"))


def _entry(concept: Concept, version: int) -> str:
    entry, section, _ = _NAMES[version]
    values = values_of(concept)
    about = [element("descrip", text, type="subjectField") for text in values.get("domain", ())]
    about += [element("descrip", text, type="definition") for text in values.get("definition", ())]
    about += [element("admin", text, type="source") for text in values.get("source", ())]
    about += [element("note", text) for text in values.get("note", ())]
    pos = _POS.get(concept.pos, "")
    about += [
        element("note", f"[{name}] {text}")
        for name in _IN_NOTES
        for text in values.get(name, ())
        if not (name == "pos" and pos) and (name, text) != _DRAFT
    ]  # fmt: skip
    sections = []
    for lang in ("zh", "en"):
        terms = [term for name, (of, _, _) in _TERMS.items() if of == lang for term in _terms(name, values, version, pos)]
        if terms:
            sections.append(f'<{section} xml:lang="{lang}">' + "".join(terms) + f"</{section}>")
    # xml:id must not begin with a digit (https://www.w3.org/TR/xml-id/)
    name = concept.id if concept.id[:1].isalpha() else f"_{concept.id}"
    opening = element(entry, id=name).removesuffix(f"</{entry}>")
    return "\n".join([opening, *about, *sections, f"</{entry}>"])


def _terms(name: str, values: Row, version: int, pos: str) -> Iterator[str]:
    """The terms of a field; the first of `zh` and `en` is the preferred one."""
    _, status, kind = _TERMS[name]
    group = _NAMES[version][2]
    for number, term in enumerate(values.get(name, ())):
        chosen = "preferredTerm-admn-sts" if number == 0 and name in ("zh", "en") else status
        notes = [("partOfSpeech", pos), ("termType", kind), ("administrativeStatus", chosen)]
        said = "".join(element("termNote", value, type=label) for label, value in notes if value)
        yield f"<{group}>{element('term', term)}{said}</{group}>"


def read_tbx(text: str, name: str) -> Imported:
    """Read TBX of either version; terms in other languages than Chinese and English are named and left out.

    Raises:
        InputError: it is no TBX, or declares entities.

    >>> from bitext.glossary.model import Concept
    >>> one = Concept("a", ("甲", "乙"), ("A",), forbidden_en=("Ay",), note="n", case="exact")
    >>> read_tbx(write_tbx([one], 2).data.decode(), "a.tbx").concepts == (one,)
    True
    """
    found, notices = [], []
    entries = read_entries(text, ("termEntry", "conceptEntry"), ("martif", "tbx"), name)
    for number, entry in enumerate(entries, 1):
        values, notes = _values(entry)
        place = f"entry {number}"
        notices += [Notice(note, place) for note in notes]
        if values.get("zh") or values.get("en"):
            found.append(concept_from(values))
        else:
            notices.append(Notice("has no Chinese and no English term, left out", place))
    return Imported(number_ids(found), tuple(notices))


def _values(entry: Element) -> tuple[Row, list[str]]:
    values: Row = {"id": (entry.attributes.get("id", "").removeprefix("_"),)}
    notices: list[str] = []
    _read_about(entry, values)
    for section in entry.find_all("langSet", "langSec"):
        code = section.attributes.get("lang", "").casefold()
        lang = "zh" if code.startswith(("zh", "cmn")) else "en" if code.startswith("en") else ""
        terms = list(section.find_all("tig", "ntig", "termSec"))
        if not lang:
            notices.append(f"{len(terms)} terms in {code or 'no language'!r} are left out")
            continue
        _read_about(section, values)
        for _, field, term in sorted((_term(t, lang) for t in terms), key=lambda found: not found[0]):
            if term:
                before = values.get(field, ())
                values[field] = (*before, term)
        for term_group in terms:
            _read_about(term_group, values)
    return values, notices


def _term(group: Element, lang: str) -> tuple[bool, str, str]:
    """Whether a term is the preferred one, the field it belongs to, and the term."""
    term = next((e.line() for e in group.find_all("term")), "")
    notes = {e.attributes.get("type", ""): e.line().casefold() for e in group.find_all("termNote")}
    status = notes.get("administrativeStatus", notes.get("normativeAuthorization", ""))
    if status.startswith(_FORBIDDEN):
        return False, f"forbidden_{lang}", term
    if lang == "zh" and notes.get("termType") == "variant":
        return False, "variants_zh", term
    return status.startswith("preferred"), lang, term


def _read_about(holder: Element, values: Row) -> None:
    """Descriptions and notes of an entry, of a language or of a term, each read where it stands and no deeper."""
    inner = {"langSet", "langSec", "tig", "ntig", "termSec"}
    for child in (c for c in holder.children if c.tag not in inner):
        for one in (child, *child.find_all("descrip", "admin", "note", "termNote")):
            field, text = _field(one)
            if field and text and text not in values.get(field, ()):
                values[field] = (*values.get(field, ()), text)


def _field(one: Element) -> tuple[str, str]:
    kind, text = one.attributes.get("type", ""), one.text()
    if one.tag == "descrip":
        return {"definition": "definition", "subjectField": "domain", "": "definition"}.get(kind, "note"), text
    if one.tag == "admin":
        return ("source" if kind == "source" else ""), text
    if one.tag == "termNote":
        return ("pos", _POS_BACK.get(text, "")) if kind == "partOfSpeech" else ("", "")
    if one.tag == "note":
        marked = _MARKED.match(text)
        return (marked[1], marked[2]) if marked and marked[1] in _IN_NOTES else ("note", text)
    return "", ""
