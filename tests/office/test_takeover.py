"""A second machine goes on with a record only when the first writes no more, and nobody knows of more than the copy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.errors import Fault, Refused
from sverka.office.asking import Response
from sverka.office.clock import now
from sverka.office.cosigning import ask_all, put_under
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.hand_over import hand_over, open_hand_over
from sverka.office.home import lock_database
from sverka.office.key_backup import seal
from sverka.office.key_restore import backup_of, signers_in
from sverka.office.key_rotation import rotate
from sverka.office.key_standing import Standing, key_state
from sverka.office.keys import signers_held
from sverka.office.mirror import Mirror, Mirrored
from sverka.office.mirror_forks import NotFollowed, Reason
from sverka.office.mirror_source import FolderSource
from sverka.office.policy_file import change_policy, read_policy, with_witness
from sverka.office.takeover import Grounds, TakenOver, Takeover, renew_copy
from sverka.office.takeover_checks import check_nobody_went_on
from sverka.office.witness import add_checkpoint, trust
from sverka.office.witness_folder import Witness, new_witness
from sverka.office.writer_lock import only_writer
from sverka.record.facts import DocumentFact, KeyFact, parse_fact
from sverka.tlog.keys import format_vkey
from tests.town import HAND, MACHINE, add, town

PASSPHRASE = "four or five plain words"
NOW = 1_800_000_000
FEWER = HAND.rstrip().rpartition("\n")[0] + "\n"  # the counts of one station less
GONE = Grounds(by="the commission", gone="the building burnt down")


def quiet(entries: Iterable[Any], _total: int) -> Iterator[Any]:
    return iter(entries)


@dataclass
class Machines:
    """Two machines, each with a home of its own, and a witness that both know of."""

    first: ElectionFolder
    second: ElectionFolder
    homes: dict[str, Path]
    witness: Witness
    patch: pytest.MonkeyPatch
    silent: bool = False

    def at(self, name: str) -> None:
        """Sit down at one of them."""
        self.patch.setenv("SVERKA_HOME", str(self.homes[name]))

    def post(self, _address: str, body: bytes) -> Response:
        if self.silent:
            raise ConnectionRefusedError
        answer = add_checkpoint(self.witness, body, now=NOW)
        return Response(answer.status, answer.text.encode())

    def witnessed(self, folder: ElectionFolder) -> None:
        put_under(folder, ask_all(folder.path, post=self.post))

    def copied(self) -> None:
        """The second machine's copy brought up to date."""
        renew_copy(str(self.first.path), self.second.path, None, quiet)

    def backup(self) -> bytes:
        return seal(
            backup_of(self.first.origin), PASSPHRASE, origin=self.first.origin, made=now("UTC"), cost=1024
        )

    def takeover(self, grounds: Grounds = GONE, **changes: Any) -> TakenOver:
        """Take over on the second machine, with the keys as they are on the first."""
        self.at("first")
        kept = backup_of(self.first.origin)
        self.at("second")
        signers = tuple(reversed(signers_in(kept, self.first.origin)))
        taking = Takeover(folder=self.second, signers=signers, grounds=grounds, post=self.post)
        return replace(taking, **changes).do(now)


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machines:
    """The first writes a town whose machine counts were witnessed; the second has a copy and no key."""
    homes = {"first": tmp_path / "home-1", "second": tmp_path / "home-2"}
    monkeypatch.setenv("SVERKA_HOME", str(homes["first"]))
    first = town(tmp_path / "first").folder
    add(first, MACHINE)
    witness = new_witness("party.example/w", tmp_path / "witness")
    trust(witness, first.key)
    vkey = format_vkey(witness.signer.verifier)
    change_policy(first.path, with_witness(read_policy(first.path), "party", vkey, "http://party"))
    here = Machines(first, ElectionFolder(tmp_path / "second"), homes, witness, monkeypatch)
    here.witnessed(first)
    here.copied()
    return here


def test_a_destroyed_machine_is_replaced_and_the_record_goes_on(two: Machines) -> None:
    size, origin = two.first.store.size, two.first.origin
    key = tuple(signers_held(origin))
    shutil.rmtree(two.first.path)
    shutil.rmtree(two.homes["first"])
    two.at("second")
    taken = Takeover(folder=two.second, signers=key, grounds=GONE, post=two.post).do(now)
    fact = parse_fact(two.second.store.entry(taken.entry))
    add(two.second, HAND, account="hand")

    assert (taken.origin, taken.entry, taken.size) == (origin, size, size + 1)
    assert isinstance(fact, KeyFact)
    assert fact.reason == (
        "another machine writes the record from here on, by the commission; "
        "the machine that wrote it is gone: the building burnt down"
    )
    assert key_state(two.second).standing is Standing.WRITER
    assert two.second.store.size > size + 1
    assert fsck(two.second.path, lock=lock_database()).sound


def test_a_machine_that_handed_over_writes_no_more_and_the_second_does(two: Machines) -> None:
    said, note = hand_over(two.first, reason="moved to the other building")
    taken = two.takeover(Grounds(by="the commission", note=note))
    facts = [parse_fact(each) for each in two.second.store.entries(said.size, taken.size)]
    two.at("first")
    with pytest.raises(Refused, match="R567"):
        add(two.first, HAND, account="hand")

    assert key_state(two.first).standing is Standing.HANDED_OVER
    assert (said.size, taken.size) == (two.first.store.size, two.first.store.size + 2)
    assert isinstance(facts[0], DocumentFact)
    assert two.second.evidence.get(facts[0].sha256) == note
    assert isinstance(facts[1], KeyFact)
    assert facts[1].reason.endswith(f"it was handed over with {said.size} facts: moved to the other building")


def test_a_hand_over_that_was_interrupted_gives_the_note_again(two: Machines) -> None:
    assert hand_over(two.first, reason="moved") == hand_over(two.first, reason="moved")


def test_the_record_can_be_handed_back(two: Machines) -> None:
    _, note = hand_over(two.first, reason="for the night")
    two.takeover(Grounds(by="the commission", note=note))
    add(two.second, HAND, account="hand")
    _, back = hand_over(two.second, reason="the night is over")
    two.at("first")
    renew_copy(str(two.second.path), two.first.path, None, quiet)
    keys = tuple(signers_held(two.first.origin))
    taken = Takeover(
        folder=two.first, signers=keys, grounds=Grounds(by="the commission", note=back), post=two.post
    ).do(now)

    assert taken.size == two.second.store.size + 2
    assert key_state(two.first).standing is Standing.WRITER


def test_a_note_that_this_machine_gave_away_does_not_open_its_own_lock(two: Machines) -> None:
    """The other machine may have taken over with the same note."""
    _, note = hand_over(two.first, reason="moved")
    keys = tuple(signers_held(two.first.origin))
    taking = Takeover(folder=two.first, signers=keys, grounds=Grounds(by="us", note=note), post=two.post)
    with pytest.raises(Refused, match="R566"):
        taking.do(now)


# --- the first comes back --------------------------------------------------------------------------------------------


def test_a_first_that_comes_back_is_told_by_a_witness_before_it_writes(two: Machines) -> None:
    two.takeover()
    two.witnessed(two.second)
    two.at("first")
    with pytest.raises(Refused, match="R568"):
        check_nobody_went_on(two.first.path, post=two.post)


def test_a_first_that_comes_back_and_renews_its_copy_cannot_write_to_it(two: Machines) -> None:
    two.takeover()
    two.at("first")
    renew_copy(str(two.second.path), two.first.path, None, quiet)
    with pytest.raises(Refused, match="R205"):
        add(two.first, HAND, account="hand")


def test_what_a_first_writes_that_comes_back_in_secret_is_a_fork_that_copies_and_witnesses_show(
    two: Machines,
) -> None:
    two.takeover()
    two.witnessed(two.second)
    two.at("first")
    add(two.first, HAND, account="hand")
    shown = Mirror(FolderSource(two.first.path), two.second.path).renew(quiet)
    (answer,) = ask_all(two.first.path, post=two.post)

    assert isinstance(shown, NotFollowed)
    assert shown.reason is Reason.FORK
    assert answer.signature is None


def test_a_copy_of_the_seconds_record_is_no_folder_for_a_first_that_wrote_as_many_facts(
    two: Machines,
) -> None:
    two.takeover()
    two.at("first")
    rotate(two.first, reason="a fact of its own", now=now)
    shutil.rmtree(two.first.path / "record")
    shutil.copytree(two.second.path / "record", two.first.path / "record")
    with pytest.raises(Refused, match=r"R20[67]"):
        add(two.first, HAND, account="hand")


# --- what is refused -------------------------------------------------------------------------------------------------


def nothing_changed(two: Machines) -> bool:
    """Whether the second machine is a mirror still."""
    two.at("second")
    return (
        key_state(two.second).standing is Standing.MIRROR and lock_database().held(two.first.origin) is None
    )


@pytest.mark.parametrize(
    "grounds", [Grounds(by="us"), Grounds(by="us", note=b"x", gone="y"), Grounds(by="us", gone=" ")]
)
def test_nobody_takes_over_while_nobody_has_said_that_the_first_stopped(
    two: Machines, grounds: Grounds
) -> None:
    with pytest.raises(Refused, match="R561"):
        two.takeover(grounds)

    assert nothing_changed(two)


def test_who_takes_over_is_said(two: Machines) -> None:
    with pytest.raises(Fault, match="nothing is given"):
        two.takeover(Grounds(by=" ", gone="burnt"))


def test_a_folder_that_somebody_writes_to_is_not_taken_from(two: Machines) -> None:
    with only_writer(two.first.path), pytest.raises(Refused, match="R562"):
        two.copied()


def test_a_copy_behind_the_last_witnessed_state_is_refused(two: Machines) -> None:
    add(two.first, HAND, account="hand")
    two.witnessed(two.first)
    with pytest.raises(Refused, match=r"R564.* the witness party signed"):
        two.takeover()

    assert nothing_changed(two)
    two.at("first")
    two.copied()
    assert two.takeover().size == two.first.store.size + 1


def test_a_witness_that_signed_another_history_is_believed(two: Machines) -> None:
    """A second record of the same size under the same key."""
    add(two.first, HAND, account="hand")
    two.witnessed(two.first)
    two.at("first")
    other = shutil.copytree(two.second.path, two.second.path.with_name("other"))
    held = lock_database().held(two.first.origin)
    assert held is not None
    lock_database().adopt(
        replace(held, size=two.second.store.size, root=two.second.store.root(two.second.store.size))
    )
    add(ElectionFolder(other), FEWER, account="hand")
    two.second = ElectionFolder(other)
    two.patch.setenv("SVERKA_HOME", str(two.homes["second"]))
    with pytest.raises(Refused, match=r"R56[46]"):
        two.takeover()


def test_where_no_witness_answers_a_person_has_to_say_so(two: Machines) -> None:
    two.silent = True
    with pytest.raises(Refused, match="R565"):
        two.takeover()

    assert nothing_changed(two)
    assert two.takeover(alone=True).size == two.first.store.size + 1


def test_another_copy_that_has_more_is_believed(two: Machines) -> None:
    add(two.first, HAND, account="hand")
    with pytest.raises(Refused, match="R564"):
        two.takeover(others=[str(two.first.path)])

    assert nothing_changed(two)


def test_a_backup_that_knows_of_more_is_believed(two: Machines) -> None:
    add(two.first, HAND, account="hand")
    held = backup_of(two.first.origin).held(two.first.origin)
    with pytest.raises(Refused, match=r"R564.*backup"):
        two.takeover(backed_up=held)


def test_a_note_over_more_than_the_copy_has_is_refused(two: Machines) -> None:
    add(two.first, HAND, account="hand")
    _, note = hand_over(two.first, reason="moved")
    with pytest.raises(Refused, match=r"R564.*handed it over"):
        two.takeover(Grounds(by="us", note=note))


def test_a_note_over_less_than_the_copy_has_is_refused(two: Machines) -> None:
    """Somebody wrote since: a third machine that took over, or the first in spite of its word."""
    _, note = hand_over(two.first, reason="moved")
    two.takeover(Grounds(by="us", note=note))
    third = Mirror(FolderSource(two.second.path), two.second.path.with_name("third"))
    assert isinstance(third.renew(quiet), Mirrored)
    two.homes["second"] = two.homes["second"].with_name("home-3")
    two.second = ElectionFolder(third.folder)
    with pytest.raises(Refused, match="R566"):
        two.takeover(Grounds(by="us", note=note))


def test_a_copy_that_parted_from_the_source_is_not_taken_over(two: Machines) -> None:
    other = shutil.copytree(two.first.path, two.first.path.with_name("other"))
    held = lock_database().held(two.first.origin)
    assert held is not None
    add(two.first, HAND, account="hand")
    two.copied()
    lock_database().adopt(held)
    add(ElectionFolder(other), FEWER, account="hand")
    with pytest.raises(Refused, match="R563"):
        renew_copy(str(other), two.second.path, None, quiet)


def test_a_key_that_is_no_longer_in_force_is_refused(two: Machines) -> None:
    old = tuple(signers_held(two.first.origin))
    rotate(two.first, reason="a new key", now=now)
    two.witnessed(two.first)
    two.copied()
    two.at("second")
    with pytest.raises(Fault, match="not the one in force"):
        Takeover(folder=two.second, signers=old, grounds=GONE, post=two.post).do(now)

    assert two.takeover().size == two.second.store.size


@pytest.mark.parametrize(
    "note", [b"", b"hello\n", b"sverka/hand-over/v1\nx\n1\nAAAA\nwhy\n\n\xe2\x80\x94 x AAAAAAAA\n"]
)
def test_what_is_no_note_is_refused(two: Machines, note: bytes) -> None:
    with pytest.raises(Fault, match="no note of a hand-over"):
        open_hand_over(note, two.first.key, place="note.txt")


def test_a_checkpoint_is_no_note(two: Machines) -> None:
    with pytest.raises(Fault, match="no note of a hand-over"):
        open_hand_over(two.first.store.note() or b"", two.first.key, place="note.txt")


# --- interrupted, and by command -------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["Ledger.open", "Sequencer.take", "keep"])
def test_a_takeover_that_was_interrupted_is_finished_by_the_same_command(
    two: Machines, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    _, note = hand_over(two.first, reason="moved")
    grounds = Grounds(by="the commission", note=note)
    with monkeypatch.context() as patch:
        patch.setattr(f"sverka.office.takeover.{step}", broken)
        with pytest.raises(KeyboardInterrupt):
            two.takeover(grounds)
    taken = two.takeover(grounds)
    facts = [parse_fact(each) for each in two.second.store.entries()]

    assert (taken.size, taken.entry) == (two.second.store.size, two.second.store.size - 1)
    assert key_state(two.second).standing is Standing.WRITER
    assert sum(isinstance(fact, KeyFact) for fact in facts) == 1
    assert taken.size == two.first.store.size + 2


def test_a_writer_does_not_start_where_another_machine_went_on(
    two: Machines, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two.takeover()
    two.witnessed(two.second)
    two.at("first")
    monkeypatch.setattr(
        "sverka.office.takeover_checks.ask_all", lambda folder, **_: ask_all(folder, post=two.post)
    )
    code = run(["writer", str(two.first.path)])

    assert code == 2
    assert capsys.readouterr().err.startswith("R568: the witness party signed")


def test_by_command_from_a_mirror_with_a_backup_and_the_note(
    two: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "words.txt").write_text(PASSPHRASE + "\n")
    (tmp_path / "keys.json").write_bytes(two.backup())
    handed = run(["keys", "hand-over", str(two.first.path), str(tmp_path / "note.txt"), "--reason", "moved"])
    two.at("second")
    capsys.readouterr()
    command = [
        *(
            "takeover",
            str(two.second.path),
            "--from",
            str(two.first.path),
            "--key",
            str(tmp_path / "keys.json"),
        ),
        *("--passphrase-file", str(tmp_path / "words.txt"), "--by", "the commission", "--json"),
    ]
    refused = run(command)
    why = capsys.readouterr().err
    silent = run([*command, "--hand-over", str(tmp_path / "note.txt")])
    unheard = capsys.readouterr().err
    done = run([*command, "--hand-over", str(tmp_path / "note.txt"), "--no-witness"])
    answer = json.loads(capsys.readouterr().out)

    assert (handed, refused, silent, done) == (0, 2, 2, 0)
    assert why.startswith("R561")
    assert unheard.startswith("R565")
    assert (answer["size"], answer["entry"]) == (two.first.store.size + 2, two.first.store.size + 1)
    assert [each["reply"] for each in answer["witnesses"]] == ["silent"]
