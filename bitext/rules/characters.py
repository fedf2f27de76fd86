"""Rules about single characters: what prints nothing, what is escaped, what stands in the wrong block of Unicode.

They run first, so that every later rule sees clean text. Nothing here normalises wholesale (no NFKC): each
rule names the characters it touches, and full-width Chinese punctuation is never among them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from bitext.rules.rule import Example, Rule, edit, flag, mend
from bitext.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bitext.rules.rule import Change, Page

__all__ = ["RULES", "in_prose"]


def in_prose(apply: Callable[[Page, int], Iterable[Change]]) -> Callable[[Page, int], Iterable[Change]]:
    """Keep a rule away from code and tables, where spaces, escapes and marks are content.

    >>> from bitext.model import Block
    >>> from bitext.rules.rule import Page
    >>> list(in_prose(mend("  +", " "))(Page((Block("0", "code", "if x:  y"),)), 0))
    []
    """

    def guarded(page: Page, index: int) -> Iterable[Change]:
        return () if page.blocks[index].kind in ("code", "table") else apply(page, index)

    return guarded


def _chars(ranges: str) -> tuple[str, ...]:
    """The single characters of a regex character class body, as triggers."""
    found: list[str] = []
    for low, high in re.findall(r"(.)(?:-(.))?", ranges, re.DOTALL):
        found.extend(chr(c) for c in range(ord(low), ord(high or low) + 1))
    return tuple(dict.fromkeys(c.lower() for c in found))


_CONTROLS = "\x00-\x08\x0b-\x1f\x7f\u2028-\u2029"
_BREAKS = frozenset("\x0b\x0c\r\x1c\x1d\x1e\x1f\u2028\u2029")
_C1 = "\x80-\x9f"
_EXOTIC_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_RADICALS = "\u2f00-\u2fd5"
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}


def _control(match: re.Match[str]) -> str:
    return " " if any(c in _BREAKS for c in match[0]) else ""


def _windows(match: re.Match[str]) -> str:
    """Read C1 controls as the windows-1252 characters they were, as HTML does (WHATWG encoding standard)."""
    return match[0].encode("latin-1").decode("cp1252", "ignore")


_JOINERS = re.compile("[\u200c\u200d]")
#: Scripts in which joiners change how a word is written: Arabic and its kin, the Indic scripts, Burmese, Khmer, Mongolian.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af]")
_HIDDEN = re.compile(f"[{INVISIBLE}]+")


def _is_emoji_part(char: str) -> bool:
    return char in "\ufe0f\u20e3" or unicodedata.category(char) == "So" or "\U0001f3fb" <= char <= "\U0001f3ff"


def _keeps_joiner(text: str, start: int, end: int) -> bool:
    """Tell whether a lone joiner holds an emoji sequence or a word of a joining script together."""
    if not 0 < start < end < len(text) or not _JOINERS.fullmatch(text, start, end):
        return False
    left, right = text[start - 1], text[end]
    return (_is_emoji_part(left) and _is_emoji_part(right)) or bool(_JOINING.match(left) and _JOINING.match(right))


def _hidden(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    for match in _HIDDEN.finditer(text):
        if not _keeps_joiner(text, match.start(), match.end()):
            yield edit(match.start(), match.end(), "")


# The names that pages leave without their semicolon; all others need it ("AT&T", "R&D;" and "?a=1&copy=2" stay).
_BARE = "nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|quot"
_ENTITY = re.compile(
    r"&(?:(?:amp|#38|#[xX]26)[;；])*"
    rf"(?:(#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}})[;；]|({_BARE})(?![A-Za-z0-9=;；]))"
)


def _entity(match: re.Match[str]) -> str:
    """Read an entity however often it was escaped; a name that HTML does not know stays."""
    name = match[1] or match[2]
    read = html.unescape(f"&{name};")
    if read == f"&{name};":
        return match[0]
    return " " if read in ("\n", "\t", "\r") else read


_TAG = re.compile(
    r"</?(?:p|br|span|div|strong|b|em|i|u|a|font|img|li|ul|ol|h[1-6]|section|article|td|tr|table|tbody|blockquote)(?:[ /][^<>]{0,400})?>",
    re.IGNORECASE,
)
_TAG_PROOF = re.compile(r"</[a-z]|<br ?/?>|<[a-z]{1,10} [a-z-]{1,20}=", re.IGNORECASE)
_ABOUT_TAGS = re.compile(r"\btags?\b|html|markup|标签|標籤|元素|代码|代碼", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|section|article|td|tr|table|tbody|blockquote)\b", re.IGNORECASE)


def _tags(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    if not _TAG_PROOF.search(text) or _ABOUT_TAGS.search(_TAG.sub("", text)):
        return
    for match in _TAG.finditer(text):
        inner = match.start() > 0 and match.end() < len(text)
        yield edit(match.start(), match.end(), " " if inner and _BLOCK_TAG.match(match[0]) else "")


_ESCAPE = r"(?:\\u[0-9a-fA-F]{4})+"


def _escape(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    read = units.decode("utf-16-be", "ignore")
    return match[0] if any(unicodedata.category(c) in ("Cc", "Cn", "Co") for c in read) else read


_WIDE = "０-９Ａ-Ｚａ-ｚ"


def _narrow(match: re.Match[str]) -> str:
    """Map U+FF01–U+FF5E to ASCII: the blocks lie 0xFEE0 apart (Unicode, Halfwidth and Fullwidth Forms)."""
    return "".join(chr(ord(c) - 0xFEE0) for c in match[0])


# Of the CJK Radicals Supplement those that PDF fonts print for whole characters (EquivalentUnifiedIdeograph.txt).
_SUPPLEMENT = dict(zip("⺟⺠⻁⻄⻅⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳", "母民虎西见贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟", strict=True))


def _radical(match: re.Match[str]) -> str:
    """Replace a radical by its unified ideograph: the mapping that Unicode gives each single character."""
    return "".join(_SUPPLEMENT.get(c) or unicodedata.normalize("NFKC", c) for c in match[0])


_BULLETS = "\uf06c\uf06e\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc"
_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+")


def _may_be_lost(page: Page) -> Iterable[int]:
    """The places of blocks that hold such a character; most pages hold none, which one look at all their text tells."""
    if not _LOST.search("".join([block.text for block in page.blocks if not block.text.isascii()])):
        return ()
    return [at for at, block in enumerate(page.blocks) if not block.text.isascii() and _LOST.search(block.text)]


def _lost(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    if text.isascii() or not _LOST.search(text):
        return ()
    return [flag(m.start(), m.end()) for m in _LOST.finditer(text)]


def _edges(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return ()
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return (edit(0, len(text), ""),)
    return [edit(low, high, "") for low, high in ((0, start), (end, len(text))) if low < high]


RULES: tuple[Rule, ...] = (
    Rule(
        "html-entities", "characters", "An HTML entity was left as it is written, often because the page was escaped twice.",
        "feeds and JSON dumps of news pages whose text was escaped once more than it was read", in_prose(mend(_ENTITY.pattern, _entity)),
        triggers=("&",),
        examples=(
            Example("Bonds &amp;amp; loans", "Bonds & loans"), Example("the bank&#8217;s plan", "the bank’s plan"),
            Example("&ldquo;绿色贷款&rdquo;规模扩大", "“绿色贷款”规模扩大"), Example("5&amp;nbsp;km &amp;lt; 6 km", "5\u00a0km < 6 km"),
            Example("存款&nbsp增长", "存款\u00a0增长"), Example("A &#x26;amp; B&#10;C", "A & B C"),
        ),
        leave=("AT&T and R&D; the rest", "https://example.com/?a=1&copy=2&lt=3", "Q&A;", "Tom & Jerry"),
    ),
    Rule(
        "json-escapes", "characters", "A character was left as a JSON escape.",
        "pages that print a JSON string without reading it", in_prose(mend(_ESCAPE, _escape)), triggers=("\\u",),
        examples=(Example("\\u91cd\\u5e86 port", "重庆 port"), Example("the bank\\u2019s plan \\ud83d\\ude00", "the bank’s plan 😀")),
        leave=("C:\\users\\public", "\\u12", "write \\u0000 for it"),
    ),
    Rule(
        "html-tags", "characters", "Markup was left in the text.",
        "text fields that hold escaped HTML", in_prose(_tags), triggers=("</", "<br", '="', "='"),
        examples=(
            Example("Exports rose<br/>in <b>May</b>.", "Exports rose in May."),
            Example('<span style="color:red">出口增长</span>', "出口增长"),
        ),
        leave=("Use the <p> and </p> tags here.", "if a <b and c> d", "x <y>", "HTML 里写 <br/> 换行"),
    ),
    Rule(
        "windows-controls", "characters", "A control character stands where Windows text has a quotation mark or a dash.",
        "windows-1252 pages read as Latin-1", mend(f"[{_C1}]+", _windows), triggers=_chars(_C1),
        examples=(Example("the bank\x92s \x93plan\x94", "the bank’s “plan”"), Example("a\x81b", "ab")),
        leave=("the bank’s “plan”", "é à ü"),
    ),
    Rule(
        "control-characters", "characters", "A control character prints nothing.",
        "pages pasted from word processors and terminals", mend(f"[{_CONTROLS}]+", _control), triggers=_chars(_CONTROLS),
        examples=(Example("Chengdu\x00 port\x07", "Chengdu port"), Example("first\u2028second", "first second")),
        leave=("a\tb", "Chengdu port"),
    ),
    Rule(
        "invisible-characters", "characters", "An invisible character (zero width, direction mark, soft hyphen, byte order mark) breaks searching.",
        "pages that hide break points, direction marks or a BOM inside words", _hidden, triggers=_chars(INVISIBLE),
        examples=(
            Example("\ufeffFin\u00adtech\u200b plan", "Fintech plan"), Example("重\u200b庆\u200d市", "重庆市"), Example("\u202aA\u202c", "A"),
        ),
        leave=("👩\u200d💻 at work", "❤\ufe0f\u200d🔥", "می\u200cخواهم", "plain"),
    ),
    Rule(
        "symbol-bullets", "characters", "A bullet of a symbol font stands as a private-use character.",
        "lists pasted from word processors (Symbol and Wingdings map their bullets to U+F000 and up)",
        mend(f"^[{_BULLETS}]\\s*", "• "), triggers=tuple(_BULLETS),
        examples=(Example("\uf0d8 清华园出版中心", "• 清华园出版中心"), Example("\uf0b7Ports grew", "• Ports grew")),
        leave=("• Ports grew", "A \uf0d8 B"),
    ),
    Rule(
        "lost-characters", "characters", "A replacement or private-use character stands where a character was lost.",
        "pages decoded with the wrong encoding, and icon fonts", _lost,
        where=_may_be_lost,
        examples=(Example("Chong\ufffd\ufffdqing", "Chong\ufffd\ufffdqing", flags=("\ufffd\ufffd",)), Example("\ue614 重庆", "\ue614 重庆", flags=("\ue614",))),
        leave=("重庆，龘", "👍 good"),
    ),
    Rule(
        "no-break-spaces", "characters", "A no-break or typographic space is read as a plain space.",
        "HTML that lays text out with &nbsp; and its kin", in_prose(mend(f"[{_EXOTIC_SPACES}]+", " ")), triggers=_chars(_EXOTIC_SPACES),
        examples=(Example("10\u00a0km", "10 km"), Example("5\u202f%\u2009rise", "5 % rise")),
        leave=("10 km", "标题\u3000副题"),
    ),
    Rule(
        "wide-space", "characters", "The full-width space belongs to Chinese text only.",
        "English text set by a Chinese editor", in_prose(mend("\u3000+", " ")), triggers=("\u3000",), lang="en",
        examples=(Example("Trade\u3000grew fast", "Trade grew fast"),),
        leave=("第一章\u3000总则", "Trade grew"),
    ),
    Rule(
        "wide-letters", "characters", "Full-width letters and digits are the same letters and digits as ASCII.",
        "Chinese pages typed with a full-width input method", mend(f"[{_WIDE}]+(?:．(?=[０-９])[{_WIDE}]+)*", _narrow),
        triggers=_chars("０-９ａ-ｚ"),
        examples=(Example("２０２５年Ａ股", "2025年A股"), Example("增长３．５％", "增长3.5％"), Example("ＧＤＰ grew", "GDP grew")),
        leave=("（重庆），：！？", "增长％", "1．总则"),
    ),
    Rule(
        "kangxi-radicals", "characters", "A Kangxi radical stands for the character that looks like it.",
        "Chinese text copied out of PDF files", mend(f"[{_RADICALS}{''.join(_SUPPLEMENT)}]+", _radical),
        triggers=(*_chars(_RADICALS), *_SUPPLEMENT),
        examples=(Example("⼈⺠⽣活", "人民生活"), Example("⾦融", "金融")),
        leave=("人民生活", "一、金融"),
    ),
    Rule(
        "ligatures", "characters", "A typographic ligature stands for its letters.",
        "English text copied out of PDF files", mend("[\ufb00-\ufb06]", lambda m: _LIGATURES[m[0]]), triggers=tuple(_LIGATURES),
        examples=(Example("ﬁnancial eﬃciency", "financial efficiency"),),
        leave=("financial", "œuvre"),
    ),
    Rule(
        "edge-space", "spacing", "White space at the edge of a block is layout.",
        "Chinese paragraphs indented with two full-width spaces", in_prose(_edges),
        where=lambda page: [at for at, block in enumerate(page.blocks) if len(block.text.strip()) < len(block.text)],
        examples=(Example("\u3000\u3000重庆发布白皮书。", "重庆发布白皮书。"), Example(" Trade grew. \u00a0", "Trade grew.")),
        leave=("重庆\u3000成都", "Trade grew."),
    ),
    Rule(
        "space-runs", "spacing", "Several spaces are read as one.",
        "text laid out with spaces", in_prose(mend(r"[ \t]{2,}|\t", " ")), triggers=("  ", "\t"),
        examples=(Example("Trade  grew\t fast", "Trade grew fast"),),
        leave=("Trade grew fast", "甲\u3000\u3000乙"),
    ),
)  # fmt: skip
