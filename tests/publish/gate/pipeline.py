"""The pipeline from facts to files without a folder: what a publication of some facts would write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sverka.domain.election import Election
from sverka.publish.blocks import all_stations
from sverka.publish.data_files import DataFiles
from sverka.publish.display import Display
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.gate import Gate
from sverka.publish.results import Results
from sverka.publish.since import Since
from sverka.publish.site.build import build_site
from sverka.publish.site.follower import Follower
from sverka.publish.station_names import StationNames
from sverka.record.replay import replay

Site = dict[str, bytes]


def whole_site(
    election: Election,
    entries: Sequence[bytes],
    languages: Sequence[str] = ("en",),
    displays: Sequence[Display] = (),
) -> Site:
    """Data and pages of all facts."""
    results = results_of(election, entries)
    names = StationNames(all_stations(results), len(election.places.stations))
    site: Site = {}
    data = DataFiles(results, Since(results, 0), names, lambda path: "made" if path in site else "")
    for path, content in data.all(bytes(32), lambda entry: json.loads(entries[entry])["received"]):
        site[path] = content
    follower = Follower()
    follower.displays = displays
    return site | dict(build_site(results, entries, languages=languages, follower=follower))


def results_of(election: Election, entries: Sequence[bytes]) -> Results:
    """What follows from some facts."""
    return Results(election, replay(entries, election))


@dataclass
class Published:
    """A site under a gate."""

    election: Election
    gate: Gate = field(default_factory=Gate)
    site: Site = field(default_factory=dict)
    size: int = 0
    displays: Sequence[Display] = ()

    def candidate(self, entries: Sequence[bytes], languages: Sequence[str] = ("en",)) -> Candidate:
        """What would be published of some facts."""
        made = whole_site(self.election, entries, languages, self.displays)
        results = self.site.get(RESULTS_FILE)
        return Candidate(
            results=results_of(self.election, entries),
            files={path: content for path, content in made.items() if self.site.get(path) != content},
            facts=list(enumerate(entries))[self.size :],
            before=json.loads(results) if results else None,
            read=self.site.get,
        )

    def publish(self, entries: Sequence[bytes], languages: Sequence[str] = ("en",)) -> tuple[Stop, ...]:
        """What the gate says of some facts; they are published where it says nothing."""
        candidate = self.candidate(entries, languages)
        stops = self.gate.check(candidate)
        if not stops:
            self.gate.accept(candidate)
            self.site |= candidate.files
            self.size = len(entries)
        return stops
