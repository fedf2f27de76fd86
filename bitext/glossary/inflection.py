"""How an English term may stand in a text: plural and singular, hyphens, two spellings, the forms of a verb.

The rules are those of any school grammar (Quirk et al., *A Comprehensive Grammar of the English Language*, 1985, 3.1-3.10 verbs,
5.73-5.104 plurals). They make more than there is ("Chongqings"), which costs nothing: what nobody writes is never found.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

__all__ = ["POSSESSIVES", "base_of", "plural_of", "singular_of", "spellings_of", "verb_forms"]

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "analysis": "analyses", "basis": "bases",
    "crisis": "crises", "axis": "axes", "criterion": "criteria", "phenomenon": "phenomena", "half": "halves", "life": "lives", "leaf": "leaves",
    "shelf": "shelves", "wolf": "wolves", "hypothesis": "hypotheses", "index": "indices", "medium": "media", "datum": "data",
}  # fmt: skip
#: Past forms that no ending tells.
_PAST = {
    "sold": "sell", "rose": "rise", "risen": "rise", "sought": "seek", "built": "build", "grew": "grow", "grown": "grow", "held": "hold",
    "led": "lead", "made": "make", "brought": "bring", "fell": "fall", "fallen": "fall", "kept": "keep", "took": "take", "taken": "take",
    "gave": "give", "given": "give", "went": "go", "gone": "go", "came": "come", "paid": "pay", "bought": "buy", "lent": "lend", "spent": "spend",
    "drove": "drive", "driven": "drive", "wrote": "write", "written": "write", "won": "win", "found": "find", "stood": "stand", "met": "meet",
}  # fmt: skip
_REGULAR_AGAIN = {plural: singular for singular, plural in _IRREGULAR.items()}
#: Words in -s that are no plural, or whose singular means something else.
_NO_PLURAL = frozenset(
    "news series species means headquarters customs goods arms securities futures savings earnings proceeds its this his is was has does us "
    "gas bus plus thus always perhaps besides less unless across whereas states nations".split()
)
#: American and British spelling, stem by stem (Oxford and Merriam-Webster list both).
_SPELLINGS = (
    ("center", "centre"), ("program", "programme"), ("labor", "labour"), ("defense", "defence"), ("favor", "favour"), ("color", "colour"),
    ("behavior", "behaviour"), ("harbor", "harbour"), ("neighbor", "neighbour"), ("theater", "theatre"), ("catalog", "catalogue"),
    ("check", "cheque"), ("license", "licence"), ("fulfill", "fulfil"), ("judgment", "judgement"),
)  # fmt: skip
_OTHER_SPELLING = {
    one + ending: other + ending
    for pair in _SPELLINGS
    for one, other in (pair, pair[::-1])
    for ending in ("", "s")
}  # fmt: skip
_IZE = re.compile(r"^([a-z]{4,})i([sz])(e|ed|es|ing|ation|ations|er|ers)$")
#: Words in -ise that have no -ize.
_ONLY_ISE = frozenset(
    ("enterprise", "enterprises", "exercise", "exercises", "advertise", "supervise", "supervised", "franchise", "expertise")
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
#: A noun before one of these is the head of its phrase: "rights of way", "points for discussion".
_AFTER_HEAD = frozenset(("of", "for", "in", "to", "on", "with", "from", "along", "under", "between", "by", "at"))
#: What stands for the "one's" of a dictionary.
POSSESSIVES = ("one's", "its", "their", "his", "her", "our", "your", "my")
#: Variants that one form may have.
_LIMIT = 64
_VOWELS = "aeiou"


def plural_of(word: str) -> str:
    """Give the regular plural, or a listed one.

    >>> [plural_of(w) for w in ("centre", "policy", "branch", "crisis", "AMC")]
    ['centres', 'policies', 'branches', 'crises', 'AMCs']
    """
    low = word.lower()
    if low in _IRREGULAR:
        return word[:1] + _IRREGULAR[low][1:]
    if low.endswith("y") and low[-2:-1] not in tuple(_VOWELS):
        return word[:-1] + "ies"
    return word + ("es" if not word.isupper() and low.endswith(("s", "x", "z", "ch", "sh")) else "s")


def singular_of(word: str) -> str:
    """Give the singular of what may be a plural; a word that is none stays.

    >>> [singular_of(w) for w in ("centres", "policies", "branches", "businesses", "news", "basis")]
    ['centre', 'policy', 'branch', 'business', 'news', 'basis']
    """
    low = word.lower()
    if low in _REGULAR_AGAIN:
        return word[:1] + _REGULAR_AGAIN[low][1:]
    if len(low) < 4 or not low.endswith("s") or low in _NO_PLURAL or low.endswith(("ss", "us", "is", "ics", "'s")):
        return word
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + "y"
    return word[:-2] if low.endswith(("sses", "xes", "zes", "ches", "shes")) else word[:-1]


def verb_forms(word: str) -> tuple[str, ...]:
    """Give a regular verb's forms, the word itself first.

    >>> verb_forms("serve"), verb_forms("plan")[2:], verb_forms("carry")[1:]
    (('serve', 'serves', 'served', 'serving'), ('planned', 'planning'), ('carries', 'carried', 'carrying'))
    """
    low = word.lower()
    if low.endswith("e"):
        return word, word + "s", word + "d", word[:-1] + "ing"
    if low.endswith("y") and low[-2:-1] not in tuple(_VOWELS):
        return word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"
    short = len(low) < 5 and low[-1:] not in ("w", "x", "y") and low[-2:-1] in tuple(_VOWELS) and low[-3:-2] not in tuple(_VOWELS)
    stem = word + word[-1] if short and low[-1:] not in tuple(_VOWELS) else word
    return word, plural_of(word), stem + "ed", stem + "ing"


@lru_cache(maxsize=1 << 16)
def base_of(word: str) -> str:
    """Fold one word of lower case for comparison: number, verb endings, British spelling. No word that anybody writes: a key.

    >>> [base_of(w) for w in ("financing", "financed", "finances", "centres", "planned", "digitalisation")]
    ['financ', 'financ', 'financ', 'center', 'plan', 'digitalization']
    """
    word = singular_of(word.removesuffix("'s").removesuffix("'"))
    word = _PAST.get(word, word)
    other = _OTHER_SPELLING.get(word)
    word = min(word, other) if other else word
    if (match := _IZE.match(word)) and word not in _ONLY_ISE:
        word = f"{match[1]}iz{match[3]}"
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and any(v in stem for v in "aeiouy"):
            return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "lsz" else "y".join((stem[:-1], "")) if stem[-1] == "i" else stem
    return word.removesuffix("e") if len(word) > 4 else word


def spellings_of(form: str, *, verb: bool = False) -> tuple[str, ...]:
    """Give the ways in which a form may stand in a text, itself first; hyphens are given as spaces and as nothing.

    Args:
        form: an English term as a glossary has it.
        verb: its first word is a verb, which has forms.

    >>> spellings_of("free trade zone")
    ('free trade zone', 'free trade zones')
    >>> [way for way in spellings_of("small and medium-sized firm") if "-" in way]
    ['small- and medium sized firm', 'small- and medium sized firms']
    >>> spellings_of("e-commerce platform")
    ('e commerce platform', 'e commerce platforms', 'ecommerce platform', 'ecommerce platforms')
    """
    found: dict[str, None] = {}
    suspended = form.replace("-", " ").replace(" and ", "- and ") if "-" in form else form.replace("-", " ")
    for written in dict.fromkeys((form.replace("-", " "), form.replace("-", ""), suspended)):
        words = _WORD.findall(written)
        if len(words) > 24:
            found[written] = None
            continue
        heads = {n - 1 for n, w in enumerate(words) if w.lower() in _AFTER_HEAD and n} | (
            {len(words) - 1} if _ends_in_word(written) else set()
        )
        choices = [_choices(w, head=n in heads, alone=len(words) == 1, verb=verb and n == 0) for n, w in enumerate(words)]
        for chosen in islice(product(*choices), _LIMIT):
            rest = iter(chosen)
            found[_WORD.sub(lambda _, rest=rest: next(rest), written)] = None  # type: ignore[misc]
    return tuple(found)


def _ends_in_word(text: str) -> bool:
    return bool(text) and text[-1].isalpha()


def _choices(word: str, *, head: bool, alone: bool, verb: bool) -> tuple[str, ...]:
    """What may stand for one word of a form."""
    low = word.lower().replace("’", "'")
    if low == POSSESSIVES[0]:
        return word, *POSSESSIVES[1:]
    made = [word]
    if verb:
        made += verb_forms(word)[1:]
    if head and not verb and low.isascii() and len(word) > 1:
        single = word if alone and not word[:-1].isupper() else singular_of(word)
        made.append(single if single != word else plural_of(word))
    for one in tuple(made):
        low = one.lower()
        if low in _OTHER_SPELLING:
            made.append(_like(one, _OTHER_SPELLING[low]))
        elif (match := _IZE.match(low)) and low not in _ONLY_ISE:
            made.append(f"{one[: match.end(1)]}i{'s' if match[2] == 'z' else 'z'}{one[match.start(3) :]}")
    return tuple(dict.fromkeys(made))


def _like(model: str, word: str) -> str:
    """Write a word in capitals, or with one, as a model is."""
    return word.upper() if model.isupper() else word[:1].upper() + word[1:] if model[:1].isupper() else word
