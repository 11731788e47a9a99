"""The answers to a final document on paper: every member, what it answered, and every reason in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.domain.names import Language
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import perform
from sverka.office.group_document import (
    answer_papers,
    answer_to_document,
    document_in_force,
    make_document,
)
from sverka.publish.paper.wording import words_of
from sverka.record.group_facts import OpinionFact, RefusalFact, SignatureFact
from tests.group_town import AFTERNOON, NOON, act, group_town, keys
from tests.office.busy_group import EVENING, HOSTILE

NIGHT = "2026-05-19T23:00:00+06:00"


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town with a document, signed, refused, reported, answered late, and not answered."""
    folder = group_town(tmp_path / "town").folder
    made = make_document(folder.open(), made=NOON, deadline=EVENING)
    perform(folder.open(), [made.fact], keys("apple"), received=AFTERNOON, evidence=made.evidence)
    state = folder.open()
    act(folder, answer_to_document(state, SignatureFact, "apple"), "apple")
    act(folder, answer_to_document(state, RefusalFact, "quince", reason=HOSTILE), "quince")
    act(folder, answer_to_document(state, RefusalFact, "observers", reason="it did not come"), "apple")
    late = answer_to_document(state, OpinionFact, "pear", reason="Өзгөчө пикир " + "ң" * 200)
    perform(folder.open(), [late], keys("pear"), received=NIGHT)
    return folder


def papers(folder: ElectionFolder) -> dict[str, str]:
    """The words of each paper."""
    state = folder.open()
    made = answer_papers(state, document_in_force(state))
    return {name: " ".join(" ".join(words_of(paper)).split()) for name, paper in made.items()}


def test_every_member_has_a_line_with_what_it_answered(folder: ElectionFolder) -> None:
    words = papers(folder)["answers-en.pdf"]

    assert "Apple party has signed" in words
    assert "has signed with a dissenting opinion, late" in words
    assert "Quince party has refused to sign" in words
    assert "Commission commission gave no answer by the deadline" in words


def test_every_reason_stands_there_in_full(folder: ElectionFolder) -> None:
    for words in papers(folder).values():
        assert HOSTILE in words
        assert "it did not come" in words
        assert words.count("ң") >= 200


def test_the_same_record_gives_the_same_papers_in_three_languages(folder: ElectionFolder) -> None:
    state = folder.open()
    first, second = (answer_papers(state, document_in_force(state)) for _ in range(2))

    assert first == second
    assert set(first) == {f"answers-{language}.pdf" for language in Language}
