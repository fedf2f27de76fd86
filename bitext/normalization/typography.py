"""Width, spaces and quotation marks: habits of typing, changed only where asked.

Nothing here is NFKC, which turns `（重庆），` into `(重庆),`: each function names the characters that it touches.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.language import detect
from bitext.language.scripts import KANA
from bitext.text import HAN, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["QUOTES", "SPACES", "WIDTHS", "narrow", "set_quotes", "set_spaces"]

WIDTHS = ("narrow", "keep")
SPACES = ("keep", "add", "remove")
QUOTES = ("keep", "straight", "curly", "corner")

_WIDE = "０-９Ａ-Ｚａ-ｚ"
#: A full-width point counts between two digits only: elsewhere it is a Chinese mark.
_WIDE_RUN = re.compile(f"[{_WIDE}]+(?:．(?=[０-９])[{_WIDE}]+)*")
_TO_ASCII = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0E)}


def narrow(text: str) -> str:
    """Write full-width Latin letters and digits as ASCII; marks, and half-width katakana, stay.

    The two blocks lie 0xFEE0 apart (Unicode, Halfwidth and Fullwidth Forms).

    >>> narrow("２０２５年Ａ股（重庆），涨３．５％")
    '2025年A股（重庆），涨3.5％'
    """
    return text if text.isascii() else _WIDE_RUN.sub(lambda m: m[0].translate(_TO_ASCII), text)


_LATIN = f"{LATIN}0-9"
_ENDS, _BEGINS = f"[{_LATIN}%‰℃°]", f"[{_LATIN}$£€¥￥]"
_GAP = "[ \u00a0\u2002-\u200a\u202f]"
_ADDRESS = r"(?:https?://|www\.)[!-~]+"  # an address is one piece, whatever stands in it
_JOINT = re.compile(f"(?<=[{HAN}])(?={_BEGINS})|(?<={_ENDS})(?=[{HAN}])|{_ADDRESS}")
_APART = re.compile(f"(?<=[{HAN}]){_GAP}++(?={_BEGINS})|(?<={_ENDS}){_GAP}++(?=[{HAN}])")
_KANA = re.compile(f"[{KANA}]")


def _language(line: str) -> str:
    return detect(line, spans=False).lang


def _is_japanese(line: str) -> bool:
    return _KANA.search(line) is not None and _language(line) == "ja"


def set_spaces(line: str, how: str) -> str:
    """Set a space between Chinese and Latin letters or digits (`add`), or take it out (`remove`), in one line.

    A Japanese line stays. In an English line spaces are added around Chinese, and none is taken out.

    >>> set_spaces("使用5G网络增长3%左右", "add"), set_spaces("使用 5G 网络", "remove"), set_spaces("The 渝金通 app", "remove")
    ('使用 5G 网络增长 3% 左右', '使用5G网络', 'The 渝金通 app')
    """
    if how == "keep" or line.isascii() or _is_japanese(line):
        return line
    if how == "add":
        return _JOINT.sub(lambda m: m[0] or " ", line)
    return _APART.sub("", line) if _language(line) == "zh" else line


_STRAIGHTEN = str.maketrans(dict.fromkeys("“”„‟「」〝〞", '"') | dict.fromkeys("‘’‚‛『』", "'"))
_FROM_CORNER = str.maketrans("「」『』", "“”‘’")
_TO_CORNER, _TO_INNER = str.maketrans("“”", "「」"), str.maketrans("‘’", "『』")
_LETTER = re.compile(f"[{_LATIN}]")
_SPOKEN = re.compile(f"(?<=[{_LATIN}])’(?=[{_LATIN}])")
#: Stands for an apostrophe while quotes become corners; never part of a text that is exchanged (Unicode, Noncharacters).
_HELD = "\ufdd0"


def set_quotes(line: str, how: str) -> str:
    r"""Write the quotation marks of one line in one style; a Japanese line stays.

    `straight` is `"` and `'`. `curly` turns corners and straight marks into “ ” ‘ ’: straight ones pair off from left to
    right, and where they do not (an odd number, a mark of inches) they stay. `corner` is 「 」 and 『 』 inside, in Chinese
    lines only; other lines stay.

    >>> set_quotes("他说：“好。”", "corner"), set_quotes('"It\'s new," she said.', "curly"), set_quotes('a 5" x 7" card', "curly")
    ('他说：「好。」', '“It’s new,” she said.', 'a 5" x 7" card')
    """
    if how == "keep" or _is_japanese(line):
        return line
    if how == "straight":
        return line.translate(_STRAIGHTEN)
    if how == "corner" and _language(line) != "zh":
        return line
    curled = _curl(line.translate(_FROM_CORNER))
    if how == "curly":
        return curled
    cornered = _SPOKEN.sub(_HELD, curled.translate(_TO_CORNER))
    paired = cornered.count("‘") == cornered.count("’")  # else one of them is an apostrophe
    return (cornered.translate(_TO_INNER) if paired else cornered).replace(_HELD, "’")


def _curl(line: str) -> str:
    """Pair off straight marks, double ones first; an apostrophe stands between two letters."""
    doubles = [i for i, char in enumerate(line) if char == '"']
    line = _put(line, doubles, "“”")
    singles = [i for i, char in enumerate(line) if char == "'"]
    spoken = [i for i in singles if 0 < i < len(line) - 1 and _LETTER.match(line[i - 1]) and _LETTER.match(line[i + 1])]
    chars = list(line)
    for i in spoken:
        chars[i] = "’"
    held = set(spoken)
    return _put("".join(chars), [i for i in singles if i not in held], "‘’")


def _put(line: str, places: Iterable[int], pair: str) -> str:
    """Replace marks by opening and closing ones in turn, if there is an even number and each faces what it quotes."""
    found = list(places)
    openings, closings = found[::2], found[1::2]
    if len(found) % 2 or not all(_opens(line, i) for i in openings) or not all(_closes(line, i) for i in closings):
        return line
    chars = list(line)
    for mark, where in zip(pair, (openings, closings), strict=True):
        for i in where:
            chars[i] = mark
    return "".join(chars)


def _opens(line: str, place: int) -> bool:
    return not (line[place + 1 : place + 2] or " ").isspace() and not (place and _LETTER.match(line[place - 1]))


def _closes(line: str, place: int) -> bool:
    return place > 0 and not line[place - 1].isspace() and not _LETTER.match(line[place + 1 : place + 2])
