"""The night of an election in one process: who hands in, the one writer, the publisher, and a page for the operator.

::

    main thread    the writer: all facts in one order          threads   doors: HTTP, the watched folder
    thread         the publisher: looks every so many seconds            the witnesses, each minute
                                                                         the operator's page

They share the record and nothing else. To end, the doors close first, the publisher ends what it has begun, and the
writer answers who still waits. Killed at any moment, the next start goes on from the record.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sverka.errors import Refused, SverkaError
from sverka.office.clock import now as now_in
from sverka.office.cosigning import merge_into
from sverka.office.folder import ElectionFolder, check_is_election
from sverka.office.handing_over import Request
from sverka.office.night.board import Begun, Board, Ended
from sverka.office.night.doors import Door
from sverka.office.night.gating import Gate
from sverka.office.night.outcomes import Nothing, Outcome, Published, Stopped
from sverka.office.night.publisher import Clock, Publisher
from sverka.office.night.recording import A_PUBLICATION, through
from sverka.office.night.tidying import Tidying
from sverka.office.takeover_checks import check_nobody_went_on
from sverka.office.writer import Writer
from sverka.office.writer_lock import only_publisher, only_writer
from sverka.office.writing import A_MINUTE, ask_again, until_told
from sverka.publish.display import Display
from sverka.publish.site.build import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a night is asked for.

    `displays` : tables of somebody's own that pages show beside the sums
    `every` : seconds between two looks whether there is something to publish · `once` : take in, publish, end
    `most` : publications after which it ends, None for no end
    """

    folder: ElectionFolder
    out: Path
    gate: Gate
    languages: tuple[str, ...] = LANGUAGES
    every: float = A_MINUTE
    once: bool = False
    most: int | None = None
    ask_every: float = A_MINUTE
    clock: Clock = now_in
    displays: Sequence[Display] = ()


@dataclass
class Night:
    """A night that runs until it is told to end."""

    plan: Plan
    board: Board = field(default_factory=Board)
    doors: Sequence[Door] = ()
    ended: threading.Event = field(default_factory=threading.Event)
    writer: Writer = field(init=False)
    publisher: Publisher = field(init=False)
    failed: BaseException | None = None
    tidying: Tidying = field(default_factory=Tidying)

    def __post_init__(self) -> None:
        plan, folder = self.plan, self.plan.folder
        check_is_election(folder.path)
        self.writer = Writer(
            folder.origin,
            folder.sequencer,
            lambda lines: merge_into(folder.path, lines),
            refuse=no_publication,
        )
        self.publisher = Publisher(
            folder,
            plan.out,
            plan.gate,
            languages=plan.languages,
            append=through(self.writer),
            clock=plan.clock,
            every=max(1, round(plan.every)),
            displays=plan.displays,
        )

    def run(self) -> None:
        """Run until told to end; raises what kept it from beginning."""
        check_nobody_went_on(self.plan.folder.path)
        site = self.publisher.site
        with only_writer(self.plan.folder.path), until_told(self.ended):
            site.claim()
            with only_publisher(site.out):
                self._run()
        if self.failed is not None:
            raise self.failed

    def _run(self) -> None:
        threading.Thread(target=self._close, daemon=True).start()
        try:
            self.writer.run(self._begin)
        finally:
            self.ended.set()

    def _begin(self, size: int) -> None:
        """Open the doors, and begin to publish and to ask; in the writer's thread, before it writes."""
        for door in self.doors:
            door.start(self.writer, self.plan.folder)
        self.board.note(Begun(self.plan.folder.origin, size))
        asking = (self.plan.folder, self.writer, self.board.witnesses, self.plan.ask_every)
        threading.Thread(target=ask_again, args=asking, daemon=True).start()
        self._publishing = threading.Thread(target=self._publish_on, daemon=True)
        self._publishing.start()

    def _publish_on(self) -> None:
        """Look again and again; whatever goes wrong once is told, and the next look begins anew."""
        while not self.ended.is_set():
            with self._told("publication"):
                if self.plan.once:
                    for door in self.doors:
                        door.settle()
                outcome = self.publisher.publish_next()
                self.board.looked_again(outcome)
                if isinstance(outcome, Nothing):
                    self.publisher.renew_if_grown()
                if isinstance(outcome, Published):
                    self.tidying.after_a_publication()
                if self._is_enough(outcome):
                    self.ended.set()
            if self.plan.once:
                self.ended.set()
            self.ended.wait(self.plan.every)

    def _is_enough(self, outcome: Outcome) -> bool:
        most = self.plan.most
        return (
            isinstance(outcome, Published | Stopped) and most is not None and self.board.publications >= most
        )

    @contextmanager
    def _told(self, of: str) -> Iterator[None]:
        """Tell what goes wrong; once it is all there is to do, it is the answer of the night."""
        try:
            yield
        except (SverkaError, OSError) as error:
            self.board.trouble(of, error)
            self.failed = error if self.plan.once else None
        except Exception as error:  # noqa: BLE001 - a fault of ours in one publication must not end the night
            traceback.print_exception(error)
            self.board.trouble(of, error)
            self.failed = error if self.plan.once else None

    def _close(self) -> None:
        """Once told to end: close the doors, let the publisher come to its end, then the writer."""
        self.ended.wait()
        try:
            self.board.note(Ended())
            for door in self.doors:
                door.stop()
            if hasattr(self, "_publishing"):
                self._publishing.join()
        finally:
            self.writer.ended.set()


def no_publication(request: Request) -> SverkaError | None:
    """Why another process may not publish while the night does; None for everything else that it hands in."""
    if any(A_PUBLICATION in entry for entry in request.entries):
        return Refused(
            "R521",
            "the night of this election runs, and publishes by itself",
            cure="wait for its next publication, or end it with Ctrl-C and publish then",
        )
    return None
