"""Terms that a text itself translates: glosses in brackets, quoted Chinese names inside English, and vocabulary lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from bitext.glossary.phrases import content_words
from bitext.text import HAN, INVISIBLE
from bitext.words.cutting import cut_words
from bitext.words.dictionary import load_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Gloss", "GlossWay", "find_glosses", "read_list_line", "strip_article", "strip_label"]

GlossWay = Literal["gloss", "list", "name"]

#: Characters of a Chinese term and of an English one in brackets; a longer insertion is a remark.
LONGEST_ZH, LONGEST_EN = 24, 90
_LATIN = "A-Za-z\u00c0-\u024f"
_OPEN, _CLOSE = "(（\\[［【", ")）\\]］】"
_BRACKETS = re.compile(f"[{_OPEN}]([^{_OPEN}{_CLOSE}\n]{{1,{LONGEST_EN}}})[{_CLOSE}]")
_QUOTED = re.compile("[“\"「『《'‘]([^“”\"「」『』《》'‘’\n]{1,90})[”\"」』》'’]")
_QUOTED_END = re.compile('[“"「『《]([^“”"「」『』《》\n]{1,90})[”"」』》]\\s?$')
#: `English` alone is a word of the gloss (English literature) unless a mark or Chinese follows.
_LABEL = re.compile(
    r"^(?:英文名?称?|英语|中文名?称?|汉语|译为|又称|即|in Chinese|in English|literally"
    rf"|(?:English|Chinese)(?=\s{{0,2}}[:：,，]|\s?[{HAN}]))\s{{0,2}}[:：,，]?\s{{0,2}}",
    re.IGNORECASE,
)
_ZH_TERM = re.compile(f"[{HAN}A-Za-z0-9“”《》·・\\-—、]{{1,{LONGEST_ZH}}}")
_HAN_CHAR = re.compile(f"[{HAN}]")
_HAN_TAIL = re.compile(f"[{HAN}0-9A-Za-z·]{{1,{LONGEST_ZH}}}$")
_EN_TERM = re.compile(f"[{_LATIN}0-9][{_LATIN}0-9 ,.&'’/+%–-]{{1,{LONGEST_EN}}}")
_EN_WORD = re.compile(f"[{_LATIN}0-9&'’.+/-]+")
_EN_TAIL = re.compile(f"(?:[{_LATIN}0-9&'’.+/-]{{1,40}} ){{0,7}}[{_LATIN}0-9&'’.+/-]{{1,40}}\\s?$")
_NUMBERING = re.compile(r"^\s{0,8}(?:[(（]?[0-9]{1,4}[)）.、．:：]?|[•·▪*-])\s{0,4}")
_ZH_EN = re.compile(
    f"^([{HAN}0-9A-Za-z“”《》·、，\\-]{{1,40}}?)\\s{{0,4}}(?:[:：=|\t–—-]{{1,2}}\\s{{0,4}}|\\s{{1,4}}|(?=[{_LATIN}]))([{_LATIN}][^{HAN}\n]{{1,120}})$"
)
_EN_ZH = re.compile(
    f"^([{_LATIN}][^{HAN}\n]{{0,120}}?)\\s{{0,4}}(?:[:：=|\t–—-]{{1,2}}\\s{{0,4}}|\\s{{1,4}}|(?=[{HAN}]))([{HAN}“《][{HAN}0-9A-Za-z“”《》·、\\-]{{0,40}})$"
)
_SENTENCE = re.compile("[.。！!？?；;，]\\s?$")
_ARTICLE = re.compile("^(?:the|an?) (?=.)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}\U000e0000-\U000e0fff]")
#: English words that name something and are not part of a name: "the hub Yujintong" has one, "Bank of China" none.
_INNER = frozenset("of for and the in on to de with".split())


@dataclass(frozen=True, slots=True)
class Gloss:
    """A term that a text translates: how (`gloss` in brackets, `list` line, `name` without English), and whether its limits are marked.

    >>> Gloss("渝金通", "Yujintong", "gloss", True).zh
    '渝金通'
    """

    zh: str
    en: str
    way: GlossWay
    sure: bool


def strip_label(text: str) -> str:
    """Take off what says that a gloss is one.

    >>> [strip_label(text) for text in ("英文名：Yujintong", "in English, seed bank", "English: rain", "English literature")]
    ['Yujintong', 'seed bank', 'rain', 'English literature']
    """
    return _LABEL.sub("", text)


def strip_article(text: str) -> str:
    """Take off an English article.

    >>> strip_article("the seed bank")
    'seed bank'
    """
    return _ARTICLE.sub("", text)


def find_glosses(text: str) -> Iterator[Gloss]:
    """Find the terms that a text glosses in brackets, and quoted Chinese names that stand in English without any gloss.

    Quotes tell where a term begins; without them, Chinese is taken back to the last word that is no noun, English over its
    capitals, or to the last function word.

    >>> [(g.zh, g.en) for g in find_glosses("“渝金通”（Yujintong）上线，培育了杂交水稻品种(hybrid rice strain)。")]
    [('渝金通', 'Yujintong'), ('杂交水稻品种', 'hybrid rice strain')]
    >>> [(g.zh, g.en) for g in find_glosses("The hub Yujintong (渝金通) links banks, as does “千里马” for cars.")]
    [('渝金通', 'Yujintong'), ('千里马', '')]
    """
    if not _HAN_CHAR.search(text):
        return
    glossed: set[str] = set()
    for match in _BRACKETS.finditer(text):
        inside, before = strip_label(match[1].strip()), text[max(0, match.start() - 120) : match.start()].rstrip()
        gloss = _in_english(before, inside) if _HAN_CHAR.search(inside) else _in_chinese(before, inside)
        if gloss:
            glossed.add(gloss.zh)
            yield gloss
    if _mostly_english(text):
        for match in _QUOTED.finditer(text):
            name = _clean(match[1])
            if name not in glossed and 2 <= len(name) <= 12 and all(map(_HAN_CHAR.match, name)):
                glossed.add(name)
                yield Gloss(name, "", "name", sure=True)


def _mostly_english(text: str) -> bool:
    return len(_EN_WORD.findall(text)) > len(_HAN_CHAR.findall(text))


def _clean(text: str) -> str:
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip(" ,，、;；:：“”\"'‘’「」『』")


def _in_chinese(before: str, inside: str) -> Gloss | None:
    """The English in the brackets translates the Chinese before them."""
    english = strip_article(_clean(inside))
    if not _EN_TERM.fullmatch(english) or sum(c.isdigit() for c in english) * 2 > len(english) or len(english) < 2:
        return None
    quoted = _QUOTED_END.search(before)
    if quoted:
        term = _clean(quoted[1])
        return Gloss(term, english, "gloss", sure=True) if _is_chinese(term) else None
    tail = _HAN_TAIL.search(before)
    run = tail[0] if tail else ""
    term = _noun_at_end(run)
    return Gloss(term, english, "gloss", sure=term == run) if _is_chinese(term) else None


@lru_cache(maxsize=1 << 12)
def _noun_at_end(run: str) -> str:
    """The nouns, names and what qualifies them at the end of a run of Chinese; empty where there are none."""
    tags, says = load_tags(), content_words("zh")
    start = len(run)
    words = cut_words(run)
    named = next((number for number, word in enumerate(words) if word.text == "·"), 0)
    if named:  # a name transliterated: what stands before it is who the person is
        return run[words[named - 1].start :]
    for word in reversed(words):
        tag = tags.get(word.text, "n")
        if not says(word.text) or tag in ("v", "vd", "t", "m") or (tag == "vn" and start == len(run) and len(word.text) < 2):
            break
        start = word.start
    return run[start:]


def _in_english(before: str, inside: str) -> Gloss | None:
    """The Chinese in the brackets is what the English before them translates."""
    chinese = _clean(inside)
    if not _is_chinese(chinese) or not _ZH_TERM.fullmatch(chinese) or (len(chinese) > 10 and "的" in chinese):
        return None  # a long one with an attribute is a remark
    quoted = _QUOTED_END.search(before)
    if quoted:
        term = _clean(quoted[1])
        return Gloss(chinese, term, "gloss", sure=True) if _EN_TERM.fullmatch(term) else None
    tail = _EN_TAIL.search(before)
    term = _clean(_phrase_at_end(tail[0].split())) if tail else ""
    return Gloss(chinese, term, "gloss", sure=term[:1].isupper()) if _EN_TERM.fullmatch(term) else None


def _phrase_at_end(words: list[str]) -> str:
    """A name by its capitals, else the words since the last function word."""
    says = content_words("en")
    start = len(words)
    if words[-1][:1].isupper() or words[-1][:1].isdigit():
        for number in range(len(words) - 1, -1, -1):
            if words[number][:1].isupper() or words[number][:1].isdigit():
                start = number
            elif words[number] not in _INNER:
                break
        while start < len(words) - 1 and words[start] in ("The", "A", "An", "In", "At", "On"):
            start += 1
        return " ".join(words[start:])
    for number in range(len(words) - 1, -1, -1):
        if not says(words[number].casefold()) or words[number][-1:] in ".,":
            break
        start = number
    return " ".join(words[start:])


def _is_chinese(term: str) -> bool:
    return len(term) > 1 and len(_HAN_CHAR.findall(term)) * 2 > len(term)


def read_list_line(line: str) -> Gloss | None:
    r"""Read a line of a vocabulary list: a Chinese and an English term, numbered or not, parted by a space, tab, colon, dash or nothing.

    >>> read_list_line("3. 普惠金融：inclusive finance").en, read_list_line("inclusive finance\t普惠金融").zh
    ('inclusive finance', '普惠金融')
    >>> read_list_line("他说：OK，我们走吧。") is None
    True
    """
    body = _NUMBERING.sub("", line[:200], count=1).strip() if len(line) <= 200 else ""
    if not body or _SENTENCE.search(body):
        return None
    found = _ZH_EN.match(body)
    zh, en = (found[1], found[2]) if found else ("", "")
    if not found:
        found = _EN_ZH.match(body)
        zh, en = (found[2], found[1]) if found else ("", "")
    zh, en = _clean(zh), _clean(en)
    if not _is_chinese(zh) or "，" in zh or not _EN_TERM.fullmatch(en) or len(en.split()) > 14 or _SENTENCE.search(en):
        return None
    return Gloss(zh, en, "list", sure=True)
