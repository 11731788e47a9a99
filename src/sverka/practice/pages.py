"""The commission's page on the evening, as figures of the whole country: right, or with a wrong formula.

Right is `shown = ballots for the list`. Two explanations of the wrong shares of the evening exist, and both can
be built: `shown = ballots + ballots with a mark for a candidate of the list`, and `shown = 2 × ballots`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, SelectionKind
from sverka.domain.ids import AccountId
from sverka.practice.recipe import Form, Recipe


def page_of(
    recipe: Recipe,
    contest: Contest,
    counts: CountTable,
    summed: NDArray[np.bool_],
    *,
    account: str,
    formula: str = "votes",
    more: dict[str, int] | None = None,
) -> CountTable:
    """Sums of some stations' counts as one count of the root area; `more` are rows the counts do not have."""
    summed_figures = dict(zip(counts.fields, counts.values[summed].sum(axis=0).tolist(), strict=True))
    figures = {str(field): figure for field, figure in summed_figures.items()} | (more or {})
    figures |= _shown(contest, recipe.form, figures, formula)
    rows = tuple(row for row in contest.row_ids if row in figures)
    values = np.array([[figures[field] for field in (*rows, *counts.selections)]], np.int64)
    return CountTable(
        contest=counts.contest,
        source=Source(AccountId(account)),
        units=(recipe.roles.root,),
        rows=rows,
        selections=counts.selections,
        values=values,
        state=np.full(values.shape, State.READ, np.uint8),
        unit=Unit.AREA,
    )


def _shown(contest: Contest, form: Form, figures: dict[str, int], formula: str) -> dict[str, int]:
    """What the page shows for each list under a formula."""
    lists = [str(each.id) for each in contest.selections if each.kind is SelectionKind.PARTY]
    marks = {each: figures[form.marks.replace("{selection}", each)] for each in lists}
    added = {"votes": {}, "votes-and-marks": marks, "doubled": {each: figures[each] for each in lists}}[
        formula
    ]
    return {each: figures[each] + added.get(each, 0) for each in lists}
