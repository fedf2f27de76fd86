"""What `pip install bitext` brings stays small: counted over what the installed packages say they need."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

PACKAGES, MEGABYTES = 30, 200
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def base_install() -> dict[str, int]:
    """Every package that the base install needs, however far down, with the bytes of its files."""
    found: dict[str, int] = {}
    waiting = ["bitext"]
    while waiting:
        name = re.sub("[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            this = distribution(name)
        except PackageNotFoundError:
            continue  # wanted on another system only
        files = [Path(str(f.locate())) for f in this.files or () if f.suffix != ".pyc"]
        found[name] = sum(f.stat().st_size for f in files if f.is_file())
        waiting += [m[0] for need in this.requires or () if "extra ==" not in need and (m := _NAME.match(need))]
    return found


def test_the_base_install_stays_small() -> None:
    try:
        distribution("bitext")
    except PackageNotFoundError:
        pytest.skip("bitext is not installed here, so nothing says what it needs")
    found = base_install()
    print(f"{len(found)} packages, {sum(found.values()) / 1e6:.0f} MB")  # noqa: T201
    assert {"bitext", "jieba", "opencc", "numpy"} <= found.keys()
    assert len(found) <= PACKAGES
    assert sum(found.values()) <= MEGABYTES * 1e6
