"""An act of the group: a fact that its members signed, and which of them did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from sverka.domain.group import Group, Member, parties_of
from sverka.errors import Refused
from sverka.record.group_facts import AnyGroupFact

Kind_co = TypeVar("Kind_co", bound=AnyGroupFact, covariant=True)
Kind = TypeVar("Kind", bound=AnyGroupFact)


@dataclass(frozen=True, slots=True)
class Act(Generic[Kind_co]):
    """A fact of the group in its place: `entry` is its index in the record, `group` the one in force there.

    `members` : those who signed it, at least one
    `sha256` : of its bytes, by which other facts name it
    """

    entry: int
    fact: Kind_co
    members: tuple[Member, ...]
    group: Group
    sha256: str

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties whose members signed it."""
        return parties_of(self.members)

    def as_of(self, fact: Kind) -> Act[Kind]:
        """The same act; `fact` is its own, and its kind is known."""
        return Act(self.entry, fact, self.members, self.group, self.sha256)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fact of the group that the rules do not allow; it is in the record all the same, and has no effect."""

    entry: int
    fact: AnyGroupFact
    refused: Refused


def check_parties(act: Act[AnyGroupFact]) -> None:
    """A decision is supported by members of at least so many parties as the group needs."""
    needed, parties = act.group.parties_needed, act.parties
    if len(parties) < needed:
        named = ", ".join(parties) or "no party"
        raise Refused(
            "R405",
            f"a decision needs members of {needed} parties; this one is signed for {named}",
            cure="let a member of another party sign it too; whoever is against it can dissent",
        )
