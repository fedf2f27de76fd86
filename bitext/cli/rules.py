"""`bitext rules`: what each rule mends, and how it is shown to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import format_option, one_of
from bitext.cli.terminal import columns, printable
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.rules.rule import Example, Rule

__all__ = ["rules_command"]


def rules_command(
    rule: Annotated[str | None, typer.Argument(metavar="[ID]", help="One rule, with its examples.", show_default=False)] = None,
    layout: Annotated[str, format_option("text", "json", "md")] = "text",
) -> None:
    """List the cleaning rules in the order in which they run, or show one with its examples."""
    import json

    from bitext.rules import RULES

    one_of("--format", layout, ("text", "json", "md"))
    chosen = RULES if rule is None else (_find(rule),)
    if layout == "json":
        made = [_object(r) for r in chosen]
        typer.echo(json.dumps(made if rule is None else made[0], ensure_ascii=False, indent=1))
    elif layout == "md":
        typer.echo("\n".join(line for r in chosen for line in _markdown(r)))
    elif rule is None:
        typer.echo("\n".join(columns((r.id, r.category, r.lang, r.why) for r in chosen)))
    else:
        typer.echo("\n".join(_text(chosen[0])))


def _find(name: str) -> Rule:
    import difflib

    from bitext.rules import RETIRED, RULES

    known = {rule.id: rule for rule in RULES}
    if name in known:
        return known[name]
    if name in RETIRED:
        raise UsageError("rules", f"{name!r} is retired", "`bitext rules` lists those that run")
    near = difflib.get_close_matches(name, known, 3)
    raise UsageError(
        "rules", f"{name!r} is unknown", f"did you mean {' or '.join(map(repr, near))}?" if near else "`bitext rules` lists them all"
    )


def _object(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "category": rule.category,
        "lang": rule.lang,
        "option": rule.option,
        "why": rule.why,
        "source": rule.source,
        "examples": [{"before": e.before, "after": e.after, "fields": dict(e.fields), "flags": e.flags} for e in rule.examples],
        "leave": rule.leave,
    }


def _text(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  ({rule.category}; {'both languages' if rule.lang == 'any' else rule.lang})"
    yield rule.why
    yield f"Seen in: {rule.source}"
    if rule.option:
        yield f"Runs only with: {rule.option}"
    for example in rule.examples:
        yield ""
        yield from (f"  - {printable(text, one_line=True)}" for text in _several(example.before))
        yield from (f"  + {printable(text, one_line=True)}" for text in _several(example.after))
        yield from (f"    {said}" for said in _learned(example))
    if rule.leave:
        yield ""
        yield "Stays as it is:"
        yield from (f"  = {printable(text, one_line=True)}" for leave in rule.leave for text in _several(leave))


def _several(texts: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if texts is None else (texts,) if isinstance(texts, str) else texts


def _learned(example: Example) -> Iterator[str]:
    yield from (f"{name}: {printable(str(value), one_line=True)}" for name, value in example.fields)
    yield from (f"flagged: {printable(text, one_line=True)}" for text in example.flags)


def _markdown(rule: Rule) -> Iterator[str]:
    yield from (f"### `{rule.id}`", "", f"{rule.category}, {rule.lang}. {rule.why} Seen in: {rule.source}", "")
    for line in list(_text(rule))[3:]:
        yield f"    {line}" if line else ""
    yield ""
