"""What the characters tell: which letters a text holds, and the quick answer zh, en or undecided.

Letters are counted, never punctuation: machine-translated English may hold dozens of `。` and no Han character at all.
Ranges come from the Unicode Character Database (Scripts.txt).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from bitext.text import HAN, count_han

__all__ = ["EAST", "HANGUL", "KANA", "LATIN", "MARKS", "OTHER", "detect_language", "script_code"]

#: Latin letters, those with marks, and the full-width ones of Chinese type.
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
#: Marks that combine with the letter before them; no letters of their own.
MARKS = "\u0300-\u036f"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
HANGUL = "\uac00-\ud7af\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff"
#: Letters of the Chinese, Japanese and Korean scripts; 々 repeats a Han character, and bopomofo spells Chinese.
EAST = f"{HAN}\u3005\u3105-\u312f{KANA}{HANGUL}"
#: Letters of any other script.
OTHER = (
    "\u0370-\u0373\u0376-\u037d\u0386-\u10ff\u1200-\u1cff\u1f00-\u1fff\u2c00-\u2dff\ua000-\ua8ff\ua980-\uabff\ufb13-\ufdff\ufe70-\ufefc"
    "\U00010080-\U0001bfff\U0001e000-\U0001efff"
)

#: Letters that are looked at for the script's name.
_ENOUGH = 4000
_QUICK_LATIN = "A-Za-z\u00c0-\u024f"
_LATIN_LETTER = re.compile(f"[{_QUICK_LATIN}]")
_LATIN_WORD = re.compile(f"[{_QUICK_LATIN}]+")
_EAST = re.compile(f"[{HAN}\u3041-\u30ff\uac00-\ud7af\u1100-\u11ff]")
_KANA_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7af\u1100-\u11ff]")

#: ISO 15924 codes of other scripts, by the Unicode name that begins with them.
_CODES = {
    "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "THAI": "Thai", "DEVANAGARI": "Deva", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "BENGALI": "Beng", "TAMIL": "Taml", "TELUGU": "Telu", "KHMER": "Khmr", "LAO": "Laoo", "MYANMAR": "Mymr",
    "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "ETHIOPIC": "Ethi", "SINHALA": "Sinh", "GUJARATI": "Gujr", "GURMUKHI": "Guru",
    "KANNADA": "Knda", "MALAYALAM": "Mlym", "ORIYA": "Orya", "SYRIAC": "Syrc", "THAANA": "Thaa", "YI": "Yiii", "CHEROKEE": "Cher",
}  # fmt: skip
_OTHER_ONE = re.compile(f"[{OTHER}]")


def script_code(text: str) -> str:
    """The ISO 15924 code of the script that most of a text's other letters are in; "Zyyy" where the table lacks it.

    >>> script_code("Дождь"), script_code("ฝน"), script_code("...")
    ('Cyrl', 'Thai', 'Zyyy')
    """
    names = Counter(unicodedata.name(char, "").split(" ")[0] for char in _OTHER_ONE.findall(text[:_ENOUGH]))
    return _CODES.get(max(names, key=lambda name: (names[name], name)), "Zyyy") if names else "Zyyy"


def detect_language(text: str) -> str:
    """Tell zh from en by script; "und" where there are no letters of either or the text is kana or hangul.

    The quick answer that cleaning asks for at every block; `bitext.language.detect` tells more languages.
    A Han character weighs as much as a Latin word: that is about what each of them says.

    >>> detect_language("The 渝金通 financial brain was launched"), detect_language("渝金通正式发布 v2")
    ('en', 'zh')
    >>> detect_language("2025-05-23 12:19"), detect_language("きょうは")
    ('und', 'und')
    """
    if text.isascii() or not _EAST.search(text):
        return "en" if ("A" <= text[:1] <= "z" and text[0].isalpha()) or _LATIN_LETTER.search(text) else "und"
    words = len(_LATIN_WORD.findall(text))
    han = count_han(text)
    if len(text) - han > max(words, han // 4) and len(_KANA_HANGUL.findall(text)) > max(words, han // 4):
        return "und"
    if han > words:
        return "zh"
    return "en" if words else "und"
