"""From which stations a drawing draws: all of a contest, with what is left out, and their sizes as reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sverka.audits.population import LeftOut, Listed, Population
from sverka.audits.sampling import composed
from sverka.domain.expressions import Expression, parse_expression
from sverka.domain.ids import AreaId, BaseId, ContestId, RowId
from sverka.errors import Fault
from sverka.publish.group.drawings import unfit
from sverka.publish.results import ContestResults, Results
from sverka.reconcile.evaluation import figures_of
from sverka.reconcile.sheets import Context

ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a drawing is to draw from.

    `sizes` : "" for equal chances, else a source and one of its figures: `legal:valid`, `machine:[2]`
    `only` : these areas alone, all where none is named · `without` : not these
    """

    contest: ContestId
    sizes: str = ""
    only: Sequence[AreaId] = ()
    without: Sequence[AreaId] = ()


def population_of(results: Results, frame: Frame) -> Population:
    """The list to draw from, as the record has stations, annulments and figures."""
    contest = results.of(frame.contest)
    sizes = _sizes(contest, frame.sizes) if frame.sizes else [ONE] * len(contest.stations)
    outside = _outside(contest, frame)
    lines = (
        Listed(station, size, _left_out(bool(annulled), station in outside, size))
        for station, size, annulled in zip(contest.stations, sizes, contest.annulled, strict=True)
    )
    return Population(tuple(lines), frame.sizes)


def check_population(results: Results, contest: ContestId, committed: Population) -> None:
    """Refuse a list that the record does not give: other stations, other sizes, others left out.

    What lies outside the areas asked for is as the list says, as long as it is whole areas.
    """
    expected = {
        composed(line.station): line
        for line in population_of(results, Frame(contest=contest, sizes=committed.sizes)).lines
    }
    if expected.keys() != {line.station for line in committed.lines}:
        raise unfit("its list has other stations than the contest")
    outside = {line.station for line in committed.lines if line.left_out is LeftOut.OUTSIDE}
    for line in committed.lines:
        known = expected[line.station]
        allowed = {known.left_out}
        if known.left_out is not LeftOut.ANNULLED and line.station in outside:
            allowed.add(LeftOut.OUTSIDE)
        if line.size != known.size or line.left_out not in allowed:
            raise unfit(f"its list says otherwise of station {line.station} than the record")
    _check_whole_areas(results.of(contest), outside)


def _left_out(annulled: bool, outside: bool, size: Fraction | None) -> LeftOut | None:
    if annulled:
        return LeftOut.ANNULLED
    if outside:
        return LeftOut.OUTSIDE
    return None if size else LeftOut.NO_SIZE


def _sizes(contest: ContestResults, sizes: str) -> list[Fraction | None]:
    """The figure that each station's weight is; None where it is not known, or below nothing."""
    source, _, figure = sizes.rpartition(":")
    table = contest.table(source).reindexed(contest.stations)
    found = figures_of(
        _expression(contest, figure), table, contest.contest, Context(registered=contest.registered)
    )
    return [
        None if unknown or value < 0 else Fraction(int(value))
        for value, unknown in zip(found.values, found.unknown | ~table.counted, strict=True)
    ]


def _expression(contest: ContestResults, figure: str) -> Expression:
    bases, row = contest.contest.bases, figure.removeprefix("[").removesuffix("]")
    if BaseId(figure) in bases:
        return parse_expression(bases[BaseId(figure)].expression)
    if RowId(row) in contest.contest.row_ids:
        return parse_expression(f"[{row}]")
    known = ", ".join([*bases, *(f"[{each}]" for each in contest.contest.row_ids)])
    raise Fault(f"no base or row {figure!r} in this contest", place="--sizes", cure=f"give one of: {known}")


def _outside(contest: ContestResults, frame: Frame) -> frozenset[str]:
    """The stations that are not in the areas asked for."""
    within = _within(contest, frame.only, "--only") if frame.only else frozenset(contest.stations)
    return frozenset(contest.stations) - (within - _within(contest, frame.without, "--without"))


def _within(contest: ContestResults, areas: Iterable[AreaId], option: str) -> frozenset[str]:
    found: set[str] = set()
    for area in areas:
        if area not in contest.membership.lines:
            raise Fault(
                f"no station of the contest lies in an area {area!r}", place=option, cure="give an area's id"
            )
        found.update(contest.stations[line] for line in contest.membership.lines[area])
    return frozenset(found)


def _check_whole_areas(contest: ContestResults, outside: set[str]) -> None:
    """A single station cannot be put aside as if it lay elsewhere."""
    places = contest.results.election.places.stations
    area_of = {composed(station): known.area for station, known in places.items()}
    areas_outside = {area_of.get(station) for station in outside}
    for station, annulled in zip(contest.stations, contest.annulled, strict=True):
        name = composed(station)
        if not annulled and name not in outside and area_of.get(name) in areas_outside:
            raise unfit(f"its list leaves out a part of the area of station {station}")
