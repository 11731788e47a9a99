"""The folder of an export: it may be written again, and nothing but an export is ever overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sverka.errors import Refused
from sverka.formats.datapackage import ExportedFile
from sverka.office.files import write_files

PACKAGE = "datapackage.json"


def write_export(files: Sequence[ExportedFile], out: Path) -> None:
    """Write the files of an export; refused where other files lie in their places."""
    known = _known(out)
    for file in files:
        path = out / file.path
        if path.exists() and not _is_ours(path, file, known):
            what = f"{path} is no file that an export wrote, or was changed since"
            raise Refused("R103", what, cure="give an empty folder: --out DIR")
    write_files(((file.path, file.data) for file in files), out)


def _is_ours(path: Path, file: ExportedFile, known: dict[str, str]) -> bool:
    if not path.is_file():
        return False
    if file.path == PACKAGE:
        return bool(known)
    return _hash(path.read_bytes()) in {known.get(file.path), _hash(file.data)}


def _known(out: Path) -> dict[str, str]:
    """The hash of each file that the data package lying there describes."""
    try:
        package = msgspec.json.decode((out / PACKAGE).read_bytes())
        return {each["path"]: each["hash"] for each in package["resources"]}
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return {}


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
