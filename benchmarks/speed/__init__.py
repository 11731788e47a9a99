"""What is measured: one file per benchmark, which says in its docstring what is timed and against what."""

from __future__ import annotations

import importlib

from benchmarks.outcome import Outcome, Skipped

NAMES = (
    "against_actasum",
    "command",
    "million",
    "replay",
    "site",
    "controls",
    "reading",
    "seats",
    "append",
    "durable",
    "proofs",
    "submissions",
    "intake",
    "verifier",
    "two_records",
    "night",
)


def measure(name: str, quick: bool) -> Outcome | str:
    """One benchmark, in this process; the reason if it cannot run here."""
    try:
        outcome: Outcome = importlib.import_module(f"benchmarks.speed.{name}").measure(quick=quick)
    except Skipped as reason:
        return str(reason)
    return outcome
