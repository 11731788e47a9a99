"""The clock of the office, and the one way in which it writes a time."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sverka.errors import Fault


def moment(timezone: str) -> datetime:
    """This moment in the election's zone, to the second."""
    return datetime.now(ZoneInfo(timezone)).replace(microsecond=0)


def now(timezone: str) -> str:
    """This moment as a fact writes it: RFC 3339."""
    return moment(timezone).isoformat()


def checked(claimed: str, *, timezone: str, option: str = "--claimed") -> str:
    """A time as a person gave it, in RFC 3339 with a zone; without one, in the election's."""
    try:
        moment = datetime.fromisoformat(claimed)
    except ValueError:
        raise Fault(
            f"not a time: {claimed!r}", place=option, cure="write it like 2021-11-28T20:14:00+06:00"
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.isoformat(timespec="seconds")


def day_or_moment(given: str, *, timezone: str, option: str) -> str:
    """A day as 2021-12-15, or a time as `checked` writes it."""
    with suppress(ValueError):
        return date.fromisoformat(given).isoformat()
    return checked(given, timezone=timezone, option=option)
