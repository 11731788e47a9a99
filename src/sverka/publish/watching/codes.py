"""What can be seen on a watched page: codes and figures, no sentences.

The sentences are in `publish/words/watching.py`, and docs/checks.md explains every code. Nothing here says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sverka.domain.counts import Unit


class PageCode(StrEnum):
    """What was seen on a page. The comment names the figures behind its sentence."""

    SHARES_OVER_100 = "P1"  # sum (percent); threshold (percent) and above: lists that reach it
    OTHER_BASE = "P2"  # least, most: the base that votes and shares imply; stated: the base on the page
    NO_BASE = "P3"  # votes
    NOT_THE_SUM = "P4"  # fields: how many; field, shown, parts: the one that misses most
    CONTROL = "P5"  # control, left, right
    FELL = "P6"  # fields; field, before, after: the one that fell most
    CHANGED = "P7"  # fields; field, before, after: figures of a station
    GONE = "P8"  # units: how many are no longer shown
    BLANK = "P9"
    NO_ANSWER = "P10"  # status (0: none), note
    UNREADABLE = "P11"  # note


Figure = int | str

BETWEEN = frozenset({PageCode.FELL, PageCode.CHANGED, PageCode.GONE})
"""What is seen between two looks, not on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One thing seen at one look; `detail` tells two of one code apart (the code of a control)."""

    code: PageCode
    contest: str = ""
    unit: str = ""
    of: Unit = Unit.AREA
    detail: str = ""
    context: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two looks show the same thing."""
        return self.code, self.contest, self.unit, self.detail
