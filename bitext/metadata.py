"""What an HTML page says of itself: title, publisher, author, date, languages, licence. Only what it states.

Sources in order of trust: the h1 where the page's own title repeats it, Open Graph, JSON-LD, named metas, and the
ids that Chinese news systems share. The parsed tree comes from the caller, for parsing costs more than reading.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from bitext.jsonld import read_article
from bitext.model import Metadata
from bitext.text import tokens
from bitext.values import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["chinese_publisher", "read_metadata", "split_title"]

_TITLE = ("og:title", "twitter:title", "dc.title", "articletitle")
_SITE = ("og:site_name",)
_SOURCE = ("source", "contentsource", "dc.publisher", "publisher", "sitename", "application-name")
_BYLINE = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "article_author", "weibo:article:author")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "article.published", "pubdate",
    "publishdate", "publish_date", "publish-date", "pub_date", "og:pubdate", "published", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.date", "dc.date", "og:release_date", "og:time", "weibo:article:create_at", "article_date_original",
    "pdate", "firstpublishedtime", "date",
)  # fmt: skip
_KEYWORDS = ("keywords", "news_keywords", "parsely-tags")
_DESCRIPTION = ("description", "og:description")
_WANTED = frozenset(
    (*_TITLE, *_SITE, *_SOURCE, *_BYLINE, *_PUBLISHED, *_KEYWORDS, *_DESCRIPTION, "editor", "og:locale", "content-language")
)
#: The ids of Baidu's convention for news pages, and those of people.com.cn and gmw.cn's systems.
_IDS = ("source_baidu", "author_baidu", "pubtime_baidu", "editor_baidu")
#: One query for all that is looked for: each walk over the tree costs as much as everything done with its result.
_QUERY = ", ".join((
    "meta[content]", "h1", "time[datetime]", "script[type='application/ld+json']", "link[rel~=canonical]", "link[rel~=alternate][hreflang]",
    "link[rel~=license]", "a[rel~=license]", "a[href*='creativecommons.org/licenses']", "a[href*='creativecommons.org/publicdomain']",
    *("#" + name for name in _IDS),
))  # fmt: skip
_LABEL = re.compile(
    r"^(?:文章|信息|稿件|新闻)?(?:来源|來源|作者|责任编辑|責任編輯|责编|编辑|編輯|记者|記者)\s?[:：]\s?|^by\s+(?=\S)", re.IGNORECASE
)
_EMPTY = frozenset({"", "null", "none", "undefined", "nan", "n/a", "-", "admin", "administrator"})
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|@|^[a-z0-9-]+(?:\.[a-z0-9-]+)+$", re.IGNORECASE)
#: Staff numbers and the makers of content systems, which templates leave in the author's place.
_CODE = re.compile(r"^[A-Za-z]{0,3}_?[0-9]+$|discuz|wordpress|dedecms|phpcms|大汉网络|_mobile$", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
#: What parts a title from the site's name; a bare hyphen only beside spaces or Han.
_SEPARATOR = re.compile(
    r"\s[-–—|·»:]\s|\s?[_|｜]\s?|\s?-{2,3}\s?|\s?——\s?|(?<=[\u4e00-\u9fff）】”》？！])-(?=\S)|^[-_|]|\s-(?=[\u4e00-\u9fff])|(?<=[A-Za-z])-\s(?=[\u4e00-\u9fff])"
)
_SITE_TAIL = re.compile(
    r"(?:网|網|网站|網站|在线|频道|新闻|新聞|日报|晚报|早报|晨报|时报|商报|论坛|社区|博客|资讯|财经|平台|门户|公众号|百科|知乎|首页|正文)$"
)
_NOT_WORD = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_MAX_NODES, _MAX_TEXT, _MAX_KEYWORDS = 2000, 1000, 50


def read_metadata(tree: LexborHTMLParser, *, url: str | None = None) -> Metadata:
    """Read what a parsed HTML page states about itself.

    Args:
        tree: the parsed page.
        url: the page's own address, for relative links and for telling the site's name in a title.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = LexborHTMLParser('<title>Rates fall - City News</title><meta property="og:site_name" content="City News"><h1>Rates fall</h1>')
    >>> found = read_metadata(page)
    >>> found.title, found.publisher
    ('Rates fall', 'City News')
    """
    nodes: dict[str, list[LexborNode]] = {}
    for node in tree.css(_QUERY)[:_MAX_NODES]:
        nodes.setdefault(node.id if node.id in _IDS else node.tag or "", []).append(node)
    metas = _metas(nodes.get("meta", []))
    ids = {name: _clean(nodes[name][0].text()) for name in _IDS if name in nodes}
    article = read_article(n.text() for n in nodes.get("script", []))
    publisher = (
        _site(_pick(metas, _SITE)) or _name(article.publisher) or _name(ids.get("source_baidu")) or _first(map(_name, _all(metas, _SOURCE)))
    )
    canonical, alternates, licence = _links([*nodes.get("link", []), *nodes.get("a", [])], url)
    editor = _name(_pick(metas, ("editor",))) or _name(ids.get("editor_baidu"))
    head = tree.css_first("title")
    named = [_clean(head.text()) if head else None, *(_clean(n.text(separator=" ")) for n in nodes.get("h1", [])[:5])]
    bylines = (_name(b) for b in (*_all(metas, _BYLINE), ", ".join(article.authors), ids.get("author_baidu")))
    return Metadata(
        title=_title(named[0], [h for h in named[1:] if h], metas, article.headline, publisher, url),
        publisher=publisher,
        publisher_zh=chinese_publisher(publisher or ""),
        byline=_first(b for b in bylines if b and b not in (publisher, editor) and _bare(b) not in _bare(named[0] or "")),
        editor=editor,
        published=_published(
            nodes.get("time", []), [*_all(metas, _PUBLISHED[:2]), article.published, *_all(metas, _PUBLISHED[2:]), ids.get("pubtime_baidu")]
        ),
        keywords=_keywords(_pick(metas, _KEYWORDS), article.keywords),
        lang=_language(tree, metas),
        canonical=canonical,
        alternates=alternates,
        licence=licence or article.licence,
        description=_pick(metas, _DESCRIPTION) or article.description,
    )


def _clean(text: str | None) -> str | None:
    """One line without spaces at its edges, None where nothing is said."""
    line = " ".join((text or "")[:_MAX_TEXT].split())
    return None if line.lower() in _EMPTY else line


def _metas(nodes: Iterable[LexborNode]) -> dict[str, str]:
    """The first content of each wanted meta, by its lower-cased name."""
    found: dict[str, str] = {}
    for node in nodes:
        said = node.attributes
        name = (said.get("property") or said.get("name") or said.get("itemprop") or said.get("http-equiv") or "").strip().lower()
        if name in _WANTED and name not in found and (value := _clean(said.get("content"))):
            found[name] = value
    return found


def _all(metas: dict[str, str], names: Iterable[str]) -> list[str]:
    return [metas[n] for n in names if n in metas]


def _pick(metas: dict[str, str], names: Iterable[str]) -> str | None:
    return next(iter(_all(metas, names)), None)


def _first(values: Iterable[str | None]) -> str | None:
    return next((v for v in values if v), None)


def _name(text: str | None) -> str | None:
    """A name as stated, without its label; an address or a sentence is no name."""
    name = _clean(_LABEL.sub("", _clean(text) or "").strip(" |[]【】"))
    return None if name is None or len(name) > 120 or _ADDRESS.search(name) or _CODE.search(name) else name


def _site(text: str | None) -> str | None:
    """A site's name without the advertising that follows a bar."""
    return _name((text or "").split(" | ")[0])


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text).lower()


def _title(
    title: str | None, headings: list[str], metas: dict[str, str], headline: str | None, publisher: str | None, url: str | None
) -> str | None:
    """The page's title as it shows it: an h1 that the head repeats, else the head's own without the site's name."""
    stated = [s for s in dict.fromkeys((*_all(metas, _TITLE[:1]), headline, title, *_all(metas, _TITLE[1:]))) if s]
    host = urlsplit(url).hostname if url and _absolute(url, None) else None
    split = [t for t in (split_title(s, publisher, host) for s in stated) if t]
    cut = {s: _SEPARATOR.split(s) for s in (*stated, *split)}
    leading = {_bare(part) for s, parts in cut.items() for part in {s, parts[0]}}
    inside = {_bare(part) for parts in cut.values() for part in parts}
    longest = len(_bare(split[0])) if split else 0
    shown = [(h, _bare(h)) for h in headings if _bare(h) and _bare(h) != _bare(publisher or "")]
    for heading, bare in shown:
        if bare in leading or (bare in inside and len(bare) * 2 >= longest):
            return heading
    return split[0] if split else shown[0][0] if len(shown) == 1 and len(tokens(shown[0][0])) > 3 else None


def split_title(title: str, site: str | None = None, host: str | None = None) -> str | None:
    """Take the site's name off the end of a title; only what clearly is one.

    Args:
        title: as the page's head has it.
        site: the publisher's name where the page states it.
        host: the page's host name, which often spells the site's name.

    >>> split_title("Rates fall - City News", "City News"), split_title("Rates - and wages - fall", "City News")
    ('Rates fall', 'Rates - and wages - fall')
    >>> split_title("Rates fall-City News", "City News"), split_title("City-News")
    ('Rates fall', 'City-News')
    >>> split_title("央行下调利率_财经频道_某某网"), split_title("What - SlashDot", host="www.slashdot.org")
    ('央行下调利率', 'What')
    """
    if title.lstrip()[:1] in ("-", "_", "|") and _SITE_TAIL.search(title):
        return None  # a template whose title was empty
    known, address, passed = _bare(site or ""), _bare(host or ""), ""
    if site and len(site) > 2 and title.endswith(site) and (head := title[: -len(site)].rstrip())[-1:] in tuple("-–—_|｜·"):
        title = head[:-1].strip() or title  # a bare hyphen before the site's own name parts them too
    for _ in range(4):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        mark, head, tail = cuts[-1][0], title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
        section = mark == passed and len(tail) <= 8 and len(head) >= 2 * len(tail)
        least = 2 if mark.strip() in ("_", "|", "｜") else 6  # a hyphen or a dash may also join two short words
        if not (section or _is_site(tail, head, known, address, least)):
            break
        title, passed = head, mark
    if known and (cut := _SEPARATOR.search(title)) and _bare(title[: cut.start()]) == known:
        title = title[cut.end() :]
    return _clean(title)


def _is_site(tail: str, head: str, known: str, address: str, least: int) -> bool:
    """Tell whether a title's last part names the site: by the publisher's name, by the host's, or by how it ends."""
    bare = _bare(tail)
    if not bare or bare == known:
        return True
    if known and len(bare) > 3 and len(tail) < 40 and (bare in known or known in bare):
        return True
    if bare.isascii() and len(bare) > 2 and (bare in address or bare.removeprefix("the") in address):
        return True
    return (len(tail) <= 20 and len(head) >= least and _SITE_TAIL.search(tail) is not None) or tail.lower().startswith("powered by")


def _published(times: Sequence[LexborNode], stated: Iterable[str | None]) -> str | None:
    """The first full date among what the head states, else that of the page's one marked time of publication."""
    for text in stated:
        if text and (iso := _date(text)):
            return iso
    marked = [
        t
        for t in times[:20]
        if "publish" in f"{t.attributes.get('itemprop')} {t.attributes.get('class')} {t.attributes.get('pubdate', '')}".lower()
    ]
    isos = {iso for t in (marked[:1] or times[:20]) if (iso := _date(t.attributes.get("datetime") or ""))}
    return isos.pop() if len(isos) == 1 else None


def _date(text: str) -> str | None:
    """The date that a field states: any full form, or YYYYMMDD[HHMM[SS]]; the epoch stands for no date."""
    compact = _COMPACT.fullmatch(text.strip())
    if compact:
        day, clock = "-".join(compact.group(1, 2, 3)), ":".join(filter(None, compact.group(4, 5, 6)))
        text = f"{day} {clock}" if clock else day
    found = find_dates(text[:200])
    return found[0].iso if found and not found[0].iso.startswith(("1970-01-01", "1900-01-01")) else None


def _keywords(stated: str | None, structured: tuple[str, ...]) -> tuple[str, ...]:
    """Keywords split at commas and their Chinese kin; each once, in order."""
    parts = re.split(r"[,，;；、|]", stated) if stated else list(structured)
    words = (_clean(p) for p in parts)
    return tuple(dict.fromkeys(w for w in words if w))[:_MAX_KEYWORDS]


def _language(tree: LexborHTMLParser, metas: dict[str, str]) -> str | None:
    root = tree.root
    stated = (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root is not None else None
    for text in (stated, metas.get("content-language"), metas.get("og:locale")):
        if text and _LANGUAGE.fullmatch(text.strip()):
            return text.strip().replace("_", "-")
    return None


def _links(nodes: Iterable[LexborNode], url: str | None) -> tuple[str | None, tuple[tuple[str, str], ...], str | None]:
    """The canonical address, the other languages' addresses and the licence that links name."""
    canonical, alternates, licence = None, [], None
    for node in nodes:
        said = node.attributes
        rel, where = (said.get("rel") or "").lower().split(), _absolute(said.get("href"), url)
        if where is None:
            continue
        if "canonical" in rel:
            canonical = canonical or where
        elif "license" in rel or node.tag == "a":
            licence = licence or where
        elif lang := (said.get("hreflang") or "").strip():
            alternates.append((lang, where))
    return canonical, tuple(dict.fromkeys(alternates[:200])), licence


def _absolute(href: str | None, url: str | None) -> str | None:
    try:
        where = urljoin(url or "", (href or "").strip())
        urlsplit(where)
    except ValueError:
        return None
    return where if where and len(where) <= 2000 else None


@lru_cache(maxsize=1)
def _publishers() -> dict[str, str]:
    table = tomllib.loads(files("bitext.data").joinpath("publishers.toml").read_text(encoding="utf-8"))
    return {_bare(spelling): name for spelling, name in table.items()}


def chinese_publisher(name: str) -> str | None:
    """The Chinese name of a publisher that is spelt in pinyin, None where it is not on the list.

    >>> chinese_publisher("Zheng Quan Ri Bao Wang"), chinese_publisher("souhu caijing"), chinese_publisher("Chinanews")
    ('证券日报网', '搜狐财经', None)
    """
    return _publishers().get(_bare(name)) if name and len(name) <= 80 and name.isascii() else None
