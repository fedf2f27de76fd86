"""Clean a page: blocks as read, rules and block model over them, every change an `Edit`.

The order: characters, metadata lines, boilerplate rules, titles, block model, structure, mending. Whatever
is taken out or repaired is in `Document.edits`; `bitext.replaying.replay` turns `blocks_read` into `blocks`
again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from bitext.collector import hold_collector
from bitext.encoding import Decoded, decode
from bitext.errors import UsageError
from bitext.html import HtmlPage, looks_like_html, read_html
from bitext.language import label_blocks
from bitext.maintext.deciding import HUGE_PAGE, SHORT_PAGE, TEXT_CAUTION, best_threshold, keep_html, keep_text
from bitext.maintext.scoring import Scores, score_html, score_text
from bitext.model import Block, Document, Edit, Metadata
from bitext.mojibake import repair_mojibake, replace_surrogates
from bitext.plaintext import read_markdown, read_text
from bitext.rules import BOILERPLATE, MENDING, METADATA, READING, RULES, STRUCTURE, TITLES
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page, Rule
from bitext.rules.ticker_judging import forget_texts
from bitext.rules.triggers import Scan, Triggers
from bitext.status import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bitext.sites import SiteMemory

__all__ = ["MAIN_TEXT", "SITE_MEMORY", "Form", "Options", "clean", "dominant", "removed_by_rules"]

Form = Literal["auto", "html", "text", "markdown"]

#: The ids under which the block model and the site memory explain themselves; `only` and `skip` take them too.
MAIN_TEXT, SITE_MEMORY = "main-text", "site-memory"
#: Characters from which on a page is large: the collector of cycles is held off while it is cleaned, and what was remembered of it is let go.
_LARGE = 50_000
#: Rules that flag a text which breaks off.
_TRUNCATED = frozenset({"truncated-text"})


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen; the defaults are what most people want.

    Args:
        keep: categories that stay in the text: "caption", "credit", …
        tickers: "restore", "strip", "keep" or "flag" (see bitext.rules.tickers).
        mask: "pii" masks mail addresses, phone and identity-card numbers.
        only, skip: rule ids to run alone, or to leave out; "main-text" is the block model, "site-memory" the site's lines.
        site_memory: counts of lines by site, read only (see bitext.sites).
    """

    keep: frozenset[str] = frozenset()
    tickers: Literal["restore", "strip", "keep", "flag"] = "restore"
    mask: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    site_memory: SiteMemory | None = None


def clean(
    source: str | bytes | Decoded,
    *,
    form: Form = "auto",
    url: str | None = None,
    id: str | None = None,
    name: str | None = None,
    options: Options | None = None,
    extra: Mapping[str, object] | None = None,
) -> Document:
    r"""Clean one page.

    While a page of 50,000 characters or more is cleaned, Python's collector of cycles is held off (`bitext.collector`).

    Args:
        source: the page, HTML or text, as a string, as bytes in any encoding, or decoded already.
        form: what it is; "auto" tells HTML from text by its tags.
        url: where it came from: its site, and what makes its links absolute.
        id: the document's id; without one, a hash of the content.
        name: the file's name, `Document.source`.
        options: what to keep, mask, skip.
        extra: fields to carry along unseen.

    Raises:
        InputError: bytes that are no text. A string never raises.
        UsageError: `only` or `skip` names a rule that does not exist.

    >>> page = clean("Subscribe to our newsletter\n1。 Overall planning comes first.\n- Advertisment -")
    >>> page.text
    '1. Overall planning comes first.'
    >>> [(e.rule, e.action) for e in page.edits][-1]
    ('enum-stop', 'edit')
    """
    chosen = options or Options()
    phases = _phases(chosen.only, chosen.skip, chosen.keep)
    text, raw, repaired = _read(decode(source, source=name or "input") if isinstance(source, bytes) else source)
    with hold_collector(len(text) >= _LARGE):
        html = read_html(text, url=url, raw=raw) if form == "html" or (form == "auto" and looks_like_html(text)) else None
        blocks = html.blocks if html else read_markdown(text) if form == "markdown" else read_text(text)
        metadata = html.metadata if html else Metadata()
        page = Page(blocks, dominant(blocks), "html" if html else "text", metadata, options=_page_options(chosen))
        page, edits = _run(page, phases, html, url, chosen)
        if len(text) >= _LARGE:
            forget_texts()
        edits = [*_mojibake_flags(repaired), *edits]
        labelled = label_blocks(page.blocks)  # only now: rules and model know zh, en and und
        links = sum(html.link_chars) / max(1, sum(html.chars)) if html else 0.0
        verdict = judge(blocks, page.blocks, edits, links=links, count_passwords=html.count_passwords if html else int)
        if verdict.status != "article":
            before = next((b.text[verdict.start : verdict.end] for b in blocks if b.id == verdict.block), None)
            edits.append(Edit("page-status", "flag", "structure", verdict.block, verdict.start, verdict.end, before, None, verdict.why))
        return Document(
            id=id or hashlib.blake2b(raw, digest_size=8).hexdigest(),
            source=name, url=url, metadata=page.metadata, lang=dominant(labelled or label_blocks(blocks)), status=verdict.status,
            truncated=any(e.rule in _TRUNCATED for e in edits), blocks=labelled, edits=tuple(edits), blocks_read=blocks,
            extra=dict(extra or {}),
        )  # fmt: skip


def _read(source: str | Decoded) -> tuple[str, bytes, tuple[str, ...]]:
    """A page's text, repaired; the same in UTF-8, for each encoding of a page costs as much as a look through it; what was repaired."""
    if isinstance(source, Decoded):
        return source.text, source.text.encode("utf-8", "replace"), source.repaired
    try:
        raw = source.encode("utf-8")
    except UnicodeEncodeError:
        source = replace_surrogates(source)
        raw = source.encode("utf-8")
    text, repaired = repair_mojibake(source, raw)
    return text, raw if text is source else text.encode("utf-8", "replace"), repaired


_READING, _FURNITURE, _TITLES, _LAST = range(4)


@dataclass(frozen=True, slots=True)
class _Phases:
    """The rules that run, by phase, what triggers them, and whether the model and the site memory run."""

    rules: tuple[tuple[Rule, ...], ...]
    triggers: Triggers
    model: bool
    sites: bool


@lru_cache(maxsize=32)
def _phases(only: frozenset[str], skip: frozenset[str], keep: frozenset[str]) -> _Phases:
    known = {r.id for r in RULES} | {MAIN_TEXT, SITE_MEMORY}
    if unknown := sorted((only | skip) - known):
        raise UsageError(", ".join(unknown), "no such rule", "`bitext rules` lists them")

    def chosen(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        kept = keep - {"caption", "credit"}  # their rules retype instead
        return tuple(r for r in rules if (not only or r.id in only) and r.id not in skip and r.category not in kept)

    model, sites = (not skip & {name} and (not only or name in only) for name in (MAIN_TEXT, SITE_MEMORY))
    phases = tuple(map(chosen, (READING, (*METADATA, *BOILERPLATE), TITLES, (*STRUCTURE, *MENDING))))
    return _Phases(phases, Triggers([rule for rules in phases for rule in rules], [len(rules) for rules in phases]), model, sites)


def _page_options(options: Options) -> frozenset[str]:
    return frozenset({f"tickers:{options.tickers}", *(f"keep:{k}" for k in options.keep), *(f"mask:{m}" for m in options.mask)})


def _run(page: Page, phases: _Phases, html: HtmlPage | None, url: str | None, options: Options) -> tuple[Page, list[Edit]]:
    """Take a page through the phases."""
    read, scan = page.blocks, Scan(phases.triggers)

    def run(page: Page, phase: int) -> tuple[Page, list[Edit]]:
        return apply_rules(page, phases.rules[phase], scan, phase)

    page, edits = run(page, _READING)
    page, more = run(page, _FURNITURE)
    edits += more
    if phases.sites and options.site_memory and url:
        page, more = _drop_repeated(page, options.site_memory, url)
        edits += more
    removed = _removed(edits)
    scores = _score(read, html, removed) if phases.model and page.blocks and len(read) <= HUGE_PAGE else None
    if scores:
        main = dict(zip((b.id for b in read), scores.main.tolist(), strict=True))
        page = replace(page, main=tuple(main.get(b.id, 1.0) for b in page.blocks))
    page, more = run(page, _TITLES)
    edits += more
    if scores:
        page, more = _drop_unlikely(page, read, scores, html is not None, options.keep)
        edits += more
    page, more = run(page, _LAST)
    return page, edits + more


def removed_by_rules(page: Page) -> dict[str, str]:
    """The ids of the blocks that the rules before the block model take out, with their categories: the model reads them."""
    phases = _phases(frozenset(), frozenset(), frozenset())
    scan = Scan(phases.triggers)
    page, _ = apply_rules(page, phases.rules[_READING], scan, _READING)
    return _removed(apply_rules(page, phases.rules[_FURNITURE], scan, _FURNITURE)[1])


def _removed(edits: Sequence[Edit]) -> dict[str, str]:
    whole = (e for e in edits if e.action == "drop" or (e.action == "lift" and e.start == 0))
    return {e.block: e.category for e in whole if e.block is not None}


def _score(blocks: Sequence[Block], html: HtmlPage | None, removed: Mapping[str, str]) -> Scores | None:
    if html:
        return score_html(html, removed)
    return score_text(blocks, removed) if len(blocks) >= SHORT_PAGE else None


def _drop_unlikely(page: Page, read: Sequence[Block], scores: Scores, html: bool, keep: frozenset[str]) -> tuple[Page, list[Edit]]:
    """Drop what the block model takes for no main text, each with its score and what spoke against it."""
    place = {b.id: i for i, b in enumerate(read)}
    threshold = best_threshold(scores.main, scores.tokens, 1.0 if html else TEXT_CAUTION)
    kept = keep_html(scores.main, scores.tokens, threshold) if html else keep_text(scores.main, scores.tokens, scores.prose, threshold)
    stays = kept.tolist()
    if not html:  # Markdown says what is a heading; it goes only with what stands below it
        for i in range(len(read) - 2, -1, -1):
            stays[i] |= read[i].kind == "heading" and stays[i + 1]
    gone = [b for b in page.blocks if b.id in place and not stays[place[b.id]] and b.kind not in keep]
    if not gone:
        return page, []
    at = [place[b.id] for b in gone]
    under = f"under {threshold:.2f}: "
    edits = [
        Edit(MAIN_TEXT, "drop", "model", b.id, 0, len(b.text), b.text, None, f"Score {score:.2f} {under}{why}.")
        for b, score, why in zip(gone, scores.main[at].tolist(), scores.reasons(at), strict=True)
    ]
    return _without(page, {b.id for b in gone}), edits


def _drop_repeated(page: Page, memory: SiteMemory, url: str) -> tuple[Page, list[Edit]]:
    """Drop the lines that stand all over the page's site."""
    edits = []
    for block in page.blocks:
        if memory.repeats(url, block.text):
            having, pages = memory.share(url, block.text)
            why = f"The line stands on {having} of {pages} pages of its site."
            edits.append(Edit(SITE_MEMORY, "drop", "duplicate", block.id, 0, len(block.text), block.text, None, why))
    return (_without(page, {e.block for e in edits}) if edits else page), edits


def _without(page: Page, gone: set[str | None]) -> Page:
    at = [i for i, b in enumerate(page.blocks) if b.id not in gone]
    return replace(page, blocks=tuple(page.blocks[i] for i in at), main=tuple(page.main[i] for i in at) if page.main else ())


def _mojibake_flags(repaired: Sequence[str]) -> list[Edit]:
    return [
        Edit(
            "mojibake",
            "flag",
            "characters",
            None,
            0,
            0,
            None,
            None,
            f"The page had been read with the wrong encoding and was put right: {r}.",
        )
        for r in repaired
    ]


def dominant(blocks: Sequence[Block]) -> str:
    """The language that most of the characters are in; a Han character, kana or hangul syllable weighs as much as three letters."""
    weight: dict[str, int] = {}
    for block in blocks:
        if block.lang != "und":
            weight[block.lang] = weight.get(block.lang, 0) + len(block.text) * (3 if block.lang in ("zh", "ja", "ko") else 1)
    return "und" if not any(weight.values()) else max(sorted(weight), key=lambda k: weight[k])
