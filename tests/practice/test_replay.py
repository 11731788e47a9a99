"""The replay of 28 November 2021: official sums exactly, bounded ones within bounds, the rest consistent."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.arrival import table
from benchmarks.confusion import PAGE
from sverka.domain.counts import CountTable, State
from sverka.domain.election import SelectionKind
from sverka.domain.ids import ContestId
from sverka.domain.places import Machine
from sverka.practice.replay import build
from sverka.reconcile.compare import compare
from sverka.reconcile.controls import Context, check_table
from tests.practice.replayed import definition, recipe, replayed

# Central Election Commission, result № 836 of 15.12.2021.
OFFICIAL = {
    "ata-jurt-kyrgyzstan": 222_005,
    "ishenim": 174_470,
    "yntymak": 141_009,
    "alyans": 106_955,
    "butun-kyrgyzstan": 90_223,
    "yiman-nuru": 79_025,
}
TOOK_PART, REGISTERED, MOBILE = 1_281_622, 3_703_420, 12_137


def regular() -> NDArray[np.bool_]:
    """The 2,474 stations over which the official sums are."""
    return ~replayed().ground.special.annulled


def column(table: CountTable, field: str) -> NDArray[np.int64]:
    figures: NDArray[np.int64] = table.values[:, table.fields.index(field)]
    return figures


def summed(field: str) -> int:
    """The sum of a field of the list protocols over the stations that count."""
    return int(column(replayed().lists.hand, field)[regular()].sum())


def shares(table: CountTable, stations: NDArray[np.bool_]) -> dict[str, float]:
    """Percent of those who took part."""
    came = column(table, "6")[stations].sum()
    return {str(each): float(column(table, each)[stations].sum() / came * 100) for each in table.selections}


# --- sums ------------------------------------------------------------------------------------------------------------


def test_the_official_sums_are_met_exactly() -> None:
    assert {party: summed(party) for party in OFFICIAL} == OFFICIAL
    assert (summed("6"), summed("1") + summed("1a"), summed("8")) == (TOOK_PART, REGISTERED, MOBILE)


def test_the_bounded_sums_lie_within_their_bounds() -> None:
    lists = [each.id for each in replayed().contest.selections if each.kind is SelectionKind.PARTY]
    fifteen = {each: summed(each) for each in lists if each not in OFFICIAL}

    assert len(fifteen) == 15
    assert all(Fraction(votes, TOOK_PART) < Fraction(5, 100) for votes in fifteen.values())
    assert 1_162_026 <= sum(map(summed, lists)) <= 1_162_634
    assert sum(map(summed, lists)) + summed("against-all") + summed("11") == TOOK_PART


def test_2474_stations_count_and_20_are_annulled_on_top() -> None:
    replay = replayed()
    numbers = list(replay.places.stations)

    assert (len(numbers), regular().sum(), len(replay.annulled)) == (2494, 2474, 20)
    assert sum(number.startswith("9") for number in numbers) == 59
    assert all(len(number) == 4 for number in numbers)


def test_the_first_digit_gives_the_region_where_that_is_known() -> None:
    places = replayed().places
    known = {"1": "bishkek", "3": "issyk-kul", "7": "chui"}
    found = {
        number[0]: {area.id for area in places.above(station.area)}
        for number, station in places.stations.items()
    }

    assert all(area in found[digit] for digit, area in known.items())


def test_every_district_has_stations() -> None:
    places = replayed().places
    districts = places.at_level("district")  # type: ignore[arg-type]

    assert len(districts) == 36
    assert all(len(places.within(district.id)) > 20 for district in districts)


def test_the_six_have_one_percent_in_each_of_the_nine_regions() -> None:
    replay = replayed()
    regions = replay.places.at_level("region")  # type: ignore[arg-type]
    position = replay.lists.hand.position

    assert len(regions) == 9
    for region in regions:
        here = np.zeros(len(position), np.bool_)
        here[[position[station] for station in replay.places.within(region.id)]] = True
        found = shares(replay.lists.hand, here & regular())
        assert min(found[party] for party in OFFICIAL) >= 1


# --- consistency -----------------------------------------------------------------------------------------------------


def test_the_same_recipe_gives_the_same_bytes() -> None:
    assert list(build(recipe(), definition()).files()) == list(replayed().files())


def test_nothing_is_negative() -> None:
    replay = replayed()
    tables = (
        *vars(replay.lists).values(),
        *vars(replay.districts).values(),
        replay.copies,
        replay.first_hand,
    )

    assert all((table.values >= 0).all() for table in tables)


def test_controls_fail_only_where_a_protocol_was_spoiled() -> None:
    replay = replayed()
    spoiled = {mistake.station for _, mistake in replay.planted if mistake.kind == "paper"}
    findings = check_table(replay.lists.hand, definition().contests[ContestId("parties")])
    failing = {
        str(control.code): {findings.units[at] for at in np.flatnonzero(failed)}
        for control, failed in zip(findings.controls, findings.failed, strict=True)
        if failed.any()
    }

    assert failing == {"R1": spoiled}


def test_districts_hold_their_controls() -> None:
    replay = replayed()
    contest = next(each for each in definition().contests.values() if each.family == "single-member")
    units = replay.places.within(contest.area)  # type: ignore[arg-type]
    hand = replay.districts.hand.reindexed(units)
    table = CountTable(
        contest=contest.id,
        source=hand.source,
        units=units,
        rows=hand.rows,
        selections=hand.selections,
        values=hand.values,
        state=hand.state,
    )
    findings = check_table(table, contest, Context())
    failing = {c.code for c, failed in zip(findings.controls, findings.failed, strict=True) if failed.any()}

    assert failing == set()


def test_marks_are_at_most_the_votes_of_their_list() -> None:
    hand = replayed().lists.hand
    lists = [each.id for each in replayed().contest.selections if each.kind is SelectionKind.PARTY]

    assert all((column(hand, f"marks.{each}") <= column(hand, each)).all() for each in lists)


def test_every_station_that_differs_is_on_the_list_of_what_was_planted() -> None:
    replay = replayed()
    for contest, counts in (("parties", replay.lists), ("single-member", replay.districts)):
        comparison = compare(counts.machine, counts.hand)
        listed = {mistake.station for of, mistake in replay.planted if of == contest}

        assert {comparison.left.units[line] for line in comparison.lines} <= listed


def test_stations_counted_elsewhere_are_in_the_report_of_a_neighbour_in_their_district() -> None:
    replay = replayed()
    guests = [each for each in replay.places.stations.values() if each.machine is Machine.ELSEWHERE]

    assert len(guests) == 11
    for guest in guests:
        host = replay.places.stations[guest.counted_at]  # type: ignore[index]
        line, beside = (replay.lists.hand.position[each.id] for each in (guest, host))
        both = replay.lists.hand.values[[line, beside]][:, replay.lists.hand.selection_columns].sum()
        reported = replay.lists.machine.values[beside][replay.lists.machine.selection_columns].sum()

        assert host.area == guest.area
        assert not replay.lists.machine.counted[line]
        assert reported == pytest.approx(both, rel=0.5)


def test_against_all_leads_in_two_districts() -> None:
    replay = replayed()
    hand, places = replay.districts.hand, replay.places
    leads = 0
    for district in places.at_level("district"):  # type: ignore[arg-type]
        lines = [hand.position[station] for station in places.within(district.id)]
        votes = hand.values[lines][:, hand.selection_columns].sum(axis=0)
        leads += hand.selections[votes.argmax()] == "against-all"

    assert leads == 2


# --- the order in which it came in -----------------------------------------------------------------------------------


def arrived(kind: str, name: str) -> NDArray[np.bool_]:
    replay = replayed()
    waves, arrival = {
        "machine": (recipe().machine_waves, replay.machine_arrival),
        "hand": (recipe().hand_waves, replay.hand_arrival),
    }[kind]
    last = next(number for number, wave in enumerate(waves) if wave.name == name)
    return (arrival.wave >= 0) & (arrival.wave <= last)


@pytest.mark.parametrize("kind", ["machine", "hand"])
def test_each_wave_brings_the_stations_it_says(kind: str) -> None:
    waves = recipe().machine_waves if kind == "machine" else recipe().hand_waves

    assert [int(arrived(kind, wave.name).sum()) for wave in waves] == [wave.stations for wave in waves]


def test_the_scanners_shares_are_near_the_published_ones() -> None:
    wave = next(wave for wave in recipe().machine_waves if wave.shares)
    here = arrived("machine", wave.name)
    found = shares(replayed().lists.machine, here)
    came = column(replayed().lists.machine, "6")[here].sum()

    assert len(wave.shares) == 22
    assert all(abs(found[each] - published) < 0.5 for each, published in wave.shares.items())
    assert came == pytest.approx(wave.voters, rel=0.03)


@pytest.mark.parametrize("name", ["protocols-1", "protocols-2"])
def test_the_protocols_shares_are_near_the_published_ones(name: str) -> None:
    wave = next(wave for wave in recipe().hand_waves if wave.name == name)
    found = shares(replayed().lists.hand, arrived("hand", name))

    assert all(abs(found[each] - published) < 0.25 for each, published in wave.shares.items())


def test_the_document_shows_how_near() -> None:
    assert table(replayed()) in PAGE.read_text("utf-8")


def test_a_seventh_party_stands_above_the_threshold_until_all_protocols_are_typed() -> None:
    hand = replayed().lists.hand
    early, late = (shares(hand, arrived("hand", name))["el-umutu"] for name in ("protocols-1", "protocols-4"))

    assert early > 5.5
    assert late < 5


def test_times_lie_within_their_wave_and_carry_their_zone() -> None:
    arrival = replayed().machine_arrival
    for number, wave in enumerate(recipe().machine_waves):
        moments = [arrival.claimed[line] for line in np.flatnonzero(arrival.wave == number)]

        assert min(moments) >= wave.begins.isoformat()
        assert max(moments) <= wave.ends.isoformat()
        assert all(moment.endswith("+06:00") for moment in moments)


# --- what was planted ------------------------------------------------------------------------------------------------


def test_corrections_restore_the_protocols() -> None:
    replay = replayed()
    differing = (replay.first_hand.values != replay.lists.hand.values) | (
        replay.first_hand.state != replay.lists.hand.state
    )

    assert np.array_equal(differing.any(axis=1), replay.corrected)
    assert replay.corrected.sum() == recipe().mistakes.corrected


def test_almost_half_of_the_observers_copies_differ() -> None:
    replay = replayed()
    protocols = replay.lists.hand.reindexed(replay.copies.units)
    equal = (protocols.values == replay.copies.values) & (replay.copies.state == State.READ)
    districts = {replay.places.stations[unit].area for unit in replay.copies.units}  # type: ignore[index]

    assert (len(replay.copies.units), int((~equal).any(axis=1).sum())) == (470, 228)
    assert len(districts) >= 31
