r"""Line ends inside a paragraph: which are hard wraps inside a sentence, and which end one.

A blank line and a form feed always end a sentence. A single line end is a wrap where there is evidence: the first word of
the next line would not have fitted into the paragraph's width (the test of the greedy line filler that made it), the
sentence is open (a comma, a hyphen, `of the`), or the next line begins as no sentence does.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from bitext.segmentation.vocabulary import load_vocabulary
from bitext.text import CLOSERS, TERMINALS, is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LINE_END", "Wraps", "find_stretches", "join_lines"]

Wraps = Literal["auto", "join", "keep"]
_Line = tuple[int, int]

#: What ends a line: everything that `str.splitlines` takes for one.
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PARTED = "\f\u2029"
#: Widths of wrapped text in characters: mail and plain text wrap at 60–80, Chinese at 20–60; longer lines are paragraphs.
_NARROWEST, _NARROWEST_ZH, _WIDEST = 40, 16, 110
#: Lines before and after in which a wrapped paragraph shows that it is one.
_NEAR = 3
_OPEN = ",，、—–-(（[“‘《「『【&/"
_CLOSING = "，。、；：！？）》」』”’】,.;:!?)]"
_BULLET = re.compile(
    r"[•●▪◦‣∙·*■◆★➢✓–—-]\s|[(（]?[0-9]{1,3}[.)）、．。]|[(（]?[一二三四五六七八九十]{1,3}[)）、．.]|第[一二三四五六七八九十百0-9]{1,4}[章节節条條]|[A-Za-z][.)]\s"
    r"|[①-⑳❶-❿⑴-⒇㈠-㈩]|[IVX]{1,5}\.\s"
)
#: Chinese marks: no space before the one, after the other, beside any of them and a letter.
_TIGHT_BEFORE, _TIGHT_AFTER, _WIDE = "，。、；：！？）》」』】〉…", "，。、；：！？（《「『【〈", "“”‘’《》（）「」『』【】"
_LAST_WORD = re.compile(r"[A-Za-z]+$")
_FIRST_WORD = re.compile(r"\S+")
_PAUSE = re.compile("[，；：、。]")
_INNER_END = re.compile(r"[a-z]{3}[.!?] [A-Z]")
#: A citation mark stands where a sentence or an entry ends: a Chinese line that ends with one goes on in none.
_CITED = re.compile(r"\[[0-9]{1,3}\]$")
#: Characters that no Chinese sentence or heading begins with.
_NEVER_FIRST_ZH = "的了着們们及吗嗎呢吧"
# First parts that keep the hyphen at the line's end; any other is taken for a word broken by the wrap.
_KEEPS_HYPHEN = re.compile(
    r"(?:^|[^A-Za-z])(?:well|long|short|medium|mid|high|low|self|cross|large|small|full|part|half|non|ex|anti|pre|post|multi|one|two|three|four|five|ten|first|second"
    r"|third|state|so|middle|near|far|year|day|month|hour|mile|old|new|all|ever|much|most|often|then|vice|co|x|e|north|south|east|west|[A-Z][a-z]*)-$"
)


def find_stretches(text: str, wraps: Wraps = "auto") -> list[tuple[int, int]]:
    r"""Give the stretches of a text in which no line end ends a sentence: half-open, without white space at the edges.

    Args:
        text: any text.
        wraps: `auto` weighs each line end, `join` takes all for wraps, `keep` lets each end a sentence.

    >>> text = "The road that runs beside the river was closed\nfor a week.\nIt is open.\n\nNow"
    >>> [text[a:b] for a, b in find_stretches(text)][1:]
    ['It is open.', 'Now']
    """
    if not LINE_END.search(text):
        start, end = _stripped(text, 0, len(text))
        return [(start, end)] if end > start else []
    found: list[tuple[int, int]] = []
    for paragraph in _paragraphs(text):
        if wraps == "keep" or len(paragraph) == 1:
            found += paragraph
        elif wraps == "join":
            found.append((paragraph[0][0], paragraph[-1][1]))
        else:
            found += _unwrapped(text, paragraph)
    return found


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    bare = text[start:end].lstrip()
    return end - len(bare), end - len(bare) + len(bare.rstrip())


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    """Lines without the white space at their edges, in groups that no blank line or form feed parts."""
    lines: list[_Line] = []
    start = 0
    for found in LINE_END.finditer(text):
        line = text[start : found.start()].lstrip()
        if line:
            begin = found.start() - len(line)
            lines.append((begin, begin + len(line.rstrip())))
        if lines and (not line or found[0] in _PARTED):
            yield lines
            lines = []
        start = found.end()
    begin, end = _stripped(text, start, len(text))
    if begin < end:
        lines.append((begin, end))
    if lines:
        yield lines


def _unwrapped(text: str, lines: Sequence[_Line]) -> Iterator[_Line]:
    """Join the lines of a paragraph where the evidence says so."""
    widths = _widths(lines)
    start, end = lines[0]
    for number in range(1, len(lines)):
        if not _goes_on(text, lines, number, widths[number]):
            yield start, end
            start = lines[number][0]
        end = lines[number][1]
    yield start, end


def _widths(lines: Sequence[_Line]) -> list[int]:
    """For each line the width of the run of narrow lines that it stands in; 0 for a long line."""
    widths = [0] * len(lines)
    first = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or lines[number][1] - lines[number][0] > _WIDEST:
            if number > first:
                widths[first:number] = [max(b - a for a, b in lines[first:number])] * (number - first)
            first = number + 1
    return widths


def _goes_on(text: str, lines: Sequence[_Line], number: int, width: int) -> bool:
    """Tell whether the sentence of the line before goes on in a line."""
    line, following = lines[number - 1], lines[number]
    last, first = text[line[1] - 1], text[following[0]]
    bare = text[line[0] : line[1]].rstrip(CLOSERS)[-1:] if last in CLOSERS else last
    if bare in TERMINALS:
        return first.islower() or (bare == "." and (_ends_in_title(text, line) or _full_en(text, line, following, width)))
    if first in _CLOSING:
        return True
    if _BULLET.match(text, following[0], following[1]):
        return False
    if last in ":：":
        return False
    if last in _OPEN:
        return last != "-" or text[line[1] - 2 : line[1] - 1].isalnum()
    if is_han(last) or is_han(first):
        return _goes_on_zh(text, line, following, width)
    return _goes_on_en(text, lines, number, width)


def _ends_in_title(text: str, line: _Line) -> bool:
    """Tell whether a line ends in an abbreviation that a name follows: `Dr.`."""
    word = _LAST_WORD.search(text, max(line[0], line[1] - 12), line[1] - 1)
    return word is not None and load_vocabulary().abbreviations.get(word[0]) == "titles"


def _full_en(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted."""
    word = _FIRST_WORD.match(text, *following)
    return width >= _NARROWEST and line[1] - line[0] + 1 + (word.end() - word.start() if word else 0) > width


def _goes_on_en(text: str, lines: Sequence[_Line], number: int, width: int) -> bool:
    line, following = lines[number - 1], lines[number]
    word = _LAST_WORD.search(text, max(line[0], line[1] - 24), line[1])
    if word and word[0] in load_vocabulary().open_end_en:
        return True
    full = _full_en(text, line, following, width)
    if _begins_small(text, following):
        return (
            full or text[following[1] - 1] in TERMINALS or bool(_INNER_END.search(text, *following))
        )  # an entry of a list holds no sentence's end
    if not full or line[1] - line[0] < _NARROWEST or _all_capitalised(text[line[0] : line[1]]):
        return False
    near = lines[max(0, number - _NEAR) : number + _NEAR + 1]  # a list of long lines has no line near that begins small
    return any(_begins_small(text, other) for other in near)


def _begins_small(text: str, line: _Line) -> bool:
    """Tell whether a line begins with a small Latin letter."""
    return text[line[0]].islower() and text[line[0]] < "\u0250"


def _all_capitalised(line: str) -> bool:
    """Tell whether a line is set as titles are: three of four words capitalised."""
    words = [w for w in line.split() if w[0].isalpha()]
    return sum(w[0].isupper() for w in words) * 4 >= len(words) * 3


def _goes_on_zh(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Chinese lines are filled to the last character, so a wrapped one is as wide as the widest, but for marks and an indent."""
    if text[following[0]] in _NEVER_FIRST_ZH:
        return True
    if not _NARROWEST_ZH <= width <= _WIDEST or line[1] - line[0] < width - 2 or _CITED.search(text, max(line[0], line[1] - 5), line[1]):
        return False
    pauses = _PAUSE.search(text, *line) or _PAUSE.search(text, *following)
    return bool(pauses) and (text[following[1] - 1] in TERMINALS + CLOSERS or following[1] - following[0] >= width - 2)


def join_lines(raw: str) -> str:
    r"""Read a slice: line breaks inside it become a space, or nothing beside Chinese; a word broken by a hyphen is whole again.

    >>> join_lines("the inter-\nnational port"), join_lines("港口\n发展"), join_lines("a  b\r\nc")
    ('the international port', '港口发展', 'a  b c')
    """
    if not LINE_END.search(raw):
        return raw
    lines = [line for part in LINE_END.split(raw) if (line := part.strip())]
    return "".join(_joined(line, after) for line, after in pairwise([*lines, ""]))


def _joined(line: str, after: str) -> str:
    """A line and what stands for the break after it."""
    if not after:
        return line
    before, first = line[-1], after[0]
    if before == "-" and line[-2:-1].isalpha() and first.isalpha() and not is_han(first):
        return line if _KEEPS_HYPHEN.search(line[-24:]) or not first.islower() else line[:-1]
    if before in _TIGHT_AFTER or first in _TIGHT_BEFORE or (is_han(before) and is_han(first)):
        return line
    wide = (is_han(before) or before in _WIDE) and (first.isalnum() or first in _WIDE)
    return line if wide or ((is_han(first) or first in _WIDE) and before.isalnum()) else line + " "
