"""`make bench`: speed, quality, linearity, memory and processes, measured in one run beside the best peer.

Prints Markdown tables for docs/benchmarks.md and asserts nothing: figures depend on the machine, so only the
ratios of one run say something. Choose parts and sizes: `make bench BENCH="--only speed,memory --stream-mb 1000"`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from bitext.cleaning import clean
from bitext.evaluation import macro_scores, page_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Row = tuple[object, ...]

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "clean"
COMMAND = [sys.executable, "-m", "bitext", "clean", "-q", "-", "--to", "jsonl"]
#: Rounds of each timing; the quickest counts, since other work on the machine only ever adds.
ROUNDS = 3
#: Draws of the bootstrap over pages.
DRAWS = 1000


def main() -> int:
    """Run the parts asked for."""
    parts: dict[str, Callable[[argparse.Namespace], None]] = {
        "quality": quality, "speed": speed, "linearity": linearity, "start": start, "jobs": jobs, "memory": memory,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(parts), help="parts, parted by commas (default: %(default)s)")
    parser.add_argument("--stream-mb", type=int, default=100, help="size of the stream whose memory is measured (default: %(default)s)")
    parser.add_argument("--jobs-mb", type=int, default=20, help="size of the input that two processes share (default: %(default)s)")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in options.only.split(","):
        if name not in parts:
            parser.error(f"no part {name}; parts are {', '.join(parts)}")
        parts[name](options)
    return 0


def show(title: str, head: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in row) + " |", flush=True)


def records(path: Path) -> list[dict[str, Any]]:
    """Read gzipped JSONL."""
    with gzip.open(path, "rt", encoding="utf-8") as packed:
        return [json.loads(line) for line in packed]


def dev(lang: str) -> list[dict[str, Any]]:
    """The development pages of a language; none where they are not beside the repository."""
    path = DATA / f"{lang}-dev.jsonl.gz"
    return records(path) if path.is_file() else []


def extractors() -> dict[str, Callable[[str], str]]:
    """Ours and the peer, each from a page's HTML to its main text."""
    ours: dict[str, Callable[[str], str]] = {f"bitext {version('bitext')}": lambda html: clean(html, form="html").text}
    try:
        name = f"trafilatura {version('trafilatura')}, favor_precision"
        from trafilatura import extract
    except (PackageNotFoundError, ImportError):
        print("trafilatura is not installed: no peer in this run")
        return ours
    return {**ours, name: lambda html: extract(html, include_comments=False, favor_precision=True) or ""}


def cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU seconds of the quickest of some rounds."""
    took = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        took.append(time.process_time() - begin)
    return min(took)


def over(extract: Callable[[str], str], texts: Sequence[str]) -> None:
    """Extract from each."""
    for text in texts:
        extract(text)


def interval(rows: list[tuple[float, float]]) -> tuple[float, float]:
    """The 95% bootstrap interval of F1 over pages (percentiles of resampled sets, fixed seed)."""
    draw = random.Random(0)
    scores = sorted(macro_scores(draw.choices(rows, k=len(rows)))[0] for _ in range(DRAWS))
    return scores[int(DRAWS * 0.025)], scores[int(DRAWS * 0.975)]


def quality(_: argparse.Namespace) -> None:
    """F1 with intervals. Our weights were fitted on these pages: docs/benchmarks.md has the cross-validated figures."""
    rows: list[Row] = []
    for lang in ("en", "zh"):
        pages = dev(lang)
        for task in ("html", "text", "half") if pages else ():
            texts: dict[str, Callable[[str], str]] = {"bitext": lambda t: clean(t, form="text").text, "input as it is": str}
            for name, extract in (extractors() if task == "html" else texts).items():
                scores = [page_scores(r["gold"], extract(r[task])) for r in pages]
                low, high = interval(scores)
                rows.append((f"{lang} from {task}", name, *macro_scores(scores), f"{low:.3f}–{high:.3f}"))
    show("Main text, development pages (ours in-sample)", ("pages", "extractor", "F1", "precision", "recall", "95%"), rows)


def speed(_: argparse.Namespace) -> None:
    """Pages a second from HTML, and MB a second from lines of text, on one core."""
    rows: list[Row] = []
    for lang in ("en", "zh"):
        pages = dev(lang)
        first = 0.0
        for name, extract in extractors().items() if pages else ():
            rate = len(pages) / cpu(partial(over, extract, [r["html"] for r in pages]))
            first = first or rate
            rows.append((f"{lang} HTML", name, f"{rate:.0f} pages/s", f"{first / rate:.1f}"))
        texts = [r["text"] for r in pages] or [prose(20_000, lang)] * 20
        size = sum(len(t.encode()) for t in texts) / 1e6
        rows.append((f"{lang} text", "bitext", f"{size / cpu(partial(over, lambda t: clean(t, form='text').text, texts)):.2f} MB/s", "–"))
    show("Speed, one core, CPU time", ("input", "extractor", "speed", "ours is … times as fast"), rows)


def prose(characters: int, lang: str = "en") -> str:
    """Lines of harmless text, made up here, with some dirt in it."""
    draw = random.Random(characters)
    words = (
        "港口 三月 货运 增长 今年 公司 表示 城市 发展"
        if lang == "zh"
        else "the harbour moved more freight in March than any city had planned"
    )
    gap, stop = ("", "。") if lang == "zh" else (" ", ".")
    lines, size = [], 0
    while size < characters:
        line = gap.join(draw.choices(words.split(), k=draw.randint(4, 40))) + draw.choice((stop, f"{stop}[1]", " ,", ""))
        lines.append(line)
        size += len(line) + 1
    return "\n".join(lines)[:characters]


def hostile(characters: int) -> dict[str, tuple[str, Literal["html", "text"]]]:
    """Pages of one size that tempt code into quadratic time."""
    paragraphs = "".join(f"<p>{line}</p>" for line in prose(characters).split("\n"))
    return {
        "prose, lines": (prose(characters), "text"),
        "prose, one line": (prose(characters).replace("\n", " "), "text"),
        "Chinese, lines": (prose(characters, "zh"), "text"),
        "paragraphs": (paragraphs, "html"),
        "list items": ("<li>x</li>" * (characters // 10), "html"),
        "nested divs": ("<div>" * (characters // 5), "html"),
        "table cells": ("<table>" + "<tr><td>7</td></tr>" * (characters // 19), "html"),
        "line breaks": ("a<br>" * (characters // 5), "html"),
        "open angle brackets": ("<" * characters, "html"),
        "spaces": (" " * characters, "text"),
        "one letter": ("a" * characters, "text"),
        "one ideographic stop": ("。" * characters, "text"),
        "digits": ("1" * characters, "text"),
        "open brackets": ("[" * characters, "text"),
        "citation marks": ("[1]" * (characters // 3), "text"),
        "short lines": ("a\n" * (characters // 2), "text"),
        "ticker tails": ("Co.Ltd(600405)" * (characters // 14), "text"),
        "capital words": ("Ab " * (characters // 3), "text"),
    }


def linearity(_: argparse.Namespace) -> None:
    """Seconds for 0.1 and 1 MB of the same kind; linear cost is a ratio near 10."""
    rows: list[Row] = []
    small, large = hostile(100_000), hostile(1_000_000)
    for name, (text, form) in large.items():
        short = small[name][0]
        a, b = cpu(partial(clean, short, form=form)), cpu(partial(clean, text, form=form), 1)
        rows.append((name, a, b, f"{b / a if a else 0:.1f}"))
    show("Cost by size", ("page", "0.1 MB, s", "1 MB, s", "ratio"), rows)


def start(_: argparse.Namespace) -> None:
    """Milliseconds to import and to answer --help, over an empty interpreter."""

    def wall(*arguments: str) -> float:
        took = []
        for _ in range(7):
            begin = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            took.append(time.perf_counter() - begin)
        return median(took) * 1000

    bare = wall("-c", "pass")
    loaded, helped = wall("-c", "import bitext"), wall("-m", "bitext", "--help")
    rows = [
        ("empty interpreter", f"{bare:.0f}"),
        ("import bitext, over that", f"{loaded - bare:.0f}"),
        ("bitext --help, in all", f"{helped:.0f}"),
    ]
    show("Start", ("what", "ms, wall, median of 7"), rows)


def lines(megabytes: int) -> Iterator[bytes]:
    """A JSONL stream of about that size: pages of 2 to 20 kB, made up here, HTML and text by turns."""
    made = 0
    for number in range(10**9):
        body = prose(2_000 + number % 7 * 3_000, "zh" if number % 3 == 0 else "en")
        key, value = ("text", body) if number % 2 else ("html", "<title>A page</title>" + "".join(f"<p>{x}</p>" for x in body.split("\n")))
        line = json.dumps({"id": str(number), key: value}, ensure_ascii=False).encode() + b"\n"
        made += len(line)
        yield line
        if made >= megabytes * 1_000_000:
            return


def stream(megabytes: int, *arguments: str) -> tuple[float, float]:
    """Pipe a stream through `bitext clean`: wall seconds, and the command's peak memory in MB (its own process)."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as source, tempfile.TemporaryDirectory() as folder:
        for line in lines(megabytes):
            source.write(line)
        source.flush()
        source.seek(0)
        begin = time.perf_counter()
        command = [*COMMAND, "--from", "auto", "-o", str(Path(folder, "out.jsonl")), *arguments]
        process = subprocess.Popen([*command[:5], source.name, *command[6:]])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            print(f"bitext clean ended with {process.returncode}")
        return time.perf_counter() - begin, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def jobs(options: argparse.Namespace) -> None:
    """Two processes against one."""
    one, two = (stream(options.jobs_mb, "-j", n)[0] for n in ("1", "2"))
    rows = [("-j 1", one, "1.00"), ("-j 2", two, f"{one / two:.2f}")]
    show(f"Processes, {options.jobs_mb} MB of JSONL", ("run", "s, wall", "times as fast"), rows)


def memory(options: argparse.Namespace) -> None:
    """Peak memory over a long stream."""
    rows: list[Row] = []
    for size in sorted({10, options.stream_mb}):
        seconds, peak = stream(size)
        rows.append((f"{size} MB", f"{peak:.0f} MB", f"{size / seconds:.2f} MB/s"))
    show("Memory over a stream", ("input", "peak resident", "speed, wall"), rows)


if __name__ == "__main__":
    sys.exit(main())
