"""`bitext eval`: hold what bitext or anyone made against gold: main text, alignments, filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, format_option, one_of, parse_limit
from bitext.cli.terminal import columns, printable
from bitext.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["eval_align_command", "eval_clean_command", "eval_filter_command"]

_Layout = Annotated[str, format_option("text", "json")]
_Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where the scores go.")]


def eval_clean_command(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="JSONL with id and gold (or text): what people kept of each page.")],
    hypothesis: Annotated[str, typer.Argument(metavar="HYP", help="JSONL with id and text, as bitext clean --to jsonl writes it.")],
    worst: Annotated[int, typer.Option("--worst", metavar="N", help="List the N worst pages.")] = 0,
    layout: _Layout = "text",
    output: _Output = "-",
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Score main text: precision, recall and F1 of 4-gram shingles, averaged over pages; a Han character is a token.

    The definitions are those of the public article-extraction benchmark. A page without answer counts as empty.
    """
    from bitext.evaluation import f1, macro_scores, page_scores

    one_of("--format", layout, ("text", "json"))
    _refuse_one_stream(gold, hypothesis)
    size = parse_limit(limit)
    want, got = _texts(gold, ("gold", "text"), size), _texts(hypothesis, ("text",), size)
    if not want:
        raise InputError(gold, "holds no page", "check the file")
    pages = {id: page_scores(text, got.get(id, "")) for id, text in want.items()}
    score, precision, recall = macro_scores(pages.values())
    made: dict[str, Any] = {
        "pages": len(pages),
        "missing": len(want.keys() - got.keys()),
        "precision": precision,
        "recall": recall,
        "f1": score,
    }
    ranked = sorted(pages, key=lambda id: (f1(*pages[id]), id))[: max(worst, 0)]
    if worst:
        made["worst"] = [{"id": id, "f1": f1(*pages[id]), "precision": pages[id][0], "recall": pages[id][1]} for id in ranked]
    _put(made, layout, output, [gold, hypothesis])


def _refuse_one_stream(gold: str, hypothesis: str) -> None:
    if gold == hypothesis == "-":
        raise UsageError("-", "standard input cannot be both", "name a file for one of them")


def _texts(path: str, fields: tuple[str, ...], limit: int) -> dict[str, str]:
    """The texts of a JSONL file by id; a field that is null is an empty text.

    Raises:
        InputError: a line cannot be read, or has no id, or one that another has.
    """
    found: dict[str, str] = {}
    for number, record in _objects(path, limit):
        id, text = record.get("id"), next((record[name] for name in fields if name in record), None)
        if not isinstance(id, (str, int)) or not (text is None or isinstance(text, str)):
            raise InputError(f"{path}:{number}", f"has no id, or its {fields[0]} is no text", "write {id, " + fields[0] + "} a line")
        if str(id) in found:
            raise InputError(f"{path}:{number}", f"has the id of another line ({str(id)[:60]})", "every page has an id of its own")
        found[str(id)] = text or ""
    return found


def _objects(path: str, limit: int) -> Iterator[tuple[int, dict[str, Any]]]:
    from bitext.io.jsonl import load_object
    from bitext.io.streams import open_input, size, split_lines

    with open_input(path) as stream:
        for number, line in enumerate(split_lines(stream, limit), 1):
            if line is None:
                raise InputError(f"{path}:{number}", f"is over the limit of {size(limit)}", "raise the limit")
            if line.strip():
                try:
                    yield number, load_object(line)
                except (ValueError, RecursionError) as error:
                    raise InputError(f"{path}:{number}", f"is no JSON object ({error})", "mend the line") from error


def eval_align_command(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="The right ladder, or a folder of them.")],
    hypothesis: Annotated[str, typer.Argument(metavar="HYP", help="The ladder to score, or a folder with files of the same names.")],
    layout: _Layout = "text",
    output: _Output = "-",
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Score alignments: strict and lax precision, recall and F1 of beads, as Vecalign's scorer counts them.

    A ladder has `[0, 1]:[0]` a bead, and in HYP an optional `:probability`; then the calibration error is told, and how often
    beads above .9 are right. Every sentence stands in HYP exactly once. Beads with an empty side count in precision only.
    """
    from bitext.evaluation import calibration_error, parse_ladder, score_alignments
    from bitext.evaluation.ladders import check_ladder

    one_of("--format", layout, ("text", "json"))
    size, documents, cases = parse_limit(limit), [], []
    paths = _partners(gold, hypothesis)
    for right, made in paths:
        want, got = (parse_ladder(_read(path, size), path) for path in (right, made))
        if not want:
            raise InputError(right, "holds no bead", "check the file")
        check_ladder(got, want, made)
        documents.append((want, got))
        links = {rung.links for rung in want}
        cases += [(r.probability, r.links in links) for r in got if r.zh and r.en and r.probability is not None]
    scores = score_alignments(documents)
    names = ("strict_p", "strict_r", "strict_f1", "lax_p", "lax_r", "lax_f1")
    told: dict[str, Any] = {"documents": len(documents)} | {name: getattr(scores, name) for name in names}
    if cases and all(0 <= probability <= 1 for probability, _ in cases):  # others' ladders have costs there
        sure = [right for probability, right in cases if probability > 0.9]
        told["calibration_error"] = calibration_error(cases)
        told |= {"above_.9": len(sure), "right_above_.9": sum(sure) / len(sure) if sure else None}
    _put(told, layout, output, [path for pair in paths for path in pair])


def _partners(gold: str, hypothesis: str) -> list[tuple[str, str]]:
    """The files to compare: both as given, or those of two folders that have the same name, suffix aside.

    Raises:
        UsageError: one is a folder and the other none.
        InputError: a gold file has no partner or two, or there is none.
    """
    from pathlib import Path

    _refuse_one_stream(gold, hypothesis)
    left, right = Path(gold), Path(hypothesis)
    if left.is_dir() != right.is_dir():
        raise UsageError(hypothesis, "one is a folder and the other is none", "give two files or two folders")
    if not left.is_dir():
        return [(gold, hypothesis)]
    made: dict[str, Path] = {}
    for path in sorted(path for path in right.iterdir() if path.is_file() and not path.name.startswith(".")):
        if path.stem in made:
            raise InputError(str(path), f"answers the same file as {made[path.stem].name}", "keep one of them in the folder")
        made[path.stem] = path
    found = []
    for path in sorted(path for path in left.iterdir() if path.is_file() and not path.name.startswith(".")):
        if path.stem not in made:
            raise InputError(str(path), f"has no partner in {hypothesis}", "partners have the same name, suffix aside")
        found.append((str(path), str(made[path.stem])))
    if not found:
        raise InputError(gold, "holds no file", "check the folder")
    return found


def _read(path: str, limit: int) -> str:
    from bitext.encoding import decode
    from bitext.io.streams import open_input, read_bounded

    with open_input(path) as stream:
        return decode(read_bounded(stream, limit, path), source=path).text


def eval_filter_command(
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="JSONL with id, good (true or false) and, if you like, kind.")],
    hypothesis: Annotated[str, typer.Argument(metavar="HYP", help="The accepted pairs, as bitext filter writes them: JSONL with id.")],
    layout: _Layout = "text",
    output: _Output = "-",
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Score a filter: precision, recall and F1 of what it accepted, and the share accepted of each kind of pair."""
    from bitext.evaluation import score_acceptance

    one_of("--format", layout, ("text", "json"))
    _refuse_one_stream(gold, hypothesis)
    size = parse_limit(limit)
    rows = [_judged(f"{gold}:{number}", record) for number, record in _objects(gold, size)]
    if not rows:
        raise InputError(gold, "holds no pair", "check the file")
    if len({id for id, _, _ in rows}) < len(rows):
        raise InputError(gold, "an id stands twice", "every pair has an id of its own")
    kept = []
    for number, record in _objects(hypothesis, size):
        if "id" not in record:
            raise InputError(f"{hypothesis}:{number}", "has no id", "write the id that the pair has in GOLD")
        kept.append(str(record["id"]))
    scores = score_acceptance(rows, kept)
    told: dict[str, Any] = {"pairs": len(rows), "precision": scores.precision, "recall": scores.recall, "f1": scores.f1}
    told["kinds"] = {kind: {"accepted": some, "pairs": every, "share": some / every} for kind, (some, every) in scores.kinds.items()}
    _put(told, layout, output, [gold, hypothesis])


def _judged(place: str, record: dict[str, Any]) -> tuple[str, bool, str]:
    id, good = record.get("id"), record.get("good")
    if not isinstance(id, (str, int)) or not isinstance(good, bool):
        raise InputError(place, "has no id, or does not say whether the pair is good", "write {id, good: true} a line")
    kind = record.get("kind")
    return str(id), good, kind if isinstance(kind, str) else "good" if good else "bad"


def _put(made: dict[str, Any], layout: str, output: str, inputs: list[str]) -> None:
    from bitext.io.documents import as_json
    from bitext.io.writing import open_output

    with open_output(output, inputs=[path for path in inputs if path != "-"]) as out:
        out.write(as_json(made) + "\n" if layout == "json" else printable(_as_text(made)))


def _as_text(made: dict[str, Any]) -> str:
    """A line of figures, then a table for each list of rows."""
    line = "  ".join(f"{name} {_said(value)}" for name, value in made.items() if not isinstance(value, (list, dict)))
    tables = [
        value if isinstance(value, list) else [{"kind": k} | v for k, v in value.items()]
        for value in made.values()
        if isinstance(value, (list, dict))
    ]
    rows = [
        row
        for table in tables
        if table
        for row in columns([tuple(table[0]), *(tuple(_said(cell) for cell in one.values()) for one in table)])
    ]
    return "\n".join([line, *rows]) + "\n"


def _said(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else "-" if value is None else str(value)
