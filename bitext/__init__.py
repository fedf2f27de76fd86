"""bitext: dirty bilingual web pages in; clean, aligned, term-consistent zh–en corpora out."""

__version__ = "0.1.0"
