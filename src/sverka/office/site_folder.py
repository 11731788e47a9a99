"""The folder of a site: the new one stands complete before the old one goes, and nothing else ever goes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sverka.errors import Refused
from sverka.office.files import Files, write_files
from sverka.publish.site.build import MARK


def replace_site(files: Files, out: Path) -> int:
    """Put a site in the place of the one before; gives how many files it has. Interrupted, the old one stays."""
    out = out.resolve()
    _check_is_ours(out)
    building = _beside(out, "new")
    try:
        count = write_files(files, building)
        _swap(building, out)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return count


def _beside(out: Path, word: str) -> Path:
    """A new folder name of this process alone, beside the site: nobody else's folder is ever removed."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.{word}")
    shutil.rmtree(beside, ignore_errors=True)
    return beside


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
