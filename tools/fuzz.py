"""`make fuzz`: minutes of hostile input against the three ways in: bytes, a page as a string, the command on JSONL.

Coverage-guided with atheris where that is installed, else Hypothesis. Stops with exit 1 at the first input that
raises, hangs or breaks a promise, and writes it to fuzz-failures/; a failure becomes a case in tests/cases/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bitext.cleaning import clean
from bitext.errors import InputError
from bitext.replaying import replay
from tests.strategies import dirty_html, dirty_text, json_records

if TYPE_CHECKING:
    from collections.abc import Callable

    from bitext.cleaning import Form

FAILURES = Path("fuzz-failures")
#: Seconds that one small input may take.
PATIENCE = 5.0
#: What `bitext clean` may end with: fine, or some records failed (each named on stderr).
FINE = (0, 3)


def as_bytes(data: bytes) -> None:
    """Clean bytes of any encoding, or none."""
    try:
        document = clean(data)
    except InputError:
        return
    assert replay(document.blocks_read, document.edits) == document.blocks


def as_page(data: bytes) -> None:
    """Clean a string, lone surrogates included, taken for a page, for text and for whatever it looks like."""
    source = data.decode("utf-8", "surrogatepass" if _pairs(data) else "replace")
    forms: tuple[Form, ...] = ("html", "text", "markdown", "auto")
    for form in forms:
        document = clean(source, form=form)
        assert replay(document.blocks_read, document.edits) == document.blocks


def _pairs(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def as_lines(data: bytes) -> None:
    """Run the command over JSONL: no traceback, an exit code of its own, and one output line for each input line."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_bytes(data)
        command = [sys.executable, "-m", "bitext", "clean", "-q", str(source), "--to", "jsonl", "-o", str(out)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
        assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
        assert done.returncode in FINE, done.returncode
        asked = [line for line in data.split(b"\n") if line.strip()] if data else [data]  # an empty input is itself named as failed
        given_back = out.read_bytes().split(b"\n") if out.exists() else []
        assert len([line for line in given_back if line]) == len(asked)


TARGETS: dict[str, Callable[[bytes], None]] = {"bytes": as_bytes, "page": as_page, "lines": as_lines}
INPUTS: dict[str, st.SearchStrategy[bytes]] = {
    "bytes": st.one_of(st.binary(max_size=2_000), dirty_text.map(lambda t: t.encode("gb18030", "replace"))),
    "page": st.one_of(dirty_html, dirty_text).map(lambda t: t.encode("utf-8", "surrogatepass")),
    "lines": st.lists(
        st.one_of(json_records.map(lambda r: json.dumps(r).encode()), st.binary(max_size=40).map(lambda b: b.replace(b"\n", b""))),
        max_size=8,
    ).map(b"\n".join),
}


def guarded(name: str) -> Callable[[bytes], None]:
    """The target, which keeps any input that fails it or takes too long."""

    def run(data: bytes) -> None:
        begin = time.perf_counter()
        try:
            TARGETS[name](data)
            assert name == "lines" or time.perf_counter() - begin < PATIENCE, "too slow"
        except BaseException:
            FAILURES.mkdir(exist_ok=True)
            path = FAILURES / f"{name}-{hashlib.sha256(data).hexdigest()[:16]}"
            path.write_bytes(data)
            print(f"kept the input in {path}", file=sys.stderr)
            raise

    return run


def with_hypothesis(name: str, seconds: float) -> None:
    """Draw inputs until the time is over."""
    end, count, target = time.monotonic() + seconds, 0, guarded(name)

    @settings(deadline=None, max_examples=25 if name == "lines" else 500, database=None, suppress_health_check=list(HealthCheck))
    @given(INPUTS[name])
    def draw(data: bytes) -> None:
        nonlocal count
        if time.monotonic() < end:
            count += 1
            target(data)

    while time.monotonic() < end:
        draw()
    print(f"{name}: {count} inputs by Hypothesis, no failure", flush=True)


def with_atheris(name: str, seconds: float) -> None:
    """Let coverage guide: atheris ends its process, so each target has one of its own."""
    import atheris

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=4096", "-verbosity=0", "-print_final_stats=1"], guarded(name))
    atheris.Fuzz()


def main() -> int:
    """Share the minutes among the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0, help="for all targets together (default: %(default)s)")
    parser.add_argument("--target", choices=TARGETS, help="one target alone")
    parser.add_argument("--engine", choices=("auto", "atheris", "hypothesis"), default="auto")
    options = parser.parse_args()
    guide = options.engine == "atheris" or (options.engine == "auto" and find_spec("atheris") is not None)
    if options.target:
        if guide and options.target != "lines":  # the command runs in another process, where no coverage is seen
            with_atheris(options.target, options.minutes * 60)
        else:
            with_hypothesis(options.target, options.minutes * 60)
        return 0
    share, engine = options.minutes / len(TARGETS), "atheris" if guide else "hypothesis"
    for name in TARGETS:
        print(f"{name}: {share:.1f} minutes", flush=True)
        command = [sys.executable, "-m", "tools.fuzz", "--target", name, "--minutes", str(share), "--engine", engine]
        done = subprocess.run(command, check=False, env=os.environ | {"PYTHONHASHSEED": "0"})
        if done.returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
