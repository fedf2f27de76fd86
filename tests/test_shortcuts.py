"""What is done the quick way comes out as the plain way would: each shortcut against the few lines that it stands for."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.classes import CLASS_GROUPS, class_flags
from bitext.language import detect_language
from bitext.maintext.places import _inherited
from bitext.model import Block
from bitext.mojibake import _KINDS, _beyond_ascii, _encoded, _is_plain, repair_mojibake
from bitext.nesting import _STRETCH, _long_pieces
from bitext.rules import RULES
from bitext.rules.gapped import Gapped
from bitext.rules.labelled import _COLON, _LABEL, dates_of
from bitext.rules.rule import Page, Rule, drop_lines
from bitext.rules.triggers import Scan, Triggers, triggers_of
from bitext.text import count_han
from bitext.values import find_dates
from tests.strategies import dirty_line, dirty_text

_PIECES = sorted({piece for _, pattern in CLASS_GROUPS for piece in re.findall("[a-z]+", pattern)})
_class_name = st.lists(st.sampled_from([*_PIECES, "-", "_", " ", "x", "S", "é", "\u3000", "1"]), max_size=7).map("".join)


@given(_class_name)
def test_class_flags_are_those_of_the_patterns(names: str) -> None:
    plain = sum(1 << bit for bit, (_, pattern) in enumerate(CLASS_GROUPS) if re.search(pattern, names.lower()))
    assert class_flags(names) == plain


@given(dirty_line)
def test_the_language_is_told_by_all_letters(text: str) -> None:
    words = len(re.findall("[A-Za-z\u00c0-\u024f]+", text))
    han, other = count_han(text), len(re.findall("[\u3041-\u30ff\uac00-\ud7af\u1100-\u11ff]", text))
    plain = "und" if other > max(words, han // 4) else "zh" if han > words else "en" if words else "und"
    assert detect_language(text) == plain


_change = st.tuples(st.sampled_from(("set", "put", "insert")), st.integers(-3, 12), st.integers(0, 4), st.lists(st.integers(), max_size=3))


@given(st.lists(st.integers(), max_size=9), st.lists(_change, max_size=9))
def test_a_gapped_list_is_a_list(items: list[int], changes: list[tuple[str, int, int, list[int]]]) -> None:
    plain, gapped = list(items), Gapped(items)
    for kind, at, count, new in changes:
        if kind == "set" and new and -len(plain) <= at < len(plain):
            plain[at] = gapped[at] = new[0]
        elif kind == "put" and at >= 0:
            plain[at : at + count] = new
            gapped[at : at + count] = new
        elif kind == "insert" and new:
            plain.insert(at, new[0])
            gapped.insert(at, new[0])
        assert list(gapped) == plain
        assert [gapped[i] for i in range(len(plain))] == plain
        assert gapped[at : at + count] == plain[at : at + count]
        assert len(gapped) == len(plain)


def test_a_gapped_list_knows_its_ends() -> None:
    with pytest.raises(IndexError):
        Gapped([1])[1]
    with pytest.raises(ValueError, match="step 1"):
        Gapped([1, 2, 3])[::2] = [1]


@given(st.lists(dirty_line, max_size=6))
def test_triggers_are_found_wherever_they_stand(texts: list[str]) -> None:
    found = triggers_of(RULES).find(texts)
    for at, text in enumerate(texts):
        low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
        plain = {n for n, rule in enumerate(RULES) if any(t in low for t in rule.triggers)}
        assert found.get(at, set()) == plain


@given(st.lists(st.tuples(st.sampled_from(("en", "zh", "und", "ja")), dirty_line), max_size=6), st.integers(0, 60))
def test_a_scan_finds_for_each_phase_what_its_rules_would_look_at(lines: list[tuple[str, str]], cut: int) -> None:
    rules, blocks = RULES[:90], [Block(str(n), "paragraph", text, lang) for n, (lang, text) in enumerate(lines)]
    scan = Scan(Triggers(rules, (cut, len(rules) - cut)))
    for _ in range(2):
        for phase, numbers in enumerate((range(cut), range(cut, len(rules)))):
            found = scan.find(blocks, phase)
            for at, block in enumerate(blocks):
                low = "".join(c if len(c.lower()) > 1 else c.lower() for c in block.text)
                plain = {n for n in numbers if any(t in low for t in rules[n].triggers)}
                looked_at = {n for n in numbers if rules[n].lang == "any" or block.lang in (rules[n].lang, "und")}
                assert plain & looked_at <= set(found.get(at, ())) <= plain


_dated = st.lists(
    st.sampled_from([*"〇一二三四五六七八九十12０３4年月日-/. ：:", "2024", "Jan. ", "来源", "Source", "editor", "作者 "]), max_size=12
).map("".join)


@given(_dated)
def test_what_seldom_holds_is_asked_first_and_excludes_nothing_else(text: str) -> None:
    assert list(dates_of(text)) == find_dates(text)
    assert _COLON.search(text) or not _LABEL.search(text)


def test_a_trigger_is_found_at_every_place_of_a_long_text() -> None:
    rule = Rule("x", "legal", "why", "source", drop_lines("x"), triggers=("needle",))
    for place in (0, 65_530, 65_533, 65_536, 131_070, 200_000):
        text = "a" * place + "NEEDLE" + "b" * 10
        assert Triggers((rule,)).find(["short", text, "needle"]) == {1: {0}, 2: {0}}


@given(st.lists(st.tuples(st.sampled_from(("paragraph", "heading", "caption", "list_item")), dirty_line), max_size=5))
def test_a_rule_passes_by_only_what_it_would_leave(blocks: list[tuple[str, str]]) -> None:
    page = Page(tuple(Block(str(n), kind, text, detect_language(text)) for n, (kind, text) in enumerate(blocks)))  # type: ignore[arg-type]
    for rule in RULES:
        if rule.where is not None:
            places = set(rule.where(page))
            changed = {at for at in range(len(page.blocks)) if list(rule.apply(page, at))}
            assert changed <= places, rule.id


@given(dirty_text)
def test_text_without_mojibake_is_not_touched(text: str) -> None:
    mended, repaired = repair_mojibake(text)
    assert repaired or mended == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@given(st.one_of(dirty_text, st.text('é中©·鈥a<" ¤Â\x80\xbfâ€™', max_size=12)))
def test_a_text_is_plain_where_no_pattern_of_a_misreading_fits_or_none_that_does_changes_it(text: str) -> None:
    fitting = [repair for _, pattern, repair in _KINDS if pattern.search(_beyond_ascii(text))]
    plain = _is_plain(_encoded(text))
    assert plain or fitting or re.search("[\ud800-\udfff]", text)
    assert not plain or all(repair(text) == text for repair in fitting)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from((-1.5, -0.5, 0.0, 0.5, 2.0))), max_size=6))
def test_what_stands_around_a_block_is_told_as_by_going_through_the_containers(held: list[tuple[int, int, float]]) -> None:
    held.sort(key=lambda one: (one[0], -one[1]))
    n, first, last = 6, np.array([a for a, _, _ in held], np.int64), np.array([a + b for a, b, _ in held], np.int64)
    scores = np.array([score for _, _, score in held], np.float32)
    elements = SimpleNamespace(first=first, last=last, depth=np.full(len(held) + 1, 2))
    shape = SimpleNamespace(elements=elements, candidates=np.arange(len(held)), at=np.full(n, len(held)))
    found = _inherited(shape, scores).T.tolist()  # type: ignore[arg-type]
    for block, told in enumerate(found):
        around = [(number, s) for number, (a, b, s) in enumerate(held) if a <= block < a + b]
        likely = [(number, s) for number, s in around if s > 0]
        highest = max([s for _, s in around] + ([0.0] if len(around) <= 2 else []))
        second = likely[-2][1] if len(likely) > 1 else likely[-1][1] if likely and likely[-1][0] == 0 else -1
        assert told == [highest, sum(s for _, s in around), len(likely), likely[-1][1] if likely else -1, second]


@given(st.lists(st.integers(0, 3), max_size=12))
def test_long_stretches_without_a_tag_are_found(sizes: list[int]) -> None:
    pieces = ["x" * (size * (_STRETCH // 2) + 1) for size in sizes]
    assert list(_long_pieces("<".join(pieces))) == [piece for piece in pieces if len(piece) > _STRETCH]
