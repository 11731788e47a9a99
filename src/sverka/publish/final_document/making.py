"""The final document that follows from the first facts of a record: the same from every copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.counts import Source, Unit
from sverka.domain.group import Group
from sverka.publish.final_document.contents import (
    SCHEMA,
    AccountPart,
    AnnulmentPart,
    Contents,
    MemberPart,
    PapersPart,
    RefusedCopyPart,
)
from sverka.publish.final_document.contests import contest_part, names_of
from sverka.publish.final_document.said import Named
from sverka.publish.final_document.work import application_parts, case_parts, drawing_parts
from sverka.publish.group.state import GroupState
from sverka.publish.inventory import inventory_of
from sverka.publish.results import Results
from sverka.record.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the record does not say of itself, and what those who make the document say.

    `origin`, `root` : of the record at the size of the results · `made`, `deadline` : RFC 3339
    `title` : "" for the usual one
    """

    origin: str
    root: str
    made: str
    deadline: str
    title: str = ""


def final_document(results: Results, state: GroupState, group: Group, frame: Frame) -> Contents:
    """The document over the facts that the results and the group's state are of."""
    election, snapshot = results.election, results.snapshot
    return Contents(
        schema=SCHEMA,
        title=frame.title,
        made=frame.made,
        deadline=frame.deadline,
        origin=frame.origin,
        record_size=snapshot.size,
        root=frame.root,
        election=Named(id=election.id, names=names_of(election.names)),
        held_on=election.held_on.isoformat(),
        group=Named(id="group", names=names_of(group.names)),
        members=tuple(_members(group)),
        parties_needed=group.parties_needed,
        stations=len(election.places.stations),
        accounts=tuple(_accounts(results)),
        contests=tuple(contest_part(of) for of in results),
        cases=case_parts(state),
        applications=application_parts(state, group),
        drawings=drawing_parts(state),
        copies_refused=tuple(_refused_copies(snapshot)),
        annulments=tuple(_annulments(snapshot)),
        papers=tuple(_papers(results)),
        wrong=tuple(wrong.entry for wrong in state.wrong),
    )


def _members(group: Group) -> Iterator[MemberPart]:
    for member in group.members.values():
        yield MemberPart(
            id=member.id, names=names_of(member.names), kind=member.kind.value, party=member.party
        )


def _accounts(results: Results) -> Iterator[AccountPart]:
    """Every account of the definition, by holder where it has counts; one without any is there with none."""
    election = results.election
    sources = {source for of in results for source in of.sources}
    for account in election.accounts.values():
        held = sorted(source for source in sources if source.account == account.id)
        for source in held or [Source(account.id)]:
            yield AccountPart(
                id=str(source),
                names=names_of(account.names),
                holder=source.holder,
                counted=account.counted.value,
                seen_in=account.seen_in.value,
                station_counts=_counts(results.snapshot, source, Unit.STATION),
                area_counts=_counts(results.snapshot, source, Unit.AREA),
            )


def _counts(snapshot: Snapshot, source: Source, unit: Unit) -> int:
    """How many units of all contests have a count from a source."""
    by_contest = snapshot.stations if unit is Unit.STATION else snapshot.areas
    tables = (sources[source].table for sources in by_contest.values() if source in sources)
    return sum(int(table.counted.sum()) for table in tables)


def _refused_copies(snapshot: Snapshot) -> Iterator[RefusedCopyPart]:
    """The last fact of every refusal, in the order of the record."""
    last = {(f.account, f.holder, f.station, f.contest): f for f in snapshot.refused_copies.values()}
    for fact in last.values():
        yield RefusedCopyPart(
            account=fact.account,
            holder=fact.holder,
            through=fact.through,
            station=fact.station,
            contest=fact.contest,
            reason=fact.reason,
            claimed=fact.claimed,
        )


def _annulments(snapshot: Snapshot) -> Iterator[AnnulmentPart]:
    for fact in snapshot.annulments.values():
        scope = fact.scope
        yield AnnulmentPart(
            station=scope.station,
            area=scope.area,
            contest=scope.contest,
            selection=scope.selection,
            box=scope.box,
            authority=fact.authority,
            number=fact.number,
            reason=fact.reason,
            claimed=fact.claimed,
        )


def _papers(results: Results) -> Iterator[PapersPart]:
    """The inventory, counted by holder."""
    for held in inventory_of(results.election, results.snapshot).sums:
        yield PapersPart(
            account=str(held.source),
            stations={each.code: stations for each, stations in held.stations.items()},
            papers=held.papers,
            signed=held.signed,
            stamped=held.stamped,
        )
