"""The answers to a final document as a PDF: who signed, who with which opinion, who refused and why, who did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sverka.domain.election import Election
from sverka.domain.group import Member
from sverka.domain.names import Language
from sverka.publish.final_document.paper import BEGINNING, QR
from sverka.publish.final_document.stamp import Stamp, qr_code
from sverka.publish.group.answers import Answered
from sverka.publish.group.documents import Document
from sverka.publish.language import NOTHING, Translator, translator
from sverka.publish.paper.parts import Part, Table, Text
from sverka.publish.paper.typesetting import typeset
from sverka.publish.words.group import ANSWERS, MEMBER_KINDS

TEMPLATE = "answers.typ"


@dataclass(frozen=True, kw_only=True)
class AnswerSheet:
    """The answers that the first `record_size` facts of a record hold."""

    election: Election
    origin: str
    record_size: int
    root: str
    document: Document
    answers: Sequence[Answered]

    def pdf(self, language: Language) -> bytes:
        """The paper in one language; its time is that of the last answer."""
        fact = self.document.made.fact
        stamp = Stamp(
            origin=self.origin, record_size=fact.record_size, root=fact.root, document=fact.document
        )
        times = [each.act.fact.received for each in self.answers if each.act]
        return typeset(
            TEMPLATE,
            self._values(translator(language)),
            language=language,
            at=max((fact.received, *times)),
            images={QR: qr_code(stamp)},
        )

    def _values(self, t: Translator) -> dict[str, Any]:
        fact, election = self.document.made.fact, t.name(self.election.names)
        title = t._("Answers to the final document")
        of = t._("Record {origin}, {size} facts", origin=self.origin, size=t.number(self.record_size))
        hashes = t._(
            "root {root}…, document {document}…",
            root=self.root[:BEGINNING],
            document=fact.document[:BEGINNING],
        )
        return {
            "title": title,
            "subtitle": election,
            "head": [election, title],
            "foot": [of, hashes],
            "page": t._("page {page} of {pages}"),
            "record": [
                [t._("SHA-256 of the document"), fact.document],
                [t._("Made over so many facts"), t.number(fact.record_size)],
                [t._("Root of their tree"), fact.root],
                [t._("Members answer by"), t.moment(fact.deadline)],
                [t._("Answers up to fact"), t.number(self.record_size)],
                [t._("Root of their tree"), self.root],
            ],
            "qr": t._("QR code: record and document of this paper"),
            "parts": [part.as_values() for part in (self._members(t), self._reasons(t))],
        }

    def _members(self, t: Translator) -> Part:
        """Every member and its answer."""
        head = (t._("Member"), t._("For"), t._("Answer"), t._("When it came in"), t._("Reported by"))
        rows = tuple(_line(t, each) for each in self.answers)
        return Part(t._("Members"), (Table(head=head, rows=rows, texts=5, wide=(0, 2, 4)),))

    def _reasons(self, t: Translator) -> Part:
        """Opinions and reasons, in full."""
        said = tuple((_name(t, each.member), each.reason) for each in self.answers if each.reason)
        title = t._("Dissenting opinions and reasons")
        if not said:
            return Part(title, (Text(t._("None.")),))
        texts = ((Text(member, strong=True), Text(reason)) for member, reason in said)
        return Part(title, tuple(text for pair in texts for text in pair))


def _line(t: Translator, answered: Answered) -> tuple[str, ...]:
    answer = t._(ANSWERS[answered.answer].title)
    when = t.moment(answered.act.fact.received) if answered.act else NOTHING
    return (
        _name(t, answered.member),
        t._(MEMBER_KINDS[answered.member.kind].title),
        t._("{answer}, late", answer=answer) if answered.late else answer,
        when,
        ", ".join(_name(t, each) for each in answered.reported_by),
    )


def _name(t: Translator, member: Member) -> str:
    return t.name(member.names) or str(member.id)
