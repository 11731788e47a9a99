"""Cases and applications against the election: what must be there before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sverka.domain.ids import ContestId
from sverka.errors import Fault, Refused, SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of, linked
from sverka.office.group_cases import About, Said, answer, application, check_recounted, differing, withdrawal
from sverka.publish.group.state import GroupState
from sverka.reconcile.cases import Opened, RecountAsked
from sverka.record.facts import canonical_bytes
from sverka.record.group_facts import AnyGroupFact
from sverka.record.signing import sign
from tests.group_town import act, group_town, keys, step
from tests.town import DEFINITION, HAND, add, files_of

COUNCIL = About(contest=ContestId("council"))
RECOUNT = """
[[accounts]]
id = "recount"
names = "Counted again"
counted = "recount"
seen_in = "protocol"
source = "a test"
"""


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town with its group; by the accounts compared, station 0002 differs."""
    return group_town(tmp_path / "town").folder


def group(folder: ElectionFolder) -> GroupState:
    return group_state_of(folder.open())


def refused(folder: ElectionFolder, facts: AnyGroupFact | Sequence[AnyGroupFact], *names: str) -> SverkaError:
    before = files_of(folder.path)
    with pytest.raises((Fault, Refused)) as caught:
        act(folder, facts, *names)

    assert files_of(folder.path) == before
    return caught.value


def code(folder: ElectionFolder, fact: AnyGroupFact, *names: str) -> str:
    error = refused(folder, fact, *names)
    assert isinstance(error, Refused)
    return error.code


# cases


def test_a_case_is_opened_without_a_word_only_where_accounts_differ(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "apple")

    assert code(folder, step("0001", "opened"), "apple") == "R423"
    act(folder, step("0001", "opened", reason="a voter asked"), "apple")


def test_an_observers_copy_that_differs_is_a_difference_too(folder: ElectionFolder) -> None:
    copy = HAND.splitlines(keepends=True)
    add(folder, copy[0] + copy[1].replace("30,20", "29,20"), "observer", holder="a union")

    act(folder, step("0001", "opened"), "apple")


def test_stations_and_contests_are_those_of_the_election_and_all_that_are_not_are_named(
    folder: ElectionFolder,
) -> None:
    strange = [step(each, "opened", reason="because") for each in ("0001", "9999", "8888")]

    said = str(refused(folder, strange, "apple"))
    assert "'9999'" in said
    assert "'8888'" in said
    assert "council" in str(refused(folder, step("0001", "opened", contest="mayor"), "apple"))


def test_what_stands_was_counted(folder: ElectionFolder) -> None:
    act(folder, step("0102", "opened", reason="no tape"), "apple")
    act(folder, step("0102", "paper-checked", reason="the protocol"), "apple")

    assert code(folder, step("0102", "decided", stands="machine"), "apple", "pear") == "R424"
    assert code(folder, step("0102", "decided", stands="legal"), "apple", "pear") == "R424"
    assert (
        code(folder, step("0102", "decided", stands="hand", fields={"pear": "observer"}), "apple", "pear")
        == "R424"
    )
    wrong_field = step("0102", "decided", stands="hand", fields={"plum": "hand"})
    assert "plum" in str(refused(folder, wrong_field, "apple", "pear"))
    act(folder, step("0102", "decided", stands="hand", fields={"pear": "hand"}), "apple", "pear")


def test_papers_behind_a_step_are_papers_of_the_record(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "apple")
    known = next(iter(folder.open().snapshot.documents.values())).sha256

    assert "ab" * 32 in str(refused(folder, step("0002", "paper-checked", documents=("ab" * 32,)), "apple"))
    act(folder, step("0002", "paper-checked", documents=(known,)), "apple")


def test_every_station_that_differs_and_has_no_case_is_found(folder: ElectionFolder) -> None:
    assert differing(folder.open(), group(folder), COUNCIL.contest) == ["0002"]
    act(folder, step("0002", "opened"), "apple")

    assert differing(folder.open(), group(folder), COUNCIL.contest) == []


def test_a_recount_has_counts(folder: ElectionFolder) -> None:
    state = folder.open()

    assert check_recounted(state, COUNCIL.contest, ["0001"], "hand") == "hand"
    with pytest.raises(Refused) as caught:
        check_recounted(state, COUNCIL.contest, ["0001", "0102"], "machine")
    assert caught.value.code == "R424"
    with pytest.raises(Fault, match="no account of recounts"):
        check_recounted(state, COUNCIL.contest, ["0001"], None)


def test_a_recount_is_by_default_in_the_accounts_that_count_again(tmp_path: Path) -> None:
    contests = DEFINITION.index("[policies]")
    definition = DEFINITION[:contests] + RECOUNT + DEFINITION[contests:]
    folder = group_town(tmp_path / "town", definition=definition).folder
    rows = HAND.splitlines(keepends=True)
    add(folder, rows[0] + rows[1], "recount")

    assert check_recounted(folder.open(), COUNCIL.contest, ["0001"], None) == "recount"
    with pytest.raises(Refused):
        check_recounted(folder.open(), COUNCIL.contest, ["0001", "0002"], None)


# applications


def applied(folder: ElectionFolder, *stations: str, number: str = "1") -> None:
    said = Said(reason="the copies differ")
    act(folder, application(group(folder), number, "apple", stations, COUNCIL, said), "apple")


def test_an_application_opens_cases_where_there_are_none(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "observers")
    applied(folder, "0001", "0002")

    cases = group(folder).cases.cases()
    assert [(case.station, case.acts[0].fact.application) for case in cases] == [("0002", ""), ("0001", "1")]
    assert group(folder).applications.by_number["1"].waiting == ("0001", "0002")


def test_what_is_granted_is_asked_for_and_what_is_asked_for_already_is_not_again(
    folder: ElectionFolder,
) -> None:
    applied(folder, "0001", "0002", "0003")
    act(folder, step("0002", "recount-asked", reason="the tape is torn"), "pear")
    facts = answer(group(folder), "1", ["0001", "0002"], ["0003"], Said(reason="two papers differ"))
    act(folder, facts, "apple", "pear")

    state = group(folder)
    found = state.applications.by_number["1"]
    assert (found.granted, found.declined, found.waiting) == (("0001", "0002"), ("0003",), ())
    asked = [case.station for case in state.cases.cases() if isinstance(case.state, RecountAsked)]
    assert asked == ["0001", "0002"]
    assert state.cases.state_of("council", "0003") == Opened()


def test_an_answer_of_one_party_changes_neither_application_nor_cases(folder: ElectionFolder) -> None:
    applied(folder, "0001")
    facts = answer(group(folder), "1", ["0001"], [], Said())

    error = refused(folder, facts, "apple", "observers")
    assert isinstance(error, Refused)
    assert error.code == "R405"


def test_hundreds_of_stations_go_in_together_or_not_at_all(folder: ElectionFolder) -> None:
    before = folder.open().snapshot.size
    strange = application(group(folder), "1", "apple", ["0001", "9999"], COUNCIL, Said(reason="because"))
    refused(folder, strange, "apple")
    applied(folder, "0001", "0002", "0003", "0101", "0102")

    assert folder.open().snapshot.size == before + 6


def test_an_application_taken_back_leaves_a_recount_asked_for(folder: ElectionFolder) -> None:
    applied(folder, "0001")
    act(folder, answer(group(folder), "1", ["0001"], [], Said()), "apple", "pear")
    act(folder, withdrawal("1", [], Said(reason="the paper was shown")), "apple")

    state = group(folder)
    assert state.applications.by_number["1"].withdrawn == ("0001",)
    assert state.cases.state_of("council", "0001") == RecountAsked()
    act(folder, step("0001", "reopened", reason="nobody asks for it any more"), "apple", "quince")


def test_an_answer_to_no_application_says_which_there_are(folder: ElectionFolder) -> None:
    applied(folder, "0001", number="17")

    error = refused(folder, answer(group(folder), "1", ["0001"], [], Said()), "apple", "pear")
    assert isinstance(error, Refused)
    assert error.code == "R426"
    assert "17" in error.cure


def test_what_is_in_a_record_against_the_rules_has_no_effect_and_is_named(folder: ElectionFolder) -> None:
    """A writer that keeps no rules put it there."""
    act(folder, step("0002", "opened"), "apple")
    state = folder.open()
    (bad,) = linked(state, [step("0002", "decided", stands="hand")])
    entry = sign(bad, "town-2026-05-17", keys("apple", "pear"))
    folder.append([canonical_bytes(entry)], after=state.snapshot.size)

    after = group(folder)
    assert after.cases.state_of("council", "0002") == Opened()
    assert [wrong.refused.code for wrong in after.wrong] == ["R413"]
