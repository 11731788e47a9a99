"""Take files of counts into the record: whole or not at all, and twice the same changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from msgspec.structs import replace

from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.election import Election
from sverka.domain.ids import ContestId
from sverka.domain.readings import Notice, Reading, ReadTable
from sverka.errors import Fault, Faults
from sverka.formats.nearest import nearest
from sverka.formats.reading import read_counts
from sverka.office.chain import Chain
from sverka.office.claims import with_claims
from sverka.office.delivery import Delivery, document_of
from sverka.office.facts_of_counts import Circumstances, count_facts
from sverka.office.fit import check_fit
from sverka.office.folder import State
from sverka.office.news import BoolArray, Changed, News, news_of
from sverka.office.reach import Reach, reach_of
from sverka.office.withholding import still_withheld
from sverka.record.facts import AnyFact
from sverka.record.snapshot import Counts

CHANGES_SHOWN, UNITS_SHOWN = 20, 200


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one file added: counts that are new, that changed a figure, and that the record had already.

    `reach` : of what the file has counts at all, by contest and account
    """

    name: str
    format: str
    new: int
    changed: int
    unchanged: int
    notices: tuple[Notice, ...] = ()
    reach: tuple[Reach, ...] = ()


Held = tuple[Delivery, Reading, list[News]]
"""A file as it was handed in, what it says, and what of that is news."""


def take_in(
    state: State, deliveries: Sequence[Delivery], *, received: str, reason: str = "", dry_run: bool = False
) -> list[Taken]:
    """Take in files together; any fault in any of them, and the record stays as it was."""
    reason = reason.strip()
    held = _held([(delivery, reading_of(delivery, state.election)) for delivery in deliveries], state)
    _check_contradictions(held)
    check_changes(held, reason)
    if not dry_run:
        _append(state, held, received=received, reason=reason)
    return [_taken(reading, news, state.election) for _, reading, news in held]


def reading_of(delivery: Delivery, election: Election) -> Reading:
    """What a file says, checked against the election but not against the record."""
    if delivery.account is not None and delivery.account not in election.accounts:
        raise Fault(
            f"there is no account {delivery.account!r}",
            place="--account",
            cure=nearest(delivery.account, election.accounts),
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
    check_fit(reading, election)
    return with_claims(reading, timezone=election.timezone)


def _held(readings: Sequence[tuple[Delivery, Reading]], state: State) -> list[Held]:
    """Each file held against the record and the files before it."""
    earlier: dict[tuple[ContestId, Source, Unit], list[CountTable]] = defaultdict(list)
    held = []
    for delivery, reading in readings:
        tables = [
            (read, earlier[read.table.contest, read.table.source, read.table.unit]) for read in reading.tables
        ]
        held.append(
            (delivery, reading, [news_of(read, _counts(state, read), before) for read, before in tables])
        )
        for read, before in tables:
            before.append(read.table)
    return held


def _counts(state: State, read: ReadTable) -> Counts | None:
    table = read.table
    return state.snapshot.of(ContestId(table.contest), table.unit).get(table.source)


def _check_contradictions(held: Sequence[Held]) -> None:
    """Two files of one delivery must not say two things of one figure: which of them would count?"""
    _refuse(
        held,
        lambda news: news.contradictions,
        other="a file before this one",
        what="figures that differ between the files",
        cure="give the right one alone; a correction goes in after what it corrects",
    )


def check_changes(held: Sequence[Held], reason: str) -> None:
    """Another figure than the record has is a correction, and says why."""
    if not reason:
        _refuse(
            held,
            lambda news: news.conflicts,
            other="the record",
            what="figures that would change",
            cure="if they are corrections, say why: --reason TEXT",
        )


def _refuse(
    held: Sequence[Held], which: Callable[[News], BoolArray], *, other: str, what: str, cure: str
) -> None:
    """Refuse the cells of a mask, if there are any: the first of them figure by figure, all stations by id."""
    masks = [(delivery.name, news, which(news)) for delivery, _, tables in held for news in tables]
    number = sum(int(mask.sum()) for _, _, mask in masks)
    if number:
        cells = ((name, cell) for name, news, mask in masks for cell in news.cells(mask))
        faults = [_fault(name, cell, other) for name, cell in islice(cells, CHANGES_SHOWN)]
        units = dict.fromkeys(u for _, news, mask in masks for u in _units(news, mask))
        raise Faults(
            faults, what=f"{what}: {number}; nothing was taken in{_listed(units, number)}", cure=cure
        )


def _fault(name: str, cell: Changed, other: str) -> Fault:
    field = f"row {cell.field} of the form" if cell.is_row else cell.field
    return Fault(
        f"{cell.unit}, {field}: {other} has {_shown(cell.recorded)}, the file {_shown(cell.given)}",
        place=f"{name}, row {cell.line}",
    )


def _units(news: News, mask: BoolArray) -> Iterator[str]:
    return (news.read.table.units[line] for line in np.flatnonzero(mask.any(axis=1)))


def _listed(units: Collection[str], figures: int) -> str:
    """The stations, where not every figure is listed."""
    if figures <= CHANGES_SHOWN:
        return ""
    more = f" and {len(units) - UNITS_SHOWN} more" if len(units) > UNITS_SHOWN else ""
    return f". The first {CHANGES_SHOWN} are above; all are at: {', '.join(islice(units, UNITS_SHOWN))}{more}"


def _shown(cell: int | str | None) -> str:
    return "unread" if cell is None else str(cell)


def _append(state: State, held: Sequence[Held], *, received: str, reason: str) -> None:
    """Write all files in one go, so that nobody ever sees half of a delivery."""
    chain, entries, evidence = Chain(state), [], []
    for delivery, _, news in held:
        if any(table.new.any() or table.changing.any() for table in news):
            entries += chain.link(_facts(state, delivery, news, received=received, reason=reason))
            evidence.append(delivery.content)
    if entries:
        state.folder.append(entries, after=state.snapshot.size, evidence=evidence)


def _facts(
    state: State, delivery: Delivery, news: Sequence[News], *, received: str, reason: str
) -> Iterator[AnyFact]:
    """The document, if the record does not have it from an interrupted attempt, and its counts."""
    document = still_withheld(state.snapshot, document_of(delivery, received=received))
    known = (replace(each, received=received, supersedes="") for each in state.snapshot.documents.values())
    if document not in known:
        yield document
    circumstances = Circumstances(
        received=received,
        claimed=delivery.claimed,
        documents=(document.sha256,),
        entered_by=delivery.entered_by,
        reason=reason,
    )
    for table in news:
        yield from count_facts(table, circumstances)


def _taken(reading: Reading, news: Sequence[News], election: Election) -> Taken:
    return Taken(
        name=reading.name,
        format=reading.format,
        new=sum(int(table.new.sum()) for table in news),
        changed=sum(int(table.changing.sum()) for table in news),
        unchanged=sum(table.unchanged for table in news),
        notices=reading.notices,
        reach=tuple(reach_of(reading, election)),
    )
