"""Accounts that count whole areas: their own figures, as `data/counts/CONTEST/areas.csv` has them, added to nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sverka.domain.election import Contest, Election
from sverka.domain.expressions import parse_expression
from sverka.domain.ids import ContestId
from sverka.publish.counts_file import COUNTS_FOLDER
from sverka.publish.gate.candidate import Candidate
from sverka.publish.gate.second.second import Second
from sverka.publish.gate.second.sql import Scope, sql_of

Told = dict[str, Any]
COUNTED = ("expected", "in", "missing", "annulled", "set_aside", "with_findings", "unread_cells")


@dataclass(frozen=True)
class AreaCounts:
    """The totals of one contest by source and place, of sources that count no station."""

    found: Mapping[str, Mapping[str, Told]]

    @classmethod
    def of(cls, candidate: Candidate, contest: str, second: Second) -> AreaCounts:
        """Those of a contest."""
        raw = candidate.content(f"{COUNTS_FOLDER}/{second.names[ContestId(contest)]}/areas.csv")
        if raw is None:
            return cls({})
        election = candidate.results.election
        found: dict[str, dict[str, Told]] = {}
        for row in csv.DictReader(io.StringIO(raw.decode(), newline="")):
            source = f"{row['account']}@{row['holder']}" if row["holder"] else row["account"]
            if source not in second.of(contest).numbers:
                found.setdefault(source, {})[row["area"]] = _total(
                    election.contests[ContestId(contest)], row, second
                )
        return cls({source: _with_whole(election, contest, of) for source, of in found.items()})

    def totals(self, place: str) -> dict[str, Told]:
        """By source, the figures of a place."""
        return {source: of[place] for source, of in self.found.items() if place in of}

    def by_place(self, source: str) -> Mapping[str, Told]:
        """The figures of a source by place."""
        return self.found.get(source, {})


def _total(contest: Contest, row: Mapping[str, str], second: Second) -> Told:
    """One row as a total; shares are of the figures as they are."""
    cells = {name: row[f"row:{name}"] for name in contest.row_ids}
    figures = cells | {str(name): row[name] for name in contest.selection_ids}
    numbers = {name: int(cell) if cell not in {"", "?"} else None for name, cell in figures.items()}
    literal = {name: _literal(cell) for name, cell in figures.items()}
    scope = Scope.of(contest, "", literal)
    bases: Told = {}
    if contest.bases:
        asked = ", ".join(sql_of(parse_expression(base.expression), scope) for base in contest.bases.values())
        answer = second.connection.execute(f"SELECT {asked}").fetchall()[0]
        bases = dict(zip(contest.bases, (None if n is None else int(n) for n in answer), strict=True))
    votes = {str(id_): numbers[id_] or 0 for id_ in contest.selection_ids}
    of = bases.get(contest.share_base) if contest.share_base else None
    past = of is not None and sum(votes.values()) > of
    shares = (
        {} if past or not contest.share_base else {id_: {"votes": n, "of": of} for id_, n in votes.items()}
    )
    rows = {str(name): numbers[name] for name in contest.row_ids}
    return {
        "selections": votes,
        "rows": rows,
        "bases": bases,
        "shares": shares,
        "stations": dict.fromkeys(COUNTED, 0),
    }


def _literal(cell: str) -> str:
    """A cell as a column of SQL: unread and not on the sheet are both unknown in a total of areas."""
    return f"{int(cell)}::BIGINT" if cell not in {"", "?"} else "NULL::BIGINT" if not cell else "(-1)::BIGINT"


def _with_whole(election: Election, contest: str, of: dict[str, Told]) -> dict[str, Told]:
    """With the figure of the whole: that of the contest's area, or of the one area that lies in no other."""
    area = election.contests[ContestId(contest)].area
    tops = [each.id for each in election.places.areas.values() if each.parent is None]
    root = area if area is not None else tops[0] if len(tops) == 1 else None
    return {"": of[root], **of} if root is not None and root in of else of
