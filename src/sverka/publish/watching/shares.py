"""Shares on a page: that they are too many together, and of what they are shares.

A share that does not say of what it is a share can hide a wrong sum: one page of 29 November 2021 gave 1,276,014
voters, and its votes and shares implied about 1,190,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Contest, Election
from sverka.domain.expressions import parse_expression
from sverka.domain.ids import ContestId, FieldId
from sverka.domain.seat_rules import LargestRemainder
from sverka.formats.pcos_shares import Shown, digits_shown, fitting_base, half_unit, implied_base
from sverka.publish.watching.codes import Figure, Observed, PageCode
from sverka.publish.watching.looks import Look
from sverka.reconcile.evaluation import figures_of


def shares_seen(look: Look, tables: Mapping[ContestId, CountTable], election: Election) -> Iterator[Observed]:
    """What is to be seen in the shares of every area or station."""
    digits = digits_shown(each.percent for shown in look.shown.shares.values() for each in shown.values())
    for (contest_id, unit), by_selection in look.shown.shares.items():
        contest, table, shown = election.contests[contest_id], tables[contest_id], [*by_selection.values()]
        of = table.unit
        total = sum((each.percent for each in shown), Decimal(0))
        if Fraction(total) > 100 + len(shown) * half_unit(digits):
            over: dict[str, Figure] = {"sum": str(total), **_reaching(contest, shown)}
            yield Observed(code=PageCode.SHARES_OVER_100, contest=contest_id, unit=unit, of=of, context=over)
        yield from _base(contest, table, unit, shown, digits)


def _reaching(contest: Contest, shown: Sequence[Shown]) -> dict[str, Figure]:
    """How many lists reach the threshold by what the page shows; nothing where the contest has none."""
    rule = contest.seats
    shares = (
        [each.share for each in rule.thresholds if each.areas is None]
        if isinstance(rule, LargestRemainder)
        else []
    )
    if not shares:
        return {}
    percent = 100 * max(shares)
    above = sum(Fraction(each.percent) >= percent for each in shown)
    return {"threshold": str(Decimal(percent.numerator) / percent.denominator), "above": above}


def _base(
    contest: Contest, table: CountTable, unit: str, shown: Sequence[Shown], digits: int
) -> Iterator[Observed]:
    """Shares that are of no figure on the page, where the page has figures that they could be of."""
    rows = _read(table, unit, [FieldId(row) for row in table.rows])
    votes = _read(table, unit, [FieldId(each) for each in table.selections])
    contend = {each.id for each in contest.selections if each.kind.contends}
    sums = {
        "votes": sum(votes.values()),
        "contenders": sum(figure for field, figure in votes.items() if field in contend),
    }
    stated = _stated(contest, table, unit)
    bases = {**sums, **rows, **({"stated": stated} if stated is not None else {})}
    if fitting_base(shown, bases, digits) is not None:
        return
    implied, place = implied_base(shown, digits), {"contest": str(contest.id), "unit": unit}
    if implied is None:
        yield Observed(code=PageCode.NO_BASE, of=table.unit, context={"votes": sums["votes"]}, **place)
    elif implied[1] is not None and (stated is not None or rows):
        page = stated if stated is not None else max(rows.values())
        context: dict[str, Figure] = {"least": implied[0], "most": implied[1], "stated": page}
        yield Observed(code=PageCode.OTHER_BASE, of=table.unit, context=context, **place)


def _stated(contest: Contest, table: CountTable, unit: str) -> int | None:
    """What shares of this contest are of by its definition, as the page's own figures say it."""
    if contest.share_base is None:
        return None
    expression = parse_expression(contest.bases[contest.share_base].expression)
    figures, line = figures_of(expression, table, contest), table.position[unit]
    return None if figures.unknown[line] else int(figures.values[line])


def _read(table: CountTable, unit: str, fields: Sequence[FieldId]) -> dict[str, int]:
    line = table.position[unit]
    columns = {field: table.fields.index(field) for field in fields}
    return {
        str(field): int(table.values[line, column])
        for field, column in columns.items()
        if table.state[line, column] == State.READ
    }
