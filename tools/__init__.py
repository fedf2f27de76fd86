"""What builds, measures and attacks bitext; run as `python -m tools.NAME` from the root of the repository."""
