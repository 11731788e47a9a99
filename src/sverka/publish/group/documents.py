"""The final documents of the group, and what each member answered to them (docs/final-document.md).

A member answers once, with its own key. Another member may report that it refused; its own answer then goes before
the report. A new document asks anew, and the answers to the one before it stay with that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sverka.domain.ids import MemberId
from sverka.errors import Refused
from sverka.publish.group.acts import Act, check_parties
from sverka.record.group_facts import (
    AnyGroupFact,
    FinalDocumentFact,
    OpinionFact,
    RefusalFact,
    SignatureFact,
)

AnyAnswer = SignatureFact | OpinionFact | RefusalFact


@dataclass(frozen=True, kw_only=True)
class Document:
    """A final document and the answers to it.

    `answers` : what stands for each member · `reports` : refusals that others reported, before it answered itself
    """

    made: Act[FinalDocumentFact]
    answers: Mapping[MemberId, Act[AnyAnswer]] = field(default_factory=dict)
    reports: Mapping[MemberId, Act[AnyAnswer]] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The hash of what it says."""
        return self.made.fact.document

    def answered(self, act: Act[AnyAnswer]) -> Document:
        """The document with one more answer."""
        member = MemberId(act.fact.member)
        before = self.answers.get(member)
        reports = self.reports if before is None else {**self.reports, member: before}
        return Document(made=self.made, answers={**self.answers, member: act}, reports=reports)


@dataclass
class Documents:
    """All final documents, oldest first; the last one is in force."""

    made: list[Document] = field(default_factory=list)

    @property
    def in_force(self) -> Document | None:
        """The document that members are asked to sign."""
        return self.made[-1] if self.made else None

    def take(self, act: Act[AnyGroupFact]) -> None:
        """Let an act have its effect; refused, nothing has changed."""
        match act.fact:
            case FinalDocumentFact():
                self._make(act.as_of(act.fact))
            case SignatureFact() | OpinionFact() | RefusalFact():
                self._answer(act.as_of(act.fact))
            case _:
                raise AssertionError(f"bad routing: {type(act.fact).__name__} is no final document")

    def _make(self, act: Act[FinalDocumentFact]) -> None:
        _check_possible(act)
        if any(each.sha256 == act.fact.document for each in self.made):
            raise Refused(
                "R449",
                "this final document was made already, word for word",
                cure="answer the one there is, or make one over a larger record",
            )
        if self.in_force is not None and self.in_force.answers:
            check_parties(act)  # no single member takes from others what they have signed
        self.made.append(Document(made=act))

    def _answer(self, act: Act[AnyAnswer]) -> None:
        document = self.in_force
        if document is None:
            raise Refused("R441", "there is no final document yet", cure="make it: `sverka group document`")
        _check_is_of(act, document, self.made)
        _check_member(act, document)
        _check_first(act, document)
        self.made[-1] = document.answered(act)


def _check_possible(act: Act[FinalDocumentFact]) -> None:
    fact = act.fact
    if not 0 < fact.record_size <= act.entry:
        raise Refused(
            "R448",
            f"a final document over {fact.record_size} facts, of which {act.entry} were there before it",
            cure="make it over facts that the record has",
        )
    deadline, made = time_of(fact.deadline), time_of(fact.claimed or fact.received)
    if deadline is None or (made is not None and deadline <= made):
        raise Refused(
            "R448",
            f"the deadline {fact.deadline!r} is no time after the document was made",
            cure="give a later time, like 2021-12-20T18:00:00+06:00",
        )


def _check_is_of(act: Act[AnyAnswer], document: Document, made: list[Document]) -> None:
    fact, asked = act.fact, document.made.fact
    if fact.document != asked.document:
        older = any(each.sha256 == fact.document for each in made)
        raise Refused(
            "R442",
            "this answers a document that a later one has replaced" if older else "no such document was made",
            cure=f"read and answer the one in force, {asked.document}",
        )
    if (fact.record_size, fact.root) != (asked.record_size, asked.root):
        raise Refused(
            "R443",
            f"the document is over {asked.record_size} facts with the root {asked.root}; the answer says "
            f"{fact.record_size} and {fact.root}",
            cure="hold your copy of the record against theirs, then answer what is the same in both",
        )


def _check_member(act: Act[AnyAnswer], document: Document) -> None:
    fact, signed = act.fact, [str(member.id) for member in act.members]
    if MemberId(fact.member) not in document.made.group.members:
        raise Refused(
            "R444",
            f"{fact.member} was not a member when the document was made",
            cure=f"give one of: {', '.join(document.made.group.members)}",
        )
    if signed != [fact.member] and not isinstance(fact, RefusalFact):
        raise Refused(
            "R445",
            f"{fact.member} signs with its own key and alone; this is signed by {', '.join(signed)}",
            cure="only a refusal can be reported by another member",
        )
    if not fact.reason.strip() and not isinstance(fact, SignatureFact):
        raise Refused("R447", "no reason is given", cure="say why: it is published beside the answer")


def _check_first(act: Act[AnyAnswer], document: Document) -> None:
    """A member's own answer goes before a report of others, and nothing goes before its own answer."""
    before = document.answers.get(MemberId(act.fact.member))
    if before is None or (is_report(before) and not is_report(act)):
        return
    raise Refused(
        "R446",
        f"{act.fact.member} has answered this document (entry {before.entry})",
        cure="a member answers once; who thinks otherwise now can say so in the next document",
    )


def is_report(act: Act[AnyAnswer]) -> bool:
    """Whether others say it of the member: it did not sign it itself."""
    return all(str(member.id) != act.fact.member for member in act.members)


def time_of(text: str) -> datetime | None:
    """A time of the record with its zone (RFC 3339), None where it is none."""
    with suppress(ValueError):
        time = datetime.fromisoformat(text)
        return time if time.tzinfo is not None else None
    return None
