"""A drawing on the screen: what was committed and rolled, the stations drawn, and the steps of one."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from sverka.audits.sampling import Drawn
    from sverka.cli.screen import Screen
    from sverka.domain.group import Member
    from sverka.publish.group.draw_check import Checked, DrawnAnew
    from sverka.publish.group.drawings import Drawing

HASH, KEY = 16, 20  # of a hash and of a key, as much as tells them apart at a glance


def show(screen: Screen, found: Checked) -> None:
    """The drawing from its commitment on, then the stations in the order drawn."""
    from sverka.publish.draw_answer import line_of

    for sentence in _course(screen, found):
        screen.say(sentence)
    if found.anew is None or not found.anew.order:
        return
    t = screen.words
    words = t.pgettext("drawing", "Place"), t._("Station"), t.pgettext("drawing", "Hash")
    columns = (*words, t.pgettext("drawing", "Weight"), t.pgettext("drawing", "Key"))
    rows = (
        (
            str(each["place"]),
            each["station"],
            f"{each['hash'][:HASH]}…",
            each["weight"],
            f"{each['key'][:KEY]}…",
        )
        for each in map(line_of, found.anew.drawn)
    )
    screen.table("", columns, rows, text=0)


def explain(screen: Screen, drawing: Drawing, anew: DrawnAnew, drawn: Drawn) -> None:
    """One station's way to its place, so that anyone can go it by hand."""
    from sverka.publish.draw_answer import steps_of

    t, steps = screen.words, steps_of(drawing, drawn)
    last = anew.drawn[-1]
    outcome = t.pgettext("drawing", "drawn") if steps["drawn"] else t.pgettext("drawing", "not drawn")
    lines = (
        (t.pgettext("drawing", "text"), steps["text"]),
        ("", f"printf '%s' {shlex.quote(steps['text'])} | sha256sum"),
        ("SHA-256", steps["hash"]),
        ("h = SHA-256 / 2^256", f"{steps['h']}…"),
        *_by_size(screen, steps),
        (
            t.pgettext("drawing", "place"),
            t._("{place} of {all}: {outcome}", place=drawn.place, all=len(anew.order), outcome=outcome),
        ),
        (
            t.pgettext("drawing", "last one drawn"),
            t._("{station}, key {key}", station=last.unit, key=_key(drawing, last)),
        ),
    )
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        typer.echo(f"{name:<{width}}  {value}")


def _by_size(screen: Screen, steps: dict[str, Any]) -> list[tuple[str, str]]:
    """The steps that there are where stations are drawn by size; with equal chances the key is h."""
    if steps["minus_ln"] is None:
        return []
    t = screen.words
    return [
        ("-ln(h)", steps["minus_ln"]),
        (t.pgettext("drawing", "weight"), steps["weight"]),
        (t.pgettext("drawing", "key = -ln(h) / weight"), f"{steps['key']}…"),
    ]


def _key(drawing: Drawing, drawn: Drawn) -> str:
    from sverka.publish.draw_answer import steps_of

    return f"{steps_of(drawing, drawn)['key']}…"


def _course(screen: Screen, found: Checked) -> Iterable[str]:
    """What happened, fact by fact."""
    from sverka.publish.words.drawing import LEFT_OUT, METHODS

    t, drawing, anew = screen.words, found.drawing, found.anew
    fact = drawing.committed.fact
    yield t._(
        "Drawing {draw} of {contest}: {sample_size} of {population_size} stations, {method}.",
        draw=drawing.draw,
        contest=fact.contest,
        sample_size=t.number(fact.sample_size),
        population_size=t.number(fact.population_size),
        method=t._(METHODS[fact.method]),
    )
    for why, number in (anew.population.left_out() if anew else {}).items():
        yield t._("Left out, {why}: {n}.", why=t._(LEFT_OUT[why]), n=t.number(number))
    yield t._(
        "Committed: entry {entry}, {members}, over the first {size} facts.",
        entry=drawing.committed.entry,
        members=_named(drawing.committed.members),
        size=t.number(fact.record_size),
    )
    for stamp in found.stamps:
        yield t._(
            "Time stamp before the dice: {stamped}, {authority}.",
            stamped=t.moment(stamp.anchor.stamped),
            authority=stamp.anchor.authority,
        )
    if drawing.dice and not found.stamps:
        yield t._("No time stamp stands between the commitment and the dice.")
    for roll in drawing.dice:
        yield t._(
            "Dice: entry {entry}, {members}: {digits}",
            entry=roll.entry,
            members=_named(roll.members),
            digits=roll.fact.digits,
        )
    if drawing.digits_missing:
        yield t.ngettext(
            "Not drawn: {n} digit is missing.", "Not drawn: {n} digits are missing.", drawing.digits_missing
        )
        return
    yield t._("Seed: {seed}", seed=drawing.seed)
    if drawing.drawn is None:
        yield t._("Nobody has recorded yet what is drawn.")
    else:
        yield t._(
            "Drawn: entry {entry}, {members}.",
            entry=drawing.drawn.entry,
            members=_named(drawing.drawn.members),
        )


def _named(members: tuple[Member, ...]) -> str:
    return ", ".join(member.id for member in members)
