"""`sverka totals`: sums over stations, with what they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import contests_of, open_results, source_name
from sverka.cli.options import AllContests, AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.election import Contest, Election
    from sverka.publish.language import Translator
    from sverka.publish.results import Results
    from sverka.publish.totals import Total


def totals(
    context: typer.Context,
    folder: Folder,
    contest: AllContests = None,
    area: Annotated[
        str, typer.Option(help="Id of an area (default: the whole contest).", show_default=False)
    ] = "",
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Sum every account's counts, and the legal ones with those that stand in."""
    from sverka.publish.answers import total_answer

    screen = Screen.of(context)
    results = open_results(folder, screen, size=at)
    found = {each: _totals(results, each, area) for each in contests_of(results, contest)}
    if json:
        screen.answer({c: {s: total_answer(t) for s, t in by.items()} for c, by in found.items()})
    else:
        for each, by in found.items():
            if by:
                _show(results.election, results.election.contests[each], by, screen)
    return 0


def _totals(results: Results, contest: str, area: str) -> dict[str, Total]:
    from sverka.domain.ids import AreaId, ContestId

    if area and area not in results.election.places.areas:
        raise Fault(
            f"no area {area!r} in this election", place="--area", cure="give an id as the definition has it"
        )
    of = results.of(ContestId(contest)).totals
    found = {str(source): totals.of(AreaId(area)) for source, totals in of.items()}
    return {source: total for source, total in found.items() if total is not None}


def _show(election: Election, contest: Contest, by: dict[str, Total], screen: Screen) -> None:
    t = screen.words
    columns = ("", *(_name(election, source, screen) for source in by))
    votes = [
        (screen.name(s.names), *(t.number(x.selections[s.id]) for x in by.values()))
        for s in contest.selections
    ]
    bases = [
        (screen.name(b.names), *(_known(x.bases[b.id], t) for x in by.values()))
        for b in contest.bases.values()
    ]
    over = [
        (name, *(t.number(x.stations.as_answer()[word]) for x in by.values()))
        for word, name in coverage_words(t).items()
    ]
    screen.table(screen.name(contest.names), columns, votes)
    if bases:
        screen.table(t._("Bases"), columns, bases)
    screen.table(t._("Stations"), columns, over)


def _name(election: Election, source: str, screen: Screen) -> str:
    from sverka.domain.counts import Source

    if source == "legal":
        return screen.words._("legal count")
    return source_name(election, Source.parse(source), screen)


def coverage_words(t: Translator) -> dict[str, str]:
    """What the numbers of stations under a sum are called."""
    return {
        "expected": t._("expected"),
        "in": t._("summed"),
        "missing": t._("missing"),
        "annulled": t._("annulled"),
        "set_aside": t._("set aside"),
        "with_findings": t._("summed with findings"),
    }


def _known(number: int | None, t: Translator) -> str:
    return t._("not known") if number is None else t.number(number)
