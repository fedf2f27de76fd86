"""Word lists that tell a listed company from an ordinary word, each named after where its words stand.

Compiled by hand from the wording of company announcements, market reports and policy papers in machine translation.
"""

from __future__ import annotations

import re

__all__ = [
    "ADJECTIVE",
    "AGENT_VERBS",
    "APPOSITION",
    "AREA",
    "AUXILIARY",
    "BASED",
    "BEFORE_VERB",
    "CALLED_COMPANY",
    "CLAUSE_OPENERS",
    "COMPANY_VERBS",
    "CORPORATE_NEXT",
    "CROSSING",
    "DEALS",
    "DETERMINERS",
    "FOR_PEOPLE",
    "FUNCTION",
    "IMPERATIVE",
    "INDUSTRY",
    "INSTITUTIONS",
    "LIST_HEADS",
    "MEMBERS",
    "MILD_MARKET",
    "NEUTRAL",
    "NOUN",
    "OF_COMPANY",
    "OF_EITHER",
    "OF_PERSON",
    "OF_WORD",
    "ONE",
    "OWN",
    "PAST",
    "PERSONAL",
    "PLAIN_ADJECTIVES",
    "POLICY",
    "PREPOSITIONS",
    "PRODUCT",
    "RELATED",
    "SPEAKERS",
    "STRONG_MARKET",
    "STRONG_VERBS",
    "WORD_PAIRS",
    "WORD_VERBS",
]


def _set(words: str) -> frozenset[str]:
    """The words of a string, for lists that a person reads and edits."""
    return frozenset(words.split())


ONE = _set("a an another each every one")
DETERMINERS = _set("this these those its their our your his her some many several various all more most any no other both few different")
PREPOSITIONS = _set(
    """in for with from on into about between through throughout across around without to over beyond off within under along near toward towards
    outside inside upon onto per amid among besides beside behind below above except unlike plus versus despite during regarding concerning"""
)
#: Clause openers and adverbs of time: the name after them is as likely a subject as anything.
NEUTRAL = _set(
    """yet once again still already soon later earlier here there thus hence either neither nor versus till unless that while when where whether because if although though since as but so then also only even just after before until than
    year month week day today yesterday tomorrow morning afternoon evening night quarter period time date now meanwhile however often not
    is are was were be been being has have had will would can could may might should shall must do does did who which what how why
    include includes involve involves make makes get gets give gives see sees say says show shows tell tells ask asks know call calls let think
    help helps enable enables meet meets want wants like regard consider believe trust put keep support supports encourage guide urge require
    prefer follow praise thank"""
)
#: Nouns and verbs that hand over a company.
APPOSITION = _set(
    """company companies retailer shareholder shareholders manufacturer firm firms giant giants leader leaders stock stocks subsidiary issuer
    brand enterprise enterprises unit parent abbreviation code maker producer developer operator supplier customer client partner rival
    competitor peer peers bank broker brokerage securities share shares chairman president ceo director controlled-by listed target
    bidder winner sponsor underwriter investor acquirer affiliate affiliates vendor named called titled"""
)
COMPANY_VERBS = _set(
    """acquire acquired acquires acquiring recommend recommended recommends hold holds held holding buy bought buys sue sued fined
    investigated investigate rated upgraded downgraded inquired visit visited visits visiting join joined joins joining lead led founded
    founding found established at fellow via named appointed contacted interviewed interviewing by suspended overtook surpassed delisted
    covering covered against owns own owned controls controlled"""
)
WORD_VERBS = _set(
    """injects turns turn adds creates finds becomes expands seeks serves combines integrates transforms transform delivers ship ships
    develop developing develops promote promoting produce producing process processing sell selling export exporting import importing grow
    growing plant planting transport transporting utilize utilizing use uses using generate generating provide providing supply
    supplying install installing utilise harness harnessing store storing cultivate cultivating create creating become becoming
    strengthen strengthening expand expanding foster fostering inject injecting seek seeking find explore exploring stimulate
    cross crossing crossed serve serving form forming form add adding need needs introduce introducing integrate integrating combine
    advance advancing adopt adopting popularize consume consuming purchase purchasing unleash gather activate"""
)
AGENT_VERBS = re.compile(
    r"\b(?:support|supports|supporting|encourage|encourages|promote|promotes|promoting|push|drive|lead|enable|encouraging|guide|guiding|allow|allows|require|requires|urge|help|helps|assist|instruct)\s*(?:the\s*)?$",
    re.IGNORECASE,
)
OF_COMPANY = _set(
    """shares share stock stocks chairman president director directors shareholder shareholders subsidiary subsidiaries board announcement
    announcements stake performance value workers delegation team engineers scientist scientists experts booth capitalization ceo manager secretary spokesperson employees employee founder executives
    executive plant factory headquarters customers customer supplier suppliers partner capital equity holder holders controller bonds bond
    results profit profits revenue report prospectus listing suspension delisting acquisition acquiring branch brand office workshop
    offering ipo staff investors products business services technology brand counsel auditor creditors meeting articles registration merger restructuring"""
)
OF_WORD = _set(
    """dumping army fleet handful hundreds thousands millions dozens lots futures stream streams indication indications tons tonnes kilograms kilos batch batches basket sorts intensity purchase purchases demand
    circulation variety varieties kind kinds type types export exports import imports consumption use utilization application applications
    cultivation transport transportation storage deployment popularization adoption processing safety promotion fields sale planting prices"""
)
OF_PERSON = _set(
    "lives life needs livelihood interests eyes hearts wishes expectations voices majority concerns health income pockets burden"
)
OF_EITHER = _set(
    "production supply quality development growth market markets number amount range cost costs source sources form forms era role age"
)
LIST_HEADS = _set(
    "companies company enterprises firms stocks shares leaders manufacturers peers brokerages banks issuers groups customers suppliers partners institutions investors shareholders clients"
)
CORPORATE_NEXT = _set(
    """management outlets pharmacies pharmacy counters app website shares share stock stocks shareholders shareholder chairman president director directors ceo subsidiary subsidiaries spokesperson
    spokesman headquarters prospectus announcement announcements general vice deputy chief senior annual semi-annual quarterly board securities executives executive
    manager founder employees employee staff plan-to bonds convertible a-shares a-share ipo secretary factory plant workshop investor
    investors performance financial common ordinary-shares dividend branch controlling actual officials engineers engineer workers booth
    group limited ltd co inc branch's store stores disclosure issued-shares net proposed non-public restructuring delisting code
    abbreviation hereinafter"""
)
STRONG_VERBS = _set(
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
AUXILIARY = _set("has have had will would is was are were also and further today yesterday been successfully again all both be to already")
INDUSTRY = _set(
    "industry industries sector sectors concept concepts field fields plate resources track technology technologies revolution era"
)
PRODUCT = _set(
    """demonstration pilot linkage production market markets wholesale prices price application applications equipment generation processing circulation
    logistics exports imports export import trade supply cells panels heaters power manufacturing research training safety
    e-commerce cold industrial integration scenarios water street resources tourism"""
)
#: What companies have too, after their name.
OWN = _set(
    """products product competition system systems quality brands supporting bases base parks park enterprises companies
    manufacturers services channels channel activities model models area region district zone development sales technology"""
)
FUNCTION = _set(
    """and or in of for to with from as at by on that which who but so than if when while where because into over under after before
    through not is are was were be has have had will would can could may might should must shall do does did it its their they he she the
    a an this also then you we us i he she them yet once again still already soon later here there"""
)
DEALS = _set(
    "signed help assistance agreement contract cooperation cooperate cooperated partnership partnered joined work working talks deal"
)
INSTITUTIONS = _set(
    """bank banks city government governments university universities institute institutes hospital hospitals company companies school schools
    province county ministry college party side group firm firms team authority authorities bureau commission fund funds partners"""
)
#: After these a lower-case word is a verb.
BEFORE_VERB = _set("to will can would should must may could not who which that and it he she they we")
SPEAKERS = _set("lawyer lawyers spokesperson spokesman spokeswoman counsel advisers adviser")
WORD_PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in (
        "rich-in trade-in trading-in progress-in advances-in specialize-in specializing-in specialized-in equipped-with combined-with filled-with "
        "replaced-with planted-with mixed-with heated-with familiar-with turned-into made-into converted-into"
    ).split()
)
CLAUSE_OPENERS = _set("how that when where because if while whether") | {""}
PLAIN_ADJECTIVES = _set(
    """new main first second key core major rich good strong fresh local rural cheap clean modern big large small old young special famous raw cold hot
    dry safe healthy imported exported processed dried frozen great real important powerful"""
)
CROSSING = _set("cross crosses crossing crossed across over throughout")
AREA = _set("area areas region district zone coast scenic waters islands island rim")
RELATED = _set("its his others related relevant several two three some many local")
PAST = _set(
    """took went grew began became came gave got kept left lost met paid put ran saw sent set spent stood thought wrote drew brought broke chose
    cut fought felt made bought ate beat bet bid drove flew forgot hid knew lent meant read rang sought shook spoke spread swept taught threw"""
)
MEMBERS = _set(
    "team delegation experts expert engineers engineer managers manager leader leaders scientist scientists people workers staff order orders"
)
IMPERATIVE = re.compile(
    r"^[\s\d.。、()（）]{0,9}(?:we (?:will|should|must) )?(?:actively |vigorously |further |fully |comprehensively )?(?:promote|accelerate|strengthen|develop|"
    r"deepen|improve|explore|expand|cultivate|optimi[sz]e|standardi[sz]e|build|speed up|establish|carry out|increase|encourage|support|guide|"
    r"give full play|make full use|foster|implement|introduce|reduce|provide|ensure|enhance|stabili[sz]e|protect|open up|form|ease|raise|"
    r"create|study|do a good job|focus on|adhere to|take)\b",
    re.IGNORECASE,
)
ADJECTIVE = (
    "al",
    "ive",
    "ic",
    "ous",
    "able",
    "ible",
    "ary",
    "ful",
    "ent",
    "-quality",
    "oid",
    "service",
    "green",
    "fresh",
    "smart",
    "-tech",
)
NOUN = ("s", "ing", "tion", "ment", "ness", "ity", "er", "or", "ship", "age", "ance", "ence", "arm", "dog")
BASED = _set("a an whose which headquartered founded based located listed established formerly known also ticker")
PERSONAL = _set(
    "lives livelihood livelihoods daily needs pockets income incomes homes health interests concerns living life sense hearts minds voices money"
)
FOR_PEOPLE = _set("let lets letting make makes making benefit benefits enable enables ensure help helps serve serves convenient")
STRONG_MARKET = re.compile(
    r"\b(?:share price|shareholders?|stock code|securities code|abbreviation|non-?\s?public offering|private placement|prospectus|"
    r"board of (?:directors|supervisors)|general meeting|net profit|operating income|market (?:value|cap)|daily limit|limit[- ]up|"
    r"trading (?:day|session)s?|closed at|closing price|yuan (?:per|a) share|A-shares?|chairman|subsidiar(?:y|ies)|dividends?|annual report|"
    r"announcements?|disclosed?|Stock Exchange|wholly[- ]owned|repurchase|convertible bonds?|turnover rate|IPO|stake in)\b",
    re.IGNORECASE,
)
MILD_MARKET = re.compile(
    r"\b(?:revenues?|profits?|stocks?|shares|investors?|acqui(?:re[ds]?|ring|sitions?)|equity|securities|announced|analysts?|brokerages?|contracts?|"
    r"agreements?|signed|bid(?:ding)?|orders?|rose|fell|index|bonds?|rating|performance|customers?|year-on-year|jointly)\b",
    re.IGNORECASE,
)
POLICY = re.compile(
    r"\b(?:develop(?:ment|ing)?|promot(?:e|ing|ion)|strengthen(?:ing)?|accelerat(?:e|ing)|improv(?:e|ing|ement)|polic(?:y|ies)|rural|farmers?|"
    r"construction|innovati(?:on|ve)|high-quality|ecological|green|we will|support|encourage|reform|modern(?:ization)?|planning|"
    r"economic|economy|region(?:al)?|agricultur(?:e|al)|people|livelihoods?|clean energy|carbon)\b",
    re.IGNORECASE,
)
CALLED_COMPANY = re.compile(
    r"\b(?:companies|enterprises|firms|stocks|shares|leaders|manufacturers|issuers|brokerages)\b[^.;]{0,40}\b(?:such as|including|like|led by|represented by|namely)\b",
    re.IGNORECASE,
)
