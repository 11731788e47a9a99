"""The record of an election folder, followed: what came in since is read once, and nothing before it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.office.folder import ElectionFolder, State
from sverka.office.papers import Papers
from sverka.record.facts import DefinitionFact, parse_fact
from sverka.record.live import Live
from sverka.record.replay import Gathered

A_DEFINITION = b'"kind":"definition"'  # no string of a fact can hold these bytes: its quotes are escaped


@dataclass
class Following:
    """An election folder whose record only grows; the state that it gives holds until the next is asked for."""

    folder: ElectionFolder
    size: int = 0
    live: Live | None = None
    gathered: Gathered = field(default_factory=Gathered)

    def at(self, size: int) -> State:
        """The state of the record when it held `size` facts, which may be no fewer than the last time."""
        if size < self.size:
            raise AssertionError(f"a record followed to {self.size} facts does not go back to {size}")
        self._take(self.folder.store.entries(self.size, size))
        self.size = size
        if self.live is None:
            raise Fault(
                "the record has no definition",
                place=str(self.folder.path),
                cure="make the folder anew: `sverka new`",
            )
        return State(folder=self.folder, election=self.live.election, snapshot=self.live.snapshot)

    def _take(self, entries: Iterable[bytes]) -> None:
        """Take entries in runs that stand under one definition."""
        run: list[bytes] = []
        for entry in chain(entries, [None]):
            if entry is None or (A_DEFINITION in entry and isinstance(parse_fact(entry), DefinitionFact)):
                self._take_run(run)
                run = []
                if entry is not None:
                    self.gathered.read(entry)
                    self._under_new_definition()
            else:
                run.append(entry)

    def _take_run(self, run: list[bytes]) -> None:
        if self.live is not None:
            self.live.take(run)
            return
        for entry in run:
            self.gathered.read(entry)

    def _under_new_definition(self) -> None:
        election = self._election()
        if self.live is None:
            self.live = Live(self.gathered, election)
        else:
            self.live.under(election)

    def _election(self) -> Election:
        definition = self.gathered.definition
        if definition is None:
            raise AssertionError("a definition that was read and is not there")
        return Papers.recorded(definition, self.folder.evidence).election()
