"""`sverka seats`: seats under the definition's rule, every step shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import contests_of, open_results
from sverka.cli.options import AllContests, AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.domain.ids import SelectionId
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.counts import Source
    from sverka.domain.election import Contest
    from sverka.domain.ids import ContestId
    from sverka.publish.results import Results
    from sverka.publish.totals import Coverage, Total
    from sverka.seats.allocation import Allocation
    from sverka.seats.lots import DrawnLot


def seats(
    context: typer.Context,
    folder: Folder,
    counts: Annotated[str, typer.Option(help="The account to count from.")] = "legal",
    contest: AllContests = None,
    lot: Annotated[
        list[str] | None,
        typer.Option(help="A drawn lot: `a,b,c=b`, between whom and who won.", show_default=False),
    ] = None,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Allocate seats by the definition's rule. Exact fractions; a tie asks for lots."""
    screen = Screen.of(context)
    results = open_results(folder, screen, size=at)
    chosen = [c for c in contests_of(results, contest) if results.election.contests[c].seats is not None]
    if not chosen:
        raise Fault(
            "no seat rule",
            place=str(folder),
            cure="choose a contest that has one, or add it to the definition",
        )
    lots = _lots(lot or [], [results.election.contests[each] for each in chosen])
    found = {each: _seats(results, each, counts, lots[each]) for each in chosen}
    answers = {each: answer for each, answer in found.items() if answer is not None}
    if not answers:
        able = _able(results, chosen)
        raise Fault(
            f"the counts of {counts!r} have no votes that a seat rule could work on",
            place=str(folder),
            cure=f"give an account that has: --counts {' | '.join(able)}"
            if able
            else "take counts in: `sverka add`",
        )
    if json:
        screen.answer({each: _answer(results, each, shown) for each, shown in answers.items()})
    else:
        for each, shown in answers.items():
            _show(results, each, shown, screen)
    return 0


def _able(results: Results, contests: list[ContestId]) -> list[str]:
    """The sources from which seats of one of the contests follow."""
    sources = {
        str(source): None for c in contests for source in results.of(c).totals if results.of(c).seats(source)
    }
    return list(sources)


def _answer(results: Results, contest: ContestId, shown: _Seats) -> dict[str, Any]:
    from sverka.publish.answers import seats_answer

    return seats_answer(results.election.contests[contest], shown.source, shown.total, shown.allocation)


@dataclass(frozen=True, slots=True)
class _Seats:
    """An allocation and the total it follows from."""

    source: Source
    total: Total
    allocation: Allocation


def _seats(results: Results, contest: ContestId, counts: str, lots: list[DrawnLot]) -> _Seats | None:
    of = results.of(contest)
    source = results.source(counts, contest)
    allocation = of.seats(source, lots)
    total = of.totals[source].of() if source in of.totals else None
    if allocation is None or total is None:
        return None
    return _Seats(source, total, allocation)


def _lots(given: list[str], contests: Sequence[Contest]) -> dict[ContestId, list[DrawnLot]]:
    """The drawn lots of each contest: those between its selections."""
    lots: dict[ContestId, list[DrawnLot]] = {contest.id: [] for contest in contests}
    for text in given:
        lot = _lot(text)
        its = [contest.id for contest in contests if set(lot.between) <= set(contest.selection_ids)]
        if not its:
            raise Fault(
                f"a lot between others than the selections of a contest: {text!r}",
                place="--lot",
                cure="write the ids as the definition has them",
            )
        for contest in its:
            lots[contest].append(lot)
    return lots


def _lot(text: str) -> DrawnLot:
    from sverka.seats.lots import DrawnLot

    between, found, winners = text.partition("=")
    if not found or not winners:
        raise Fault(f"not a drawn lot: {text!r}", place="--lot", cure="write it like `a,b,c=b`")
    return DrawnLot(_ids(between), _ids(winners))


def _ids(text: str) -> tuple[SelectionId, ...]:
    return tuple(SelectionId(part.strip()) for part in text.split(","))


def _show(results: Results, contest: ContestId, shown: _Seats, screen: Screen) -> None:
    from sverka.publish.words.seats import REASONS, step_sentence
    from sverka.seats.allocation import LotsRequired, NoOneElected

    t, of = screen.words, results.election.contests[contest]
    names = {selection.id: screen.name(selection.names) for selection in of.selections}
    seats = [(names[s], t.number(n)) for s, n in shown.allocation.seats.items() if n]
    screen.table(screen.name(of.names), ("", t._("seats")), seats)
    if not shown.total.stations.complete:
        screen.say(_over(shown.total.stations, screen))
    for step in shown.allocation.steps:
        screen.say(step_sentence(t, step, of, results.election))
    match shown.allocation:
        case LotsRequired(lots=lots):
            for lot in lots:
                screen.say(t._("Give the drawn lot: --lot {between}=WINNER", between=",".join(lot.between)))
        case NoOneElected(reason=reason):
            screen.say(t._(REASONS[reason]))


def _over(stations: Coverage, screen: Screen) -> str:
    """Over which stations unfinished sums are: seats of a part of a country are no result."""
    from sverka.cli.totals import coverage_words

    t, numbers = screen.words, stations.as_answer()
    said = [f"{word} {t.number(numbers[name])}" for name, word in coverage_words(t).items() if numbers[name]]
    return f"{t._('Stations')}: {', '.join(said)}."
