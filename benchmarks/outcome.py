"""What a benchmark found, and what was asked of it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Several runs of one thing: seconds by the clock, and seconds of processor time."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def median(self) -> float:
        """By the clock: what a person waits."""
        return statistics.median(self.wall)

    @property
    def least_cpu(self) -> float:
        """What the work costs, whatever else the machine did."""
        return min(self.cpu)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A figure that was asked for, and the one that was measured; `cpu` is the processor time of seconds."""

    what: str
    measured: float
    limit: float
    unit: str = "s"
    at_least: bool = False
    cpu: float | None = None

    @classmethod
    def of(cls, what: str, timed: Timed, limit: float) -> Asked:
        """Seconds by the clock that must not pass a limit."""
        return cls(what=what, measured=timed.median, limit=limit, cpu=timed.least_cpu)

    @property
    def held(self) -> bool:
        """Whether the measured figure is on the right side of the limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One benchmark: how long the work took, and how long its yardstick took beside it in the same run.

    `yardstick` says what that is: something simple that any machine does, or the other program
    `further` are other figures, by a name that ends in the unit
    """

    what: str
    timed: Timed
    yardstick: str
    yardstick_timed: Timed
    asked: tuple[Asked, ...] = ()
    further: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many yardsticks the work takes, by the clock."""
        return self.timed.median / self.yardstick_timed.median

    def as_figures(self) -> dict[str, object]:
        """For benchmarks/last.json."""
        return {
            "what": self.what,
            **_seconds("", self.timed),
            "yardstick": self.yardstick,
            **_seconds("yardstick_", self.yardstick_timed),
            "yardsticks": round(self.ratio, 3),
            "yardsticks_by_cpu": round(self.timed.least_cpu / self.yardstick_timed.least_cpu, 3),
            "asked": [
                {
                    "what": each.what,
                    "measured": round(each.measured, 3),
                    "at_least" if each.at_least else "at_most": each.limit,
                    "unit": each.unit,
                    "held": each.held,
                    **({} if each.cpu is None else {"cpu_seconds": round(each.cpu, 3)}),
                }
                for each in self.asked
            ],
            "further": {name: round(figure, 3) for name, figure in self.further.items()},
        }


class Skipped(Exception):
    """A benchmark that cannot run here, with the reason."""


def _seconds(prefix: str, timed: Timed) -> dict[str, float | int]:
    return {
        f"{prefix}seconds": round(timed.median, 4),
        f"{prefix}seconds_fastest": round(min(timed.wall), 4),
        f"{prefix}cpu_seconds": round(timed.least_cpu, 4),
        f"{prefix}runs": len(timed.wall),
    }
