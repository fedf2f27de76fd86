"""The process pool, for commands: see `bitext.processes`."""

from __future__ import annotations

from bitext.processes import map_in_order, processors

__all__ = ["map_in_order", "processors"]
