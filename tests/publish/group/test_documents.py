"""The final document: who may answer it, once and in which way; and what is said of those who did not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sverka.domain.ids import MemberId
from sverka.errors import Refused
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of, perform
from sverka.publish.group.answers import Answer, Answered, answers_of
from sverka.publish.group.documents import AnyAnswer, Document
from sverka.record.fact_shape import SCHEMA
from sverka.record.group_facts import FinalDocumentFact, OpinionFact, RefusalFact, SignatureFact
from tests.group_town import AFTERNOON, NOON, act, group_town, keys, step
from tests.town import files_of

EVENING, NIGHT = "2026-05-19T18:00:00+06:00", "2026-05-19T23:00:00+06:00"
ROOT, FIRST, SECOND = "a" * 64, "b" * 64, "c" * 64
SIZE = 3


def document(sha256: str = FIRST, **said: Any) -> FinalDocumentFact:
    """A final document over the first facts of the town."""
    usual = {"record_size": SIZE, "root": ROOT, "document": sha256, "papers": {}, "deadline": EVENING}
    return FinalDocumentFact(
        **{"schema": SCHEMA, "received": "", "claimed": NOON, "signatures": (), **usual, **said}
    )


def answer(kind: type[AnyAnswer], member: str, **said: Any) -> AnyAnswer:
    """An answer to it."""
    usual = {"document": FIRST, "record_size": SIZE, "root": ROOT, "member": member}
    return kind(**{"schema": SCHEMA, "received": "", "claimed": NOON, "signatures": (), **usual, **said})


def signed(member: str, **said: Any) -> AnyAnswer:
    """A member signs."""
    return answer(SignatureFact, member, **said)


def opined(member: str, reason: str = "an opinion") -> AnyAnswer:
    """A member signs with an opinion."""
    return answer(OpinionFact, member, reason=reason)


def refused(member: str, reason: str = "a reason") -> AnyAnswer:
    """A member refuses to sign."""
    return answer(RefusalFact, member, reason=reason)


@pytest.fixture
def bare(tmp_path: Path) -> ElectionFolder:
    """The town before its group made a document."""
    return group_town(tmp_path / "town").folder


@pytest.fixture
def folder(bare: ElectionFolder) -> ElectionFolder:
    """The town with a document to answer."""
    act(bare, document(), "apple")
    return bare


def code(folder: ElectionFolder, fact: Any, *names: str) -> str:
    """The code with which an act is refused; nothing has changed."""
    before = files_of(folder.path)
    with pytest.raises(Refused) as caught:
        act(folder, fact, *names)

    assert files_of(folder.path) == before
    return caught.value.code


def in_force(folder: ElectionFolder) -> Document:
    """The document in force; nothing in the record is wrong."""
    state = group_state_of(folder.open())
    assert not state.wrong
    assert state.documents.in_force is not None
    return state.documents.in_force


def answered(folder: ElectionFolder, member: str) -> Answered:
    """What a member answered."""
    answers = answers_of(in_force(folder), folder.open().snapshot)
    return {each.member.id: each for each in answers}[MemberId(member)]


def test_a_member_signs_or_adds_an_opinion_or_refuses(folder: ElectionFolder) -> None:
    act(folder, signed("apple"), "apple")
    act(folder, opined("pear"), "pear")
    act(folder, refused("quince"), "quince")

    told = [
        (each.member.id, each.answer, each.reason)
        for each in answers_of(in_force(folder), folder.open().snapshot)
    ]
    assert told == [
        ("apple", Answer.SIGNED, ""),
        ("pear", Answer.OPINION, "an opinion"),
        ("quince", Answer.REFUSED, "a reason"),
        ("observers", Answer.NOT_YET, ""),
        ("commission", Answer.NOT_YET, ""),
    ]


def test_nothing_is_signed_before_there_is_a_document(bare: ElectionFolder) -> None:
    assert code(bare, signed("apple"), "apple") == "R441"


def test_a_document_that_nobody_made_is_not_signed(folder: ElectionFolder) -> None:
    assert code(folder, signed("apple", document=SECOND), "apple") == "R442"


@pytest.mark.parametrize("said", [{"record_size": SIZE + 1}, {"root": SECOND}])
def test_a_signature_over_another_record_is_refused(folder: ElectionFolder, said: dict[str, Any]) -> None:
    assert code(folder, signed("apple", **said), "apple") == "R443"


def test_who_was_not_invited_does_not_answer(folder: ElectionFolder) -> None:
    assert code(folder, refused("stranger"), "apple") == "R444"


@pytest.mark.parametrize("names", [("pear",), ("apple", "pear")])
def test_nobody_signs_for_another_nor_two_at_once(folder: ElectionFolder, names: tuple[str, ...]) -> None:
    assert code(folder, signed("apple"), *names) == "R445"
    assert code(folder, opined("apple"), *names) == "R445"


@pytest.mark.parametrize("again", [signed, opined, refused])
def test_a_member_answers_once(folder: ElectionFolder, again: Any) -> None:
    act(folder, signed("apple"), "apple")

    assert code(folder, again("apple"), "apple") == "R446"
    assert code(folder, refused("apple"), "pear") == "R446"


@pytest.mark.parametrize("fact", [opined("apple", " "), refused("apple", "")])
def test_an_opinion_and_a_refusal_need_a_reason(folder: ElectionFolder, fact: AnyAnswer) -> None:
    assert code(folder, fact, "apple") == "R447"


def test_another_member_may_report_a_refusal_and_is_named(folder: ElectionFolder) -> None:
    act(folder, refused("quince", "it did not come"), "apple", "pear")

    told = answered(folder, "quince")
    assert (told.answer, told.reason) == (Answer.REFUSED, "it did not come")
    assert [member.id for member in told.reported_by] == ["apple", "pear"]


def test_the_answer_of_a_member_goes_before_what_others_reported_of_it(folder: ElectionFolder) -> None:
    act(folder, refused("quince"), "apple")
    act(folder, signed("quince"), "quince")

    told = answered(folder, "quince")
    assert (told.answer, told.reported_by) == (Answer.SIGNED, ())
    assert told.report is not None
    assert told.report.fact.reason == "a reason"
    assert code(folder, refused("quince"), "apple") == "R446"


def test_a_refusal_is_reported_once(folder: ElectionFolder) -> None:
    act(folder, refused("quince"), "apple")

    assert code(folder, refused("quince", "another"), "pear") == "R446"


@pytest.mark.parametrize("size", [0, 100])
def test_a_document_is_over_facts_that_were_there(bare: ElectionFolder, size: int) -> None:
    assert code(bare, document(record_size=size), "apple") == "R448"


@pytest.mark.parametrize("deadline", ["", "soon", "2026-05-19T18:00:00", NOON])
def test_a_deadline_is_a_time_after_the_document(bare: ElectionFolder, deadline: str) -> None:
    assert code(bare, document(deadline=deadline), "apple") == "R448"


def test_the_same_document_is_not_made_twice(folder: ElectionFolder) -> None:
    assert code(folder, document(deadline=NIGHT), "apple") == "R449"


def test_a_new_document_asks_anew_and_the_answers_to_the_old_one_stay_with_it(folder: ElectionFolder) -> None:
    act(folder, signed("apple"), "apple")
    act(folder, document(SECOND), "pear", "quince")

    old, new = group_state_of(folder.open()).documents.made
    assert set(old.answers) == {"apple"}
    assert not new.answers
    assert answered(folder, "apple").answer is Answer.NOT_YET
    assert code(folder, signed("pear"), "pear") == "R442"
    act(folder, signed("apple", document=SECOND), "apple")


def test_no_single_party_replaces_what_others_have_answered(folder: ElectionFolder) -> None:
    act(folder, signed("apple"), "apple")

    assert code(folder, document(SECOND), "pear") == "R405"
    assert code(folder, document(SECOND), "pear", "commission") == "R405"


def test_no_answer_is_told_once_the_record_goes_on_after_the_deadline(folder: ElectionFolder) -> None:
    assert answered(folder, "apple").answer is Answer.NOT_YET

    perform(folder.open(), [step("0002", "opened")], keys("pear"), received=NIGHT)

    assert answered(folder, "apple").answer is Answer.NONE


def test_an_answer_after_the_deadline_is_recorded_and_called_late(folder: ElectionFolder) -> None:
    act(folder, signed("pear"), "pear")
    perform(folder.open(), [signed("apple")], keys("apple"), received=NIGHT)

    assert answered(folder, "apple").late
    assert not answered(folder, "pear").late
    assert AFTERNOON < EVENING < NIGHT
