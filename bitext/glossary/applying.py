"""A glossary applied to texts: forbidden forms become the preferred one, bare Chinese names in English are glossed; all as edits.

An edit is made only where it is sure. A forbidden form that may be ordinary language (`bitext.glossary.evidence`) needs the
concept somewhere else in the document or in its translation; without, it is flagged and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bitext.glossary.evidence import is_ordinary
from bitext.glossary.finding import TermIndex, make_index
from bitext.glossary.inflection import plural_of, singular_of
from bitext.language import detect_language
from bitext.model import Block, Edit
from bitext.replaying import replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.glossary.finding import Hit
    from bitext.glossary.model import Concept, Glossary

__all__ = ["FORBIDDEN", "GLOSS", "Gloss", "apply_glossary", "apply_to_text"]

Gloss = Literal["none", "han", "names"]
#: The rules that edits name.
FORBIDDEN, GLOSS = "term-forbidden", "term-gloss"
_WHY = "The glossary forbids this rendering of {}."
_WHY_FLAG = "The glossary forbids this rendering of {}, but nothing else in the text shows that it is meant."
_WHY_GLOSS = "A Chinese name stands bare in English; on first mention both are given."
_WHY_AGAIN = "A Chinese name stands bare in English; it was given with its English before."
_WHY_NAME = "On first mention a Chinese name in English has its characters beside it."
#: What may part a name from its gloss.
_BESIDE = re.compile(r"[\s(（\[【,，\"“”'‘’「」『』《》]{0,4}")
_ARTICLE = re.compile(r"(?:^|(?<=[^A-Za-z]))([Aa]n?) $")
_WORDS = re.compile(r"[^\s]+")
_VOWEL = re.compile(r"(?!uni|use|usu|euro|one\b|once\b)[aeiou]|hono|hour|heir", re.IGNORECASE)


def apply_to_text(text: str, glossary: Glossary | TermIndex, *, other: str = "", gloss: Gloss = "han") -> tuple[str, tuple[Edit, ...]]:
    """Apply a glossary to one text, line by line; see `apply_glossary`. The edits are those of blocks named by line, from 0.

    >>> from bitext.glossary.model import Concept, Glossary
    >>> name = Concept("yujintong", ("渝金通",), ("Yujintong",), forbidden_en=("Yu Jin Tong",), pos="proper noun")
    >>> apply_to_text("Yu Jin Tong and 渝金通 are one.", Glossary((name,)))[0]
    'Yujintong and Yujintong (渝金通) are one.'
    """
    blocks = tuple(Block(str(number), "paragraph", line) for number, line in enumerate(text.split("\n")))
    made, edits = apply_glossary(blocks, glossary, other=other, gloss=gloss)
    return "\n".join(block.text for block in made), edits


def apply_glossary(
    blocks: Sequence[Block], glossary: Glossary | TermIndex, *, other: str = "", gloss: Gloss = "han"
) -> tuple[tuple[Block, ...], tuple[Edit, ...]]:
    """Apply a glossary to the blocks of a document.

    - A forbidden form becomes the concept's preferred one, in the number, with the capital and after the article that fit.
      Where it may be ordinary language, it has to be meant: the concept stands elsewhere in the document, by another form or
      in Chinese, or in the translation; else it is flagged.
    - A Chinese name (a concept that is a proper noun) in an English block becomes its English, on first mention with the
      Chinese behind it in brackets; where both stand side by side already, they stay.

    Args:
        blocks: in the document's order.
        glossary: the terms.
        other: the document in the other language, where there is one.
        gloss: `han` as above; `names` glosses English names in pinyin too on first mention; `none` glosses nothing.

    Returns:
        The blocks as they are then, and the edits, which `bitext.replay` replays.
    """
    index = glossary if isinstance(glossary, TermIndex) else make_index(glossary)
    found = [index.find(block.text) for block in blocks]
    work = _Work(index.glossary, _evidence(found, index, other), gloss)
    edits = tuple(edit for block, hits in zip(blocks, found, strict=True) if block.kind != "code" for edit in work.edits(block, hits))
    return (replay(blocks, edits) if edits else tuple(blocks)), edits


def _evidence(found: list[list[Hit]], index: TermIndex, other: str) -> frozenset[str]:
    """The concepts that the document or its translation proves: by a form that is right, or that can mean nothing else."""
    hits = [*(hit for hits in found for hit in hits), *(index.find(other) if other else ())]
    return frozenset(hit.concept for hit in hits if hit.kind != "forbidden" or not is_ordinary(hit.form, index.glossary[hit.concept].zh))


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    after: str | None
    rule: str
    why: str


@dataclass(slots=True)
class _Work:
    """What is known of the document as its blocks go by: which names were glossed already."""

    glossary: Glossary
    evidence: frozenset[str]
    gloss: Gloss
    glossed: set[str] = field(default_factory=set)

    def edits(self, block: Block, hits: list[Hit]) -> Iterator[Edit]:
        """The edits of one block, from left to right; each tells its place in the text as it then stands."""
        shift = at = 0
        for change in self._changes(block.text, hits):
            if change.start < at:
                continue
            start, before = change.start + shift, block.text[change.start : change.end]
            action: Literal["edit", "flag"] = "flag" if change.after is None else "edit"
            yield Edit(change.rule, action, "translation", block.id, start, change.end + shift, before, change.after, change.why)
            if change.after is not None:
                shift += len(change.after) - len(before)
                at = change.end

    def _changes(self, text: str, hits: list[Hit]) -> Iterator[_Change]:
        english = self.gloss != "none" and bool(hits) and _is_english(text, hits)
        places: dict[tuple[int, int], list[Hit]] = {}
        for hit in hits:
            places.setdefault((hit.start, hit.end), []).append(hit)
        for claimed in places.values():
            hit = claimed[0]
            concept = self.glossary[hit.concept]
            if hit.kind == "forbidden":
                yield from self._mended(text, claimed)
            elif english and concept.pos == "proper noun" and concept.en and concept.zh:
                yield from self._glossed(text, hit, concept, hits)

    def _mended(self, text: str, claimed: list[Hit]) -> Iterator[_Change]:
        """The change for a form that every concept at its place forbids."""
        proven = [hit for hit in claimed if hit.concept in self.evidence or not is_ordinary(hit.form, self.glossary[hit.concept].zh)]
        hit = (proven or claimed)[0]
        forms = getattr(self.glossary[hit.concept], hit.side)
        if not proven or len(proven) > 1 or not forms:  # nobody knows which is meant
            yield _Change(hit.start, hit.end, None, FORBIDDEN, _WHY_FLAG.format(hit.concept))
            return
        start, end = _widened(text, hit, forms[0]) if hit.side == "en" else (hit.start, hit.end)
        after = _fitted(text, hit, forms[0]) if hit.side == "en" else forms[0]
        article = _ARTICLE.search(text, max(0, start - 4), start) if hit.side == "en" else None
        if article and (right := _article(article[1], after)) != article[1]:
            start, after = article.start(1), f"{right} {after}"
        yield _Change(start, end, after, FORBIDDEN, _WHY.format(hit.concept))

    def _glossed(self, text: str, hit: Hit, concept: Concept, hits: list[Hit]) -> Iterator[_Change]:
        """The change for a name of either language; none where the other one stands beside it."""
        beside = any(h.concept == concept.id and h.side != hit.side and _touch(text, h, hit) for h in hits)
        first = concept.id not in self.glossed
        if beside:
            self.glossed.add(concept.id)
        elif hit.side == "zh":
            self.glossed.add(concept.id)
            name, stands = concept.en[0], text[hit.start : hit.end]
            after = _spaced(text, hit, f"{name} ({stands})" if first else name)
            yield _Change(hit.start, hit.end, after, GLOSS, _WHY_GLOSS if first else _WHY_AGAIN)
        elif first and self.gloss == "names" and concept.ground == "pinyin":
            self.glossed.add(concept.id)
            yield _Change(hit.end, hit.end, f" ({concept.zh[0]})", GLOSS, _WHY_NAME)


def _is_english(text: str, hits: list[Hit]) -> bool:
    """Whether a block is English but for the Chinese terms in it."""
    rest, at = [], 0
    for hit in hits:
        if hit.side == "zh":
            rest.append(text[at : hit.start])
            at = max(at, hit.end)
    return detect_language("".join((*rest, text[at:]))) == "en"


def _touch(text: str, one: Hit, other: Hit) -> bool:
    """Whether nothing but a bracket, a comma, quotes or spaces parts two hits."""
    left, right = (one, other) if one.start < other.start else (other, one)
    return left.end <= right.start and _BESIDE.fullmatch(text, left.end, right.start) is not None


def _spaced(text: str, hit: Hit, name: str) -> str:
    """A name with the spaces that English needs where Chinese had none."""
    before = " " if hit.start and text[hit.start - 1].isalnum() else ""
    after = " " if hit.end < len(text) and text[hit.end].isalnum() else ""
    return f"{before}{name}{after}"


def _widened(text: str, hit: Hit, preferred: str) -> tuple[int, int]:
    """The span with the words around it that the preferred form repeats: "one belt one way initiative"."""
    words = [word.casefold() for word in preferred.split()]
    start, end = hit.start, hit.end
    for count in range(min(3, len(words) - 1), 0, -1):
        tail = re.match(rf"(?:[ \-][^\s\-.,;:!?)]{{1,40}}){{{count}}}", text[end : end + 130])
        if tail and tail[0].replace("-", " ").casefold().split() == words[-count:]:
            end += tail.end()
            break
    for count in range(min(3, len(words) - 1), 0, -1):
        before = text[max(0, start - 130) : start]
        head = _WORDS.findall(before)[-count:]
        if before.endswith(" ") and not before.endswith("  ") and [word.casefold() for word in head] == words[:count]:
            joined = " ".join(head) + " "
            if before.endswith(joined):
                start -= len(joined)
                break
    return start, end


def _fitted(text: str, hit: Hit, preferred: str) -> str:
    """The preferred form in the number and with the capital of what stands there."""
    stands = text[hit.start : hit.end]
    last, wrong = _last_word(stands), _last_word(hit.form)
    if last.casefold() != wrong.casefold() and last and wrong:
        head = _last_word(preferred)
        if plural_of(wrong).casefold() == last.casefold():
            preferred = preferred.removesuffix(head) + (head if singular_of(head) != head else plural_of(head))
        elif singular_of(wrong).casefold() == last.casefold():
            preferred = preferred.removesuffix(head) + singular_of(head)
    begins = text[: hit.start].rstrip(" \t\"'“‘(")
    if stands[:1].isupper() and preferred[:1].islower() and (not begins or begins[-1:] in ".!?:\n" or not hit.form[:1].isupper()):
        preferred = preferred[:1].upper() + preferred[1:]
    return preferred


def _last_word(text: str) -> str:
    match = re.search(r"[A-Za-z]+$", text[-60:])
    return match[0] if match else ""


def _article(article: str, following: str) -> str:
    """The article that fits what follows, in the case of the one that stands there.

    >>> _article("An", "digital bank"), _article("a", "e-wallet")
    ('A', 'an')
    """
    right = "an" if _VOWEL.match(following) else "a"
    return right.capitalize() if article[0] == "A" else right
