"""Reading 100,000 rows of a CSV file of 40 selections into a table of counts, every cell checked.

The file is wide: a station, then a column per selection. The yardstick is the standard library: `csv.reader`,
and `int` on every cell.
"""

from __future__ import annotations

import csv
import io

from benchmarks.clock import by_turns, memory_beyond
from benchmarks.outcome import Outcome
from benchmarks.speed.country import SEED, SELECTIONS, SIZES, two_counts
from sverka.domain.counts import CountTable
from sverka.domain.readings import Reading
from sverka.formats.definition import parse_definition
from sverka.formats.reading import read_counts
from sverka.practice.definition_text import definition_text

OPEN = "\n[stations]\nopen = true\n"  # any station may be counted; joining ids to a register is not timed


def measure(*, quick: bool) -> Outcome:
    """Bytes of a file to a table."""
    rows, runs = (2_000, 1) if quick else (100_000, 5)
    _, hand = two_counts(rows, differing=0.25)
    data = _written(hand)
    election = parse_definition(definition_text(SIZES, seed=SEED) + OPEN, name="practice.toml")

    def read() -> Reading:
        return read_counts(data, name="counts.csv", election=election, account=hand.source.account)

    (found,) = read().tables
    if not (found.table.with_columns((), hand.selections).values == _votes(hand).values).all():
        raise AssertionError("other figures were read than were written")
    memory = memory_beyond(read)
    taken, plainly = by_turns(read, lambda: _plainly(data), runs=runs)
    return Outcome(
        what=f"read {rows:,} rows × {SELECTIONS} selections of CSV",
        timed=taken,
        yardstick="csv.reader and int() of the standard library",
        yardstick_timed=plainly,
        further={"file_mb": len(data) / 1e6, "memory_mb": memory},
    )


def _votes(table: CountTable) -> CountTable:
    return table.with_columns((), table.selections)


def _written(table: CountTable) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["station", *table.selections])
    for unit, figures in zip(table.units, _votes(table).values.tolist(), strict=True):
        writer.writerow([unit, *figures])
    return text.getvalue().encode()


def _plainly(data: bytes) -> list[list[int]]:
    records = csv.reader(io.StringIO(data.decode()))
    next(records)
    return [[int(cell) for cell in record[1:]] for record in records]
