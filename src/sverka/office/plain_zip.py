"""Zip files that are always the same bytes: sorted, dated 1980, and not packed, since zlib differs between machines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can state
PLAIN_FILE = 0o100644 << 16
UNIX = 3


def write_zip(target: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write files, given as their bytes or where they lie, into a zip; the target changes as a whole."""
    temporary = target.with_name(target.name + ".tmp")
    try:
        _write(temporary, files)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def zipped(files: Mapping[str, bytes | Path]) -> bytes:
    """The bytes of a zip of files."""
    written = io.BytesIO()
    _write(written, files)
    return written.getvalue()


def _write(target: Path | io.BytesIO, files: Mapping[str, bytes | Path]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            content = files[path]
            archive.writestr(_entry(path), content if isinstance(content, bytes) else content.read_bytes())


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, EARLIEST)
    entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
    return entry
