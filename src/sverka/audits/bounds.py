"""What a random sample of its size can show: exact bounds, by counting all samples there are.

A bound speaks of what was drawn by chance. Stations that were chosen, by whom and why ever, bound nothing.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

CONFIDENCE = Fraction(95, 100)


def chance_of_at_most(found: int, *, differing: int, population: int, drawn: int) -> Fraction:
    """How likely a sample has at most so many of those that differ: the hypergeometric distribution, exact."""
    ways = sum(
        comb(differing, each) * comb(population - differing, drawn - each)
        for each in range(min(found, drawn) + 1)
    )
    return Fraction(ways, comb(population, drawn))


def chance_to_see(differing: int, *, population: int, drawn: int) -> Fraction:
    """How likely a sample has at least one of those that differ."""
    return 1 - chance_of_at_most(0, differing=differing, population=population, drawn=drawn)


def most_that_differ(found: int, *, population: int, drawn: int, confidence: Fraction = CONFIDENCE) -> int:
    """The most of a population that differ, at a confidence, after a sample with equal chances found so many.

    The largest number under which finding so few is likelier than 1 - confidence.

    >>> most_that_differ(0, population=20, drawn=20)
    0
    >>> most_that_differ(0, population=2474, drawn=60)
    119

    Source: Buonaccorsi, "A note on confidence intervals for proportions in finite populations",
    The American Statistician 41 (1987); Wright, "Exact confidence bounds when sampling from small finite
    universes" (1991).
    """
    least, most = found, population - (drawn - found)  # as many as were seen to agree do agree
    while least < most:
        middle = (least + most + 1) // 2
        chance = chance_of_at_most(found, differing=middle, population=population, drawn=drawn)
        if chance > 1 - confidence:
            least = middle
        else:
            most = middle - 1
    return least


def most_share_that_differs(
    drawn: int, *, confidence: Fraction = CONFIDENCE, parts: int = 10_000
) -> Fraction:
    """The largest share of all sizes that differing stations have, at a confidence, after a sample by size found none.

    While none of them is drawn, each next draw hits one with at least their share of the whole; so none in n draws
    is at most as likely as (1 - share)^n. Rounded up to 1/parts.

    >>> most_share_that_differs(60)
    Fraction(61, 1250)
    """
    shares = (Fraction(part, parts) for part in range(parts + 1))
    return next(share for share in shares if (1 - share) ** drawn <= 1 - confidence)
