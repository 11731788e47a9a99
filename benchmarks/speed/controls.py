"""All controls of a practice form over 1,000,000 hand counts at once, the machine's beside them.

The form has 7 rows and 40 selections; a quarter of the stations differ between the accounts. The yardstick is
one sum of numpy over the votes of every station.
"""

from __future__ import annotations

from benchmarks.clock import allocated, by_turns
from benchmarks.outcome import Outcome
from benchmarks.speed.country import SEED, SIZES, two_counts
from sverka.formats.definition import parse_definition
from sverka.practice.definition_text import definition_text
from sverka.reconcile.controls import check_table
from sverka.reconcile.sheets import Context


def measure(*, quick: bool) -> Outcome:
    """The controls of the definition that goes with the practice election."""
    stations, runs = (20_000, 1) if quick else (1_000_000, 3)
    machine, hand = two_counts(stations, differing=0.25)
    election = parse_definition(definition_text(SIZES, seed=SEED), name="practice.toml")
    contest = election.contests[hand.contest]
    context = Context(accounts={machine.source.account: machine})
    memory = allocated(lambda: check_table(hand, contest, context))
    checked, one_sum = by_turns(
        lambda: check_table(hand, contest, context),
        lambda: hand.values[:, hand.selection_columns].sum(axis=1),
        runs=runs,
    )
    found = check_table(hand, contest, context)
    return Outcome(
        what=f"check {len(found.controls)} controls on {stations:,} protocols",
        timed=checked,
        yardstick="one sum of numpy over the votes of every station",
        yardstick_timed=one_sum,
        further={"findings": sum(found.failures.values()), "memory_mb": memory},
    )
