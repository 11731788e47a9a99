"""What a publication changes of the one before it, other than by counts that have come in since.

More stations are the course of a night. A figure that had been published and is another one now, a decision, or a
new definition, is a correction: it is published with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sverka.domain.counts import CountTable, State
from sverka.publish.results import ContestResults, Results

MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that changed: figures of an account, decisions, the definition; `units` says at how many stations."""

    of: str
    units: int = 0

    def __str__(self) -> str:
        return f"{self.of} ({self.units})" if self.units else self.of


def corrections(before: Results, now: Results) -> list[Correction]:
    """Everything of what had been published that is otherwise now."""
    found = [*_definition(before, now)]
    for of in before:
        if of.id not in now.election.contests:
            found.append(Correction(f"{of.id}: the contest"))
        else:
            found += [*_figures(of, now.of(of.id)), *_decisions(of, now.of(of.id))]
    return found


def said(found: list[Correction]) -> str:
    """Corrections in one line, the first of them where they are many."""
    more = [f"and {len(found) - MOST_SAID} more"] if len(found) > MOST_SAID else []
    return "; ".join([*map(str, found[:MOST_SAID]), *more])


def _definition(before: Results, now: Results) -> Iterator[Correction]:
    old, new = before.snapshot.definition, now.snapshot.definition
    if old and new and (old.definition, old.stations) != (new.definition, new.stations):
        yield Correction("the definition of the election")


def _figures(before: ContestResults, now: ContestResults) -> Iterator[Correction]:
    """The accounts that state a published figure otherwise now."""
    for old, new, unit in (
        (before.tables, now.tables, "stations"),
        (before.area_tables, now.area_tables, "areas"),
    ):
        for source, table in old.items():
            changed = _changed(table, new[source]) if source in new else len(table.units)
            if changed:
                yield Correction(f"{before.id}: figures of {source}, {unit}", changed)


def _changed(before: CountTable, now: CountTable) -> int:
    """At how many units a figure is not the same, or is none any more."""
    same = now.reindexed(before.units).with_columns(before.rows, before.selections)
    other = (same.state != State.READ) | (same.values != before.values)
    return int(((before.state == State.READ) & other).any(axis=1).sum())


def _decisions(before: ContestResults, now: ContestResults) -> Iterator[Correction]:
    """Stations and selections that were annulled since, or count again."""
    position = now.position
    lines = [(line, position[unit]) for line, unit in enumerate(before.stations) if unit in position]
    old, new = (np.array(each, np.intp) for each in zip(*lines, strict=True)) if lines else ((), ())
    changed = int(np.count_nonzero(before.annulled[old] != now.annulled[new])) if lines else 0
    if changed:
        yield Correction(f"{before.id}: annulled or reinstated, stations", changed)
    if before.annulled_selections != now.annulled_selections:
        yield Correction(f"{before.id}: selections annulled or reinstated")
