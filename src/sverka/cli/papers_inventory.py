"""`sverka papers inventory`: stations and holders, and what there is of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import AllContests, AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.election import Election
    from sverka.publish.inventory import Inventory


def inventory(
    context: typer.Context,
    folder: Folder,
    holder: Annotated[
        str, typer.Option(help="One holder alone, and station by station.", show_default=False)
    ] = "",
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every line into a CSV file.", show_default=False),
    ] = None,
    contest: AllContests = None,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Say of every station and holder whether the paper is there, withheld, withdrawn, refused, or not recorded."""
    from sverka.publish.inventory import inventory_of
    from sverka.publish.inventory_file import inventory_csv

    screen = Screen.of(context)
    state = open_state(folder, screen, size=at)
    found = inventory_of(state.election, state.snapshot, _contest(state.election, contest))
    if holder:
        found = _of_holder(found, holder)
    if csv is not None:
        csv.write_bytes(inventory_csv(found))
        screen.say(screen.words._("{file}: written.", file=csv))
    if json:
        screen.answer(_answer(found))
    elif csv is None:
        _show(found, state.election, screen)
        if holder:
            _lines(found, screen)
    return 0


def _contest(election: Election, given: str | None) -> Any:
    from sverka.formats.nearest import nearest

    if given is not None and given not in election.contests:
        what = f"no contest {given!r} in this election"
        raise Fault(what, place="--contest", cure=nearest(given, election.contests))
    return given


def _of_holder(found: Inventory, holder: str) -> Inventory:
    from sverka.formats.nearest import nearest

    mine = found.of([source for source in found.sources if holder in (source.holder, str(source))])
    if not mine.sources:
        known = [source.holder or str(source) for source in found.sources]
        raise Fault(
            f"no paper and no refusal is held by {holder!r}", place="--holder", cure=nearest(holder, known)
        )
    return mine


def _show(found: Inventory, election: Election, screen: Screen) -> None:
    """A line for every holder: how many stations of all."""
    from sverka.cli.folders import source_name
    from sverka.publish.words.papers import HELD

    t = screen.words
    rows = [
        [
            source_name(election, each.source, screen),
            t.number(each.of),
            *(t.number(each.stations[held]) for held in HELD),
            t.number(each.papers),
            t.number(each.signed),
            t.number(each.stamped),
        ]
        for each in found.sums
    ]
    columns = [t._("Who holds it"), t._("Stations"), *(t._(words.title) for words in HELD.values())]
    columns += [t._("Papers"), t._("signed"), t._("stamped")]
    screen.table(t._("Papers of stations"), columns, rows)


def _lines(found: Inventory, screen: Screen) -> None:
    """A line for every paper, refusal and gap."""
    from sverka.publish.inventory_file import inventory_lines
    from sverka.publish.words.papers import HELD

    t = screen.words
    words = {held.code: t._(said.title) for held, said in HELD.items()}
    rows = [
        [line["station"], words[line["held"]], line.get("reason", ""), line.get("sha256", "")[:16]]
        for line in inventory_lines(found)
    ]
    screen.table("", [t._("Station"), "", t._("Reason"), "SHA-256"], rows, text=4)


def _answer(found: Inventory) -> dict[str, Any]:
    from sverka.publish.inventory_file import inventory_lines

    return {
        "stations": len(found.stations),
        "holders": [
            {
                "account": each.source.account,
                "holder": each.source.holder,
                "stations": {held.code: number for held, number in each.stations.items()},
                "papers": each.papers,
                "signed": each.signed,
                "stamped": each.stamped,
            }
            for each in found.sums
        ],
        "lines": list(inventory_lines(found)),
    }
