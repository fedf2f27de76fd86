"""A translation memory holds what was added, once, and finds it: by any piece of Chinese, by words, by likeness."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitext.errors import UsageError
from bitext.glossary.model import Concept, Glossary
from bitext.memory import Memory, align_hits, find_phrases, make_sample, make_terms, parse_query
from bitext.memory.lookup import Found
from bitext.memory.queries import match_expression
from bitext.memory.similarity import similarity
from bitext.memory.storage import connect
from bitext.memory.tokens import find_tokens, index_text, key_of, length_token, units_of
from bitext.model import Finding, Pair
from tests.hostile import KINDS, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = (
    ("重慶昨天下了大雨，江水上漲。", "Heavy rain fell in Chongqing yesterday, and the river rose.", 0.9),
    ("重庆的自贸区今年扩大了。", "The FTZ in Chongqing grew this year.", 0.8),
    ("他们在改革金融制度。", "They are reforming the financial system.", 0.7),
    ("5G网络覆盖了12个县。", "The 5G network covers 12 counties.", 0.95),
    ("The word NEAR stays.", "NEAR, OR and NOT are words; so is NEAR/2.", 0.6),
    ("他买了３本書。", "He bought 3 books.", 0.99),
)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "m.db", write=True) as opened:
        opened.add(pairs(), source="rows")
        yield opened


def pairs() -> list[Pair]:
    return [Pair(str(number), *row) for number, row in enumerate(ROWS)]


def numbers(memory: Memory, text: str, **how: object) -> list[int]:
    return sorted(int(hit.origins[0].id) for hit in memory.search(text, **how).hits)  # type: ignore[arg-type]


class TestSearching:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("重庆", [0, 1]), ("重慶", [0, 1]), ("庆", [0, 1]), ("慶", [0, 1]), ("。", None), ("金融制度", [2]), ("制度", [2]), ("度", [2]), ("融制", [2]),
            ("金融 改革", [2]), ("融金", []), ("重庆 金融", []), ("雨，江", [0]), ("雨江", []), ("上涨", [0]), ("g网络", []), ("5G网络", [3]), ("５ｇ 網絡", [3]),
            ("网络覆盖了12个", [3]), ("3本书", [5]), ("县", [3]), ("他", [2, 5]), ("重 雨", [0]),
        ],
    )  # fmt: skip
    def test_chinese_is_found_by_any_piece_in_either_script(self, memory: Memory, text: str, found: list[int] | None) -> None:
        if found is None:
            with pytest.raises(UsageError, match="no word and no Chinese"):
                memory.search(text)
        else:
            assert numbers(memory, text) == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("chongqing", [0, 1]), ("rivers yesterdays", [0]), ("rivers", [0]), ("reforms", [2]), ("financi*", [2]), ("fin*", [2]), ("f*", [0, 1, 2]),
            ('"heavy rain"', [0]), ('"rain heavy"', []), ("rain heavy", [0]), ("“Heavy rain”", [0]), ('"in chong*"', [0, 1]), ("nothing here", []),
            ("12", [3]), ("1", []), ("1*", [3]), ("NEAR", [4]), ("near or not", [4]), ("NEAR(a b)", []), ("NEAR/2", [4]), ("COUNTY", [3]),
        ],
    )  # fmt: skip
    def test_english_is_found_by_stems_phrases_and_beginnings(self, memory: Memory, text: str, found: list[int]) -> None:
        assert numbers(memory, text) == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [("重庆", [1]), ("重慶", [0]), ("reforming", [2]), ("reform", [2]), ("Reforming", []), ("reforms", []), ("year.", [1])],
    )
    def test_exact_is_as_it_is_written(self, memory: Memory, text: str, found: list[int]) -> None:
        assert numbers(memory, text, exact=True) == found

    def test_the_side_is_told_by_the_text_or_said(self, memory: Memory) -> None:
        assert memory.search("5G").side == "en"
        assert numbers(memory, "word", lang="zh") == [4]
        with pytest.raises(UsageError, match="known are: auto, zh, en"):
            memory.search("a", lang="de")

    def test_places_are_those_of_the_text(self, memory: Memory) -> None:
        (hit,) = memory.search("３本书").hits
        assert [hit.text[start:end] for start, end in hit.spans] == ["３本書"]
        (hit,) = memory.search("rivers ros* rain").hits
        assert [hit.text[start:end] for start, end in hit.spans] == ["rain", "river", "rose"]

    def test_the_best_score_comes_first_then_the_shorter_text(self, memory: Memory) -> None:
        memory.add([Pair("a", "雨雨雨", "x", 0.5), Pair("b", "雨", "x", 0.5), Pair("c", "大雨雨雨雨", "x", 0.99)], source="more")
        assert [hit.origins[0].id for hit in memory.search("雨").hits] == ["c", "0", "b", "a"]
        result = memory.search("雨", limit=2)
        assert len(result.hits) == 2
        assert result.more
        assert not memory.search("雨").more

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            '""',
            "*",
            "***",
            "…",
            "' OR 1=1 --",
            "a AND (",
            "{x}: y",
            "zh_index:a",
            "-a",
            "^a",
            "a + b",
            "\x00",
            "\ud800",
            "a\x00b",
            '"a',
            "((((",
        ],
    )
    def test_no_text_is_taken_for_a_command(self, memory: Memory, text: str) -> None:
        try:
            memory.search(text)
        except UsageError as error:
            assert "no word" in error.reason  # noqa: PT017
        else:
            assert match_expression(parse_query(text)).count('"') % 2 == 0

    def test_a_query_that_is_none_is_named(self, memory: Memory) -> None:
        with pytest.raises(UsageError, match="10001 characters"):
            memory.search("雨" * 10_001)
        assert not memory.search("雨" * 9_999).hits

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "text", [" ".join(f"w{n}" for n in range(1500)), f'"{"a " * 4000}"', " ".join(f"a{n}*" for n in range(1500)), "甲 " * 4000]
    )
    def test_a_query_of_many_words_is_a_query(self, memory: Memory, text: str) -> None:
        memory.add([Pair("long", f"甲 {text}", text.replace("*", "x"), 1.0)], source="long")
        assert [hit.origins[0].id for hit in memory.search(text).hits] == ["long"]

    @given(st.text(st.sampled_from("重庆金融制度a b1，。*\"'大臺台雨"), max_size=12))
    def test_what_the_index_names_holds_the_query(self, text: str) -> None:
        try:
            query = parse_query(text)
        except UsageError:
            return
        for row in ROWS:
            found = find_phrases(query, row[0])
            assert found is None or all(0 <= start < end <= len(row[0]) for start, end in found)

    @settings(max_examples=60)
    @given(st.text(st.sampled_from("甲乙丙丁，。 ab"), min_size=1, max_size=20), st.data())
    def test_every_piece_of_chinese_is_found(self, text: str, data: st.DataObject) -> None:
        runs = re.findall("[甲乙丙丁]+", text)
        if not runs:
            return
        run = data.draw(st.sampled_from(runs))
        start = data.draw(st.integers(0, len(run) - 1))
        piece = run[start : data.draw(st.integers(start + 1, len(run)))]
        connection = connect_in_memory([(text, "x")])
        query = parse_query(piece)
        assert connection.execute("SELECT count(*) FROM zh_index WHERE zh_index MATCH ?", (match_expression(query),)).fetchone() == (1,)
        spans = find_phrases(query, text)
        connection.close()
        assert spans
        assert {key_of(text[a:b]) for a, b in spans} == {piece}

    @pytest.mark.parametrize(
        ("text", "found"), [("café", [1]), ("cafe", [1]), ("cafe*", [1]), ("café*", [1]), ("naiv*", [1]), ("naïv*", [1]), ("naive*", [1])]
    )
    def test_accents_do_not_count_in_beginnings_either(self, tmp_path: Path, text: str, found: list[int]) -> None:
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add([Pair("0", "雨", "Rain.", 0.5), Pair("1", "雨", "A naïve idea of Cafés.", 0.5)], source="s")
            assert numbers(opened, text) == found
            assert all(hit.spans for hit in opened.search(text).hits)

    def test_rare_spellings_are_found_among_thousands_of_others(self, tmp_path: Path) -> None:
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add((Pair(str(n), f"第{n}個雨天", f"The finance of {n}.", 0.5) for n in range(3000)), source="many")
            opened.add([Pair("last", "这个雨天", "A financial matter.", 0.5)], source="one")
            for text, exact in (("个雨天", True), ("financi*", False)):
                assert [hit.origins[0].id for hit in opened.search(text, exact=exact).hits] == ["last"]
                assert not opened.search(text, exact=exact).more
            assert len(opened.search("個雨天", exact=True, limit=9999).hits) == 3000

    def test_texts_beyond_those_looked_at_are_said_to_be_there(self, tmp_path: Path) -> None:
        with Memory.open(tmp_path / "many.db", write=True) as opened:
            opened.add((Pair(str(n), f"雨{n}号", f"Rain {n}.", 0.5) for n in range(1000)), source="many")
            result = opened.search("雨", limit=3)
            assert (len(result.hits), result.more) == (3, True)
            assert len(opened.search("雨", limit=600).hits) == 600
            assert [hit.en for hit in opened.search("雨 777").hits] == ["Rain 777."]


def connect_in_memory(rows: list[tuple[str, str]]):  # type: ignore[no-untyped-def]
    import sqlite3

    made = sqlite3.connect(":memory:")
    made.execute("CREATE VIRTUAL TABLE zh_index USING fts5(tokens, content='', columnsize=0, tokenize='ascii')")
    for number, (zh, _) in enumerate(rows, 1):
        made.execute("INSERT INTO zh_index(rowid, tokens) VALUES(?, ?)", (number, index_text(key_of(zh))))
    return made


class TestLikeness:
    @pytest.mark.parametrize(
        ("one", "other", "alike"),
        [
            ("下雨了。", "下雨了。", 1.0), ("下雨了。", " 下雨了。\n", 1.0), ("重慶", "重庆", 0.99), ("Ａ股", "a股", 0.99), ("It's 5%", "it’s 5%", 0.99),
            ("a b c d e", "a b c d f", 0.8), ("a b c d e", "a b c d", 0.8), ("甲乙丙丁", "甲乙丙戊", 0.75), ("It is 5 km.", "It is 12 km.", 0.95),
            ("1,200 units", "900.5 units", 0.95), ("a", "b", 0.0), ("", "", 1.0), ("…", "", 0.0), ("甲", "甲乙丙丁", 0.25),
        ],
    )  # fmt: skip
    def test_the_percentage_is_as_documented(self, one: str, other: str, alike: float) -> None:
        assert similarity(make_sample(one), other) == pytest.approx(alike)

    def test_one_word_of_many_never_weighs_less_than_a_number(self) -> None:
        words = [f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
        assert similarity(make_sample(" ".join(words)), " ".join([*words[:-1], "other"])) == pytest.approx(0.98)

    @given(st.text(st.sampled_from("甲乙 ab1.，"), max_size=12), st.text(st.sampled_from("甲乙 ab1.，"), max_size=12), st.floats(0.01, 1))
    def test_it_is_symmetric_a_share_and_cut_off_alone_by_the_least(self, one: str, other: str, least: float) -> None:
        alike = similarity(make_sample(one), other)
        assert 0 <= alike <= 1
        assert alike == pytest.approx(similarity(make_sample(other), one))
        assert similarity(make_sample(one), other, least) == (alike if alike >= least else 0)
        assert (alike == 1) == (one.strip() == other.strip())

    @given(st.lists(st.sampled_from("甲乙丙丁ab"), max_size=9), st.lists(st.sampled_from("甲乙丙丁ab"), max_size=9))
    def test_the_distance_is_levenshteins(self, one: list[str], other: list[str]) -> None:
        texts = " ".join(one), " ".join(other)
        units = units_of(key_of(texts[0])), units_of(key_of(texts[1]))
        if key_of(texts[0]) != key_of(texts[1]):
            expected = 1 - plain_distance(*units) / max(map(len, units))
            assert similarity(make_sample(texts[0]), texts[1]) == pytest.approx(min(0.98, expected))

    def test_like_sentences_are_found_the_most_alike_first(self, memory: Memory) -> None:
        hits = memory.search_similar("重庆的自贸区去年扩大了。", least=0.5).hits
        assert [hit.origins[0].id for hit in hits] == ["1"]
        assert hits[0].match == pytest.approx(11 / 12)
        (hit,) = memory.search_similar("They were reforming the financial systems.").hits
        assert hit.origins[0].id == "2"
        assert hit.match == pytest.approx(5 / 7)
        assert not memory.search_similar("重庆的自贸区去年扩大了。", least=0.95).hits
        (hit,) = memory.search_similar("He bought 30 books.").hits
        assert hit.match == pytest.approx(0.95)

    def test_a_short_sentence_of_common_words_is_found_among_many(self, tmp_path: Path) -> None:
        draw = random.Random(3)
        words = "the of to in and is it we".split()
        with Memory.open(tmp_path / "common.db", write=True) as opened:
            many = (Pair(str(n), f"雨{n}", " ".join(draw.choices(words, k=12)), 1.0) for n in range(6000))
            opened.add(many, source="many")
            opened.add([Pair("this", "雨", "it is the end of it", 1.0), Pair("that", "雪", "to the", 1.0)], source="few")
            assert opened.search_similar("It is the end of it").hits[0].origins[0].id == "this"
            assert opened.search_similar("to the").hits[0].origins[0].id == "that"
            same = opened.search_similar(next(iter(opened.pairs())).en).hits
            assert same[0].match == 1

    def test_mutated_sentences_find_their_originals(self, tmp_path: Path) -> None:
        draw = random.Random(5)
        han = "".join(map(chr, range(0x5000, 0x5200)))
        texts = ["".join(draw.choices(han, k=draw.randint(12, 40))) + "。" for _ in range(3000)]
        with Memory.open(tmp_path / "made.db", write=True) as opened:
            opened.add((Pair(str(n), text, f"Sentence {n}.", 1.0) for n, text in enumerate(texts)), source="made")
            for number in range(0, 3000, 60):
                text = list(texts[number])
                for _ in range(len(text) // 8):
                    text[draw.randrange(len(text))] = draw.choice(han)
                found = opened.search_similar("".join(text)).hits
                assert number in [int(hit.origins[0].id) for hit in found]

    def test_any_share_will_do(self, memory: Memory) -> None:
        assert len(memory.search_similar("重庆", least=1e-320).hits) == 2
        assert not memory.search_similar("重庆", least=1).hits

    def test_a_sentence_without_words_is_named(self, memory: Memory) -> None:
        with pytest.raises(UsageError, match="no word and no Chinese"):
            memory.search_similar("……")

    @pytest.mark.parametrize("least", [0, -1, 1.1, float("nan")])
    def test_a_least_that_is_no_share_is_refused(self, memory: Memory, least: float) -> None:
        with pytest.raises(UsageError, match="no share"):
            memory.search_similar("雨", least=least)


def plain_distance(one: list[str], other: list[str]) -> int:
    """Levenshtein's distance, by the book (Wagner and Fischer, 1974)."""
    row = list(range(len(other) + 1))
    for number, unit in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, wanted in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (unit != wanted))
    return row[-1]


class TestTokens:
    @given(st.text(max_size=60))
    def test_places_lead_back_to_the_text_and_the_index_holds_the_same(self, text: str) -> None:
        tokens = find_tokens(text)
        assert [token.token for token in tokens] == index_text(key_of(text)).split(" ")[1:]
        assert all(0 <= token.start < token.end <= len(text) for token in tokens)
        assert all(one.start <= other.start for one, other in pairwise(tokens))

    @given(st.integers(0, 10**9), st.integers(0, 10**9))
    def test_length_classes_grow_with_the_length(self, one: int, other: int) -> None:
        assert (one <= other) or int(length_token(other)[1:]) <= int(length_token(one)[1:])

    @pytest.mark.parametrize("kind", [name for name, (form, _) in KINDS.items() if form == "text" and name.startswith("one line")])
    def test_hostile_text_is_indexed_searched_and_compared(self, kind: str) -> None:
        text = make(kind, 20_000)[1]
        assert index_text(key_of(text))
        assert similarity(make_sample(text), text + " x") <= 1
        find_phrases(parse_query("中中 a*"), text)


class TestAdding:
    def test_equal_pairs_are_one_with_the_best_score_and_every_origin(self, memory: Memory) -> None:
        zh, en, _ = ROWS[2]
        again = [Pair("x", f" {zh}\n", en, 0.75, extra={"doc": "d9"}), Pair("y", zh, en, 0.2)]
        assert memory.add(again, source="other").merged == 2
        (hit,) = memory.search("金融").hits
        assert hit.score == 0.75
        assert [(o.source, o.id, o.score, o.record) for o in hit.origins] == [
            ("other", "x", 0.75, {"doc": "d9"}), ("rows", "2", 0.7, {}), ("other", "y", 0.2, {}),
        ]  # fmt: skip
        assert len(memory) == len(ROWS)

    def test_adding_again_changes_nothing(self, memory: Memory) -> None:
        before = list(memory.pairs())
        added = memory.add(pairs(), source="rows")
        assert (added.new, added.merged, added.known) == (0, 0, len(ROWS))
        assert list(memory.pairs()) == before
        assert all(len(memory.search(text).hits) == len({h.number for h in memory.search(text).hits}) for text in ("重庆", "the"))

    def test_one_sided_pairs_are_left_out(self, memory: Memory) -> None:
        assert memory.add([Pair("a", "", "x", 1.0), Pair("b", "雨", " \n", 1.0)], source="s").one_sided == 2
        assert len(memory) == len(ROWS)

    def test_what_a_pair_says_comes_out_again(self, tmp_path: Path) -> None:
        finding = Finding("number", "error", "5% has no counterpart", "zh", 2, 4)
        given_pair = Pair("p", "涨5%。", "Up.", 0.4, ("z:0",), ("e:0", "e:1"), (finding,), {"url": "https://example.org/a", "n": [1, None]})
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add([given_pair], source="s")
            (found,) = opened.pairs()
        assert found.extra["origins"] == [{"source": "s", "id": "p", "score": 0.4}]
        assert {k: v for k, v in found.extra.items() if k != "origins"} == given_pair.extra
        assert (found.id, found.zh, found.en, found.score) == ("p", "涨5%。", "Up.", 0.4)
        assert (found.zh_segments, found.en_segments, found.findings) == (("z:0",), ("e:0", "e:1"), (finding,))

    def test_a_memory_copied_into_another_keeps_every_origin(self, memory: Memory, tmp_path: Path) -> None:
        zh, en, _ = ROWS[0]
        memory.add([Pair("x", zh, en, 0.95, extra={"doc": "d9"}), Pair("y", zh, en, 0.1, extra={"doc": "d8"})], source="other")
        with Memory.open(tmp_path / "copy.db", write=True) as copy:
            copy.add(memory.pairs(), source="a copy")
            assert list(copy.pairs()) == list(memory.pairs())

    @pytest.mark.parametrize("told", [None, 3, "x", [], [1], [{"source": 1, "id": "a"}], [{"id": "a"}], {"source": "a"}])
    def test_origins_that_are_none_are_no_origins(self, tmp_path: Path, told: object) -> None:
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add([Pair("p", "雨", "rain", 1.0, extra={"origins": told})], source="s")
            assert [p.extra["origins"] for p in opened.pairs()] == [[{"source": "s", "id": "p", "score": 1.0}]]

    @pytest.mark.parametrize(
        "told",
        [
            {"score": 10**400}, {"score": "high"}, {"record": {"findings": [{"bogus": 1}]}}, {"record": {"findings": "x"}},
            {"record": {"zh_segments": 5}},
        ],
    )  # fmt: skip
    def test_origins_that_are_no_records_of_pairs_are_none(self, tmp_path: Path, told: dict[str, object]) -> None:
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add([Pair("p", "雨", "rain", 1.0, extra={"origins": [{"source": "a", "id": "1"} | told]})], source="s")
            assert [p.extra["origins"] for p in opened.pairs()] == [[{"source": "s", "id": "p", "score": 1.0}]]

    def test_fields_of_a_pair_among_its_extras_do_not_count(self, tmp_path: Path) -> None:
        extra = {"findings": "junk", "zh_segments": 5, "doc": "d"}
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add([Pair("p", "雨", "rain", 1.0, extra=extra)], source="s")
            (found,) = opened.pairs()
        assert (found.findings, found.zh_segments, found.extra["doc"]) == ((), (), "d")

    @pytest.mark.parametrize("text", ["a\x00b雨", "\ud800雨", "雨" * 30_000, "\u202e雨\x1b[2J", "雨\n雪", "𠀀雨𪛖"])
    def test_hostile_texts_come_back_as_they_were(self, tmp_path: Path, text: str) -> None:
        with Memory.open(tmp_path / "m.db", write=True) as opened:
            opened.add([Pair("p", text, text, float("nan"))], source="\ud800")
            (found,) = opened.pairs()
            assert found.zh == found.en == text.replace("\ud800", "\ufffd")
            assert opened.search("雨").hits
            assert found.score == 0.0

    def test_a_reader_cannot_add(self, memory: Memory) -> None:
        with Memory.open(memory.path) as reader, pytest.raises(UsageError, match="open for reading"):
            reader.add([Pair("a", "雨", "rain", 1.0)])

    def test_the_order_of_files_decides_nothing_but_the_order(self, tmp_path: Path) -> None:
        first = [Pair("a", "雨", "rain", 0.5, extra={"doc": "1"}), Pair("b", "雪", "snow", 0.5)]
        second = [Pair("a", "雨", "rain", 0.5, extra={"doc": "2"}), Pair("c", "雪", "snow", 0.9)]
        made = []
        for order in ((0, 1), (1, 0)):
            with Memory.open(tmp_path / f"{order}.db", write=True) as opened:
                for number in order:
                    opened.add((first, second)[number], source=f"s{number}")
                made.append(list(opened.pairs()))
        assert made[0] == made[1]


class TestTerms:
    GLOSSARY = Glossary((
        Concept("chongqing", ("重庆",), ("Chongqing",), variants_zh=("渝",)),
        Concept("ftz", ("自贸区", "自由贸易区"), ("free trade zone", "FTZ"), forbidden_en=("free zone",)),
    ))  # fmt: skip

    def test_forms_of_a_term_are_looked_for_together(self, memory: Memory) -> None:
        memory.add([Pair("a", "渝北有自由贸易区。", "Yubei has a free zone.", 0.5)], source="more")
        terms = make_terms(self.GLOSSARY)
        assert [h.origins[0].id for h in memory.search("free trade zone", terms=terms).hits] == ["1", "a"]
        assert [h.origins[0].id for h in memory.search("自貿區", terms=terms).hits] == ["1", "a"]
        assert [h.origins[0].id for h in memory.search("自由贸易区").hits] == ["a"]

    def test_hits_say_how_the_pair_renders_the_term(self) -> None:
        terms = make_terms(self.GLOSSARY)
        uses = {
            en: [(r.concept, r.other, r.use) for r in terms.renderings("自贸区扩大了。", en, "zh")]
            for en in ("The free trade zones grew.", "The FTZ grew.", "The free zone grew.", "It grew.")
        }
        assert list(uses.values()) == [
            [("ftz", "free trade zones", "preferred")], [("ftz", "FTZ", "admitted")], [("ftz", "free zone", "forbidden")], [("ftz", "", "missing")],
        ]  # fmt: skip


class TestConcordance:
    @given(st.text(st.sampled_from("雨ab \u0301😀"), min_size=1, max_size=30), st.integers(0, 20), st.data())
    def test_lines_fit_and_the_keyword_stands_under_the_keyword(self, text: str, context: int, data: st.DataObject) -> None:
        from rich.cells import cell_len

        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        (line,) = align_hits([Found(1, "zh", text, "x", 1.0, None, ((start, end),))], context)
        assert cell_len(line.left) == context
        assert cell_len(line.right) <= context
        assert line.middle == text[start:end]


def test_what_was_indexed_in_another_way_is_named(tmp_path: Path) -> None:
    from bitext.errors import InputError

    with Memory.open(tmp_path / "m.db", write=True) as opened:
        opened.add(pairs(), source="rows")
    with connect(tmp_path / "m.db", write=True) as connection:
        connection.execute("UPDATE facts SET value='other' WHERE name='tokens'")
    connection.close()
    with Memory.open(tmp_path / "m.db") as opened:
        assert len(list(opened.pairs())) == len(ROWS)
        with pytest.raises(InputError, match="indexed by a bitext"):
            opened.search("雨")
