"""A definition file becomes an `Election`: templates are filled, shares are exact, nothing is lost."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.accounts import Counted, SeenIn
from sverka.domain.election import Election, RowKind, SelectionKind
from sverka.domain.ids import AccountId, BaseId, ContestId
from sverka.domain.names import Names
from sverka.domain.seat_rules import LargestRemainder, Plurality
from sverka.errors import Fault
from sverka.formats.definition import parse_definition
from sverka.formats.definition_file import DefinitionFile
from sverka.formats.shape_faults import shape_faults, share_of
from tests.formats.bad_definitions import GOOD


@pytest.fixture(scope="module")
def town() -> Election:
    return parse_definition(GOOD, name="town.toml")


def test_an_election_says_when_and_where(town: Election) -> None:
    assert (town.id, town.held_on, town.timezone) == ("town-2026", date(2026, 5, 17), "Asia/Bishkek")
    assert town.names == Names(ky="Шаар", ru="Город", en="Town")


def test_areas_lie_in_one_another(town: Election) -> None:
    assert [area.id for area in town.places.above(town.places.at_level("ward")[0].id)] == ["w1", "all"]  # type: ignore[arg-type]


def test_how_counted_where_seen_and_whose_are_three_things(town: Election) -> None:
    machine = town.accounts[AccountId("machine")]

    assert (machine.counted, machine.seen_in, machine.whose) == (Counted.MACHINE, SeenIn.TAPE, "")


def test_a_share_is_exact(town: Election) -> None:
    seats = town.contests[ContestId("lists")].seats

    assert isinstance(seats, LargestRemainder)
    assert seats.thresholds[0].share == Fraction(1, 20)
    assert town.policies.tolerance.share == Fraction(1, 100)


@pytest.mark.parametrize("text", ["0.05", '"0.05"', '"1/20"', "5e-2"])
def test_a_share_may_be_written_in_several_ways(text: str) -> None:
    seats = (
        parse_definition(GOOD.replace("share = 0.05", f"share = {text}"), name="x")
        .contests[ContestId("lists")]
        .seats
    )

    assert isinstance(seats, LargestRemainder)
    assert seats.thresholds[0].share == Fraction(1, 20)


@pytest.mark.parametrize("value", [True, None, "", "half", "1/0", [], float("nan"), float("inf")])
def test_what_is_no_share_is_refused(value: object) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        share_of(value)


def test_a_row_for_each_party_has_its_id_and_its_name(town: Election) -> None:
    rows = {row.id: row for row in town.contests[ContestId("lists")].rows}

    assert list(rows) == ["6", "10", "marks.red", "marks.blue"]
    assert rows["marks.red"].kind is RowKind.MARKS  # type: ignore[index]
    assert rows["marks.red"].names == Names(ky="Marks: Красные", ru="Marks: Красные", en="Marks: Reds")  # type: ignore[index]


def test_a_control_for_each_party_names_that_party_in_code_rule_and_name(town: Election) -> None:
    control = town.contests[ContestId("lists")].controls[2]

    assert (control.code, control.rule) == ("E2.blue", "[marks.blue] <= {blue}")
    assert control.names.en == "Marks at most votes: Blues"


def test_suppressing_a_template_suppresses_all_that_it_makes(town: Election) -> None:
    assert town.contests[ContestId("lists")].controls[0].suppresses == ("E2.red", "E2.blue")


def test_an_account_that_carries_a_template_carries_all_its_rows(town: Election) -> None:
    assert town.accounts[AccountId("machine")].rows == ("10", "marks.red", "marks.blue")
    assert town.accounts[AccountId("hand")].rows is None


def test_a_contest_for_each_area_has_the_area_in_its_id_and_name(town: Election) -> None:
    deputy = town.contests[ContestId("deputy-w2")]

    assert (deputy.area, deputy.family) == ("w2", "deputy")
    assert deputy.names == Names.same("Deputy, Ward 2")
    assert isinstance(deputy.seats, Plurality)


def test_the_number_of_an_area_is_the_digits_of_its_id() -> None:
    text = GOOD.replace('"Candidate 1"', '"Candidate 1, ward {number}"')

    assert parse_definition(text, name="x").contests[ContestId("deputy-w2")].selections[0].names.en == (
        "Candidate 1, ward 2"
    )


def test_a_selection_is_what_its_contest_is_about(town: Election) -> None:
    kinds = [contest.selections[0].kind for contest in town.contests.values()]

    assert kinds == [SelectionKind.PARTY, SelectionKind.CANDIDATE, SelectionKind.CANDIDATE]


def test_a_contest_may_have_the_ballot_of_another() -> None:
    again = '[[contests]]\nid = "again"\nkind = "party"\nnames = "Again"\nsame_selections_as = "lists"\n\n'
    election = parse_definition(GOOD.replace("[mappings.page]", f"{again}[mappings.page]"), name="x")

    assert (
        election.contests[ContestId("again")].selections == election.contests[ContestId("lists")].selections
    )


def test_bases_and_turnout_keep_their_names(town: Election) -> None:
    lists = town.contests[ContestId("lists")]

    assert lists.turnout == ("voted", "registered")
    assert lists.bases[BaseId("registered")].expression == "registered"


def test_a_mapping_stays_data(town: Election) -> None:
    assert town.mappings["page"]["selections"] == {"p1": "red"}


def test_the_published_schema_is_the_one_of_the_reader(root: Any) -> None:
    from sverka.formats.definition_schema import schema_text

    published = (root / "docs" / "definition.schema.json").read_text(encoding="utf-8")

    assert published == schema_text(), (
        "python -m sverka.formats.definition_schema > docs/definition.schema.json"
    )


# --- whatever is changed, a person gets an election or an error ------------------------------------------------------

TABLES = tomllib.loads(GOOD)
STRANGE = st.sampled_from([0, -1, 1.5, True, "", "x", "hand", [], [1], {}, {"x": 1}, "2026-01-01", 10**30])


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in keys for found in _paths(each, (*path, key)))]


def _changed(value: Any, path: tuple[Any, ...], new: object) -> Any:
    if not path:
        return new
    if isinstance(value, list):
        return [_changed(e, path[1:], new) if at == path[0] else e for at, e in enumerate(value)]
    return {key: _changed(e, path[1:], new) if key == path[0] else e for key, e in value.items()}


@given(path=st.sampled_from(_paths(TABLES)[1:]), new=STRANGE)
def test_the_walk_over_the_shape_agrees_with_msgspec(path: tuple[Any, ...], new: object) -> None:
    tables = _changed(TABLES, path, new)
    faults = list(shape_faults(tables, DefinitionFile))

    try:
        msgspec.convert(tables, DefinitionFile, dec_hook=lambda _, value: share_of(value))
    except msgspec.ValidationError:
        assert faults
    else:
        assert faults == []


@given(st.data())
def test_a_definition_with_a_hole_gives_an_election_or_a_fault(data: st.DataObject) -> None:
    lines = GOOD.splitlines()
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, min(first + 6, len(lines) - 1)))

    outcome = _outcome("\n".join(lines[:first] + lines[last + 1 :]))

    assert isinstance(outcome, Election) or outcome.place.startswith("x.toml")


def _outcome(text: str) -> Election | Fault:
    try:
        return parse_definition(text, name="x.toml")
    except Fault as fault:
        return fault


def test_the_schema_is_json() -> None:
    from sverka.formats.definition_schema import schema_text

    assert json.loads(schema_text())["title"] == "Definition of an election"
