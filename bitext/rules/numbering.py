"""Rules about numerals and marks: list numbers that kept a Chinese stop, citation marks, marks of a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.characters import in_prose
from bitext.rules.rule import Example, Rule, edit, mend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

_NUMERAL = r"(?:[0-9]{1,3}|[IVX]{1,5}|[A-Z])"

_CITATION = re.compile(
    r"(?P<space>\s?)(?P<marks>\[[1-9][0-9]{0,2}(?:\s?[-–,，、]\s?[1-9][0-9]{0,2})*\](?:\s?\[[1-9][0-9]{0,2}(?:[-–,，、][0-9]{1,3})*\])*)"
)
# A mark that the sentence leans on ("see [1]", "文献[2]") is a word of it.
_LEANS = re.compile(
    r"(?:^|[\s(（])(?:see|in|of|by|from|and|to|ref\.?|refs\.?|reference|references|e\.g\.|also|cf\.?|example|eq\.?|step)$|(?:文献|参考|参见|参阅|见|据|注|公式|步骤)$|[:：]\s*$",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"[(\[]|\s?[=+*/<>^]")  # after it the mark is an index
_NO_CITATIONS = re.compile(r"\[0\]|\[[ijknx]\]|\]\s?=|\binterval|\brange\b|\barray|\bvector|区间|数组|闭区间|列表", re.IGNORECASE)


def _citations(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    found = list(_CITATION.finditer(text))
    if not found or _NO_CITATIONS.search(text):
        return
    for match in found:
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 1]
        if not before or _OPERATOR.match(text, match.end()) or _LEANS.search(before):
            continue
        if after and after.isascii() and after.isalnum() and not match["space"]:
            if before[-1] in ".!?,;":
                yield edit(match.start(), match.end(), " ")
            continue
        yield edit(match.start(), match.end(), "")


RULES: tuple[Rule, ...] = (
    Rule(
        "enum-stop", "numbering", "Machine translation leaves the ideographic stop after a list numeral.",
        "machine-translated plans and notices",
        in_prose(mend(rf"^(\(?{_NUMERAL}\)?)\s?[。．｡]\s*", r"\1. ")), triggers=("。", "．", "｡"), lang="en",
        examples=(
            Example("1。 Overall planning", "1. Overall planning"), Example("10。Green finance first", "10. Green finance first"),
            Example("III． Tasks", "III. Tasks"), Example("(1)。 Aims", "(1). Aims"),
        ),
        leave=("他说1。", "1. Overall planning", "It ranks 1。 The city", "1。 总体要求"),
    ),
    Rule(
        "enum-comma", "numbering", "Machine translation leaves the enumeration comma after a list numeral.",
        "machine-translated plans and notices",
        in_prose(mend(rf"^({_NUMERAL})\s?、\s*|(?<=[:;.,]\s)([0-9]{{1,2}})、\s*(?=[A-Z])", lambda m: f"{m[1] or m[2]}. ")),
        triggers=("、",), lang="en",
        examples=(
            Example("2、 Main tasks", "2. Main tasks"), Example("IV、Safeguards for all", "IV. Safeguards for all"),
            Example("The tasks: 1、 Trade; 2、 Finance", "The tasks: 1. Trade; 2. Finance"),
        ),
        leave=("2、主要任务", "2. Main tasks", "copper、 iron and tin"),
    ),
    Rule(
        "enum-bracket-comma", "numbering", "A bracketed list numeral needs no comma or stop after it.",
        "machine-translated plans and notices",
        in_prose(mend(r"^[(（]([0-9]{1,2}|[ivx]{1,4})[)）]\s?、\s*", r"(\1) ")), triggers=(")、", "）、"), lang="en",
        examples=(Example("(1)、 Guiding ideas", "(1) Guiding ideas"), Example("（2）、Aims of the plan", "(2) Aims of the plan")),
        leave=("（一）、指导思想", "(1) Guiding ideas"),
    ),
    Rule(
        "citation-marks", "citation", "A citation mark points to a list that is not here.",
        "digests and encyclopaedia pages", in_prose(_citations), triggers=tuple(f"[{d}" for d in "123456789"),
        examples=(
            Example("Assets reached 9 trillion yuan [1][4]", "Assets reached 9 trillion yuan"),
            Example("Trade grew.[2] Prices fell [3], too.", "Trade grew. Prices fell, too."), Example("Trade grew.[2]Prices fell.", "Trade grew. Prices fell."),
            Example("重庆是直辖市[12]，人口众多[3-5]。", "重庆是直辖市，人口众多。"), Example("Rates fell [1,2] [7] (slowly).", "Rates fell (slowly)."),
        ),
        leave=(
            "银发〔2021〕5号", "[1] Wang, Finance and Trade, 2020.", "the plan [2024] says", "He was [sic] right", "take a[0] and a[1]",
            "x[1] = 5", "see [1] for more", "页: [1]", "文献[2]指出", "in the range [1, 5] only", "call f[1](x)", "[2024] 5号",
        ),
    ),
    Rule(
        "note-marks", "citation", "A mark of a wiki is no part of the text.",
        "encyclopaedia pages",
        in_prose(mend(
            r"\s?\[(?:citation needed|clarification needed|who\?|when\?|according to whom\?|note [0-9]{1,2}|edit|编辑(?: \| 编辑源代码)?|編輯|来源请求|來源請求|需要引用|注 ?[0-9]{1,2})\]",
            "", re.IGNORECASE)),
        triggers=("[citation", "[clarif", "[who?]", "[when?]", "[according", "[note ", "[edit]", "[编辑", "[編輯]", "[来源", "[來源", "[需要", "[注"),
        examples=(
            Example("It was the largest port[citation needed] then.", "It was the largest port then."), Example("历史[编辑]", "历史"),
            Example("人口众多[来源请求]。", "人口众多。"), Example("History [edit]", "History"),
        ),
        leave=("He was [sic] right", "[编者按] 重庆", "[edited] text"),
    ),
)  # fmt: skip
