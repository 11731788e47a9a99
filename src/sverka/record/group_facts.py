"""Facts of the group: applications, steps of cases, drawings, the final document and the answers to it.

Each is something that members of the group did, and each of those who did it signs it (`record/signing.py`).
"""

from __future__ import annotations

from typing import Literal, assert_never

import msgspec

from sverka.record.fact_shape import Fact, Figure


class GroupFact(Fact, frozen=True, kw_only=True):
    """Something that members of the group did; each of those who did it has signed all that it says.

    `signatures` : signature lines of a C2SP note whose text is the fact itself (`record/signing.py`)
    `claimed` : when it was done · `documents` : hashes of papers behind it
    """

    signatures: tuple[str, ...]
    claimed: str = ""
    reason: str = ""
    documents: tuple[str, ...] = ()


class ApplicationFact(GroupFact, frozen=True, kw_only=True, tag="application"):
    """Someone asks for a recount of stations, and says why.

    `number` : how the group calls it · `applicant` : a member, which signs it, or another organisation
    """

    number: str
    applicant: str
    contest: str
    stations: tuple[str, ...]


class WithdrawalFact(GroupFact, frozen=True, kw_only=True, tag="withdrawal"):
    """An application is taken back, for some of its stations or, where none are named, for all."""

    number: str
    stations: tuple[str, ...] = ()


class ApplicationDecisionFact(GroupFact, frozen=True, kw_only=True, tag="application-decision"):
    """The group's decision on an application: which of its stations are to be recounted, and which not."""

    number: str
    granted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()


CaseStep = Literal[
    "opened",
    "paper-checked",
    "recount-asked",
    "recounted",
    "decided",
    "dissent",
    "disputed",
    "in-court",
    "reopened",
]


class CaseFact(GroupFact, frozen=True, kw_only=True, tag="case"):
    """A step of the reconciliation of one contest at one station (docs/states/case.md).

    `stands` : in `decided`, the source that stands, as `account` or `account@holder`
    `fields` : in `decided`, where a field has another source that stands than the rest
    `application`, `draw` : what it was opened or its recount was asked for, where that is not a difference alone
    `authority` : in `in-court`, which court
    """

    station: str
    contest: str
    step: CaseStep
    stands: str = ""
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    application: str = ""
    draw: str = ""
    authority: str = ""


class CommitmentFact(GroupFact, frozen=True, kw_only=True, tag="commitment"):
    """What a drawing will be drawn from, and by which rule, recorded before any die falls (docs/drawing.md).

    `method` : "equal" probability, or proportional to "size"
    `population` : SHA-256 of the list of stations and their sizes, in `evidence/`
    `record_size`, `root` : the counts as reported by then
    """

    draw: str
    contest: str
    method: Literal["equal", "size"]
    sample_size: Figure
    population: str
    population_size: Figure
    record_size: Figure
    root: str


class DiceFact(GroupFact, frozen=True, kw_only=True, tag="dice"):
    """Digits of dice rolled in public for a drawing, typed by each of those who sign.

    `commitment` : the hash of the fact that it is for · `sides` : of a die, 6 or 10; digits 1 to 6, or 0 to 9
    """

    draw: str
    commitment: str
    digits: str
    sides: Figure


class SampleFact(GroupFact, frozen=True, kw_only=True, tag="sample"):
    """What was drawn.

    `seed` : all digits, in the order of the record · `drawn` : SHA-256 of the list in `evidence/`
    """

    draw: str
    commitment: str
    seed: str
    drawn: str
    sample_size: Figure


class FinalDocumentFact(GroupFact, frozen=True, kw_only=True, tag="final-document"):
    """The group's final document over the first `record_size` facts.

    `document` : SHA-256 of what it says, in `evidence/` (docs/final-document.md)
    `papers` : language -> SHA-256 of the same as a PDF · `deadline` : until when members answer
    """

    record_size: Figure
    root: str
    document: str
    papers: dict[str, str]
    deadline: str


class AnswerFact(GroupFact, frozen=True, kw_only=True):
    """What a member answers to the final document; it answers once."""

    member: str
    document: str
    record_size: Figure
    root: str


class SignatureFact(AnswerFact, frozen=True, kw_only=True, tag="signature"):
    """A member signs the final document."""


class OpinionFact(AnswerFact, frozen=True, kw_only=True, tag="opinion"):
    """A member signs the final document with a dissenting opinion, which is `reason`."""


class RefusalFact(AnswerFact, frozen=True, kw_only=True, tag="refusal"):
    """A member refuses to sign the final document, for a `reason`; another member may report it."""


AnyGroupFact = (
    ApplicationFact
    | WithdrawalFact
    | ApplicationDecisionFact
    | CaseFact
    | CommitmentFact
    | DiceFact
    | SampleFact
    | FinalDocumentFact
    | SignatureFact
    | OpinionFact
    | RefusalFact
)


def group_subject_of(fact: AnyGroupFact) -> tuple[str, ...]:
    """What a fact of the group is about."""
    match fact:
        case ApplicationFact() | WithdrawalFact() | ApplicationDecisionFact():
            return "application", fact.number
        case CaseFact():
            return "case", fact.station, fact.contest
        case CommitmentFact() | DiceFact() | SampleFact():
            return "draw", fact.draw
        case FinalDocumentFact():
            return ("final-document",)
        case SignatureFact() | OpinionFact() | RefusalFact():
            return "answer", fact.member, fact.document
        case _:
            assert_never(fact)
