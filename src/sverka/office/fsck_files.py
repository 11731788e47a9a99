"""What lies under `record/`: bundles and tiles by their place, what writers left behind, and what belongs nowhere."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sverka.record.defects import Defect, DefectCode, defect
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, parse_bundle_path
from sverka.tlog.errors import TlogError
from sverka.tlog.tiles import Tile, parse_tile_path

CHECKPOINT = "checkpoint"
UNFINISHED = (".tmp", ".lock")


@dataclass(slots=True)
class RecordFiles:
    """The files of a record, by place; of one place there may be several widths."""

    folder: Path
    bundles: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    tiles: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    left_behind: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path) -> RecordFiles:
        """Everything beneath a folder `record/`."""
        self = cls(folder)
        for here, _, names in os.walk(folder):
            for name in names:
                self._sort((Path(here) / name).relative_to(folder).as_posix())
        return self

    @property
    def size(self) -> int:
        """How many entries the bundles hold, whatever a checkpoint says."""
        return max((index * BUNDLE_WIDTH + max(widths) for index, widths in self.bundles.items()), default=0)

    def bundle(self, index: int, width: int) -> str | None:
        """The narrowest file that has the first `width` entries of a bundle."""
        fitting = [each for each in self.bundles.get(index, ()) if each >= width]
        return bundle_path(index, min(fitting)) if fitting else None

    def tile(self, tile: Tile) -> str | None:
        """The narrowest file that has the hashes of a tile."""
        fitting = [each for each in self.tiles.get((tile.level, tile.number), ()) if each >= tile.width]
        return tile._replace(width=min(fitting)).path if fitting else None

    def others(self, used: set[str]) -> Iterator[Defect]:
        """Every file that the signed tree does not ask for."""
        for path in sorted(self._tree_paths() - used):
            yield defect(DefectCode.FILE_LEFT_BEHIND, f"record/{path}")
        for path in sorted(self.left_behind):
            yield defect(DefectCode.FILE_LEFT_BEHIND, f"record/{path}")
        for path in sorted(self.strange):
            yield defect(DefectCode.FILE_STRANGE, f"record/{path}")

    def _tree_paths(self) -> set[str]:
        bundles = {bundle_path(index, width) for index, widths in self.bundles.items() for width in widths}
        tiles = {Tile(*place, width).path for place, widths in self.tiles.items() for width in widths}
        return bundles | tiles

    def _sort(self, path: str) -> None:
        if path == CHECKPOINT:
            return
        if path.endswith(UNFINISHED):
            self.left_behind.append(path)
            return
        try:
            if path.startswith("tile/entries/"):
                index, width = parse_bundle_path(path)
                self.bundles[index].add(width)
            else:
                tile = parse_tile_path(path)
                self.tiles[tile.level, tile.number].add(tile.width)
        except TlogError:
            self.strange.append(path)
