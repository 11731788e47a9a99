"""The long shape: one row per figure; and the column shape, which is the same of one unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import Source, State
from sverka.domain.election import Contest, Election
from sverka.domain.ids import ContestId, FieldId
from sverka.errors import Fault
from sverka.formats.count_tables import Collected, UnitRows, in_form_order, read_table
from sverka.formats.faults import quoted
from sverka.formats.mappings import BY_NAME, ColumnMapping
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.numbers import Figures, whole_numbers
from sverka.formats.row_keys import RowKeys, Whose, row_keys
from sverka.formats.selections import Ballot
from sverka.formats.spellings import spelled
from sverka.formats.text_tables import TextTable


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The figures of one contest and source, still one per row of the file.

    `lines` : positions in the file · `units`, `fields` : codes into `unit_names`, `field_ids`
    """

    contest: Contest
    source: Source
    lines: NDArray[np.int64]
    units: NDArray[np.int64]
    fields: NDArray[np.int64]
    unit_names: pl.Series
    field_ids: tuple[FieldId, ...]


def read_long(table: TextTable, mapping: ColumnMapping, election: Election, whose: Whose) -> Collected:
    """The counts in a table of one row per figure."""
    keys = row_keys(table, mapping, election, whose)
    into = Collected(faults=list(keys.faults), notices=list(keys.notices))
    votes = table.column(mapping.votes)
    figures = whole_numbers(table, [votes], mapping.words)
    written = table.texts(votes).is_not_null().to_numpy()
    fields = _fields(table, mapping, keys, election, written, into)
    into.faults += figures.faults
    into.notices += figures.notices
    if into.faults:
        return into
    for contest, source, lines in keys.groups(election):
        named = lines[fields.gather(lines).is_not_null().to_numpy()]
        if len(named):
            cells = _cells(contest, source, named, keys, fields)
            _collect(table, keys, cells, figures, written, into)
    return into


def _cells(
    contest: Contest, source: Source, lines: NDArray[np.int64], keys: RowKeys, fields: pl.Series
) -> Cells:
    units, chosen = keys.frame["unit"].gather(lines), fields.gather(lines)
    names = units.unique(maintain_order=True)
    ids = in_form_order(contest, [FieldId(each) for each in chosen.unique()])
    return Cells(
        contest=contest,
        source=source,
        lines=lines,
        units=_codes(units, names),
        fields=_codes(chosen, pl.Series(ids, dtype=pl.String)),
        unit_names=names,
        field_ids=ids,
    )


def _codes(texts: pl.Series, known: pl.Series) -> NDArray[np.int64]:
    """The position in `known` of each text."""
    codes = pl.DataFrame({"text": known, "code": np.arange(len(known))})
    joined = pl.DataFrame({"text": texts}).join(codes, on="text", how="left", maintain_order="left")
    return joined["code"].to_numpy().astype(np.int64)


def _collect(
    table: TextTable,
    keys: RowKeys,
    cells: Cells,
    figures: Figures,
    written: NDArray[np.bool_],
    into: Collected,
) -> None:
    """Put the figures into a table of units and fields; a pair without a row in the file is not on the sheet."""
    shape = (len(cells.unit_names), len(cells.field_ids))
    values, state = np.zeros(shape, np.int64), np.full(shape, State.ABSENT, np.uint8)
    first = _first_of_each(table, cells, figures, into)
    where = cells.units[first], cells.fields[first]
    values[where], state[where] = figures.values[cells.lines[first], 0], figures.state[cells.lines[first], 0]
    speaks = np.zeros(shape[0], bool)
    speaks[cells.units[written[cells.lines]]] = True
    state[~speaks] = State.NO_COUNT
    start = np.zeros(shape[0], np.int64)
    start[cells.units[::-1]] = cells.lines[::-1]
    rows = UnitRows(
        units=cells.unit_names,
        lines=start,
        fields=cells.field_ids,
        values=values,
        state=state,
        claimed=keys.frame["claimed"].gather(start),
    )
    read_table(cells.contest, cells.source, keys.unit, rows, table, into)


def _first_of_each(table: TextTable, cells: Cells, figures: Figures, into: Collected) -> NDArray[np.int64]:
    """The first row of each unit and field; the same figure again is noticed, another is a fault."""
    pair = cells.units * len(cells.field_ids) + cells.fields
    _, first, back = np.unique(pair, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[back] != np.arange(len(pair)))
    if len(again):
        lines, before = cells.lines[again], cells.lines[first[back[again]]]
        same = (figures.values[lines] == figures.values[before]) & (
            figures.state[lines] == figures.state[before]
        )
        for at, line, earlier in zip(
            again[~same[:, 0]], lines[~same[:, 0]], before[~same[:, 0]], strict=True
        ):
            into.faults.append(_twice(table, cells, int(at), int(line), int(earlier)))
        row, first_row = int(table.rows[lines[0]]), int(table.rows[before[0]])
        into.notices.append(notice(NoticeCode.ROWS_REPEATED, count=len(again), row=row, first_row=first_row))
    return np.sort(first)


def _twice(table: TextTable, cells: Cells, at: int, line: int, earlier: int) -> Fault:
    unit, field = cells.unit_names[int(cells.units[at])], cells.field_ids[int(cells.fields[at])]
    what = f"{quoted(unit)} has another figure for {quoted(field)} here than in row {table.rows[earlier]}"
    return Fault(what, place=table.place(line), cure="Keep the right one of the two rows.")


def _fields(
    table: TextTable,
    mapping: ColumnMapping,
    keys: RowKeys,
    election: Election,
    written: NDArray[np.bool_],
    into: Collected,
) -> pl.Series:
    """The field of each row; null where a word is unknown and nothing is counted for it."""
    column = table.column(mapping.selection)
    words = table.texts(column).fill_null("")
    pairs = pl.DataFrame({"contest": keys.frame["contest"], "word": words, "written": pl.Series(written)})
    found: dict[tuple[str, str], str | None] = {}
    silent: list[tuple[int, str]] = []
    for contest, word, lines, written_lines in _distinct(pairs):
        field = _field(table, mapping, election, contest, word) if contest else None
        found[contest, word] = field
        if field is None and written_lines and contest:
            into.faults.append(_unknown(table, column, election, contest, word, written_lines[0]))
        elif field is None:
            silent += [(line, word) for line in lines]
    if silent:
        line, word = silent[0]
        row = int(table.rows[line])
        into.notices.append(
            notice(NoticeCode.SELECTIONS_UNKNOWN_EMPTY, count=len(silent), row=row, text=word)
        )
    known = pl.DataFrame(
        [(contest, word, field) for (contest, word), field in found.items()],
        schema={"contest": pl.String, "word": pl.String, "field": pl.String},
        orient="row",
    )
    return pairs.join(known, on=["contest", "word"], how="left", maintain_order="left", nulls_equal=True)[
        "field"
    ]


def _distinct(pairs: pl.DataFrame) -> list[tuple[str, str, list[int], list[int]]]:
    """Each distinct contest and word, with its first lines: any, and with a figure."""
    grouped = (
        pairs.with_row_index("line")
        .group_by(["contest", "word"], maintain_order=True)
        .agg(pl.col("line").head(1), pl.col("line").filter(pl.col("written")).head(1).alias("written"))
    )
    return grouped.rows()


def _field(
    table: TextTable, mapping: ColumnMapping, election: Election, contest: str, word: str
) -> FieldId | None:
    ballot = Ballot(election.contests[ContestId(contest)])
    told = {**(mapping.selections if isinstance(mapping.selections, dict) else {}), **mapping.rows}
    loose = {spelled(each): ours for each, ours in told.items()}
    ours = told.get(word) or loose.get(spelled(word))
    if ours is not None:
        found = ballot.field(ours)
        if found is None:
            raise ballot.unknown(ours, f"{table.name}, mapping, selections")
        return found
    return ballot.find(word) if mapping.selections == BY_NAME and word else None


def _unknown(table: TextTable, column: int, election: Election, contest: str, word: str, line: int) -> Fault:
    place = table.place(line, column)
    if not word:
        cure = "Fill it in; a row that is no figure can be named in the mapping as summary_rows."
        return Fault("the row has votes but names no selection", place=place, cure=cure)
    return Ballot(election.contests[ContestId(contest)]).unknown(word, place)
