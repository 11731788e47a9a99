"""What each member answered to a final document, and whether in time.

There is no clock in it: a deadline has passed once the record holds a fact that came in after it. Of counts the time
is not asked; all other kinds of fact tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sverka.domain.group import Member
from sverka.publish.group.acts import Act
from sverka.publish.group.documents import AnyAnswer, Document, is_report, time_of
from sverka.record.fact_shape import Fact
from sverka.record.group_facts import OpinionFact, RefusalFact, SignatureFact
from sverka.record.snapshot import Snapshot


class Answer(StrEnum):
    """What a member has done with the final document."""

    SIGNED = "signed"
    OPINION = "signed-with-opinion"
    REFUSED = "refused"
    NOT_YET = "no-answer-yet"
    NONE = "no-answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one member answered.

    `act` : None where it did not · `late` : it came in after the deadline
    `reported_by` : those who say that it refused, where it did not say so itself
    `report` : what others had reported before it answered itself
    """

    member: Member
    answer: Answer
    act: Act[AnyAnswer] | None = None
    late: bool = False
    reported_by: tuple[Member, ...] = ()
    report: Act[AnyAnswer] | None = None

    @property
    def reason(self) -> str:
        """The dissenting opinion, or why it refused."""
        return self.act.fact.reason if self.act else ""


def answers_of(document: Document, snapshot: Snapshot) -> tuple[Answered, ...]:
    """One answer per member, in the order of the definition that was in force when the document was made."""
    deadline = time_of(document.made.fact.deadline)
    passed = is_passed(deadline, snapshot)
    return tuple(
        _answered(document, member, deadline, passed) for member in document.made.group.members.values()
    )


def is_passed(deadline: datetime | None, snapshot: Snapshot) -> bool:
    """Whether the record holds a fact that came in after a deadline."""
    return deadline is not None and any(
        is_after(fact.received, deadline) for _, fact in dated_by_entry(snapshot)
    )


def _answered(document: Document, member: Member, deadline: datetime | None, passed: bool) -> Answered:
    act = document.answers.get(member.id)
    if act is None:
        return Answered(member=member, answer=Answer.NONE if passed else Answer.NOT_YET)
    return Answered(
        member=member,
        answer=_kind_of(act.fact),
        act=act,
        late=deadline is not None and is_after(act.fact.received, deadline),
        reported_by=act.members if is_report(act) else (),
        report=document.reports.get(member.id),
    )


def _kind_of(fact: AnyAnswer) -> Answer:
    match fact:
        case SignatureFact():
            return Answer.SIGNED
        case OpinionFact():
            return Answer.OPINION
        case RefusalFact():
            return Answer.REFUSED


def is_after(received: str, deadline: datetime) -> bool:
    """Whether a fact came in after a deadline."""
    time = time_of(received)
    return time is not None and time > deadline


def dated_by_entry(snapshot: Snapshot) -> Iterator[tuple[int, Fact]]:
    """The facts of a record that tell when they came in, counts apart, with their places."""
    kinds: Iterable[Mapping[int, Fact]] = (
        snapshot.group,
        snapshot.publications,
        snapshot.anchors,
        snapshot.documents,
        snapshot.refused_copies,
        snapshot.definitions,
        snapshot.annulments,
        snapshot.keys,
    )
    for facts in kinds:
        yield from facts.items()
