"""A recipe is data: what is wrong with one is said with its place and a cure."""

from __future__ import annotations

import pytest

from sverka.domain.election import Provenance
from sverka.domain.ids import AccountId, ContestId
from sverka.elections import text_of
from sverka.errors import Fault
from sverka.formats.definition import parse_definition
from sverka.practice.overlay import overlaid
from sverka.practice.recipe import parse_recipe
from tests.practice.replayed import NAME, definition, recipe, recipe_text

BROKEN = {
    "no TOML": ("of = ", "of = = ", "this is not TOML"),
    "an unknown key": ("seed = 20211128", "sede = 20211128", "unknown field `sede`"),
    "a text for a number": ("mobile = 12_137", 'mobile = "12,137"', "Expected `int`"),
    "a negative sum": ("mobile = 12_137", "mobile = -1", "Expected `int` >= 0"),
    "sums that do not add up": (
        "invalid = 89_835",
        "invalid = 89_836",
        "1281623, those who took part to 1281622",
    ),
    "waves that shrink": ("stations = 710", "stations = 1600", "do not grow towards 2494"),
    "no usual share of marks": ("default = 0.81", "ordo = 0.81", "no default share of marks"),
    "an unknown formula": ('formula = "doubled"', 'formula = "tripled"', "Invalid enum value 'tripled'"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_recipe_is_refused_with_place_and_cure(name: str) -> None:
    old, new, message = BROKEN[name]
    text = recipe_text()
    assert old in text

    with pytest.raises(Fault, match=message) as refused:
        parse_recipe(text.replace(old, new, 1), name=NAME)

    assert refused.value.place.startswith(NAME)
    assert refused.value.cure


def test_a_replay_is_told_from_the_election_itself() -> None:
    original = parse_definition(text_of(recipe().of), name="original")
    replay = definition()

    assert replay.id != original.id
    assert all(named != of for named, of in zip(replay.names, original.names, strict=True))
    assert replay.remarks[3:] == original.remarks
    assert [replay.remarks[0].en.count(word) for word in ("official", "bounded", "invented")] == [1, 1, 1]


def test_nothing_but_names_remarks_and_mappings_is_changed() -> None:
    original = parse_definition(text_of(recipe().of), name="original")
    replay = definition()

    for same in ("contests", "accounts", "policies", "places", "held_on", "timezone", "source"):
        assert getattr(replay, same) == getattr(original, same)


def test_figures_are_marked_official_bounded_or_invented() -> None:
    replay = definition()
    hand, machine = AccountId("protocol"), AccountId("asu-server")
    parties, district = ContestId("parties"), ContestId("single-member-d12")

    assert replay.provenance_of(parties, hand, "kg", "ishenim") is Provenance.OFFICIAL
    assert replay.provenance_of(parties, hand, "", "took-part") is Provenance.OFFICIAL
    assert replay.provenance_of(parties, hand, "", "el-umutu") is Provenance.BOUNDED
    assert replay.provenance_of(parties, hand, "", "marks.ishenim") is Provenance.INVENTED
    assert replay.provenance_of(parties, hand, "chui", "ishenim") is Provenance.INVENTED
    assert replay.provenance_of(parties, hand, "1001", "ishenim") is Provenance.INVENTED
    assert replay.provenance_of(parties, machine, "", "ishenim") is Provenance.INVENTED
    assert replay.provenance_of(district, hand, "", "candidate-1") is Provenance.INVENTED


def test_an_election_that_is_no_replay_marks_nothing() -> None:
    original = parse_definition(text_of(recipe().of), name="original")

    assert original.provenance_of(ContestId("parties"), AccountId("protocol"), "", "ishenim") is None


def test_every_sum_of_the_recipe_has_its_provenance() -> None:
    replay, hand = definition(), AccountId("protocol")
    marks = {each: replay.provenance_of(ContestId("parties"), hand, "", each) for each in recipe().votes}

    assert {each for each, mark in marks.items() if mark is Provenance.OFFICIAL} == set(
        recipe().official.votes
    )
    assert {each for each, mark in marks.items() if mark is Provenance.BOUNDED} == set(recipe().bounded.votes)


@pytest.mark.parametrize(
    "text, message",
    [
        ('[elections]\nid = "x"\n', r"no \[election\] table"),
        ('[election]\nid = """\nx"""\nnames = "y"\nid = "z"\n', '"id" is not on one line'),
        ('[election]\nid = "x"\n[policies]\nnames = "y"\n', '"names" is not on one line'),
    ],
)
def test_a_definition_that_cannot_be_overlaid_is_refused(text: str, message: str) -> None:
    with pytest.raises(Fault, match=message):
        overlaid(text, recipe())


def test_every_remark_is_written_in_three_languages() -> None:
    assert all(remark.ky and remark.ru and remark.en for remark in recipe().remarks)
