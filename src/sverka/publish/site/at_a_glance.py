"""The comparison of a contest at a glance: how many stations, which kinds, what the sign means."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.publish.areas import WHOLE
from sverka.publish.differences import Compared, kind_share
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.marks import comparison_mark
from sverka.publish.site.naming import source_name
from sverka.publish.totals import Share
from sverka.publish.words.kinds import kind_said
from sverka.publish.words.saying import Said
from sverka.reconcile.kinds import NOT_COMPARABLE, ONLY_LEFT, ONLY_RIGHT

NOT_DIFFERENT = frozenset({ONLY_LEFT, ONLY_RIGHT, NOT_COMPARABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """One kind of difference: its words, how many stations, and their share where it is a difference."""

    id: str
    said: Said
    stations: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What the default pair of a contest says of each other, as a whole."""

    left: str
    right: str
    mark: str
    compared: Compared
    sum_kept: int
    within_tolerance: int
    kinds: tuple[KindLine, ...]
    waiting: tuple[KindLine, ...]

    @property
    def any(self) -> bool:
        """Whether anything could be compared."""
        return self.compared.both > 0


def at_a_glance(t: Translator, edition: Edition, figures: ContestFigures) -> Glance:
    """The default pair of a contest."""
    pair = figures.comparison
    left, right = (source_name(t, edition.election, each) for each in (figures.left, figures.right))
    lines = [
        KindLine(
            id=kind,
            said=kind_said(t, kind, left=left, right=right),
            stations=count,
            share=None if kind in NOT_DIFFERENT else kind_share(pair, kind),
        )
        for kind, count in pair.kind_counts.items()
    ]
    return Glance(
        left=left,
        right=right,
        mark=comparison_mark(figures.contest.id),
        compared=figures.compared[WHOLE],
        sum_kept=pair.stations["sum_kept"],
        within_tolerance=pair.stations["within_tolerance"],
        kinds=tuple(sorted((line for line in lines if line.share), key=lambda line: -line.stations)),
        waiting=tuple(line for line in lines if not line.share),
    )
