"""Words: the same as jieba's, nothing lost, given terms whole, nothing shared, linear cost."""

from __future__ import annotations

import json
import pickle
import random
import subprocess
import sys
import threading
import warnings
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.errors import InputError, UsageError
from bitext.normalization import make_key
from bitext.words import Word, cut_words, dictionary, make_cutter
from bitext.words.dictionary import load_dictionary
from bitext.words.lattice import cut_lattice

if TYPE_CHECKING:
    from bitext.words import Engine

NTREX = Path(__file__).parent.parent.parent / "shared" / "bench" / "ntrex"
ENGINES: list[Any] = [
    "jieba",
    pytest.param("rjieba", marks=pytest.mark.skipif(find_spec("rjieba") is None, reason="rjieba (the extra `fast`) is not installed")),
]
#: Of our own: what a segmenter meets in the news, and what breaks one.
PIECES = (
    "渝金通", "西部金融中心", "金融", "中心", "今天", "天气", "的", "了", "中国人民银行", "重庆市", "龘靐", "卡拉OK", "A股", "AT&T", "c++", "5G", "网络", "3.5%", "1,000", "2026年",
    "don't", "state-of-the-art", "R&D", "é", "e\u0301", "ｶﾅ", "きょう", "서울", "，", "。", "……", "「", "」", " ", "\u3000", "\r\n", "\t", "\x00", "\ud800", "\U00020000",
    "\u9fd5", "\u9fd6", "-", "_", "#", ".", "%", "+", "渝", "金", "通", "市长江大桥", "南京", "開會", "計畫",
)  # fmt: skip
text = st.lists(
    st.sampled_from(PIECES) | st.text(max_size=5) | st.text("的一是在不了有和人这中大为上个国我以要他", max_size=8), max_size=15
).map("".join)
TERMS = (
    "渝金通",
    "西部金融中心",
    "金融",
    "A股",
    "5G网络",
    "渝金通2.0",
    "南京市",
    "长江大桥",
    "计划",
    "c++",
    "R&D",
    "金融 中心（重庆）",
    "3",
    "的了",
)


def shown(words: list[Word]) -> list[str]:
    return [word.text for word in words]


@pytest.fixture(scope="module")
def jieba() -> Any:
    """The original, as quiet as it gets."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba as original
    original.setLogLevel(60)
    own = original.Tokenizer()
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True  # and so neither reads nor writes the shared cache
    return own


class TestAgainstJieba:
    def test_made_up_lines_are_cut_alike(self, jieba: Any) -> None:
        draw, known = random.Random(1), load_dictionary()
        for _ in range(3000):
            line = "".join(draw.choices(PIECES, k=draw.randint(0, 12)))
            assert list(cut_lattice(line, known)) == jieba.lcut(line), line

    def test_runs_of_single_characters_are_cut_alike(self, jieba: Any) -> None:
        draw, known = random.Random(2), load_dictionary()
        for _ in range(2000):
            line = "".join(chr(draw.randrange(0x4E00, 0x9FD6)) for _ in range(draw.randint(1, 30)))
            assert list(cut_lattice(line, known)) == jieba.lcut(line), line

    def test_news_is_cut_alike(self, jieba: Any) -> None:
        if not NTREX.is_dir():
            pytest.skip("../shared/bench/ntrex is not here")
        known = load_dictionary()
        for name in ("zh-Hans", "zh-Hant", "yue", "ja", "en"):
            for line in (NTREX / f"{name}.txt").read_text(encoding="utf-8").split("\n"):
                assert list(cut_lattice(line, known)) == jieba.lcut(line), line


@pytest.mark.parametrize("engine", ENGINES)
class TestAnyText:
    @given(line=text)
    def test_words_and_white_space_give_the_text_back(self, engine: Engine, line: str) -> None:
        at = 0
        for word in cut_words(line, terms=TERMS, engine=engine):
            assert line[at : word.start].strip() == ""
            assert word.text == line[word.start : word.end]
            assert word.text == word.text.strip() != ""
            at = word.end
        assert line[at:].strip() == ""

    @given(line=text)
    def test_terms_are_whole_where_longest_match_finds_them(self, engine: Engine, line: str) -> None:
        found = {(word.start, word.end) for word in cut_words(line, terms=TERMS, engine=engine)}
        assert longest_matches(line) <= found

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("重庆推出渝金通平台", ["重庆", "推出", "渝金通", "平台"]),
            ("重慶推出渝金通平臺", None),
            ("建設西部金融中心是目标", None),
            ("A股和ａ股都涨了", None),
            ("用5G网络，5g 網絡也行", None),
            ("渝金通2.0和渝金通20", None),
            ("The 渝金通 app isn't new.", ["The", "渝金通", "app", "isn't", "new", "."]),
            ("涨了3.5%，共1,000元", None),
        ],
    )
    def test_lines(self, engine: Engine, line: str, expected: list[str] | None) -> None:
        words = shown(cut_words(line, terms=TERMS, engine=engine))
        whole = {
            "重慶推出渝金通平臺": {"渝金通"}, "建設西部金融中心是目标": {"西部金融中心"}, "A股和ａ股都涨了": {"A股", "ａ股"},
            "用5G网络，5g 網絡也行": {"5G网络", "5g 網絡"}, "渝金通2.0和渝金通20": {"渝金通2.0", "渝金通", "20"}, "涨了3.5%，共1,000元": {"3.5%", "1,000"},
        }  # fmt: skip
        assert words == expected if expected else whole[line] <= set(words)

    def test_traditional_terms_are_found_in_simplified_text(self, engine: Engine) -> None:
        assert "五年计划" in shown(cut_words("新的五年计划", terms=["五年計畫"], engine=engine))
        assert "五年計畫" in shown(cut_words("新的五年計畫", terms=["五年计划"], engine=engine))

    @pytest.mark.parametrize("term", ["AI", "2", "股", "a"])
    def test_a_term_is_never_a_part_of_a_word_or_number_of_another_script(self, engine: Engine, term: str) -> None:
        words = shown(cut_words("AIDS 2.5 A股 12 a-b", terms=[term], engine=engine))
        assert [w for w in words if w.isascii()] == ["AIDS", "2.5", *(["A"] if term == "股" else []), "12", "a-b"] or term == "a"

    @pytest.mark.slow
    @pytest.mark.parametrize("piece", ["的", "龘", "a", "1", "渝", "(", "\u0301", "\ud800", "é", "あ", "1,", "a-", "．", "'", "渝金"])
    def test_a_megabyte_of_one_kind_is_cut_without_loss(self, engine: Engine, piece: str) -> None:
        line = piece * (1_000_000 // len(piece))
        spans = make_cutter(("渝", "渝渝渝", "渝金通", "a-"), engine).find_spans(line)
        assert spans[0][0] == 0
        assert spans[-1][1] == len(line)
        assert all(one[1] == other[0] for one, other in pairwise(spans))


def longest_matches(line: str) -> set[tuple[int, int]]:
    """The oracle, as slow and plain as it gets: at each place the longest term whose key is that of the slice and that cuts nothing."""
    from bitext.words.cutting import _insides

    inside, keys, found = _insides(line), {make_key(term).text for term in TERMS}, set()
    at = 0
    while at < len(line):
        ends = [end for end in range(len(line), at, -1) if not inside[at] and not inside[end] and found_at(line, at, end, keys)]
        if ends:
            found.add((at, ends[0]))
        at = ends[0] if ends else at + 1
    return found


def found_at(line: str, start: int, end: int, keys: set[str]) -> bool:
    """Whether a slice is a term: nothing at its edges that its key leaves out."""
    piece = line[start:end]
    key = make_key(piece)
    return key.text in keys and key.locate(0, len(key.text)) == (0, len(piece))


def test_each_engine_is_chosen_and_never_taken_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="known are: jieba, rjieba"):
        make_cutter((), "pkuseg")  # type: ignore[arg-type]
    from bitext.words import cutting

    cutting._rust.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(UsageError, match=r"rjieba is not installed; pip install 'bitext\[fast\]'"):
        make_cutter((), "rjieba")


def test_a_cutter_crosses_process_borders() -> None:
    cutter = make_cutter(["渝金通"])
    again = pickle.loads(pickle.dumps(cutter))  # noqa: S301  our own bytes
    assert again == cutter
    assert shown(again.cut("渝金通好")) == ["渝金通", "好"]


def test_terms_that_say_nothing_are_left_out() -> None:
    assert shown(cut_words("今天 好", terms=["", " ", "\u200b"])) == ["今天", "好"]


def test_nothing_is_imported_written_said_or_shared(tmp_path: Path) -> None:
    """A process of its own, every warning an error: jieba's module, its logger and its cache in the shared folder stay out of it."""
    code = (
        "import json, logging, sys\n"
        "from bitext.words import cut_words\n"
        "words = [w.text for w in cut_words('渝金通上线', terms=['渝金通'])]\n"
        "print(json.dumps([words, 'jieba' in sys.modules, bool(logging.getLogger('jieba').handlers)]))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, encoding="utf-8", env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert json.loads(done.stdout) == [["渝金通", "上线"], False, False]
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_host_program_that_changes_jieba_changes_nothing_here(jieba: Any) -> None:
    before = shown(cut_words("今天天气好"))
    jieba.add_word("今天天气好", 10**9)
    assert jieba.lcut("今天天气好") == ["今天天气好"]
    assert shown(cut_words("今天天气好")) == before


def test_the_dictionary_is_read_once_whatever_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = dictionary._read
    monkeypatch.setattr(dictionary, "_LOADED", [])

    def counted() -> dictionary.Dictionary:
        read.append(1)
        return real()

    monkeypatch.setattr(dictionary, "_read", counted)
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda: results.append(shown(cut_words("今天天气好")))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (read, results) == ([1], [["今天天气", "好"]] * 6)


@pytest.mark.parametrize("damage", ["missing", "short", "number", "bytes"])
def test_a_damaged_dictionary_is_named_with_a_remedy(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    rows = {"short": b"\xe4\xb8\xad 3\n", "number": b"\xe4\xb8\xad x n\n", "bytes": b"\xff\xfe 3 n\n"}
    if damage in rows:
        path.write_bytes(rows[damage])
    with pytest.raises(InputError, match=r"dict\.txt: cannot be read .*; install jieba again"):
        dictionary._words(path)
