"""No false alarm: whatever papers say, honest code is never stopped.

Random records of a small town: papers that contradict themselves, unread figures, corrections, annulments and their
end, a scanner that counts for a neighbour, stations without a machine or a list of voters, accounts of whole areas,
holders of copies, contests in which nothing came in, bases of 0, votes past their base, both policies for findings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sverka.domain.election import Contest, Control, Election, FindingsPolicy, Severity
from sverka.domain.ids import AccountId, ContestId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Machine, Places
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    AnnulmentFact,
    AnyFact,
    CountFact,
    ReinstatementFact,
    Scope,
    canonical_bytes,
    hash_of,
    subject_of,
)
from tests.publish.gate.pipeline import Published
from tests.publish.site.toytown import toytown

RECEIVED = "2020-02-02T20:00:00+06:00"
ACCOUNTS = ("machine", "hand", "copy")


def town_of(chance: random.Random) -> Election:
    """The toy town, otherwise each time."""
    election = toytown()[0].election
    places = election.places
    stations = dict(places.stations)
    ids = list(stations)
    guest, host = ids[1], ids[0]
    if chance.random() < 0.5:
        stations[guest] = replace(stations[guest], machine=Machine.ELSEWHERE, counted_at=StationId(host))
    if chance.random() < 0.5:
        stations[ids[2]] = replace(stations[ids[2]], machine=Machine.NONE, registered=None)
    if chance.random() < 0.3:
        stations[ids[3]] = replace(stations[ids[3]], area=None)
    lists = election.contests[ContestId("lists")]
    other = Control(
        code="T9",
        severity=Severity.ERROR,
        rule="[10] >= machine:[10]",
        names=Names.same("a rule over two accounts"),
        accounts=(AccountId("hand"),),
        suppresses=("T2",),
    )
    contests = {**election.contests, lists.id: replace(lists, controls=(*lists.controls, other))}
    findings = chance.choice(list(FindingsPolicy))
    return replace(
        election,
        places=Places(levels=places.levels, areas=places.areas, stations=stations),
        contests=contests,
        policies=replace(election.policies, findings=findings),
    )


def facts_of(election: Election, chance: random.Random) -> Iterator[bytes]:
    """Facts in a random order, each linked to the one before it of its subject."""
    yield toytown()[1][0]
    last: dict[tuple[str, ...], str] = {}
    annulled: list[Scope] = []
    for _ in range(chance.randint(10, 45)):
        fact = _any_fact(election, chance, annulled)
        fact = msgspec.structs.replace(fact, supersedes=last.get(subject_of(fact), ""))
        if isinstance(fact, CountFact) and fact.supersedes:
            fact = msgspec.structs.replace(fact, reason="read again")
        entry = canonical_bytes(fact)
        last[subject_of(fact)] = hash_of(entry)
        yield entry


def _any_fact(election: Election, chance: random.Random, annulled: list[Scope]) -> AnyFact:
    said: dict[str, Any] = {
        "schema": SCHEMA,
        "received": RECEIVED,
        "authority": "court",
        "number": "1",
        "reason": "so",
    }
    if annulled and chance.random() < 0.1:
        return ReinstatementFact(scope=annulled.pop(), **said)
    if chance.random() < 0.1:
        scope = chance.choice(
            [
                Scope(station=chance.choice(list(election.places.stations))),
                Scope(area="left-bank", contest="lists"),
                Scope(contest="lists", selection="bread"),
                Scope(station="0001", box="mobile"),
            ]
        )
        annulled.append(scope)
        return AnnulmentFact(scope=scope, **said)
    contest = chance.choice(list(election.contests.values()))
    if contest.id == "lists" and chance.random() < 0.1:
        return _count(election, contest, "page", chance, area=chance.choice(["town", "left-bank"]))
    account = chance.choice(ACCOUNTS)
    station = chance.choice(election.stations_of(contest.id))
    return _count(election, contest, account, chance, station=station)


def _count(
    election: Election, contest: Contest, account: str, chance: random.Random, **unit: Any
) -> CountFact:
    carried = election.accounts[AccountId(account)].rows
    rows = [row for row in contest.row_ids if carried is None or row in carried]
    fields = {str(name): _cell(chance) for name in (*rows, *contest.selection_ids)}
    fields[contest.selection_ids[0]] = chance.randint(0, 90)
    return CountFact(
        schema=SCHEMA,
        received=RECEIVED,
        account=account,
        contest=contest.id,
        holder=chance.choice(["North, a party", "b@c"]) if account == "copy" else "",
        rows={name: n for name in rows if isinstance(n := fields[name], int)},
        selections={str(s): n for s in contest.selection_ids if isinstance(n := fields[s], int)},
        unread=tuple(sorted(name for name, cell in fields.items() if cell == "?")),
        absent=tuple(sorted(name for name, cell in fields.items() if cell == "absent")),
        **unit,
    )


def _cell(chance: random.Random) -> int | str:
    """Mostly a figure; now and then none, or one that fits nothing."""
    cells: list[int | str] = [*(chance.randint(0, 200) for _ in range(8)), 0, "?", "absent", "left out"]
    return chance.choice(cells)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_honest_code_is_never_stopped(seed: int) -> None:
    chance = random.Random(seed)
    election = town_of(chance)
    entries = list(facts_of(election, chance))
    published = Published(election)

    for size in sorted({2, len(entries) // 2, len(entries) - 1, len(entries)}):
        assert published.publish(entries[:size]) == ()


def test_what_a_stopped_candidate_alone_named_is_forgotten() -> None:
    election = replace(town_of(random.Random(3)), open_stations=True)
    contest = election.contests[ContestId("lists")]
    chance = random.Random(3)
    entries = [*facts_of(election, chance)]
    published = Published(election)
    assert published.publish(entries) == ()

    known = next(iter(election.places.stations))
    again = canonical_bytes(_count(election, contest, "hand", chance, station="nobody-knows-it"))
    candidate = published.candidate([*entries, again])
    page = next(path for path in candidate.files if path.startswith("en/contest/"))
    broken = candidate.files[page].replace(b"<td data-is=", b"<td data-isnt=")
    assert published.gate.check(replace(candidate, files={**candidate.files, page: broken}))

    honest = canonical_bytes(_count(election, contest, "hand", chance, station=known))
    assert published.publish([*entries, honest]) == ()


def test_the_random_records_hold_what_they_should() -> None:
    every: list[bytes] = []
    for seed in range(12):
        chance = random.Random(seed)
        every += facts_of(town_of(chance), chance)

    for mark in (
        b'"unread"',
        b'"absent"',
        b'"supersedes"',
        b'"area"',
        b'"annulment"',
        b'"reinstatement"',
        b'"holder"',
    ):
        assert any(mark in entry for entry in every), mark
