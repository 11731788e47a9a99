"""The second computation of a candidate: the published tables, kept current, and what follows from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
from msgspec import to_builtins

from sverka.domain.election import Election, FindingsPolicy, Severity
from sverka.domain.ids import ContestId
from sverka.domain.seat_rules import LargestRemainder
from sverka.publish.blocks import BLOCK
from sverka.publish.counts_file import COUNTS_FOLDER
from sverka.publish.gate.candidate import Candidate
from sverka.publish.gate.second.annulments import Annulments
from sverka.publish.gate.second.compared import Compared
from sverka.publish.gate.second.ground import Ground
from sverka.publish.gate.second.seats import seats_of
from sverka.publish.gate.second.sums import Sums
from sverka.publish.gate.second.tables import Tables
from sverka.publish.gate.second.totals import Totals
from sverka.publish.results import Results
from sverka.publish.site.addresses import file_names

Told = dict[str, Any]


@dataclass
class Second:
    """The tables of one definition, and what follows from them for the candidate that was loaded last."""

    election: Election
    tables: dict[str, Tables] = field(init=False)
    sums: dict[str, Sums] = field(init=False)
    compared: dict[str, Compared] = field(init=False)
    totals: dict[str, Totals] = field(default_factory=dict)
    loaded: bool = False
    widened: bool = False  # by a station or a source that only a candidate names that was not accepted
    doubtful: set[str] = field(default_factory=set)  # parts of a candidate that was not accepted
    annulments: Annulments | None = None
    later: Annulments | None = None
    results: Results | None = None

    def __post_init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 2})
        self.names = file_names(self.election.contests)
        self.tables = {
            id_: Tables(self.connection, Ground(self.election, contest, self.names[id_]), at)
            for at, (id_, contest) in enumerate(self.election.contests.items())
        }
        self.sums = {contest: Sums(tables) for contest, tables in self.tables.items()}
        self.compared = {contest: Compared(tables) for contest, tables in self.tables.items()}

    def load(self, candidate: Candidate) -> None:
        """Take in the parts that would be written; those of a candidate that was not accepted as they stand."""
        self.totals = {}
        for contest, tables in self.tables.items():
            paths = self._wanted(candidate, contest)
            found = {part: candidate.content(path) for path, part in paths.items()}
            stations, sources = len(tables.ground.stations), len(tables.ground.sources)
            tables.load({part: content for part, content in found.items() if content is not None})
            more = len(tables.ground.sources) > sources
            if sources and more:
                tables.again()
            self.widened |= more or len(tables.ground.stations) > stations
            self.doubtful.update(paths)
        self.loaded = True
        self.later = self._standing(candidate).after(candidate.facts)
        self.results = candidate.results

    def accept(self) -> None:
        """What was loaded last stands now."""
        self.doubtful.clear()
        self.widened = False
        self.annulments = self.later

    def of(self, contest: str) -> Totals:
        """What follows for one contest."""
        if contest not in self.totals:
            tables = self.tables[contest]
            annulled = self.later.places(tables.ground) if self.later else set()
            self.sums[contest].renew(annulled, self._aside(contest))
            self.compared[contest].renew()
            tables.follow()
            self.totals[contest] = Totals(self.sums[contest], self.compared[contest])
        return self.totals[contest]

    def direct(self, contest: str, source: str, place: str) -> Told | None:
        """The total over the stations directly in a place."""
        return self.of(contest).direct(source, place)

    def seats(self, contest: str, totals: Mapping[str, Told]) -> Told | None:
        """The seats that follow from the totals of one source."""
        ground = self.tables[contest].ground
        void = self.later.selections(ground) if self.later else set()
        return seats_of(self.election, ground.contest, totals, void)

    def deciding(self, contest: str) -> list[str]:
        """The places whose totals the seats of a contest follow from: the whole, and those with a threshold."""
        rule = self.tables[contest].ground.contest.seats
        levels = {each.areas for each in rule.thresholds} if isinstance(rule, LargestRemainder) else set()
        areas = self.election.places.areas.values()
        return ["", *(area.id for area in areas if area.level in levels)]

    def _standing(self, candidate: Candidate) -> Annulments:
        """The annulments in force before the facts of a candidate."""
        if self.annulments is None:
            first = min((index for index, _ in candidate.facts), default=0)
            before = {
                json.dumps(scope := to_builtins(fact.scope), sort_keys=True): scope
                for index, fact in candidate.results.snapshot.annulments.items()
                if index < first
            }
            self.annulments = Annulments(before)
        return self.annulments

    def _wanted(self, candidate: Candidate, contest: str) -> dict[str, int]:
        """The parts to be read, with their numbers."""
        folder = f"{COUNTS_FOLDER}/{self.names[contest]}"
        form = re.compile(rf"{re.escape(folder)}/(\d+)\.csv")
        paths: Iterable[str] = [*candidate.files, *self.doubtful]
        if not self.loaded:
            parts = -(-len(candidate.results.of(ContestId(contest)).stations) // BLOCK)
            paths = [*paths, *(f"{folder}/{part:04}.csv" for part in range(parts))]
        found = ((path, form.fullmatch(path)) for path in paths)
        return {path: int(match[1]) for path, match in found if match}

    def _aside(self, contest: str) -> str:
        """The condition under which a count is set aside."""
        if self.election.policies.findings is not FindingsPolicy.SET_ASIDE:
            return "false"
        errors = {
            c.code
            for c in self.election.contests[ContestId(contest)].controls
            if c.severity is Severity.ERROR
        }
        return self._told_aside(contest) if errors & self.tables[contest].blind else "error"

    def _told_aside(self, contest: str) -> str:
        """As the first computation has it, where a control looks at what no published table has."""
        if self.results is None:
            raise AssertionError("no candidate was loaded")
        of, ground = self.results.of(ContestId(contest)), self.tables[contest].ground
        places = [
            f"({ground.sources.index(source)}, {ground.stations[of.stations[line]]})"
            for source, standing in of.standings.items()
            if source in ground.sources
            for line in standing.set_aside.nonzero()[0].tolist()
            if of.stations[line] in ground.stations
        ]
        return f"(source, place) IN ({', '.join(places)})" if places else "false"
