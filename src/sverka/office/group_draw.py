"""Drawing stations: commit the list, take in the dice that several have typed, and draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from sverka.audits.dice import first_difference
from sverka.audits.drawn_list import format_drawn
from sverka.audits.population import Population, format_population
from sverka.audits.sampling import Drawn, composed
from sverka.domain.ids import ContestId
from sverka.errors import Fault, Refused
from sverka.office.draw_gate import files_of
from sverka.office.folder import State
from sverka.office.group_acts import group_state_of
from sverka.publish.group.draw_check import draw_anew
from sverka.publish.group.draw_population import Frame, population_of
from sverka.publish.group.drawings import Drawing, check_digits
from sverka.publish.group.state import GroupState
from sverka.publish.results import Results
from sverka.reconcile.cases import CaseState, Opened, PaperChecked, Reopened
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import hash_of
from sverka.record.group_facts import AnyGroupFact, CaseFact, CommitmentFact, DiceFact, SampleFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What members say of an act beside what it does: when, why, and by which papers."""

    claimed: str = ""
    reason: str = ""
    documents: tuple[str, ...] = ()


def commitment(
    state: State, draw: str, frame: Frame, sample_size: int, said: Said
) -> tuple[CommitmentFact, bytes]:
    """What a drawing will be drawn from, over the record as it is now, and the list as a file."""
    population = population_of(Results(state.election, state.snapshot), frame)
    listed, size = format_population(population), state.snapshot.size
    fact = CommitmentFact(
        **_common(said),
        draw=draw,
        contest=frame.contest,
        method=_method(population),
        sample_size=sample_size,
        population=hash_of(listed),
        population_size=len(list(population.units())),
        record_size=size,
        root=state.folder.store.root(size).hex(),
    )
    return fact, listed


def roll(state: State, draw: str, typed: Mapping[str, str], sides: int, said: Said) -> DiceFact:
    """A roll as several have typed it, by who typed what; refused where they did not type the same."""
    drawing = drawing_of(group_state_of(state), draw)
    place = first_difference(typed.values())
    if place is not None:
        raise Refused(
            "R438",
            f"{' and '.join(typed)} did not type the same: it differs at digit {place}",
            cure="read the dice once more, each for himself, and type them again",
        )
    digits = next(iter(typed.values()))
    check_digits(digits, sides)
    return DiceFact(
        **_common(said), draw=draw, commitment=drawing.committed.sha256, digits=digits, sides=sides
    )


def sample(state: State, draw: str, said: Said) -> tuple[SampleFact, tuple[Drawn, ...], bytes]:
    """What the dice draw: the fact, the stations in order, and their list as a file."""
    drawing = drawing_of(group_state_of(state), draw)
    drawn = draw_anew(drawing, files_of(state, drawing)).drawn
    listed = format_drawn(drawn)
    fact = SampleFact(
        **_common(said),
        draw=draw,
        commitment=drawing.committed.sha256,
        seed=drawing.seed,
        drawn=hash_of(listed),
        sample_size=drawing.committed.fact.sample_size,
    )
    return fact, drawn, listed


def drawing_of(group: GroupState, draw: str) -> Drawing:
    """The drawing of a name; refused where nothing was committed under it."""
    drawing = group.drawings.by_id.get(draw)
    if drawing is None:
        raise Refused(
            "R432", f"nothing was committed for the drawing {draw}", cure="first `sverka group commit`"
        )
    return drawing


def one_drawing(group: GroupState, draw: str | None) -> Drawing:
    """The drawing that a person names, or the only one there is."""
    known = group.drawings.by_id
    if draw is not None and draw not in known:
        raise Fault(f"no drawing {draw!r}", place="--draw", cure=f"there are: {', '.join(known) or 'none'}")
    if draw is None and len(known) != 1:
        some = (
            f"there are {len(known)} drawings: {', '.join(known)}" if known else "nothing was committed yet"
        )
        raise Fault(some, place="--draw", cure="name one" if known else "`sverka group commit`")
    return known[draw] if draw is not None else next(iter(known.values()))


def asked_for(state: State, drawing: Drawing, drawn: Sequence[Drawn], said: Said) -> list[AnyGroupFact]:
    """The steps by which a recount of every station drawn is asked for, where it can be and is not yet."""
    contest = ContestId(drawing.committed.fact.contest)
    cases = group_state_of(state).cases
    known = {
        composed(station): station for station in Results(state.election, state.snapshot).of(contest).stations
    }
    return [
        CaseFact(**_common(said), station=station, contest=contest, step=step, draw=drawing.draw)
        for station in (known[each.unit] for each in drawn)
        for step in _steps_to_a_recount(cases.state_of(contest, station))
    ]


def _steps_to_a_recount(case: CaseState | None) -> tuple[Literal["opened", "recount-asked"], ...]:
    """None where it is asked for or done already, or where the case has ended: that is the group's to reopen."""
    match case:
        case None:
            return "opened", "recount-asked"
        case Opened() | PaperChecked() | Reopened():
            return ("recount-asked",)
        case _:
            return ()


def _method(population: Population) -> Literal["equal", "size"]:
    return "size" if population.sizes else "equal"


class _Common(TypedDict):
    schema: int
    received: str
    signatures: tuple[str, ...]
    claimed: str
    reason: str
    documents: tuple[str, ...]


def _common(said: Said) -> _Common:
    """What every act says; signatures and receipt come later."""
    return {
        "schema": SCHEMA,
        "received": "",
        "signatures": (),
        "claimed": said.claimed,
        "reason": said.reason,
        "documents": said.documents,
    }
