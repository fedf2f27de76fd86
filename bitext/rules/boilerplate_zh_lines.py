"""How a Chinese interface line is told from prose: shapes, cores and vocabularies shared by the Chinese boilerplate rules.

Three ways, from the strictest to the widest: every word of a short line is an interface word
(`interface_line`); the line without its decoration is one known phrase (`phrase_line`); a prompt stands
behind the last full sentence of a paragraph (`cut_tail`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import drop, edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bitext.rules.rule import Change, Page

__all__ = ["core", "cut_tail", "interface_line", "phrase_line", "sentence_like", "spaced", "theme_of", "vocabulary", "words"]

#: Marks around a label that say nothing: bullets, arrows, brackets, separators, stops.
_EDGES = (
    " \t\u3000\xa0|｜丨·•・…—–-_*#~～=>＞»›<＜«‹《》〈〉【】[]［］〔〕（）(){}「」『』?？:：!！。.,，、;；\"“”'’"
    "↓↑→←⇒▲△▼▽▶►▸◀◄◆◇■□●○◎★☆※✕✖×+＋√✓👇👆👉👈⬇⬆🔗\ufe0f"
)
_SPACE = re.compile(r"\s+")
_HARD = re.compile(r"[|｜丨/／·•・,，、;；>＞»›<＜«‹\[\]［］【】〔〕（）()《》「」:：\u3000…↓↑→←▼▲▶►]+")
#: Numbers and counts beside a label: 12, 1.3w, 6.8万次, 00:35, 264K, #1.
_COUNT = re.compile(r"[#第共]?[\d.,:%+x×-]+[wWkK万萬亿億]?[次条條个個页頁篇楼樓人赞讚]?")
#: 1. or 2、 before a label makes it a heading of the text.
_NUMBERED = re.compile(r"\s*[(（]?[\d一二三四五六七八九十]{1,3}(?:[、．)）]|\.(?!\d))")
_STOPS = re.compile(r"[。！？!?]")
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)\]】]*")


def core(text: str) -> str:
    """Strip the decoration around a label and the white space inside it.

    >>> core("【 相 关 阅 读 】："), core("▼ 点击查看更多 >>")
    ('相关阅读', '点击查看更多')
    """
    return _SPACE.sub("", text.strip(_EDGES))


def sentence_like(text: str) -> bool:
    """Tell whether a text holds a full stop, question or exclamation mark.

    >>> sentence_like("经济增长。"), sentence_like("经济增长")
    (True, False)
    """
    return _STOPS.search(text) is not None


def spaced(*triggers: str) -> tuple[str, ...]:
    """Add to triggers their letter-spaced forms: 阅 读 beside 阅读.

    >>> spaced("阅读")
    ('阅读', '阅 读')
    """
    return tuple(form for t in triggers for form in (t, " ".join(t)))


def phrase_line(*patterns: str, longest: int = 60, sentences: bool = False) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that drops a block whose `core` one pattern matches wholly; case is ignored.

    `longest` is in characters of the block. Patterns see no white space, so one pattern covers 相关阅读 and 相 关 阅 读.
    A block with a 。 stays unless `sentences`: labels have none, and prose that happens to match has.
    """
    compiled = re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)

    def apply(page: Page, index: int) -> Iterable[Change]:
        text = page.blocks[index].text
        if len(text) <= longest and (sentences or "。" not in text) and compiled.fullmatch(core(text)):
            yield drop()

    return apply


def vocabulary(**themes: str) -> dict[str, str]:
    """Make a map from word to theme out of words parted by white space; `_` stands for a theme of no weight.

    >>> vocabulary(share="分享 转发", weak="微信")["微信"]
    'weak'
    """
    return {word: theme for theme, listed in themes.items() for word in listed.split()}


def words(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """Cut a line at separators, and at spaces where what stands between separators is no known word.

    >>> list(words("分享到： 微信 QQ 空间 | 打 印", {"打印": "tools"}))
    ['分享到', '微信', 'qq', '空间', '打印']
    """
    for part in _HARD.split(text.lower()):
        whole = _SPACE.sub("", part).strip(_EDGES)
        if whole in known:
            yield whole
        else:
            yield from (w for w in (p.strip(_EDGES) for p in part.split()) if w)


def theme_of(text: str, known: Mapping[str, str], longest: int = 120) -> str | None:
    """Tell what a line of interface words is about: the theme of its first word that has weight.

    None where a word is unknown or none has weight. `weak` words (a platform's name, 大 中 小) are known
    but have no weight, since alone in a line they may be content; numbers count for nothing.

    >>> theme_of("分享到： 微信 微博", vocabulary(share="分享到", weak="微信 微博"))
    'share'
    """
    if len(text) > longest or _NUMBERED.match(text):
        return None
    found = None
    for word in words(text, known):
        theme = known.get(word)
        if theme is None:
            if _COUNT.fullmatch(word):
                continue
            return None
        if found is None and theme != "weak":
            found = theme
    return found


def interface_line(theme: str, known: Mapping[str, str]) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that drops a line of nothing but interface words whose first weighty word is of the theme."""

    def apply(page: Page, index: int) -> Iterable[Change]:
        if theme_of(page.blocks[index].text, known) == theme:
            yield drop()

    return apply


def cut_tail(*patterns: str, longest: int = 120) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that cuts whole sentences matching a pattern off the end of a paragraph.

    Looks only at the last `2 * longest` characters, so the cost does not grow with the paragraph. A sentence
    that is not matched ends the search: only a tail goes.
    """
    compiled = re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)

    def apply(page: Page, index: int) -> Iterable[Change]:
        text = page.blocks[index].text
        offset = max(0, len(text) - 2 * longest)
        ends = [offset + m.end() for m in _SENTENCE_END.finditer(text[offset:])]
        cut = len(text)
        for end in reversed(ends):
            sentence = text[end:cut]
            if not sentence.strip():
                continue
            if len(sentence) > longest or not compiled.fullmatch(core(sentence)):
                break
            cut = end
        if cut < len(text):
            yield edit(cut, len(text), "")

    return apply
