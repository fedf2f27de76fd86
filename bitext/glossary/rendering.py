"""Changes as Markdown for a comment on a pull request, and as a page of HTML. Terms are other people's text: escaped."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from bitext.glossary.differences import KINDS, count_changes
from bitext.glossary.impact import worst_first
from bitext.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.glossary.differences import Change
    from bitext.glossary.impact import Effect

__all__ = ["as_html", "as_markdown", "effects_as_html", "effects_as_markdown", "summarize"]

#: GitHub refuses comments of over 65,536 characters; each entity below counts as its characters.
_LONGEST = 60_000
_SHOWN = 400
_MARKS = re.compile("[^0-9A-Za-z \u00a1-\uffff\U00010000-\U0010ffff]")
_HIDDEN = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}\U000e0000-\U000e0fff]")
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eee}del{background:#fdd}ins{background:#dfd;text-decoration:none}
@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}th{background:#333}del{background:#522}ins{background:#252}}"""


def summarize(changes: Sequence[Change]) -> str:
    """Say in a line how many changes there are of each kind.

    >>> summarize([])
    'no change of meaning'
    """
    counts = count_changes(changes)
    return ", ".join(f"{KINDS[kind].lower()}: {count}" for kind, count in counts.items()) or "no change of meaning"


def _visible(text: str) -> str:
    """A text without characters that cannot be seen or turn the reading order, cut where it is too long."""
    text = _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text[: _SHOWN + 1])
    return text[:_SHOWN] + "…" if len(text) > _SHOWN else text


def _md(text: str) -> str:
    """A text in a table cell: every mark is an entity, so that nothing in it is Markdown, HTML, a mention or a link.

    >>> _md("@a|`b`")
    '<code>&#64;a&#124;&#96;b&#96;</code>'
    """
    return f"<code>{_MARKS.sub(lambda m: f'&#{ord(m[0])};', _visible(text))}</code>" if text else ""


def as_markdown(changes: Sequence[Change], *, longest: int = _LONGEST) -> str:
    """Write changes as Markdown tables, the most consequential first; what does not fit is counted.

    Args:
        changes: as `compare_sheets` gives them.
        longest: characters of the whole.

    >>> from bitext.glossary.differences import Change
    >>> print(as_markdown([Change("status", "a", "status", "draft", "approved", "x.toml", 4)]))
    ### Glossary: status: 1
    <BLANKLINE>
    #### Status
    <BLANKLINE>
    | concept | field | before | after |
    | --- | --- | --- | --- |
    | <code>a</code> | <code>status</code> | <code>draft</code> | <code>approved</code> |
    <BLANKLINE>
    """
    lines = [f"### Glossary: {summarize(changes)}", ""]
    used, told = len(lines[0]), 0
    for kind, group in groupby(changes, key=lambda c: c.kind):
        head = [f"#### {KINDS[kind]}", "", "| concept | field | before | after |", "| --- | --- | --- | --- |"]
        rows: list[str] = []
        for change in group:
            row = f"| {_md(change.id)} | {_md(change.field)} | {_md(change.before)} | {_md(change.after)} |"
            used += len(row) + 1
            if used + 300 > longest:
                break
            rows.append(row)
        told += len(rows)
        used += sum(map(len, head)) + len(head)
        lines += [*head, *rows, ""] if rows else []
        if used + 300 > longest:
            break
    if told < len(changes):
        lines += [f"… and {len(changes) - told} more changes, which do not fit here; `bitext glossary diff` shows them all.", ""]
    return "\n".join(lines)


def effects_as_markdown(effects: Sequence[Effect], total: int, *, most: int = 30) -> str:
    """Write what changes mean for a corpus as a Markdown table, the worst first, an example of each.

    Args:
        effects: as `measure_effects` gives them.
        total: pairs of the corpus.
        most: rows at most.

    >>> from bitext.glossary.impact import Effect
    >>> print(effects_as_markdown([Effect("a", 2, 1, 0, (("x:1", "甲", "A"),))], 9).splitlines()[-1])
    | <code>a</code> | 2 | 1 | 0 | <code>甲</code> = <code>A</code> |
    """
    touched = worst_first(effects)
    lines = [
        f"#### Effect on {total} pairs",
        "",
        "| concept | pairs | would now fail | no longer fail | example |",
        "| --- | --- | --- | --- | --- |",
    ]
    for effect in touched[:most]:
        shown = f"{_md(effect.examples[0][1])} = {_md(effect.examples[0][2])}" if effect.examples else ""
        lines.append(f"| {_md(effect.id)} | {effect.pairs} | {effect.failing} | {effect.mended} | {shown} |")
    more = len(touched) - most
    return "\n".join([*lines, *(["", f"… and {more} more concepts."] if more > 0 else [])]) + "\n"


def effects_as_html(effects: Sequence[Effect], total: int) -> str:
    """Write what changes mean for a corpus as a table of HTML with all examples, the worst first.

    >>> from bitext.glossary.impact import Effect
    >>> "<td>1</td>" in effects_as_html([Effect("a", 2, 1, 0, ())], 9)
    True
    """
    rows = [f"<h2>Effect on {total} pairs</h2>", "<table><tr><th>concept</th><th>pairs</th><th>would now fail</th><th>examples</th></tr>"]
    for effect in worst_first(effects):
        shown = "<br>".join(escape(f"{_visible(place)}: {_visible(zh)} = {_visible(en)}") for place, zh, en in effect.examples)
        rows.append(f"<tr><td>{escape(_visible(effect.id))}</td><td>{effect.pairs}</td><td>{effect.failing}</td><td>{shown}</td></tr>")
    return "\n".join([*rows, "</table>"])


def as_html(changes: Sequence[Change], *, old: str = "", new: str = "", more: str = "") -> str:
    """Write changes as a page that stands by itself: no script, nothing loaded from elsewhere.

    Args:
        changes: as `compare_sheets` gives them.
        old: what the older version is called.
        new: what the newer one is called.
        more: HTML that follows, as `effects_as_html` gives it.

    >>> page = as_html([], old="<main>", new="topic")
    >>> "<main>" in page, "&lt;main&gt;" in page
    (False, True)
    """
    title = f"Glossary: {_visible(old)} → {_visible(new)}" if old or new else "Glossary"
    body = "\n".join(_html_tables(changes))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n<p>{escape(summarize(changes))}</p>\n{body}\n{more}\n</body></html>\n"
    )


def _html_tables(changes: Sequence[Change]) -> Iterator[str]:
    for kind, group in groupby(changes, key=lambda c: c.kind):
        yield f"<h2>{escape(KINDS[kind])}</h2>"
        yield "<table><tr><th>concept</th><th>field</th><th>before</th><th>after</th></tr>"
        for change in group:
            texts = (escape(_visible(text)) for text in (change.id, change.field, change.before, change.after))
            name, field, before, after = texts
            yield f"<tr><td>{name}</td><td>{field}</td><td><del>{before}</del></td><td><ins>{after}</ins></td></tr>"
        yield "</table>"
