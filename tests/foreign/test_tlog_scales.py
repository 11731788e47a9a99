"""The Python package tlog-scales accepts a record of ours, and no spoilt one; ours reads a log that it makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sverka.office.asking import Answer, Reply, Response, ask
from sverka.office.witness import add_checkpoint, trust
from sverka.office.witness_folder import Witness, new_witness
from sverka.record.store import Store
from sverka.tlog.keys import parse_vkey
from sverka.tlog.policy import PolicyWitness
from sverka.tlog.tree import prove_consistency
from tests.foreign.environment import NotInstalled, environment
from tests.foreign.grown_record import ORIGIN, grown_record
from tests.foreign.python_package import Package
from tests.foreign.reading import check_log
from tests.foreign.spoilt import SPOILT

REQUIREMENT = "tlog-scales==0.0.3"
SIZES = (1, 2, 255, 256, 257, 511, 700)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scales(tmp_path_factory: pytest.TempPathFactory) -> Package:
    try:
        python = environment(tmp_path_factory.mktemp("scales") / "environment", REQUIREMENT)
    except NotInstalled as error:
        pytest.skip(str(error))
    return Package(python, "with_tlog_scales.py")


def test_it_proves_every_entry_and_the_growth_since_every_checkpoint(scales: Package, tmp_path: Path) -> None:
    finished = scales.check(grown_record(tmp_path, SIZES))

    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout) == {
        "origin": ORIGIN,
        "size": SIZES[-1],
        "entries": SIZES[-1],
        "grewFrom": list(SIZES),
    }


@pytest.mark.parametrize("name", SPOILT)
def test_it_refuses(name: str, scales: Package, tmp_path: Path) -> None:
    record = grown_record(tmp_path, (1, 300, 600))
    SPOILT[name](record)

    finished = scales.check(record)

    assert finished.returncode == 1
    assert SCALES_SAYS[name] in finished.stderr


SCALES_SAYS = {
    "a signature of another text": "InvalidSignature",
    "a changed tile": "InclusionProofInvalid",
    "a changed entry": "InclusionProofInvalid",
    "another history before": "ConsistencyProofInvalid",
}


def test_ours_reads_a_log_that_it_made(scales: Package, tmp_path: Path) -> None:
    vkey = scales.make(tmp_path / "log", "example.org/made-elsewhere", bytes(range(32)), (3, 256, 700))

    assert check_log(tmp_path / "log", vkey) == 700


def test_our_witness_cosigns_a_log_that_it_made_as_it_grows(scales: Package, tmp_path: Path) -> None:
    witness = new_witness("party.example/w1", tmp_path / "home")
    answers = []
    for sizes in ((3,), (3, 700)):
        log = tmp_path / f"log-{sizes[-1]}"
        vkey = scales.make(log, "example.org/made-elsewhere", bytes(range(32)), sizes)
        trust(witness, parse_vkey(vkey))
        answers.append(_asked(witness, log, sizes[-1]))

    assert [(answer.reply, answer.known) for answer in answers] == [
        (Reply.COSIGNED, 3),
        (Reply.COSIGNED, 700),
    ]


def _asked(witness: Witness, log: Path, size: int) -> Answer:
    """What our witness answers our asker about a log on disk."""
    line = PolicyWitness("w1", witness.signer.verifier, "http://w1.example")
    hashes = Store(log).hashes(size)

    def post(_: str, body: bytes) -> Response:
        answer = add_checkpoint(witness, body, now=1_800_000_000)
        return Response(answer.status, answer.text.encode())

    checkpoint = (log / "checkpoint").read_bytes()
    return ask(line, checkpoint, lambda old: prove_consistency(old, size, hashes), post=post)
