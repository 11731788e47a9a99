"""A comparison as a person at a terminal sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sverka.publish.comparison_answer import difference_answer
from sverka.publish.words.kinds import kind_said
from sverka.publish.words.states import STATES
from sverka.reconcile.triage import triage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sverka.cli.screen import Screen
    from sverka.domain.counts import Source
    from sverka.publish.language import Translator
    from sverka.reconcile.compare import Comparison
    from sverka.reconcile.many import ManyCounts

FIRST = 20
FIELDS = 3


def show_comparison(
    comparison: Comparison, screen: Screen, *, title: str, left: str, right: str, names: Mapping[str, str]
) -> None:
    """Stations, kinds of difference, and what to look at first; `names` are those of the selections."""
    t = screen.words
    screen.table(title, ("", t._("stations")), _stations(comparison, t, left, right))
    if comparison.kind_counts:
        _show_kinds(comparison, screen, left, right)
        _show_first(comparison, screen, left, right, names)
    screen.say(_verdict(comparison, t))


def show_many(many: ManyCounts, screen: Screen, *, title: str, names: Mapping[Source, str]) -> None:
    """Several accounts: how many stations agree, and every pair."""
    t = screen.words
    n = many.stations
    stations = [
        (t._("with several counts"), n["several"]),
        (t._("  identical in every field"), n["identical"]),
        (t._("  different"), n["different"]),
        (t._("  not comparable"), n["not_comparable"]),
        (t._("with one count only"), n["one"]),
    ]
    screen.table(title, ("", t._("stations")), [(name, t.number(number)) for name, number in stations])
    pairs = [
        (
            names[pair.left.source],
            names[pair.right.source],
            t.number(pair.stations["both"]),
            t.number(pair.stations["different"]),
            t.number(int(pair.gross.sum())),
            t.signed(int(pair.net.sum())),
        )
        for pair in many.pairs()
    ]
    columns = ("", "", t._("with both counts"), t._("different"), t._("gross"), t._("net"))
    screen.table(t._("Every two accounts"), columns, pairs, text=2)


def _stations(comparison: Comparison, t: Translator, left: str, right: str) -> list[tuple[str, str]]:
    n = comparison.stations
    lines = [
        (left, n["left"]),
        (right, n["right"]),
        (t._("with both counts"), n["both"]),
        (t._("  identical in every field"), n["identical"]),
        (t._("  different"), n["different"]),
        (t._("    of these with the same sum"), n["sum_kept"]),
    ]
    if n["not_comparable"]:
        lines.append((t._("  not comparable"), n["not_comparable"]))
    if n["joined"]:
        lines.append((t._("counted by a neighbour's scanner, compared there"), n["joined"]))
    if n["within_tolerance"]:
        lines.append((t._("  within the tolerance, among the identical"), n["within_tolerance"]))
    return [(name, t.number(number)) for name, number in lines]


def _show_kinds(comparison: Comparison, screen: Screen, left: str, right: str) -> None:
    t = screen.words
    rows = [
        (kind_said(t, kind, left=left, right=right).title, t.number(number))
        for kind, number in comparison.kind_counts.items()
    ]
    screen.table("", (t._("Kind of difference"), t._("stations")), rows)


def _show_first(
    comparison: Comparison, screen: Screen, left: str, right: str, names: Mapping[str, str]
) -> None:
    t = screen.words
    first = [difference_answer(comparison, int(place)) for place in triage(comparison)[:FIRST]]
    rows = [
        (
            one["station"],
            kind_said(t, one["kind"], left=left, right=right).title,
            fields_said(one["fields"], names, t),
            t.number(one["gross"]),
            t.signed(one["net"]),
        )
        for one in first
    ]
    title = t._("Look at these first: {n} of {all}", n=len(rows), all=t.number(len(comparison.lines)))
    columns = (
        t._("Station"),
        t._("Kind of difference"),
        f"{left} → {right}",
        t._("gross"),
        t._("net"),
    )
    screen.table(title, columns, rows, text=3)


def fields_said(fields: dict[str, list[Any]], names: Mapping[str, str], t: Translator) -> str:
    """The fields that are furthest apart, votes before rows of the form."""
    order = sorted(fields, key=lambda field: (field not in names, -_apart(*fields[field])))
    shown = [f"{names.get(f, f)} {_cell(fields[f][0], t)} → {_cell(fields[f][1], t)}" for f in order[:FIELDS]]
    more = len(order) - len(shown)
    return "; ".join(shown) + (f"; +{more}" if more > 0 else "")


def _apart(left: int | str | None, right: int | str | None) -> int:
    numbers = [cell if isinstance(cell, int) else 0 for cell in (left, right)]
    return abs(numbers[1] - numbers[0])


def _cell(cell: int | str | None, t: Translator) -> str:
    from sverka.domain.counts import State

    if cell is None:
        return t._(STATES[State.UNREAD].title)
    return t.number(cell) if isinstance(cell, int) else t._(STATES[State.ABSENT].title)


def _verdict(comparison: Comparison, t: Translator) -> str:
    if comparison.agrees:
        return t._("Every station has both counts, and all agree.")
    return t._(
        "Gross difference {gross} votes, net {net} (right minus left), over {n} stations with both counts.",
        gross=t.number(int(comparison.gross.sum())),
        net=t.signed(int(comparison.net.sum())),
        n=t.number(comparison.stations["both"]),
    )
