"""Word lists that tell a listed company from an ordinary word, each named after where its words stand.

Compiled by hand from the wording of company announcements, market reports and policy papers in machine translation.
"""

from __future__ import annotations

import re

__all__ = [
    "ABSTRACT", "ADJECTIVE", "ADJECTIVES", "ADVERBS", "AFTER_THE", "AGENT_VERBS", "APPOSITION", "AREA", "BASED", "BE", "BEFORE_VERB",
    "CLAUSE_OPENERS", "COMPANY_PAIRS", "CORPORATE_NEXT", "COUNTS", "CROSSING", "DEALERS", "DEALS", "DETERMINERS",
    "DONE_TO_COMPANY", "EVENT", "FACILITY", "FEELS", "FOR_PEOPLE", "FUNCTION", "GROWING", "HAVE", "HEDGES",
    "INDUSTRY", "INSTITUTIONS", "KNOWN_NAMES", "LIST_HEADS", "MEMBERS", "MODALS", "NEUTRAL", "NOMINAL", "NOUN",
    "NUMBERS", "OF_A_COMPANY", "OF_BODY", "OF_COMPANY", "OF_EITHER", "OF_PERSON", "OF_WORD", "ONE", "OPENERS", "OWN", "PAST",
    "PERSONAL", "PLAIN_ADJECTIVES", "PREPOSITIONS", "PRODUCT", "RATES", "RELATED", "RETAIL", "SINGLED", "SINGULAR", "SPEAKERS",
    "TAKES_OBJECT", "THING_HAS", "THING_IS", "THINKS", "WORD_PAIRS",
]  # fmt: skip


def _set(words: str) -> frozenset[str]:
    """The words of a string, for lists that a person reads and edits."""
    return frozenset(words.split())


def _pairs(words: str) -> frozenset[tuple[str, str]]:
    """Pairs of neighbours, written "rich-in"."""
    return frozenset((first, second) for first, _, second in (w.partition("-") for w in words.split()))


ONE = _set("a an another each every one")
DETERMINERS = _set(
    """this these those its their our your his her some many several various all more most any no other both few different"""
)
PREPOSITIONS = _set(
    """in for with from on into about between through throughout across around without to over beyond off within under along near
    toward towards outside inside upon onto per amid among besides beside behind below above except unlike plus versus despite
    during regarding concerning"""
)
#: Clause openers and adverbs of time: the name after them is as likely a subject as anything.
NEUTRAL = _set(
    """yet once again still already soon later earlier here there thus hence either neither nor versus till unless that while when
    where whether because if although though since as but so then also only even just after before until than year month week
    day today yesterday tomorrow morning afternoon evening night quarter period time date now meanwhile however often not is are
    was were be been being has have had will would can could may might should shall must do does did who which what how why
    include includes involve involves make makes get gets give gives see sees say says show shows tell tells ask asks know call
    calls let think help helps enable enables meet meets want wants like regard consider believe trust put keep support supports
    encourage guide urge require prefer follow praise thank"""
)
#: Nouns and verbs that hand over a company.
APPOSITION = _set(
    """company companies retailer shareholder shareholders manufacturer firm firms giant giants leader leaders stock stocks subsidiary
    issuer brand enterprise enterprises unit parent abbreviation code maker producer developer operator supplier customer client
    partner rival competitor peer peers bank broker brokerage securities share shares chairman president ceo director
    controlled-by listed target bidder winner sponsor underwriter investor acquirer affiliate affiliates vendor named called
    titled"""
)
AGENT_VERBS = re.compile(
    r"\b(?:support|supports|supporting|encourage|encourages|promote|promotes|promoting|push|drive|lead|enable|encouraging|guide|"
    r"guiding|allow|allows|require|requires|urge|help|helps|assist|instruct)\s*(?:the\s*)?$",
    re.IGNORECASE,
)
OF_COMPANY = _set(
    """account accounts acquisition acquiring address adviser advisers agent agents announcement announcements app application articles
    assets auction auditor auditors bid bill bills board bond bonds booth booths boss branch branches building buses business
    businesses campus canteen capital capitalization card cards ceo chairman chip chips cinema cinemas client clients co-founder
    complaint complaints contract controller contracts counsel counters court cows creditor creditors customer customers dealer
    dealers debt debts delegation delisting deputy device devices director directors distributor distributors doors dormitory
    driver drivers employee employees engineer engineers entrance equity executive executives expansion experts factories
    factory fans farms fee fees file files finances fine flagship founder founders franchisee franchisees fraud gate graduates
    guest guests hall headquarters helm holder holders holdings inverter inverters invoice invoices intern interns investment
    investor investors kitchen lab laboratory lawsuit lawsuits lawyers layoffs listing loan loans logistics logo loss losses
    mall malls management manager managers meeting member members membership merchants merger mine name office offices offer
    offering order orders outlet outlets owner owners parent partner partners patent patents performance pharmacies pharmacy
    piglets pigs plan plans plant plants platforms predecessor premises president presidents privatization products profit
    profits proposal prospectus reagent reagents registration reins rent report resignation restructuring results revenue rival
    rivals robot robots salesman scientist scientists secretary security services share shareholder shareholders shares shop
    shops showroom software solution solutions spokesman spokesperson spokeswoman staff stake stall stalls statement station
    stations stock stocks store stores stockholders subsidiaries subsidiary successor suit supervisors supplier suppliers
    suspension system systems takeover taxi taxis team technician technicians technology tenant tenants tender terminal
    terminals ticket tickets tower trademark trademarks trainees trucks underwriter union unit value valuation vehicle vehicles
    venture visitors volunteers warehouse warehouses website window workers workshop workshops yard ipo"""
)
OF_WORD = _set(
    """abundance acres adoption advent amount amounts application applications army bag bags barrels basket baskets batch batches bits
    bowl box boxes breeding bulk bunch bunches buyers buying carloads carts catalog catalogue categories category circulation
    classification collection combination conservation consumers consumption containers conversion crates cultivation definition
    delivery demand density deployment detection dollars dozens drying dumping emergence era export exporter exporters exports
    fermentation field fields fleet flow flows fragrance freezing freight full futures generation generations glut grading grain
    grams grower growers growth handful harvest harvesting hours heaps hectares hundreds identification import importation
    importer importers imports inch indication indications inspection installation integration intensity invention jars
    kilograms kilos kind kinds lack lots lovers makers manufacture manufacturing mass millions mix mountains mu oversupply
    packages packaging packing penetration piece pieces piles pinch planting plates popularity popularization pounds power
    preservation prices processing procurement producer producers promotion purchase purchases purchasing quality freshness
    quota quotas range refrigeration relatives ripening row rows safety sale sales scarcity scent sea seller sellers selling
    shipment shipments shortage shortages smell sorting sorts sowing scenario scenarios spoilage stockpile storage stream
    streams surplus tariffs taste tens thousands tonnes tons traceability trade trader traders trafficking trains transmission
    transport transportation truckloads type types use utilisation utilization varieties variety volume volumes warehousing
    washing waste watts weight wholesaling wholesalers worth yield yields yuan"""
)
OF_PERSON = _set(
    """basket affairs families family conditions livelihoods love kitchens budgets habits habit customs choice choices dignity joys
    sorrows joy sorrow tears smiles faces memory memories wisdom experience pain suffering education housing savings rights
    safety hope hopes expectation opinions opinion complaints view views side doors bags heart soul spirit lives life needs
    livelihood interests eyes hearts wishes expectations voices voice majority concerns health income incomes pockets burden
    sense satisfaction difficulty happiness table tables worries difficulties problems stories story language homes home hands
    minds feelings trust support demand demands welfare wellbeing wallet wallets doorstep daily food benefit travel generation
    generations number millions thousands lot consumption"""
)
OF_EITHER = _set(
    """price meaning nature essence principle theory law notion knowledge understanding image picture dream fear love absence wealth
    origin birthplace cradle potential advantage advantages benefit benefits function effect impact influence rise spread
    revolution wave trend importance significance necessity basis foundation foundations pillar core key options insurance path
    discovery exploration pursuit search creation formation stimulation release injection level levels standard standards share
    proportion percentage part majority production supply development growth number amount range cost costs source sources form
    forms era role age problem problems question theme topic concept idea study science history barometer symbol rate rates
    density loss"""
)
LIST_HEADS = _set(
    """operators targets companies company enterprises firms stocks shares leaders manufacturers peers brokerages banks issuers groups
    customers suppliers partners institutions investors shareholders clients"""
)
CORPORATE_NEXT = _set(
    """assets department stores retail branches tower campus analyst analysts researcher researchers reporter salesman salesmen drivers
    clerk clerks technicians technician showroom supermarket supermarkets debt contract debtor creditors lawyer lawyers holdings
    management outlets pharmacies pharmacy counters app website shares share stock stocks shareholders shareholder chairman
    president director directors ceo subsidiary subsidiaries spokesperson spokesman headquarters prospectus announcement
    announcements general vice deputy chief senior annual semi-annual quarterly board securities executives executive manager
    founder employees employee staff plan-to bonds convertible a-shares a-share ipo secretary factory plant workshop investor
    investors performance financial common ordinary-shares dividend branch controlling actual officials engineers engineer
    workers booth group limited ltd co inc branch's store disclosure issued-shares net proposed non-public restructuring
    delisting code abbreviation hereinafter"""
)
INDUSTRY = _set(
    """industry industries sector sectors concept concepts field fields plate resources track technology technologies revolution era"""
)
PRODUCT = _set(
    """demonstration pilot linkage production market markets wholesale prices price application applications equipment generation
    processing circulation logistics exports imports export import trade supply cells panels heaters power manufacturing
    research training safety e-commerce cold industrial integration scenarios water street resources tourism"""
)
#: What companies have too, after their name.
OWN = _set(
    """products product competition system systems quality brands supporting bases base parks park enterprises companies manufacturers
    services channels channel activities model models area region district zone development sales technology"""
)
FUNCTION = _set(
    """and or in of for to with from as at by on that which who but so than if when while where because into over under after before
    through not is are was were be has have had will would can could may might should must shall do does did it its their they
    he she the a an this also then you we us i them yet once again still already soon later here there"""
)
#: Dealings that companies have with one another.
DEALS = _set(
    """signed sign signs assistance agreement agreements contract contracts cooperation cooperate cooperates cooperated cooperating
    partnership partnered partners teamed joined works talks deal deals compete competes competed competition negotiate
    negotiated merge merged settle settled dispute lawsuit collaborate collaborated collaboration venture alliance spun letter
    letters inquiry tender compared commissioned"""
)
COMPANY_PAIRS = _pairs(
    """invest-in invested-in invests-in bought-into stake-in stakes-in shares-in holding-in holdings-in position-in interest-in
    interests-in belong-to belongs-to belonging-to belonged-to owed-to owes-to paid-to sold-to lent-to supplier-to suppliers-to
    adviser-to next-to home-to thanks-to went-to awarded-to transferred-to allocated-to fine-on fined-to order-to orders-to
    loan-to loans-to bought-from buy-from purchased-from ordered-from borrowed-from received-from learn-from learned-from
    acquired-from work-for worked-for works-for working-with work-with worked-with order-from orders-from news-for loan-from
    loans-from signed-up sign-up visit-to parallel-to subordinate-to granted-to issued-to sent-to delivered-to supplied-to
    supplies-to supply-to joined-with news-from followed-by rating-on bullish-on bearish-on optimistic-about confidence-in
    shareholder-in job-at employed-at left-for moved-to training-at outside-of licence-to license-to licensed-to refund-from
    refunds-from opposite-to tour-of visits-to trip-to behind-in head-for entrusted-to handed-to"""
)
INSTITUTIONS = _set(
    """bank banks city government governments university universities institute institutes hospital hospitals company companies school
    schools province county ministry college party side group firm firms team authority authorities bureau commission fund funds
    partners"""
)
#: After these a lower-case word is a verb.
BEFORE_VERB = _set("to will can would should must may could not who which that and it he she they we")
SPEAKERS = _set("lawyer lawyers spokesperson spokesman spokeswoman counsel advisers adviser")
WORD_PAIRS = _pairs(
    """birth-to rise-to leads-to led-to lead-to contribute-to transmitted-to converted-to income-from energy-from power-from heat-from
    electricity-from made-from extracted-from shift-from switch-from way-to devoted-to related-to key-to switch-to switched-to
    shift-to access-to back-to alternative-to turn-to turned-to turning-to tariffs-on taxes-on tax-on duties-on demand-for
    market-for markets-for license-for licence-for standards-for season-for prices-for base-for need-for hunger-for thirst-for
    outlet-for outlets-for channel-for channels-for insurance-for room-for subsidies-for hope-for call-for search-for
    opportunities-for relies-on rely-on relying-on depend-on depends-on based-on run-on runs-on loaded-with packed-with rich-in
    trade-in trading-in progress-in advances-in specialize-in specializing-in specialized-in equipped-with combined-with
    filled-with replaced-with planted-with mixed-with heated-with familiar-with turned-into made-into converted-into"""
)
CLAUSE_OPENERS = _set("how that when where because if while whether") | {""}
PLAIN_ADJECTIVES = _set(
    """new main first second key core major rich good strong fresh local rural cheap clean modern big large small old young special
    famous raw cold hot dry safe healthy imported exported processed dried frozen great real important powerful"""
)
CROSSING = _set("through into around beyond cross crosses crossing crossed across over throughout")
AREA = _set("area areas region district zone coast scenic waters islands island rim")
RELATED = _set("its his others related relevant several two three some many local")
PAST = _set(
    """took went grew began became came gave got kept left lost met paid put ran saw sent set spent stood thought wrote drew brought
    broke chose cut fought felt made bought ate beat bet bid drove flew forgot hid knew lent meant read rang sought shook spoke
    spread swept taught threw"""
)
MEMBERS = _set(
    """team delegation experts expert engineers engineer managers manager leader leaders scientist scientists people workers staff
    order orders"""
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
    """lives livelihood livelihoods daily needs pockets income incomes homes health interests concerns living life sense hearts minds
    voices money"""
)
FOR_PEOPLE = _set(
    """benefited benefiting serving served helped helping let lets letting make makes making benefit benefits enable enables ensure
    help helps serve serves convenient"""
)

#: Nouns of thoughts, which hardly ever stand before another noun.
ABSTRACT = _set("source force hope wisdom compass journey era continent pathfinder")
NUMBERS = _set(
    """two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty hundred hundreds thousand thousands
    dozens million couple enough such certain various numerous countless"""
)
ADVERBS = _set(
    """together here there everywhere also long successfully still already now then even just not never only once further today
    yesterday recently currently always often soon again all both too"""
)
MODALS = _set("can may might could should must will would shall cannot")
BE = _set("is was are were be been being")
HAVE = _set("has have had")
#: Neutral beside the name, and yet the name is their object.
TAKES_OBJECT = _set(
    """make makes get gets give gives see sees let help helps need want wants put keep enable enables than support encourage"""
)
#: People and bodies that deal with companies rather than with things.
DEALERS = _set(
    """bank banks investor investors fund funds court courts regulator regulators ministry mayor mr ms mrs analyst analysts broker
    brokers brokerage brokerages chairman chairwoman president ceo founder shareholder shareholders institution institutions
    company companies firm firms rival rivals supplier suppliers creditor creditors lawyer lawyers auction bidder bidders
    subsidiary csrc sasac bureau manager managers director both announcement secretary boss executive executives auditors
    employee employees job stock group warehouse deal agreement contract credit loan"""
)
#: What is done to companies, after "is": "is based in", "was fined".
DONE_TO_COMPANY = _set(
    """added removed included hit named dropped moved placed put told bailed rescued taken based affiliated attached subordinate
    headquartered located listed delisted fined founded established suspended warned sued investigated owned controlled invited
    chosen selected awarded rated ranked recognized recognised shortlisted appointed commissioned entrusted incorporated
    registered acquired merged restructured privatized traded quoted valued penalized penalised criticized punished accused
    engaged committed dedicated expected approved asked ordered required authorized authorised sponsored backed staffed run
    managed"""
)
FEELS = _set(
    """optimistic pessimistic profitable confident busy keen ready able unable willing unwilling bullish proud bankrupt insolvent
    responsible private"""
)
#: What things and thoughts have and are, after "has a" and "is the".
THING_HAS = _set(
    """history role advantages advantage potential effect effects value meaning characteristics future impact influence great huge
    bright broad wide strong high low good far-reaching taste place places season"""
)
THING_IS = _set(
    """key main important guarantee foundation way symbol part source form kind result necessity goal dream trend answer topic pillar
    engine heart soul core choice focus basis means tool essence crop staple subject purpose reason direction theme feature
    future clean cheap safe renewable resource energy weapon"""
)
RETAIL = _set("cinema store retail pharmacy restaurant supermarket hotel drugstore")
#: Adverbs between a verb and its object.
HEDGES = _set("mainly mostly chiefly partly largely even just")
#: Ends of adjectives that only a company has.
OF_A_COMPANY = ("-based", "-listed", "-backed", "-owned", "-headquartered", "-traded", "-controlled", "-run", "-founded")
#: Of companies and other bodies; of things only in a figure of speech.
OF_BODY = _set(
    """arrival entry appearance withdrawal departure rise establishment birth expansion participation involvement statement investment
    management achievement achievements strength ability competitiveness reputation operation operations position strategy
    vision mission layout experience help support assistance cooperation founding success failure situation helm history name
    side part example examples case cases practice efforts contribution contributions reform operator doctors window building
    members children"""
)
#: Adjectives that stand before things and thoughts, hardly ever before a company's name.
ADJECTIVES = _set(
    """abundant major various important strong powerful inexhaustible endless lasting sustainable inner spiritual huge enormous massive
    great tremendous constant continuous stable reliable cheap clean service renewable solar wind rooftop distributed surplus
    fresh perishable seasonal organic green high-quality quality low-quality premium superior ecological pollution-free safe
    unsafe edible raw ripe frozen chilled dried processed packaged imported exported foreign domestic local native regional
    rural urban agricultural traditional modern ancient old young new latest smart intelligent clever industrial medical
    surgical collaborative humanoid mobile autonomous underwater underground welding cleaning inspection patrol rescue delivery
    humanlike bionic soft tiny small large big giant tall heavy light simple complex complicated expensive costly special
    specialized specialised special-purpose ordinary common rare famous well-known excellent fine good better best beautiful
    wonderful bright broad vast wide deep profound rich poor real true genuine false main chief primary secondary principal key
    core central basic fundamental essential vital crucial decisive leading dominant internal external intrinsic endogenous
    original first second third fourth fifth early late future next many more most much little less few other such same similar
    different diverse diversified certain whole entire potential alternative additional extra sufficient enough adequate scarce
    limited unlimited infinite bulk staple characteristic advantageous featured specialty branded standardized standardised
    traceable certified tropical alpine wild farm farmed home-grown locally-grown unsold unsalable overstocked oversupplied
    wooden golden red black white yellow blue purple pink bitter sweet sour delicious digital electronic online offline virtual
    real-time artificial natural human social economic cultural national international global worldwide cross-border popular
    fashionable elderly educational household public commercial civil military experimental portable advanced sophisticated
    high-end low-end high-performance low-cost low-carbon zero-carbon high-tech emerging innovative creative novel promising
    busy quiet daily weekly annual sampling sweeping cooking picking guiding feeding milking mowing packing painting polishing
    spraying washing disinfecting handling sorting harvesting weeding dish-washing window-cleaning irreplaceable indispensable
    unique precise accurate efficient effective energetic surging vigorous vibrant active positive initial final unified
    nationwide single double dual multiple numerous countless spare six-legged four-legged remote-controlled unmanned driverless
    self-service concentrated photothermal offshore onshore"""
)
#: "is the first" tells one of its kind, "the first" alone need not.
SINGLED = re.compile(r"\b(?:is|was|become|becomes|became|build|built)\s+the\s+[a-z-]{1,20}\s*$", re.IGNORECASE)
#: Before "areas of" and the like: where things grow.
GROWING = _set("producing production planting growing origin farming")
#: Verbs after which a clause begins.
THINKS = _set("believe believes believed think thinks thought hear heard reported learned expect expects claims")
COUNTS = _set(
    """two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty hundred dozen hundreds thousands
    enough countless numerous"""
)
SINGULAR = _set("is was has")
#: Places where things are handled, and papers about them: of a thing or of a company.
FACILITY = _set(
    """window windows market markets center centre centers centres hub hubs base bases warehouse warehouses platform platforms channel
    channels receipts facilities facility system systems model models standard standards network networks seeds"""
)
#: Openers of a phrase of time or place.
OPENERS = _set("among in at on during since after before by as for with under from throughout amid within")
#: "the loss rate of": of things.
RATES = _set(
    """loss penetration pass qualified conversion utilization utilisation processing survival germination spoilage localization
    commodity"""
)
#: Gatherings about a subject.
EVENT = _set(
    """conference expo fair competition contest exhibition forum festival summit congress championship olympiad association show week
    museum theatre"""
)
#: After "the" these make any noun definite.
AFTER_THE = _set("only same very next last whole entire so-called")
#: Endings of nouns that name an action or a quality.
NOMINAL = ("tion", "sion", "ment", "ness", "ity", "ing", "age", "ance", "ence", "ency", "th", "ure", "al", "ism")
#: Names, capitalised words and shorthand that policy papers and reports use of anything but companies.
KNOWN_NAMES = frozenset(
    """China Chinese Europe European Asia Asian Africa African America American US UN EU ASEAN RCEP CPC GDP AI IT VR AR RMB Internet
    Beidou Bay Area Delta
    River Yellow Pearl North South East West Northeast Northwest Southeast Southwest Central Western Eastern Northern Southern
    Province City County Autonomous
    Region Spring Festival New Year National Day January February March April May June July August September October November December
    Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Five-Year Plan Belt Road Japan Japanese Laos Russia Russian Vietnam Thailand Germany
    German France India
    Brazil Xiong'an
    Hong Kong Taiwan Greater Inner Gobi Xi Jinping Party State Council Communist Olympic Olympics Games Great Wall""".split()
)
