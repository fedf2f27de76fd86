"""Keys: two texts that count as one have one key; a digest of it is what is kept and compared."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from bitext.errors import UsageError
from bitext.normalization import make_key

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KEY_VERSION", "LEVELS", "digest_texts", "duplicate_key", "fold_text", "key_of"]

#: From the strictest to the widest; each finds what those before it find.
LEVELS = ("exact", "normalized", "near")
#: Grows when a text gets another key than before: what an index on disk holds would no longer be found.
KEY_VERSION = 1
#: Characters that are folded at once: a longer text is folded piece by piece, so that memory does not grow with it.
_PIECE = 1 << 16
#: What says nothing when texts are compared: all but letters, digits and the signs that change what is said (5% is not 5, C++ not C).
_SILENT = re.compile("[^\\w%‰$€£+#&@=<>°℃™]+")
_DIGIT = re.compile(r"\d")
_ASCII_FOLDED = str.maketrans(
    {(c := chr(code)): "0" if c.isdigit() else " " if c == "_" or _SILENT.match(c) else c.lower() for code in range(128)}
)
_ASCII_DIGITS = str.maketrans("123456789", "0" * 9)


def fold_text(text: str) -> str:
    """Fold what says little: script, width, case, punctuation and white space (one space each), every digit (`0`).

    Digits are folded as CCNet does (Wenzek et al., "CCNet: Extracting High Quality Monolingual Datasets from Web Crawl Data",
    LREC 2020), since templates differ by their numbers alone. Chinese numerals stay: they stand in words too.

    >>> fold_text("後來，５Ｇ 網路（２０２４）增長 3％"), fold_text("It's 5% – or $20.")
    ('后来 0g网路 0000 增长0%', 'it s 0% or $00')
    """
    if len(text) <= _PIECE:
        return _fold_piece(text)
    return " ".join(part for piece in _pieces(text) if (part := _fold_piece(piece)))


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))


def _fold_piece(text: str) -> str:
    if text.isascii():
        return " ".join(text.translate(_ASCII_FOLDED).split())
    key = make_key(text).text
    low = key.translate(_ASCII_DIGITS) if key.isascii() else _DIGIT.sub("0", key)
    return _SILENT.sub(" ", low.replace("_", " ")).strip()


def duplicate_key(text: str, level: str = "normalized") -> str:
    """Give the key of a text: texts with one key are duplicates of each other.

    A text of nothing but punctuation is its own key, else all of those would be one.

    Args:
        text: one side of a pair.
        level: `exact`, the text itself; `normalized`, without script, width, case, digits, punctuation and white space.

    Raises:
        UsageError: there is no such level. Near duplicates have no key in common.

    >>> duplicate_key("“渝金通” 於 2024 年上線。") == duplicate_key("渝金通于２０２５年上线")
    True
    >>> duplicate_key("Rain.", "exact") == duplicate_key("rain", "exact")
    False
    """
    if level == "exact":
        return text
    if level != "normalized":
        raise UsageError("level", f"{level!r} has no key", "known are: exact, normalized")
    return key_of(text, fold_text(text))


def key_of(text: str, folded: str) -> str:
    """Give the normalised key of a text that is folded already.

    >>> key_of("Rain, snow!", fold_text("Rain, snow!")), key_of("?!", fold_text("?!"))
    ('rainsnow', '?!')
    """
    return folded.replace(" ", "") or text


def digest_texts(*texts: str) -> bytes:
    """Give sixteen bytes for one text or several: two different lists of texts never share them, in all likelihood.

    BLAKE2b (RFC 7693) of 128 bits: among a billion texts the chance of one collision is 10^-21.

    >>> digest_texts("雨", "rain") == digest_texts("雨rain"), len(digest_texts(""))
    (False, 16)
    """
    return hashlib.blake2b(b"\xff".join(text.encode("utf-8", "surrogatepass") for text in texts), digest_size=16).digest()
