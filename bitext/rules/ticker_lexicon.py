"""Word lists that tell a listed company from an ordinary word, each named after where its words stand.

Compiled by hand from the wording of company announcements, market reports and policy papers in machine translation.
"""

from __future__ import annotations

import re

__all__ = [
    "ABSTRACT",
    "ADJECTIVE",
    "ADVERBS",
    "AFTER_THE",
    "AGENT_VERBS",
    "APPOSITION",
    "AREA",
    "BASED",
    "BE",
    "BEFORE_VERB",
    "CALLED_COMPANY",
    "CLAUSE_OPENERS",
    "COMPANY_PAIRS",
    "CORPORATE_NEXT",
    "CROSSING",
    "DEALERS",
    "DEALS",
    "DETERMINERS",
    "DONE_TO_COMPANY",
    "EVENT",
    "FEELS",
    "FOR_PEOPLE",
    "FUNCTION",
    "GEOGRAPHY",
    "HAVE",
    "HEDGES",
    "IMPERATIVE",
    "INDUSTRY",
    "INSTITUTIONS",
    "KNOWN_NAMES",
    "LIST_HEADS",
    "MEMBERS",
    "MILD_MARKET",
    "MODALS",
    "NEUTRAL",
    "NOMINAL",
    "NOUN",
    "NUMBERS",
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
    "RETAIL",
    "SPEAKERS",
    "STRONG_MARKET",
    "TAKES_OBJECT",
    "THING_HAS",
    "THING_IS",
    "WORD_PAIRS",
]


def _set(words: str) -> frozenset[str]:
    """The words of a string, for lists that a person reads and edits."""
    return frozenset(words.split())


def _pairs(words: str) -> frozenset[tuple[str, str]]:
    """Pairs of neighbours, written "rich-in"."""
    return frozenset((first, second) for first, _, second in (w.partition("-") for w in words.split()))


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
AGENT_VERBS = re.compile(
    r"\b(?:support|supports|supporting|encourage|encourages|promote|promotes|promoting|push|drive|lead|enable|encouraging|guide|guiding|allow|allows|require|requires|urge|help|helps|assist|instruct)\s*(?:the\s*)?$",
    re.IGNORECASE,
)
OF_COMPANY = _set(
    """warehouse warehouses cinema cinemas store stores shop shops outlet outlets pharmacy pharmacies website app logo address auction
    patents trademark trademarks laboratory lab campus account accounts debt debts loan loans fans user users client clients engineer
    technicians drivers driver vehicle vehicles takeover bankruptcy founders co-founder boss owner owners spokesman spokeswoman base stalls
    dealers dealer distributor distributors robots robot
    shares share stock stocks chairman president director directors shareholder shareholders subsidiary subsidiaries board announcement
    announcements stake performance value workers delegation team engineers scientist scientists experts booth capitalization ceo manager secretary spokesperson employees employee founder executives
    executive plant factory headquarters customers customer supplier suppliers partner capital equity holder holders controller bonds bond
    results profit profits revenue report prospectus listing suspension delisting acquisition acquiring branch office workshop
    offering ipo staff investors products business services technology counsel auditor creditors meeting articles registration merger restructuring"""
)
OF_WORD = _set(
    """shortage shortages surplus lack glut abundance oversupply tariffs catalogue catalog mountains baskets loads truckloads bags boxes crates carts bunch bunches field sea
    harvest sowing hectares mu acres sales dumping army fleet handful hundreds thousands millions dozens lots futures stream streams indication indications tons tonnes kilograms kilos batch batches basket sorts intensity purchase purchases demand
    circulation variety varieties kind kinds type types export exports import imports consumption use utilization application applications
    cultivation transport transportation storage deployment popularization adoption processing safety promotion fields sale planting prices"""
)
OF_PERSON = _set(
    "lives life needs livelihood interests eyes hearts wishes expectations voices majority concerns health income pockets burden"
)
OF_EITHER = _set(
    "production supply quality development growth market markets number amount range cost costs source sources form forms era role age problem problems question theme topic concept idea study science history barometer symbol rate rates density loss"
)
LIST_HEADS = _set(
    "companies company enterprises firms stocks shares leaders manufacturers peers brokerages banks issuers groups customers suppliers partners institutions investors shareholders clients"
)
CORPORATE_NEXT = _set(
    """assets department stores retail branches tower campus analyst analysts researcher researchers reporter salesman salesmen
    drivers clerk clerks technicians technician showroom supermarket supermarkets debt contract debtor creditors lawyer lawyers holdings
    management outlets pharmacies pharmacy counters app website shares share stock stocks shareholders shareholder chairman president director directors ceo subsidiary subsidiaries spokesperson
    spokesman headquarters prospectus announcement announcements general vice deputy chief senior annual semi-annual quarterly board securities executives executive
    manager founder employees employee staff plan-to bonds convertible a-shares a-share ipo secretary factory plant workshop investor
    investors performance financial common ordinary-shares dividend branch controlling actual officials engineers engineer workers booth
    group limited ltd co inc branch's store stores disclosure issued-shares net proposed non-public restructuring delisting code
    abbreviation hereinafter"""
)
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
#: Dealings that companies have with one another.
DEALS = _set(
    """signed sign signs assistance agreement agreements contract contracts cooperation cooperate cooperates cooperated cooperating
    partnership partnered partners teamed joined works talks deal deals compete competes competed competition negotiate negotiated
    merge merged settle settled dispute lawsuit collaborate collaborated collaboration venture alliance spun letter letters inquiry
    tender compared commissioned"""
)
COMPANY_PAIRS = _pairs(
    """invest-in invested-in invests-in bought-into stake-in stakes-in shares-in holding-in holdings-in position-in interest-in interests-in
    belong-to belongs-to belonging-to belonged-to owed-to owes-to paid-to sold-to lent-to supplier-to suppliers-to adviser-to next-to
    home-to thanks-to went-to awarded-to transferred-to allocated-to fine-on fined-to order-to orders-to loan-to loans-to bought-from
    buy-from purchased-from ordered-from borrowed-from received-from learn-from learned-from acquired-from work-for worked-for works-for
    working-with work-with worked-with order-from orders-from news-for loan-from loans-from visit-to parallel-to subordinate-to granted-to
    issued-to sent-to delivered-to supplied-to supplies-to supply-to joined-with news-from followed-by rating-on bullish-on bearish-on
    optimistic-about confidence-in shareholder-in job-at employed-at left-for moved-to training-at outside-of licence-to license-to
    licensed-to refund-from refunds-from opposite-to tour-of visits-to trip-to behind-in head-for entrusted-to handed-to"""
)
INSTITUTIONS = _set(
    """bank banks city government governments university universities institute institutes hospital hospitals company companies school schools
    province county ministry college party side group firm firms team authority authorities bureau commission fund funds partners"""
)
#: After these a lower-case word is a verb.
BEFORE_VERB = _set("to will can would should must may could not who which that and it he she they we")
SPEAKERS = _set("lawyer lawyers spokesperson spokesman spokeswoman counsel advisers adviser")
WORD_PAIRS = _pairs(
    """income-from energy-from power-from heat-from electricity-from made-from extracted-from shift-from switch-from attention-to way-to devoted-to
    related-to key-to switch-to switched-to shift-to access-to back-to alternative-to turn-to turned-to turning-to tariffs-on taxes-on tax-on duties-on
    demand-for market-for markets-for license-for licence-for standards-for season-for prices-for base-for need-for hunger-for thirst-for outlet-for
    outlets-for channel-for channels-for insurance-for room-for subsidies-for hope-for call-for search-for opportunities-for relies-on rely-on relying-on
    depend-on depends-on based-on run-on runs-on loaded-with packed-with rich-in trade-in trading-in progress-in advances-in specialize-in specializing-in specialized-in equipped-with combined-with
    filled-with replaced-with planted-with mixed-with heated-with familiar-with turned-into made-into converted-into"""
)
CLAUSE_OPENERS = _set("how that when where because if while whether") | {""}
PLAIN_ADJECTIVES = _set(
    """new main first second key core major rich good strong fresh local rural cheap clean modern big large small old young special famous raw cold hot
    dry safe healthy imported exported processed dried frozen great real important powerful"""
)
CROSSING = _set("through into around beyond cross crosses crossing crossed across over throughout")
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

#: Nouns of thoughts, which hardly ever stand before another noun.
ABSTRACT = _set("source force hope wisdom compass journey era continent pathfinder")
NUMBERS = _set(
    """two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty hundred hundreds thousand thousands dozens
    million couple enough such certain various numerous countless"""
)
ADVERBS = _set(
    "also long successfully still already now then even just not never only once further today yesterday recently currently always often soon again all both too"
)
MODALS = _set("can may might could should must will would shall cannot")
BE = _set("is was are were be been being")
HAVE = _set("has have had")
#: Neutral beside the name, and yet the name is their object.
TAKES_OBJECT = _set(
    "make makes get gets give gives see sees let help helps need want wants put keep enable enables than support encourage include includes"
)
#: People and bodies that deal with companies rather than with things.
DEALERS = _set(
    """bank banks investor investors fund funds court courts regulator regulators exchange exchanges ministry mayor mr ms mrs analyst analysts
    broker brokers brokerage brokerages chairman chairwoman president ceo founder shareholder shareholders institution institutions company
    companies firm firms rival rivals supplier suppliers creditor creditors lawyer lawyers auction bidder bidders subsidiary csrc sasac
    bureau journalist reporter reporters manager managers director prices price both announcement secretary boss executive executives auditors
    employee employees job stock group warehouse deal agreement contract credit loan"""
)
#: What is done to companies, after "is": "is based in", "was fined".
DONE_TO_COMPANY = _set(
    """based headquartered located listed delisted fined founded established suspended warned sued investigated owned controlled invited chosen
    selected awarded rated included named ranked recognized recognised shortlisted appointed commissioned entrusted incorporated registered
    acquired merged restructured privatized traded quoted valued penalized penalised criticized punished accused engaged committed dedicated
    expected allowed approved asked ordered required authorized authorised sponsored backed hit staffed run managed"""
)
FEELS = _set(
    "optimistic pessimistic profitable confident busy keen ready able unable willing unwilling bullish proud bankrupt insolvent responsible private"
)
#: What things and thoughts have and are, after "has a" and "is the".
THING_HAS = _set(
    """history role advantages advantage potential effect effects value meaning characteristics future impact influence great huge bright
    broad wide strong high low good far-reaching taste place places season"""
)
THING_IS = _set(
    """key main important guarantee foundation way symbol part source form kind result necessity goal dream trend answer topic pillar engine
    heart soul core choice focus basis means tool essence crop staple subject purpose reason direction theme feature future clean cheap safe
    renewable resource energy weapon"""
)
RETAIL = _set("cinema store retail pharmacy restaurant supermarket hotel drugstore")
#: Adverbs between a verb and its object.
HEDGES = _set("mainly mostly chiefly partly largely even just")
#: Talk of land and sea, where a place is meant.
GEOGRAPHY = re.compile(
    r"\b(?:oceans?|seas?|ships?|shipping|sail(?:s|ed|ing)?|coasts?|typhoons?|islands?|kilomet(?:re|er)s|km|north(?:west|east)?|south(?:west|east)?|"
    r"rivers?|mountains?|tourists?|climate|fleets?|voyage|waves?|seabed|wetlands?|hikers?|scenic|peaks?|lakes?|visitors)\b",
    re.IGNORECASE,
)
#: Gatherings about a subject.
EVENT = _set(
    "conference expo fair competition contest exhibition forum festival summit congress championship olympiad association show week museum theatre"
)
#: After "the" these make any noun definite.
AFTER_THE = _set("only same very next last whole entire so-called")
#: Endings of nouns that name an action or a quality.
NOMINAL = ("tion", "sion", "ment", "ness", "ity", "ing", "age", "ance", "ence", "ency", "th", "ure", "al", "ism")
#: Names, capitalised words and shorthand that policy papers and reports use of anything but companies.
KNOWN_NAMES = frozenset(
    """China Chinese Europe European Asia Asian Africa African America American US UN EU ASEAN RCEP CPC GDP AI IT VR AR RMB Internet Beidou Bay Area Delta
    River Yellow Pearl North South East West Northeast Northwest Southeast Southwest Central Western Eastern Northern Southern Province City County Autonomous
    Region Spring Festival New Year National Day January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Five-Year Plan Belt Road Japan Japanese Laos Russia Russian Vietnam Thailand Germany German France India
    Brazil Xiong'an Hong Kong Taiwan Greater Inner Gobi Xi Jinping Party State Council Communist Olympic Olympics Games Great Wall""".split()
)
