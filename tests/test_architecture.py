"""The shape of the package: which room may import which, what a bare import loads, and that names say what they are."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import json
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import bitext

ROOT = Path(bitext.__file__).parent
#: From left to right: a room imports from its own tier and from those to its left, never to its right.
TIERS = (
    {"model", "errors"},
    {"text", "data", "collector"},
    {"encoding", "mojibake", "values", "lexicon", "classes", "nesting", "plots"},
    {"language"},
    {"segmentation", "normalization"},
    {"words"},
    {"metadata", "jsonld", "html", "plaintext"},
    {"maintext"},
    {"rules", "status"},
    {"cleaning", "replaying", "sites"},
    {"glossary"},
    {"alignment"},
    {"matching"},
    {"filtering", "deduplication", "splitting"},
    {"evaluation"},
    {"signature"},
    {"pipeline"},
    {"io", "processes"},
    {"memory", "shards"},
    {"adapters"},
    {"cli", "__main__"},
)
TIER = {room: number for number, rooms in enumerate(TIERS) for room in rooms}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(p): p for p in sorted(ROOT.rglob("*.py"))}


def room_of(module: str) -> str:
    return module.split(".")[1]


def imports_of(module: str) -> set[str]:
    """Every bitext module that a module imports, at its head, inside a function or for types only."""
    path, found = MODULES[module], set()
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{a.name}" if f"{base}.{a.name}" in MODULES else base for a in node.names}
    return {name for name in found if name in MODULES}


def test_relative_imports_are_understood_too() -> None:
    assert "bitext.model" in imports_of("bitext.rules.rule")
    assert "bitext.rules.metadata" in imports_of("bitext.rules")


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"bitext"}))
def test_a_room_imports_nothing_to_its_right(module: str) -> None:
    room = room_of(module)
    assert room in TIER, f"give {room} a place in TIERS"
    for other in imports_of(module) - {"bitext"}:
        assert TIER[room_of(other)] <= TIER[room], f"{module} imports {other}, which stands to its right"


def test_rooms_do_not_import_one_another_in_circles() -> None:
    rooms: dict[str, set[str]] = {}
    for module in set(MODULES) - {"bitext"}:
        rooms.setdefault(room_of(module), set()).update(room_of(m) for m in imports_of(module) - {"bitext"})
    order = tuple(TopologicalSorter({room: others - {room} for room, others in rooms.items()}).static_order())
    assert set(order) == set(rooms)


def test_a_bare_import_loads_nothing_heavy() -> None:
    code = "import json, sys, bitext; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    loaded = set(json.loads(done.stdout))
    assert "bitext" in loaded
    assert not loaded & {
        "numpy",
        "selectolax",
        "typer",
        "click",
        "rich",
        "zstandard",
        "charset_normalizer",
        "ahocorasick_rs",
        "warcio",
        "lxml",
        "jieba",
        "opencc",
        "langdetect",
    }


def public_names(module: str) -> list[str]:
    return list(getattr(importlib.import_module(module), "__all__", []))


@pytest.mark.parametrize("module", sorted(m for m in MODULES if not m.endswith("__main__")))
def test_every_module_imports_and_tells_what_is_public(module: str) -> None:
    loaded = importlib.import_module(module)
    assert loaded.__doc__, f"{module} says nothing of itself"
    names = public_names(module)
    assert len(set(names)) == len(names)
    for name in names:
        assert hasattr(loaded, name), f"{module}.__all__ names {name}, which is not there"


@pytest.mark.parametrize("module", sorted(m for m in MODULES if not m.endswith("__main__")))
def test_every_public_name_has_a_docstring(module: str) -> None:
    loaded = importlib.import_module(module)
    for name in public_names(module):
        value = getattr(loaded, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            doc = value.__doc__ or ""
            made = dataclasses.is_dataclass(value) and doc.startswith(f"{name}(")
            assert doc.strip(), f"{module}.{name}"
            assert not made, f"{module}.{name} has only the docstring that dataclass made"


def test_no_module_bears_a_public_functions_name() -> None:
    """A lazily exported `clean` would be shadowed by a module `clean` beside it as soon as that is imported.

    A command's module bears the command's name: nothing is exported from there.
    """
    assert "clean" in public_names("bitext")
    for package in (m for m, path in MODULES.items() if path.name == "__init__.py"):
        beside = {m.rpartition(".")[2] for m in MODULES if m.rpartition(".")[0] == package}
        assert not beside & set(public_names(package)), package
    stems = {m.rpartition(".")[2] for m in MODULES if not m.startswith("bitext.cli.")}
    assert not stems & set(public_names("bitext"))


def test_public_functions_still_work_after_every_submodule_is_imported() -> None:
    for module in MODULES:
        if not module.endswith("__main__"):
            importlib.import_module(module)
    for name in bitext.__all__:
        assert not inspect.ismodule(getattr(bitext, name)), name
    assert list(bitext.__all__) == sorted(bitext.__all__)
    assert bitext.clean("Hello there.").blocks


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_stays_small_enough_to_be_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
