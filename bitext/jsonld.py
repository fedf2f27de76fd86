"""The article that a page's JSON-LD describes (schema.org), read from whatever sites put there.

Arrays, @graph, comments, trailing commas, raw newlines and broken tails all occur; nesting and size are bounded,
so a hostile script costs little and raises nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Article", "read_article"]

#: Bounds: scripts a page, characters a script, objects looked at. Real pages keep under a tenth of each.
_MAX_SCRIPTS, _MAX_LENGTH, _MAX_NODES = 30, 300_000, 400
_ARTICLE = re.compile(r"article|blogposting|report|socialmediaposting|discussionforum|webpage|recipe|videoobject", re.IGNORECASE)
#: What scripts are wrapped in for old browsers and XML parsers; the end is looked for in the last characters only.
_OPENING = re.compile(r"<!--|(?://|/\*)?\s*+<!\[CDATA\[(?:\s*\*/)?")
_CLOSING = re.compile(r"(?:-->|(?://|/\*)?\s?\]\]>(?:\s?\*/)?|;)$")
_LONGEST_CLOSING = 12
_TRAILING_COMMA = re.compile(r",(?=\s{0,40}[}\]])")
_LOOSE = {
    "headline": re.compile(r'"headline"\s{0,9}:\s{0,9}"((?:[^"\\\n]|\\.){4,300})"'),
    "datePublished": re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"\n]{4,40})"'),
}


@dataclass(frozen=True, slots=True)
class Article:
    """What JSON-LD states about the page's article; None or empty where it states nothing."""

    headline: str | None = None
    publisher: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    licence: str | None = None
    description: str | None = None


def read_article(scripts: Iterable[str]) -> Article:
    """Merge what the scripts say of articles; an article's own type goes before WebPage and the like.

    >>> read_article(['{"@graph": [{"@type": "NewsArticle", "headline": "Rates fall", "author": {"name": "Li Na"}}]}'])
    Article(headline='Rates fall', publisher=None, published=None, authors=('Li Na',), keywords=(), licence=None, description=None)
    """
    nodes: list[dict[str, object]] = []
    for number, script in enumerate(scripts):
        if number >= _MAX_SCRIPTS:
            break
        if len(script) <= _MAX_LENGTH:
            nodes += _articles(_load(script))
    nodes.sort(key=lambda n: "article" not in _kind(n) and "posting" not in _kind(n))
    authors = next((a for n in nodes if (a := tuple(_names(n.get("author"))))), ())
    keywords = next((k for n in nodes if (k := tuple(_words(n.get("keywords"))))), ())
    return Article(
        headline=_text(nodes, "headline"),
        publisher=next((p for n in nodes for p in _names(n.get("publisher"))), None),
        published=_text(nodes, "datePublished"),
        authors=authors,
        keywords=keywords,
        licence=_text(nodes, "license"),
        description=_text(nodes, "description"),
    )


def _load(script: str) -> object:
    """The script's value; from a broken one the few fields that can be read for sure."""
    text = script
    for _ in range(2):
        text = _unwrapped(text.strip())
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    loose = {name: found[1] for name, pattern in _LOOSE.items() if (found := pattern.search(text))}
    return {"@type": "Article", **loose}


def _unwrapped(text: str) -> str:
    if opening := _OPENING.match(text):
        text = text[opening.end() :]
    closing = _CLOSING.search(text, max(0, len(text) - _LONGEST_CLOSING))
    return text[: closing.start()] if closing else text


def _articles(value: object) -> list[dict[str, object]]:
    """The article-like objects at the top, in arrays, in @graph and as main entity; at most some hundred."""
    found: list[dict[str, object]] = []
    queue: list[object] = [value]
    for _ in range(_MAX_NODES):
        if not queue:
            break
        item = queue.pop(0)
        if isinstance(item, list):
            queue = item[:_MAX_NODES] + queue
        elif isinstance(item, dict):
            if _ARTICLE.search(_kind(item)):
                found.append(item)
            queue += [item[k] for k in ("@graph", "mainEntity") if k in item]
    return found


def _kind(node: dict[str, object]) -> str:
    kind = node.get("@type")
    return (
        " ".join(k for k in kind[:9] if isinstance(k, str)).lower()
        if isinstance(kind, list)
        else kind.lower()
        if isinstance(kind, str)
        else ""
    )


def _text(nodes: Iterable[dict[str, object]], name: str) -> str | None:
    for node in nodes:
        value = node.get(name)
        if isinstance(value, str) and (line := " ".join(value[:1000].split())):
            return line
    return None


def _names(value: object) -> Iterator[str]:
    """The names in a schema.org person, organisation, string or list of them; addresses are no names."""
    for item in value[:20] if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, list) and name:
            name = name[0]
        if isinstance(name, str) and "//" not in name and (line := " ".join(name[:200].split())):
            yield line


def _words(value: object) -> Iterator[str]:
    items = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    for item in items[:50]:
        if isinstance(item, str) and (line := " ".join(item[:100].split())):
            yield line
