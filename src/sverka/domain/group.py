"""The group for independent reconciliation: its members, the parties they speak for, and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sverka.domain.ids import MemberId
from sverka.domain.names import Names

PARTIES_NEEDED = 2  # a decision of the group is supported by members of at least two parties


class MemberKind(StrEnum):
    """For whom a member speaks."""

    PARTY = "party"
    OBSERVER = "observer"
    COMMISSION = "commission"


@dataclass(frozen=True, slots=True)
class RevokedKey:
    """A key of a member that is not to be trusted any more, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation in the group; never a person.

    `party` : the party it speaks for, "" where it speaks for none · `keys` : C2SP vkeys, Ed25519, in force
    """

    id: MemberId
    names: Names
    kind: MemberKind = MemberKind.PARTY
    party: str = ""
    keys: tuple[str, ...] = ()
    revoked: tuple[RevokedKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The group, as the definition of the election has it."""

    names: Names
    members: Mapping[MemberId, Member] = field(default_factory=dict)
    parties_needed: int = PARTIES_NEEDED
    source: str = ""


def parties_of(members: tuple[Member, ...]) -> tuple[str, ...]:
    """The parties that some members speak for, each once."""
    return tuple(dict.fromkeys(member.party for member in members if member.party))
