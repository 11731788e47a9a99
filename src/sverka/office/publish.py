"""Write a site to a folder: the new one stands complete before the old one goes."""

from __future__ import annotations

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
    _check_is_ours(out)
    building = out.with_name(out.name + ".new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    made: set[Path] = set()
    count = 0
    for path, content in progress(pages):
        count += 1
        file = building / path
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(content)
    _swap(building, out)
    return count


def _check_is_ours(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Refused("R103", f"{out} is a file", cure="give a folder: --out DIR")
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise Refused(
            "R103", f"{out} holds files that are no site of Sverka", cure="give an empty folder: --out DIR"
        )


def _swap(building: Path, out: Path) -> None:
    before = out.with_name(out.name + ".old")
    shutil.rmtree(before, ignore_errors=True)
    if out.exists():
        out.replace(before)
    building.replace(out)
    shutil.rmtree(before, ignore_errors=True)
