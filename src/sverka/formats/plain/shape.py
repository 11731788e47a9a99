"""Whether a row of a plain table is one unit or one figure, and which columns tell so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.plain.asked import Asked, positions
from sverka.formats.plain.columns import Kind, Sheet
from sverka.formats.plain.words import (
    CONTEST,
    SELECTION,
    VOTES,
    is_about_a_selection,
    is_count_title,
    is_no_votes_title,
)
from sverka.formats.titles import titled

ENOUGH = 0.5  # of the rows stand beside another row of the same unit and contest, where a row is one figure


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The columns of contest, selection and votes, so far as a table has them; with votes it is a long one.

    `besides` : columns of a long table with figures that are not read (by kinds of ballots, sums)
    """

    contest: int | None = None
    selection: int | None = None
    votes: int | None = None
    besides: tuple[int, ...] = ()


def shape_of(sheet: Sheet, asked: Asked) -> Shape:
    """What the rows of a table are, by its titles and by whether units repeat."""
    contest, selection = _column(sheet, CONTEST), _column(sheet, SELECTION)
    figures = [at for at in sheet.of_kind(Kind.FIGURES) if _may_be_votes(sheet, at, (contest, selection))]
    if selection is not None and figures and (len(figures) == 1 or _rows_are_figures(sheet)):
        votes = figures[0] if len(figures) == 1 else _votes_of(sheet, figures, selection, asked)
        others = tuple(at for at in figures if at != votes)
        return Shape(contest=contest, selection=selection, votes=votes, besides=others)
    told = contest is not None and sheet.kinds[contest] is Kind.TEXT
    return Shape(contest=contest if told else None)


def _column(sheet: Sheet, words: tuple[str, ...]) -> int | None:
    title = titled(sheet.table, words)
    return sheet.table.column(title) if title else None


def _may_be_votes(sheet: Sheet, at: int, others: tuple[int | None, ...]) -> bool:
    title = sheet.table.header[at]
    if at in others or sheet.names_units(at) or is_count_title(title):
        return False
    return not is_no_votes_title(title)


def _rows_are_figures(sheet: Sheet) -> bool:
    """Whether rows repeat in all that they say of a unit and a contest, so that only the selection tells them apart."""
    labels = [
        sheet.table.texts(at)
        for at, kind in enumerate(sheet.kinds)
        if (kind is Kind.TEXT or sheet.names_units(at)) and not is_about_a_selection(sheet.table.header[at])
    ]
    if not labels:
        return False
    same = pl.DataFrame({str(at): texts for at, texts in enumerate(labels)}).is_duplicated()
    return int(same.sum()) >= ENOUGH * len(same)


def _votes_of(sheet: Sheet, figures: Sequence[int], selection: int, asked: Asked) -> int:
    """The one of several columns of figures that holds the votes: told, or headed so."""
    told = [at for at in positions(sheet.table, asked.selections) if at in figures]
    headed = _column(sheet, VOTES)
    if len(told) == 1:
        return told[0]
    if headed in figures and headed is not None and not told:
        return headed
    titles = [sheet.title(at) for at in figures]
    what = (
        f"every row is one {sheet.title(selection)}, and {len(figures)} columns may hold its votes: "
        f"{', '.join(map(quoted, titles))}"
    )
    raise Fault(what, place=sheet.table.place(), cure=f"Say which one: --selections '{titles[0]}'.")
