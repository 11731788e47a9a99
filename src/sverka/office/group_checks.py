"""What acts of the group must agree with beyond the facts of the group: the definition, the counts, the papers.

The rules of the group alone (`publish/group/`) hold for whoever reads a record. These are asked before anything is
written: that stations, contests, fields and papers are there, and that what is to stand was counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from sverka.domain.counts import Source
from sverka.domain.counts import State as Cell
from sverka.domain.ids import ContestId, FieldId
from sverka.errors import Fault, Faults, Refused
from sverka.formats.nearest import nearest
from sverka.office.folder import State
from sverka.publish.group.differing import differing_anywhere
from sverka.publish.results import ContestResults, Results
from sverka.record.group_facts import (
    AnyGroupFact,
    ApplicationDecisionFact,
    ApplicationFact,
    CaseFact,
    WithdrawalFact,
)


def check_against_election(state: State, facts: Sequence[AnyGroupFact]) -> None:
    """Refuse acts about cases and applications that the election cannot have; nothing has changed."""
    asked = _Election(state)
    for contest, stations in _stations_by_contest(facts).items():
        asked.check_stations(contest, stations)
    for fact in facts:
        match fact:
            case CaseFact():
                asked.check_step(fact)
            case ApplicationFact() | WithdrawalFact() | ApplicationDecisionFact():
                pass
            case _:
                continue
        asked.check_documents(fact.documents)


def _stations_by_contest(facts: Sequence[AnyGroupFact]) -> dict[str, list[str]]:
    """The stations that cases and applications name; withdrawals and decisions name those of their application."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        if isinstance(fact, ApplicationFact | CaseFact):
            named = fact.stations if isinstance(fact, ApplicationFact) else (fact.station,)
            found.setdefault(fact.contest, []).extend(named)
    return {contest: list(dict.fromkeys(stations)) for contest, stations in found.items()}


def check_stations(state: State, contest: ContestId, stations: Iterable[str]) -> None:
    """Refuse stations that do not vote in a contest, all of them together."""
    _Election(state).check_stations(contest, stations)


class _Election:
    """What is asked of an election, computed once and only when asked for."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.results = Results(state.election, state.snapshot)
        self._stations: dict[ContestId, dict[str, None]] = {}
        self._differing: dict[ContestId, frozenset[str]] = {}

    def of(self, contest: str) -> ContestResults:
        """The results of a contest that the election has."""
        known = ContestId(contest)
        if known not in self.state.election.contests:
            raise Fault(
                f"no contest {contest!r} in this election",
                cure=nearest(contest, self.state.election.contests),
            )
        return self.results.of(known)

    def check_stations(self, contest: str, stations: Iterable[str]) -> None:
        """All of them vote in the contest; those that do not are named together."""
        of = self.of(contest)
        if of.id not in self._stations:
            anywhere = self.state.election.places.stations if of.contest.anywhere else ()
            self._stations[of.id] = dict.fromkeys((*of.stations, *map(str, anywhere)))
        known = self._stations[of.id]
        faults = [
            Fault(f"no station {station!r} in {contest}", cure=nearest(station, known))
            for station in stations
            if station not in known
        ]
        if faults:
            raise Faults(faults, what=f"stations that {contest} does not have: {len(faults)}")

    def check_documents(self, documents: Iterable[str]) -> None:
        """The papers are known by their hashes."""
        for sha256 in documents:
            if sha256 not in self._papers:
                raise Fault(
                    f"no paper of this record has the hash {sha256!r}",
                    place="--document",
                    cure="take the paper in first: `sverka add`; `sha256sum FILE` says the hash of a file",
                )

    def check_step(self, fact: CaseFact) -> None:
        """What a step says of counts is there."""
        if fact.step == "opened" and not (fact.reason.strip() or fact.application or fact.draw):
            self._check_differs(fact)
        if fact.step == "decided" and fact.stands:
            self._check_stands(fact, fact.stands)
            for field, source in fact.fields.items():
                self._check_field(fact, field)
                self._check_stands(fact, source, field)

    @cached_property
    def _papers(self) -> frozenset[str]:
        return frozenset(document.sha256 for document in self.state.snapshot.documents.values())

    def _check_differs(self, fact: CaseFact) -> None:
        of = self.of(fact.contest)
        if of.id not in self._differing:
            self._differing[of.id] = frozenset(differing_anywhere(of))
        if fact.station not in self._differing[of.id]:
            raise Refused(
                "R423",
                f"station {fact.station}, {fact.contest}: no two accounts that were compared differ",
                cure="say why the case is opened: --reason, or the application or drawing it is opened for",
            )

    def _check_field(self, fact: CaseFact, field: str) -> None:
        contest = self.of(fact.contest).contest
        fields = [*contest.row_ids, *contest.selection_ids]
        if field not in fields:
            raise Fault(
                f"no row or selection {field!r} in {fact.contest}",
                place="--field",
                cure=nearest(field, fields),
            )

    def _check_stands(self, fact: CaseFact, source: str, field: str = "") -> None:
        """A source that is to stand has a count of the station, and has read the field."""
        of = self.of(fact.contest)
        if not has_count(of, Source.parse(source), fact.station, field):
            having = [str(each) for each in of.tables if has_count(of, each, fact.station, field)]
            what = f"{source} has no count of it" if not field else f"{source} has no figure of {field}"
            raise Refused(
                "R424",
                f"station {fact.station}, {fact.contest}: {what}",
                cure=f"name one that has: {', '.join(having) or 'there is none'}",
            )


def has_count(of: ContestResults, source: Source, station: str, field: str = "") -> bool:
    """Whether a source has a count of a station and, where a field is named, has read it or left it out."""
    table = of.tables.get(source)
    line = None if table is None else table.position.get(station)
    if table is None or line is None or not table.counted[line]:
        return False
    if not field:
        return True
    return (
        FieldId(field) in table.fields
        and table.state[line, table.fields.index(FieldId(field))] != Cell.UNREAD
    )
