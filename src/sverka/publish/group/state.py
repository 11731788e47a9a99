"""What the facts of the group add up to, and whether the next one is allowed.

One set of rules serves both: `GroupState.take` lets an act have its effect or refuses it. What is about to be written
is refused before it is in the record (`office/group_acts.py`). What is in a record although the rules do not allow it
has no effect and is named (`GroupState.wrong`): by pages, by `sverka fsck`, and, in its own words, by the verifier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import assert_never

from sverka.domain.group import Group
from sverka.errors import Refused
from sverka.publish.group.acts import Act, Wrong
from sverka.publish.group.applications import Applications
from sverka.publish.group.cases import Cases
from sverka.publish.group.documents import Documents
from sverka.publish.group.drawings import Drawings
from sverka.record.facts import canonical_bytes, hash_of
from sverka.record.group_facts import (
    AnyGroupFact,
    ApplicationDecisionFact,
    ApplicationFact,
    CaseFact,
    CommitmentFact,
    DiceFact,
    FinalDocumentFact,
    OpinionFact,
    RefusalFact,
    SampleFact,
    SignatureFact,
    WithdrawalFact,
)
from sverka.record.signing import members_who_signed


@dataclass
class GroupState:
    """The group's work up to some fact."""

    election: str
    applications: Applications = field(default_factory=Applications)
    cases: Cases = field(default_factory=Cases)
    drawings: Drawings = field(default_factory=Drawings)
    documents: Documents = field(default_factory=Documents)
    wrong: list[Wrong] = field(default_factory=list)

    def read(self, entry: int, fact: AnyGroupFact, group: Group | None) -> None:
        """Take in a fact that is in the record; `group` is the one in force there."""
        try:
            self.take(self.act(entry, fact, group))
        except Refused as refused:
            self.wrong.append(Wrong(entry, fact, refused))

    def act(self, entry: int, fact: AnyGroupFact, group: Group | None) -> Act[AnyGroupFact]:
        """The fact and the members who signed it; refused where a signature does not count."""
        if group is None:
            raise Refused("R406", "the definition has no group", cure="add [group] to it: `sverka define`")
        members = members_who_signed(fact, self.election, group)
        return Act(entry, fact, members, group, hash_of(canonical_bytes(fact)))

    def take(self, act: Act[AnyGroupFact]) -> None:
        """Let an act have its effect; refused, nothing has changed."""
        match act.fact:
            case ApplicationFact() | WithdrawalFact() | ApplicationDecisionFact():
                self.applications.take(act)
            case CaseFact():
                self.applications.check_case(act.fact)
                self.drawings.check_case(act.fact)
                self.cases.take(act)
            case CommitmentFact() | DiceFact() | SampleFact():
                self.drawings.take(act)
            case FinalDocumentFact() | SignatureFact() | OpinionFact() | RefusalFact():
                self.documents.take(act)
            case _:
                assert_never(act.fact)


def group_state(
    facts: Iterable[tuple[int, AnyGroupFact]],
    *,
    election: str,
    group_at: Callable[[int], Group | None],
    election_at: Callable[[int], str] | None = None,
) -> GroupState:
    """The group's work as facts say, with their indexes, in the order of the record.

    `group_at`, `election_at` : the group, and the id of the election, that the definition in force before an index has
    """
    state = GroupState(election)
    for entry, fact in facts:
        state.election = election if election_at is None else election_at(entry)
        state.read(entry, fact, group_at(entry))
    state.election = election
    return state
