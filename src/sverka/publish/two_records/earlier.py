"""Whether two counts that differ now agreed earlier, before one of them was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sverka.record.facts import CountFact

UNREAD, ABSENT = None, 0  # not on the sheet against 0 is equal (reconcile/compare.py)

Figures = dict[str, int | None]


def figures_of(facts: Iterable[CountFact], fields: Sequence[str]) -> list[Figures]:
    """The figures after each fact, of these fields (docs/record.md, "What the facts of one count add up to")."""
    figures: Figures = dict.fromkeys(fields, ABSENT)
    found = []
    for fact in facts:
        said = {**fact.rows, **fact.selections, **dict.fromkeys(fact.unread, UNREAD)}
        said |= dict.fromkeys(fact.absent, ABSENT)
        figures = {field: said.get(field, before) for field, before in figures.items()}
        found.append(figures)
    return found


def agreed_before(
    ours: Sequence[CountFact], theirs: Sequence[CountFact], fields: Sequence[str]
) -> tuple[int, int] | None:
    """The last two facts, one of each, after which all figures were read and equal; None where there are none.

    What both say now is not asked.
    """
    left, right = figures_of(ours, fields), figures_of(theirs, fields)
    pairs = [(i, j) for i in range(len(left)) for j in range(len(right))][:-1]
    agreed = [(i, j) for i, j in pairs if left[i] == right[j] and UNREAD not in left[i].values()]
    return max(agreed, key=sum, default=None)
