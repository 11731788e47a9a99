"""What a named figure of a page is: by the published files, and by the second computation."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sverka.domain.ids import BaseId
from sverka.publish.gate.children import UNKNOWN as NOT_COMPUTED
from sverka.publish.gate.figures import WHOLE, Figures, Told
from sverka.publish.gate.marked import Mark
from sverka.publish.gate.pages import STRANGE, UNKNOWN, Value
from sverka.publish.gate.second.second import Second
from sverka.publish.gate.second.totals import Totals

NAMED = 5  # contest, source, place, kind, what
NOT_OVER_OTHERS = ("shares", "stations")  # what is not computed again over the stations of another source


def published(figures: Figures, mark: Mark) -> Value:
    """A figure as the published files have it; not known where they have none of its kind."""
    if len(mark.name) != NAMED:
        return STRANGE
    contest, source, place, kind, what = mark.name
    if mark.over or kind == "turnout" or kind.startswith("shares:"):
        return UNKNOWN
    if kind == "comparison":
        return _compared(figures.comparison(contest, place), what)
    if kind == "seats":
        seats = dict(figures.contests).get(contest, {}).get("seats", {}).get(source)
        return (
            STRANGE if place != WHOLE else None if seats is None else _seats(seats["seats"], what, mark.text)
        )
    return _of_total(figures.totals(contest, place).get(source), kind, what)


def recomputed(second: Second, mark: Mark) -> Value:
    """A figure as the second computation has it."""
    if len(mark.name) != NAMED or mark.name[0] not in second.tables:
        return STRANGE
    contest, source, place, kind, what = mark.name
    of = second.of(contest)
    if place not in of.places:
        return STRANGE
    if kind == "comparison":
        return _compared(of.comparison.get(place), what)
    if kind == "seats" or source not in of.numbers:
        return UNKNOWN  # seats are held against the published ones, accounts of areas too (G6)
    return _counted(of, mark) if not mark.over else _over_others(of, mark)


def _counted(of: Totals, mark: Mark) -> Value:
    """A figure of a source that counts stations."""
    _, source, place, kind, what = mark.name
    if kind == "turnout":
        return _turnout(of.turnout(source, place), what)
    if kind.startswith("shares:"):
        base = BaseId(kind.partition(":")[2])
        return _share(of.shares(source, place, base).get(what)) if base in of.contest.bases else STRANGE
    return _of_total(of.total(source, place), kind, what)


def _over_others(of: Totals, mark: Mark) -> Value:
    """A figure of a source over the stations of another one; some kinds of it are not computed again."""
    _, source, _, kind, what = mark.name
    if kind.startswith(NOT_OVER_OTHERS) or mark.over not in of.numbers:
        return UNKNOWN  # the other one has counted nothing yet
    return _of_total(of.same(source, mark.over), kind, what)


def _of_total(total: Told | None, kind: str, what: str) -> Value:
    if total is None or kind not in {*total, "shares"}:
        return STRANGE
    if kind == "shares":
        return _share(total["shares"].get(what))
    if (kind, what) == ("stations", "progress"):
        return _fraction(total["stations"]["in"], total["stations"]["expected"])
    found: Any = total[kind].get(what, STRANGE)
    return UNKNOWN if found == NOT_COMPUTED else found


def _seats(seats: Told, what: str, text: str) -> Value:
    """Who has none is not listed; beside who cannot have any, nothing is shown."""
    return int(seats.get(what, 0)) or (0 if text else None)


def _share(share: Told | None) -> Value:
    return None if share is None else _fraction(share["votes"], share["of"])


def _fraction(votes: int, of: int | None) -> Value:
    return Fraction(votes, of) if of else None


def _turnout(turnout: tuple[int, int | None] | None, what: str) -> Value:
    if turnout is None:
        return STRANGE
    votes, of = turnout
    return {"votes": votes, "of": of, "share": _fraction(votes, of)}.get(what, STRANGE)


def _compared(comparison: Told | None, what: str) -> Value:
    """A number of the comparison; nothing was compared where there is none."""
    told = comparison or dict.fromkeys(("both", "identical", "different", "gross", "net"), 0)
    if what == "not_comparable":
        return int(told["both"] - told["identical"] - told["different"])
    if what in {"identical_share", "different_share"}:
        return _fraction(told[what.removesuffix("_share")], told["both"])
    found: Value = told.get(what, STRANGE)
    return found
