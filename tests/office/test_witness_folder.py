"""A witness that has lost its memory, or part of it, signs nothing more; one that is whole goes on."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.witness import Outcome, add_checkpoint, trust
from sverka.office.witness_folder import HIGH_WATER, KEY, MEMORY, Witness, names, new_witness, open_witness
from sverka.office.witness_memory import remembering
from sverka.tlog.note import parse_note, parse_signatures
from tests.office.logs import Log

NAME = "party.example/w1"
NOW = 1_800_000_000
LOG = Log()
FORKED = Log(forked_at=5)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A witness that has co-signed ten entries."""
    made = new_witness(NAME, tmp_path)
    trust(made, LOG.signer.verifier)
    add_checkpoint(made, LOG.question(0, 10), now=NOW)
    return made


def test_a_witness_is_whole_at_once_and_readable_by_its_owner_alone(witness: Witness, tmp_path: Path) -> None:
    assert names(tmp_path) == [NAME]
    assert {path.name for path in witness.folder.iterdir()} == {KEY, MEMORY, HIGH_WATER}
    assert witness.folder.stat().st_mode & 0o077 == 0
    assert (witness.folder / KEY).stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "witness").iterdir()] == ["party.example~w1"]


def test_a_restarted_witness_goes_on_where_it_was(witness: Witness, tmp_path: Path) -> None:
    again = open_witness(NAME, tmp_path)

    assert add_checkpoint(again, FORKED.question(10, 10), now=NOW).outcome is Outcome.FORK
    assert add_checkpoint(again, LOG.question(10, 20), now=NOW).outcome is Outcome.GROWN
    assert again == witness


@pytest.mark.parametrize("name", ["", "a b", "a+b", "../w", ".w", "a~b", "a\\b"])
def test_a_name_that_is_none_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(Fault):
        new_witness(name, tmp_path)

    assert list(tmp_path.rglob("*")) == []


def test_a_name_is_used_once(witness: Witness, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        new_witness(NAME, tmp_path)

    assert refused.value.code == "R231"
    assert add_checkpoint(witness, LOG.question(10, 20), now=NOW).status == 200


def test_a_witness_that_is_not_there_is_named_with_those_that_are(witness: Witness, tmp_path: Path) -> None:
    with pytest.raises(Fault, match=f"no witness w2; there are: {witness.signer.name}"):
        open_witness("w2", tmp_path)


# --- a memory that is less than it was -------------------------------------------------------------------------------


def without(name: str) -> Callable[[Witness], None]:
    return lambda witness: (witness.folder / name).unlink()


def with_content(name: str, content: bytes) -> Callable[[Witness], None]:
    def spoil(witness: Witness) -> None:
        (witness.folder / name).write_bytes(content)

    return spoil


def another_memory(witness: Witness) -> None:
    other = new_witness("other", witness.folder.parent.parent)
    shutil.copyfile(other.folder / MEMORY, witness.folder / MEMORY)


def another_memory_with_its_mark(witness: Witness) -> None:
    another_memory(witness)
    shutil.copyfile(witness.folder.parent / "other" / HIGH_WATER, witness.folder / HIGH_WATER)


def an_older_memory(witness: Witness) -> None:
    before = (witness.folder / MEMORY).read_bytes()
    add_checkpoint(witness, LOG.question(10, 20), now=NOW)
    (witness.folder / MEMORY).write_bytes(before)


LOSSES = {
    "the memory is gone": (without(MEMORY), "gone"),
    "the mark is gone": (without(HIGH_WATER), "high-water"),
    "the memory is empty": (with_content(MEMORY, b""), "empty"),
    "the memory is no database": (with_content(MEMORY, b"notes" * 1000), "cannot be read"),
    "the mark is cut off": (with_content(HIGH_WATER, b"memory"), "high-water"),
    "the mark is no text": (with_content(HIGH_WATER, b"\xff"), "high-water"),
    "the memory is another's": (another_memory, "another witness"),
    "memory and mark are another's": (another_memory_with_its_mark, "another witness"),
    "the memory is an old copy": (an_older_memory, "old copy"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_witness_retires_rather_than_restarts(witness: Witness, tmp_path: Path, loss: str) -> None:
    spoil, why = LOSSES[loss]
    spoil(witness)

    answers = [add_checkpoint(witness, LOG.question(old, 20), now=NOW + 60) for old in (0, 10)]
    with pytest.raises(Refused) as refused, open_witness(NAME, tmp_path).deciding():
        pass

    assert [answer.status for answer in answers] == [503, 503]
    assert all(why in answer.reason and str(tmp_path) not in answer.text for answer in answers)
    assert refused.value.code == "R232"
    assert "new name" in refused.value.cure


@pytest.mark.parametrize(
    "content", [b"", b"PRIVATE+KEY+w\n", b"\xff\n", b"PRIVATE+KEY+w+00000000+BAAA\nmemory 0\n"]
)
def test_a_key_that_is_none_is_said_without_showing_it(
    witness: Witness, tmp_path: Path, content: bytes
) -> None:
    (witness.folder / KEY).write_bytes(content)

    with pytest.raises(Fault, match="no key of a witness") as fault:
        open_witness(NAME, tmp_path)
    assert "PRIVATE" not in str(fault.value)


def test_a_memory_ahead_of_its_mark_is_whole(witness: Witness) -> None:
    """The power went between the two: what was decided was never answered."""
    mark = (witness.folder / HIGH_WATER).read_bytes()
    add_checkpoint(witness, LOG.question(10, 20), now=NOW)
    (witness.folder / HIGH_WATER).write_bytes(mark)

    assert add_checkpoint(witness, LOG.question(20, 30), now=NOW).status == 200


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM checkpoints",
        "UPDATE checkpoints SET root = zeroblob(32)",
        "UPDATE checkpoints SET size = 5",
        "UPDATE checkpoints SET cosigned_at = 1",
        "INSERT INTO checkpoints SELECT origin, 5, root, cosigned_at, note FROM checkpoints",
    ],
)
def test_the_database_itself_forgets_nothing(witness: Witness, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError), remembering(witness.folder / MEMORY, deciding=True) as memory:
        memory.database.execute(statement)


def test_what_fails_in_the_middle_of_a_decision_leaves_nothing(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sverka.office.witness.cosign", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_checkpoint(witness, LOG.question(10, 20), now=NOW)
    monkeypatch.undo()

    with witness.recalling() as memory:
        assert memory.last(LOG.origin).size == 10


def test_a_memory_that_cannot_be_written_signs_nothing_and_ends_nothing(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("sverka.office.witness_memory.Memory.keep", full)
    answer = add_checkpoint(witness, LOG.question(10, 20), now=NOW)
    monkeypatch.undo()

    assert (answer.status, "—" in answer.text) == (503, False)
    assert "full" in answer.reason
    assert add_checkpoint(witness, LOG.question(10, 20), now=NOW).status == 200


# --- races -----------------------------------------------------------------------------------------------------------


def test_of_two_histories_at_once_one_is_signed(witness: Witness) -> None:
    """Threads of one process, each with a history of its own."""
    histories = [Log(forked_at=10, word=f"history {at}") for at in range(8)]
    together = threading.Barrier(len(histories))
    statuses: list[int] = []

    def submit(log: Log) -> None:
        question = log.question(10, 20)
        together.wait()
        statuses.append(add_checkpoint(witness, question, now=NOW + 1).status)

    threads = [threading.Thread(target=submit, args=(log,)) for log in histories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] + [409] * (len(histories) - 1)


def sign(home: str, word: str, rounds: int) -> list[tuple[int, str]]:
    """Sizes and texts that one process got signed, of a history of its own."""
    witness, log = open_witness(NAME, Path(home)), Log(forked_at=10, word=word)
    signed = []
    for size in range(11, 11 + rounds):
        with witness.recalling() as memory:
            old = memory.last(log.origin).size
        if old <= size:
            answer = add_checkpoint(witness, log.question(old, size), now=NOW + 1)
            if answer.status == 200:
                assert parse_signatures(answer.text)
                signed.append((size, parse_note(log.checkpoint(size)).text))
    return signed


def test_two_processes_on_one_memory_never_sign_two_histories(witness: Witness, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        one, other = pool.starmap(sign, [(str(tmp_path), word, 20) for word in ("one", "other")])

    assert bool(one) != bool(other)  # the first to grow leaves no room for the other history
    with witness.deciding() as memory:
        kept = {memory.last(LOG.origin).size}
    assert kept == {max(size for size, _ in one or other)}
