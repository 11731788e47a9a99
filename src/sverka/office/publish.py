"""Write a site to a folder: the new one stands complete before the old one goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sverka.errors import Refused

MARK = "site.json"  # every site of ours has it, and nothing else is ever overwritten

Pages = Iterable[tuple[str, bytes]]


def write_site(
    pages: Pages, out: Path, *, progress: Callable[[Pages], Iterator[tuple[str, bytes]]] = iter
) -> int:
    """Replace the site in `out`; gives how many files it has. Interrupted, the old one stays as it was."""
    out = out.resolve()
    _check_is_ours(out)
    building = _beside(out, "new")
    count = 0
    try:
        for path, content in progress(pages):
            _write(building / path, content)
            count += 1
        _swap(building, out)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return count


def _beside(out: Path, word: str) -> Path:
    """A new folder name of this process alone, beside the site: nobody else's folder is ever removed."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.{word}")
    shutil.rmtree(beside, ignore_errors=True)
    return beside


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True)
        file.write_bytes(content)


def _check_is_ours(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Refused("R103", f"{out} is a file", cure="give a folder: --out DIR")
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise Refused(
            "R103", f"{out} holds files that are no site of Sverka", cure="give an empty folder: --out DIR"
        )


def _swap(building: Path, out: Path) -> None:
    before = _beside(out, "old")
    if out.exists():
        out.replace(before)
    try:
        building.replace(out)
    except BaseException:
        before.replace(out)
        raise
    shutil.rmtree(before, ignore_errors=True)
