"""The columns of figures of two wide files: read, and sums of others and identifiers left out aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sverka.domain.counts import State
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted, shortened
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.numbers import Figures, whole_numbers
from sverka.formats.plain.asked import Asked
from sverka.formats.plain.columns import WORDS, Sheet
from sverka.formats.plain.roles import Column, Role, check_doubtful, equal_texts, roles_of
from sverka.formats.plain.sums import total_columns
from sverka.formats.plain.units import Key, Rows, paired_lines, tells_apart

MOST_TOO_SMALL = 0.05  # of the rows may have a sum that is less than a part of it
READ_ROLES = (Role.SELECTION, Role.COUNT, Role.TOTAL)


@dataclass(kw_only=True)
class Fields:
    """The fields of wide files, with each file's figures in the same columns as `titles`."""

    columns: list[Column]
    figures: dict[str, Figures]
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def counts(self) -> frozenset[str]:
        """The titles that are no selections."""
        return frozenset(each.title for each in self.columns if each.role is Role.COUNT)

    def of(self, sheet: Sheet) -> tuple[list[str], Figures]:
        """The titles that one file has, and their figures."""
        own = [each for each in self.columns if each.at(sheet) is not None]
        return [each.title for each in own], self.figures[sheet.side]


def read_fields(
    sheets: Sequence[Sheet],
    rows: tuple[Rows, Rows],
    key: Key,
    twins: Sequence[tuple[int, int]],
    asked: Asked,
) -> Fields:
    """The fields of those `sheets` (of the two) that are wide."""
    left, right = (each.sheet for each in rows)
    columns = [each for each in roles_of(left, right, key, twins, asked) if _in_any(each, sheets)]
    _check_identifiers(columns, rows, key, asked)
    ignored = [each for each in columns if each.role not in READ_ROLES]
    kept = [each for each in columns if each.role in READ_ROLES]
    figures = {sheet.side: _figures(sheet, kept) for sheet in sheets}
    sums = set() if asked.selections else _sums(kept, sheets, figures)
    found = Fields(columns=[], figures={})
    found.columns = [each for each in kept if each.title not in sums and _comparable(each, sheets)]
    found.figures = {sheet.side: _chosen(sheet, kept, found.columns, figures[sheet.side]) for sheet in sheets}
    found.faults = [fault for each in figures.values() for fault in each.faults]
    found.notices = [each for one in found.figures.values() for each in one.notices]
    lone = [each for each in kept if each.title not in sums and each not in found.columns]
    for sheet in sheets:
        own = [each for each in kept if each.title in sums and each.at(sheet) is not None]
        found.notices += _said(NoticeCode.TOTAL_COLUMNS_EXCLUDED, own, file=sheet.table.name)
    found.notices += _said(NoticeCode.COLUMNS_IGNORED, [*ignored, *lone])
    return found


def _in_any(column: Column, sheets: Sequence[Sheet]) -> bool:
    return any(column.at(sheet) is not None for sheet in sheets)


def _comparable(column: Column, sheets: Sequence[Sheet]) -> bool:
    """A figure of the protocol that only one file has can be compared with nothing; a selection is not on the sheet."""
    return column.role is not Role.COUNT or all(column.at(sheet) is not None for sheet in sheets)


def _figures(sheet: Sheet, columns: Iterable[Column]) -> Figures:
    own = [at for each in columns if (at := each.at(sheet)) is not None]
    return whole_numbers(sheet.table, own, WORDS)


def _chosen(sheet: Sheet, all_columns: Sequence[Column], kept: Sequence[Column], figures: Figures) -> Figures:
    """The figures of the kept columns."""
    own = [each for each in all_columns if each.at(sheet) is not None]
    where = [at for at, each in enumerate(own) if each in kept]
    return Figures(
        values=figures.values[:, where],
        state=figures.state[:, where],
        faults=figures.faults,
        notices=figures.notices,
    )


def _sums(columns: Sequence[Column], sheets: Sequence[Sheet], figures: dict[str, Figures]) -> set[str]:
    """Titles of columns that sum others, by title or by adding up; none of them if nothing else is left."""
    found = {each.title for each in columns if each.role is Role.TOTAL}
    for sheet in sheets:
        own = [each for each in columns if each.at(sheet) is not None]
        votes = [at for at, each in enumerate(own) if each.role is Role.SELECTION]
        read = figures[sheet.side]
        for at in (at for at, each in enumerate(own) if each.role is Role.TOTAL):
            _check_total(sheet, own, read, at, votes)
        known = ~(read.state[:, votes] == State.UNREAD).any(axis=1)
        found |= {own[at].title for at in total_columns(read.values, known, votes)}
    others = [each for each in columns if each.role is Role.SELECTION and each.title not in found]
    return found if others else set()


def _check_total(sheet: Sheet, own: Sequence[Column], read: Figures, at: int, votes: Sequence[int]) -> None:
    """A column that is called a sum is one only if it is not less than what stands on either side of it."""
    told = read.state[:, at] == State.READ
    beside = _beside([each.at(sheet) for each in own], at, votes)
    less = [(read.values[:, each] > read.values[:, at]) & told for each in beside]
    if not less or any(each.sum() <= MOST_TOO_SMALL * told.sum() for each in less):
        return
    place = sheet.table.place(int(np.flatnonzero(less[0])[0]), own[at].at(sheet))
    title = own[at].title
    what = f"{quoted(title)} is called a sum, and is less than the column beside it"
    cure = f"Say what it is: --selections '…,{title}' if these are votes, --ignore '{title}' if not."
    raise Fault(what, place=place, cure=cure)


def _beside(places: Sequence[int | None], at: int, votes: Sequence[int]) -> list[int]:
    """The nearest columns of votes to the left and to the right in the sheet."""
    order = {each: place for each, place in enumerate(places) if place is not None}
    left = max((each for each in votes if order[each] < order[at]), key=order.__getitem__, default=None)
    right = min((each for each in votes if order[each] > order[at]), key=order.__getitem__, default=None)
    return [each for each in (left, right) if each is not None]


def _check_identifiers(columns: list[Column], rows: tuple[Rows, Rows], key: Key, asked: Asked) -> None:
    """A column that looks like an identifier is left out, unless something would hang on it.

    Where a person said which column names the units, others that name them too may say what they want.
    """
    left, right = (each.sheet for each in rows)
    doubtful = [
        (each, each.left, each.right)
        for each in columns
        if each.role is Role.DOUBTFUL and each.left is not None and each.right is not None
    ]
    if not doubtful or asked.selections:
        return
    ours, theirs = paired_lines(*rows, key)
    for column, here, there in doubtful:
        texts = left.table.texts(here).gather(ours), right.table.texts(there).gather(theirs)
        if not (asked.station and all(map(tells_apart, texts))):
            check_doubtful(column, equal_texts(*texts), f"{left.table.name} and {right.table.name}")


def _said(code: NoticeCode, columns: Sequence[Column], **more: str) -> list[Notice]:
    titles = shortened(", ".join(each.title for each in columns), 400)
    return [notice(code, columns=titles, **more)] if columns else []
