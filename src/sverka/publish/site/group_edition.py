"""What the pages of the group are made from: its state, the files it made, and since when its keys count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sverka.errors import Fault, Refused
from sverka.publish.group.draw_check import DrawnAnew, draw_anew
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

    @cached_property
    def drawn_anew(self) -> Mapping[str, DrawnAnew | Fault | Refused]:
        """Every drawing made again from its list and its dice, or why what is recorded does not follow."""
        return {draw: self._draw_anew(draw) for draw in self.state.drawings.by_id}

    def _draw_anew(self, draw: str) -> DrawnAnew | Fault | Refused:
        try:
            found = draw_anew(self.state.drawings.by_id[draw], self.files)
        except (Fault, Refused) as trouble:
            return trouble
        return found.refused or found
