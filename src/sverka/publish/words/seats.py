"""The calculation of seats in words, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId, BaseId, SelectionId
from sverka.domain.names import Names
from sverka.domain.seat_rules import Quota, Rounding
from sverka.publish.language import N_, Translator
from sverka.seats.allocation import Reason
from sverka.seats.steps import Step, StepCode, StepValue

SENTENCES: Mapping[StepCode, str] = {
    StepCode.THRESHOLD: N_(
        "Threshold: {limit} {share} of {base}. Of {total}, that is {needed} votes or more."
    ),
    StepCode.THRESHOLD_IN_AREAS: N_(
        "Threshold in each of {areas} areas ({level}): {limit} {share} of {base} there."
    ),
    StepCode.PASSES: N_("{selection} passes: {votes} votes, {share}."),
    StepCode.FALLS_BELOW: N_("{selection} stays below: {votes} votes, {share}; {needed} are needed."),
    StepCode.PASSES_IN_AREAS: N_("{selection} reaches it in all {areas} areas."),
    StepCode.FAILS_IN_AREA: N_(
        "{selection} stays below in {area}: {votes} of {total}, {share}; {needed} are needed."
    ),
    StepCode.AREA_WITHOUT_BASE: N_("{area}: “{base}” is 0 there, so the area is left out."),
    StepCode.BASE_IS_ZERO: N_("“{base}” is 0, so nobody can pass."),
    StepCode.NOBODY_PASSES: N_("Nobody passes the threshold: no seat is filled."),
    StepCode.QUOTA: N_(
        "Quota ({method}): {votes} votes of {parties} lists for {seats} seats, {quota} votes a seat."
    ),
    StepCode.WHOLE_QUOTAS: N_(
        "{selection}: {votes} votes are {quotas} quotas; seats: {seats}, and {remainder} remains."
    ),
    StepCode.SEATS_LEFT: N_("Seats left for the largest remainders: {seats}."),
    StepCode.FULL_TURNS: N_("Each of {parties} lists gets a seat in turn, {turns} times."),
    StepCode.REMAINDER_SEAT: N_("{selection} gets one of them with the remainder {remainder}."),
    StepCode.HELD_AT_CAP: N_(
        "{selection} would have {seats} seats; the most allowed is {cap}, {surplus} are divided anew."
    ),
    StepCode.REDIVISION: N_("Seats divided anew: {seats}, among {parties} lists."),
    StepCode.NOT_IN_LOT: N_("{selection} has {cap} seats already, the most allowed, and is not in the lot."),
    StepCode.MOST_VOTES: N_("{selection} is elected with the most votes: {votes}."),
    StepCode.AGAINST_ALL_AHEAD: N_(
        "Against all: {votes} votes, more than the {first_votes} of the first candidate. Nobody is elected."
    ),
    StepCode.AGAINST_ALL_NOT_AHEAD: N_(
        "Against all: {votes} votes, not more than the {first_votes} of the first candidate."
    ),
    StepCode.NO_VOTES: N_("There are no votes: no seat is filled."),
    StepCode.TIE: N_("Level with {level}: {between}. A lot must decide; seats to be drawn: {seats}."),
    StepCode.LOT_DRAWN: N_("Lot drawn among {between}: {winners}."),
    StepCode.SEATS_UNFILLED: N_("Seats that stay unfilled: {seats}."),
}

AT_LEAST, MORE_THAN = N_("at least"), N_("more than")

METHODS: Mapping[str, str] = {Quota.HARE: N_("Hare"), Quota.DROOP: N_("Droop")}

REASONS: Mapping[Reason, str] = {
    Reason.NOBODY_PASSES: N_("Nobody is elected: nobody passes the threshold."),
    Reason.NO_VOTES: N_("Nobody is elected: there are no votes."),
    Reason.AGAINST_ALL_AHEAD: N_("Nobody is elected: “against all” has more votes than the first candidate."),
}

# Steps that open a part of the calculation; the others are told beneath them.
OPENING = frozenset(
    {
        StepCode.THRESHOLD,
        StepCode.THRESHOLD_IN_AREAS,
        StepCode.QUOTA,
        StepCode.SEATS_LEFT,
        StepCode.REDIVISION,
    }
)


def step_sentence(t: Translator, step: Step, contest: Contest, election: Election) -> str:
    """One step of a calculation as a sentence."""
    names = _Names(t, contest, election)
    values: dict[str, object] = {key: names.shown(key, value) for key, value in step.context.items()}
    if "strict" in step.context:
        limit = MORE_THAN if step.context["strict"] else AT_LEAST
        values["limit"] = t._(limit)
        values["share"] = t.plain_percent(Fraction(step.context["share"]))  # type: ignore[arg-type]
    return t._(SENTENCES[step.code], **values)


class _Names:
    """The names and numbers that sentences show for the ids and values of a step."""

    def __init__(self, t: Translator, contest: Contest, election: Election) -> None:
        self.t = t
        self.selections = {selection.id: selection.names for selection in contest.selections}
        self.bases = {base.id: base.names for base in contest.bases.values()}
        self.areas = {area.id: area.names for area in election.places.areas.values()}
        self.levels = {level.id: level.names for level in election.places.levels}
        self.ways: Mapping[str, Callable[[str], str]] = {
            "selection": self._selection,
            "base": lambda text: self._name(self.bases.get(BaseId(text)), text),
            "area": lambda text: self._name(self.areas.get(AreaId(text)), text),
            "level": lambda text: self._name(self.levels.get(text), text),  # type: ignore[call-overload]
            "method": lambda text: t._(METHODS.get(text, text)),
        }

    def shown(self, key: str, value: StepValue) -> str:
        """A value of a step as the sentence shows it."""
        match value:
            case tuple():
                return ", ".join(map(self._selection, value))
            case str():
                return self.ways[key](value) if key in self.ways else value
            case Fraction():
                return self.t.percent(value) if key == "share" else self.t.decimal(value, 4)
            case int():
                return self.t.number(value)

    def _selection(self, selection: str) -> str:
        return self._name(self.selections.get(SelectionId(selection)), selection)

    def _name(self, names: Names | None, otherwise: str) -> str:
        return self.t.name(names) if names else otherwise


ROUNDINGS: Mapping[str, str] = {
    Rounding.DOWN: N_("the least number of the other sex is rounded down"),
    Rounding.NEAREST: N_("the least number of the other sex is rounded to the nearest"),
    Rounding.UP: N_("the least number of the other sex is rounded up"),
}
