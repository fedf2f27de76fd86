"""Findings out: lines for people, JSON, SARIF 2.1.0, JUnit XML, GitHub annotations.

SARIF is OASIS' standard of 2020 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/); JUnit has no standard: what is written is what
Jenkins and GitLab read; annotations are escaped as actions/toolkit does (packages/core/src/command.ts).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from bitext import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bitext.model import Finding

__all__ = ["LAYOUTS", "Placed", "escape_property", "write_findings"]

LAYOUTS = ("text", "json", "sarif", "junit", "github")
#: What XML 1.0 cannot hold, not even as a reference (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_ANNOTATIONS = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and the file and line where it is, as a person counts."""

    finding: Finding
    file: str
    line: int


def write_findings(
    found: Iterable[Placed],
    layout: str,
    checks: Mapping[str, tuple[str, str]],
    summary: Callable[[], Mapping[str, Any]],
    safe: Callable[[str], str],
) -> Iterator[str]:
    r"""Write findings in a layout, piece after piece.

    Args:
        found: the findings, read once.
        layout: one of `LAYOUTS`.
        checks: of each check its severity and what it means.
        summary: asked at the end, for JSON and JUnit.
        safe: makes visible what could drive a terminal, in texts that come from elsewhere.

    >>> from bitext.model import Finding
    >>> placed = Placed(Finding("term-missing", "warning", "it lacks its English", "zh", 0, 3, "a"), "a.tsv", 2)
    >>> print("".join(write_findings([placed], "text", {}, dict, str)), end="")
    a.tsv:2: term-missing: it lacks its English
    >>> print("".join(write_findings([placed], "github", {}, dict, str)), end="")
    ::warning file=a.tsv,line=2,title=term-missing::it lacks its English
    """
    if layout == "json":
        yield from _as_object(found, summary)
    elif layout == "sarif":
        yield from _as_sarif(found, checks)
    elif layout == "junit":
        yield from _as_junit(found, summary, safe)
    else:
        render = _as_annotation if layout == "github" else _as_line
        yield from (render(placed, safe) + "\n" for placed in found)


def _as_line(placed: Placed, safe: Callable[[str], str]) -> str:
    return safe(f"{placed.file}:{placed.line}: {placed.finding.check}: {placed.finding.message}")


def _as_annotation(placed: Placed, safe: Callable[[str], str]) -> str:
    finding = placed.finding
    message = safe(finding.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
    file, title = (safe(escape_property(text)) for text in (placed.file, finding.check))
    return f"::{_ANNOTATIONS[finding.severity]} file={file},line={placed.line},title={title}::{message}"


def escape_property(text: str) -> str:
    """Escape a property of a GitHub annotation (file, title) as actions/toolkit does (packages/core/src/command.ts).

    >>> escape_property("a,b::c%")
    'a%2Cb%3A%3Ac%25'
    """
    for char in "%\r\n:,":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _as_object(found: Iterable[Placed], summary: Callable[[], Mapping[str, Any]]) -> Iterator[str]:
    """One object: the findings, an object a line, and the summary's fields behind them."""
    yield '{"findings": ['
    for number, placed in enumerate(found):
        f = placed.finding
        made = {"file": placed.file, "line": placed.line, "check": f.check, "severity": f.severity, "concept": f.subject, "side": f.side,
                "start": f.start, "end": f.end, "message": f.message}  # fmt: skip
        yield (",\n" if number else "\n") + _json(made)
    yield "\n], " + _json(summary()).removeprefix("{") + "\n"


def _json(made: Any) -> str:
    """JSON that any reader takes: what is no character is escaped."""
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", json.dumps(made, ensure_ascii=False))


def _as_sarif(found: Iterable[Placed], checks: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    rules = [
        {"id": name, "shortDescription": {"text": says}, "defaultConfiguration": {"level": level}} for name, (level, says) in checks.items()
    ]
    driver = {"name": "bitext", "version": __version__, "rules": rules}
    yield f'{{"$schema": "{_SARIF}", "version": "2.1.0", "runs": [{{"tool": {_json({"driver": driver})},\n"columnKind": "unicodeCodePoints", '
    yield '"results": ['
    for number, placed in enumerate(found):
        f = placed.finding
        made: dict[str, Any] = {"ruleId": f.check}
        if f.check in checks:
            made["ruleIndex"] = list(checks).index(f.check)
        place = {"artifactLocation": {"uri": quote(placed.file, errors="replace")}, "region": {"startLine": max(1, placed.line)}}
        made |= {"level": f.severity, "message": {"text": f.message}, "locations": [{"physicalLocation": place}],
                 "properties": {"concept": f.subject, "side": f.side, "start": f.start, "end": f.end}}  # fmt: skip
        yield (",\n" if number else "\n") + _json(made)
    yield "\n]}]}\n"


def _as_junit(found: Iterable[Placed], summary: Callable[[], Mapping[str, Any]], safe: Callable[[str], str]) -> Iterator[str]:
    """A test case a finding; without any, one that passes."""
    cases = [_case(placed, safe) for placed in found]
    total = int(summary().get("pairs", 0))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuite name="bitext" tests="{max(total, len(cases))}" failures="{len(cases)}" errors="0" skipped="0">\n'
    yield from cases or ['<testcase classname="bitext" name="all pairs"/>\n']
    yield "</testsuite>\n"


def _case(placed: Placed, safe: Callable[[str], str]) -> str:
    f = placed.finding
    name, message, where = (_attribute(safe(text)) for text in (f"{f.check}: {f.subject}", f.message, f"{placed.file}:{placed.line}"))
    body = escape(_NO_XML.sub("\ufffd", safe(f"{placed.file}:{placed.line}: {f.message}")))
    return f'<testcase classname={where} name={name} file={_attribute(safe(placed.file))} line="{placed.line}"><failure type="{f.check}" message={message}>{body}</failure></testcase>\n'


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
