"""Sums over stations in a form that can be added to and taken from, and the totals that they are.

One line per area, columns side by side::

    figures   the sum of every row and selection
    read      how many stations have a number there
    voters    on the lists, and of how many stations that is not known; then both of the stations that are missing
    stations  expected, summed, missing, annulled, set aside, with findings; then the cells that are unread

`publish/totals.py` is where sums are born; these move from one size to the next and are held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest
from sverka.domain.expressions import explain, parse_expression
from sverka.domain.ids import AreaId, BaseId
from sverka.publish.areas import Membership
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults
from sverka.publish.standing import Standing
from sverka.publish.totals import Coverage, Totals

MISSING = 2  # among the columns of stations

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
BESIDE = 11  # columns that are no figures: four of voters, and seven of stations


@dataclass(frozen=True, slots=True)
class Which:
    """A sum: whose counts, over the stations of which other source too, over those with which base.

    `same_as` : over no other stations than those that this source's sums are over
    """

    source: Source
    same_as: Source | None = None
    base: BaseId | None = None


def asked(of: ContestResults) -> Iterator[Which]:
    """The sums that a history keeps of a contest: every source, and each of the default pair where the other is in."""
    base = of.contest.share_base
    for source in (*of.tables, LEGAL):
        yield from _with_base(Which(source), base)
    pair = pair_of(of)
    if pair is not None:
        for source, other in (pair, pair[::-1]):
            yield from _with_base(Which(source, other), base)


def _with_base(which: Which, base: BaseId | None) -> Iterator[Which]:
    yield which
    if base is not None:
        yield Which(which.source, which.same_as, base)


def pair_of(of: ContestResults) -> tuple[Source, Source] | None:
    """The default pair, where both have counts of stations."""
    policies = of.results.election.policies
    pair = tuple(of.results.source(str(each), of.id) for each in (policies.left, policies.right))
    return (pair[0], pair[1]) if all(each in of.tables or each == LEGAL for each in pair) else None


def table_of(of: ContestResults, source: Source) -> tuple[CountTable, Standing]:
    """A source's counts on the axis of the contest, and what becomes of each; where it has none, all are missing."""
    table = of.legal.table if source == LEGAL else of.tables.get(source) or _empty(of, source)
    return table.reindexed(of.stations), of._standing(source)


def _empty(of: ContestResults, source: Source) -> CountTable:
    account = of.results.election.accounts.get(source.account)
    carried = of.contest.row_ids if account is None or account.rows is None else account.rows
    return CountTable.empty(
        contest=of.id,
        source=source,
        units=of.stations,
        rows=[row for row in of.contest.row_ids if row in carried],
        selections=of.contest.selection_ids,
    )


def per_station(of: ContestResults, which: Which) -> IntArray:
    """Shape (stations, columns): what each station adds to a sum, and to what is said of it."""
    table, standing = table_of(of, which.source)
    over = np.ones(len(of.stations), np.bool_)
    if which.same_as is not None:
        over &= summed(*table_of(of, which.same_as))
    if which.base is not None:
        over &= summed(table, standing) & _having(of.contest, table, which.base)
    within = over & summed(table, standing)
    read = table.state == State.READ
    voters, known = np.maximum(of.registered, 0), of.registered >= 0
    lists = np.stack((voters, ~known), axis=1)
    figures = np.concatenate((table.values, read, lists), axis=1) * within[:, None]
    stations = _stations(table, standing, over)
    return np.concatenate((figures, lists * stations[:, MISSING, None], stations), axis=1)


def summed(table: CountTable, standing: Standing) -> BoolArray:
    """Shape (stations,): those whose count is in the sums."""
    return table.counted & ~standing.annulled & ~standing.set_aside


def _having(contest: Contest, table: CountTable, base: BaseId) -> BoolArray:
    """The stations that have a number in a row of the base; all where it names none."""
    rule = parse_expression(contest.bases[base].expression)
    rows = [piece.id for piece in explain(rule) if piece.kind == "row"]
    at = [column for column, row in enumerate(table.rows) if row in rows]
    if not rows:
        return np.ones(len(table.units), np.bool_)
    return np.asarray((table.state[:, at] == State.READ).any(axis=1))


def _stations(table: CountTable, standing: Standing, over: BoolArray) -> IntArray:
    """Shape (stations, 7), in the order of `Coverage`."""
    counted, annulled = table.counted, standing.annulled
    expected = over & (standing.expected | counted)
    within = over & summed(table, standing)
    columns = (
        expected,
        within,
        expected & ~counted & ~annulled,
        expected & annulled,
        expected & counted & standing.set_aside & ~annulled,
        within & standing.with_findings,
        within * (table.state == State.UNREAD).sum(axis=1),
    )
    return np.stack(columns, axis=1).astype(np.int64)


def per_area(cells: IntArray, membership: Membership, axis: Mapping[AreaId, int]) -> IntArray:
    """Shape (areas, columns): the sums of what stations add, on the axis of the areas asked for."""
    sums = np.zeros((len(axis), cells.shape[1]), np.int64)
    for area, lines in membership.lines.items():
        if area in axis:
            sums[axis[area]] = cells[lines].sum(axis=0)
    return sums


def totals_of(
    contest: Contest, which: Which, rows: tuple[str, ...], axis: Mapping[AreaId, int], sums: IntArray
) -> Totals:
    """The totals that sums are; `rows` : the rows of the form that the source carries."""
    figures = (sums.shape[1] - BESIDE) // 2
    voters, unlisted = sums[:, 2 * figures], sums[:, 2 * figures + 1]
    coverage = {area: _coverage(sums[line, -7:]) for area, line in axis.items()}
    table = CountTable(
        contest=contest.id,
        source=which.source,
        units=tuple(axis),
        rows=tuple(row for row in contest.row_ids if row in rows),
        selections=contest.selection_ids,
        values=sums[:, :figures],
        state=np.where(sums[:, figures : 2 * figures] > 0, State.READ, State.ABSENT).astype(np.uint8),
        unit=Unit.AREA,
    )
    registered = np.where(unlisted > 0, -1, voters)
    return Totals(contest=contest, source=which.source, sums=table, coverage=coverage, registered=registered)


def voters_missing(sums: IntArray, line: int) -> int | None:
    """Voters on the lists of the stations that are missing; None where one of them is not known."""
    voters, unlisted = sums[line, -9:-7].tolist()
    return None if unlisted else int(voters)


def _coverage(line: IntArray) -> Coverage:
    expected, within, missing, annulled, set_aside, with_findings, unread = line.tolist()
    return Coverage(
        expected=expected,
        summed=within,
        missing=missing,
        annulled=annulled,
        set_aside=set_aside,
        with_findings=with_findings,
        unread=unread,
    )
