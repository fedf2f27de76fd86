"""`bitext signature`: one line that names the configuration."""

from __future__ import annotations

import typer

from bitext.cli.choices import Config, Keep, Mask, Only, Sites, Skip, Tickers, make_options

__all__ = ["signature_command"]


def signature_command(
    keep: Keep = None,
    tickers: Tickers = "restore",
    mask: Mask = None,
    skip: Skip = None,
    only: Only = None,
    site_memory: Sites = None,
    config: Config = None,
) -> None:
    """Print the signature of the rules, weights and options that `clean` would use here."""
    from bitext.signature import make_signature

    del config  # its callback has set the defaults
    typer.echo(make_signature(make_options(keep, tickers, mask, skip, only, site_memory)))
