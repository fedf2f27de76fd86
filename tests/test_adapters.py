"""bitext inside other tools: a spider that really crawls, rows of data frames, rows of engines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.adapters.records import clean_record, from_records, to_records
from bitext.adapters.scrapy import CleaningPipeline, make_item
from bitext.errors import RecordError, UsageError
from bitext.io.corpora import open_corpus
from bitext.model import Finding, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = """<html><head><title>渡轮航线恢复运营</title><meta charset="utf-8"></head><body><nav><a href="/login">登录</a></nav>
<article><h1>渡轮航线恢复运营</h1><p>滨江市的三条渡轮航线周一恢复运营，码头维修历时两个月，花费两千四百万元。</p>
<p>船长们说，新码头让早高峰的等候时间缩短了一半，乘客也不必再绕行北岸的大桥。</p><p>扫一扫在手机打开当前页</p></article>
<footer>版权所有 滨江晚报 未经许可不得转载</footer></body></html>"""
LOGIN = (
    "<html><title>Log in</title><body><form><p>Log in to continue</p><input type='password'><button>Log in</button></form></body></html>"
)
PAGES = {"/a.html": ARTICLE.encode("gb18030"), "/login": LOGIN.encode(), "/broken": b"\x00\x01\x02" * 50}
SPIDER = """
import scrapy
from bitext.adapters.scrapy import make_item

class Pages(scrapy.Spider):
    name = "pages"

    def parse(self, response):
        yield make_item(response)
"""


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES.get(self.path, b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_a_spider_crawls_a_real_server(tmp_path: Path, address: str) -> None:
    pytest.importorskip("scrapy")
    spider = tmp_path / "spider.py"
    starts = [f"{address}{path}" for path in PAGES]
    spider.write_text(SPIDER + f"    start_urls = {starts!r}\n", encoding="utf-8")
    settings = ['ITEM_PIPELINES={"bitext.adapters.scrapy.CleaningPipeline": 300}', "BITEXT_DROP=login", "TELNETCONSOLE_ENABLED=0"]
    told = [word for setting in settings for word in ("-s", setting)]
    command = [sys.executable, "-m", "scrapy", "runspider", str(spider), "-O", "out.jsonl", *told]
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=False, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    items = {
        row["url"].removeprefix(address): row for row in map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    }
    assert set(items) == {"/a.html", "/broken"}, done.stderr
    page = items["/a.html"]["bitext"]
    assert page["title"] == "渡轮航线恢复运营"
    assert "码头维修历时两个月" in page["text"]
    assert "扫一扫" not in page["text"]
    assert "html" not in items["/a.html"]
    assert "error" in items["/broken"]["bitext"] or items["/broken"]["bitext"]["status"] != "article"
    assert "'bitext/status/login': 1" in done.stderr
    assert "process_item" not in done.stderr, "no warning about a signature"


@dataclass
class Page:
    url: str
    html: str | None
    bitext: dict[str, Any] = field(default_factory=dict)


class _Stats:
    def __init__(self) -> None:
        self.counted: dict[str, int] = {}

    def inc_value(self, name: str) -> None:
        self.counted[name] = self.counted.get(name, 0) + 1


def test_both_signatures_clean_every_kind_of_item() -> None:
    pytest.importorskip("itemadapter")
    stats = _Stats()
    pipeline = CleaningPipeline({"BITEXT_KEEP_HTML": "1", "BITEXT_EDITS": True}, stats)
    row = pipeline.process_item({"url": "https://example.org/a", "html": ARTICLE}, object())
    item = pipeline.process_item(Page("https://example.org/a", ARTICLE))
    assert row["bitext"]["text"] == item.bitext["text"]
    assert row["bitext"]["edits"]
    assert item.html == ARTICLE
    assert stats.counted == {"bitext/status/article": 2}


def test_an_item_without_a_page_passes_and_is_counted() -> None:
    stats = _Stats()
    item = {"url": "https://example.org/a", "price": 7}
    assert CleaningPipeline({}, stats).process_item(item) == {"url": "https://example.org/a", "price": 7}
    assert stats.counted == {"bitext/no_page": 1}


def test_an_item_without_the_field_says_so() -> None:
    scrapy = pytest.importorskip("scrapy")
    kind = type("Narrow", (scrapy.Item,), {"url": scrapy.Field(), "html": scrapy.Field()})
    with pytest.raises(UsageError, match=r"Narrow.*scrapy\.Field"):
        CleaningPipeline({}).process_item(kind(url="u", html=ARTICLE))


def test_the_pipeline_refuses_an_unknown_status() -> None:
    with pytest.raises(UsageError, match="loggin"):
        CleaningPipeline({"BITEXT_DROP": "loggin"})


def test_a_response_becomes_an_item() -> None:
    response = type("Response", (), {"url": "u", "body": bytearray(b"x")})()
    assert make_item(response) == {"url": "u", "html": b"x"}


@pytest.mark.parametrize("page", [None, 7, b"\x00\x01\x02" * 50, float("nan"), b""])
def test_a_bad_page_becomes_a_row_with_its_error_or_an_empty_one(page: object) -> None:
    made = clean_record({"id": "x", "html": page, "crawl": 1})
    assert made["id"] == "x"
    assert ("error" in made) or not made["text"]
    assert made["extra"] == {"crawl": 1}


def test_a_fault_of_ours_in_a_page_is_a_row_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("bitext.cleaning.clean", fail)
    assert "x: a fault in bitext (RecursionError: too deep)" in clean_record({"id": "x", "text": "Rain."})["error"]


def test_a_record_is_cleaned_as_the_command_cleans_it(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from bitext.cli.commands import app

    row = {"id": "a", "url": "https://example.org/a", "html": ARTICLE, "crawl": "may"}
    source = tmp_path / "pages.jsonl"
    source.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["clean", str(source), "--to", "jsonl"])
    wanted = json.loads(done.stdout)
    made = clean_record(row)
    assert {k: v for k, v in made.items() if k != "source"} == {k: v for k, v in wanted.items() if k != "source"}


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
PAIRS = st.builds(
    Pair, TEXT, TEXT, TEXT, st.floats(0, 1), extra=st.dictionaries(st.sampled_from(["doc", "url", "n"]), st.integers() | TEXT, max_size=3)
)


@given(st.lists(PAIRS, max_size=4))
def test_rows_give_the_pairs_back(pairs: list[Pair]) -> None:
    assert list(from_records(to_records(pairs, ()))) == pairs


def test_a_row_that_is_no_pair_is_named() -> None:
    with pytest.raises(RecordError, match="row 1"):
        list(from_records([{"zh": "雨", "en": "rain"}, {"zh": "雨"}]))


def test_frames_of_pandas_and_polars_round_trip() -> None:
    pandas = pytest.importorskip("pandas")
    pairs = [Pair("1", "雨。", "Rain.", 0.9, extra={"doc": "d"}), Pair("2", "风。", "Wind.", 0.5)]
    frame = pandas.DataFrame(to_records(pairs, ("id", "zh", "en", "score", "doc")))
    assert list(from_records(frame.to_dict("records"))) == pairs


def test_a_frame_of_polars_round_trips() -> None:
    polars = pytest.importorskip("polars")
    pairs = [Pair("1", "雨。", "Rain.", 0.9, extra={"doc": "d"}), Pair("2", "风。", "Wind.", 0.5)]
    frame = polars.DataFrame(list(to_records(pairs, ("id", "zh", "en", "score", "doc"))))
    assert list(from_records(frame.iter_rows(named=True))) == pairs


FULL = (
    Pair("1", "雨。", "Rain.", 0.9, ("z:0",), ("e:0", "e:1"), (Finding("number", "error", "5", "zh", 0, 1),), {"doc": "d", "page": 3}),
    Pair("2", "风。", "Wind.", 0.5, extra={"url": "u"}),
)


def test_rows_of_a_parquet_file_are_pairs() -> None:
    """As pandas and polars read what `bitext convert` wrote."""
    from bitext.io.parquet import row_of

    assert list(from_records(row_of(pair, Counter()) for pair in FULL)) == list(FULL)
    assert list(from_records(row_of(pair, Counter(), translation=True) for pair in FULL)) == list(FULL)


def test_cells_of_numpy_are_those_of_python() -> None:
    numpy = pytest.importorskip("numpy")
    row = {"zh": "雨", "en": "rain", "id": numpy.int64(3), "score": numpy.float32(0.5), "zh_segments": numpy.array(["a"], dtype=object)}
    (pair,) = from_records([row | {"n": numpy.float32("nan"), "m": numpy.int64(7)}])
    assert pair == Pair("3", "雨", "rain", 0.5, ("a",), extra={"m": 7})
    assert clean_record({"id": numpy.int64(3), "text": "Rain.", "n": numpy.float32("nan")})["extra"] == {"n": None}


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_parquet_files_are_read_by_frames(tmp_path: Path, name: str) -> None:
    frames = pytest.importorskip(name)
    pytest.importorskip("pyarrow")
    path = str(tmp_path / "a.parquet")
    with open_corpus(path) as corpus:
        for pair in FULL:
            corpus.write(pair)
    frame = frames.read_parquet(path)
    assert list(from_records(frame.to_dict("records") if name == "pandas" else frame.iter_rows(named=True))) == list(FULL)


def test_what_pandas_has_for_nothing_is_nothing() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"zh": ["雨"], "en": ["rain"], "k": pandas.array([None], dtype="Int64"), "when": [pandas.NaT]})
    assert [pair.extra for pair in from_records(frame.to_dict("records"))] == [{}]
    pages = pandas.DataFrame({"id": ["a"], "html": pandas.array([None], dtype="string"), "url": pandas.array([None], dtype="string")})
    assert "no html" in clean_record({**pages.to_dict("records")[0], "url": pandas.NA})["error"]


_ON_DAFT = """
import json, sys
from bitext.adapters.daft import run_frames, write_corpus
from bitext.pipeline import parse_settings

if __name__ == "__main__":
    if sys.argv[1] == "ray":
        import daft
        daft.set_runner_ray()
    print(write_corpus(run_frames(parse_settings(json.loads(sys.argv[2]))), sys.argv[3]))
"""
_FAILURES = """
    from bitext.adapters.daft import failures_frame
    print(failures_frame(parse_settings(json.loads(sys.argv[2])), "zh").to_pydict()["failure"])
"""
#: All is written by now: Daft's threads may crash while the interpreter takes itself apart (seen with 0.7.26, one run in three).
_END = """
    import os
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("runner", "tables"),
    [
        ("native", {"match": {"by": "names"}, "dedup": {"level": "near", "on": "either", "threshold": 0.6}}),
        ("native", {"match": {"within": "site", "many": "en"}}),
        ("ray", {}),
    ],
)
def test_daft_gives_the_corpus_of_the_local_run(tmp_path: Path, runner: str, tables: dict[str, Any]) -> None:
    from bitext.pipeline import parse_settings
    from bitext.shards import run_pipeline
    from tools.made_pages import write_sides

    pytest.importorskip("daft", reason="Daft is not installed: pip install 'bitext[scale]'")
    if runner == "ray":
        pytest.importorskip("ray", reason="Ray is not installed: pip install ray")
    write_sides(tmp_path, 6)
    made = {"input": {side: str(tmp_path / f"{side}.jsonl") for side in ("zh", "en")}, "run": {"shard": "5k"}, **tables}
    run_pipeline(parse_settings(made | {"output": {"path": str(tmp_path / "local.jsonl")}}))
    script = tmp_path / "script.py"
    script.write_text(_ON_DAFT + _END, encoding="utf-8")
    command = [sys.executable, str(script), runner, json.dumps(made), str(tmp_path / "daft.jsonl")]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, check=False, text=True, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    wanted = (tmp_path / "local.jsonl").read_text(encoding="utf-8")
    assert wanted.count("\n") > 20
    assert (tmp_path / "daft.jsonl").read_text(encoding="utf-8") == wanted


def test_what_cannot_be_read_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    pytest.importorskip("daft", reason="Daft is not installed: pip install 'bitext[scale]'")
    for side, text in (("zh", "下了一整天的雨。产值增长百分之十二。"), ("en", "It rained all day. Output grew by 12 percent.")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "zh" / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    made = {"input": {"zh": [str(tmp_path / "zh" / "a.txt"), str(tmp_path / "zh" / "b.txt"), str(tmp_path / "none.txt")]}}
    made["input"]["en"] = [str(tmp_path / "en" / "a.txt")]
    script = tmp_path / "script.py"
    script.write_text(_ON_DAFT + _FAILURES + _END, encoding="utf-8")
    command = [sys.executable, str(script), "native", json.dumps(made | {"match": {"by": "names"}}), str(tmp_path / "daft.jsonl")]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, check=False, text=True, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "none.txt: no such file" in done.stderr
    assert "b.txt: is binary data" in done.stdout
    assert "none.txt: no such file" in done.stdout
    assert (tmp_path / "daft.jsonl").read_text(encoding="utf-8").count("\n") >= 1


def test_several_couples_of_a_document_have_places_of_their_own_and_exchanged_sides_are_a_mistake() -> None:
    """What the engine calls, without the engine: pairs are told apart by (order, number)."""
    from bitext.adapters.daft import _align_couple, _match
    from bitext.io.documents import as_json, as_object
    from bitext.model import Block, Document
    from bitext.pipeline import parse_settings

    chinese = ("滨江市的三条渡轮航线周一恢复运营。", "码头维修历时两个月，花费2400万元。", "新码头让早高峰的等候时间缩短了一半。")
    english = (
        "Three ferry lines in Binjiang reopened on Monday.",
        "Repairs took two months and cost 24 million yuan.",
        "The new piers cut waiting at rush hour by half.",
    )
    documents = {
        "zh": Document("zh", blocks=tuple(Block(str(n), "paragraph", text, "zh") for n, text in enumerate(chinese)), lang="zh"),
        "en": Document("en", blocks=tuple(Block(str(n), "paragraph", text, "en") for n, text in enumerate(english)), lang="en"),
    }
    json_of = {side: as_json(as_object(document) | {"edits": []}) for side, document in documents.items()}
    settings = parse_settings({"input": {"zh": "a", "en": "b"}, "match": {"many": "en"}, "filter": {"use": False}})
    couples = list(_match(settings, [7], ["zh"], [json_of["zh"]], [1, 2], ["en1", "en2"], [json_of["en"]] * 2))
    assert [(row["order"], row["again"]) for row in couples] == [(7, 0), (7, 1)]
    numbers = [row["number"] for one in couples for row in _align_couple(settings, one["again"], one["zh"], one["en"], one["probability"])]
    assert len(set(numbers)) == len(numbers) >= 6
    assert numbers == sorted(numbers)
    with pytest.raises(UsageError, match="wrong way round"):
        list(_match(settings, [1], ["en"], [json_of["en"]], [1], ["zh"], [json_of["zh"]]))


def test_without_daft_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bitext.adapters.daft import documents_frame
    from bitext.pipeline import parse_settings

    monkeypatch.setitem(sys.modules, "daft", None)
    (tmp_path / "a.txt").write_text("雨\n\nrain", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bitext\[scale\]"):
        documents_frame(parse_settings({"input": {"pages": str(tmp_path)}}), "pages")


def test_a_dataset_round_trips() -> None:
    datasets = pytest.importorskip("datasets")
    pairs = [Pair("1", "雨。", "Rain.", 0.9, extra={"doc": "d"}), Pair("2", "风。", "Wind.", 0.5)]
    rows = datasets.Dataset.from_list(list(to_records(pairs, ("id", "zh", "en", "score", "doc"))))
    assert list(from_records(rows)) == pairs
    pages = datasets.Dataset.from_list([{"id": "a", "text": "Rain fell all week.\n- Advertisment -"}])
    cleaned = pages.map(lambda row: {"text": clean_record(row, edits=False)["text"]})
    assert cleaned[0]["text"] == "Rain fell all week."
