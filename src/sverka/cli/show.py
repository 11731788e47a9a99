"""`sverka show`: an election at a glance, or one station with all accounts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import open_results, source_name
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.publish.language import Translator
    from sverka.publish.results import ContestResults, Results


def show(
    context: typer.Context,
    folder: Folder,
    station: Annotated[
        str | None, typer.Argument(metavar="[STATION]", help="Id of a station.", show_default=False)
    ] = None,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Show an election at a glance, or one station with every account side by side."""
    from sverka.publish.station import station_answer

    screen = Screen.of(context)
    results = open_results(folder, screen, size=at)
    if station is None:
        _glance(results, screen, json=json)
        return 0
    answer = station_answer(results, station)
    if not answer["contests"]:
        from sverka.formats.nearest import nearest

        raise Fault(
            f"no station {station!r} in this election",
            place=str(folder),
            cure=nearest(station, results.election.places.stations),
        )
    if json:
        screen.answer(answer)
    else:
        for contest, of in answer["contests"].items():
            _show_station(results.of(contest), station, of, screen)
    return 0


def _glance(results: Results, screen: Screen, *, json: bool) -> None:
    election, snapshot = results.election, results.snapshot
    sources = {
        of.id: {str(source): int(table.counted.sum()) for source, table in of.tables.items()}
        for of in results
        if of.sources
    }
    if json:
        screen.answer(
            {
                "election": election.id,
                "record_size": snapshot.size,
                "stations": len(election.places.stations),
                "counts": sources,
                "annulled": len(snapshot.annulments),
                "documents": len(snapshot.documents),
                "unknown_facts": len(snapshot.unknown),
            }
        )
        return
    rows = [
        (contest, source, screen.words.number(number), screen.words.number(len(results.of(contest).stations)))
        for contest, by in sources.items()
        for source, number in by.items()
    ]
    t = screen.words
    title = f"{screen.name(election.names)} ({t.ngettext('{n} fact', '{n} facts', snapshot.size)})"
    screen.table(title, (t._("Contest"), t._("Account"), t._("stations in"), t._("of")), rows, text=2)


def _show_station(of: ContestResults, station: str, answer: dict[str, Any], screen: Screen) -> None:
    from sverka.publish.words.findings import contradiction

    t, election = screen.words, of.results.election
    counts = {source_name(election, each, screen): answer["counts"].get(str(each)) for each in of.tables}
    counts = {name: count for name, count in counts.items() if count}
    rows = {str(r.id): f"{r.id}. {screen.name(r.names)}" for r in of.contest.rows}
    names = rows | {str(s.id): screen.name(s.names) for s in of.contest.selections}
    lines = [
        (name, *(_cell(count["fields"].get(field, ""), t) for count in counts.values()))
        for field, name in names.items()
    ]
    screen.table(f"{station}: {screen.name(of.contest.names)}", ("", *counts), lines)
    controls = {control.code: control for control in of.contest.controls}
    for source, table in of.findings.items():
        for finding in table.of(station):
            said = contradiction(t, controls[finding.code], finding)
            screen.say(f"{source_name(election, source, screen)}: {finding.code}: {said}")


def _cell(cell: int | str | None, t: Translator) -> str:
    """A figure, or in words why there is none; nothing where the account does not carry the row."""
    from sverka.domain.counts import State
    from sverka.publish.words.states import STATES

    if cell is None:
        return t._(STATES[State.UNREAD].title)
    return t._(STATES[State.ABSENT].title) if cell == "absent" else str(cell)
