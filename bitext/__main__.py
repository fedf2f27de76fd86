"""`python -m bitext` is `bitext`."""

from __future__ import annotations

from bitext.cli import main

if __name__ == "__main__":  # worker processes import this module under another name
    main()
