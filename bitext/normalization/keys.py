"""Comparison keys: two spellings of one thing have one key, and every place in it leads back to the original.

A key is for comparing, never for reading or writing: it folds away what says nothing about meaning.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.normalization.conversion import convert_with, in_chinese
from bitext.text import HAN, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Key", "make_key"]


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a text. `starts` and `ends` hold, for each of its characters, code points of the original it stands for.

    Both are None where the key is as long as the original and each character stands for one in its place.
    """

    text: str
    starts: array[int] | None = None
    ends: array[int] | None = None

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original that a non-empty span of the key stands for, in half-open code points.

        >>> source = "“渝金通”　５Ｇ 網絡"
        >>> key = make_key(source)
        >>> at = key.text.index("5g网络")
        >>> begin, end = key.locate(at, at + 4)
        >>> source[begin:end]
        '５Ｇ 網絡'
        """
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _folded(targets: str, sources: str) -> dict[int, str]:
    return {ord(char): targets for char in sources}


#: One character for another: full-width ASCII, quotation marks, dashes, tildes, middle dots.
_MARKS: dict[int, str] = {
    **{code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)},
    **_folded('"', "“”„‟「」〝〞＂"),
    **_folded("'", "‘’‚‛『』ʼ`´′＇"),
    **_folded("-", "‐‑‒–—―−－﹣⸺⸻"),
    **_folded("~", "～〜∼"),
    **_folded("·", "•・‧･∙⋅"),
}
#: Characters that traditional text, or one region, writes where simplified text has another, and that OpenCC's table of single
#: characters leaves: it knows them in some phrases only. Both sides of a comparison get the same one.
_VARIANTS = dict(
    zip(
        map(ord, "著藉覆瞭甦彷衹祇锺钜迳馀乾徵幺帐妳牠衞敍枱粧糭簷痺睪"),
        "着借复了苏仿只只钟巨径余干征么账你它卫叙台妆粽檐痹睾",
        strict=True,
    )
)
#: Characters that `t2s` changes in phrases only (反覆, 英哩): all that jieba's 349,000 words show.
_IN_PHRASES = "哩坏沈藉覆"
#: CJK radicals, Extension A, the URO, compatibility ideographs (Unicode, Blocks.txt).
_HAN_BLOCKS = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
#: Places that are counted beforehand, once: 1 MiB of them.
_COUNTED = 1 << 17
_SPACE = r"\s\u3000"
#: Next to these white space says nothing: Han characters and the marks of Chinese text.
_CHINESE = f"{HAN}，。、；：？！（）《》〈〉【】「」『』…·～％"
_JOINED = re.compile(f"[{_CHINESE}]")
_HIDDEN = f"{INVISIBLE}\ufe00-\ufe0f\U000e0100-\U000e01ef"
#: Letters whose case folding is longer than one character: ß to ss (Unicode, CaseFolding.txt, status F).
_UNFOLDED = "\u00df\u0130\u0149\u01f0\u0390\u03b0\u0587\u1e96-\u1e9a\u1e9e\u1f50\u1f52\u1f54\u1f56\u1f80-\u1faf\u1fb2-\u1fb4\u1fb6-\u1fb7\u1fbc\u1fc2-\u1fc4\u1fc6-\u1fc7\u1fcc\u1fd2-\u1fd3\u1fd6-\u1fd7\u1fe2-\u1fe4\u1fe6-\u1fe7\u1ff2-\u1ff4\u1ff6-\u1ff7\u1ffc\ufb00-\ufb06\ufb13-\ufb17"
_ACCENT = "\u0300-\u036f"
#: All that is not one character for one; a plain space between words is. An accent run is composed at most eight at a
#: time: longer ones are no writing.
_PLAIN = rf"(?P<space>[{_SPACE}]{{2,}}|[^\S ]| (?:(?<![^{_CHINESE}] )|(?![^{_CHINESE}])))|(?P<dash>[\-‐‑‒–—―−－⸺⸻]{{2,}})|(?P<hidden>[{_HIDDEN}]+)|[{_UNFOLDED}…]"
_LONG = re.compile(_PLAIN)
_LONG_OR_ACCENTED = re.compile(rf"{_PLAIN}|[^\s{_ACCENT}][{_ACCENT}]{{1,8}}")
_ACCENTED = re.compile(f"[{_ACCENT}]")
_MARK = re.compile(f"[{''.join(map(chr, _MARKS))}\u2f00-\u2fd5]")
#: The like of each mark; a Kangxi radical, which PDF files print for a character, has one in Unicode's own table.
_LIKE = {chr(code): mark for code, mark in _MARKS.items()} | {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
_VARIANT = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")


def make_key(text: str) -> Key:
    """Make the comparison key of a text: folded are script, width, case, white space, quotation marks and dashes.

    Chinese is folded to simplified characters (OpenCC's `t2s`, then variants one by one), Japanese and Korean are not.
    White space becomes one space, and none beside Chinese. Invisible characters go; `……` is `......`.

    >>> make_key("《臺灣》 “Ａ股”——Straße").text
    '《台湾》"a股"-strasse'
    >>> make_key("後來 5G 網路").text == make_key("后来5G网路").text
    True
    """
    if text.isascii() and not _LONG.search(text):
        return Key(text.lower())
    folded = _fold(text)
    pattern = _LONG_OR_ACCENTED if _ACCENTED.search(folded) else _LONG
    if not pattern.search(folded):
        return Key(folded)
    parts: list[str] = []
    starts, ends, places = array("q"), array("q"), _places(len(text) + 1)
    for part, start, end, one_to_one in _pieces(folded, pattern):
        parts.append(part)
        if one_to_one:
            starts.extend(places[start:end])
            ends.extend(places[start + 1 : end + 1])
        else:
            starts.extend([start] * len(part))
            ends.extend([end] * len(part))
    return Key("".join(parts), starts, ends)


def _places(size: int) -> array[int]:
    """The numbers from 0 on, as many as asked or more: slices of them are copied far faster than numbers are made."""
    return _counted() if size <= _COUNTED else array("q", range(size))


@lru_cache(maxsize=1)
def _counted() -> array[int]:
    return array("q", range(_COUNTED))


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, int, int, bool]]:
    """Pieces of a key, each with the span that it stands for, and whether it does so character by character."""
    begin = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        if start > begin:
            yield text[begin:start], begin, start, True
        begin = end
        part = _short(text, match)
        if part:
            yield part, start, end, False
    if begin < len(text):
        yield text[begin:], begin, len(text), True


def _short(text: str, match: re.Match[str]) -> str:
    if match["hidden"]:
        return ""
    if match["dash"]:
        return "-"
    start, end = match.span()
    if not match["space"]:
        return unicodedata.normalize("NFC", match[0]).casefold() if match[0] != "…" else "..."
    if start == 0 or end == len(text) or _JOINED.match(text[start - 1]) or _JOINED.match(text[end]):
        return ""
    return " "


def _fold(text: str) -> str:
    """Fold script, width and case, one character for one."""
    simple = _MARK.sub(_mark, in_chinese(text, _simplify))
    low = simple.casefold()
    return low if len(low) == len(simple) else "".join(c if len(f := c.casefold()) != 1 else f for c in simple)


def _simplify(text: str) -> str:
    """As simplified characters; what holds none that could change is not given to OpenCC, which costs ten times the look."""
    if not _convertible().search(text):
        return _VARIANT.sub(_variant, text)
    simple = convert_with("t2s", text)
    return _VARIANT.sub(_variant, simple if len(simple) == len(text) else text)


@lru_cache(maxsize=1)
def _convertible() -> re.Pattern[str]:
    """The characters that `t2s` changes alone, asked of OpenCC itself, and those that it changes in phrases only."""
    every = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last + 1)]
    simple = convert_with("t2s", "\n".join(every)).split("\n")
    changed = "".join(one for one, other in zip(every, simple, strict=True) if one != other)
    return re.compile(f"[{changed}{_IN_PHRASES}\U00020000-\U0003ffff]")


def _variant(match: re.Match[str]) -> str:
    return _VARIANTS[ord(match[0])]


def _mark(match: re.Match[str]) -> str:
    return _LIKE[match[0]]
