"""Scores of alignments, filters and translations, and what `score`, `eval` and `stats` make of files good and bad."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli.commands import app
from bitext.errors import BitextError, RecordError, UsageError
from bitext.evaluation import calibration_error, find_gaps, parse_ladder, score_acceptance, score_alignments
from bitext.evaluation.describing import PairCounter, Spread
from bitext.evaluation.ladders import Rung
from bitext.evaluation.translation import compare_systems, count_values, score_translations
from bitext.model import Pair

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
ZH = ["今天下了一整天的雨。", "全年产值达8.9万亿元，增长12%。", "渝金通在5月上线。"]
EN = ["It rained all day today.", "Output for the year came to 8.9 trillion yuan, up 12 percent.", "Yujintong went online in May."]


def invoke(*args: str, code: int = 0, stdin: str | None = None) -> str:
    done = RUN.invoke(app, list(args), input=stdin)
    assert done.exit_code == code, done.output
    return done.output


def write(folder: Path, name: str, lines: list[str]) -> str:
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


@st.composite
def ladders(draw: st.DrawFn) -> list[Rung]:
    """A monotone alignment of a small text."""
    rungs, zh, en = [], 0, 0
    for a, b in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=8)):
        rungs.append(Rung(tuple(range(zh, zh + a)), tuple(range(en, en + b)), 0.5))
        zh, en = zh + a, en + b
    return rungs


@given(ladders())
def test_an_alignment_is_right_against_itself(rungs: list[Rung]) -> None:
    scores = score_alignments([(rungs, rungs)])
    full = any(rung.zh and rung.en for rung in rungs)
    assert scores.strict_p == scores.lax_p == float(bool(rungs))
    assert scores.strict_r == float(full)
    assert not find_gaps(rungs)


@given(ladders(), ladders())
def test_lax_scores_are_never_below_strict_ones(gold: list[Rung], test: list[Rung]) -> None:
    scores = score_alignments([(gold, test)])
    assert 0 <= scores.strict_p <= scores.lax_p <= 1
    assert 0 <= scores.strict_r <= scores.lax_r <= 1


@given(ladders())
def test_a_ladder_reads_back_what_was_written(rungs: list[Rung]) -> None:
    written = "".join(f"{list(r.zh)}:{list(r.en)}:{r.probability}\n" for r in rungs)
    assert parse_ladder(written) == rungs


@pytest.mark.parametrize(
    "line",
    ["it rains", "[0]", "[0]:[a]", "[0]:[1]:x", "[1" * 5000, "[0]:[" + "9" * 30 + "]", "[,]:[0]", "[0]:[1]:1e999999:", "[0]:[1]:1e999"],
)
def test_a_line_that_is_no_bead_is_named(line: str) -> None:
    with pytest.raises(RecordError, match=r"x\.txt:2"):
        parse_ladder("[0]:[0]\n" + line, "x.txt")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[0]:[0]\n[2]:[1]", "left out"),
        ("[0]:[0]\n[0]:[1]", "twice"),
        ("[0, 1, 2]:[0]\n[]:[1]", "no such sentence"),
        ("[999999999]:[0]", "0 is left out"),
    ],
)
def test_gaps_are_named(text: str, said: str) -> None:
    """Among them that of a sentence so far off that no list of those before it has room in memory."""
    assert said in find_gaps(parse_ladder(text), (2, 2) if "no such" in said else None)


def test_an_empty_side_counts_in_precision_only() -> None:
    gold, test = parse_ladder("[0]:[0]\n[1, 2]:[]"), parse_ladder("[0]:[0]\n[1]:[]\n[2]:[]")
    scores = score_alignments([(gold, test)])
    assert (scores.strict_p, scores.strict_r) == (1.0, 1.0)
    assert score_alignments([(parse_ladder("[0]:[0]\n[]:[1]"), parse_ladder("[0]:[0, 1]"))]).strict_r == 0


def test_the_calibration_error_is_the_gap_between_said_and_done() -> None:
    assert calibration_error([(0.95, True)] * 5 + [(0.95, False)] * 5) == pytest.approx(0.45)
    assert calibration_error([]) == 0


def test_acceptance_counts_kinds() -> None:
    made = score_acceptance([("a", True, "good"), ("b", False, "cut"), ("c", False, "cut")], ["a", "b", "unknown"])
    assert (made.precision, made.recall, dict(made.kinds)) == (0.5, 1.0, {"good": (1, 1), "cut": (1, 2)})


@pytest.mark.parametrize(("lang", "texts", "said"), [("zh", ZH, "tok:zh"), ("en", EN, "tok:13a")])
def test_the_same_text_scores_full_marks_with_the_tokenizer_of_its_language(lang: str, texts: list[str], said: str) -> None:
    pytest.importorskip("sacrebleu")
    scores = {one.metric: one for one in score_translations(texts, [texts], "zh" if lang == "zh" else "en", bootstrap=20)}
    assert scores["bleu"].score == pytest.approx(100)
    assert scores["chrf"].score == pytest.approx(100)
    assert scores["ter"].score == 0
    assert said in scores["bleu"].signature
    assert scores["bleu"].low == pytest.approx(100)


def test_scores_are_those_of_sacrebleu() -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    worse = ["It rained today.", *EN[1:]]
    (bleu,) = score_translations(worse, [EN], "en", metrics=["bleu"])
    assert bleu.score == sacrebleu.corpus_bleu(worse, [EN]).score
    (ter,) = score_translations(["今天雨。", *ZH[1:]], [ZH], "zh", metrics=["ter"])
    assert ter.score == sacrebleu.corpus_ter(["今天雨。", *ZH[1:]], [ZH], normalized=True, asian_support=True).score


def test_a_worse_system_differs_significantly() -> None:
    pytest.importorskip("sacrebleu")
    good, bad = EN * 10, [text.split()[0] for text in EN * 10]
    first, second = compare_systems([("good", good), ("bad", bad)], [EN * 10], "en", metrics=["chrf"], samples=100)
    assert first.p_value is None
    assert second.p_value is not None
    assert second.p_value < 0.05 < first.score - second.score
    with pytest.raises(UsageError, match="same name"):
        compare_systems([("a", EN), ("a", EN)], [EN], "en")


def test_texts_of_different_length_are_refused() -> None:
    pytest.importorskip("sacrebleu")
    with pytest.raises(BitextError, match="line must answer line"):
        score_translations(EN, [EN[:2]], "en")
    with pytest.raises(UsageError, match="there are none"):
        score_translations([], [[]], "en")


def test_values_are_compared_as_values_in_both_directions() -> None:
    pairs = list(zip(ZH, EN, strict=True))
    counted = count_values(pairs, "zh")
    assert counted.right == counted.total >= 3
    assert count_values([(ZH[1], EN[1].replace("12", "13"))], "en").wrong == 1


def test_score_tells_terms_values_and_documents(tmp_path: Path) -> None:
    pytest.importorskip("sacrebleu")
    source, reference = write(tmp_path, "s", ZH), write(tmp_path, "r", EN)
    mine = write(tmp_path, "h", [EN[0], EN[1].replace("8.9", "9.8"), "Yu Jin Tong went online in May."])
    terms = tmp_path / "g.toml"
    terms.write_text(
        '[[concept]]\nid = "yujintong"\nzh = ["渝金通"]\nen = ["Yujintong"]\nforbidden_en = ["Yu Jin Tong"]\nstatus = "draft"\n',
        encoding="utf-8",
    )
    names = write(tmp_path, "d", ["a", "a", "b"])
    made = json.loads(
        invoke("score", mine, reference, "--source", source, "--glossary", str(terms), "--documents", names, "--format", "json")
    )
    assert made["lang"] == "en"
    assert made["terms"]["right"] == 0 < made["terms"]["wrong"] == made["terms"]["total"] == 1
    assert made["values"]["total"] - made["values"]["right"] == 1
    kinds = made["values"]["kinds"]
    assert (kinds["date"]["share"], kinds["percent"]["share"], kinds["money"]["share"], kinds["money"]["wrong"]) == (1.0, 1.0, 0.0, 1)
    assert sum(one["total"] for one in kinds.values()) == made["values"]["total"]
    assert [(d["document"], d["sentences"]) for d in made["documents"]] == [("a", 2), ("b", 1)]
    shown = invoke("score", mine, reference, "--source", source, "--bootstrap", "10")
    assert "BLEU" in shown
    assert "chrF2" in shown


def test_score_compares_systems(tmp_path: Path) -> None:
    pytest.importorskip("sacrebleu")
    reference, other = write(tmp_path, "r", ZH), write(tmp_path, "o", [text[:3] for text in ZH])
    assert "same name" in invoke("score", reference, reference, "--compare", other, "--compare", other, code=2)
    mine = write(tmp_path, "h", ZH)
    made = json.loads(invoke("score", mine, reference, "--compare", other, "--bootstrap", "20", "--format", "json"))
    assert made["lang"] == "zh"
    assert {row["system"] for row in made["systems"]} == {mine, other}


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["H", "R", "--glossary", "x.toml"], 2, "--source"),
        (["H", "R", "--metrics", "meteor"], 2, "unknown"),
        (["H", "SHORT"], 2, "line must answer line"),
        (["H", "nowhere"], 3, "no such file"),
        (["-", "-"], 2, "standard input"),
        *((["H", "R", "--bootstrap", number], 2, "resamples") for number in ("0", "1", "10001", "999999999999")),
        (["EMPTY", "EMPTY"], 3, "is empty"),
    ],
)
def test_what_cannot_be_scored_is_said(tmp_path: Path, args: list[str], code: int, said: str) -> None:
    pytest.importorskip("sacrebleu")
    names = {
        "H": write(tmp_path, "h", EN),
        "R": write(tmp_path, "r", EN),
        "SHORT": write(tmp_path, "s", EN[:1]),
        "EMPTY": write(tmp_path, "e", []),
    }
    assert said in invoke("score", *(names.get(arg, arg) for arg in args), code=code)


def test_without_sacrebleu_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sacrebleu.metrics.bleu", None)
    path, other = write(tmp_path, "h", EN), write(tmp_path, "r", EN)
    assert "bitext[score]" in invoke("score", path, other, code=2)


def test_eval_align_scores_files_and_folders(tmp_path: Path) -> None:
    gold, made = tmp_path / "gold", tmp_path / "made"
    gold.mkdir()
    made.mkdir()
    write(gold, "a.txt", ["[0]:[0]", "[1]:[1]"])
    write(made, "a.ladder", ["[0]:[0]:0.95", "[1]:[]:0.5", "[]:[1]:0.5"])
    told = json.loads(invoke("eval", "align", str(gold), str(made), "--format", "json"))
    assert (told["strict_p"], told["strict_r"], told["right_above_.9"]) == (pytest.approx(1 / 3), 0.5, 1.0)
    assert "strict_f1" in invoke("eval", "align", str(gold / "a.txt"), str(made / "a.ladder"))
    write(made, "a.ladder", ["[0]:[0]:0.2", "[1]:[1]:1.7"])
    assert "calibration" not in invoke("eval", "align", str(gold), str(made))  # costs, as Vecalign writes them
    assert "both" in invoke("eval", "align", "-", "-", code=2, stdin="[0]:[0]")
    write(made, "a.txt", ["[0]:[0]"])
    assert "answers the same file" in invoke("eval", "align", str(gold), str(made), code=3)
    (made / "a.txt").unlink()
    write(made, "a.ladder", ["[0]:[0]:0.95"])
    assert "left out" in invoke("eval", "align", str(gold), str(made), code=3)
    (made / "a.ladder").unlink()
    assert "no partner" in invoke("eval", "align", str(gold), str(made), code=3)
    assert "two folders" in invoke("eval", "align", str(gold / "a.txt"), str(made), code=2)


def test_eval_align_against_nothing_is_no_score(tmp_path: Path) -> None:
    empty, made = write(tmp_path, "e.txt", []), write(tmp_path, "m.txt", ["[0]:[0]"])
    assert "holds no bead" in invoke("eval", "align", empty, made, code=3)


def test_eval_clean_scores_pages(tmp_path: Path) -> None:
    gold = write(tmp_path, "g.jsonl", [json.dumps({"id": k, "gold": text}) for k, text in enumerate(EN)])
    made = write(tmp_path, "m.jsonl", [json.dumps({"id": str(k), "text": text}) for k, text in enumerate(EN[:2])])
    told = json.loads(invoke("eval", "clean", gold, made, "--worst", "1", "--format", "json"))
    assert (told["pages"], told["missing"], told["f1"], told["worst"][0]["id"]) == (3, 1, pytest.approx(2 / 3), "2")
    assert "has no id" in invoke("eval", "clean", write(tmp_path, "b.jsonl", ['{"gold": "x"}']), made, code=3)
    twice = write(tmp_path, "t.jsonl", ['{"id": 1, "gold": "x", "text": "y"}'] * 2)
    assert "t.jsonl:2: has the id of another line" in invoke("eval", "clean", twice, made, code=3)
    assert "t.jsonl:2: has the id of another line" in invoke("eval", "clean", gold, twice, code=3)
    assert "both" in invoke("eval", "clean", "-", "-", code=2, stdin='{"id": 1}')
    assert "no JSON" in invoke("eval", "clean", write(tmp_path, "c.jsonl", ["\x00\x01"]), made, code=3)


def test_eval_filter_scores_kinds(tmp_path: Path) -> None:
    rows = [{"id": "1", "good": True}, {"id": "2", "good": False, "kind": "cut"}]
    gold = write(tmp_path, "g.jsonl", [json.dumps(row) for row in rows])
    told = json.loads(invoke("eval", "filter", gold, write(tmp_path, "m.jsonl", ['{"id": "1"}', '{"id": "2"}']), "--format", "json"))
    assert (told["precision"], told["recall"], told["kinds"]["cut"]["share"]) == (0.5, 1.0, 1.0)
    assert "has no id" in invoke("eval", "filter", gold, write(tmp_path, "n.jsonl", ['{"zh": "a", "en": "b"}']), code=3)
    assert "both" in invoke("eval", "filter", "-", "-", code=2, stdin='{"id": 1}')
    assert "whether the pair is good" in invoke("eval", "filter", write(tmp_path, "b.jsonl", ['{"id": 1}']), gold, code=3)
    assert "twice" in invoke("eval", "filter", write(tmp_path, "d.jsonl", [json.dumps(rows[0])] * 2), gold, code=3)


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=50))
def test_a_spread_stays_between_its_ends(numbers: list[float]) -> None:
    spread = Spread()
    for number in numbers:
        spread.add(number)
    told = spread.summary()
    ordered = [told[name] for name in ("min", "p5", "p25", "p50", "p75", "p95", "max")]
    assert ordered == sorted(ordered)
    assert told["count"] == len(numbers)
    assert told["max"] == pytest.approx(max(numbers), rel=0.01)
    assert sum(count for _, count in spread.points()) <= len(numbers)


def test_a_mean_beyond_what_a_sum_can_hold_is_told() -> None:
    spread = Spread()
    for number in (1.5e308, 1.5e308, 0.9e308):
        spread.add(number)
    assert spread.summary()["mean"] == pytest.approx(1.3e308)


def test_pairs_are_counted_by_language_site_and_finding() -> None:
    counter = PairCounter()
    for number, (zh, en) in enumerate(zip([*ZH, "", "\ud800"], [*EN, "x" * 50_000, ""], strict=True)):
        counter.add(Pair(str(number), zh, en, 0.5, extra={"url": "https://example.org/a", "doc": "d"}))
    counter.add(Pair("n", "雨", "rain", float("nan"), extra={"url": "http://[", "doc": 7}))
    told = counter.summary()
    assert told["pairs"] == 6
    assert told["sites"] == {"example.org": 5, "(no host)": 1}
    assert told["documents"] == {"d": 5}
    assert told["zh"]["languages"]["empty"] == 1
    assert told["score"]["count"] == 5


def test_stats_tells_pairs_and_documents_and_draws(tmp_path: Path) -> None:
    pairs = write(tmp_path, "p.jsonl", [json.dumps({"zh": z, "en": e, "score": 0.5}) for z, e in zip(ZH, EN, strict=True)])
    told = json.loads(invoke("stats", pairs, "--format", "json", "--plot", str(tmp_path / "plots")))
    assert (told["pairs"], told["zh"]["languages"]["zh-Hans"] >= 1) == (3, True)
    assert {path.name for path in (tmp_path / "plots").iterdir()} == {"lengths.svg", "ratios.svg", "scores.svg", "languages.svg"}
    document = json.dumps({"id": "d", "status": "article", "lang": "en", "text": "Rain.", "blocks": [{"kind": "paragraph"}], "edits": []})
    both = json.loads(invoke("stats", pairs, write(tmp_path, "d.jsonl", [document]), "--format", "json"))
    assert (both["pairs"], both["pages"]["documents"], both["pages"]["kinds"]) == (3, 1, {"paragraph": 1})
    rows = write(tmp_path, "p.tsv", ["雨。\tRain.", "no tab"])
    assert "pairs" in invoke("stats", rows, code=3)
    assert "pairs" in invoke("stats", stdin='{"zh": "雨。", "en": "Rain."}\n')


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 3),
        (b"\x00\xff\xfe\n", 3),
        (b'{"zh": 1}\n', 3),
        (b'{"zh": "\\ud800", "en": ""}\n', 0),
        (b'{"zh": "a", "en": "b", "score": 1' + b"0" * 400 + b"}", 3),
    ],
)
def test_stats_takes_bad_input(tmp_path: Path, data: bytes, code: int) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(data)
    invoke("stats", str(path), code=code)


def test_a_file_sets_the_options_of_stats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bitext.toml").write_text('[stats]\nformat = "json"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert json.loads(invoke("stats", write(tmp_path, "p.tsv", ["雨。\tRain."])))["pairs"] == 1


def test_stats_writes_over_no_file_of_a_data_set(tmp_path: Path) -> None:
    pairs, folder = write(tmp_path, "p.jsonl", ['{"zh": "雨。", "en": "Rain."}']), tmp_path / "set"
    invoke("convert", pairs, str(folder), "--to", "huggingface-jsonl")
    held = next(path for path in folder.rglob("*.jsonl*"))
    before = held.read_bytes()
    assert "also an input" in invoke("stats", str(folder), "--from", "huggingface-jsonl", "-o", str(held), code=4)
    assert held.read_bytes() == before


def test_stats_refuses_pages_and_unwritable_folders(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<p>Rain.</p>", encoding="utf-8")
    assert "clean it first" in invoke("stats", str(page), code=2)
    pairs = write(tmp_path, "p.jsonl", ['{"zh": "雨。", "en": "Rain."}'])
    assert "folder is a file" in invoke("stats", pairs, "--plot", str(page), code=4)
