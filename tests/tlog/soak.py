"""Kept inputs, changed at random, before every parser of the log; then Atheris over the same, where it is installed.

Usage: see tests/soak.py; 20,000 cases are a million inputs of our own and a million of Atheris.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.tlog.mutations import TOKENS, mutated
from tests.tlog.oracle import ORACLES, corpus, judge

ROOT = Path(__file__).resolve().parents[2]
INPUTS_PER_CASE = 50
MOST_SHOWN = 10
MOST_BYTES_SHOWN = 3000


def soak(seed: int, n: int) -> dict[str, int]:
    """Judge 50 `n` changed inputs, twice; gives how many there were, and how many came out `wrong`."""
    inputs = n * INPUTS_PER_CASE
    found = changed(seed, inputs)
    fuzzed = atheris(seed, inputs)
    return {**found, **fuzzed, "wrong": found["wrong"] + fuzzed.get("wrong", 0)}


def changed(seed: int, inputs: int) -> dict[str, int]:
    """Judge kept inputs after changes at random."""
    random = Random(seed)
    kept = {name: corpus(name) for name in ORACLES}
    everything = [content for contents in kept.values() for content in contents]
    good = {name: [each for each in kept[name] if judge(name, each) == "accepted"] for name in kept}
    names = list(ORACLES)
    found = Counter({"inputs": inputs, "accepted": 0, "refused": 0, "wrong": 0})
    for _ in range(inputs):
        name = random.choice(names)
        (source,) = random.choices((good[name], kept[name], everything), (16, 3, 1))
        content = mutated(random.choice(source), everything, random)
        outcome = judge(name, content)
        found[outcome] += 1
        if outcome == "wrong" and found["wrong"] <= MOST_SHOWN:
            sys.stderr.write(f"{name}: {content!r}\n")
    return dict(found)


def atheris(seed: int, runs: int) -> dict[str, int]:
    """Judge what Atheris makes of the kept inputs; it ends with the first wrong one. Nothing where it is missing."""
    if find_spec("atheris") is None:
        return {}
    with TemporaryDirectory() as folder:
        options = [f"-runs={runs}", f"-seed={1 + seed % (2**32 - 1)}", "-max_len=4096", "-timeout=60"]
        options += [f"-dict={_dictionary(Path(folder))}", f"-artifact_prefix={folder}/"]
        command = [sys.executable, "-m", "tests.tlog.fuzz_atheris", str(_tagged(Path(folder))), *options]
        result = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
        )
    if result.returncode:
        sys.stderr.write(result.stderr[-MOST_BYTES_SHOWN:])
    return {"atheris inputs": runs, "wrong": 1 if result.returncode else 0}


def _tagged(folder: Path) -> Path:
    """The kept inputs as tests.tlog.fuzz_atheris reads them: the number of the parser before each."""
    inputs = folder / "inputs"
    inputs.mkdir()
    for number, name in enumerate(ORACLES):
        for at, content in enumerate(corpus(name)):
            (inputs / f"{name}-{at}").write_bytes(bytes([number]) + content)
    return inputs


def _dictionary(folder: Path) -> Path:
    """Our tokens as libFuzzer reads them, which takes no long ones."""
    written = ["".join(f"\\x{byte:02x}" for byte in token) for token in TOKENS if len(token) <= 64]
    path = folder / "dictionary"
    path.write_text("".join(f'"{token}"\n' for token in written), "ascii")
    return path
