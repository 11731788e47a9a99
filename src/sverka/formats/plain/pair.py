"""Two plain tables -> two count tables on the same units and the same selections, one pair per contest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sverka.domain.counts import CountTable
from sverka.domain.ids import ContestId
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all, shortened
from sverka.formats.notices import NoticeCode, notice, together
from sverka.formats.plain.align import aligned
from sverka.formats.plain.asked import Asked
from sverka.formats.plain.columns import twins
from sverka.formats.plain.fields import read_fields
from sverka.formats.plain.grids import Grid, long_grids, sum_rows, wide_grids, without_units
from sverka.formats.plain.key import find_key
from sverka.formats.plain.likeness import twins_by_content
from sverka.formats.plain.matching import normal
from sverka.formats.plain.opened import Opened, open_pair
from sverka.formats.plain.roles import Column, Role
from sverka.formats.plain.units import Key, as_given
from sverka.formats.plain.words import is_key_title

Grids = list[Grid]


@dataclass(frozen=True, kw_only=True)
class PlainPair:
    """One contest as two files have it. Both tables have the same units, rows and selections."""

    contest: ContestId
    left: CountTable
    right: CountTable
    notices: tuple[Notice, ...] = ()


def read_plain_pair(
    left: tuple[str, bytes],
    right: tuple[str, bytes],
    *,
    station: Sequence[str] = (),
    contest: str | None = None,
    selections: Sequence[str] = (),
    ignore: Sequence[str] = (),
    sheets: tuple[str, str] = ("", ""),
) -> tuple[PlainPair, ...]:
    """The pairs of tables in two files, given as (name, bytes); nothing else has to be said.

    `station`, `selections` and `ignore` are titles of columns, over what would be guessed; of several `station`
    columns the key is joined with " / ".
    """
    asked = Asked(
        station=tuple(station),
        contest=contest or "",
        selections=tuple(selections),
        ignore=tuple(ignore),
        sheets=sheets,
    )
    ours, theirs = open_pair(left, right, asked)
    same = twins(ours.sheet, theirs.sheet)
    same = sorted([*same, *twins_by_content(ours.sheet, theirs.sheet, same)])
    key = find_key(ours.rows, theirs.rows, same, asked)
    left_grids, right_grids, notices = _grids(ours, theirs, key, same, asked)
    common, alone = _by_contest(left_grids, right_grids, asked, (left[0], right[0]))
    said = together(ours.notices, theirs.notices, [_key_said(ours, theirs, key)], notices, alone)
    names = (left[0], right[0]) if left[0] != right[0] else (f"{left[0]} (left)", f"{right[0]} (right)")
    return tuple(_pair(*grids, names, said) for grids in common)


def _pair(ours: Grid, theirs: Grid, names: tuple[str, str], said: tuple[Notice, ...]) -> PlainPair:
    ours, theirs, sums = _without_sums(ours, theirs, names)
    left, right, notices = aligned(ours, theirs, names)
    return PlainPair(contest=left.contest, left=left, right=right, notices=together(said, sums, notices))


def _without_sums(ours: Grid, theirs: Grid, names: tuple[str, str]) -> tuple[Grid, Grid, list[Notice]]:
    """Both grids without the units that sum others in one of them: in the other one the sum may be wrong."""
    sums = pl.concat([each.keys.filter(pl.Series(sum_rows(each))) for each in (ours, theirs)])
    notices: list[Notice] = []
    kept = []
    for grid, name in zip((ours, theirs), names, strict=True):
        gone = grid.keys.is_in(sums.implode()).to_numpy()
        if gone.any():
            at, count = int(np.flatnonzero(gone)[0]), int(gone.sum())
            row, text = int(grid.rows[at]), str(grid.labels[at])
            notices.append(
                notice(NoticeCode.SUMMARY_ROWS_EXCLUDED, file=name, count=count, row=row, text=text)
            )
        kept.append(without_units(grid, gone) if gone.any() else grid)
    return kept[0], kept[1], notices


def _grids(
    ours: Opened, theirs: Opened, key: Key, same: Sequence[tuple[int, int]], asked: Asked
) -> tuple[Grids, Grids, tuple[Notice, ...]]:
    """The figures of both files; faults of both are raised together."""
    wide = [each.sheet for each in (ours, theirs) if not each.is_long]
    fields = read_fields(wide, (ours.rows, theirs.rows), key, same, asked)
    _check_shape(ours, theirs, key, fields.columns, asked)
    found: list[Grids] = []
    faults, notices = list(fields.faults), list(fields.notices)
    for opened, columns in ((ours, key.left), (theirs, key.right)):
        if opened.is_long:
            grids, wrong, said = long_grids(opened, columns)
            faults += wrong
            notices += said
        else:
            titles, figures = fields.of(opened.sheet)
            grids = wide_grids(opened, columns, titles, figures, fields.counts)
        found.append(grids)
    refuse_all(faults, f"{ours.sheet.table.name} and {theirs.sheet.table.name}")
    return found[0], found[1], tuple(notices)


def _check_shape(ours: Opened, theirs: Opened, key: Key, columns: Sequence[Column], asked: Asked) -> None:
    """A table of one column of figures whose key takes a column that names no unit may be a long one: ask."""
    selections = [each.title for each in columns if each.role is not Role.COUNT]
    titles = [ours.sheet.title(at) for at in key.left]
    strange = [title for title in titles if not is_key_title(title)]
    if asked.station or asked.selections or ours.is_long or theirs.is_long:
        return
    if len(titles) > 1 and len(selections) == 1 and strange:
        only = f"{quoted(selections[0])} is the only column of figures"
        what = f"{quoted(strange[0])} may name units or selections: {only}"
        cure = f"If it names selections, head it \"selection\"; if units, say --station '{as_given(titles)}'."
        raise Fault(what, place=f"{ours.sheet.table.name} and {theirs.sheet.table.name}", cure=cure)


def _key_said(ours: Opened, theirs: Opened, key: Key) -> Notice:
    left, right = key.titles(ours.sheet), key.titles(theirs.sheet)
    units = ours.rows.units(key.left).n_unique()
    return notice(NoticeCode.KEY_CHOSEN, columns=left if left == right else f"{left} = {right}", units=units)


def _by_contest(
    ours: Grids, theirs: Grids, asked: Asked, names: tuple[str, str]
) -> tuple[list[tuple[Grid, Grid]], list[Notice]]:
    """The contests that both files have, and which only one has; files with one contest each need not name it."""
    place = " and ".join(names)
    if asked.contest:
        ours, theirs = _wanted(ours, asked, place), _wanted(theirs, asked, place)
    if len(ours) == len(theirs) == 1 and not (ours[0].contest and theirs[0].contest):
        return [(ours[0], theirs[0])], []
    right = {_spelled(each.contest): each for each in theirs}
    common = [(each, right[_spelled(each.contest)]) for each in ours if _spelled(each.contest) in right]
    if not common:
        first, second = (
            ", ".join(quoted(each.contest or "(none)") for each in side[:5]) for side in (ours, theirs)
        )
        what = f"no contest is in both files: the first has {first}, the second {second}"
        raise Fault(what, place=place, cure="Give files of the same contest, or name contests alike.")
    both = {_spelled(each.contest) for each, _ in common}
    return common, [*_alone(ours, both, names[0]), *_alone(theirs, both, names[1])]


def _alone(grids: Grids, both: set[str], name: str) -> list[Notice]:
    alone = shortened(", ".join(each.contest for each in grids if _spelled(each.contest) not in both), 400)
    return [notice(NoticeCode.CONTEST_ONLY_IN_ONE, file=name, contests=alone)] if alone else []


def _wanted(grids: Grids, asked: Asked, place: str) -> Grids:
    """The grids of the contest asked for; a file that names none is taken to be of it."""
    if len(grids) == 1 and not grids[0].contest:
        return grids
    found = [each for each in grids if _spelled(each.contest) == _spelled(asked.contest)]
    if not found:
        has = ", ".join(each.contest for each in grids[:20])
        raise Fault(f"there is no contest {quoted(asked.contest)}", place=place, cure=f"There are: {has}.")
    return found


def _spelled(text: str) -> str:
    return str(normal(pl.Series([text]))[0])
