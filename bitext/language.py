"""The language of a text, told by its script: Chinese, English or undecided.

Only what cleaning needs: letters are counted, never punctuation, since machine-translated English may
hold dozens of `。` and no Han character at all.
"""

from __future__ import annotations

import re

from bitext.text import HAN, count_han

__all__ = ["detect_language"]

_LATIN = "A-Za-z\u00c0-\u024f"
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_LATIN_WORD = re.compile(f"[{_LATIN}]+")
_EAST = re.compile(f"[{HAN}\u3041-\u30ff\uac00-\ud7af\u1100-\u11ff]")
_KANA_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7af\u1100-\u11ff]")


def detect_language(text: str) -> str:
    """Tell zh from en by script; "und" where there are no letters of either or the text is kana or hangul.

    A Han character weighs as much as a Latin word: that is about what each of them says.

    >>> detect_language("The 渝金通 financial brain was launched"), detect_language("渝金通正式发布 v2")
    ('en', 'zh')
    >>> detect_language("2025-05-23 12:19"), detect_language("きょうは")
    ('und', 'und')
    """
    if text.isascii() or not _EAST.search(text):
        return "en" if _LATIN_LETTER.search(text) else "und"
    words = len(_LATIN_WORD.findall(text))
    han = count_han(text)
    other = len(_KANA_HANGUL.findall(text))
    if other > max(words, han // 4):
        return "und"
    if han > words:
        return "zh"
    return "en" if words else "und"
