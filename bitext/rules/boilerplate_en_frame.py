"""English rules against the frame of a page: banners, breadcrumbs, menus, pagination, tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.boilerplate_en_labels import drop_labels
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
_HOME = frozenset(
    ("home", "homepage", "home page", "index", "front page", "you are here", "current location", "current position", "your location")
)
#: What parts the steps of a path. A slash or a bar without spaces also stands in "Home/office".
_STEP = re.compile(r"\s*(?:[>»›→＞]+|::)\s*|\s+[/|]\s*|(?<=here):\s*|(?<=tion):\s*", re.IGNORECASE)
_IMAGE = r"(?:jpe?g|png|gif|webp|bmp|tiff?|svg|avif|heic)"


def _drop_doubled_banner(page: Page, index: int) -> Iterable[Change]:
    """Drop a line whose first half is its second half, if the half reads like a site's title."""
    text = page.blocks[index].text.strip()
    if not 32 <= len(text) <= 400:
        return
    half = len(text) // 2
    first = text[:half].strip()
    if (
        first == text[-half:].strip()
        and first[-1] not in ".!?…。！？"
        and re.search(r" [-–—|·»] |portal|website|official site|_", first, re.IGNORECASE)
    ):
        yield drop()


def _drop_breadcrumb(page: Page, index: int) -> Iterable[Change]:
    """Drop a path from the home page: "Home" first, then one to eight short steps."""
    text = page.blocks[index].text.strip()
    if len(text) > 260:
        return
    steps = [step for step in _STEP.split(text) if step]
    if 2 <= len(steps) <= 10 and steps[0].lower() in _HOME and all(len(s) <= 90 for s in steps) and text[-1] not in ".!?":
        yield drop()


def _drop_page_label(page: Page, index: int) -> Iterable[Change]:
    """Drop a template's label when it opens the page and something else follows."""
    block = page.blocks[index]
    label = block.text.strip().lower()
    opens = index == 0 and len(page.blocks) > 1 and label != (page.metadata.title or "").lower()
    if opens and (block.kind != "heading" or page.metadata.title) and re.fullmatch(_PAGE_LABEL, label):
        yield drop()


_PAGE_LABEL = r"workflow|detail(?:s|ed)?(?: page)?|(?:news|article) (?:details?|content|page|center)|main (?:content|text|body)|content|article|text|body|untitled|page"

# The patterns are laid out by meaning.
# fmt: off
_BUTTONS = (
    "menu", "main menu", "open menu", "close menu", "toggle menu", "toggle main menu", "toggle navigation", "navigation",
    "search", "search this site", "open search", "close search", "search for", "sections", "close", "more", "show more",
    "load more", "see more", "view more", "view all", "see all", "show all", "show less", "expand", "collapse",
    "expand / collapse search", "home", "rss", "sitemap", "footer menu", "top menu", "sub menu", "menu sections", "cancel",
    "submit", "loading", "please wait", "learn more", "find out more", "click here", "expand all", "see more stories",
    "view more stories", "more stories", "all stories", "back", "go back", "sort by", "filter", "switch language",
)
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
            (
                r"(?:more )?news (?:center|centre|list|channel)|latest news|hot (?:news|topics|spots)|top (?:news|stories)"
                r"|all (?:news|topics)|related (?:websites|sites)|friendly links?"
                + _END
            ),
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
        apply=drop_lines(
            _TONGUE + r"(?:[\s|/·•,-]+" + _TONGUE + r"){1,14}[\s|/]*",
            longest=160,
        ),
        triggers=("english", "中文", "简体", "繁體", "繁体"),
        examples=(Example("English | 中文 | Русский", None), Example("简体 繁體 English", None)),
        leave=("English", "中文", "English and 中文 stand side by side on the sign."),
    ),
    Rule(
        id="en-breadcrumb",
        category="navigation",
        why="It is the path from the home page to this page.",
        source="English and Chinese portals",
        apply=_drop_breadcrumb,
        triggers=(
            "home >", "home>", "home »", "home»", "home ›", "home /", "home →", "home |", "home ::", "home ＞", "index >", "index>",
            "index »", "index»", "index ›", "index /", "index →", "index |", "index ::", "index ＞", "front page >", "front page>",
            "front page »", "front page»", "front page ›", "front page /", "front page →", "front page |", "front page ::",
            "front page ＞", "home page >", "you are here", "current location", "current position",
        ),
        lang="en",
        examples=(Example("Home > Finance > News", None), Example("You are here: Home » River » Floods", None)),
        leave=(
            "Home/office work has become the rule, and the rule has become a law, says a report on the north.", "At home > at work",
            "Home is where the river is.",
        ),
    ),
    Rule(
        id="en-menu",
        category="navigation",
        why="The block holds nothing but entries of a menu or a footer.",
        source="English news pages",
        apply=drop_lines(
            _ENTRY + r"(?:(?:\s*[|•·/,›»-]+\s*|\s+)" + _ENTRY + r"){1,14}[\s|•·/,.›»-]*",
            (
                r"(?:about us|contact us|privacy (?:policy|notice|statement)|terms (?:of (?:use|service|sale)|and conditions"
                r"|& conditions)|site ?map|rss feeds?|advertise with us|ad ?choices|your ad choices|media kit|your "
                r"(?:california )?privacy rights|corporate subscriptions|closed captioning(?: policy)?)"
                + _END
            ),
            longest=260,
        ),
        triggers=(
            "about us", "about contact", "about |", "contact", "privacy", "terms of", "terms &", "terms and", "terms |", "sitemap",
            "site map", "rss ", "advertise", "ad choices", "adchoices", "login", "log in", "sign in", "search", "media kit",
        ),
        lang="en",
        examples=(
            Example("About us | Contact us | Privacy policy | Terms of use", None), Example("Home Search Login", None),
            Example("Site map", None), Example("Privacy policy", None),
        ),
        leave=(
            "Terms of use of the common land were fixed in 1790.", "Home and archive",
            "Contact, privacy and terms are three words that no one reads.",
        ),
    ),
    Rule(
        id="en-menu-button",
        category="navigation",
        why="It is the label of a button of the page's frame.",
        source="English news pages",
        apply=drop_labels(*_BUTTONS),
        triggers=_BUTTONS,
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
            (
                r"(?:skip|jump|go)(?: directly)? to(?: the)?(?: main| primary| site| page| article)? (?:content|navigation|nav"
                r"|menu|footer|search|site index|home ?page|comments|sidebar|top|bottom)"
                r"(?: skip to [\w ]{3,20})?"
                + _END
            ),
            (
                r"(?:↑ ?)?(?:back|return|scroll|go)(?: up)? to(?: the)? (?:top|home ?page|main page|list|index|previous page)"
                r"(?: of (?:the )?page)?[\s.!:…»«›→>↑^]*"
            ),
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
            (
                r"[«‹<←\s]*(?:next|previous|prev|older|newer)(?: ?(?:page|post|article|story|news|entry|entries|posts|articles"
                r"|stories|item|chapter|slide|photo))?s?[\s»›>→«‹<←|/-]*(?:(?:next|previous|prev|older|newer)(?: ?(?:page|post"
                r"|article|story|news|entry|posts|articles|stories))?)?[\s»›>→:.]*"
            ),
            r"(?:previous|next|prev) (?:article|post|story|news|page|chapter)\s?[:：»›>→←«‹]\s?.{1,140}",
            (
                r"(?:[«‹<←]|first|prev(?:ious)?)?\s*\[?\d{1,3}(?:[\s|\[\]]+\d{1,3}){1,11}\]?\s*(?:\.\.\.|…)?\s*(?:\d{1,4})?\s*(?:next|last"
                r"|next page|»|›|>>)(?:\s*(?:last|»|›|>|>>))?"
            ),
            r"continued? (?:on|from) (?:the )?(?:next|previous|last|page)\b.{0,20}",
            longest=180,
        ),
        triggers=("page ", "next", "previous", "prev ", "older ", "newer "),
        lang="en",
        examples=(
            Example("Page 1 of 3", None), Example("Previous article: Flood gates hold for a second night", None),
            Example("1 2 3 4 5 Next »", None), Example("« Older posts", None),
        ),
        leave=(
            "Page 1 of 3 diaries is missing, the archivist found.", "Next story up, the mayor keeps pigeons.", "Older people walk more.",
        ),
    ),
    Rule(
        id="en-page-tools",
        category="navigation",
        why="It is a tool of the page: print, mail, text size, listen.",
        source="English newspapers and Chinese portals in English",
        apply=drop_lines(
            (
                r"(?:print(?: (?:this )?(?:article|page|story|version|edition))?|printer[- ]friendly(?: version)?|e-?mail"
                r"(?: this)?(?: article| page| story)?(?: to a friend)?|save(?: (?:this )?(?:article|as pdf|story|for later))?"
                r"|pdf|bookmark(?: this page)?|add to favou?rites|copy(?: the)? link|listen(?: to (?:this )?(?:article"
                r"|story))?|text size|font size|resize text|translate this page|reprints?(?: & permissions)?|download pdf)"
                r"(?:[\s|/·,:+-]+(?:print|e-?mail|save|pdf|bookmark|share|comments?|listen|text size|font size|small|medium"
                r"|large|larger|smaller|default|normal|reset|increase|decrease|aa?a?|\+|-))*"
                + _END
            ),
            r"click to (?:print|e-?mail)(?: (?:this|a link))?(?: (?:to )?a? ?friend)?(?: \(opens in new window\))?",
            r"(?:view )?pdf/print mode|(?:larger|smaller|increase|decrease)(?: the)? (?:font|text)(?: size)?" + _END,
            longest=100,
        ),
        triggers=(
            "print", "mail", "save", "pdf", "bookmark", "add to fav", "copy", "listen", " size", "resize", "translate this", "reprint",
            "larger", "smaller", "increase", "decrease",
        ),
        lang="en",
        examples=(
            Example("Print this article", None), Example("Text size A A A", None), Example("Font size: small medium large", None),
            Example("Print | Email | Share", None),
        ),
        leave=("Print runs of 900 copies were the rule.", "Listen to the river at night.", "Save the link for spring."),
    ),
    Rule(
        id="en-media-control",
        category="navigation",
        why="It is a control of a player or a gallery.",
        source="English news pages",
        apply=drop_lines(
            r"(?:image|photo|picture|slide) \d{1,3} (?:of|/) \d{1,3}" + _END,
            (
                r"(?:click|tap)(?: (?:here|on (?:the )?(?:image|photo|picture|map|chart)|(?:the )?(?:image|photo)))? to "
                r"(?:enlarge|zoom|expand|view larger|play|see (?:the )?larger|unmute)(?: (?:image|photo|version|map|view))?"
                + _END
            ),
            (
                r"(?:enlarge|expand|view larger|see full[- ]size|view full[- ]size|open|zoom)(?: this| the| in)? (?:image"
                r"|photo|picture|gallery|screen)"
                + _END
            ),
            (
                r"(?:view|see|open|launch)(?: the| our| full)? (?:photo )?(?:gallery|slideshow|photos)(?: \(?\d{1,3}(?: photos"
                r"| images)?\)?)?"
                + _END
            ),
            (
                r"(?:hide|show|toggle) caption(?:s)?|(?:play|pause|replay|watch)(?: the)? video|replay|unmute|autoplay"
                r"|now playing|play audio|video player is loading\.?|this is a modal window\.?|advertisement \d:\d\d"
            ),
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
        leave=(
            "Image 3 of 12 shows a heron.", "View photos from the flood as evidence, not as art.",
            "Play audio of the heron to the class, then ask.",
        ),
    ),
    Rule(
        id="image-filename",
        category="filename",
        why="It is the file name of an image.",
        source="Xinhua Silk Road article pages; wire reports pasted from an editing system",
        apply=drop_lines(
            (
                r"(?:[^\s/\\?*<>|\"]{1,80}[/\\]){0,6}[^\s/\\?*<>|\"，。；]{1,100}\."
                + _IMAGE
                + r"(?:\s?[(\[（]\d{1,6}(?:\.\d{1,3})?\s?[km]?b[)\]）])?"
            ),
            r"(?:img|dsc|image|photo|picture|screenshot|screen shot|wechat image|微信图片|图片|截图)[\w\s().,-]{0,60}\." + _IMAGE,
            longest=200,
        ),
        triggers=(".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".svg", ".avif", ".heic"),
        examples=(
            Example("harbour-night.jpeg", None), Example("IMG_2031.JPG", None), Example("Screenshot 2024-01-13 at 10.02.png", None),
            Example("微信图片_20240113.jpg", None),
        ),
        leave=("The logo is in logo.svg.", "Save it as harbour.png and send it.", ".png files"),
    ),
)
