"""TMX 1.4b (https://www.gala-global.org/tmx-14b): a unit a concept with its preferred terms; the other fields are properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.glossary.exchange.markup import element, read_entries
from bitext.glossary.exchange.records import Exported, Imported, Notice, concept_from, number_ids, values_of
from bitext.glossary.model import field_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.glossary.exchange.markup import Element
    from bitext.glossary.exchange.records import Row
    from bitext.glossary.model import Concept

__all__ = ["read_tmx_concepts", "write_tmx_concepts"]

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="bitext" creationtoolversion="1" segtype="phrase" '
    'o-tmf="bitext" adminlang="en" srclang="zh" datatype="plaintext"/>\n<body>\n'
)
_FOOT = "</body>\n</tmx>\n"
_PROPERTY = "x-bitext-"
#: Text inside these is markup of the original document, not of the term.
_CODES = ("bpt", "ept", "it", "ph", "ut")


def write_tmx_concepts(concepts: Sequence[Concept]) -> Exported:
    """Write TMX; a concept that lacks a side has no place in it and is named.

    >>> from bitext.glossary.model import Concept
    >>> "<seg>渝金通</seg>" in write_tmx_concepts([Concept("a", ("渝金通",), ("Yujintong",))]).data.decode()
    True
    """
    units, notices = [], []
    for concept in concepts:
        if concept.zh and concept.en:
            units.append(_unit(concept))
        else:
            notices.append(Notice("lacks a side, which tmx does not hold", concept.id))
    return Exported("".join([_HEAD, *units, _FOOT]).encode("utf-8", "replace"), tuple(notices))


def _unit(concept: Concept) -> str:
    values = values_of(concept)
    lines = [element("tu", tuid=concept.id).removesuffix("</tu>"), *(element("note", text) for text in values.get("note", ()))]
    for name, texts in values.items():
        if name not in ("id", "note"):
            rest = texts[1:] if name in ("zh", "en") else texts
            lines += [element("prop", text, type=_PROPERTY + name) for text in rest]
    lines += [f'<tuv xml:lang="{lang}">{element("seg", values[lang][0])}</tuv>' for lang in ("zh", "en")]
    return "\n".join([*lines, "</tu>"]) + "\n"


def read_tmx_concepts(text: str, name: str) -> Imported:
    """Read TMX as a glossary; units without a Chinese and an English side are named and left out.

    Raises:
        InputError: it is no TMX, or declares entities.

    >>> from bitext.glossary.model import Concept
    >>> one = Concept("a", ("甲", "乙"), ("A",), domain="d")
    >>> read_tmx_concepts(write_tmx_concepts([one]).data.decode(), "a.tmx").concepts == (one,)
    True
    """
    found, notices = [], []
    for number, unit in enumerate(read_entries(text, ("tu",), ("tmx",), name), 1):
        values = _values(unit)
        if values.get("zh") and values.get("en"):
            found.append(concept_from(values))
        else:
            notices.append(Notice("has no Chinese and English side, left out", f"unit {number}"))
    return Imported(number_ids(found), tuple(notices))


def _values(unit: Element) -> Row:
    values: Row = {"id": (unit.attributes.get("tuid", ""),), "note": tuple(c.text() for c in unit.children if c.tag == "note")}
    for side in unit.find_all("tuv"):
        code = side.attributes.get("lang", "").casefold()
        lang = "zh" if code.startswith(("zh", "cmn")) else "en" if code.startswith("en") else ""
        if lang:
            values[lang] = (*values.get(lang, ()), *(seg.line(without=_CODES) for seg in side.find_all("seg")))
    for prop in (c for c in unit.children if c.tag == "prop"):
        field = prop.attributes.get("type", "").removeprefix(_PROPERTY)
        if prop.attributes.get("type", "").startswith(_PROPERTY) and field in field_names() and field not in ("id", "note"):
            values[field] = (*values.get(field, ()), prop.text())
    return {field: tuple(text for text in texts if text) for field, texts in values.items()}
