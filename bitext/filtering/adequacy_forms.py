"""English forms that no ending tells, with the words that a dictionary has: said is say, Chinese is of China, labour is labor.

Written by hand: the irregular verbs and nouns of any school grammar (Quirk et al., *A Comprehensive Grammar of the English
Language*, 1985, 3.11-3.20, 5.82-5.103), adjectives of countries, some adjectives and nouns of one root.
"""

from __future__ import annotations

import re

__all__ = ["bases_of"]

#: A base, then its forms.
_TABLE = """
arise arose arisen|awake awoke awoken|bear bore borne born|beat beaten|become became|begin began begun|bend bent|bet|bind bound|bite bit bitten|bleed bled
blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come came
creep crept|deal dealt|dig dug|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt
fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen
get got gotten|give gave given|go went gone|grind ground|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|kneel knelt|know knew known
lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|lie lay lain|light lit|lose lost|make made|mean meant|meet met|pay paid
prove proven|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|sew sewn|shake shook shaken
shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|smell smelt|speak spoke spoken|spell spelt
spend spent|spill spilt|spin spun|spit spat|spoil spoilt|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|strike struck stricken
strive strove striven|swear swore sworn|sweep swept|swell swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told
think thought|throw threw thrown|understand understood|undertake undertook undertaken|wake woke woken|wear wore worn|weave wove woven|weep wept|win won
wind wound|withdraw withdrew withdrawn|withstand withstood|write wrote written|overcome overcame|overthrow overthrew overthrown
man men|woman women|child children|person people|foot feet|tooth teeth|goose geese|mouse mice|ox oxen|life lives|wife wives|knife knives|half halves|leaf leaves
wolf wolves|thief thieves|shelf shelves|self selves|crisis crises|analysis analyses|basis bases|criterion criteria|phenomenon phenomena|medium media
good better best|bad worse worst|many more most|much more most|little less least|far farther farthest further furthest|old elder eldest
china chinese|japan japanese|britain british britons|england english|france french|germany german|spain spanish|italy italian|greece greek|turkey turkish
russia russian|scotland scottish scots|ireland irish|wales welsh|holland dutch|netherlands dutch|switzerland swiss|sweden swedish|denmark danish|norway norwegian
poland polish|finland finnish|portugal portuguese|taiwan taiwanese|vietnam vietnamese|thailand thai|philippines filipino philippine|iraq iraqi|israel israeli
society social|nation national|high height|long length|strong strength|wide width|deep depth|warm warmth|true truth|die death dead|live life|bear birth
choose choice|sell sale|think thought|grow growth|lose loss|give gift|fly flight|believe belief|prove proof|know knowledge|see sight|speak speech|sit seat
able ability|move motion|science scientific|medicine medical|law legal|city urban|country rural|sea marine|sun solar|mind mental|money financial|east eastern
west western|north northern|south southern|mister mr|doctor dr|professor prof|doctor physician|television tv|kilometer km kilometre|mother mom mum|father dad
okay ok|percent percentage
"""
_SPELLINGS = re.compile(
    r"(?P<our>(?<=[a-z]{2})our(?=s?$|ed$|ing$|ite|able|hood))|(?P<re>(?<=[a-z]{2}[bt])re(?=s?$))|(?P<ise>(?<=[a-z]{3})is(?=e[sd]?$|ing$|ation))"
)
_SPELT = {"our": "or", "re": "er", "ise": "iz"}


def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in _TABLE.replace("\n", "|").split("|"):
        base, *forms = row.split() or [""]
        for form in forms:
            found.setdefault(form, []).append(base)
    return {form: tuple(bases) for form, bases in found.items()}


_BASES = _read()


def bases_of(word: str) -> tuple[str, ...]:
    """Give other words of a dictionary that an English form may stand for; none where its ending tells.

    Args:
        word: in lower case.

    >>> bases_of("said"), bases_of("labours"), bases_of("rain")
    (('say',), ('labors',), ())
    """
    if word in _BASES:
        return _BASES[word]
    spelt = _SPELLINGS.sub(lambda match: _SPELT[match.lastgroup or ""], word)
    return () if spelt == word else (spelt,)
