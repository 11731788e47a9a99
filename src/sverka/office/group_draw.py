"""Drawing stations: commit the list, take in the dice that several have typed, and draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from sverka.audits.dice import first_difference
from sverka.audits.drawn_list import format_drawn
from sverka.audits.population import Population, format_population
from sverka.audits.sampling import Drawn, composed
from sverka.domain.ids import ContestId
from sverka.domain.names import Language
from sverka.errors import Fault, Refused
from sverka.office.draw_gate import check_commitment, files_of
from sverka.office.folder import State
from sverka.office.group_acts import group_state_of
from sverka.office.group_cases import About, Said, steps
from sverka.publish.group.draw_check import Checked, draw_anew, stamps_before_dice
from sverka.publish.group.draw_population import Frame, population_of
from sverka.publish.group.drawings import Drawing, check_digits
from sverka.publish.group.state import GroupState
from sverka.publish.results import Results
from sverka.reconcile.cases import CaseState, Opened, PaperChecked, Reopened
from sverka.record.facts import hash_of
from sverka.record.group_facts import AnyGroupFact, CommitmentFact, DiceFact, SampleFact


def commitment(
    state: State, draw: str, frame: Frame, sample_size: int, said: Said
) -> tuple[CommitmentFact, bytes]:
    """What a drawing will be drawn from, over the record as it is now, and the list as a file."""
    population = population_of(Results(state.election, state.snapshot), frame)
    listed, size = format_population(population), state.snapshot.size
    fact = CommitmentFact(
        **said.in_fact,
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
        **said.in_fact, draw=draw, commitment=drawing.committed.sha256, digits=digits, sides=sides
    )


def sample(state: State, draw: str, said: Said) -> tuple[SampleFact, tuple[Drawn, ...], bytes]:
    """What the dice draw: the fact, the stations in order, and their list as a file."""
    drawing = drawing_of(group_state_of(state), draw)
    drawn = draw_anew(drawing, files_of(state, drawing)).drawn
    listed = format_drawn(drawn)
    fact = SampleFact(
        **said.in_fact,
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


def checked(state: State, group: GroupState, drawing: Drawing) -> Checked:
    """Make a drawing anew from the record: its list and root as of then, its dice, what they draw."""
    problems = [(each.entry, each.refused) for each in group.wrong if _is_of(each.fact, drawing)]
    committed, files = drawing.committed, files_of(state, drawing)
    stamps = stamps_before_dice(drawing, state.snapshot.anchors)
    try:
        check_commitment(state, committed.fact, files)
    except Refused as refused:
        problems.append((committed.entry, refused))
    try:
        anew = draw_anew(drawing, files)
    except Refused:  # said already: the list is not the one
        return Checked(drawing=drawing, anew=None, problems=tuple(problems), stamps=stamps)
    if anew.refused is not None and drawing.drawn is not None:
        problems.append((drawing.drawn.entry, anew.refused))
    return Checked(drawing=drawing, anew=anew, problems=tuple(problems), stamps=stamps)


def _is_of(fact: AnyGroupFact, drawing: Drawing) -> bool:
    return isinstance(fact, CommitmentFact | DiceFact | SampleFact) and fact.draw == drawing.draw


def asked_for(state: State, drawing: Drawing, drawn: Sequence[Drawn], said: Said) -> list[AnyGroupFact]:
    """The steps by which a recount of every station drawn is asked for, where it can be and is not yet."""
    contest = ContestId(drawing.committed.fact.contest)
    cases = group_state_of(state).cases
    known = {
        composed(station): station for station in Results(state.election, state.snapshot).of(contest).stations
    }
    return [
        fact
        for station in (known[each.unit] for each in drawn)
        for step in _steps_to_a_recount(cases.state_of(contest, station))
        for fact in steps(step, [station], About(contest=contest, draw=drawing.draw), said)
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


def write_papers(state: State, found: Checked, folder: Path) -> list[Path]:
    """Write the papers for the work on the stations drawn, in every language; gives the files."""
    from sverka.publish.draw_papers import DrawnStations, hand_count_forms, pull_list

    drawing, act = found.drawing, found.drawing.drawn
    if act is None or found.anew is None or found.problems:
        raise Fault(
            "nothing is drawn that papers could be for", place="--forms", cure="`sverka group draw` first"
        )
    known = {composed(station): station for station in state.election.places.stations}
    drawn = DrawnStations(
        election=state.election,
        group=act.group,
        draw=drawing.draw,
        contest=ContestId(drawing.committed.fact.contest),
        stations=tuple(known.get(each.unit, each.unit) for each in found.anew.drawn),
        seed=drawing.seed,
        listed=act.fact.drawn,
        drawn_at=act.fact.received,
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language in Language:
        for name, made in (("pull-list", pull_list), ("hand-count", hand_count_forms)):
            written.append(folder / f"{name}-{language}.pdf")
            written[-1].write_bytes(made(drawn, language))
    return written
