"""Writing many files into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sverka.errors import Fault

Files = Iterable[tuple[str, bytes]]


def write_files(files: Files, folder: Path) -> int:
    """Write files at their paths below a folder; gives how many."""
    made: set[Path] = set()
    count = 0
    for path, content in files:
        file = folder / path
        try:
            if file.parent not in made:
                file.parent.mkdir(parents=True, exist_ok=True)
                made.add(file.parent)
            file.write_bytes(content)
        except OSError as error:
            raise Fault(
                f"cannot be written: {error.strerror}", place=str(file), cure="give another --out"
            ) from error
        count += 1
    return count
