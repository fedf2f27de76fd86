"""A cleaning rule: one small declarative unit that says what it mends, why, and shows it.

A rule looks at one block of a `Page` and yields `Change`s; it never touches anything else. Offsets are
code points of the block's text as the rule sees it. The engine (bitext.cleaning) applies the changes,
records each as an `Edit`, and runs a rule only on the blocks that hold one of its `triggers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from bitext.model import Action, Block, Kind, Metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "Change", "Example", "Page", "Rule", "compile_later", "drop", "drop_lines", "edit", "flag", "join", "lift", "mend", "note", "retype", "split",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule may look at.

    `blocks` are the blocks as they stand now (dropped ones are gone), `lang` the page's dominant language,
    `form` whether it was read from HTML or text, `metadata` what is known so far, `main` the probability
    that each block is main text (same length as `blocks`; empty before the block model has run),
    `options` the caller's (`tickers`, `mask`, `keep`).
    """

    blocks: Sequence[Block]
    lang: str = "und"
    form: Literal["html", "text"] = "text"
    metadata: Metadata = field(default_factory=Metadata)
    main: Sequence[float] = ()
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule wants done to the block it looks at; build it with the functions below."""

    action: Action | Literal["note"]
    start: int = 0
    end: int = 0
    after: Any = None
    why: str = ""


def edit(start: int, end: int, after: str, why: str = "") -> Change:
    """Replace the span by `after`."""
    return Change("edit", start, end, after, why)


def drop(why: str = "") -> Change:
    """Take the whole block out."""
    return Change("drop", why=why)


def lift(fields: dict[str, Any], start: int = 0, end: int = -1, why: str = "") -> Change:
    """Move the span (the whole block by default) into metadata: field names of `Metadata` to values.

    A field that already has a value keeps it; the span goes all the same.
    """
    return Change("lift", start, end, fields, why)


def note(fields: dict[str, Any]) -> Change:
    """Record metadata that stays in the text too (a dateline); changes nothing and leaves no edit."""
    return Change("note", after=fields)


def retype(kind: Kind, why: str = "") -> Change:
    """Change the block's kind."""
    return Change("retype", after=kind, why=why)


def split(parts: Sequence[tuple[Kind, str]], why: str = "") -> Change:
    """Make several blocks of the block; nothing but white space, bullets and marks may get lost between them."""
    return Change("split", after=tuple(parts), why=why)


def join(following: int, text: str, why: str = "") -> Change:
    """Take the next `following` blocks into this one, whose text becomes `text`."""
    return Change("join", end=following, after=text, why=why)


def flag(start: int, end: int, why: str = "") -> Change:
    """Say that something is wrong with the span; nothing changes."""
    return Change("flag", start, end, None, why)


@dataclass(frozen=True, slots=True)
class Example:
    """A case that the rule's test holds it to.

    `before` is a block's text, or several blocks' texts for a rule that looks around. `after` is the text
    it becomes, None when the block goes, or a tuple of texts for several blocks. `fields` are the metadata
    it must yield; `flags` the flagged spans' texts.
    """

    before: str | tuple[str, ...]
    after: str | tuple[str, ...] | None
    fields: tuple[tuple[str, Any], ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One cleaning rule; it equals only itself, so that a tuple of rules is a quick key.

    Args:
        id: stable kebab-case name, never reused.
        category: one of `bitext.model.CATEGORIES`.
        why: one sentence a person reads in `explain`.
        source: the kind of page that shows the dirt.
        apply: `(page, index) -> changes` for the block `page.blocks[index]`.
        triggers: lower-case literals; the rule runs only on blocks whose lower-cased text holds one of
            them. Empty: it runs on every block, so it must be cheap, or say `where`.
        where: for a rule without triggers: the places of the blocks worth looking at, in order, told from the
            page when the rule's turn comes. It may name too many, and looks at no block's neighbours, for they go.
        lang: "en" or "zh" where only blocks of that language (or undecided ones) are looked at, else "any".
        examples, leave: what changes, and texts that must stay exactly as they are.
        option: runs only when `Page.options` holds it; "" for always.
    """

    id: str
    category: str
    why: str
    source: str
    apply: Callable[[Page, int], Iterable[Change]]
    triggers: tuple[str, ...] = ()
    lang: str = "any"
    examples: tuple[Example, ...] = ()
    leave: tuple[str | tuple[str, ...], ...] = ()
    option: str = ""
    where: Callable[[Page], Iterable[int]] | None = None


def compile_later(*patterns: str, flags: int = 0) -> Callable[[], tuple[re.Pattern[str], ...]]:
    """Make a function that compiles patterns when it is first called: most rules never look at a block of a run's few pages.

    >>> [pattern.pattern for pattern in compile_later("a+", "b")()]
    ['a+', 'b']
    """

    @cache
    def compiled() -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, flags) for pattern in patterns)

    return compiled


def mend(pattern: str, replacement: str | Callable[[re.Match[str]], str], flags: int = 0) -> Callable[[Page, int], Iterable[Change]]:
    r"""Make an `apply` that replaces every match of a pattern (which must run in linear time).

    >>> page = Page((Block("0", "paragraph", "1。 Overall planning"),))
    >>> list(mend(r"(?<=\d)。", ".")(page, 0))[0].after
    '.'
    """
    compiled = compile_later(pattern, flags=flags)
    fixed = replacement if isinstance(replacement, str) and "\\" not in replacement else None

    def apply(page: Page, index: int) -> Iterable[Change]:
        changes: list[Change] = []
        for match in compiled()[0].finditer(page.blocks[index].text):
            after = replacement(match) if callable(replacement) else match.expand(replacement) if fixed is None else fixed
            if after != match[0]:
                changes.append(edit(match.start(), match.end(), after))
        return changes

    return apply


def drop_lines(*patterns: str, longest: int = 200) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that drops a block when one pattern matches the whole of it.

    Case is ignored, as is white space at the edges. `longest` is in characters: a line over it stays.

    >>> page = Page((Block("0", "paragraph", "- Advertisment -"),))
    >>> [c.action for c in drop_lines(r"[-– ]*advertise?ment[-– ]*")(page, 0)]
    ['drop']
    """
    compiled = compile_later(*patterns, flags=re.IGNORECASE)

    def apply(page: Page, index: int) -> Iterable[Change]:
        text = page.blocks[index].text.strip()
        if len(text) <= longest:
            for pattern in compiled():
                if pattern.fullmatch(text):
                    return (drop(),)
        return ()

    return apply
