"""How many facts the record held when what a page of the history shows last changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sverka.domain.ids import AreaId
from sverka.publish.history.points import History
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures


@dataclass(frozen=True, eq=False)
class HistoryChanges:
    """Of the publications, of what came in between them, and of the figures now."""

    edition: Edition
    history: History

    @property
    def definition(self) -> int:
        """Of what every page stands on."""
        return self.edition.changes.definition

    def columns(self, figures: ContestFigures) -> int:
        """Since when both counts are there and have their names."""
        return self.edition.changes.firsts_of(figures)

    @cached_property
    def told(self) -> int:
        """Of publications, and of everything else that came in between them but counts."""
        return max(self.definition, 1 + max(self.history.past.told, default=-1))

    def contest(self, figures: ContestFigures) -> int:
        """Of the history of one contest."""
        return max(self.told, self.edition.changes.contest(figures))

    @property
    def whole(self) -> int:
        """Of the history of all contests."""
        return max(self.told, self.edition.changes.whole)

    def area(self, figures: ContestFigures, area: AreaId) -> int:
        """Of the history of one contest in one area, which tells only of publications that changed a figure there."""
        changed = self.history.changes(figures.contest.id, area)
        last = changed[-1].entry + 1 if changed else 0
        first = min(
            (point.entry + 1 for point in self.history.published), default=0
        )  # since when there is a page
        return max(self.definition, first, last, self.columns(figures))
