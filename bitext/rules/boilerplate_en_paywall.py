"""English rules against paywalls: pitches for reports and accounts, free trials, walls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Change, Example, Page, Rule, drop, drop_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RULES"]

#: Marks that may close a label or a call: arrows, dots, a colon.
_END = r"[\s.!:…»›→>*]*"


def _drop_named_product(page: Page, index: int) -> Iterable[Change]:
    """Drop "X Database" where a pitch close by says that something "is available at X Database"."""
    name = page.blocks[index].text.strip()
    if not 8 <= len(name) <= 80 or not re.fullmatch(r"[^.!?]{1,70} (?:database|library|online|premium)", name, re.IGNORECASE):
        return
    calls = tuple(f"{verb} {name.lower()}" for verb in ("available at", "available in", "available on", "subscribe to", "access to"))
    near = page.blocks[max(0, index - 8) : index + 9]
    if any(b.text.strip() != name and len(b.text) <= 400 and any(c in b.text.lower() for c in calls) for b in near):
        yield drop()


# The patterns are laid out by meaning.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(
        id="en-product-label",
        category="paywall",
        why="It is the name of the product that the paywall beside it sells.",
        source="Xinhua Silk Road article pages",
        apply=_drop_named_product,
        triggers=(" database", " library", " online", " premium"),
        lang="en",
        examples=(
            Example(("The study is available at Delta Trade Database. Click the index for an overview.", "Delta Trade Database"), ("The study is available at Delta Trade Database. Click the index for an overview.",)),
        ),
        leave=(("The port opened in May.", "Delta Trade Database", "It lists ten thousand ships."), "Protein Database"),
    ),
    Rule(
        id="en-report-pitch",
        category="paywall",
        why="It sends the reader elsewhere for the full text.",
        source="Xinhua Silk Road article pages",
        apply=drop_lines(
            (
                r"the (?:full|complete|entire)(?: edition| version| text| copy)? of (?:the|this) (?:report|article|story|study"
                r"|issue|document|paper|content) (?:is|can be) (?:only )?(?:available|found|read|accessed|obtained"
                r"|downloaded) (?:at|in|on|for|from|to|by)\b.*"
            ),
            r"(?:you can )?click (?:on )?(?:the )?[“\"'‘]?table of contents?[”\"'’]?(?: button| link)? (?:to|for) .*",
            (
                r"(?:to (?:read|view|see|access|get|download) (?:the )?(?:full|complete|entire|whole) (?:report|article|story"
                r"|text|version|edition|content)s?,? (?:please )?(?:click|log|sign|subscribe|register|visit|download|buy"
                r"|purchase)\b[^.!?]{0,120}[.!]?)"
            ),
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
            (
                r"(?:please )?(?:click|tap|press)(?: on)? the (?:button|link) (?:below|above) to (?:create|open|set up"
                r"|activate|register|get|start|read|unlock)\b.*"
            ),
            (
                r"(?:create|open|register|sign up for|set up) (?:an|your|a)(?: free)?(?: \w+)? account (?:to|and|now|today"
                r"|for)\b[^.!?]{0,120}[.!]?"
            ),
            (
                r"(?:get|enjoy|gain|buy)(?: [\w-]+){0,2} access to (?:thousands|hundreds|all|every|our|more|exclusive|premium"
                r"|the full)\b[^.!?]{0,120}[.!]?"
            ),
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
            (
                r"(?:start|begin|get|try|claim|activate|request)(?: for)?(?: (?:a|an|your|my|our|the))?(?: \d+[- ](?:day|week"
                r"|month))?[ -]*free(?: \d+[- ](?:day|week|month))? trial(?: (?:now|today|here|subscription))?"
                + _END
            ),
            r"free trial" + _END,
            (
                r"try (?:it|us|[\w ]{2,30}) (?:for )?free(?: for (?:\d+|one|a|two|three) (?:days?|weeks?|months?))?(?: (?:now"
                r"|today))?"
                + _END
            ),
            (
                r"(?:subscribe|join|unlimited (?:digital )?access|digital access|start your subscription"
                r"|save \d+%)\b[^.!?]{0,60} (?:for|from)(?: just| only)? (?:[$£€¥]\s?\d+(?:\.\d+)?|\d+\s?(?:p|cents"
                r"|¢))\b.{0,80}"
            ),
            longest=160,
        ),
        triggers=(
            "free trial", "for free", "it free", "us free", "unlimited ", "digital access", "subscribe", "subscription", "join ", "save ",
        ),
        lang="en",
        examples=(
            Example("Start your 30-day free trial today", None), Example("Start a Free Trial", None),
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
            (
                r"(?:this|the)(?: \w+)? (?:article|story|content|page|post|feature|video) is (?:only |exclusively )?"
                r"(?:available |reserved |exclusive )*(?:to|for)(?: \w+)? (?:subscribers|members|registered (?:users|readers))"
                r"(?: only)?\b[^.!?]{0,60}[.!]?"
            ),
            r"(?:for )?(?:subscribers|members)[ -]only(?: content| article)?" + _END,
            (
                r"you(?:['’]ve| have) (?:reached|used|read|exceeded|hit)\b[^.!?]{0,40}(?:free|monthly|article)[^.!?]{0,20}"
                r"(?:articles?|stories|limit|views?)\b.{0,160}"
            ),
            r"you have (?:\d+|one|two|three|no) (?:free )?(?:articles?|stories) (?:left|remaining)\b.{0,80}",
            (
                r"(?:please )?(?:subscribe|log ?in|sign in|register|sign up)(?:,? or \w+(?: in| up)?)? to (?:continue"
                r"(?: reading)?|read (?:more|on|the (?:full|rest)|this)|unlock|view (?:this|the full))\b[^.!?]{0,80}[.!]?"
            ),
            (
                r"(?:to continue reading|to keep reading|want to read more|unlock this (?:article|story)"
                r"|keep reading)\b[^.!?]{0,40}(?:subscri|log in|sign in|register|for free)[^.!?]{0,80}[.!?]?"
            ),
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
            "You have read many stories of the flood; this one has no boat in it.", "This article is about members of the guild.",
            "The park is for members only on Sundays, the sign says.",
        ),
    ),
)
