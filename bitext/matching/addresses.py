"""What addresses tell of couples: pages link their translations, and sites give both versions like addresses.

hreflang: RFC 8288 `rel=alternate` and https://developers.google.com/search/docs/specialty/international/localized-versions.
The idea of taking the language's mark out of an address is that of STRAND (Resnik and Smith, 2003, "The Web as a
Parallel Corpus", Computational Linguistics 29:3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bitext.model import Document

__all__ = ["address_key", "links_of", "plain_address", "slug_of"]

#: Marks of a language in a host, a folder, a file name or a query: taken out, the addresses of both versions are the same.
_MARKS = frozenset(
    "en eng english en-us en_us en-gb en_gb e zh chs cht cn chi chinese zh-cn zh_cn zh-hans zh_hans zh-tw zh_tw zh-hk zh_hk zh-hant "
    "zh_hant tc sc gb big5 c www m".split()
)
_IN_NAME = re.compile(r"(?<=[a-z0-9])[._-](?:en|eng|english|zh|chs|cht|cn|chi|chinese|zh[-_](?:cn|tw|hk|hans|hant))(?=\.[a-z0-9]{1,5}$|$)")
_LANGUAGE_FIELD = re.compile(r"^(?:lang|language|locale|hl|l|lng|ver|version)$")
_NUMBER_OR_WORDS = re.compile(r"[0-9]{4,}|[a-z0-9]+(?:[-_][a-z0-9]+){2,}")
_MAX = 2000


def plain_address(url: str | None) -> str | None:
    """Write an address in one way: without scheme, `www.`, fragment and slash at the end, host in lower case.

    >>> plain_address("https://WWW.Example.org/a/") == plain_address("http://example.org/a#top")
    True
    """
    if not url:
        return None
    try:
        parts = urlsplit(url[:_MAX].strip())
    except ValueError:
        return None
    host = (parts.netloc or "").lower().rpartition("@")[2].removeprefix("www.").removesuffix(":80").removesuffix(":443")
    found = host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return found or None


def address_key(url: str | None) -> str | None:
    """Give what the addresses of two versions of a page share: all but the marks of their languages.

    None where nothing tells the page from others: no path, or nothing in it but marks.

    >>> address_key("https://example.org/en/news/123.html"), address_key("https://example.org/zh-cn/news/123.html")
    ('example.org/news/123.html', 'example.org/news/123.html')
    >>> address_key("http://en.example.org/a_7.htm?lang=en") == address_key("http://cn.example.org/a_7.htm?lang=zh")
    True
    >>> address_key("https://example.org/en/")
    """
    plain = plain_address(url)
    if plain is None:
        return None
    host, _, rest = plain.partition("/")
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _MARKS:
        labels = labels[1:]
    path, _, query = rest.lower().partition("?")
    steps = [_IN_NAME.sub("", step) for step in path.split("/") if step and step not in _MARKS]
    fields = [f for f in query.split("&") if f and not _LANGUAGE_FIELD.match(f.partition("=")[0])]
    if not steps and not fields:
        return None
    return "/".join([".".join(labels), *steps]) + ("?" + "&".join(fields) if fields else "")


def slug_of(url: str | None) -> str | None:
    """Give the part of an address that names the page: a number of four digits or more, or three words and more.

    >>> slug_of("https://a.example/2024/rain-in-the-north.html"), slug_of("https://a.example/c_1310789.htm"), slug_of("https://a.example/x")
    ('rain-in-the-north', '1310789', None)
    """
    plain = plain_address(url)
    if plain is None:
        return None
    _, _, path = plain.lower().partition("/")
    last = _IN_NAME.sub("", path.partition("?")[0].rpartition("/")[2])
    found = _NUMBER_OR_WORDS.findall(last) or _NUMBER_OR_WORDS.findall(path.partition("?")[2])
    return max(found, key=len) if found else None


def links_of(document: Document) -> tuple[str, ...]:
    """Give the addresses that a page names as its own in another language, by `hreflang`; and its canonical one.

    >>> from bitext.model import Document, Metadata
    >>> links_of(Document("a", metadata=Metadata(alternates=(("zh", "https://example.org/zh/a"),))))
    ('example.org/zh/a',)
    """
    meta = document.metadata
    found = [plain_address(url) for url in (*(url for _, url in meta.alternates), meta.canonical)]
    return tuple(dict.fromkeys(link for link in found if link))
