"""The ways in which facts come into a night, and what the night asks of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sverka.office.folder import ElectionFolder
from sverka.office.night.incoming import Cell
from sverka.office.night.kept_back import Conflict
from sverka.office.night.taking_in import INBOX, IntakeState, TakingIn
from sverka.office.writer import Writer
from sverka.publish.site.operator import ConflictLine, SenderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What came in by one way, for the operator; `way` says where it is open.

    `unknown_stations` : counts that are kept, of stations that the election does not have
    """

    way: str
    waiting: int = 0
    senders: tuple[SenderLine, ...] = ()
    conflicts: tuple[ConflictLine, ...] = ()
    refused_files: Mapping[str, str] = field(default_factory=dict)
    unknown_stations: int = 0


class Door(Protocol):
    """One way in."""

    def start(self, writer: Writer, folder: ElectionFolder) -> None:
        """Take in from now on."""

    def settle(self) -> None:
        """Return when what waits now is taken in."""

    def stop(self) -> None:
        """Take in nothing more; whoever waits is answered."""

    def incoming(self) -> Incoming:
        """What came in so far."""


@dataclass(frozen=True, slots=True)
class Intakes:
    """Senders over HTTP, and the watched folder."""

    taking_in: TakingIn

    def start(self, writer: Writer, folder: ElectionFolder) -> None:
        """Take counts in from now on."""
        self.taking_in.start(writer, folder)

    def settle(self) -> None:
        """Return when all files that lie in the folder now are done with."""
        self.taking_in.settle()

    def stop(self) -> None:
        """Take in nothing more."""
        self.taking_in.stop()

    def incoming(self) -> Incoming:
        """What came in so far; of the folder, files."""
        state = self.taking_in.state()
        return Incoming(
            way=" · ".join(filter(None, (state.address, f"{state.inbox}/"))),
            waiting=state.waiting + state.files_waiting,
            senders=tuple(_senders(state)),
            conflicts=tuple(map(_conflict, state.conflicts)),
            refused_files={**state.refused_files, **state.stuck},
            unknown_stations=state.unknown_stations,
        )


def _senders(state: IntakeState) -> Iterator[SenderLine]:
    for each in state.senders:
        yield SenderLine(
            name=each.name,
            recorded=each.recorded,
            known=each.known,
            conflict=each.conflicts,
            refused=each.refused,
        )
    if state.files_taken or state.files_refused:
        yield SenderLine(name=f"{INBOX}/", recorded=state.files_taken, refused=state.files_refused)


def _conflict(conflict: Conflict) -> ConflictLine:
    return ConflictLine(
        received=conflict.received,
        sender=conflict.sender,
        contest=conflict.count.contest,
        unit=conflict.count.unit,
        account=f"{conflict.account}@{conflict.holder}" if conflict.holder else conflict.account,
        entry=conflict.index,
        differs=tuple(
            (name, _shown(each.recorded), _shown(each.given)) for name, each in conflict.differs.items()
        ),
        reason=conflict.count.reason,
    )


def _shown(cell: Cell) -> str:
    """A figure; "?" where nobody could read it."""
    return "?" if cell is None else str(cell)
