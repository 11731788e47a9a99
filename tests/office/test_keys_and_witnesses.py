"""What witnesses, mirrors and the policy see when keys change."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.office.folder import ElectionFolder
from sverka.office.key_loss import declare_lost
from sverka.office.key_rotation import retire, rotate
from sverka.office.mirror import Mirror, Mirrored
from sverka.office.mirror_forks import NotFollowed
from sverka.office.mirror_source import FolderSource
from sverka.office.policy_file import read_policy
from sverka.office.witness import Outcome, add_checkpoint, trust
from sverka.office.witness_folder import Witness, new_witness
from sverka.tlog.tree import prove_consistency
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint
from tests.office.test_keys import clock
from tests.town import HAND, MACHINE, add, town

NOW = 1_800_000_000


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


@pytest.fixture
def witness(tmp_path: Path, folder: ElectionFolder) -> Witness:
    """A witness that has co-signed the record with its first key."""
    made = new_witness("party.example/w1", tmp_path / "laptop")
    trust(made, folder.key)
    assert shown(made, folder, since=0)[0] == 200
    return made


def shown(witness: Witness, folder: ElectionFolder, *, since: int) -> tuple[int, Outcome]:
    """What the witness answers to the folder's checkpoint, shown as growth since a size."""
    store, note = folder.store, folder.store.note() or b""
    proof = prove_consistency(since, store.size, store.hashes(store.size)) if since else []
    answer = add_checkpoint(witness, format_add_checkpoint(AddCheckpoint(since, tuple(proof), note)), now=NOW)
    return answer.status, answer.outcome


def test_a_witness_that_knows_the_old_key_notices_nothing_until_it_is_retired(
    folder: ElectionFolder, witness: Witness
) -> None:
    size = folder.store.size
    rotate(folder, reason="yearly", now=clock)
    assert shown(witness, folder, since=size) == (200, Outcome.GROWN)

    size = folder.store.size
    retire(folder, reason="all have it", now=clock)
    add(folder, HAND, "hand")
    assert shown(witness, folder, since=size)[0] == 403
    trust(witness, folder.key, another_key=True)
    assert shown(witness, folder, since=size) == (200, Outcome.GROWN)


def test_a_log_that_goes_on_from_a_lost_one_is_a_new_log_to_a_witness(
    folder: ElectionFolder, witness: Witness
) -> None:
    declare_lost(folder, reason="stolen", now=clock)

    assert shown(witness, folder, since=0)[0] == 404
    trust(witness, folder.key)
    assert shown(witness, folder, since=0) == (200, Outcome.FIRST)


def test_a_mirror_follows_a_rotation_and_not_a_loss(folder: ElectionFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"

    def renewed() -> Mirrored | NotFollowed:
        return Mirror(FolderSource(folder.path), copy).renew(lambda each, _: iter(each))

    renewed()
    new = rotate(folder, reason="yearly", now=clock)
    renewed()
    assert ElectionFolder(copy).key == new
    retire(folder, reason="all have it", now=clock)
    add(folder, HAND, "hand")
    assert isinstance(renewed(), Mirrored)
    declare_lost(folder, reason="stolen", now=clock)

    assert isinstance(renewed(), NotFollowed)
    assert ElectionFolder(copy).key == new


OTHER = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"  # of c2sp.org/signed-note


def test_what_a_person_wrote_into_the_policy_stays(folder: ElectionFolder) -> None:
    path, old = folder.path / "policy.txt", (folder.path / "log.vkey").read_text().strip()
    other = "\tlog " + OTHER + "\n"
    path.write_text(f"# by hand\nlog {old} https://log.example/\n{other}# end\nquorum none\n")
    rotate(folder, reason="yearly", now=clock)
    new = (folder.path / "log.vkey").read_text().strip()

    assert path.read_text() == (
        f"log {new} https://log.example/\n# by hand\nlog {old} https://log.example/\n{other}# end\nquorum none\n"
    )
    retire(folder, reason="done", now=clock)
    assert path.read_text() == f"log {new} https://log.example/\n# by hand\n{other}# end\nquorum none\n"
    assert len(read_policy(folder.path).logs) == 2


def test_a_policy_that_is_gone_is_made_anew(folder: ElectionFolder) -> None:
    (folder.path / "policy.txt").unlink()
    new = rotate(folder, reason="yearly", now=clock)

    assert [log.key for log in read_policy(folder.path).logs] == [new]
