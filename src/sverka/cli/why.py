"""`sverka why`: the facts that moved a total between two sizes of the record, and by how much each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import contest_of, open_results
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.folder import ElectionFolder
    from sverka.publish.history.past import Past
    from sverka.publish.history.why import Asked, Cause, Why
    from sverka.publish.results import Results

MOST_SHOWN = 40


def why(
    context: typer.Context,
    folder: Folder,
    contest: Annotated[
        str | None, typer.Argument(metavar="[CONTEST]", help="Id of a contest (default: the first).")
    ] = None,
    area: Annotated[
        str, typer.Option(help="Id of an area (default: the whole contest).", show_default=False)
    ] = "",
    account: Annotated[
        str, typer.Option("--account", help="Whose total: an account, or `legal`, the counts in law.")
    ] = "legal",
    selection: Annotated[
        str, typer.Option(help="Only facts that moved the votes of this one.", show_default=False)
    ] = "",
    start: Annotated[
        int | None,
        typer.Option(
            "--from",
            metavar="SIZE",
            help="From when the record held this many facts (default: the publication before).",
            show_default=False,
        ),
    ] = None,
    end: Annotated[
        int | None,
        typer.Option(
            "--to",
            metavar="SIZE",
            help="Until it held this many (default: the last publication; given, all of them until then).",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Say why a total changed: every fact between two publications that moved it, and by how much.

    What the facts added makes up the change exactly.
    """
    from sverka.office.folder import ElectionFolder
    from sverka.office.histories import elections_of, past_of
    from sverka.publish.history.why import why as ask
    from sverka.publish.history.why_answer import why_answer

    screen, here = Screen.of(context), ElectionFolder(folder)
    start, end = _sizes(here, start, end)
    results = open_results(folder, screen, size=end)
    asked = _asked(results, contest, area, account, selection)
    past = past_of(here, end)
    found = _only(ask(past, elections_of(here), asked, start, end), selection)
    if json:
        screen.answer(why_answer(past, asked, found, start, end))
    else:
        _show(results, asked, found, past, screen)
    return 0


def _sizes(folder: ElectionFolder, start: int | None, end: int | None) -> tuple[int, int]:
    """The sizes asked for; what is left out is that of the last publication, and of the one before."""
    from sverka.office.folder import check_is_election
    from sverka.office.histories import past_of

    check_is_election(folder.path)
    held = folder.store.size
    if start is None or end is None:
        published = sorted({fact.record_size for _, fact in past_of(folder).publications(held)})
        end = (published[-1] if published else held) if end is None else end
        before = [size for size in published if size < end]
        start = (before[-1] if before else 1) if start is None else start
    for option, size in (("--from", start), ("--to", end)):
        if not 0 < size <= held:
            raise Fault(f"the record has held 1 to {held} facts, never {size}", place=option)
    if start > end:
        raise Fault(f"--from {start} comes after --to {end}", cure="give the smaller size as --from")
    return start, end


def _asked(results: Results, contest: str | None, area: str, account: str, selection: str) -> Asked:
    from sverka.domain.ids import AreaId
    from sverka.formats.nearest import nearest
    from sverka.publish.history.why import Asked

    of = contest_of(results, contest)
    if area and area not in results.election.places.areas:
        raise Fault(f"no area {area!r} in this election", cure=nearest(area, results.election.places.areas))
    known = results.election.contests[of].selection_ids
    if selection and selection not in known:
        raise Fault(f"no selection {selection!r} in {of}", cure=nearest(selection, known))
    return Asked(contest=of, source=results.source(account, of), area=AreaId(area))


def _only(found: Why, selection: str) -> Why:
    """Only the facts that moved the votes of one selection, where one is asked for."""
    from dataclasses import replace

    if not selection:
        return found
    return replace(found, causes=tuple(cause for cause in found.causes if selection in cause.move.votes))


def _show(results: Results, asked: Asked, found: Why, past: Past, screen: Screen) -> None:
    from sverka.publish.site.naming import area_name, source_name

    t, contest = screen.words, results.election.contests[asked.contest]
    whose = source_name(t, results.election, asked.source)
    where = f", {area_name(t, results.election, asked.area)}" if asked.area else ""
    change = found.after - found.before
    moves = found.before, found.after, change
    moved = [(t._("Stations"), [move.stations for move in moves])]
    moved += [(screen.name(s.names), [m.votes.get(s.id, 0) for m in moves]) for s in contest.selections]
    rows = [(name, t.number(before), t.number(after), t.signed(by)) for name, (before, after, by) in moved]
    screen.table(
        f"{screen.name(contest.names)}{where}: {whose}", ("", t._("before"), t._("after"), "±"), rows
    )
    _show_causes(found, past, screen)


def _show_causes(found: Why, past: Past, screen: Screen) -> None:
    """The facts that moved most, in the record's order."""
    from sverka.publish.history.why_answer import did
    from sverka.publish.words.history import DID

    t = screen.words
    largest = sorted(found.causes, key=_weight, reverse=True)[:MOST_SHOWN]
    shown = sorted(largest, key=lambda cause: cause.entry)
    rows = [
        (
            str(cause.entry),
            t._(DID[did(past, cause)].title),
            _where(past, cause),
            t.signed(cause.move.stations),
            t.signed(sum(cause.move.votes.values())),
        )
        for cause in shown
    ]
    columns = (t._("Entry"), t._("What it did"), t._("Where"), t._("Stations"), t._("Votes"))
    screen.table(t._("What moved the total"), columns, rows, text=3)
    if len(found.causes) > len(shown):
        more = len(found.causes) - len(shown)
        screen.say(
            t.ngettext("{n} more fact; --json has them all", "{n} more facts; --json has them all", more)
        )


def _weight(cause: Cause) -> int:
    return sum(map(abs, cause.move.votes.values())) + abs(cause.move.stations)


def _where(past: Past, cause: Cause) -> str:
    counted = past.counted.get(cause.entry)
    if counted is not None:
        return f"{counted.source} · {counted.station or counted.area}"
    return str(getattr(cause.fact, "number", "")) or str(getattr(cause.fact, "reason", ""))
