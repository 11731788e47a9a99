"""`sverka totals`: sums over stations, with what they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import contests_of, open_results
from sverka.cli.options import AllContests, AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.election import Contest
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
            _show(results.election.contests[each], by, screen)
    return 0


def _totals(results: Results, contest: str, area: str) -> dict[str, Total]:
    from sverka.domain.election import ContestId
    from sverka.domain.places import AreaId

    if area and area not in results.election.places.areas:
        raise Fault(
            f"no area {area!r} in this election", place="--area", cure="give an id as the definition has it"
        )
    of = results.of(ContestId(contest)).totals
    found = {str(source): totals.of(AreaId(area)) for source, totals in of.items()}
    return {source: total for source, total in found.items() if total is not None}


def _show(contest: Contest, by: dict[str, Total], screen: Screen) -> None:
    names = {s.id: s.names.in_language(screen.language) for s in contest.selections}
    rows = [(names[s], *(str(total.selections[s]) for total in by.values())) for s in names]
    bases = [
        (base.names.in_language(screen.language), *(_known(total.bases[base.id]) for total in by.values()))
        for base in contest.bases.values()
    ]
    over = [
        (name.replace("_", " "), *(str(total.stations.as_answer()[name]) for total in by.values()))
        for name in next(iter(by.values())).stations.as_answer()
    ]
    screen.table(contest.names.in_language(screen.language), ("", *by), rows)
    screen.table("bases", ("", *by), bases)
    screen.table("stations", ("", *by), over)


def _known(number: int | None) -> str:
    return "not known" if number is None else str(number)
