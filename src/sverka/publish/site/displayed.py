"""Tables of somebody's own beside the sums (`publish/display.py`), as the overview shows them.

Each figure has the name of the published figure that it claims to be, so that the gate can hold one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sverka.publish.display import DisplayTable
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.marks import shares_mark, total_mark
from sverka.publish.site.naming import base_name, field_name


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One selection of such a table."""

    id: str
    name: str
    votes: int
    share: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """One such table; `mark` and `shares` say which figures it claims to show."""

    title: str
    base: str
    base_id: str
    mark: str
    shares: str
    lines: tuple[ShownLine, ...]


def displayed_tables(t: Translator, edition: Edition, figures: ContestFigures) -> Iterator[ShownTable]:
    """The tables that plug-ins give for a contest."""
    for display in edition.displays:
        table = display(edition.results, figures.contest.id)
        if table is not None:
            yield _shown(t, figures, table)


def _shown(t: Translator, figures: ContestFigures, table: DisplayTable) -> ShownTable:
    contest = figures.contest
    lines = (
        ShownLine(line.selection, field_name(t, contest, line.selection), line.votes, line.share)
        for line in table.lines
    )
    return ShownTable(
        title=table.title,
        base=base_name(t, contest, table.base),
        base_id=table.base,
        mark=total_mark(contest.id, LEGAL),
        shares=shares_mark(contest, table.base),
        lines=tuple(lines),
    )
