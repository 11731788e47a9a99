"""Acts of the group: what it did so far, and the next thing it does, signed and written into the record.

Everything the group does goes through `perform`: the fact is linked to the one before it of its subject, signed, held
against the same rules by which pages and verifiers read it, and only then appended. Refused, nothing has changed.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from sverka.domain.election import Election
from sverka.domain.group import Group
from sverka.errors import Refused
from sverka.office.chain import Chain
from sverka.office.draw_gate import check_drawings
from sverka.office.folder import State
from sverka.office.group_checks import check_against_election
from sverka.office.group_names import check_names
from sverka.office.papers import Papers
from sverka.publish.group.state import GroupState, group_state
from sverka.record.facts import canonical_bytes, subject_of
from sverka.record.group_facts import AnyGroupFact
from sverka.record.sequencer import Receipt
from sverka.record.signing import Signable, sign
from sverka.tlog.keys import Signer


def election_at(state: State) -> Callable[[int], Election | None]:
    """The election of the definition that was in force before an index of the record."""
    definitions = state.snapshot.definitions
    entries = sorted(definitions)
    elections: dict[int, Election] = {}

    def at(index: int) -> Election | None:
        place = bisect.bisect_left(entries, index) - 1
        if place < 0:
            return None
        entry = entries[place]
        if entry not in elections:
            elections[entry] = Papers.recorded(definitions[entry], state.folder.evidence).election()
        return elections[entry]

    return at


def group_at(state: State) -> Callable[[int], Group | None]:
    """The group of the definition that was in force before an index of the record."""
    at = election_at(state)
    return lambda index: None if (election := at(index)) is None else election.group


def group_state_of(state: State) -> GroupState:
    """What the group did, as the record of a state has it; each act under the definition in force at its place."""
    at = election_at(state)
    return group_state(
        sorted(state.snapshot.group.items()),
        election=str(state.election.id),
        group_at=lambda index: None if (election := at(index)) is None else election.group,
        election_at=lambda index: "" if (election := at(index)) is None else str(election.id),
    )


def linked(state: State, facts: Iterable[Signable]) -> list[Signable]:
    """The facts, each naming the one before it of its subject: what members are to sign."""
    chain = Chain(state)
    return [replace(fact, supersedes=chain.superseded_by(fact)) for fact in facts]


def perform(
    state: State,
    facts: Iterable[AnyGroupFact],
    signers: Sequence[Signer],
    *,
    received: str,
    evidence: Iterable[bytes] = (),
) -> Receipt:
    """Sign facts, hold each against the rules after those before it, and write all of them or none."""
    chain, signed = Chain(state), list[AnyGroupFact]()
    for fact in facts:
        linked = replace(fact, received=received, supersedes=chain.superseded_by(fact), signatures=())
        signed.append(sign(linked, str(state.election.id), signers))
        chain.remember(signed[-1])
    return enter(state, signed, received=received, evidence=evidence)


def enter(
    state: State, signed: Sequence[AnyGroupFact], *, received: str, evidence: Iterable[bytes] = ()
) -> Receipt:
    """Write facts that are signed already, where the rules allow each after those before it; all of them or none."""
    group, chain, size = group_state_of(state), Chain(state), state.snapshot.size
    facts, contents = [replace(fact, received=received) for fact in signed], list(evidence)
    for entry, fact in enumerate(facts, start=size):
        check_follows(chain, fact)
        group.take(group.act(entry, fact, state.election.group))
        chain.remember(fact)
    check_names(state.election.group, facts)
    check_against_election(state, facts)
    check_drawings(state, group.drawings, facts, contents)
    return state.folder.append([canonical_bytes(fact) for fact in facts], after=size, evidence=contents)


def check_follows(chain: Chain, fact: AnyGroupFact) -> None:
    """What was signed must follow the last fact of its subject: those who signed knew no later one."""
    if fact.supersedes != chain.superseded_by(fact):
        raise Refused(
            "R407",
            f"something else was recorded of {' '.join(subject_of(fact))} since this was signed",
            cure="look at it, and sign what you want to do after it",
        )
