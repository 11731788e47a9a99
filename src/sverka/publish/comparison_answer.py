"""What the command answers with `--json` of a comparison; other programs rely on this shape (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import State, cell_of
from sverka.domain.ids import FieldId
from sverka.reconcile.compare import BLOCK, Comparison
from sverka.reconcile.kinds import KINDS, names_of
from sverka.reconcile.many import ManyCounts, fields_of

Answer = dict[str, Any]
Fields = dict[FieldId, list[int | str | None]]


def comparison_answer(comparison: Comparison) -> Answer:
    """The whole comparison; stations in the order of the station table."""
    sums = comparison.sums
    blocks = range(0, len(comparison.lines), BLOCK)
    places = np.arange(len(comparison.lines))
    return {
        "contest": comparison.contest,
        "left": str(comparison.left.source),
        "right": str(comparison.right.source),
        "stations": comparison.stations,
        "gross": int(comparison.gross.sum()),
        "net": int(comparison.net.sum()),
        "selections": {selection: sums[FieldId(selection)] for selection in comparison.left.selections},
        "rows": {row: sums[FieldId(row)] for row in comparison.left.rows},
        "kinds": comparison.kind_counts,
        "differences": [
            each for start in blocks for each in _differences(comparison, places[start : start + BLOCK])
        ],
    }


def difference_answer(comparison: Comparison, place: int) -> Answer:
    """One listed station: its kind, the others that fit, and the fields that differ or could not be compared."""
    return next(_differences(comparison, np.array([place])))


def _differences(comparison: Comparison, places: NDArray[np.intp]) -> Iterator[Answer]:
    lines = comparison.lines[places]
    columns = (comparison.kind, comparison.also, comparison.gross, comparison.net)
    for line, kind, also, gross, net, fields in zip(
        lines.tolist(),
        *(column[places].tolist() for column in columns),
        _fields(comparison, lines),
        strict=True,
    ):
        yield {
            "station": comparison.left.units[line],
            "kind": KINDS[kind],
            "also": names_of(also),
            "gross": gross,
            "net": net,
            "fields": fields,
        }


def _fields(comparison: Comparison, lines: NDArray[np.intp]) -> list[Fields]:
    """Left and right of every field that differs or is unread; none where only one source has a count."""
    left, right = comparison.left, comparison.right
    values_left, states_left = left.values[lines], left.state[lines]
    values_right, states_right = right.values[lines], right.state[lines]
    unread = (states_left == State.UNREAD) | (states_right == State.UNREAD)
    shown = ((values_left != values_right) | unread) & comparison.both[lines, None]
    at, columns = (axis.tolist() for axis in np.nonzero(shown))
    cells_left = map(cell_of, values_left[shown].tolist(), states_left[shown].tolist())
    cells_right = map(cell_of, values_right[shown].tolist(), states_right[shown].tolist())
    found: list[Fields] = [{} for _ in lines]
    for place, column, *cells in zip(at, columns, cells_left, cells_right, strict=True):
        found[place][left.fields[column]] = cells
    return found


def many_answer(many: ManyCounts) -> Answer:
    """Several accounts at once: every pair, and every station with a field that not all have the same."""
    table = many.any_table
    return {
        "contest": table.contest,
        "accounts": [str(source) for source in many.tables],
        "stations": many.stations,
        "pairs": [
            {
                "left": str(pair.left.source),
                "right": str(pair.right.source),
                "stations": pair.stations,
                "gross": int(pair.gross.sum()),
                "net": int(pair.net.sum()),
            }
            for pair in many.pairs()
        ],
        "differences": [_many_difference(many, line) for line in many.lines.tolist()],
    }


def _many_difference(many: ManyCounts, line: int) -> Answer:
    table = many.any_table
    fields = {field: table.fields.index(field) for field in fields_of(many, line)}
    return {
        "station": table.units[line],
        "fields": {
            field: {
                str(source): cell_of(int(one.values[line, column]), int(one.state[line, column]))
                for source, one in many.tables.items()
                if one.counted[line]
            }
            for field, column in fields.items()
        },
    }
