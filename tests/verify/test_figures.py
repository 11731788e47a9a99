"""Two programs that share no line make the same figures and seats of the same facts, whatever the facts."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from sverka.domain.election import Election
from sverka.elections import shipped, text_of
from sverka.formats.definition import parse_definition
from sverka.formats.stations import read_stations
from sverka.publish.area_file import AreaFiles
from sverka.publish.figures_file import format_results
from sverka.publish.results import Results
from sverka.record.facts import (
    AnnulmentFact,
    AnyFact,
    CountFact,
    ReinstatementFact,
    Scope,
    canonical_bytes,
)
from sverka.record.replay import replay
from sverka_verify import Count, Facts, Tree
from sverka_verify import Election as Read
from tests.town import DEFINITION, MAYOR

WHEN = "2026-05-18T09:00:00+06:00"
CONTROLS = """
[[contests.controls]]
code = "W2"
severity = "warning"
rule = "[2] >= previous([2])"
names = "No fewer ballots than before"
suppresses = ["E1"]
source = "a test"

[[contests.controls]]
code = "E2"
severity = "error"
rule = "[2] = machine:[2] + 0"
names = "As many as the scanner took in"
accounts = ["hand"]
tolerance = 200
source = "a test"

[[contests.controls]]
code = "E3"
severity = "error"
rule = "sum(contenders) - {against} > 2 * mayor-north/sum(selections) - registered"
names = "Somehow with the mayor"
source = "a test"

[[contests.controls]]
code = "E4"
severity = "warning"
rule = "{selection} <= observer:max(selections) * abs([3] - [2])"
names = "No list with more than {selection}"
for_each = "party"
source = "a test"

[contests.seats]"""
TOWN = DEFINITION + MAYOR
SETS_ASIDE = TOWN.replace('findings = "count"', 'findings = "set-aside"').replace(
    "\n[contests.seats]", CONTROLS, 1
)
DEFINITIONS = {"town": TOWN, "town that sets aside": SETS_ASIDE} | {name: text_of(name) for name in shipped()}
STATIONS = {
    "town": "id,area,registered,machine,counted_at\n",
    "town that sets aside": "id,area,registered,machine,counted_at\n",
    "bg-2023-04-02": "section_id,city,rik_code,rik_name,machines_count\n",
    "bg-2021-07-11": "section_id,city,rik_code,rik_name,machines_count\n",
    "kg-2021-11-28": "id,area,registered,machine,counted_at\n",
}


def station_table(name: str, random: Random) -> bytes:
    """Twelve stations; of some the voters are not known, some have no machine, some share one."""
    lines = []
    for number in range(1, 13):
        id_ = f"{number:04}"
        if name.startswith("bg"):
            district = random.randint(1, 3)
            lines.append(f"{id_},Town,{district:02},District {district},{random.randint(0, 2)}")
            continue
        area = random.choice(
            ["north", "south"] if name.startswith("town") else ["d01", "d02", "d29", "abroad"]
        )
        voters = random.choice(["", str(random.randint(50, 900))])
        machine = random.choice(["own", "own", "none", "elsewhere"]) if number > 3 else "own"
        host = f"{random.randint(1, 3):04}" if machine == "elsewhere" else ""
        lines.append(f"{id_},{area},{voters},{machine},{host}")
    return (STATIONS[name] + "\n".join(lines) + "\n").encode()


def drawn_facts(election: Election, random: Random) -> list[AnyFact]:
    """Counts of stations and areas, first ones and corrections, with unread and absent fields; annulments."""
    return [
        drawn_count(election, random)
        if random.random() < 0.93
        else AnnulmentFact(**decision(election, random))
        if random.random() < 0.7
        else ReinstatementFact(**decision(election, random))
        for _ in range(random.randint(0, 120))
    ]


def drawn_count(election: Election, random: Random) -> CountFact:
    contest = random.choice(list(election.contests.values())[:3])
    account = random.choice(list(election.accounts.values()))
    rows = [row for row in contest.row_ids if account.rows is None or row in account.rows]
    figures: dict[str, dict[str, int]] = {"rows": {}, "selections": {}}
    marked: dict[str, list[str]] = {"unread": [], "absent": []}
    for kind, names in (("rows", rows), ("selections", contest.selection_ids)):
        for name in names:
            where = random.random()
            if where < 0.75:
                figures[kind][name] = random.randint(0, random.choice([3, 40, 400]))
            elif where < 0.9:
                marked[random.choice(["unread", "absent"])].append(name)
    areas = list(election.places.areas)
    of_area = bool(areas) and random.random() < 0.08
    return CountFact(
        schema=1,
        received=WHEN,
        account=account.id,
        contest=contest.id,
        holder=random.choice(["", "", "party"]) if account.id not in election_sides(election) else "",
        area=random.choice(areas) if of_area else "",
        station="" if of_area else f"{random.randint(1, 13):04}",
        rows=figures["rows"],
        selections=figures["selections"],
        unread=tuple(marked["unread"]),
        absent=tuple(marked["absent"]),
    )


def election_sides(election: Election) -> set[str]:
    return {election.policies.left, election.policies.right}


def decision(election: Election, random: Random) -> dict[str, Any]:
    contest = random.choice(list(election.contests.values())[:3])
    scope = {
        "station": random.choice(["", f"{random.randint(1, 13):04}"]),
        "area": random.choice(["", "", *election.places.areas]),
        "contest": random.choice(["", contest.id]),
        "selection": random.choice(["", "", random.choice(contest.selection_ids)]),
        "box": random.choice(["", "", "", "mobile"]),
    }
    return {
        "schema": 1,
        "received": WHEN,
        "authority": "Court",
        "number": "1",
        "reason": "r",
        "scope": Scope(**scope),
    }


def drawn(name: str, seed: str) -> tuple[Election, bytes, list[bytes]]:
    """An election with its table of stations, and facts."""
    random = Random(f"{name} {seed}")
    table = station_table(name, random)
    election = parse_definition(DEFINITIONS[name], name=name)
    election = replace(election, places=read_stations(table, name="stations.csv", election=election))
    return election, table, [canonical_bytes(fact) for fact in drawn_facts(election, random)]


@pytest.mark.parametrize("name", DEFINITIONS)
@pytest.mark.parametrize("seed", range(40))
def test_the_verifier_makes_the_same_figures_of_the_same_facts(name: str, seed: int) -> None:
    election, table, entries = drawn(name, str(seed))
    facts = Facts(Tree())
    for entry in entries:
        facts.add(entry)

    results = Results(election, replay(entries, election))
    published = json.loads(format_results(results, root=bytes(32)))
    read = Read(DEFINITIONS[name].encode(), table)
    counts = [Count(read, contest, facts) for contest in read.contests]

    assert {count.id: count.whole() for count in counts} == published["contests"]
    areas = AreaFiles(results)
    for area in election.places.areas:
        computed = {count.id: said for count in counts if (said := count.results(area))["totals"]}
        assert computed == json.loads(areas.format(area))["contests"]


@pytest.mark.parametrize("name", DEFINITIONS)
@pytest.mark.parametrize("seed", range(10))
def test_figures_that_go_on_are_those_computed_at_once(name: str, seed: int) -> None:
    _, table, entries = drawn(name, f"again {seed}")
    read, facts = Read(DEFINITIONS[name].encode(), table), Facts(Tree())
    going_on = [Count(read, contest, facts) for contest in read.contests]
    before: dict[tuple[str, str], Any] = {}
    for at, entry in enumerate(entries):
        facts.add(entry)
        if at % 19 == 18:
            whole = Facts(Tree())
            for each in entries[: at + 1]:
                whole.add(each)
            for count in going_on:
                count.update()
                again = Count(read, count.contest, whole)
                assert count.whole() == again.whole()
                assert {k: v for k, v in count.standing.items() if v} == {
                    k: v for k, v in again.standing.items() if v
                }
                assert dict(count.tables_in_parts({count.id: "c"})) == dict(
                    again.tables_in_parts({count.id: "c"})
                )
                for area in read.areas:
                    told = again.results(area)
                    assert count.results(area) == told
                    assert area in count.areas or before.get((count.id, area), told) == told
                    before[count.id, area] = told
