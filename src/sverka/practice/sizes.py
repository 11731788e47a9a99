"""How large a practice election is."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many of everything, and how large and how different the stations are.

    `voters` is the median of voters on a station's list; `spread` the standard deviation of their
    logarithm (0: all stations alike).
    """

    stations: int = 240
    parties: int = 8
    districts: int = 6
    regions: int = 3
    voters: int = 900
    spread: float = 0.6

    def __post_init__(self) -> None:
        least = {"stations": 1, "parties": 2, "districts": 1, "regions": 1, "voters": 1}
        for name, smallest in least.items():
            if getattr(self, name) < smallest:
                raise Fault(
                    f"{getattr(self, name)} {name}", place=f"--{name}", cure=f"Ask for {smallest} or more."
                )
        if not 0 <= self.spread <= 3:
            raise Fault(f"a spread of {self.spread}", place="--spread", cure="Give a number from 0 to 3.")
        for larger, smaller in (("stations", "districts"), ("districts", "regions")):
            if getattr(self, larger) < getattr(self, smaller):
                raise Fault(
                    f"{getattr(self, smaller)} {smaller} need as many {larger}, not {getattr(self, larger)}",
                    place=f"--{larger}",
                    cure=f"Ask for fewer {smaller} or more {larger}.",
                )

    @property
    def width(self) -> int:
        """How many characters a station's number has, leading zeros included."""
        return max(4, len(str(self.stations)))
