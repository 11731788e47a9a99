"""G5: no published total falls without a cause that the record declares.

Causes are facts since the publication in force: a count that supersedes another one, or takes the place of one that
stood in for it; an annulment or a reinstatement; a new definition; under the policy `set-aside`, whatever contradicts a
paper now. Where none of them touches the source and the place, a fall needs an allowance, which two operators sign.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sverka.domain.election import FindingsPolicy
from sverka.domain.ids import AreaId, StationId
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.figures import WHOLE, Figures, Told, place_of
from sverka.publish.legal import LEGAL

CODE = "G5"
FALLING = ("selections", "rows", "stations")
MAY_FALL = frozenset({"missing", "annulled", "set_aside", "with_findings", "unread_cells"})
EVERYTHING = frozenset({"definition"})
DECISIONS = frozenset({"annulment", "reinstatement"})


@dataclass
class Causes:
    """What the facts since the publication in force may let fall: per contest and source, the places."""

    candidate: Candidate
    all: bool = False
    places: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, candidate: Candidate) -> Causes:
        """The causes that a candidate's facts declare."""
        causes = cls(candidate)
        for _, entry in candidate.facts:
            causes._take(json.loads(entry))
        return causes

    def let_fall(self, contest: str, source: str, place: str) -> bool:
        """Whether a figure may be lower than it was."""
        keys = ((contest, source), ("", source), (contest, ""), ("", ""))
        return self.all or any(place in self.places[key] for key in keys if key in self.places)

    def _take(self, fact: dict[str, Any]) -> None:
        kind = fact.get("kind")
        if kind in EVERYTHING:
            self.all = True
        elif kind in DECISIONS:
            scope = fact["scope"]
            self._add(scope.get("contest", ""), "", self._touched(scope))
        elif kind == "count":
            self._count(fact)

    def _count(self, fact: dict[str, Any]) -> None:
        election = self.candidate.results.election
        account, holder = fact["account"], fact.get("holder", "")
        source = f"{account}@{holder}" if holder else account
        places = self._around(fact.get("station"), fact.get("area"))
        if fact.get("supersedes"):
            self._add(fact["contest"], source, places)
        if account in election.policies.legal:  # it may take the place of one that stood in
            self._add(fact["contest"], str(LEGAL), places)
        if election.policies.findings is FindingsPolicy.SET_ASIDE:  # a control may see other counts too
            self._add("", "", places)

    def _add(self, contest: str, source: str, places: Collection[str]) -> None:
        self.places[contest, source].update(places)

    def _touched(self, scope: dict[str, str]) -> Collection[str]:
        """The places whose figures an annulment changes."""
        if "station" in scope:
            return self._around(scope["station"], None)
        areas = self.candidate.results.election.places.areas
        if "area" not in scope:
            return {WHOLE, *areas}
        above = self._around(None, scope["area"])
        return {*above, *(area for area in areas if scope["area"] in self._around(None, area))}

    def _around(self, station: str | None, area: str | None) -> set[str]:
        """The places in which a station or an area lies."""
        places = self.candidate.results.election.places
        if station:
            known = places.stations.get(StationId(station))
            area = known.area if known else None
        if area not in places.areas:
            return {WHOLE}
        return {WHOLE, *(above.id for above in places.above(AreaId(str(area))))}


def check_falls(figures: Figures, allowed: Collection[str]) -> Iterator[Stop]:
    """The totals that fall without a cause; `allowed` are the paths that two operators let fall."""
    if not figures.before:
        return
    causes = Causes.of(figures.candidate)
    for contest, _ in figures.contests:
        for place in figures.places(contest):
            stood, now = figures.stood(contest, place), figures.totals(contest, place)
            for source, before in stood.items():
                if not causes.let_fall(contest, source, place):
                    where = place_of(contest, source, place)
                    falls = _falls(before, now.get(source, {}), where)
                    yield from (stop for stop in falls if stop.place not in allowed)


def _falls(before: Told, now: Told, where: str) -> Iterator[Stop]:
    for group in FALLING:
        for name, stood in before[group].items():
            figure = now.get(group, {}).get(name)
            if stood is not None and name not in MAY_FALL and (figure is None or figure < stood):
                said = "nothing" if figure is None else f"{figure:,}"
                yield Stop(CODE, f"{where}/{group}/{name}", said, f"at least {stood:,}, as published before")
