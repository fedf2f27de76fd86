"""Chinese, Japanese or Korean, simplified or traditional, Mandarin or Cantonese: told by characters alone.

No statistical detector decides here: the best known ones call short Chinese lines Korean. Which characters belong to one
script only is taken from OpenCC's dictionaries (https://github.com/BYVoid/OpenCC, Apache-2.0), see bitext/data/README.md.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from bitext.language.scripts import HANGUL, KANA
from bitext.text import HAN

__all__ = ["east_language", "han_script", "is_cantonese"]

_HAN_ONE, _KANA_ONE, _HANGUL_ONE = (re.compile(f"[{letters}]") for letters in (f"{HAN}\u3005\u3105-\u312f", KANA, HANGUL))
_KANA_OR_HANGUL = re.compile(f"[{KANA}{HANGUL}]")
#: Characters that written Cantonese uses and written Mandarin hardly does.
_CANTONESE = frozenset("嘅咗喺唔冇嚟啲嘢佢噉咁哋嗰㗎啱揾搵瞓嘥攞冚孭喐嗌嬲冧掹𠵱𠮶咧嘞")
#: Words that do, whose characters Mandarin uses too.
_CANTONESE_WORDS = (
    "點解", "邊個", "邊度", "而家", "係咪", "依家", "聽日", "琴日", "尋日", "同埋", "即係", "淨係", "話畀", "俾人", "點樣", "乜嘢", "点解", "边个", "边度", "系咪",
)  # fmt: skip


class _Tables(NamedTuple):
    hans: frozenset[str]
    hant: frozenset[str]
    jpan: frozenset[str]
    chinese: frozenset[str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    text = (resources.files("bitext.data") / "han_characters.txt").read_text(encoding="utf-8")
    rows = dict(line.split("\t") for line in text.splitlines() if "\t" in line)
    hans, hant, jpan = (frozenset(rows[name]) for name in ("hans", "hant", "jpan"))
    return _Tables(hans, hant, jpan, hans - frozenset(rows["shared"]))


def han_script(text: str) -> str:
    """Tell simplified (Hans) from traditional (Hant) characters; Hani where neither prevails.

    >>> han_script("渝金通"), han_script("这里下雨"), han_script("這裡下雨"), han_script("中文")
    ('Hani', 'Hans', 'Hant', 'Hani')
    """
    tables, characters = _tables(), set(text)
    if tables.hant.isdisjoint(characters):  # the usual cases stop at the first character that tells
        return "Hani" if tables.hans.isdisjoint(characters) else "Hans"
    if tables.hans.isdisjoint(characters):
        return "Hant"
    simplified, traditional = len(tables.hans & characters), len(tables.hant & characters)
    if simplified == traditional:
        return "Hani"
    return "Hans" if simplified > traditional else "Hant"


def is_cantonese(text: str) -> bool:
    """Tell whether Chinese text is written Cantonese, by characters and words that written Mandarin hardly uses.

    >>> is_cantonese("佢哋喺度食飯"), is_cantonese("他們在這裡吃飯")
    (True, False)
    """
    if not _CANTONESE.isdisjoint(text):
        return True
    for word in _CANTONESE_WORDS:  # noqa: SIM110  a generator would cost more than all the searches
        if word in text:
            return True
    return False


def east_language(text: str) -> str:
    """Tell zh, ja and ko by kana, hangul and characters that only Japan writes; "und" without such letters.

    A few kana in a Chinese line are a name in it (鲜の每日); a few Han characters in a Korean one are glosses.

    >>> east_language("渝金通"), east_language("きょうは雨"), east_language("서울"), east_language("東京駅")
    ('zh', 'ja', 'ko', 'ja')
    """
    if not _KANA_OR_HANGUL.search(text):
        tables = _tables()
        if not tables.jpan.isdisjoint(text) and tables.chinese.isdisjoint(text):
            return "ja"
        return "zh" if _HAN_ONE.search(text) else "und"
    han, kana, hangul = (len(one.findall(text)) for one in (_HAN_ONE, _KANA_ONE, _HANGUL_ONE))
    if hangul > kana and (hangul >= han or (hangul * 4 > han and _tables().chinese.isdisjoint(text))):
        return "ko"
    if kana * 6 > han + kana and (kana * 2 > han or _tables().chinese.isdisjoint(text)):
        return "ja"
    return "zh" if han else "ja" if kana >= hangul else "ko"
