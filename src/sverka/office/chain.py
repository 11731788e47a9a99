"""Links facts to those before them of the same subject, in the record and among those being made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from sverka.domain.counts import Source, Unit
from sverka.domain.ids import AccountId, ContestId
from sverka.office.folder import State
from sverka.record.facts import AnyFact, CountFact, Subject, canonical_bytes, hash_of, subject_of


@dataclass
class Chain:
    """The last fact of every subject, as far as it is asked for."""

    state: State
    made: dict[Subject, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entry = self.state.folder.store.reader()

    def link(self, facts: Iterable[AnyFact]) -> list[bytes]:
        """The bytes of facts, each naming the one that it supersedes."""
        return [self._link(fact) for fact in facts]

    def superseded_by(self, fact: AnyFact) -> str:
        """The hash of the last fact of the same subject, "" if there is none."""
        subject = subject_of(fact)
        previous = self.made.get(subject) or self._recorded(fact, subject)
        return hash_of(previous) if previous else ""

    def remember(self, fact: AnyFact) -> bytes:
        """Take a fact for the last of its subject; gives its bytes."""
        written = self.made[subject_of(fact)] = canonical_bytes(fact)
        return written

    def _link(self, fact: AnyFact) -> bytes:
        superseded = self.superseded_by(fact)
        return self.remember(replace(fact, supersedes=superseded) if superseded else fact)

    def _recorded(self, fact: AnyFact, subject: Subject) -> bytes | None:
        index = self._index_of_count(fact) if isinstance(fact, CountFact) else None
        if index is None:
            index = self.state.snapshot.latest.get(subject)
        return None if index is None else self.entry(index)

    def _index_of_count(self, fact: CountFact) -> int | None:
        unit = Unit.AREA if fact.area else Unit.STATION
        counts = self.state.snapshot.of(ContestId(fact.contest), unit).get(
            Source(AccountId(fact.account), fact.holder)
        )
        line = None if counts is None else counts.table.position.get(fact.area or fact.station)
        if counts is None or line is None or counts.entry[line] < 0:
            return None
        return int(counts.entry[line])
