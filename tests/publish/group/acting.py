"""Acts of an invented group, without a record and without signatures, for tests of its rules."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from sverka.domain.group import Group, Member, MemberKind
from sverka.domain.ids import MemberId
from sverka.domain.names import Names
from sverka.errors import Refused
from sverka.publish.group.acts import Act
from sverka.publish.group.state import GroupState
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import canonical_bytes, hash_of
from sverka.record.group_facts import AnyGroupFact, ApplicationDecisionFact, ApplicationFact, WithdrawalFact

PARTIES = {"apple": "apple", "pear": "pear", "quince": "quince", "apple-youth": "apple", "observers": ""}
GROUP = Group(
    names=Names("Group"),
    members={
        MemberId(name): Member(
            id=MemberId(name),
            names=Names(name),
            kind=MemberKind.PARTY if party else MemberKind.OBSERVER,
            party=party,
        )
        for name, party in PARTIES.items()
    },
)


@dataclass
class Acting:
    """A group at work."""

    state: GroupState = field(default_factory=lambda: GroupState("town-2026-05-17"))
    entry: int = 0

    def do(self, fact: AnyGroupFact, *members: str) -> None:
        """Let members do something, as if they had signed it."""
        signed = tuple(GROUP.members[MemberId(name)] for name in members)
        self.state.take(Act(self.entry, fact, signed, GROUP, hash_of(canonical_bytes(fact))))
        self.entry += 1

    def refused(self, fact: AnyGroupFact, *members: str) -> str:
        """The code with which it is refused; nothing has changed."""
        before = dict(self.state.cases.by_key), dict(self.state.applications.by_number)
        with pytest.raises(Refused) as caught:
            self.do(fact, *members)

        assert (self.state.cases.by_key, self.state.applications.by_number) == before
        return caught.value.code


def asked(*stations: str, number: str = "1", applicant: str = "apple") -> ApplicationFact:
    """An application for stations of the council."""
    return ApplicationFact(
        schema=SCHEMA,
        received="",
        signatures=(),
        number=number,
        applicant=applicant,
        contest="council",
        reason="the copies differ",
        stations=stations,
    )


def taken_back(*stations: str, number: str = "1") -> WithdrawalFact:
    """An application taken back, for some stations or all."""
    return WithdrawalFact(schema=SCHEMA, received="", signatures=(), number=number, stations=stations)


def answered(
    *granted: str, declined: tuple[str, ...] = (), number: str = "1", reason: str = "because"
) -> ApplicationDecisionFact:
    """A decision on an application."""
    return ApplicationDecisionFact(
        schema=SCHEMA,
        received="",
        signatures=(),
        number=number,
        granted=granted,
        declined=declined,
        reason=reason,
    )
