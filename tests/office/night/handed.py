"""An intake that runs, and counts handed to it, for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.office.folder import ElectionFolder
from sverka.office.night.incoming import Answer, CountAnswer, Given, IncomingCount
from sverka.office.night.intake import Intake
from sverka.office.night.kept_back import KeptBack, night_folder
from sverka.office.writer import Writer
from sverka.office.writer_lock import only_writer
from sverka.record.fact_shape import EnteredBy
from tests.town import MORNING

HAND = Source(AccountId("hand"))
VOTES = {"apple": 30, "pear": 20, "quince": 5, "against": 3}


@contextmanager
def running_writer(folder: ElectionFolder) -> Iterator[Writer]:
    """The writer of a folder in a thread, until the block is done."""
    writer, ready = Writer(folder.origin, folder.sequencer, lambda lines: None), threading.Event()
    with only_writer(folder.path):
        thread = threading.Thread(target=writer.run, args=(lambda size: ready.set(),))
        thread.start()
        assert ready.wait(20)
        try:
            yield writer
        finally:
            writer.ended.set()
            thread.join(20)


@contextmanager
def intake_of(folder: ElectionFolder) -> Iterator[Intake]:
    """An intake with its writer, until the block is done."""
    with running_writer(folder) as writer:
        yield Intake.of(folder.open(), writer, KeptBack.of(night_folder(folder.origin)))


def count(
    station: str = "0001", *, contest: str = "council", votes: dict[str, int] | None = None, **said: Any
) -> IncomingCount:
    """A count by hand of a station."""
    return IncomingCount(
        contest=contest, station=station, selections=VOTES if votes is None else votes, **said
    )


def given(
    counted: IncomingCount, *, source: Source = HAND, may_correct: bool = False, received: str = MORNING
) -> Given:
    """A count that a sender hands in."""
    return Given(
        count=counted,
        source=source,
        received=received,
        sender="north",
        entered_by=EnteredBy("North commission", "sender"),
        may_correct=may_correct,
    )


def taken(intake: Intake, *counts: IncomingCount, may_correct: bool = False) -> Answer:
    """What is answered to counts that are handed in together."""
    return intake.take([given(each, may_correct=may_correct) for each in counts]).result(20)


def answer_to(intake: Intake, counted: IncomingCount, *, may_correct: bool = False) -> CountAnswer:
    """What is answered to one count."""
    return taken(intake, counted, may_correct=may_correct).counts[0]
