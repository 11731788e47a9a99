"""Digits of dice: which there are, what those who typed them disagree about, and when they are enough."""

from __future__ import annotations

from collections.abc import Iterable

ENOUGH_DIGITS = 20  # of six-sided dice: 6^20 seeds, beyond what anyone tries out between two rolls

DIGITS_OF: dict[int, str] = {6: "123456", 10: "0123456789"}
"""The digits of a die, by its sides; of ten sides, the tenth is read as 0."""


def strange_digit(digits: str, sides: int) -> int | None:
    """The place, from 1, of the first digit that no such die has; None where there is none."""
    return next((place for place, digit in enumerate(digits, 1) if digit not in DIGITS_OF[sides]), None)


def first_difference(typed: Iterable[str]) -> int | None:
    """The place, from 1, where what several people typed is first not the same; None where all typed the same."""
    first, *others = typed
    for place in range(max(map(len, (first, *others)))):
        if any(other[place : place + 1] != first[place : place + 1] for other in others):
            return place + 1
    return None
