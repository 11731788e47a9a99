"""The commission's results API: its page and the twin, the counts on it, and what its shares are shares of."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Election
from sverka.domain.ids import AreaId
from sverka.domain.places import Places
from sverka.domain.readings import Reading
from sverka.errors import Fault
from sverka.formats.mappings import ColumnMapping, mapping_of
from sverka.formats.pcos import (
    PcosBallot,
    PcosCount,
    PcosCounts,
    PcosDivision,
    PcosOverview,
    PcosPage,
    format_pcos,
    parse_pcos,
)
from sverka.formats.pcos_answer import pcos_page_of
from sverka.formats.pcos_reading import read_pcos
from sverka.formats.pcos_shares import Shown, fitting_base, implied_base
from sverka.formats.reading import read_counts
from sverka.formats.sniff import sniffed_format
from tests.small_election import HAND, MACHINE, PARTIES, places, small_election

BALLOTS = [
    {"position": 1, "name_ky": "Герб", "name_ru": "Герб"},
    {"position": 2, "name_ky": "Ата Мекен", "name_ru": "Ата-Мекен"},
    {"position": 3, "name_ky": "Бүтүн Кыргызстан", "name_ru": "Бутун Кыргызстан"},
    {"position": 4, "name_ky": "", "name_ru": "Против всех"},
]


def election(**changes: Any) -> Election:
    """The small election, whose districts the API calls 12 and 13."""
    known = places()
    areas = {
        id_: replace(area, external_ids={"commission-api": number})
        for number, (id_, area) in zip(("12", "13"), known.areas.items(), strict=True)
    }
    return small_election(places=Places(levels=known.levels, areas=areas, stations=known.stations), **changes)


def page(
    votes: tuple[int, ...] = (40, 30, 20, 10), percents: tuple[object, ...] = (40, 30, 20, 10)
) -> dict[str, Any]:
    """An answer with one division."""
    counts = [
        {"position": at, "pcosCount": count, "pcosPercent": percent}
        for at, (count, percent) in enumerate(zip(votes, percents, strict=True), start=1)
    ]
    return {
        "overview": {"pcos": {"p3": 104, "p5": 110, "p7": 4, "p8": 100}},
        "ballots": BALLOTS,
        "ballotCounts": [{"division": {"id": 12}, "ballotCounts": counts}],
    }


def read(answer: dict[str, Any], mapping: dict[str, Any] | None = None, **given_fields: Any) -> Reading:
    told = None if mapping is None else mapping_of(mapping, "m")
    chosen = {"name": "api.json", "election": election(), "account": MACHINE, **given_fields}
    return read_pcos(json.dumps(answer).encode(), mapping=told, **chosen)


def noticed(reading: Reading) -> list[tuple[str, dict[str, str | int]]]:
    return [
        (each.code, dict(each.context)) for each in reading.notices if each.code.startswith("pcos-shares")
    ]


# --- the page and its text ------------------------------------------------------------------------------------------

IDS = st.integers(0, 99) | st.text(max_size=3)
NAMES = st.text(max_size=3)
ROWS = st.dictionaries(st.sampled_from(["p3", "p5", "p7", "p8"]), st.integers(0, 99))
PAGES = st.builds(
    PcosPage,
    overview=st.builds(PcosOverview, pcos=ROWS),
    ballots=st.lists(st.builds(PcosBallot, position=IDS, name_ky=NAMES, name_ru=NAMES), max_size=3),
    ballot_counts=st.lists(
        st.builds(
            PcosCounts,
            division=st.builds(PcosDivision, id=IDS),
            ballot_counts=st.lists(
                st.builds(
                    PcosCount,
                    position=IDS,
                    pcos_count=st.none() | st.integers(0, 2**63 - 1),
                    pcos_percent=st.none() | st.decimals(0, 100, places=2),
                ),
                max_size=3,
            ),
        ),
        max_size=3,
    ),
)  # fmt: skip


@given(PAGES)
def test_a_page_is_read_back_as_it_was_written(written: PcosPage) -> None:
    assert parse_pcos(format_pcos(written), "p") == written


@given(PAGES)
def test_a_page_is_written_back_byte_for_byte(written: PcosPage) -> None:
    data = format_pcos(written)

    assert format_pcos(parse_pcos(data, "p")) == data


# --- counts ---------------------------------------------------------------------------------------------------------


def test_a_page_is_a_count_of_areas() -> None:
    [found] = read(page()).tables

    assert (found.table.contest, found.table.source, found.table.unit) == (
        PARTIES,
        Source(MACHINE),
        Unit.AREA,
    )
    assert (found.table.units, found.table.fields) == (("a",), ("gerb", "ata", "butun", "against"))
    assert found.table.values.tolist() == [[40, 30, 20, 10]]


def test_the_contest_is_found_by_the_names_on_the_ballot() -> None:
    answer = page()
    answer["ballots"] = [{"position": 2, "name_ru": "Candidate 2, district b"}]
    answer["ballotCounts"][0]["ballotCounts"] = [{"position": 2, "pcosCount": 7}]

    [found] = read(answer).tables

    assert (found.table.contest, found.table.selections) == ("single-b", ("b-1", "b-2"))
    assert found.table.state.tolist() == [[State.ABSENT, State.READ]]


def test_the_overview_is_left_out_and_noticed_where_nothing_says_what_it_is_of() -> None:
    reading = read(page())

    assert [dict(each.context) for each in reading.notices if each.code == "pcos-overview-left-out"] == [
        {"figures": "p3 = 104, p5 = 110, p7 = 4, p8 = 100"}
    ]


def test_a_mapping_says_of_which_area_and_rows_the_overview_is() -> None:
    reading = read(page(), {"unit": {"area": "b"}, "rows": {"p8": "10", "p7": "11"}})

    [found] = reading.tables
    assert (found.table.units, found.table.rows, found.lines) == (("a", "b"), ("10", "11"), (1, 0))
    assert found.table.values.tolist()[1][:2] == [100, 4]
    assert found.table.state.tolist()[1][2:] == [State.ABSENT] * 4
    assert "p3 = 104, p5 = 110" in [each.context.get("figures") for each in reading.notices]


def test_the_definition_may_keep_that_mapping() -> None:
    saved = {"api": {"format": "pcos", "contest": "parties", "unit": {"area": "a"}, "rows": {"p8": "10"}}}

    [found] = read(page(), election=election(mappings=saved)).tables

    assert found.table.values.tolist() == [[100, 40, 30, 20, 10]]


def test_a_count_that_is_null_is_not_on_the_sheet() -> None:
    answer = page()
    answer["ballotCounts"][0]["ballotCounts"][1]["pcosCount"] = None

    [found] = read(answer).tables

    assert found.table.state.tolist() == [[State.READ, State.ABSENT, State.READ, State.READ]]


def test_an_area_is_also_known_by_its_alias() -> None:
    answer = page()
    answer["ballotCounts"][0]["division"]["id"] = "Db"

    assert read(answer).tables[0].table.units == ("b",)


def test_what_the_api_calls_an_area_goes_before_what_we_call_another() -> None:
    known = election().places
    areas = {**known.areas, AreaId("12"): replace(known.areas[AreaId("b")], id=AreaId("12"), external_ids={})}
    described = election()
    described = replace(described, places=replace(known, areas=areas))

    assert read(page(), election=described).tables[0].table.units == ("a",)


def test_what_else_the_api_says_is_noticed() -> None:
    answer = page()
    answer["ballotCounts"][0]["ballotCounts"][0]["handCount"] = 41

    assert read(answer).notices[0].context == {"fields": "ballotCounts[].ballotCounts[].handCount"}


def test_a_file_of_the_api_is_recognised() -> None:
    data = json.dumps(page()).encode()

    assert sniffed_format(data, "x.json") == "pcos"
    assert read_counts(data, name="x.json", election=election(), account=MACHINE).format == "pcos"


Changes = dict[str, Any]
COUNTS = "ballotCounts/0/ballotCounts"
BROKEN: dict[str, tuple[str, object, str]] = {
    "a division": ("ballotCounts/0/division/id", 77, r"\$\.ballotCounts\[0\]\.division\.id: '77' is no area"),
    "votes in words": (f"{COUNTS}/1/pcosCount", "many", r"\$\.\w+\[0\]\.ballotCounts\[1\]\.pcosCount: 'many' is no"),
    "half a vote": (f"{COUNTS}/1/pcosCount", 0.5, r"ballotCounts\[1\]\.pcosCount: '0\.5' is no"),
    "fewer than none": (f"{COUNTS}/1/pcosCount", -1, r"ballotCounts\[1\]\.pcosCount: '-1' is no"),
    "a share in words": (f"{COUNTS}/1/pcosPercent", "a third", r"Invalid decimal"),
    "a share below none": (f"{COUNTS}/1/pcosPercent", -1, r"ballotCounts\[1\]\.pcosPercent: '-1' is no share"),
    "a position": (f"{COUNTS}/1/position", 9, r"ballotCounts\[1\]\.position: '9' is no position"),
    "a position twice": (f"{COUNTS}/1/position", 1, r"ballotCounts\[1\]: a second count of position 1"),
    "a ballot one line off": ("ballots/1/position", 3, r"the ballots on the page fit 0 contests"),
    "no ballots": ("ballots", None, r"\$\.ballots"),
    "no divisions": ("ballotCounts", "none", r"\$\.ballotCounts"),
    "an overview in words": ("overview/pcos/p3", "x", r"\$\.overview\.pcos\.p3: 'x' is no"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_page_is_refused_where_it_breaks(name: str) -> None:
    place, value, expected = BROKEN[name]
    answer = json.loads(json.dumps(page()))
    *way, last = place.split("/")
    here: Any = answer
    for step in way:
        here = here[int(step) if isinstance(here, list) else step]
    here[int(last) if isinstance(here, list) else last] = value

    with pytest.raises(Fault) as caught:
        read(answer)

    assert re.search(r"api\.json", str(caught.value))
    assert re.search(expected, str(caught.value)), str(caught.value)


def test_a_ballot_one_line_off_is_named_where_the_contest_is_known() -> None:
    answer = page()
    answer["ballots"] = [{**BALLOTS[0], "position": 2}, {**BALLOTS[1], "position": 1}, *BALLOTS[2:]]

    with pytest.raises(Fault, match="position 2 is 'Ата-Мекен' on the ballot, not 'Герб'"):
        read(answer, {"contest": "parties"})


@pytest.mark.parametrize(
    "mapping, expected",
    [
        ({"contest": "senate"}, "there is no contest 'senate'"),
        ({"unit": {"area": "x"}, "rows": {"p3": "10"}}, "mapping, unit: 'x' is no area"),
        ({"unit": {"area": "a"}, "rows": {"p3": "99"}}, "mapping, rows, p3: the form has no row '99'"),
        ({"station": "id"}, "the mapping says something that this format has no use for"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping: dict[str, Any], expected: str) -> None:
    with pytest.raises(Fault, match=re.escape(expected)):
        read(page(), mapping)


def test_an_unknown_division_shows_how_to_make_it_known() -> None:
    answer = page()
    answer["ballotCounts"][0]["division"]["id"] = 77

    with pytest.raises(Fault) as caught:
        read(answer)

    assert caught.value.cure == 'Add external_ids = { commission-api = "77" } to its area in the definition.'


def test_one_division_twice_is_refused() -> None:
    answer = page()
    answer["ballotCounts"] *= 2

    with pytest.raises(Fault, match=r"\$\.ballotCounts\[1\]\.division\.id: a second entry for 'a'"):
        read(answer)


def test_a_page_of_scanners_is_no_count_by_hand() -> None:
    with pytest.raises(Fault, match="'hand' is not"):
        read(page(), account=HAND)


@given(
    arrays.arrays(np.uint8, (2, 4), elements=st.sampled_from([1, 1, 3])),
    arrays.arrays(np.int64, (2, 4), elements=st.integers(0, 999)),
)
def test_counts_that_were_published_are_read_back(state: np.ndarray, values: np.ndarray) -> None:
    described = election()
    before = CountTable(
        contest=PARTIES,
        source=Source(MACHINE),
        units=("a", "b"),
        rows=(),
        selections=described.contests[PARTIES].selection_ids,
        values=np.where(state == State.READ, values, 0),
        state=state,
        unit=Unit.AREA,
    )
    written = pcos_page_of(described, before, bases={"a": 1000, "b": 0}, overview={"p3": 1})

    [found] = read_pcos(
        format_pcos(written),
        name="p",
        election=described,
        account=MACHINE,
        mapping=ColumnMapping(contest="parties"),
    ).tables

    assert found.table.units == before.units
    assert (found.table.values == before.values).all()
    assert (found.table.state == before.state).all()


# --- shares ---------------------------------------------------------------------------------------------------------


def test_shares_of_all_votes_are_said_to_be_so() -> None:
    assert noticed(read(page())) == [("pcos-shares-fit", {"base": "votes", "count": 1})]


def test_shares_of_a_row_of_the_overview_are_said_to_be_so() -> None:
    answer = page((40, 30, 20, 10), (38.46, 28.85, 19.23, 9.62))

    reading = read(answer, {"unit": {"area": "a"}, "rows": {"p3": "10"}})

    assert noticed(reading) == [("pcos-shares-fit", {"base": "p3", "count": 1})]


def test_shares_of_another_number_show_the_number_they_imply() -> None:
    answer = page((40_000, 30_000, 20_000, 10_000), (36.36, 27.27, 18.18, 9.09))

    [(code, context)] = noticed(read(answer))

    assert code == "pcos-shares-other-base"
    assert context["votes"] == 100_000
    assert 109_950 <= int(context["least"]) <= 110_000 <= int(context["most"]) <= 110_050


def test_shares_that_no_number_fits_are_said_to_have_no_base() -> None:
    [(code, context)] = noticed(read(page((40, 30, 20, 10), (40, 30, 20, 20))))[:1]

    assert (code, context) == ("pcos-shares-without-base", {"area": "a", "votes": 100})


def test_shares_that_sum_to_more_than_all_are_said_to_do_so() -> None:
    answer = page((60, 50, 30, 10), (60, 50, 30, 10))

    codes = dict(noticed(read(answer, {"unit": {"area": "a"}, "rows": {"p8": "10"}})))

    assert codes["pcos-shares-fit"] == {"base": "p8", "count": 1}
    assert codes["pcos-shares-over-100"] == {"area": "a", "sum": "150"}


def test_a_page_without_votes_says_nothing_of_its_shares() -> None:
    assert noticed(read(page((0, 0, 0, 0), (0, 0, 0, 0)))) == []


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.integers(1, 60_000), st.integers(0, 2))
def test_the_base_that_made_the_shares_is_always_among_those_they_imply(
    votes: list[int], base: int, digits: int
) -> None:
    shown = [Shown(each, round(Decimal(100 * each) / base, digits)) for each in votes]

    implied = implied_base(shown, digits)

    assert fitting_base(shown, {"it": base}, digits) == "it"
    assert implied is not None
    assert implied[0] <= base
    assert implied[1] is None or base <= implied[1]


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=6), st.integers(1, 60_000), st.integers(0, 2))
def test_the_bounds_of_an_implied_base_are_sharp(votes: list[int], base: int, digits: int) -> None:
    shown = [Shown(each, round(Decimal(100 * each) / base, digits)) for each in votes]

    least, most = implied_base(shown, digits) or (0, 0)

    near = [least - 1, least, *([] if most is None else [most, most + 1])]
    fits = [fitting_base(shown, {"it": each}, digits) == "it" for each in near]
    assert fits == [False, True, *([] if most is None else [True, False])]


# --- the document ---------------------------------------------------------------------------------------------------


def test_the_answer_in_the_document_is_read(root: Path) -> None:
    text = (root / "docs" / "formats" / "pcos.md").read_text(encoding="utf-8")
    [sample] = re.findall(r"^```json\n(.*?)^```$", text, re.M | re.S)

    reading = read_pcos(sample.encode(), name="pcos.md", election=election(), account=MACHINE)

    assert reading.tables[0].table.values.tolist() == [[410, 305, 222, 63], [512, 98, 350, 40]]
    assert noticed(reading) == [("pcos-shares-fit", {"base": "votes", "count": 2})]
    assert AreaId(reading.tables[0].table.units[1]) == "b"
