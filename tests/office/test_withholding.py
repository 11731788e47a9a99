"""A paper that is withheld stays where it is, and everywhere it is said that it is withheld, by whom and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sverka.errors import Fault, Refused
from sverka.office.folder import State
from sverka.office.fsck import fsck
from sverka.office.record_files import RecordAt
from sverka.office.withholding import paper_named, publish_again, withhold
from sverka.record.fact_shape import EnteredBy
from sverka.record.facts import DocumentFact, canonical_bytes, hash_of
from tests.town import HAND, MACHINE, MORNING, add, town

TAPE = hash_of(MACHINE.encode())
BY = EnteredBy("Town commission", "secretary")
WHY = "a voter can be recognised on it"


@pytest.fixture
def state(tmp_path: Path) -> State:
    """The town with two files, of which one is withheld."""
    folder = town(tmp_path / "town").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    before = folder.open()
    assert withhold(before, paper_named(before.snapshot, TAPE), reason=WHY, by=BY, received=MORNING)
    return folder.open()


def last(state: State) -> DocumentFact:
    return list(state.snapshot.documents.values())[-1]


def published(state: State) -> list[str]:
    return RecordAt(state.folder.store, state.snapshot.size).evidence()


def test_the_fact_says_who_decided_and_why_and_is_the_next_of_its_paper(state: State) -> None:
    assert (last(state).sha256, last(state).withheld, last(state).entered_by) == (TAPE, WHY, BY)
    assert state.snapshot.withheld == {TAPE: f"{WHY} (Town commission)"}
    assert [each.code.value for each in fsck(state.folder.path).defects] == ["evidence-withheld"]


def test_the_file_stays_and_is_not_published(state: State) -> None:
    assert state.folder.evidence.get(TAPE) == MACHINE.encode()
    assert TAPE not in published(state)


def test_what_its_holder_took_back_is_not_published_either_and_is_said_in_other_words(state: State) -> None:
    paper = paper_named(state.snapshot, hash_of(HAND.encode()))
    again = state

    for changes in (True, False):
        assert changes is withhold(again, paper, reason=WHY, by=BY, received=MORNING, withdrawn=True)
        again, paper = state.folder.open(), last(state.folder.open())
    assert (paper.withdrawn, paper.withheld) == (WHY, "")
    assert again.snapshot.withheld == {
        TAPE: f"{WHY} (Town commission)",
        paper.sha256: f"{WHY} (Town commission)",
    }
    assert paper.sha256 not in published(again)
    assert [each.code.value for each in fsck(state.folder.path).defects] == [
        "evidence-withheld",
        "evidence-withdrawn",
    ]


def test_a_withdrawn_paper_that_is_handed_in_again_stays_withdrawn(state: State) -> None:
    assert withhold(state, last(state), reason=WHY, by=BY, received=MORNING, withdrawn=True)
    add(state.folder, MACHINE, "observer", holder="Fair Count")

    assert last(state.folder.open()).withdrawn == WHY


def test_a_photo_is_named_by_the_hash_that_its_holder_knows(state: State) -> None:
    photo = replace(last(state), sha256="a" * 64, original="b" * 64)
    state.folder.append([canonical_bytes(photo)], after=state.snapshot.size, evidence=())

    assert paper_named(state.folder.open().snapshot, "b" * 8).sha256 == "a" * 64


def test_once_is_enough(state: State) -> None:
    assert not withhold(state, last(state), reason=WHY, by=BY, received=MORNING)
    assert state.folder.open().snapshot.size == state.snapshot.size


def test_it_can_be_published_again(state: State) -> None:
    publish_again(state, last(state), by=BY, received=MORNING)
    again = state.folder.open()

    assert again.snapshot.withheld == {}
    assert TAPE in published(again)
    with pytest.raises(Refused, match="is not withheld"):
        publish_again(again, last(again), by=BY, received=MORNING)


def test_what_is_gone_cannot_be_published_again(state: State) -> None:
    state.folder.evidence.path(TAPE).unlink()

    with pytest.raises(Refused, match="not in evidence"):
        publish_again(state, last(state), by=BY, received=MORNING)


def test_a_paper_that_is_handed_in_again_stays_withheld(state: State) -> None:
    add(state.folder, MACHINE, "observer", holder="Fair Count")
    again = state.folder.open().snapshot

    assert again.size > state.snapshot.size
    assert again.withheld == state.snapshot.withheld


@pytest.mark.parametrize("given", ["abc", "0" * 64, "zz" * 32, "../../key"])
def test_only_papers_of_the_record_are_withheld(given: str, state: State) -> None:
    with pytest.raises(Fault):
        paper_named(state.snapshot, given)


def test_a_paper_is_known_by_the_beginning_of_its_hash(state: State) -> None:
    assert paper_named(state.snapshot, f"evidence/{TAPE[:8]}") == last(state)
