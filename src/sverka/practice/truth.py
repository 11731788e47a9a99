"""What was in the boxes of a replay: two contests, counted by hand, and by scanners as far as they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Contest, Election, SelectionKind
from sverka.domain.ids import AccountId, ContestId, RowId
from sverka.practice.ground import BoolArray, Ground, IntArray
from sverka.practice.invent import draw_votes
from sverka.practice.recipe import Form, Recipe
from sverka.practice.splitting import split, split_total

FloatArray = NDArray[np.float64]

REGIONS_ALIKE = 30.0  # Dirichlet concentration of a region's strengths around the country's
DISTRICTS_ALIKE = 120.0  # and of a district's around its region's
CANDIDATES = (0.34, 0.24, 0.17, 0.12, 0.08)  # strengths in a district before noise, strongest first
AGAINST_ALL_USUAL, AGAINST_ALL_LEADS = 0.05, 0.45


@dataclass(frozen=True, kw_only=True)
class Box:
    """The ballots of one contest in every station; arrays of shape (stations,) or (stations, selections).

    `marks` : ballots of a list with a mark for a candidate, None where the contest has no lists
    """

    votes: IntArray
    invalid: IntArray
    marks: IntArray | None

    @property
    def total(self) -> IntArray:
        """Ballots in all."""
        total: IntArray = self.votes.sum(axis=1) + self.invalid
        return total

    def with_lines(self, lines: BoolArray) -> Box:
        """The ballots of some stations."""
        marks = None if self.marks is None else self.marks[lines]
        return Box(votes=self.votes[lines], invalid=self.invalid[lines], marks=marks)

    def part(self, kept: IntArray, draw: Generator) -> Box:
        """So many ballots of each station, drawn from the box without looking."""
        ballots = np.column_stack((self.votes, self.invalid))
        for line in np.flatnonzero(kept < self.total):
            ballots[line] = draw.multivariate_hypergeometric(ballots[line], kept[line])
        votes = ballots[:, :-1]
        if self.marks is None:
            return Box(votes=votes, invalid=ballots[:, -1], marks=None)
        marked = draw.hypergeometric(self.marks, self.votes - self.marks, votes)
        return Box(votes=votes, invalid=ballots[:, -1], marks=marked)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Both counts of one contest (or of a family of them, as one table)."""

    machine: CountTable
    hand: CountTable


# --- ballots ---------------------------------------------------------------------------------------------------------


def list_ballots(recipe: Recipe, contest: Contest, ground: Ground, draw: Generator) -> Box:
    """The list ballots: the known sums split over the regular stations, the annulled ones like them."""
    sums = np.array([*(recipe.votes[s] for s in contest.selection_ids), recipe.bounded.invalid], np.int64)
    strengths = _strengths(sums / sums.sum(), recipe.invented.alike, ground, draw)
    drawn = draw_votes(ground.took_part, strengths, draw)
    regular = ~ground.special.annulled
    near = drawn[regular].astype(np.float64) + 0.05  # a cell without a vote may get one
    drawn[regular] = split(near, ground.took_part[regular], sums)
    votes, invalid = drawn[:, :-1], drawn[:, -1]
    marked = [
        recipe.marks_of(each.id) if each.kind is SelectionKind.PARTY else 0.0 for each in contest.selections
    ]
    return Box(votes=votes, invalid=invalid, marks=draw.binomial(votes, np.array(marked)))


def _strengths(country: FloatArray, alike: float, ground: Ground, draw: Generator) -> FloatArray:
    """Shape (stations, kinds of ballot): partly as in the country, partly as in the region and district."""
    regions = draw.dirichlet(REGIONS_ALIKE * country, int(ground.plan.max()) + 1)
    names, first, district = np.unique(ground.area, return_index=True, return_inverse=True)
    region_of = ground.plan[first]
    districts = np.stack(
        [draw.dirichlet(np.maximum(DISTRICTS_ALIKE * regions[region], 0.05)) for region in region_of]
    )
    if len(districts) != len(names):
        raise AssertionError("a district without strengths")
    return alike * country + (1 - alike) * districts[district]


def district_ballots(recipe: Recipe, contest: Contest, ground: Ground, draw: Generator) -> Box:
    """The single-member ballots: invented, a few voters fewer than for the lists."""
    districts, district = np.unique(ground.area, return_inverse=True)
    in_district = np.unique(district[ground.in_district])
    repeated = draw.choice(in_district, recipe.invented.repeat_districts, replace=False)
    strengths = np.stack([_candidates(contest, number in repeated, draw) for number in range(len(districts))])
    ballots = ground.took_part - (draw.random(len(ground.units)) < recipe.invented.refused)
    drawn = draw_votes(np.maximum(ballots, 0), strengths[district], draw)
    return Box(votes=drawn[:, :-1], invalid=drawn[:, -1], marks=None)


def _candidates(contest: Contest, against_all_leads: bool, draw: Generator) -> FloatArray:
    """Strengths of the lines of one district's ballot and of invalid ballots."""
    against = AGAINST_ALL_LEADS if against_all_leads else AGAINST_ALL_USUAL
    contending = [each.kind.contends for each in contest.selections]
    usual = np.resize(CANDIDATES, sum(contending)) * draw.lognormal(0, 0.25, sum(contending))
    usual *= (1 - against - 0.04) / usual.sum()
    strengths = np.full(len(contending) + 1, 0.04)
    strengths[:-1][contending] = draw.permutation(usual)
    strengths[:-1][~np.array(contending)] = against
    return strengths


# --- papers ----------------------------------------------------------------------------------------------------------


def counted(
    contest: Contest, recipe: Recipe, ground: Ground, box: Box, mobile: IntArray, draw: Generator
) -> Counts:
    """The protocol of every station, and the report of every scanner that reported."""
    voting = ground.voting(contest)
    read = box.total - mobile
    share = np.where(ground.special.partial, draw.uniform(0.05, 0.45, len(read)), 1.0)
    seen = box.part(np.floor(read * share).astype(np.int64), draw)
    return Counts(
        machine=_counted_at(
            voting & ground.special.reports, _machine(contest, recipe, ground, box.total, seen)
        ),
        hand=_counted_at(voting, _hand(contest, recipe, ground, box, mobile, draw)),
    )


def mobile_ballots(recipe: Recipe, ground: Ground) -> IntArray:
    """Ballots in the mobile boxes; their sum is known."""
    weights = np.where(ground.special.mobile, ground.took_part, 0).astype(np.float64)
    mobile = np.zeros(len(weights), np.int64)
    chosen = ground.special.mobile
    mobile[chosen] = split_total(weights[chosen], recipe.official.mobile, ground.took_part[chosen] // 3)
    return mobile


def _hand(
    contest: Contest, recipe: Recipe, ground: Ground, box: Box, mobile: IntArray, draw: Generator
) -> CountTable:
    form, total = recipe.form, box.total
    additional = draw.binomial(ground.registered, 0.004)
    early = draw.binomial(total - mobile, 0.01)
    received = -(-ground.registered // 100) * 100
    columns = {
        form.registered: ground.registered - additional,
        form.additional: additional,
        form.received: received,
        form.early: early,
        form.inside: total - mobile - early,
        form.outside: mobile,
        form.took_part: total,
        form.cancelled: received - total,
        form.mobile: mobile,
        form.stationary: total - mobile,
        form.valid: box.votes.sum(axis=1),
        form.invalid: box.invalid,
        **_marks(contest, form, box),
    }
    return _table(contest, recipe.roles.hand, ground.units, columns, box.votes)


def _machine(contest: Contest, recipe: Recipe, ground: Ground, came: IntArray, seen: Box) -> CountTable:
    """A scanner that counts a neighbour's ballots too reports both together."""
    form = recipe.form
    columns = {
        form.took_part: came,
        form.accepted: seen.total,
        form.valid: seen.votes.sum(axis=1),
        form.invalid: seen.invalid,
        **_marks(contest, form, seen),
    }
    guests = np.flatnonzero(ground.special.host >= 0)
    votes = seen.votes.copy()
    for figures in (votes, *columns.values()):
        np.add.at(figures, ground.special.host[guests], figures[guests].copy())
    return _table(contest, recipe.roles.machine, ground.units, columns, votes)


def _marks(contest: Contest, form: Form, box: Box) -> dict[str, IntArray]:
    if box.marks is None:
        return {}
    return {
        form.marks.replace("{selection}", each.id): box.marks[:, column].copy()
        for column, each in enumerate(contest.selections)
        if each.kind is SelectionKind.PARTY
    }


def _table(
    contest: Contest,
    account: str,
    units: tuple[str, ...],
    columns: Mapping[str, IntArray],
    votes: IntArray,
) -> CountTable:
    """The columns in the order of the form, then the votes; a contest of a family under the family's name."""
    rows = tuple(row for row in contest.row_ids if row in columns)
    values = np.column_stack((*(columns[row] for row in rows), votes))
    return CountTable(
        contest=ContestId(contest.family or contest.id),
        source=Source(AccountId(account)),
        units=units,
        rows=tuple(map(RowId, rows)),
        selections=contest.selection_ids,
        values=values,
        state=np.full(values.shape, State.READ, np.uint8),
    )


def _counted_at(stations: BoolArray, table: CountTable) -> CountTable:
    """The table with counts of these stations only."""
    values, state = table.values.copy(), table.state.copy()
    values[~stations], state[~stations] = 0, State.NO_COUNT
    return table.with_cells(values, state)


def contest_of(election: Election, name: str) -> Contest:
    """The contest of a name, or any of the family of that name: they share one ballot and form."""
    return next(each for each in election.contests.values() if name in (each.id, each.family))
