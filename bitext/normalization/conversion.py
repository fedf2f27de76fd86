"""Simplified and traditional characters: what OpenCC converts, where, and by which of its profiles.

OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0) knows phrases as well as characters. Its profiles `t2s`, `tw2s`
and `hk2s` give simplified, `s2t`, `s2tw` and `s2hk` traditional characters. Those that end in `p` change words too
(執行董事 becomes 运行董事), so nothing here uses them unless vocabulary is asked for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.language import detect, find_spans
from bitext.language.scripts import HANGUL, KANA

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REGIONS", "SCRIPTS", "convert_script", "convert_with", "in_chinese", "is_taiwanese"]

SCRIPTS = ("keep", "hans", "hant")
REGIONS = ("auto", "tw", "hk", "none")

_PROFILES = {
    ("hans", "none"): "t2s", ("hans", "tw"): "tw2s", ("hans", "hk"): "hk2s",
    ("hant", "none"): "s2t", ("hant", "tw"): "s2tw", ("hant", "hk"): "s2hk",
}  # fmt: skip
#: Taiwan alone writes 著 where others write 着 (OpenCC's TWVariants has the pair, its HKVariants has not). The words in which
#: all write 著 ("write", "outstanding") are a closed list, so any other 著 before a character of text is the proof; before a
#: mark only after verbs that are sure to take it.
_TAIWANESE = re.compile(
    "(?<![名原專譯論編遺顯卓土巨拙撰合所曾昭新舊自])著(?![名作者述稱書錄於有成文《〈「『（(）)，。、；：！？\\s]|$)"
    "|[隨跟沿接朝順憑靠藉趁味在看帶拿抱穿坐站笑對試忙活隔執附膠衣睡]著(?![名作者述稱書錄於])"
)
#: Characters that only Hong Kong writes: `t2s` leaves them and `hk2s` does not.
_HONG_KONG = re.compile("[衞敍枱粧糭]")
_PLAIN_ASPECT = re.compile("着")
#: Words that keep 著 (zhù, "write" or "outstanding") and that OpenCC's list for Taiwan lacks: 原著, 土著, 專著 …; and those
#: that it has in traditional characters alone, so that text which is simplified already stays as it is.
_KEPT = re.compile("(?<=[原土卓拙编編专專论論译譯遗遺显])著|著(?=[称书录于])")
_EAST = ("ja", "ko")
_EAST_LETTERS = re.compile(f"[{KANA}{HANGUL}]")
#: What OpenCC cannot take: lone surrogates are no UTF-8, and some profiles end the text at a NUL.
_UNSAFE = re.compile("([\x00\ud800-\udfff]+)")


def convert_script(text: str, script: str, *, region: str = "auto", vocabulary: bool = False) -> str:
    """Convert the Chinese of a text to simplified (`hans`) or traditional (`hant`) characters.

    Japanese, Korean and all that is not Han stay. Text that is traditional already, by the count of its characters,
    is left as it is by `hant`: OpenCC reads its input as simplified and would take 布 in 布局 for one form of 佈.

    Args:
        text: one line or several.
        script: `hans`, `hant`, or `keep`.
        region: whose traditional characters are read or made: `tw` Taiwan, `hk` Hong Kong, `none` OpenCC's own
            standard; `auto` is `none`, except that `hans` takes `tw` or `hk` where the text proves it.
        vocabulary: change words with the region too (軟體 to 软件); `tw` and `hk` only.

    >>> convert_script("隨著後來頭髮乾了", "hans"), convert_script("软件开发", "hant", region="tw", vocabulary=True)
    ('随着后来头发干了', '軟體開發')
    >>> convert_script("東京は雨です", "hans")
    '東京は雨です'
    """
    if script == "keep" or text.isascii():
        return text
    own = region
    if region == "auto":
        own = "none" if script == "hant" else _region_of(text)
    profile = _PROFILES[script, own] + ("p" if vocabulary else "")
    if script == "hant":
        return in_chinese(text, lambda part: part if _is_traditional(part) else convert_with(profile, part))
    return in_chinese(text, lambda part: _keep_written(part, convert_with(profile, part)))


def convert_with(profile: str, text: str) -> str:
    r"""Convert with one of OpenCC's profiles; NUL and lone surrogates, which OpenCC cannot take, stay.

    >>> convert_with("tw2s", "隨著\x00時代")
    '随着\x00时代'
    """
    convert: Callable[[str], str] = _converter(profile).convert  # type: ignore[attr-defined]
    if not _UNSAFE.search(text):
        return convert(text)
    return "".join(part if _UNSAFE.match(part) else convert(part) for part in _UNSAFE.split(text))


@lru_cache(maxsize=16)
def _converter(profile: str) -> object:
    """One converter a profile: it is never changed, so threads may share it."""
    from opencc import OpenCC

    return OpenCC(profile)


def in_chinese(text: str, change: Callable[[str], str]) -> str:
    r"""Change the Chinese of a text: all of it without kana and hangul, else line by line what is called Chinese there.

    >>> in_chinese("東京は\n東京", str.upper), in_chinese("abc", str.upper)
    ('東京は\n東京', 'ABC')
    """
    if not _EAST_LETTERS.search(text):
        return change(text)
    if detect(text.replace("\n", " "), spans=False).lang in _EAST:
        return text  # a line of kanji alone says nothing of its language, but its neighbours do
    return "\n".join(_line_in_chinese(line, change) for line in text.split("\n"))


def _line_in_chinese(line: str, change: Callable[[str], str]) -> str:
    if not _EAST_LETTERS.search(line):
        return change(line)
    parts = ((span.lang, line[span.start : span.end]) for span in find_spans(line))
    return "".join(part if lang in _EAST else change(part) for lang, part in parts)


def is_taiwanese(text: str) -> bool:
    """Tell text that proves to follow Taiwan's orthography: 著 in words that others write with 着, and no 着 at all.

    >>> is_taiwanese("隨著時代改變"), is_taiwanese("隨着時代改變"), is_taiwanese("他的著作很有名")
    (True, False, False)
    """
    return _TAIWANESE.search(text) is not None and _PLAIN_ASPECT.search(text) is None


def _region_of(text: str) -> str:
    if is_taiwanese(text):
        return "tw"
    return "hk" if _HONG_KONG.search(text) else "none"


def _is_traditional(text: str) -> bool:
    """Tell text in which more characters have another simplified form than another traditional one."""
    simple, traditional = convert_with("t2s", text), convert_with("s2t", text)
    return sum(map(str.__ne__, text, simple)) >= max(1, sum(map(str.__ne__, text, traditional)))


def _keep_written(before: str, after: str) -> str:
    """Put 著 back into words that keep it, where a profile for Taiwan took it for the aspect mark."""
    if len(before) != len(after) or "著" not in before:
        return after
    found = list(after)
    for match in _KEPT.finditer(before):
        found[match.start()] = "著"
    return "".join(found)
