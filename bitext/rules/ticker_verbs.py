"""Verbs around a company name: who may do them, and to whom they may be done.

Lists of base forms, compiled by hand from the wording of company news, market reports and policy papers; every form is
derived here, so that one entry covers "announce", "announces", "announced" and "announcing".
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ACTED_ON", "ACTS", "BECOMES", "DONE_BY_COMPANY", "DONE_BY_WORD", "HAPPENS", "PARTICIPLES", "SPEAKS", "WORKED_ON", "Verbs"]

#: base: past, participle (the participle defaults to the past).
_IRREGULAR = {
    "become": "became become", "begin": "began begun", "hit": "hit", "bid": "bid",
    "bring": "brought", "build": "built", "buy": "bought", "catch": "caught",
    "choose": "chose chosen", "come": "came come", "cut": "cut", "drive": "drove driven", "eat": "ate eaten", "fall": "fell fallen",
    "feed": "fed", "find": "found", "get": "got", "give": "gave given", "go": "went gone", "grow": "grew grown", "hold": "held",
    "keep": "kept", "lead": "led", "leave": "left", "lend": "lent", "lie": "lay lain", "lose": "lost", "make": "made", "mean": "meant",
    "meet": "met", "overtake": "overtook overtaken", "pay": "paid", "put": "put", "rise": "rose risen", "run": "ran run", "say": "said",
    "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent", "set": "set", "show": "showed shown", "shine": "shone",
    "spend": "spent", "spin": "spun", "spring": "sprang sprung", "strike": "struck", "take": "took taken", "tell": "told", "undertake":
    "undertook undertaken", "win": "won", "write": "wrote written", "rebuild": "rebuilt", "repay": "repaid", "outsell": "outsold",
    "bear": "bore borne", "lay": "laid", "breed": "bred", "wear": "wore worn", "drink": "drank drunk", "cost": "cost",
}  # fmt: skip
#: Irregular past participles, which no ending tells.
PARTICIPLES = frozenset(forms.split()[-1] for forms in _IRREGULAR.values())
#: Bases that double their last letter.
_DOUBLING = frozenset(
    "plan drop ship slip equip transfer bid hit cut put set get run win spin begin ban stop commit submit control tap".split()
)


@dataclass(frozen=True, slots=True)
class Verbs:
    """A class of verbs in all its forms.

    `base` ("sell"), `third` ("sells"), `past` ("sold"), `participle` ("sold"), `ing` ("selling"), and `finite`, the
    forms that a singular subject takes ("sells", "sold").
    """

    base: frozenset[str]
    third: frozenset[str]
    past: frozenset[str]
    participle: frozenset[str]
    ing: frozenset[str]
    finite: frozenset[str]

    def __contains__(self, form: str) -> bool:
        """Tell whether a lower-case word is any form of a verb of the class."""
        return any(form in forms for forms in (self.base, self.third, self.past, self.participle, self.ing))


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"


def _past(base: str) -> tuple[str, str]:
    if base in _IRREGULAR:
        past, _, participle = _IRREGULAR[base].partition(" ")
        return past, participle or past
    stem = base + base[-1] if base in _DOUBLING else base[:-1] + "i" if base.endswith("y") and base[-2] not in "aeiou" else base
    regular = stem + ("d" if stem.endswith("e") else "ed")
    return regular, regular


def _ing(base: str) -> str:
    if base in _DOUBLING:
        return base + base[-1] + "ing"
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"


def _verbs(words: str) -> Verbs:
    bases = words.split()
    pasts = [_past(b) for b in bases]
    return Verbs(
        frozenset(bases),
        frozenset(map(_third, bases)),
        frozenset(p for p, _ in pasts),
        frozenset(p for _, p in pasts),
        frozenset(map(_ing, bases)),
        frozenset((*map(_third, bases), *(p for p, _ in pasts))),
    )


#: What a listed company says or files; not even people do these things in a policy paper.
SPEAKS = _verbs(
    """announce disclose say state declare deny confirm reveal clarify respond reply issue acquire repurchase pledge list delist
    restructure
    convene post forecast headquarter employ appoint unveil sue rename relist guide"""
)
#: What a company does and a thing or a thought does not.
ACTS = _verbs(
    """own hire sell buy purchase sign win earn plan intend expect hope aim launch release establish found set open close suspend resume
    apply file submit pay repay borrow lend rent lease build construct manufacture supply deliver design market distribute ship invest
    spend sponsor cooperate collaborate partner join merge divest transfer report note stress emphasize emphasise tell explain believe
    predict warn claim promise guarantee undertake commit hold elect dismiss host organize organise participate attend exhibit display
    obtain receive secure realize realise rank rise fall jump soar plunge climb slip surge tumble slump hit handle run manage
    specialize specialise engage insist register patent appeal settle negotiate agree decide choose select recruit donate deploy adopt
    complete finish hand boast apologize apologise relocate operate lose drop trade export import develop produce propose think
    consider want seek try prepare attract cultivate strive gain mainly lay explore pass renew order test upgrade rebuild acquire
    compete adjust advance publish seize cancel terminate fulfil bid regard control bet shrink"""
)
#: What things, thoughts and people in general do; a company may too, so this is weak.
HAPPENS = _verbs(
    """mean matter come appear emerge spring bloom sprout wither ripen spoil rot taste shine penetrate flow occur exist lie stem originate
    contain consist arise spread deserve vary differ disappear flourish weld sort sweep walk dance inspect patrol assist greet feel
    live worry care cross stretch separate border freeze wash crawl roll pollinate cook mix pour paint sing swim climb dive bow wave"""
)
#: What both do.
BECOMES = _verbs(
    """become need depend rely account exceed enter reach play remain bring benefit begin affect influence determine require face save
    enjoy
    cost last gather work replace connect change represent attract help serve cover"""
)
#: Verbs whose object is a company or its like: "visited X", "backs X".
ACTED_ON = _verbs(
    """acquire recommend hold sue fine investigate rate upgrade downgrade inquire visit join lead appoint contact interview suspend
    overtake
    surpass delist own control back fund host name leave lift warn praise select choose hire entrust commission invite notify approach
    audit probe accuse criticize criticise penalize penalise punish rescue bail rename value track short favour favor quit thank
    congratulate award sponsor target beat outsell rival found head chair represent sanction blacklist reprimand restructure delay
    inspect ban poach engage manage advise boycott ask tell owe defeat persuade blame assign summon lobby license restrict oblige
    instruct urge sign overweight pay counter inform"""
)
#: Verbs whose object is a thing or a thought: one uses, grows, injects and seeks them.
WORKED_ON = _verbs(
    """develop promote produce process sell ship export import grow plant transport utilize utilise use generate provide install harness
    store cultivate create become strengthen expand foster inject seek find explore stimulate cross form add need introduce integrate
    combine advance adopt popularize consume unleash gather activate offer bring contain enjoy open discover deliver supply collect
    harvest pick dry cook eat drink carry feed give breed gain spawn kindle ignite tap exploit convert absorb capture transform
    experience enter build make display train load unload pack bear send equip apply market circulate study preserve protect win
    release summon rekindle sort taste plan design exhibit stabilize stabilise wear fly nurture embrace lack love touch wash grade
    ferry smuggle inspect refrigerate cherish worship"""
)
#: "made by X": what a company did.
DONE_BY_COMPANY = frozenset(
    """made built developed operated run owned supplied invested won designed produced manufactured constructed issued held signed led
    acquired undertaken established founded sponsored organized organised hosted provided funded launched controlled managed contracted
    sold published released announced disclosed jointly submitted proposed compiled raised paid established delivered distributed
    donated donate set opened filed implemented""".split()
)
#: "powered by X": what a thing, a thought or people did.
DONE_BY_WORD = frozenset(
    """powered driven replaced dominated loved welcomed trusted heated lit fuelled fueled propelled motivated inspired assisted
    performed welded
    picked surrounded planted brought created generated washed separated changed affected supported picked favoured
    eaten enjoyed recognized recognised felt accepted praised needed liked cleaned inspected sorted assembled caused transformed""".split()
)
