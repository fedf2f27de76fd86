"""Readable names for groups of features: what a person is told about a decision."""

from __future__ import annotations

from functools import cache

__all__ = ["GROUPS", "group_of"]

_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("outside the main container", ("best_", "half_", "most_", "score_", "rival", "parent_share", "grandparent_share", "great_share", "parent_tokens", "grandparent_tokens")),
    ("links", ("links", "log_links", "parent_links", "grandparent_links", "group_links")),
    ("class and tag names", ("naming", "here_", "over_", "in_article", "in_main", "in_section", "in_div", "in_td", "in_body", "in_form", "in_ul", "in_aside", "in_nav", "in_footer", "in_header", "in_table", "in_figure", "in_blockquote", "in_li", "in_p", "is_hidden", "in_articlebody", "to_body_class", "to_negative", "to_positive", "is_cut", "bold", "heading", "tree_depth")),
    ("repeated elements", ("group_", "repeat", "as_previous", "copies", "article")),
    ("title and description", ("in_title", "covers_title", "is_title", "title_words", "after_title", "in_description", "description", "stated", "page_stated", "h1_", "heading_title", "from_h1", "prose_since_title")),
    ("length", ("log_tokens", "log_chars", "short", "mean_", "previous", "next", "longer_near")),
    ("function words", ("en_function", "zh_function")),
    ("furniture words", ("furniture",)),
    ("wording", ("wording",)),
    ("punctuation", ("terminal", "punctuation", "colon", "separators", "quote", "starts_sentence", "previous_terminal", "next_terminal")),
    ("dates and digits", ("date", "digits", "upper")),
    ("prose around", ("prose", "run", "to_prose", "parent_density", "parent_blocks", "grandparent_blocks")),
    ("what stands around it", ("p_",)),
    ("boilerplate near by", ("r_",)),
    ("place in the page", ("place", "from_", "tokens_before", "tokens_after", "page_", "han")),
)  # fmt: skip
#: The groups, in the order of `Trees.explain`'s columns.
GROUPS: tuple[str, ...] = tuple(name for name, _ in _PREFIXES)


@cache
def group_of(feature: str) -> str:
    """The readable group of a feature: the one with the longest fitting prefix.

    >>> group_of("links_3"), group_of("previous_terminal"), group_of("heading_title")
    ('links', 'punctuation', 'title and description')
    """
    fits = [(len(p), name) for name, prefixes in _PREFIXES for p in prefixes if feature.startswith(p)]
    return max(fits)[1] if fits else "place in the page"
