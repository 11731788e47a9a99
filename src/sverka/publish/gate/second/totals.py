"""The totals of one contest as the published figures have them, computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from sverka.domain.ids import BaseId
from sverka.publish.gate.second.compared import Compared
from sverka.publish.gate.second.ground import NOWHERE
from sverka.publish.gate.second.sums import Expected, Lines, Summed, Sums, coverage
from sverka.publish.legal import LEGAL

Told = dict[str, Any]


class Totals:
    """Everything that is published of one contest; of each place only when asked for it."""

    def __init__(self, sums: Sums, compared: Compared) -> None:
        self.sums, self.compared, self.ground = sums, compared, sums.ground
        self.contest = self.ground.contest
        self.within, self.beneath = sums.totals()
        self.expected = Expected(sums.tables)
        self.places = {area: at for at, area in enumerate(self.ground.areas)}
        self.numbers = {str(source): at for at, source in sums.sources.items()}
        self.selections, self.rows = (
            tuple(map(str, ids)) for ids in (self.contest.selection_ids, self.contest.row_ids)
        )
        self._having: dict[tuple[BaseId, ...], Lines | None] = {}
        # a page asks for one figure after the other
        self.total, self.same, self.shares = cache(self._total), cache(self._same), cache(self._shares)

    def _total(self, source: str, place: str) -> Told | None:
        """The total of a source in a place; None where the source counts no stations."""
        found = self._line(self.within, source, place)
        if found is None:
            return None
        at = self.places[place]
        return self._told(found, self._coverage(source, self.expected.within.get(at), found)) | {
            "shares": self.shares(source, place, self.contest.share_base)
        }

    def direct(self, source: str, place: str) -> Told | None:
        """The total over the stations that lie directly in a place."""
        if source not in self.numbers:
            return None
        at = NOWHERE if place == "" else self.places[place]
        found = self.beneath[self.numbers[source], at]
        return self._told(found, self._coverage(source, self.expected.direct.get(at), found))

    def _shares(self, source: str, place: str, base: BaseId | None) -> Told:
        """The shares of a base over the stations that have it; none where the votes are past it."""
        if base is None:
            return {}
        having = self._over((base,), source, place)
        votes = {id_: having.figures[id_] or 0 for id_ in self.selections}
        of = having.bases[base]
        past = of is not None and sum(votes.values()) > of
        return {} if past else {id_: {"votes": n, "of": of} for id_, n in votes.items()}

    def turnout(self, source: str, place: str) -> tuple[int, int | None] | None:
        """Who took part of those who might, over the stations that have both."""
        if self.contest.turnout is None:
            return None
        part, whole = self.contest.turnout
        having = self._over((part, whole), source, place)
        return having.bases[part] or 0, having.bases[whole]

    def _same(self, left: str, right: str) -> Told | None:
        """The whole of a source over the stations that another one has."""
        if left not in self.numbers or right not in self.numbers:
            return None
        return self._told(self.sums.same(self.numbers[left], self.numbers[right]), {})

    @cached_property
    def comparison(self) -> Mapping[str, Told]:
        """The comparison by place; nothing where there is nothing to compare."""
        pair = self.compared
        if pair.none:
            return {}
        nothing = dict.fromkeys(("both", "identical", "different", "gross", "net"), 0)
        found = pair.places()
        told = {area: dict(found.get(at, nothing)) for area, at in self.places.items()}
        left, right = pair.alone()
        sources = (self._side(pair.left, 0), self._side(pair.right, 1))
        told[""] |= {"only_left": left, "only_right": right, "left": sources[0], "right": sources[1]}
        return told

    def _side(self, source: int, which: int) -> str:
        policies = self.ground.election.policies
        return (
            str(self.ground.sources[source]) if source >= 0 else str((policies.left, policies.right)[which])
        )

    def _over(self, bases: tuple[BaseId, ...], source: str, place: str) -> Summed:
        """The sums over the stations that have some bases."""
        if bases not in self._having:
            self._having[bases] = self.sums.having(bases)
        having = self._having[bases]
        lines = self.within if having is None else having
        return lines[self.numbers[source], self.places[place]]

    def _line(self, lines: Lines, source: str, place: str) -> Summed | None:
        return lines[self.numbers[source], self.places[place]] if source in self.numbers else None

    def _coverage(self, source: str, numbers: tuple[int, ...] | None, found: Summed) -> Told:
        policies = self.ground.election.policies
        accounts = (
            policies.legal if source == str(LEGAL) else (self.sums.sources[self.numbers[source]].account,)
        )
        return coverage(
            numbers or (0, 0, 0, 0),
            found.stations,
            by_machine=self.ground.by_machine(accounts),
            knows_findings=not self.sums.tables.blind,
        )

    def _told(self, found: Summed, stations: Told) -> Told:
        votes = {id_: found.figures[id_] or 0 for id_ in self.selections}
        rows = {row: found.figures[row] for row in self.rows}
        return {"selections": votes, "rows": rows, "bases": dict(found.bases), "stations": stations}
