"""The record on disk: entry bundles under `record/`, appended to and never rewritten.

A full bundle is immutable; the last one is partial and gives way to a wider one. All bundles are
written to temporary names before the first is renamed, so that a full disk leaves the record as it was;
they are renamed in order, so that a process that is killed among them leaves a prefix of what was
handed in: the same command again adds the rest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault
from sverka.tlog.bundles import (
    BUNDLE_WIDTH,
    BundleError,
    bundle_path,
    format_bundle,
    parse_bundle,
    parse_bundle_path,
)

UNFINISHED = ".tmp"
LOOKS = 3  # a bundle that is being replaced is found at the second


@dataclass(frozen=True, slots=True)
class Store:
    """The entries of one record, by index from 0."""

    folder: Path

    @property
    def size(self) -> int:
        """How many entries the record holds."""
        return max((index * BUNDLE_WIDTH + width for index, width in self._bundles()), default=0)

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Entries `start` up to `stop` (default: the end), in order."""
        stop = self.size if stop is None else stop
        for index in range(start // BUNDLE_WIDTH, -(-stop // BUNDLE_WIDTH)):
            first = index * BUNDLE_WIDTH
            entries = self._read(index, least=min(stop - first, BUNDLE_WIDTH))
            yield from entries[max(0, start - first) : stop - first]

    def entry(self, index: int) -> bytes:
        """One entry."""
        return self._read(index // BUNDLE_WIDTH, least=index % BUNDLE_WIDTH + 1)[index % BUNDLE_WIDTH]

    def append(self, entries: Sequence[bytes]) -> range:
        """Write entries behind the last one; gives the indexes they have now."""
        size = self.size
        last, width = divmod(size, BUNDLE_WIDTH)
        held = self._read(last, least=width) if width else []
        pending = [*held, *entries]
        bundles = {
            last + at // BUNDLE_WIDTH: pending[at : at + BUNDLE_WIDTH]
            for at in range(0, len(pending) if entries else 0, BUNDLE_WIDTH)
        }
        for (index, bundle), temporary in zip(bundles.items(), self._written(bundles), strict=True):
            temporary.replace(temporary.with_suffix(""))
            self._drop_narrower(index, len(bundle))
        return range(size, size + len(entries))

    def _bundles(self) -> Iterator[tuple[int, int]]:
        """Index and width of every bundle file."""
        root = self.folder / "tile" / "entries"
        for here, _, files in os.walk(root):
            for file in files:
                path = (Path(here) / file).relative_to(self.folder).as_posix()
                if not file.endswith(UNFINISHED):
                    try:
                        yield parse_bundle_path(path)
                    except BundleError:
                        raise Fault(
                            "a file that is no part of a record",
                            place=str(self.folder / path),
                            cure="move it out of the record",
                        ) from None

    def _read(self, index: int, *, least: int) -> list[bytes]:
        """All entries of one bundle, from the widest file there is of it."""
        for path in self._files(index):
            width = parse_bundle_path(path.relative_to(self.folder).as_posix())[1]
            with suppress(FileNotFoundError):  # a writer has just put a wider one in its place
                if width >= least:
                    return _parse(path, width)
        raise Fault(
            f"of entries {index * BUNDLE_WIDTH} to {index * BUNDLE_WIDTH + least - 1} some are missing",
            place=str(self.folder / bundle_path(index)),
            cure="restore the record from a copy",
        )

    def _files(self, index: int) -> Iterator[Path]:
        """The files of one bundle, looked for again while a writer may be at work."""
        full = self.folder / bundle_path(index)
        for _ in range(LOOKS):
            if full.exists():
                yield full
            yield from _widest_first(_partials(full))

    def _written(self, bundles: Mapping[int, Sequence[bytes]]) -> list[Path]:
        """The bundles under temporary names, all or none of them."""
        temporaries: list[Path] = []
        try:
            for index, entries in bundles.items():
                path = self.folder / bundle_path(index, len(entries))
                path.parent.mkdir(parents=True, exist_ok=True)
                temporaries.append(path.with_name(path.name + UNFINISHED))
                temporaries[-1].write_bytes(format_bundle(entries))
        except BaseException:
            for temporary in temporaries:
                with suppress(OSError):
                    temporary.unlink()
            raise
        return temporaries

    def _drop_narrower(self, index: int, width: int) -> None:
        """Remove the partial bundles that the one just written contains, and what interrupted writers left.

        What a reader holds open cannot be removed on Windows, and does no harm where it lies.
        """
        partials = _partials(self.folder / bundle_path(index))
        for file in partials.glob("*"):
            if file.suffix == UNFINISHED or int(file.name) < width:
                with suppress(OSError):
                    file.unlink()
        if width == BUNDLE_WIDTH:
            with suppress(OSError):
                partials.rmdir()


def _widest_first(partials: Path) -> list[Path]:
    """The partial bundles in a folder; none where a writer has just removed it with the last of them."""
    try:
        files = [file for file in partials.iterdir() if file.name.isdigit()]
    except FileNotFoundError:
        return []
    return sorted(files, key=lambda file: -int(file.name))


def _partials(full: Path) -> Path:
    """The folder of the partial bundles of one index."""
    return full.with_name(full.name + ".p")


def _parse(path: Path, width: int) -> list[bytes]:
    try:
        entries = parse_bundle(path.read_bytes())
    except BundleError as error:
        raise Fault(str(error), place=str(path), cure="restore the file from a copy of the record") from error
    if len(entries) != width:
        raise Fault(
            f"{len(entries)} entries in a bundle of {width}",
            place=str(path),
            cure="restore the file from a copy of the record",
        )
    return entries
