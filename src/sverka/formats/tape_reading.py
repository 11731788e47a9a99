"""Tapes -> counts: what scanners printed, as one account of their stations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, Election, Selection
from sverka.domain.ids import AccountId, ContestId, FieldId
from sverka.domain.readings import Notice, Reading, ReadTable
from sverka.errors import Fault
from sverka.formats.count_tables import in_form_order
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.machine_accounts import machine_account
from sverka.formats.mappings import ColumnMapping
from sverka.formats.nearest import nearest
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.selections import Ballot
from sverka.formats.spellings import spelled
from sverka.formats.station_join import BY_ID, register_of
from sverka.formats.tape import Tape, TapeVotes
from sverka.formats.tape_parser import numbered_tapes
from sverka.formats.unmapped import refuse_mapping
from sverka.formats.unpack import unpacked

FORMAT = "tape"


def read_tape(
    data: bytes,
    *,
    name: str,
    election: Election,
    account: AccountId | None,
    holder: str = "",
    mapping: ColumnMapping | None = None,
) -> Reading:
    """The counts on the tapes in a file, of which each says when it was printed."""
    refuse_mapping(mapping, name)
    source = Source(machine_account(election, account, name), holder)
    reader = _TapesReader(election, name)
    for line, tape in numbered_tapes(unpacked(data, name), name):
        reader.add(line, tape)
    refuse_all(reader.faults, name)
    tables = tuple(reader.tables(source))
    return Reading(name=name, format=FORMAT, tables=tables, notices=tuple(reader.notices()))


Figures = dict[FieldId, int | None]  # what stands on a tape; None: it cannot be read


@dataclass(frozen=True, slots=True)
class ReadTape:
    """A tape, the line on which it begins, and its figures by our fields."""

    line: int
    tape: Tape
    figures: Figures


class _TapesReader:
    """The tapes of one file, joined to the election."""

    def __init__(self, election: Election, name: str) -> None:
        self.election = election
        self.name = name
        self.register = register_of(election, Unit.STATION)
        self.counts: dict[tuple[ContestId, str], ReadTape] = {}
        self.faults: list[Fault] = []
        self.joined: list[tuple[int, str, str]] = []  # line, text, station: where they are not the same

    def add(self, line: int, tape: Tape) -> None:
        """One tape that begins on this line, or the faults that keep it out."""
        station = self._station(line, tape)
        contest = self.election.contests.get(ContestId(tape.contest))
        if contest is None:
            cure = nearest(tape.contest, self.election.contests)
            self._fault(line + 2, f"there is no contest {quoted(tape.contest)}", cure)
        if station is None or contest is None:
            return
        before = self.counts.get((contest.id, station))
        if before is not None:
            what = f"station {station} has a tape of {contest.id} on line {before.line}, of device {before.tape.device}"
            cure = "One account has one count of a station: a second scanner needs an account of its own."
            self._fault(line, what, cure)
            return
        self.counts[contest.id, station] = ReadTape(line, tape, self._figures(line, tape, contest))

    def _station(self, line: int, tape: Tape) -> str | None:
        found, how = self.register.find(tape.station)
        if len(found) != 1:
            place = f"{self.name}, line {line + 1}"
            self.faults.append(self.register.unknown(tape.station, place))
            return None
        if how != BY_ID:
            self.joined.append((line + 1, tape.station, found[0]))
        return found[0]

    def _figures(self, line: int, tape: Tape, contest: Contest) -> Figures:
        figures: Figures = {}
        for at, row in enumerate(tape.rows, start=line + 5):
            if row.row not in contest.row_ids:
                self._fault(at, f"the form has no row {quoted(row.row)}", nearest(row.row, contest.row_ids))
            figures[FieldId(row.row)] = row.figure
        for at, votes in enumerate(tape.votes, start=line + 5 + len(tape.rows)):
            selection = self._selection(at, votes, contest)
            if selection in figures:
                self._fault(
                    at,
                    f"{quoted(votes.name)} stands on this tape twice",
                    "Keep the line that is on the paper.",
                )
            if selection is not None:
                figures[selection] = votes.figure
        return figures

    def _selection(self, line: int, votes: TapeVotes, contest: Contest) -> FieldId | None:
        """The selection with this number, which must bear this name: a ballot one line off has been seen."""
        numbered = [each for each in contest.selections if each.number == votes.number]
        if not any(each.number for each in contest.selections):
            return self._by_name(line, votes, contest)
        if not numbered:
            known = [each.number for each in contest.selections]
            self._fault(
                line, f"the ballot has no number {quoted(votes.number)}", nearest(votes.number, known)
            )
            return None
        selection = numbered[0]
        if spelled(votes.name) not in _spellings(selection):
            known_as = selection.names.in_language("ky") or selection.id
            what = f"number {votes.number} is {quoted(known_as)} on the ballot, not {quoted(votes.name)}"
            self._fault(
                line, what, "Correct the number or the name; another spelling can be added to the aliases."
            )
        return FieldId(selection.id)

    def _by_name(self, line: int, votes: TapeVotes, contest: Contest) -> FieldId | None:
        ballot, place = Ballot(contest), f"{self.name}, line {line}"
        try:
            found = ballot.find(votes.name, place)
        except Fault as fault:
            self.faults.append(fault)
            return None
        if found is None:
            self.faults.append(ballot.unknown(votes.name, place))
        return found

    def _fault(self, line: int, what: str, cure: str) -> None:
        self.faults.append(Fault(what, place=f"{self.name}, line {line}", cure=cure))

    def tables(self, source: Source) -> Iterator[ReadTable]:
        """A table for each contest, with the fields that any of its tapes has."""
        for contest in self.election.contests.values():
            counts = {unit: count for (of, unit), count in self.counts.items() if of == contest.id}
            if counts:
                yield _read_table(contest, source, counts)

    def notices(self) -> Iterator[Notice]:
        """Stations under another name, and tapes whose printed total is not the sum of their lines."""
        for line, text, station in self.joined[:1]:
            count = len(self.joined)
            yield notice(NoticeCode.JOINED_BY_ALIAS, count=count, row=line, text=text, station=station)
        odd = [each for each in map(_odd_total, self.counts.values()) if each]
        for row, station, total, votes in odd[:1]:
            yield notice(
                NoticeCode.TAPE_TOTAL_DIFFERS,
                count=len(odd),
                row=row,
                station=station,
                total=total,
                sum=votes,
            )


def _spellings(selection: Selection) -> set[str]:
    return {spelled(each) for each in (*selection.names, *selection.aliases)} or {spelled(selection.id)}


def _odd_total(read: ReadTape) -> tuple[int, str, int, int] | None:
    """Line, station, printed total and sum of a tape on which the two differ; None where they agree or are unread."""
    tape = read.tape
    figures = [each.figure for each in tape.votes if each.figure is not None]
    if tape.total is None or len(figures) < len(tape.votes) or tape.total == sum(figures):
        return None
    return read.line + 5 + len(tape.rows) + len(tape.votes), tape.station, tape.total, sum(figures)


def _read_table(contest: Contest, source: Source, tapes: Mapping[str, ReadTape]) -> ReadTable:
    fields = in_form_order(contest, [field for each in tapes.values() for field in each.figures])
    cells = [[each.figures.get(field, State.ABSENT) for field in fields] for each in tapes.values()]
    table = CountTable(
        contest=contest.id,
        source=source,
        units=tuple(tapes),
        rows=tuple(each for each in contest.row_ids if FieldId(each) in fields),
        selections=tuple(each for each in contest.selection_ids if FieldId(each) in fields),
        values=np.array(
            [[0 if isinstance(cell, State) else cell or 0 for cell in row] for row in cells], np.int64
        ),
        state=np.array([[_state(cell) for cell in row] for row in cells], np.uint8),
    )
    return ReadTable(
        table=table,
        lines=tuple(each.line for each in tapes.values()),
        claimed=tuple(each.tape.printed_at.isoformat() for each in tapes.values()),
    )


def _state(cell: int | State | None) -> State:
    if cell is None:
        return State.UNREAD
    return cell if isinstance(cell, State) else State.READ
