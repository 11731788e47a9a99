"""What a witness answers: the whole table of c2sp.org/tlog-witness, and what it keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.witness import SIZE, Answer, Outcome, add_checkpoint, last_checkpoint, trust
from sverka.office.witness_folder import Witness, new_witness
from sverka.tlog.cosignature import check_cosignature
from sverka.tlog.keys import parse_vkey
from sverka.tlog.note import Note, format_note, parse_note, parse_signatures, signed_by
from sverka.tlog.tree import EMPTY_ROOT
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint
from tests.office.logs import Log

NOW = 1_800_000_000
LOG = Log()
HASH = bytes(32)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A witness that trusts the log and has signed nothing."""
    made = new_witness("party.example/w1", tmp_path)
    trust(made, LOG.signer.verifier)
    return made


@pytest.fixture
def knowing(witness: Witness) -> Witness:
    """A witness that has co-signed ten entries of the log."""
    assert add_checkpoint(witness, LOG.question(0, 10), now=NOW).status == 200
    return witness


def asked(old: int, checkpoint: bytes, proof: tuple[bytes, ...] = ()) -> bytes:
    return format_add_checkpoint(AddCheckpoint(old, proof, checkpoint))


def raw(old: str = "old 10", checkpoint: bytes | None = None) -> bytes:
    return old.encode() + b"\n\n" + (LOG.checkpoint(12) if checkpoint is None else checkpoint)


def damaged(checkpoint: bytes) -> bytes:
    """The same note with one bit of its last signature changed."""
    note = parse_note(checkpoint)
    last = note.signatures[-1]
    wrong = type(last)(last.name, last.key_id, last.signature[:-1] + bytes([last.signature[-1] ^ 1]))
    return format_note(Note(note.text, (*note.signatures[:-1], wrong)))


def test_a_checkpoint_of_a_trusted_log_is_cosigned_at_the_time_of_the_clock(witness: Witness) -> None:
    answer = add_checkpoint(witness, LOG.question(0, 10), now=NOW)
    (line,) = parse_signatures(answer.text)

    assert (answer.status, answer.outcome) == (200, Outcome.FIRST)
    text = parse_note(LOG.checkpoint(10)).text
    assert check_cosignature(text, line, witness.signer.verifier) == NOW


@pytest.mark.parametrize("old, new", [(10, 10), (10, 11), (10, 16), (10, 100)])
def test_a_log_that_only_grew_is_cosigned_again(knowing: Witness, old: int, new: int) -> None:
    answer = add_checkpoint(knowing, LOG.question(old, new), now=NOW + 60)

    assert answer.status == 200
    assert answer.outcome is (Outcome.AGAIN if old == new else Outcome.GROWN)


def test_a_log_without_entries_is_cosigned_and_grows(witness: Witness) -> None:
    assert add_checkpoint(witness, LOG.question(0, 0), now=NOW).outcome is Outcome.FIRST
    assert add_checkpoint(witness, LOG.question(0, 0), now=NOW).outcome is Outcome.AGAIN
    assert add_checkpoint(witness, LOG.question(0, 3), now=NOW).outcome is Outcome.GROWN


STRANGER = Log(origin="stranger.example/log")
IMPOSTOR = Log(seed=b"impostor" + bytes(24))
FORKED = Log(forked_at=5)

# From the body of a request to the answer of a witness that knows ten entries.
TABLE: dict[str, tuple[Callable[[], bytes], int]] = {
    "nothing": (lambda: b"", 400),
    "no empty line": (lambda: b"old 10\n", 400),
    "no old size": (lambda: raw("size 10"), 400),
    "an old size with a zero before it": (lambda: raw("old 010"), 400),
    "an old size with a sign": (lambda: raw("old +10"), 400),
    "an old size without a number": (lambda: raw("old "), 400),
    "two spaces": (lambda: raw("old  10"), 400),
    "an old size of 2^63": (lambda: raw(f"old {2**63}"), 400),
    "a proof that is no base64": (lambda: raw("old 10\n!!!!"), 400),
    "a hash of 31 bytes": (lambda: raw("old 10\n" + "A" * 40 + "AA=="), 400),
    "64 lines of proof": (lambda: raw("old 10" + ("\n" + "A" * 43 + "=") * 64), 400),
    "a checkpoint without signatures": (
        lambda: raw(checkpoint=parse_note(LOG.checkpoint(12)).text.encode()),
        400,
    ),
    "bytes that are no text": (lambda: raw(checkpoint=b"\xff\xfe\n\n"), 400),
    "lines that end in CR LF": (lambda: raw().replace(b"\n", b"\r\n"), 400),
    "an old size above the new one": (lambda: asked(13, LOG.checkpoint(12)), 400),
    "a log nobody trusts": (lambda: STRANGER.question(0, 5), 404),
    "a log nobody trusts, from another size": (lambda: STRANGER.question(5, 6), 404),
    "another key under the log's name": (lambda: IMPOSTOR.question(10, 12), 403),
    "a signature that fails": (lambda: asked(10, damaged(LOG.checkpoint(12)), tuple(LOG.prove(10, 12))), 403),
    "from nothing": (lambda: LOG.question(0, 12), 409),
    "from a smaller size": (lambda: LOG.question(9, 12), 409),
    "from a larger size": (lambda: LOG.question(11, 12), 409),
    "no proof": (lambda: LOG.question(10, 12, proof=[]), 422),
    "a wrong proof": (lambda: LOG.question(10, 12, proof=[HASH] * len(LOG.prove(10, 12))), 422),
    "a proof too long": (lambda: LOG.question(10, 12, proof=[*LOG.prove(10, 12), HASH]), 422),
    "a proof for the same size": (lambda: LOG.question(10, 10, proof=[HASH]), 422),
    "another root of the same size": (lambda: FORKED.question(10, 10), 422),
    "a history rewritten": (lambda: FORKED.question(10, 12), 422),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_not_plain_growth_is_refused(knowing: Witness, name: str) -> None:
    body, status = TABLE[name]

    answer = add_checkpoint(knowing, body(), now=NOW + 60)

    assert answer.status == status
    assert "—" not in answer.text  # no signature line
    assert (answer.media_type == SIZE) == (status == 409)
    assert (answer.text == "10\n") == (status == 409)
    with knowing.recalling() as memory:
        assert memory.last(LOG.origin).size == 10


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda: LOG.question(0, 5, proof=[HASH]), id="a proof where there is nothing to prove"),
        pytest.param(lambda: asked(0, LOG.checkpoint(0, root=HASH)), id="no entries under a strange root"),
    ],
)
def test_a_first_checkpoint_that_proves_too_much_or_means_nothing_is_refused(
    witness: Witness, body: Callable[[], bytes]
) -> None:
    assert add_checkpoint(witness, body(), now=NOW).status == 422
    assert LOG.checkpoint(0, root=EMPTY_ROOT) == LOG.checkpoint(0)


def test_signatures_of_strangers_under_a_checkpoint_say_nothing(knowing: Witness) -> None:
    note = parse_note(LOG.checkpoint(12))
    by_stranger = parse_note(STRANGER.checkpoint(12)).signatures
    checkpoint = format_note(Note(note.text, (*by_stranger, *note.signatures)))

    assert add_checkpoint(knowing, asked(10, checkpoint, tuple(LOG.prove(10, 12))), now=NOW).status == 200


def test_the_last_checkpoint_is_shown_with_the_signatures_of_log_and_witness(knowing: Witness) -> None:
    origin_hash = hashlib.sha256(LOG.origin.encode()).hexdigest()

    note = parse_note(last_checkpoint(knowing, origin_hash) or b"")

    assert note.text == parse_note(LOG.checkpoint(10)).text
    assert signed_by(note, [LOG.signer.verifier]) == (LOG.signer.verifier,)
    assert check_cosignature(note.text, note.signatures[-1], knowing.signer.verifier) == NOW
    assert len(note.signatures) == 2


def test_a_log_that_was_never_cosigned_has_no_checkpoint_here(witness: Witness) -> None:
    for origin in (LOG.origin, "nowhere"):
        assert last_checkpoint(witness, hashlib.sha256(origin.encode()).hexdigest()) is None


# --- forks ---------------------------------------------------------------------------------------------------------


def test_two_roots_of_one_size_are_kept_as_a_proof_with_both_notes(knowing: Witness) -> None:
    answer = add_checkpoint(knowing, FORKED.question(10, 10), now=NOW + 60)

    with knowing.recalling() as memory:
        (fork,) = memory.forks()
    assert answer.outcome is Outcome.FORK
    assert fork.proven
    assert fork.theirs == FORKED.checkpoint(10)
    assert parse_note(fork.ours).text == parse_note(LOG.checkpoint(10)).text
    for note in (fork.ours, fork.theirs):
        assert signed_by(parse_note(note), [LOG.signer.verifier])


@pytest.mark.parametrize("old", [0, 10, 30, 9])
def test_a_fork_at_any_size_that_was_cosigned_is_a_proof_however_it_was_asked(
    knowing: Witness, old: int
) -> None:
    add_checkpoint(knowing, LOG.question(10, 30), now=NOW)

    answer = add_checkpoint(knowing, asked(old, FORKED.checkpoint(10)), now=NOW + 60)

    assert answer.status == (400 if old > 10 else 409)
    assert answer.outcome is Outcome.FORK
    with knowing.recalling() as memory:
        assert [(fork.size, fork.proven) for fork in memory.forks()] == [(10, True)]


def test_a_rewritten_history_is_kept_until_it_is_proven_or_settled(knowing: Witness) -> None:
    add_checkpoint(knowing, FORKED.question(10, 12), now=NOW)

    with knowing.recalling() as memory:
        assert [(fork.size, fork.proven) for fork in memory.forks()] == [(12, False)]
    add_checkpoint(knowing, LOG.question(10, 12), now=NOW)
    with knowing.recalling() as memory:
        (fork,) = memory.forks()
    assert fork.proven  # the log itself has now signed another root of this size
    assert parse_note(fork.ours).text == parse_note(LOG.checkpoint(12)).text


def test_a_bad_proof_of_a_stranger_is_settled_by_the_good_one_of_the_log(knowing: Witness) -> None:
    add_checkpoint(knowing, LOG.question(10, 12, proof=[HASH]), now=NOW)
    with knowing.recalling() as memory:
        assert [fork.proven for fork in memory.forks()] == [False]

    add_checkpoint(knowing, LOG.question(10, 12), now=NOW)

    with knowing.recalling() as memory:
        assert memory.forks() == []


def test_the_same_fork_is_kept_once(knowing: Witness) -> None:
    for _ in range(3):
        add_checkpoint(knowing, FORKED.question(10, 10), now=NOW)

    with knowing.recalling() as memory:
        assert len(memory.forks()) == 1


@pytest.mark.parametrize("name", ["a log nobody trusts", "a signature that fails", "from nothing", "nothing"])
def test_what_the_log_did_not_sign_against_itself_is_no_fork(knowing: Witness, name: str) -> None:
    add_checkpoint(knowing, TABLE[name][0](), now=NOW)

    with knowing.recalling() as memory:
        assert memory.forks() == []


# --- the clock -----------------------------------------------------------------------------------------------------


def test_a_clock_set_back_signs_nothing_until_it_is_right_again(knowing: Witness) -> None:
    behind = add_checkpoint(knowing, LOG.question(10, 12), now=NOW - 1)

    assert (behind.status, behind.outcome) == (503, Outcome.CLOCK)
    assert add_checkpoint(knowing, LOG.question(10, 12), now=NOW).status == 200


def test_no_cosignature_of_one_log_is_before_that_of_another(knowing: Witness) -> None:
    trust(knowing, STRANGER.signer.verifier)

    assert add_checkpoint(knowing, STRANGER.question(0, 5), now=NOW - 1).status == 503


# --- whom it trusts ------------------------------------------------------------------------------------------------


def test_another_key_of_a_known_log_must_be_asked_for(witness: Witness) -> None:
    assert not trust(witness, LOG.signer.verifier)
    with pytest.raises(Refused) as refused:
        trust(witness, IMPOSTOR.signer.verifier)
    assert refused.value.code == "R233"

    assert trust(witness, IMPOSTOR.signer.verifier, another_key=True)
    assert add_checkpoint(witness, LOG.question(0, 5), now=NOW).status == 200
    assert add_checkpoint(witness, IMPOSTOR.question(5, 8), now=NOW).status == 200


def test_the_key_of_a_witness_is_no_log(witness: Witness) -> None:
    with pytest.raises(Fault, match="not the key of a log"):
        trust(witness, witness.signer.verifier)


def test_a_key_of_small_order_cannot_be_trusted() -> None:
    with pytest.raises(ValueError, match="small order"):
        parse_vkey("weak.example+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")


# --- its own hand --------------------------------------------------------------------------------------------------


def cosigned(answer: Answer, checkpoint: bytes) -> bytes:
    note = parse_note(checkpoint)
    return format_note(Note(note.text, (*note.signatures, *parse_signatures(answer.text))))


def test_a_witness_that_sees_its_own_hand_and_does_not_remember_retires(
    knowing: Witness, tmp_path: Path
) -> None:
    """Its whole folder was put back from an older copy: nothing in it tells."""
    copies = {path: path.read_bytes() for path in knowing.folder.iterdir()}
    signed = cosigned(add_checkpoint(knowing, LOG.question(10, 20), now=NOW), LOG.checkpoint(20))
    for path, content in copies.items():
        path.write_bytes(content)

    answer = add_checkpoint(knowing, asked(0, signed), now=NOW + 60)

    assert (answer.status, answer.outcome) == (503, Outcome.STOPPED)
    again = add_checkpoint(knowing, LOG.question(10, 30), now=NOW + 60)
    assert (again.status, again.outcome) == (503, Outcome.STOPPED)
    assert "does not remember" in again.reason


def test_a_later_signature_of_its_own_than_it_remembers_retires_it_too(knowing: Witness) -> None:
    copies = {path: path.read_bytes() for path in knowing.folder.iterdir()}
    signed = cosigned(add_checkpoint(knowing, LOG.question(10, 10), now=NOW + 60), LOG.checkpoint(10))
    for path, content in copies.items():
        path.write_bytes(content)

    assert add_checkpoint(knowing, asked(10, signed), now=NOW + 120).outcome is Outcome.STOPPED


def test_a_witness_knows_its_own_hand_where_it_remembers(knowing: Witness) -> None:
    first = cosigned(add_checkpoint(knowing, LOG.question(10, 20), now=NOW), LOG.checkpoint(20))
    add_checkpoint(knowing, LOG.question(20, 20), now=NOW + 60)

    assert add_checkpoint(knowing, asked(20, first), now=NOW + 120).status == 200
    assert add_checkpoint(knowing, asked(20, damaged(first)), now=NOW + 120).status == 200
