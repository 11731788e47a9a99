"""What a final document says was not compared, and why, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sverka.publish.final_document.contest_contents import ContestPart, NotComparedPart
from sverka.publish.final_document.naming import Naming
from sverka.publish.language import N_
from sverka.publish.paper.parts import Part, Table, Text

SHOWN = 200  # stations by their numbers; the file names them all

WHY: Mapping[str, str] = {
    "only-left": N_("Only one count: {left}"),
    "only-right": N_("Only one count: {right}"),
    "no-scanner": N_("The station has no scanner: there is no machine count of it."),
    "none": N_("Neither of the two accounts has a count of the station yet."),
    "not-comparable": N_("A figure in one of the two counts could not be read, and nothing else differs."),
    "joined": N_(
        "Its ballots are counted by the scanner of another station, and it was compared together with it."
    ),
}


def not_compared_part(naming: Naming) -> Part:
    """What was not compared, and why: accounts without counts, then stations."""
    t = naming.t
    lines = [(contest, each) for contest in naming.contents.contests for each in contest.not_compared]
    blocks = list(_accounts_without(naming))
    if not lines:
        return Part(t._("What was not compared"), (*blocks, Text(t._("Every station was compared."))))
    rows = tuple(
        (
            naming.contest(contest.id),
            _why(naming, contest, each),
            t.number(len(each.stations)),
            _listed(naming, each.stations),
        )
        for contest, each in lines
    )
    head = (t._("Contest"), t._("Why"), t._("Stations"), t._("Which"))
    table = Table(head=head, rows=rows, texts=4, wide=(0, 1, 3))
    return Part(t._("What was not compared"), (*blocks, table))


def _why(naming: Naming, contest: ContestPart, part: NotComparedPart) -> str:
    left, right = naming.account(contest.left), naming.account(contest.right)
    return naming.t._(WHY[part.why], left=left, right=right)


def _accounts_without(naming: Naming) -> Iterator[Text]:
    """Accounts of which nothing came in, and those that are of areas only."""
    t, accounts = naming.t, naming.contents.accounts
    nothing = [a.id for a in accounts if not a.station_counts and not a.area_counts]
    areas = [a.id for a in accounts if a.area_counts and not a.station_counts]
    if nothing:
        yield Text(t._("The record has no count from: {accounts}.", accounts=_accounts(naming, nothing)))
    if areas:
        yield Text(
            t._(
                "Only figures of areas, none of stations, came from: {accounts}. They are compared with nothing here.",
                accounts=_accounts(naming, areas),
            )
        )


def _accounts(naming: Naming, ids: list[str]) -> str:
    return ", ".join(map(naming.account, ids))


def _listed(naming: Naming, stations: tuple[str, ...]) -> str:
    shown = ", ".join(stations[:SHOWN])
    more = len(stations) - SHOWN
    if more <= 0:
        return shown
    return naming.t._("{stations} and {n} more, all in the file", stations=shown, n=naming.t.number(more))
