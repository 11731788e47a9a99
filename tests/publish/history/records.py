"""Records with publications in them, for tests of the history."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from sverka.domain.election import Election, FindingsPolicy
from sverka.domain.ids import ContestId, StationId
from sverka.domain.places import Machine
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    AnnulmentFact,
    AnyFact,
    CountFact,
    DefinitionFact,
    PublicationFact,
    ReinstatementFact,
    Scope,
    Standings,
    canonical_bytes,
)
from sverka.record.night_facts import StopFact, StoppedCheck
from tests.publish.site.toytown import ANNULLED, SAME, WAITING, town

RECEIVED = "2020-02-06T10:00:00+06:00"
STATIONS = tuple(town().places.stations)
SCOPES = (
    Scope(station=ANNULLED),
    Scope(area="left-bank"),
    Scope(contest="lists"),
    Scope(contest="lists", selection="bread"),
    Scope(station=SAME, box="mobile"),
)


def definition(number: int = 0) -> bytes:
    """The definition, or a later one."""
    fact = DefinitionFact(schema=SCHEMA, received=RECEIVED, election="toytown", definition=f"{number:064x}")
    return canonical_bytes(fact)


def publication(size: int) -> bytes:
    """A publication of the first `size` facts."""
    none = Standings(summed=0, missing=0, annulled=0, set_aside=0)
    fact = PublicationFact(
        schema=SCHEMA,
        received=RECEIVED,
        record_size=size,
        root="00" * 32,
        figures="11" * 32,
        files="22" * 32,
        code="33" * 32,
        stations=none,
        stations_list="44" * 32,
    )
    return canonical_bytes(fact)


def stop(size: int) -> bytes:
    """A publication that did not pass."""
    check = StoppedCheck(code="G1", place="a", shown="1", expected="2")
    fact = StopFact(
        schema=SCHEMA, received=RECEIVED, record_size=size, root="00" * 32, failed=1, checks=(check,)
    )
    return canonical_bytes(fact)


def count(chance: random.Random) -> bytes:
    """A count of anything, by anyone; some contradict themselves, and some state little."""
    account = chance.choice(("machine", "hand", "hand", "copy", "page"))
    contest = chance.choice(("lists", "lists", "mayor-left-bank", "mayor-right-bank"))
    votes = {each: chance.randrange(60) for each in _selections(contest) if chance.random() < 0.9}
    rows = _rows(chance, account, votes) if contest == "lists" else {}
    area = chance.choice(("town", "left-bank", "right-bank")) if account == "page" else ""
    station = "" if area else chance.choice((*STATIONS, "not-listed"))
    unread = tuple(each for each in _selections(contest) if each not in votes and chance.random() < 0.5)
    fact = CountFact(
        schema=SCHEMA,
        received=RECEIVED,
        account=account,
        contest=contest,
        rows=rows,
        selections=votes,
        unread=unread,
        holder="watch" if account == "copy" and chance.random() < 0.5 else "",
        station=station,
        area=area,
    )
    return canonical_bytes(fact)


def plain_count(account: str, station: str, votes: int, invalid: int = 0) -> bytes:
    """A count of the lists that agrees with itself."""
    fact = CountFact(
        schema=SCHEMA,
        received=RECEIVED,
        account=account,
        contest="lists",
        station=station,
        rows={"10": votes, "11": invalid},
        selections={"fish": votes},
    )
    return canonical_bytes(fact)


def _selections(contest: str) -> tuple[str, ...]:
    return ("fish", "bread", "against") if contest == "lists" else ("one", "two", "against")


def _rows(chance: random.Random, account: str, votes: dict[str, int]) -> dict[str, int]:
    total = sum(votes.values()) + (chance.random() < 0.3)
    rows = {"10": total, "11": chance.randrange(8)}
    if account == "page":
        return {"10": total}
    if account != "machine" and chance.random() < 0.8:
        rows["6"] = total + rows["11"] + chance.randrange(3)
    return rows


def decision(chance: random.Random) -> bytes:
    """An annulment or a reinstatement, of any scope."""
    kind = chance.choice((AnnulmentFact, AnnulmentFact, ReinstatementFact))
    fact: AnyFact = kind(
        schema=SCHEMA,
        received=RECEIVED,
        scope=chance.choice(SCOPES),
        authority="court",
        number="1",
        reason="a seal",
    )
    return canonical_bytes(fact)


def record(seed: int, *, batches: int = 12, decisions: float = 0.15) -> list[bytes]:
    """A night and the days after it, by chance: batches of counts, decisions, stops, and publications."""
    chance = random.Random(seed)
    entries = [definition()]
    for _ in range(batches):
        entries += [count(chance) for _ in range(chance.randrange(6))]
        if chance.random() < decisions:
            entries.append(decision(chance))
        if chance.random() < decisions / 2:
            entries.append(definition(len(entries)))
        if chance.random() < 0.1:
            entries.append(stop(len(entries)))
        elif chance.random() < 0.9:
            entries.append(publication(len(entries)))
    return entries


def _across(election: Election) -> Election:
    """With controls that hold one account against another, and one contest against another."""
    lists = election.contests[ContestId("lists")]
    accounts = replace(lists.controls[0], code="T3", rule="[11] <= machine:[11]")
    contests = replace(lists.controls[0], code="T4", rule="{fish} <= mayor-left-bank/{one}")
    changed = replace(lists, controls=(*lists.controls, accounts, contests))
    return replace(election, contests={**election.contests, changed.id: changed})


def elections() -> Sequence[Election]:
    """The town as it is; with findings set aside; with a scanner that counts a neighbour's ballots; and open."""
    plain = town()
    aside = replace(_across(plain), policies=replace(plain.policies, findings=FindingsPolicy.SET_ASIDE))
    places = plain.places
    guest = replace(
        places.stations[StationId(WAITING)], machine=Machine.ELSEWHERE, counted_at=StationId(SAME)
    )
    unlisted = replace(places.stations[StationId("0002")], registered=None)
    stations = {**places.stations, guest.id: guest, unlisted.id: unlisted}
    joint = replace(aside, places=replace(places, stations=stations), open_stations=True)
    return plain, aside, joint
