"""Facts about characters: which are Han, which are letters, which punctuation belongs to which language.

Ranges come from the Unicode Character Database (Scripts.txt). Never NFKC here: it turns `（重庆），` into
`(重庆),`, and Chinese punctuation is content.
"""

from __future__ import annotations

import re

__all__ = ["CJK_PUNCTUATION", "CLOSERS", "HAN", "INVISIBLE", "LATIN", "TERMINALS", "TOKEN", "count_han", "is_han", "tokens"]

#: Han characters: the URO, Extension A, compatibility ideographs, 〇 and the supplementary planes.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Latin letters, plain and with the marks of European languages and pinyin; × and ÷ are none.
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
#: A Han character, or a run of other letters and digits: the token of the public extraction benchmarks.
TOKEN = re.compile(rf"[{HAN}]|[^\W{HAN}]+")
_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")

#: Marks that may end a sentence, in both languages.
TERMINALS = ".!?…。！？；;"
#: Marks that may stand after the terminal mark.
CLOSERS = "\"'”’」』)）】]》〉"
#: Punctuation that belongs to Chinese text.
CJK_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·"
#: Characters that print nothing: zero-width, bidi controls, soft hyphen, BOM, word joiner, fillers.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"


def is_han(char: str) -> bool:
    """Tell whether one character is Han.

    >>> is_han("渝"), is_han("，"), is_han("a")
    (True, False, False)
    """
    return _HAN.match(char) is not None


def count_han(text: str) -> int:
    """Count the Han characters of a text.

    >>> count_han("The 渝金通 brain")
    3
    """
    return 0 if text.isascii() else sum(map(len, _HAN_RUN.findall(text)))


def tokens(text: str) -> list[str]:
    """Cut a text into Han characters and runs of other letters and digits.

    >>> tokens("The 渝金通 brain, 2025.")
    ['The', '渝', '金', '通', 'brain', '2025']
    """
    return TOKEN.findall(text)
