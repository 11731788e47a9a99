"""Numbers on axes: at which they stand, and how a language writes them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from typing import Any

from sverka.publish.language import MINUS, translator


def number_locale(language: str) -> dict[str, Any]:
    """How a language writes numbers, as d3 wants to be told; as on the pages.

    >>> number_locale("ru")["decimal"], number_locale("ru")["percent"], number_locale("en")["percent"]
    (',', '\\xa0%', '%')
    """
    symbols = translator(language).symbols
    return {
        "decimal": symbols.decimal,
        "thousands": symbols.group,
        "grouping": [3],
        "currency": ["", ""],
        "percent": f"{symbols.before_percent}%",
        "minus": MINUS,
    }


def ticks(largest: Fraction | int, most: int = 6) -> list[float]:
    """Round numbers from 0 to at most the largest: steps of 1, 2 or 5 times a power of ten, so few as asked.

    >>> ticks(Fraction(1732, 10000))
    [0.0, 0.05, 0.1, 0.15]
    >>> ticks(2494)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0]
    """
    step = next(step for step in _steps(whole=isinstance(largest, int)) if largest < step * most)
    return [float(step * times) for times in range(int(largest / step) + 1)]


def _steps(*, whole: bool) -> Iterator[Fraction]:
    power = Fraction(1) if whole else Fraction(1, 10_000)
    for zeros in count():
        yield from (digit * power * 10**zeros for digit in (1, 2, 5))
