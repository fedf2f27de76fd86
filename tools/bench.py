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
import warnings
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bitext.alignment import align_sentences
from bitext.cleaning import clean
from bitext.evaluation import macro_scores, page_scores
from tests.hostile import KINDS, make, prose
from tools import (
    measure_duplicates,
    measure_filtering,
    measure_formats,
    measure_growth,
    measure_language,
    measure_matching,
    measure_memory,
    measure_runs,
    measure_sentences,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Row = tuple[object, ...]

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "clean"
#: Rounds of each timing; the quickest counts, since other work on the machine only ever adds.
ROUNDS = 3
#: Draws of the bootstrap over pages.
DRAWS = 1000


def main() -> int:
    """Run the parts asked for."""
    parts: dict[str, Callable[[argparse.Namespace], None]] = {
        "quality": quality, "speed": speed, "linearity": linearity, "start": start, "jobs": jobs, "memory": memory, "segmentation": segmentation,
    }  # fmt: skip
    parts["words"] = words
    parts["glossary"] = glossary
    parts["language"] = language
    parts["match"] = match
    parts["align"] = align
    parts["formats"] = formats
    parts["run"] = run
    parts["tm"] = tm
    parts["dedup"] = dedup
    parts["filters"] = filters
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(parts), help="parts, parted by commas (default: %(default)s)")
    parser.add_argument("--stream-mb", type=int, default=100, help="size of the stream whose memory is measured (default: %(default)s)")
    parser.add_argument("--jobs-mb", type=int, default=20, help="size of the input that two processes share (default: %(default)s)")
    parser.add_argument(
        "--kinds", type=int, default=30, help="how many of the slowest kinds of hostile pages are shown (default: %(default)s)"
    )
    parser.add_argument("--pairs", type=int, default=1_000_000, help="pairs of the translation memory (default: %(default)s)")
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


def linearity(options: argparse.Namespace) -> None:
    """Seconds for 0.1 and 1 MB of each hostile kind, slowest first; linear cost is a ratio near 10."""
    rows: list[tuple[str, float, float, str]] = []
    for kind in KINDS:
        (form, small), (_, large) = make(kind, 100_000), make(kind, 1_000_000)
        a, b = cpu(partial(clean, small, form=form), 2), cpu(partial(clean, large, form=form), 1)
        rows.append((kind, a, b, f"{b / a:.1f}" if a >= 0.01 else "–"))
    rows.sort(key=lambda row: -row[2])
    show("Cost by size, slowest kinds", ("page", "0.1 MB, s", "1 MB, s", "ratio"), rows[: options.kinds])


def language(_: argparse.Namespace) -> None:
    """Languages: shares of right answers, what Hani is, speed beside the peers that are installed, growth on hostile text."""
    if measure_language.is_here():
        show("Language, NTREX development half", ("task", "right"), list(measure_language.rates().items()))
        show("Hani", ("lines", "that OpenCC leaves as they are"), list(measure_language.hani_share().items()))
        show("Language, speed", ("detector", "lines a CPU second"), list(measure_language.speeds()))
    show("Language, hostile text of 1 MB", ("kind", "s", "of 0.1 MB, times"), list(measure_language.growth()))


def segmentation(_: argparse.Namespace) -> None:
    """Sentences: F1 of boundaries and speed beside the peers that are installed, language borders, growth on hostile text."""
    rows: list[Row] = []
    for lang, splitters in measure_sentences.peers().items() if measure_sentences.is_here() else ():
        for name, split in splitters.items():
            rounds = 1 if name == "pysbd" else 5  # it takes seconds
            rows.append((lang, name, *measure_sentences.boundary_scores(lang, split), measure_sentences.speeds(split, (lang,), rounds)))
        rows.append((lang, "ceiling of marks", *measure_sentences.ceiling(lang), "–"))
    show("Sentences, NTREX development half", ("language", "splitter", "F1", "precision", "recall", "MB/s"), rows)
    if measure_sentences.is_here():
        layouts = [(layout, measure_sentences.border_share(layout)) for layout in measure_sentences.BORDERS]
        rows = [*layouts, ("inserted terms, left whole", measure_sentences.undivided_share())]
        show("Language borders", ("layout", "right"), rows)
        print(f"\nBoth languages, paragraphs: {measure_sentences.speeds(measure_sentences.ours):.1f} MB/s")
    slowest = sorted(measure_sentences.growth(), key=lambda row: -row[2])[:10]
    rows = [(name, a, b, f"{b / a:.1f}" if a >= 0.01 else "–") for name, a, b in slowest]
    show("Sentences, cost by size, slowest kinds", ("text", "0.1 MB, s", "1 MB, s", "ratio"), rows)


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


@dataclass(frozen=True, slots=True)
class Streamed:
    """What a run of the command over a stream took.

    Seconds of wall time, CPU seconds of the parent and of all its processes, the largest process's peak memory in MB.
    """

    wall: float
    parent: float
    whole: float
    peak: float


#: Runs the command and tells at its end what it took; a parent's own CPU time is known only to itself.
_TIMED = (
    "import resource, sys, time; from bitext.cli import main; begin = time.perf_counter()\n"
    "try: main()\n"
    "finally:\n"
    " own, kids = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
    " cpu = own.ru_utime + own.ru_stime\n"
    " print(time.perf_counter() - begin, cpu, cpu + kids.ru_utime + kids.ru_stime, max(own.ru_maxrss, kids.ru_maxrss), file=sys.stderr)"
)


def stream(megabytes: int, *arguments: str) -> Streamed:
    """Send a stream of JSONL through `bitext clean - --to jsonl`."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryDirectory() as folder:
        for line in lines(megabytes):
            source.write(line)
        source.seek(0)
        command = [sys.executable, "-c", _TIMED, "clean", "-q", "-", "--to", "jsonl", "-o", str(Path(folder, "out.jsonl")), *arguments]
        done = subprocess.run(command, stdin=source, stderr=subprocess.PIPE, check=True, encoding="utf-8")
        wall, parent, whole, peak = map(float, done.stderr.split()[-4:])
        return Streamed(wall, parent, whole, peak / (1024 if sys.platform == "linux" else 1024**2))


def jobs(options: argparse.Namespace) -> None:
    """Two processes against one; what the parent itself uses bounds what any number of them can win."""
    runs = [(name, stream(options.jobs_mb, *name.split())) for name in ("-j 1", "-j 2")]
    rows = [(name, r.wall, f"{runs[0][1].wall / r.wall:.2f}", r.parent, r.whole) for name, r in runs]
    head = ("run", "s, wall", "times as fast", "CPU s, parent", "CPU s, all")
    show(f"Processes, {options.jobs_mb} MB of JSONL", head, rows)


def memory(options: argparse.Namespace) -> None:
    """Peak memory over a long stream."""
    rows: list[Row] = []
    for size in sorted({10, options.stream_mb}):
        run = stream(size)
        rows.append((f"{size} MB", f"{run.peak:.0f} MB", f"{size / run.whole:.2f} MB/s"))
    show("Memory over a stream", ("input", "peak resident", "speed, CPU"), rows)


def words(_: argparse.Namespace) -> None:
    """Words, keys and conversion: MB of UTF-8 a second, line by line, and seconds to start, beside jieba and OpenCC themselves."""
    from opencc import OpenCC

    from bitext.normalization import make_key, normalize
    from bitext.words import make_cutter
    from bitext.words.dictionary import load_dictionary

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    peer, plain, convert = jieba.Tokenizer(), make_cutter(), OpenCC("t2s")
    peer.FREQ, peer.total = peer.gen_pfdict(peer.get_dict_file())
    peer.initialized = True
    news = DATA.parent / "ntrex"
    hans, hant = (
        path.read_text(encoding="utf-8").split("\n") if (path := news / f"{name}.txt").is_file() else prose(100_000, "zh").split("\n")
        for name in ("zh-Hans", "zh-Hant")
    )
    runs: list[tuple[str, Callable[[str], object], list[str]]] = [
        ("words", plain.cut, hans), ("words, places alone", plain.find_spans, hans), ("words, traditional", plain.cut, hant),
        ("words, 5,000 terms", make_cutter(f"术语{n}" for n in range(5000)).cut, hans), ("jieba.lcut", peer.lcut, hans),
        ("make_key", make_key, hant), ("normalize hans", partial(normalize, script="hans"), hant),
        ("normalize hant", partial(normalize, script="hant"), hans), ("OpenCC t2s", convert.convert, hant),
    ]  # fmt: skip
    if find_spec("rjieba"):
        runs.insert(4, ("words, rjieba", make_cutter(engine="rjieba").cut, hans))
    rows = [(name, sum(len(t.encode()) for t in texts) / 1e6 / cpu(partial(each, work, texts))) for name, work, texts in runs]
    show("Words and normalization", ("what", "MB/s"), rows)
    read = cpu(_read_dictionary)
    show("Start of words", ("what", "s, CPU"), [("dictionary", read), ("jieba's, from its text", cpu(partial(_read_peer, jieba)))])
    assert load_dictionary().scores


def glossary(_: argparse.Namespace) -> None:
    """Terms: MB of UTF-8 a second with 40,000 terms, overlaps resolved, over documents of twenty lines; seconds to make the index."""
    from bitext.glossary import Concept, Glossary
    from bitext.glossary.finding import make_index
    from bitext.glossary.starter import load_starter
    from bitext.glossary.verifying import verify_pair
    from bitext.normalization import make_key
    from bitext.words.dictionary import load_dictionary

    rng = random.Random(1)
    known = [word for word, score in load_dictionary().scores.items() if score is not None and 2 <= len(word) <= 4]
    english = [
        line.split("\t")[-1]
        for line in (Path(__file__).parent.parent / "bitext/data/english_words.txt").read_text("utf-8").split("\n")
        if line[:1] not in ("#", "")
    ]
    compounds = [Concept(f"c{n}", ("".join(rng.sample(known, 2)),), (" ".join(rng.sample(english, 3)),)) for n in range(19_500)]
    single = [Concept(f"c{n}", (word,), (" ".join(rng.sample(english, 2)),)) for n, word in enumerate(rng.sample(known, 20_000))]
    real = load_starter()
    many, words_alone = Glossary((*compounds, *real.concepts)), Glossary(tuple(single))
    news = DATA.parent / "ntrex"
    lines = {
        name: path.read_text(encoding="utf-8").split("\n")
        if (path := news / f"{name}.txt").is_file()
        else prose(100_000, name[:2]).split("\n")
        for name in ("zh-Hans", "zh-Hant", "en")
    }
    documents = {name: ["\n".join(found[n : n + 20]) for n in range(0, len(found), 20)] for name, found in lines.items()}
    documents["zh-Hans and en"] = documents["zh-Hans"] + documents["en"]
    rows: list[Row] = []
    for name, texts in documents.items():
        size = sum(len(text.encode()) for text in texts) / 1e6
        runs: list[Callable[[str], object]] = [*(make_index(made).find for made in (real, many, words_alone)), make_key]
        rows.append((name, *(size / cpu(partial(each, run, texts)) for run in runs)))
    show(
        "Terms found, MB/s",
        ("text", f"starter, {len(real.concepts)} concepts", "40,000 terms", "40,000, half of them common words", "make_key alone"),
        rows,
    )
    pairs = list(zip(lines["zh-Hans"], lines["en"], strict=False))
    index = make_index(real)
    show("Pairs and indexes", ("what", "figure"), [
        ("verify_pair, pairs/s", len(pairs) / cpu(lambda: [verify_pair(zh, en, index) for zh, en in pairs])),
        ("index of 40,000 terms, s", cpu(lambda: make_index(Glossary(many.concepts)), 1)),
    ])  # fmt: skip


def formats(_: argparse.Namespace) -> None:
    """Corpora written and read in each format, beside translate-toolkit where it is installed."""
    print("\n### Formats\n")
    measure_formats.main()


def match(_: argparse.Namespace) -> None:
    """Couples among made-up documents: growth, and peak memory of the whole process, the documents included."""
    head = ("documents a side", "s, CPU", "peak, MB", "precision", "recall")
    show("Matching documents", head, [(number, *measure_matching.measure(number)) for number in (1_000, 3_000, 10_000)])


def align(_: argparse.Namespace) -> None:
    """Growth of alignment on made-up texts, a process each, and what thousands of equal lines cost."""
    rows = [(row["size"], row["seconds"], row["memory"], row["both"]) for row in measure_growth.measure_growth()]
    show("Alignment", ("sentences a side", "s, CPU", "MB above the lexicon", "pairs"), rows)
    alike = cpu(lambda: align_sentences(["我们在家喝茶。"] * 3000, ["We drank tea at home."] * 3000))
    show("Equal lines", ("3,000 a side", "s, CPU"), [("", alike)])


def dedup(options: argparse.Namespace) -> None:
    """Deduplication: time and memory by level, what near duplicates are missed, MinHash beside the peer's."""
    head = ("level", "s, CPU", "peak, MB", "pairs kept", "index, MB")
    show(f"Deduplication of {options.pairs:,} made-up pairs", head, list(measure_duplicates.commands(options.pairs)))
    show("Changed sentences found, by similarity", ("similarity", "found", "of", "theory"), list(measure_duplicates.recall()))
    show("Shingles and MinHash, texts a CPU second", ("", "texts"), list(measure_duplicates.signatures()))


def tm(options: argparse.Namespace) -> None:
    """The translation memory: rate and size, latencies beside a scan of the texts, and what like sentences are missed."""
    for title, head, rows in measure_memory.measure(options.pairs):
        show(title, head, rows)


def filters(_: argparse.Namespace) -> None:
    """Filters of pairs: pairs a CPU second on one core, by the rules alone and with adequacy, over pairs of news or made-up ones."""
    from bitext.model import Pair

    news = DATA.parent / "ntrex"
    zh, en = (
        path.read_text(encoding="utf-8").split("\n") if (path := news / f"{name}.txt").is_file() else prose(100_000, name[:2]).split("\n")
        for name in ("zh-Hans", "en")
    )
    pairs = [Pair(str(number), left, right, 1.0) for number, (left, right) in enumerate(zip(zh, en, strict=False))]
    show(
        "Filters, pairs a CPU second",
        ("filters", "pairs"),
        [(name, f"{rate:,.0f}") for name, rate in measure_filtering.speeds(pairs).items()],
    )


def run(_: argparse.Namespace) -> None:
    """The whole pipeline: two processes against one, and memory as the pages grow ten times in number."""
    pair = [(f"-j {n}", measure_runs.measure(400, n)) for n in (1, 2)]
    rows: list[Row] = [(name, r.wall, f"{pair[0][1].wall / r.wall:.2f}", r.parent, r.whole, r.pairs) for name, r in pair]
    show("Pipeline, 400 couples of pages", ("run", "s, wall", "times as fast", "CPU s, parent", "CPU s, all", "pairs"), rows)
    runs = [measure_runs.measure(couples, 1, page_kb=50, by="names") for couples in (100, 1_000)]
    grown = [(f"{r.megabytes:.0f} MB", f"{r.parent_peak:.0f} MB", f"{r.megabytes / r.whole:.2f} MB/s") for r in runs]
    show("Pipeline, memory", ("input", "peak resident", "speed, CPU"), grown)


def each(work: Callable[[str], object], texts: Sequence[str]) -> None:
    """Work on each text."""
    for text in texts:
        work(text)


def _read_dictionary() -> None:
    from bitext.words import dictionary

    dictionary._read()  # noqa: SLF001  the cached door would measure nothing


def _read_peer(jieba: Any) -> None:
    peer = jieba.Tokenizer()
    peer.gen_pfdict(peer.get_dict_file())


if __name__ == "__main__":
    sys.exit(main())
