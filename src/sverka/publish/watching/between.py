"""What is another figure than before: between two looks at one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sverka.domain.counts import CountTable, State, Unit
from sverka.domain.ids import ContestId
from sverka.publish.watching.codes import Figure, Observed, PageCode


def between_looks(
    earlier: Mapping[ContestId, CountTable], now: Mapping[ContestId, CountTable]
) -> Iterator[Observed]:
    """Figures that fell, are other ones, or are gone."""
    for contest, table in earlier.items():
        if contest not in now:
            yield Observed(
                code=PageCode.GONE, contest=contest, of=table.unit, context={"units": len(table.units)}
            )
            continue
        here = now[contest].with_columns(table.rows, table.selections)
        yield from _fallen(table, here)
        gone = [unit for unit in table.units if unit not in here.position]
        if gone:
            context: dict[str, Figure] = {"units": len(gone), "unit": gone[0]}
            yield Observed(code=PageCode.GONE, contest=contest, of=table.unit, context=context)


def _fallen(before: CountTable, now: CountTable) -> Iterator[Observed]:
    """Figures of areas that fell, and figures of stations that are other ones."""
    now = now.reindexed(before.units)
    both = (before.state == State.READ) & (now.state == State.READ)
    rise = np.where(both, now.values - before.values, 0)
    is_area = before.unit is Unit.AREA
    moved = np.minimum(rise, 0) if is_area else rise
    for line in np.flatnonzero(moved.any(axis=1)).tolist():
        most = int(np.argmax(np.abs(moved[line])))
        context: dict[str, Figure] = {
            "fields": int(np.count_nonzero(moved[line])),
            "field": str(before.fields[most]),
            "before": int(before.values[line, most]),
            "after": int(now.values[line, most]),
        }
        yield Observed(
            code=PageCode.FELL if is_area else PageCode.CHANGED,
            contest=before.contest,
            unit=before.units[line],
            of=before.unit,
            context=context,
        )
