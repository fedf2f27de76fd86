"""`make demo`: the sample pages through the commands that everybody uses; says what happened to each, and where to look.

First the pages of seeds/raw, each with its kind of dirt, are cleaned, segmented and searched for terms. Then the pipeline runs
on seeds/parallel: Chinese pages and their translations become a corpus, a page of both languages a translation memory.
Everything goes to demo-out/.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

SEEDS, PARALLEL = Path("seeds/raw"), Path("seeds/parallel")
OUT = Path("demo-out")
#: Columns of the table, in terminal cells.
WIDTH = {"page": 26, "blocks": 9, "title": 40}
#: Pairs that are shown.
PAIRS = 3
#: Categories that are named in a row; the others are counted.
NAMED = 3


def main() -> int:
    """Run the demo; the exit code is that of the first command that fails."""
    pages = sorted(p for p in SEEDS.rglob("*") if p.is_file()) if SEEDS.is_dir() else []
    if not pages:
        print(f"no sample pages in {SEEDS}/: run this in the root of the repository", file=sys.stderr)
        return 2
    (OUT / "text").mkdir(parents=True, exist_ok=True)
    jsonl = OUT / "pages.jsonl"
    code = run(
        ["clean", "-q", str(SEEDS), "--to", "jsonl", "--trace", "-o", str(jsonl)],
        ["clean", "-q", str(SEEDS), "--to", "text", "-o", f"{OUT / 'text'}/"],
        ["segment", "-q", str(jsonl), "-o", str(OUT / "sentences.jsonl")],
        ["glossary", "find", "-q", str(jsonl), "-o", str(OUT / "terms.jsonl")],
    )
    if code:
        return code
    documents = read(jsonl)
    print("\n".join(table(documents)))
    print(f"\nNow from pages to a corpus: {PARALLEL}/zh and {PARALLEL}/en, then a page that holds both languages.\n")
    code = run(*(["run", "--no-resume", str(PARALLEL / name)] for name in ("bitext.toml", "pages.toml")))
    if code:
        return code
    print("\n".join(shown(read(OUT / "corpus.jsonl"), read(OUT / "corpus.rejected.jsonl"))))
    print("\n".join(outlook(documents)))
    return 0


def run(*commands: list[str]) -> int:
    """Run commands one after the other; give the code of the first that fails."""
    for command in commands:
        print(f"$ bitext {' '.join(command)}", flush=True)
        done = subprocess.run([sys.executable, "-m", "bitext", *command], check=False)
        if done.returncode:
            return done.returncode
    return 0


def read(path: Path) -> list[dict[str, Any]]:
    """Read objects, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def shown(pairs: list[dict[str, Any]], rejected: list[dict[str, Any]]) -> list[str]:
    """A few pairs with their scores, and a rejected one with the reason.

    >>> shown([{"zh": "雨。", "en": "Rain.", "score": 0.9}], [])
    ['', 'Some of the 1 pairs, each with its score:', '  0.90  雨。', '        Rain.']
    """
    rows = ["", f"Some of the {len(pairs)} pairs, each with its score:"]
    for pair in pairs[:: max(1, len(pairs) // PAIRS)][:PAIRS]:
        rows += [f"  {pair['score']:.2f}  {pair['zh']}", f"        {pair['en']}"]
    for pair in rejected[:1]:
        rows += ["and one that was rejected, with the reason:", f"  {pair['score']:.2f}  {pair['zh']}", f"        {pair['en']}"]
        rows += [f"        {json.dumps(reason)}" for reason in pair["reasons"]]
    return rows


def table(documents: list[dict[str, Any]]) -> list[str]:
    """One line for each page: blocks read and kept, what it is if no article, title, edits by category.

    >>> page = {"source": "seeds/raw/a.txt", "title": "Hi", "status": "login", "blocks_read": [1, 2], "blocks": [1], "edits": [{"category": "share"}]}
    >>> table([page])[2].split()
    ['a.txt', '2', '→', '1', '[login]', 'Hi', 'share', '1']
    """
    head = f"{fit('page', WIDTH['page'])} {'blocks':<{WIDTH['blocks']}} {fit('title', WIDTH['title'])} edits by category"
    rows = ["", head]
    for document in documents:
        counts = Counter(e["category"] for e in document["edits"])
        blocks = f"{len(document['blocks_read']):>3} → {len(document['blocks'])}"
        edits = ", ".join(f"{name} {number}" for name, number in counts.most_common(NAMED))
        edits += f", {len(counts) - NAMED} more" if len(counts) > NAMED else ""
        title = ("" if document["status"] == "article" else f"[{document['status']}] ") + (document["title"] or "–")
        page = fit(Path(document["source"] or "-").name, WIDTH["page"])
        rows.append(f"{page} {blocks:<{WIDTH['blocks']}} {fit(title, WIDTH['title'])} {edits or 'nothing to do'}")
    return rows


def outlook(documents: list[dict[str, Any]]) -> list[str]:
    """What was done in all, and where to look next."""
    read, kept = (sum(len(d[name]) for d in documents) for name in ("blocks_read", "blocks"))
    edits = Counter(e["rule"] for d in documents for e in d["edits"])
    busiest = max(documents, key=lambda d: len({e["rule"] for e in d["edits"]}))["source"]
    folder = Path(sys.executable).parent
    command = (folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder) / "bitext"
    return [
        "",
        f"{len(documents)} pages, {read} blocks read, {kept} after; {edits.total()} edits by {len(edits)} rules, every one with its reason.",
        "Look next at:",
        f"  {str(OUT / 'text') + '/':<24} the clean texts",
        f"  {OUT / 'pages.jsonl'!s:<24} all that is known of each page, one JSON object a line",
        f"  {OUT / 'sentences.jsonl'!s:<24} their sentences, each with its language and place",
        f"  {OUT / 'terms.jsonl'!s:<24} the glossary's terms in them",
        f"  {OUT / 'corpus.jsonl'!s:<24} the corpus: pairs with scores and where they are from (.report.txt says how it was made)",
        f"  {OUT / 'pages.tmx'!s:<24} the page of both languages as a translation memory",
        f"  {SEEDS.parent / 'README.md'!s:<24} what each page shows",
        f"  {command} explain {busiest}",
        f"  {command} clean --diff {busiest}",
        f"  {command} run --dry-run {PARALLEL / 'bitext.toml'}",
    ]


def fit(text: str, cells: int) -> str:
    """Cut or fill a text to a number of terminal cells, of which a Han character takes two.

    >>> fit("重庆港", 5) + "|", fit("ab", 3) + "|"
    ('重庆…|', 'ab |')
    """
    widths = [2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text]
    if sum(widths) <= cells:
        return text + " " * (cells - sum(widths))
    used, taken = 1, ""
    for char, width in zip(text, widths, strict=True):
        if used + width > cells:
            break
        used, taken = used + width, taken + char
    return taken + "…" + " " * (cells - used)


if __name__ == "__main__":
    sys.exit(main())
