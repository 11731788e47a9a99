"""The wide shape: one row per station, one column per selection or row of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import State
from sverka.domain.election import Contest, Election
from sverka.domain.ids import ContestId, FieldId
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.count_tables import Collected, UnitRows, in_form_order, read_table
from sverka.formats.faults import quoted, shortened
from sverka.formats.mappings import BY_NAME, ColumnMapping
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.numbers import Figures, whole_numbers
from sverka.formats.row_keys import RowKeys, Whose, row_keys
from sverka.formats.selections import Ballot
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable

FEW = 3  # unknown columns that are named one by one


@dataclass(frozen=True, kw_only=True)
class FigureColumns:
    """Which column holds which field, per contest of the file."""

    of: Mapping[ContestId, Mapping[FieldId, int]]

    @property
    def all(self) -> list[int]:
        """Every column with figures, in the order of the file."""
        return sorted({column for fields in self.of.values() for column in fields.values()})


def read_wide(table: TextTable, mapping: ColumnMapping, election: Election, whose: Whose) -> Collected:
    """The counts in a table of one row per station."""
    keys = row_keys(table, mapping, election, whose)
    into = Collected(faults=list(keys.faults), notices=list(keys.notices))
    contests = [
        election.contests[ContestId(each)]
        for each in keys.frame["contest"].unique(maintain_order=True)
        if each
    ]
    columns = _figure_columns(table, mapping, contests, into)
    figures = whole_numbers(table, columns.all, mapping.words)
    into.faults += figures.faults
    into.notices += figures.notices
    if not into.faults:
        _collect(table, keys, election, columns, figures, into)
    return into


def _collect(
    table: TextTable,
    keys: RowKeys,
    election: Election,
    columns: FigureColumns,
    figures: Figures,
    into: Collected,
) -> None:
    written = written_cells(table, columns.all)
    at = {column: position for position, column in enumerate(columns.all)}
    for contest, source, lines in keys.groups(election):
        own = columns.of[contest.id]
        fields = in_form_order(contest, tuple(own))
        where = np.array([at[own[each]] for each in fields], np.int64)
        into.faults += _foreign(table, contest, written[lines], lines, columns, where.tolist())
        chosen = np.ix_(lines, where)
        state = figures.state[chosen]
        state[~written[chosen].any(axis=1)] = State.NO_COUNT
        rows = UnitRows(
            units=keys.frame["unit"].gather(lines),
            lines=lines,
            fields=fields,
            values=figures.values[chosen],
            state=state,
            claimed=keys.frame["claimed"].gather(lines),
        )
        read_table(contest, source, keys.unit, rows, table, into)


def written_cells(table: TextTable, columns: Iterable[int]) -> NDArray[np.bool_]:
    """Shape (rows, columns): whether anything stands in the cell."""
    chosen = table.frame.select(pl.col([str(at) for at in columns]))
    return chosen.select(pl.all().is_not_null()).to_numpy()


def _foreign(
    table: TextTable,
    contest: Contest,
    written: NDArray[np.bool_],
    lines: NDArray[np.int64],
    columns: FigureColumns,
    where: list[int],
) -> list[Fault]:
    """Figures in a column that is not on the ballot of the row's contest."""
    others = [at for at in range(len(columns.all)) if at not in set(where)]
    if not others:
        return []
    found = np.argwhere(written[:, others])
    what = f"there is a figure for a selection that contest {contest.id} does not have"
    return [
        Fault(what, place=table.place(int(lines[line]), columns.all[others[at]]), cure="Empty the cell.")
        for line, at in found
    ]


def _figure_columns(
    table: TextTable, mapping: ColumnMapping, contests: list[Contest], into: Collected
) -> FigureColumns:
    of: dict[ContestId, dict[FieldId, int]] = {each.id: {} for each in contests}
    unknown: dict[int, Fault] = {}
    known: set[int] = set()
    for contest in contests:
        ballot = Ballot(contest)
        for column, word in _words(table, mapping).items():
            place = table.place(None, column)
            found = ballot.find(word, place) if mapping.selections == BY_NAME else ballot.field(word)
            found = ballot.field(word) or found if table.header[column] in mapping.rows else found
            if found is None:
                unknown.setdefault(column, ballot.unknown(word, place))
                continue
            known.add(column)
            if found in of[contest.id]:
                into.faults.append(_two_columns(table, found, of[contest.id][found], column))
            of[contest.id][found] = column
    _unknown_columns(table, mapping, {at: fault for at, fault in unknown.items() if at not in known}, into)
    if not into.faults and not known:
        cure = "Name the columns after the selections' ids, numbers or names, or give a mapping."
        into.faults.append(
            Fault("no column is a selection or a row of the form", place=table.place(), cure=cure)
        )
    return FigureColumns(of=of)


def _words(table: TextTable, mapping: ColumnMapping) -> dict[int, str]:
    """The columns that may hold figures, and the word for what they hold."""
    told = {**(mapping.selections if isinstance(mapping.selections, dict) else {}), **mapping.rows}
    words = {table.column(title): ours for title, ours in told.items()}
    if mapping.selections != BY_NAME:
        return words
    taken = {folded(title) for title in [*mapping.named, *mapping.ignore]}
    free = (at for at, title in enumerate(table.header) if folded(title) not in taken)
    return {**{at: table.header[at] for at in free if table.header[at]}, **words}


def _unknown_columns(
    table: TextTable, mapping: ColumnMapping, unknown: Mapping[int, Fault], into: Collected
) -> None:
    """A column of texts is ignored aloud; a column of figures that we cannot name is a fault."""
    figures = [at for at in unknown if mapping.selections != BY_NAME or holds_figures(table, at)]
    ignored = [table.header[at] for at in unknown if at not in figures]
    if len(figures) > FEW:
        into.faults.append(_all_unknown(table, [table.header[at] for at in figures], unknown[figures[0]]))
    elif mapping.selections == BY_NAME:
        into.faults += [_ignorable(unknown[at], table.header[at]) for at in figures]
    else:
        into.faults += [unknown[at] for at in figures]
    if ignored:
        into.notices.append(ignored_notice(ignored))


def _ignorable(fault: Fault, title: str) -> Fault:
    cure = f'{fault.cure.removesuffix(".")}. If it is none, say so in a mapping: ignore = ["{title}"]'
    return Fault(fault.what, place=fault.place, cure=cure)


def _all_unknown(table: TextTable, titles: list[str], first: Fault) -> Fault:
    """Many columns that mean nothing here are one fault: another contest's file, or another country's words."""
    what = f"{len(titles)} columns are no selection that is known: {shortened(', '.join(titles), 200)}"
    cure = f"{first.cure.removesuffix('.')}. Or give a mapping of the columns: --mapping FILE.toml"
    return Fault(what, place=table.place(), cure=cure)


def ignored_notice(titles: Iterable[str]) -> Notice:
    """The notice of columns that were not read."""
    return notice(NoticeCode.COLUMNS_IGNORED, columns=shortened(", ".join(titles), 400))


def holds_figures(table: TextTable, column: int) -> bool:
    """Whether at least half of a column's texts are numbers."""
    texts = table.texts(column).drop_nulls()
    numbers = texts.cast(pl.Int64, strict=False)
    return bool(len(texts)) and numbers.null_count() * 2 <= len(texts)


def _two_columns(table: TextTable, found: FieldId, first: int, second: int) -> Fault:
    what = f"{quoted(table.header[first])} and {quoted(table.header[second])} are both {quoted(found)}"
    return Fault(
        what, place=table.place(None, second), cure="Keep one of the two columns, or name them in a mapping."
    )
