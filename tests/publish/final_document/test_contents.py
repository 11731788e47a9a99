"""What a final document says: the numbers that follow by hand from the town, in one form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sverka.errors import Fault
from sverka.office.group_document import make_document
from sverka.publish.final_document.contents import Contents, format_contents, parse_contents
from sverka.publish.final_document.contest_contents import NotComparedPart, PairPart, SizePart
from sverka.record.facts import is_canonical
from tests.group_town import NOON
from tests.office.busy_group import EVENING, busy_group


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """The document of the town with a busy group."""
    folder = busy_group(tmp_path_factory.mktemp("busy") / "town")
    return make_document(folder.open(), made=NOON, deadline=EVENING).contents


def test_its_form_is_that_of_facts_and_reads_back(contents: Contents) -> None:
    written = format_contents(contents)

    assert is_canonical(written)
    assert parse_contents(written) == contents


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no text": lambda _: b"\xff",
    "no keys": lambda _: b"{}",
    "a list": lambda _: b"[]",
    "white space behind it": lambda written: written + b" ",
    "a key too many": lambda written: written.replace(b'"wrong":[]', b'"wrong":[],"x":1'),
    "another schema": lambda written: written.replace(b'"schema":1', b'"schema":2'),
}


@pytest.mark.parametrize("how", SPOILT)
def test_anything_else_is_no_final_document(contents: Contents, how: str) -> None:
    spoilt = SPOILT[how](format_contents(contents))

    with pytest.raises(Fault):
        parse_contents(spoilt)


def test_stations_are_counted_with_every_denominator(contents: Contents) -> None:
    (contest,) = contents.contests
    of = contest.stations

    assert (contest.left, contest.right) == ("machine", "hand")
    assert (of.all, of.left, of.right, of.both) == (5, 4, 5, 4)
    assert (of.identical, of.different, of.not_comparable) == (3, 1, 0)
    assert (of.only_left, of.only_right, of.none, of.sum_kept) == (0, 1, 0, 1)


def test_differences_have_a_kind_and_a_size(contents: Contents) -> None:
    (contest,) = contents.contests

    assert contest.kinds == {"one-ballot-moved": 1}
    assert contest.sizes == (SizePart(least=2, most=2, stations=1),)
    assert (contest.gross, contest.net, contest.largest) == (2, 0, 2)


def test_both_accounts_are_summed_over_the_same_stations(contents: Contents) -> None:
    (contest,) = contents.contests
    pear = next(field for field in contest.selections if field.id == "pear")

    assert (pear.left, pear.right, pear.gross, pear.net) == (65, 66, 1, 1)


def test_what_was_not_compared_is_named_with_the_reason(contents: Contents) -> None:
    (contest,) = contents.contests

    assert contest.not_compared == (NotComparedPart(why="only-right", stations=("0102",)),)


def test_other_accounts_are_held_against_the_two(contents: Contents) -> None:
    (contest,) = contents.contests
    copies = "observer@Observers of the town"

    assert [(pair.left, pair.right, pair.both, pair.different) for pair in contest.pairs] == [
        ("machine", copies, 3, 2),
        ("hand", copies, 3, 1),
    ]
    assert all(isinstance(pair, PairPart) for pair in contest.pairs)


def test_cases_say_where_they_stand_and_who_dissents(contents: Contents) -> None:
    decided, disputed = contents.cases

    assert (decided.station, decided.state, disputed.state) == ("0002", "decided", "disputed")
    (decision,) = decided.decided
    assert (decision.stands, decision.fields) == ("hand", {"pear": "machine"})
    assert (decision.members, decision.parties) == (("apple", "pear"), ("apple", "pear"))
    assert [dissent.members for dissent in decided.dissents] == [("quince",), ("observers",)]
    assert (disputed.application, disputed.decided) == ("17", ())
    assert disputed.last.reason == "no tape"


def test_applications_say_what_came_of_them(contents: Contents) -> None:
    (application,) = contents.applications

    assert (application.stations, application.granted, application.declined, application.waiting) == (
        2,
        1,
        1,
        0,
    )
    assert application.cases == {"disputed": 1}


def test_refused_copies_and_annulments_are_in_it(contents: Contents) -> None:
    (copy,), (annulment,) = contents.copies_refused, contents.annulments

    assert (copy.station, copy.holder, copy.reason) == ("0102", "Observers of the town", "the chair had left")
    assert (annulment.station, annulment.number) == ("0003", "836")


def test_an_account_of_which_nothing_came_in_is_there_with_none(contents: Contents) -> None:
    counts = {account.id: account.station_counts for account in contents.accounts}

    assert counts == {"machine": 4, "hand": 5, "observer@Observers of the town": 3}


def test_everyone_who_was_invited_is_named(contents: Contents) -> None:
    assert [member.id for member in contents.members] == [
        "apple",
        "pear",
        "quince",
        "observers",
        "commission",
    ]


def test_times_and_title_are_those_that_were_given(contents: Contents) -> None:
    assert (contents.made, contents.deadline, contents.title) == (NOON, EVENING, "")
