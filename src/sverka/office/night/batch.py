"""What goes under one checkpoint: counts that came in at the same moment, judged one after the other.

Of one subject there is one fact in a batch. What more comes of it waits for the next one, so that each count is held
against a record that holds the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from sverka.errors import Refused
from sverka.office.night.incoming import Answer, CountAnswer, Given, Outcome, Subject, refused, told
from sverka.office.night.judging import Forms, adds, differences
from sverka.office.night.kept_back import KeptBack
from sverka.office.night.latest import Known, Latest
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact, DocumentFact, canonical_bytes, hash_of, parse_fact

CORRECTION = "If it is a correction, say why: the reason goes with it, and both figures stay in the record."


@dataclass(slots=True, eq=False)
class Handed:
    """Counts that were handed in together; of a `document` all are recorded or none."""

    given: tuple[Given, ...]
    document: DocumentFact | None = None
    evidence: bytes | None = None
    answer: Future[Answer] = field(default_factory=Future)


Judged = CountAnswer | bytes | Given
"""An answer; or the fact that is new; or the same count as one before it in the same hand."""


@dataclass(slots=True)
class Batch:
    """The next entries of the record; `answers` has what became of each that was handed in, or where it will stand."""

    latest: Latest
    forms: Forms
    kept_back: KeptBack
    entry: Callable[[int], bytes]
    entries: list[bytes] = field(default_factory=list)
    evidence: list[bytes] = field(default_factory=list)
    deferred: list[Handed] = field(default_factory=list)
    _subjects: set[Subject] = field(default_factory=set)
    _answers: dict[Handed, list[CountAnswer | int]] = field(default_factory=dict)

    def judge(self, handed: Handed) -> None:
        """Judge what was handed in together, or leave it for the next batch."""
        subjects = {each.subject for each in handed.given}
        waits = not subjects.isdisjoint(self._subjects)
        self._subjects |= subjects
        if waits:
            self.deferred.append(handed)
            return
        judged = self._judged(handed)
        if handed.document is not None:
            judged = _all_or_none(handed, judged)
            self._add_document(handed.document, handed.evidence, judged)
        self._place(handed, judged)

    def settle(self, handed: Handed, answers: Sequence[CountAnswer]) -> None:
        """Answer without recording anything."""
        self._answers[handed] = list(answers)

    def answered(
        self, indexes: Sequence[int], failed: Refused | None
    ) -> list[tuple[Handed, list[CountAnswer]]]:
        """What to answer to each, where its entries stand at these indexes, or nothing was recorded."""
        return [
            (
                handed,
                [
                    _placed(given, answer, indexes, failed)
                    for given, answer in zip(handed.given, answers, strict=True)
                ],
            )
            for handed, answers in self._answers.items()
        ]

    def _judged(self, handed: Handed) -> list[Judged]:
        here: dict[Subject, Given] = {}
        judged: list[Judged] = []
        for given in handed.given:
            before = here.setdefault(given.subject, given)
            if before is given:
                judged.append(self._judged_one(given))
            elif before.count == given.count:
                judged.append(before)
            else:
                what = "handed in twice at once, with other figures"
                judged.append(refused(given, Refused("R508", what, cure="Send the right one alone.")))
        return judged

    def _judged_one(self, given: Given) -> CountAnswer | bytes:
        try:
            claimed = self.forms.check(given)
        except Refused as error:
            if error.code == "R509":
                self.kept_back.unknown(given)
            return refused(given, error)
        known = self.latest.known(given.subject)
        differs = differences(given.count, known)
        if known is not None and differs:
            why = self._why_not(given, claimed, known)
            if why is not None:
                self.kept_back.conflict(given, differs, known.entry)
                said = {"code": why.code, "what": why.what, "cure": why.cure}
                return told(given, Outcome.CONFLICT, index=known.entry, differs=differs, **said)
        elif known is not None and not adds(given.count, known):
            return told(given, Outcome.KNOWN, index=known.entry, proof=proof_of(known.entry))
        return self._fact(given, claimed, known, is_correction=bool(differs))

    def _why_not(self, given: Given, claimed: str, known: Known) -> Refused | None:
        """Why other figures than the record's are not taken for a correction; None where they are."""
        recorded = parse_fact(self.entry(known.entry))
        before = recorded.claimed if isinstance(recorded, CountFact) else ""
        if claimed and before and datetime.fromisoformat(claimed) < datetime.fromisoformat(before):
            what = f"older than what is recorded, with other figures: {claimed}, and the record has {before}"
            return Refused("R513", what, cure="Send what is in force now.")
        if not given.count.reason.strip():
            return Refused(
                "R511", "the record has other figures; they stand, and yours are kept", cure=CORRECTION
            )
        if not given.may_correct:
            cure = "Tell the operator: who takes counts in can correct them, or let this sender do so."
            return Refused("R512", "this sender does not correct figures", cure=cure)
        return None

    def _fact(self, given: Given, claimed: str, known: Known | None, *, is_correction: bool) -> bytes:
        count = given.count
        return canonical_bytes(
            CountFact(
                schema=SCHEMA,
                received=given.received,
                supersedes="" if known is None else hash_of(self.entry(known.entry)),
                account=given.source.account,
                contest=count.contest,
                station=count.station,
                area=count.area,
                holder=given.source.holder,
                rows=count.rows,
                selections=count.selections,
                unread=count.unread,
                absent=count.absent,
                claimed=claimed,
                documents=given.documents,
                entered_by=given.entered_by,
                reason=count.reason.strip() if is_correction else "",
            )
        )

    def _add_document(self, document: DocumentFact, evidence: bytes | None, judged: Sequence[Judged]) -> None:
        """The file comes before what it says; one that is known, and perhaps withheld, is not entered anew."""
        if not any(isinstance(each, bytes) for each in judged):
            return
        if evidence is not None:
            self.evidence.append(evidence)
        if document.sha256 not in self.latest.documents:
            self.entries.append(canonical_bytes(document))

    def _place(self, handed: Handed, judged: Sequence[Judged]) -> None:
        """Give each new fact its place, and each repetition that of the first."""
        places: list[CountAnswer | int] = []
        for each in judged:
            match each:
                case bytes():
                    places.append(len(self.entries))
                    self.entries.append(each)
                case Given():
                    places.append(places[handed.given.index(each)])
                case _:
                    places.append(each)
        self._answers[handed] = places


def proof_of(index: int) -> str:
    """Where the proof is that the record has an entry."""
    return f"/proof/{index}"


def _all_or_none(handed: Handed, judged: list[Judged]) -> list[Judged]:
    """Of a file of which something cannot be taken in, nothing is."""
    if all(not isinstance(each, CountAnswer) or each.is_taken for each in judged):
        return judged
    why = Refused("R516", "nothing of the file was taken in", cure="Mend what is said of its other counts.")
    return [
        each if isinstance(each, CountAnswer) and not each.is_taken else refused(given, why)
        for given, each in zip(handed.given, judged, strict=True)
    ]


def _placed(
    given: Given, answer: CountAnswer | int, indexes: Sequence[int], failed: Refused | None
) -> CountAnswer:
    if isinstance(answer, CountAnswer):
        return answer
    if failed is not None:
        return refused(given, failed)
    index = indexes[answer]
    return told(given, Outcome.RECORDED, index=index, proof=proof_of(index))
