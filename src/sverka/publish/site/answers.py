"""What the members answered to the final document, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.publish.group.answers import Answered
from sverka.publish.language import Translator
from sverka.publish.site.deeds import Deed, deed_of, member_name
from sverka.publish.site.edition import Edition
from sverka.publish.words.group import ANSWERS


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSaid:
    """One member's answer; `reported` : that it refused was said by others, named in the deed.

    `report` : what others had reported before it answered itself
    """

    member: str
    answer: str
    title: str
    deed: Deed | None
    late: bool
    reported: bool
    report: Deed | None


def answer_said(t: Translator, edition: Edition, answered: Answered) -> AnswerSaid:
    """An answer in one language."""
    return AnswerSaid(
        member=member_name(t, answered.member),
        answer=str(answered.answer),
        title=t._(ANSWERS[answered.answer].title),
        deed=deed_of(t, edition, answered.act) if answered.act else None,
        late=answered.late,
        reported=bool(answered.reported_by),
        report=deed_of(t, edition, answered.report) if answered.report else None,
    )
