"""Replay of 2,000,000 count facts with 40 selections each, from entry bundles on disk into two tables.

One million stations, a machine's and a hand count of each, appended to a record in portions. Read back are the
bundles of `record/`, parsed and checked fact by fact. The yardstick is the standard library: `json.loads` of as
many of the same facts, and nothing done with them (measured on a twentieth of them, and multiplied).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import by_turns, memory_beyond
from benchmarks.outcome import Asked, Outcome, Timed
from benchmarks.speed.country import SEED, SELECTIONS, SIZES, two_counts
from benchmarks.speed.records import new_ledger
from sverka.domain.counts import CountTable
from sverka.domain.election import Election
from sverka.formats.definition import parse_definition
from sverka.practice.definition_text import definition_text
from sverka.record.disk import HastyDisk
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact, canonical_bytes
from sverka.record.ledger import Ledger
from sverka.record.replay import replay
from sverka.record.store import Store

PORTION = 256 * 200  # facts appended at a time
BLOCK = 8192  # stations turned into facts at a time
PART = 20  # the yardstick is measured on one fact of so many
RECEIVED = "2000-01-01T20:00:00+00:00"


def measure(*, quick: bool) -> Outcome:
    """One replay after another, from the same bundles."""
    stations, runs = (5_000, 1) if quick else (1_000_000, 2)
    election = parse_definition(definition_text(SIZES, seed=SEED), name="practice.toml")
    with TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder), HastyDisk())
        store = ledger.store
        _check(store, election, _fill(ledger, stations))
        found: list[Timed] = []
        works = (lambda: replay(store.entries(), election), lambda: _parse_some(store))
        memory = memory_beyond(lambda: found.extend(by_turns(*works, runs=runs)))
        size = sum(
            file.stat().st_size for file in (store.folder / "tile" / "entries").rglob("*") if file.is_file()
        )
    replayed, parsed = found
    return Outcome(
        what=f"replay {2 * stations:,} count facts of {SELECTIONS} selections from bundles on disk",
        timed=replayed,
        yardstick="json.loads of the same facts, nothing done with them",
        yardstick_timed=Timed(wall=_of_all(parsed.wall), cpu=_of_all(parsed.cpu)),
        asked=(Asked.of(f"replay of {2 * stations:,} count facts from disk", replayed, 20),),
        further={
            "microseconds_per_fact": replayed.median / (2 * stations) * 1e6,
            "bundles_mb": size / 1e6,
            "memory_mb": memory,
        },
    )


def _fill(ledger: Ledger, stations: int) -> CountTable:
    """Append the counts of both accounts, portion by portion; gives the first portion of the first account."""
    machine, hand = two_counts(stations, differing=0.25)
    facts = chain(_facts(machine), _facts(hand))
    while portion := list(islice(facts, PORTION)):
        ledger.append(portion)
    few = slice(0, min(stations, PORTION))
    return machine.with_cells(machine.values[few].copy(), machine.state[few].copy(), units=machine.units[few])


def _facts(table: CountTable) -> Iterator[bytes]:
    rows = len(table.rows)
    for start in range(0, len(table.units), BLOCK):
        block = table.values[start : start + BLOCK].tolist()
        for unit, figures in zip(table.units[start : start + BLOCK], block, strict=True):
            fact = CountFact(
                schema=SCHEMA,
                received=RECEIVED,
                account=table.source.account,
                contest=table.contest,
                station=unit,
                rows=dict(zip(table.rows, figures[:rows], strict=True)),
                selections=dict(zip(table.selections, figures[rows:], strict=True)),
            )
            yield canonical_bytes(fact)


def _check(store: Store, election: Election, written: CountTable) -> None:
    """What comes back is what went in."""
    found = replay(store.entries(0, len(written.units)), election).tables(written.contest)[written.source]
    if found.units != written.units or not (found.values == written.values).all():
        raise AssertionError("the replay gives other figures than were written")


def _parse_some(store: Store) -> None:
    for entry in store.entries(0, store.size // PART):
        json.loads(entry)


def _of_all(seconds: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(PART * each for each in seconds)
