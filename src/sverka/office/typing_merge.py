"""The sheets that people handed in -> what each person typed of each paper, the last word of each counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from sverka.domain.counts import Source, State
from sverka.domain.election import Election
from sverka.domain.ids import ContestId, FieldId, StationId
from sverka.domain.typing_sheets import ContestSheet, SheetLine, TypingSheet, person_id
from sverka.errors import Fault, Refused
from sverka.formats.faults import column_letter
from sverka.formats.typing_sheet import FIRST_FIELD, title_of
from sverka.reconcile.double_entry import Typing


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A sheet as it was handed in: the name of its file, and what it says."""

    name: str
    sheet: TypingSheet

    def contest(self, contest: ContestId) -> ContestSheet | None:
        """What it says of one contest."""
        return next((each for each in self.sheet.contests if each.contest == contest), None)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person's sheets, first to last."""

    name: str
    language: str
    sheets: tuple[Handed, ...]

    def place(self, contest: ContestId, station: StationId, column: int) -> str:
        """The cell in which a field stands in the last sheet that asks for it; "" where none does."""
        found = (_place(handed, contest, station, column) for handed in reversed(self.sheets))
        return next(filter(None, found), "")


def _place(handed: Handed, contest: ContestId, station: StationId, column: int) -> str:
    for number, sheet in enumerate(handed.sheet.contests, 1):
        for line, row in zip(sheet.lines, sheet.row_numbers, strict=True):
            if (sheet.contest, line.station) == (contest, station) and line.asks(sheet.fields[column]):
                cell = f"{column_letter(FIRST_FIELD + column)}{row}"
                return f"{handed.name}, sheet {title_of(contest, number)}, {cell}"
    return ""


def people_of(handed: Sequence[Handed]) -> tuple[Person, ...]:
    """The two or three people whose sheets these are, in the order in which they are given."""
    _check_alike(handed)
    of_each: dict[str, list[Handed]] = {}
    for each in handed:
        of_each.setdefault(person_id(each.sheet.person), []).append(each)
    names = [sheets[0].sheet.person for sheets in of_each.values()]
    if len(names) < 2:
        raise Refused(
            "R461",
            f"sheets of one person alone, {names[0]!r}",
            cure="let another person type the same pictures: `sverka typing-sheet … --for 'typist 2'`",
        )
    if len(names) > 3:
        raise Refused(
            "R462",
            f"sheets of {len(names)} people: {', '.join(names)}",
            cure="give those of two, and of the third who decided",
        )
    return tuple(map(_person, of_each.values()))


def _person(handed: Sequence[Handed]) -> Person:
    in_turn = sorted(handed, key=lambda each: each.sheet.turn)
    return Person(name=handed[0].sheet.person, language=in_turn[0].sheet.language, sheets=tuple(in_turn))


def _check_alike(handed: Sequence[Handed]) -> None:
    """All sheets are of the same account and holder."""
    first = handed[0]
    for other in handed[1:]:
        if other.sheet.source != first.sheet.source:
            raise Fault(
                f"a sheet of {other.sheet.source}, and {first.name} is of {first.sheet.source}",
                place=other.name,
                cure="give sheets of the same account and holder",
            )


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The papers of one contest that any sheet speaks of, and the form's fields."""

    contest: ContestId
    form: ContestSheet

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """A line for each station."""
        return self.form.lines

    @property
    def fields(self) -> tuple[FieldId, ...]:
        """The form's fields."""
        return self.form.fields

    def typed_by(self, person: Person) -> Typing:
        """What a person typed of these papers: the later sheet counts, where both say something."""
        values, state = np.zeros_like(self.form.values), np.zeros_like(self.form.state)
        at = {line.station: number for number, line in enumerate(self.lines)}
        for _, turn in groupby(person.sheets, key=lambda each: each.sheet.turn):
            here = np.zeros(values.shape, np.bool_)
            for handed in turn:
                sheet = handed.contest(self.contest)
                if sheet is None or not sheet.lines:
                    continue
                lines = np.array([at[line.station] for line in sheet.lines], np.intp)
                typed = sheet.state != State.NO_COUNT
                other = (values[lines] != sheet.values) | (state[lines] != sheet.state)
                self._check_one_word(person, handed, lines, typed & here[lines] & other)
                values[lines] = np.where(typed, sheet.values, values[lines])
                state[lines] = np.where(typed, sheet.state, state[lines])
                here[lines] |= typed
        return Typing(values=values, state=state)

    def _check_one_word(self, person: Person, handed: Handed, lines: np.ndarray, two: np.ndarray) -> None:
        """Of one turn there is one sheet, or several that do not say two things of one field."""
        if two.any():
            line, field = np.argwhere(two)[0].tolist()
            station = self.lines[int(lines[line])].station
            raise Refused(
                "R463",
                f"two sheets of {person.name!r} say two things of station {station}, field {self.fields[field]}; "
                f"the second is {handed.name}",
                cure="give one of them; if two people typed them, make each a sheet of their own",
            )


def papers_of(handed: Sequence[Handed], election: Election) -> tuple[Papers, ...]:
    """The papers of every contest that the sheets speak of, stations in the order of the station table."""
    contests = dict.fromkeys(sheet.contest for each in handed for sheet in each.sheet.contests)
    return tuple(_papers(contest, handed, election) for contest in election.contests if contest in contests)


def _papers(contest: ContestId, handed: Sequence[Handed], election: Election) -> Papers:
    sheets = [
        (each.name, sheet) for each in handed for sheet in each.sheet.contests if sheet.contest == contest
    ]
    for name, sheet in sheets:
        _check_form(name, sheet, election, handed[0].sheet.source)
    lines: dict[StationId, SheetLine] = {}
    for _, sheet in sheets:
        for line in sheet.lines:
            before = lines[line.station].pictures if line.station in lines else ()
            pictures = tuple(dict.fromkeys((*before, *line.pictures)))
            lines[line.station] = SheetLine(station=line.station, pictures=pictures)
    order: Mapping[str, int] = {each: number for number, each in enumerate(election.places.stations)}
    in_order = sorted(lines.values(), key=lambda line: (order.get(line.station, len(order)), line.station))
    first = sheets[0][1]
    form = ContestSheet.empty(
        contest=contest, rows=first.rows, selections=first.selections, lines=tuple(in_order)
    )
    return Papers(contest=contest, form=form)


def _check_form(name: str, sheet: ContestSheet, election: Election, source: Source) -> None:
    """The definition has the form on which the sheet was made."""
    form, carried = election.contests[sheet.contest], election.accounts[source.account].rows
    rows = tuple(row for row in form.row_ids if carried is None or row in carried)
    if (sheet.rows, sheet.selections) != (rows, form.selection_ids):
        raise Fault(
            f"the form of {sheet.contest} has other fields now than when this sheet was made",
            place=name,
            cure="make the sheet anew, and copy what was typed into it",
        )
