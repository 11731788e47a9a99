"""An election folder: everything about one election, complete enough that a copy is a mirror.

::

    election.toml    the definition          record/      the facts, appended
    stations.csv     the station table       evidence/    files by their hash
                                             public/      the site, made anew by `sverka publish`
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from sverka.domain.election import Election
from sverka.errors import Fault, Refused
from sverka.formats.definition import parse_definition
from sverka.formats.stations import read_stations
from sverka.office.writer import check_size, only_writer
from sverka.record.evidence import Evidence
from sverka.record.facts import SCHEMA, DefinitionFact, canonical_bytes, hash_of
from sverka.record.replay import Gathered, gather, tabulate
from sverka.record.snapshot import Snapshot
from sverka.record.store import Store

DEFINITION = "election.toml"
STATIONS = "stations.csv"

Progress = Callable[[Iterable[bytes], int], Iterator[bytes]]
"""Yields the entries and shows how far it is of how many."""

Moment = Callable[[str], str]
"""The moment at which something is received, in a time zone: the clock, or a time that was given."""


@dataclass(frozen=True, kw_only=True)
class State:
    """An election as its folder has it: the definition in force and what the record says."""

    folder: ElectionFolder
    election: Election
    snapshot: Snapshot


@dataclass(frozen=True)
class ElectionFolder:
    """The folder of one election."""

    path: Path

    @property
    def store(self) -> Store:
        """The record."""
        return Store(self.path / "record")

    @property
    def evidence(self) -> Evidence:
        """The files behind the record."""
        return Evidence(self.path / "evidence")

    @property
    def public(self) -> Path:
        """Where the site is published by default."""
        return self.path / "public"

    def open(self, *, size: int | None = None, progress: Progress | None = None) -> State:
        """The state of the record, now or when it held `size` facts."""
        _check_is_election(self.path)
        held = self.store.size
        if size is not None and not 0 < size <= held:
            raise Fault(f"the record has held 1 to {held} facts, never {size}", place=str(self.path))
        size = held if size is None else size
        entries: Iterable[bytes] = self.store.entries(0, size)
        gathered = gather(progress(entries, size) if progress else entries)
        election = self._election(gathered, current=size == held)
        return State(folder=self, election=election, snapshot=tabulate(gathered, election))

    def append(self, entries: Sequence[bytes], *, after: int, evidence: Iterable[bytes] = ()) -> None:
        """Write facts, and the files behind them, after the facts that were read; nothing may have come between."""
        with only_writer(self.path):
            check_size(self.store.size, after)
            for content in evidence:
                self.evidence.put(content)
            self.store.append(entries)

    def _election(self, gathered: Gathered, *, current: bool) -> Election:
        fact = gathered.definition
        if fact is None:
            raise Fault(
                "the record has no definition",
                place=str(self.path),
                cure="make the folder anew: `sverka new`",
            )
        if current:
            self._check_definition(fact)
        definition = self.evidence.get(fact.definition)
        stations = self.evidence.get(fact.stations) if fact.stations else b""
        return read_election(definition, stations, name=str(self.path / DEFINITION))

    def _check_definition(self, fact: DefinitionFact) -> None:
        """Refuse a definition or a station table that is not the one the record names."""
        for name, recorded in ((DEFINITION, fact.definition), (STATIONS, fact.stations)):
            path = self.path / name
            found = _hash(_read(path))
            if found != recorded:
                raise Fault(
                    "not the file that the record names" if found else "missing",
                    place=str(path),
                    cure=(f"copy evidence/{recorded} back to {name}; " if recorded else "move it away; ")
                    + f"or record the new one: `sverka define {self.path} --reason …`",
                )


def read_election(definition: bytes, stations: bytes, *, name: str) -> Election:
    """The election that a definition and, where there is one, a station table describe."""
    election = parse_definition(_text(definition, name), name=name)
    if not stations:
        return election
    return replace(election, places=read_stations(stations, name=STATIONS, election=election))


def create(path: Path, *, definition: bytes, name: str, stations: bytes | None, received: Moment) -> State:
    """Make an election folder; nothing is left behind if anything is wrong."""
    path = path.resolve()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused("R101", f"{path} exists and is not empty", cure="give a new folder, or an empty one")
    if stations is not None and not stations.strip():
        raise Fault("the station table is empty", place=STATIONS, cure="give a table with a header row")
    election = read_election(definition, stations or b"", name=name)
    _check_has_stations(election, name=name)
    building = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _write_files(
            ElectionFolder(building),
            definition,
            stations or b"",
            received=received(election.timezone),
            election=election,
        )
        _move(building, path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return ElectionFolder(path).open()


def _check_has_stations(election: Election, *, name: str) -> None:
    if not election.places.stations and not election.open_stations:
        raise Fault(
            "this election has a closed station table, and none was given",
            place=name,
            cure="give it: `--stations FILE.csv`",
        )


def _move(building: Path, path: Path) -> None:
    """Put what was built in its place; a folder that stood there empty may be someone's working directory."""
    if not path.exists():
        building.replace(path)
        return
    for each in building.iterdir():
        each.replace(path / each.name)


def define(folder: ElectionFolder, *, reason: str, received: Moment) -> bool:
    """Record the definition and station table that lie in the folder now; False if the record has them."""
    _check_is_election(folder.path)
    gathered = gather(folder.store.entries())
    definition, stations = _read(folder.path / DEFINITION), _read(folder.path / STATIONS)
    election = read_election(definition, stations, name=str(folder.path / DEFINITION))
    _check_has_stations(election, name=str(folder.path))
    before = gathered.definition
    if before is not None and (before.definition, before.stations) == (_hash(definition), _hash(stations)):
        return False
    tabulate(gathered, election)  # a definition under which the record cannot be read is refused here
    fact = _fact(definition, stations, election=election, received=received(election.timezone))
    superseded = "" if before is None else hash_of(folder.store.entry(gathered.definition_entry))
    fact = msgspec.structs.replace(fact, reason=reason, supersedes=superseded)
    folder.append([canonical_bytes(fact)], after=gathered.size, evidence=filter(None, (definition, stations)))
    return True


def _write_files(
    folder: ElectionFolder, definition: bytes, stations: bytes, *, received: str, election: Election
) -> None:
    folder.path.mkdir(parents=True)
    (folder.path / DEFINITION).write_bytes(definition)
    if stations:
        (folder.path / STATIONS).write_bytes(stations)
    folder.public.mkdir()
    fact = _fact(definition, stations, election=election, received=received)
    folder.append([canonical_bytes(fact)], after=0, evidence=filter(None, (definition, stations)))


def _fact(definition: bytes, stations: bytes, *, election: Election, received: str) -> DefinitionFact:
    return DefinitionFact(
        schema=SCHEMA,
        received=received,
        election=election.id,
        definition=_hash(definition),
        stations=_hash(stations),
    )


def _check_is_election(path: Path) -> None:
    if not (path / DEFINITION).is_file() or not (path / "record").is_dir():
        raise Fault(
            "not an election folder (no election.toml and record/ in it)",
            place=str(path),
            cure="make one: `sverka new DIR --definition FILE.toml`",
        )


def _hash(content: bytes) -> str:
    """How a file is named in a fact; "" for one that there is not."""
    return hash_of(content) if content else ""


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(
            f"not UTF-8 text (byte {error.start})", place=name, cure="save the definition as UTF-8"
        ) from error
