"""What the controls of one table may look at beyond it: other accounts, other contests, the stations beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sverka.domain.accounts import Counted
from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.expressions import parse_expression
from sverka.domain.ids import AccountId, AreaId, BaseId, ContestId
from sverka.publish.areas import WHOLE
from sverka.publish.totals import Totals
from sverka.reconcile.evaluation import figures_of
from sverka.reconcile.figures import Figures
from sverka.reconcile.sheets import Context

if TYPE_CHECKING:
    from sverka.publish.results import ContestResults


def context_of(of: ContestResults, source: Source, table: CountTable) -> Context:
    """Everything around one source's counts of stations, or of areas."""
    areas = table.unit is Unit.AREA
    tables = of.area_tables if areas else of.tables
    return Context(
        accounts={
            other.account: of.joint.hidden(one) if _counted_apart(of, source, other) else one
            for other, one in tables.items()
            if other != source
        },
        contests=_other_contests(of, source, table.unit),
        children=_beneath(table, of.totals_counted_like(source.account), of.roots) if areas else None,
        previous=of.results.snapshot.of(of.id, table.unit)[source].before,
        registered=None if areas else of.registered,
    )


def _counted_apart(of: ContestResults, source: Source, other: Source) -> bool:
    """Whether one of two accounts has a neighbour's ballots in its figures and the other has not."""
    accounts = of.results.election.accounts
    modes = [accounts[each.account].counted is Counted.MACHINE for each in (source, other)]
    return bool(of.joint) and modes[0] is not modes[1] and of.tables.get(source) is not None


def counted_like(of: ContestResults, account: AccountId) -> Sequence[AccountId]:
    """All accounts that count as this one does, the most trusted first."""
    accounts, policies = of.results.election.accounts, of.results.election.policies
    order = dict.fromkeys((*policies.legal, policies.left, policies.right, *accounts))
    return [each for each in order if accounts[each].counted is accounts[account].counted]


def _other_contests(of: ContestResults, source: Source, unit: Unit) -> dict[ContestId, list[CountTable]]:
    """The same source's counts of the other contests, by id and by family."""
    found: dict[ContestId, list[CountTable]] = {}
    for contest in of.results.election.contests.values():
        counts = of.results.snapshot.of(contest.id, unit).get(source)
        if counts is not None and contest.id != of.id:
            for name in {contest.id, ContestId(contest.family)} - {ContestId("")}:
                found.setdefault(name, []).append(counts.table)
    return found


def _beneath(table: CountTable, totals: Totals, roots: Sequence[AreaId]) -> CountTable:
    """Per area, the sums over the stations beneath as counted the same way; UNREAD until all are in.

    A page of machine counts is held against machine counts, one of hand counts against hand counts.
    """
    sums = totals.sums
    state = sums.state.copy()
    for line, area in enumerate(totals.areas):
        if not totals.coverage[area].complete:
            state[line, state[line] == State.READ] = State.UNREAD
    named = {root: WHOLE for root in roots if root not in sums.position}
    units = tuple(named.get(AreaId(unit), AreaId(unit)) for unit in table.units)
    beneath = sums.with_cells(sums.values, state).reindexed(units)
    return beneath.with_cells(beneath.values, beneath.state, units=table.units)


def base_figures(of: ContestResults, base: BaseId, table: CountTable) -> Figures:
    """What a named base is at each station, by one table's counts on the axis of the contest."""
    expression = parse_expression(of.contest.bases[base].expression)
    return figures_of(expression, table, of.contest, Context(registered=of.registered))
