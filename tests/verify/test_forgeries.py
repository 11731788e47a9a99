"""Every lie is refused, for its own reason; the honest site is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.office.witness import add_checkpoint, trust
from sverka.office.witness_folder import new_witness
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.keys import ED25519, format_vkey, new_signer
from sverka.tlog.note import parse_note
from sverka.tlog.tree import prove_consistency
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint
from tests.verify.forge import NOON, Forger
from tests.verify.forgeries import WITHOUT_A_KEY, Forgery, rolled_back
from tests.verify.honest import WITNESSES, Honest, honest
from tests.verify.signed_forgeries import UNEXPECTED, WITH_A_KEY, last_publication, publish_false_file

pytestmark = pytest.mark.slow

Verify = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    return honest(tmp_path_factory.mktemp("honest"))


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    """The same election, had a vote been counted otherwise: whole in itself, with another key."""
    return honest(tmp_path_factory.mktemp("twin"), swing=1)


@pytest.fixture
def forger(election: Honest, tmp_path: Path) -> Forger:
    return Forger(shutil.copytree(election.site, tmp_path / "site"))


@pytest.fixture
def verify(root: Path, tmp_path: Path, election: Honest) -> Verify:
    """The verifier, with what the reader got from elsewhere: the key of the record and the policy."""

    def verified(
        where: Path, *options: str | Path, trusting: bool = False
    ) -> subprocess.CompletedProcess[str]:
        given = () if trusting else ("--vkey", election.vkey, "--policy", election.policy)
        command = [sys.executable, root / "src" / "sverka_verify.py", where, *given, *options]
        environment = os.environ | {"HOME": str(tmp_path / "reader"), "USERPROFILE": str(tmp_path / "reader")}
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return verified


def test_the_honest_site_is_verified(election: Honest, verify: Verify) -> None:
    finished = verify(election.site, "--since", election.first_checkpoint)

    assert finished.returncode == 0, finished.stdout + finished.stderr


FORGERIES = WITHOUT_A_KEY | WITH_A_KEY


@pytest.mark.parametrize("name", FORGERIES)
def test_it_refuses(name: str, forger: Forger, election: Honest, verify: Verify) -> None:
    forgery: Forgery = FORGERIES[name]
    forgery.forge(forger, election)

    finished = verify(forger.where, *(("--since", forgery.since(election)) if forgery.since else ()))

    assert finished.returncode == 1, finished.stdout + finished.stderr
    differs = differences(finished)
    assert all(words in differs for words in forgery.said), differs


OVER_THE_NET = ("wrong signature", "edited entry", "changed tile", "one vote changed", "rolled back")


@pytest.mark.parametrize("name", OVER_THE_NET)
def test_it_refuses_over_the_net(
    name: str, forger: Forger, election: Honest, verify: Verify, served: Callable[[Path], str]
) -> None:
    forgery = FORGERIES[name]
    forgery.forge(forger, election)

    finished = verify(served(forger.where), *(("--since", forgery.since(election)) if forgery.since else ()))

    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert all(words in differences(finished) for words in forgery.said), finished.stdout


def test_the_honest_site_is_verified_over_the_net(
    election: Honest, verify: Verify, served: Callable[[Path], str]
) -> None:
    finished = verify(served(election.site), "--since", election.first_checkpoint)

    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.fixture
def rewritten(twin: Honest, election: Honest, tmp_path: Path) -> Forger:
    """Another history from the first night on, complete, signed with the stolen key and co-signed by accomplices."""
    forger = Forger(shutil.copytree(twin.site, tmp_path / "rewritten"))
    forger.rewrite(forger.entries, election.signer, WITNESSES)
    for name in ("log.vkey", "policy.txt"):
        forger.put(name, (election.folder / name).read_bytes())
    return forger


def test_a_whole_history_rewritten_with_the_key_deceives_who_kept_nothing(
    rewritten: Forger, verify: Verify
) -> None:
    finished = verify(rewritten.where)

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_who_kept_a_checkpoint_refuses_a_rewritten_history(
    rewritten: Forger, election: Honest, verify: Verify
) -> None:
    finished = verify(rewritten.where, "--since", election.first_checkpoint)

    assert finished.returncode == 1
    assert "history was changed since" in differences(finished)


def test_our_witness_refuses_a_rewritten_history_and_keeps_the_proof(
    rewritten: Forger, election: Honest, tmp_path: Path
) -> None:
    witness = new_witness("party.example/w1", tmp_path / "witness")
    trust(witness, election.signer.verifier)
    kept, note = election.first_checkpoint.read_bytes(), (rewritten.record / "checkpoint").read_bytes()
    old, size = (parse_checkpoint(parse_note(each).text).size for each in (kept, note))
    proof = tuple(prove_consistency(old, size, rewritten.store.hashes(size)))

    first = add_checkpoint(witness, format_add_checkpoint(AddCheckpoint(0, (), kept)), now=NOON)
    second = add_checkpoint(witness, format_add_checkpoint(AddCheckpoint(old, proof, note)), now=NOON + 60)

    assert (first.status, second.status) == (200, 422)
    with witness.recalling() as memory:
        assert [fork.theirs for fork in memory.forks()] == [note]


def test_two_people_who_were_shown_two_histories_find_out_when_they_meet(
    rewritten: Forger, election: Honest, verify: Verify
) -> None:
    assert verify(election.site).returncode == 0
    finished = verify(rewritten.where, "--since", election.last_checkpoint)

    assert finished.returncode == 1
    assert "history was changed since" in differences(finished)


def test_the_verifier_keeps_what_it_saw_and_refuses_what_does_not_continue_it(
    rewritten: Forger, election: Honest, verify: Verify
) -> None:
    assert verify(election.site).returncode == 0

    finished = verify(rewritten.where)

    assert finished.returncode == 1
    assert "history was changed since" in differences(finished)


def test_the_verifier_remembers_a_later_record_than_the_one_it_is_shown(
    forger: Forger, election: Honest, verify: Verify
) -> None:
    assert verify(election.site).returncode == 0
    rolled_back(forger, election)

    finished = verify(forger.where)

    assert finished.returncode == 1
    assert "the record shrank since" in differences(finished)


def test_a_stranger_cannot_go_on_with_the_record_under_a_key_of_their_own(
    forger: Forger, election: Honest, verify: Verify
) -> None:
    """Nothing of before is changed, facts are added, key and policy lie there as if they had always been so."""
    assert verify(election.site, trusting=True).returncode == 0
    thief = new_signer(election.signer.name, ED25519, bytes(32))
    forger.rewrite([*forger.entries, UNEXPECTED], thief)
    forger.put("log.vkey", f"{format_vkey(thief.verifier)}\n".encode())
    forger.put("policy.txt", f"log {format_vkey(thief.verifier)}\nquorum none\n".encode())

    finished = verify(forger.where, trusting=True)

    assert finished.returncode == 1
    assert "another key signed that one" in differences(finished)


def differences(finished: subprocess.CompletedProcess[str]) -> str:
    """What the verifier says differs."""
    return "\n".join(line for line in finished.stdout.splitlines() if line.startswith("DIFFERS"))


def test_a_false_page_over_right_data_is_found_by_making_the_site_again(
    forger: Forger, election: Honest, verify: Verify, tmp_path: Path
) -> None:
    """The verifier computes figures and reads no pages; the same command gives the same bytes anywhere."""
    page = "en/index.html"
    false = forger.read(page).replace(b"</body>", b"<p>Pear has won.</p></body>")
    publish_false_file(forger, election, page, false)
    size = last_publication(forger)["record_size"]

    assert run(["publish", str(election.folder), "--at", str(size), "--out", str(tmp_path / "again")]) == 0

    made_again = (tmp_path / "again" / "files.sha256").read_bytes()
    assert verify(forger.where).returncode == 0
    assert made_again == (election.site / "files.sha256").read_bytes()
    assert made_again != forger.read("files.sha256")
