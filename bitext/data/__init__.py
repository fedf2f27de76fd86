"""Data files of the package; each states its origin in its own head, or in README.md."""
