"""Foreign names by their sound: 科瓦西奇 and Kovacic share a frame of consonants, though no lexicon knows them.

Chinese spells foreign names with some three hundred characters, syllable by syllable. Both spellings are reduced to classes of
consonants (labials, dentals, velars, sibilants, liquids, nasals, h), as Soundex does (Russell 1918, US patent 1,261,167); a name is
found where its frame stands in that of a run of such characters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from bitext.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Run", "find_runs", "find_sound", "name_frames"]

#: The characters that names are spelt with, written by hand from common names of persons and places.
_SPELLING = (
    "阿埃艾爱安昂奥巴白拜班邦保堡鲍贝本比彼毕边别宾滨波伯玻博勃卜布采查柴彻茨次达戴丹当道得德登邓迪底蒂第丁东杜顿多额厄恩尔法凡范方菲费芬丰冯佛夫弗福富"
    "盖甘冈高戈哥格根贡古瓜圭果哈海罕汉豪赫黑亨洪侯胡华怀霍基吉及加贾简焦杰捷金津京久居卡凯坎康考柯科可克肯孔库夸奎昆阔拉莱赖兰朗劳勒雷蕾累利里莉丽立连廉良列烈林"
    "琳伶留柳龙隆卢鲁路吕伦罗洛马玛迈麦曼芒毛茂梅门蒙孟米密敏明缪摩莫默姆木穆拿娜纳奈南内嫩能尼涅宁纽努诺女欧帕派潘庞培佩彭皮匹平珀坡普奇齐恰钱乔切钦琴青丘邱"
    "屈让热仁日荣茹瑞若撒萨塞赛桑瑟森莎山尚绍舍申圣什诗施史士舒斯丝松苏索思塔泰坦汤特滕提蒂廷通图土托瓦外万旺威韦维魏温文翁沃乌武伍西希锡夏香肖谢辛欣兴休修许"
    "雅亚延扬尧耶叶伊依易因英尤于约宰赞泽曾扎詹章珍芝朱卓兹祖佐"
)
_RUN = re.compile(f"[{_SPELLING}]{{2,}}")
#: Classes of Chinese initials; zh, ch and sh come first. Those that are not here (y and none) have no sound of their own.
_INITIALS = {
    "zh": "S", "ch": "S", "sh": "S", "b": "P", "p": "P", "m": "N", "f": "P", "w": "P", "d": "T", "t": "T", "n": "N", "l": "L", "r": "L",
    "g": "K", "k": "K", "h": "H", "j": "S", "q": "S", "x": "S", "z": "S", "c": "S", "s": "S",
}  # fmt: skip
#: What an English spelling may sound like, longest first; what hangs on the next letter is tried both ways.
_ENGLISH = re.compile(
    r"(?P<silent>gh(?![aeiouy])|(?<=[aeiou])r(?![aeiouyr])|h(?![aeiouy])|w(?=r)|w(?![aeiouy]))|(?P<S>t?sch|tch|sh|ch|[sz]+c?(?=[eiy])|[jsz]+|c(?=[eiy]))"
    r"|(?P<P>ph|[bpfv]+|w)|(?P<maybe>th)|(?P<soft>g+(?=[eiy]))|(?P<K>ck|[ckqg]+)|(?P<X>x)|(?P<T>[dt]+)|(?P<coda>l+(?![aeiouyl]))|(?P<L>[lr]+)|(?P<N>[mn]+)|(?P<H>h)"
)
_SOUNDS = {"silent": ("",), "maybe": ("T", "S"), "soft": ("S", "K"), "X": ("KS",), "coda": ("L", "")}
#: Frames tried of one name; shorter frames are met by chance, and a name of two has to be a whole run.
_FRAMES, _SHORTEST = 6, 3

#: A run of such characters: where it starts, its frame, and the number of the character that each sound is of.
Run = tuple[int, str, tuple[int, ...]]


@lru_cache(maxsize=1 << 10)
def _sounds(char: str) -> str:
    """The consonants of a character."""
    if char == "尔":
        return "L"
    readings = load_lexicon().pinyin(char)
    if not readings:
        return ""
    reading = readings[0]
    initial = _INITIALS.get(reading[:2]) or _INITIALS.get(reading[:1], "")
    return initial + ("N" if len(reading) > 1 and reading.endswith(("n", "ng")) else "")


def find_runs(text: str) -> list[Run]:
    """Find the runs of characters that may spell a name, in simplified characters.

    >>> find_runs("队长科瓦西奇说")
    [(2, 'KPSS', (0, 1, 2, 3))]
    """
    found = []
    for match in _RUN.finditer(text):
        sounds = [_sounds(char) for char in match[0]]
        found.append((match.start(), "".join(sounds), tuple(n for n, own in enumerate(sounds) for _ in own)))
    return found


@lru_cache(maxsize=1 << 15)
def name_frames(name: str) -> tuple[str, ...]:
    """Give the frames that an English name may have.

    >>> name_frames("Gerrard"), name_frames("Ford")
    (('SLT', 'KLT'), ('PT',))
    """
    parts = [_SOUNDS.get(match.lastgroup or "", (match.lastgroup or "",)) for match in _ENGLISH.finditer(name.lower())]
    return tuple(dict.fromkeys("".join(choice) for choice in islice(product(*parts), _FRAMES)))


def find_sound(name: str, runs: list[Run]) -> Iterator[tuple[int, int]]:
    """Find where Chinese characters may spell a name: half-open places of the text.

    >>> list(find_sound("Morales", find_runs("她说莫拉莱斯走了。")))
    [(2, 6)]
    """
    for frame in name_frames(name):
        if len(frame) < 2:
            continue
        for start, sounds, owners in runs:
            at = sounds.find(frame) if len(frame) >= _SHORTEST else (0 if sounds == frame else -1)
            if at >= 0:
                yield start + owners[at], start + owners[at + len(frame) - 1] + 1
                return
