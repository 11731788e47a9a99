"""Stops: a computation that contradicted itself is a fact of the record, once for each kind of contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sverka.office.folder import ElectionFolder
from sverka.office.night.notices import StoppedSince
from sverka.office.night.outcomes import Stopped
from sverka.publish.gate.candidate import Stop, told
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import parse_fact
from sverka.record.night_facts import StopFact

A_STOP = b'"kind":"stop"'


@dataclass
class Stops:
    """The stop in force, since the publication that stands."""

    in_force: Stopped | None = None

    @classmethod
    def of(cls, folder: ElectionFolder, start: int) -> Stops:
        """As the record has them from an entry on."""
        stops = cls()
        for index, entry in enumerate(folder.store.entries(start), start):
            if A_STOP in entry and isinstance(fact := parse_fact(entry), StopFact):
                stops.add(index, fact)
        return stops

    def add(self, entry: int, fact: StopFact) -> Stopped:
        """Know of one more stop fact; gives the stop in force."""
        self.in_force = Stopped(
            size=fact.record_size,
            since=fact.received if self.in_force is None else self.in_force.since,
            entry=entry,
            failed=fact.failed,
            checks=fact.checks,
        )
        return self.in_force

    def says_so(self, stops: Sequence[Stop]) -> bool:
        """Whether the stop in force names the same checks already: a contradiction is told once, not each minute.

        It names only some of many places. Where one of them passes now, as a fall that was allowed does, it is told
        anew, so that operators see the places that are left.
        """
        if self.in_force is None or {each.code for each in stops} != set(self.in_force.codes):
            return False
        failing = {(each.code, each.place) for each in stops}
        return all((each.code, each.place) in failing for each in self.in_force.checks)

    @property
    def since(self) -> StoppedSince | None:
        """What pages say of it."""
        stopped = self.in_force
        if stopped is None:
            return None
        return StoppedSince(since=stopped.since, entry=stopped.entry, checks=stopped.codes)


def stop_fact(stops: Sequence[Stop], *, size: int, root: str, received: str, supersedes: str) -> StopFact:
    """The fact of a stop: some of every check that failed."""
    return StopFact(
        schema=SCHEMA,
        received=received,
        supersedes=supersedes,
        record_size=size,
        root=root,
        failed=len(stops),
        checks=told(stops),
    )
