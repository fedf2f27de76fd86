r"""Text that was read with the wrong encoding, put right where that can be proven.

Three misreadings make nearly all the mojibake of Chinese and English pages: UTF-8 read as Latin-1 or cp1252
(`é‡\x8dåº†`, `donâ€™t`), GBK or Big5 read as Latin-1 or cp1252 (`ÖØÇì`), UTF-8 read as GBK (`閲嶅簡`).
The proof is the way back: the bytes that the wrong reading came from must be valid in the right encoding
over the whole passage, and the characters that appear must be far more usual than those that go. A lone
two-character oddity (`Ã©`) proves nothing and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["plausibility", "repair_mojibake", "replace_surrogates"]

#: Characters that make up some two thirds of ordinary Chinese prose, simplified, then traditional spellings; the head of
#: any frequency count (such as Jun Da's, Middle Tennessee State University, 2004), written down here by hand.
_USUAL = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关"
    "点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教"
    "儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直"
    "德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该"
    "交规万取拉格望觉术领共确传师观清今切院让识候带导争运六让请车请院据近京称北城省县企业银行融财经济投资股票亿元增长"
    "這個們來為國時說會對過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問戰應頭體見產書話東聲員論處義條氣題爾別變總電數報結"
    "務場計資許統區隊決馬聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運請車稱縣銀財濟億並於"
)
_PUNCTUATION = "，。、：；？！（）《》「」『』【】〈〉　"
_SIGNS = "‘’“”–—…•™€"
_LATIN1_LETTERS = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_BESIDE = "\u0080-\u00a0\u00a2-\u00aa\u00ac-\u00ba\u00bc-\u00be\u00c0-\u1fff\u2020-\uffff"  # all but ¡¿«» and quotation marks
_BEYOND = re.compile("[^\x00-\x7f]+")
_LETTER = re.compile(f"[{_LATIN1_LETTERS}]")
_CROWDED = re.compile(f"(?<=[{_BESIDE}])[{_LATIN1_LETTERS}]|[{_LATIN1_LETTERS}](?=[{_BESIDE}])")


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """How usual each Chinese character is: the standards' first levels hold the common ones (GB 2312 rows 16-55, Big5 A440-C67E)."""
    weights: dict[str, float] = {}
    for codec, leads, trails in (("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)), ("big5", range(0xA4, 0xC7), range(0x40, 0xFF))):
        for lead in leads:
            text = b"".join(bytes((lead, trail)) + b"\n" for trail in trails).decode(codec, "ignore")
            weights.update({char: 0.5 for char in text if char > "\u3400"})
    weights.update(dict.fromkeys(_USUAL, 1.0))
    weights.update(dict.fromkeys(_PUNCTUATION, 0.8))
    weights.update(dict.fromkeys(_SIGNS, 0.7))
    return weights


def _weight(char: str) -> float:
    """The weight of a character that is in no table: by its block."""
    code = ord(char)
    if code < 0xA0 or code == 0xFFFD or 0xE000 <= code < 0xF900 or code >= 0xF0000:
        return -2.0  # C1 controls, undecodable bytes, private use: no page means them
    if code < 0x250:
        return 0.6 if char.isalpha() else 0.3
    if 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or code >= 0x20000:
        return -0.3  # rare Han: the mark of a wrong reading
    if 0x3040 <= code < 0x3100 or 0xAC00 <= code < 0xD7A4:
        return 0.3
    if 0x370 <= code < 0x530:
        return 0.1
    return 0.2 if 0x2000 <= code < 0x2700 or code >= 0x1F000 else -0.3


def plausibility(text: str) -> float:
    """Score how usual a text's non-ASCII characters are: their mean weight, about .7 for prose, under .1 for a wrong reading.

    Accented letters are usual between ASCII letters and unusual side by side. A text of ASCII alone scores 0.

    >>> plausibility("重庆的新路") > 0.6 > 0.1 > plausibility("閲嶅簡鐨勬柊璺")
    True
    """
    if text.isascii():
        return 0.0
    weights = _weights()
    total, count = 0.0, 0
    runs = " ".join(_BEYOND.findall(text))
    for char, times in Counter(runs).items():
        if char >= "\x80":
            known = weights.get(char)
            total += (_weight(char) if known is None else known) * times
            count += times
    crowded = len(_CROWDED.findall(runs)) if _LETTER.search(runs) else 0
    return (total - 1.1 * crowded) / count


# What cp1252 shows for the bytes 80-9F; browsers show the five that it leaves out as C1 controls.
_CP1252 = {bytes((b,)).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_TO_LATIN1 = str.maketrans({char: chr(byte) for char, byte in _CP1252.items()})
_HIGH = "\u0080-\u00ff" + "".join(_CP1252)
_CONTINUING = "\u0080-\u00bf" + "".join(_CP1252)
_PASSAGE = re.compile(f"[\u0020-\u003b=?-\u007e{_HIGH}]+")
# One class at its start lets the pattern skip ahead; the look-behinds then tell how many bytes must follow.
_UTF8_AS_LATIN1 = re.compile(
    f"[\u00c2-\u00f4](?:(?<=[\u00c2-\u00df])[{_CONTINUING}]|(?<=[\u00e0-\u00ef])[{_CONTINUING}]{{2}}|(?<=[\u00f0-\u00f4])[{_CONTINUING}]{{3}})"
)
_SURE_UTF8 = re.compile(f"[\u00e1-\u00ef][{_CONTINUING}]{{2}}|[\u00f0-\u00f4][{_CONTINUING}]{{3}}")
_LEGACY_AS_LATIN1 = re.compile(f"[\u00a4-\u00f7][\u0040-\u007e{_HIGH}][\u0081-\u00fe{''.join(_CP1252)}]")
# What is left of a Chinese character when the wrong reader dropped or replaced one of its three bytes.
_BROKEN_UTF8 = re.compile(f"[\u00e3-\u00e9](?:[{_CONTINUING}]\ufffd?|\ufffd[{_CONTINUING}]?)")
# What GBK shows for the lead byte of a Chinese character in UTF-8 and a continuation byte under A1: rare in any other text.
_UTF8_AS_GBK = re.compile(
    "[" + "".join(bytes((a, b)).decode("gbk", "ignore") for a in range(0xE3, 0xEA) for b in range(0x80, 0xA1)) + "鈥锛銆]"
)
# Where the first three of these may begin, in the bytes of UTF-8: a Latin-1 character, and something beyond ASCII behind it
# or behind one letter or mark. The first byte is a literal, which a search skips to.
_SUSPECTS = tuple(re.compile(first + rb"(?=[@-~]?[\x80-\xff])") for first in (rb"\xc2[\xa4-\xbf]", rb"\xc3[\x80-\xb7]"))
#: Suspects that are looked at one by one, and bytes that hold the longest beginning.
_FEW, _REACH = 1000, 16
_ASCII = bytes(range(128))
_LEADS = re.compile("[\u00c0-\u00ff]")
_LINE = re.compile("[^\n<>]+")


def _beyond_ascii(text: str) -> str:
    """The pieces between tags and quotation marks that hold more than ASCII: no misreading is in the others, which are most of a page."""
    pieces = [piece for piece in text.split("<") if not piece.isascii()]
    return "<".join([part for piece in pieces for part in piece.split('"') if not part.isascii()])


def _encoded(text: str) -> bytes | None:
    """The text in UTF-8; None where lone surrogates stand in it."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return None


def _is_plain(raw: bytes | None) -> bool:
    """Tell from its bytes in UTF-8 a text in which nothing is to be undone, as nothing is on most pages.

    The ASCII is taken out first: characters that stand side by side still do.
    """
    if raw is None:
        return False
    beyond = raw.translate(None, _ASCII)
    suspects = any(pattern.search(beyond) for pattern in _SUSPECTS)
    starts = list(islice((m.start() for pattern in _SUSPECTS for m in pattern.finditer(raw)), _FEW)) if suspects else []
    pieces = [raw[at : at + _REACH].decode("utf-8", "ignore") for at in starts]
    if len(pieces) == _FEW or any(_UTF8_AS_LATIN1.match(piece) or _LEGACY_AS_LATIN1.match(piece) for piece in pieces):
        return False
    chars = beyond.decode("utf-8")
    return not (_UTF8_AS_GBK.search(chars) and _utf8_as_gbk_pattern().search(chars))


def _latin1(text: str) -> bytes:
    return text.translate(_TO_LATIN1).encode("latin-1")


def _score(text: str) -> float:
    """Plausibility of what is left: a lost character says nothing about the others."""
    return plausibility(text.replace("\ufffd", ""))


def _fits(text: str, found: list[str]) -> bool:
    """Tell whether UTF-8 sequences account for the text's accented letters: at most one stray letter in four."""
    return len(_LEADS.findall(_UTF8_AS_LATIN1.sub("", text))) * 4 <= sum(map(len, found))


def _sequence(match: re.Match[str]) -> str:
    try:
        return _latin1(match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _utf8_as_latin1(text: str) -> str:
    """Each valid UTF-8 sequence becomes its character, line by line; good accented letters beside them stay."""
    found = _UTF8_AS_LATIN1.findall(text)
    proven = len(found) >= 3 and _fits(text, found)

    def back(match: re.Match[str]) -> str:
        line = match[0]
        if line.isascii():
            return line
        here = _UTF8_AS_LATIN1.findall(line)
        if not here or not (proven or _SURE_UTF8.search(line)) or not _fits(line, here):
            return line
        fixed = _UTF8_AS_LATIN1.sub(_sequence, line)
        if _SURE_UTF8.search(fixed) and _fits(fixed, _UTF8_AS_LATIN1.findall(fixed)):
            fixed = _UTF8_AS_LATIN1.sub(_sequence, fixed)  # it was misread twice
        if count_han(fixed) > len(_LEADS.findall(fixed)):
            fixed = _BROKEN_UTF8.sub("\ufffd", fixed)
        after, before = _score(fixed), _score(line)
        return fixed if (after >= 0.2 or after > before if proven else after >= max(0.2, before)) else line

    whole = _LINE.sub(back, text)
    return whole if whole != text and _score(whole) >= 0.2 else text


def _legacy_as_latin1(text: str, codec: str) -> str:
    """GBK or Big5 read as Latin-1: a passage that decodes whole into usual Chinese proves it, then the page's others follow."""
    if not any(_LEGACY_AS_LATIN1.search(piece) and _proven(piece, codec) for piece in text.split("<") if not piece.isascii()):
        return text
    read: list[tuple[int, int, str]] = []
    for match in _PASSAGE.finditer(text):
        if match[0].isascii():
            continue
        try:
            fixed = _latin1(match[0]).decode(codec)
        except UnicodeDecodeError:
            continue
        if plausibility(fixed) >= 0.3:
            read.append((match.start(), match.end(), fixed))
    parts, at = [], 0
    for start, end, fixed in read:
        parts += [text[at:start], fixed]
        at = end
    return "".join((*parts, text[at:]))


def _proven(piece: str, codec: str) -> bool:
    """Tell whether a passage of what stands between two tags decodes whole into usual Chinese."""
    for match in _PASSAGE.finditer(piece):
        if _LEGACY_AS_LATIN1.search(match[0]):
            try:
                fixed = _latin1(match[0]).decode(codec)
            except UnicodeDecodeError:
                continue
            if plausibility(fixed) >= 0.55 and len(fixed) - len(fixed.encode("ascii", "ignore")) >= 2:
                return True
    return False


def _gbk_class(leads: tuple[int, ...] | range, trails: tuple[int, ...] | range) -> str:
    return "".join(bytes((a, b)).decode("gbk", "ignore") for a in leads for b in trails).replace("\\", "")


@lru_cache(maxsize=1)
def _utf8_as_gbk_pattern() -> re.Pattern[str]:
    """Three GBK characters that are the six bytes of two UTF-8 Chinese characters."""
    tail = range(0x80, 0xC0)
    lead = (0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF)
    return re.compile(f"[{_gbk_class(lead, tail)}][{_gbk_class(tail, lead)}][{_gbk_class(tail, tail)}]")


# A Chinese character one or two of whose bytes the wrong reader replaced (FF stands for U+FFFD, one a byte).
_GAPS = re.compile(rb"[\xe0-\xef](?:\xff[\x80-\xbf\xff]|[\x80-\xbf]\xff)|\xff[\x80-\xbf]{1,2}")


def _utf8_as_gbk(text: str) -> str:
    """UTF-8 read as GBK, line by line: almost all bytes must form UTF-8 again, into more usual characters."""
    if not _utf8_as_gbk_pattern().search(_beyond_ascii(text)):
        return text

    def back(match: re.Match[str]) -> str:
        line = match[0]
        if line.isascii():
            return line
        raw = line.replace("€", "\udc80").replace("\ufffd", "\udcff").encode("gb18030", "surrogateescape")
        marked, gaps = _GAPS.subn("\ufffd".encode(), raw)
        fixed = re.sub("\ufffd\\?", "\ufffd", marked.decode("utf-8", "replace"))
        lost = fixed.count("\ufffd")
        won = sum(c >= "\x80" for c in fixed) - lost
        return fixed if won >= 2 and gaps <= 1 + won and lost - gaps <= 1 + won // 5 and _score(fixed) > _score(line) + 0.3 else line

    return _LINE.sub(back, text)


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("utf-8 read as latin-1", _UTF8_AS_LATIN1, _utf8_as_latin1),
    ("gbk read as latin-1", _LEGACY_AS_LATIN1, lambda text: _legacy_as_latin1(text, "gb18030")),
    ("big5 read as latin-1", _LEGACY_AS_LATIN1, lambda text: _legacy_as_latin1(text, "big5hkscs")),
    ("utf-8 read as gbk", _UTF8_AS_GBK, _utf8_as_gbk),
)


def replace_surrogates(text: str) -> str:
    r"""Put U+FFFD for lone surrogates, which no encoding can write.

    >>> replace_surrogates("a\ud800b")
    'a\ufffdb'
    """
    return text if _encoded(text) is not None else re.sub("[\ud800-\udfff]", "\ufffd", text)


def repair_mojibake(text: str, raw: bytes | None = None) -> tuple[str, tuple[str, ...]]:
    """Undo a misreading where the way back proves it; name what was undone.

    Characters that the misreading destroyed come back as U+FFFD, and `"… characters lost"` says how many.
    Text that proves nothing is returned as it is. A page may mix several kinds: up to three are undone.

    Args:
        text: what was read.
        raw: the same in UTF-8, where the caller has that already.

    >>> repair_mojibake("ÖØÇìµÄÐÂÂ·")
    ('重庆的新路', ('gbk read as latin-1',))
    >>> repair_mojibake("It donâ€™t matter; cafÃ© or cafÃ©.")
    ('It don’t matter; café or café.', ('utf-8 read as latin-1',))
    >>> repair_mojibake("déjà vu à Besançon")
    ('déjà vu à Besançon', ())
    """
    if text.isascii() or _is_plain(_encoded(text) if raw is None else raw):
        return text, ()
    names: list[str] = []
    lost = text.count("\ufffd")
    for _ in range(3):
        beyond = _beyond_ascii(text)
        likely = [(name, repair) for name, trigger, repair in _KINDS if trigger.search(beyond)]
        text = replace_surrogates(text) if likely or replace_surrogates(beyond) is not beyond else text
        tried = [(name, repair(text)) for name, repair in likely]
        changed = [(_score(fixed), name, fixed) for name, fixed in tried if fixed != text]
        if not changed:
            break
        _, name, text = max(changed)  # bytes of one encoding can look valid in another: the best reading wins
        names.append(name)
    more = text.count("\ufffd") - lost
    if names and (more > 0 or lost):
        names.append(f"{text.count(chr(0xFFFD))} characters lost")
    return text, tuple(names)
