"""One way to write: script, width, spaces, quotation marks; and keys by which spellings compare.

`normalize` gives what a person wants to read, `make_key` what a program compares. The original is never lost: a key
leads back to it (`Key.locate`), and the command keeps both.
"""

from __future__ import annotations

from bitext.errors import UsageError
from bitext.normalization.conversion import REGIONS, SCRIPTS, convert_script
from bitext.normalization.keys import Key, make_key
from bitext.normalization.typography import QUOTES, SPACES, WIDTHS, narrow, set_quotes, set_spaces

__all__ = ["QUOTES", "REGIONS", "SCRIPTS", "SPACES", "WIDTHS", "Key", "make_key", "normalize"]


def normalize(
    text: str,
    *,
    script: str = "keep",
    region: str = "auto",
    vocabulary: bool = False,
    width: str = "narrow",
    spaces: str = "keep",
    quotes: str = "keep",
) -> str:
    r"""Write a text in one way; what is not asked for stays as it is, Chinese punctuation always does.

    Lines stay lines. Doing it twice changes nothing more, save for what `region` and `vocabulary` change on purpose.

    Args:
        text: one line or several, in any language; Japanese and Korean keep their characters.
        script: `hans` simplified, `hant` traditional, or `keep`.
        region: whose traditional characters: `tw`, `hk`, `none` for OpenCC's own standard, or `auto`, which is `none`
            save where the text that becomes simplified proves to be from Taiwan (隨著) or Hong Kong (衞).
        vocabulary: change words with the region too (OpenCC's profiles in `p`); needs `tw` or `hk`.
        width: `narrow` makes full-width Latin letters and digits ASCII; `keep` leaves them.
        spaces: `add` sets one between Chinese and Latin letters or digits, `remove` takes it out of Chinese lines.
        quotes: `straight`, `curly`, `corner` (in Chinese lines), or `keep`.

    Raises:
        UsageError: a value is unknown, or `vocabulary` stands without a region.

    >>> normalize("後來，２０２５年Ａ股上漲", script="hans")
    '后来，2025年A股上涨'
    >>> normalize("他说：“好。”\n5G网络", quotes="corner", spaces="add")
    '他说：「好。」\n5G 网络'
    """
    _check(script, region, vocabulary, width, spaces, quotes)
    if width == "narrow":
        text = narrow(text)
    text = convert_script(text, script, region=region, vocabulary=vocabulary)
    if quotes == "keep" and spaces == "keep":
        return text
    return "\n".join(set_spaces(set_quotes(line, quotes), spaces) for line in text.split("\n"))


def _check(script: str, region: str, vocabulary: bool, width: str, spaces: str, quotes: str) -> None:
    """Raise a UsageError where a value is unknown."""
    said = (
        ("script", script, SCRIPTS),
        ("region", region, REGIONS),
        ("width", width, WIDTHS),
        ("spaces", spaces, SPACES),
        ("quotes", quotes, QUOTES),
    )
    for name, value, known in said:
        if value not in known:
            raise UsageError(name, f"{value!r} is unknown", f"known are: {', '.join(known)}")
    if vocabulary and (region not in ("tw", "hk") or script == "keep"):
        raise UsageError("vocabulary", "words differ by region, and none is named", "choose a script, and tw or hk for the region")
