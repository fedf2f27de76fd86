"""Function words of both languages by what they say: pronouns, negation, conjunctions, questions, time and degree.

Content words leave them out, since a lexicon pairs them with everything; by class they tell much where sentences are short.
"""

from __future__ import annotations

import re

__all__ = ["CHINESE", "ENGLISH", "english_class"]

ENGLISH = re.compile(r"[A-Za-z]+(?:['’]t)?")

#: Chinese words | English words that they may stand for.
_TABLE = """
我 本人 俺 自己|i me my mine myself
我们 咱们 咱 我国 我|we us our ours ourselves
你 您 你们|you your yours yourself
他 他自己|he him his himself
她|she her hers herself
他们 她们 它们 人们|they them their theirs themselves
它 这 其 此|it its itself
这 这个 这些 这种 这样 此 该 本 这里 这么|this these such here
那 那个 那些 那种 那样 那里 那么|that those there
不 没 没有 无 未 非 别 不是 不能 不会 不要 不用 不可 并非 从不 毫无 不再|not no nor without never don't didn't doesn't can't couldn't won't wouldn't isn't wasn't cannot nothing none neither unable
但 但是 却 可是 不过 然而 而 可|but however yet though although nevertheless while
因为 由于 因 因此 所以 于是 从而|because since so therefore thus hence due consequently
如果 若 假如 要是 只要 除非 的话|if unless provided whether
或 或者 还是 或是|or either
和 与 及 以及 并 并且 而且 也 又|and also too both as
也 亦 还 同样 又 再|also too likewise again another still
什么 啥 何|what whatever
谁 何人|who whom whose whoever
为什么 为何 怎么|why
怎么 怎样 如何 多么 多少|how
哪里 哪儿 何处 那里|where wherever
时 时候 当 之时 的时候|when whenever while as
都 全 所有 一切 全部 各 每 凡是|all every each everything everyone whole entire always
一些 有些 某 某些 一点 几|some several something someone few
只 仅 只有 只是 才 仅仅 不过|only just merely alone but
更 更加 越 越来越 多|more further even
最 极|most
很 非常 十分 特别 太 极了 多么|very too so really extremely
现在 如今 目前 今 当前|now today currently present
然后 后来 接着 于是 就 便 那时 当时|then afterwards later next
以前 之前 前 从前 过去|before ago earlier previously
以后 之后 后 后来|after afterwards later
已 已经 曾 曾经|already had have has once
将 会 要 将要|will would shall going
能 可以 能够 可 会|can could may able might
必须 应该 应 要 须 得 应当|must should ought need
也许 或许 可能 大概 恐怕|perhaps maybe may might probably possibly
还 仍 仍然 依然|still yet remain remained
甚至 连 即使|even
两 二 俩|two both
一 一个 一种 一位 一次|one a an once
之间 间|between among
跟 同 与 和 用|with using
像 如 似的 好像 如同 仿佛|like as seemed if
从 自|from since
被 由 让 给|by was were been
对 向 往 到|to toward towards into
比|than
又 再 再次 重新|again once
"""


def _read() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    chinese: dict[str, tuple[str, ...]] = {}
    english: set[str] = set()
    for line in _TABLE.strip().split("\n"):
        left, right = (side.split() for side in line.split("|"))
        english.update(right)
        for word in left:
            chinese[word] = tuple(dict.fromkeys((*chinese.get(word, ()), *right)))
    return chinese, frozenset(english)


#: A Chinese function word with the English ones that it may stand for; all English ones.
CHINESE, _ENGLISH_WORDS = _read()


def english_class(word: str) -> str:
    """Give the key of an English function word, in lower case; empty where it is none.

    >>> english_class("don’t"), english_class("rain")
    ("don't", '')
    """
    straight = word.replace("’", "'")
    return straight if straight in _ENGLISH_WORDS else ""
