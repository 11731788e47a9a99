"""Stations whose ballots a neighbour's scanner counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId, SelectionId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Machine, Places, Station
from sverka.publish.joint import Joint
from sverka.reconcile.compare import compare

STATIONS = ("1", "2", "3")
PLACES = Places(
    stations={
        StationId("1"): Station(id=StationId("1"), names=Names.same("1")),
        StationId("2"): Station(
            id=StationId("2"),
            names=Names.same("2"),
            machine=Machine.ELSEWHERE,
            counted_at=StationId("1"),
        ),
        StationId("3"): Station(id=StationId("3"), names=Names.same("3")),
    }
)
JOINT = Joint.of(PLACES, STATIONS)


def table(account: str, *figures: tuple[int, int] | None) -> CountTable:
    """Counts of stations 1, 2, 3 for two selections; None is no count."""
    values = np.array([each or (0, 0) for each in figures], np.int64)
    state = np.array([[State.NO_COUNT if each is None else State.READ] * 2 for each in figures], np.uint8)
    return CountTable(
        contest=ContestId("c"),
        source=Source(AccountId(account)),
        units=STATIONS,
        rows=(),
        selections=(SelectionId("a"), SelectionId("b")),
        values=values,
        state=state,
    )


def test_a_scanner_that_counted_a_neighbour_too_agrees_with_both_protocols_together() -> None:
    machine = table("machine", (50, 70), None, (5, 5))
    hand = table("hand", (20, 30), (30, 40), (5, 5))
    joined = np.array([False, True, False])
    found = compare(JOINT.without_guests(machine), JOINT.together(hand), joined=joined)

    assert found.agrees
    assert found.stations["joined"] == 1


def test_a_difference_of_both_together_stands_at_the_host() -> None:
    machine = table("machine", (50, 70), None, (5, 5))
    hand = table("hand", (20, 30), (30, 41), (5, 5))
    found = compare(JOINT.without_guests(machine), JOINT.together(hand))

    assert [found.left.units[line] for line in found.lines] == ["1"]
    assert found.net.tolist() == [1]


def test_until_both_protocols_are_in_there_is_nothing_to_compare() -> None:
    together = JOINT.together(table("hand", (20, 30), None, (5, 5)))

    assert together.counted.tolist() == [False, False, True]


def test_a_figure_unread_in_one_of_them_is_unread_in_their_sum() -> None:
    hand = table("hand", (20, 30), (30, 40), (5, 5))
    hand.state[1, 0], hand.values[1, 0] = State.UNREAD, 0
    together = JOINT.together(hand)

    assert together.state[0].tolist() == [State.UNREAD, State.READ]
    assert together.values[0].tolist() == [0, 70]


def test_rules_that_hold_two_accounts_together_are_silent_at_host_and_guest() -> None:
    hidden = JOINT.hidden(table("machine", (50, 70), None, (5, 5)))

    assert hidden.counted.tolist() == [False, False, True]


def test_places_without_such_stations_are_compared_one_by_one() -> None:
    apart = replace(PLACES, stations={s: replace(x, counted_at=None) for s, x in PLACES.stations.items()})

    assert not Joint.of(apart, STATIONS)
