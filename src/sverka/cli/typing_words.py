"""What `sverka typing-compare` answers: for programs, and for the person who hands out the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from sverka.cli.screen import Screen
from sverka.office.typing_comparison import Comparison
from sverka.publish.words.typing import field_titles, why_open

FIRST = 40  # of a long list; --json has all


def answer_of(comparison: Comparison, written: Sequence[str]) -> dict[str, Any]:
    """The comparison as a JSON answer: no figure that anyone typed is in it."""
    return {
        "account": str(comparison.source),
        "people": [person.name for person in comparison.people],
        "papers": sum(len(each.papers.lines) for each in comparison.contests),
        "complete": comparison.complete,
        "agreed_fields": comparison.agreed_fields,
        "open": [
            {
                "contest": each.contest,
                "station": each.station,
                "field": each.field,
                "why": each.why.name.lower().replace("_", "-"),
                "cells": list(each.cells),
            }
            for each in comparison.open_fields
        ],
        "not_typed": [{"contest": contest, "station": station} for contest, station in comparison.not_begun],
        "exchanged": [
            {"contest": each.contest, "stations": list(each.stations), "people": list(each.people)}
            for each in comparison.exchanged
        ],
        "findings": [
            {"contest": each.contest, "station": each.unit, "code": each.code}
            for table in comparison.findings()
            for each in table
        ],
        "written": list(written),
    }


def show(comparison: Comparison, written: Sequence[str], screen: Screen) -> None:
    """The same for a person: what is agreed, what is open and where, what looks odd."""
    t = screen.words
    papers = sum(len(each.papers.lines) for each in comparison.contests)
    screen.say(
        t._(
            "Papers complete: {complete} of {papers}; fields agreed: {fields}.",
            complete=t.number(comparison.complete),
            papers=t.number(papers),
            fields=t.number(comparison.agreed_fields),
        )
    )
    _show_open(comparison, screen)
    if comparison.not_begun:
        screen.say(t._("Papers that nobody typed: {count}.", count=t.number(len(comparison.not_begun))))
    for each in comparison.exchanged:
        screen.say(
            t._(
                "Stations {one} and {other}: their lines look exchanged in the sheet of {first} or of {second}.",
                one=each.stations[0],
                other=each.stations[1],
                first=each.people[0],
                second=each.people[1],
            )
        )
    _show_findings(comparison, screen)
    for name in written:
        screen.say(t._("Given back: {file}", file=name))


def _show_open(comparison: Comparison, screen: Screen) -> None:
    t = screen.words
    contests = comparison.election.contests
    titles = {each: field_titles(t, contest) for each, contest in contests.items()}
    fields = list(comparison.open_fields)
    rows = [
        (
            screen.name(contests[each.contest].names),
            each.station,
            titles[each.contest][each.field],
            why_open(t, each.why),
            "; ".join(each.cells),
        )
        for each in fields[:FIRST]
    ]
    if rows:
        title = t._("Open fields: {count}", count=t.number(len(fields)))
        heads = (t._("Contest"), t._("Station"), t._("Field"), t._("Why"), t._("Where"))
        screen.table(title, heads, rows, text=5)


def _show_findings(comparison: Comparison, screen: Screen) -> None:
    """Controls that fail in figures that two people read alike: the paper may be wrong itself."""
    t = screen.words
    findings = [each for table in comparison.findings() for each in table]
    if not findings:
        return
    screen.say(
        t._(
            "Controls that fail in agreed figures: {count}. The paper may say so itself: look, and leave it as it is.",
            count=t.number(len(findings)),
        )
    )
    rows = [
        (each.unit, each.code, t.number(each.left), t.number(each.right)) for each in islice(findings, FIRST)
    ]
    heads = (t._("Station"), t._("Control"), t._("left side"), t._("right side"))
    screen.table("", heads, rows, text=2)
