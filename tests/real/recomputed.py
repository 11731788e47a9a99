"""Published figures once more, from the bytes of a record: dictionaries and sums, nothing of Sverka but the bytes.

It knows of one election: stations in districts in one country, no annulment, every finding counted.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Figures = dict[str, int]
Place = tuple[str, str, str]  # contest, account, area; "" is the whole

RULES: dict[str, Callable[[Figures], bool]] = {  # the five control ratios of a protocol, on its figures
    "B1": lambda p: p["voted_voters"] == p["urn_paper_ballots"] + p["urn_machine_ballots"],
    "B2": lambda p: (
        p["urn_machine_ballots"] == p["support_noone_machine_ballots"] + p["valid_machine_votes_for_parties"]
    ),
    "B3": lambda p: (
        p["distributed_ballots"]
        == p["unused_paper_ballots"] + p["destroyed_paper_ballots"] + p["urn_paper_ballots"]
    ),
    "B4": lambda p: (
        p["urn_paper_ballots"]
        == p["invalid_paper_ballots"] + p["support_noone_paper_ballots"] + p["valid_paper_votes_for_parties"]
    ),
    "B5": lambda p: p["voted_voters"] <= p["registered_voters"] + p["onsite_listed_voters"],
}


def areas_of(stations: Path) -> dict[str, str]:
    """Station to district, from the table as it was published."""
    with gzip.open(stations, "rt", encoding="utf-8-sig", newline="") as lines:
        return {row["section_id"]: row["rik_code"] for row in csv.DictReader(lines)}


@dataclass
class Recomputed:
    """Sums, stations in and failing papers, as far as facts have been read."""

    area_of: Mapping[str, str]
    votes: dict[Place, Figures] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    rows: dict[Place, Figures] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    stations: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    failing: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    failures: Figures = field(default_factory=lambda: defaultdict(int))

    def read(self, entries: Iterable[bytes]) -> None:
        """Take in the next entries."""
        for entry in entries:
            fact = json.loads(entry)
            if fact["kind"] == "count" and "station" in fact:
                self._count(fact)

    def _count(self, fact: Mapping[str, Any]) -> None:
        rows = fact.get("rows", {})
        failed = [code for code, holds in RULES.items() if not holds(rows)] if "voted_voters" in rows else []
        for code in failed:
            self.failures[code] += 1
        for area in ("", "bg", self.area_of[fact["station"]]):
            place = (fact["contest"], fact["account"], area)
            self.stations[place] += 1
            self.failing[place] += bool(failed)
            for said, sums in ((fact.get("selections", {}), self.votes), (rows, self.rows)):
                for name, figure in said.items():
                    sums[place][name] += figure

    def unlike(self, published: Mapping[Place, Any]) -> Iterator[str]:
        """Every place whose published sums, stations or findings are other ones."""
        summed = (place for place, total in published.items() if total["stations"]["in"])
        for place in sorted({*self.stations, *summed}):
            said = published.get(place)
            mine = {
                "selections": {name: figure for name, figure in self.votes[place].items() if figure},
                "rows": dict(self.rows[place]),
                "in": self.stations[place],
                "with_findings": self.failing[place],
            }
            shown = said and {
                "selections": {name: figure for name, figure in said["selections"].items() if figure},
                "rows": {name: figure for name, figure in said["rows"].items() if figure is not None},
                **{name: said["stations"][name] for name in ("in", "with_findings")},
            }
            if shown != mine:
                yield f"{place}: published {shown}, recomputed {mine}"


def published_totals(site: Path) -> dict[Place, Any]:
    """The totals of all accounts and areas, as the site's files have them now."""
    results = json.loads((site / "data/results.json").read_bytes())
    found = {
        (contest, account, area): total
        for contest, of in results["contests"].items()
        for account, areas in of["totals"].items()
        for area, total in areas.items()
    }
    for area in results["areas"]:
        said = json.loads((site / f"data/areas/{area}.json").read_bytes())
        for contest, of in said["contests"].items():
            found |= {(contest, account, area): total for account, total in of["totals"].items()}
    return {place: total for place, total in found.items() if place[1] in {"machine", "protocol"}}
