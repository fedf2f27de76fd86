"""Inputs come as a stream of records and failures, never a traceback; outputs appear whole or not at all."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bitext.errors import InputError, OutputError, RecordError
from bitext.io.jsonl import parse_record
from bitext.io.reading import Input, find_inputs, format_of, read_input, read_inputs
from bitext.io.records import Failed, Record
from bitext.io.streams import open_input, split_lines
from bitext.io.writing import is_folder, open_output, output_paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGE = "<html><body><p>雨停了，街上的人多起来。</p></body></html>"


def one(path: str | Path, **options: Any) -> Record:
    (found,) = read_input(path, **options)
    assert isinstance(found, Record), found
    return found


def failure(path: str | Path, **options: Any) -> Failed:
    (found,) = read_input(path, **options)
    assert isinstance(found, Failed), found
    assert found.error.reason
    assert found.error.remedy
    return found


def warc(
    *pages: tuple[str, bytes], gz: bool = False, kind: str = "text/html; charset=gbk", status: str = "200 OK", more: str = ""
) -> bytes:
    """Response records as the WARC 1.0 standard writes them, each a gzip member of its own on demand."""
    out = []
    for number, (url, body) in enumerate(pages):
        block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-05-06T07:08:09Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        out.append(gzip.compress(record, mtime=0) if gz else record)
    return b"".join(out)


# Files and formats


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.html", PAGE, "html"), ("a.HTM", "no tags at all", "html"), ("a.xhtml", PAGE, "html"), ("a.shtml", PAGE, "html"),
        ("a.txt", "Only words.\nTwo lines.", "text"), ("a.txt", PAGE, "html"), ("a.txt", "\n\n  <!DOCTYPE html><p>x", "html"),
        ("a.txt", "x <p>one</p><p>two</p><p>three</p>", "html"), ("a.txt", "a < b and b > c; <print> is no tag", "text"),
        ("a.md", "# Title\n<p>", "markdown"), ("a.markdown", "words", "markdown"), ("noname", PAGE, "html"), ("b.dat", "words", "text"),
    ],
)  # fmt: skip
def test_suffix_and_content_tell_the_form(tmp_path: Path, name: str, content: str, form: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    record = one(path)
    assert (record.form, record.read().text, record.place, record.id, record.position) == (form, content, str(path), None, 1)


@pytest.mark.parametrize("form", ["html", "text", "markdown"])
def test_the_stated_form_wins(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    assert one(path, form=form).form == form


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_html_in_a_text_file_is_seen_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PAGE.encode(encoding))
    assert (one(path).form, one(path).read().text) == ("html", PAGE)


@pytest.mark.parametrize("name", ["a.html.gz", "a.html", "A.HTML.GZ"])
def test_gzip_by_suffix_and_by_first_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = PAGE.encode()
    path.write_bytes(gzip.compress(data[:20], mtime=0) + gzip.compress(data[20:], mtime=0))
    assert (one(path).form, one(path).content) == ("html", data)


@pytest.mark.parametrize("name", ["a.html.zst", "a.html"])
def test_zstd_with_several_frames(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = PAGE.encode() * 5000
    pack = zstandard.ZstdCompressor().compress
    path.write_bytes(pack(data[:99]) + pack(b"") + pack(data[99:]))
    assert one(path).content == data


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("how", ["cut", "flipped", "plain"])
def test_damaged_archives_are_named(tmp_path: Path, suffix: str, how: str) -> None:
    data = os.urandom(3000)
    packed = gzip.compress(data, mtime=0) if suffix == ".gz" else zstandard.ZstdCompressor(write_checksum=True).compress(data)
    spoilt = {"cut": packed[:-30], "flipped": packed[:1500] + bytes([packed[1500] ^ 255]) + packed[1501:], "plain": b"<p>not packed</p>"}[
        how
    ]
    path = tmp_path / f"a.html{suffix}"
    path.write_bytes(spoilt)
    assert "damaged or cut off" in failure(path).error.reason


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_a_record_over_the_limit_is_named(tmp_path: Path, suffix: str) -> None:
    data = b"\n" * 40_000_000
    path = tmp_path / f"a.html{suffix}"
    path.write_bytes({"": lambda d: d, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}[suffix](data))
    found = failure(path, limit=2 * 1024 * 1024)
    assert str(found.error) == f"{path}: is over the limit of 2 MiB; split it, or raise the limit"
    path.write_bytes(b"x" * 10)
    assert failure(tmp_path / f"a.html{suffix}", limit=9).error.reason if not suffix else True
    (tmp_path / "b.txt").write_bytes(b"x" * 10)
    assert one(tmp_path / "b.txt", limit=10).content == b"x" * 10


@pytest.mark.parametrize(
    ("path", "reason"),
    [("missing.html", "no such file"), ("file/inside.html", "cannot be read"), ("nul\0.html", "no possible file name"),
     ("lone\ud800.html", "no"), ("x" * 5000, "cannot be read")],
)  # fmt: skip
def test_what_cannot_be_opened_is_named_and_the_others_are_done(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "file").write_text("words")
    bad, good = read_inputs([f"{tmp_path}/{path}", tmp_path / "file"])
    assert isinstance(bad, Failed)
    assert reason in bad.error.reason
    assert bad.error.remedy
    bad.place.encode("utf-8")
    assert isinstance(good, Record)


@pytest.mark.parametrize("name", ["a.html", "a.jsonl", "a.warc", "a.json", "a.txt.gz", "a.zst"])
def test_empty_files_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert failure(tmp_path / name).error.reason == "is empty"


def test_binary_files_fail_when_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    with pytest.raises(InputError, match=r"a\.html: is a PNG image"):
        one(tmp_path / "a.html").read()


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("a.html", "html"),
        ("a.b.TXT", "text"),
        ("a.jsonl.zst", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.warc.gz", "warc"),
        ("a.gz", None),
        ("html", None),
    ],
)
def test_format_of(name: str, want: str | None) -> None:
    assert format_of(name) == want


# Folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/z.html", "b/a.txt", "a.html", "c.jsonl.gz", "skip.png", ".hidden.html", ".git/x.html", "b/deep/er/y.md", "b.html"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.html").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "in" / "pipe.html")
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("include", "exclude", "want"),
    [
        ((), (), ["a.html", "b/a.txt", "b/deep/er/y.md", "b/z.html", "b.html", "c.jsonl.gz"]),
        (("*.html",), (), ["a.html", "b/z.html", "b.html"]), (("*.png",), (), ["skip.png"]), (("b/*",), ("b/deep",), ["b/a.txt", "b/z.html"]),
        ((), ("*.html", "c.*"), ["b/a.txt", "b/deep/er/y.md"]), (("b/deep/er/*.md",), (), ["b/deep/er/y.md"]),
    ],
)  # fmt: skip
def test_folders_are_walked_sorted_with_globs(folder: Path, include: Sequence[str], exclude: Sequence[str], want: list[str]) -> None:
    found = list(find_inputs([folder], include=include, exclude=exclude))
    assert [f.relative for f in found if isinstance(f, Input)] == want
    assert [f.path for f in found if isinstance(f, Input)] == [str(folder / name) for name in want]


def test_a_folder_with_nothing_to_read_is_named(folder: Path) -> None:
    (found,) = find_inputs([folder], include=["*.pdf"])
    assert isinstance(found, Failed)
    assert "holds no file that matches --include" in str(found.error)


def test_named_files_are_read_whatever_suffix_and_globs(folder: Path) -> None:
    (record,) = read_inputs([folder / "skip.png"], exclude=["*"])
    assert isinstance(record, Record)


def test_very_deep_folders(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(300):
            os.mkdir("d", dir_fd=here)
            deeper = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    (found,) = find_inputs([tmp_path])
    assert isinstance(found, Input)
    assert found.relative == "d/" * 300 + "a.txt"


# stdin


@pytest.mark.parametrize(
    ("data", "forms"),
    [
        (PAGE.encode(), ["html"]), (b"words", ["text"]), (b'\xef\xbb\xbf{"text": "a"}\n{"html": "<p>b"}', ["text", "html"]),
        (gzip.compress(b"words", mtime=0), ["text"]), (warc(("http://a.cn/", PAGE.encode())), ["html"]), (b"{braces} are words", ["text"]),
    ],
)  # fmt: skip
def test_stdin_is_told_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, data: bytes, forms: list[str]) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    records = list(read_input("-"))
    assert [r.form for r in records if isinstance(r, Record)] == forms
    assert records[0].place.partition("#")[0] == "stdin"
    assert not stdin.buffer.closed


def test_closed_stdin_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert failure("-").error.reason == "is closed"


# JSONL and JSON


def test_jsonl_records_in_order_with_failures_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "x", "html": "<p>1", "text": "one", "url": "http://a.cn/1", "source": "site", "lang": "zh"}\n\nnot json\n'
        '{"id": 7, "text": "two\u2028three\u0085four\\r"}\r\n{"id": "y"}\n{"text": "last"}',
        encoding="utf-8",
        newline="",
    )
    first, bad, second, lacking, last = read_input(path)
    assert first == Record(f"{path}#1", "html", "<p>1", "x", "site", "http://a.cn/1", extra={"lang": "zh"})
    assert isinstance(bad, Failed)
    assert isinstance(bad.error, RecordError)
    assert (bad.position, str(bad.error)) == (3, f"{path}#3: is no JSON (Expecting value at character 1); mend the line, or leave it out")
    assert isinstance(second, Record)
    assert (second.id, second.content, second.position) == ("7", "two\u2028three\u0085four\r", 4)
    assert isinstance(lacking, Failed)
    assert (lacking.id, lacking.error.reason) == ("y", "has no 'html' or 'text'")
    assert isinstance(last, Record)
    assert last.content == "last"


@pytest.mark.parametrize(
    ("form", "content", "as_form"),
    [("auto", "<p>1", "html"), ("html", "<p>1", "html"), ("text", "one", "text"), ("markdown", "one", "markdown")],
)
def test_form_chooses_the_field(form: str, content: str, as_form: str) -> None:
    record = parse_record(b'{"html": "<p>1", "text": "one"}', "a#1", form=form)
    assert isinstance(record, Record)
    assert (record.content, record.form) == (content, as_form)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1, 2]", "is no JSON object"), (b"null", "is no JSON object"), (b'"text"', "is no JSON object"), (b"{", "is no JSON"),
        (b'{"text": "a", "n": NaN}', "NaN is no JSON"), (b'{"text": "a", "n": -Infinity}', "-Infinity is no JSON"),
        (b'{"text": "a", "n": 1e999}', "too large"), (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"text": "a", "text": "b"}', "'text' occurs twice"), (b'{"text": "a", "x": {"k": 1, "k": 2}}', "'k' occurs twice"),
        (b'{"text": 1}', "'text' is no string"), (b'{"text": "a", "url": []}', "'url' is no string"), (b'{"id": true, "text": "a"}', "'id' is neither"),
        (b'{"id": 1.5, "text": "a"}', "'id' is neither"), (b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested"),
        (b'{"text": "a", "x": ' + b"[" * 70 + b"]" * 70 + b"}", "nested"), (b'{"text": null}', "has no"), (b"\x00\x01\x02\xff" * 30, "binary"),
        (b'{"text": "a"} {"text": "b"}', "Extra data"), (b'{"text": "tab\there"}', "control character"),
    ],
)  # fmt: skip
def test_bad_lines_give_a_reason(line: bytes, reason: str) -> None:
    found = parse_record(line, "a.jsonl#5", 5)
    assert isinstance(found, Failed)
    assert reason in found.error.reason
    assert (found.place, found.position) == ("a.jsonl#5", 5)
    assert found.error.remedy


def test_lone_surrogates_become_writable() -> None:
    record = parse_record(b'{"id": "\\ud800", "text": "a\\uDFFF \\ud83d\\ude00", "k\\ud800": ["\\udbff"]}', "a#1")
    assert isinstance(record, Record)
    assert (record.id, record.content, record.extra) == ("\ufffd", "a\ufffd 😀", {"k\ufffd": ["\ufffd"]})
    json.dumps(dict(record.extra), ensure_ascii=False).encode("utf-8")


def test_jsonl_in_another_encoding(tmp_path: Path) -> None:
    line = json.dumps({"text": "雨停了，街上的人多起来。"}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(f"{line}\n{line}\n".encode("gbk"))
    assert [r.content for r in read_input(tmp_path / "a.jsonl") if isinstance(r, Record)] == ["雨停了，街上的人多起来。"] * 2
    (tmp_path / "b.jsonl").write_text(line, encoding="utf-16")
    assert failure(tmp_path / "b.jsonl").error.reason == "is UTF-16"


def test_mojibake_inside_json_is_undone_on_reading() -> None:
    record = parse_record('{"text": "It donâ€™t"}'.encode(), "a#1")
    assert isinstance(record, Record)
    assert (record.read().text, record.read().repaired) == ("It don’t", ("utf-8 read as latin-1",))


def test_json_holds_one_object(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{\n "id": "x",\n "text": "one"\n}\n')
    assert (one(path).id, one(path).place) == ("x", str(path))
    path.write_text('{"text": "one"}\n{"text": "two"}\n')
    assert "name it .jsonl" in failure(path).error.remedy


@pytest.mark.parametrize("suffix", ["", ".zst"])
def test_a_huge_line_is_skipped_without_being_kept(tmp_path: Path, suffix: str) -> None:
    import tracemalloc

    path = tmp_path / f"a.jsonl{suffix}"
    data = b'{"text": "a"}\n{"text": "' + b"x" * 100_000_000 + b'"}\n{"text": "b"}'
    path.write_bytes(zstandard.ZstdCompressor().compress(data) if suffix else data)
    del data
    tracemalloc.start()
    try:
        first, over, last = read_input(path, limit=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 45_000_000
    finally:
        tracemalloc.stop()
    assert isinstance(over, Failed)
    assert (over.position, over.error.reason) == (2, "is over the limit of 1000000 bytes")
    assert [r.content for r in (first, last) if isinstance(r, Record)] == ["a", "b"]


@given(st.lists(st.binary(max_size=30).filter(lambda b: b"\n" not in b), min_size=1, max_size=20), st.integers(1, 40))
def test_lines_are_split_as_bytes_split_them(lines: list[bytes], limit: int) -> None:
    data = b"\n".join(lines)
    want = [line if len(line) <= limit else None for line in data.split(b"\n")]
    if want[-1] == b"":
        want.pop()
    raw = io.BufferedReader(_Trickle(data))
    assert list(split_lines(raw, limit)) == want


class _Trickle(io.RawIOBase):
    """Gives seven bytes at a time, so that lines cross the borders of chunks."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece, self.data = self.data[:7], self.data[7:]
        buffer[: len(piece)] = piece
        return len(piece)


# WARC


@pytest.mark.parametrize("gz", [False, True])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc_responses(tmp_path: Path, gz: bool, name: str) -> None:
    data = warc(("http://a.cn/1", PAGE.encode("gbk")), ("http://a.cn/2", PAGE.encode("gbk")), gz=gz)
    (tmp_path / name).write_bytes(data if gz or not name.endswith("gz") else gzip.compress(data, mtime=0))
    first, second = (r for r in read_input(tmp_path / name) if isinstance(r, Record))
    assert (first.url, second.url) == ("http://a.cn/1", "http://a.cn/2")
    assert (first.declared, first.form, first.date, first.position, first.place) == (
        "gbk",
        "html",
        "2025-05-06T07:08:09Z",
        1,
        f"{tmp_path / name}#1",
    )
    assert (first.id, second.id) == ("urn:uuid:0", "urn:uuid:1")
    assert second.read().text == PAGE


def test_warc_passes_over_what_is_no_page(tmp_path: Path) -> None:
    data = (
        warc(("http://a.cn/i.png", b"\x89PNG"), kind="image/png")
        + warc(("http://a.cn/r", b""), status="301 Moved")
        + warc(("http://a.cn/p", b"<p>x"))
    )
    (tmp_path / "a.warc").write_bytes(data)
    assert one(tmp_path / "a.warc").url == "http://a.cn/p"


def test_warc_undoes_content_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc(("http://a.cn/", gzip.compress(PAGE.encode(), mtime=0)), more="Content-Encoding: gzip\r\n"))
    assert one(tmp_path / "a.warc").read().text == PAGE


def test_warc_record_over_the_limit(tmp_path: Path) -> None:
    bomb = gzip.compress(b" " * 5_000_000, mtime=0)
    (tmp_path / "a.warc").write_bytes(
        warc(("http://a.cn/1", b"x" * 5000))
        + warc(("http://a.cn/2", bomb), more="Content-Encoding: gzip\r\n")
        + warc(("http://a.cn/3", b"fine"))
    )
    big, packed, good = read_input(tmp_path / "a.warc", limit=4000)
    assert isinstance(big, Failed)
    assert isinstance(packed, Failed)
    assert [f.error.reason for f in (big, packed)] == ["is over the limit of 4000 bytes"] * 2
    assert isinstance(good, Record)


@pytest.mark.parametrize("gz", [False, True])
def test_warc_that_breaks_off(tmp_path: Path, gz: bool) -> None:
    data = warc(("http://a.cn/1", PAGE.encode()), ("http://a.cn/2", os.urandom(500).hex().encode()), gz=gz)
    (tmp_path / "a.warc").write_bytes(data[:-200])
    first, *rest = read_input(tmp_path / "a.warc")
    assert isinstance(first, Record)
    assert rest
    assert all(isinstance(f, Failed) and f.error.remedy for f in rest)


@pytest.mark.parametrize(
    "data", [b"hello world\n" * 9, b"\0" * 99, b"WARC/1.0\r\nContent-Length: x\r\n\r\n", b"WARC/1.0\r\n" + b"a" * 3_000_000]
)
def test_what_is_no_warc_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    assert failure(tmp_path / "a.warc").error.reason.startswith("is no WARC, or damaged")


# Anything at all


NAMES = ["a.html", "a.txt", "a.md", "a.jsonl", "a.json", "a.warc", "a.warc.gz", "a.html.gz", "a.jsonl.zst", "a"]
SEEDS = [
    gzip.compress(b"words", mtime=0),
    zstandard.ZstdCompressor().compress(b"words" * 9),
    warc(("http://a.cn/", b"<p>x")),
    b'{"text": "a"}\n{"html": "b"}',
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(NAMES),
    st.one_of(
        st.binary(max_size=400),
        st.tuples(st.sampled_from(SEEDS), st.integers(0, 300), st.binary(max_size=5)).map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] + 1 :]),
    ),
)
def test_reading_any_bytes_gives_records_and_failures_only(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    for found in read_input(tmp_path / name, limit=1000):
        if isinstance(found, Failed):
            str(found.error).encode("utf-8")
            assert found.error.remedy
        else:
            with suppress(InputError):  # it is no text
                found.read().text.encode("utf-8")


# Outputs


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_output_is_utf8_with_plain_newlines_and_packs_by_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"o.txt{suffix}"
    text = "雨\r\n停了\n\ud800" + "长" * 100_000
    with open_output(path) as output:
        assert not path.exists()
        assert output.write(text) == len(text)
    with open_input(path) as stream:
        assert stream.read() == text.replace("\ud800", "\ufffd").encode()
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_same_text_gives_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        with open_output(tmp_path / f"{name}{suffix}") as output:
            output.write("雨停了\n" * 9)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, InputError("a", "b", "c")])
def test_what_was_there_stays_when_anything_is_raised(tmp_path: Path, error: Any) -> None:
    (tmp_path / "o.txt").write_text("old")

    def write() -> None:
        with open_output(tmp_path / "o.txt") as output:
            output.write("new" * 100_000)
            raise error

    with pytest.raises(error if isinstance(error, type) else type(error)):
        write()
    assert ((tmp_path / "o.txt").read_text(), os.listdir(tmp_path)) == ("old", ["o.txt"])


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    with open_output(tmp_path / "link") as output:
        output.write("new")
    assert (tmp_path / "link").is_symlink()
    assert ((tmp_path / "real").read_text(), stat.S_IMODE((tmp_path / "real").stat().st_mode)) == ("new", 0o640)
    with open_output(tmp_path / "fresh") as output:
        output.write("new")
    (tmp_path / "reference").touch()
    assert (tmp_path / "fresh").stat().st_mode == (tmp_path / "reference").stat().st_mode


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "hard").hardlink_to(tmp_path / "a.txt")
    (tmp_path / "soft").symlink_to("a.txt")
    for name in ("a.txt", "hard", "soft", "./a.txt"):
        with (
            pytest.raises(OutputError, match="is also an input"),
            open_output(f"{tmp_path}/{name}", inputs=["-", "gone", tmp_path / "a.txt"]),
        ):
            pass
    assert (tmp_path / "a.txt").read_text() == "old"
    with open_output("/dev/null", inputs=["/dev/null"]) as output:
        output.write("x")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("gone/o.txt", "its folder does not exist"), ("file/o.txt", "its folder is a file"), ("folder", "is a folder"), ("new/", "is a folder"),
     ("x" * 300, "the name is too long"), ("nul\0", "cannot be written")],
)  # fmt: skip
def test_what_cannot_be_written_has_reason_and_remedy(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=reason) as caught, open_output(f"{tmp_path}/{path}"):
        pass
    assert caught.value.remedy
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_an_empty_name_is_no_output() -> None:
    with pytest.raises(OutputError), open_output(""):
        pass


def test_missing_folders_are_made_on_demand(tmp_path: Path) -> None:
    with open_output(tmp_path / "x" / "y" / "o.txt", folders=True) as output:
        output.write("new")
    assert (tmp_path / "x" / "y" / "o.txt").read_text() == "new"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")
@pytest.mark.parametrize("text", ["x", "x" * 1_000_000])
def test_a_full_disk_is_named(text: str) -> None:
    with pytest.raises(OutputError, match="/dev/full: the disk is full; make room"), open_output("/dev/full") as output:
        output.write(text)


@pytest.mark.parametrize("call", ["write", "fsync", "close", "replace"])
def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    (tmp_path / "o.txt").write_text("old")
    real_close = os.close

    def full(*arguments: Any) -> None:
        if call == "close":
            real_close(*arguments)
        raise OSError(28, "No space left on device")

    def write(patch: pytest.MonkeyPatch) -> None:
        with open_output(tmp_path / "o.txt") as output:
            output.write("new")
            patch.setattr(os, call, full)

    with monkeypatch.context() as patch, pytest.raises(OutputError, match="the disk is full"):
        write(patch)
    assert ((tmp_path / "o.txt").read_text(), os.listdir(tmp_path)) == ("old", ["o.txt"])


def test_pipes_are_written_directly(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    with open_output(tmp_path / "pipe") as output:
        output.write("雨")
    reader.join(10)
    assert got == ["雨".encode()]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_closed_pipe_is_told_from_a_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with pytest.raises(BrokenPipeError), open_output(f"/dev/fd/{writing}") as output:
            output.write("x" * 100_000)
    finally:
        os.close(writing)


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_stdout_gets_bytes_in_order(capfdbinary: pytest.CaptureFixture[bytes], name: str) -> None:
    with open_output(name) as output:
        output.write("雨\n")
        output.write("停\n")
    assert capfdbinary.readouterr().out == "雨\n停\n".encode()


def test_stdout_without_bytes_below_and_without_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()
    monkeypatch.setattr(sys, "stdout", text)
    with open_output("-") as output:
        output.write("雨")
    assert text.getvalue() == "雨"
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="is closed"), open_output("-"):
        pass


def test_output_folders(tmp_path: Path) -> None:
    assert [is_folder(p) for p in ("new/", str(tmp_path), "a.txt", "-")] == [True, True, False, False]


def test_no_two_inputs_share_an_output() -> None:
    names = ["a.html", "A.txt", "x/a.html.gz", "x/b.c.html", "a.html", "a.html-2", "x/noname", "stdin"]
    paths = output_paths([Input(f"in/{n}", n) for n in names], "out", ".jsonl")
    assert paths == [
        "out/a.html.jsonl", "out/A.txt.jsonl", "out/x/a.jsonl", "out/x/b.c.jsonl", "out/a.html-2.jsonl", "out/a.html-2-2.jsonl", "out/x/noname.jsonl",
        "out/stdin.jsonl",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["a.html", "a.txt", "A.html", "a", "a.html.gz", "b/a.html", "b/a-2", "a-2.html", "a.html-2"]), max_size=12))
def test_output_names_are_never_the_same(names: list[str]) -> None:
    paths = output_paths([Input(n, n) for n in names], "o/", ".jsonl")
    assert len({p.casefold() for p in paths}) == len(names)
    assert all(p.startswith("o/") and ".." not in p for p in paths)
