"""The final document: it follows from the record, and where one does not, that is found."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from sverka.domain.names import Language
from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of, perform
from sverka.office.group_document import (
    Deviation,
    Made,
    answer_to_document,
    check_document,
    document_in_force,
    files_of,
    make_document,
)
from sverka.publish.figures_file import format_results
from sverka.publish.final_document.contents import Contents, format_contents
from sverka.publish.results import Results
from sverka.record.facts import hash_of
from sverka.record.group_facts import SignatureFact
from tests.group_town import AFTERNOON, NOON, act, group_town, keys, step
from tests.office.busy_group import EVENING, busy_group
from tests.town import town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town with a busy group."""
    return busy_group(tmp_path / "town")


def made(folder: ElectionFolder, size: int | None = None) -> Made:
    """The document of a folder."""
    return make_document(folder.open(), made=NOON, deadline=EVENING, size=size)


def record(folder: ElectionFolder, document: Made, **instead: object) -> None:
    """Put a document into the record; with `instead`, one whose fact says something else."""
    fact = replace(document.fact, **instead)
    perform(folder.open(), [fact], keys("apple"), received=AFTERNOON, evidence=document.evidence)


def deviations(folder: ElectionFolder) -> tuple[Deviation, ...]:
    """What the check of the document in force says."""
    state = folder.open()
    return check_document(state, document_in_force(state))


def with_papers(document: Made, papers: dict[Language, bytes]) -> Made:
    """The document with other papers."""
    hashes = {str(language): hash_of(paper) for language, paper in papers.items()}
    return Made(contents=document.contents, papers=papers, fact=replace(document.fact, papers=hashes))


def forged(document: Made, contents: Contents) -> Made:
    """A document that says something else, and whose papers were not made anew."""
    fact = replace(document.fact, document=hash_of(format_contents(contents)))
    return Made(contents=contents, papers=document.papers, fact=fact)


def test_the_same_record_gives_the_same_bytes(folder: ElectionFolder) -> None:
    first, second = made(folder), made(folder)

    assert first.evidence == second.evidence
    assert len(first.evidence) == 4


def test_what_came_later_changes_nothing(folder: ElectionFolder) -> None:
    size = folder.open().snapshot.size
    before = made(folder)
    act(folder, step("0101", "opened", reason="later"), "pear")

    assert made(folder, size).evidence == before.evidence
    assert made(folder).content != before.content


def test_a_document_in_the_record_follows_from_it(folder: ElectionFolder) -> None:
    record(folder, made(folder))
    act(folder, step("0101", "opened", reason="later"), "pear")

    assert deviations(folder) == ()
    assert not group_state_of(folder.open()).wrong


def test_its_figures_are_those_of_the_figures_file(folder: ElectionFolder) -> None:
    state = folder.open()
    published = msgspec.json.decode(format_results(Results(state.election, state.snapshot), root=b""))
    (said,) = made(folder).contents.contests

    figures = published["contests"]["council"]["comparison"]
    stations = msgspec.to_builtins(said.stations)
    assert {key: getattr(said, key, stations.get(key)) for key in figures} == figures
    for total in said.totals:
        whole = published["contests"]["council"]["totals"][total.account][""]
        assert total.selections == whole["selections"]
        assert total.stations == whole["stations"]


def test_a_number_changed_in_it_is_found(folder: ElectionFolder) -> None:
    document = made(folder)
    (contest,) = document.contents.contests
    contents = replace(document.contents, contests=(replace(contest, gross=contest.gross + 1),))
    record(folder, forged(document, contents))

    assert Deviation("content", "contests") in deviations(folder)


def test_a_dissent_left_out_of_it_is_found(folder: ElectionFolder) -> None:
    document = made(folder)
    cases = tuple(replace(case, dissents=()) for case in document.contents.cases)
    record(folder, forged(document, replace(document.contents, cases=cases)))

    assert Deviation("content", "cases") in deviations(folder)


def test_another_root_is_found(folder: ElectionFolder) -> None:
    record(folder, made(folder), root="a" * 64)

    assert deviations(folder) == (Deviation("root"),)


def test_a_paper_with_other_words_is_found(folder: ElectionFolder) -> None:
    document = made(folder)
    other = make_document(folder.open(), made=NOON, deadline=EVENING, title="Another title")
    papers = dict(document.papers)
    papers[Language.RU] = other.papers[Language.RU]
    record(folder, with_papers(document, papers))

    assert deviations(folder) == (Deviation("paper", "ru"),)


def test_a_paper_that_was_set_otherwise_is_told_from_one_with_other_words(folder: ElectionFolder) -> None:
    document = made(folder)
    otherwise = document.papers[Language.KY] + b"\n% set by another program\n"
    papers = dict(document.papers)
    papers[Language.KY] = otherwise
    record(folder, with_papers(document, papers))

    assert deviations(folder) == (Deviation("paper-bytes", "ky"),)


def test_a_paper_left_out_is_found(folder: ElectionFolder) -> None:
    document = made(folder)
    papers: dict[Language, bytes] = {
        language: paper for language, paper in document.papers.items() if language is not Language.EN
    }
    record(folder, with_papers(document, papers))

    assert deviations(folder) == (Deviation("paper", "en"),)


def test_its_files_are_read_back_under_names(folder: ElectionFolder) -> None:
    document = made(folder)
    record(folder, document)
    state = folder.open()

    assert files_of(state, document_in_force(state)) == document.files


def test_something_else_in_its_place_is_no_document(folder: ElectionFolder) -> None:
    document = made(folder)
    fact = replace(document.fact, document=hash_of(b"{}"))
    perform(folder.open(), [fact], keys("apple"), received=AFTERNOON, evidence=[b"{}", *document.evidence])

    with pytest.raises(Fault, match="not a final document"):
        deviations(folder)


def test_who_signs_signs_over_the_record_at_hand(folder: ElectionFolder) -> None:
    record(folder, made(folder), root="a" * 64)

    with pytest.raises(Refused) as caught:
        act(folder, answer_to_document(folder.open(), SignatureFact, "apple"), "apple")
    assert caught.value.code == "R443"


def test_nothing_is_answered_before_there_is_a_document(folder: ElectionFolder) -> None:
    with pytest.raises(Refused) as caught:
        answer_to_document(folder.open(), SignatureFact, "apple")
    assert caught.value.code == "R441"


def test_without_a_group_there_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        make_document(town(tmp_path / "town"), made=NOON, deadline=EVENING)
    assert caught.value.code == "R406"


def test_a_group_that_did_nothing_has_a_document_too(tmp_path: Path) -> None:
    document = make_document(group_town(tmp_path / "town"), made=NOON, deadline=EVENING)

    assert document.contents.cases == ()
