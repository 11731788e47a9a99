"""Every file of the reproducible part of a site: the same bytes from any copy of the record, on any machine.

What it is a function of: the first `size` facts, the files of evidence that they name, and this program. There is
no clock in it, no key, no path, no time zone but that of the election, and nothing of the system's language or fonts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from sverka.formats.datapackage import ExportedFile
from sverka.office.folder import State
from sverka.office.group_edition import group_edition_of
from sverka.office.papers import Papers
from sverka.office.record_files import RecordAt
from sverka.publish.exports import export_csv, export_figures
from sverka.publish.group.files import export_group
from sverka.publish.inventory import inventory_of
from sverka.publish.inventory_file import inventory_csv
from sverka.publish.manifest import MANIFEST, format_manifest
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.edition import Download
from sverka.publish.site.group_edition import GroupEdition

Pairs = Iterator[tuple[str, bytes]]


def site_files(state: State, results: Results, *, languages: Sequence[str] = LANGUAGES) -> Pairs:
    """The site as of the facts of a state, and of the results that follow from it; last the list of its files."""
    hashes: dict[str, str] = {}
    for path, content in _files(state, results, languages, hashes):
        hashes[path] = hashlib.sha256(content).hexdigest()
        yield path, content
    yield MANIFEST, format_manifest(hashes)


def _files(state: State, results: Results, languages: Sequence[str], hashes: dict[str, str]) -> Pairs:
    at = RecordAt(state.folder.store, state.snapshot.size)
    root, tiles = at.tree()
    group = group_edition_of(state)
    data = [*_data(results, root), *_of_the_group(results, group)]
    yield from ((file.path, file.data) for file in data)
    yield from _papers(state)
    yield from tiles
    yield from at.bundles()
    yield from _evidence(state, at, hashes)
    downloads = [_download(file) for file in data]
    yield from build_site(results, at.entries, languages=languages, downloads=downloads, group=group)


def _data(results: Results, root: bytes) -> Iterator[ExportedFile]:
    """The figures, then the counts they were computed from."""
    yield from export_figures(results, root=root)
    for file in export_csv(results):
        yield ExportedFile(path=f"data/{file.path}", title=file.title, data=file.data)


def _of_the_group(results: Results, group: GroupEdition | None) -> Iterator[ExportedFile]:
    """The papers there are, and the work of the group; nothing where there is neither."""
    inventory = inventory_of(results.election, results.snapshot)
    if inventory.sources:
        data = inventory_csv(inventory)
        yield ExportedFile(path="data/inventory.csv", title="Papers, station by station", data=data)
    if group is not None:
        yield from export_group(results, group.state)


def _download(file: ExportedFile) -> Download:
    return Download(
        path=file.path,
        title=file.title,
        media_type="application/json" if file.path.endswith(".json") else "text/csv",
        bytes=len(file.data),
        sha256=hashlib.sha256(file.data).hexdigest(),
    )


def _papers(state: State) -> Pairs:
    """The definition of the election, its stations and aliases, as the record has them."""
    fact = state.snapshot.definition
    if fact is not None:
        yield from Papers.recorded(fact, state.folder.evidence).files()


def _evidence(state: State, at: RecordAt, hashes: dict[str, str]) -> Pairs:
    """The files that the facts name. One that was withheld later is in the list alone: its name is its hash."""
    withheld = at.withheld_later()
    for named in at.evidence():
        if named in withheld:
            hashes[f"evidence/{named}"] = named
        else:
            yield f"evidence/{named}", state.folder.evidence.get(named)
