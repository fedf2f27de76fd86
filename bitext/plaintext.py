"""Plain text and Markdown to blocks as read: a line is a block, white space at its edges is none of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.language import detect_language
from bitext.model import Block

if TYPE_CHECKING:
    from bitext.model import Kind

__all__ = ["read_markdown", "read_text"]

#: What ends a line in scraped text; U+2028 and U+2029 come out of script strings. A form feed parts pages of print.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*$")
_ITEM = re.compile(r"(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r">[ \t]?")
_FENCE = re.compile(r"(?:```|~~~)")
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+")


def read_text(text: str) -> tuple[Block, ...]:
    r"""Read plain text: every line that is not blank is a block.

    >>> [b.text for b in read_text("  One.\r\n\n\u3000\u3000重庆。\n")]
    ['One.', '重庆。']
    """
    lines = [stripped for line in _LINE_ENDS.split(text) if (stripped := line.strip())]
    return tuple(Block(str(n), "paragraph", line, detect_language(line)) for n, line in enumerate(lines))


def read_markdown(text: str) -> tuple[Block, ...]:
    r"""Read Markdown: headings, list items, fenced code and quotes lose their marks, the lines of a paragraph are one block.

    The marks are how the format says what a block is; they are read, not edited away.

    >>> [(b.kind, b.text) for b in read_markdown("# One\n\nTwo\nthree.\n\n- four\n")]
    [('heading', 'One'), ('paragraph', 'Two three.'), ('list_item', 'four')]
    """
    found: list[tuple[Kind, str]] = []
    open_paragraph = False
    fence: list[str] | None = None
    for raw in _LINE_ENDS.split(text):
        line = raw.strip()
        if _FENCE.match(line):
            if fence is not None and fence:
                found.append(("code", "\n".join(fence)))
            fence, open_paragraph = ([] if fence is None else None), False
            continue
        if fence is not None:
            fence.append(raw.rstrip())
            continue
        line = _QUOTE.sub("", line, count=1) if line.startswith(">") else line
        if not line or _RULE.fullmatch(line):
            open_paragraph = False
            continue
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            if heading[1]:
                found.append(("heading", heading[1]))
            open_paragraph = False
        elif item:
            found.append(("list_item", line[item.end() :]))
            open_paragraph = True
        elif open_paragraph:
            kind, before = found[-1]
            found[-1] = (kind, before + _between(before, line) + line)
        else:
            found.append(("paragraph", line))
            open_paragraph = True
    if fence:
        found.append(("code", "\n".join(fence)))
    kept = [(kind, text.strip("\n")) for kind, text in found]
    return tuple(Block(str(n), kind, text, detect_language(text)) for n, (kind, text) in enumerate(k for k in kept if k[1].strip()))


def _between(before: str, after: str) -> str:
    """What a soft line break stands for: a space, but nothing between Chinese characters or marks."""
    return "" if before[-1] >= "\u3000" and after[0] >= "\u3000" else " "
