"""What is annulled, read from the facts: the decisions in force by what each of them hits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sverka.publish.gate.second.ground import Ground

Scope = dict[str, str]


class Annulments:
    """The annulments in force, by their scope."""

    def __init__(self, standing: Mapping[str, Scope]) -> None:
        self.in_force = dict(standing)

    def after(self, facts: Iterable[tuple[int, bytes]]) -> Annulments:
        """Those in force after some more facts."""
        later = Annulments(self.in_force)
        for _, entry in facts:
            if b'"scope":' in entry:
                later._take(json.loads(entry))
        return later

    def places(self, ground: Ground) -> set[int]:
        """The stations of a contest that are annulled as a whole."""
        found: set[int] = set()
        for scope in self._of(ground):
            if not {"box", "selection"} & scope.keys():
                found.update(_hit(scope, ground))
        return found

    def selections(self, ground: Ground) -> set[str]:
        """The selections that are annulled throughout a contest."""
        whole = (scope for scope in self._of(ground) if not {"station", "area"} & scope.keys())
        return {scope["selection"] for scope in whole if "selection" in scope}

    def _of(self, ground: Ground) -> Iterator[Scope]:
        return (s for s in self.in_force.values() if s.get("contest", ground.contest.id) == ground.contest.id)

    def _take(self, fact: dict[str, Any]) -> None:
        key = json.dumps(fact["scope"], sort_keys=True)
        if fact["kind"] == "annulment":
            self.in_force[key] = fact["scope"]
        elif fact["kind"] == "reinstatement":
            self.in_force.pop(key, None)


def _hit(scope: Scope, ground: Ground) -> Iterable[int]:
    if "station" in scope:
        return [ground.stations[scope["station"]]] if scope["station"] in ground.stations else []
    if "area" not in scope:
        return range(len(ground.spots))
    beneath = {leaf for leaf, at in ground.above() if ground.areas[at] == scope["area"]}
    return (at for at, spot in enumerate(ground.spots) if spot.leaf in beneath)
