"""`bitext score`: how good translations are."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Layout, Limit, one_of, parse_limit, some_of, split_list
from bitext.cli.terminal import columns, printable
from bitext.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.evaluation.translation import Counted, Lang

__all__ = ["score_command"]

_METRICS = ("bleu", "chrf", "ter")
_SHOWN = {"bleu": "BLEU", "chrf": "chrF2", "ter": "TER"}
_SAMPLES = 1000
#: Resamples that may be asked for: below there is no spread, and sacrebleu holds eight bytes for each and each sentence.
_LEAST, _MOST = 2, 10_000


def score_command(
    hypothesis: Annotated[str, typer.Argument(metavar="HYP", help="The translations, a sentence a line; - for standard input.")],
    references: Annotated[list[str], typer.Argument(metavar="REF…", help="One or more references, line for line.")],
    source: Annotated[
        str | None, typer.Option("--source", metavar="FILE", help="What was translated: for numbers, dates and terms.", show_default=False)
    ] = None,
    glossary: Annotated[
        list[str] | None, typer.Option("--glossary", metavar="FILE", help="Terms to hold it against; needs --source.", show_default=False)
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            "--compare", metavar="FILE", help="Another system's translations, compared with HYP by paired bootstrap.", show_default=False
        ),
    ] = None,
    documents: Annotated[
        str | None,
        typer.Option("--documents", metavar="FILE", help="A document's name a line: scores for each document too.", show_default=False),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="auto|zh|en", help="The language of the translations.")] = "auto",
    metrics: Annotated[
        list[str] | None, typer.Option("--metrics", metavar="bleu,chrf,ter", help="Which of them; all by default.", show_default=False)
    ] = None,
    bootstrap: Annotated[
        int | None,
        typer.Option("--bootstrap", metavar="N", help="Resamples, for 95% intervals; 1000 with --compare.", show_default=False),
    ] = None,
    layout: Layout = "text",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where the scores go.")] = "-",
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Score translations: BLEU, chrF2 and TER by sacrebleu with its signatures; terms, numbers and dates with --source.

    Line answers line. Chinese is cut by sacrebleu's tokenizer zh. With --compare HYP is the baseline. Needs the extra score.
    Exit codes: 0 fine, 2 usage or texts of different length, 3 an input cannot be read, 4 the output cannot be written.
    """
    from bitext.io.writing import open_output

    one_of("--format", layout, ("text", "json"))
    one_of("--lang", lang, ("auto", "zh", "en"))
    asked = [name for name in _METRICS if name in (some_of("--metrics", split_list(metrics), _METRICS) or _METRICS)]
    if glossary and source is None:
        raise UsageError("--glossary", "terms are counted in the source", "name it: --source FILE")
    if bootstrap is not None and not _LEAST <= bootstrap <= _MOST:
        raise UsageError("--bootstrap", f"{bootstrap} is no number of resamples", f"write {_LEAST} to {_MOST}: {_SAMPLES} is usual")
    inputs = [hypothesis, *references, *(compare or ()), *(path for path in (source, documents) if path)]
    if inputs.count("-") > 1:
        raise UsageError("-", "standard input cannot be two texts", "name files for the others")
    texts = _Texts(inputs, parse_limit(limit))
    made = _scored(texts, hypothesis, references, lang, asked, bootstrap, compare or [])
    if source:
        made |= _held(texts[hypothesis], texts[source], made["lang"], glossary)
    if documents:
        made["documents"] = _by_document(texts, hypothesis, references, texts[documents], made["lang"], asked)
    with open_output(output, inputs=[path for path in inputs if path != "-"]) as out:
        out.write(_as_json(made) if layout == "json" else printable(_as_text(made)))


class _Texts:
    """The sentences of each input, read once; all have as many as the first.

    Raises:
        InputError: one cannot be read, or the first is empty.
        UsageError: one has another number of lines.
    """

    def __init__(self, paths: Sequence[str], limit: int) -> None:
        self._texts = {path: _read_sentences(path, limit) for path in dict.fromkeys(paths)}
        first = paths[0]
        if not self._texts[first]:
            raise InputError(first, "is empty", "give a sentence a line")
        for path, sentences in self._texts.items():
            if len(sentences) != len(self._texts[first]):
                reason = f"has {len(sentences)} lines, and {first} has {len(self._texts[first])}"
                raise UsageError(path, reason, "line must answer line")

    def __getitem__(self, path: str) -> list[str]:
        return self._texts[path]


def _read_sentences(path: str, limit: int) -> list[str]:
    from bitext.io.lines import Lines, read_lines
    from bitext.io.records import Failed

    found: list[str] = []
    for batch in read_lines(path, form="text", limit=limit):
        if isinstance(batch, Failed):
            raise batch.error
        if isinstance(batch, Lines):
            found += batch.texts
    return found


def _scored(
    texts: _Texts, hypothesis: str, references: list[str], lang: str, metrics: list[str], bootstrap: int | None, compare: list[str]
) -> dict[str, Any]:
    from bitext.evaluation.translation import compare_systems, score_translations

    refs = [texts[path] for path in references]
    language = _language(refs[0]) if lang == "auto" else lang
    made: dict[str, Any] = {"lang": language, "sentences": len(texts[hypothesis])}
    target: Lang = "zh" if language == "zh" else "en"
    if compare:
        named = [(path, texts[path]) for path in (hypothesis, *compare)]
        rows = compare_systems(named, refs, target, metrics=metrics, samples=bootstrap or _SAMPLES)
        return made | {"systems": [asdict(row) for row in rows]}
    scores = score_translations(texts[hypothesis], refs, target, metrics=metrics, bootstrap=bootstrap or 0)
    return made | {"scores": [asdict(score) for score in scores]}


def _language(sentences: Sequence[str]) -> Lang:
    """The language that most letters are of, a Han character for as much as four Latin letters."""
    from bitext.text import count_han

    han = sum(map(count_han, sentences))
    latin = sum(char.isascii() and char.isalpha() for text in sentences for char in text)
    return "zh" if 4 * han > latin else "en"


def _held(translations: list[str], sources: list[str], target: str, glossary: list[str] | None) -> dict[str, Any]:
    """What of the sources' values and terms the translations have."""
    from bitext.evaluation.translation import Counted, count_kinds, count_terms

    origin: Lang = "en" if target == "zh" else "zh"
    pairs = list(zip(sources, translations, strict=True) if origin == "zh" else zip(translations, sources, strict=True))
    kinds = count_kinds(pairs, origin)
    made = {"values": _counted(sum(kinds.values(), Counted(0, 0))) | {"kinds": {kind: _counted(one) for kind, one in kinds.items()}}}
    if glossary:
        from bitext.cli.glossary_find import glossary_name, read_terms
        from bitext.glossary.finding import make_index
        from bitext.signature import make_signature

        terms = read_terms(glossary)
        made["terms"] = _counted(count_terms(pairs, make_index(terms), origin))
        made["terms"]["signature"] = make_signature(steps=("words", "gloss"), glossary=(glossary_name(glossary), terms.digest))
    return made


def _counted(counted: Counted) -> dict[str, Any]:
    return asdict(counted) | {"share": counted.share}


def _by_document(
    texts: _Texts, hypothesis: str, references: list[str], names: list[str], lang: str, metrics: list[str]
) -> list[dict[str, Any]]:
    from bitext.evaluation.translation import score_translations

    places: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        places.setdefault(name.strip(), []).append(number)
    made = []
    for name, lines in places.items():
        chosen = [[texts[path][k] for k in lines] for path in (hypothesis, *references)]
        scores = score_translations(chosen[0], chosen[1:], "zh" if lang == "zh" else "en", metrics=metrics)
        made.append({"document": name, "sentences": len(lines)} | {score.metric: score.score for score in scores})
    return made


def _as_json(made: dict[str, Any]) -> str:
    from bitext.io.documents import as_json

    return as_json(made) + "\n"


def _as_text(made: dict[str, Any]) -> str:
    rows: list[str] = [f"{made['sentences']} sentences in {made['lang']}"]
    for score in made.get("scores", ()):
        interval = "" if score["low"] is None else f" [{score['low']:.1f}, {score['high']:.1f}]"
        rows.append(f"{_SHOWN[score['metric']]} {score['score']:.1f}{interval}  {score['signature']}")
    rows += _compared(made.get("systems", ()))
    if values := made.get("values"):
        rows.append(f"values {_said(values)}, {values['wrong']} only in the translation")
        kinds = [(f"  {kind}", _said(one), f"{one['wrong']} only in the translation") for kind, one in values["kinds"].items()]
        rows += columns(kinds)
    if terms := made.get("terms"):
        rows.append(f"terms {_said(terms)}, {terms['wrong']} forbidden  {terms['signature']}")
    if found := made.get("documents"):
        metrics = [name for name in _METRICS if name in found[0]]
        head = ("document", "sentences", *(_SHOWN[name] for name in metrics))
        body = [(one["document"] or "-", str(one["sentences"]), *(f"{one[name]:.1f}" for name in metrics)) for one in found]
        rows += columns([head, *body])
    return "\n".join(rows) + "\n"


def _compared(systems: Sequence[dict[str, Any]]) -> list[str]:
    if not systems:
        return []
    table = [("system", "metric", "score", "95%", "p")]
    for row in systems:
        chance = "baseline" if row["p_value"] is None else f"{row['p_value']:.4f}"
        table.append((row["system"], _SHOWN[row["metric"]], f"{row['score']:.1f}", f"[{row['low']:.1f}, {row['high']:.1f}]", chance))
    return [*columns(table), *dict.fromkeys(f"{_SHOWN[row['metric']]}  {row['signature']}" for row in systems)]


def _said(counted: dict[str, Any]) -> str:
    share = "" if counted["share"] is None else f" ({100 * counted['share']:.1f}%)"
    return f"{counted['right']} of {counted['total']}{share}"
