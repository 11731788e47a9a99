"""Numbers and shares as pages of any language show them, read and written by rules of their own.

::

    1 281 622   1,281,622   −17   +3         whole numbers: grouped or not, a minus sign or a plus
    44.59%   44,59 %   <0.01%   >99.99%      hundredths of a percent, rounded half up; almost none is not nothing
"""

from __future__ import annotations

import re
from fractions import Fraction

NOTHING = "\N{EN DASH}"
NUMBER = re.compile(r"[+\N{MINUS SIGN}-]?\d{1,3}(?:[\s,.\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]?\d{3})*")
SHARE = re.compile(r"[<>]?\d[\d\s,.\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*[.,]\d\d\s?%")
DIGITS = re.compile(r"\D")


def reads_as(text: str, expected: object) -> bool:
    """Whether a text shows a number, a share, or nothing."""
    if expected is None:
        return text in {NOTHING, ""}
    if isinstance(expected, Fraction):
        return bool(SHARE.fullmatch(text)) and _read_share(text) == share_shown(expected)
    return isinstance(expected, int) and bool(NUMBER.fullmatch(text)) and number_shown(text) == expected


def _read_share(text: str) -> tuple[str, int]:
    return (text[0] if text[0] in "<>" else "", basis_points(text))


def number_shown(text: str) -> int:
    """The whole number that a text shows."""
    number = int(DIGITS.sub("", text))
    return -number if text[0] in "-\N{MINUS SIGN}" else number


def basis_points(text: str) -> int:
    """The share that a text shows, in hundredths of a percent: the last two digits stand after the point."""
    return int(DIGITS.sub("", text))


def share_shown(share: Fraction) -> tuple[str, int]:
    """How a share is shown: a sign before it, and hundredths of a percent, rounded half up."""
    votes, of = share.as_integer_ratio()
    if 0 < 20_000 * votes < of:
        return "<", 1
    if 0 < 20_000 * (of - votes) <= of:
        return ">", 9_999
    return "", (20_000 * votes + of) // (2 * of)
