"""What the group of a replay works with: keys, station lists of its applications, and the recounts.

The keys are made from the recipe, so that a replay has the same bytes everywhere: they keep no secret, and are for
practice alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source
from sverka.domain.ids import AccountId
from sverka.practice.group_recipe import GroupPlan, MemberPlan
from sverka.practice.overlay import inline
from sverka.practice.recipe import Recipe
from sverka.practice.replay import Replay
from sverka.practice.sheets import Lines, sheet
from sverka.tlog.keys import ED25519, Signer, format_skey, format_vkey, new_signer

RECOUNT = "recount"
OWN_STREAM = (
    1  # the group draws from a stream of its own, so that the stations are the same with and without it
)

Files = Iterator[tuple[str, bytes]]


def practice_key(recipe: str, member: str) -> Signer:
    """The key of an invented member: anyone can make it again."""
    seed = hashlib.sha256(f"a key for practice, no secret: {recipe}, {member}".encode()).digest()
    return new_signer(member, ED25519, seed)


def group_text(recipe: Recipe, plan: GroupPlan) -> str:
    """The group as the definition has it."""
    head = f'\n[group]\nnames = {inline(plan.names)}\nsource = "{plan.source}"\n'
    return head + "".join(_member(recipe, member) for member in plan.members)


def group_files(replay: Replay, plan: GroupPlan) -> Files:
    """Every file of the group's."""
    for member in plan.members:
        yield f"{member.id}.key", f"{format_skey(practice_key(replay.recipe.id, member.id))}\n".encode()
    draw = Generator(PCG64([replay.recipe.seed, OWN_STREAM]))
    granted, withdrawn = _stations_asked_for(replay, plan, draw)
    yield from _applications(plan, granted, withdrawn)
    recounted = sorted({*granted, *plan.drawn})
    disputed = sorted(draw.choice(granted, plan.disputed, replace=False).tolist())
    yield "recounted.txt", _list(recounted)
    yield "decided.txt", _list(station for station in recounted if station not in disputed)
    yield "disputed.txt", _list(disputed)
    yield "recounts.csv", sheet([_recounts(replay, recounted, disputed)])


def _stations_asked_for(replay: Replay, plan: GroupPlan, draw: Generator) -> tuple[list[str], list[str]]:
    """The stations that are granted, all in a few districts; and those whose applications are withdrawn."""
    ground = replay.ground
    free = ground.in_district & ~ground.special.annulled
    areas = np.array(ground.area)
    chosen = draw.choice(np.unique(areas[free]), plan.districts, replace=False)
    within = draw.permutation(np.flatnonzero(free & np.isin(areas, chosen)))
    granted = within[: plan.granted]
    asked = sum(each.stations for each in plan.applications) - plan.granted
    others = draw.permutation(np.setdiff1d(np.flatnonzero(free), granted))[:asked]
    return _named(replay, granted), _named(replay, others)


def _named(replay: Replay, lines: NDArray[np.int64]) -> list[str]:
    return sorted(replay.ground.units[line] for line in lines.tolist())


def _applications(plan: GroupPlan, granted: list[str], withdrawn: list[str]) -> Files:
    """Per application all its stations, those it is withdrawn for, and those it is granted for."""
    for each in plan.applications:
        kept, back = granted[: each.granted], withdrawn[: each.stations - each.granted]
        granted, withdrawn = granted[len(kept) :], withdrawn[len(back) :]
        yield f"application-{each.number}.txt", _list(sorted([*kept, *back]))
        yield f"withdrawn-{each.number}.txt", _list(back)
        if kept:
            yield f"granted-{each.number}.txt", _list(kept)


def _recounts(replay: Replay, stations: Sequence[str], disputed: Sequence[str]) -> Lines:
    """The recounts: as the protocols say, and a ballot apart where they are disputed."""
    hand = replay.lists.hand
    table = replace(hand, source=Source(AccountId(RECOUNT)), values=hand.values.copy())
    for station in disputed:
        _move_a_ballot(table, table.position[station])
    which = np.isin(np.array(table.units), np.array(stations))
    return Lines(table=table, which=which)


def _move_a_ballot(table: CountTable, line: int) -> None:
    """One ballot less for the strongest list, one more for the next."""
    first = len(table.rows)
    strongest, second = first + np.argsort(-table.values[line, first:], kind="stable")[:2]
    table.values[line, [strongest, second]] += [-1, 1]


def _list(stations: Iterable[str]) -> bytes:
    return "".join(f"{station}\n" for station in stations).encode()


def _member(recipe: Recipe, member: MemberPlan) -> str:
    vkey = format_vkey(practice_key(recipe.id, member.id).verifier)
    return f'\n[[group.members]]\nid = "{member.id}"\nnames = {inline(member.names)}\nkeys = ["{vkey}"]\n'
