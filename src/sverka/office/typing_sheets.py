"""Make the sheet into which one person types an organisation's papers: from the pictures that the record has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import ContestId, StationId
from sverka.domain.typing_sheets import ContestSheet, Picture, SheetLine, TypingSheet
from sverka.errors import Fault
from sverka.formats.nearest import nearest
from sverka.formats.typing_sheet_writing import format_typing_sheet
from sverka.office.folder import State
from sverka.office.typing_pictures import Shown
from sverka.publish.language import translator
from sverka.publish.words.typing import sheet_words


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a sheet is wanted of, and for whom: `person` is a role or a number, never a name.

    `again` : the stations that the record has a count of too
    `part` : which of how many equal parts of the papers, so that several pairs of people share the work
    """

    source: Source
    contests: tuple[ContestId, ...]
    person: str
    language: str
    again: bool = False
    part: tuple[int, int] = (1, 1)


def sheet_bytes(sheet: TypingSheet, election: Election) -> bytes:
    """The workbook of a sheet, in its person's language."""
    return format_typing_sheet(sheet, sheet_words(translator(sheet.language), sheet, election))


def new_sheet(state: State, wanted: Wanted, pictures: Sequence[Shown]) -> TypingSheet:
    """An empty sheet with a line for every station that the pictures show."""
    contests = [
        _contest_sheet(state, contest, wanted, [each for each in pictures if each.contest in ("", contest)])
        for contest in wanted.contests
    ]
    filled = tuple(each for each in contests if each.lines)
    if not filled:
        raise Fault(
            f"there is nothing to type of {wanted.source}",
            place=str(state.folder.path),
            cure="add the pictures first; with --again, stations that have a count are typed again",
        )
    return TypingSheet(
        election=state.election.id,
        source=wanted.source,
        person=wanted.person,
        language=wanted.language,
        contests=filled,
    )


def contests_named(election: Election, named: Iterable[str]) -> tuple[ContestId, ...]:
    """The contests that people name by id, or by the name of a family; all where none is named."""
    found: dict[ContestId, None] = {}
    for name in named:
        those = [each.id for each in election.contests.values() if name in (each.id, each.family)]
        if not those:
            cure = nearest(name, election.contests)
            raise Fault(f"no contest {name!r} in this election", place="--contest", cure=cure)
        found.update(dict.fromkeys(those))
    return tuple(found) or tuple(election.contests)


def part_of(text: str) -> tuple[int, int]:
    """`2/3` as (2, 3): the second of three parts."""
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise Fault(f"{text!r} is no part", place="--part", cure="write 1/3, 2/3, 3/3 for three parts")
    return int(part), int(parts)


def _contest_sheet(
    state: State, contest: ContestId, wanted: Wanted, pictures: Sequence[Shown]
) -> ContestSheet:
    """The lines of one contest, in the order of the station table."""
    form, carried = state.election.contests[contest], state.election.accounts[wanted.source.account].rows
    by_station: dict[StationId, list[Picture]] = {}
    for each in pictures:
        by_station.setdefault(each.station, []).append(each.picture)
    done = set() if wanted.again else _counted(state, contest, wanted.source)
    order = [StationId(each) for each in state.election.stations_of(contest)]
    order += [each for each in by_station if each not in state.election.places.stations]
    lines = [
        SheetLine(station=each, pictures=tuple(by_station[each]))
        for each in order
        if each in by_station and each not in done
    ]
    part, parts = wanted.part
    first, end = ((len(lines) * number) // parts for number in (part - 1, part))
    return ContestSheet.empty(
        contest=contest,
        rows=tuple(row for row in form.row_ids if carried is None or row in carried),
        selections=form.selection_ids,
        lines=tuple(lines[first:end]),
    )


def _counted(state: State, contest: ContestId, source: Source) -> set[str]:
    """The stations of which the record has a count of this source already."""
    counts = state.snapshot.of(contest).get(source)
    if counts is None:
        return set()
    return {unit for unit, counted in zip(counts.table.units, counts.table.counted, strict=True) if counted}
