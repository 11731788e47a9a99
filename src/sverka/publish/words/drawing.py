"""What a drawing of its size can show and what it cannot, with exact numbers, and what a chosen selection cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sverka.audits.bounds import CONFIDENCE, chance_to_see, most_share_that_differs, most_that_differ
from sverka.audits.population import LeftOut
from sverka.publish.language import N_, Translator

METHODS: Mapping[str, str] = {"equal": N_("equal chances"), "size": N_("chances in proportion to size")}

LEFT_OUT: Mapping[LeftOut, str] = {
    LeftOut.ANNULLED: N_("results annulled"),
    LeftOut.OUTSIDE: N_("outside the areas of the drawing"),
    LeftOut.NO_SIZE: N_("size not known, or 0"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many stations were drawn of how many; `differing` of them differ, None while they are not compared."""

    population: int
    drawn: int
    by_size: bool
    differing: int | None = None


def what_a_drawing_shows(t: Translator, outcome: Outcome) -> tuple[str, ...]:
    """Sentences on what was drawn and what follows from it for all stations of the list."""
    values = {"drawn": t.number(outcome.drawn), "population": t.number(outcome.population)}
    if outcome.drawn == outcome.population:
        return (t._("All {population} stations of the list are drawn.", **values),)
    bound = _of_size(t, outcome) if outcome.by_size else _of_equal_chances(t, outcome)
    return (
        t._(DRAWN_BY_SIZE if outcome.by_size else DRAWN_EQUALLY, **values),
        t._("A station differs where the count of the drawing is not what was reported before it."),
        *bound,
        t._("It does not say which of the others differ, nor that none of them does."),
    )


def what_applications_show(t: Translator) -> str:
    """The sentence on stations that somebody chose."""
    return t._(
        "Stations for which somebody applied were chosen, not drawn. However many there are: what is found in them "
        "bounds nothing in the others."
    )


DRAWN_EQUALLY = N_("{drawn} of {population} stations are drawn by dice; each of them had the same chance.")
DRAWN_BY_SIZE = N_("{drawn} of {population} stations are drawn by dice; the larger a station, the likelier.")


def _of_equal_chances(t: Translator, outcome: Outcome) -> Iterator[str]:
    found = outcome.differing or 0
    most = most_that_differ(found, population=outcome.population, drawn=outcome.drawn)
    values = {
        "most": t.number(most),
        "population": t.number(outcome.population),
        "confidence": t.plain_percent(CONFIDENCE),
    }
    if most == outcome.population - outcome.drawn + found and most > found:
        yield t._("So few stations say nothing of how many of the others differ.")
    elif outcome.differing:
        yield t._(
            "Of those drawn, {found} differ: at a confidence of {confidence}, at most {most} of all {population} do.",
            found=t.number(found),
            **values,
        )
    else:
        yield _none(t, outcome) + t._(
            "at a confidence of {confidence}, at most {most} of all {population} differ.", **values
        )
        seen = chance_to_see(most + 1, population=outcome.population, drawn=outcome.drawn)
        yield t._(
            "If more did, such a drawing would meet at least one of them with a chance of {chance} or more.",
            chance=t.percent(seen),
        )


def _of_size(t: Translator, outcome: Outcome) -> Iterator[str]:
    if outcome.differing:
        yield t._("Of those drawn, {found} differ.", found=t.number(outcome.differing))
        return
    yield _none(t, outcome) + t._(
        "at a confidence of {confidence}, the stations that differ hold at most {share} of the size of all.",
        confidence=t.plain_percent(CONFIDENCE),
        share=t.percent(most_share_that_differs(outcome.drawn)),
    )


def _none(t: Translator, outcome: Outcome) -> str:
    """How a sentence begins that is about none of those drawn differing."""
    begin = (
        t._("If none of those drawn differs:")
        if outcome.differing is None
        else t._("None of those drawn differs:")
    )
    return begin + " "
