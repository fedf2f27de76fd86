"""English rules against advertisements and legal lines."""

from __future__ import annotations

from bitext.rules.boilerplate_en_labels import drop_labels
from bitext.rules.rule import Example, Rule, drop_lines

__all__ = ["RULES"]

_END = r"[\s.!:…»›→>↑^]*"

# The patterns are laid out by meaning.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(
        id="en-advertisement",
        category="advertisement",
        why="It marks the place of an advertisement.",
        source="English news pages; machine-translated finance sites that misspell it",
        apply=drop_lines(
            (
                r"[-–—=~*•·|\[\](){}<>\s]*(?:advert(?:is|iz)e?ments?|advert(?:is|iz)ings?|adverts?|advertorial|publicidade?"
                r"|sponsored(?: (?:content|post|links?|message|by))?|paid (?:content|post|advertisement|for by"
                r"|partner content)|promoted (?:content|stories|links)|partner content|ad feedback|ads by google"
                r"|commercial break)[-–—=~*•·|\[\](){}<>:.\s]*"
            ),
            (
                r"[-–—\s]*(?:story|article|content|post|page|video|text) continues? (?:below|after)(?: (?:this|the))? ?"
                r"(?:advert(?:is|iz)e?ments?|ads?|video|sponsor|promo(?:tion)?)?[-–—.:…\s↓]*"
            ),
            (
                r"(?:advert(?:is|iz)e?ment\s*[-–—·•.:|]?\s*)(?:scroll (?:down )?(?:to|for) (?:continue|more|keep reading)"
                r"(?: \w+){0,3}|continue reading below|story continues below|skip ad(?:vertisement)?|close(?: ad)?|advert(?:is"
                r"|iz)e?ment)"
                r"[\s.:…↓]*"
            ),
            (
                r"(?:(?:report|hide|close|skip|remove|about) (?:this |the )?ads?|why (?:am i seeing|this) (?:this )?ad\??"
                r"|scroll (?:down )?(?:to|for) continue(?: with content| reading)?|continue reading (?:the main story|below)?|"
                r"(?:this (?:article|post|content) (?:is|was) )?(?:sponsored|presented|brought to you|powered) by)"
                + _END
            ),
            longest=120,
        ),
        triggers=(
            "advert", "publicid", "sponsored", "paid ", "promoted", "partner content", "ads by", "ad feedback", "this ad", "the ad",
            "skip ad", "about ads", "report ad", "commercial break", "continues ", "to continue", "continue reading", "brought to you",
            "presented by", "powered by",
        ),
        lang="en",
        examples=(
            Example("- Advertisment -", None), Example("ADVERTISEMENT", None), Example("Story continues below advertisement", None),
            Example("Sponsored content", None),
        ),
        leave=(
            "Advertisement was the mother of the penny press.", "Sponsored by the guild, the race ran for forty years.",
            "The story continues below ground.", "AD 79",
        ),
    ),
    Rule(
        id="en-ad-label",
        category="advertisement",
        why="It labels an advertisement.",
        source="English news pages",
        apply=drop_labels("ad", "ads", "advert", "promoted", "promotion", "ad choices", "adchoices"),
        triggers=("ad", "promot"),
        lang="en",
        examples=(Example("[Ad]", None), Example("Ads", None)),
        leave=("AD 79", "Ad hoc"),
    ),
    Rule(
        id="en-affiliate-note",
        category="advertisement",
        why="It says that the site earns from links or places an offer.",
        source="English technology and shopping pages",
        apply=drop_lines(
            (
                r"(?:[\w .&'’-]{1,40}|we|some of the links|this (?:post|article|page|story)) (?:may |might |can |will )?"
                r"(?:earn|receive|get|contain|contains)s? (?:an? |some )?(?:small )?(?:affiliate |referral )?(?:commissions?"
                r"|links?|compensation|share of (?:the )?(?:sales|revenue))\b[^.!?]{0,160}\b(?:links?|purchase|buy|orders?"
                r"|affiliates?|article|site|page|post)\b.{0,160}"
            ),
            r"(?:we are|[\w .&'’-]{1,40} is) a participant in the amazon\b.{0,320}",
            r"(?:this|our) (?:site|post|page|article) contains affiliate links\b.{0,160}",
            r"(?:prices|deals|quantities|offers) (?:are |may be )?(?:subject to change|accurate at the time)\b.{0,160}",
            longest=400,
        ),
        triggers=(
            "commission", "affiliate", "participant in the amazon", "compensation", "subject to change", "accurate at the time",
            "share of ",
        ),
        lang="en",
        examples=(Example("We may earn a commission if you buy something through links on this page.", None),),
        leave=(
            "The agent may earn a commission on each ship that he brings to the port.",
            "Prices are falling, and the commission knows it.",
        ),
    ),
    Rule(
        id="en-copyright-line",
        category="legal",
        why="It is a copyright line.",
        source="English news pages, footers",
        apply=drop_lines(
            (
                r"(?:all (?:contents? )?|the contents of this site are |this (?:site|article|material) )?(?:content )?"
                r"(?:copyright(?:ed)?\s*)?(?:©|\(c\)|&copy;)\s*(?:copyright\s*)?(?:[12]\d{3}|[\w .,&'’-]{1,60}[12]\d{3}|by\b"
                r"|[\w .,&'’|-]{1,80}all rights reserved).{0,220}"
            ),
            (
                r"copyright(?:\s+(?:by|[12]\d{3}(?:\s?[-–]\s?(?:[12]\d{3}|present|now))?))[ ,.].{0,160}(?:all rights reserved"
                r"|inc\.?|ltd\.?|llc|co\.|company|corporation|press|agency|group|media|network|news)[\s.|]*"
                r"(?:all rights reserved\.?)?"
            ),
            (
                r"(?:[\w .,&'’-]{1,60}[.,|] ?)?all rights? reserved(?: (?:by|to) (?-i:[A-Z]).{1,60})?[\s.!|]*(?:(?:terms|privacy"
                r"|powered by|designed by|faq|no part)\b.{0,140})?"
            ),
            r"copyright (?:notice|policy|information|statement)" + _END,
            r"copyright\s*(?:©|\(c\))?\s*[12]\d{3}(?:\s?[-–]\s?(?:[12]\d{3}|present))?\.?",
            longest=300,
        ),
        triggers=("©", "(c)", "copyright", "rights reserved", "right reserved", "&copy;"),
        lang="en",
        examples=(
            Example("© 2024 Harbour Post Ltd. All rights reserved.", None), Example("Copyright 2019-2024 Delta Media Group", None),
            Example("All Rights Reserved", None),
        ),
        leave=(
            "Copyright law protects maps for seventy years.",
            "The heirs said that all rights reserved by the poet in 1912 had lapsed, and went to court.",
            "(c) the harbour, the bridge and the lock.",
        ),
    ),
    Rule(
        id="en-reuse-terms",
        category="legal",
        why="It forbids or permits the reuse of the page.",
        source="English newspapers and agencies, Chinese portals in English",
        apply=drop_lines(
            (
                r"(?:this|the|no|any|all) (?:material|content|part|article|story|text|reproduction|copyright|contents"
                r"|information|report)s?\b[^.!?]{0,140}\b(?:may|must|can|shall|should) not(?: be| in)?[^.!?]{0,40}\b"
                r"(?:published|reproduced|reprinted|copied|redistributed|republished|distributed|used (?:without|except|in any|for commercial))\b"
                r"(?!.*\bsaid\b).{0,220}"
            ),
            r"no part of (?:this|the)\b[^.!?]{0,80} (?:may|can) be (?:reproduced|copied|used|published|reprinted)\b.{0,180}",
            (
                r"(?:any )?(?:unauthori[sz]ed )?(?:reproduction|reprinting|copying|republication|redistribution"
                r"|use)\b[^.!?]{0,100}(?:is|are) (?:strictly )?(?:prohibited|forbidden|not allowed|not permitted)\b.{0,100}"
            ),
            (
                r"(?:please )?(?:indicate|credit|cite|specify|state) the source (?:when|if|for|before) (?:re-?print|reproduc"
                r"|re-?post|quot|repost|copy)\w*\b.{0,80}"
            ),
            r"(?:(?:please )?re-?print(?:ing)?[^.!?]{0,20},? please (?:indicate|credit|cite|specify|state|include) the source\b.{0,80})",
            longest=400,
        ),
        triggers=("not be ", "no part of", "prohibited", "forbidden", "not allowed", "not permitted", "the source"),
        lang="en",
        examples=(
            Example("This material may not be published, rewritten or redistributed without permission.", None),
            Example("Unauthorized reproduction is prohibited.", None), Example("Please indicate the source when reprinting.", None),
        ),
        leave=(
            "Water from this part of the river may not be used for drinking.", "The use of nets is prohibited from May to July.",
            "Such copies can be reproduced in a day.",
        ),
    ),
    Rule(
        id="en-site-terms",
        category="legal",
        why="It binds the reader to the site's terms.",
        source="English news pages, footers",
        apply=drop_lines(
            (
                r"(?:by (?:using|accessing|visiting|viewing|entering|browsing)|(?:your )?use of) (?:this|our|the)"
                r"(?: [\w-]+){0,3} ?(?:web ?site|site|service|page|content|app)s?,? (?:you |constitutes|assumes|indicates"
                r"|signifies|means|is subject|is governed)\b.{0,260}"
            ),
            r"(?:this site|this page|this form) is protected by recaptcha\b.{0,200}",
            (
                r"(?:(?:all )?(?:quotes|market data|stock data|sports data|data)|(?:stock )?quotes)(?: (?:is|are))?"
                r"(?: real-time or)? (?:delayed (?:by )?(?:at least )?\d+|©|(?:is |are )(?:provided|powered)"
                r"(?: and implemented)? by)[^!?]{0,160}"
            ),
            r"(?:icp|京icp|沪icp|粤icp)[^.!?]{0,60}",
            longest=320,
        ),
        triggers=(
            "by using", "by accessing", "by visiting", "by viewing", "by entering", "by browsing", "use of this", "use of our",
            "use of the", "recaptcha", "delayed", "market data", "sports data", "stock data", "icp",
        ),
        lang="en",
        examples=(
            Example("By using this website you accept our terms of service.", None),
            Example("Market data delayed by at least 20 minutes.", None),
        ),
        leave=(
            "By using this service road, lorries save an hour.", "The use of this site as a quarry ended in 1911.", "Data were delayed.",
        ),
    ),
    Rule(
        id="en-disclaimer",
        category="legal",
        why="It is a disclaimer of the publisher.",
        source="finance portals and opinion pages",
        apply=drop_lines(
            r"[(*\[\s]*(?:disclaimer|legal notice|risk warning|important notice|editor['’]s disclaimer)\s?[:：.—-]\s?.{0,360}",
            (
                r"[(*\[\s]*(?:the )?(?:views?|opinions?|statements)(?: and opinions?)?(?: expressed| contained"
                r"| stated)[^.!?]{0,80} (?:are|is|represent|reflect|belong|do|does)\b[^.!?]{0,60}(?:author|writer|contributor"
                r"|own|necessarily|columnist)\b.{0,220}"
            ),
            (
                r"[(*\[\s]*(?:this|the)(?: above)? (?:article|content|information|report|material|post|site"
                r"|page)s?\b[^!?]{0,220}(?:does|do|is|are|should) not (?:be (?:construed|considered|taken|regarded|used"
                r"|treated) as|constitute|intended (?:as|to)|represent|provide|meant)(?: \w+){0,3} (?:investment|financial"
                r"|legal|medical|professional|tax|trading|buy)\b.{0,160}"
            ),
            (
                r"[(*\[\s]*(?:this (?:article|content|story|report) (?:is|was)|for) (?:provided |published |offered )?"
                r"(?:for )?(?:general |reference |information(?:al)? |educational )+(?:purposes? )?only\b.{0,160}"
            ),
            r"[(*\[\s]*these statements have not been evaluated by the food and drug administration\b.{0,200}",
            longest=400,
        ),
        triggers=(
            "disclaimer", "legal notice", "risk warning", "important notice", "expressed", "contained", "stated", "not constitute",
            "not be ", "not intended", "not represent", "not provide", "purpose", "have not been evaluated",
        ),
        lang="en",
        examples=(
            Example("Disclaimer: the figures are offered as they are.", None),
            Example("The views expressed here are those of the author and not necessarily ours.", None),
            Example("This article was supplied by a partner and does not constitute investment advice.", None),
        ),
        leave=(
            "The opinions expressed at the hearing were sharp, and the mayor took notes.",
            "A loan does not constitute a gift, the judge found.", "The disclaimer on the label was in Latin.",
        ),
    ),
)
