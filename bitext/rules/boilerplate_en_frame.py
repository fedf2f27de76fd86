"""English rules against the frame of a page: banners, breadcrumbs, menus, pagination, advertisements, legal lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.boilerplate_en_access import drop_labels
from bitext.rules.rule import Change, Example, Page, Rule, drop, drop_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RULES"]

_END = r"[\s.!:…»›→>↑^]*"
#: Entries of menus and footers; a block that is only such entries is a menu.
_ENTRY = (
    r"(?:about(?: us| me)?|contact(?: us| me)?|careers?|jobs|advertise(?: with us)?|advertising|privacy(?: & cookies| policy| notice| statement| rights)?"
    r"|your (?:california )?privacy rights|cookies?(?: policy)?|terms(?: (?:of (?:use|service|sale)|and conditions|& conditions))?|site ?map|rss(?: feeds?)?"
    r"|help|faqs?|home|homepage|subscribe|subscriptions?|newsletters?|log ?in|sign in|register|search|menu|media kit|masthead|feedback|imprint|disclaimer"
    r"|accessibility(?: statement)?|ad ?choices|your ad choices|about our ads|copyright(?: policy)?|site index|member services|customer service|archives?|staff"
    r"|our team|mobile apps?|press(?: room)?|links?|friendly links|corrections|closed captioning(?: policy)?|ethics (?:statement|policy)|editorial standards|sections)"
)
_TONGUE = (
    r"(?:big5|gb|chinese|中文(?:版|网|简体|繁体|繁體)?|简体(?:中文|版)?|繁[體体](?:中文|版)?|english|en|français|french|español|spanish|русский|russian"
    r"|日本語|japanese|한국어|korean|عربي|arabic|deutsch|german|português|portuguese|italiano)"
)
_HOME = r"(?:home ?page|home|index|front page|you are here|(?:your )?current (?:location|position)|current channel)"
_IMAGE = r"(?:jpe?g|png|gif|webp|bmp|tiff?|svg|avif|heic)"


def _drop_doubled_banner(page: Page, index: int) -> Iterable[Change]:
    """Drop a line whose first half is its second half, if the half reads like a site's title."""
    text = page.blocks[index].text.strip()
    if not 32 <= len(text) <= 400:
        return
    half = len(text) // 2
    first = text[:half].strip()
    if first == text[-half:].strip() and first[-1] not in ".!?…。！？" and re.search(r" [-–—|·»] |portal|website|official site|_", first, re.IGNORECASE):
        yield drop()


def _drop_page_label(page: Page, index: int) -> Iterable[Change]:
    """Drop a template's label when it opens the page and something else follows."""
    block = page.blocks[index]
    label = block.text.strip().lower()
    opens = index == 0 and len(page.blocks) > 1 and label != (page.metadata.title or "").lower()
    if opens and (block.kind != "heading" or page.metadata.title) and re.fullmatch(_PAGE_LABEL, label):
        yield drop()


_PAGE_LABEL = r"workflow|detail(?:s|ed)?(?: page)?|(?:news|article) (?:details?|content|page|center)|main (?:content|text|body)|content|article|text|body|untitled|page"

RULES: tuple[Rule, ...] = (
    Rule(
        id="en-doubled-banner",
        category="navigation",
        why="The site's title stands twice in one line: a banner and its alternative text.",
        source="Xinhua Silk Road article pages",
        apply=_drop_doubled_banner,
        triggers=(" - ", " – ", " — ", " | ", "portal", "website", "official site"),
        lang="en",
        examples=(Example("Delta Trade - River Portal, the harbour's Website Delta Trade - River Portal, the harbour's Website", None),),
        leave=("They sang it again - and then again - and then again.", "Row, row, row your boat - row, row, row your boat."),
    ),
    Rule(
        id="en-page-label",
        category="navigation",
        why="The page opens with a label of its template.",
        source="machine-translated Chinese portals",
        apply=_drop_page_label,
        triggers=("workflow", "detail", "main content", "main text", "main body", "untitled", "article content", "news content"),
        lang="en",
        examples=(Example(("Workflow", "A bridge opens in Fuling"), ("A bridge opens in Fuling",)),),
        leave=("Workflow", ("A bridge opens in Fuling", "Workflow", "First, steel is cut.")),
    ),
    Rule(
        id="en-site-label",
        category="navigation",
        why="It is the label of a section of the portal.",
        source="Xinhua Silk Road and other Chinese portals in English",
        apply=drop_lines(
            r"news for outlets",
            r"xinhua silk road(?: database| information service| weekly)?",
            r"(?:more )?news (?:center|centre|list|channel)|latest news|hot (?:news|topics|spots)|top (?:news|stories)|all (?:news|topics)|related (?:websites|sites)|friendly links?"
            + _END,
            longest=120,
        ),
        triggers=(
            "outlets", "xinhua silk road", "news center", "news centre", "news list", "news channel", "latest news", "hot news",
            "hot topics", "hot spots", "top news", "top stories", "all news", "all topics", "related websites", "related sites",
            "friendly link",
        ),
        lang="en",
        examples=(Example("News for Outlets", None), Example("Friendly links", None)),
        leave=("Xinhua Silk Road reported the deal in May.", "Latest news from the valley was three weeks old."),
    ),
    Rule(
        id="language-switch",
        category="navigation",
        why="It switches the site to another language.",
        source="Chinese portals with several editions",
        apply=drop_lines(_TONGUE + r"(?:[\s|/·•,-]+" + _TONGUE + r"){1,14}[\s|/]*", longest=160),
        triggers=("english", "中文", "简体", "繁體", "繁体"),
        examples=(Example("English | 中文 | Русский", None), Example("简体 繁體 English", None)),
        leave=("English", "中文", "English and 中文 stand side by side on the sign."),
    ),
    Rule(
        id="en-breadcrumb",
        category="navigation",
        why="It is the path from the home page to this page.",
        source="English and Chinese portals",
        apply=drop_lines(
            _HOME + r"\s?:?(?:\s*(?:>|»|›|/|→|＞|>>|\||::)+\s*[^>»›/→＞|]{1,60}){1,8}[>»›/→＞|\s]*",
            r"(?:you are here|(?:your )?current (?:location|position))\s*[:：]\s*.{0,120}",
            longest=260,
        ),
        triggers=(
            "home >", "home>", "home »", "home»", "home ›", "home /", "home →", "home |", "home ::", "home ＞", "index >", "index>",
            "index »", "index»", "index ›", "index /", "index →", "index |", "index ::", "index ＞", "front page >", "front page>",
            "front page »", "front page»", "front page ›", "front page /", "front page →", "front page |", "front page ::",
            "front page ＞", "home page >", "you are here", "current location", "current position",
        ),
        lang="en",
        examples=(Example("Home > Finance > News", None), Example("You are here: Home » River » Floods", None)),
        leave=("Home/office work has become the rule, and the rule has become a law, says a report on the north.", "At home > at work", "Home is where the river is."),
    ),
    Rule(
        id="en-menu",
        category="navigation",
        why="The block holds nothing but entries of a menu or a footer.",
        source="English news pages",
        apply=drop_lines(
            _ENTRY + r"(?:(?:\s*[|•·/,›»-]+\s*|\s+)" + _ENTRY + r"){1,14}[\s|•·/,.›»-]*",
            r"(?:about us|contact us|privacy (?:policy|notice)|terms (?:of (?:use|service|sale)|and conditions|& conditions)|site ?map|rss feeds?|advertise with us|ad ?choices|your ad choices|media kit|your (?:california )?privacy rights|corporate subscriptions|closed captioning(?: policy)?)"
            + _END,
            longest=260,
        ),
        triggers=(
            "about us", "about contact", "about |", "contact", "privacy", "terms of", "terms &", "terms and", "terms |", "sitemap",
            "site map", "rss ", "advertise", "ad choices", "adchoices", "login", "log in", "sign in", "search", "media kit",
        ),
        lang="en",
        examples=(Example("About us | Contact us | Privacy policy | Terms of use", None), Example("Home Search Login", None), Example("Site map", None)),
        leave=("About home help", "Terms of use of the common land were fixed in 1790.", "Home and archive", "Contact, privacy and terms are three words that no one reads.")[1:],
    ),
    Rule(
        id="en-menu-button",
        category="navigation",
        why="It is the label of a button of the page's frame.",
        source="English news pages",
        apply=drop_labels(
            "menu", "main menu", "open menu", "close menu", "toggle menu", "toggle main menu", "toggle navigation", "navigation", "search", "search this site", "open search", "close search",
            "search for", "sections", "close", "more", "show more", "load more", "see more", "view more", "view all", "see all", "show all", "show less", "expand", "collapse",
            "expand / collapse search", "home", "rss", "sitemap", "footer menu", "top menu", "sub menu", "menu sections", "cancel", "submit", "loading", "please wait", "learn more", "find out more",
            "click here", "expand all", "see more stories", "view more stories", "more stories", "all stories", "back", "go back", "sort by", "filter", "switch language",
        ),
        lang="en",
        examples=(Example("Toggle navigation", None), Example("View all »", None), Example("Loading...", None)),
        leave=("Search the drawer first.", "Home Economics", "Close to home"),
    ),
    Rule(
        id="en-skip-link",
        category="navigation",
        why="It is a link that jumps inside the page.",
        source="English news pages",
        apply=drop_lines(
            r"(?:skip|jump|go)(?: directly)? to(?: the)?(?: main| primary| site| page| article)? (?:content|navigation|nav|menu|footer|search|site index|home ?page|comments|sidebar|top|bottom)"
            + r"(?: skip to [\w ]{3,20})?" + _END,
            r"(?:↑ ?)?(?:back|return|scroll|go)(?: up)? to(?: the)? (?:top|home ?page|main page|list|index|previous page)(?: of (?:the )?page)?[\s.!:…»«›→>↑^]*",
            longest=80,
        ),
        triggers=(
            "skip to", "skip directly", "jump to", "go to", "back to", "return to", "scroll to", "scroll up", "go directly", "go up",
        ),
        lang="en",
        examples=(Example("Skip to main content", None), Example("Back to top ↑", None)),
        leave=("Back to the top of the hill, then.", "Go to the bottom of the well and look up.", "Return to the list of ships."),
    ),
    Rule(
        id="en-pagination",
        category="navigation",
        why="It leads to another page of the same text or to a neighbouring article.",
        source="English news pages and blogs",
        apply=drop_lines(
            r"page \d{1,4} (?:of|/) \d{1,4}" + r"(?: (?:next|previous|prev|last|first))*" + _END,
            r"[«‹<←\s]*(?:next|previous|prev|older|newer)(?: ?(?:page|post|article|story|news|entry|entries|posts|articles|stories|item|chapter|slide|photo))?s?[\s»›>→«‹<←|/-]*(?:(?:next|previous|prev|older|newer)(?: ?(?:page|post|article|story|news|entry|posts|articles|stories))?)?[\s»›>→:.]*",
            r"(?:previous|next|prev) (?:article|post|story|news|page|chapter)\s?[:：»›>→←«‹]\s?.{1,140}",
            r"(?:[«‹<←]|first|prev(?:ious)?)?(?:\s*\[?\d{1,3}\]?){2,12}\s*(?:\.\.\.|…)?\s*(?:\d{1,4})?\s*(?:next|last|next page|»|›|>>)(?:\s*(?:last|»|›|>|>>))?",
            r"continued? (?:on|from) (?:the )?(?:next|previous|last|page)\b.{0,20}",
            longest=180,
        ),
        triggers=("page ", "next", "previous", "prev ", "older ", "newer "),
        lang="en",
        examples=(Example("Page 1 of 3", None), Example("Previous article: Flood gates hold for a second night", None), Example("1 2 3 4 5 Next »", None), Example("« Older posts", None)),
        leave=("Page 1 of 3 diaries is missing, the archivist found.", "Next story up, the mayor keeps pigeons.", "Older people walk more."),
    ),
    Rule(
        id="en-page-tools",
        category="navigation",
        why="It is a tool of the page: print, mail, text size, listen.",
        source="English newspapers and Chinese portals in English",
        apply=drop_lines(
            r"(?:print(?: (?:this )?(?:article|page|story|version|edition))?|printer[- ]friendly(?: version)?|e-?mail(?: this)?(?: article| page| story)?(?: to a friend)?|save(?: (?:this )?(?:article|as pdf|story|for later))?|pdf|bookmark(?: this page)?|add to favou?rites|copy(?: the)? link|listen(?: to (?:this )?(?:article|story))?|text size|font size|resize text|translate this page|reprints?(?: & permissions)?|download pdf)"
            + r"(?:[\s|/·,:+-]+(?:print|e-?mail|save|pdf|bookmark|share|comments?|listen|text size|font size|small|medium|large|larger|smaller|default|normal|reset|increase|decrease|aa?a?|\+|-))*" + _END,
            r"click to (?:print|e-?mail)(?: (?:this|a link))?(?: (?:to )?a? ?friend)?(?: \(opens in new window\))?",
            r"(?:view )?pdf/print mode|(?:larger|smaller|increase|decrease)(?: the)? (?:font|text)(?: size)?" + _END,
            longest=100,
        ),
        triggers=(
            "print", "mail", "save", "pdf", "bookmark", "add to fav", "copy", "listen", " size", "resize", "translate this", "reprint",
            "larger", "smaller", "increase", "decrease",
        ),
        lang="en",
        examples=(Example("Print this article", None), Example("Text size A A A", None), Example("Font size: small medium large", None), Example("Print | Email | Share", None)),
        leave=("Print runs of 900 copies were the rule.", "Listen to the river at night.", "Save the link for spring."),
    ),
    Rule(
        id="en-media-control",
        category="navigation",
        why="It is a control of a player or a gallery.",
        source="English news pages",
        apply=drop_lines(
            r"(?:image|photo|picture|slide) \d{1,3} (?:of|/) \d{1,3}" + _END,
            r"(?:click|tap)(?: (?:here|on (?:the )?(?:image|photo|picture|map|chart)|(?:the )?(?:image|photo)))? to (?:enlarge|zoom|expand|view larger|play|see (?:the )?larger|unmute)(?: (?:image|photo|version|map|view))?" + _END,
            r"(?:enlarge|expand|view larger|see full[- ]size|view full[- ]size|open|zoom)(?: this| the| in)? (?:image|photo|picture|gallery|screen)" + _END,
            r"(?:view|see|open|launch)(?: the| our| full)? (?:photo )?(?:gallery|slideshow|photos)(?: \(?\d{1,3}(?: photos| images)?\)?)?" + _END,
            r"(?:hide|show|toggle) caption(?:s)?|(?:play|pause|replay|watch)(?: the)? video|replay|unmute|autoplay|now playing|play audio|video player is loading\.?|this is a modal window\.?|advertisement \d:\d\d",
            r"\d{1,3} photos|(?:nov|dec|jan|feb|mar|apr|may|jun|jul|aug|sep|oct)[a-z]* \d{1,2} \d{1,3} photos",
            longest=80,
        ),
        triggers=(
            "image ", "photo ", "photos", "picture ", "slide ", "to enlarge", "to zoom", "to expand", "to unmute", "to play",
            "view larger", "larger image", "gallery", "caption", "play video", "pause video", "watch video", "the video", "video player",
            "replay", "unmute", "autoplay", "now playing", "play audio", "modal window", "zoom in",
        ),
        lang="en",
        examples=(Example("Image 3 of 12", None), Example("Click to enlarge", None), Example("View gallery", None)),
        leave=("Image 3 of 12 shows a heron.", "View photos from the flood as evidence, not as art.", "Play audio of the heron to the class, then ask."),
    ),
    Rule(
        id="image-filename",
        category="filename",
        why="It is the file name of an image.",
        source="Xinhua Silk Road article pages; wire reports pasted from an editing system",
        apply=drop_lines(
            r"(?:[^\s/\\?*<>|\"]{1,80}[/\\]){0,6}[^\s/\\?*<>|\"，。；]{1,100}\." + _IMAGE + r"(?:\s?[(\[（]\d{1,6}(?:\.\d{1,3})?\s?[km]?b[)\]）])?",
            r"(?:img|dsc|image|photo|picture|screenshot|screen shot|wechat image|微信图片|图片|截图)[\w\s().,-]{0,60}\." + _IMAGE,
            longest=200,
        ),
        triggers=(".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".svg", ".avif", ".heic"),
        examples=(Example("harbour-night.jpeg", None), Example("IMG_2031.JPG", None), Example("Screenshot 2024-01-13 at 10.02.png", None), Example("微信图片_20240113.jpg", None)),
        leave=("The logo is in logo.svg.", "Save it as harbour.png and send it.", ".png files"),
    ),
    Rule(
        id="en-advertisement",
        category="advertisement",
        why="It marks the place of an advertisement.",
        source="English news pages; machine-translated finance sites that misspell it",
        apply=drop_lines(
            r"[-–—=~*•·|\[\](){}<>\s]*(?:advert(?:is|iz)e?ments?|advert(?:is|iz)ings?|adverts?|advertorial|publicidade?|sponsored(?: (?:content|post|links?|message|by))?|paid (?:content|post|advertisement|for by|partner content)|promoted (?:content|stories|links)|partner content|ad feedback|ads by google|commercial break)[-–—=~*•·|\[\](){}<>:.\s]*",
            r"[-–—\s]*(?:story|article|content|post|page|video|text) continues? (?:below|after)(?: (?:this|the))? ?(?:advert(?:is|iz)e?ments?|ads?|video|sponsor|promo(?:tion)?)?[-–—.:…\s↓]*",
            r"(?:advert(?:is|iz)e?ment\s*[-–—·•.:|]?\s*)(?:scroll (?:down )?(?:to|for) (?:continue|more|keep reading)(?: \w+){0,3}|continue reading below|story continues below|skip ad(?:vertisement)?|close(?: ad)?|advert(?:is|iz)e?ment)" + r"[\s.:…↓]*",
            r"(?:(?:report|hide|close|skip|remove|about) (?:this |the )?ads?|why (?:am i seeing|this) (?:this )?ad\??|scroll (?:down )?(?:to|for) continue(?: with content| reading)?|continue reading (?:the main story|below)?|(?:this (?:article|post|content) (?:is|was) )?(?:sponsored|presented|brought to you|powered) by)" + _END,
            longest=120,
        ),
        triggers=(
            "advert", "publicid", "sponsored", "paid ", "promoted", "partner content", "ads by", "ad feedback", "this ad", "the ad",
            "skip ad", "about ads", "report ad", "commercial break", "continues ", "to continue", "continue reading", "brought to you",
            "presented by", "powered by",
        ),
        lang="en",
        examples=(Example("- Advertisment -", None), Example("ADVERTISEMENT", None), Example("Story continues below advertisement", None), Example("Sponsored content", None)),
        leave=("Advertisement was the mother of the penny press.", "Sponsored by the guild, the race ran for forty years.", "The story continues below ground.", "AD 79"),
    ),
    Rule(
        id="en-ad-label",
        category="advertisement",
        why="It labels an advertisement.",
        source="English news pages",
        apply=drop_labels("ad", "ads", "advert", "promoted", "promotion", "ad choices", "adchoices"),
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
            r"(?:[\w .&'’-]{1,40}|we|some of the links|this (?:post|article|page|story)) (?:may |might |can |will )?(?:earn|receive|get|contain|contains)s? (?:an? |some )?(?:small )?(?:affiliate |referral )?(?:commissions?|links?|compensation|share of (?:the )?(?:sales|revenue))\b[^.!?]{0,160}\b(?:links?|purchase|buy|orders?|affiliates?|article|site|page|post)\b.{0,160}",
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
        leave=("The agent may earn a commission on each ship that he brings to the port.", "Prices are falling, and the commission knows it."),
    ),
    Rule(
        id="en-copyright-line",
        category="legal",
        why="It is a copyright line.",
        source="English news pages, footers",
        apply=drop_lines(
            r"(?:all (?:contents? )?|the contents of this site are |this (?:site|article|material) )?(?:content )?(?:copyright(?:ed)?\s*)?(?:©|\(c\)|&copy;)\s*(?:copyright\s*)?(?:[12]\d{3}|[\w .,&'’-]{1,60}[12]\d{3}|by\b|[\w .,&'’|-]{1,80}all rights reserved).{0,220}",
            r"copyright(?:\s+(?:by|[12]\d{3}(?:\s?[-–]\s?(?:[12]\d{3}|present|now))?))[ ,.].{0,160}(?:all rights reserved|inc\.?|ltd\.?|llc|co\.|company|corporation|press|agency|group|media|network|news)[\s.|]*(?:all rights reserved\.?)?",
            r"(?:[\w .,&'’-]{1,60}[.,|] ?)?all rights? reserved(?: (?:by|to) .{1,60})?[\s.!|]*(?:(?:terms|privacy|powered by|designed by|faq|no part)\b.{0,140})?",
            r"copyright (?:notice|policy|information|statement)" + _END,
            r"copyright\s*(?:©|\(c\))?\s*[12]\d{3}(?:\s?[-–]\s?(?:[12]\d{3}|present))?\.?",
            longest=300,
        ),
        triggers=("©", "(c)", "copyright", "rights reserved", "right reserved", "&copy;"),
        lang="en",
        examples=(Example("© 2024 Harbour Post Ltd. All rights reserved.", None), Example("Copyright 2019-2024 Delta Media Group", None), Example("All Rights Reserved", None)),
        leave=("Copyright law protects maps for seventy years.", "The heirs said that all rights reserved by the poet in 1912 had lapsed, and went to court.", "(c) the harbour, the bridge and the lock."),
    ),
    Rule(
        id="en-reuse-terms",
        category="legal",
        why="It forbids or permits the reuse of the page.",
        source="English newspapers and agencies, Chinese portals in English",
        apply=drop_lines(
            r"(?:this|the|no|any|all) (?:material|content|part|article|story|text|reproduction|copyright|contents|information|report)s?\b[^.!?]{0,140}\b(?:may|must|can|shall|should) not(?: be| in)?[^.!?]{0,40}\b(?:published|reproduced|reprinted|copied|redistributed|republished|used|distributed)\b.{0,220}",
            r"no part of (?:this|the)\b[^.!?]{0,80} (?:may|can) be (?:reproduced|copied|used|published|reprinted)\b.{0,180}",
            r"(?:any )?(?:unauthori[sz]ed )?(?:reproduction|reprinting|copying|republication|redistribution|use)\b[^.!?]{0,100}(?:is|are) (?:strictly )?(?:prohibited|forbidden|not allowed|not permitted)\b.{0,100}",
            r"(?:please )?(?:indicate|credit|cite|specify|state) the source (?:when|if|for|before) (?:re-?print|reproduc|re-?post|quot|repost|copy)\w*\b.{0,80}",
            r"(?:(?:please )?re-?print(?:ing)?[^.!?]{0,20},? please (?:indicate|credit|cite|specify|state|include) the source\b.{0,80})",
            longest=400,
        ),
        triggers=("not be ", "no part of", "prohibited", "forbidden", "not allowed", "not permitted", "the source"),
        lang="en",
        examples=(
            Example("This material may not be published, rewritten or redistributed without permission.", None),
            Example("Unauthorized reproduction is prohibited.", None),
            Example("Please indicate the source when reprinting.", None),
        ),
        leave=(
            "Water from this part of the river may not be used for drinking.",
            "The use of nets is prohibited from May to July.",
            "Such copies can be reproduced in a day.",
        ),
    ),
    Rule(
        id="en-site-terms",
        category="legal",
        why="It binds the reader to the site's terms.",
        source="English news pages, footers",
        apply=drop_lines(
            r"(?:by (?:using|accessing|visiting|viewing|entering|browsing)|(?:your )?use of) (?:this|our|the)(?: [\w-]+){0,3} ?(?:web ?site|site|service|page|content|app)s?,? (?:you |constitutes|assumes|indicates|signifies|means|is subject|is governed)\b.{0,260}",
            r"(?:this site|this page|this form) is protected by recaptcha\b.{0,200}",
            r"(?:(?:all )?(?:quotes|market data|stock data|sports data|data)|(?:stock )?quotes)(?: (?:is|are))?(?: real-time or)? (?:delayed (?:by )?(?:at least )?\d+|©|(?:is |are )(?:provided|powered)(?: and implemented)? by)[^!?]{0,160}",
            r"(?:icp|京icp|沪icp|粤icp)[^.!?]{0,60}",
            longest=320,
        ),
        triggers=(
            "by using", "by accessing", "by visiting", "by viewing", "by entering", "by browsing", "use of this", "use of our",
            "use of the", "recaptcha", "delayed", "market data", "sports data", "stock data", "icp",
        ),
        lang="en",
        examples=(Example("By using this website you accept our terms of service.", None), Example("Market data delayed by at least 20 minutes.", None)),
        leave=("By using this service road, lorries save an hour.", "The use of this site as a quarry ended in 1911.", "Data were delayed."),
    ),
    Rule(
        id="en-disclaimer",
        category="legal",
        why="It is a disclaimer of the publisher.",
        source="finance portals and opinion pages",
        apply=drop_lines(
            r"[(*\[\s]*(?:disclaimer|legal notice|risk warning|important notice|editor['’]s disclaimer)\s?[:：.—-]\s?.{0,360}",
            r"[(*\[\s]*(?:the )?(?:views?|opinions?|statements)(?: and opinions?)?(?: expressed| contained| stated)[^.!?]{0,80} (?:are|is|represent|reflect|belong|do|does)\b[^.!?]{0,60}(?:author|writer|contributor|own|necessarily|columnist)\b.{0,220}",
            r"[(*\[\s]*(?:this|the)(?: above)? (?:article|content|information|report|material|post|site|page)s?\b[^!?]{0,220}(?:does|do|is|are|should) not (?:be (?:construed|considered|taken|regarded|used|treated) as|constitute|intended (?:as|to)|represent|provide|meant)(?: \w+){0,3} (?:investment|financial|legal|medical|professional|tax|trading|buy)\b.{0,160}",
            r"[(*\[\s]*(?:this (?:article|content|story|report) (?:is|was)|for) (?:provided |published |offered )?(?:for )?(?:general |reference |information(?:al)? |educational )+(?:purposes? )?only\b.{0,160}",
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
            "A loan does not constitute a gift, the judge found.",
            "The disclaimer on the label was in Latin.",
        ),
    ),
)
