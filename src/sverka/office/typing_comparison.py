"""Hold the sheets of two people, or three, against each other before anything becomes a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source
from sverka.domain.election import Election
from sverka.domain.findings import FindingTable
from sverka.domain.ids import ContestId, FieldId, StationId
from sverka.domain.typing_sheets import ContestSheet, SheetLine, TypingSheet, person_id
from sverka.errors import Fault
from sverka.formats.typing_sheet_reading import read_typing_sheet
from sverka.office.typing_merge import Handed, Papers, Person, papers_of, people_of
from sverka.reconcile.controls import check_table
from sverka.reconcile.double_entry import Agreement, Open, Typing, agreement, exchanged_lines, to_look_at

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenField:
    """A field that no two typed alike: why, and in which cell each person finds it. Never what anyone typed."""

    contest: ContestId
    station: StationId
    field: FieldId
    why: Open
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """Two stations whose lines look exchanged in one of two people's sheets."""

    contest: ContestId
    stations: tuple[StationId, StationId]
    people: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class ContestTyped:
    """One contest: its papers, what each person typed of them, and what two agree on."""

    papers: Papers
    typings: tuple[Typing, ...]
    found: Agreement

    def table(self, source: Source) -> CountTable:
        """The counts in which every field is agreed."""
        complete, form = self.found.complete, self.papers.form
        return CountTable(
            contest=self.papers.contest,
            source=source,
            units=tuple(self.papers.lines[at].station for at in np.flatnonzero(complete)),
            rows=form.rows,
            selections=form.selections,
            values=self.found.values[complete],
            state=self.found.state[complete],
        )

    def sheet(self, asked: BoolArray) -> ContestSheet | None:
        """An empty sheet of the fields asked for; None where none is."""
        which, form = np.flatnonzero(asked.any(axis=1)), self.papers.form
        if not len(which):
            return None
        lines = (
            SheetLine(
                station=self.papers.lines[at].station,
                pictures=self.papers.lines[at].pictures,
                asked=frozenset(field for field, one in zip(form.fields, asked[at], strict=True) if one),
            )
            for at in which
        )
        return ContestSheet.empty(
            contest=self.papers.contest, rows=form.rows, selections=form.selections, lines=tuple(lines)
        )


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All sheets held against each other."""

    election: Election
    source: Source
    people: tuple[Person, ...]
    contests: tuple[ContestTyped, ...]

    @property
    def turn(self) -> int:
        """How often these fields have been typed."""
        return max(handed.sheet.turn for person in self.people for handed in person.sheets)

    @property
    def open_fields(self) -> Iterator[OpenField]:
        """What is open of the papers that somebody began."""
        for each in self.contests:
            why = each.found.why
            for line, column in np.argwhere((why != Open.AGREED) & (why != Open.NOT_BEGUN)).tolist():
                station = each.papers.lines[line].station
                places = (person.place(each.papers.contest, station, column) for person in self.people)
                yield OpenField(
                    contest=each.papers.contest,
                    station=station,
                    field=each.papers.fields[column],
                    why=Open(int(why[line, column])),
                    cells=tuple(place for place in places if place),
                )

    @property
    def not_begun(self) -> tuple[tuple[ContestId, StationId], ...]:
        """The papers of which nobody typed anything."""
        return tuple(
            (each.papers.contest, each.papers.lines[at].station)
            for each in self.contests
            for at in np.flatnonzero(~each.found.begun)
        )

    @property
    def complete(self) -> int:
        """How many papers are agreed in every field."""
        return sum(int(each.found.complete.sum()) for each in self.contests)

    @property
    def agreed_fields(self) -> int:
        """How many fields two people typed alike."""
        return sum(int((each.found.why == Open.AGREED).sum()) for each in self.contests)

    @property
    def exchanged(self) -> Iterator[Exchanged]:
        """Lines that look exchanged: by two people alone, where one of them has it right."""
        if len(self.people) == 2:
            first, second = (person.name for person in self.people)
            for each in self.contests:
                for one, other in exchanged_lines(each.found, *each.typings):
                    lines = each.papers.lines
                    stations = lines[one].station, lines[other].station
                    yield Exchanged(contest=each.papers.contest, stations=stations, people=(first, second))

    def findings(self) -> Iterator[FindingTable]:
        """What the controls say of the agreed counts: the paper itself may be wrong, so it stops nothing."""
        for each in self.contests:
            table = each.table(self.source)
            if table.units:
                yield check_table(table, self.election.contests[each.papers.contest])


def compared(files: Sequence[tuple[str, bytes]], election: Election) -> Comparison:
    """The sheets of two or three people, read and held against each other."""
    names = [name for name, _ in files]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Fault("the same file name twice", place=twice, cure="give each sheet once, under its own name")
    handed = [
        Handed(name=name, sheet=read_typing_sheet(content, name, election=election.id))
        for name, content in files
    ]
    if not handed:
        raise Fault("no sheet was given", cure="give the sheets of two people")
    _check_known(handed, election)
    people = people_of(handed)
    contests = []
    for papers in papers_of(handed, election):
        typings = tuple(papers.typed_by(person) for person in people)
        contests.append(ContestTyped(papers=papers, typings=typings, found=agreement(typings)))
    return Comparison(
        election=election, source=handed[0].sheet.source, people=people, contests=tuple(contests)
    )


def given_back(comparison: Comparison, person: Person) -> TypingSheet | None:
    """The fields that a person is to look at again, empty; None where there are none."""
    which = comparison.people.index(person)
    asked = [(each, to_look_at(each.found, each.typings[which])) for each in comparison.contests]
    return _sheet(comparison, asked, person.name, person.language, comparison.turn + 1)


def for_a_third(comparison: Comparison, name: str, language: str) -> TypingSheet | None:
    """The open fields for a person who has seen none of it; None where nothing is open."""
    if person_id(name) in (person_id(person.name) for person in comparison.people):
        raise Fault(f"{name!r} has typed these papers already", place="--third", cure="ask a third person")
    asked = [
        (each, (each.found.why != Open.AGREED) & each.found.begun[:, None]) for each in comparison.contests
    ]
    return _sheet(comparison, asked, name, language, 1)


def _sheet(
    comparison: Comparison,
    asked: Sequence[tuple[ContestTyped, BoolArray]],
    person: str,
    language: str,
    turn: int,
) -> TypingSheet | None:
    contests = tuple(sheet for each, which in asked if (sheet := each.sheet(which)) is not None)
    if not contests:
        return None
    return TypingSheet(
        election=comparison.election.id,
        source=comparison.source,
        person=person,
        language=language,
        contests=contests,
        turn=turn,
    )


def _check_known(handed: Sequence[Handed], election: Election) -> None:
    """The definition still has the account and the contests that a sheet speaks of."""
    for each in handed:
        if each.sheet.source.account not in election.accounts:
            what = f"the definition has no account {each.sheet.source.account!r}"
            raise Fault(what, place=each.name, cure="make the sheet anew")
        for sheet in each.sheet.contests:
            if sheet.contest not in election.contests:
                what = f"the definition has no contest {sheet.contest!r}"
                raise Fault(what, place=each.name, cure="make the sheet anew")
