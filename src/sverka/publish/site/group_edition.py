"""What the pages of the group are made from: its state, the files it made, and since when its keys count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sverka.publish.group.state import GroupState


@dataclass(frozen=True, eq=False)
class GroupEdition:
    """The group's work up to the last fact of a publication.

    `files` : the lists of drawings and the contents of final documents, by their SHA-256
    `enrolled` : vkey -> when the definition came in that first had it
    """

    state: GroupState
    files: Mapping[str, bytes] = field(default_factory=dict)
    enrolled: Mapping[str, str] = field(default_factory=dict)
