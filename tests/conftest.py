"""How Hypothesis draws: the same examples in every run, so that a red test is a change; `make fuzz` looks for new ones."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_CALM = settings(deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("full", _CALM, max_examples=120)
settings.register_profile("quick", _CALM, max_examples=10)
settings.load_profile("full")
