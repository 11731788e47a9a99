"""Counts of areas -> an answer such as the commission's results API gives, for tests and for a replay of a night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from sverka.domain.counts import CountTable, State, Unit
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId, FieldId
from sverka.formats.pcos import PcosBallot, PcosCount, PcosCounts, PcosDivision, PcosOverview, PcosPage
from sverka.formats.pcos_reading import EXTERNAL_ID

DIGIT = Decimal("0.01")


def pcos_page_of(
    election: Election, table: CountTable, *, bases: Mapping[str, int], overview: Mapping[str, int]
) -> PcosPage:
    """The page that shows these counts.

    Parameters
    ----------
    table : counts of areas; a cell that is unread or absent has no count on the page
    bases : by area, of what the page's shares are; the page does not say it
    overview : figures of the area that was asked for, by the API's names (p3, p5, p7, p8)
    """
    if table.unit is not Unit.AREA:
        raise AssertionError("a page has counts of areas")
    contest = election.contests[table.contest]
    return PcosPage(
        overview=PcosOverview(pcos=dict(overview)),
        ballots=[
            PcosBallot(
                position=position, name_ky=each.names.in_language("ky"), name_ru=each.names.in_language("ru")
            )
            for position, each in zip(positions(contest).values(), contest.selections, strict=True)
        ],
        ballot_counts=[
            PcosCounts(
                division=PcosDivision(id=division_of(election, table.units[line])),
                ballot_counts=[*_counts(table, line, contest, bases[table.units[line]])],
            )
            for line in np.flatnonzero(table.counted).tolist()
        ],
    )


def positions(contest: Contest) -> dict[FieldId, int | str]:
    """Where each selection stands on the ballot: its number, else its place in the order."""
    return {
        FieldId(each.id): int(each.number) if each.number == str(at) else each.number or at
        for at, each in enumerate(contest.selections, start=1)
    }


def division_of(election: Election, area: str) -> str:
    """What the API calls an area."""
    return election.places.areas[AreaId(area)].external_ids.get(EXTERNAL_ID, area)


def _counts(table: CountTable, line: int, contest: Contest, base: int) -> Iterator[PcosCount]:
    for field, position in positions(contest).items():
        column = table.fields.index(field)
        if table.state[line, column] == State.READ:
            votes = int(table.values[line, column])
            yield PcosCount(position=position, pcos_count=votes, pcos_percent=_percent(votes, base))


def _percent(votes: int, base: int) -> Decimal | None:
    """The share as a foreign page shows it; shares of ours are made in `publish/totals.py` alone."""
    return (Decimal(100 * votes) / base).quantize(DIGIT, ROUND_HALF_UP) if base else None
