"""Tables that follow a record entry by entry, so that a batch costs what it holds and not what the country holds.

What comes out is what `replay` of all entries gives, field for field. The cells of the tables are written in place:
a snapshot holds until the next batch is taken. Where an entry names a unit that no table knows, tables are made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from sverka.domain.election import Election
from sverka.record.layouts import Layout
from sverka.record.replay import Gathered, snapshot_of
from sverka.record.snapshot import Counts, Snapshot
from sverka.record.tables import (
    Part,
    TableKey,
    empty_counts,
    parts_by_table,
    tables_of,
    with_facts,
)


class Live:
    """The state of a record under one definition, as far as its entries were taken."""

    def __init__(self, gathered: Gathered, election: Election) -> None:
        self.gathered = gathered
        self.under(election)

    def under(self, election: Election) -> None:
        """Make the tables anew, under another definition."""
        self.election = election
        self._all_anew()

    def take(self, entries: Iterable[bytes]) -> None:
        """Take in the next entries of the record. What does not fit the definition is a Fault, and stays one."""
        for entry in entries:
            self.gathered.read(entry)
        self._forget_snapshot()
        self._write(self._fresh())

    @cached_property
    def snapshot(self) -> Snapshot:
        """Everything that the entries taken say; until the next are taken."""
        return snapshot_of(self.gathered, self._tables)

    def _fresh(self) -> dict[TableKey, list[Part]]:
        """The count facts that are in no table yet."""
        counts, written = self.gathered.counts, self._written
        fresh = [
            Part(figures, written.get(layout, 0))
            for layout, figures in counts.items()
            if len(figures.units) > written.get(layout, 0)
        ]
        return parts_by_table(fresh)

    def _write(self, fresh: dict[TableKey, list[Part]]) -> None:
        for key, parts in fresh.items():
            counts = self._tables.get(key) or self._new_table(key)
            if counts is None or not all(
                unit in counts.table.position for part in parts for unit in part.units
            ):
                return self._all_anew()
            self._tables[key] = with_facts(counts, parts)
            self._written |= {part.figures.layout: len(part.figures.units) for part in parts}
        return None

    def _new_table(self, key: TableKey) -> Counts | None:
        """A table of a source that has had no count so far, on the axis of its contest; None where there is no axis."""
        contest, _, unit = key
        others = (
            counts.table.units for of, counts in self._tables.items() if (of[0], of[2]) == (contest, unit)
        )
        units = next(others, None)
        return None if units is None else empty_counts(key, self.election, units)

    def _all_anew(self) -> None:
        self._forget_snapshot()
        self._tables = tables_of(self.gathered.counts, self.election)
        self._written: dict[Layout, int] = {
            layout: len(figures.units) for layout, figures in self.gathered.counts.items()
        }

    def _forget_snapshot(self) -> None:
        self.__dict__.pop("snapshot", None)
