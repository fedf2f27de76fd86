"""A run over files and processes: shards that appear whole, a marker for each, resumed where it was left.

The steps: documents are read and cleaned, chunk by chunk; couples are found among all of them; couples, or pages of both
languages, are aligned and their pairs filtered, shard by shard; duplicates go, and the corpus is written. Only what hashes
to another input or another signature is done again, and the result is the same whatever the shards, processes or interruptions.
"""

from __future__ import annotations

from bitext.shards.running import Outcome, Progress, plan_run, run_pipeline
from bitext.shards.toml import read_settings

__all__ = ["Outcome", "Progress", "plan_run", "read_settings", "run_pipeline"]
