"""Count facts from read tables: one loop over the counts that are new, nothing over their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State, Unit
from sverka.office.news import News
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import CountFact


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a person says of a whole file: when, on which paper, who entered it, why a figure changes."""

    received: str
    claimed: str = ""
    documents: tuple[str, ...] = ()
    entered_by: EnteredBy | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Which fields are read, unread and absent, for all counts that share it."""

    rows: tuple[str, ...]
    selections: tuple[str, ...]
    columns: NDArray[np.intp]
    unread: tuple[str, ...]
    absent: tuple[str, ...]


def count_facts(news: News, circumstances: Circumstances) -> Iterator[CountFact]:
    """The facts that a table adds."""
    table = news.read.table
    lines = np.flatnonzero(news.new | news.changing)
    patterns, which = _patterns(table, lines, news.mentioned)
    for line, number in zip(lines.tolist(), which.tolist(), strict=True):
        yield _fact(
            table,
            line,
            patterns[number],
            circumstances,
            claimed=news.read.claimed[line] if news.read.claimed else "",
            reason=circumstances.reason if news.changing[line] else "",
        )


def _fact(
    table: CountTable,
    line: int,
    pattern: _Pattern,
    circumstances: Circumstances,
    *,
    claimed: str,
    reason: str,
) -> CountFact:
    figures = table.values[line, pattern.columns].tolist()
    rows_end = len(pattern.rows)
    unit = table.units[line]
    return CountFact(
        schema=SCHEMA,
        received=circumstances.received,
        account=table.source.account,
        contest=table.contest,
        station=unit if table.unit is Unit.STATION else "",
        area=unit if table.unit is Unit.AREA else "",
        holder=table.source.holder,
        rows=dict(zip(pattern.rows, figures[:rows_end], strict=True)),
        selections=dict(zip(pattern.selections, figures[rows_end:], strict=True)),
        unread=pattern.unread,
        absent=pattern.absent,
        claimed=claimed or circumstances.claimed,
        documents=circumstances.documents,
        entered_by=circumstances.entered_by,
        reason=reason,
    )


def _patterns(
    table: CountTable, lines: NDArray[np.intp], mentioned: NDArray[np.bool_]
) -> tuple[list[_Pattern], NDArray[np.intp]]:
    state = np.where(mentioned, table.state[lines], State.NO_COUNT).astype(np.uint8)
    states, which = np.unique(state, axis=0, return_inverse=True)
    return [_pattern(table, one) for one in states], which.reshape(-1)


def _pattern(table: CountTable, state: NDArray[np.uint8]) -> _Pattern:
    rows_end = len(table.rows)
    read = np.flatnonzero(state == State.READ)
    return _Pattern(
        rows=_names(table.rows, read[read < rows_end]),
        selections=_names(table.selections, read[read >= rows_end] - rows_end),
        columns=read,
        unread=_names(table.fields, np.flatnonzero(state == State.UNREAD)),
        absent=_names(table.fields, np.flatnonzero(state == State.ABSENT)),
    )


def _names(fields: Sequence[str], columns: NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(str(fields[column]) for column in columns)
