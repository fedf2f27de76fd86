"""What a corpus is like: sizes, lengths, languages, scores, counted in one pass and in bounded memory."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bitext.language import detect
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bitext.model import Pair

__all__ = ["DocumentCounter", "PairCounter", "Spread", "describe_pairs"]

#: So many names of one kind are counted apart; the rest are counted together, so that memory has an end.
_NAMES = 100_000
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Numbers are kept to three digits: as many as a table shows, and few enough to count.
_DIGITS = 3
_ENOUGH = 20_000


class Spread:
    """How numbers are spread: their count, mean, ends and quantiles, each to three digits.

    >>> spread = Spread()
    >>> for number in (1, 2, 3, 4, 100):
    ...     spread.add(number)
    >>> spread.summary()["p50"], spread.summary()["max"]
    (3, 100)
    """

    def __init__(self) -> None:
        self.counts: Counter[float] = Counter()
        self._sum = 0.0

    def add(self, number: float) -> None:
        """Count a number, which is finite."""
        self._sum += number
        self.counts[_rounded(number)] += 1

    def summary(self) -> dict[str, float | int]:
        """Give count, mean, min, max and the 5th, 25th, 50th, 75th and 95th percentile; only the count if there is none."""
        total = self.counts.total()
        if not total:
            return {"count": 0}
        ordered = sorted(self.counts)
        mean = self._sum / total
        if not math.isfinite(mean):  # the sum is beyond what a number holds
            mean = math.fsum(number * (count / total) for number, count in self.counts.items())
        made: dict[str, float | int] = {"count": total, "mean": _rounded(mean), "min": _plain(ordered[0])}
        for share in _QUANTILES:
            made[f"p{round(100 * share)}"] = _plain(self._quantile(ordered, share * total))
        return made | {"max": _plain(ordered[-1])}

    def _quantile(self, ordered: list[float], rank: float) -> float:
        seen = 0
        for number in ordered:
            seen += self.counts[number]
            if seen >= rank:
                return number
        return ordered[-1]

    def points(self) -> list[tuple[float, float]]:
        """Give (number, how many) in order, for a plot; at most some hundred points."""
        ordered = sorted(self.counts.items())
        if len(ordered) <= 200:
            return [(number, float(count)) for number, count in ordered]
        low, high = ordered[0][0], self._quantile([number for number, _ in ordered], 0.99 * self.counts.total())
        step = (high - low) / 100 or 1.0
        bins: Counter[int] = Counter()
        for number, count in ordered:
            if number <= high:
                bins[int((number - low) / step)] += count
        return [(low + (k + 0.5) * step, float(bins[k])) for k in range(101)]


def _rounded(number: float) -> float:
    if not number:
        return 0.0
    return round(number, _DIGITS - 1 - math.floor(math.log10(abs(number))))


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


class _Names:
    """Counts names, up to a bound on how many different ones."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, name: str, count: int = 1) -> None:
        self._counts[name if name in self._counts or len(self._counts) < _NAMES else "(others)"] += count

    def summary(self, most: int = 20) -> dict[str, int]:
        """The most frequent, in order; what has no place among them is summed up."""
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        made = dict(ordered[:most])
        rest = sum(count for _, count in ordered[most:])
        return made | {"(others)": made.get("(others)", 0) + rest} if rest else made


@dataclass
class PairCounter:
    """Counts pairs: `add` takes one, `summary` tells what there was.

    >>> from bitext.model import Pair
    >>> counter = PairCounter()
    >>> counter.add(Pair("1", "山里这几天一直在下雨。", "It rained in the mountains.", 0.9))
    >>> made = counter.summary()
    >>> made["pairs"], made["zh"]["languages"], made["en"]["words"]["p50"]
    (1, {'zh-Hans': 1}, 5)
    """

    pairs: int = 0
    spreads: dict[str, Spread] = field(default_factory=lambda: {name: Spread() for name in ("zh", "en", "words", "ratio", "score")})
    totals: Counter[str] = field(default_factory=Counter)
    languages: dict[str, _Names] = field(default_factory=lambda: {"zh": _Names(), "en": _Names()})
    findings: _Names = field(default_factory=_Names)
    sites: _Names = field(default_factory=_Names)
    documents: _Names = field(default_factory=_Names)

    def add(self, pair: Pair) -> None:
        """Count a pair."""
        self.pairs += 1
        words = len(pair.en.split())
        self.totals.update(zh_characters=len(pair.zh), en_characters=len(pair.en), en_words=words, han=count_han(pair.zh))
        for name, number in (("zh", len(pair.zh)), ("en", len(pair.en)), ("words", words), ("score", pair.score)):
            if math.isfinite(number):
                self.spreads[name].add(number)
        if pair.zh and pair.en:
            self.spreads["ratio"].add(len(pair.en) / len(pair.zh))
        for side, text in (("zh", pair.zh), ("en", pair.en)):
            found = detect(text[:_ENOUGH], spans=False)
            named = f"{found.lang}-{found.script}" if found.lang == "zh" else found.variety or found.lang
            self.languages[side].add("empty" if not text.strip() else named)
        for finding in pair.findings:
            self.findings.add(finding.check)
        self._add_origin(pair.extra)

    def _add_origin(self, extra: Mapping[str, Any]) -> None:
        url, doc = extra.get("url"), extra.get("doc")
        if isinstance(url, str):
            try:
                self.sites.add(urlsplit(url).hostname or "(no host)")
            except ValueError:
                self.sites.add("(no host)")
        if isinstance(doc, str):
            self.documents.add(doc)

    def summary(self) -> dict[str, Any]:
        """Tell what was counted; characters are code points, the ratio is English characters to a Chinese one."""
        made: dict[str, Any] = {"pairs": self.pairs}
        made["zh"] = {
            "characters": self.totals["zh_characters"],
            "han": self.totals["han"],
            "length": self.spreads["zh"].summary(),
            "languages": self.languages["zh"].summary(),
        }
        made["en"] = {
            "characters": self.totals["en_characters"],
            "length": self.spreads["en"].summary(),
            "words": {"total": self.totals["en_words"]} | self.spreads["words"].summary(),
            "languages": self.languages["en"].summary(),
        }
        made |= {"ratio": self.spreads["ratio"].summary(), "score": self.spreads["score"].summary()}
        for name, names in (("findings", self.findings), ("sites", self.sites), ("documents", self.documents)):
            if counted := names.summary():
                made[name] = counted
        return made


@dataclass
class DocumentCounter:
    """Counts documents, as `bitext clean --to jsonl` writes them: `add` takes one's object."""

    documents: int = 0
    failed: int = 0
    length: Spread = field(default_factory=Spread)
    names: dict[str, _Names] = field(
        default_factory=lambda: {n: _Names() for n in ("status", "languages", "kinds", "edits", "rules", "publishers")}
    )

    def add(self, found: Mapping[str, Any]) -> None:
        """Count a document; a line that carries `error` counts as failed."""
        self.documents += 1
        if found.get("error"):
            self.failed += 1
            return
        text = found.get("text")
        self.length.add(len(text) if isinstance(text, str) else 0)
        for name, field_ in (("status", "status"), ("languages", "lang"), ("publishers", "publisher")):
            if isinstance(found.get(field_), str):
                self.names[name].add(found[field_])
        for one in _objects(found.get("blocks")):
            self.names["kinds"].add(str(one.get("kind", "?")))
        for one in _objects(found.get("edits")):
            self.names["edits"].add(f"{one.get('action', '?')} {one.get('category', '?')}")
            self.names["rules"].add(str(one.get("rule", "?")))

    def summary(self) -> dict[str, Any]:
        """Tell what was counted."""
        made: dict[str, Any] = {"documents": self.documents, "failed": self.failed, "length": self.length.summary()}
        return made | {name: counted for name, names in self.names.items() if (counted := names.summary())}


def _objects(value: object) -> Iterable[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def describe_pairs(pairs: Iterable[Pair]) -> dict[str, Any]:
    """Describe a corpus: how many pairs, how long, in which languages, with which scores.

    Args:
        pairs: read once, in any order.

    >>> from bitext.model import Pair
    >>> describe_pairs([Pair("1", "雨。", "Rain.", 0.5)])["score"]["mean"]
    0.5
    """
    counter = PairCounter()
    for pair in pairs:
        counter.add(pair)
    return counter.summary()
