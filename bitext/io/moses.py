"""Moses: a file a language, of which line answers line, and beside them what OPUS ships.

`STEM.zh` and `STEM.en` hold the texts. `STEM.ids` is that of OPUS (https://github.com/Helsinki-NLP/OpusTools, `opus_read -id`): a
line a pair with the two documents, the numbers of the sentences in each, and the score, tabs between; a sixth column has the
pair's own id. Languages stand there in the order of their codes, English first, unless the stem ends in `zh-en`. `STEM.scores`,
a number a line, is read where there are no ids. OPUS' archives of these (`.zip`) are unpacked first.
"""

from __future__ import annotations

import io
import math
import os
import re
import zipfile
from collections import Counter
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from bitext.errors import InputError, RecordError, UsageError
from bitext.io.lines import lines_in
from bitext.io.pair_rows import one_line
from bitext.io.records import Failed
from bitext.io.streams import named, open_input, reading_errors
from bitext.io.writing import open_output, replaced_together
from bitext.model import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from bitext.io.corpora import CorpusWriter
    from bitext.io.writing import Output

__all__ = ["open_writer", "read_path"]

#: Suffixes of Chinese and English files, in the order in which they are looked for.
_ZH = ("zh", "zh_CN", "zh_cn", "zh_TW", "zh_tw", "zh_HK", "zho", "zho_Hans", "zho_Hant", "cmn")
_EN = ("en", "en_US", "en_GB", "eng", "eng_Latn")
_SUFFIX = re.compile(r"\.(?:(?:zh|en|zho|cmn|eng)(?:_[A-Za-z]+)?|ids|scores)$", re.IGNORECASE)
_NOTHING = "-"
_REMEDY = "name STEM, STEM.zh or STEM.en; both files must be there (a run that was killed may have left one: start it again)"


class _Parts(NamedTuple):
    """The files of a corpus; None for one that is not there."""

    zh: str
    en: str
    ids: str | None
    scores: str | None
    zh_first: bool


class _Line(NamedTuple):
    """A line of one of the files and its number; `text` is None behind the last."""

    number: int
    text: str | Failed | None


def _stem(path: str) -> tuple[str, str]:
    """The stem of a path, and the suffix of its packing."""
    packed = next((suffix for suffix in (".gz", ".zst") if path.lower().endswith(suffix)), "")
    bare = path[: len(path) - len(packed)]
    return _SUFFIX.sub("", bare), packed


def _is_zh_first(stem: str) -> bool:
    return re.search(r"(?:^|[./_])(?:zh|zho|cmn)(?:_[A-Za-z]+)?-en[^/]*$", stem, re.IGNORECASE) is not None


def _find_parts(path: str, stem: str, packed: str, is_there: Callable[[str], bool]) -> _Parts:
    def find(suffixes: Sequence[str]) -> str | None:
        names = (f"{stem}.{suffix}{end}" for end in dict.fromkeys((packed, "", ".gz", ".zst")) for suffix in suffixes)
        return next((name for name in names if is_there(name)), None)

    zh, en = find(_ZH), find(_EN)
    if zh is None or en is None:
        raise InputError(named(path), f"there is no file {named(stem)}.{'zh' if zh is None else 'en'}", _REMEDY)
    return _Parts(zh, en, find(("ids",)), find(("scores",)), _is_zh_first(stem))


def read_path(path: str, *, limit: int) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the pairs of two files, each with its place; a pair without a text on either side is passed over.

    Args:
        path: the stem, one of the files, or a `.zip` with the files, as OPUS ships them.
        limit: bytes that a line may have.

    Raises:
        InputError: a file is missing, all are empty, or the archive is damaged.

    A file that ends before the other is a `Failed` at the end: the lines may be shifted against one another.
    """
    if not path.lower().endswith(".zip"):
        parts = _find_parts(path, *_stem(path), os.path.isfile)
        yield from _read(parts, partial(_opened, limit=limit))
        return
    with _archive(path) as archive:
        names = archive.namelist()
        stems = sorted({_stem(name)[0] for name in names if name.endswith(tuple(f".{suffix}" for suffix in _ZH))})
        if len(stems) > 1:
            raise InputError(named(path), f"holds {len(stems)} corpora ({stems[0]}, {stems[1]}, …)", "unpack it, and name one of the files")
        parts = _find_parts(path, stems[0] if stems else "STEM", "", set(names).__contains__)
        yield from _read(parts, partial(_inside, archive, limit=limit))


def _read(parts: _Parts, opened: Callable[[str], AbstractContextManager[Iterator[_Line]]]) -> Iterator[tuple[str, Pair] | Failed]:
    with ExitStack() as stack:
        sides = [stack.enter_context(opened(one)) for one in (parts.zh, parts.en)]
        beside = [stack.enter_context(opened(one)) if one else iter(()) for one in (parts.ids, parts.scores)]
        count = 0
        for count, row in enumerate(zip_longest(*sides, fillvalue=_Line(0, None)), 1):
            ids, scores = (next(one, _Line(0, None)) for one in beside)
            ended = [one for one, line in zip((parts.zh, parts.en), row, strict=True) if line.text is None]
            if ended and not any(line.text for line in row):
                continue  # blank lines at the end of one file shift nothing
            if ended:
                reason = f"ends after {count - 1} lines, before the other file"
                yield _failed(named(ended[0]), count, reason, "align the texts again: lines may be shifted")
                return
            yield from _made(parts, row, ids, scores)
        if not count:
            raise InputError(named(parts.zh), "is empty", "check what wrote it")


@contextmanager
def _opened(path: str, *, limit: int) -> Iterator[Iterator[_Line]]:
    with open_input(path) as stream:
        yield _lines(lines_in(stream, named(path), limit))


@contextmanager
def _inside(archive: zipfile.ZipFile, name: str, *, limit: int) -> Iterator[Iterator[_Line]]:
    with io.BufferedReader(archive.open(name)) as stream:  # type: ignore[type-var]
        yield _lines(lines_in(stream, named(name), limit))


@contextmanager
def _archive(path: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive, of which nothing is unpacked but what is being read."""
    source = named(path)
    with reading_errors(source):
        try:
            with zipfile.ZipFile(path) as archive:
                yield archive
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise InputError(source, f"cannot be unpacked ({error})", "unpack it, and name one of the files") from error


def _lines(batches: Iterator[Any]) -> Iterator[_Line]:
    for batch in batches:
        if isinstance(batch, Failed):
            yield _Line(batch.position, batch)
        else:
            yield from (_Line(number, text) for number, text in enumerate(batch.texts, batch.first))


def _made(parts: _Parts, row: Sequence[_Line], ids: _Line, scores: _Line) -> Iterator[tuple[str, Pair] | Failed]:
    zh, en = row
    failed = [line.text for line in row if isinstance(line.text, Failed)]
    if failed:
        yield from failed
        return
    texts = str(zh.text), str(en.text)
    if not any(text.strip() for text in texts):
        return
    place = f"{named(parts.zh)}:{zh.number}"
    try:
        yield place, _pair(texts, place, ids.text, scores.text, zh_first=parts.zh_first)
    except ValueError as error:
        yield _failed(
            named(parts.ids or parts.scores or parts.zh), zh.number, f"is no line of ids or scores ({error})", "mend or remove it"
        )


def _pair(texts: tuple[str, str], place: str, ids: str | Failed | None, scores: str | Failed | None, *, zh_first: bool) -> Pair:
    score = _score(scores) if isinstance(scores, str) else 1.0
    if not isinstance(ids, str):
        return Pair(place, *texts, score)
    cells = ids.split("\t")
    if len(cells) < 4:
        msg = f"it has {len(cells)} columns, not 4"
        raise ValueError(msg)
    documents, segments = cells[:2], [cell.split() for cell in cells[2:4]]
    if not zh_first:
        documents, segments = documents[::-1], segments[::-1]
    extra = {"doc": documents[0]} | ({"en_doc": documents[1]} if documents[1] != documents[0] else {})
    known = {name: value for name, value in extra.items() if value not in ("", _NOTHING)}
    sides = [tuple(one) if one != [_NOTHING] else () for one in segments]
    if len(cells) > 4 and cells[4] not in ("", "None"):
        score = _score(cells[4])
    return Pair(cells[5] if len(cells) > 5 else place, *texts, score, sides[0], sides[1], extra=known)


def _score(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        msg = f"{text[:20]} is no number"
        raise ValueError(msg)
    return number


def _failed(source: str, number: int, reason: str, remedy: str) -> Failed:
    place = f"{source}:{number}"
    return Failed(place, RecordError(place, reason, remedy), position=number)


class _Writer:
    """Writes a pair a line into each file."""

    def __init__(self, zh: Output, en: Output, ids: Output, *, zh_first: bool) -> None:
        self._zh, self._en, self._ids, self._zh_first = zh, en, ids, zh_first
        self.losses: Counter[str] = Counter()

    def write(self, pair: Pair) -> None:
        self._zh.write(one_line(pair.zh, self.losses) + "\n")
        self._en.write(one_line(pair.en, self.losses) + "\n")
        doc = pair.extra.get("doc")
        documents = [_word(doc), _word(pair.extra.get("en_doc", doc))]
        segments = [" ".join(map(_word, side)) or _NOTHING for side in (pair.zh_segments, pair.en_segments)]
        if not self._zh_first:
            documents, segments = documents[::-1], segments[::-1]
        self._ids.write("\t".join((*documents, *segments, repr(pair.score), one_line(pair.id, Counter()))) + "\n")

    def end(self) -> None:
        """Write all files to their ends, before the first of them takes its place."""
        for out in (self._zh, self._en, self._ids):
            out.finish()


def _word(value: object) -> str:
    """A name as one word: white space would part it in two."""
    return "_".join(str(value).split()) or _NOTHING if isinstance(value, (str, int)) else _NOTHING


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open `STEM.zh`, `STEM.en` and `STEM.ids`; there is no place for the signature.

    Args:
        path: the stem, or one of the files; `.gz` or `.zst` packs all of them.
        inputs: files that must not be written over.
        signature: not used.
        columns: not used.

    Raises:
        OutputError: one cannot be written, or is one of the inputs; then none appears.
        UsageError: the path is that of an archive.
    """
    del signature, columns
    if path.lower().endswith(".zip"):
        raise UsageError("moses", "is not written into an archive", "name the stem, or STEM.zh")
    stem, packed = _stem(path)
    given = [*inputs, *(f"{_stem(one)[0]}.{suffix}{_stem(one)[1]}" for one in inputs if _SUFFIX.search(one) for suffix in (*_ZH, *_EN))]
    paths = [f"{stem}.{suffix}{packed}" for suffix in ("zh", "en", "ids")]
    with replaced_together(paths) as make_way, ExitStack() as stack:
        writer = _Writer(*(stack.enter_context(open_output(one, inputs=given)) for one in paths), zh_first=_is_zh_first(stem))
        yield writer
        writer.end()
        make_way()
