"""The definitions that travel with Sverka are sound, have a source for every rule, and hold what was read."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from sverka.domain.election import Contest, Election, RowKind, Selection, SelectionKind
from sverka.domain.ids import AccountId, BaseId, ContestId, LevelId
from sverka.domain.seat_rules import LargestRemainder, Plurality
from sverka.elections import shipped, text_of
from sverka.errors import Fault
from sverka.formats.definition import parse_definition

# The 21 lists as the page of the scanners showed them (kabar.kg, 28.11.2021).
SCANNERS_PAGE = (
    *("Ата-Мекен", "Бүтүн Кыргызстан", "Альянс", "Легалайз", "Ыйман Нуру", "Күчтүү Регион", "Багыт"),
    *("Ынтымак", "Ишеним", "Азаттык", "Мекенчил эл", "Партия зелёных", "Жашасын Кыргызстан"),
    *("Социал-демократы", "Аруузат – Эл куту", "Патриотическая партия единения", "Улуттар биримдиги"),
    *("Эл үмүтү", "Ордо", "Улуу-Журт", "Ата-Журт Кыргызстан"),
)


def read(name: str) -> Election:
    return parse_definition(text_of(name), name=f"{name}.toml")


@pytest.fixture(scope="module")
def kg() -> Election:
    return read("kg-2021-11-28")


@pytest.fixture(scope="module")
def lists(kg: Election) -> Contest:
    return kg.contests[ContestId("parties")]


def test_three_elections_are_shipped() -> None:
    assert shipped() == ("bg-2021-07-11", "bg-2023-04-02", "kg-2021-11-28")


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(Fault, match="bg-2021-07-11, bg-2023-04-02, kg-2021-11-28"):
        text_of("kg-2020-10-04")


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_definition_is_sound_and_bears_its_own_name(name: str) -> None:
    assert read(name).id == name


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_definition_follows_the_published_schema(name: str, root: Path) -> None:
    schema = json.loads((root / "docs" / "definition.schema.json").read_text(encoding="utf-8"))
    tables = json.loads(json.dumps(tomllib.loads(text_of(name)), default=str))

    jsonschema.Draft202012Validator(schema).validate(tables)


@pytest.mark.parametrize("name", shipped())
def test_everything_with_a_name_has_one_in_each_language(name: str) -> None:
    election = read(name)
    named = [election, *election.places.levels, *election.places.areas.values(), *election.accounts.values()]
    parts = [
        p
        for c in election.contests.values()
        for p in (c, *c.selections, *c.rows, *c.controls, *c.bases.values())
    ]

    assert [each for each in (*named, *parts) if len(list(each.names)) != 3] == []  # type: ignore[attr-defined]


# --- Kyrgyzstan, 28 November 2021 ------------------------------------------------------------------------------------


def test_there_are_nine_regions_abroad_and_36_districts(kg: Election) -> None:
    levels = Counter(area.level for area in kg.places.areas.values())

    assert levels == {"country": 1, "region": 9, "abroad": 1, "district": 36}


def test_every_district_lies_in_a_region(kg: Election) -> None:
    regions = {area.id for area in kg.places.at_level(LevelId("region"))}

    assert {area.parent for area in kg.places.at_level(LevelId("district"))} == regions


def test_every_region_and_district_has_a_tile_of_its_own(kg: Election) -> None:
    for level, count in (("region", 9), ("district", 36)):
        tiles = {area.tile for area in kg.places.at_level(LevelId(level))}
        assert None not in tiles
        assert len(tiles) == count


def test_that_districts_and_candidates_are_invented_is_said_on_every_page(kg: Election) -> None:
    assert "invented" in kg.remarks[0].en
    assert "вымышлены" in kg.remarks[0].ru
    assert "ойдон" in kg.remarks[0].ky


def test_the_21_lists_of_the_scanners_page_are_all_found(lists: Contest) -> None:
    parties = [each for each in lists.selections if each.kind is SelectionKind.PARTY]

    assert len(parties) == 21
    assert [_called(name, lists) for name in SCANNERS_PAGE] == [each.id for each in parties]


def _called(name: str, contest: Contest) -> str | None:
    def words(selection: Selection) -> set[str]:
        return {word.casefold() for word in (*selection.names, *selection.aliases)}

    return next((each.id for each in contest.selections if name.casefold() in words(each)), None)


def test_against_all_is_a_selection_that_does_not_contend(lists: Contest) -> None:
    last = lists.selections[-1]

    assert (last.id, last.kind.contends) == ("against-all", False)


def test_the_form_has_the_rows_of_the_older_code(lists: Contest) -> None:
    numbered = [row.id for row in lists.rows if row.id[0].isdigit()]

    assert numbered == ["1", "1a", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]
    assert sum(row.kind is RowKind.MARKS for row in lists.rows) == 21


def test_the_control_ratios_r1_to_r9_are_all_there(kg: Election, lists: Contest) -> None:
    district = kg.contests[ContestId("single-member-d12")]
    codes = {control.code[:2] for contest in (lists, district) for control in contest.controls}

    assert {f"R{number}" for number in range(1, 10)} <= codes


def test_a_rule_that_nobody_read_says_so(kg: Election) -> None:
    sources = [control.source for contest in kg.contests.values() for control in contest.controls]

    assert all(source.startswith(("not read: ", "derived: ")) for source in sources)


def test_the_seats_of_the_lists_are_those_of_2021(lists: Contest) -> None:
    rule = lists.seats

    assert isinstance(rule, LargestRemainder)
    assert (rule.seats, rule.cap, rule.quota) == (54, 27, "hare")
    assert [(t.share, t.base, t.areas) for t in rule.thresholds] == [
        (Fraction(1, 20), "took-part", None),
        (Fraction(1, 200), "took-part", "region"),
    ]


def test_a_share_of_the_votes_is_a_share_of_those_who_took_part(lists: Contest) -> None:
    assert lists.share_base == "took-part"
    assert lists.bases[BaseId("took-part")].expression == "[6]"


def test_each_district_elects_one_and_against_all_can_void_it(kg: Election) -> None:
    districts = [contest for contest in kg.contests.values() if contest.family == "single-member"]

    assert len(districts) == 36
    assert {contest.seats for contest in districts} == {districts[0].seats}
    assert isinstance(districts[0].seats, Plurality)
    assert districts[0].seats.void_when_against_all_leads


def test_the_hand_count_is_the_legal_one(kg: Election) -> None:
    assert kg.accounts[kg.policies.legal[0]].id == AccountId("protocol")
    assert (kg.policies.left, kg.policies.right) == ("asu-server", "protocol")
    assert kg.policies.tolerance.votes == 0


def test_no_scanner_carries_rows_that_it_cannot_know(kg: Election) -> None:
    for account in ("asu-tape", "asu-server"):
        rows = kg.accounts[AccountId(account)].rows or ()
        assert not {"1", "2", "7", "8"} & set(rows)
        assert sum(row.startswith("marks.") for row in rows) == 21
