r"""Whether a mark ends its sentence: rules that look at most a few hundred characters around a candidate.

One combined scan finds the candidates; each is judged by what stands before and after it. The rules for quotes, titles
and ellipses follow GB/T 15834-2011, the Chinese standard of punctuation; those for full stops what newspapers print.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bitext.segmentation.vocabulary import load_vocabulary
from bitext.text import HAN, LATIN, is_han

if TYPE_CHECKING:
    from bitext.segmentation.vocabulary import Vocabulary

__all__ = ["CANDIDATE", "CANDIDATE_OR_SEMICOLON", "Judge"]

_MARKS = r"[.!?…。！？．｡‼⁇⁈⁉]++(?:[ \u3000][。！？](?![ \u3000]*[。！？]))?+"
#: What closes with the sentence; brackets and directed quotes also after one space, as machine translation sets them.
_CLOSERS = r"(?:[\"'”’」』)）\]】》〉»]|[ \u3000][”’」』）】》](?![^\s，。、])|\[[0-9]{1,3}\])*+"
CANDIDATE = re.compile(rf"({_MARKS})({_CLOSERS})(\s*+)")
CANDIDATE_OR_SEMICOLON = re.compile(rf"({_MARKS}|；|;(?=\s))({_CLOSERS})(\s*+)")

#: How far a rule looks: quotes and brackets in running text are shorter, and the cost stays linear on hostile text.
_REACH, _QUOTE_REACH = 240, 800
_TOKEN = re.compile(rf"[{LATIN}](?:[{LATIN}.&'’])*$")
_ACRONYM = re.compile(rf"[{LATIN}](?:\.[{LATIN}])+")
_WORD = re.compile(rf"[{LATIN}]+(?:['’][{LATIN}]+)?")
_ENUMERATION = re.compile(
    r"(?:[•●▪·*–—-]\s*)?[(（\[]?(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}|[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})"
)
_ENUMERATION_LONGEST = 16
#: A number at the end of English words, but not one that may count an entry.
_ENGLISH_NUMBER = re.compile(r"[a-z0-9][ ,]+(?:[^\s.]*[^0-9\s.])?[0-9]{3,4}$|[a-z]{2}[ ,]+[^\s.]*[^0-9\s.][0-9]{1,4}$")
#: The number of a list entry inside a line: `social progress 2. 科技创新`.
_ENTRY_NUMBER = re.compile(r"\s[0-9]{1,2}$")
#: A number that counts or dates something in Chinese.
_COUNTED = re.compile(rf"[0-9]{{1,4}} ?[{HAN}]")
_QUOTES = re.compile('[“”"]')
_ADDRESS = re.compile(r"[/@:=\\]|www\.")
_SAYING_ZH = re.compile(r"[^，。！？：；“”「」『』\"\s]{0,40}?(?=[，,。.!！]|$)")
_NAMED = re.compile(rf"((?:[A-Z][{LATIN}.'’-]*[ \u00a0]){{1,4}})([a-z]+)(?=[.,:]|[ ](?:on|in|at|to|during|last|this|after)\b)")
#: Who said it, in small letters, after a quotation that machine translation ended with 。
_SAID = re.compile(r"(?:(?:he|she|they|we|it|the [a-z]{1,20}|an? [a-z]{1,20}) )?([a-z]{2,20})(?![a-z])")
#: The mark of a list entry in brackets, before a capital or a Chinese character.
_ENTRY = re.compile(rf"[(（](?:[a-z]|[ivx]{{2,4}})[)）]\s?[A-Z{HAN}]")
_BRACKETS = (("(", ")"), ("（", "）"), ("《", "》"), ("[", "]"), ("【", "】"))
_CLOSING_QUOTE = re.compile("[”」』\"’']")
_WORDS_AFTER = re.compile(r"\s*[^\s，。、,.]")
_HAN = re.compile(f"[{HAN}]")
_DENIED = re.compile("[没沒无無未谁誰]")
_OPENS_QUOTE = "\"“‘「『'«"
_CONTINUES = "，,、；;：:)）]】》%％}。？！"


class _Candidate(NamedTuple):
    """A mark that may end a sentence, what closes with it, and what follows."""

    at: int
    marks: str
    closers: str
    spaced: bool
    after: int
    following: str


class Judge:
    """Judges the candidates of one text; a class only so that what many rules look at is looked up once.

    >>> judge = Judge("Dr. Li left. He came back.")
    >>> [judge.end_of(m, 0, 26) for m in CANDIDATE.finditer(judge.text)]
    [-1, 12, 26]
    """

    __slots__ = ("_stopped", "_words", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: Vocabulary = load_vocabulary()
        self._stopped: bool | None = None

    def end_of(self, found: re.Match[str], start: int, stop: int) -> int:
        """Give where the sentence that begins at `start` ends with a candidate, or -1; `stop` is the paragraph's end."""
        marks, closers, gap = found.groups()
        after = found.end()
        if after >= stop:
            return found.end(2)
        text = self.text
        following = text[after]
        if not gap:
            if following == "“" and not closers and (not text[after + 1 : after + 2].strip() or self._quote_open(found.start())):
                return after + 1 if _WORDS_AFTER.match(text, after + 1) else -1  # an opening quote typed for the closing one
            if closers and closers[-1] == '"' and self._opens_next(found.start(), marks, closers):
                closers, after, following = closers[:-1], after - 1, '"'
        if not self._ends(_Candidate(found.start(), marks, closers, bool(gap), after, following), start):
            return -1
        return found.start(2) + len(closers)

    def _ends(self, found: _Candidate, start: int) -> bool:
        marks, following = found.marks, found.following
        if marks == ".":
            if not found.spaced:
                return self._glued(found)
            return not following.islower() and self._full_stop(found, start)
        if following in _CONTINUES:
            return False
        if marks[0] in ";；":
            return True
        return self._ellipsis(found, start) if marks[-1] in ".…" else self._strong(found, start)

    def _opens_next(self, at: int, marks: str, closers: str) -> bool:
        """Tell whether an undirected quote between two letters opens the next sentence instead of closing this one."""
        if len(closers) > 1:
            return closers[-2] in '"”'
        if self._quote_open(at):
            return False
        after = at + len(marks) + 1
        return marks[-1] != "." or (is_han(self.text[after : after + 1]) and _QUOTES.search(self.text, after, after + _REACH) is not None)

    def _quote_open(self, at: int) -> bool:
        """Tell whether a quotation is open at a place, however its quotes are directed."""
        text, low = self.text, max(0, at - _QUOTE_REACH)
        if text.find("“", low, at) < 0 and text.find("”", low, at) < 0:
            return text.count('"', low, at) % 2 == 1
        is_open = False
        for quote in _QUOTES.findall(text, max(0, at - _REACH), at):
            is_open = not is_open if quote != "”" else False
        return is_open

    def _full_stop(self, found: _Candidate, start: int) -> bool:
        """Judge a full stop before a space and no small letter."""
        text, at, following = self.text, found.at, found.following
        if following in _CONTINUES:
            return False
        if following in "(“\"‘'[（" and text[found.after + 1 : found.after + 2].islower() and not _ENTRY.match(text, found.after):
            return False
        token = _TOKEN.search(text, max(start, at - 24), at)
        if token is not None and not (found.closers and found.closers[0] != ")"):
            answer = self._abbreviated(token, found, start)
            if answer is not None:
                return answer
        if at - start <= _ENUMERATION_LONGEST and _ENUMERATION.fullmatch(text, start, at):
            return False
        if is_han(following) and _ENTRY_NUMBER.search(text, max(start, at - 4), at):
            return False
        return not self._in_brackets(start, at + 1 + len(found.closers))

    def _abbreviated(self, token: re.Match[str], found: _Candidate, start: int) -> bool | None:
        """Judge a full stop after an abbreviation or initial; None after any other word."""
        form, following = token[0], found.following
        kind = self._words.abbreviations.get(form)
        if kind is None and len(form) > 1 and not ("." in form and _ACRONYM.fullmatch(form)):
            return None
        if kind == "titles" or (len(form) == 1 and token.start() == start):
            return False
        if kind == "numbered":
            return not following.isdigit() and following not in "(（"
        if is_han(following):  # a name in a Chinese sentence, or the end of an English one
            return not _HAN.search(self.text, max(start, found.at - 60), found.at)
        if kind == "times":
            word = _WORD.match(self.text, found.after)
            return word is None or not (word[0].isupper() or word[0] in self._words.zones)
        return not (kind == "dates" and following.isdigit()) and self._starts(found)

    def _starts(self, found: _Candidate) -> bool:
        """Tell whether the next word is one that begins sentences."""
        word = _WORD.match(self.text, found.after + (found.following in _OPENS_QUOTE))
        return word is not None and word[0] in self._words.starters

    def _glued(self, found: _Candidate) -> bool:
        """Judge a full stop without a space after it: `left.他`, `他来了.她`, `ended.Next`, but not `Co.Ltd` or `3.5`."""
        text, at, following, closers = self.text, found.at, found.following, found.closers
        if is_han(text[at - 1 : at]):
            return (is_han(following) or following.isupper() or following in "“《（「") and self._full_stops_are_chinese()
        token = _TOKEN.search(text, max(0, at - 24), at)
        if is_han(following) or following in '“《（「"':
            if token is None:
                before = text[max(0, at - 1) : at]
                return (
                    bool(closers)
                    or (before != "" and not before.isdigit())
                    or _ENGLISH_NUMBER.search(text, max(0, at - 24), at) is not None
                )
            form = token[0]
            return form not in self._words.abbreviations and len(form) > 1 and ("." not in form or len(form) > 6)
        if _COUNTED.match(text, found.after):
            return bool(closers) or (token is not None and len(token[0]) > 2 and token[0][1:].islower())
        if following == '"' and closers:
            return True
        word = _WORD.match(text, found.after)
        if word is None or not self._begins_clause(word) or _ADDRESS.search(text, max(0, at - 40), at):
            return False
        if closers:
            return True
        return token is not None and len(token[0]) > 2 and token[0].isalpha() and (token[0].islower() or word[0] in self._words.starters)

    def _begins_clause(self, word: re.Match[str]) -> bool:
        """Tell whether a word is capitalised and stands before a space or comma, as a sentence's first word does."""
        return (
            word[0][0].isupper()
            and (len(word[0]) == 1 or word[0][1:].islower())
            and self.text[word.end() : word.end() + 1] in {" ", ",", ""}
        )

    def _full_stops_are_chinese(self) -> bool:
        """Tell whether a full stop beside Han characters may be one: in a text with 。 it is the dot of a foreign name."""
        if self._stopped is None:
            self._stopped = "。" in self.text
        return not self._stopped

    def _ellipsis(self, found: _Candidate, start: int) -> bool:
        """Judge marks that end in dots: they end a sentence where the next word says so."""
        if found.at == start or (found.closers[:1] in {"]", ")"} and self.text[found.at - 1 : found.at] in {"[", "("}):
            return False  # an elision, which begins what follows
        if is_han(found.following):
            return self._strong(found, start) if found.closers else found.spaced
        if found.following.islower() or not (found.spaced or found.closers):
            return False
        return not self._in_brackets(start, found.after)

    def _strong(self, found: _Candidate, start: int) -> bool:
        """Judge 。！？ and their ASCII forms."""
        text, marks, closers, at, following = self.text, found.marks, found.closers, found.at, found.following
        if marks == "。" and at - start <= _ENUMERATION_LONGEST and _ENUMERATION.fullmatch(text, start, at):
            return False
        if "》" in closers or "〉" in closers:
            return False
        if following.islower() and "。" not in marks:
            return False
        if marks[-1] in "!?" and not found.spaced and not closers and not is_han(following) and not is_han(text[at - 1 : at]):
            word = _WORD.match(text, found.after)
            return word is not None and self._begins_clause(word) and not _ADDRESS.search(text, max(start, at - 40), at)
        if marks == "!" and not closers and self._exclaims(at) and not self._starts(found):
            return False
        if closers and self._is_said(found, start):
            return False
        return not self._in_brackets(start, at)

    def _exclaims(self, at: int) -> bool:
        token = _TOKEN.search(self.text, max(0, at - 24), at)
        return token is not None and token[0] in self._words.exclaiming

    def _is_said(self, found: _Candidate, start: int) -> bool:
        """Tell whether who said it follows the quotation, or the quotation stands inside a clause."""
        text, after, following = self.text, found.after, found.following
        if not _CLOSING_QUOTE.search(found.closers):
            return False
        if following.isupper() and not is_han(text[found.at - 1 : found.at]):
            named = _NAMED.match(text, after)
            if named and named[2] in self._words.reporting_en and self._is_name(named[1]):
                return True
        if following.islower() and (said := _SAID.match(text, after)) and said[1] in self._words.reporting_en:
            return True
        saying = _SAYING_ZH.match(text, after, min(len(text), after + 60))
        if saying and saying[0] and self._says(saying[0]):
            mark, beyond = text[saying.end() : saying.end() + 1], text[saying.end() + 1 : saying.end() + 2]
            return mark not in {",", "，"} or beyond in {"“", '"', "「", "『"}
        if found.marks[-1] in "！？!?" and is_han(following):
            opened = max(text.rfind(q, max(start, found.at - _REACH), found.at) for q in '“「『"')
            return opened > start and is_han(text[opened - 1]) and text[opened - 1] not in "说道问喊叫说問"
        return False

    def _is_name(self, words: str) -> bool:
        """Tell whether words before a verb of saying name who says it: `Li Wei`, `He`, not `Nobody`."""
        first = words.split(maxsplit=1)[0]
        return first in {"He", "She", "They", "We", "I", "The"} or first not in self._words.starters

    def _says(self, clause: str) -> bool:
        """Tell whether a clause ends with a verb of saying, and does not deny it."""
        return not _DENIED.search(clause) and any(clause[-n:] in self._words.reporting_zh for n in range(1, min(5, len(clause)) + 1))

    def _in_brackets(self, start: int, place: int) -> bool:
        """Tell whether a bracket that opened inside the sentence is open at a place and closes soon after it."""
        text = self.text
        low, high = max(start, place - _REACH), place + _REACH
        for opening, closing in _BRACKETS:
            opened = text.rfind(opening, low, place)
            if (
                (opened > start or (opened == start and opening == "《"))
                and opened > text.rfind(closing, low, place)
                and text.find(closing, place, high) >= 0
            ):
                return True
        return False
