"""What the pages of the group are made from, out of an election folder."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.office.folder import State
from sverka.office.group_acts import group_at, group_state_of
from sverka.publish.group.state import GroupState
from sverka.publish.site.group_edition import GroupEdition


def group_edition_of(state: State) -> GroupEdition | None:
    """The group's work as the record of a state has it; None where there is no group and nothing it did."""
    if state.election.group is None and not state.snapshot.group:
        return None
    group = group_state_of(state)
    files = {sha256: state.folder.evidence.get(sha256) for sha256 in _named(group)}
    return GroupEdition(group, files, _enrolled(state))


def _named(group: GroupState) -> Iterator[str]:
    """The files that pages read: lists of drawings, and what final documents say."""
    for drawing in group.drawings.by_id.values():
        yield drawing.committed.fact.population
        if drawing.drawn is not None:
            yield drawing.drawn.fact.drawn
    for document in group.documents.made:
        yield document.sha256


def _enrolled(state: State) -> dict[str, str]:
    """When the definition came in that first had each key."""
    groups, found = group_at(state), dict[str, str]()
    for entry, fact in sorted(state.snapshot.definitions.items()):
        group = groups(entry + 1)
        for member in group.members.values() if group else ():
            for vkey in member.keys:
                found.setdefault(vkey, fact.received)
    return found
