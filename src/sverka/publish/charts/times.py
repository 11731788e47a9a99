"""Times on axes: whole hours and days of a zone, as a language writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

HOURS = (1, 2, 4, 6, 12, 24, 48, 72, 7 * 24, 14 * 24, 28 * 24, 91 * 24, 365 * 24)  # from one tick to the next


def clock_ticks(
    first: datetime, last: datetime, zone: tzinfo, language: str, *, most: int
) -> list[tuple[datetime, str]]:
    """Whole hours or days between two times and how they are written; at most so many, midnight by its date."""
    span = last - first
    hours = next((hours for hours in HOURS if span < timedelta(hours=hours) * most), HOURS[-1])
    return [(at, _written(at, hours, language)) for at in _at_every(hours, first, last, zone)]


def _at_every(hours: int, first: datetime, last: datetime, zone: tzinfo) -> Iterator[datetime]:
    """Steps on the wall clock, so that days begin at midnight even where the clock is changed."""
    wall = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    while (at := wall.replace(tzinfo=zone)) <= last:
        if at >= first:
            yield at
        wall += timedelta(hours=hours)


def _written(at: datetime, hours: int, language: str) -> str:
    if hours < 24 and at.hour:
        return f"{at:%H:%M}"
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", at, locale=language)
