"""One station with everything that is known of it, as an answer for programs."""

from __future__ import annotations

from typing import Any

from sverka.domain.counts import State, cell_of
from sverka.publish.comparison_answer import difference_answer
from sverka.publish.results import ContestResults, Results


def station_answer(results: Results, station: str) -> dict[str, Any]:
    """Every contest of the station: each source's figures, findings, and the difference of the default pair."""
    contests = {of.id: _contest(of, station) for of in results if station in of.position}
    return {"station": station, "contests": contests}


def _contest(of: ContestResults, station: str) -> dict[str, Any]:
    place = of.comparison.difference_of(station)
    return {
        "annulled": bool(of.annulled[of.position[station]]),
        "counts": {str(source): count for source in of.tables if (count := _count(of, source, station))},
        "findings": [
            {"account": str(source), "code": finding.code, "left": finding.left, "right": finding.right}
            for source, table in of.findings.items()
            for finding in table.of(station)
        ],
        "difference": None if place is None else difference_answer(of.comparison, place),
    }


def _count(of: ContestResults, source: Any, station: str) -> dict[str, Any] | None:
    table = of.tables[source]
    line = table.position.get(station, -1)
    if line < 0 or table.state[line, 0] == State.NO_COUNT:
        return None
    counts = of.counts(source)
    cells = zip(table.fields, table.values[line].tolist(), table.state[line].tolist(), strict=True)
    return {
        "fields": {field: cell_of(value, state) for field, value, state in cells},
        "entry": int(counts.entry[line]) if counts else None,
        "revisions": int(counts.revisions[line]) if counts else None,
    }
