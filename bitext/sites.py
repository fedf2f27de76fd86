"""What a site repeats: count lines over its pages, keep the counts in a file, read them when cleaning.

A menu, a notice or a popup that looks like prose gives itself away by standing on every page of its site.
Counting and cleaning are two steps: `bitext sites learn` counts, `bitext clean --site-memory FILE` only reads,
so a page's result never depends on which pages came before it or on the number of processes.

Memory is bounded. Over a bound the least counted lines go first (the idea of lossy counting: Manku and Motwani,
"Approximate frequency counts over data streams", VLDB 2002): a line that stands on a fifth of a site's pages is
counted often enough to stay, a line seen once is forgotten. Below the bounds counts are exact and do not depend
on the order of pages.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bitext.errors import InputError
from bitext.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

__all__ = ["LEAST_PAGES", "LEAST_SHARE", "SiteCounter", "SiteMemory", "SiteRecord", "hash_line", "site_of"]

SCHEMA = "bitext.sites/1"
#: A line is the site's, not the page's, on at least this many of its pages …
LEAST_PAGES = 3
#: … and on at least this share of them. A sidebar shown in one section of a site reaches a fifth; prose does not.
LEAST_SHARE = 0.2
#: Bounds: lines kept of a site, sites, lines of all sites together. Between two prunings twice as much may be held,
#: which is about 200 MB for the last.
LINES_PER_SITE, SITES, LINES = 2_000, 20_000, 500_000
#: Pages remembered so that a page that comes twice votes once.
SEEN = 500_000
#: Characters of a line that are looked at: no boilerplate line is longer, and the hash of the start serves as well.
_LONGEST = 2_000

_UNSEEN = re.compile(f"[{INVISIBLE}]+")
_NUMBER = re.compile(r"[0-9\uff10-\uff19][0-9\uff10-\uff19,.]*")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class SiteRecord:
    """One site: how many of its pages were counted, and on how many each line (by its hash) stands."""

    pages: int = 0
    lines: dict[int, int] = field(default_factory=dict)


def site_of(url: str | None) -> str | None:
    """Give the site of a page: the host of its address without `www.`, None where there is none.

    >>> site_of("https://www.Example.cn:8080/a?b"), site_of("a.html"), site_of("http://[bad/")
    ('example.cn', None, None)
    """
    if not url:
        return None
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return None
    return host.removeprefix("www.").rstrip(".") or None if host else None


def hash_line(line: str) -> int | None:
    """Hash a line to 64 bits (BLAKE2b); case, white space, invisible characters and numbers make no difference.

    None where the line holds no letter: such a line says nothing of its site.

    >>> hash_line("Read 1,024 times") == hash_line("read  3,7 times"), hash_line(" 1 | 2 ")
    (True, None)
    """
    text = line[:_LONGEST]
    if not _LETTER.search(text):
        return None
    normal = _NUMBER.sub("0", " ".join(_UNSEEN.sub("", text).split()).casefold())
    return int.from_bytes(hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest())


class SiteMemory:
    """The counts of `sites learn`, read only.

    >>> counter = SiteCounter()
    >>> for n in range(4):
    ...     _ = counter.add(f"https://example.cn/{n}", ["Follow our channel", f"Story {'abcd'[n]}"])
    >>> memory = counter.memory()
    >>> memory.share("https://example.cn/new", "Follow our channel"), memory.share("https://example.cn/new", "Story b")
    ((4, 4), (0, 4))
    >>> memory.repeats("https://example.cn/new", "Follow our channel"), memory.repeats(None, "Follow our channel")
    (True, False)
    """

    __slots__ = ("_digest", "_sites")

    def __init__(self, sites: dict[str, SiteRecord]) -> None:
        self._sites = sites
        self._digest = ""

    def share(self, url: str | None, line: str) -> tuple[int, int]:
        """Tell on how many of a site's counted pages a line stands, and how many were counted."""
        site = self._sites.get(site_of(url) or "")
        if site is None:
            return 0, 0
        key = hash_line(line)
        return (0 if key is None else site.lines.get(key, 0)), site.pages

    def repeats(self, url: str | None, line: str) -> bool:
        """Tell whether a line is the site's: on `LEAST_PAGES` of its pages and on `LEAST_SHARE` of them."""
        having, pages = self.share(url, line)
        return having >= LEAST_PAGES and having >= LEAST_SHARE * pages

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that name the content: it is part of the signature."""
        if not self._digest:
            made = hashlib.blake2b(digest_size=8)
            for line in self.dump():
                made.update(line.encode())
            self._digest = made.hexdigest()
        return self._digest

    def dump(self) -> Iterator[str]:
        """Give the file's lines: a header, then the sites in order, each with its lines in order."""
        pages = sum(site.pages for site in self._sites.values())
        bounds = {"lines_per_site": LINES_PER_SITE, "sites": SITES, "lines": LINES}
        yield (
            json.dumps({"schema": SCHEMA, "made_by": "bitext sites learn", "sites": len(self._sites), "pages": pages, "bounds": bounds})
            + "\n"
        )
        for name in sorted(self._sites):
            site = self._sites[name]
            lines = {f"{key:016x}": site.lines[key] for key in sorted(site.lines)}
            yield json.dumps({"site": name, "pages": site.pages, "lines": lines}, ensure_ascii=False) + "\n"

    @classmethod
    def load(cls, path: str | PathLike[str]) -> SiteMemory:
        """Read a file of `sites learn`.

        Raises:
            InputError: the file is missing or unreadable, or it is no site memory of this version.
        """
        return cls(dict(_read(str(path))))

    def sites(self) -> Iterator[tuple[str, SiteRecord]]:
        """Give the sites by name, in order."""
        for name in sorted(self._sites):
            yield name, self._sites[name]


def _read(path: str) -> Iterator[tuple[str, SiteRecord]]:
    remedy = "make it with `bitext sites learn PAGES -o FILE`"
    try:
        with Path(path).open(encoding="utf-8") as lines:
            head = json.loads(lines.readline(10_000))
            if not isinstance(head, dict) or head.get("schema") != SCHEMA:
                raise InputError(path, f"it is no site memory ({SCHEMA})", remedy)
            for line in lines:
                made = json.loads(line)
                counts = {int(key, 16): count for key, count in made["lines"].items()}
                if not all(isinstance(n, int) for n in (made["pages"], *counts.values())):
                    raise TypeError("a count is no number")
                yield str(made["site"]), SiteRecord(made["pages"], counts)
    except OSError as error:
        raise InputError(path, (error.strerror or str(error)).lower(), remedy) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(path, f"it is damaged or no site memory ({type(error).__name__})", remedy) from error


class SiteCounter:
    """Counts lines by site over a stream of pages, in bounded memory.

    Args:
        lines_per_site, sites, lines: the bounds; see the module.
    """

    def __init__(self, *, lines_per_site: int = LINES_PER_SITE, sites: int = SITES, lines: int = LINES) -> None:
        self._bounds = (lines_per_site, sites, lines)
        self._sites: dict[str, SiteRecord] = {}
        self._total = 0
        self._seen: dict[int, None] = {}

    def add(self, url: str | None, lines: Iterable[str]) -> bool:
        """Count a page; each of its lines votes once. False where the page has no site or came before.

        A page comes before when one with the same address, or the same lines, has been counted of its site.
        """
        name = site_of(url)
        if name is None or url is None:
            return False
        keys = {key for line in lines if (key := hash_line(line)) is not None}
        if self._came_before(name, url, keys):
            return False
        site = self._sites.setdefault(name, SiteRecord())
        site.pages += 1
        before = len(site.lines)
        for key in keys:
            site.lines[key] = site.lines.get(key, 0) + 1
        self._total += len(site.lines) - before
        self._stay_bounded(site)
        return True

    def merge(self, memory: SiteMemory) -> None:
        """Add the counts of a memory that was learned from other pages."""
        for name, theirs in memory.sites():
            site = self._sites.setdefault(name, SiteRecord())
            site.pages += theirs.pages
            before = len(site.lines)
            for key, count in theirs.lines.items():
                site.lines[key] = site.lines.get(key, 0) + count
            self._total += len(site.lines) - before
            self._stay_bounded(site)

    def memory(self) -> SiteMemory:
        """Give what was counted; lines that stand on one page only are left out, since they can never decide."""
        per_site, sites, lines = self._bounds
        self._prune_sites(sites)
        for site in self._sites.values():
            self._prune_lines(site, per_site)
        self._prune_total(lines)
        kept = {
            name: SiteRecord(s.pages, {k: n for k, n in s.lines.items() if n > 1 or s.pages <= LEAST_PAGES})
            for name, s in self._sites.items()
        }
        return SiteMemory(kept)

    def _came_before(self, name: str, url: str, keys: set[int]) -> bool:
        address = url.strip().split("#", 1)[0]
        marks = [f"{name} {address}", f"{name} {sorted(keys)}"] if keys else [f"{name} {address}"]
        hashes = [int.from_bytes(hashlib.blake2b(m.encode("utf-8", "surrogatepass"), digest_size=8).digest()) for m in marks]
        came = any(h in self._seen for h in hashes)
        self._seen.update(dict.fromkeys(hashes))
        if len(self._seen) > 2 * SEEN:
            self._seen = dict.fromkeys(list(self._seen)[SEEN:])
        return came

    def _stay_bounded(self, site: SiteRecord) -> None:
        per_site, sites, lines = self._bounds
        if len(site.lines) > 2 * per_site:
            self._prune_lines(site, per_site)
        if len(self._sites) > 2 * sites:
            self._prune_sites(sites)
        if self._total > 2 * lines:
            self._prune_total(lines)

    def _prune_lines(self, site: SiteRecord, most: int) -> None:
        if len(site.lines) > most:
            kept = heapq.nsmallest(most, site.lines.items(), key=_often)
            self._total -= len(site.lines) - len(kept)
            site.lines = dict(kept)

    def _prune_sites(self, most: int) -> None:
        if len(self._sites) > most:
            kept: Sequence[tuple[str, SiteRecord]] = heapq.nsmallest(most, self._sites.items(), key=lambda s: (-s[1].pages, s[0]))
            self._sites = dict(kept)
            self._total = sum(len(s.lines) for s in self._sites.values())

    def _prune_total(self, most: int) -> None:
        """Take lines out by their count, the lowest first, until the rest fits: the same floor for every site."""
        floor = 1
        while self._total > most:
            for site in self._sites.values():
                site.lines = {key: n for key, n in site.lines.items() if n > floor}
            self._total = sum(len(s.lines) for s in self._sites.values())
            floor += 1


def _often(line: tuple[int, int]) -> tuple[int, int]:
    """Order of lines: the most counted first, then by hash, so that pruning is the same everywhere."""
    return -line[1], line[0]
