"""English rules against what surrounds the reading: share bars, follow lines, related articles, comments, counters, tags."""

from __future__ import annotations

from bitext.rules.boilerplate_en_labels import drop_labels
from bitext.rules.rule import Example, Rule, drop_lines

__all__ = ["RULES"]

_END = r"[\s.!:…»›→>]*"
#: Places that share buttons lead to.
_NETWORK = (
    r"(?:facebook|twitter|x|pinterest|e-?mail|linkedin|reddit|whatsapp|we ?chat|weibo|sina weibo|telegram|tumblr|flipboard|line|google ?\+|google plus|messenger"
    r"|instagram|youtube|vk|pocket|sms|print|copy(?: the)? link|more|share|tweet|pin(?: it)?|stumble ?upon|digg|rss|qq|qzone|moments|threads|mastodon|bluesky|tiktok|snapchat|link|medium|github|email this)"
)
_THING = r"(?:article|story|page|post|video|news|content|entry|photo|gallery|link)"
_KIN = r"(?:articles?|stor(?:y|ies)|news|posts?|content|links?|reading|reads?|topics?|videos?|coverage|reports?|items?|searches|pages?|pieces?)"

# The patterns are laid out by meaning.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(
        id="en-share-bar",
        category="share",
        why="It is a row of buttons that share the page.",
        source="English news pages",
        apply=drop_lines(
            _NETWORK + r"(?:[\s|/·,•&]+" + _NETWORK + r"){1,14}" + _END,
            (
                r"(?:please )?(?:share|tweet|pin|repost|e-?mail)(?: (?:this|the|it|our))?(?: "
                + _THING
                + r")?(?: (?:on|via|to|with|in|by|now))?[\s:]*(?:"
                + _NETWORK
                + r"(?:[\s|/·,•&]+"
                + _NETWORK
                + r"){0,12})?"
                + _END
            ),
            (
                r"(?:share|like)(?: this| the)? "
                + _THING
                + r"? ?(?:with|on|:)[^.!?]{0,40}(?:friends|followers|networks?|facebook|twitter|whatsapp|wechat"
                r"|linkedin)[^.!?]{0,40}[.!:]?"
            ),
            r"(?:click|tap) to (?:share|tweet|pin|e-?mail)\b[^.!?]{0,60}(?:\(opens in (?:a )?new (?:window|tab)\))?",
            r"(?:all sharing options|share all sharing options)(?: for: .{0,140})?",
            (
                r"this (?:story|article|post) has been shared [\d,]+ times\.?(?: [\d,]+)?|[\d,.]{1,9}k? (?:shares?|likes?"
                r"|retweets|tweets)"
                + _END
            ),
            (
                r"(?:sorry, your blog cannot share posts by email|post was not sent - check your email addresses"
                r"|email check failed, please try again|send to email address .{0,60})[.!]?"
            ),
            longest=200,
        ),
        triggers=(
            "facebook", "twitter", "linkedin", "whatsapp", "wechat", "weibo", "pinterest", "reddit", "share", "tweet", "email", "e-mail",
            "likes", "telegram", "instagram", "youtube", "pin ", "repost", "print", "check failed",
        ),
        lang="en",
        examples=(
            Example("Facebook Twitter LinkedIn Email", None), Example("Share this article on WeChat", None),
            Example("Click to share on Reddit (Opens in new window)", None), Example("1,204 shares", None),
        ),
        leave=(
            "Share of coal in the mix", "Facebook and Twitter were fined.", "Share this bread with the neighbours.",
            "He holds 300 shares of the mill.",
        ),
    ),
    Rule(
        id="en-qr-prompt",
        category="share",
        why="It asks the reader to scan a code with a phone.",
        source="Xinhua Silk Road article pages; Chinese portals in English",
        apply=drop_lines(
            (
                r"(?:please )?(?:scan|use (?:your|wechat|a)(?: phone| mobile| mobile phone)? to scan)(?: (?:the|this|our|a))?"
                r"(?: (?:wechat|weixin|following|above))? ?(?:qr|quick response|two-dimensional|2d|bar"
                r"|mini program)[ -]?codes?(?: (?:above|below|on the (?:left|right)))?(?: (?:with (?:your|a) (?:mobile )?"
                r"(?:phone|smartphone|device)|with wechat|in wechat|via wechat))?(?:,? (?:and|to|for) [^.!?]{0,40}(?:phone"
                r"|wechat|weixin|mobile|follow|share|app|download|read|subscribe|official account|official website|add us"
                r"|join us)[^.!?]{0,60})?[.!]?"
            ),
            r"(?:open|use|launch) (?:wechat|weixin)\b[^.!?]{0,60}\bscan\b[^.!?]{0,80}[.!]?",
            r"(?:wechat|weixin|app)? ?qr code" + _END,
            r"(?:read|open|view|continue reading)(?: this)?(?: \w+)? on (?:your )?(?:mobile )?(?:phone|mobile)" + _END,
            longest=180,
        ),
        triggers=("scan", "qr code", "on your phone", "on mobile", "on phone", "on your mobile"),
        lang="en",
        examples=(
            Example("Scan the QR code and push it to your mobile phone", None),
            Example("Open WeChat and scan the code to follow us.", None),
        ),
        leave=(
            "Scan the QR code on the ticket, then walk through the gate to the pier.",
            "Shops scan the QR code to track each crate of pears.",
        ),
    ),
    Rule(
        id="en-follow-line",
        category="share",
        why="It asks the reader to follow the publisher on a network.",
        source="English news pages",
        apply=drop_lines(
            (
                r"(?:please )?(?:follow|like|find us|join us|connect with)(?: [\w'’.@&-]+){0,6} (?:on|at|via)(?: (?:our|the"
                r"|social media))*[\s:]+(?:"
                + _NETWORK
                + r"|social media)(?:(?: page| account| channel| group)?[\s,|/&]+(?:and |or |on )?(?:"
                + _NETWORK
                + r"|@[\w.]{2,30}|\(@[\w.]{2,30}\)))*(?: (?:for|to (?:get|stay|see|receive)) [^.!?]{0,80})?[.!:]*"
            ),
            r"(?:follow|connect with|find|like|join) us(?: (?:on|at|via|for|:)[^.!?]{0,80})?[\s.!:]*",
            (
                r"follow(?: (?:@[\w.]{2,30}|him|her|them|me|the author|this (?:author|topic)))(?: on (?:twitter|x|instagram"
                r"|facebook|weibo|linkedin))?(?: (?:@[\w.]{2,30}|at @[\w.]{2,30}))?"
                + _END
            ),
            r"follow [\w'’.&-]{2,30}(?: [\w'’.&-]{2,30}){0,4} online" + _END,
            r"[\d,.]{1,9}[km]? (?:followers|subscribers|fans)(?: (?:follow|subscribe|like))?" + _END,
            r"read more (?:from|by) this author\b.{0,60}",
            longest=240,
        ),
        triggers=(
            " on facebook", " on twitter", " on instagram", " on youtube", " on linkedin", " on wechat", " on weibo", " on telegram",
            " on x", " on tiktok", "social media", "follow us", "follow @", "follow him", "follow her", "follow them", "follow me",
            "follow the author", "follow this", "online", "connect with us", "find us", "like us", "join us", "followers", "subscribers",
            " fans", "this author", "on our facebook", "via ",
        ),
        lang="en",
        examples=(
            Example("Follow us on Twitter and Facebook for more news", None), Example("Follow @harbourpost", None),
            Example("Like Harbour Post on Facebook", None),
        ),
        leave=(
            "Follow the river on foot.", "Visit the museum at dusk.",
            "Find her on Instagram, they were told, and they did: a heron every day, and never a word.",
        ),
    ),
    Rule(
        id="en-related-heading",
        category="related",
        why="It heads a list of other articles.",
        source="English news pages, end and sidebar",
        apply=drop_lines(
            (
                r"(?:related|recommended|suggested|similar|trending|popular|more|other|latest|featured|further|recent|most "
                r"(?:read|popular|viewed|shared|commented|watched|recent)|must[- ]read|don['’]t miss|hot)(?: (?:top|fox|local"
                r"|world|new))? "
                + _KIN
                + r"(?: (?:today|now|this week|for you|in the section|view all|from around the web))?"
                + _END
            ),
            (
                r"(?:you (?:may|might|will)(?: also)? (?:also )?(?:like|enjoy|be interested in)|people also read"
                r"|readers also liked)(?: (?:these )?"
                + _KIN
                + r")?"
                + _END
            ),
            r"(?:read|see|watch|up) (?:more|next|also|this next|related)(?: (?:articles|stories|news|about this))?" + _END,
            (
                r"(?:most (?:read|popular|viewed|shared|commented|watched)|trending(?: now| today)?(?: (?:on"
                r"|in) [\w. ]{2,30})?|more (?:popular|to read|to explore|for you|like this)|recommended(?: for you)?"
                r"|editor['’]?s['’]? (?:picks?|choice)|in (?:other news|case you missed it|this section)|what to read next"
                r"|from around the web|(?:more )?from (?:the|around the|across the) (?:web|internet)|also (?:on|in|read)"
                r"(?: [\w.]{2,30})?|popular(?: now| posts)?|related|around the web)"
                + _END
            ),
            r"more (?:from|in) [^.!?,;\s]{2,20}(?: [^.!?,;\s]{2,20}){0,3}" + _END,
            longest=90,
        ),
        triggers=(
            "related", "recommended", "suggested", "similar ", "trending", "popular", "more from", "more in ", "more stories",
            "more news", "more articles", "more posts", "more content", "more videos", "more coverage", "more topics", "more reports",
            "more links", "more reading", "more like this", "more for you", "more to read", "more to explore", "read more", "see more",
            "watch more", "other news", "other stories", "other articles", "other posts", "latest stories", "latest posts",
            "latest articles", "latest news", "latest videos", "latest reports", "featured ", "further reading", "recent ", "most read",
            "most viewed", "most shared", "most commented", "most watched", "must read", "must-read", "don't miss", "don’t miss",
            "hot news", "hot topics", "hot stories", "you may like", "you might like", "also like", "also enjoy", "also be interested",
            "also read", "also on", "also in", "liked", "read next", "watch next", "see next", "up next", "read this next",
            "read related", "editor's", "editor’s", "editors' ", "editors’", "editors pick", "the web", "in this section", "in case you",
            "what to read",
        ),
        lang="en",
        examples=(
            Example("Related Articles", None), Example("You may also like:", None), Example("Most popular", None),
            Example("Read more »", None),
        ),
        leave=(
            "Related to this is the price of salt.", "More from habit than hope, they dug on.",
            "Other reports from the valley were less kind.",
        ),
    ),
    Rule(
        id="en-related-line",
        category="related",
        why="It links to another article by its headline.",
        source="English news pages, between paragraphs",
        apply=drop_lines(
            (
                r"[-–—•>»▶*(\[\s]*(?:read (?:more|also|next|this|the full story)|also read|more|related(?: (?:article|story"
                r"|stories|news|coverage|video|post|posts|link|links|content|reading|topic|topics|tags|roundups?|forum))?"
                r"|see also|see more|also see|you may also like|must[- ]read|don['’]t miss|recommended|watch(?: (?:more|also"
                r"|now|next|below|the video))?|further reading|up next|next up|trending|in (?:pictures|photos)"
                r"|click here)\s?[:：|»>]\s?(?!.{3,180}[.!?][\"”]? [A-Z].{0,180}\.$)[^\s].{3,180}"
            ),
            (
                r".{20,380}(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:read (?:more|on|full (?:article|story))|continue reading|more"
                r"|full (?:article|story))[\s.»›→>…]*"
            ),
            (
                r"(?:read|see|view)(?: the)? (?:full|original|entire|complete|rest of the) (?:article|story|report|post|text"
                r"|version)(?: (?:here|at [^.!?]{2,40}|on [^.!?\s]{2,30}))?"
                + _END
            ),
            r"(?:continue reading|read the full story|read full article|read original)" + _END,
            longest=400,
        ),
        triggers=(
            "read more", "also read", "read also", "read:", "read this:", "read next", "read the full", "read full", "read on",
            "read original", "read the original", "read the rest", "continue reading", "full article", "full story", "full report",
            "related", "see also", "also see", "see more", "you may also like", "must read", "must-read", "don't miss", "don’t miss",
            "recommended:", "watch:", "watch more", "watch also", "watch now", "watch next", "watch the", "further reading", "up next",
            "next up", "trending:", "in pictures", "in photos", "photos:", "gallery:", "explainer:", "opinion:", "analysis:", "listen:",
            "click here", "...more", "... more", "…more", "… more",
        ),
        lang="en",
        examples=(
            Example("Read more: Dredgers return to the western channel", None),
            Example("RELATED STORY: Heron wins the bird poll again", None),
            Example("The lock keeper has held the post for forty years and wants no heir, he ... Read more", None),
        ),
        leave=(
            "She read more: maps, tide tables, wills.",
            "Watch: the bridge is too narrow for two lorries, and the council knows it. It has known since May.",
            "Related costs are not counted.",
        ),
    ),
    Rule(
        id="en-comment-prompt",
        category="comments",
        why="It belongs to the comment section.",
        source="English news pages and blogs",
        apply=drop_lines(
            (
                r"\[?\(?\s?(?:no|new|all|[\d,]{1,7})(?:,)?(?: \d{1,6})?(?: new)? (?:comments?|replies|responses|reactions)"
                r"(?: yet)?(?: on (?:this|“|\").{0,140})?\s?\]?\)?"
                + _END
            ),
            (
                r"(?:please )?(?:leave|post|add|write|make|submit|view|show|read|see|hide|load|join)(?: (?:your|all|the|more"
                r"|new|an?))*(?: \d+)?(?: new| public)? (?:comments?|reply|replies|conversation|discussion|response)"
                r"(?: thread)?(?: \(\d+\))?(?: (?:on this (?:article|story|post)|below|here|cancel reply|now))?"
                + _END
            ),
            r"(?:show (?:new|more|all) comments ?\(\d+\)|comments? ?\(\d+\)|\d+ post comment \(\+\)|new, \d+ comments)" + _END,
            (
                r"(?:comments? (?:are|is|for this (?:article|post|story) (?:are|is))(?: now| currently)? (?:closed|off"
                r"|disabled|turned off|moderated|open)|be the first (?:to|one to) (?:comment|leave a comment|reply|review)"
                r"|what do you think\?(?: (?:leave|tell|let) .{0,60})?|(?:let us know|tell us|share your (?:thoughts|opinion"
                r"|views))[^.!?]{0,30} (?:in|in the) comments(?: section)?(?: below)?)[^.!?]{0,60}[.!]?"
            ),
            (
                r"(?:you must|you need to|please) (?:be )?(?:logged in|log in|sign in|register|login)(?: or \w+(?: up)?)? to "
                r"(?:post|leave|add|write|make|comment|reply|join)\b[^.!?]{0,40}[.!]?"
            ),
            (
                r"(?:your e-?mail(?: address)? will not be (?:published|shown|shared)|save my name, e-?mail|notify me (?:of"
                r"|via|when|by)|this site uses akismet|learn how your comment data)\b.{0,160}"
            ),
            r"(?:blog )?comments powered by \w+\.?|powered by disqus|(?:view )?the discussion thread\.?|loading comments" + _END,
            (
                r"(?:comment|reply|replies|in reply to|cancel reply|report (?:comment|abuse)|flag(?: as)? (?:comment"
                r"|inappropriate)|comments? (?:policy|rules|guidelines)|commenting rules|reply (?:share|report|like)"
                r"(?: .{0,20})?|all comments|top (?:rated )?comments|comments & replies|comment on this (?:article|story)"
                r"|sort by:? ?(?:newest|oldest|best).{0,20})"
                + _END
            ),
            longest=260,
        ),
        triggers=(
            "comment", "repl", "reactions", "responses", "discussion", "conversation", "what do you think", "will not be", "my name",
            "notify me", "akismet", "disqus", "flag", "report abuse", "first to", "sort by",
        ),
        lang="en",
        examples=(
            Example("12 Comments", None), Example("Leave a comment", None), Example("You must be logged in to post a comment.", None),
            Example("Be the first to comment!", None),
            Example("Your email address will not be published. Required fields are marked *", None),
        ),
        leave=(
            "The office received 12 comments on the draft.",
            "Comments are closed to those who shout, the chair said, and waited for the hall to settle down again.", "Reply by post.",
        ),
    ),
    Rule(
        id="en-comment-label",
        category="comments",
        why="It is the label of the comment section.",
        source="English news pages and blogs",
        apply=drop_labels("comments", "comment", "join the discussion", "join the conversation", "leave a reply"),
        triggers=("comment", "join the ", "leave a reply"),
        lang="en",
        examples=(Example("Comments", None),),
        leave=("Comments on the draft",),
    ),
    Rule(
        id="en-reading-time",
        category="navigation",
        why="It tells how long the article takes to read.",
        source="English magazines and blogs",
        apply=drop_lines(
            (
                r"(?:estimated )?(?:read(?:ing)? time|time to read)\s?[:：]?\s?(?:about |approx\.? |~ ?|< ?)?\d{1,3}\s?"
                r"(?:-\s?\d{1,3}\s?)?(?:min(?:ute)?s?)(?: read)?\.?"
            ),
            r"(?:[<~] ?)?\d{1,3}[\s-]?min(?:ute)?s?(?:['’])? (?:read|of reading|to read|listen|watch)(?:ing)?(?: time)?\.?",
            longest=60,
        ),
        triggers=(
            "min read", "mins read", "minute read", "minutes read", "min-read", "minute-read", "reading time", "read time",
            "time to read", "min listen", "minutes listen", "minute listen", "min watch", "to read",
        ),
        lang="en",
        examples=(Example("5 min read", None), Example("Reading time: 4 minutes", None)),
        leave=("A 5 min read of the meter is enough.", "Reading time was from four to five."),
    ),
    Rule(
        id="en-view-counter",
        category="navigation",
        why="It counts views or clicks of the page.",
        source="Chinese portals in English, video pages",
        apply=drop_lines(
            (
                r"(?:views?|hits?|clicks?|page ?views|visits?|times read|read(?:s| count)?|number of (?:views|clicks)"
                r"|view count|popularity)\s?[:：]\s?[\d,.]{1,12}[km]?(?: times)?"
            ),
            r"[\d,.]{1,12}[km]? (?:views?|hits|clicks|page ?views|visits|reads|plays|downloads)(?:\s?[•·|]\s?.{1,40})?",
            r"(?:read|viewed|visited|clicked) [\d,]{1,12} times\.?",
            longest=80,
        ),
        triggers=(
            "views", "viewed", "view count", "hits", "clicks", "clicked", "visits", "visited", "read count", "reads", "read:", " times",
            "popularity", "plays", "downloads",
        ),
        lang="en",
        examples=(Example("1,234 views", None), Example("Hits: 1024", None), Example("Read 318 times", None)),
        leave=("Views: 3 of the bridge, 4 of the quay", "The clip had 1,234 views.", "Visits to the dam rose."),
    ),
    Rule(
        id="en-tag-list",
        category="navigation",
        why="It lists the tags or the sections under which the page is filed.",
        source="English news pages and blogs, end",
        apply=drop_lines(
            r"(?:article |post |related |more )?tags?\s?[:：#|]\s?.{0,200}",
            r"(?:filed|posted|published|categori[sz]ed|archived|listed) (?:under|in)\s?[:：]\s?.{0,160}",
            r"(?:filed under|posted in)(?: [\w'’&.-]{2,20}){1,4}(?:,(?: [\w'’&.-]{2,20}){1,4}){0,12}(?<!\.)",
            (
                r"(?:tags|categories|filed under|tagged(?: with| as)?|categor(?:y|ies)[:：] ?[\w'’&. -]{2,40}"
                r"(?:, ?[\w'’&. -]{2,40}){0,8})[:：]?"
            ),
            r"(?:#[\w]{2,40}[\s,]*){2,15}",
            longest=260,
        ),
        triggers=(
            "tags", "tag:", "tag ：", "tagged", "filed ", "posted ", "published ", "categori", "category:", "archived ", "listed ", "#",
        ),
        lang="en",
        examples=(Example("Tags: locks, herons, dredging", None), Example("Filed under: Rivers", None), Example("#harbour #heron", None)),
        leave=("Tags of brass hung from each key.", "Filed in the wrong drawer, the map was found in 1990.", "#1 in the league"),
    ),
)
