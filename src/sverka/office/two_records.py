"""Two records of one election, read and verified, and what was proven about their times by others' clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.errors import Refused
from sverka.office.folder import ElectionFolder, State
from sverka.office.record_reading import Progress, ReadRecord, read_record
from sverka.publish.two_records.comparison import Question, TwoRecords
from sverka.publish.two_records.covers import Cover, CoverKind, Covers
from sverka.publish.two_records.definitions import definitions_of, their_names
from sverka.publish.two_records.side import Side
from sverka.tlog.keys import Verifier

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LAST_YEAR = 253_402_300_799  # seconds from 1970 to the end of 9999; a later time is none


@dataclass(frozen=True, kw_only=True)
class HeldRecord:
    """One of the two, as it was read.

    `wrong` : index and reason of time stamps and publications that do not verify; they cover nothing
    """

    read: ReadRecord
    covers: Covers
    wrong: dict[int, str]


@dataclass(frozen=True, kw_only=True)
class Held:
    """Ours and theirs, and what they say of each other.

    `is_one_log` : both are copies of one record · `two_histories` : and yet neither begins the other
    `trusts_stamps` : somebody named the root certificates that time stamps must rest on
    """

    ours: HeldRecord
    theirs: HeldRecord
    records: TwoRecords
    is_one_log: bool
    two_histories: bool
    trusts_stamps: bool

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return self.records.agrees and not self.two_histories


@contextmanager
def two_records(
    given: tuple[str, str],
    question: Question,
    *,
    keys: tuple[Verifier | None, Verifier | None] = (None, None),
    as_one: bool = False,
    trusted: Sequence[Certificate] = (),
    progress: Progress = lambda each, _: iter(each),
) -> Iterator[Held]:
    """Read two records and hold them against each other; what was copied from an address is there until the end.

    keys : those that must have signed; None, the one beside the record · as_one : though the ids of elections differ
    trusted : roots that time stamps must rest on; none, those that the records bring themselves
    """
    with TemporaryDirectory(prefix="sverka-") as stage:
        ours, theirs = (
            _held(read_record(one, key=key, stage=Path(stage) / name, progress=progress), trusted)
            for one, key, name in zip(given, keys, ("ours", "theirs"), strict=True)
        )
        _check_is_one_election(ours.read.election, theirs.read.election, as_one=as_one)
        one_log = ours.read.checkpoint.origin == theirs.read.checkpoint.origin
        yield Held(
            ours=ours,
            theirs=theirs,
            records=_compared(ours.read, theirs.read, question),
            is_one_log=one_log,
            two_histories=one_log and not _continue_each_other(ours.read, theirs.read),
            trusts_stamps=bool(trusted),
        )


def _compared(ours: ReadRecord, theirs: ReadRecord, question: Question) -> TwoRecords:
    names = {kind: their_names(ours.election, theirs.election, kind, _units(theirs, kind)) for kind in Unit}
    return TwoRecords(
        ours=_side(ours),
        theirs=_side(theirs, names),
        definitions=definitions_of(ours.election, theirs.election, names[Unit.STATION]),
        question=question,
    )


def _side(read: ReadRecord, names: dict[Unit, dict[str, str]] | None = None) -> Side:
    return Side(
        election=read.election,
        snapshot=read.snapshot,
        gathered=read.gathered,
        entry_of=read.store.reader(),
        names=names or {},
    )


def _units(read: ReadRecord, kind: Unit) -> Iterator[str]:
    """The stations (or areas) of the definition, then those that counts name."""
    places = read.election.places
    yield from places.areas if kind is Unit.AREA else places.stations
    tables = read.snapshot.areas if kind is Unit.AREA else read.snapshot.stations
    for sources in tables.values():
        for counts in sources.values():
            yield from counts.table.units


def _check_is_one_election(ours: Election, theirs: Election, *, as_one: bool) -> None:
    if ours.id != theirs.id and not as_one:
        raise Refused(
            "R472",
            f"records of two elections: ours of {ours.id}, theirs of {theirs.id}",
            cure="where both mean one election, say so: --as-one",
        )


def _continue_each_other(ours: ReadRecord, theirs: ReadRecord) -> bool:
    """Whether the shorter of two copies of one log is the beginning of the longer."""
    shorter, longer = sorted((ours, theirs), key=lambda each: each.checkpoint.size)
    return longer.store.root(shorter.checkpoint.size) == shorter.checkpoint.root


def _held(read: ReadRecord, trusted: Sequence[Certificate]) -> HeldRecord:
    stamps, wrong = _stamps(read, trusted)
    cosigned = [
        Cover(kind=CoverKind.COSIGNATURE, size=read.checkpoint.size, at=_in_utc(at), by=witness)
        for witness, at in read.cosigned.items()
        if at <= LAST_YEAR
    ]
    published, untrue = _publications(read)
    covers = Covers(publications=tuple(published), proofs=(*stamps, *cosigned))
    return HeldRecord(read=read, covers=covers, wrong=wrong | untrue)


def _publications(read: ReadRecord) -> tuple[list[Cover], dict[int, str]]:
    """The publications that name the root which the record had, and why the others cover nothing."""
    found, wrong = [], {}
    for entry, fact in sorted(read.snapshot.publications.items()):
        if fact.record_size > entry or read.store.root(fact.record_size).hex() != fact.root:
            wrong[entry] = f"the record's first {fact.record_size} facts have another root"
        else:
            found.append(Cover(kind=CoverKind.PUBLICATION, size=fact.record_size, at=fact.received))
    return found, wrong


def _stamps(read: ReadRecord, trusted: Sequence[Certificate]) -> tuple[list[Cover], dict[int, str]]:
    """The time stamps that verify, and why the others do not."""
    if not read.snapshot.anchors:
        return [], {}
    from sverka.office.anchors import check_anchors  # brings what reads certificates

    state = State(folder=ElectionFolder(read.folder), election=read.election, snapshot=read.snapshot)
    checked = check_anchors(state, trusted=trusted)
    stamps = [
        Cover(kind=CoverKind.STAMP, size=each.fact.record_size, at=each.fact.stamped, by=each.fact.authority)
        for each in checked
        if not each.problem
    ]
    return stamps, {each.entry: each.problem for each in checked if each.problem}


def _in_utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
