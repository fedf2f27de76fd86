"""English rules against popups: newsletters, subscription boxes, cookies, scripts, apps.

Each pattern holds for a whole block and joins an imperative or the site's own voice ("our newsletter",
"your inbox") with its object, so that prose about newsletters, cookies or subscriptions stays.
"""

from __future__ import annotations

from bitext.rules.boilerplate_en_labels import drop_labels
from bitext.rules.rule import Example, Rule, drop_lines

__all__ = ["RULES"]

#: Marks that may close a label or a call: arrows, dots, a colon.
_END = r"[\s.!:…»›→>*]*"
_LETTER = r"(?:e-?mails?|newsletters?|mailing list|bulletins?|digests?|briefings?|updates|alerts|weekly|daily|magazine|channel)"
_SIGN_UP = r"(?:please )?(?:sign[- ]?up|subscribe|register|opt in)(?: here| now| today| below| free| for free)*"
_OURS = r"(?:our |my |the |this |your |a )?(?:free |daily |weekly |monthly |official |latest |e-?mail |breaking news |news )*"
_PITCH = r"(?:[^.!?]{1,90}[.!?] +)?"

# The patterns are laid out by meaning.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(
        id="en-popup-widget-label",
        category="popup",
        why="The label or close button of a popup window was read as text.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            r"[^.!?]{0,60}customblackclose",
            r"[a-z]{2,20}(?:[_-][a-z]{2,20}){0,3}[_-]pop(?:[_-]?up)?",
            (
                r"(?:close|dismiss|hide)(?: this| the)? (?:pop-?up|modal|dialog(?:ue)?|window|banner|overlay|message|alert"
                r"|notification|ad)(?: window)?"
                + _END
            ),
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
            (
                r"(?:please,? )?(?:fill (?:in|out)|complete|use|fill) (?:the|this|our)(?: \w+)? form (?:below )?to "
                r"(?:subscribe|sign up|register)[^.!?]{0,80}[.!]?"
            ),
            longest=140,
        ),
        triggers=(
            "subscription form", "subscribe form", "sign-up form", "signup form", "registration form", "newsletter form", " form to ",
            " form below to ", "subscription box", "newsletter box", "sign-up box", "signup box", "newsletter widget", "subscribe popup",
            "newsletter popup", "signup widget",
        ),
        lang="en",
        examples=(
            Example("Canal Digest Weekly Subscription Form", None),
            Example("Please fill in the form to subscribe to the monthly letter.", None),
        ),
        leave=("Readers returned a paper subscription form with each coupon.", "The registration form was lost in the fire of 1911."),
    ),
    Rule(
        id="en-newsletter-pitch",
        category="popup",
        why="It asks the reader to sign up for a newsletter.",
        source="English news pages, between paragraphs and at the end",
        apply=drop_lines(
            (
                _PITCH
                + _SIGN_UP
                + r" (?:to|for) "
                + _OURS
                + r"(?:[\w&'’/.-]+ ){0,5}"
                + _LETTER
                + r"(?:(?: and| &|,) [^.!?]{1,60})?(?: (?:here|now|today|below|to (?:get|receive|stay)|for|in your|delivered"
                r"|on youtube)[^.!?]{0,90})?[.!]?"
            ),
            (
                r"(?:get|receive|have|want|enjoy)\b[^.!?]{0,120} (?:delivered|sent|straight|direct(?:ly)?|right|in|to)"
                r"(?: \w+){0,2} (?:to |in )?your (?:e-?mail )?inbox\b[^.!?]{0,40}[.!?]?(?: (?:sign up"
                r"|subscribe)[^.!?]{0,60}[.!]?)?"
            ),
            r"join (?:our|the)(?: [\w'’-]+){0,3} (?:newsletter|mailing list|e-?mail list)[^.!?]{0,60}[.!]?",
            (
                r"(?:please )?enter your e-?mail(?: address)?(?: below| here)? to (?:subscribe|sign up|receive|get|join"
                r"|follow)[^.!?]{0,100}[.!]?"
            ),
            (
                r"(?:don['’]t miss (?:out|a [\w ]{2,20})|never miss a(?:n)? [\w ]{2,20}|stay (?:informed|up to date"
                r"|in the loop|connected))\b[^.!?]{0,60}[.!,] *(?:sign up|subscribe)[^.!?]{0,100}[.!]?"
            ),
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
            (
                r"(?:by|when) (?:signing up|subscribing|registering|clicking[^.!?]{1,40}|submitting[^.!?]{1,40}"
                r"|providing[^.!?]{1,40}),? (?:i|you) (?:agree|accept|consent|acknowledge|confirm)\b.*"
            ),
            r"(?:no spam,?[^.!?]{0,40}[.!] *)?you (?:can|may) (?:unsubscribe|opt out|cancel)(?: at)? (?:any ?time|whenever)\b.*",
            (
                r"(?:thank you!? *)?you(?:['’]ve| have| are)(?: now| already)? (?:been )?"
                r"(?:suc{1,2}es{1,2}fully )?subscribed\b[^.!?]{0,60}[.!]*(?: thank you!?)?"
            ),
            (
                r"(?:sorry, )?there was (?:an error|a problem) (?:processing|with|submitting) your (?:subscription|request"
                r"|submission|sign-?up)[^.!?]{0,60}[.!]?"
            ),
            (
                r"(?:yes,? )?i (?:agree|consent|would like|want|accept)\b[^.!?]{0,60} (?:newsletters?|e-?mails?|offers"
                r"|terms of (?:use|service)|privacy policy)\b[^.!?]{0,80}[.!]?"
            ),
            r"(?:almost done[.!] *)?(?:please )?check your inbox (?:to|and) (?:confirm|activate|verify)[^.!?]{0,100}[.!]?",
            longest=400,
        ),
        triggers=(
            "you agree", "you accept", "you consent", "you acknowledge", "you confirm", "i agree", "i accept", "i consent", "unsubscribe",
            "opt out", "you can cancel", "you may cancel", "subscribed", "processing your", "with your su", "submitting your",
            "check your inbox", "i would like", "i want",
        ),
        lang="en",
        examples=(
            Example("By signing up, you agree to our terms and privacy notice.", None),
            Example("No spam, ever. You can unsubscribe at any time.", None), Example("You have successfully subscribed!", None),
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
            "subscribe", "subscribe now", "subscribe today", "subscribe here", "subscribe for free", "subscribe to newsletters",
            "sign up", "sign up now", "sign up today", "newsletter", "newsletters", "newsletter signup", "newsletter sign-up",
            "newsletter sign up", "email newsletters", "free newsletter", "our newsletter", "daily newsletter", "get the newsletter",
            "join now", "subscribe sign in", "subscribe log in", "subscribe | sign in", "subscribe | log in", "become a subscriber",
            "become a member", "manage subscription", "manage your subscription", "cancel subscription", "why subscribe?",
            "subscription options", "gift subscriptions", "email alerts", "no thanks", "no, thanks", "maybe later", "not now",
            "remind me later", "your email", "your email address", "email address", "enter your email", "enter your email address",
            "enter email",
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
        id="en-cookie-notice",
        category="popup",
        why="It is a cookie or consent notice.",
        source="European and American news sites",
        apply=drop_lines(
            (
                r"(?:we(?: and our partners)?|(?:this|our|the) (?:web ?)?site|[\w-]{2,40}\.(?:com|org|net|co\.uk|cn|eu)) "
                r"(?:may )?uses? (?:necessary |functional |third[- ]party |essential )*(?:cookies?|cookies?(?:,? (?:and|or) "
                r"(?:other |similar )*\w+){0,2})(?: on (?:this|our|the) (?:web ?)?site)?,?(?: in order)? (?:to|for|that "
                r"(?:help|allow|enable|are))\b.{0,320}"
            ),
            r"(?:this|our) (?:web ?)?site uses? (?:[\w-]+ )?cookies\b.{0,320}",
            (
                r"(?:by (?:continuing|using|browsing|choosing|clicking|closing|visiting)|if you continue)\b[^.!?]{0,90}"
                r"(?:cookies?|our privacy policy|our terms)\b.{0,200}"
            ),
            (
                r"(?:please )?(?:read|see|view|visit|check|review) our (?:cookies?|privacy)(?: and (?:cookies?|privacy))? "
                r"(?:policy|notice|statement)\b.{0,80}"
            ),
            (
                r"(?:accept|allow|reject|decline|manage|customi[sz]e)(?: all| only)?(?: necessary| essential| optional| my"
                r"| your| the)? cookies"
                + _END
            ),
            r"(?:cookies?|consent) (?:settings|preferences|policy|notice|choices|options|statement)" + _END,
            r"privacy (?:settings|preferences|choices|options)" + _END,
            r"(?:(?:our|my) )?privacy policy and cookie policy[.!]*(?: ok| accept)?",
            (
                r"i accept|accept (?:all|and (?:close|continue))|got it!?|ok,? (?:got it|i agree)!?|manage (?:options"
                r"|preferences|consent)|do not sell(?: or share)? my (?:personal )?(?:information|data|info)"
            ),
            longest=400,
        ),
        triggers=(
            "cookie", "privacy", "by continuing", "by using", "by browsing", "by clicking", "i accept", "accept a", "got it", "i agree",
            "manage ", "do not sell", "consent ",
        ),
        lang="en",
        examples=(
            Example("This website uses cookies to give you the best experience. Accept", None),
            Example("By continuing to browse this site you agree to our use of cookies.", None), Example("Cookie settings", None),
        ),
        leave=(
            "The regulator says that the website uses cookies without asking, and fined its owner.",
            "Privacy policy", "Grandmother uses cookies on the tree instead of glass.", "Bake the cookies for twelve minutes.",
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
            (
                r"(?:(?:this|our|the) (?:site|page|website|video|feature|form|content|app)|you(?:r browser)?) (?:requires?"
                r"|needs?|must (?:have|enable)|need to enable) (?:java ?script|flash)\b.{0,120}"
            ),
            (
                r"(?:it (?:looks|seems|appears) (?:like|that) )?(?:java ?script|flash) (?:is|appears to be|seems to be) "
                r"(?:currently )?(?:disabled|required|not (?:enabled|available|supported)|turned off|necessary)\b.{0,160}"
            ),
            r"(?:sorry,? )?your (?:web )?browser (?:does not|doesn['’]t|is not|isn['’]t|can['’]t|cannot|is out)\b.{0,160}",
            (
                r"(?:we(?:['’]ve)? (?:noticed|detected|see)(?: that)? you(?:['’]re| are) using an? ad[- ]?blocker"
                r"|we need to talk about your ad[- ]?blocker|(?:please )?(?:disable|turn off|pause|whitelist)"
                r"(?: us in)? your ad[- ]?blocker)\b.{0,240}"
            ),
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
            "JavaScript is a language that few people learn on purpose.", "The flash is disabled in the museum, so bring a fast lens.",
            "Your browser history tells more than your diary.",
        ),
    ),
    Rule(
        id="en-app-prompt",
        category="popup",
        why="It asks the reader to install an app or to switch on notifications.",
        source="English and Chinese news sites on phones",
        apply=drop_lines(
            (
                r"(?:please )?(?:download|get|install|open|use|try|view in|open in|read in|available on)(?: (?:our|the|your"
                r"|this|on|in|it|now))*(?: [\w'’.&-]+){0,4} (?:app|application|google play(?: store)?|app store|play store)"
                r"(?: (?:now|today|here|for free|to (?:read|get|view|see|continue)[^.!?]{0,60}|on (?:the )?(?:app store"
                r"|google play|your phone)[^.!?]{0,30}|for (?:ios|android|iphone)[^.!?]{0,40}))?"
                + _END
            ),
            (
                r"(?:app store|google play|(?:download|available) on the app store|(?:get|available) (?:it )?on google play"
                r"|get the app|our apps?)"
                + _END
            ),
            r"(?:get|receive|allow|enable|turn on)(?: [\w-]+){0,3} (?:notifications?|push alerts?)\b[^.!?]{0,60}[.!]?",
            r"[^.!?]{0,80}(?:in|on) your browser[.!] click here to turn on notifications[.!]?",
            longest=140,
        ),
        triggers=(
            "our app", "the app", "this app", "your app", "download ", "install ", "open in", "view in", "read in", "google play",
            "app store", "play store", "notification", "push alert",
        ),
        lang="en",
        examples=(
            Example("Download our app now", None), Example("Get it on Google Play", None), Example("Turn on desktop notifications", None),
        ),
        leave=(
            "Open the app and a map of the sewers appears.", "Get rid of the app, her doctor said.",
            "The app store took a third of the price.",
        ),
    ),
)
