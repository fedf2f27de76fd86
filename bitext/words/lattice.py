r"""jieba's way to cut Chinese: the likeliest path through the words of a dictionary, and a model for what it does not know.

The algorithm is that of jieba 0.42.1 (MIT, https://github.com/fxsjy/jieba), to the last bit of its sums, so that the words
are the same (tests/test_words.py holds them against jieba itself). What differs is the cost: jieba copies the whole path
at every character of a run of single characters, which is quadratic (0.2 s for 10,000 unknown ones, 0.8 s for 20,000), and
shares state with the whole process; here cost is linear and nothing is shared but a dictionary that is only read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.words.dictionary import Dictionary

__all__ = ["cut_lattice"]

# jieba's own expressions: what its dictionary is asked about, and within that what its model is asked about.
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_BREAK = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
#: jieba's logarithm of nothing.
_NEVER = -3.14e100


def cut_lattice(text: str, dictionary: Dictionary) -> Iterator[str]:
    """Cut a text into pieces that reproduce it: words, marks one by one, white space.

    >>> from bitext.words.dictionary import load_dictionary
    >>> list(cut_lattice("重庆的天气 ok。", load_dictionary()))
    ['重庆', '的', '天气', ' ', 'ok', '。']
    """
    for number, block in enumerate(_BLOCK.split(text)):
        if number % 2:
            yield from _cut_block(block, dictionary)
        else:
            for place, part in enumerate(_BREAK.split(block)):
                if place % 2:
                    yield part
                else:
                    yield from part


def _cut_block(text: str, dictionary: Dictionary) -> Iterator[str]:
    """Words of the likeliest path; single characters in a row are left to the model, unless they make a word."""
    scores, ends = dictionary.scores, _best_ends(text, dictionary)
    start, held, length = 0, 0, len(text)
    while start < length:
        end = ends[start]
        if end - start > 1:
            if start > held:
                yield from _cut_rest(text[held:start], dictionary) if scores.get(text[held:start]) is None else text[held:start]
            yield text[start:end]
            held = end
        start = end
    if length > held:
        yield from _cut_rest(text[held:], dictionary) if scores.get(text[held:]) is None else text[held:]


def _best_ends(text: str, dictionary: Dictionary) -> list[int]:
    """For each place, where the word ends that begins the likeliest path from there; of equals the longest."""
    find, unknown, length = dictionary.scores.get, dictionary.unknown, len(text)
    ends, totals = [0] * length, [0.0] * (length + 1)
    for start in range(length - 1, -1, -1):
        best, best_end, end = None, start + 1, start + 1
        score = find(text[start], 1.0)
        while score != 1.0:  # a logarithm of a probability is never 1: no word begins so
            if score is not None:
                total = score + totals[end]
                if best is None or total >= best:
                    best, best_end = total, end
            end += 1
            if end > length:
                break
            score = find(text[start:end], 1.0)
        totals[start] = unknown + totals[start + 1] if best is None else best
        ends[start] = best_end
    return ends


def _cut_rest(text: str, dictionary: Dictionary) -> Iterator[str]:
    """Single characters in a row: Han by the model, Latin letters and digits together, marks alone."""
    if len(text) == 1:
        yield text
        return
    for number, run in enumerate(_HAN.split(text)):
        if number % 2:
            yield from _cut_unknown(run, dictionary)
        else:
            yield from filter(None, _LATIN.split(run))


def _cut_unknown(text: str, dictionary: Dictionary) -> Iterator[str]:
    start = 0
    for place, state in enumerate(_states(text, dictionary)):
        if state in "ES":
            yield text[start : place + 1]
            start = place + 1
    if start < len(text):
        yield text[start:]


def _states(text: str, dictionary: Dictionary) -> list[str]:
    """The likeliest states of a run of characters (Viterbi 1967); of equals the later letter, as jieba has it."""
    begins, middles, endings, singles = dictionary.emissions
    moves, starts = dictionary.transitions, dictionary.starts
    to_b_e, to_b_s, to_m_m, to_m_b = moves["E"]["B"], moves["S"]["B"], moves["M"]["M"], moves["B"]["M"]
    to_s_s, to_s_e, to_e_b, to_e_m = moves["S"]["S"], moves["E"]["S"], moves["B"]["E"], moves["M"]["E"]
    first = text[0]
    b = starts["B"] + begins.get(first, _NEVER)
    m = starts["M"] + middles.get(first, _NEVER)
    e = starts["E"] + endings.get(first, _NEVER)
    s = starts["S"] + singles.get(first, _NEVER)
    steps: list[tuple[bool, bool, bool, bool]] = []
    for char in text[1:]:
        like_b, like_m, like_e, like_s = (
            begins.get(char, _NEVER),
            middles.get(char, _NEVER),
            endings.get(char, _NEVER),
            singles.get(char, _NEVER),
        )
        b_s, b_e = s + to_b_s + like_b, e + to_b_e + like_b
        m_m, m_b = m + to_m_m + like_m, b + to_m_b + like_m
        s_s, s_e = s + to_s_s + like_s, e + to_s_e + like_s
        e_m, e_b = m + to_e_m + like_e, b + to_e_b + like_e
        step = (b_s >= b_e, m_m >= m_b, e_m >= e_b, s_s >= s_e)
        steps.append(step)
        b, m, e, s = b_s if step[0] else b_e, m_m if step[1] else m_b, e_m if step[2] else e_b, s_s if step[3] else s_e
    return _walk_back(steps, "S" if s >= e else "E")


def _walk_back(steps: list[tuple[bool, bool, bool, bool]], last: str) -> list[str]:
    """Follow the choices from the last state to the first."""
    found, state = [last], last
    for from_s, from_m, end_from_m, single_from_s in reversed(steps):
        if state == "B":
            state = "S" if from_s else "E"
        elif state == "M":
            state = "M" if from_m else "B"
        elif state == "E":
            state = "M" if end_from_m else "B"
        else:
            state = "S" if single_from_s else "E"
        found.append(state)
    return found[::-1]
