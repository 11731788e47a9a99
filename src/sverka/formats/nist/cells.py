"""The figures of one contest as a results report lists them, and the tables they make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest
from sverka.domain.ids import FieldId
from sverka.domain.readings import ReadTable
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nist.keys import NOWHERE, Keys, Where

MOST = 2**63 - 1  # a count is an int64
NONE = "Write a whole number, 0 or more; leave the count out where there is none."


class Cells:
    """Figures of a contest in the file's order: whose of which unit (a code of `keys`), which field, how many.

    A path of the file is a template with `{}` for the place in a list: `$.Election[0]…VoteCounts[{}]`.
    """

    def __init__(self, contest: Contest, keys: Keys, name: str) -> None:
        self.contest = contest
        self.keys = keys
        self.name = name
        self.fields = (*map(FieldId, contest.row_ids), *map(FieldId, contest.selection_ids))
        self.codes: list[int] = []
        self.columns: list[int] = []
        self.figures: list[int] = []
        self.states: list[State] = []
        self.at: list[int] = []
        self.starts: list[tuple[int, str]] = []  # from which figure on a template holds
        self.counted: list[int] = []  # codes of counts whose sheets have no figure at all
        self.faults: list[Fault] = []

    def add(
        self, field: FieldId, template: str, at: Sequence[int], where: Sequence[Where], counts: Sequence[Any]
    ) -> None:
        """Figures of one field, each with its place in the file's list and where it was counted."""
        codes = self._codes(template, at, where)
        figures = [count if type(count) is int else _whole(count) for count in counts]
        if any(not 0 <= figure <= MOST for figure in figures):
            self._refuse_figures(template, at, counts, figures)
        self._put(field, template, at, codes, figures, State.READ)

    def add_withheld(self, field: FieldId, template: str, at: Sequence[int], where: Sequence[Where]) -> None:
        """Figures that the file has and does not show."""
        self._put(field, template, at, self._codes(template, at, where), [0] * len(at), State.UNREAD)

    def add_unread(self, field: FieldId, code: int, path: str) -> None:
        """A field that stands on the sheet, and that nobody could read."""
        self._put(field, path, [0], [code], [0], State.UNREAD)

    def _put(
        self,
        field: FieldId,
        template: str,
        at: Sequence[int],
        codes: Sequence[int],
        figures: Sequence[int],
        state: State,
    ) -> None:
        self.starts.append((len(self.codes), template))
        self.codes += codes
        self.columns += [self.fields.index(field)] * len(codes)
        self.figures += figures
        self.states += [state] * len(codes)
        self.at += at

    def tables(self) -> Iterator[ReadTable]:
        """A table for each source and kind of unit; none where there are `faults`."""
        codes, columns = np.array(self.codes, np.int64), np.array(self.columns, np.int64)
        if not self.faults:
            self._refuse_seconds(codes, columns)
        if self.faults:
            return
        cells = (codes, columns, np.array(self.figures, np.int64), np.array(self.states, np.uint8))
        keys = self.keys.known
        present = sorted({*self.codes, *self.counted}, key=lambda code: keys[code].line)
        for source, kind in self._groups(present):
            members = [code for code in present if (keys[code].source, keys[code].unit) == (source, kind)]
            yield self._table(source, kind, members, cells)

    def _groups(self, codes: Sequence[int]) -> list[tuple[Source, Unit]]:
        """The sources and kinds of unit that have a count, in the file's order of sources."""
        order = [*self.keys.declared.sources.values()]
        found = {(key.source, key.unit) for key in map(self.keys.known.__getitem__, codes)}
        rank = {source: place for place, source in enumerate(order)}
        kinds = list(Unit)
        return sorted(found, key=lambda each: (rank.get(each[0], 0), each[0], kinds.index(each[1])))

    def _table(
        self, source: Source, kind: Unit, members: Sequence[int], cells: tuple[NDArray[Any], ...]
    ) -> ReadTable:
        codes, columns, values, states = cells
        line_of = np.full(len(self.keys.known), -1, np.int64)
        line_of[members] = np.arange(len(members))
        mine = line_of[codes] >= 0
        shape = (len(members), len(self.fields))
        table_values, state = np.zeros(shape, np.int64), np.full(shape, State.ABSENT, np.uint8)
        place = (line_of[codes[mine]], columns[mine])
        table_values[place], state[place] = values[mine], states[mine]
        keys = [self.keys.known[code] for code in members]
        table = CountTable(
            contest=self.contest.id,
            source=source,
            units=tuple(key.id for key in keys),
            rows=self.contest.row_ids,
            selections=self.contest.selection_ids,
            values=table_values,
            state=state,
            unit=kind,
        )
        return ReadTable(table=table, lines=tuple(key.line for key in keys))

    def _path(self, position: int) -> str:
        start = bisect_right(self.starts, position, key=lambda each: each[0]) - 1
        return self.starts[start][1].format(self.at[position])

    def _codes(self, template: str, at: Sequence[int], where: Sequence[Where]) -> list[int]:
        """The codes of places; one fault for each that is not known, at the first figure that stands there."""
        codes = [self.keys[each] for each in where]
        if NOWHERE in codes:
            for index, place in zip(at, where, strict=True):
                fault = self.keys.faults.pop(place, None)
                if fault is not None:
                    path = template.format(index).rpartition(".")[0]
                    self.faults.append(
                        Fault(fault.what, place=f"{self.name}, {fault.place or path}", cure=fault.cure)
                    )
        return codes

    def _refuse_figures(
        self, template: str, at: Sequence[int], counts: Sequence[Any], figures: Sequence[int]
    ) -> None:
        for index, count, figure in zip(at, counts, figures, strict=True):
            if not 0 <= figure <= MOST:
                what = f"{quoted(str(count))} is no number of votes or ballots"
                self.faults.append(Fault(what, place=f"{self.name}, {template.format(index)}", cure=NONE))

    def _refuse_seconds(self, codes: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
        cells = codes * len(self.fields) + columns
        _, first, back = np.unique(cells, return_index=True, return_inverse=True)
        for second in np.flatnonzero(first[back] != np.arange(len(cells))).tolist():
            key = self.keys.known[codes[second]]
            what = (
                f"a second figure of {quoted(self.fields[columns[second]])} for {key.unit} {key.id} by {key.source}; "
                f"the first is at {self._path(int(first[back[second]]))}"
            )
            cure = "One account has one figure for each field of a unit: give a second count its own account or holder."
            self.faults.append(Fault(what, place=f"{self.name}, {self._path(second)}", cure=cure))


def _whole(count: object) -> int:
    """The figure that a JSON number is; -1 if it is no whole number or no number."""
    if isinstance(count, float) and count.is_integer() and abs(count) < 2**53:
        return int(count)
    return count if type(count) is int else -1
