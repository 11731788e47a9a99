"""The running writer: many hand in at once, each is answered when its facts are there, and nobody else writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import msgspec
import pytest

from sverka.cli.app import run
from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import Request, decode_reply, hand_over
from sverka.office.writer import Writer
from sverka.office.writer_address import Address, address_file, connected
from sverka.office.writer_lock import only_writer
from sverka.record.facts import hash_of
from sverka.record.sequencer import Receipt, Submission
from tests.town import town


def fact(number: int) -> bytes:
    return b'{"kind":"statement","number":%d,"schema":1}' % number


def submission(*numbers: int, after: int | None = None) -> Submission:
    return Submission(entries=tuple(map(fact, numbers)), after=after)


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """An election folder with its definition alone."""
    return town(tmp_path / "town").folder


@contextmanager
def running(folder: ElectionFolder) -> Iterator[Writer]:
    """A writer in a thread, until the block is done."""
    writer = Writer(folder.origin, folder.sequencer, lambda lines: None)
    ready = threading.Event()
    with only_writer(folder.path):
        thread = threading.Thread(target=writer.run, args=(lambda size: ready.set(),))
        thread.start()
        assert ready.wait(20)
        try:
            yield writer
        finally:
            writer.ended.set()
            thread.join(20)


def test_where_no_writer_runs_nobody_is_handed_anything(folder: ElectionFolder) -> None:
    assert hand_over(folder.origin, submission(1)) is None


def test_a_command_hands_its_facts_to_the_running_writer(folder: ElectionFolder) -> None:
    with running(folder):
        receipt = folder.append([fact(1), fact(2)], after=1)

    assert receipt == Receipt(indexes=(1, 2), size=3)
    assert list(folder.store.entries(1)) == [fact(1), fact(2)]


def test_many_hand_in_at_once_and_everything_is_there_once(folder: ElectionFolder) -> None:
    def hand_in(client: int) -> list[tuple[int, int]]:
        found = []
        for number in range(client, client + 30):  # neighbours hand in the same facts
            receipt = hand_over(folder.origin, submission(number))
            assert receipt is not None
            found.append((number, receipt.indexes[0]))
        return found

    with running(folder), ThreadPoolExecutor(8) as pool:
        acknowledged = [pair for pairs in pool.map(hand_in, range(0, 80, 10)) for pair in pairs]
    there = list(folder.store.entries())

    assert len(there) == 1 + len({number for number, _ in acknowledged})
    assert all(there[index] == fact(number) for number, index in acknowledged)


def test_what_cannot_be_recorded_is_answered_as_it_would_be_without_the_writer(
    folder: ElectionFolder,
) -> None:
    with running(folder):
        folder.append([fact(1)], after=1)
        with pytest.raises(Refused, match="R104: the record grew from 1 to 2"):
            folder.append([fact(2)], after=1)
        with pytest.raises(Fault, match="not a fact in its canonical form"):
            hand_over(folder.origin, Submission(entries=(b"{}\n",)))

        assert hand_over(folder.origin, submission(3)) == Receipt(indexes=(2,), size=3)


def test_a_file_stays_though_its_facts_are_refused_since_another_may_name_it_at_the_same_moment(
    folder: ElectionFolder,
) -> None:
    def meanwhile() -> Iterator[bytes]:
        yield b"a paper"
        folder.append([fact(1)], after=1, evidence=[b"a paper"])

    with running(folder), pytest.raises(Refused, match="R104"):
        folder.append([fact(2)], after=1, evidence=meanwhile())

    assert folder.evidence.get(hash_of(b"a paper")) == b"a paper"


def test_a_batch_that_the_disk_refuses_is_told_and_the_next_one_is_written(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sverka.record import disk, ledger

    real, full = disk.put, iter([True])

    def put(*given: object) -> None:
        if next(full, False):
            raise OSError(28, "No space left on device", "record/tile/0/000.p/2")
        real(*given)  # type: ignore[arg-type] # handed through

    with running(folder):
        monkeypatch.setattr(ledger, "put", put)
        with pytest.raises(Fault, match="No space left") as raised:
            hand_over(folder.origin, submission(1))
        assert raised.value.place == "record/tile/0/000.p/2"

        assert hand_over(folder.origin, submission(1)) == Receipt(indexes=(1,), size=2)


def test_a_second_writer_is_refused(folder: ElectionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with running(folder):
        assert run(["writer", str(folder.path)]) == 2

    assert "R104: someone else is writing to" in capsys.readouterr().err


def test_who_does_not_know_the_key_is_not_heard(folder: ElectionFolder) -> None:
    with running(folder):
        there = msgspec.json.decode(address_file(folder.origin).read_bytes(), type=Address)
        with pytest.raises(AuthenticationError):
            Client(there.address, authkey=b"guessed")

        assert hand_over(folder.origin, submission(1)) is not None
        if sys.platform != "win32":
            assert address_file(folder.origin).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("message", [b"", b"\xc1", msgspec.msgpack.encode({"entries": 5})])
def test_what_is_no_request_is_answered_and_the_connection_goes_on(
    folder: ElectionFolder, message: bytes
) -> None:
    with running(folder), connected(folder.origin) as connection:
        assert connection is not None
        for _ in range(2):
            connection.send_bytes(message)
            assert decode_reply(connection.recv_bytes()).what.startswith("not a request")


def test_the_address_goes_with_the_writer_and_that_of_a_killed_one_misleads_nobody(
    folder: ElectionFolder,
) -> None:
    with running(folder):
        there = address_file(folder.origin).read_bytes()
    assert not address_file(folder.origin).exists()
    address_file(folder.origin).write_bytes(there)

    assert folder.append([fact(1)], after=1) == Receipt(indexes=(1,), size=2)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_told_to_end_the_command_answers_who_waits_and_ends_well(folder: ElectionFolder) -> None:
    command = [str(Path(sys.executable).with_name("sverka")), "writer", str(folder.path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stderr is not None
        assert folder.origin in process.stderr.readline()
        receipts = [hand_over(folder.origin, submission(number)) for number in range(5)]
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()

    assert process.returncode == 0, said
    assert "Stopped" in said
    assert [receipt.size for receipt in receipts if receipt] == [2, 3, 4, 5, 6]


def test_what_is_made_late_stands_where_the_record_ended_when_it_was_made(folder: ElectionFolder) -> None:
    def late(size: int) -> Request:
        return Request(entries=(fact(1000 + size),), after=size)

    with running(folder) as writer:
        for number in range(20):
            others = [writer.asked(Request(entries=(fact(10 * number + each),))) for each in range(5)]
            for reply in [each.result(20) for each in [writer.asked(late) for _ in range(3)]]:
                assert reply.indexes, reply
                assert folder.store.entry(reply.indexes[0]) == fact(1000 + reply.indexes[0])
            assert all(other.result(20).indexes for other in others)


def test_what_goes_wrong_while_it_is_made_is_its_own_answer(folder: ElectionFolder) -> None:
    def late(size: int) -> Request:
        raise Fault(f"not now, at {size}")

    with running(folder) as writer:
        failed, other = writer.asked(late), writer.asked(Request(entries=(fact(1),)))

        assert (failed.result(20).what, other.result(20).indexes) == ("not now, at 1", (1,))
