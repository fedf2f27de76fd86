"""The languages of a document's blocks, and of the document: decided together, since a short block alone tells little."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.language.detecting import Detection, detect, detect_code
from bitext.language.dominance import dominant_group
from bitext.language.han import east_language, han_script, is_cantonese
from bitext.language.latin import detect_latin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.model import Block

__all__ = ["detect_document", "label_blocks"]

#: Characters of a document that decide whether its Latin text is English and its Han text Chinese.
_SAMPLE = 4000
#: A Han character, kana or syllable fills the place of about three Latin letters.
_DENSE = 3


def label_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give blocks that were told by script alone their finer language: Japanese, Korean, French and so on.

    Blocks are looked at one by one only where the document as a whole shows another language than zh and en, so a page in
    those two costs one look. A foreign block too short to tell is "und".

    >>> from bitext.model import Block
    >>> [b.lang for b in label_blocks((Block("0", "paragraph", "La lluvia ha parado por fin en la costa.", "en"),))]
    ['es']
    """
    latin = detect_latin(_sample(blocks, "en"))[0]
    chinese = _sample(blocks, "zh")
    doubtful = (
        {"und"} | ({"en"} if latin not in ("en", "und") else set()) | ({"zh"} if chinese and east_language(chinese) != "zh" else set())
    )
    return tuple(_labelled(block) if block.lang in doubtful and block.kind != "code" else block for block in blocks)


def _sample(blocks: Sequence[Block], lang: str) -> str:
    parts: list[str] = []
    length = 0
    for block in blocks:
        if block.lang == lang and block.kind != "code":
            parts.append(block.text[:_SAMPLE])
            length += len(parts[-1])
            if length > _SAMPLE:
                break
    return "\n".join(parts)


def _labelled(block: Block) -> Block:
    if block.lang == "und" and block.text.isascii():
        return block
    lang = detect_code(block.text)
    return block if lang == block.lang else replace(block, lang=lang)


def detect_document(blocks: Sequence[Block]) -> Detection:
    """Tell the language, script and variety that most of a document is in; `confidence` is that language's share of it.

    >>> from bitext.model import Block
    >>> found = detect_document((Block("0", "heading", "Rain", "en"), Block("1", "paragraph", "这里下了一天的雨。", "zh")))
    >>> found.lang, found.script
    ('zh', 'Hans')
    """
    weights: Counter[str] = Counter()
    for block in label_blocks(blocks):
        group = dominant_group(block.text)
        if group:
            weights[block.lang] += len(block.text) * (_DENSE if group == "east" else 1)
    if not weights:
        return Detection("und", None, None, 0.0)
    lang = max(sorted(weights), key=lambda name: weights[name])
    text = "\n".join(block.text for block in blocks)
    share = weights[lang] / weights.total()
    if lang == "zh":
        return Detection(lang, han_script(text), "yue" if is_cantonese(text) else None, share)
    script = {"ja": "Jpan", "ko": "Kore"}.get(lang) or ("Latn" if lang != "und" else detect(text, spans=False).script)
    return Detection(lang, script, None, share)
