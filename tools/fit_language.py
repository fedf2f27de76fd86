"""Make the data of language detection: tables of Han characters, English words, and the weights that weigh evidence.

    python -m tools.fit_language han OPENCC      OPENCC: a folder with OpenCC's STCharacters.txt, TSCharacters.txt, JPVariants.txt
    python -m tools.fit_language words PAGES…    PAGES: JSONL of English pages ({"gold": text}), .gz or not
    python -m tools.fit_language weights LINES   LINES: JSONL of labelled fragments ({"task": "fragment", "lang", "text"})

Each rewrites its file in bitext/data. Pages and fragments are other people's and lie beside the repository; of pages only the
number that hold a word is kept, of fragments only ten fitted numbers.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bitext.language.latin import FEATURES, LANGUAGES, evidence_of, most_likely

DATA = Path(__file__).parent.parent / "bitext" / "data"
#: Words on fewer pages than this are not kept: names, slips and other languages.
RARE = 4
_WORD = re.compile(r"(?<![^\W\d_])[a-z]+(?:['’](?:s|t|re|ve|ll|d|m))?(?![^\W\d_])")


def _table(path: Path) -> dict[str, list[str]]:
    """A dictionary of OpenCC: character, tab, its counterparts parted by spaces."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {row[0]: row[1].split(" ") for row in rows}


def _in_big5_level_1(char: str) -> bool:
    """Tell whether a character is among the 5,401 frequent ones of Big5, so that traditional text uses it."""
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return b"\xa4\x40" <= code <= b"\xc6\x7e"


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def make_han(folder: Path) -> None:
    """Write the characters that tell simplified, traditional and Japanese text apart."""
    simplified, traditional = _table(folder / "STCharacters.txt"), _table(folder / "TSCharacters.txt")
    shinjitai = {new for news in _table(folder / "JPVariants.txt").values() for new in news}
    both = {c for table in (simplified, traditional) for row in table.items() for c in (row[0], *row[1])}
    tables = {
        "hans": {c for c, others in simplified.items() if c not in others and not _in_big5_level_1(c)},
        "hant": {c for c, others in traditional.items() if c not in others},
        "jpan": {c for c in shinjitai - both if not _in_gb2312(c) and not _in_big5_level_1(c)},
        "shared": shinjitai & both,
    }
    shared = tables["hans"] & tables["hant"]
    tables["hans"] -= shared
    tables["hant"] -= shared
    head = "# Characters of one script only, from OpenCC's dictionaries (Apache-2.0); see README.md. Made by tools/fit_language.py.\n"
    lines = (f"{name}\t{''.join(sorted(chars))}\n" for name, chars in tables.items())
    (DATA / "han_characters.txt").write_text(head + "".join(lines), encoding="utf-8")


def _lines(path: Path) -> list[dict[str, Any]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.split(b"\n") if line.strip()]


def make_words(paths: list[Path]) -> None:
    """Write how many of the English pages hold each lower-case word, most frequent first."""
    pages: Counter[str] = Counter()
    total = 0
    for page in (page for path in paths for page in _lines(path)):
        if most_likely(page["gold"][:2000]) == "en":  # some pages are not
            total += 1
            pages.update({w.replace("’", "'") for w in _WORD.findall(page["gold"]) if len(w) > 1 or w == "a"})
    rows = sorted(((w, n) for w, n in pages.items() if n >= RARE), key=lambda row: (-row[1], row[0]))
    head = f"# English words and the number of pages, of {total}, that hold them; see README.md. Made by tools/fit_language.py.\n"
    groups: dict[int, list[str]] = {}
    for word, number in rows:
        groups.setdefault(number, []).append(word)
    body = "".join(f"{number}\t{' '.join(words)}\n" for number, words in groups.items())
    (DATA / "english_words.txt").write_text(head + body, encoding="utf-8")


def make_weights(path: Path) -> None:
    """Fit the logistic regression that tells English fragments from others, by Newton's method, and print both errors."""
    import numpy as np

    rows = [row for row in _lines(path) if row["task"] == "fragment" and row["lang"] in LANGUAGES]
    x = np.array([[*evidence_of(row["text"]), 1.0] for row in rows])
    y = np.array([row["lang"] == "en" for row in rows])
    w = np.zeros(x.shape[1])
    ridge = np.diag([0.1] * len(FEATURES) + [1e-6])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (p - y) + ridge @ w)
    p = 1 / (1 + np.exp(-x @ w))
    print(f"{len(rows)} fragments; English missed {np.mean(p[y] < 0.25):.3f}, others taken for English {np.mean(p[~y] >= 0.25):.3f}")
    made = {"_": "Weights of evidence for English; see README.md. Made by tools/fit_language.py.", "weights": {}}
    made["weights"] = {name: round(float(v), 3) for name, v in zip([*FEATURES, "bias"], w, strict=True)}
    (DATA / "latin_weights.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    paths = [Path(name) for name in given]
    {"han": lambda: make_han(paths[0]), "words": lambda: make_words(paths), "weights": lambda: make_weights(paths[0])}[what]()
