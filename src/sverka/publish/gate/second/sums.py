"""The totals of one contest in SQL: sums, bases, shares, and how many stations they are over, place by place.

Rows are added up per smallest area first; an area is what lies in it, however deep.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sverka.domain.counts import Source
from sverka.domain.expressions import explain, parse_expression
from sverka.domain.ids import BaseId
from sverka.publish.gate.children import UNKNOWN
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


class Sums:
    """The sums of one contest over the stations that stand, with those in law as a source of their own.

    `annulled` : places · `aside` : a condition in SQL under which a count is set aside
    """

    def __init__(self, tables: Tables, annulled: Collection[int], aside: str) -> None:
        self.tables, self.ground, self.of = tables, tables.ground, tables.counts
        ask = tables.connection.execute
        ask(f"CREATE OR REPLACE TEMP TABLE {self.of}_annulled (place INT)")
        if annulled:
            ask(f"INSERT INTO {self.of}_annulled VALUES {', '.join(f'({place})' for place in annulled)}")
        above = ", ".join(f"({leaf}, {area})" for leaf, area in self.ground.above())
        ask(f"CREATE OR REPLACE TEMP TABLE {self.of}_above AS SELECT * FROM (VALUES {above}) a (leaf, area)")
        ask(
            f"CREATE OR REPLACE TEMP VIEW {self.of}_judged AS"
            f" SELECT *, NOT gone AND NOT aside AS summed FROM (SELECT *, ({aside}) AND NOT gone AS aside FROM"
            f" (SELECT *, place IN (SELECT place FROM {self.of}_annulled) AS gone FROM {tables.counts}))"
        )

    @cached_property
    def sources(self) -> dict[int, Source]:
        """The sources by their numbers, those in law last."""
        found = {at: self.ground.sources[at] for at in self.ground.order()}
        return {**found, IN_LAW: LEGAL}

    def totals(self) -> tuple[Mapping[tuple[int, int], Summed], Mapping[tuple[int, int], Summed]]:
        """By source and place the sums over all that lies in it, and over what lies directly in it."""
        self._add_up("sums", "summed")
        within = self._read("sums", "area")
        return within, self._read("sums", "leaf")

    def having(self, bases: Bases) -> Mapping[tuple[int, int], Summed] | None:
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
        has = " AND ".join(parts)
        (lacking,) = self.tables.ask(f"SELECT count(*) FROM {self.of}_judged WHERE summed AND NOT ({has})")[0]
        if not lacking:
            return None
        self._add_up("fewer", f"summed AND {has}")
        return self._read("fewer", "area")

    def same(self, left: int, right: int) -> Summed:
        """The whole of one source over the stations that another one's sums are over."""
        columns = self.ground.columns.values()
        figures = ", ".join(f"sum({column}) FILTER ({column} >= 0) AS {column}" for column in columns)
        among = f"place IN (SELECT place FROM {self.of}_judged WHERE summed AND source = {right})"
        listed = (
            "CASE WHEN count(*) = count(registered) THEN coalesce(sum(registered), 0)::HUGEINT END AS voters"
        )
        of = (
            f"(SELECT {figures}, {listed} FROM {self.of}_judged WHERE summed AND source = {left} AND {among})"
        )
        scope = Scope.of(self.ground.contest, "", self.ground.columns, "voters")
        chosen = ", ".join([*columns, *self._bases(scope)])
        (numbers,) = self.tables.ask(f"SELECT {chosen} FROM {of}")
        return self._line(dict.fromkeys(NUMBERS, 0), numbers)

    # in SQL

    def _add_up(self, name: str, which: str) -> None:
        """Per source and smallest area: figures of the chosen rows, and how many rows of each kind there are."""
        figures = ", ".join(
            f"sum({column}) FILTER ({which} AND {column} >= 0) AS {column}"
            for column in self.ground.columns.values()
        )
        numbers = (
            f"count(*) FILTER ({which}) AS n, count(*) FILTER (NOT gone) AS there, count(*) FILTER (aside) AS aside,"
            " count(*) FILTER (NOT own) AS beyond, count(*) FILTER (NOT own AND gone) AS beyond_gone,"
            f" count(*) FILTER ({which} AND finding) AS findings,"
            f" coalesce(sum(unread) FILTER ({which}), 0) AS unread,"
            f" coalesce(sum(registered) FILTER ({which}), 0) AS voters,"
            f" count(*) FILTER ({which} AND registered IS NULL) AS unlisted"
        )
        self.tables.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS"
            f" SELECT source, leaf, {numbers}, {figures} FROM {self.of}_judged GROUP BY source, leaf UNION ALL"
            f" SELECT {IN_LAW} AS source, leaf, {numbers}, {figures} FROM {self.of}_judged WHERE legal GROUP BY leaf"
            f" UNION ALL SELECT source, leaf, {', '.join('0' for _ in NUMBERS)},"
            f" {', '.join('NULL' for _ in self.ground.columns)}"
            f" FROM (VALUES {', '.join(f'({source})' for source in self.sources)}) s (source),"
            f" (SELECT DISTINCT leaf FROM {self.of}_above)"
        )

    def _read(self, name: str, by: str) -> Mapping[tuple[int, int], Summed]:
        columns = self.ground.columns
        counted = ("n", "there", "aside", "beyond", "beyond_gone", "findings", "unread", "voters", "unlisted")
        added = ", ".join(f"sum({column}) AS {column}" for column in (*counted, *columns.values()))
        among = f"{name} JOIN {self.of}_above USING (leaf)" if by == "area" else name
        of = f"(SELECT source, {by} AS spot, {added} FROM {among} GROUP BY source, {by})"
        scope = Scope.of(self.ground.contest, "", columns, "CASE WHEN unlisted = 0 THEN voters::HUGEINT END")
        chosen = ", ".join(["source", "spot", *counted, *columns.values(), *self._bases(scope)])
        return self._lines(self.tables.ask(f"SELECT {chosen} FROM {of}"))

    def _lines(self, rows: Sequence[tuple[Any, ...]]) -> Mapping[tuple[int, int], Summed]:
        return {
            (int(source), int(spot)): self._line(
                dict(zip(NUMBERS, map(int, numbers), strict=False)), numbers[len(NUMBERS) :]
            )
            for source, spot, *numbers in rows
        }

    def _line(self, stations: Told, numbers: Sequence[Any]) -> Summed:
        """One line of sums: its figures, then its bases."""
        known = [None if number is None else int(number) for number in numbers]
        fields, bases = self.ground.columns, map(str, self.ground.contest.bases)
        return Summed(
            stations=stations,
            figures=dict(zip(fields, known, strict=False)),
            bases=dict(zip(bases, known[len(fields) :], strict=True)),
        )

    def _bases(self, scope: Scope) -> list[str]:
        return [
            sql_of(parse_expression(base.expression), scope) for base in self.ground.contest.bases.values()
        ]


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
