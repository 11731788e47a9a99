"""Accounts of a count: how counted, where seen, and whose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sverka.domain.ids import AccountId, RowId
from sverka.domain.names import Names


class Counted(StrEnum):
    """How the votes were counted."""

    MACHINE = "machine"
    HAND = "hand"
    RECOUNT = "recount"


class SeenIn(StrEnum):
    """Where an account was seen."""

    TAPE = "tape"
    SERVER = "server"
    PROTOCOL = "protocol"
    SCAN = "scan"
    OBSERVER_COPY = "observer-copy"
    DISTRICT_ENTRY = "district-entry"
    PUBLISHED_PAGE = "published-page"


class DeviceType(StrEnum):
    """Values of NIST CDF `DeviceType` that this field of two counts needs."""

    OPSCAN_PRECINCT = "opscan-precinct"
    MANUAL_COUNT = "manual-count"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of the count: how counted, where seen, and whose (three separate things).

    `rows` are the numbered rows of the form that this account carries; None means all of them.
    """

    id: AccountId
    names: Names
    counted: Counted
    seen_in: SeenIn
    whose: str = ""
    rows: tuple[RowId, ...] | None = None
    source: str = ""

    @property
    def device(self) -> DeviceType:
        """The CDF word for how it was counted."""
        return DeviceType.OPSCAN_PRECINCT if self.counted is Counted.MACHINE else DeviceType.MANUAL_COUNT
