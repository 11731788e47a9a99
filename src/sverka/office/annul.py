"""Annul results by decision of an authority, and reverse that; both are events, neither deletes a figure."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.domain.election import Election
from sverka.domain.ids import ContestId, SelectionId
from sverka.errors import Fault, Refused
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import AnnulmentFact, ReinstatementFact, Scope


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who decided, under which number, and why; `decided` is the day or moment of it."""

    authority: str
    number: str
    reason: str
    decided: str = ""


def scopes_of(stations: list[str], *, area: str, contest: str, selection: str, box: str) -> list[Scope]:
    """One scope per station, or one of an area, a contest, a selection."""
    if not (stations or area or contest):
        raise Fault("nothing to annul is named", cure="give stations, --area or --contest")
    if stations and area:
        raise Fault("stations and an area are two things", cure="give one or the other")
    if box and not stations:
        raise Fault("a box is of a station", place="--box", cure="give its station")
    return [
        Scope(station=station, area=area, contest=contest, selection=selection, box=box)
        for station in list(dict.fromkeys(stations)) or [""]
    ]


def annul(state: State, scopes: list[Scope], decision: Decision, *, received: str) -> int:
    """Record that results are invalid; gives how many scopes were not annulled before."""
    in_force = [fact.scope for fact in state.snapshot.annulments.values()]
    for scope in scopes:
        check_scope(scope, state.election)
    fresh = [scope for scope in scopes if scope not in in_force]
    _append(state, AnnulmentFact, fresh, decision, received)
    return len(fresh)


def reinstate(state: State, scopes: list[Scope], decision: Decision, *, received: str) -> int:
    """Record that annulled results count again; what is not annulled cannot be."""
    in_force = [fact.scope for fact in state.snapshot.annulments.values()]
    for scope in scopes:
        if scope not in in_force:
            raise Refused("R102", f"{_shown(scope)} is not annulled", cure="see what is: `sverka show DIR`")
    _append(state, ReinstatementFact, scopes, decision, received)
    return len(scopes)


def check_scope(scope: Scope, election: Election) -> None:
    """Every id of a scope must be one of the election's."""
    known = (
        ("station", scope.station, election.places.stations),
        ("area", scope.area, election.places.areas),
        ("contest", scope.contest, election.contests),
    )
    for word, given, ids in known:
        open_table = word == "station" and election.open_stations
        if given and given not in ids and not open_table:
            raise Fault(
                f"no {word} {given!r} in this election",
                cure=f"give the id of a {word} as the definition has it",
            )
    if scope.selection and not _has_selection(scope, election):
        raise Fault(
            f"no selection {scope.selection!r} in that contest",
            cure="give --contest and one of its selections",
        )


def _has_selection(scope: Scope, election: Election) -> bool:
    contest = election.contests.get(ContestId(scope.contest))
    return contest is not None and SelectionId(scope.selection) in contest.selection_ids


def _append(
    state: State,
    kind: type[AnnulmentFact] | type[ReinstatementFact],
    scopes: list[Scope],
    decision: Decision,
    received: str,
) -> None:
    facts = [
        kind(
            schema=SCHEMA,
            received=received,
            scope=scope,
            authority=decision.authority,
            number=decision.number,
            reason=decision.reason,
            claimed=decision.decided,
        )
        for scope in scopes
    ]
    if facts:
        state.folder.append(Chain(state).link(facts), after=state.snapshot.size)


def _shown(scope: Scope) -> str:
    parts = (scope.station, scope.area, scope.contest, scope.selection, scope.box)
    return " / ".join(part for part in parts if part)
