"""How a number on a page is named, so that a program can hold it against the published figures.

::

    <td data-is="parties/legal//selections/pear">1,234</td>        of the whole, in data/results.json
    <td data-is="parties/legal/north/shares/pear">12.34%</td>      of an area, in data/areas/north.json
    <dd data-is="parties//north/comparison/different">17</dd>      the compared pair has no source of its own

CONTEST/SOURCE/AREA, then what it is; each part is percent-encoded. Figures of a source over no other stations than
those that another one has are of the source SOURCE:OTHER; shares of a base that is not the contest's, `shares:BASE`.
"""

from __future__ import annotations

from urllib.parse import quote

from sverka.domain.counts import Source
from sverka.domain.election import Contest
from sverka.domain.ids import AreaId, BaseId, ContestId
from sverka.publish.areas import WHOLE


def total_mark(
    contest: ContestId, source: Source, area: AreaId = WHOLE, *, over: Source | None = None
) -> str:
    """Where the total of a source and area stands; `over`: summed over this one's stations only."""
    named = _part(str(source)) if over is None else f"{_part(str(source))}:{_part(str(over))}"
    return f"{_part(contest)}/{named}/{_part(area)}"


def comparison_mark(contest: ContestId, area: AreaId = WHOLE) -> str:
    """Where the comparison of a contest in an area stands."""
    return f"{_part(contest)}//{_part(area)}/comparison"


def shares_mark(contest: Contest, base: BaseId | None) -> str:
    """What the shares of a base are called within a total."""
    return "shares" if base == contest.share_base else f"shares:{_part(str(base))}"


def _part(text: str) -> str:
    return quote(text, safe="")
