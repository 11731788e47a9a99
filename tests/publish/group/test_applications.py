"""Applications for recount as the facts of the group add up to them."""

from __future__ import annotations

import pytest

from tests.group_town import step
from tests.publish.group.acting import Acting, answered, asked, taken_back


@pytest.fixture
def applied() -> Acting:
    """Apple asked for three stations."""
    group = Acting()
    group.do(asked("0001", "0002", "0003"), "apple")
    return group


def test_each_station_is_withdrawn_granted_declined_or_waiting(applied: Acting) -> None:
    applied.do(asked("0001", "0002", "0003", "0101", number="2"), "apple")
    applied.do(taken_back("0002", number="2"), "apple")
    applied.do(answered("0003", declined=("0001",), number="2"), "apple", "pear")

    found = applied.state.applications.by_number["2"]
    assert (found.withdrawn, found.granted, found.declined) == (("0002",), ("0003",), ("0001",))
    assert found.waiting == ("0101",)


def test_an_application_taken_back_without_stations_is_taken_back_for_all(applied: Acting) -> None:
    applied.do(answered(declined=("0001",)), "apple", "pear")
    applied.do(taken_back(), "apple")

    found = applied.state.applications.by_number["1"]
    assert (found.withdrawn, found.declined) == (("0002", "0003"), ("0001",))
    assert applied.refused(taken_back(), "apple") == "R427"


def test_a_granted_station_can_still_be_taken_back_and_its_recount_stays_asked(applied: Acting) -> None:
    applied.do(step("0001", "opened", application="1"), "apple")
    applied.do(answered("0001"), "apple", "pear")
    applied.do(step("0001", "recount-asked", application="1"), "apple", "pear")
    before = applied.state.cases.state_of("council", "0001")
    applied.do(taken_back("0001"), "apple")

    assert applied.state.applications.by_number["1"].granted == ()
    assert applied.state.cases.state_of("council", "0001") == before


def test_only_the_applicant_takes_it_back(applied: Acting) -> None:
    applied.do(asked("0101", number="2", applicant="a voters' union"), "observers")

    assert applied.refused(taken_back(), "pear") == "R428"
    assert applied.refused(taken_back(number="2"), "apple") == "R428"
    applied.do(taken_back(number="2"), "observers")


def test_nobody_applies_in_the_name_of_a_member() -> None:
    group = Acting()

    assert group.refused(asked("0001", applicant="pear"), "apple", "observers") == "R428"
    group.do(asked("0001", applicant="pear"), "apple", "pear")


def test_a_decision_is_made_by_two_parties_and_on_what_waits(applied: Acting) -> None:
    assert applied.refused(answered("0001"), "apple", "observers") == "R405"
    assert applied.refused(answered("0101"), "apple", "pear") == "R427"
    assert applied.refused(answered("0001", declined=("0001",)), "apple", "pear") == "R427"
    assert applied.refused(answered(), "apple", "pear") == "R427"
    assert applied.refused(answered("0001", number="9"), "apple", "pear") == "R426"
    applied.do(answered("0001"), "apple", "pear")
    assert applied.refused(answered("0001"), "apple", "pear") == "R427"


def test_who_declines_says_why(applied: Acting) -> None:
    assert applied.refused(answered(declined=("0001",), reason=""), "apple", "pear") == "R421"


def test_a_number_is_given_once_and_the_next_one_follows_the_greatest(applied: Acting) -> None:
    assert applied.refused(asked("0101"), "pear") == "R425"
    applied.do(asked("0101", number="17"), "apple")
    applied.do(asked("0101", number="17-a"), "apple")
    applied.do(asked("0101", number="9" * 5000), "apple")  # by a writer who does not keep to our names

    assert applied.state.applications.next_number() == "18"


@pytest.mark.parametrize(
    "fact",
    [asked(), asked("0001", number=" "), asked("0001", applicant="")],
    ids=["no station", "no number", "no applicant"],
)
def test_an_application_says_who_asks_for_what(fact: object) -> None:
    assert Acting().refused(fact, "apple") == "R421"  # type: ignore[arg-type]


def test_no_station_stands_in_an_application_twice() -> None:
    assert Acting().refused(asked("0001", "0001"), "apple") == "R427"


def test_a_recount_is_asked_for_an_application_only_where_it_was_granted(applied: Acting) -> None:
    applied.do(step("0001", "opened", application="1"), "apple")

    assert applied.refused(step("0001", "recount-asked", application="1"), "apple") == "R429"
    assert applied.refused(step("0101", "opened", application="1"), "apple") == "R429"
    assert applied.refused(step("0101", "opened", application="8"), "apple") == "R426"
    assert applied.refused(step("0001", "opened", application="1", contest="mayor"), "apple") == "R429"
    applied.do(answered("0001"), "apple", "pear")
    applied.do(step("0001", "recount-asked", application="1"), "apple")
