"""Shares on a page against the votes on it: of which number of ballots are they shares?

A share that does not say of what it is a share can hide a wrong sum: on one page of 29 November 2021 votes and
shares implied 1,190,000 voters, and the page said 1,276,014.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from sverka.domain.readings import Notice
from sverka.formats.notices import NoticeCode, notice


@dataclass(frozen=True, slots=True)
class Shown:
    """Votes and the share in percent that is shown for them."""

    votes: int
    percent: Decimal


def share_notices(
    shown: Mapping[str, Sequence[Shown]], bases: Mapping[str, Mapping[str, int]]
) -> Iterator[Notice]:
    """What the shares of each area are shares of: a named base, another number, or none at all."""
    digits = digits_shown(each.percent for shares in shown.values() for each in shares)
    fitting: Counter[str] = Counter()
    for area, shares in shown.items():
        base = fitting_base(shares, bases[area], digits)
        if base is not None:
            fitting[base] += 1
        else:
            yield from _without_base(area, shares, digits)
        total = sum((each.percent for each in shares), Decimal(0))
        if Fraction(total) > 100 + len(shares) * half_unit(digits):
            yield notice(NoticeCode.PCOS_SHARES_OVER_100, area=area, sum=str(total))
    for base, count in fitting.items():
        yield notice(NoticeCode.PCOS_SHARES_FIT, base=base, count=count)


def _without_base(area: str, shares: Sequence[Shown], digits: int) -> Iterator[Notice]:
    votes, implied = sum(each.votes for each in shares), implied_base(shares, digits)
    if implied is None:
        yield notice(NoticeCode.PCOS_SHARES_WITHOUT_BASE, area=area, votes=votes)
    elif implied[1] is not None:  # else every share is 0.00, which says nothing of what it is of
        yield notice(
            NoticeCode.PCOS_SHARES_OTHER_BASE, area=area, votes=votes, least=implied[0], most=implied[1]
        )


def fitting_base(shown: Sequence[Shown], bases: Mapping[str, int], digits: int) -> str | None:
    """The first base of which every share is right to the digits that are shown; None if none is."""
    within = half_unit(digits)
    for name, base in bases.items():
        if base > 0 and all(
            abs(Fraction(100 * each.votes, base) - Fraction(each.percent)) <= within for each in shown
        ):
            return name
    return None


def implied_base(shown: Sequence[Shown], digits: int) -> tuple[int, int | None] | None:
    """The least and the most ballots of which every share can be right (None: no limit); None where no number fits all.

    A share p of n votes, rounded to within h, is of a base between 100 n / (p + h) and 100 n / (p - h).
    """
    within = half_unit(digits)
    least, most = 0, None
    for each in shown:
        share = Fraction(each.percent)
        if share + within <= 0 or (each.votes == 0 and share - within > 0):
            return None
        least = max(least, ceil(100 * each.votes / (share + within)))
        if share - within > 0:
            bound = floor(100 * each.votes / (share - within))
            most = bound if most is None else min(most, bound)
    return None if most is not None and least > most else (least, most)


def half_unit(digits: int) -> Fraction:
    """Half of the last digit that is shown."""
    return Fraction(1, 2 * 10**digits)


def digits_shown(percents: Iterable[Decimal]) -> int:
    """Digits after the point of a page: a JSON number drops zeros at its end, so the longest one tells."""
    exponents = (percent.as_tuple().exponent for percent in percents)
    return max((-each for each in exponents if isinstance(each, int)), default=0)
