"""The steps of a run as plain functions over records: a page, a couple of pages, a page of both languages."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from bitext.alignment.beads import align_sentences
from bitext.alignment.pages import align_page
from bitext.alignment.pairs import check_sides, join_beads
from bitext.alignment.structure import find_places
from bitext.cleaning import clean
from bitext.errors import UsageError
from bitext.html import looks_like_html, read_html
from bitext.matching import match_documents
from bitext.model import Document, Metadata
from bitext.plaintext import read_markdown, read_text
from bitext.segmentation import segment
from bitext.sites import site_of
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.alignment.encoders import Encoder
    from bitext.alignment.structure import Place
    from bitext.cleaning import Form, Options
    from bitext.encoding import Decoded
    from bitext.glossary.model import Glossary
    from bitext.matching import Couple
    from bitext.model import Pair, Segment

__all__ = ["align_couple", "align_whole_page", "couple_by_names", "match_by_site", "name_stem", "read_document", "site_key"]


def read_document(text: Decoded, *, form: Form, url: str | None, id: str | None, name: str, options: Options | None) -> Document:
    r"""Clean a page, or take its blocks as they stand where there are no options.

    Raises:
        UsageError: the options name an unknown rule.

    >>> from bitext.encoding import Decoded
    >>> page = read_document(Decoded("Share\nIt rained all week.", "utf-8"), form="text", url=None, id="a", name="a.txt", options=None)
    >>> page.text
    'Share\nIt rained all week.'
    """
    if options is not None:
        return clean(text, form=form, url=url, id=id, name=name, options=options)
    html = read_html(text.text, url=url) if form == "html" or (form == "auto" and looks_like_html(text.text)) else None
    blocks = html.blocks if html else read_markdown(text.text) if form == "markdown" else read_text(text.text)
    own = id or hashlib.blake2b(text.text.encode("utf-8", "replace"), digest_size=8).hexdigest()  # as `clean` names it
    return Document(own, name, url, html.metadata if html else Metadata(), blocks=blocks, status="article" if blocks else "empty")


def align_couple(
    zh: Document, en: Document, *, probability: float, terms: Sequence[tuple[str, str]] = (), encoder: Encoder | None = None
) -> list[Pair]:
    """Align two documents that translate one another; each pair says where it comes from.

    Args:
        zh: the Chinese document.
        en: the English one.
        probability: how likely they translate one another, kept as `match` in each pair's `extra`.
        terms: Chinese terms with English ones that translate them.
        encoder: turns texts into vectors, one more piece of evidence.

    Raises:
        InputError: the sides are exchanged, or both are in one language.

    >>> from bitext.model import Block
    >>> one, two = (Document(d, blocks=(Block("0", "paragraph", t),)) for d, t in (("a", "下雨了。"), ("b", "It rained.")))
    >>> [(p.id, p.zh, p.en, dict(p.extra)) for p in align_couple(one, two, probability=0.9)]
    [('a+b:0', '下雨了。', 'It rained.', {'doc': 'a+b', 'match': 0.9})]
    """
    name = zh.id if zh.id == en.id else f"{zh.id}+{en.id}"
    sides = _sentences(zh, "zh"), _sentences(en, "en")
    texts = [s.text for s in sides[0]], [s.text for s in sides[1]]
    check_sides(*texts, source=name)
    places = _places(zh, sides[0]), _places(en, sides[1])
    beads = align_sentences(*texts, cutter=make_cutter(left for left, _ in terms), terms=terms, encoder=encoder, places=places)
    extra: dict[str, Any] = {"doc": name, "url_zh": zh.url, "url_en": en.url, "match": probability}
    extra = {key: value for key, value in extra.items() if value is not None}
    return [replace(pair, extra=extra) for pair in join_beads(beads, *sides, id=name)]


def _places(document: Document, sentences: Sequence[Segment]) -> list[Place]:
    """Where the sentences stand: paragraphs and headings are evidence of what translates what."""
    return find_places(sentences, [(b.id, b.kind, b.text) for b in document.blocks])


def _sentences(document: Document, lang: str) -> list[Segment]:
    """The sentences of a side, whose language is known."""
    return [s for b in document.blocks for s in segment(b.text, doc=document.id, block=b.id, kind=b.kind, lang=lang, borders=False)]


def align_whole_page(
    page: Document, *, layout: str = "auto", terms: Sequence[tuple[str, str]] = (), encoder: Encoder | None = None
) -> list[Pair]:
    """Align a page of both languages with itself; each pair says where it comes from.

    Raises:
        InputError: one of the languages is missing.

    >>> from bitext.model import Block
    >>> page = Document("p", blocks=(Block("0", "paragraph", "山里下雨了。"), Block("1", "paragraph", "It rained in the mountains.")))
    >>> [(p.zh, p.en, dict(p.extra)) for p in align_whole_page(page)]
    [('山里下雨了。', 'It rained in the mountains.', {'doc': 'p'})]
    """
    extra = {"doc": page.id} | ({"url": page.url} if page.url else {})
    return [replace(pair, extra=extra) for pair in align_page(page, layout=layout, terms=terms, encoder=encoder).pairs]


def couple_by_names(zh: Sequence[str], en: Sequence[str]) -> list[tuple[int, int]]:
    """Couple documents of the same id, then those whose file names are the same, suffix and `.zh` or `.en` aside.

    A name that two documents of one side share couples none of them. Gives the places of both, in the order of the Chinese.

    >>> couple_by_names(["b.zh.html", "a", "c/x.txt"], ["a", "b.en.txt", "x.txt"])
    [(0, 1), (1, 0)]
    """
    places = {id: number for number, id in enumerate(en)}
    found = {number: places[id] for number, id in enumerate(zh) if id in places}
    taken = set(found.values())
    left, right = _by_stem(zh, found.keys()), _by_stem(en, taken)
    found |= {left[stem]: right[stem] for stem in left.keys() & right.keys()}
    return sorted(found.items())


def _by_stem(ids: Sequence[str], taken: object) -> dict[str, int]:
    """The places of ids by file name, for names that occur once."""
    stems = {number: name_stem(id) for number, id in enumerate(ids) if number not in taken}  # type: ignore[operator]
    counts = Counter(stems.values())
    return {stem: number for number, stem in stems.items() if counts[stem] == 1}


#: What ends a file's name and says nothing of its content's identity: formats, packing, servers' endings, languages.
_ENDINGS = re.compile(
    r"(?:\.(?:html?|[xs]html|txt|text|md|markdown|jsonl?|ndjson|warc|wet|gz|zst|php|aspx?|jsp"
    r"|zh(?:[-_](?:cn|tw|hk|mo|sg|hans|hant))?|en(?:[-_](?:us|gb))?|cn|zho|chi|eng))+\Z",
    re.IGNORECASE,
)


def name_stem(id: str) -> str:
    """Give a document's name without suffixes: documents with one id or one stem can be partners by name.

    >>> name_stem("2025/a.zh.html"), name_stem("2025/a"), name_stem("2025.01.31.txt")
    ('2025/a', '2025/a', '2025.01.31')
    """
    path = PurePosixPath(id)
    return str(path.parent / (_ENDINGS.sub("", path.name) or path.name))


#: Labels before a country's, under which sites are registered: example.com.cn is a site, com.cn is none.
_SECOND = frozenset("ac co com edu gov mil net org".split())


def site_key(url: str | None) -> str:
    """Give what the pages of a site in both languages have in common: the host's last two labels, three under `com.cn` and the like.

    An approximation of the registered domain that needs no list of suffixes; empty where there is no address.

    >>> site_key("https://en.news.example.com.cn/a"), site_key("http://www.example.org/zh/"), site_key(None)
    ('example.com.cn', 'example.org', '')
    """
    host = site_of(url) or ""
    labels = host.split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND and len(labels[-1]) == 2 else labels[-2:])


def match_by_site(
    zh: Sequence[Document], en: Sequence[Document], *, glossary: Glossary | None = None, many: str = "none", threshold: float = 0.75
) -> list[Couple]:
    """Match the documents of one site by content; a site whose sides are exchanged or in one language has no couples.

    Args:
        zh: the Chinese documents.
        en: the English ones.
        glossary: terms that the dictionary lacks.
        many: as for `match_documents`.
        threshold: the least probability.
    """
    try:
        return list(match_documents(zh, en, glossary=glossary, many=many, threshold=threshold).couples)
    except UsageError:
        return []
