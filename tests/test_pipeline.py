"""A run from pages to a corpus: the settings, the steps, and that shards, processes and resuming change nothing."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext import UsageError
from bitext.errors import InputError, OutputError
from bitext.io.writing import open_output
from bitext.pipeline import Settings, couple_by_names, parse_settings
from bitext.pipeline.settings import read_size
from bitext.shards import Outcome, Progress, plan_run, read_settings, run_pipeline
from tools.made_pages import make_couple, make_page, write_sides

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 14


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sides")
    write_sides(folder, PAGES)
    return folder


def settings(folder: Path, out: Path, **tables: dict[str, Any]) -> Settings:
    made: dict[str, Any] = {
        "input": {"zh": str(folder / "zh.jsonl"), "en": str(folder / "en.jsonl")},
        "output": {"path": str(out / "corpus.jsonl"), "rejected": str(out / "rejected.jsonl")},
        "run": {"shard": "5k"},
    }
    for name, table in tables.items():
        made[name] = made.get(name, {}) | table
    return parse_settings(made)


def outputs(out: Path) -> dict[str, bytes]:
    names = ("corpus.jsonl", "rejected.jsonl", "corpus.jsonl.report.json", "corpus.jsonl.report.txt")
    return {name: (out / name).read_bytes() for name in names}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def whole(sides: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An undisturbed run in one shard a side."""
    out = tmp_path_factory.mktemp("whole")
    outcome = run_pipeline(settings(sides, out, run={"shard": "64M"}))
    assert outcome.failed == 0
    return out


def made_anew(chosen: Settings, **how: Any) -> tuple[Outcome, dict[str, tuple[int, int]]]:
    """Run, and count by step how many shards there were and how many of them were found finished."""
    seen: dict[str, list[Progress]] = {}
    outcome = run_pipeline(chosen, observe=lambda now: seen.setdefault(now.step, []).append(now), **how)
    return outcome, {step: (len(told) - 1, told[-1].skipped) for step, told in seen.items()}


class TestSettings:
    def test_everything_but_the_input_has_a_default(self) -> None:
        made = parse_settings({"input": {"zh": "a", "en": ["b", "c"]}}, folder="/data")
        assert made.input.zh == ("/data/a",)
        assert made.input.en == ("/data/b", "/data/c")
        assert (made.output.path, made.match.by, made.run.jobs) == ("/data/corpus.jsonl", "content", 1)

    @pytest.mark.parametrize(
        ("made", "said"),
        [
            ({}, "names no input"),
            ({"input": {"zh": "a"}}, "names no input"),
            ({"input": {"zh": "a", "en": "b", "pages": "c"}}, "both pages and sides"),
            ({"input": {"pages": "-"}}, "standard input"),
            ({"inputs": {"pages": "a"}}, "unknown table 'inputs'; did you mean 'input'?"),
            ({"input": {"page": "a"}}, "unknown key 'page'; did you mean 'pages'? known are: zh, en, pages, from"),
            ({"input": {"pages": "a"}, "match": {"by": "contents"}}, "did you mean 'content'?"),
            ({"input": {"pages": "a"}, "match": {"threshold": "high"}}, "is not a number"),
            ({"input": {"pages": "a"}, "match": {"threshold": 1}}, "out of range"),
            ({"input": {"pages": "a"}, "run": {"jobs": -1}}, "no number of processes"),
            ({"input": {"pages": "a"}, "run": {"jobs": True}}, "is not a whole number"),
            ({"input": {"pages": "a"}, "run": {"shard": "big"}}, "is no size"),
            ({"input": {"pages": 3}}, "is not a string"),
            ({"input": {"pages": "a"}, "clean": 3}, "clean is no table"),
            ({"input": {"pages": "a"}, "align": {"moved": True}}, "unknown key 'moved'"),
            ({"input": {"pages": "a", "status": ["articles"]}}, "did you mean 'article'?"),
        ],
    )
    def test_what_is_wrong_is_named(self, made: dict[str, Any], said: str) -> None:
        with pytest.raises(UsageError) as error:
            parse_settings(made)
        assert said in str(error.value)

    def test_keys_that_shape_only_a_commands_own_output_are_passed_over(self) -> None:
        made = parse_settings({"input": {"pages": "a"}, "clean": {"to": "jsonl", "skip": ["enum-stop"]}, "detect": {"to": "x"}})
        assert made.clean.skip == ("enum-stop",)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(["input", "pages", "zh", "en", "match", "by", "threshold", "run", "jobs", "shard", "limit", "status"])
                    | st.text(),
                    inner,
                )
            ),
        )
    )
    def test_no_table_whatever_raises_anything_else(self, made: Any) -> None:
        with suppress(UsageError):
            parse_settings(made if isinstance(made, dict) else {"input": made})

    @given(st.text())
    def test_a_size_is_read_or_refused(self, text: str) -> None:
        with suppress(UsageError):
            assert read_size(text) > 0

    def test_a_file_that_is_none_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_bytes(b"\x00\xff")
        for name in ("bad.toml", "none.toml"):
            with pytest.raises(UsageError, match=name):
                read_settings(tmp_path / name)


class TestNames:
    def test_ids_come_before_names_and_shared_names_couple_nothing(self) -> None:
        zh = ["1", "a/x.zh.html", "a/y.html", "b/x.txt", "b/x.html"]
        en = ["b/x.htm", "a/y.en.txt", "1", "a/x.html"]
        assert couple_by_names(zh, en) == [(0, 2), (1, 3), (2, 1)]

    @given(st.lists(st.text("ab./#", max_size=4), unique=True), st.lists(st.text("ab./#", max_size=4), unique=True))
    def test_every_document_is_in_one_couple_at_most(self, zh: list[str], en: list[str]) -> None:
        found = couple_by_names(zh, en)
        assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
        assert {zh[one] for one, other in found if zh[one] == en[other]} == set(zh) & set(en)


class TestRun:
    def test_the_corpus_holds_the_sentences_with_where_they_are_from(self, whole: Path, sides: Path) -> None:
        pairs = lines(whole / "corpus.jsonl")
        known = {number: [set(side) for side in make_couple(number)] for number in range(PAGES)}
        right = 0
        for pair in pairs:
            zh, en = known[int(pair["doc"].removeprefix("page-"))]
            right += pair["zh"] in zh and pair["en"] in en
            assert not {"责任编辑", "Subscribe", "版权所有"} & {pair["zh"][:4], pair["en"][:9]}
        assert right / len(pairs) > 0.9
        assert len(pairs) > PAGES * 6
        assert sides.is_dir()

    def test_the_report_adds_up(self, whole: Path) -> None:
        report = json.loads((whole / "corpus.jsonl.report.json").read_bytes())
        assert report["zh"]["records"] == report["zh"]["documents"] == PAGES
        assert report["match"]["couples"] == PAGES
        assert report["align"]["pairs"] == report["filter"]["accepted"] + report["filter"].get("rejected", 0)
        assert report["filter"]["accepted"] == report["dedup"]["kept"] + report["dedup"]["duplicates"]
        assert report["output"]["pairs"] == report["dedup"]["kept"] == len(lines(whole / "corpus.jsonl"))
        rejected = lines(whole / "rejected.jsonl")
        assert all(pair["reasons"] for pair in rejected)
        assert len(rejected) == report["filter"].get("rejected", 0) + report["dedup"]["duplicates"]
        timings = json.loads((whole / "corpus.jsonl.timings.json").read_bytes())
        assert timings["seconds"].keys() == {"clean", "match", "align", "write"}
        assert timings["shards"]["clean"] == {"made": 2, "found": 0}

    @pytest.mark.slow
    @pytest.mark.parametrize("how", [{"jobs": 1}, {"jobs": 2}])
    def test_shards_and_processes_change_nothing(self, sides: Path, whole: Path, tmp_path: Path, how: dict[str, Any]) -> None:
        run_pipeline(settings(sides, tmp_path), **how)
        assert outputs(tmp_path) == outputs(whole)

    @pytest.mark.slow
    def test_jobs_of_an_array_and_merges_give_the_same(self, sides: Path, whole: Path, tmp_path: Path) -> None:
        chosen = settings(sides, tmp_path)
        with pytest.raises(InputError, match="not finished"):
            run_pipeline(chosen, merge=True)
        for k in (3, 1, 2):
            assert run_pipeline(chosen, shard=(k, 3)).next == "--merge"
        assert run_pipeline(chosen, merge=True).next == "--shard"
        for k in (2, 3, 1):
            assert run_pipeline(chosen, shard=(k, 3)).next == "--merge"
        assert run_pipeline(chosen, merge=True).next == ""
        assert outputs(tmp_path) == outputs(whole)

    def test_a_merge_before_the_pairs_are_all_there_names_what_is_missing(self, sides: Path, tmp_path: Path) -> None:
        chosen = settings(sides, tmp_path, match={"by": "names"})
        run_pipeline(chosen, shard=(1, 1))
        assert run_pipeline(chosen, merge=True).next == "--shard"
        with pytest.raises(InputError, match="shards of the step `align` are not finished"):
            run_pipeline(chosen, merge=True)
        assert not (tmp_path / "corpus.jsonl").exists()

    @pytest.mark.slow
    def test_finished_shards_are_not_made_again(self, sides: Path, whole: Path, tmp_path: Path) -> None:
        chosen = settings(sides, tmp_path)
        _, first = made_anew(chosen)
        assert {found for _, found in first.values()} == {0}
        assert first["clean"][0] > 4
        (tmp_path / "corpus.jsonl").unlink()
        _, second = made_anew(chosen)
        assert second["clean"] == (first["clean"][0], first["clean"][0])
        assert second["align"] == (first["align"][0], first["align"][0])
        assert outputs(tmp_path) == outputs(whole)
        _, third = made_anew(chosen, resume=False)
        assert {found for _, found in third.values()} == {0}
        assert outputs(tmp_path) == outputs(whole)

    @pytest.mark.slow
    def test_only_what_a_change_reaches_is_made_again(self, sides: Path, tmp_path: Path) -> None:
        for side in ("zh", "en"):
            (tmp_path / f"{side}.jsonl").write_bytes((sides / f"{side}.jsonl").read_bytes())
        chosen = settings(tmp_path, tmp_path)
        _, first = made_anew(chosen)
        stricter = settings(tmp_path, tmp_path, filter={"threshold": ["adequacy=0.999"]})
        _, second = made_anew(stricter)
        assert second["clean"][1] == second["clean"][0]
        work = tmp_path / "corpus.jsonl.work"
        assert len(list(work.glob("pairs/*/*.done"))) * 2 == len(list(work.glob("filtered/*/*.done")))
        rows = (tmp_path / "zh.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / "zh.jsonl").write_text("".join(rows).replace("责任编辑：李明", "责任编辑：李朋", 1), encoding="utf-8")
        _, third = made_anew(chosen)
        assert third["clean"] == (first["clean"][0], first["clean"][0] - 1)

    @pytest.mark.slow
    @pytest.mark.parametrize("harm", ["cut", "unmarked", "garbled"])
    def test_a_shard_that_was_harmed_is_made_again(self, sides: Path, whole: Path, tmp_path: Path, harm: str) -> None:
        chosen = settings(sides, tmp_path)
        run_pipeline(chosen)
        for step in ("documents", "filtered"):
            markers = (tmp_path / "corpus.jsonl.work" / step).glob("*/*.done")
            marker = min(path for path in markers if path.with_suffix(".jsonl").stat().st_size)
            if harm == "cut":
                data = marker.with_suffix(".jsonl")
                data.write_bytes(data.read_bytes()[:-3])
            elif harm == "unmarked":
                marker.unlink()
            else:
                marker.write_bytes(b"{")
        _, again = made_anew(chosen)
        assert again["clean"][1] == again["clean"][0] - 1
        assert outputs(tmp_path) == outputs(whole)

    def test_what_killed_processes_left_is_swept_away(self, sides: Path, tmp_path: Path) -> None:
        inside = tmp_path / "corpus.jsonl.work" / "pairs" / "0a"
        inside.mkdir(parents=True)
        for folder in (inside, tmp_path):
            (folder / ".bitext-00ff.tmp").write_text("half", encoding="utf-8")
            os.utime(folder / ".bitext-00ff.tmp", (0, 0))
        with open_output(tmp_path / "other") as alive:  # another command that writes there just now
            alive.write("rain")
            alive.flush()
            (written,) = set(tmp_path.glob(".bitext-*.tmp")) - {tmp_path / ".bitext-00ff.tmp"}
            os.utime(written, (0, 0))
            run_pipeline(settings(sides, tmp_path))
        assert list(tmp_path.rglob(".bitext-*")) == []
        assert (tmp_path / "other").read_text(encoding="utf-8") == "rain"

    @pytest.mark.slow
    def test_folders_of_files_give_the_pairs_of_the_same_pages_in_jsonl(self, sides: Path, tmp_path: Path) -> None:
        for side in ("zh", "en"):
            (tmp_path / side).mkdir()
            for record in lines(sides / f"{side}.jsonl"):
                (tmp_path / side / f"{record['id']}.html").write_text(record["html"], encoding="utf-8")
        found = []
        for name, where in (("a", tmp_path), ("b", sides)):
            (tmp_path / name).mkdir()
            inputs = {side: str(where / side) + (".jsonl" if where == sides else "") for side in ("zh", "en")}
            run_pipeline(settings(sides, tmp_path / name, input=inputs, match={"by": "names"}, dedup={"use": False}))
            found.append(sorted((pair["zh"], pair["en"]) for pair in lines(tmp_path / name / "corpus.jsonl")))
        assert found[0] == found[1]  # in another order, page-10 before page-2

    def test_couples_by_order(self, sides: Path, whole: Path, tmp_path: Path) -> None:
        run_pipeline(settings(sides, tmp_path, match={"by": "order"}))
        texts = {(pair["zh"], pair["en"]) for pair in lines(tmp_path / "corpus.jsonl")}
        assert texts == {(pair["zh"], pair["en"]) for pair in lines(whole / "corpus.jsonl")}

    @pytest.mark.slow
    def test_couples_within_sites(self, sides: Path, tmp_path: Path) -> None:
        """Two sites with the same pages: each page finds its partner on its own site, whose hosts differ by language."""
        for side in ("zh", "en"):
            with (tmp_path / f"{side}.jsonl").open("w", encoding="utf-8") as file:
                for record in lines(sides / f"{side}.jsonl"):
                    for site in ("one.com.cn", "two.org"):
                        made = record | {"id": f"{site}-{record['id']}", "url": f"https://{side}.{site}/{record['id']}"}
                        file.write(json.dumps(made, ensure_ascii=False) + "\n")
        run_pipeline(settings(tmp_path, tmp_path, match={"within": "site"}, dedup={"use": False}))
        documents = {pair["doc"] for pair in lines(tmp_path / "corpus.jsonl")}
        assert len(documents) == 2 * PAGES
        assert all(len({part.split("-")[0] for part in name.split("+")}) == 1 for name in documents)

    def test_sites_whose_sides_are_all_exchanged_are_told(self, sides: Path, tmp_path: Path) -> None:
        exchanged = {"zh": str(sides / "en.jsonl"), "en": str(sides / "zh.jsonl")}
        with pytest.raises(UsageError, match="wrong way round"):
            run_pipeline(settings(sides, tmp_path, input=exchanged, match={"within": "site"}))

    def test_a_report_of_nothing_found_says_so(self, sides: Path, tmp_path: Path) -> None:
        rows = [json.dumps(record | {"id": f"other-{record['id']}"}) for record in lines(sides / "en.jsonl")[:2]]
        (tmp_path / "en.jsonl").write_text("\n".join(rows), encoding="utf-8")
        report = run_pipeline(settings(sides, tmp_path, input={"en": str(tmp_path / "en.jsonl")}, match={"by": "names"})).report
        assert report["match"] == {"couples": 0, "en_alone": 2, "zh_alone": PAGES}
        assert (report["align"]["pairs"], report["filter"]["accepted"], report["output"]["pairs"]) == (0, 0, 0)

    @pytest.mark.parametrize(
        "how",
        [
            {"shard": (0, 3)},
            {"shard": (4, 3)},
            {"shard": (1, 1), "merge": True},
            {"jobs": -1},
            {"resume": False, "merge": True},
            {"resume": False, "shard": (1, 1)},
        ],
    )
    def test_what_does_not_go_together_is_refused(self, sides: Path, tmp_path: Path, how: dict[str, Any]) -> None:
        with pytest.raises(UsageError):
            run_pipeline(settings(sides, tmp_path), **how)
        assert os.listdir(tmp_path) == []

    def test_shards_of_documents_that_are_gone_are_named(self, sides: Path, tmp_path: Path) -> None:
        chosen = settings(sides, tmp_path, match={"by": "names"})
        run_pipeline(chosen, shard=(1, 1))
        run_pipeline(chosen, merge=True)
        shutil.rmtree(tmp_path / "corpus.jsonl.work" / "documents")
        with pytest.raises(InputError, match="delete the whole folder of shards"):
            run_pipeline(chosen, shard=(1, 1))

    def test_pages_of_both_languages_are_not_cleaned_where_that_is_not_wanted(self, tmp_path: Path) -> None:
        page = "<html><body><article><p>船票的价格没有变。</p><p>The price of the tickets has not changed.</p>{}</article></body></html>"
        (tmp_path / "a.html").write_text(page.format("<p>责任编辑：李明</p><p>Editor: Li Ming</p>"), encoding="utf-8")
        found = []
        for use in (True, False):
            off = {"use": False}
            made = parse_settings(
                {"input": {"pages": str(tmp_path / "a.html")}, "output": {"path": str(tmp_path / "a.jsonl")}}
                | {"clean": {"use": use}, "filter": off, "dedup": off}
            )
            report = run_pipeline(made).report
            found.append((report.get("edits", {}).get("metadata", 0), report["pages"]["blocks"]))
        assert found == [(2, 2), (0, 4)]  # two imprints were lifted, and were left

    def test_pages_of_both_languages_need_no_couples(self, tmp_path: Path) -> None:
        (tmp_path / "pages").mkdir()
        for number in range(4):
            zh, en = make_couple(number)
            both = [line for couple in zip(zh, en, strict=False) for line in couple]
            (tmp_path / "pages" / f"{number}.txt").write_text("\n\n".join(both[:16]), encoding="utf-8")
        (tmp_path / "pages" / "one.txt").write_text("只有中文的一页。\n\n没有别的。", encoding="utf-8")
        for name, shard in (("a", "64M"), ("b", "100")):
            (tmp_path / name).mkdir()
            chosen = parse_settings(
                {
                    "input": {"pages": str(tmp_path / "pages")},
                    "output": {"path": str(tmp_path / name / "corpus.tsv")},
                    "run": {"shard": shard},
                }
            )
            outcome = run_pipeline(chosen)
            assert outcome.report["align"] | {"pairs": 0} == {"documents": 5, "refused": 1, "pairs": 0}
        assert (tmp_path / "a" / "corpus.tsv").read_bytes() == (tmp_path / "b" / "corpus.tsv").read_bytes()
        assert (tmp_path / "a" / "corpus.tsv").read_text(encoding="utf-8").count("\n") >= 12

    def test_pages_of_one_id_are_told_apart_in_whatever_shards_they_are(self, tmp_path: Path) -> None:
        with (tmp_path / "pages.jsonl").open("w", encoding="utf-8") as file:
            for number, id in enumerate(("same", "same#2", "one", "same", "same")):
                both = [line for couple in zip(*make_couple(number), strict=False) for line in couple]
                text = "只有中文的一页。" if id == "one" else "\n\n".join(both[:12])
                file.write(json.dumps({"id": id, "text": text}) + "\n")
        for name, shard in (("a", "64M"), ("b", "1")):
            (tmp_path / name).mkdir()
            output = {"path": str(tmp_path / name / "corpus.jsonl"), "rejected": str(tmp_path / name / "rejected.jsonl")}
            made = {"input": {"pages": str(tmp_path / "pages.jsonl")}, "output": output, "run": {"shard": shard}}
            run_pipeline(parse_settings(made | {"filter": {"threshold": ["adequacy=0.995"]}}))
        assert outputs(tmp_path / "a") == outputs(tmp_path / "b")
        found = [*lines(tmp_path / "a" / "corpus.jsonl"), *lines(tmp_path / "a" / "rejected.jsonl")]
        assert len({pair["id"] for pair in found}) == len(found)
        assert {pair["doc"] for pair in found} == {"same", "same#2", "same#3", "same#4"}
        assert all(one.startswith(pair["doc"] + ":") for pair in found for one in (pair["id"], *pair["zh_segments"], *pair["en_segments"]))
        assert all((tmp_path / "a" / f"{name}.jsonl").stat().st_size for name in ("corpus", "rejected"))

    def test_steps_can_be_left_out(self, sides: Path, tmp_path: Path) -> None:
        off = {"use": False}
        outcome = run_pipeline(settings(sides, tmp_path, clean=off, filter=off, dedup=off, match={"by": "names"}))
        report = outcome.report
        assert report["filter"]["accepted"] == report["align"]["pairs"] == report["output"]["pairs"]
        assert "dedup" not in report
        assert "checks" not in report["signature"]
        assert any("责任编辑" in pair["zh"] for pair in lines(tmp_path / "corpus.jsonl"))

    def test_ids_that_come_again_are_told_apart(self, tmp_path: Path) -> None:
        for side, lang in enumerate(("zh", "en")):
            with (tmp_path / f"{lang}.jsonl").open("w", encoding="utf-8") as file:
                for number, id in enumerate(("same", "same#2", "same", "same")):
                    file.write(json.dumps({"id": id, "html": make_page(make_couple(number)[side], lang)}) + "\n")
        run_pipeline(settings(tmp_path, tmp_path, run={"shard": "1k"}))
        assert {pair["doc"] for pair in lines(tmp_path / "corpus.jsonl")} == {"same", "same#2", "same#3", "same#4"}


@pytest.mark.slow
class TestBadInput:
    def records(self, sides: Path, tmp_path: Path, bad: bytes) -> Settings:
        (tmp_path / "en.jsonl").write_bytes((sides / "en.jsonl").read_bytes())
        rows = (sides / "zh.jsonl").read_bytes().splitlines(keepends=True)
        (tmp_path / "zh.jsonl").write_bytes(b"".join([*rows[:9], bad, *rows[9:]]))
        return settings(tmp_path, tmp_path, input={"limit": "100k"})

    @pytest.mark.parametrize("bad", [b"{\n", b"\x00\n", b"[1]\n", b"\xff\xfe\xfd\n", b'{"id": 1}\n', b"x" * 300_000 + b"\n"])
    def test_a_bad_record_is_named_by_its_line_and_the_others_are_done(self, sides: Path, whole: Path, tmp_path: Path, bad: bytes) -> None:
        outcome = run_pipeline(self.records(sides, tmp_path, bad))
        assert outcome.failed == 1
        assert outcome.report["failures"][0].startswith(f"{tmp_path / 'zh.jsonl'}#10: ")
        assert (tmp_path / "corpus.jsonl").read_bytes() == (whole / "corpus.jsonl").read_bytes()

    def test_failures_are_reported_by_the_run_that_resumes_too(self, sides: Path, tmp_path: Path) -> None:
        chosen = self.records(sides, tmp_path, b"{\n")
        first, second = run_pipeline(chosen), run_pipeline(chosen)
        assert (first.report, first.failed) == (second.report, second.failed)

    def test_nothing_to_read_is_an_error(self, sides: Path, tmp_path: Path) -> None:
        (tmp_path / "none").mkdir()
        for given_path in (tmp_path / "none", tmp_path / "missing"):
            with pytest.raises(InputError, match="nothing there can be read"):
                run_pipeline(settings(sides, tmp_path, input={"zh": str(given_path)}))

    def test_one_of_several_inputs_may_be_missing(self, sides: Path, whole: Path, tmp_path: Path) -> None:
        outcome = run_pipeline(settings(sides, tmp_path, input={"zh": [str(sides / "zh.jsonl"), str(tmp_path / "gone")]}))
        assert outcome.failed == 1
        assert (tmp_path / "corpus.jsonl").read_bytes() == (whole / "corpus.jsonl").read_bytes()

    def test_reversed_sides_are_told(self, sides: Path, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="wrong way round"):
            run_pipeline(settings(sides, tmp_path, input={"zh": str(sides / "en.jsonl"), "en": str(sides / "zh.jsonl")}))

    def test_empty_and_binary_files_fail_alone(self, sides: Path, tmp_path: Path) -> None:
        (tmp_path / "zh").mkdir()
        (tmp_path / "zh" / "a.jsonl").write_bytes((sides / "zh.jsonl").read_bytes())
        (tmp_path / "zh" / "b.html").write_bytes(b"")
        (tmp_path / "zh" / "c.jsonl.gz").write_bytes(b"\x1f\x8bnot really")
        outcome = run_pipeline(settings(sides, tmp_path, input={"zh": str(tmp_path / "zh")}))
        assert outcome.failed == 2
        assert outcome.report["match"]["couples"] == PAGES


class TestPlaces:
    def test_an_output_among_the_inputs_is_refused(self, sides: Path, tmp_path: Path) -> None:
        for table in ({"path": str(sides / "corpus.jsonl")}, {"work": str(sides / "work")}):
            chosen = settings(sides, tmp_path, input={"zh": str(sides)}, output=table)
            with pytest.raises(UsageError, match="lies inside the input"):
                run_pipeline(chosen)

    def test_an_input_is_never_written_over(self, sides: Path, tmp_path: Path) -> None:
        for side in ("zh", "en"):
            (tmp_path / f"{side}.jsonl").write_bytes((sides / f"{side}.jsonl").read_bytes())
        before = (tmp_path / "zh.jsonl").read_bytes()
        for key in ("path", "rejected"):
            seen: list[Progress] = []
            with pytest.raises(OutputError, match="also an input"):
                run_pipeline(settings(tmp_path, tmp_path, output={key: str(tmp_path / "zh.jsonl")}), observe=seen.append)
            assert not seen
        assert (tmp_path / "zh.jsonl").read_bytes() == before

    def test_a_folder_that_is_not_there_is_told_before_any_work(self, sides: Path, tmp_path: Path) -> None:
        seen: list[Progress] = []
        with pytest.raises(OutputError, match="create the folder first"):
            run_pipeline(settings(sides, tmp_path, output={"path": str(tmp_path / "none" / "a.jsonl")}), observe=seen.append)
        assert not seen

    @pytest.mark.parametrize(
        "table",
        [
            {"rejected": "corpus.jsonl"},
            {"rejected": "corpus.jsonl.report.json"},
            {"rejected": "inner/../corpus.jsonl.timings.json"},
            {"path": "-", "rejected": "-"},
            {"work": "rejected.jsonl"},
        ],
    )
    def test_two_outputs_in_one_place_are_refused(self, sides: Path, tmp_path: Path, table: dict[str, str]) -> None:
        (tmp_path / "inner").mkdir()
        given = {key: str(tmp_path / name) if name != "-" else name for key, name in table.items()}
        with pytest.raises(UsageError, match="place of two outputs"):
            run_pipeline(settings(sides, tmp_path, output=given))

    def test_a_full_folder_in_the_place_of_the_corpus_is_told_before_any_work(self, sides: Path, tmp_path: Path) -> None:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "a").write_text("a", encoding="utf-8")
        seen: list[Progress] = []
        with pytest.raises(OutputError, match="no empty folder"):
            run_pipeline(settings(sides, tmp_path, output={"path": str(tmp_path / "corpus")}), observe=seen.append)
        assert not seen

    @pytest.mark.skipif(not os.path.isdir("/sys/kernel"), reason="a folder that even root cannot write to is Linux's")
    def test_a_folder_that_not_even_root_may_write_to_is_told_before_any_work(self, sides: Path, tmp_path: Path) -> None:
        seen: list[Progress] = []
        chosen = settings(sides, tmp_path, output={"path": "/sys/kernel/corpus.jsonl", "work": str(tmp_path / "work")})
        with pytest.raises(OutputError, match=r"corpus\.jsonl: (may not be written|lies on a read-only disk)"):
            run_pipeline(chosen, observe=seen.append)
        assert not seen

    def test_the_file_of_settings_is_never_written_over(self, sides: Path, tmp_path: Path) -> None:
        config = tmp_path / "bitext.toml"
        text = f'[input]\npages = "{sides}"\n[output]\nrejected = "bitext.toml"\n'
        config.write_text(text, encoding="utf-8")
        with pytest.raises(OutputError, match="also an input"):
            read_settings(config)

    def test_an_unknown_format_is_told_before_any_work(self, sides: Path, tmp_path: Path) -> None:
        with pytest.raises(UsageError):
            run_pipeline(settings(sides, tmp_path, output={"path": str(tmp_path / "a.docx")}))

    def test_a_plan_makes_nothing(self, sides: Path, tmp_path: Path) -> None:
        plan = plan_run(settings(sides, tmp_path))
        assert plan["input"]["zh"]["files"] == 1
        assert plan["input"]["zh"]["bytes"] == (sides / "zh.jsonl").stat().st_size
        assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_cutting_a_file_anywhere_gives_each_line_once(tmp_path: Path, count: int) -> None:
    from bitext.shards.planning import plan_chunks
    from bitext.shards.reading import digest_part, read_chunk

    rows = [json.dumps({"id": str(n), "text": "雨" * (n % 5) + "x" * (n * 7 % 41)}) for n in range(count)]
    path = tmp_path / "zh.jsonl"
    path.write_text("\n".join(rows) + ("\n" if count % 2 else ""), encoding="utf-8")
    (tmp_path / "en.jsonl").write_text("{}", encoding="utf-8")
    chosen = settings(tmp_path, tmp_path)
    for size in (1, 2, 13, 64, 1000, 100_000) if count else ():
        chunks, _ = plan_chunks(chosen, "zh", size)
        found = [record.id for chunk in chunks for _, record in read_chunk(chunk, form="auto", limit=10_000)]
        assert found == [str(n) for n in range(count)]
        assert len({digest_part(chunk) for chunk in chunks if list(read_chunk(chunk, form="auto", limit=9999))}) <= len(chunks)
