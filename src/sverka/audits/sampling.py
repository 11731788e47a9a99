"""Which stations dice draw, in which order: a function of the seed and of the list, and of nothing else.

::

    SHA-256 of "35142663145226316254,0001"  ->  H, an integer;  h = H / 2^256
    key = h                  with equal chances
    key = -ln(h) / weight    by size             the station with the smallest key is drawn first

So with equal chances the hashes need only be sorted. By size, the first is drawn with a probability in proportion to
its weight, and each next one so among those that are left (Efraimidis, Spirakis, "Weighted random sampling with
a reservoir", Information Processing Letters 97, 2006, algorithm A; Rosén, "Asymptotic theory for order sampling",
J. Statistical Planning and Inference 62, 1997: exponential order sampling). docs/drawing.md has the same in a
page of Python that imports nothing of ours.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache

from sverka.errors import Fault

PLACES = 50  # decimals of -ln(h) and of a key: two stations of a country never share so many
GUARD = 90  # significant digits in between: 3 before the point, PLACES behind it, and more than enough to round by
ONE = 10**PLACES
HASHES = 2**256

Unit = tuple[str, Fraction | None]
"""The id of a unit and its weight; None where every unit has the same chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One unit in the order of a drawing; `place` counts from 1.

    `hash` : H, the SHA-256 as an integer · `weight` : above 0, None with equal chances
    `minus_ln` : -ln(H / 2^256) in units of 10^-50, rounded to the nearest; None with equal chances
    """

    place: int
    unit: str
    hash: int
    minus_ln: int | None = None
    weight: Fraction | None = None

    @property
    def exact_key(self) -> Fraction:
        """What the order is by, in units of 10^-50."""
        if self.weight is None or self.minus_ln is None:
            return Fraction(self.hash * ONE, HASHES)
        return self.minus_ln / self.weight

    @property
    def key(self) -> int:
        """What the order is by, cut off after 50 decimals."""
        return int(self.exact_key)


def in_order(units: Iterable[Unit], seed: str) -> tuple[Drawn, ...]:
    """All units that can be drawn, in the order in which the seed draws them; a unit of weight 0 never is.

    The order of `units` says nothing. A larger sample begins with the smaller one.
    """
    hashed = [_hashed(unit, weight, seed) for unit, weight in _checked(units)]
    order = sorted(hashed, key=lambda drawn: (drawn.exact_key, drawn.unit))
    return tuple(replace(drawn, place=place) for place, drawn in enumerate(order, start=1))


def _hashed(unit: str, weight: Fraction | None, seed: str) -> Drawn:
    """A unit with its hash, not yet in its place."""
    number = hash_of_unit(seed, unit)
    logarithm = None if weight is None else minus_ln(number)
    return Drawn(place=0, unit=unit, hash=number, minus_ln=logarithm, weight=weight)


def draw_sample(units: Iterable[Unit], seed: str, size: int) -> tuple[Drawn, ...]:
    """The first `size` units that the seed draws."""
    order = in_order(units, seed)
    if not 0 < size <= len(order):
        raise Fault(f"{size} of {len(order)} that can be drawn", cure=f"ask for 1 to {len(order)} of them")
    return order[:size]


def hashed_text(seed: str, unit: str) -> str:
    """What is hashed, as UTF-8: the seed, a comma, and the unit's id in Unicode's composed form."""
    return f"{seed},{composed(unit)}"


def hash_of_unit(seed: str, unit: str) -> int:
    """H, in [0, 2^256)."""
    return int.from_bytes(hashlib.sha256(hashed_text(seed, unit).encode()).digest(), "big")


def minus_ln(hashed: int) -> int:
    """-ln(H / 2^256) in units of 10^-50, rounded to the nearest. No text is known whose hash is 0."""
    with localcontext(prec=GUARD):
        exact = _ln_of_hashes() - Decimal(hashed).ln()
        return int(exact.scaleb(PLACES).to_integral_value(ROUND_HALF_EVEN))


def composed(unit: str) -> str:
    """An id as it is hashed and listed: Unicode's composed form (NFC), in which equal texts are equal bytes."""
    return unicodedata.normalize("NFC", unit)


def decimal_of(scaled: int) -> str:
    """A number in units of 10^-50 as a decimal, all its places written out."""
    return f"{scaled // ONE}.{scaled % ONE:0{PLACES}d}"


@cache
def _ln_of_hashes() -> Decimal:
    with localcontext(prec=GUARD):
        return Decimal(HASHES).ln()


def _checked(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units that can be drawn, each once and in composed form."""
    seen: set[str] = set()
    for given, weight in units:
        unit = composed(given)
        if unit in seen:
            raise Fault(f"{unit!r} twice", place="the list to draw from", cure="list every station once")
        if weight is not None and weight < 0:
            raise Fault(f"{unit!r} has the weight {weight}", place="the list to draw from", cure="0 or more")
        seen.add(unit)
        if weight is None or weight:
            yield unit, weight
