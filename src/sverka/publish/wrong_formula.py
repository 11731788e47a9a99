"""The wrong formula of 28 November 2021, as display tables: what was reported of it, in both versions, to be stopped.

`marks` adds to the votes of a list the preference marks for its candidates, `doubled` counts every vote twice; both
divide by the same base as before, so that shares sum to more than there is. They are for rehearsals and tests only:

    sverka night DIR --table sverka.publish.wrong_formula:marks
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sverka.domain.election import Contest, RowKind
from sverka.domain.ids import ContestId, SelectionId
from sverka.publish.display import DisplayLine, DisplayTable
from sverka.publish.legal import LEGAL
from sverka.publish.results import Results
from sverka.publish.totals import Total


def marks(results: Results, contest: ContestId) -> DisplayTable | None:
    """Votes and preference marks as one number, of the base of votes alone."""
    return _table(results, contest, "Votes and preferences", _with_marks)


def doubled(results: Results, contest: ContestId) -> DisplayTable | None:
    """Every vote twice."""
    return _table(results, contest, "Votes of both kinds", lambda _, total, id_: 2 * total.selections[id_])


def _with_marks(contest: Contest, total: Total, selection: SelectionId) -> int:
    of_it = (row.id for row in contest.rows if row.kind is RowKind.MARKS and row.id.endswith(selection))
    return total.selections[selection] + sum(total.rows.get(row) or 0 for row in of_it)


def _table(
    results: Results, contest: ContestId, title: str, votes_of: Callable[[Contest, Total, SelectionId], int]
) -> DisplayTable | None:
    """The table of a contest that has shares and lists with preferences; none of another."""
    of = results.of(contest)
    total, base = of.totals[LEGAL].of(), of.contest.share_base
    if total is None or base is None or not any(row.kind is RowKind.MARKS for row in of.contest.rows):
        return None
    number = total.bases[base]
    votes = {id_: votes_of(of.contest, total, id_) for id_ in of.contest.selection_ids}
    lines = (DisplayLine(id_, n, Fraction(n, number) if number else None) for id_, n in votes.items())
    return DisplayTable(contest=contest, title=title, base=base, lines=tuple(lines))
