"""`bitext signature`: one line that names the configuration."""

from __future__ import annotations

from typing import Annotated

import typer

from bitext.cli.choices import Config, Keep, Mask, Only, Sites, Skip, Tickers, make_options, some_of, split_list

__all__ = ["signature_command"]


def signature_command(
    keep: Keep = None,
    tickers: Tickers = "restore",
    mask: Mask = None,
    skip: Skip = None,
    only: Only = None,
    site_memory: Sites = None,
    steps: Annotated[
        list[str] | None,
        typer.Option(
            "--steps", metavar="STEP,…", help="Which steps to name: clean (default), lang, seg, words, norm, gloss.", show_default=False
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Print the signature of the rules, weights and options that `clean` would use here, or of other steps."""
    from bitext.signature import STEPS, make_signature

    del config  # its callback has set the defaults
    named = some_of("--steps", split_list(steps), STEPS) or {"clean"}
    typer.echo(make_signature(make_options(keep, tickers, mask, skip, only, site_memory), named))
