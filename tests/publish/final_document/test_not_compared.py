"""Every station that was compared with nothing is named once, with the reason."""

from __future__ import annotations

from pathlib import Path

from sverka.publish.final_document.contests import contest_part
from sverka.publish.results import Results
from tests.town import HAND, MACHINE, add, town

STATIONS = """\
id,name,area,registered,machine,counted_at
0001,School 1,north,100,own,
0002,School 2,north,120,own,
0003,Hospital,north,30,own,
0101,School 3,south,200,own,
0102,School 4,south,80,none,
0103,School 5,south,80,own,
0104,School 6,south,80,elsewhere,0101
"""
UNREAD = MACHINE.replace("0003,20,1,10,5,3,1", "0003,20,1,10,5,?,1")
NEIGHBOUR = HAND + "0103,80,40,0,20,15,3,2\n0104,10,5,0,5,0,0,0\n"


def test_a_station_is_named_once_with_the_reason(tmp_path: Path) -> None:
    folder = town(tmp_path / "town", stations=STATIONS).folder
    add(folder, UNREAD)
    add(folder, NEIGHBOUR, "hand")
    state = folder.open()
    (of,) = Results(state.election, state.snapshot)
    part = contest_part(of)

    assert {each.why: each.stations for each in part.not_compared} == {
        "no-scanner": ("0102",),
        "only-right": ("0103",),
        "not-comparable": ("0003",),
        "joined": ("0104",),
    }
    named = sum(len(each.stations) for each in part.not_compared)
    assert named + part.stations.identical + part.stations.different == part.stations.all


def test_where_nothing_came_in_every_station_has_none(tmp_path: Path) -> None:
    state = town(tmp_path / "town")
    (of,) = Results(state.election, state.snapshot)
    part = contest_part(of)

    assert [(each.why, len(each.stations)) for each in part.not_compared] == [("none", 5)]
