"""What members say whenever they act in a case or about an application: the options, and how the act is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.group_acting import act
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.domain.ids import ContestId
    from sverka.office.folder import State
    from sverka.office.group_cases import Said
    from sverka.publish.group.state import GroupState
    from sverka.record.group_facts import AnyGroupFact
    from sverka.record.sequencer import Receipt

Reason = Annotated[str, typer.Option(help="Why; without the name of a person.", show_default=False)]
Documents = Annotated[
    list[str] | None,
    typer.Option(
        "--document",
        metavar="HASH",
        help="A paper behind it, by its hash or how that begins; may be repeated.",
        show_default=False,
    ),
]
Claimed = Annotated[str, typer.Option(help="When it was done: a day, or a moment.", show_default=False)]
Received = Annotated[str, typer.Option(help="When it came to you, if that is not now.", show_default=False)]


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every such command is given."""

    reason: str = ""
    documents: Sequence[str] = ()
    claimed: str = ""
    received: str = ""
    keys: Sequence[Path] = ()
    unsigned: Path | None = None
    json: bool = False


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The group about to act on an election folder, and what is said of its next act."""

    screen: Screen
    state: State
    said: Said
    common: Common

    @classmethod
    def of(cls, context: typer.Context, folder: Path, common: Common) -> Meeting:
        """Open the folder and read what was said."""
        from sverka.office.clock import day_or_moment
        from sverka.office.group_cases import Said
        from sverka.office.withholding import paper_named

        screen = Screen.of(context)
        state = open_state(folder, screen)
        zone = state.election.timezone
        said = Said(
            reason=common.reason,
            documents=tuple(paper_named(state.snapshot, given).sha256 for given in common.documents),
            claimed=day_or_moment(common.claimed, timezone=zone, option="--claimed")
            if common.claimed
            else "",
        )
        return cls(screen=screen, state=state, said=said, common=common)

    @cached_property
    def group(self) -> GroupState:
        """What the group did so far."""
        from sverka.office.group_acts import group_state_of

        return group_state_of(self.state)

    def contest(self, given: str | None) -> ContestId:
        """The contest that a person names, or the first of the definition."""
        from sverka.cli.folders import contest_of
        from sverka.publish.results import Results

        return contest_of(Results(self.state.election, self.state.snapshot), given)

    def act(self, facts: Sequence[AnyGroupFact], *, evidence: Iterable[bytes] = ()) -> Receipt | None:
        """Record the acts, or write them to be signed elsewhere; all of them or none, and the files they name."""
        from sverka.office.group_checks import check_against_election

        if self.common.unsigned is not None:
            check_against_election(self.state, facts)
        return act(
            self.screen,
            self.state,
            facts,
            keys=self.common.keys,
            unsigned=self.common.unsigned,
            received=moment(self.common.received, self.state),
            evidence=evidence,
            json=self.common.json,
        )
