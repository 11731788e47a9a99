"""What stands in a site, by its hashes: so that only files are written whose bytes are others.

A memory is asked while the files of the next site are made, and knows that site only when it is told that it stands
(`accept`). Stopped in between, nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sverka.publish.manifest import MANIFEST, format_manifest, parse_manifest
from sverka.publish.site.build import MARK
from sverka.publish.site.edition import Download
from sverka.publish.site.follower import Follower
from sverka.publish.station_names import LISTS, StationNames


@dataclass
class Standing:
    """The files of one site.

    `size` : of the record that they were made from; 0 where nothing stands, or all of it is to be made again
    `hashes` : of every file but those of single stations · `lists` : the lists that those are in, as they lie there
    `absent` : papers that are listed and not there: they were withheld later
    """

    size: int = 0
    hashes: dict[str, str] = field(default_factory=dict)
    lists: dict[str, bytes] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    downloads: dict[str, Download] = field(default_factory=dict)


class SiteMemory:
    """The site that stands, and the one that is being made.

    `follower` : what the pages of both share; results made with its `axes` share more of it
    """

    def __init__(self, stands: Standing | None = None) -> None:
        self.stands, self.follower = stands or Standing(), Follower()
        self.next = Standing()
        self.gone = frozenset[str]()
        """The paths that the site that stands has and the next one has not, once that is made."""
        self._opened: dict[str, dict[str, str]] = {}
        self._read: dict[str, dict[str, str]] = {}
        self._names: StationNames | None = None
        self._listed_by: StationNames | None = None  # the names that the lists of what stands are sorted by

    @classmethod
    def of(cls, site: Path, *, whole: bool = False) -> SiteMemory:
        """That of a folder; `whole` : all of it is to be made again, since another program or other rules made it."""
        mark, hashes = site / MARK, site / MANIFEST
        if not (mark.is_file() and hashes.is_file()):
            return cls()
        listed = parse_manifest(hashes.read_bytes())
        lists = {path: (site / path).read_bytes() for path in listed if path.startswith(LISTS)}
        size: int = 0 if whole else json.loads(mark.read_bytes())["record_size"]
        absent = {path for path in listed if path.startswith("evidence/") and not (site / path).exists()}
        return cls(Standing(size=size, hashes=listed, lists=lists, absent=absent))

    @property
    def size(self) -> int:
        """How many facts the site that stands was made from; 0 where all of it is to be made."""
        return self.stands.size

    def begin(self, size: int, *, whole: bool) -> None:
        """Begin the next site; where it is made as a whole, nothing of the one that stands is taken over."""
        stands = Standing() if whole else self.stands
        self.next = Standing(
            size=size,
            hashes=dict(stands.hashes),
            lists=dict(stands.lists),
            absent=set(stands.absent),
            downloads=dict(stands.downloads),
        )
        self._opened, self._read, self.gone = {}, {}, frozenset()

    def names(self, stations: tuple[str, ...], known: int) -> StationNames:
        """The names of the files of stations; made again only where the stations are others."""
        if self._names is None or (self._names.stations, self._names.known) != (stations, known):
            self._names = StationNames(stations, known)
        if self._names is not self._listed_by:
            self._list_again(self._names)
        return self._names

    def hash_of(self, path: str) -> str:
        """The hash of a file of the next site, as far as it is made; not of one of a single station."""
        return self.next.hashes.get(path, "")

    def changes(self, path: str, content: bytes) -> bool:
        """Note a file of the next site; gives whether it is another than the one that stands."""
        told = hashlib.sha256(content).hexdigest()
        listed = None if self._names is None else self._names.list_of(path)
        if listed is None:
            self.next.hashes[path] = told
            self.next.absent.discard(path)
            return self.stands.hashes.get(path) != told or path in self.stands.absent
        self._open(listed)[path] = told
        return self._stood(listed).get(path) != told

    def is_withheld(self, path: str, told: str) -> None:
        """Note a file that is in the list alone: its name is its hash."""
        self.next.hashes[path] = told
        self.next.absent.add(path)

    def drop(self, path: str) -> None:
        """The next site has a file no more."""
        self.next.hashes.pop(path, None)
        self.next.absent.discard(path)

    def finish(self) -> Iterator[tuple[str, bytes]]:
        """The lists of the next site, those that are others; from now on it is known what is gone."""
        gone = set[str]()
        for path, hashes in sorted(self._opened.items()):
            gone |= self._stood(path).keys() - hashes.keys()
            self.next.lists[path] = content = format_manifest(hashes)
            if self.changes(path, content):
                yield path, content
        for path in self.stands.lists.keys() - self.next.lists.keys():
            gone |= self._stood(path).keys()
        self.gone = frozenset(gone | (self.stands.hashes.keys() - self.next.hashes.keys()))
        content = format_manifest(self.next.hashes)
        if content != format_manifest(self.stands.hashes):
            yield MANIFEST, content

    def accept(self) -> None:
        """The next site stands now."""
        self.stands, self._listed_by = self.next, self._names

    def _list_again(self, names: StationNames) -> None:
        """Sort files of stations beyond the table into lists again: a new one may have moved the others."""
        beyond = [path for path in self.next.lists if path in names.lists_beyond_the_table]
        found = [each for path in beyond for each in parse_manifest(self.next.lists[path]).items()]
        self._opened |= {path: {} for path in beyond}
        for path, told in found:
            listed = names.list_of(path)
            if listed is not None:
                self._open(listed)[path] = told

    def _open(self, path: str) -> dict[str, str]:
        """A list of the next site, to be written to; of files beyond the table of stations it begins empty."""
        if path not in self._opened:
            self._opened[path] = parse_manifest(self.next.lists.get(path, b""))
        return self._opened[path]

    def _stood(self, path: str) -> dict[str, str]:
        """A list of the site that stands."""
        if path not in self._read:
            self._read[path] = parse_manifest(self.stands.lists.get(path, b""))
        return self._read[path]
