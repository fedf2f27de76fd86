"""bitext: dirty bilingual web pages in; clean, aligned, term-consistent zh–en corpora out.

    from bitext import clean

    document = clean(html, url="https://example.cn/a.html")
    print(document.title, document.text)

The public names load on first use, so that `import bitext` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.alignment import AlignedPage, Bead, align, align_page, align_sentences
    from bitext.alignment.linking import Link, find_links
    from bitext.cleaning import Options, clean
    from bitext.deduplication import Duplicate, duplicate_key, find_duplicates
    from bitext.encoding import decode
    from bitext.errors import BitextError, InputError, OutputError, RecordError, ReplayError, UsageError
    from bitext.filtering import FilterOptions, Verdict, filter_pairs
    from bitext.glossary.applying import apply_glossary, apply_to_text
    from bitext.glossary.extracting import Candidate, extract_terms
    from bitext.glossary.finding import Hit, find_terms
    from bitext.glossary.model import Concept, Glossary
    from bitext.glossary.starter import load_starter
    from bitext.glossary.verifying import verify_pair
    from bitext.io.converting import Conversion, convert_corpus
    from bitext.io.corpora import open_corpus, read_corpus
    from bitext.io.glossaries import read_glossary
    from bitext.language import Detection, detect, detect_document, detect_language, find_spans
    from bitext.matching import Couple, Matching, match_documents
    from bitext.memory import Memory
    from bitext.model import Block, Document, Edit, Finding, LanguageSpan, Metadata, Pair, Segment
    from bitext.normalization import Key, make_key, normalize
    from bitext.replaying import replay
    from bitext.segmentation import divide, find_sentences, segment, segment_document
    from bitext.shards import read_settings, run_pipeline
    from bitext.signature import make_signature
    from bitext.sites import SiteMemory
    from bitext.splitting import Split, split_corpus
    from bitext.values import Comparison, Value, compare_values, find_values, values_match
    from bitext.words import Cutter, Word, cut_words, make_cutter

__version__ = "0.1.0"

__all__ = [
    "AlignedPage", "Bead", "BitextError", "Block", "Candidate", "Comparison", "Concept", "Conversion", "Couple", "Cutter",
    "Detection", "Document", "Duplicate", "Edit", "FilterOptions", "Finding", "Glossary", "Hit", "InputError", "Key", "LanguageSpan",
    "Link", "Matching", "Memory", "Metadata", "Options", "OutputError", "Pair", "RecordError", "ReplayError", "Segment", "SiteMemory",
    "Split", "UsageError", "Value", "Verdict", "Word", "align", "align_page", "align_sentences", "apply_glossary", "apply_to_text",
    "clean", "compare_values", "convert_corpus", "cut_words", "decode", "detect", "detect_document", "detect_language", "divide",
    "duplicate_key", "extract_terms", "filter_pairs", "find_duplicates", "find_links", "find_sentences", "find_spans", "find_terms",
    "find_values", "load_starter", "make_cutter", "make_key", "make_signature", "match_documents", "normalize", "open_corpus",
    "read_corpus", "read_glossary", "read_settings", "replay", "run_pipeline", "segment", "segment_document", "split_corpus",
    "values_match", "verify_pair",
]  # fmt: skip

#: Where each public name lives. No module bears one of these names: it would hide the function once imported.
_ROOMS = {
    "AlignedPage": "alignment", "Bead": "alignment", "BitextError": "errors", "Block": "model", "Candidate": "glossary.extracting",
    "Comparison": "values", "Concept": "glossary.model", "Conversion": "io.converting", "Couple": "matching", "Cutter": "words",
    "Detection": "language", "Document": "model", "Duplicate": "deduplication", "Edit": "model", "FilterOptions": "filtering",
    "Finding": "model", "Glossary": "glossary.model", "Hit": "glossary.finding", "InputError": "errors", "Key": "normalization",
    "LanguageSpan": "model", "Link": "alignment.linking", "Matching": "matching", "Memory": "memory", "Metadata": "model",
    "Options": "cleaning", "OutputError": "errors", "Pair": "model", "RecordError": "errors", "ReplayError": "errors",
    "Segment": "model", "SiteMemory": "sites", "Split": "splitting", "UsageError": "errors", "Value": "values",
    "Verdict": "filtering", "Word": "words", "align": "alignment", "align_page": "alignment", "align_sentences": "alignment",
    "apply_glossary": "glossary.applying", "apply_to_text": "glossary.applying", "clean": "cleaning", "compare_values": "values",
    "convert_corpus": "io.converting", "cut_words": "words", "decode": "encoding", "detect": "language",
    "detect_document": "language", "detect_language": "language", "divide": "segmentation", "duplicate_key": "deduplication",
    "extract_terms": "glossary.extracting", "filter_pairs": "filtering", "find_duplicates": "deduplication",
    "find_links": "alignment.linking", "find_sentences": "segmentation", "find_spans": "language", "find_terms": "glossary.finding",
    "find_values": "values", "load_starter": "glossary.starter", "make_cutter": "words", "make_key": "normalization",
    "make_signature": "signature", "match_documents": "matching", "normalize": "normalization", "open_corpus": "io.corpora",
    "read_corpus": "io.corpora", "read_glossary": "io.glossaries", "read_settings": "shards", "replay": "replaying",
    "run_pipeline": "shards", "segment": "segmentation", "segment_document": "segmentation", "split_corpus": "splitting",
    "values_match": "values", "verify_pair": "glossary.verifying",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for (PEP 562)."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'bitext' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"bitext.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
