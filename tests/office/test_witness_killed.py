"""A witness that is killed at any moment remembers everything it has answered, and goes on."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from sverka.office.asking import post
from sverka.office.witness import Outcome, add_checkpoint, trust
from sverka.office.witness_folder import new_witness, open_witness
from tests.office.logs import Log

NAME, ROUNDS = "party.example/w1", 4
LOG, FORKED = Log(size=1000), Log(size=1000, forked_at=1)
MAIN = "from sverka.cli.app import main; main()"


@pytest.mark.slow
def test_what_was_answered_is_remembered_after_a_kill(tmp_path: Path) -> None:
    trust(new_witness(NAME, tmp_path), LOG.signer.verifier)
    chance, size = random.Random(20211128), 0
    for _ in range(ROUNDS):
        size = _until_killed(tmp_path, size, chance.random() * 0.2)
        witness = open_witness(NAME, tmp_path)
        with witness.deciding() as memory:
            kept = memory.last(LOG.origin)
        assert size <= kept.size <= size + 1  # one more may be on disk whose answer never went out
        assert kept.root == LOG.root(kept.size)
        if kept.size > 1:
            refused = add_checkpoint(witness, FORKED.question(kept.size, kept.size + 1), now=2**33)
            assert refused.outcome is Outcome.UNPROVEN
        size = kept.size

    assert size > ROUNDS


def _until_killed(home: Path, size: int, seconds: float) -> int:
    """Have the log grow by one entry after the other until the witness is killed; gives the last size answered."""
    command = [sys.executable, "-c", MAIN, "witness", "run", NAME, "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        found = (re.search(r"http://\S+", line) for line in process.stderr)
        address = next(match[0] for match in found if match)
        threading.Timer(seconds, process.kill).start()
        with suppress(OSError):  # until it is gone
            while True:
                response = post(f"{address}/add-checkpoint", LOG.question(size, size + 1))
                assert response.status == 200
                size += 1
    return size
