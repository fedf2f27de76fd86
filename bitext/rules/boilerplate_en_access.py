"""English rules against what asks the reader for something: popups, newsletters, paywalls, forms, cookies.

Each pattern holds for a whole block and joins an imperative or the site's own voice ("our newsletter",
"your inbox") with its object, so that prose about newsletters, cookies or subscriptions stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Change, Example, Page, Rule, drop, drop_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["RULES", "drop_labels"]

#: Marks that may close a label or a call: arrows, dots, a colon.
_END = r"[\s.!:…»›→>*]*"
_LETTER = r"(?:e-?mails?|newsletters?|mailing list|bulletins?|digests?|briefings?|updates|alerts|weekly|daily|magazine|channel)"
_SIGN_UP = r"(?:please )?(?:sign[- ]?up|subscribe|register|opt in)(?: here| now| today| below| free| for free)*"
_OURS = r"(?:our |my |the |this |your |a )?(?:free |daily |weekly |monthly |official |latest |e-?mail |breaking news |news )*"
_PITCH = r"(?:[^.!?]{1,90}[.!?] +)?"


def drop_labels(*labels: str) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that drops a block that is nothing but one of the labels (lower case, marks aside).

    A heading stays: "Comments" may head a chapter on source code. Only what was read as another kind goes.

    >>> from bitext.model import Block
    >>> page = Page((Block("0", "paragraph", "Subscribe »"), Block("1", "heading", "Subscribe")))
    >>> [len(list(drop_labels("subscribe")(page, i))) for i in (0, 1)]
    [1, 0]
    """
    known = frozenset(labels)
    longest = max(map(len, known)) + 8

    def apply(page: Page, index: int) -> Iterable[Change]:
        block = page.blocks[index]
        if block.kind != "heading" and len(block.text) <= longest and block.text.lower().strip(" \t\u00a0.:!…»›→>|+*[]-–×") in known:
            yield drop()

    return apply


def _drop_named_product(page: Page, index: int) -> Iterable[Change]:
    """Drop "X Database" where a pitch close by says that something "is available at X Database"."""
    name = page.blocks[index].text.strip()
    if not 8 <= len(name) <= 80 or not re.fullmatch(r"[^.!?]{1,70} (?:database|library|online|premium)", name, re.IGNORECASE):
        return
    calls = tuple(f"{verb} {name.lower()}" for verb in ("available at", "available in", "available on", "subscribe to", "access to"))
    near = page.blocks[max(0, index - 8) : index + 9]
    if any(b.text.strip() != name and len(b.text) <= 400 and any(c in b.text.lower() for c in calls) for b in near):
        yield drop()


RULES: tuple[Rule, ...] = (
    Rule(
        id="en-popup-widget-label",
        category="popup",
        why="The label or close button of a popup window was read as text.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            r"[^.!?]{0,60}customblackclose",
            r"[a-z]{2,20}(?:[_-][a-z]{2,20}){0,3}[_-]pop(?:[_-]?up)?",
            r"(?:close|dismiss|hide)(?: this| the)? (?:pop-?up|modal|dialog(?:ue)?|window|banner|overlay|message|alert|notification|ad)(?: window)?"
            + _END,
            r"(?:click|press|tap)(?: here)? to close(?: this)?(?: \w+)?" + _END,
            longest=80,
        ),
        triggers=("blackclose", "_pop", "-pop", "close", "dismiss ", "hide "),
        lang="en",
        examples=(Example("Subscribe CustomBlackClose", None), Example("login_pop", None), Example("Close this window", None)),
        leave=("Close the window before the rain starts, she told him.", "K-pop", "The shop will close."),
    ),
    Rule(
        id="en-subscription-form",
        category="popup",
        why="It is the title of a subscription form, not part of the article.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            r"[^.!?]{0,60}\b(?:subscription|subscribe|sign-?up|registration|newsletter) (?:form|box|popup|widget)" + _END,
            r"(?:please,? )?(?:fill (?:in|out)|complete|use|fill) (?:the|this|our)(?: \w+)? form (?:below )?to (?:subscribe|sign up|register)[^.!?]{0,80}[.!]?",
            longest=140,
        ),
        triggers=(
            "subscription form", "subscribe form", "sign-up form", "signup form", "registration form", "newsletter form", " form to ",
            " form below to ", "subscription box", "newsletter box", "sign-up box", "signup box", "newsletter widget", "subscribe popup",
            "newsletter popup", "signup widget",
        ),
        lang="en",
        examples=(Example("Canal Digest Weekly Subscription Form", None), Example("Please fill in the form to subscribe to the monthly letter.", None)),
        leave=("Readers returned a paper subscription form with each coupon.", "The registration form was lost in the fire of 1911."),
    ),
    Rule(
        id="en-newsletter-pitch",
        category="popup",
        why="It asks the reader to sign up for a newsletter.",
        source="English news pages, between paragraphs and at the end",
        apply=drop_lines(
            _PITCH
            + _SIGN_UP
            + r" (?:to|for) "
            + _OURS
            + r"(?:[\w&'’/.-]+ ){0,5}"
            + _LETTER
            + r"(?:(?: and| &|,) [^.!?]{1,60})?(?: (?:here|now|today|below|to (?:get|receive|stay)|for|in your|delivered|on youtube)[^.!?]{0,90})?[.!]?",
            r"(?:get|receive|have|want|enjoy)\b[^.!?]{0,120} (?:delivered|sent|straight|direct(?:ly)?|right|in|to)(?: \w+){0,2} (?:to |in )?your (?:e-?mail )?inbox\b[^.!?]{0,40}[.!?]?(?: (?:sign up|subscribe)[^.!?]{0,60}[.!]?)?",
            r"join (?:our|the)(?: [\w'’-]+){0,3} (?:newsletter|mailing list|e-?mail list)[^.!?]{0,60}[.!]?",
            r"(?:please )?enter your e-?mail(?: address)?(?: below| here)? to (?:subscribe|sign up|receive|get|join|follow)[^.!?]{0,100}[.!]?",
            r"(?:don['’]t miss (?:out|a [\w ]{2,20})|never miss a(?:n)? [\w ]{2,20}|stay (?:informed|up to date|in the loop|connected))\b[^.!?]{0,60}[.!,] *(?:sign up|subscribe)[^.!?]{0,100}[.!]?",
            longest=260,
        ),
        triggers=(
            "newsletter", "inbox", "mailing list", "sign up", "sign-up", "subscribe", "email list", "enter your e", "register for",
            "register to",
        ),
        lang="en",
        examples=(
            Example("Sign up for our free weekly newsletter", None),
            Example("Never miss a story. Subscribe to the Harbour Post daily briefing today!", None),
            Example("Get the day's five big stories delivered straight to your inbox.", None),
            Example("Enter your email address to receive new posts.", None),
        ),
        leave=(
            "Sign up for the newsletter of your local library, the council advised, and read it before each meeting.",
            "The newsletter has 40,000 subscribers, most of whom get it delivered to their inbox at dawn.",
            "Farmers subscribe to the weekly bulletin because it lists the prices of feed.",
        ),
    ),
    Rule(
        id="en-subscription-consent",
        category="popup",
        why="It is the small print or the receipt of a sign-up form.",
        source="English news pages, below newsletter forms",
        apply=drop_lines(
            r"(?:by|when) (?:signing up|subscribing|registering|clicking[^.!?]{1,40}|submitting[^.!?]{1,40}|providing[^.!?]{1,40}),? (?:i|you) (?:agree|accept|consent|acknowledge|confirm)\b.*",
            r"(?:no spam,?[^.!?]{0,40}[.!] *)?you (?:can|may) (?:unsubscribe|opt out|cancel)(?: at)? (?:any ?time|whenever)\b.*",
            r"(?:thank you!? *)?you(?:['’]ve| have| are)(?: now| already)? (?:been )?(?:suc{1,2}es{1,2}fully )?subscribed\b[^.!?]{0,60}[.!]*(?: thank you!?)?",
            r"(?:sorry, )?there was (?:an error|a problem) (?:processing|with|submitting) your (?:subscription|request|submission|sign-?up)[^.!?]{0,60}[.!]?",
            r"(?:yes,? )?i (?:agree|consent|would like|want|accept)\b[^.!?]{0,60} (?:newsletters?|e-?mails?|offers|terms of (?:use|service)|privacy policy)\b[^.!?]{0,80}[.!]?",
            r"(?:almost done[.!] *)?(?:please )?check your inbox (?:to|and) (?:confirm|activate|verify)[^.!?]{0,100}[.!]?",
            longest=400,
        ),
        triggers=(
            "you agree", "you accept", "you consent", "you acknowledge", "you confirm", "i agree", "i accept", "i consent",
            "unsubscribe", "opt out", "you can cancel", "you may cancel", "subscribed", "processing your", "with your su",
            "submitting your", "check your inbox", "i would like", "i want",
        ),
        lang="en",
        examples=(
            Example("By signing up, you agree to our terms and privacy notice.", None),
            Example("No spam, ever. You can unsubscribe at any time.", None),
            Example("You have successfully subscribed!", None),
        ),
        leave=(
            "By signing up early, families agreed on a lower price with the school.",
            "I agree with the minister, said the farmer, that the canal comes first.",
            "She had subscribed to three papers, and read none.",
        ),
    ),
    Rule(
        id="en-subscribe-button",
        category="popup",
        why="It is the label of a subscription button.",
        source="English news pages, headers and sidebars",
        apply=drop_labels(
            "subscribe", "subscribe now", "subscribe today", "subscribe here", "subscribe for free", "subscribe to newsletters", "sign up",
            "sign up now", "sign up today", "newsletter", "newsletters", "newsletter signup", "newsletter sign-up", "newsletter sign up", "email newsletters",
            "free newsletter", "our newsletter", "daily newsletter", "get the newsletter", "join now", "subscribe sign in", "subscribe log in", "subscribe | sign in",
            "subscribe | log in", "become a subscriber", "become a member", "manage subscription", "manage your subscription", "cancel subscription",
            "why subscribe?", "subscription options", "gift subscriptions", "email alerts", "no thanks", "no, thanks", "maybe later", "not now", "remind me later",
            "your email", "your email address", "email address", "enter your email", "enter your email address", "enter email",
        ),
        triggers=(
            "subscri", "sign up", "newsletter", "join now", "no thanks", "no, thanks", "maybe later", "not now", "remind me", "become a",
            "email",
        ),
        lang="en",
        examples=(Example("Subscribe Now »", None), Example("Newsletters", None), Example("No thanks", None)),
        leave=("Subscribe to the theory that tides matter.", "Newsletters were the news of the seventeenth century."),
    ),
    Rule(
        id="en-product-label",
        category="paywall",
        why="It is the name of the product that the paywall beside it sells.",
        source="Xinhua Silk Road article pages",
        apply=_drop_named_product,
        triggers=(" database", " library", " online", " premium"),
        lang="en",
        examples=(
            Example(
                ("The study is available at Delta Trade Database. Click the index for an overview.", "Delta Trade Database"),
                ("The study is available at Delta Trade Database. Click the index for an overview.",),
            ),
        ),
        leave=(("The port opened in May.", "Delta Trade Database", "It lists ten thousand ships."), "Protein Database"),
    ),
    Rule(
        id="en-report-pitch",
        category="paywall",
        why="It sends the reader elsewhere for the full text.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            r"the (?:full|complete|entire)(?: edition| version| text| copy)? of (?:the|this) (?:report|article|story|study|issue|document|paper|content) (?:is|can be) (?:only )?(?:available|found|read|accessed|obtained|downloaded) (?:at|in|on|for|from|to|by)\b.*",
            r"(?:you can )?click (?:on )?(?:the )?[“\"'‘]?table of contents?[”\"'’]?(?: button| link)? (?:to|for) .*",
            r"(?:to (?:read|view|see|access|get|download) (?:the )?(?:full|complete|entire|whole) (?:report|article|story|text|version|edition|content)s?,? (?:please )?(?:click|log|sign|subscribe|register|visit|download|buy|purchase)\b[^.!?]{0,120}[.!]?)",
            longest=320,
        ),
        triggers=(
            "the full ", "the complete ", "the entire ", "table of content", "full report", "full article", "full story", "full text",
            "full version",
        ),
        lang="en",
        examples=(
            Example("The full version of this report is available at Delta Trade Database. See the index for an overview.", None),
            Example("To read the full story, please log in or register.", None),
        ),
        leave=(
            "The full text of the treaty is kept in Lisbon, in a vault below the library.",
            "The complete report runs to 900 pages and names no minister.",
        ),
    ),
    Rule(
        id="en-account-pitch",
        category="paywall",
        why="It asks the reader to open an account for more articles.",
        source="Xinhua Silk Road article pages, also with a URL pasted into a word",
        apply=drop_lines(
            r"(?:please )?(?:click|tap|press)(?: on)? the (?:button|link) (?:below|above) to (?:create|open|set up|activate|register|get|start|read|unlock)\b.*",
            r"(?:create|open|register|sign up for|set up) (?:an|your|a)(?: free)?(?: \w+)? account (?:to|and|now|today|for)\b[^.!?]{0,120}[.!]?",
            r"(?:get|enjoy|gain|buy)(?: [\w-]+){0,2} access to (?:thousands|hundreds|all|every|our|more|exclusive|premium|the full)\b[^.!?]{0,120}[.!]?",
            longest=300,
        ),
        triggers=("the button ", "the link ", " account ", "access to "),
        lang="en",
        examples=(
            Example("Click on the button below to create your account and read thousands of reports at once.", None),
            Example("Click on the button below to open your account and get im http://img.example.cn/en/te access to all papers.", None),
            Example("Create a free account to continue reading.", None),
        ),
        leave=(
            "Click on the button, says the manual, and wait until the lamp is green.",
            "Getting access to clean water took the village eleven years.",
        ),
    ),
    Rule(
        id="en-free-trial",
        category="paywall",
        why="It offers a trial or a subscription for sale.",
        source="Xinhua Silk Road article pages; English newspapers",
        apply=drop_lines(
            r"(?:start|begin|get|try|claim|activate|request)(?: for)?(?: (?:a|an|your|my|our|the))?(?: \d+[- ](?:day|week|month))?[ -]*free(?: \d+[- ](?:day|week|month))? trial(?: (?:now|today|here|subscription))?"
            + _END,
            r"free trial" + _END,
            r"try (?:it|us|[\w ]{2,30}) (?:for )?free(?: for (?:\d+|one|a|two|three) (?:days?|weeks?|months?))?(?: (?:now|today))?" + _END,
            r"(?:subscribe|join|unlimited (?:digital )?access|digital access|start your subscription|save \d+%)\b[^.!?]{0,60} (?:for|from)(?: just| only)? (?:[$£€¥]\s?\d+(?:\.\d+)?|\d+\s?(?:p|cents|¢))\b.{0,80}",
            longest=160,
        ),
        triggers=(
            "free trial", "for free", "it free", "us free", "unlimited ", "digital access", "subscribe", "subscription", "join ",
            "save ",
        ),
        lang="en",
        examples=(
            Example("Start your 30-day free trial today", None),
            Example("Start a Free Trial", None),
            Example("Unlimited digital access for just $1 a week", None),
        ),
        leave=(
            "Start with a free trial of the drill before you pay, the guild advises its members.",
            "They subscribe for $4 a month, mostly in the north, where the paper is the only one left.",
        ),
    ),
    Rule(
        id="en-subscriber-wall",
        category="paywall",
        why="It tells the reader that the article is for subscribers.",
        source="English newspapers with a meter",
        apply=drop_lines(
            r"(?:this|the)(?: \w+)? (?:article|story|content|page|post|feature|video) is (?:only |exclusively )?(?:available |reserved |exclusive )*(?:to|for)(?: \w+)? (?:subscribers|members|registered (?:users|readers))(?: only)?\b[^.!?]{0,60}[.!]?",
            r"(?:for )?(?:subscribers|members)[ -]only(?: content| article)?" + _END,
            r"you(?:['’]ve| have) (?:reached|used|read|exceeded|hit)\b[^.!?]{0,40}(?:free|monthly|article)[^.!?]{0,20}(?:articles?|stories|limit|views?)\b.{0,160}",
            r"you have (?:\d+|one|two|three|no) (?:free )?(?:articles?|stories) (?:left|remaining)\b.{0,80}",
            r"(?:please )?(?:subscribe|log ?in|sign in|register|sign up)(?:,? or \w+(?: in| up)?)? to (?:continue(?: reading)?|read (?:more|on|the (?:full|rest)|this)|unlock|view (?:this|the full))\b[^.!?]{0,80}[.!]?",
            r"(?:to continue reading|to keep reading|want to read more|unlock this (?:article|story)|keep reading)\b[^.!?]{0,40}(?:subscri|log in|sign in|register|for free)[^.!?]{0,80}[.!?]?",
            r"unlock (?:this|the full) (?:article|story|report)" + _END,
            longest=280,
        ),
        triggers=(
            "subscribers", "members", "registered ", "you've re", "you’ve re", "you have ", "you've used", "you’ve used", "you've hit",
            "to continue", "to read ", "unlock", "keep reading", "read more", "you've exceeded", "to view ",
        ),
        lang="en",
        examples=(
            Example("This article is for subscribers only.", None),
            Example("You have reached your limit of free articles. Subscribe to go on.", None),
            Example("Log in or register to continue reading", None),
        ),
        leave=(
            "You have read many stories of the flood; this one has no boat in it.",
            "This article is about members of the guild.",
            "The park is for members only on Sundays, the sign says.",
        ),
    ),
    Rule(
        id="en-login-form",
        category="form",
        why="It is a part of a login or registration form.",
        source="English portals, headers and overlays",
        apply=drop_lines(
            r"(?:member |user |subscriber |my )?(?:log ?in|sign in|log ?out|sign out|log on)(?: ?(?:/|\||or|&|and) ?(?:register|sign up|join|log ?in|sign in|subscribe))?"
            + _END,
            r"(?:forgot(?:ten)?|reset|lost)(?: your| my| the)? (?:password|username)\??(?: (?:click here|reset(?: it)?))?" + _END,
            r"(?:remember me|keep me (?:logged|signed) in|show password|confirm password|create (?:an|your|new) account|register(?: now| for free| here)?|not a member\?.{0,40}|new (?:user|here|customer)\?.{0,40})"
            + _END,
            r"(?:already (?:have an account|a (?:member|subscriber)|registered|subscribed)|don['’]t have an account(?: yet)?|(?:do )?you have an account)\?? *.{0,50}",
            r"(?:log in|sign in|continue|sign up|register) (?:with|using|via) (?:your )?(?:facebook|google|twitter|apple|linkedin|wechat|weibo|vk|e-?mail|a social|microsoft)\b[^.!?]{0,40}"
            + _END,
            r"(?:your )?(?:user ?name|e-?mail)(?: or e-?mail)?(?: address)?[:* ]+password[:* ].{0,60}",
            longest=100,
        ),
        triggers=(
            "log in", "login", "sign in", "log out", "logout", "sign out", "log on", "password", "username", "remember me", "keep me ",
            "account", "register", "already have", "already a ", "already subs", "not a member", "sign up ", "new user", "new here",
            "new customer", "continue with",
        ),
        lang="en",
        examples=(
            Example("Log in / Register", None),
            Example("Forgot your password?", None),
            Example("Don't have an account? Join here", None),
            Example("Sign in with Google", None),
        ),
        leave=(
            "Password reuse is the oldest hole in the fence.",
            "Register of ships, 1740 to 1790",
            "Already a member of the council at thirty, she went on to lead the port authority.",
        ),
    ),
    Rule(
        id="en-contact-widget",
        category="form",
        why="It is the head of a contact widget with its buttons run together.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            r"(?:write to us|ask us a question|ask a question|contact us|send us a message|send us your (?:story|news)|leave us a message|get in touch)(?: .{0,40})?(?: log ?in)? close",
            r"(?:write to us|ask us a question|contact us|contact me|send us a message|leave us a message|get in touch(?: with us)?|send (?:us )?feedback|give feedback|feedback|send message|submit (?:a )?(?:question|comment|feedback|tip))"
            + _END,
            longest=100,
        ),
        triggers=(
            "write to us", "ask us", "ask a q", "contact us", "contact me", "send us", "leave us", "get in touch", "feedback",
            "send message", "submit ",
        ),
        lang="en",
        examples=(Example("Write to Us canal & harbour login close", None), Example("Ask Us A Question", None)),
        leave=("Contact us as soon as the tide turns, the pilot radioed.", "The valve will not close."),
    ),
    Rule(
        id="en-captcha-label",
        category="form",
        why="It is the label of a verification code field.",
        source="Xinhua Silk Road article pages; Chinese portals in English",
        apply=drop_lines(
            r"(?:identifying|verification|verify|security|validation|auth(?:entication)?|captcha|image) code[:* ]*(?:reload|refresh|change|submit|can['’]t see\?.{0,30}|click to .{0,20})?"
            + _END,
            r"(?:please )?(?:enter|type|input) the (?:identifying |verification |security )?(?:code|characters|letters|text|numbers)(?: (?:you see|shown|displayed))? (?:above|below|in the (?:image|picture|box))[^.!?]{0,40}[.!]?",
            r"(?:i['’]m not a robot|(?:please )?(?:verify|confirm|prove)(?: that)? you are (?:not a robot|human)|re-?captcha|captcha)" + _END,
            r"(?:reload|refresh|change) (?:the )?(?:captcha|image|code|picture)" + _END,
            longest=120,
        ),
        triggers=(
            " code", "the characters", "the letters", "the text", "the numbers", "robot", "human", "captcha", "reload", "refresh",
            "change ",
        ),
        lang="en",
        examples=(Example("Identifying code Reload", None), Example("Please enter the characters shown in the image", None), Example("I'm not a robot", None)),
        leave=("The security code of the safe was the mayor's birthday.", "I'm not a robot, the actor said, I have learnt to pause."),
    ),
    Rule(
        id="en-form-instruction",
        category="form",
        why="It tells the reader how to fill in a form.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            r"(?:if you have any (?:questions?|comments?|suggestions?|feedback|problems?|queries)(?: or \w+)?,? )(?:please )?(?:enter|type|write|leave|put|submit|fill)\b[^.!?]{0,40}(?:box|form|field|space|area)[^.!?]{0,30}[.!]?",
            r"(?:if you have any (?:questions?|comments?|suggestions?|feedback|problems?|queries|concerns)(?: or \w+)?[^.!?]{0,60},? )(?:please )?(?:contact us|e-?mail us|feel free to contact|write to us|call us|let us know|get in touch)\b.{0,120}",
            r"(?:please )?(?:fill (?:in|out)|complete) (?:the|this|our|all)(?: \w+){0,2} (?:form|fields?)(?: below| above)?(?:,? (?:to|and|in order|before|with)\b[^.!?]{0,60})?[.!]?",
            r"(?:\* ?)?(?:(?:all|required) fields?(?: marked| with)?[^.!?]{0,30}(?:are )?(?:required|mandatory)|(?:denotes |indicates )?(?:a )?required fields?)[.*)]*",
            r"(?:register \* )?all fields are required[.*]*",
            r"(?:your |first |last |full )?(?:name|e-?mail(?: address)?|phone(?: number)?|message|subject|company|website|comment)(?: ?\*| ?\(required\)| ?\(optional\)| \*:?)" + _END,
            r"thank you(?: for (?:your (?:message|feedback|submission)|contacting us|getting in touch))[^.!?]{0,20}[.!] *(?:we (?:will|['’]ll) .{0,60})?",
            longest=260,
        ),
        triggers=(
            "if you have any", "fill in", "fill out", "complete ", "required", "optional", " *", "thank you for", "mandatory",
            "all fields", "name*", "mail*",
        ),
        lang="en",
        examples=(
            Example("If you have any questions, please write them in the box below.", None),
            Example("Please fill in all fields.", None),
            Example("Email (required)", None),
        ),
        leave=(
            "If you have any questions, write them down before the hearing, the lawyer said.",
            "Complete the form of the vase with a thin coil of clay, then wait.",
            "The optional course is required.",
        ),
    ),
    Rule(
        id="en-contributor-pitch",
        category="form",
        why="It asks readers to become contributors.",
        source="Xinhua Silk Road article pages, with plain and masked mail addresses",
        apply=drop_lines(
            r"(?:do you )?(?:want|would you like|wish|interested) (?:to be|to become|in becoming|in being)(?: an?)?(?: guest| regular)? (?:contributor|writer|author|columnist|blogger|correspondent)s?\b.*",
            r"(?:please )?(?:send|submit|e-?mail|share) (?:us )?your (?:own )?(?:articles?|stories|story|manuscripts?|photos|news tips?|opinions?|contributions?|press releases?) (?:to|at|with us|via)\b.{0,120}",
            r"(?:become a contributor|write for us|submit (?:an article|your (?:article|story|work|news))|contribute(?: an article)?|be a contributor)" + _END,
            r"(?:got|have|do you have) (?:a|any) (?:news |story |hot )?(?:tip|story|scoop)s?(?: (?:for us|to share|idea))?\? *.{0,120}",
            longest=400,
        ),
        triggers=(
            "contributor", "to become a", "in becoming a", "in being a", "want to be a", "like to be a", "wish to be a", "your article",
            "your stor", "your own ", "your manuscript", "your photos", "your news", "your opinion", "your contribution",
            "your press release", "your work", "write for us", "submit an", "contribute", " tip?", " tips?", "story?", "stories?",
            "scoop", "tip for us", "story for us", "tip to share", "story to share", "story idea",
        ),
        lang="en",
        examples=(
            Example("Do you want to be a contributor to Delta Trade and tell your harbour story? Send your articles to [email protected] today.", None),
            Example("Got a news tip? Write to desk@example.org", None),
        ),
        leave=(
            "Authors were told: send your manuscripts to the old address, and wait.",
            "She had long wanted to be a contributor to the quarterly.",
        ),
    ),
    Rule(
        id="en-contact-mail",
        category="form",
        why="The block holds nothing but a contact address.",
        source="Xinhua Silk Road and English news pages",
        apply=drop_lines(
            r"\[?e-?mail[\s\u00a0]protected\]?",
            r"(?:for (?:more|further) information,? )?(?:please )?(?:e-?mail(?: us)?|contact(?: us)?|mail|write to us|reach us|tips?|enquiries|inquiries|feedback|questions\?)(?: at| on|:)? ?:? ?(?:\[e-?mail[\s\u00a0]protected\]|[\w.+-]{1,64}@[\w.-]{1,120}\.[a-z]{2,10})[.!]?",
            longest=200,
        ),
        triggers=("protected", "@"),
        lang="en",
        examples=(Example("[email protected]", None), Example("Contact us: desk@example.org", None)),
        leave=("The mail protected by the seal was opened.", "Write to the editor at desk@example.org before Friday to join the tour of the dam."),
    ),
    Rule(
        id="en-cookie-notice",
        category="popup",
        why="It is a cookie or consent notice.",
        source="European and American news sites",
        apply=drop_lines(
            r"(?:we(?: and our partners)?|(?:this|our|the) (?:web ?)?site|[\w-]{2,40}\.(?:com|org|net|co\.uk|cn|eu)) (?:may )?uses? (?:necessary |functional |third[- ]party |essential )*(?:cookies?|cookies?(?:,? (?:and|or) (?:other |similar )*\w+){0,2})(?: on (?:this|our|the) (?:web ?)?site)?,?(?: in order)? (?:to|for|that (?:help|allow|enable|are))\b.{0,320}",
            r"(?:this|our) (?:web ?)?site uses? (?:[\w-]+ )?cookies\b.{0,320}",
            r"(?:by (?:continuing|using|browsing|choosing|clicking|closing|visiting)|if you continue)\b[^.!?]{0,90}(?:cookies?|our privacy policy|our terms)\b.{0,200}",
            r"(?:please )?(?:read|see|view|visit|check|review) our (?:cookies?|privacy)(?: and (?:cookies?|privacy))? (?:policy|notice|statement)\b.{0,80}",
            r"(?:accept|allow|reject|decline|manage|customi[sz]e)(?: all| only)?(?: necessary| essential| optional| my| your| the)? cookies" + _END,
            r"(?:cookie|cookies|privacy|consent) (?:settings|preferences|policy|notice|choices|options|statement)" + _END,
            r"(?:(?:our|my) )?privacy policy and cookie policy[.!]*(?: ok| accept)?",
            r"i accept|accept (?:all|and (?:close|continue))|got it!?|ok,? (?:got it|i agree)!?|manage (?:options|preferences|consent)|do not sell(?: or share)? my (?:personal )?(?:information|data|info)",
            longest=400,
        ),
        triggers=(
            "cookie", "privacy", "by continuing", "by using", "by browsing", "by clicking", "i accept", "accept a", "got it", "i agree",
            "manage ", "do not sell", "consent ",
        ),
        lang="en",
        examples=(
            Example("This website uses cookies to give you the best experience. Accept", None),
            Example("By continuing to browse this site you agree to our use of cookies.", None),
            Example("Cookie settings", None),
        ),
        leave=(
            "The regulator says that the website uses cookies without asking, and fined its owner.",
            "Grandmother uses cookies on the tree instead of glass.",
            "Bake the cookies for twelve minutes.",
            "Cookie policy was the dullest line of the treaty.",
            "The site uses cookies from the bakery next door, and the guests leave none.",
        ),
    ),
    Rule(
        id="en-script-notice",
        category="popup",
        why="It is a notice about scripts, browsers or ad blockers.",
        source="English news pages, in place of players and comments",
        apply=drop_lines(
            r"(?:please )?(?:enable|turn on|activate|allow) (?:java ?script|cookies|flash)\b.{0,160}",
            r"(?:(?:this|our|the) (?:site|page|website|video|feature|form|content|app)|you(?:r browser)?) (?:requires?|needs?|must (?:have|enable)|need to enable) (?:java ?script|flash)\b.{0,120}",
            r"(?:it (?:looks|seems|appears) (?:like|that) )?(?:java ?script|flash) (?:is|appears to be|seems to be) (?:currently )?(?:disabled|required|not (?:enabled|available|supported)|turned off|necessary)\b.{0,160}",
            r"(?:sorry,? )?your (?:web )?browser (?:does not|doesn['’]t|is not|isn['’]t|can['’]t|cannot|is out)\b.{0,160}",
            r"(?:we(?:['’]ve)? (?:noticed|detected|see)(?: that)? you(?:['’]re| are) using an? ad[- ]?blocker|we need to talk about your ad[- ]?blocker|(?:please )?(?:disable|turn off|pause|whitelist)(?: us in)? your ad[- ]?blocker)\b.{0,240}",
            r"[^.!?]{0,120}rel(?:y|ies) on advertising[^.!?]{0,80}[.!] .{0,60}disable your ad[- ]?blocker.{0,40}",
            longest=320,
        ),
        triggers=(
            "javascript", "java script", "flash", "browser", "ad blocker", "adblocker", "ad-blocker", "enable cookies", "allow cookies",
        ),
        lang="en",
        examples=(
            Example("Please enable JavaScript to view the comments.", None),
            Example("Your browser does not support the audio element.", None),
            Example("We noticed that you are using an ad blocker. Please switch it off.", None),
        ),
        leave=(
            "JavaScript is a language that few people learn on purpose.",
            "The flash is disabled in the museum, so bring a fast lens.",
            "Your browser history tells more than your diary.",
        ),
    ),
    Rule(
        id="en-app-prompt",
        category="popup",
        why="It asks the reader to install an app or to switch on notifications.",
        source="English and Chinese news sites on phones",
        apply=drop_lines(
            r"(?:please )?(?:download|get|install|open|use|try|view in|open in|read in|available on)(?: (?:our|the|your|this|on|in|it|now))*(?: [\w'’.&-]+){0,4} (?:app|application|google play(?: store)?|app store|play store)(?: (?:now|today|here|for free|to (?:read|get|view|see|continue)[^.!?]{0,60}|on (?:the )?(?:app store|google play|your phone)[^.!?]{0,30}|for (?:ios|android|iphone)[^.!?]{0,40}))?"
            + _END,
            r"(?:app store|google play|(?:download|available) on the app store|(?:get|available) (?:it )?on google play|get the app|our apps?)" + _END,
            r"(?:get|receive|allow|enable|turn on)(?: [\w-]+){0,3} (?:notifications?|push alerts?)\b[^.!?]{0,60}[.!]?",
            r"[^.!?]{0,80}(?:in|on) your browser[.!] click here to turn on notifications[.!]?",
            longest=140,
        ),
        triggers=(
            "our app", "the app", "this app", "your app", "download ", "install ", "open in", "view in", "read in", "google play",
            "app store", "play store", "notification", "push alert",
        ),
        lang="en",
        examples=(Example("Download our app now", None), Example("Get it on Google Play", None), Example("Turn on desktop notifications", None)),
        leave=(
            "Open the app and a map of the sewers appears.",
            "Get rid of the app, her doctor said.",
            "The app store took a third of the price.",
        ),
    ),
)
