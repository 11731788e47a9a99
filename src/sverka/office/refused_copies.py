"""Record that copies were asked for and refused: a fact of its own, with the reason that was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from sverka.errors import Fault
from sverka.formats.nearest import nearest
from sverka.formats.refusal_list import RefusedCopy
from sverka.office.chain import Chain
from sverka.office.clock import day_or_moment
from sverka.office.folder import State
from sverka.office.pictures import Handed, check_handed
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import RefusedCopyFact, subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRefusals:
    """How many refusals are new, how many say something else of one that was recorded, how many were known."""

    new: int
    changed: int
    known: int


def record_refusals(
    state: State, refused: Sequence[RefusedCopy], handed: Handed, *, received: str
) -> RecordedRefusals:
    """Record refused copies, all or none; the same refusal twice changes nothing."""
    check_handed(state, handed)
    last = {subject_of(fact): fact for fact in state.snapshot.refused_copies.values()}
    facts, new, known = [], 0, 0
    for fact in (_fact(state, each, handed, received) for each in refused):
        before = last.get(subject_of(fact))
        if before is not None and replace(before, received=received, supersedes="") == fact:
            known += 1
            continue
        new += before is None
        last[subject_of(fact)] = fact
        facts.append(fact)
    if facts:
        state.folder.append(Chain(state).link(facts), after=state.snapshot.size)
    return RecordedRefusals(new=new, changed=len(facts) - new, known=known)


def check_station(state: State, given: str) -> str:
    """A station that a person names by its id."""
    stations = state.election.places.stations
    if given not in stations and not state.election.open_stations:
        raise Fault(f"no station {given!r} in this election", cure=nearest(given, list(stations)[:20_000]))
    return given


def _fact(state: State, refused: RefusedCopy, handed: Handed, received: str) -> RefusedCopyFact:
    claimed, timezone = refused.claimed or handed.claimed, state.election.timezone
    return RefusedCopyFact(
        schema=SCHEMA,
        received=received,
        account=handed.account,
        holder=handed.holder,
        through=handed.through,
        station=refused.station,
        contest=refused.contest,
        reason=refused.reason,
        claimed=day_or_moment(claimed, timezone=timezone, option="--claimed") if claimed else "",
        entered_by=handed.entered_by,
    )
