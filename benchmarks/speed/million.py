"""1,000,000 stations × 40 selections × 2 accounts: comparison with the kind of every difference.

A quarter of the stations differ, in the proportions of Bulgaria 2023 (there it was 24.8 %); `all_different` is
the worst case, and in `another_order` the two tables list their stations differently. What it needs of memory
is measured beyond the two tables. The yardstick is the least that any comparison must do: one pass of numpy
over the votes of both, `(left != right).any(axis=1)`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.clock import allocated, by_turns
from benchmarks.outcome import Asked, Outcome, Timed
from benchmarks.speed.country import SELECTIONS, two_counts
from sverka.domain.counts import CountTable
from sverka.reconcile.compare import compare


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """One pair of tables compared several times."""

    timed: Timed
    beside: Timed
    memory: float
    found: dict[str, int]


def measure(*, quick: bool) -> Outcome:
    """The usual share of differing stations, the worst, and the usual one with another order of stations."""
    stations, runs = (20_000, 1) if quick else (1_000_000, 5)
    usual = _compared(*two_counts(stations, differing=0.25), runs=runs)
    worst = _compared(*two_counts(stations, differing=1.0), runs=runs)
    turned = _compared(*_turned(*two_counts(stations, differing=0.25)), runs=max(1, runs // 2))
    most = max(usual.memory, worst.memory, turned.memory)
    size = f"{stations:,} stations × {SELECTIONS} selections × 2 accounts"
    return Outcome(
        what=f"compare {size}, with kinds",
        timed=usual.timed,
        yardstick="one pass of numpy over the votes of both",
        yardstick_timed=usual.beside,
        asked=(
            Asked.of(f"{size}: compared with kinds, a quarter differs", usual.timed, 2),
            Asked.of(f"{size}: compared with kinds, all differ", worst.timed, 2),
            Asked(what=f"{size}: memory beyond the tables", measured=most, limit=1024, unit="MB"),
        ),
        further={
            "differing_stations": usual.found["different"],
            "memory_mb": usual.memory,
            "all_different_memory_mb": worst.memory,
            "another_order_seconds": turned.timed.median,
            "another_order_cpu_seconds": turned.timed.least_cpu,
            "another_order_memory_mb": turned.memory,
        },
    )


def _compared(left: CountTable, right: CountTable, *, runs: int) -> _Compared:
    memory = allocated(lambda: compare(left, right))
    timed, beside = by_turns(lambda: compare(left, right), lambda: _one_pass(left, right), runs=runs)
    return _Compared(timed=timed, beside=beside, memory=memory, found=compare(left, right).stations)


def _one_pass(left: CountTable, right: CountTable) -> object:
    votes_left, votes_right = left.values[:, left.selection_columns], right.values[:, right.selection_columns]
    return (votes_left != votes_right).any(axis=1)


def _turned(left: CountTable, right: CountTable) -> tuple[CountTable, CountTable]:
    """The right one with its stations in the opposite order, as another register would list them."""
    values, state = np.ascontiguousarray(right.values[::-1]), np.ascontiguousarray(right.state[::-1])
    return left, right.with_cells(values, state, units=right.units[::-1])
