"""Make an election folder, and record a new version of what defines its election."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sverka.domain.election import Election
from sverka.domain.ids import StationId
from sverka.errors import Fault, Refused
from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder, State, check_is_election
from sverka.office.home import lock_database
from sverka.office.keys import check_home_apart, make_key, make_named_key, signers_of
from sverka.office.papers import DEFINITION, STATIONS, Papers
from sverka.record.disk import RealDisk, put, settle_path
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import DefinitionFact, canonical_bytes, hash_of
from sverka.record.ledger import Ledger
from sverka.record.replay import gather, tabulate
from sverka.record.snapshot import Snapshot
from sverka.tlog.keys import Signer, format_vkey

Moment = Callable[[str], str]
"""The moment at which something is received, in a time zone: the clock, or a time that was given."""


def create(path: Path, papers: Papers, *, received: Moment, origin: str = "") -> State:
    """Make an election folder, and the key of its record; nothing is left in its place if anything is wrong.

    `origin` names the record for ever; by default the election's id and the first digits of the key's hash.
    """
    path = path.resolve()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused("R101", f"{path} exists and is not empty", cure="give a new folder, or an empty one")
    check_home_apart(path)
    election = papers.election()
    fact = _fact(papers, election, received(election.timezone))
    building = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        folder = ElectionFolder(building)
        _write(
            folder, papers, make_named_key(origin) if origin else make_key(lambda key: f"{election.id}/{key}")
        )
        _begin(folder, fact)
        _move(building, path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return ElectionFolder(path).open()


def define(folder: ElectionFolder, *, reason: str, received: Moment, text: bytes | None = None) -> bool:
    """Record the files that lie in the folder now as the definition in force; False if the record has them.

    `text` : another definition than the one in the folder, where it is put once the record has it
    """
    check_is_election(folder.path)
    gathered = gather(folder.store.entries())
    papers = Papers.in_folder(folder.path)
    if text is not None:
        papers = replace(papers, definition=text)
    election = papers.election()
    before = gathered.definition
    if before is not None and (before.definition, before.stations, before.aliases) == papers.hashes:
        return False
    _check_same_election(before, election)
    _check_reads(tabulate(gathered, election), election)
    superseded = "" if before is None else hash_of(folder.store.entry(gathered.definition_entry))
    fact = _fact(papers, election, received(election.timezone), reason=reason, supersedes=superseded)
    contents = [content for _, content in papers.files()]
    folder.append([canonical_bytes(fact)], after=gathered.size, evidence=contents)
    if text is not None:
        put(RealDisk(), [(folder.path / DEFINITION, text)])
    return True


def _check_same_election(before: DefinitionFact | None, election: Election) -> None:
    """Refuse another id: what members signed names it, and others know the record by it."""
    if before is not None and before.election != election.id:
        raise Refused(
            "R478",
            f"this is the record of {before.election}, and the new definition is of {election.id}",
            cure="keep the id; another election has a folder of its own: `sverka new`",
        )


def _check_reads(snapshot: Snapshot, election: Election) -> None:
    """Refuse a definition that forgets a station with counts; one that forgets a field cannot be read at all."""
    if election.open_stations:
        return
    tables = (counts.table for sources in snapshot.stations.values() for counts in sources.values())
    units = dict.fromkeys(unit for table in tables for unit in table.units)
    forgotten = [unit for unit in units if StationId(unit) not in election.places.stations]
    if forgotten:
        raise Fault(
            f"stations with counts that the table does not have: {', '.join(forgotten[:12])}",
            place=STATIONS,
            cure="keep them in the table; annul what does not count: `sverka annul`",
        )


def _write(folder: ElectionFolder, papers: Papers, signer: Signer) -> None:
    key, disk = format_vkey(signer.verifier), RealDisk()
    shown = {LOG_KEY: f"{key}\n", POLICY: f"log {key}\nquorum none\n"}
    files = [*papers.files(), *((name, text.encode()) for name, text in shown.items())]
    put(disk, [(folder.path / name, content) for name, content in files])
    for _, content in papers.files():
        folder.evidence.put(content)
    disk.make_folder(folder.public)
    disk.sync(folder.path)


def _begin(folder: ElectionFolder, fact: DefinitionFact) -> None:
    """The record with its first fact."""
    signers = signers_of(folder.origin)
    Ledger.begin(folder.store, signers, lock_database(), RealDisk()).append([canonical_bytes(fact)])


def _fact(
    papers: Papers, election: Election, received: str, *, reason: str = "", supersedes: str = ""
) -> DefinitionFact:
    definition, stations, aliases = papers.hashes
    return DefinitionFact(
        schema=SCHEMA,
        received=received,
        election=election.id,
        definition=definition,
        stations=stations,
        aliases=aliases,
        reason=reason,
        supersedes=supersedes,
    )


def _move(building: Path, path: Path) -> None:
    """Put what was built in its place, for good; a folder that stood there empty may be someone's working directory."""
    disk = RealDisk()
    if path.exists():
        names = sorted(building.iterdir(), key=lambda each: each.name == "record")
        for each in names:  # the record last: without it, the folder is that of no election
            disk.sync(path)
            disk.rename(each, path / each.name)
        disk.sync(path)
    else:
        disk.rename(building, path)
    settle_path(disk, path)
