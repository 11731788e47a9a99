"""The comparison of the default pair in SQL: station by station, then place by place.

The numbers are kept per smallest area from one publication to the next, and found anew where a row is another one.
Stations whose ballots one scanner counts are taken together where one side counts by machine and the other does not:
the side that does not is added up under the station that has the scanner, and has no count there until all are in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sverka.domain.accounts import Counted
from sverka.domain.ids import AccountId
from sverka.publish.gate.second.ground import Ground
from sverka.publish.gate.second.tables import Tables

Told = dict[str, Any]
ADDED = ("both", "identical", "different", "gross", "net")
ALONE = ("only_left", "only_right")


class Compared:
    """What the two accounts say of each other."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.ground = tables, tables.ground
        self.left = self.right = -1
        self.ask = tables.connection.execute
        self.kept = f"{tables.counts}_compared"

    def renew(self) -> None:
        """Follow the tables: where they moved; everywhere if all or a side is new, or stations are taken together."""
        policies, stood = self.ground.election.policies, (self.left, self.right)
        self.left, self.right = _held(self.ground, policies.left), _held(self.ground, policies.right)
        again = self.tables.anew or stood != (self.left, self.right)
        if again or (self.tables.moved and self._apart):
            self._sides("true")
            self.ask(f"CREATE OR REPLACE TEMP TABLE {self.kept} AS {self._by_leaf()}")
        elif self.tables.moved:
            among = f"leaf IN ({', '.join(map(str, sorted(self.tables.moved)))})"
            self._sides(among)
            self.ask(f"DELETE FROM {self.kept} WHERE {among}")
            self.ask(f"INSERT INTO {self.kept} {self._by_leaf()}")

    def places(self) -> Mapping[int, Told]:
        """Per place that has a station, the numbers of the comparison."""
        sums = ", ".join(f'sum("{number}")' for number in ADDED)
        above = f"{self.kept} JOIN {self.tables.counts}_above USING (leaf)"
        rows = self.tables.ask(f"SELECT area, {sums} FROM {above} GROUP BY area")
        return {int(at): dict(zip(ADDED, map(int, numbers), strict=True)) for at, *numbers in rows}

    def alone(self) -> tuple[int, int]:
        """The stations of which only the left side has a count, and only the right."""
        sums = ", ".join(f"coalesce(sum({number}), 0)" for number in ALONE)
        ((left, right),) = self.tables.ask(f"SELECT {sums} FROM {self.kept}")
        return int(left), int(right)

    @property
    def none(self) -> bool:
        """Whether there is nothing to compare: neither has a count of a station."""
        return not self.tables.ask(f"SELECT 1 FROM {self.kept} LIMIT 1")

    def _sides(self, among: str) -> None:
        """The counts of both sides at the stations that a condition chooses."""
        machines = [self._by_machine(account) for account in self._pair]
        for name, source, machine in zip(
            ("left_side", "right_side"), (self.left, self.right), machines, strict=True
        ):
            rows = f"{self.tables.counts} WHERE source = {source} AND {among}"
            chosen = f"SELECT place, leaf, {self._columns} FROM {rows}"
            if self._apart:
                self._pairs_of_stations(self._pair[machines.index(True)])
                chosen = self._without_guests(chosen) if machine else self._together(chosen)
            self.ask(f"CREATE OR REPLACE TEMP TABLE {name} AS {chosen}")

    @property
    def _apart(self) -> bool:
        """Whether one side has scanners that count for several stations, and the other counts those one by one."""
        left, right = map(self._by_machine, self._pair)
        return left is not right and bool(self.ground.hosts)

    def _by_leaf(self) -> str:
        """The numbers per smallest area, and how many stations there only one side has."""
        pairs = (
            'SELECT leaf, 1 AS "both", (NOT beyond AND NOT unclear)::INT AS identical, beyond::INT AS different,'
            " CASE WHEN beyond THEN gross ELSE 0 END AS gross, CASE WHEN beyond THEN net ELSE 0 END AS net,"
            f" 0 AS only_left, 0 AS only_right FROM ({self._pairs()})"
        )
        nothing = ", ".join("0" for _ in ADDED)
        left, right = (
            f"SELECT leaf, {nothing}, {flags} FROM {one} WHERE place NOT IN (SELECT place FROM {other})"
            for flags, one, other in (
                ("1, 0", "left_side", "right_side"),
                ("0, 1", "right_side", "left_side"),
            )
        )
        sums = ", ".join(f'sum("{number}") AS "{number}"' for number in (*ADDED, *ALONE))
        return f"SELECT leaf, {sums} FROM ({pairs} UNION ALL {left} UNION ALL {right}) GROUP BY leaf"

    @property
    def _pair(self) -> tuple[AccountId, AccountId]:
        return self.ground.election.policies.left, self.ground.election.policies.right

    @property
    def _columns(self) -> str:
        return ", ".join(self.ground.columns.values())

    def _by_machine(self, account: AccountId) -> bool:
        return self.ground.election.accounts[account].counted is Counted.MACHINE

    def _pairs_of_stations(self, machine: AccountId) -> None:
        """The guests of which the machines have no count of their own, with their hosts."""
        places = self.ground.stations
        pairs = [(places[guest], places[host]) for guest, host in self.ground.hosts.items()]
        of = (
            ", ".join(str(at) for at, each in enumerate(self.ground.sources) if each.account == machine)
            or "-1"
        )
        values = ", ".join(f"({guest}, {host})" for guest, host in pairs)
        self.ask(
            f"CREATE OR REPLACE TEMP TABLE guests AS SELECT * FROM (VALUES {values}) g (guest, host) WHERE guest NOT IN"
            f" (SELECT place FROM {self.tables.counts} WHERE source IN ({of}))"
        )

    def _without_guests(self, chosen: str) -> str:
        return f"SELECT * FROM ({chosen}) WHERE place NOT IN (SELECT guest FROM guests)"

    def _together(self, chosen: str) -> str:
        """Figures of a host and all of its guests as one: unread where one is, else added up."""
        figures = ", ".join(
            f"CASE WHEN min({column}) = -1 THEN -1 ELSE sum({column})::BIGINT END AS {column}"
            for column in self.ground.columns.values()
        )
        hosted = f"({chosen}) c LEFT JOIN guests g ON g.guest = c.place"
        with_host = f"SELECT c.*, coalesce(g.host, c.place) AS host FROM {hosted}"
        added = (
            f"SELECT host, count(*) AS there, max(leaf) FILTER (place = host) AS leaf, {figures}"
            f" FROM ({with_host}) GROUP BY host"
        )
        needed = "SELECT host, count(*) AS guests FROM guests GROUP BY host"
        return (
            f"SELECT host AS place, leaf, {self._columns} FROM ({added}) LEFT JOIN ({needed}) USING (host)"
            " WHERE there = 1 + coalesce(guests, 0)"
        )

    def _pairs(self) -> str:
        """Per station that both have: whether a cell differs by more than is allowed, or is unread, and by how much."""
        contest = self.ground.contest
        rows = [row for row in contest.row_ids if all(self._carries(account, row) for account in self._pair)]
        cells = [self.ground.columns[name] for name in (*rows, *contest.selection_ids)]
        votes = [self.ground.columns[name] for name in contest.selection_ids]
        beyond = " OR ".join(self._is_beyond(column) for column in cells)
        unclear = " OR ".join(f"coalesce(a.{column} = -1 OR b.{column} = -1, false)" for column in cells)
        gross = " + ".join(f"abs({_by(column)})" for column in votes) or "0"
        net = " + ".join(_by(column) for column in votes) or "0"
        return (
            f"SELECT a.place, a.leaf, {beyond} AS beyond, {unclear} AS unclear, {gross} AS gross, {net} AS net"
            " FROM left_side a JOIN right_side b USING (place)"
        )

    def _is_beyond(self, column: str) -> str:
        tolerance = self.ground.election.policies.tolerance
        larger = f"greatest(coalesce(a.{column}, 0), coalesce(b.{column}, 0))::HUGEINT"
        share = f"({larger} * {tolerance.share.numerator}) // {tolerance.share.denominator}"
        allowed = f"greatest({tolerance.votes}, {share})" if tolerance.share else str(tolerance.votes)
        return f"abs({_by(column)}) > {allowed}"

    def _carries(self, account: AccountId, row: str) -> bool:
        rows = self.ground.election.accounts[account].rows
        return rows is None or row in rows


def _by(column: str) -> str:
    """By how much the right side is more than the left: nothing where one is unread; what is on no sheet is 0."""
    unread = f"coalesce(a.{column} = -1 OR b.{column} = -1, false)"
    return f"CASE WHEN {unread} THEN 0 ELSE coalesce(b.{column}, 0) - coalesce(a.{column}, 0) END"


def _held(ground: Ground, account: AccountId) -> int:
    """The source of an account: the one without a holder, or the only one there is; -1 where there is none."""
    held = [at for at, source in enumerate(ground.sources) if source.account == account]
    plain = [at for at in held if not ground.sources[at].holder]
    if plain:
        return plain[0]
    return held[0] if len(held) == 1 else -1
