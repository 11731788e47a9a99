"""Count tables -> CSV, long and wide: the twins of what `read_counts` reads without a mapping.

::

    contest,account,holder,station,field,figure        contest,account,holder,station,row:10,gerb,ata
    parties,hand,,0001,row:10,61                       parties,hand,,0001,61,10,
    parties,hand,,0001,gerb,10
    parties,hand,,0001,ata,

An empty figure is "not on the sheet", "?" is unread; a station that a source has not counted has no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State, Unit

KEYS = ("contest", "account", "holder")
FIELD, FIGURE = "field", "figure"
UNREAD = "?"
ROW = "row:"
QUOTE, NEEDS_QUOTES = '"', re.compile('[,"\n\r]')
BLOCK = 8192  # units at a time
WRITTEN = np.array([str(number) for number in range(4096)], object)  # most figures of a station are no larger


def unit_column(unit: Unit) -> str:
    """The heading of the column of units: stations and areas never share a file."""
    return "area" if unit is Unit.AREA else "station"


def field_names(table: CountTable) -> list[str]:
    """The fields as a file names them: rows of the form as `row:10`, selections by their ids."""
    return [*(f"{ROW}{row}" for row in table.rows), *map(str, table.selections)]


def format_long_csv(tables: Sequence[CountTable]) -> bytes:
    """All counts of some tables (of one kind of unit), one figure to a row."""
    return written_csv(pl.concat([_long(table) for table in tables])) if tables else b""


def format_wide_csv(tables: Sequence[CountTable]) -> bytes:
    """All counts of some tables of one contest, one unit and source to a row."""
    if not tables:
        return b""
    names = list(dict.fromkeys(name for table in tables for name in field_names(table)))
    lines = [",".join(map(_quoted, (*KEYS, unit_column(tables[0].unit), *names)))]
    for table in tables:
        lines.extend(_wide(table, names))
    return "".join(f"{line}\n" for line in lines).encode()


def _long(table: CountTable) -> pl.DataFrame:
    counted, units = _counted(table)
    width = len(table.fields)
    repeated = units.gather(np.repeat(np.arange(len(units)), width))
    fields = pl.Series(field_names(table), dtype=pl.String).gather(np.tile(np.arange(width), len(units)))
    texts = _texts(table.values[counted].ravel(), table.state[counted].ravel())
    return _with_keys(table, {unit_column(table.unit): repeated, FIELD: fields, FIGURE: texts})


def _wide(table: CountTable, names: Sequence[str]) -> Iterator[str]:
    """The lines of one table under these headings; a part of a country is written hundreds of times in a night."""
    at = {name: column for column, name in enumerate(field_names(table))}
    columns = [at.get(name, -1) for name in names]
    keys = ",".join(map(_quoted, (table.contest, table.source.account, table.source.holder)))
    counted = np.flatnonzero(table.counted)
    for start in range(0, len(counted), BLOCK):
        lines = counted[start : start + BLOCK]
        for line, figures in zip(lines.tolist(), _figures(table, lines, columns), strict=True):
            yield ",".join((keys, _quoted(table.units[line]), *figures))


def _figures(table: CountTable, lines: NDArray[np.intp], columns: Sequence[int]) -> list[list[str]]:
    """Some cells as text, a list for each line; a column of -1 is one that the table lacks."""
    state = table.state[lines][:, columns]
    state[:, [column < 0 for column in columns]] = State.ABSENT
    texts = _digits(table.values[lines][:, columns])
    texts[state == State.UNREAD] = UNREAD
    texts[state == State.ABSENT] = ""
    rows: list[list[str]] = texts.tolist()
    return rows


def _digits(values: NDArray[np.int64]) -> NDArray[np.object_]:
    """Numbers as text."""
    if values.max(initial=0) < len(WRITTEN):
        return WRITTEN[values]
    return np.array(list(map(str, values.ravel().tolist())), object).reshape(values.shape)


def _quoted(text: str) -> str:
    """A text as RFC 4180 writes it, in quotes where it needs them."""
    return f'"{text.replace(QUOTE, 2 * QUOTE)}"' if NEEDS_QUOTES.search(text) else text


def _counted(table: CountTable) -> tuple[NDArray[np.int64], pl.Series]:
    """The lines of units that have a count, and the units."""
    lines = np.flatnonzero(table.counted)
    return lines, pl.Series([table.units[at] for at in lines], dtype=pl.String)


def _with_keys(table: CountTable, columns: dict[str, pl.Series]) -> pl.DataFrame:
    words = (str(table.contest), str(table.source.account), table.source.holder or None)
    keys = [pl.lit(word, pl.String).alias(key) for key, word in zip(KEYS, words, strict=True)]
    return pl.DataFrame(columns).select(*keys, pl.all())


def _texts(values: NDArray[np.int64], state: NDArray[np.uint8]) -> pl.Series:
    """Figures as text: digits, "?" where unread, nothing where not on the sheet."""
    texts = pl.Series(values).cast(pl.String).to_frame("text")
    states = pl.Series("state", state)
    chosen = (
        pl.when(states == State.READ).then(pl.col("text")).when(states == State.UNREAD).then(pl.lit(UNREAD))
    )
    return texts.select(chosen).to_series()


def written_csv(frame: pl.DataFrame) -> bytes:
    """RFC 4180 but for its line ends: LF, as the other files of an election have them."""
    return frame.write_csv(line_terminator="\n", quote_style="necessary").encode()
