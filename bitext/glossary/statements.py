"""The statements of a TOML text with their lines and comments, which tomllib reads over.

Grammar: https://toml.io/en/v1.0.0. The text is known to be TOML (tomllib has read it), so this only has to find where
a statement ends: brackets are counted, strings and comments are stepped over. Linear, without recursion.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

__all__ = ["Statement", "read_statements"]

_BASIC = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_LITERAL = r"'[^'\n]*+'"
_TOKEN = re.compile(
    r'(?P<string>"""(?:[^"\\]++|\\.|"{1,2}+(?!"))*+"{3,5}+|' + r"'''(?:[^']++|'{1,2}+(?!'))*+'{3,5}+|" + f"{_BASIC}|{_LITERAL})"
    r"|(?P<comment>#[^\n]*+)|(?P<newline>\n)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<other>[^\"'#\n\[\]{}]++|.)",
    re.DOTALL,
)
_KEY_PART = re.compile(rf"[ \t]*+([A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})[ \t]*+")
_BLANK = re.compile(r"[ \t]*+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A table header or a key with its value.

    `form` is "table", "array" (`[[…]]`) or "pair"; `raw` is the value as written; `line` and `end` count from 1; `above`
    are the lines between the statement before it and this one, comments or blank (""); `inside` the comments within
    the value and `beside` the one after it.
    """

    form: str
    key: tuple[str, ...]
    raw: str
    line: int
    end: int
    above: tuple[str, ...]
    inside: tuple[str, ...]
    beside: str


def read_statements(text: str) -> tuple[list[Statement], tuple[str, ...]]:
    r"""Cut a TOML text into statements; give what follows the last one too.

    Args:
        text: valid TOML with `\n` at the line ends.

    Raises:
        ValueError: the text is not TOML after all.

    >>> found, rest = read_statements('# one\nretired = ["a", # two\n]\n[[concept]] # three\n\n# four')
    >>> [(s.form, s.key, s.line, s.above, s.inside, s.beside) for s in found]
    [('pair', ('retired',), 2, ('# one',), ('# two',), ''), ('array', ('concept',), 4, (), (), '# three')]
    >>> rest
    ('', '# four')
    """
    found: list[Statement] = []
    above: list[str] = []
    at, line = 0, 1
    while at < len(text):
        start = _after_blanks(text, at)
        end_of_line = text.find("\n", start)
        end_of_line = len(text) if end_of_line < 0 else end_of_line
        if start == end_of_line or text[start] == "#":
            above.append(text[start:end_of_line].rstrip())
            at, line = end_of_line + 1, line + 1
            continue
        statement, at = _header(text, start, line, above) if text[start] == "[" else _pair(text, start, line, above)
        found.append(statement)
        line = statement.end + 1
        above = []
    return found, tuple(above)


def _after_blanks(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _key(text: str, at: int) -> tuple[tuple[str, ...], int]:
    parts = []
    while True:
        match = _KEY_PART.match(text, at)
        if match is None:
            raise ValueError("no key where one must be")
        part = match[1]
        parts.append(tomllib.loads(f"key = {part}")["key"] if part[0] in "\"'" else part)
        at = match.end()
        if not text.startswith(".", at):
            return tuple(parts), at
        at += 1


def _header(text: str, start: int, line: int, above: list[str]) -> tuple[Statement, int]:
    array = text.startswith("[[", start)
    key, at = _key(text, start + (2 if array else 1))
    _, beside, at, end = _value(text, at + (2 if array else 1), line)
    return Statement("array" if array else "table", key, "", line, end, tuple(above), (), beside), at


def _pair(text: str, start: int, line: int, above: list[str]) -> tuple[Statement, int]:
    key, at = _key(text, start)
    if not text.startswith("=", at):
        raise ValueError("no equals sign where one must be")
    comments, beside, after, end = _value(text, at + 1, line)
    raw = text[at + 1 : after].strip()
    if beside:
        raw = raw[: -len(beside)].rstrip() if raw.endswith(beside) else raw
    return Statement("pair", key, raw, line, end, tuple(above), comments, beside), after


def _value(text: str, at: int, line: int) -> tuple[tuple[str, ...], str, int, int]:
    """The comments inside a value, the one after it, where the next line begins, and the value's last line."""
    depth = 0
    inside: list[str] = []
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError("no token where one must be")
        at, kind = match.end(), match.lastgroup
        if kind == "newline":
            if depth == 0:
                return tuple(inside), "", at, line
            line += 1
        elif kind == "comment":
            comment = match[0].rstrip()
            if depth == 0:
                return tuple(inside), comment, at + 1, line
            inside.append(comment)
        elif kind == "string":
            line += match[0].count("\n")
        elif kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
    return tuple(inside), "", at, line
