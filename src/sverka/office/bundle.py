"""A bundle: everything that the record says of one station, with its proofs, in one zip that a court can keep.

::

    README.txt  station.ky.html  station.ru.html  station.en.html     for people
    facts/00000012.json  facts/00000012.tlog-proof                    entry 12, its bytes and its proof
    evidence/39a4….csv                                                what the facts name
    checkpoint  log.vkey  policy.txt                                  who signed
    anchors/…                                                         time stamps (bundle_anchors.py)
    sverka_bundle.py  sverka_verify.py                                how to check it without Sverka
    files.sha256                                                      every file above, as `sha256sum -c` reads it

The same record gives the same bytes: no clock, no chance, nothing of the machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sverka
from sverka.domain.ids import StationId
from sverka.errors import Fault, Refused
from sverka.formats.nearest import nearest
from sverka.office.bundle_anchors import anchor_files, covering
from sverka.office.bundle_facts import StationFacts
from sverka.office.bundle_pages import pages
from sverka.office.bundle_papers import Paper, papers_of
from sverka.office.bundle_seal import seal_of
from sverka.office.folder import LOG_KEY, POLICY, State
from sverka.office.plain_zip import write_zip
from sverka.publish.manifest import MANIFEST, format_manifest
from sverka.publish.site.bundle import Material
from sverka.record.facts import AnchorFact, hash_of
from sverka.record.store import FROM_A_COPY
from sverka.tlog.checkpoint import Checkpoint, parse_checkpoint
from sverka.tlog.note import parse_note
from sverka.tlog.proof import TlogProof, format_proof
from sverka.tlog.tree import prove_inclusion

CHECKERS = ("sverka_bundle.py", "sverka_verify.py")
Files = Mapping[str, bytes | Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """What went into a bundle; `withheld` and `missing` files did not."""

    facts: int
    evidence: int
    stamps: int
    withheld: tuple[str, ...]
    missing: tuple[str, ...]


def write_bundle(state: State, station: str, target: Path) -> Bundled:
    """Write the bundle of a station."""
    check_is_station(state, station)
    bundle = _Bundle.of(state, station)
    files = {**bundle.proven(), **bundle.stamped(), **dict(pages(state, bundle.material()))}
    write_zip(target, {**files, MANIFEST: format_manifest(dict(_hashes(files)))})
    return bundle.told()


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What belongs into a bundle."""

    state: State
    note: bytes
    checkpoint: Checkpoint
    found: StationFacts
    anchors: Mapping[int, AnchorFact]
    papers: tuple[Paper, ...]

    @classmethod
    def of(cls, state: State, station: str) -> _Bundle:
        store = state.folder.store
        note = store.note() or b""
        checkpoint = parse_checkpoint(parse_note(note).text)
        if checkpoint.size != state.snapshot.size:
            raise Refused("R254", "the record grew while this command ran", cure="run the command again")
        found = StationFacts.of(store.entries(0, checkpoint.size), station, _areas(state, station))
        anchors = covering(state, found.of_station)
        for entry, fact in anchors.items():
            found.take(entry, store.entry(entry), fact)
        papers = tuple(papers_of(found.in_order(), state.folder.evidence))
        return cls(state, note, checkpoint, found, anchors, papers)

    def proven(self) -> Files:
        """Facts with their proofs, papers, signatures, and the programs that check them."""
        folder = self.state.folder
        return {
            **dict(self._facts()),
            **{paper.path: folder.evidence.path(paper.sha256) for paper in self.papers if paper.path},
            **dict(_signatures(folder.path, self.note)),
            **dict(_checkers()),
        }

    def stamped(self) -> Files:
        """The time stamps."""
        pairs = (
            anchor_files(self.state, entry, fact, self.checkpoint, self.note)
            for entry, fact in self.anchors.items()
        )
        return {path: content for files in pairs for path, content in files}

    def material(self) -> Material:
        """What the pages tell of."""
        return Material(
            station=self.found.station,
            facts=self.found.facts,
            hashes={index: hash_of(entry) for index, entry in self.found.entries.items()},
            paths={index: path_of(index) for index in self.found.entries},
            papers=tuple((paper.sha256, paper.name, paper.path) for paper in self.papers),
            seal=seal_of(self.state, self.checkpoint, self.note, self.anchors),
        )

    def told(self) -> Bundled:
        return Bundled(
            facts=len(self.found.facts),
            evidence=sum(bool(paper.path) for paper in self.papers),
            stamps=len(self.anchors),
            withheld=tuple(paper.sha256 for paper in self.papers if paper.withheld),
            missing=tuple(paper.sha256 for paper in self.papers if not paper.path and not paper.withheld),
        )

    def _facts(self) -> Iterator[tuple[str, bytes]]:
        """Each fact, and its proof."""
        size = self.checkpoint.size
        read = self.state.folder.store.hashes(size)
        for index, entry in self.found.entries.items():
            proof = TlogProof(index, tuple(prove_inclusion(index, size, read)), self.note)
            yield f"{path_of(index)}.json", entry
            yield f"{path_of(index)}.tlog-proof", format_proof(proof)


def check_is_station(state: State, station: str) -> None:
    """Refuse a station that neither the table nor any count knows."""
    stations = state.election.places.stations
    counted = any(
        station in counts.table.position
        for sources in state.snapshot.stations.values()
        for counts in sources.values()
    )
    if StationId(station) not in stations and not counted:
        raise Fault(
            f"no station {station!r} in this election",
            place=str(state.folder.path),
            cure=nearest(station, stations),
        )


def path_of(index: int) -> str:
    """Where a fact lies, without its ending."""
    return f"facts/{index:08d}"


def _areas(state: State, station: str) -> frozenset[str]:
    known = state.election.places.stations.get(StationId(station))
    return frozenset(area.id for area in state.election.places.above(known.area)) if known else frozenset()


def _signatures(folder: Path, note: bytes) -> Iterator[tuple[str, bytes]]:
    yield "checkpoint", note
    for name in (LOG_KEY, POLICY):
        if (folder / name).exists():
            yield name, (folder / name).read_bytes()


def _checkers() -> Iterator[tuple[str, bytes]]:
    """The programs by which strangers check it; they travel with this one."""
    beside = Path(sverka.__file__).parent.parent
    for name in CHECKERS:
        yield name, (beside / name).read_bytes()


def _hashes(files: Files) -> Iterator[tuple[str, str]]:
    """Every file by its hash; a paper must have the one that it is named by."""
    for path, content in files.items():
        whole = content if isinstance(content, bytes) else content.read_bytes()
        sha256 = hashlib.sha256(whole).hexdigest()
        if isinstance(content, Path) and sha256 != content.name:
            raise Fault("a file of evidence was changed", place=str(content), cure=FROM_A_COPY)
        yield path, sha256
