"""The published tables of one contest in DuckDB: read from the bytes that would be written, kept current part by part.

::

    c0  part  source  place  leaf  own  registered  legal  finding  error  unread  f0  f1  …
        the file, the source, the station and its smallest area (numbers of `ground`), whether it has a machine of its
        own, the voters on its list (NULL: not known), whether its count is the one in law, whether a control fails, and
        one of severity error, how many cells are unread; a figure per field: -1 is unread, NULL is not on the sheet
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np

from sverka.domain.election import Control, Severity
from sverka.domain.expressions import names_in, parse_control
from sverka.publish.gate.second.ground import Ground
from sverka.publish.gate.second.sql import Blind, Scope, fails

Rows = list[tuple[Any, ...]]
DERIVED = ("own", "registered", "legal", "finding", "error", "unread")


class Tables:
    """The counts of one contest, as the published parts have them.

    `blind` : the codes of controls that look at what no published table of the contest has
    `moved` : the smallest areas with a row that is another one since `follow`; `anew`: all of them
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, ground: Ground, number: int) -> None:
        self.connection, self.ground = connection, ground
        self.counts, self.stations, self.said = f"c{number}", f"st{number}", f"so{number}"
        self.known = 0
        self.anew, self.moved = True, set[int]()
        self.blind: set[str] = set()
        fields = ", ".join(f"{column} BIGINT" for column in ground.columns.values())
        connection.execute(
            f"CREATE TABLE {self.counts} (part INT, source INT, place INT, leaf INT, own BOOL, registered BIGINT,"
            f" legal BOOL, finding BOOL, error BOOL, unread INT, {fields})"
        )
        connection.execute(
            f"CREATE TABLE {self.stations} (station VARCHAR, place INT, leaf INT, own BOOL, registered BIGINT)"
        )
        self._know_stations()

    def load(self, parts: Mapping[int, bytes]) -> None:
        """Put some parts in place of what the tables have of them."""
        if not parts:
            return
        self._stage(parts)
        self._know_names()
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {self._derived('joined')}")
        among = f"{self.counts} WHERE part IN ({', '.join(map(str, parts))})"
        if not self.anew:
            self._note_unlike(f"SELECT * FROM {among}")
        self.connection.execute(f"DELETE FROM {among}")
        self.connection.execute(f"INSERT INTO {self.counts} SELECT * FROM fresh")

    def follow(self) -> None:
        """What moved so far was followed."""
        self.anew, self.moved = False, set()

    def again(self) -> None:
        """Work out anew what depends on which sources there are."""
        self.anew = True
        columns = ", ".join(self.ground.columns.values())
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE joined AS SELECT part, source, place, leaf, own, registered, {columns}"
            f" FROM {self.counts}"
        )
        self.connection.execute(f"DELETE FROM {self.counts}")
        self.connection.execute(f"INSERT INTO {self.counts} {self._derived('joined')}")

    def ask(self, question: str) -> Rows:
        """The rows that answer a question."""
        return self.connection.execute(question).fetchall()

    # reading

    def _note_unlike(self, stood: str) -> None:
        """Note the areas of the rows of which there are not as many among those that stood as among the fresh ones."""
        both = f"SELECT *, -1 AS more FROM ({stood}) UNION ALL SELECT *, 1 FROM fresh"
        columns = ", ".join(["part", "source", "place", "leaf", *DERIVED, *self.ground.columns.values()])
        unlike = f"SELECT leaf FROM ({both}) GROUP BY {columns} HAVING sum(more) <> 0"
        self.moved.update(leaf for (leaf,) in self.ask(f"SELECT DISTINCT leaf FROM ({unlike})"))

    def _stage(self, parts: Mapping[int, bytes]) -> None:
        """The parts as text, one row each."""
        with TemporaryDirectory() as folder:  # DuckDB reads files
            paths = [Path(folder, f"{part}.csv") for part in parts]
            for path, content in zip(paths, parts.values(), strict=True):
                path.write_bytes(content)
            self._read(paths)

    def _read(self, paths: Sequence[Path]) -> None:
        columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in self.ground.header)
        files = ", ".join(_quoted(str(path)) for path in paths)
        figures = ", ".join(
            f"CASE WHEN {_named(name)} = '?' THEN -1 ELSE {_named(name)}::BIGINT END AS {column}"
            for name, column in zip(self.ground.header[4:], self.ground.columns.values(), strict=True)
        )
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE stage AS"
            " SELECT regexp_extract(filename, '(\\d+)\\.csv$', 1)::INT AS part, account,"
            " coalesce(holder, '') AS holder,"
            f" station, {figures} FROM read_csv([{files}], header = true, delim = ',', quote = '\"', escape = '\"',"
            f" auto_detect = false, filename = true, columns = {{{columns}}})"
        )

    def _know_names(self) -> None:
        """Give every source and station a number, and join them to what was staged."""
        for (station,) in self.ask(
            f"SELECT DISTINCT station FROM stage ANTI JOIN {self.stations} USING (station) ORDER BY 1"
        ):
            self.ground.place_of(station)
        self._know_stations()
        for account, holder in self.ask("SELECT DISTINCT account, holder FROM stage ORDER BY 1, 2"):
            self.ground.source_of(account, holder)
        said = (
            ", ".join(
                f"({_quoted(source.account)}, {_quoted(source.holder)}, {at})"
                for at, source in enumerate(self.ground.sources)
            )
            or "('', '', -1)"
        )
        columns = ", ".join(self.ground.columns.values())
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE joined AS SELECT part, source, place, leaf, own, registered,"
            f" {columns} FROM stage JOIN {self.stations} USING (station)"
            f" JOIN (VALUES {said}) said (account, holder, source) USING (account, holder)"
        )

    def _know_stations(self) -> None:
        new = list(self.ground.stations)[self.known :]
        spots = self.ground.spots[self.known :]
        if new:
            told = {  # read by name in the statement
                "station": np.array(new, object),
                "place": np.arange(self.known, self.known + len(new), dtype=np.int32),
                "leaf": np.array([spot.leaf for spot in spots], np.int32),
                "own": np.array([spot.own for spot in spots], np.bool_),
                "registered": np.array([spot.registered for spot in spots], np.int64),
            }
            self.connection.register("told", told)
            self.connection.execute(
                f"INSERT INTO {self.stations} SELECT station, place, leaf, own,"
                " CASE WHEN registered >= 0 THEN registered END FROM told"
            )
            self.connection.unregister("told")
        self.known = len(self.ground.spots)

    # what follows from a row and its neighbours

    def _derived(self, relation: str) -> str:
        """The rows of a relation with what follows of each."""
        columns = ", ".join(f"t.{column}" for column in self.ground.columns.values())
        unread = " + ".join(
            f"coalesce(t.{column} = -1, false)::INT" for column in self.ground.columns.values()
        )
        shown = list(self._shown())
        finding = " OR ".join(sql for _, sql in shown) or "false"
        error = " OR ".join(sql for control, sql in shown if control.severity is Severity.ERROR) or "false"
        others = range(len(self.ground.sources)) if self._looks_at_others() else ()
        joins = " ".join(
            f"LEFT JOIN {relation} o{at} ON o{at}.place = t.place AND o{at}.source = {at}" for at in others
        )
        return (
            f"SELECT t.part, t.source, t.place, t.leaf, t.own, t.registered, {self._is_legal()} AS legal, {finding},"
            f" {error}, {unread}, {columns} FROM {relation} t {joins}"
        )

    def _is_legal(self) -> str:
        """Whether a count is the first of its station in the order of the law."""
        order = self.ground.election.policies.legal
        accounts = {source: self.ground.sources[source].account for source in self.ground.order()}
        in_law = sorted((s for s in accounts if accounts[s] in order), key=lambda s: order.index(accounts[s]))
        if not in_law:
            return "false"
        ranks = " ".join(f"WHEN {source} THEN {rank}" for rank, source in enumerate(in_law))
        rank = f"CASE t.source {ranks} END"
        return f"coalesce({rank} = min({rank}) OVER (PARTITION BY t.place), false)"

    def _looks_at_others(self) -> bool:
        return any(names_in(parse_control(each.rule)).accounts for each in self.ground.contest.controls)

    def _shown(self) -> Iterator[tuple[Control, str]]:
        """Per control whether it is shown to fail: it fails, and none of those that make it meaningless does."""
        failed = {}
        for control in self.ground.contest.controls:
            if not control.units or "station" in control.units:
                try:
                    failed[control.code] = self._fails(control)
                except Blind:
                    self.blind.add(control.code)
        for control in self.ground.contest.controls:
            if control.code in failed:
                hiding = [
                    failed[other.code]
                    for other in self.ground.contest.controls
                    if control.code in other.suppresses and other.code in failed
                ]
                yield (
                    control,
                    " AND NOT ".join([f"({failed[control.code]})", *(f"({sql})" for sql in hiding)]),
                )

    def _fails(self, control: Control) -> str:
        """Whether a control fails at a row, source by source: each sees other accounts in its own way."""
        rule = parse_control(control.rule)
        if names_in(rule).contests:
            raise Blind
        applies = [
            at
            for at, source in enumerate(self.ground.sources)
            if not control.accounts or source.account in control.accounts
        ]
        if not names_in(rule).accounts:
            sources = ", ".join(map(str, applies)) or "-1"
            return f"t.source IN ({sources}) AND {fails(rule, control.tolerance, self._scope(None))}"
        each = (f"(t.source = {at} AND {fails(rule, control.tolerance, self._scope(at))})" for at in applies)
        return " OR ".join(each) or "false"

    def _scope(self, source: int | None) -> Scope:
        contest = self.ground.contest
        here = Scope.of(contest, "t.", self.ground.columns, "t.registered")

        def of_account(account: str) -> Scope | None:
            if self.ground.hosts:
                raise Blind  # one account of two stations together says nothing of each
            others = [
                at
                for at in self.ground.order()
                if self.ground.sources[at].account == account and at != source
            ]
            return Scope.of(contest, f"o{others[-1]}.", self.ground.columns) if others else None

        return Scope(here.columns, here.selections, here.registered, account=of_account)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _named(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
