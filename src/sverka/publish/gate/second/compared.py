"""The comparison of the default pair in SQL: station by station, then place by place.

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


class Compared:
    """What the two accounts say of each other; `none` where neither has a count of a station."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.ground = tables, tables.ground
        policies = self.ground.election.policies
        self.left, self.right = _held(self.ground, policies.left), _held(self.ground, policies.right)
        self.ask = tables.connection.execute
        self._sides()

    def places(self) -> Mapping[int, Told]:
        """Per place that has a station, the numbers of the comparison."""
        self.ask(f"CREATE OR REPLACE TEMP TABLE pairs AS {self._pairs()}")
        sums = (
            "count(*), count(*) FILTER (NOT beyond AND NOT unclear), count(*) FILTER (beyond),"
            " coalesce(sum(gross) FILTER (beyond), 0), coalesce(sum(net) FILTER (beyond), 0)"
        )
        rows = self.tables.ask(
            f"SELECT area, {sums} FROM pairs JOIN {self.tables.counts}_above USING (leaf) GROUP BY area"
        )
        return {int(at): dict(zip(ADDED, map(int, numbers), strict=True)) for at, *numbers in rows}

    def alone(self) -> tuple[int, int]:
        """The stations of which only the left side has a count, and only the right."""
        left, right = "SELECT place FROM left_side", "SELECT place FROM right_side"
        ((a, b),) = self.tables.ask(
            f"SELECT (SELECT count(*) FROM left_side WHERE place NOT IN ({right})),"
            f" (SELECT count(*) FROM right_side WHERE place NOT IN ({left}))"
        )
        return int(a), int(b)

    @property
    def none(self) -> bool:
        """Whether there is nothing to compare."""
        ((counts,),) = self.tables.ask(
            "SELECT (SELECT count(*) FROM left_side) + (SELECT count(*) FROM right_side)"
        )
        return not counts

    def _sides(self) -> None:
        machines = [self._by_machine(account) for account in self._pair]
        apart = machines[0] is not machines[1] and bool(self.ground.hosts)
        for name, source, machine in zip(
            ("left_side", "right_side"), (self.left, self.right), machines, strict=True
        ):
            chosen = f"SELECT place, leaf, {self._columns} FROM {self.tables.counts} WHERE source = {source}"
            if apart:
                self._pairs_of_stations(self._pair[machines.index(True)])
                chosen = self._without_guests(chosen) if machine else self._together(chosen)
            self.ask(f"CREATE OR REPLACE TEMP TABLE {name} AS {chosen}")

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
