"""Hypothesis strategies: text and small pages with the kinds of dirt that scraped pages have."""

from __future__ import annotations

from html import escape

from hypothesis import strategies as st

__all__ = ["PIECES", "dirty_html", "dirty_line", "dirty_text", "json_records"]

#: Pieces that trigger rules, next to ordinary words of both languages and to characters that break naive code.
PIECES = (
    "The port handled more freight in March", "Growth slowed", "港口三月份货运量继续增长", "他说", "，", "。", "、", "（重庆）", ".", ",", " .", " ,",
    "1。", "2、", "[1]", "[1][4]", "[email protected]", "Advertisement", "- Advertisment -", "Subscribe to our newsletter", "Sign up",
    "相关阅读：", "责任编辑：李明", "責任編輯", "扫一扫", "分享到", "版权所有", "上一篇：", "Photo: Li Ming", "photo.jpeg", "Co.Ltd(600405)",
    "Co.Ltd(000061) (", "Some Name Co.Ltd(999999)", "medium – and long-term", "M & a", "one belt, one road", "the the", "http://example.org/a",
    "2024-05-01 10:20", "May 1, 2024", "来源：新华社", "Core Points - ", "&amp;nbsp;", "&lt;p&gt;", "\u200b", "\ufeff", "\u00ad", "\u202e", "ＡＢＣ１２３",
    "\x00", "\x0b", "\x85", "\u2028", "\ud800", "\U0001f600", "é", "İ", "ß", "�", "\t", "  ", "-", "•", "|", '"', "“", "”", "(", ")", "$", "%",
)  # fmt: skip
TAGS = (
    "p",
    "div",
    "li",
    "ul",
    "h1",
    "h2",
    "span",
    "a",
    "table",
    "tr",
    "td",
    "article",
    "nav",
    "footer",
    "figcaption",
    "pre",
    "blockquote",
    "b",
)

_words = st.one_of(st.sampled_from(PIECES), st.text(max_size=8))
#: One line, from a single mark to a long sentence.
dirty_line = st.lists(_words, max_size=12).map(" ".join)
#: Several lines with any line end, blank lines and doubled lines among them.
dirty_text = st.lists(st.tuples(dirty_line, st.sampled_from(("\n", "\n\n", "\r\n", "\r", "\x0c"))), max_size=12).map(
    lambda rows: "".join(line + end for line, end in rows)
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attributes = st.sampled_from(("", ' class="share"', ' id="main"', " hidden", " class='", ' style="display:none"'))
    closing = st.sampled_from(("</{}>", "</{}>", "</{}>", "", "</p>", "<"))
    parts = st.tuples(st.sampled_from(TAGS), attributes, st.lists(children, max_size=4), closing)
    return parts.map(lambda p: f"<{p[0]}{p[1]}>" + "".join(p[2]) + p[3].format(p[0]))


_leaf = st.one_of(
    dirty_line.map(escape), dirty_line, st.sampled_from(("<br>", "<hr>", "<!--", "-->", "<script>var a='<p>'</script>", "<img alt='x'>"))
)
_body = st.recursive(_leaf, _element, max_leaves=12)
_head = st.sampled_from(
    (
        "",
        "<!doctype html><title>A title - A site</title>",
        '<html lang="zh-CN"><meta charset="gbk"><title>标题</title>',
        '<meta property="og:title" content="A title"><meta name="author" content="Wang Fang">',
        '<script type="application/ld+json">{"headline": "A title", "datePublished": "2024-05-01"}</script>',
        '<script type="application/ld+json">{"headline": [{}], "datePublished": 5</script>',
    )
)
#: A small page, well formed or not.
dirty_html = st.tuples(_head, st.lists(_body, max_size=8)).map(lambda p: p[0] + "<body>" + "".join(p[1]))

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | dirty_line,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("id", "url", "html", "text", "title", "x")), inner, max_size=4)
    ),
    max_leaves=6,
)
#: What may stand on a line of a JSONL input: mostly records, now and then something else.
json_records = st.one_of(
    st.fixed_dictionaries({"id": dirty_line, "text": dirty_text}),
    st.fixed_dictionaries({"html": dirty_html}, optional={"url": dirty_line, "id": _json}),
    _json,
)
