"""The totals of one contest in SQL: sums, bases, shares, and how many stations they are over, place by place.

Rows are added up per smallest area first; an area is what lies in it, however deep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from sverka.domain.counts import Source
from sverka.domain.expressions import explain, parse_expression
from sverka.domain.ids import BaseId
from sverka.publish.gate.children import UNKNOWN
from sverka.publish.gate.second.ground import Ground
from sverka.publish.gate.second.sql import Scope, sql_of
from sverka.publish.gate.second.tables import Tables
from sverka.publish.legal import LEGAL

Told = dict[str, Any]
Bases = tuple[BaseId, ...]
IN_LAW = -1  # in place of the number of a source: whatever counts in law


@dataclass(frozen=True, slots=True)
class Summed:
    """One line of sums: how many stations of which kind, and the figures; `bases` by their ids."""

    stations: Told
    figures: Mapping[str, int | None]
    bases: Mapping[str, int | None]


class Lines:
    """Lines of sums by source and place, each put into words when it is asked for; 0 where there is nothing."""

    def __init__(self, ground: Ground, columns: Mapping[str, Any]) -> None:
        self.ground = ground
        sources, spots, *figures = (np.ma.filled(column, NOT_KNOWN) for column in columns.values())
        self._figures = np.column_stack(figures).astype(np.int64)
        self._lines = dict(zip(zip(sources.tolist(), spots.tolist(), strict=True), count(), strict=False))

    def __getitem__(self, key: tuple[int, int]) -> Summed:
        line = self._lines.get(key, self._lines[NOTHING])
        found = self._figures[line].tolist()
        known = [None if number == NOT_KNOWN else number for number in found[len(NUMBERS) :]]
        fields, bases = self.ground.columns, map(str, self.ground.contest.bases)
        return Summed(
            stations=dict(zip(NUMBERS, found, strict=False)),
            figures=dict(zip(fields, known, strict=False)),
            bases=dict(zip(bases, known[len(fields) :], strict=True)),
        )


class Sums:
    """The sums of one contest over the stations that stand, with those in law as a source of their own.

    They are kept from one publication to the next, and added up again only in the smallest areas with a row that is
    another one; everywhere after a decision that annuls, and when a source is new.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables, self.ground, self.of = tables, tables.ground, tables.counts
        self.kept: dict[str, str] = {}  # the condition of each table of sums
        self.judged_by: tuple[Any, ...] | None = None
        above = ", ".join(f"({leaf}, {area})" for leaf, area in self.ground.above())
        self._ask(f"CREATE TEMP TABLE {self.of}_above AS SELECT * FROM (VALUES {above}) a (leaf, area)")

    @property
    def sources(self) -> dict[int, Source]:
        """The sources by their numbers, those in law last."""
        found = {at: self.ground.sources[at] for at in self.ground.order()}
        return {**found, IN_LAW: LEGAL}

    def renew(self, annulled: Collection[int], aside: str) -> None:
        """Follow the tables; `annulled` : places · `aside` : a condition in SQL under which a count is set aside."""
        judged_by = (frozenset(annulled), aside, len(self.ground.sources))
        if judged_by != self.judged_by or self.tables.anew:
            self._judge(annulled, aside)
            self.kept, self.judged_by = {}, judged_by
        elif self.kept and (leaves := self.tables.moved):
            self._again(", ".join(map(str, sorted(leaves))))

    def totals(self) -> tuple[Lines, Lines]:
        """By source and place the sums over all that lies in it, and over what lies directly in it."""
        name = self._table("summed")
        return self._read(name, "area"), self._read(name, "leaf")

    def having(self, bases: Bases) -> Lines | None:
        """The sums over those stations only that have a row of each base; None where that is all of them."""
        columns = self.ground.columns
        parts = []
        for base in bases:
            rule = parse_expression(self.ground.contest.bases[base].expression)
            rows = [
                columns[piece.id] for piece in explain(rule) if piece.kind == "row" and piece.id in columns
            ]
            if rows:
                parts.append(f"({' OR '.join(f'coalesce({row} >= 0, false)' for row in rows)})")
        if not parts:
            return None
        every, name = self._table("summed"), self._table(f"summed AND {' AND '.join(parts)}")
        if self._over(every) == self._over(name):
            return None
        return self._read(name, "area")

    def same(self, left: int, right: int) -> Summed:
        """The whole of one source over the stations that another one's sums are over."""
        among = f"place IN (SELECT place FROM {{rows}} WHERE {self._of_source(right)})"
        return self._read(self._table(f"summed AND {among}"), "area")[left, 0]

    # in SQL

    @property
    def _ask(self) -> Callable[[str], Any]:
        return self.tables.connection.execute

    def _of_source(self, source: int) -> str:
        return f"summed AND source = {source}"

    def _judge(self, annulled: Collection[int], aside: str) -> None:
        """Say of every row whether it is in the sums; those in law are there once more, as a source of their own."""
        self._ask(f"CREATE OR REPLACE TEMP TABLE {self.of}_annulled (place INT)")
        if annulled:
            places = ", ".join(f"({place})" for place in annulled)
            self._ask(f"INSERT INTO {self.of}_annulled VALUES {places}")
        judged = (
            f"SELECT *, NOT gone AND NOT aside AS summed FROM (SELECT *, ({aside}) AND NOT gone AS aside FROM"
            f" (SELECT *, place IN (SELECT place FROM {self.of}_annulled) AS gone FROM {self.of}))"
        )
        self._ask(
            f"CREATE OR REPLACE TEMP VIEW {self.of}_judged AS WITH judged AS ({judged}) SELECT * FROM judged"
            f" UNION ALL SELECT * REPLACE ({IN_LAW} AS source) FROM judged WHERE legal"
        )

    def _table(self, which: str) -> str:
        """The table of the sums over the rows that a condition chooses; `{rows}` in it is every row."""
        names = {condition: name for name, condition in self.kept.items()}
        if which not in names:
            names[which] = f"{self.of}_sums{len(self.kept)}"
            self._ask(f"CREATE OR REPLACE TEMP TABLE {names[which]} AS {self._added_up(which)}")
            self.kept[names[which]] = which
        return names[which]

    def _again(self, leaves: str) -> None:
        """Add up anew in some smallest areas."""
        self._ask(
            f"CREATE OR REPLACE TEMP TABLE near AS SELECT * FROM {self.of}_judged WHERE leaf IN ({leaves})"
        )
        for name, which in self.kept.items():
            self._ask(f"DELETE FROM {name} WHERE leaf IN ({leaves})")
            self._ask(f"INSERT INTO {name} {self._added_up(which, 'near')}")

    def _added_up(self, condition: str, rows: str = "") -> str:
        """Per source and smallest area: figures of the chosen rows, and how many rows of each kind there are."""
        rows = rows or f"{self.of}_judged"
        which = f"({condition.format(rows=rows)})"
        figures = ", ".join(
            f"sum({column}) FILTER (chosen AND {column} >= 0) AS {column}"
            for column in self.ground.columns.values()
        )
        numbers = (
            "count(*) FILTER (chosen) AS n, count(*) FILTER (NOT gone) AS there, count(*) FILTER (aside) AS aside,"
            " count(*) FILTER (NOT own) AS beyond, count(*) FILTER (NOT own AND gone) AS beyond_gone,"
            " count(*) FILTER (chosen AND finding) AS findings,"
            " coalesce(sum(unread) FILTER (chosen), 0) AS unread,"
            " coalesce(sum(registered) FILTER (chosen), 0) AS voters,"
            " count(*) FILTER (chosen AND registered IS NULL) AS unlisted"
        )
        of = f"(SELECT *, {which} AS chosen FROM {rows})"
        return f"SELECT source, leaf, {numbers}, {figures} FROM {of} GROUP BY source, leaf"

    def _over(self, name: str) -> int:
        """How many counts the sums of a table are over."""
        return int(self.tables.ask(f"SELECT coalesce(sum(n), 0) FROM {name} WHERE source >= 0")[0][0])

    def _read(self, name: str, by: str) -> Lines:
        columns = self.ground.columns
        added = ", ".join(f"sum({column}) AS {column}" for column in (*COUNTED, *columns.values()))
        among = f"{name} JOIN {self.of}_above USING (leaf)" if by == "area" else name
        nothing = ", ".join([*("0" for _ in COUNTED), *("NULL" for _ in columns)])
        source, spot = NOTHING
        of = (
            f"(SELECT source, {by} AS spot, {added} FROM {among} GROUP BY source, {by}"
            f" UNION ALL SELECT {source}, {spot}, {nothing})"
        )
        scope = Scope.of(self.ground.contest, "", columns, "CASE WHEN unlisted = 0 THEN voters::HUGEINT END")
        figures = [*COUNTED, *columns.values(), *self._bases(scope)]
        asked = ", ".join(f"({figure})::BIGINT AS x{at}" for at, figure in enumerate(figures))
        return Lines(self.ground, self._ask(f"SELECT source, spot, {asked} FROM {of}").fetchnumpy())

    def _bases(self, scope: Scope) -> list[str]:
        return [
            sql_of(parse_expression(base.expression), scope) for base in self.ground.contest.bases.values()
        ]


COUNTED = ("n", "there", "aside", "beyond", "beyond_gone", "findings", "unread", "voters", "unlisted")
NOTHING = (-2, -2)  # under this source and place stands what is the sum of no rows
NOT_KNOWN = -(2**63)
NUMBERS = ("in", "there", "aside", "beyond", "beyond_gone", "findings", "unread", "voters", "unlisted")


class Expected:
    """How many stations there are in each place: all, those with a machine, and the annulled among both."""

    def __init__(self, tables: Tables) -> None:
        numbers = "count(*), count(*) FILTER (own), count(*) FILTER (gone), count(*) FILTER (own AND gone)"
        gone = f"place IN (SELECT place FROM {tables.counts}_annulled)"
        every = f"(SELECT leaf, own, {gone} AS gone FROM {tables.stations})"
        above = f"{every} JOIN {tables.counts}_above USING (leaf)"
        rows = tables.ask(f"SELECT area, {numbers} FROM {above} GROUP BY area")
        direct = tables.ask(f"SELECT leaf, {numbers} FROM {every} GROUP BY leaf")
        self.within = {at: tuple(numbers) for at, *numbers in rows}
        self.direct = {at: tuple(numbers) for at, *numbers in direct}


def coverage(numbers: tuple[int, ...], counted: Told, *, by_machine: bool, knows_findings: bool) -> Told:
    """Over which stations a sum is, as published figures say it."""
    every, own, gone, own_gone = numbers
    expected = own + counted["beyond"] if by_machine else every
    annulled = own_gone + counted["beyond_gone"] if by_machine else gone
    return {
        "expected": expected,
        "in": counted["in"],
        "missing": expected - annulled - counted["there"],
        "annulled": annulled,
        "set_aside": counted["aside"],
        "with_findings": counted["findings"] if knows_findings else UNKNOWN,
        "unread_cells": counted["unread"],
    }


NO_COUNT: Told = dict.fromkeys(NUMBERS, 0)
