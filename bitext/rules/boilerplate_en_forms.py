"""English rules against forms: logins, contact widgets, verification codes, pitches for contributions."""

from __future__ import annotations

from bitext.rules.rule import Example, Rule, drop_lines

__all__ = ["RULES"]

#: Marks that may close a label or a call: arrows, dots, a colon.
_END = r"[\s.!:…»›→>*]*"

# The patterns are laid out by meaning.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(
        id="en-login-form",
        category="form",
        why="It is a part of a login or registration form.",
        source="English portals, headers and overlays",
        apply=drop_lines(
            (
                r"(?:member |user |subscriber |my )?(?:log ?in|sign in|log ?out|sign out|log on)(?: ?(?:/|\||or|&|and) ?"
                r"(?:register|sign up|join|log ?in|sign in|subscribe))?"
                + _END
            ),
            r"(?:forgot(?:ten)?|reset|lost)(?: your| my| the)? (?:password|username)\??(?: (?:click here|reset(?: it)?))?" + _END,
            (
                r"(?:remember me|keep me (?:logged|signed) in|show password|confirm password|create (?:an|your|new) account"
                r"|register(?: now| for free| here)?|not a member\?.{0,40}|new (?:user|here|customer)\?.{0,40})"
                + _END
            ),
            (
                r"(?:already (?:have an account|a (?:member|subscriber)|registered|subscribed)|don['’]t have an account"
                r"(?: yet)?|(?:do )?you have an account)\?? *.{0,50}"
            ),
            (
                r"(?:log in|sign in|continue|sign up|register) (?:with|using|via) (?:your )?(?:facebook|google|twitter|apple"
                r"|linkedin|wechat|weibo|vk|e-?mail|a social|microsoft)\b[^.!?]{0,40}"
                + _END
            ),
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
            Example("Log in / Register", None), Example("Forgot your password?", None), Example("Don't have an account? Join here", None),
            Example("Sign in with Google", None),
        ),
        leave=(
            "Password reuse is the oldest hole in the fence.", "Register of ships, 1740 to 1790",
            "Already a member of the council at thirty, she went on to lead the port authority.",
        ),
    ),
    Rule(
        id="en-contact-widget",
        category="form",
        why="It is the head of a contact widget with its buttons run together.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            (
                r"(?:write to us|ask us a question|ask a question|contact us|send us a message|send us your (?:story|news)"
                r"|leave us a message|get in touch)(?: .{0,40})?(?: log ?in)? close"
            ),
            (
                r"(?:write to us|ask us a question|contact us|contact me|send us a message|leave us a message|get in touch"
                r"(?: with us)?|send (?:us )?feedback|give feedback|feedback|send message|submit (?:a )?(?:question|comment"
                r"|feedback|tip))"
                + _END
            ),
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
            (
                r"(?:identifying|verification|verify|security|validation|auth(?:entication)?|captcha|image) code[:* ]*"
                r"(?:reload|refresh|change|submit|can['’]t see\?.{0,30}|click to .{0,20})?"
                + _END
            ),
            (
                r"(?:please )?(?:enter|type|input) the (?:identifying |verification |security )?(?:code|characters|letters"
                r"|text|numbers)(?: (?:you see|shown|displayed))? (?:above|below|in the (?:image|picture"
                r"|box))[^.!?]{0,40}[.!]?"
            ),
            (
                r"(?:i['’]m not a robot|(?:please )?(?:verify|confirm|prove)(?: that)? you are (?:not a robot|human)"
                r"|re-?captcha|captcha)"
                + _END
            ),
            r"(?:reload|refresh|change) (?:the )?(?:captcha|image|code|picture)" + _END,
            longest=120,
        ),
        triggers=(
            " code", "the characters", "the letters", "the text", "the numbers", "robot", "human", "captcha", "reload", "refresh",
            "change ",
        ),
        lang="en",
        examples=(
            Example("Identifying code Reload", None), Example("Please enter the characters shown in the image", None),
            Example("I'm not a robot", None),
        ),
        leave=("The security code of the safe was the mayor's birthday.", "I'm not a robot, the actor said, I have learnt to pause."),
    ),
    Rule(
        id="en-form-instruction",
        category="form",
        why="It tells the reader how to fill in a form.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            (
                r"(?:if you have any (?:questions?|comments?|suggestions?|feedback|problems?|queries)(?: or \w+)?,? )"
                r"(?:please )?(?:enter|type|write|leave|put|submit|fill)\b[^.!?]{0,40}(?:box|form|field|space"
                r"|area)[^.!?]{0,30}[.!]?"
            ),
            (
                r"(?:if you have any (?:questions?|comments?|suggestions?|feedback|problems?|queries|concerns)"
                r"(?: or \w+)?[^.!?]{0,60},? )(?:please )?(?:contact us|e-?mail us|feel free to contact|write to us|call us"
                r"|let us know|get in touch)\b.{0,120}"
            ),
            (
                r"(?:please )?(?:fill (?:in|out)|complete) (?:the|this|our|all)(?: \w+){0,2} (?:form|fields?)(?: below"
                r"| above)?(?:,? (?:to|and|in order|before|with)\b[^.!?]{0,60})?[.!]?"
            ),
            (
                r"(?:\* ?)?(?:(?:all|required) fields?(?: marked| with)?[^.!?]{0,30}(?:are )?(?:required|mandatory)|"
                r"(?:denotes |indicates )?(?:a )?required fields?)[.*)]*"
            ),
            r"(?:register \* )?all fields are required[.*]*",
            (
                r"(?:your |first |last |full )?(?:name|e-?mail(?: address)?|phone(?: number)?|message|subject|company|website"
                r"|comment)(?: ?\*| ?\(required\)| ?\(optional\)| \*:?)"
                + _END
            ),
            (
                r"thank you(?: for (?:your (?:message|feedback|submission)|contacting us|getting in touch))[^.!?]{0,20}[.!] *"
                r"(?:we (?:will|['’]ll) .{0,60})?"
            ),
            longest=260,
        ),
        triggers=(
            "if you have any", "fill in", "fill out", "complete ", "required", "optional", " *", "thank you for", "mandatory",
            "all fields", "name*", "mail*",
        ),
        lang="en",
        examples=(
            Example("If you have any questions, please write them in the box below.", None), Example("Please fill in all fields.", None),
            Example("Email (required)", None),
        ),
        leave=(
            "If you have any questions, write them down before the hearing, the lawyer said.",
            "Complete the form of the vase with a thin coil of clay, then wait.", "The optional course is required.",
        ),
    ),
    Rule(
        id="en-contributor-pitch",
        category="form",
        why="It asks readers to become contributors.",
        source="Xinhua Silk Road article pages, with plain and masked mail addresses",
        apply=drop_lines(
            (
                r"(?:do you )?(?:want|would you like|wish|interested) (?:to be|to become|in becoming|in being)(?: an?)?"
                r"(?: guest| regular)? (?:contributor|writer|author|columnist|blogger|correspondent)s?\b"
                r"(?=.*(?:\b(?:your|us|our|submit|apply)\b|@|protected|\?$)).*"
            ),
            (
                r"(?:please )?(?:send|submit|e-?mail|share) (?:us )?your (?:own )?(?:articles?|stories|story|manuscripts?"
                r"|photos|news tips?|opinions?|contributions?|press releases?) (?:to|at|with us|via)\b.{0,120}"
            ),
            (
                r"(?:become a contributor|write for us|submit (?:an article|your (?:article|story|work|news))|contribute"
                r"(?: an article)?|be a contributor)"
                + _END
            ),
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
            (
                r"(?:for (?:more|further) information,? )?(?:please )?(?:e-?mail(?: us)?|contact(?: us)?|mail|write to us"
                r"|reach us|tips?|enquiries|inquiries|feedback|questions\?)(?: at| on|:)? ?:? ?"
                r"(?:\[e-?mail[\s\u00a0]protected\]|[\w.+-]{1,64}@[\w.-]{1,120}\.[a-z]{2,10})[.!]?"
            ),
            longest=200,
        ),
        triggers=("protected", "@"),
        lang="en",
        examples=(Example("[email protected]", None), Example("Contact us: desk@example.org", None)),
        leave=(
            "The mail protected by the seal was opened.",
            "Write to the editor at desk@example.org before Friday to join the tour of the dam.",
        ),
    ),
    Rule(
        id="en-feedback-line",
        category="form",
        why="It asks the reader to report a mistake.",
        source="English news pages, end",
        apply=drop_lines(
            (
                r"(?:please )?(?:report|submit|send|flag|suggest|spotted|found|see|notice)(?: (?:a|an|any))? (?:correction"
                r"|error|mistake|typo|inaccuracy|problem|bug)s?(?: or (?:typo|correction|error|tip)s?)?(?: (?:in|on|with|to) "
                r"(?:this|the|our) (?:article|story|page|content|site|newsroom|editor))?\s?[?.!:]*(?: (?:please )?"
                r"(?:let us know|report it|click here|contact us|tell us|e-?mail)\b.{0,80})?"
            ),
            (
                r"(?:was this (?:article|page|story|content) (?:helpful|useful|interesting)|did you (?:find|like|enjoy) this "
                r"(?:article|page|story)(?: \w+)?|how would you rate this (?:article|page|story))\?.{0,60}"
            ),
            longest=160,
        ),
        triggers=(
            "correction", "error", "mistake", "typo", "inaccura", "problem", "bug", "this article", "this page", "this story",
            "this content",
        ),
        lang="en",
        examples=(Example("Spotted an error? Let us know.", None), Example("Was this article helpful? Yes No", None)),
        leave=("Report an error of more than two metres to the harbour master.", "Notice the mistake in the third line of the map."),
    ),
)
