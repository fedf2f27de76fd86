"""When two forms are the same term, and what is odd about the look of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bitext.text import CJK_PUNCTUATION, HAN, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.glossary.sheets import Entry

__all__ = ["Claim", "brief", "claims_of", "form_key", "look_of", "simplify"]

#: Characters of a term that a message quotes.
_QUOTED = 80
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(f"[\x00-\x1f\x7f-\x9f\ufffd{INVISIBLE}\U000e0000-\U000e0fff]")
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_EASTERN = re.compile(f"[{CJK_PUNCTUATION}\u3000-\u3002\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_HAN = re.compile(f"[{HAN}]")
_PARTED = re.compile(f"[{HAN}] +[{HAN}]")
_ODD_SPACE = re.compile(r"^\s|\s$|\s\s|[^\S ]")


class Claim(NamedTuple):
    """A term that a concept lays claim to: its key, whether it is the preferred one, and where it says so."""

    lang: str
    key: str
    preferred: bool
    field: str
    form: str


def form_key(form: str, *, exact: bool = False) -> str:
    """What two spellings of one term share: letters' case (unless `exact`), the width of a gap and curly apostrophes do not count.

    >>> form_key("People’s  Bank") == form_key("people's bank")
    True
    """
    key = _SPACES.sub(" ", form).strip().replace("’", "'")
    return key if exact else key.casefold()


def brief(text: str) -> str:
    """Quote a text in a message; a long one is cut.

    >>> brief("甲"), len(brief("a" * 1000))
    ("'甲'", 83)
    """
    return repr(text if len(text) <= _QUOTED else text[:_QUOTED] + "…")


def claims_of(entry: Entry) -> Iterator[Claim]:
    """The terms of a concept: those of both sides, admitted ones and variants too; a deprecated concept claims none.

    >>> from bitext.glossary.model import Concept
    >>> from bitext.glossary.sheets import entry_of
    >>> [(c.key, c.preferred) for c in claims_of(entry_of(Concept("a", ("甲", "乙"), ("A",))))]
    [('甲', True), ('乙', False), ('a', True)]
    """
    if entry.text("status") == "deprecated":
        return
    for name in ("zh", "variants_zh", "en"):
        for number, form in enumerate(entry.texts(name)):
            yield Claim(name[-2:], form_key(form), number == 0 and name != "variants_zh", name, form)


def simplify(form: str) -> str:
    """Write traditional characters as simplified ones (OpenCC's `t2s`: characters, never vocabulary); for comparison only.

    >>> simplify("重慶")
    '重庆'
    """
    from bitext.normalization.conversion import convert_with

    return form if form.isascii() else convert_with("t2s", form)


def look_of(form: str, lang: str) -> Iterator[tuple[str, str, str]]:
    """What is odd about the look of a term: the kind of fault, what is seen, and what to write.

    Chinese punctuation is at home in Chinese terms and nowhere else; full-width letters and digits are at home nowhere.

    >>> [kind for kind, _, _ in look_of("西部 金融中心", "zh")], [kind for kind, _, _ in look_of("A，B", "en")]
    (['stray-space'], ['width'])
    """
    hidden = _HIDDEN.search(form)
    if not form.strip():
        yield "empty-term", "a term is empty", "write it or take it out"
        return
    if hidden:
        yield "invisible", f"{brief(form)} holds the character U+{ord(hidden[0]):04X}, which cannot be seen", "take it out"
    if _ODD_SPACE.search(_HIDDEN.sub("", form)):
        yield "stray-space", f"{brief(form)} has a stray space", "write one plain space between words, none at the ends"
    elif lang == "zh" and _PARTED.search(form):
        yield "stray-space", f"{brief(form)} has a space between Chinese characters", "take it out"
    if _WIDE.search(form):
        yield "width", f"{brief(form)} has full-width letters or digits", "write them in plain ones"
    if lang == "en" and _EASTERN.search(form):
        yield "width", f"{brief(form)} has full-width or Chinese punctuation", "write plain punctuation in English"
    if lang == "en" and _HAN.search(form):
        yield "script", f"{brief(form)} has Chinese characters on the English side", "write the English, or move it to the Chinese side"
