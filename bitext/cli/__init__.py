"""The command line: thin commands over the library, built with typer.

`bitext --help` must be quick, so a command's module imports only typer and this package at the top, and what
works (parser, rules, weights) inside its function.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

    from bitext.cli.commands import app

__all__ = ["app", "main"]


def __getattr__(name: str) -> object:
    """Load `app` when it is asked for: what only wants a module of this package need not load every command."""
    if name == "app":
        from bitext.cli.commands import app

        return app
    raise AttributeError(f"module 'bitext.cli' has no attribute {name!r}")


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave by an exception, so that unfinished outputs are taken away; 128 + 15, as shells say it."""
    sys.exit(143)


def main() -> None:
    """Run the command line; the entry point of `bitext` and `python -m bitext`."""
    try:
        signal.signal(signal.SIGTERM, _terminate)
        from bitext.cli.commands import app

        app(prog_name="bitext")
    except KeyboardInterrupt:  # before a command could say more
        sys.exit(130)
    except BrokenPipeError:  # help or version into a closed pipe
        from bitext.cli.terminal import close_quietly

        close_quietly()
        sys.exit(0)
