"""The final documents and the answers to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sverka.publish.group.acts import Act
from sverka.record.group_facts import AnyGroupFact


@dataclass
class Documents:
    """The final documents and the answers to them, as acts add up to them."""

    acts: list[Act[AnyGroupFact]] = field(default_factory=list)

    def take(self, act: Act[AnyGroupFact]) -> None:
        """Let an act have its effect; refused, nothing has changed."""
        self.acts.append(act)
