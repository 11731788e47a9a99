"""Figures of many units, added and compared without overflow.

Every step knows the largest figure that can come out of it; where 64 bits might not hold that, it
goes on in Python's whole numbers: slower, and exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sverka.domain.expressions import Function, Operator

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

INT64 = np.iinfo(np.int64)


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure per unit.

    `values` : shape (units,), int64 or Python's whole numbers; meaningless where `unknown`
    `unknown` : shape (units,)
    `largest` : no value is further from 0
    """

    values: NDArray[Any]
    unknown: BoolArray
    largest: int

    @classmethod
    def counted(cls, values: NDArray[Any], unknown: BoolArray) -> Figures:
        """Figures of a count, which are never below zero."""
        return cls(values, unknown, int(values.max(initial=0)))

    @classmethod
    def same(cls, value: int, units: int) -> Figures:
        """The same number for every unit."""
        return cls(np.full(units, value, np.int64), np.zeros(units, np.bool_), abs(value))

    @classmethod
    def nothing(cls, units: int) -> Figures:
        """Nothing known of any unit."""
        return cls(np.zeros(units, np.int64), np.ones(units, np.bool_), 0)

    def narrow(self) -> IntArray:
        """The values in 64 bits; those that do not fit become the largest that do."""
        fitting: IntArray = np.clip(self.values, INT64.min, INT64.max).astype(np.int64)
        return fitting


def wide(values: NDArray[Any], largest: int) -> NDArray[Any]:
    """The same values in a type that holds `largest`."""
    return values if largest <= INT64.max else values.astype(object)


def absolute(a: Figures) -> Figures:
    """The figures without their sign."""
    return Figures(np.abs(a.values), a.unknown, a.largest)


def plus(a: Figures, b: Figures) -> Figures:
    """The sum of two figures."""
    return _both(np.add, a, b, a.largest + b.largest)


def minus(a: Figures, b: Figures) -> Figures:
    """The first without the second; may be below zero."""
    return _both(np.subtract, a, b, a.largest + b.largest)


def times(a: Figures, b: Figures) -> Figures:
    """The product of two figures."""
    return _both(np.multiply, a, b, a.largest * b.largest)


def lesser(a: Figures, b: Figures) -> Figures:
    """The smaller of two figures."""
    return _both(np.minimum, a, b, max(a.largest, b.largest))


def greater(a: Figures, b: Figures) -> Figures:
    """The larger of two figures."""
    return _both(np.maximum, a, b, max(a.largest, b.largest))


ARITHMETIC = {Operator.PLUS: plus, Operator.MINUS: minus, Operator.TIMES: times}
OF_SEVERAL = {Function.SUM: plus, Function.MIN: lesser, Function.MAX: greater}


def _both(made_of: Callable[..., NDArray[Any]], a: Figures, b: Figures, largest: int) -> Figures:
    values = made_of(wide(a.values, largest), wide(b.values, largest))
    return Figures(values, a.unknown | b.unknown, largest)
