"""How much may come in: buckets that fill again by the minute, one for each sender or address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MOST_KNOWN = 20_000  # addresses; more, and all begin anew: a flood of addresses must not fill the memory


@dataclass(slots=True)
class Buckets:
    """A bucket of tokens for each name, refilled steadily; `clock` gives seconds and never goes back."""

    clock: Callable[[], float]
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, name: str, wanted: int, *, per_minute: int) -> float:
        """Take so many; gives 0, or in how many seconds there will be enough. A full bucket gives any number once."""
        now = self.clock()
        left, since = self._left.get(name, (float(per_minute), now))
        left = min(per_minute, left + (now - since) * per_minute / 60)
        if left < min(wanted, per_minute):
            return max((min(wanted, per_minute) - left) * 60 / per_minute, 1.0)
        if len(self._left) >= MOST_KNOWN:
            self._left.clear()
        self._left[name] = (left - wanted, now)
        return 0.0
