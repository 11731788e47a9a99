"""Colours and forms: the same account looks the same in every chart, in colour and in black and white.

A machine's count is hollow or dashed, since it is preliminary; the count by hand is solid. Orange and blue stay
apart for people who see colours differently, and every line has
a contrast of 4.5 : 1 or more on white (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sverka.domain.accounts import Account, Counted
from sverka.domain.ids import AccountId

INK = "#1b1f24"
QUIET = "#4d5661"  # axis labels, notes
GRID = "#dfe3e8"
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """How a series is drawn: bars are filled and outlined, lines have a colour and dashes."""

    stroke: str
    fill: str
    dash: tuple[int, ...] = (1, 0)  # (1, 0) is a line without gaps


MACHINE = Look(stroke="#a84300", fill="#fdeadb", dash=(5, 3))
HAND = Look(stroke="#174a80", fill="#174a80")
RECOUNT = Look(stroke="#00594c", fill="#86c5b6", dash=(9, 3))
OTHERS = (
    Look(stroke="#5b2c83", fill="#9a78bd", dash=(2, 2)),
    Look(stroke="#5f5a00", fill="#f3efc4", dash=(9, 3, 2, 3)),
    Look(stroke="#8a1550", fill="#e79bbf", dash=(7, 2, 2, 2)),
)
NEUTRAL = Look(stroke="#46586c", fill="#7f92a6")  # what belongs to no account: kinds of difference

_FIRST = {Counted.MACHINE: MACHINE, Counted.HAND: HAND, Counted.RECOUNT: RECOUNT}


def looks_of(accounts: Iterable[Account]) -> dict[AccountId, Look]:
    """The look of each account; the first counted by machine, by hand and in a recount have theirs."""
    first, others = dict(_FIRST), list(OTHERS)
    looks: dict[AccountId, Look] = {}
    for account in accounts:
        if account.counted in first:
            looks[account.id] = first.pop(account.counted)
        else:
            looks[account.id] = others.pop(0) if others else NEUTRAL
    return looks


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(fill: str) -> str:
    """The colour of text that reads better on a fill."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, fill))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
