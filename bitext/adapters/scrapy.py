"""bitext as an item pipeline of Scrapy: pages in, cleaned documents out, what is no article dropped if you like.

    ITEM_PIPELINES = {"bitext.adapters.scrapy.CleaningPipeline": 300}

Settings, all of them optional:

- `BITEXT_HTML` ("html"), `BITEXT_URL` ("url"): the item's fields that hold the page (text or bytes) and its address.
- `BITEXT_FIELD` ("bitext"): the field that gets the document, an object as `bitext clean --to jsonl` writes it.
- `BITEXT_EDITS` (False): whether that object says what was changed.
- `BITEXT_KEEP_HTML` (False): whether the page stays in the item.
- `BITEXT_DROP` (none): statuses whose items are dropped: login, captcha, error, list, paywall, empty.
- `BITEXT_SITE_MEMORY` (none): what `bitext sites learn` counted.

Pages are cleaned in the spider's process, some ten milliseconds each. See
https://docs.scrapy.org/en/latest/topics/item-pipeline.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bitext.adapters.records import clean_record
from bitext.cleaning import Options
from bitext.errors import UsageError
from bitext.model import STATUSES
from bitext.sites import SiteMemory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["CleaningPipeline", "make_item"]


def make_item(response: Any) -> dict[str, Any]:
    """Make an item of a response: its address and its body as it came, since bitext detects encodings itself.

    Args:
        response: anything with `url` and `body`, as Scrapy's responses have them.

    >>> from types import SimpleNamespace
    >>> make_item(SimpleNamespace(url="https://example.org/a", body=b"<p>Rain.</p>"))
    {'url': 'https://example.org/a', 'html': b'<p>Rain.</p>'}
    """
    return {"url": response.url, "html": bytes(response.body)}


class CleaningPipeline:
    """Cleans the page of each item; made by Scrapy, or by hand for tests.

    Args:
        settings: those named above, as a mapping.
        stats: anything with `inc_value(name)`, as Scrapy's collectors have it.

    Raises:
        UsageError: `BITEXT_DROP` names an unknown status.

    >>> pipeline = CleaningPipeline({})
    >>> item = pipeline.process_item({"url": "https://example.org/a", "html": "<p>It rained in the hills for a week.</p>"})
    >>> item["bitext"]["text"], "html" in item
    ('It rained in the hills for a week.', False)
    """

    def __init__(self, settings: Mapping[str, Any], stats: Any = None) -> None:
        self._html = str(settings.get("BITEXT_HTML") or "html")
        self._url = str(settings.get("BITEXT_URL") or "url")
        self._field = str(settings.get("BITEXT_FIELD") or "bitext")
        self._edits = _is_on(settings.get("BITEXT_EDITS"))
        self._keep = _is_on(settings.get("BITEXT_KEEP_HTML"))
        self._drop = _statuses(settings.get("BITEXT_DROP"))
        memory = settings.get("BITEXT_SITE_MEMORY")
        self._options = Options(site_memory=SiteMemory.load(memory)) if memory else Options()
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleaningPipeline:
        """Make the pipeline as Scrapy does, with the crawler's settings and statistics."""
        return cls(crawler.settings, crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Clean the item's page. Scrapy before 2.13 passes the spider, later ones need not.

        Raises:
            DropItem: the page is of a status that `BITEXT_DROP` names.
            UsageError: the item has no field for the document.
        """
        del spider
        fields = _fields_of(item)
        if self._html not in fields or fields[self._html] is None:
            self._count("no_page")
            return item
        made = clean_record({"html": fields[self._html], "url": fields.get(self._url)}, options=self._options, edits=self._edits)
        status = str(made.get("status", "failed"))
        self._count(f"status/{status}")
        if status in self._drop:
            raise _dropped(f"{fields.get(self._url)}: {status}")
        if not self._keep:
            del fields[self._html]
        try:
            fields[self._field] = made
        except KeyError as error:
            remedy = f"add `{self._field} = scrapy.Field()` to it, or set BITEXT_FIELD"
            raise UsageError(type(item).__name__, f"has no field {self._field!r}", remedy) from error
        return item

    def _count(self, name: str) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"bitext/{name}")


def _fields_of(item: Any) -> Any:
    """The item as a mapping: Scrapy's adapter takes dictionaries, items, dataclasses and more."""
    if isinstance(item, dict):
        return item
    from itemadapter import ItemAdapter

    return ItemAdapter(item)


def _dropped(said: str) -> Exception:
    from scrapy.exceptions import DropItem

    made: Exception = DropItem(said)
    return made


def _is_on(value: object) -> bool:
    """Read a setting that may come from a command line as a word."""
    return str(value).strip().lower() in ("1", "true", "yes", "on") if value is not None else False


def _statuses(value: str | Iterable[str] | None) -> frozenset[str]:
    """Read a list, or words with commas.

    Raises:
        UsageError: one is unknown.
    """
    names = value.split(",") if isinstance(value, str) else list(value or ())
    asked = frozenset(name.strip() for name in names if name.strip())
    if unknown := sorted(asked - set(STATUSES)):
        raise UsageError("BITEXT_DROP", f"{unknown[0]!r} is unknown", f"known are: {', '.join(STATUSES)}")
    return asked
