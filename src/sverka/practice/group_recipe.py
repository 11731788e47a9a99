"""The part of a recipe that invents a group: its members, what they apply for, what is drawn and recounted."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=0)]


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in the three languages."""

    ky: str
    ru: str
    en: str


class MemberPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A member: an invented party."""

    id: str
    names: Text


class ApplicationPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """An application for so many stations, of which so many are not withdrawn and are granted."""

    number: str
    stations: Count
    granted: Count


class GroupPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """The group of a replay; everything about it is invented.

    `districts` : in how many the granted stations lie
    `drawn` : the stations that the dice of the demonstration draw, which are recounted too
    `disputed` : recounts that find a third figure
    """

    names: Text
    source: str
    members: list[MemberPlan]
    applications: list[ApplicationPlan]
    districts: Annotated[int, Meta(ge=1)]
    drawn: list[str] = []
    disputed: Count = 0

    @property
    def granted(self) -> int:
        """How many stations are granted a recount."""
        return sum(plan.granted for plan in self.applications)
