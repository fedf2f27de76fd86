"""Lists of pairs as translation services and OmegaT read them: no header, no formulas to fear, one direction.

- `deepl`: CSV of source, target, source language, target language; at most 1,024 bytes a side
  (https://developers.deepl.com/docs/customize/managing-glossaries).
- `google`: TSV of source and target (https://cloud.google.com/python/docs/reference/translate/3.8.4/google.cloud.translate_v3.types.GlossaryInputConfig).
- `google-csv`: an "equivalent term set": a first row of language codes, a row a concept
  (https://cloud.google.com/translate/docs/advanced/glossary).
- `azure`: TSV of source and target
  (https://learn.microsoft.com/azure/ai-services/translator/document-translation/how-to-guides/create-use-glossaries).
- `omegat`: TSV of source, target and comment; `#` begins a comment line
  (https://omegat.sourceforge.io/manual-standard/en/chapter.glossaries.html).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bitext.glossary.exchange.records import Exported, Imported, Notice, lost_fields, number_ids, sides_of
from bitext.glossary.exchange.tables import rows_in
from bitext.glossary.forms import form_key
from bitext.glossary.model import Concept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["SERVICES", "read_pairs_table", "write_pairs_table"]

#: The services, and the columns that each row has.
SERVICES: dict[str, tuple[str, ...]] = {
    "deepl": ("source", "target", "from", "to"),
    "google": ("source", "target"),
    "google-csv": ("zh", "en"),
    "azure": ("source", "target"),
    "omegat": ("source", "target", "comment"),
}
_COMMAS = ("deepl", "google-csv")
_BYTES = {"deepl": 1024}
_FORMULA = ("=", "+", "-", "@")


def write_pairs_table(concepts: Sequence[Concept], form: str, *, reverse: bool = False) -> Exported:
    r"""Write each form of the source side with the preferred form of the other; a deprecated concept has none.

    Args:
        concepts: what to write.
        form: one of `SERVICES`.
        reverse: English to Chinese instead of Chinese to English.

    >>> write_pairs_table([Concept("a", ("甲", "乙"), ("A",))], "google").data.decode()
    '甲\tA\n乙\tA\n'
    """
    notices = [Notice(f"{form} does not hold the deprecated {c.id}") for c in concepts if c.status == "deprecated"]
    living = [c for c in concepts if c.status != "deprecated"]
    held = {"id", "zh", "en", "status", *(("variants_zh",) if not reverse else ()), *(("note", "definition") if form == "omegat" else ())}
    notices += lost_fields(living, held - ({"variants_zh"} if form == "google-csv" else set()), form)
    rows: dict[str, list[str]] = {}
    for concept in living:
        for source, target in _pairs(concept, form, reverse):
            problem = _problem(source, target, form, taken=form_key(source, exact=True) in rows)
            if problem:
                notices.append(Notice(problem, concept.id))
            else:
                rows[form_key(source, exact=True)] = _columns(concept, source, target, form, reverse)
    notices += _targets(living, reverse)
    out = io.StringIO()
    if form in _COMMAS:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([*([["zh", "en"]] if form == "google-csv" else []), *rows.values()])
    else:
        out.writelines("\t".join(row) + "\n" for row in rows.values())
    return Exported(out.getvalue().encode("utf-8", "replace"), tuple(notices))


def _pairs(concept: Concept, form: str, reverse: bool) -> Iterator[tuple[str, str]]:
    if not concept.zh or not concept.en:
        return
    if form == "google-csv":
        yield concept.zh[0], concept.en[0]
    elif reverse:
        yield from ((source, concept.zh[0]) for source in concept.en)
    else:
        yield from ((source, concept.en[0]) for source in (*concept.zh, *concept.variants_zh))


def _columns(concept: Concept, source: str, target: str, form: str, reverse: bool) -> list[str]:
    langs = ["en", "zh"] if reverse else ["zh", "en"]
    comment = "; ".join(
        text.replace("\t", " ").replace("\n", " ").replace("\r", " ") for text in (concept.definition, concept.note) if text
    )
    return [source, target, *{"deepl": langs, "omegat": [comment]}.get(form, [])]


def _problem(source: str, target: str, form: str, *, taken: bool) -> str:
    """Why a pair cannot stand in the file; empty where it can."""
    if taken:
        return f"{source!r} stands there already with another translation, left out"
    if any(mark in text for text in (source, target) for mark in "\t\n\r"):
        return f"{source!r} holds a tab or a line end, left out"
    if form == "omegat" and source.startswith("#"):
        return f"{source!r} would be a comment, left out"
    limit = _BYTES.get(form, 0)
    if limit and max(len(source.encode("utf-8", "replace")), len(target.encode("utf-8", "replace"))) > limit:
        return f"{source[:20]!r}… has more than {limit} bytes, left out"
    return ""


def _targets(concepts: Sequence[Concept], reverse: bool) -> list[Notice]:
    """Admitted translations have no place in a list of pairs; and a spreadsheet may take a term for a formula."""
    notices = []
    for concept in concepts:
        others = concept.zh[1:] if reverse else concept.en[1:]
        if others:
            notices.append(Notice(f"only the preferred translation is written, not {', '.join(map(repr, others))}", concept.id))
        if any(text.startswith(_FORMULA) for text in (*concept.zh, *concept.en)):
            notices.append(Notice("a term looks like a formula: do not open this file in a spreadsheet", concept.id))
    return notices


def read_pairs_table(text: str, form: str, name: str) -> Imported:
    r"""Read pairs in either direction; rows with one English term become one concept.

    Raises:
        InputError: it is no table.

    >>> read_pairs_table("甲\tA\n乙\tA\n", "google", "x.tsv").concepts[0].zh
    ('甲', '乙')
    """
    rows = rows_in(text, ",", name) if form in _COMMAS else [line.split("\t") for line in text.replace("\r\n", "\n").split("\n")]
    found: dict[str, Concept] = {}
    notices = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip("\ufeff ") for cell in row]
        if not any(cells) or (form == "omegat" and cells[0].startswith("#")):
            continue
        if number == 1 and [cell.casefold()[:2] for cell in cells[:2]] in (["zh", "en"], ["en", "zh"]) and form == "google-csv":
            continue
        sides = sides_of(cells[0], cells[1]) if len(cells) > 1 and cells[0] and cells[1] else None
        if sides is None:
            notices.append(Notice("has no Chinese and English term, left out", f"row {number}"))
            continue
        note = cells[2] if form == "omegat" and len(cells) > 2 else ""
        before = found.get(form_key(sides[1]))
        zh = tuple(dict.fromkeys((*(before.zh if before else ()), sides[0])))
        found[form_key(sides[1])] = Concept("", zh, before.en if before else (sides[1],), note=(before.note if before else "") or note)
    return Imported(number_ids(found.values()), tuple(notices))
