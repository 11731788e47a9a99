"""What the members answered to the final document, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sverka.publish.group.answers import Answer, Answered
from sverka.publish.language import N_, Translator
from sverka.publish.site.deeds import Deed, deed_of, member_name
from sverka.publish.site.edition import Edition
from sverka.publish.words.saying import Words

ANSWERS: Mapping[Answer, Words] = {
    Answer.SIGNED: Words(N_("has signed")),
    Answer.OPINION: Words(N_("has signed with a dissenting opinion")),
    Answer.REFUSED: Words(N_("has refused to sign")),
    Answer.NOT_YET: Words(N_("has not answered yet")),
    Answer.NONE: Words(N_("gave no answer by the deadline")),
}


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
