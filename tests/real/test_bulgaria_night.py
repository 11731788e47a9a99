"""Bulgaria, 2 April 2023, as a night: real machine files and protocols in random order, published batch by batch.

`SVERKA_BATCHES=200 pytest tests/real/test_bulgaria_night.py` publishes 200 times.

After every batch the published figures are held against sums over the bytes of the record (`recomputed.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.night.outcomes import Published
from sverka.office.night.publisher import Publisher
from sverka.office.publish import reproduce
from sverka.publish.gate.gate import Gate
from sverka.record.facts import hash_of
from tests.real.recomputed import Recomputed, areas_of, published_totals
from tests.real.test_bulgaria import FOLDER

DAY, HELD_ON = "20230402", "bg-2023-04-02"
BATCHES = int(
    os.environ.get("SVERKA_BATCHES", "6")
)  # 200 is the whole night; that takes a quarter of an hour
SEED = 20230402
DRAWN = min(10, BATCHES // 5)  # publications between the first and the last whose bytes are made again
LANGUAGE = ("en",)
VERIFIER = Path(__file__).parents[2] / "src" / "sverka_verify.py"


@dataclass
class Night:
    """The night as it was published: sizes and hashes, batch by batch."""

    folder: ElectionFolder
    recomputed: Recomputed
    sizes: list[int] = field(default_factory=list)
    lists: dict[int, dict[str, str]] = field(default_factory=dict)
    unlike: list[str] = field(default_factory=list)
    outcomes: list[Any] = field(default_factory=list)

    @property
    def site(self) -> Path:
        """Where it is published."""
        return self.folder.public


@pytest.fixture(scope="module")
def night(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """All batches, one after the other."""
    data, here = data_dir / FOLDER, tmp_path_factory.mktemp("night")
    stations = str(data / f"bg{DAY}_sections.csv.gz")
    pool = here / "pool"
    assert run(["new", str(pool), "--definition", HELD_ON, "--stations", stations]) == 0
    assert run(["add", str(pool), str(data / f"bg{DAY}_machine_stream_two_counts.csv.gz")]) == 0
    assert run(["add", str(pool), str(data / f"bg{DAY}_protocols.csv.gz"), "--account", "protocol"]) == 0
    assert run(["new", str(here / "night"), "--definition", HELD_ON, "--stations", stations]) == 0
    return played(counts_of(pool), ElectionFolder(here / "night"), areas_of(Path(stations)), batches=BATCHES)


def counts_of(pool: Path) -> list[bytes]:
    """The facts of all counts of a folder, without the files that they came in by."""
    facts = (json.loads(entry) for entry in ElectionFolder(pool).store.entries())
    return [
        json.dumps(
            {key: fact[key] for key in fact if key != "documents"},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
        for fact in facts
        if fact["kind"] == "count"
    ]


def played(
    counts: list[bytes], folder: ElectionFolder, area_of: dict[str, str], *, batches: int, drawn: int = DRAWN
) -> Night:
    """Hand the counts in in random order, and publish after each batch."""
    chance = random.Random(SEED)  # an order, no secret
    chance.shuffle(counts)
    night = Night(folder, Recomputed(area_of))
    kept = {0, batches - 1, *chance.sample(range(1, batches - 1), drawn)}
    publisher = Publisher(folder, folder.public, Gate(), languages=LANGUAGE)
    for number in range(batches):
        batch = counts[number::batches]
        folder.append(batch, after=folder.store.size)
        outcome = publisher.publish_next()
        night.outcomes.append(outcome)
        if not isinstance(outcome, Published):
            break
        night.sizes.append(outcome.size)
        night.recomputed.read(batch)
        unlike = list(night.recomputed.unlike(published_totals(folder.public)))
        night.unlike += [f"publication {number}: {each}" for each in unlike]
        if number in kept:
            night.lists[outcome.size] = listed(folder.public)
    return night


def listed(site: Path) -> dict[str, str]:
    """Path and hash of every file that the lists of a site name."""
    found: dict[str, str] = {}
    waiting = ["files.sha256"]
    while waiting:
        for line in (site / waiting.pop()).read_text("utf-8").splitlines():
            sha256, _, path = line.partition("  ")
            found[path] = sha256
            waiting += [path] if path.endswith(".sha256") else []
    return found


def test_no_paper_that_contradicts_itself_stops_anything(night: Night) -> None:
    stopped = [outcome for outcome in night.outcomes if not isinstance(outcome, Published)]

    assert stopped == []
    assert len(night.sizes) == BATCHES


def test_after_every_batch_the_figures_are_those_of_the_record(night: Night) -> None:
    assert night.unlike == []


def test_findings_are_counted_right(night: Night) -> None:
    assert night.recomputed.failures == {"B1": 368, "B2": 136, "B3": 107, "B4": 57, "B5": 11}
    protocol = published_totals(night.site)["parties", "protocol", ""]
    assert protocol["stations"]["in"] == 12_916
    assert protocol["stations"]["with_findings"] == night.recomputed.failing["parties", "protocol", ""]


def test_at_the_end_stand_the_golden_numbers(night: Night) -> None:
    results = json.loads((night.site / "data/results.json").read_bytes())
    compared = results["contests"]["machine-stream"]["comparison"]

    assert (compared["both"], compared["identical"], compared["different"]) == (9492, 7135, 2357)
    assert (compared["gross"], compared["net"]) == (8997, -4341)
    machine = results["contests"]["machine-stream"]["totals"]["machine"][""]["selections"]
    assert sum(machine.values()) == 1_556_606


def test_figures_of_every_publication_are_kept_under_the_hash_that_the_record_names(night: Night) -> None:
    entries = night.folder.store.entries()
    facts = [fact for fact in map(json.loads, entries) if fact["kind"] == "publication"]

    assert [fact["record_size"] for fact in facts] == night.sizes
    for fact in facts:
        kept = (night.site / f"at/{fact['record_size']}/data/results.json").read_bytes()
        assert hashlib.sha256(kept).hexdigest() == fact["figures"]


def test_drawn_publications_are_made_again_byte_for_byte(night: Night, tmp_path: Path) -> None:
    for size, files in night.lists.items():
        out = tmp_path / str(size)
        reproduce(night.folder.open(size=size), out, languages=LANGUAGE)
        assert listed(out) == files
        for path, sha256 in list(files.items())[::97]:
            if not path.startswith("evidence/"):
                assert hash_of((out / path).read_bytes()) == sha256


def test_the_verifier_computes_every_publication_of_the_night(night: Night) -> None:
    key = str(night.folder.path / "log.vkey")
    command = [sys.executable, str(VERIFIER), str(night.site), "--vkey", key, "--publications", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    answer = json.loads(done.stdout)

    assert answer["verified"], answer["DIFFERS"][:5]
    assert any(f"figures of {BATCHES} of {BATCHES} computed anew" in line for line in answer["ok"])
