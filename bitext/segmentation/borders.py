"""Where one language's text ends and the other's begins inside what no mark divides.

A list entry `全面建成小康社会 build a moderately prosperous society`, a title in both languages, a Chinese heading run
together with the English sentence after it. An inserted name or term is no border: it stands in brackets, the words
around it lead to it (`使用 ChatGPT`, `Launch of 渝金通`), or it is too short for the text beside it to be its translation.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bitext.segmentation.vocabulary import load_vocabulary
from bitext.text import HAN, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_borders"]

#: From the first to the last letter of one script before a letter of the other.
_RUN = re.compile(rf"(?P<zh>[{HAN}](?:[^{LATIN}]*[{HAN}])?)|[{LATIN}](?:[^{HAN}]*[{LATIN}])?")
_WORD = re.compile(rf"[{LATIN}]+(?:['’-][{LATIN}]+)*")
_HAN = re.compile(f"[{HAN}]")
_BAR = re.compile(r"\s*[|｜\t]\s*|\s[/／–—-]{1,2}\s|[\u3000 ][·•][\u3000 ]")
_OPENING, _CLOSING = "(（[［【“\"‘《「『〈<'", ")）]］】”\"’》」』〉>'"
_BRACKETS = "(（[［【《〈<"
_NUMBERS = re.compile(r"[(（\[]?[0-9]{1,4}[.)）\]、]?")
_ADDRESS = re.compile(rf"[{LATIN}0-9]++[./:@\\#_][!-~]*+")
_PAUSES = "，。；！？：、"
#: English letters and spaces to one Han character: 3.3 in translated news on average, up to 9 in terms (one belt, one
#: road: 4; 小康社会: 7); a name beside what it names has fewer, an unrelated insertion any number.
_THINNEST, _FATTEST = 2.3, 9.5
#: A clause of English has so many words, one of them small; a Chinese one so many characters.
_CLAUSE, _CLAUSE_ZH, _CLAUSE_REACH = 5, 6, 400
#: Costs of the readings of a line, in words of the other language; set by hand, so that a sentence of ten words is a text
#: and a title of six is not. A border inside the reading of a run of its own language never pays.
_BORDER, _LED, _ENDED, _SMALL_LETTER, _GLUED, _NAME_COST, _HAN_COST, _NEVER = 6.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.8, 1e9
_ENDS = '.。!！?？”"」'
_SMALL = frozenset(
    "the a an of in on at by for from with to and or as is are was were be will has have had that which its their his her it he she they we this".split()
)


class _Run(NamedTuple):
    """A stretch of one script, with what the rules ask of it."""

    zh: bool
    start: int
    end: int


def find_borders(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Find the places in a sentence where its language changes for good: the start of the next part, after white space.

    >>> line = "4. 乡村振兴 rural revitalization"
    >>> [line[place:] for place in find_borders(line)]
    ['rural revitalization']
    >>> find_borders('The "渝金通" brain'), find_borders("我们使用 machine learning"), find_borders("品种(hybrid rice strain)")
    ([], [], [])
    """
    stop = len(text) if end is None else end
    runs = list(_runs(text, start, stop))
    if len(runs) < 2:
        return []
    if len(runs) == 2 and _parts(text, runs[0], runs[1], stop):
        return [_place(text, *runs)]
    return _of_many(text, runs)


def _runs(text: str, start: int, end: int) -> Iterator[_Run]:
    """Runs of script by turns; what stands in brackets or quotes of its own belongs to what is around it."""
    held: _Run | None = None
    for found in _RUN.finditer(text, start, end):
        run = _Run(found.lastgroup == "zh", found.start(), found.end())
        if held is None:
            held = run
        elif run.zh == held.zh or _is_enclosed(text, run, start, end):
            held = _Run(held.zh, held.start, run.end)
        elif _is_enclosed(text, held, start, end):
            held = _Run(run.zh, held.start, run.end)
        else:
            yield held
            held = run
    if held is not None:
        yield held


def _is_enclosed(text: str, run: _Run, start: int, end: int) -> bool:
    """Tell whether a run stands in brackets or quotes that hold little else."""
    before = text[max(start, run.start - 3) : run.start]
    after = text[run.end : min(end, run.end + 3)].lstrip(" ,.!?，。！？0123456789")
    opening = before.rstrip()[-1:]
    if not opening or opening not in _OPENING or after[:1] not in tuple(_CLOSING):
        return False
    if opening in _BRACKETS:
        return opening != "《" or run.start - 1 > start  # a title in front is a text of its own
    if _CLOSING[_OPENING.index(opening)] != after[0]:
        return False
    led = before.rstrip()[:-1]  # a quoted clause after a space, with nothing that leads to it, is a text of its own
    return (
        not led[-1:].isspace()
        or text[max(start, run.start - 8) : run.start - 1].rstrip(' "“‘「')[-1:] in tuple(":：,，")
        or not _is_clause(text, run)
    )


def _is_clause(text: str, run: _Run) -> bool:
    end = min(run.end, run.start + _CLAUSE_REACH)
    if run.zh:
        return len(_HAN.findall(text, run.start, end)) >= 2 * _CLAUSE_ZH
    words = _WORD.findall(text, run.start, end)
    return len(words) >= _CLAUSE and any(w in _SMALL for w in words)


def _parts(text: str, left: _Run, right: _Run, end: int) -> bool:
    """Tell whether two neighbouring runs, all there is, are two texts."""
    gap = text[left.end : right.start]
    zh, en = (left, right) if left.zh else (right, left)
    words = _WORD.findall(text, en.start, en.end)
    han = len(_HAN.findall(text, zh.start, zh.end))
    if _BAR.search(gap):
        return han >= 2
    if _leads_on(text, left) or han < 2 or _is_address(text, en):
        return False
    small = sum(w in _SMALL for w in words)
    ratio = (en.end - en.start) / han
    pauses = any(c in _PAUSES for c in text[zh.start : zh.end])
    if len(words) >= _CLAUSE and small and han >= _CLAUSE_ZH and (ratio < _FATTEST * 2):
        return left.zh or not _is_tail(text, zh, end) or pauses or han >= 2 * _CLAUSE_ZH
    if pauses or _NUMBERS.sub("", gap).strip(' .;:%％”"》') or " " not in gap or not _THINNEST <= ratio <= _FATTEST:
        return False
    if not left.zh and _is_tail(text, zh, end):
        return False
    if left.zh and text[en.start].islower() and text[en.end : end].strip()[:1] in tuple(".!?"):
        return False  # small letter and full stop: the Chinese is the subject of an English sentence
    return len(words) >= 2


def _is_address(text: str, run: _Run) -> bool:
    """Tell whether a Latin run is one address or file name, which is no text: letters with marks between them, no space."""
    return _ADDRESS.fullmatch(text, run.start, min(run.end, run.start + _CLAUSE_REACH)) is not None


def _is_tail(text: str, zh: _Run, end: int) -> bool:
    """Tell whether English punctuation follows the Chinese at the end: then it stands inside an English sentence."""
    return text[zh.end : end].strip()[:1] in tuple(".,;!?")


def _leads_on(text: str, run: _Run) -> bool:
    """Tell whether a run ends in words that what follows must complete."""
    words = load_vocabulary()
    tail = text[max(run.start, run.end - 24) : run.end]
    if run.zh:
        return tail[-2:] not in words.closed_end_zh and any(tail[-n:] in words.open_end_zh for n in (1, 2, 3))
    found = _WORD.findall(tail)
    return bool(found) and found[-1] in words.open_end_en


def _of_many(text: str, runs: list[_Run]) -> list[int]:
    """Divide runs that are not two texts side by side: entries of a list by turns, else by the cheapest reading."""
    pairs = [(runs[n], runs[n + 1]) for n in range(0, len(runs) - 1, 2)]
    if len(runs) > 2 and len(runs) % 2 == 0 and all(_is_entry(text, a, b) for a, b in pairs):
        return [_place(text, a, b) for a, b in pairwise(runs)]
    return [_place(text, a, b) for a, b in _cheapest(text, runs)]


def _is_entry(text: str, left: _Run, right: _Run) -> bool:
    return " " in text[left.end : right.start] and _parts(text, left, right, right.end)


def _cheapest(text: str, runs: list[_Run]) -> list[tuple[_Run, _Run]]:
    """Read each run as Chinese or English text at the least cost (Viterbi's algorithm): words of the other language cost, borders too."""
    costs = {True: 0.0, False: 0.0}
    steps: list[dict[bool, bool]] = []
    for number, run in enumerate(runs):
        switch = _switch_cost(text, runs[number - 1], run) if number else 0.0
        foreign = _foreign_cost(text, run)
        came: dict[bool, bool] = {}
        now: dict[bool, float] = {}
        for zh in (True, False):
            came[zh] = zh if costs[zh] <= costs[not zh] + (switch if run.zh == zh else _NEVER) else not zh
            now[zh] = costs[came[zh]] + (switch if came[zh] != zh else 0.0) + (0.0 if run.zh == zh else foreign)
        costs = now
        steps.append(came)
    zh = costs[True] <= costs[False]
    found: list[tuple[_Run, _Run]] = []
    for number in range(len(runs) - 1, 0, -1):
        before = steps[number][zh]
        if before != zh:
            found.append((runs[number - 1], runs[number]))
        zh = before
    return found[::-1]


def _switch_cost(text: str, left: _Run, right: _Run) -> float:
    """What a border between two runs costs: less where something ends, more where the words lead on."""
    gap = text[left.end : right.start]
    if _BAR.search(gap):
        return 0.0
    cost = _BORDER + (_LED if _leads_on(text, left) else 0.0) - (_ENDED if any(c in _ENDS for c in gap) and "," not in gap else 0.0)
    return cost + (0.0 if right.zh or text[right.start].isupper() else _SMALL_LETTER) + (0.0 if gap else _GLUED)


def _foreign_cost(text: str, run: _Run) -> float:
    """What it costs to take a run for an insertion: names are cheap, small words are not."""
    if run.zh:
        return _HAN_COST * len(_HAN.findall(text, run.start, run.end))
    if _is_address(text, run):
        return _NAME_COST
    words = _WORD.findall(text, run.start, run.end)
    return sum(_NAME_COST if w[0].isupper() else 2.0 if w in _SMALL else 1.0 for w in words)


def _place(text: str, left: _Run, right: _Run) -> int:
    """Give the border between two runs: marks, bars and closing quotes stay left, opening ones and numbers go right."""
    gap = text[left.end : right.start]
    bar = _BAR.search(gap)
    if bar:
        return right.start - len(gap[bar.end() :].lstrip())
    undirected = '"' if text.count('"', max(0, left.start - 2), left.end) % 2 else ""
    tight = len(gap) - len(gap.lstrip(")）］】”’》」』〉>,.;:!?，。；：！？%％…" + undirected))
    space = gap.find(" ", tight)
    if space >= 0:
        return left.end + len(gap) - len(gap[space:].lstrip())
    return left.end + tight
