"""Cosignatures come under the checkpoint when they come: nothing waits, nothing older or wrong takes their place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sverka.errors import Fault
from sverka.office.asking import Reply, Response
from sverka.office.cosigning import ask_all, merge, merge_into, put_under, standing_of
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import hand_over_cosignatures
from sverka.office.policy_file import change_policy, read_policy, with_quorum, with_witness
from sverka.office.witness import add_checkpoint, trust
from sverka.office.witness_folder import Witness, new_witness
from sverka.office.writer import Writer
from sverka.office.writer_lock import only_writer
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import COSIGNATURE, Signer, format_vkey
from sverka.tlog.note import Note, Signature, format_note, format_signatures, parse_note
from tests.town import HAND, MACHINE, add, town

NOW = 1_800_000_000


@dataclass
class Town:
    """A town with two witnesses, each at an address of its own, and one that never answers."""

    folder: ElectionFolder
    witnesses: dict[str, Witness]
    clock: int = NOW

    @property
    def checkpoint(self) -> bytes:
        return (self.folder.path / "record" / "checkpoint").read_bytes()

    def post(self, address: str, body: bytes) -> Response:
        name = address.removeprefix("http://").removesuffix("/add-checkpoint")
        if name not in self.witnesses:
            raise ConnectionRefusedError
        answer = add_checkpoint(self.witnesses[name], body, now=self.clock)
        return Response(answer.status, answer.text.encode())

    def round(self) -> dict[str, Reply]:
        answers = ask_all(self.folder.path, post=self.post)
        put_under(self.folder, answers)
        return {answer.witness: answer.reply for answer in answers}

    def line(self, name: str, *, at: int, text: str = "") -> Signature:
        text = text or parse_note(self.checkpoint).text
        return cosign(text, self.witnesses[name].signer, timestamp=at)


@pytest.fixture
def here(tmp_path: Path) -> Town:
    """The town, machine counts taken in; none of its witnesses has been asked."""
    folder = town(tmp_path / "town").folder
    add(folder, MACHINE)
    policy, witnesses = read_policy(folder.path), {}
    for name in ("party", "press"):
        witnesses[name] = new_witness(f"{name}.example/w", tmp_path / "home")
        trust(witnesses[name], folder.key)
        policy = with_witness(policy, name, format_vkey(witnesses[name].signer.verifier), f"http://{name}")
    silent = format_vkey(Signer("silent.example", COSIGNATURE, bytes(32)).verifier)
    change_policy(folder.path, with_quorum(with_witness(policy, "silent", silent, "http://silent"), "2"))
    return Town(folder, witnesses)


def test_a_checkpoint_stands_alone_until_it_is_asked_about(here: Town) -> None:
    standing = standing_of(here.folder.path)

    assert (standing.cosigned, len(standing.witnesses), standing.quorum_met) == (0, 3, False)
    assert (standing.size, standing.origin) == (here.folder.store.size, here.folder.origin)
    assert standing.last_cosigned_at is None


def test_who_answers_signs_and_who_does_not_stops_nothing(here: Town) -> None:
    text = parse_note(here.checkpoint).text

    assert here.round() == {"party": Reply.COSIGNED, "press": Reply.COSIGNED, "silent": Reply.SILENT}

    standing = standing_of(here.folder.path)
    assert [each.cosigned_at for each in standing.witnesses] == [NOW, NOW, None]
    assert (standing.cosigned, standing.quorum_met, standing.last_cosigned_at) == (2, True, NOW)
    assert parse_note(here.checkpoint).text == text


def test_asking_again_renews_the_time_and_adds_no_line(here: Town) -> None:
    here.round()
    here.clock += 60
    here.round()

    assert standing_of(here.folder.path).last_cosigned_at == NOW + 60
    assert len(parse_note(here.checkpoint).signatures) == 3


def test_a_record_that_grew_is_proven_to_each_witness_from_where_it_stands(here: Town) -> None:
    here.round()
    add(here.folder, HAND, "hand")
    assert standing_of(here.folder.path).cosigned == 0  # a new checkpoint, signed by the operator alone
    away = here.witnesses.pop("press")
    assert here.round() == {"party": Reply.COSIGNED, "press": Reply.SILENT, "silent": Reply.SILENT}
    here.witnesses["press"] = away
    add(here.folder, HAND.replace(",60,", ",61,", 1), "hand", reason="the paper says so")

    assert here.round() == {"party": Reply.COSIGNED, "press": Reply.COSIGNED, "silent": Reply.SILENT}


def test_an_older_line_never_takes_the_place_of_a_newer_one(here: Town) -> None:
    new, old = here.line("party", at=NOW), here.line("party", at=NOW - 60)
    merge_into(here.folder.path, format_signatures([new]))
    after = here.checkpoint

    merge_into(here.folder.path, format_signatures([old]))

    assert here.checkpoint == after


def test_lines_that_do_not_belong_under_this_checkpoint_are_left_out(here: Town) -> None:
    before = here.checkpoint
    good = here.line("party", at=NOW)
    wrong = [
        here.line("party", at=NOW, text=f"{here.folder.origin}\n1\n{'A' * 43}=\n"),  # of another checkpoint
        cosign(parse_note(before).text, Signer("stranger", COSIGNATURE, bytes(32)), timestamp=NOW),
        Signature(good.name, good.key_id, good.signature[:-1] + b"\0"),
        Signature(here.folder.origin, here.folder.key.key_id, bytes(64)),  # not even the log's own name
    ]
    for each in wrong:
        merge_into(here.folder.path, format_signatures([each]))

    assert here.checkpoint == before


def test_a_merged_checkpoint_keeps_its_text_and_the_signatures_it_had(here: Town) -> None:
    before = parse_note(here.checkpoint)
    lines = [here.line("party", at=NOW), here.line("press", at=NOW)]

    merged = merge(here.checkpoint, lines)

    assert merged == format_note(Note(before.text, (*before.signatures, *lines)))
    assert merge(merged, lines) == merged


def test_the_file_is_written_under_the_lock_of_the_writer(here: Town) -> None:
    before = here.checkpoint
    answers = ask_all(here.folder.path, post=here.post)
    done = threading.Thread(target=put_under, args=(here.folder, answers))
    with only_writer(here.folder.path):
        done.start()
        done.join(0.3)
        assert here.checkpoint == before
    done.join()

    assert standing_of(here.folder.path).cosigned == 2


@pytest.fixture
def writer(here: Town) -> Iterator[Writer]:
    """The running writer of the town."""
    running = Writer(
        here.folder.origin, here.folder.sequencer, lambda lines: merge_into(here.folder.path, lines)
    )
    ready = threading.Event()

    def run() -> None:
        with only_writer(here.folder.path):
            running.run(lambda _: ready.set())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(20)
    yield running
    running.ended.set()
    thread.join()


def test_a_running_writer_puts_them_there_itself(here: Town, writer: Writer) -> None:
    assert writer.origin == here.folder.origin
    here.round()
    add(here.folder, HAND, "hand")
    here.round()

    standing = standing_of(here.folder.path)
    assert (standing.cosigned, standing.size) == (2, here.folder.store.size)


@pytest.mark.parametrize("lines", ["nonsense\n", "— w no\n", "—\n", "\n"])
def test_a_running_writer_refuses_what_is_no_cosignature_and_goes_on(
    here: Town, writer: Writer, lines: str
) -> None:
    before = here.checkpoint
    with pytest.raises(Fault, match="no cosignatures"):
        hand_over_cosignatures(here.folder.origin, lines)

    assert here.checkpoint == before
    assert here.round()["party"] is Reply.COSIGNED
    assert not writer.ended.is_set()


def test_the_record_goes_on_from_a_cosigned_checkpoint(here: Town) -> None:
    here.round()
    add(here.folder, HAND, "hand")

    assert here.folder.open().snapshot.size == here.folder.store.size
    assert len(parse_note(here.checkpoint).signatures) == 1


def test_a_checkpoint_that_the_policy_does_not_know_is_a_fault(here: Town) -> None:
    path = here.folder.path / "record" / "checkpoint"
    path.write_bytes(here.checkpoint.replace(here.folder.origin.encode(), b"another", 1))

    with pytest.raises(Fault) as fault:
        ask_all(here.folder.path, post=here.post)
    assert fault.value.place == str(path)
