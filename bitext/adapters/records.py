"""Plain dictionaries in and out, for every tool that maps a function over rows: pandas, polars, datasets, datatrove, Spark.

`clean_record` is a step for pages. `to_records` and `from_records` are pairs as rows and rows as pairs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bitext.cleaning import Form, Options
    from bitext.model import Pair

__all__ = ["COLUMNS", "clean_record", "from_records", "to_records"]

#: The columns that a table of pairs has unless others are asked for.
COLUMNS = ("id", "zh", "en", "score")


def clean_record(record: Mapping[str, Any], *, options: Options | None = None, edits: bool = True) -> dict[str, Any]:
    r"""Clean a page that is a row, and give the row that `bitext clean --to jsonl` would write for it.

    Args:
        record: `html` (text or bytes) or `text`, and if known `id`, `url`, `source`; other fields go to `extra`.
        options: what to keep, mask, skip.
        edits: whether the row says what was changed.

    Returns:
        The document's object; where the page cannot be read, one with `error`. Nothing is raised for a bad page, so that a
        map over a million rows does not end at one.

    >>> made = clean_record({"id": 7, "text": "Rain fell all week.\n- Advertisment -", "crawl": "may"}, edits=False)
    >>> made["id"], made["text"], made["extra"]
    ('7', 'Rain fell all week.', {'crawl': 'may'})
    >>> clean_record({"id": "8"})["error"]
    '8: has no html and no text; give one of them'
    """
    from bitext.cleaning import clean
    from bitext.io.documents import as_object, failure_as_object

    fields = {name: _plain(value) for name, value in record.items()}
    id, url, source = (None if fields.get(name) is None else str(fields[name]) for name in ("id", "url", "source"))
    extra = {name: value for name, value in fields.items() if name not in ("id", "url", "source", "html", "text")}
    page = fields.get("html") if fields.get("html") is not None else fields.get("text")
    try:
        if not isinstance(page, (str, bytes)):
            raise InputError(id or url or "record", "has no html and no text", "give one of them")
        form: Form = "auto" if fields.get("html") is None else "html"
        made = as_object(clean(page, form=form, url=url, id=id, name=source, options=options, extra=extra))
    except InputError as error:
        return failure_as_object(id, source, str(error), extra)
    except Exception as error:  # noqa: BLE001  a fault of ours in one page must not end a map over a million
        said = RecordError(id or url or "record", f"a fault in bitext ({type(error).__name__}: {error})", "please report it with the page")
        return failure_as_object(id, source, str(said), extra)
    if not edits:
        del made["edits"]
    return made


def to_records(pairs: Iterable[Pair], columns: Sequence[str] = COLUMNS) -> Iterator[dict[str, Any]]:
    """Give pairs as rows: `pandas.DataFrame(to_records(pairs))`, `polars.DataFrame(to_records(pairs))`.

    Args:
        pairs: read once.
        columns: of a pair's JSON object (`bitext.io.alignments.pair_object`), `extra`'s fields among them; a column that a
            pair lacks is None. Without any, every pair gives all it has, and rows may differ.

    >>> from bitext.model import Pair
    >>> list(to_records([Pair("1", "雨。", "Rain.", 0.9, extra={"doc": "d"})], ["zh", "doc"]))
    [{'zh': '雨。', 'doc': 'd'}]
    """
    from bitext.io.alignments import pair_object

    for pair in pairs:
        made = pair_object(pair)
        yield {name: made.get(name) for name in columns} if columns else made


def from_records(rows: Iterable[Mapping[str, Any]]) -> Iterator[Pair]:
    """Give rows as pairs: of `frame.to_dict("records")`, `frame.iter_rows(named=True)`, or a dataset.

    Args:
        rows: with `zh` and `en`, or `translation` that holds both, as data sets for translation have it; or as a Parquet file
            of bitext has them, with `findings` and `extra` as JSON. What pandas has for a missing value (NaN, NA, NaT) counts as
            missing; numpy's numbers and arrays are numbers and lists.

    Raises:
        RecordError: a row is no pair; it is named by its number, counted from 0.

    >>> [pair.en for pair in from_records([{"translation": {"zh": "雨。", "en": "Rain."}}])]
    ['Rain.']
    """
    from bitext.io.parquet import pair_of_row

    for number, row in enumerate(rows):
        try:
            yield pair_of_row({str(name): _plain(value) for name, value in row.items()}, str(number))
        except ValueError as error:
            raise RecordError(f"row {number}", f"is no pair ({error})", "give columns zh and en") from error


def _plain(value: Any) -> Any:
    """A cell as Python has it; None for whatever a frame has in the place of a missing value."""
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        value = value.tolist()
    missing = (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in ("NAType", "NaTType")  # pandas' own two
    return None if missing else value
