"""What a pair says beside its texts, as named texts and back: for formats whose metadata are names with a text each.

A string is its own text under its own name; anything else is JSON, and its name begins with `json:`.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from bitext.io.jsonl import load_object
from bitext.io.pair_lines import KNOWN, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bitext.model import Pair

__all__ = ["as_value", "fields_of", "finding_objects", "pair_with", "value_of"]

_JSON = "json:"
#: What XML 1.0 cannot hold, not even as a reference (https://www.w3.org/TR/xml/#charsets), and what some parsers change.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def as_value(value: Any) -> str:
    r"""Write a value as one line of JSON; in ASCII alone where a character could be lost on the way.

    >>> as_value({"名": "a"}), as_value("a\u0001名")
    ('{"名": "a"}', '"a\\u0001\\u540d"')
    """
    made = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if _UNSAFE.search(made) or "\\u" in made else made


def value_of(text: str) -> Any:
    """Read a value that `as_value` wrote.

    Raises:
        ValueError: it is no JSON, or not what JSON from outside may be.

    >>> value_of('[1, "a"]')
    [1, 'a']
    """
    return load_object(f'{{"value": {text}}}'.encode("utf-8", "replace")).get("value")


def finding_objects(pair: Pair) -> list[dict[str, Any]]:
    """Give the findings of a pair as JSON objects."""
    return [{name: getattr(finding, name) for name in type(finding).__slots__} for finding in pair.findings]


def fields_of(pair: Pair) -> Iterator[tuple[str, str]]:
    """Give what a pair says beside id and texts: a name and a text each.

    >>> from bitext.model import Pair
    >>> list(fields_of(Pair("7", "雨。", "Rain.", 0.9, extra={"doc": "d7", "page": 3})))
    [('score', '0.9'), ('doc', 'd7'), ('json:page', '3')]
    """
    yield "score", repr(pair.score)
    for name in ("zh_segments", "en_segments"):
        if value := getattr(pair, name):
            yield _JSON + name, as_value(value)
    if pair.findings:
        yield _JSON + "findings", as_value(finding_objects(pair))
    for name, value in pair.extra.items():
        if name in KNOWN:
            continue
        if isinstance(value, str) and not name.startswith(_JSON) and not _UNSAFE.search(value):
            yield name, value
        else:
            yield _JSON + name, as_value(value)


def pair_with(sides: Mapping[str, str], id: str | None, fields: Iterable[tuple[str, str]], place: str) -> Pair:
    """Make a pair of its two texts, its id and its fields; a name that comes again has a list of texts.

    Raises:
        ValueError: a field is not what it should be.

    >>> pair_with({"zh": "雨。", "en": "Rain."}, None, [("doc", "d7"), ("json:page", "3")], "a.tmx#1").extra
    {'doc': 'd7', 'page': 3}
    """
    found: dict[str, Any] = {"id": id or None, "zh": sides["zh"], "en": sides["en"]}
    several: set[str] = set()
    for name, text in fields:
        if name == "score":
            found[name] = _number(text)
        elif name.startswith(_JSON) and name.removeprefix(_JSON) not in ("id", "zh", "en", "score"):
            found[name.removeprefix(_JSON)] = value_of(text)
        elif name not in KNOWN and name in found:
            found[name] = [*(found[name] if name in several else [found[name]]), text]
            several.add(name)
        elif name not in KNOWN:
            found[name] = text
    return pair_of(found, place)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        msg = f"the score {text[:20]} is no number"
        raise ValueError(msg)
    return number
