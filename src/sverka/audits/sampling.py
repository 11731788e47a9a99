"""Which stations dice draw, in which order: a function of the seed and of the list, and of nothing else.

::

    SHA-256 of "35142663145226316254,0001"  ->  H, an integer;  h = H / 2^256
    key = -ln(h) / weight                       the station with the smallest key is drawn first

With equal weights the largest hash is drawn first. With weights, the first is drawn with a probability in proportion
to its weight, and each next one so among those that are left (Efraimidis, Spirakis, "Weighted random sampling with
a reservoir", Information Processing Letters 97, 2006, algorithm A; Rosén, "Asymptotic theory for order sampling",
J. Statistical Planning and Inference 62, 1997: exponential order sampling). docs/drawing.md has the same in a
page of Python that imports nothing of ours.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache

from sverka.errors import Fault

PLACES = 50  # decimals of -ln(h) and of a key: two stations of a country never share so many
GUARD = 90  # significant digits in between: 3 before the point, PLACES behind it, and more than enough to round by
ONE = 10**PLACES
HASHES = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One unit in the order of a drawing; `place` counts from 1.

    `hash` : H, the SHA-256 as an integer · `minus_ln` : -ln(H / 2^256) in units of 10^-50, rounded to the nearest
    `weight` : above 0
    """

    place: int
    unit: str
    hash: int
    minus_ln: int
    weight: Fraction

    @property
    def key(self) -> int:
        """What the order is by, in units of 10^-50, cut off; before that it is held to be exact."""
        return self.minus_ln * self.weight.denominator // self.weight.numerator


def in_order(units: Iterable[tuple[str, Fraction]], seed: str) -> tuple[Drawn, ...]:
    """All units that can be drawn, in the order in which the seed draws them; a unit of weight 0 never is.

    The order of `units` says nothing. A larger sample begins with the smaller one.
    """
    weights = dict(_checked(units))
    hashes = {unit: hash_of_unit(seed, unit) for unit in weights}
    logarithms = {unit: minus_ln(hashed) for unit, hashed in hashes.items()}
    order = sorted(weights, key=lambda unit: (logarithms[unit] / weights[unit], unit))
    return tuple(
        Drawn(place=place, unit=unit, hash=hashes[unit], minus_ln=logarithms[unit], weight=weights[unit])
        for place, unit in enumerate(order, start=1)
    )


def draw_sample(units: Iterable[tuple[str, Fraction]], seed: str, size: int) -> tuple[Drawn, ...]:
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


def _checked(units: Iterable[tuple[str, Fraction]]) -> Iterator[tuple[str, Fraction]]:
    """The units that can be drawn, each once and in composed form."""
    seen: set[str] = set()
    for given, weight in units:
        unit = composed(given)
        if unit in seen:
            raise Fault(f"{unit!r} twice", place="the list to draw from", cure="list every station once")
        if weight < 0:
            raise Fault(f"{unit!r} has the weight {weight}", place="the list to draw from", cure="0 or more")
        seen.add(unit)
        if weight:
            yield unit, weight
