"""What a run counted, as an object and as text: the same for the same input and settings, however it was carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["SCHEMA", "report_object", "report_text"]

#: Name and version of the report's object.
SCHEMA = "bitext.run/1"


def report_object(counts: Mapping[str, int], failures: Sequence[str], signature: str) -> dict[str, Any]:
    """Make the report of counts by name, whose slashes part what belongs together.

    >>> report_object({"zh/records": 2, "align/pairs": 7}, [], "bitext|…")["zh"]
    {'records': 2}
    """
    made: dict[str, Any] = {"schema": SCHEMA, "signature": signature}
    for name in sorted(counts, key=_order):
        *folders, last = name.split("/")
        place = made
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = counts[name]
    made["failures"] = list(failures)
    return made


#: The steps in the order in which they run.
_STEPS = ("zh", "en", "pages", "edits", "match", "align", "filter", "dedup", "output")


def _order(name: str) -> tuple[int, str]:
    step = name.partition("/")[0]
    return (_STEPS.index(step) if step in _STEPS else len(_STEPS)), name


def report_text(made: Mapping[str, Any]) -> str:
    """Write the report for people: a line a step, then what was rejected and why.

    >>> print(report_text(report_object({"pages/records": 2, "pages/documents": 2, "align/pairs": 7}, [], "bitext|…")), end="")
    pages      2 records: 2 documents
    align      7 pairs
    signature  bitext|…
    """
    rows = [*_rows(made), ("signature", made["signature"])]
    width = max(len(head) for head, _ in rows) + 2
    return "".join(f"{head:<{width}}{said}".rstrip() + "\n" for head, said in rows)


def _rows(made: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for side in ("zh", "en", "pages"):
        if side in made:
            yield side, _side(made[side])
    if made.get("edits"):
        yield "edits", _listed(made["edits"])
    if "match" in made:
        found = made["match"]
        alone = f"without a counterpart: {found['zh_alone']:,} Chinese, {found['en_alone']:,} English"
        yield "match", f"{found['couples']:,} couples; {alone}"
    if "align" in made:
        found = made["align"]
        rest = [f"{found[key]:,} {said}" for key, said in (("refused", "of one language"), ("failed", "failed")) if found.get(key)]
        yield "align", "; ".join([f"{found.get('pairs', 0):,} pairs", *rest])
    if "filter" in made:
        found = made["filter"]
        yield "filter", f"{found.get('accepted', 0):,} accepted, {found.get('rejected', 0):,} rejected"
        if found.get("reasons"):
            yield "", _listed(found["reasons"])
    if "dedup" in made:
        found = made["dedup"]
        yield "dedup", f"{found.get('kept', 0):,} kept, {found.get('duplicates', 0):,} duplicates"
    if "output" in made:
        yield "output", f"{made['output'].get('pairs', 0):,} pairs"
    for message in made["failures"]:
        yield "failed", message


def _side(found: Mapping[str, Any]) -> str:
    others = {name: number for name, number in found.get("status", {}).items() if name != "article"}
    said = [f"{found.get('records', 0):,} records: {found.get('documents', 0):,} documents"]
    said += [f"{found['failed']:,} failed"] if found.get("failed") else []
    said += [f"not articles: {_listed(others)}"] if others else []
    said += [f"{found['blocks_read']:,} blocks read, {found.get('blocks', 0):,} kept"] if found.get("blocks_read") else []
    return "; ".join(said)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
