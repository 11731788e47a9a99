"""The figures of a candidate, read from the files that would be written; beside each the one that stands.

A *place* of a contest is an area, or "" for the contest as a whole. Only places whose file would be written changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from sverka.publish.area_file import AREAS_FOLDER
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.gate.candidate import Candidate
from sverka.publish.site.addresses import file_names

WHOLE = ""

Told = dict[str, Any]


class Figures:
    """What would be published of every contest, source and place.

    `standing` : the files of areas of the publication in force, parsed once and kept from one candidate to the next
    """

    def __init__(self, candidate: Candidate, standing: dict[str, Told | None]) -> None:
        self.candidate, self.standing = candidate, standing
        self.whole: Told = json.loads(candidate.content(RESULTS_FILE) or b"{}")
        self.before: Mapping[str, Any] = candidate.before or {}
        self._totals: dict[tuple[str, str], Mapping[str, Told]] = {}
        names = file_names(candidate.results.election.places.areas)
        self.paths = {str(area): f"{AREAS_FOLDER}/{name}.json" for area, name in names.items()}

    @cached_property
    def changed(self) -> dict[str, Told]:
        """The areas whose file would be written, with what it says."""
        files = self.candidate.files
        return {area: json.loads(files[path]) for area, path in self.paths.items() if path in files}

    @property
    def contests(self) -> Iterator[tuple[str, Told]]:
        """Every contest with what is said of it as a whole."""
        yield from self.whole.get("contests", {}).items()

    def places(self, contest: str) -> Iterator[str]:
        """The places of a contest of which a figure may have changed, the whole first."""
        yield WHOLE
        yield from (area for area, said in self.changed.items() if contest in said["contests"])

    def totals(self, contest: str, place: str) -> Mapping[str, Told]:
        """The totals of a place by source, as they would be."""
        key = (contest, place)
        if key not in self._totals:
            self._totals[key] = _totals(self._of(contest, place, self.whole, self.area(place)), place)
        return self._totals[key]

    def stood(self, contest: str, place: str) -> Mapping[str, Told]:
        """The totals of a place by source, as they stand."""
        return _totals(self._of(contest, place, self.before, self._standing(place)), place)

    def comparison(self, contest: str, place: str) -> Told | None:
        """The comparison in a place."""
        found: Told | None = self._of(contest, place, self.whole, self.area(place)).get("comparison")
        return found

    def area(self, area: str) -> Told:
        """What the file of an area would say."""
        return self.changed[area] if area in self.changed else self._standing(area)

    def accept(self) -> None:
        """What would be written stands now."""
        self.standing.update({self.paths[area]: said for area, said in self.changed.items()})

    def _standing(self, area: str) -> Told:
        path = self.paths.get(area, "")
        if path and path not in self.standing:
            raw = self.candidate.read(path) if self.before else None
            self.standing[path] = json.loads(raw) if raw else None
        return self.standing.get(path) or {}

    def _of(self, contest: str, place: str, whole: Mapping[str, Any], area: Told) -> Told:
        found: Told = (whole if place == WHOLE else area).get("contests", {}).get(contest, {})
        return found


def _totals(said: Told, place: str) -> Mapping[str, Told]:
    """The totals by source: of the whole they stand one step deeper."""
    totals = said.get("totals", {})
    if place != WHOLE:
        return dict(totals)
    return {source: of[WHOLE] for source, of in totals.items() if WHOLE in of}


def place_of(contest: str, source: str, place: str) -> str:
    """How a stop names where it is, as pages name their figures: "" is the contest as a whole."""
    return "/".join([contest, source, place])
