"""Who is still out: places without a second count, the voters on their lists, and what the other count says there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.ids import AreaId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.figures import Figures
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.naming import area_name
from sverka.publish.site.place_lines import top_areas
from sverka.publish.totals import Share

MOST = 200  # places of two levels


@dataclass(frozen=True, slots=True, kw_only=True)
class OutLine:
    """One place; `voters` is None where the lists of some stations there are not known.

    `other` : in how many of the stations that are out the other account has a count
    """

    name: str
    path: str
    stations: int
    voters: int | None
    other: int
    shares: tuple[Share | None, ...]


def still_out(
    t: Translator,
    edition: Edition,
    figures: ContestFigures,
    now: Figures,
    shown: tuple[SelectionId, ...],
) -> Iterator[OutLine]:
    """The whole, then every place where the right account of the default pair is not in everywhere.

    Where that can be hundreds, only regions: a page that every batch changes does not grow with the country.
    """
    few = len(now.axis) <= MOST
    for area in now.axis if few else (WHOLE, *(top.id for top in top_areas(edition))):
        line = _line(t, edition, figures, now, area, shown)
        if line is not None:
            yield line


def _line(
    t: Translator,
    edition: Edition,
    figures: ContestFigures,
    now: Figures,
    area: AreaId,
    shown: tuple[SelectionId, ...],
) -> OutLine | None:
    total = now.total(figures.right, area)
    if total is None or not total.stations.missing:
        return None
    rest = now.rest(figures.left, figures.right, area)
    shares = rest[1] if rest else {}
    return OutLine(
        name=area_name(t, edition.election, area),
        path=edition.addresses.areas[area] if area != WHOLE else "",
        stations=total.stations.missing,
        voters=now.voters_missing(figures.right, area),
        other=rest[0].stations.summed if rest else 0,
        shares=tuple(shares.get(each) for each in shown),
    )
