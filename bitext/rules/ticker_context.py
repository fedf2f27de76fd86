"""Company or ordinary word: the evidence around a company name that machine translation may have put there.

Each piece of evidence is a number and a reason; their sum decides. Positive speaks for the ordinary word, negative
for the company. `RESTORE_FROM` and `COMPANY_UP_TO` are the thresholds: between them nobody can tell. They were set by
hand so that one strong sign ("a new …", "… industry") with nothing against it restores, while any sign of the market
close by outweighs a weak one; losing a company is worse than keeping an artefact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["COMPANY", "COMPANY_UP_TO", "RESTORE_FROM", "UNDECIDED", "Evidence", "fit_word", "sentence_around", "weigh"]

RESTORE_FROM = 2.5
COMPANY_UP_TO = 0.0

#: Stand in the context for other mentions: a company for certain, and one that may be a word.
COMPANY, UNDECIDED = "\ue000", "\ue001"

_PRIOR = {"words": 1.0, "people": 1.0, "places": 0.0, "phrases": -0.5}
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[\"“(]?[A-Z0-9\ue000\ue001])|[。！？；\n]")
_WORDS = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*|[\ue000\ue001]|\d+(?:\.\d+)?|[^\s\w]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ONE = _set("a an another each every one")
_DETERMINERS = _set("this these those its their our your his her some many several various all more most any no other both few different")
_PREPOSITIONS = _set("in for with from on into about between through throughout across around without to")
#: Clause openers and adverbs of time: the name after them is as likely a subject as anything.
_NEUTRAL = _set(
    """that while when where whether because if although though since as but so then also only even just after before until than
    year month week day today yesterday tomorrow morning afternoon evening night quarter period time date now meanwhile however often not
    is are was were be been being has have had will would can could may might should shall must do does did who which what how why"""
)
#: Nouns and verbs that hand over a company.
_APPOSITION = _set(
    """company companies retailer shareholder shareholders manufacturer firm firms giant giants leader leaders stock stocks subsidiary issuer
    brand enterprise enterprises unit parent abbreviation code maker producer developer operator supplier customer client partner rival
    competitor peer peers bank broker brokerage securities share shares chairman president ceo director controlled-by listed target
    bidder winner sponsor underwriter investor acquirer affiliate affiliates vendor named called titled"""
)
_COMPANY_VERBS = _set(
    """acquire acquired acquires acquiring recommend recommended recommends hold holds held holding buy bought buys sue sued fined
    investigated investigate rated upgraded downgraded inquired visit visited visits visiting join joined joins joining lead led founded
    founding found established at fellow via named appointed contacted interviewed interviewing by suspended overtook surpassed delisted
    covering covered against owns own owned controls controlled"""
)
_WORD_VERBS = _set(
    """develop developing develops promote promoting produce producing process processing sell selling export exporting import importing grow
    growing plant planting transport transporting utilize utilizing use uses using generate generating provide providing supply
    supplying install installing utilise harness harnessing store storing cultivate cultivating create creating become becoming
    strengthen strengthening expand expanding foster fostering inject injecting seek seeking find explore exploring make making stimulate
    benefit benefiting serve serving form forming form add adding need needs introduce introducing integrate integrating combine
    advance advancing adopt adopting popularize consume consuming purchase purchasing unleash gather activate"""
)
_AGENT_VERBS = re.compile(
    r"\b(?:support|supports|supporting|encourage|encourages|encouraging|guide|guiding|allow|allows|require|requires|urge|help|helps|assist|instruct)\s*(?:the\s*)?$",
    re.IGNORECASE,
)
_OF_COMPANY = _set(
    """shares share stock stocks chairman president director directors shareholder shareholders subsidiary subsidiaries board announcement
    announcements stake performance price value capitalization ceo manager secretary spokesperson employees employee founder executives
    executive plant factory headquarters customers customer supplier suppliers partner capital equity holder holders controller bonds bond
    results profit profits revenue report prospectus listing suspension delisting acquisition acquiring branch brand office workshop
    offering ipo interests staff investors counsel auditor creditors meeting articles registration merger restructuring"""
)
_OF_WORD = _set(
    """production supply quality circulation variety varieties kind kinds type types export exports import imports processing consumption use
    utilization application applications development field fields cultivation growth trade kinds transport transportation storage
    safety brand-building deployment popularization adoption manufacturing promotion installation number amount lives life needs
    livelihood interests concerns era age role form forms source sources cost costs batch batches range"""
)
_LIST_HEADS = _set(
    "companies company enterprises firms stocks shares leaders manufacturers peers brokerages banks issuers groups customers suppliers partners institutions investors shareholders clients"
)
_CORPORATE_NEXT = _set(
    """shares share stock stocks shareholders shareholder chairman president director directors ceo subsidiary subsidiaries spokesperson
    spokesman headquarters prospectus announcement announcements annual semi-annual quarterly board securities executives executive
    manager founder employees employee staff plan-to bonds convertible a-shares a-share ipo secretary factory plant workshop investor
    investors performance financial common ordinary-shares dividend branch controlling actual officials engineers engineer workers booth
    group limited ltd co inc branch's store stores disclosure issued-shares net proposed non-public restructuring delisting code
    abbreviation hereinafter"""
)
_STRONG_VERBS = _set(
    """said says announced announces disclosed discloses issued issues released releases reported reports rose rises fell falls surged surges
    gained gains dropped drops closed closes hit hits acquired acquires signed signs won wins received receives responded responds replied
    replies stated states noted notes plans plan planned expects expected intends intend decided decides achieved achieves realized
    realizes launched launches opened listed ranked ranks led leads jumped soared plunged tumbled slumped climbed slipped traded
    trades invested invests held holds convened proposed proposes completed applied applies pledged repurchased reduced increased
    delisted suspended resumed earned earns posted posts forecast forecasts told tells believes denied confirmed confirms revealed
    reveals completes obtained obtains undertakes undertook established establishes founded joined joins unveiled unveils filed shall
    employs employed operates owns sold sells built builds supplied supplies delivered delivers cooperated developed produced jointly
    respectively considered deliberated guarantees promises passed passes recently officially once limit"""
)
_AUXILIARY = _set("has have had will would is was are were also and further today yesterday been successfully again all both be to already")
_INDUSTRY = _set(
    "industry industries sector sectors concept concepts field fields plate resources track technology technologies revolution era"
)
_PRODUCT = _set(
    """products product production market markets wholesale prices price application applications equipment generation processing circulation
    logistics exports imports export import trade supply cells panels heaters power manufacturing competition research training system
    systems quality safety brands e-commerce cold industrial supporting bases base parks park enterprises companies manufacturers services
    integration sales channels channel activities scenarios model models area region district zone resources tourism development"""
)
_FUNCTION = _set(
    """and or in of for to with from as at by on that which who but so than if when while where because into over under after before
    through not is are was were be has have had will would can could may might should must shall do does did it its their they he she the
    a an this also then"""
)
_STRONG_MARKET = re.compile(
    r"\b(?:share price|shareholders?|stock code|securities code|abbreviation|non-?\s?public offering|private placement|prospectus|"
    r"board of (?:directors|supervisors)|general meeting|net profit|operating income|market (?:value|cap)|daily limit|limit[- ]up|"
    r"trading (?:day|session)s?|closed at|closing price|yuan (?:per|a) share|A-shares?|chairman|subsidiar(?:y|ies)|dividends?|annual report|"
    r"announcements?|disclosed?|Stock Exchange|wholly[- ]owned|repurchase|convertible bonds?|turnover rate|IPO|stake in)\b",
    re.IGNORECASE,
)
_MILD_MARKET = re.compile(
    r"\b(?:revenues?|profits?|stocks?|shares|investors?|acqui(?:re[ds]?|ring|sitions?)|equity|securities|announced|analysts?|brokerages?|contracts?|"
    r"agreements?|signed|bid(?:ding)?|orders?|rose|fell|index|bonds?|rating|performance|customers?|year-on-year|jointly)\b",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"\b(?:develop(?:ment|ing)?|promot(?:e|ing|ion)|strengthen(?:ing)?|accelerat(?:e|ing)|improv(?:e|ing|ement)|polic(?:y|ies)|rural|farmers?|"
    r"construction|innovati(?:on|ve)|high-quality|ecological|green|we will|support|encourage|reform|modern(?:ization)?|planning|"
    r"economic|economy|region(?:al)?|agricultur(?:e|al)|people|livelihoods?|clean energy|carbon)\b",
    re.IGNORECASE,
)
_CALLED_COMPANY = re.compile(
    r"\b(?:companies|enterprises|firms|stocks|shares|leaders|manufacturers|issuers|brokerages)\b[^.;]{0,40}\b(?:such as|including|like|led by|represented by|namely)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign: its weight (positive for the word, negative for the company) and what it is, for a person to read."""

    weight: float
    reason: str


def sentence_around(left: str, right: str) -> tuple[str, str]:
    """Cut two contexts to the sentence that both belong to.

    >>> sentence_around("It ended. They sell a new ", " , and more. It goes on")
    (' They sell a new ', ' , and more')
    """
    ends = [m.end() for m in _SENTENCE_END.finditer(left + COMPANY) if m.end() <= len(left)]
    after = _SENTENCE_END.search(right)
    return left[ends[-1] :] if ends else left, right[: after.start()] if after else right


def weigh(word: Word, left: str, right: str) -> list[Evidence]:
    """Gather what speaks for the word or the company in a sentence around the name.

    >>> from bitext.rules.companies import Word
    >>> source = Word("words", "power source", "power source", "power source")
    >>> sum(e.weight for e in weigh(source, "create a new ", " , and go on")) >= RESTORE_FROM
    True
    """
    before = [m[0] for m in _WORDS.finditer(left[-120:])]
    after = [m[0] for m in _WORDS.finditer(right[:120])]
    if word.following and not (after and after[0].lower() in word.following):
        return [Evidence(-9.0, "the word is meant only before certain others")]
    found = [Evidence(_PRIOR[word.kind] + (3.0 if word.following else 0.0), "")]
    found += _left(before, left, word)
    found += _right(after, left, word)
    found += _near(left, right)
    return [e for e in found if e.weight]


def _left(words: list[str], left: str, word: Word) -> list[Evidence]:
    """What stands directly before the name."""
    if not words:
        return []
    last, prior = words[-1].lower(), words[-2].lower() if len(words) > 1 else ""
    if _CALLED_COMPANY.search(left[-200:]):
        return [Evidence(-4.0, "a list of companies before it")]
    if last in _ONE:
        return [Evidence(2.0, f"'{last}' before it")]
    if last in _DETERMINERS:
        return [Evidence(2.0, f"'{last}' before it")]
    if last == "the":
        return [Evidence(0.5 if word.kind != "people" else 1.0, "'the' before it")]
    if last in _APPOSITION:
        return [Evidence(-4.0, f"'{last}' before it")]
    if last in _COMPANY_VERBS:
        if last == "by" and prior in ("powered", "driven", "replaced", "dominated", "loved", "welcomed", "trusted", "operated"):
            return [Evidence(1.5, f"'{prior} by' before it")]
        return [Evidence(-3.0, f"'{last}' before it")] if last != "led" or prior else []
    if last == "of":
        return _after_of(prior)
    if last in ("as", "including", "like") and prior in (*_LIST_HEADS, "such"):
        return _after_such_as(words)
    if last in ("and", "or", ",", "、", "&"):
        return _coordinated_left(words)
    if last == ":":
        return [Evidence(-1.5, "a colon before it")]
    return _plain_left(words[-1], prior)


def _after_of(prior: str) -> list[Evidence]:
    if prior in _OF_COMPANY:
        return [Evidence(-4.0, f"'{prior} of' before it")]
    return [Evidence(1.5, f"'{prior} of' before it")] if prior in _OF_WORD else [Evidence(0.3, "'of' before it")]


def _after_such_as(words: list[str]) -> list[Evidence]:
    head = next((w.lower() for w in reversed(words[:-1]) if w.lower() not in ("such", ",")), "")
    if head in _LIST_HEADS:
        return [Evidence(-4.0, f"'{head}' listed before it")]
    return [Evidence(1.0, f"one of the {head}")] if head.isalpha() and head.islower() else []


def _coordinated_left(words: list[str]) -> list[Evidence]:
    other = next((w for w in reversed(words) if w.lower() not in ("and", "or", ",", "、", "&", "as", "well")), "")
    if other == COMPANY:
        return [Evidence(-3.0, "in a row with companies")]
    if other == UNDECIDED or not other[:1].isalpha():
        return []
    if other[0].isupper():
        return [Evidence(-0.5, f"in a row with '{other}'")]
    if words[-1] in (",", "、"):
        return [Evidence(0.5, f"after '{other},'")] if words.count(",") > 1 else []
    return [Evidence(1.5 if other not in _NEUTRAL else 0.0, f"in a row with '{other}'")]


def _plain_left(last: str, prior: str) -> list[Evidence]:
    """The word before is no article, preposition of note, conjunction or mark."""
    low = last.lower()
    if low in _WORD_VERBS:
        return [Evidence(1.5, f"'{low}' before it")]
    if low in _PREPOSITIONS:
        if prior in (
            "agreement",
            "contract",
            "cooperation",
            "cooperate",
            "cooperated",
            "partnership",
            "partnered",
            "joined",
            "work",
            "working",
        ):
            return [Evidence(-1.0, f"'{prior} {low}' before it")]
        return [Evidence(0.5, f"'{low}' before it")]
    if low in _NEUTRAL or not last[0].islower() or low.endswith("ly"):
        return [Evidence(1.5, "a capitalised verb before it")] if low in _WORD_VERBS else []
    if low.endswith(("ed", "ing")) and low not in _DETERMINERS:
        return [Evidence(1.0, f"'{low}' before it")] if prior in _ONE or prior in _DETERMINERS or prior == "the" else []
    article = prior in _ONE or prior in _DETERMINERS or prior == "the"
    return [Evidence(2.5 if article else 1.5, f"'{prior} {low}' before it" if article else f"'{low}' before it")]


def _right(words: list[str], left: str, word: Word) -> list[Evidence]:
    """What stands directly after the name."""
    if not words:
        return [Evidence(-3.0, "it stands alone")] if not left.strip() else []
    if words[0] == ":":
        return [Evidence(-3.0, "a colon after it")]
    if words[0] in ("(", "（") and any(w.lower() in ("hereinafter", "referred", "company") for w in words[:6]):
        return [Evidence(-4.0, "'hereinafter' after it")]
    if words[0] in ("'", "’") and len(words) > 1 and words[1] == "s":
        found = [] if word.kind == "people" else [Evidence(-1.5, "a possessive 's")]
        return found + _next_word(words[2:], left, word)
    return _next_word(words, left, word)


def _next_word(words: list[str], left: str, word: Word) -> list[Evidence]:
    if not words:
        return []
    low = [w.lower() for w in words[:5]]
    first = low[0]
    if first in _CORPORATE_NEXT:
        return [Evidence(-4.0, f"'{first}' after it")]
    if first in _INDUSTRY:
        return [Evidence(3.0, f"'{first}' after it")]
    if first in _STRONG_VERBS and word.kind != "people":
        return [Evidence(-3.0, f"'{first}' after it")]
    if first in ("and", "or", ",", "、", "&"):
        return _coordinated_right(words)
    if first == "to" and _AGENT_VERBS.search(left) and word.kind != "people":
        return [Evidence(-3.0, "it is to act")]
    if first in _AUXILIARY:
        verb = next((w for w in low[1:] if w not in _AUXILIARY), "")
        found = [Evidence(1.0, "'are' after it")] if first == "are" else []
        return [Evidence(-3.0, f"'{first} {verb}' after it")] if verb in _STRONG_VERBS and word.kind != "people" else found
    if first in _PRODUCT:
        return [Evidence(1.5, f"'{first}' after it")]
    if words[0][0].islower() and first not in _FUNCTION and not first.endswith("ed"):
        return [Evidence(0.7, f"'{first}' after it")]
    return []


def _coordinated_right(words: list[str]) -> list[Evidence]:
    rest = [w for w in words if w.lower() not in ("and", "or", ",", "、", "&", "other", "the")]
    if not rest:
        return []
    if rest[0] == COMPANY:
        return [Evidence(-3.0, "in a row with companies")]
    if rest[0].lower() in ("its", "his"):
        return [Evidence(-2.0, f"'{words[0]} {rest[0]}' after it")]
    if rest[0].lower() in _CORPORATE_NEXT or rest[0].lower() in _LIST_HEADS:
        return [Evidence(-2.0, f"in a row with '{rest[0]}'")]
    if words[0] == "," or not rest[0][0].islower() or rest[0].lower() in _STRONG_VERBS or rest[0].lower() in _FUNCTION:
        return []
    return [Evidence(1.0, f"in a row with '{rest[0]}'")]


def _near(left: str, right: str) -> list[Evidence]:
    """Words of the market and of policy anywhere in the sentence, and other companies."""
    text = left[-400:] + " | " + right[:400]
    found = []
    for pattern, each, most, kind in (
        (_STRONG_MARKET, -1.5, -3.0, "market"),
        (_MILD_MARKET, -0.7, -1.5, "market"),
        (_POLICY, 0.5, 1.0, "policy"),
    ):
        hits = {m[0].lower(): None for m in pattern.finditer(text)}
        if hits:
            limit = max(each * len(hits), most) if each < 0 else min(each * len(hits), most)
            found.append(Evidence(limit, f"{kind} words near ({', '.join(list(hits)[:3])})"))
    if COMPANY in text:
        found.append(Evidence(-2.0, "other companies in the sentence"))
    return found


def fit_word(word: Word, left: str, right: str) -> str:
    """The word in the form that its place asks for: number, attributive form, no second article, a capital at a sentence's start.

    >>> from bitext.rules.companies import Word
    >>> robots = Word("words", "robots", "robot", "robot")
    >>> fit_word(robots, "a new ", " . "), fit_word(robots, "They make ", " ."), fit_word(robots, "", " industry")
    ('robot', 'robots', 'Robot')
    """
    before = [m[0].lower() for m in _WORDS.finditer(left[-60:])][-2:]
    after = [m[0] for m in _WORDS.finditer(right[:40])][:1]
    last, prior = before[-1] if before else "", before[0] if len(before) > 1 else ""
    near = (last, prior) if last.isalpha() and last not in _PREPOSITIONS | _NEUTRAL | {"of", "and", "or"} else (last,)
    noun = after and after[0][0].islower() and after[0] not in _FUNCTION and not after[0].endswith("ed")
    put = word.before if noun and after[0] not in _STRONG_VERBS else word.one if _ONE.intersection(near) else word.en
    if {"the", *_ONE, *_DETERMINERS}.intersection(near):
        put = re.sub(r"^the ", "", re.sub(r"^China's ", "Chinese ", put))
        put = re.sub(r"^([A-Z][A-Za-z' ]{1,30})'s ", r"\1 ", put)
    first, _, rest = put.partition(" ")
    if rest and first.lower() == last:
        put = rest
    return put if left.strip(' "“(') else put[:1].upper() + put[1:]
