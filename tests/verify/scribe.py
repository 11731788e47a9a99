"""Writes what members of the group do behind a record, linked and signed as if all were well; asks no rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec.structs import replace

from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import AnyFact, DefinitionFact, canonical_bytes, hash_of, parse_fact, subject_of
from sverka.record.group_facts import (
    AnyGroupFact,
    ApplicationDecisionFact,
    ApplicationFact,
    CommitmentFact,
    DiceFact,
    FinalDocumentFact,
    GroupFact,
    OpinionFact,
    RefusalFact,
    SampleFact,
    SignatureFact,
    WithdrawalFact,
)
from sverka.record.signing import sign
from sverka.tlog.keys import Signer
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash
from tests.group_town import AFTERNOON, KEYS, NOON

ELECTION = "town-2026-05-17"

Kind = TypeVar("Kind", bound=GroupFact)


@dataclass
class Scribe:
    """Facts, the last of each subject, and files of evidence; what members sign goes behind them."""

    entries: list[bytes]
    evidence: dict[str, bytes] = field(default_factory=dict)
    _last: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._remember(entry)

    def write(self, fact: AnyGroupFact, *names: str | Signer) -> str:
        """Write a fact that these members sign, after the last of its subject; gives its hash."""
        return self.put(self.signed(fact, *names))

    def signed(self, fact: AnyGroupFact, *names: str | Signer) -> AnyGroupFact:
        """A fact as these members sign it now."""
        linked = replace(fact, received=AFTERNOON, supersedes=self._last.get(subject_of(fact), ""))
        return sign(linked, ELECTION, [KEYS[n] if isinstance(n, str) else n for n in names])

    def link(self, fact: DefinitionFact) -> str:
        """Write a fact that nobody signs, after the last of its subject; gives its hash."""
        return self.put(replace(fact, supersedes=self._last.get(subject_of(fact), "")))

    def put(self, fact: AnyFact) -> str:
        """Write a fact as it is, whoever has signed it; gives its hash."""
        entry = canonical_bytes(fact)
        self.entries.append(entry)
        self._remember(entry)
        return hash_of(entry)

    def keep(self, content: bytes) -> str:
        """Lay a file into evidence; gives its hash."""
        self.evidence[hash_of(content)] = content
        return hash_of(content)

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def root(self) -> str:
        """The root of all facts so far."""
        return Edge().grown([leaf_hash(entry) for entry in self.entries])[0].root.hex()

    def _remember(self, entry: bytes) -> None:
        self._last[subject_of(parse_fact(entry))] = hash_of(entry)  # type: ignore[arg-type]


def said(kind: type[Kind], **fields: object) -> Kind:
    """An act of some kind that says something, not signed yet."""
    common = {"schema": SCHEMA, "received": AFTERNOON, "claimed": NOON, "signatures": ()}
    return kind(**(common | fields))  # type: ignore[arg-type]


def first_definition(definition: str) -> DefinitionFact:
    """The definition with which a record begins."""
    return DefinitionFact(schema=SCHEMA, received=AFTERNOON, election=ELECTION, definition=definition)


def application(number: str, stations: Sequence[str], applicant: str = "apple") -> ApplicationFact:
    """An application for recounts of the council."""
    asked = {"number": number, "applicant": applicant, "contest": "council", "stations": tuple(stations)}
    return said(ApplicationFact, reason="the copy and the protocol differ", **asked)


def withdrawal(number: str, *stations: str) -> WithdrawalFact:
    return said(WithdrawalFact, number=number, stations=stations, reason="we saw the paper")


def grant(number: str, *granted: str, declined: Sequence[str] = ()) -> ApplicationDecisionFact:
    """The decision on an application."""
    decided = {"number": number, "granted": granted, "declined": tuple(declined)}
    return said(ApplicationDecisionFact, reason="the papers differ in one row", **decided)


def commitment(draw: str, scribe: Scribe, population: str, **fields: object) -> CommitmentFact:
    """A drawing of two of the three stations of a list, with equal chances, over the record so far."""
    usual = {"contest": "council", "method": "equal", "sample_size": 2, "population_size": 3}
    so_far = {"record_size": scribe.size, "root": scribe.root, "population": population, "draw": draw}
    return said(CommitmentFact, **(usual | so_far | fields))


def dice(draw: str, committed: str, digits: str, sides: int = 6) -> DiceFact:
    return said(DiceFact, draw=draw, commitment=committed, digits=digits, sides=sides)


def sample(draw: str, committed: str, seed: str, drawn: str, size: int = 2) -> SampleFact:
    return said(SampleFact, draw=draw, commitment=committed, seed=seed, drawn=drawn, sample_size=size)


def final_document(scribe: Scribe, document: str) -> FinalDocumentFact:
    """A final document over the record so far."""
    so_far = {"record_size": scribe.size, "root": scribe.root, "document": document}
    return said(FinalDocumentFact, papers={"en": document}, deadline="2026-06-01T18:00:00+06:00", **so_far)


def answer(
    kind: type[SignatureFact | OpinionFact | RefusalFact],
    member: str,
    asked: FinalDocumentFact,
    **fields: object,
) -> SignatureFact | OpinionFact | RefusalFact:
    """What a member answers to a final document."""
    of = {"document": asked.document, "record_size": asked.record_size, "root": asked.root}
    return said(kind, **({"member": member, **of} | fields))
