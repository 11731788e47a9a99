"""The process of a night: facts come in from many sides, publications follow, and it ends between two of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import Request
from sverka.office.night.board import Board
from sverka.office.night.doors import Incoming
from sverka.office.night.gating import OpenGate
from sverka.office.night.night import Night, Plan
from sverka.office.publication import Words
from sverka.office.publish import publish
from sverka.office.writer import Writer
from sverka.publish.gate.candidate import Candidate
from sverka.publish.site.operator import SenderLine
from tests.office.night.nights import STATIONS, Evening

PATIENCE = 30.0  # seconds


@dataclass
class Bell:
    """A door that hands in one count when the night begins."""

    entries: tuple[bytes, ...]
    stopped: bool = False

    def start(self, writer: Writer, folder: ElectionFolder) -> None:
        """Hand it in."""
        self.asked = writer.asked(Request(entries=self.entries))

    def settle(self) -> None:
        """Return when it is recorded."""
        self.asked.result(PATIENCE)

    def stop(self) -> None:
        """Note it."""
        self.stopped = True

    def incoming(self) -> Incoming:
        """One count."""
        return Incoming(way="a bell", senders=(SenderLine(name="the bell", recorded=1),))


@contextmanager
def running(here: Evening, **more: Any) -> Iterator[Night]:
    """A night in a thread that looks ten times a second, until the block is done."""
    plan = Plan(
        folder=here.folder,
        out=here.out,
        gate=here.gate,
        languages=("en",),
        every=0.1,
        clock=here.clock,
        **more,
    )
    night = Night(plan)
    thread = threading.Thread(target=night.run, daemon=True)
    thread.start()
    try:
        wait_until(lambda: night.board.begun is not None)
        yield night
    finally:
        night.ended.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def wait_until(true: Any) -> None:
    """Wait for something that another thread does."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_commands_hand_in_is_published_by_itself(tmp_path: Path) -> None:
    here = Evening(tmp_path)
    with running(here) as night:
        for station in STATIONS[:2]:
            before = night.board.publications
            here.count(station)
            wait_until(lambda before=before: night.board.publications > before)

        assert here.now()["size"] == night.board.published[0].size
        assert b'data-id="0002"' in (here.out / "en/stations.html").read_bytes() or here.now()["size"] >= 3


def test_another_night_and_another_publication_are_refused_while_one_runs(tmp_path: Path) -> None:
    here = Evening(tmp_path)
    here.count("0001")
    with running(here) as night:
        wait_until(lambda: night.board.publications)
        with pytest.raises(Refused, match="R104: someone else is writing"):
            Night(night.plan).run()
        last = here.folder.store.entry(night.board.published[0].entry)
        another = last.replace(b'"received":"2026', b'"received":"2027')
        with pytest.raises(Refused, match="R522: someone else is publishing into"):
            publish(here.folder.open(), here.out, Words(received=here.clock("")))
        with pytest.raises(
            Refused, match=r"R521: the night of|R242: another publication"
        ):  # whoever is first
            here.folder.append([another], after=here.folder.store.size)


def test_once_takes_in_what_waits_publishes_and_ends(tmp_path: Path) -> None:
    here = Evening(tmp_path)
    here.count("0001")
    entry = list(here.folder.store.entries())[-1].replace(b"0001", b"0002")
    door = Bell((entry,))
    night = Night(
        Plan(folder=here.folder, out=here.out, gate=here.gate, languages=("en",), once=True), doors=[door]
    )
    night.run()

    assert door.stopped
    assert [each.size for each in night.board.published] == [3]


def test_a_failure_is_told_and_the_next_look_publishes(tmp_path: Path) -> None:
    class Failing(OpenGate):
        left = 2

        def check(self, candidate: Candidate) -> tuple[()]:
            self.left -= 1
            if self.left >= 0:
                raise Fault("no room", place="disk", cure="make room")
            return ()

    here = Evening(tmp_path, Failing())
    here.count("0001")
    with running(here) as night:
        wait_until(lambda: night.board.publications)

        assert [each.what for each in night.board.troubles] == ["disk: no room\n  make room"]


def test_it_ends_after_so_many_publications(tmp_path: Path) -> None:
    here = Evening(tmp_path)
    here.count("0001")
    board = Board()
    Night(Plan(folder=here.folder, out=here.out, gate=here.gate, languages=("en",), most=1), board).run()

    assert board.publications == 1
