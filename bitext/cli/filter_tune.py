"""`bitext filter --tune`: what other bounds would do, as a table, JSON and a plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bitext.cli.terminal import columns, complain, printable
from bitext.errors import InputError

if TYPE_CHECKING:
    from bitext.filtering import FilterOptions
    from bitext.model import Pair

__all__ = ["Show", "tune"]

#: Lines of the plot: as many as there are colours that everyone can tell apart.
_LINES = 8
#: The share of good pairs lost at which filters are compared for the plot.
_AT = 0.05


@dataclass(frozen=True, slots=True)
class Show:
    """How the trade-offs are shown: layout, where they go, the plot's file, the format and limit of the input."""

    layout: str
    output: str
    plot: str | None
    form: str
    limit: int


def tune(path: str, options: FilterOptions, show: Show) -> int:
    """Write the trade-offs of each filter on gold pairs; give the exit code.

    Raises:
        InputError: there is no good pair among them.
        OutputError: the table or the plot cannot be written.
    """
    from bitext.filtering.tuning import GOOD, make_noise, sort_pairs, trade_offs
    from bitext.io.documents import as_json
    from bitext.io.streams import named
    from bitext.io.writing import open_output

    pairs, failed = _read(path, show)
    kinds = sort_pairs(pairs)
    if not kinds[GOOD]:
        raise InputError(named(path), "holds no good pair", "give pairs that are good, or have a field good: true")
    if len(kinds) == 1:
        kinds |= make_noise(kinds[GOOD])
    made = trade_offs(kinds, options)
    inputs = [path] if path != "-" else []
    with open_output(show.output, inputs=inputs) as out:
        out.write(as_json(made) + "\n" if show.layout == "json" else printable(as_table(made)))
    if show.plot is not None:
        with open_output(show.plot, inputs=inputs) as out:
            out.write(draw(made))
    return 3 if failed else 0


def _read(path: str, show: Show) -> tuple[list[Pair], int]:
    from bitext.io.corpora import read_corpus
    from bitext.io.records import Failed

    pairs: list[Pair] = []
    failed = 0
    for one in read_corpus(path, form=show.form, limit=show.limit):
        if isinstance(one, Failed):
            failed += 1
            complain(str(one.error))
        else:
            pairs.append(one)
    return pairs, failed


def as_table(made: dict[str, Any]) -> str:
    """All filters together, then each filter as it is, then the bounds of those that reject any bad pair."""
    kinds = list(made["pairs"])
    head = ("filter", "accepts", "good accepted", *(f"{kind} rejected" for kind in kinds[1:]))
    rows = [("pairs", "", *(f"{made['pairs'][kind]:,}" for kind in kinds))]
    rows.append(("all together", "", *(_percent(made["together"][kind]) for kind in kinds)))
    for row in made["filters"]:
        rows.append((row["filter"], row["accepts"], *(_percent(row["now"][kind]) for kind in kinds)))
        rows += [
            ("", other["accepts"], *(_percent(other[kind]) for kind in kinds))
            for other in row["bounds"]
            if other["accepts"] != row["accepts"] and any(other[kind] for kind in kinds[1:])
        ]
    return "\n".join(columns([head, *rows])) + "\n"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def draw(made: dict[str, Any]) -> str:
    """Draw bad pairs rejected against good pairs lost, for the filters that reject most."""
    from bitext.plots import line_plot

    def reached(name: str) -> float:
        return max((y for x, y in made["curves"][name] if x <= _AT), default=0.0)

    names = sorted((name for name in made["curves"] if reached(name) > 0), key=lambda name: (-reached(name), name))[:_LINES]
    series = {name: [(100 * x, 100 * y) for x, y in made["curves"][name]] for name in names}
    return line_plot(series, title="Filters", x_label="good pairs lost, %", y_label="bad pairs rejected, %")
