"""`bitext doctor`: is everything here that the package needs, and which version of it?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bitext import __version__
from bitext.cli.choices import format_option, one_of
from bitext.cli.terminal import Painter, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Check", "doctor_command"]


class Check(NamedTuple):
    """One thing looked at: fine, broken, or only told (`ok` None), with what to do where it is broken."""

    name: str
    found: str
    ok: bool | None = True
    remedy: str = ""


def doctor_command(layout: Annotated[str, format_option("text", "json")] = "text") -> None:
    """Look at versions, packages, data files and encodings; exit 1 if something is broken."""
    one_of("--format", layout, ("text", "json"))
    checks = [*_versions(), *_packages(), *_data(), *_engines(), *_working()]
    broken = [c for c in checks if c.ok is False]
    if layout == "json":
        import json

        typer.echo(json.dumps({"ok": not broken, "checks": [c._asdict() for c in checks]}, indent=1))
    else:
        paint = Painter.of(sys.stdout)
        marks = {True: "ok", False: "BROKEN", None: "-"}
        for line, check in zip(
            columns((marks[c.ok], c.name, c.found + (f": {c.remedy}" if c.ok is False else "")) for c in checks), checks, strict=True
        ):
            typer.echo(paint(line, "red") if check.ok is False else line)
    raise typer.Exit(1 if broken else 0)


def _versions() -> Iterator[Check]:
    import locale
    import platform

    yield Check("bitext", __version__, None)
    supported = sys.version_info >= (3, 11)
    yield Check("python", f"{platform.python_version()} on {platform.system()}", supported, "install Python 3.11 or later")
    yield Check("locale", locale.getpreferredencoding(do_setlocale=False), None)
    yield Check(
        "standard output",
        str(getattr(sys.stdout, "encoding", None)),
        str(getattr(sys.stdout, "encoding", "")).lower() in ("utf-8", "utf8"),
        "",
    )


def _packages() -> Iterator[Check]:
    """What the installed distribution asks for: the base packages must be there, those of extras may."""
    from importlib import metadata

    try:
        needs = metadata.requires("bitext") or []
    except metadata.PackageNotFoundError:
        yield Check("distribution", "not installed", ok=False, remedy="run `pip install bitext`, or `pip install -e .` in a clone")
        return
    seen: set[str] = set()
    for need in needs:
        name = _name(need)
        extra = "extra ==" in need
        if name in seen:
            continue
        seen.add(name)
        try:
            yield Check(name, metadata.version(name), None if extra else True)
        except metadata.PackageNotFoundError:
            yield Check(
                name,
                "not installed" + (" (optional)" if extra else ""),
                None if extra else False,
                f"pip install '{need.split(';')[0].strip()}'",
            )


def _name(need: str) -> str:
    """The package's name at the head of a requirement (PEP 508).

    >>> _name("zstandard>=0.23 ; extra == 'x'")
    'zstandard'
    """
    end = next((i for i, char in enumerate(need) if not (char.isalnum() or char in "-_.")), len(need))
    return need[:end]


def _data() -> Iterator[Check]:
    """The data files against the list of hashes that the distribution was installed with, where there is one."""
    import base64
    import hashlib
    from importlib import metadata
    from pathlib import Path

    from bitext.signature import FOLDERS, data_files

    try:
        files = metadata.files("bitext") or []
    except metadata.PackageNotFoundError:  # said above
        files = []
    for file in files:
        if str(file.parent).removeprefix("bitext/") in FOLDERS and file.suffix not in (".py", ".pyc") and file.hash is not None:
            try:
                digest = hashlib.new(file.hash.mode, Path(str(file.locate())).read_bytes()).digest()
            except OSError as error:
                yield Check(str(file), (error.strerror or str(error)).lower(), ok=False, remedy="install bitext again")
                continue
            intact = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value
            if not intact:
                yield Check(str(file), "changed since it was installed", ok=False, remedy="install bitext again")
    found = data_files()
    yield Check("data files", f"{len(found)}: {', '.join(name for name, _ in found)}" if found else "none")


def _engines() -> Iterator[Check]:
    """Let each engine answer once: those of the base install must, those of extras may be missing but not broken."""
    from importlib.util import find_spec

    from bitext.glossary.searching import spell
    from bitext.language.profiles import LANGUAGES, log_likelihoods
    from bitext.normalization import normalize
    from bitext.words import cut_words

    again = "install it again: pip install --force-reinstall"
    tried: tuple[tuple[str, Callable[[], str], str], ...] = (
        ("jieba", lambda: "/".join(word.text for word in cut_words("今天天气好")), "words"),
        ("opencc", lambda: normalize("後來", script="hans"), "script conversion"),
        (
            "langdetect",
            lambda: max(zip(log_likelihoods("Der Regen hat am Abend aufgehört"), LANGUAGES, strict=True))[1],
            "language profiles",
        ),
        ("pypinyin", lambda: spell("重慶"), "pinyin"),
        ("rjieba", lambda: "/".join(word.text for word in cut_words("今天天气好", engine="rjieba")), "words, quicker"),
    )
    right = {"jieba": "今天天气/好", "opencc": "后来", "langdetect": "de", "pypinyin": "chongqing", "rjieba": "今天天气/好"}
    for name, ask, what in tried:
        if name == "rjieba" and find_spec(name) is None:
            continue  # the list of packages says so
        try:
            said = ask()
        except Exception as error:  # noqa: BLE001  whatever is broken, this command says so and goes on
            yield Check(f"{name} at work", f"{type(error).__name__}: {error}", ok=False, remedy=f"{again} {name}")
            continue
        yield Check(f"{name} at work", f"{what}: {said}", said == right[name], f"{again} {name}")


def _working() -> Iterator[Check]:
    """Clean one small page: the proof that parser, rules and weights work together."""
    page = "<html><body><p>The port opened a second berth, and ships now wait for half a day only.</p></body></html>"
    try:
        from bitext.cleaning import clean
        from bitext.replaying import replay
        from bitext.signature import make_signature

        document = clean(page)
        replayed = replay(document.blocks_read, document.edits) == document.blocks
    except Exception as error:  # noqa: BLE001  whatever is broken, this command says so and goes on
        yield Check("cleaning", f"{type(error).__name__}: {error}", ok=False, remedy="install bitext again")
        return
    yield Check(
        "cleaning",
        "a sample page comes out whole" if document.blocks and replayed else "a sample page is lost",
        bool(document.blocks) and replayed,
    )
    yield Check("signature", make_signature(), None)
