"""Every file of the reproducible part of a site: the same bytes from any copy of the record, on any machine.

What it is a function of: the first `size` facts, the files of evidence that they name, and this program. There is
no clock in it, no key, no path, no time zone but that of the election, and nothing of the system's language or fonts.

With a memory of the site that stands, only files are given whose bytes are others, and of those that only new facts
change only what these facts are about is made at all. Both ways lead to the same site, byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain

from sverka.formats.datapackage import ExportedFile
from sverka.office.folder import State
from sverka.office.group_edition import group_edition_of
from sverka.office.hands import with_more_hands
from sverka.office.histories import elections_of
from sverka.office.papers import Papers
from sverka.office.record_files import RECORD, RecordAt
from sverka.office.site_memory import SiteMemory
from sverka.publish.blocks import all_stations
from sverka.publish.data_files import PACKAGE_FILE, DataFiles
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.group.files import APPLICATIONS_FILE, CASES_FILE, export_group
from sverka.publish.inventory import inventory_of
from sverka.publish.inventory_file import inventory_csv
from sverka.publish.results import Results
from sverka.publish.since import Since
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.edition import Download
from sverka.publish.watching.answer import WATCHED_FILE, watched_json
from sverka.publish.watching.looks import watched_at
from sverka.publish.watching.report import WatchReport, watch_report

Pairs = Iterator[tuple[str, bytes]]

INVENTORY_FILE = "data/inventory.csv"
ANNUL, PAPERS = frozenset({"annulment", "reinstatement"}), frozenset({"document", "copy-refused"})
TITLES = {
    RESULTS_FILE: "All sums, shares, comparisons and seats",
    PACKAGE_FILE: "What the columns of all tables mean, and their parts",
    INVENTORY_FILE: "Papers, station by station",
    WATCHED_FILE: "Pages of others: every kept look, and what does not fit together",
}
OFFERED = (*TITLES, CASES_FILE, APPLICATIONS_FILE)


def site_files(
    state: State,
    results: Results,
    *,
    languages: Sequence[str] = LANGUAGES,
    memory: SiteMemory | None = None,
) -> Pairs:
    """The site as of the facts of a state, and of the results that follow from it; last the lists of its files.

    `memory` : of the site that stands; then only what is another, and afterwards `memory.gone` says what is no more
    """
    memory = SiteMemory() if memory is None else memory
    making = _Making(state, results, memory)
    for path, content in making.files(languages):
        if memory.changes(path, content):
            yield path, content
    yield from memory.finish()


class _Making:
    """One site in the making."""

    def __init__(self, state: State, results: Results, memory: SiteMemory) -> None:
        self.state, self.results, self.memory = state, results, memory
        self.at = RecordAt(state.folder.store, state.snapshot.size)
        self.kinds = self.at.kinds(memory.size) if memory.size else frozenset({"definition"})
        self.since = 0 if "definition" in self.kinds else memory.size
        memory.begin(self.at.size, whole=not self.since)
        names = memory.names(all_stations(results), len(results.election.places.stations))
        since = Since(results, self.since, decided=bool(self.kinds & ANNUL))
        self.data = DataFiles(results, since, names, memory.hash_of)
        self.group = group_edition_of(state)
        self.watched = self._watched()

    def files(self, languages: Sequence[str]) -> Pairs:
        """The files, data first."""
        root, tiles = self._record()
        yield from self._data(root)
        if not self.since:
            yield from _papers(self.state)
        yield from tiles
        yield from self._evidence()
        follower = self.memory.follower
        follower.election_of = follower.election_of or elections_of(self.state.folder)
        yield from build_site(
            self.results,
            self.at.store.entries(follower.size, self.at.size),
            languages=languages,
            downloads=self._downloads(),
            group=self.group,
            watched=self.watched,
            since=self.since or None,
            follower=follower,
            spread=with_more_hands,
        )

    def _watched(self) -> WatchReport | None:
        """What pages of others showed; None where the record keeps no capture of one."""
        election, snapshot = self.state.election, self.state.snapshot
        if not watched_at(snapshot):
            return None
        withheld, evidence = self.at.withheld_later(), self.state.folder.evidence
        return watch_report(election, snapshot, lambda each: b"" if each in withheld else evidence.get(each))

    def _data(self, root: bytes) -> Pairs:
        """The figures and the counts behind them, then what is offered beside them."""
        received = self.at.received(self.since)
        for path, content in self.data.all(root, received):
            if path in TITLES:
                self._offer(ExportedFile(path=path, title=TITLES[path], data=content))
            yield path, content
        for file in self._beside():
            self._offer(file)
            yield file.path, file.data

    def _beside(self) -> Iterator[ExportedFile]:
        """The papers there are, what pages of others showed, and the work of the group; of each, where there is any."""
        if not self.since or self.kinds & PAPERS or INVENTORY_FILE not in self.memory.next.downloads:
            inventory = inventory_of(self.results.election, self.results.snapshot)
            if inventory.sources:
                content = inventory_csv(inventory)
                yield ExportedFile(path=INVENTORY_FILE, title=TITLES[INVENTORY_FILE], data=content)
        if self.watched is not None:
            content = watched_json(self.watched)
            yield ExportedFile(path=WATCHED_FILE, title=TITLES[WATCHED_FILE], data=content)
        if self.group is not None:
            yield from export_group(self.results, self.group.state)

    def _offer(self, file: ExportedFile) -> None:
        self.memory.next.downloads[file.path] = Download(
            path=file.path,
            title=file.title,
            media_type="application/json" if file.path.endswith(".json") else "text/csv",
            bytes=len(file.data),
            sha256=hashlib.sha256(file.data).hexdigest(),
        )

    def _downloads(self) -> list[Download]:
        """What the page on data offers: single files with their hashes, then the tables in parts."""
        offered = self.memory.next.downloads
        single = [offered[path] for path in OFFERED if path in offered]
        return single + [
            Download(
                path=f"data/{table.paths[0]}",
                title=table.title,
                media_type="text/csv",
                bytes=0,
                sha256="",
                parts=len(table.paths),
            )
            for table in self.data.tables()
        ]

    def _record(self) -> tuple[bytes, Pairs]:
        """The root of the tree, and the tiles and bundles; only new ones where the others stand."""
        if not self.since:
            root, tiles = self.at.tree()
            return root, chain(tiles, self.at.bundles())
        paths = self.at.paths()
        for path in [path for path in self.memory.next.hashes if path.startswith(f"{RECORD}/")]:
            if path not in paths:  # a partial one that has grown
                self.memory.drop(path)
        return self.at.root(), self.at.missing(lambda path: bool(self.memory.hash_of(path)))

    def _evidence(self) -> Pairs:
        """The files that new facts name. One that was withheld later is in the list alone: its name is its hash."""
        fresh, withheld = self.at.named(self.since), self.at.withheld_later()
        for sha256 in sorted(fresh):
            path = f"evidence/{sha256}"
            if not fresh[sha256]:
                self.memory.drop(path)
            elif sha256 in withheld:
                self.memory.is_withheld(path, sha256)
            else:
                yield path, self.state.folder.evidence.get(sha256)


def _papers(state: State) -> Pairs:
    """The definition of the election, its stations and aliases, as the record has them."""
    fact = state.snapshot.definition
    if fact is not None:
        yield from Papers.recorded(fact, state.folder.evidence).files()
