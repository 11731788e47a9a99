"""What follows from a record: the legal count, annulments, papers set aside, areas, thresholds, the same stations."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId, AreaId, BaseId, ContestId, SelectionId
from sverka.errors import Fault
from sverka.formats.mappings import mapping_of
from sverka.office.annul import Decision, annul, reinstate, scopes_of
from sverka.office.delivery import Delivery
from sverka.office.folder import ElectionFolder
from sverka.office.take_in import take_in
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults, Results
from sverka.publish.totals import Total
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, MORNING, STATIONS, add, town

COUNCIL = ContestId("council")
DECISION = Decision(authority="CEC", number="836", reason="the box was open")
APPLE, PEAR = SelectionId("apple"), SelectionId("pear")
MACHINE_ACCOUNT, HAND_ACCOUNT = Source(AccountId("machine")), Source(AccountId("hand"))


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """Machine counts of four stations, hand counts of two."""
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    head, *rows = HAND.splitlines(keepends=True)
    add(folder, head + rows[1] + rows[4], "hand")
    return folder


def results(folder: ElectionFolder, contest: ContestId = COUNCIL) -> ContestResults:
    state = folder.open()
    return Results(state.election, state.snapshot).of(contest)


def total(of: ContestResults, source: Source = LEGAL, area: str = "") -> Total:
    found = of.totals[source].of(AreaId(area))
    assert found is not None
    return found


def decide(folder: ElectionFolder, *stations: str, **more: str) -> None:
    """Annul."""
    scope = {"area": "", "contest": "", "selection": "", "box": "", **more}
    annul(folder.open(), scopes_of(list(stations), **scope), DECISION, received=MORNING)


def reverse(folder: ElectionFolder, *stations: str, **more: str) -> None:
    """Reinstate."""
    scope = {"area": "", "contest": "", "selection": "", "box": "", **more}
    reinstate(folder.open(), scopes_of(list(stations), **scope), DECISION, received=MORNING)


def on_page(folder: ElectionFolder, text: str, account: str) -> None:
    """Take in figures of areas."""
    mapping = mapping_of({"area": "area", "contest": "council"}, "a test")
    delivery = Delivery(name="page.csv", content=text.encode(), account=AccountId(account), mapping=mapping)
    take_in(folder.open(), [delivery], received=MORNING)


def test_the_legal_count_stands_first_and_others_stand_in(folder: ElectionFolder) -> None:
    of = results(folder)

    assert {str(source): number for source, number in of.legal.stations.items()} == {"hand": 2, "machine": 3}
    assert total(of).selections[PEAR] == 20 + 11 + 5 + 30 + 15
    assert total(of, MACHINE_ACCOUNT).selections[PEAR] == 20 + 10 + 5 + 30
    assert total(of).stations.as_answer()["in"] == 5


def test_a_base_is_of_the_stations_that_are_summed(folder: ElectionFolder) -> None:
    machine = total(results(folder), MACHINE_ACCOUNT)

    assert machine.bases == {BaseId("valid"): 243, BaseId("on-list"): 450}
    assert machine.rows == {"2": 250, "3": 7}


def test_the_other_account_is_shown_for_the_same_stations(folder: ElectionFolder) -> None:
    same = results(folder).same_stations(MACHINE_ACCOUNT, HAND_ACCOUNT).of()

    assert same
    assert same.stations.as_answer() | {"with_findings": 0} == {
        "expected": 2,
        "in": 1,
        "missing": 1,
        "annulled": 0,
        "set_aside": 0,
        "with_findings": 0,
        "unread_cells": 0,
    }
    assert same.selections[APPLE] == 40


def test_an_annulled_station_is_in_no_sum_and_its_figures_stay(folder: ElectionFolder) -> None:
    before = total(results(folder)).selections
    decide(folder, "0002")
    of = results(folder)

    assert total(of).stations.as_answer()["annulled"] == 1
    assert total(of).selections[APPLE] == before[APPLE] - 40
    assert of.tables[HAND_ACCOUNT].values[1].sum() > 0
    reverse(folder, "0002")
    assert total(results(folder)).selections == before


def test_a_station_without_a_count_can_be_annulled(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    decide(folder, "0102")

    assert total(results(folder), MACHINE_ACCOUNT).stations.as_answer() == {
        "expected": 5,
        "in": 4,
        "missing": 0,
        "annulled": 1,
        "set_aside": 0,
        "with_findings": 0,
        "unread_cells": 0,
    }


ANNULLED: dict[str, tuple[tuple[str, ...], dict[str, str], int]] = {
    "a station": (("0001",), {}, 1),
    "a station in another contest": (("0001",), {"contest": "mayor-north"}, 0),
    "a station in this contest": (("0001",), {"contest": "council"}, 1),
    "a box of a station": (("0001",), {"box": "mobile"}, 0),
    "an area": ((), {"area": "north"}, 3),
    "the area above": ((), {"area": "town"}, 5),
    "a contest": ((), {"contest": "council"}, 5),
    "a selection": ((), {"contest": "council", "selection": "apple"}, 0),
}


@pytest.mark.parametrize("stations, more, number", ANNULLED.values(), ids=ANNULLED)
def test_a_decision_hits_its_scope_and_no_more(
    tmp_path: Path, stations: tuple[str, ...], more: dict[str, str], number: int
) -> None:
    folder = town(tmp_path / "e", definition=DEFINITION + MAYOR).folder
    decide(folder, *stations, **more)
    counted = total(results(folder)).stations

    assert counted.annulled == number
    assert counted.expected == counted.summed + counted.missing + counted.annulled + counted.set_aside
    reverse(folder, *stations, **more)
    assert total(results(folder)).stations.annulled == 0


def test_an_annulled_selection_wins_no_seat(folder: ElectionFolder) -> None:
    decide(folder, contest="council", selection="apple")
    allocation = results(folder).seats()

    assert allocation
    assert not allocation.seats.get(APPLE)
    assert sum(allocation.seats.values()) == 5


@pytest.mark.parametrize("policy, aside", [("count", 0), ("set-aside", 1)])
def test_papers_with_findings_are_summed_or_set_aside_as_the_law_says(
    tmp_path: Path, policy: str, aside: int
) -> None:
    folder = town(
        tmp_path / "e", definition=DEFINITION.replace('findings = "count"', f'findings = "{policy}"')
    ).folder
    add(
        folder,
        MACHINE.replace("0001,60", "0001,61")
        .replace("0101,100,4", "0101,101,5")
        .replace("0101,101,5,50", "0101,101,31,24"),
    )
    stations = total(results(folder), MACHINE_ACCOUNT).stations

    assert (stations.set_aside, stations.summed, stations.missing) == (aside, 4 - aside, 1)
    assert stations.with_findings == 2 - aside


def test_a_paper_that_stands_in_brings_its_own_findings(tmp_path: Path) -> None:
    folder = town(
        tmp_path / "e", definition=DEFINITION.replace('findings = "count"', 'findings = "set-aside"')
    ).folder
    add(folder, MACHINE.replace("0001,60", "0001,61"))
    add(folder, HAND.splitlines()[0] + "\n" + HAND.splitlines()[2] + "\n", "hand")

    assert total(results(folder)).stations.set_aside == 1
    add(folder, HAND.splitlines()[0] + "\n" + HAND.splitlines()[1] + "\n", "hand")
    assert total(results(folder)).stations.set_aside == 0


def test_figures_of_areas_are_never_added_to_stations(folder: ElectionFolder) -> None:
    before = {source: of.of() for source, of in results(folder).totals.items()}
    on_page(folder, "area,apple,pear\ntown,900,800\nnorth,500,400\n", "observer")
    of = results(folder)

    assert {source: of.totals[source].of() for source in before} == before
    observer = of.totals[Source(AccountId("observer"))]
    assert not observer.stations_only
    assert [observer.of(AreaId(a)).selections[APPLE] for a in ("", "north")] == [900, 500]  # type: ignore[union-attr]


def test_an_account_with_stations_and_areas_is_the_sum_of_its_stations(folder: ElectionFolder) -> None:
    on_page(folder, "area,apple\ntown,900\n", "machine")
    of = results(folder)

    assert total(of, MACHINE_ACCOUNT).selections[APPLE] == 130
    assert of.area_tables[MACHINE_ACCOUNT].values.sum() == 900


def test_a_threshold_in_areas_asks_every_area_and_forgives_one_without_counts(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    head = "station,row:2,row:3,apple,pear,quince,against\n"
    add(folder, head + "0001,100,0,45,40,15,0\n")
    first = results(folder).seats()
    add(folder, head + "0101,100,0,60,40,0,0\n")
    second = results(folder).seats()

    assert first
    assert second
    assert first.seats[SelectionId("quince")] == 1
    assert not second.seats.get(SelectionId("quince"))
    assert "area-without-base" in {step.code.value for step in first.steps}


def test_seats_follow_from_the_account_that_is_asked_for(folder: ElectionFolder) -> None:
    of = results(folder)

    assert of.seats(Source(AccountId("observer"))) is None
    assert (of.seats(MACHINE_ACCOUNT) or of.seats()) is not None


def test_holders_are_named_where_several_hold_an_account(folder: ElectionFolder) -> None:
    for holder in ("A", "B@C"):
        add(folder, "station,apple\n0001,29\n", "observer", holder=holder)
    of = results(folder)

    assert [
        str(of.results.source(name, COUNCIL)) for name in ("observer@A", "observer@B@C", "machine", "legal")
    ] == [
        "observer@A",
        "observer@B@C",
        "machine",
        "legal",
    ]
    with pytest.raises(Fault, match="several hold observer") as raised:
        of.compare("observer", "hand")
    assert "observer@A, observer@B@C" in raised.value.cure
    with pytest.raises(Fault, match="nobody of that name holds observer@D"):
        of.compare("observer@D", "hand")
    with pytest.raises(Fault, match="no account 'robot'"):
        of.compare("robot", "hand")


def test_an_account_without_counts_compares_as_missing_everywhere(folder: ElectionFolder) -> None:
    found = results(folder).compare("observer", "machine")

    assert found.kind_counts == {"only-right": 4}
    assert found.left.rows == found.right.rows == ("2", "3")


def test_a_contest_of_a_district_has_its_stations_only(tmp_path: Path) -> None:
    folder = town(tmp_path / "e", definition=DEFINITION + MAYOR).folder
    of = results(folder, ContestId("mayor-north"))

    assert of.stations == ("0001", "0002", "0003")
    assert total(of).stations.expected == 3


def test_where_there_is_no_machine_none_is_missing(tmp_path: Path) -> None:
    stations = STATIONS.replace("registered\n", "registered,machine,counted_at\n").replace(
        "north,100\n", "north,100,own,\n"
    )
    stations = stations.replace("0003,Hospital,north,30\n", "0003,Hospital,north,30,none,\n")
    rows = [line if line.count(",") == 5 else line + ",own," for line in stations.splitlines()]
    folder = town(tmp_path / "e", stations="\n".join(rows) + "\n").folder
    add(folder, MACHINE.replace("0003,20,1,10,5,3,1\n", ""))
    machine, legal = (total(results(folder), source).stations for source in (MACHINE_ACCOUNT, LEGAL))

    assert (machine.expected, machine.missing) == (4, 1)
    assert (legal.expected, legal.missing) == (5, 2)


ELSEWHERE = """\
id,name,area,registered,machine,counted_at
0001,School 1,north,100,own,
0002,School 2,north,120,elsewhere,0001
0003,Hospital,north,30,elsewhere,0001
"""


def test_neighbours_are_compared_together_unless_the_scanner_has_a_count_of_one(tmp_path: Path) -> None:
    folder = town(tmp_path / "e", stations=ELSEWHERE).folder
    add(folder, "station,apple,pear\n0001,60,35\n0003,10,5\n")
    add(folder, "station,apple,pear\n0001,30,20\n0002,30,15\n0003,11,5\n", "hand")
    found = results(folder).comparison

    assert found.stations == {
        "left": 2,
        "right": 2,
        "both": 2,
        "identical": 1,
        "different": 1,
        "not_comparable": 0,
        "sum_kept": 0,
        "within_tolerance": 0,
        "joined": 1,
    }
    assert [found.left.units[line] for line in found.lines] == ["0003"]
    turned = results(folder).compare("hand", "machine")
    assert (turned.stations["joined"], turned.net.tolist()) == (1, [-1])
    assert results(folder).compare("hand", "legal").agrees


def test_a_page_of_machine_counts_is_held_against_machine_counts(tmp_path: Path) -> None:
    definition = DEFINITION.replace(
        '[contests.seats]\nrule = "largest',
        '[[contests.controls]]\ncode = "A1"\nfor_each = "selection"\nseverity = "error"\n'
        'rule = "{selection} = children({selection})"\nunits = ["area"]\nnames = "sum"\nsource = "a test"\n\n'
        '[contests.seats]\nrule = "largest',
    )
    folder = town(tmp_path / "e", definition=definition).folder
    add(folder, MACHINE + "0102,10,0,5,5,0,0\n")
    on_page(folder, "area,apple,pear\nnorth,80,35\nsouth,99,35\n", "machine")
    [findings] = results(folder).area_findings.values()

    assert [(f.unit, f.code.partition(".")[0], f.left, f.right) for f in findings] == [
        ("south", "A1", 99, 55)
    ]
