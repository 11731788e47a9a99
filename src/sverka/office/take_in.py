"""Take files of counts into the record: whole or not at all, and twice the same changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from sverka.domain.counts import AccountId, Unit
from sverka.domain.election import ContestId, Election
from sverka.domain.readings import Notice, Reading, ReadTable
from sverka.errors import Fault, Faults
from sverka.formats.mappings import ColumnMapping
from sverka.formats.reading import read_counts
from sverka.office.facts_of_counts import Circumstances, count_facts
from sverka.office.folder import ElectionFolder, State
from sverka.office.news import News, news_of
from sverka.record.facts import SCHEMA, DocumentFact, EnteredBy, canonical_bytes, hash_of
from sverka.record.snapshot import Counts

CHANGES_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A file as it was handed in, and what was said of it."""

    name: str
    content: bytes
    account: AccountId | None = None
    holder: str = ""
    format: str | None = None
    mapping: ColumnMapping | None = None
    claimed: str = ""
    entered_by: EnteredBy | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one file added: counts that are new, that changed a figure, and that the record had already."""

    name: str
    format: str
    new: int
    changed: int
    unchanged: int
    notices: tuple[Notice, ...] = ()
    stations: dict[str, int] = field(default_factory=dict)


def take_in(
    state: State, deliveries: Sequence[Delivery], *, received: str, reason: str = "", dry_run: bool = False
) -> list[Taken]:
    """Take in files one after the other; any fault in any of them, and the record stays as it was."""
    readings = [(delivery, _read(delivery, state.election)) for delivery in deliveries]
    held = [(delivery, reading, _news(reading, state)) for delivery, reading in readings]
    _check_changes(held, reason)
    if not dry_run:
        for delivery, _, news in held:
            _append(state, delivery, news, received=received, reason=reason)
    return [_taken(reading, news) for _, reading, news in held]


def _read(delivery: Delivery, election: Election) -> Reading:
    if delivery.account is not None and delivery.account not in election.accounts:
        raise Fault(
            f"no account {delivery.account!r} in this election",
            place="--account",
            cure=f"give one of: {', '.join(election.accounts)}",
        )
    reading = read_counts(
        delivery.content,
        name=delivery.name,
        election=election,
        account=delivery.account,
        holder=delivery.holder,
        mapping=delivery.mapping,
        format=delivery.format,
    )
    _check_stations(reading, election)
    return reading


def _check_stations(reading: Reading, election: Election) -> None:
    """Every counted station must vote in the contest, unless the definition says otherwise."""
    faults = [
        Fault(
            f"station {unit} does not vote in contest {read.table.contest}",
            place=f"{reading.name}, row {line}",
        )
        for read in reading.tables
        for unit, line in _strangers(read, election)
    ]
    if faults:
        raise Faults(
            faults[:CHANGES_SHOWN],
            what=f"{len(faults)} counts of stations that do not vote in the contest; nothing was taken in",
            place=reading.name,
            cure="correct the contest or the station, or let the definition say `anywhere = true`",
        )


def _strangers(read: ReadTable, election: Election) -> Iterator[tuple[str, int]]:
    table = read.table
    contest = election.contests[table.contest]
    if table.unit is Unit.AREA or contest.anywhere or contest.area is None:
        return
    members = set(election.stations_of(table.contest))
    yield from ((u, line) for u, line in zip(table.units, read.lines, strict=True) if u not in members)


def _news(reading: Reading, state: State) -> list[News]:
    return [news_of(read, _counts(state, read)) for read in reading.tables]


def _counts(state: State, read: ReadTable) -> Counts | None:
    table = read.table
    return state.snapshot.of(ContestId(table.contest), table.unit).get(table.source)


def _check_changes(held: Sequence[tuple[Delivery, Reading, list[News]]], reason: str) -> None:
    if reason:
        return
    faults = [
        Fault(
            f"{change.unit}, {change.field}: the record has {_shown(change.recorded)}, "
            f"the file {_shown(change.given)}",
            place=f"{delivery.name}, row {change.line}",
        )
        for delivery, _, news in held
        for table in news
        for change in table.changes()
    ]
    if faults:
        raise Faults(
            faults[:CHANGES_SHOWN],
            what=f"{len(faults)} figures would change; nothing was taken in"
            + (f" (the first {CHANGES_SHOWN} are listed)" if len(faults) > CHANGES_SHOWN else ""),
            cure="if they are corrections, say why: --reason TEXT",
        )


def _shown(cell: int | str | None) -> str:
    return "unread" if cell is None else str(cell)


def _append(state: State, delivery: Delivery, news: Sequence[News], *, received: str, reason: str) -> None:
    if not any(table.new.any() or table.changing.any() for table in news):
        return
    folder = state.folder
    sha256 = folder.evidence.put(delivery.content)
    circumstances = Circumstances(
        received=received,
        claimed=delivery.claimed,
        documents=(sha256,),
        entered_by=delivery.entered_by,
        reason=reason,
    )
    entries = [canonical_bytes(_document(delivery, sha256, received))]
    for table in news:
        counts = _counts(state, table.read)
        facts = count_facts(table, circumstances, partial(_hash, folder, counts))
        entries.extend(map(canonical_bytes, facts))
    folder.store.append(entries)


def _hash(folder: ElectionFolder, counts: Counts | None, unit: str) -> str:
    if counts is None:
        raise AssertionError(f"a change of {unit}, which has no count")
    return hash_of(folder.store.entry(int(counts.entry[counts.table.position[unit]])))


def _document(delivery: Delivery, sha256: str, received: str) -> DocumentFact:
    return DocumentFact(
        schema=SCHEMA,
        received=received,
        sha256=sha256,
        bytes=len(delivery.content),
        media_type=_media_type(delivery.name),
        account=delivery.account or "",
        holder=delivery.holder,
        file=delivery.name,
        claimed=delivery.claimed,
    )


def _media_type(name: str) -> str:
    endings = {
        ".csv": "text/csv",
        ".txt": "text/plain",
        ".json": "application/json",
        ".gz": "application/gzip",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    return next(
        (kind for ending, kind in endings.items() if name.lower().endswith(ending)),
        "application/octet-stream",
    )


def _taken(reading: Reading, news: Sequence[News]) -> Taken:
    return Taken(
        name=reading.name,
        format=reading.format,
        new=sum(int(table.new.sum()) for table in news),
        changed=sum(int(table.changing.sum()) for table in news),
        unchanged=sum(table.unchanged for table in news),
        notices=reading.notices,
    )
