"""Thresholds: who takes part in the division of seats, with every comparison as a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from sverka.domain.ids import AreaId, BaseId, SelectionId
from sverka.domain.seat_rules import Threshold
from sverka.errors import Fault
from sverka.seats.steps import Step, StepCode, StepValue, step


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted, in the whole contest or in one area: votes, and the numbers of its bases.

    A selection that is not named has 0 votes; a base that is not named is a fault.
    """

    votes: Mapping[SelectionId, int]
    bases: Mapping[BaseId, int]
    place: str = "the contest"

    def of(self, selection: SelectionId) -> int:
        """The votes of one selection."""
        return self.votes.get(selection, 0)

    def total(self, base: str) -> int:
        """The number of a named base."""
        if BaseId(base) not in self.bases:
            have = ", ".join(sorted(self.bases)) or "none"
            raise Fault(
                f"the base '{base}' has no number",
                place=self.place,
                cure=f"bases with a number: {have}; give the base, or name another in the threshold",
            )
        return self.bases[BaseId(base)]


@dataclass(frozen=True, slots=True)
class Passed:
    """Who passes all thresholds, in the order given, and the steps that show why."""

    selections: tuple[SelectionId, ...]
    steps: tuple[Step, ...]


def votes_needed(threshold: Threshold, total: int) -> int:
    """The least whole number of votes that passes: with `>=` an exact hit is enough, with `>` it is not."""
    exactly = threshold.share * total
    return floor(exactly) + 1 if threshold.strict else ceil(exactly)


def pass_thresholds(
    thresholds: Iterable[Threshold],
    selections: Sequence[SelectionId],
    contest: Figures,
    areas: Mapping[AreaId, Figures],
) -> Passed:
    """Who passes every threshold, taken in the order of the rule; who fails one is not asked again."""
    steps: list[Step] = []
    for threshold in thresholds:
        if threshold.areas is None:
            passed = _pass_in_contest(threshold, selections, contest)
        else:
            passed = _pass_in_areas(threshold, selections, areas)
        selections = passed.selections
        steps.extend(passed.steps)
    return Passed(tuple(selections), tuple(steps))


def _pass_in_contest(threshold: Threshold, selections: Sequence[SelectionId], contest: Figures) -> Passed:
    total = contest.total(threshold.base)
    if not total:
        _check_nobody_has_votes(threshold, selections, contest)
        return Passed((), (step(StepCode.BASE_IS_ZERO, base=threshold.base),))
    needed = votes_needed(threshold, total)
    passing = tuple(s for s in selections if contest.of(s) >= needed)
    rule = step(
        StepCode.THRESHOLD,
        share=threshold.share,
        strict=threshold.strict,
        base=threshold.base,
        total=total,
        needed=needed,
    )
    steps = [rule]
    for selection in selections:
        code = StepCode.PASSES if selection in passing else StepCode.FALLS_BELOW
        steps.append(step(code, selection=selection, **_measured(threshold, contest.of(selection), total)))
    return Passed(passing, tuple(steps))


def _measured(threshold: Threshold, votes: int, total: int) -> dict[str, StepValue]:
    """The numbers that every comparison shows."""
    needed = votes_needed(threshold, total)
    return {"votes": votes, "total": total, "share": Fraction(votes, total), "needed": needed}


def _pass_in_areas(
    threshold: Threshold, selections: Sequence[SelectionId], areas: Mapping[AreaId, Figures]
) -> Passed:
    """Who passes in every area of the level.

    An area whose base is 0 (nobody took part there, or all its stations are annulled) can be
    neither passed nor failed, so it is left out and named in a step. What the law says of such an
    area is not read.
    """
    if not areas:
        raise Fault(
            f"the threshold in every area of the level '{threshold.areas}' has no figures of areas",
            cure="give the votes and the bases of every area of that level",
        )
    ordered = sorted(areas)
    empty = tuple(area for area in ordered if not areas[area].total(threshold.base))
    for area in empty:
        _check_nobody_has_votes(threshold, selections, areas[area])
    counted = tuple(area for area in ordered if area not in empty)
    steps = [_area_rule(threshold, len(counted))]
    steps.extend(step(StepCode.AREA_WITHOUT_BASE, area=area, base=threshold.base) for area in empty)
    passing: list[SelectionId] = []
    for selection in selections:
        failures = _failures(threshold, selection, {area: areas[area] for area in counted})
        if not failures:
            passing.append(selection)
            failures = (step(StepCode.PASSES_IN_AREAS, selection=selection, areas=len(counted)),)
        steps.extend(failures)
    return Passed(tuple(passing), tuple(steps))


def _area_rule(threshold: Threshold, areas: int) -> Step:
    return step(
        StepCode.THRESHOLD_IN_AREAS,
        share=threshold.share,
        strict=threshold.strict,
        base=threshold.base,
        level=threshold.areas or "",
        areas=areas,
    )


def _failures(
    threshold: Threshold, selection: SelectionId, areas: Mapping[AreaId, Figures]
) -> tuple[Step, ...]:
    """One step for every area in which the party fails."""
    failures: list[Step] = []
    for area, figures in areas.items():
        votes, total = figures.of(selection), figures.total(threshold.base)
        if votes < votes_needed(threshold, total):
            measured = _measured(threshold, votes, total)
            failures.append(step(StepCode.FAILS_IN_AREA, selection=selection, area=area, **measured))
    return tuple(failures)


def _check_nobody_has_votes(
    threshold: Threshold, selections: Iterable[SelectionId], figures: Figures
) -> None:
    """A base of 0 beside votes is a mistake in the figures, not an empty area."""
    for selection in selections:
        if figures.of(selection):
            raise Fault(
                f"the base '{threshold.base}' is 0, but '{selection}' has {figures.of(selection)} votes",
                place=figures.place,
                cure="give the number of the base for the same stations as the votes",
            )
