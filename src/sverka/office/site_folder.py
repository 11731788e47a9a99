"""The folder of a site: the new one stands complete before the old one goes, and nothing else ever goes.

What is kept of every publication (`at/`, docs/published-files.md) goes along from the old one to the new one.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sverka.errors import Refused
from sverka.office.files import Files, write_files
from sverka.publish.site.build import MARK
from sverka.publish.site.kept import AT

A_DAY = 24 * 60 * 60  # seconds


def replace_site(files: Files, out: Path) -> int:
    """Put a site in the place of the one before; gives how many files it has. Interrupted, the old one stays."""
    with new_site(out) as building:
        return write_files(files, building)


@contextmanager
def new_site(out: Path) -> Iterator[Path]:
    """A folder to write a site into, which takes the place of the one before where all went well."""
    out = out.resolve()
    _check_is_ours(out)
    _save_what_is_kept(out)
    _clear_left_behind(out)
    building = _beside(out, "new")
    try:
        yield building
        _swap(building, out)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _beside(out: Path, word: str) -> Path:
    """A new folder name of this process alone, beside the site: nobody else's folder is ever removed."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.{word}")
    shutil.rmtree(beside, ignore_errors=True)
    return beside


def _clear_left_behind(out: Path) -> None:
    """Remove what processes that were killed left beside the site; a day later none of them still works on it."""
    for word in ("new", "old"):
        for beside in out.parent.glob(f".{out.name}.*.{word}"):
            number = beside.name.removeprefix(f".{out.name}.").removesuffix(f".{word}")
            if number.isdecimal() and time.time() - beside.stat().st_mtime > A_DAY:
                shutil.rmtree(beside, ignore_errors=True)


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
    _save_what_is_kept(out)
    shutil.rmtree(before, ignore_errors=True)


def _save_what_is_kept(out: Path) -> None:
    """Move the archive of the site before into the site, also where a process was killed before it came to that."""
    for kept in out.parent.glob(f".{out.name}.*.old/{AT}"):
        if out.is_dir() and not (out / AT).exists():
            kept.replace(out / AT)
