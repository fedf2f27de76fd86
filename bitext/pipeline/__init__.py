"""A run from pages to a corpus, as settings and plain functions; `bitext.shards` carries it out over files and processes."""

from __future__ import annotations

from bitext.pipeline.settings import Settings, parse_settings
from bitext.pipeline.steps import align_couple, align_whole_page, couple_by_names, match_by_site, name_stem, read_document, site_key

__all__ = [
    "Settings",
    "align_couple",
    "align_whole_page",
    "couple_by_names",
    "match_by_site",
    "name_stem",
    "parse_settings",
    "read_document",
    "site_key",
]
