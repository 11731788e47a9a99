"""Partial tiles and bundles of earlier checkpoints: each must begin the file that continues it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sverka.office.fsck_files import RecordFiles
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path
from sverka.tlog.tiles import HEIGHT, WIDTH, Tile


def earlier_files(files: RecordFiles, size: int) -> Iterator[tuple[str, bool]]:
    """The files narrower than a record of `size` has them, and whether each is what it should be."""
    for index, widths in files.bundles.items():
        needed = min(BUNDLE_WIDTH, size - index * BUNDLE_WIDTH)
        continuing = files.bundle(index, needed)
        for width in widths:
            if width < needed and continuing:
                path = bundle_path(index, width)
                yield path, _begins(files.folder / path, files.folder / continuing)
    for (level, number), widths in files.tiles.items():
        needed = min(WIDTH, (size >> HEIGHT * level) - number * WIDTH)
        continuing = files.tile(Tile(level, number, needed)) if needed > 0 else None
        for width in widths:
            if width < needed and continuing:
                path = Tile(level, number, width).path
                yield path, _begins(files.folder / path, files.folder / continuing)


def _begins(narrower: Path, wider: Path) -> bool:
    """Whether a file is the beginning of another; both are small."""
    return wider.read_bytes().startswith(narrower.read_bytes())
