"""Splits: no document and no near duplicate on two sides, sizes near what was asked, the same in any order and when it grows."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext import splitting
from bitext.deduplication.comparing import make_comparison
from bitext.deduplication.deciding import FULL
from bitext.deduplication.shingles import BANDS
from bitext.errors import UsageError
from bitext.model import Pair
from bitext.splitting import documents_of, parse_shares, split_corpus
from tests.test_deduplication import EN, ZH, alike, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from bitext.deduplication.fingerprints import Fingerprints

SHARES = {"train": 0.8, "dev": 0.1, "test": 0.1}


def pair(number: int, zh: str, en: str, **extra: object) -> Pair:
    return Pair(str(number), zh, en, 1.0, extra=extra)


def corpus(size: int, seed: int, *, documents: int = 0, repeats: float = 0.3) -> list[Pair]:
    """Pairs of their own, or with a word or two changed from another one; of some documents, or of none."""
    draw = random.Random(seed)
    texts: list[tuple[list[str], list[str]]] = []
    pairs = []
    for number in range(size):
        if texts and draw.random() < repeats:
            zh, en = (list(side) for side in draw.choice(texts))
            side = draw.choice((zh, en))
            side[draw.randrange(len(side))] = draw.choice("天地人和")
            (en if side is zh else zh)[:] = sentence(draw, EN, 20, " ") if side is zh else sentence(draw, ZH, 20, "")
        else:
            zh, en = sentence(draw, ZH, 20, ""), sentence(draw, EN, 20, " ")
        texts.append((zh, en))
        extra = {"doc": f"d{draw.randrange(documents)}"} if documents else {}
        pairs.append(pair(number, "".join(zh), " ".join(en), **extra))
    return pairs


def parted(pairs: list[Pair], names: list[str], level: str, on: str) -> list[tuple[str, str]]:
    """The pairs that hang together and stand in two parts, by comparing all with all."""
    found = []
    for place, one in enumerate(pairs):
        for other, name in zip(pairs[:place], names, strict=False):
            if name != names[place] and (set(documents_of(one)) & set(documents_of(other)) or alike(one, other, level, on)):
                found.append((one.id, other.id))
    return found


class TestSplit:
    @pytest.mark.parametrize("on", ["both", "either", "zh", "en"])
    @pytest.mark.parametrize("level", ["exact", "normalized", "near"])
    def test_nothing_that_hangs_together_is_parted(self, level: str, on: str) -> None:
        pairs = corpus(220, seed=3, documents=150)
        names = list(split_corpus(pairs, {"a": 0.5, "b": 0.5}, level=level, on=on))
        assert set(names) == {"a", "b"}
        assert parted(pairs, names, level, on) == []

    @given(
        st.lists(
            st.tuples(st.sampled_from(["雨", "雨。", "雪", "冰雹", "", "！"]), st.sampled_from(["Rain", "rain.", "snow", "hail", ""]), st.sampled_from(["", "d1", "d2", "d3"])),
            max_size=15,
        ),
        st.sampled_from(["both", "either", "zh", "en"]),
    )  # fmt: skip
    def test_so_it_is_for_any_few_pairs(self, texts: list[tuple[str, str, str]], on: str) -> None:
        pairs = [pair(n, zh, en, doc=doc) for n, (zh, en, doc) in enumerate(texts)]
        names = list(split_corpus(pairs, {"a": 0.5, "b": 0.5}, on=on))
        assert len(names) == len(pairs)
        assert parted(pairs, names, "near", on) == []

    def test_sizes_are_near_what_was_asked(self) -> None:
        pairs = [
            pair(n, f"第{chr(0x4E00 + n)}句", f"x{chr(97 + n % 26)}{n // 26:b}".replace("0", "o").replace("1", "i"), doc=f"d{n // 5}")
            for n in range(20_000)
        ]
        split = split_corpus(pairs, SHARES, level="exact")
        assert (split.groups, split.largest, len(split)) == (4000, 5, 20_000)
        assert sum(split.sizes.values()) == 20_000
        for name, share in SHARES.items():
            spread = 4 * (share * (1 - share) / 4000) ** 0.5
            assert abs(split.sizes[name] / 20_000 - share) < spread

    def test_order_changes_nothing(self) -> None:
        pairs = corpus(300, seed=4, documents=120)
        names = dict(zip((p.id for p in pairs), split_corpus(pairs, SHARES), strict=True))
        random.Random(2).shuffle(pairs)
        assert dict(zip((p.id for p in pairs), split_corpus(pairs, SHARES), strict=True)) == names

    def test_a_corpus_that_grows_keeps_its_parts(self) -> None:
        old, new = corpus(300, seed=5, documents=60), corpus(300, seed=6)
        old_documents = [pair(int(p.id) + 1000, p.zh + "新", p.en + " new", **p.extra) for p in old[:50]]
        before = list(split_corpus(old, SHARES))
        after = list(split_corpus([*old, *new, *old_documents], SHARES))
        assert after[: len(old)] == before

    def test_what_ties_all_is_told(self) -> None:
        pairs = [pair(n, "谢谢。" if n % 3 == 0 else f"第{chr(0x4E00 + n)}句", f"x{chr(97 + n)}", doc=f"d{n // 3}") for n in range(24)]
        split = split_corpus(pairs, SHARES)
        assert (split.groups, split.largest) == (1, 24)
        assert max(split.sizes.values()) == 24

    def test_an_empty_corpus_has_empty_parts(self) -> None:
        split = split_corpus([], SHARES)
        assert (split.sizes, list(split), split.groups, split.largest) == ({"train": 0, "dev": 0, "test": 0}, [], 0, 0)

    def test_a_stream_is_read_once(self) -> None:
        pairs = corpus(50, seed=7)
        assert list(split_corpus(iter(pairs), SHARES)) == list(split_corpus(pairs, SHARES))

    def test_thousands_of_equal_pairs_are_one_group(self) -> None:
        assert split_corpus([pair(n, "港口昨天开放", "the harbour opened") for n in range(20_000)], SHARES).groups == 1

    def test_boilerplate_is_compared_once_with_a_few_however_much_there_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        draw, asked = random.Random(9), []

        def make_counted(fingerprints: Fingerprints) -> Callable[[int, int], float]:
            compare = make_comparison(fingerprints)
            return lambda one, other: asked.append((one, other)) or compare(one, other)  # type: ignore[func-returns-value]

        monkeypatch.setattr(splitting, "make_comparison", make_counted)
        common = sentence(draw, EN, 12, " ")
        texts = [" ".join([*common, *("".join(draw.choices("ghijklmn", k=6)) for _ in range(6))]) for _ in range(600)]
        assert split_corpus([pair(n, f"第{chr(0x4E00 + n)}句", text) for n, text in enumerate(texts)], SHARES).groups > 500
        assert 600 < len(asked) <= 600 * FULL * BANDS
        assert len(set(asked)) == len(asked)

    def test_hash_seeds_change_nothing(self) -> None:
        code = "from tests.test_splitting import *; print(''.join(n[1] for n in split_corpus(corpus(200, seed=8, documents=90), SHARES)))"
        said = {
            subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
            for seed in ("0", "7")
        }
        assert len(said) == 1
        assert len(said.pop().strip()) == 200


class TestDocuments:
    def test_fields_and_segments_name_them(self) -> None:
        made = Pair("1", "雨", "rain", 1.0, ("d1:4:0", "d1:4:1"), ("http://a.b:80/c:2:1",), (), {"url": "https://a.b/c", "source": "web"})
        assert documents_of(made) == ("d1", "http://a.b:80/c", "https://a.b/c")

    def test_a_source_does_where_nothing_else_is_there(self) -> None:
        assert documents_of(pair(1, "雨", "rain", source="news.tmx")) == ("news.tmx",)

    @pytest.mark.parametrize("segments", [("zh:0:1",), ("7",), ("a:1",), (":0:0",)])
    def test_ids_that_name_no_document_tie_nothing(self, segments: tuple[str, ...]) -> None:
        assert documents_of(Pair("1", "雨", "rain", 1.0, segments)) == ()

    @given(
        st.dictionaries(
            st.sampled_from(["doc", "url", "zh_doc", "source"]), st.one_of(st.none(), st.text(), st.integers(), st.lists(st.integers()))
        )
    )
    def test_any_value_will_do(self, extra: dict[str, object]) -> None:
        assert all(documents_of(pair(1, "雨", "rain", **extra)))

    def test_numbers_name_documents_too(self) -> None:
        names = list(
            split_corpus([pair(n, f"第{chr(0x4E00 + n)}句", f"x{chr(97 + n)}", doc=n % 2) for n in range(20)], {"a": 0.5, "b": 0.5})
        )
        assert len(set(names[::2])) == len(set(names[1::2])) == 1


class TestShares:
    @pytest.mark.parametrize(
        "text", ["", "train", "train=x", "a=.5,a=.5", "a=.5,b=.6", "a=0,b=1", "a=-1,b=2", "a=nan", "../x=1", "a b=1", "=1", "a=inf"]
    )
    def test_what_makes_no_sense_is_refused(self, text: str) -> None:
        with pytest.raises(UsageError):
            parse_shares(text)

    def test_a_mapping_is_held_to_the_same(self) -> None:
        with pytest.raises(UsageError, match="add up to"):
            split_corpus([], {"a": 0.5})

    def test_order_is_kept(self) -> None:
        assert list(parse_shares(" test = .1 , train=.9")) == ["test", "train"]
