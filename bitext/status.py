"""What a page is, when it is no article: a login wall, a captcha, an error, a list of links, a paywall stub, nothing.

Told from how little prose is left, from what the page is made of, and from the words such pages use; the
evidence is kept as a flag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.text import CLOSERS, TERMINALS, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bitext.model import Block, Edit, Status

__all__ = ["Verdict", "judge"]

#: Tokens of prose from which a page is an article whatever else it shows.
ARTICLE_TOKENS = 120
#: Share of link text from which on a page may be a list; headlines on it that nothing took out are no prose.
_LINKED = 0.5
#: Characters of a page's beginning in which its nature is stated.
_HEAD = 1500

_CAPTCHA = re.compile(
    r"captcha|verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|i'?m not a robot|unusual traffic|checking your browser|"
    r"just a moment\.\.\.|security check|press (?:and|&) hold|enable javascript and cookies to continue|"
    r"安全验证|安全驗證|人机验证|人機驗證|滑动验证|滑動驗證|拖动滑块|请完成(?:下方|以下)?验证|請完成驗證|访问过于频繁|訪問過於頻繁|异常流量|不是机器人|不是機器人",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:^|\b)(?:error )?(?:404|403|410|500|502|503|504)\b.{0,40}(?:not found|forbidden|error|gone|unavailable|bad gateway|time-?out)|"
    r"(?:page|file|article|story|content) (?:you (?:requested|are looking for) )?(?:could not be found|cannot be found|can'?t be found|was not found|not found|no longer (?:exists|available)|does ?n[o']t exist)|"
    r"access denied|internal server error|service unavailable|bad gateway|^not found$|site can'?t be reached|"
    r"页面不存在|頁面不存在|网页不存在|找不到(?:该|您要|您访问|頁面|页面|網頁|网页)|您(?:访问|查看|浏览)的(?:页面|内容|文章|网页)(?:不存在|已(?:被)?删除|找不到|已下线)|"
    r"(?:文章|内容|內容|网页|頁面|页面)已(?:被)?(?:删除|刪除|下线|移除)|服务器错误|伺服器錯誤|系统繁忙|无权访问|拒绝访问|404错误|抱歉.{0,10}(?:不存在|出错)",
    re.IGNORECASE | re.MULTILINE,
)
_LOGIN = re.compile(
    r"(?:log|sign) ?in (?:to (?:your account|continue|view|read)|with)|(?:please|you (?:must|need to)) (?:log|sign) ?in|forgot(?:ten)? (?:your )?password|create (?:an|your) account|remember me|"
    r"用户登录|用戶登入|会员登录|會員登入|请(?:先)?登录|請先登入|忘记密码|忘記密碼|账号登录|帳號登入|扫码登录|手机号登录|登录后(?:查看|阅读|可见)|注册账号",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe to (?:read|continue|keep reading|unlock)|(?:subscribers?|members?)[- ]only|to (?:read|continue reading|access) (?:the )?(?:full|rest|this)(?: of (?:the|this))? ?(?:article|story|report)?|already a subscriber|start (?:a|your) free trial|"
    r"this (?:article|content|story) is (?:for|reserved for|available to|exclusive to) (?:subscribers|members)|"
    r"订阅后(?:查看|阅读|可)|訂閱後|付费(?:阅读|内容|后)|付費|开通会员|開通會員|会员专享|會員專享|试读(?:结束|已)|剩余\s?[0-9]+%|购买后(?:阅读|查看)|成为会员|仅限订阅|解锁全文|解鎖全文",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, the words that say so, and where they stand (a block's id, a span of its text as read)."""

    status: Status
    why: str = ""
    block: str | None = None
    start: int = 0
    end: int = 0


def judge(
    read: Sequence[Block], kept: Sequence[Block], edits: Sequence[Edit], *, links: float = 0.0, count_passwords: Callable[[], int] = int
) -> Verdict:
    """Say what a page is.

    Args:
        read, kept: the blocks before and after cleaning.
        edits: what was done; a dropped paywall pitch is evidence.
        links: the share of the page's characters that are link text (0 for plain text).
        count_passwords: tells how many password fields the page has; asked only where hardly any prose is left.

    >>> from bitext.model import Block
    >>> judge([Block("0", "heading", "404 Not Found")], [], []).status
    'error'
    """
    if not any(c.isalnum() for b in read for c in b.text):
        return Verdict("empty", "There is no text on the page.")
    texts = [b.text for b in kept if b.kind not in ("heading", "caption", "credit") and (links < _LINKED or _says(b.text))]
    prose = _count(texts, 2 * ARTICLE_TOKENS)
    if prose >= ARTICLE_TOKENS:
        return _stub(read, edits, prose) or Verdict("article")
    total = sum(len(tokens(b.text[:2000])) for b in read)
    for status, pattern, most in (("captcha", _CAPTCHA, 400), ("error", _ERROR, 400)):
        if total <= most and (found := _find(read, pattern)):
            return Verdict(status, f"The page says {found[3]!r} and little else.", *found[:3])  # type: ignore[arg-type]
    login, passwords = _find(read, _LOGIN), count_passwords()
    if (passwords or login) and prose < 60 and (passwords or total <= 250):
        return Verdict(
            "login",
            f"{passwords} password fields" if passwords else f"The page says {login[3]!r} and little else." if login else "",
            *(login or (None, 0, 0))[:3],
        )
    if found := _find(read, _PAYWALL):
        return Verdict("paywall", f"The page says {found[3]!r} and gives {prose} words of text.", *found[:3])
    if len(read) >= 15 and prose < 60 and links >= _LINKED:
        return Verdict("list", f"{links:.0%} of the page's text are links, and {prose} words are prose.")
    return Verdict("article")


def _says(text: str) -> bool:
    """Tell a sentence or a long line from a headline."""
    return text.rstrip(CLOSERS).endswith(tuple(TERMINALS)) or len(tokens(text)) >= 40


def _count(texts: Sequence[str], enough: int) -> int:
    """Count tokens, up to about as many as anyone asks for."""
    total = 0
    for text in texts:
        total += len(tokens(text[:2000]))
        if total >= enough:
            break
    return total


def _stub(read: Sequence[Block], edits: Sequence[Edit], prose: int) -> Verdict | None:
    """A paywall behind a teaser: the pitch was dropped, and the text that stays breaks off or is short."""
    pitch = next((e for e in edits if e.category == "paywall" and e.action == "drop"), None)
    cut = any(e.category == "structure" and e.action == "flag" for e in edits)
    found = _find(read, _PAYWALL) if pitch else None
    return (
        Verdict("paywall", f"The page says {found[3]!r} and its text breaks off.", *found[:3])
        if found and cut and prose < 2 * ARTICLE_TOKENS
        else None
    )


def _find(blocks: Sequence[Block], pattern: re.Pattern[str]) -> tuple[str, int, int, str] | None:
    seen = 0
    for block in blocks:
        if len(block.text) <= 400 and (match := pattern.search(block.text)):
            return block.id, match.start(), match.end(), match[0]
        seen += len(block.text)
        if seen > 20 * _HEAD:
            break
    return None
