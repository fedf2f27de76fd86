"""Bytes become the text that was meant, whatever they are declared to be; mojibake is undone only where proven."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitext.encoding import decode
from bitext.errors import InputError
from bitext.mojibake import plausibility, repair_mojibake, replace_surrogates

CASES = Path(__file__).parent / "cases" / "encoding"
PROSE = "街角的小店每天早上六点开门，老板把热水烧好，等着上班的人来喝一碗豆浆。他说这里的人都起得很早。\n"
UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # cp1252 leaves these out; browsers show them as C1 controls


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").split("\n") if line]


def misread(text: str, written: str, read: str) -> str:
    data = text.encode(written)
    if read == "web1252":
        return "".join(chr(b) if b in UNDEFINED else bytes((b,)).decode("cp1252") for b in data)
    return data.decode(read, "replace")


ENCODED = [pytest.param(c["text"], e, id=f"{c['id']}-{e}") for c in cases("decode.jsonl") for e in c["encodings"]]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset"])
def test_detected_whatever_is_declared(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared=declared).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5", "windows-1252", "x-nonsense", "rot13", "base64"])
def test_meta_is_not_believed(encoding: str, label: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{PROSE}'
    assert decode(page.encode(encoding)).text == page


def test_declaration_breaks_a_tie() -> None:
    data = "é".encode("cp1252") + b"t" + "é".encode("cp1252")
    assert decode(data, declared="cp1252").text == "été"
    assert decode("русский".encode("koi8-r"), declared="koi8-r").text == "русский"


@pytest.mark.parametrize("case", cases("mojibake.jsonl"), ids=lambda c: c["id"])
def test_mojibake_is_undone(case: dict[str, Any]) -> None:
    spoilt = case["text"]
    for written, read in case["steps"]:
        spoilt = misread(spoilt, written, read)
    assert spoilt != case["text"]
    fixed, names = repair_mojibake(spoilt)
    if "gbk" in case["steps"][-1][1] or "gb18030" in case["steps"][-1][1]:  # UTF-8 read as GBK loses bytes
        assert all(a in ("\ufffd", b) for a, b in zip(fixed, case["text"], strict=True))
        assert fixed.count("\ufffd") <= spoilt.count("\ufffd")
    else:
        assert fixed == case["text"]
    assert names
    assert decode(spoilt.encode()).text == fixed


@pytest.mark.parametrize("case", cases("negative.jsonl"), ids=lambda c: c["id"])
def test_good_text_is_left_alone(case: dict[str, Any]) -> None:
    assert repair_mojibake(case["text"]) == (case["text"], ())
    read = decode(case["text"].encode())
    assert (read.text, read.encoding, read.repaired, read.replaced) == (case["text"], "utf-8", (), 0)


@pytest.mark.parametrize("case", cases("known-failures.jsonl"), ids=lambda c: c["id"])
def test_known_failures_still_fail(case: dict[str, Any]) -> None:
    assert decode(case["text"].encode(case["encoding"])).text != case["text"]


def test_good_lines_beside_bad_ones_stay() -> None:
    good = "Le café d'à côté — fermé l'été"
    fixed, names = repair_mojibake(f"{good}\n{misread('我们在山上看到了新的灯光', 'gbk', 'latin-1')}\n重庆很好")
    assert fixed == f"{good}\n我们在山上看到了新的灯光\n重庆很好"
    assert names == ("gbk read as latin-1",)


def test_lost_characters_are_counted() -> None:
    spoilt = "清晨六点，面馆的老板已经把汤烧开".encode().decode("cp1252", "replace")
    fixed, names = repair_mojibake(spoilt)
    assert fixed.count("\ufffd") > 0
    assert names == ("utf-8 read as latin-1", f"{fixed.count(chr(0xFFFD))} characters lost")
    assert all(a in ("\ufffd", b) for a, b in zip(fixed, "清晨六点，面馆的老板已经把汤烧开", strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5"])
def test_a_few_bad_bytes_do_not_flip_the_verdict(encoding: str) -> None:
    text = "港口的新市場很大，我們在那裡看到不少人，也有賣茶的店。\n" * 6
    data = text.encode(encoding)
    at = data.index(b"\n") + 1
    for bad in (b"\xff", "中".encode(encoding)[:1]):
        read = decode(data[:at] + bad + b"\n" + data[at:])
        assert read.replaced >= 1
        assert read.text.replace("\ufffd", "").replace("\n\n", "\n") == text
    assert decode(data[:-2]).text.rstrip("\ufffd")[:20] == text[:20]


def test_utf8_cut_in_its_last_character() -> None:
    read = decode("Prices rose – 重庆".encode()[:-1])
    assert (read.text, read.encoding, read.replaced) == ("Prices rose – 重\ufffd", "utf-8", 1)


def test_replacement_characters_of_the_page_itself_do_not_count() -> None:
    assert decode("灯\ufffd很亮".encode()).replaced == 0


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x14\x00\x00\x00", b"%PDF-1.7\n%\xe2\xe3", b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x1f\x8b\x08\x00", b"GIF89a\x01\x00\x01\x00", b"\x7fELF\x02\x01\x01\x00", b"RIFF\x10\x00\x00\x00WEBP", bytes(range(256)) * 8, b"\x00" * 500,
        random.Random(7).randbytes(4096), b"MZ\x90\x00\x03\x00\x00\x00",
    ],
)  # fmt: skip
def test_binary_is_refused_with_reason_and_remedy(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.bin: is .+; give HTML or text") as caught:
        decode(data, source="a.bin")
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["PKs are fine", "MZ and RIFF are letters", "BZh", "ID3 tags explained"])
def test_words_that_look_like_magic_are_text(text: str) -> None:
    assert decode(text.encode()).text == text


def test_a_few_nuls_are_survived() -> None:
    assert decode(b"The cat\x00 sat on\x00 the mat").text == "The cat\x00 sat on\x00 the mat"
    page = (PROSE * 3).replace("，", "，\x00")
    assert decode(page.encode("gbk")).text == page


def test_empty_and_bare_marks() -> None:
    assert decode(b"").text == decode(b"\xef\xbb\xbf").text == decode(b"\xff\xfe").text == decode(b"\x00\x00\xfe\xff").text == ""


def test_surrogates_become_replacement_characters() -> None:
    assert replace_surrogates("a\ud800b\udfff😀") == "a\ufffdb\ufffd😀"
    assert repair_mojibake("好\ud83d")[0] == "好\ufffd"
    assert decode(b"ok \xed\xa0\x80 " + PROSE.encode()).text.encode()


def test_plausibility_tells_prose_from_misreadings() -> None:
    assert plausibility("plain") == 0
    assert plausibility(PROSE) > 0.6
    for written, read in (("utf-8", "gbk"), ("gbk", "latin-1"), ("gbk", "big5"), ("utf-8", "latin-1")):
        assert plausibility(misread(PROSE, written, read)) < 0.2


def test_large_inputs_are_sampled_and_stay_fast() -> None:
    head = b"<html>" + b"<a href='/x'>nav</a>\n" * 50_000
    data = head + (PROSE * 30_000).encode("gbk")
    start = time.process_time()
    read = decode(data)
    assert time.process_time() - start < len(data) / 5e6
    assert (read.encoding, read.text.endswith(PROSE)) == ("gb18030", True)


@pytest.mark.parametrize("unit", ["é", "Ã©", "閲", "ÖØ", "€", "â€", "\x80", "涓", "Ö", "a\ufffd", "锛", "é‡"])
def test_cost_grows_with_length_only(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    start = time.process_time()
    repair_mojibake(text)
    decode(text.encode())
    assert time.process_time() - start < 5


USUAL = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实"


@given(st.text(st.sampled_from(USUAL), min_size=8, max_size=80), st.sampled_from(["utf-8", "gbk", "gb18030", "utf-16", "utf-32"]))
def test_usual_characters_come_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@given(
    st.text(st.sampled_from(USUAL), min_size=6, max_size=60),
    st.sampled_from([("gbk", "latin-1"), ("utf-8", "latin-1"), ("utf-8", "web1252")]),
)
def test_misread_usual_characters_come_back(text: str, way: tuple[str, str]) -> None:
    assert repair_mojibake(misread(text, *way))[0] == text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40))
def test_random_han_is_never_taken_for_mojibake(text: str) -> None:
    assert repair_mojibake(text) == (text, ())
    assert decode(text.encode()).text == text


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda t: t.encode("utf-16", "surrogatepass"))))
def test_any_bytes_give_writable_text_or_an_input_error(data: bytes) -> None:
    refused: InputError | None = None
    try:
        read = decode(data)
    except InputError as error:
        refused = error
    else:
        read.text.encode("utf-8")
        assert read.replaced >= 0
    assert refused is None or (refused.reason and refused.remedy)


@given(st.text(max_size=200))
def test_repair_gives_writable_text_for_any_text(text: str) -> None:
    fixed, names = repair_mojibake(text)
    fixed.encode("utf-8")
    assert names or fixed == replace_surrogates(text)


def test_a_proven_page_is_put_right_in_its_short_lines_too() -> None:
    lines = ["京", "蒙", "2024年5月8日", "“tough” going", "我们在山上看到了新的灯光"]
    spoilt = "\n".join(misread(line, "gbk", "latin-1") for line in lines)
    assert repair_mojibake(spoilt)[0] == "\n".join(lines)
    alone = misread("京", "gbk", "latin-1")
    assert repair_mojibake(alone) == (alone, ())
