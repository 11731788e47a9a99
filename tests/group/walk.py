"""A walk through real facts: random acts on the town's record, each held against the page on the states of a case."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from msgspec.structs import replace

from sverka.errors import Refused
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of, perform
from sverka.reconcile.case_step import Step, StepKind
from sverka.reconcile.cases import CaseState
from sverka.record.group_facts import CaseFact
from tests.group_town import AFTERNOON, group_town, keys, step
from tests.reconcile.case_walk import expected, likely, name_of, random_step
from tests.town import files_of

STATIONS = ("0001", "0002", "0101", "0102")
DIFFERS, WITHOUT_MACHINE = "0002", "0102"
OF_TWO_PARTIES = {StepKind.DECIDED, StepKind.REOPENED}


def walk_on_facts(path: Path, random: Random, n: int) -> Counter[str]:
    """Try `n` random acts on a new town; what came of them, and how many were `wrong`."""
    folder = group_town(path).folder
    seen = Counter[str]()
    for _ in range(n):
        station, files = random.choice(STATIONS), files_of(folder.path)
        before = state_of(folder, station)
        said = random_step(random, likely(random, before))
        fact = fact_of(station, said)
        awaited = expected_of_facts(before, said, fact)
        came = outcome(folder, fact, said.members)
        after = state_of(folder, station)
        unchanged = files_of(folder.path) == files and after == before
        refused = came.startswith("R4")
        right = came == awaited and (unchanged if refused else name_of(after) == came)
        seen.update([came] if right else [came, "wrong"])
    if group_state_of(folder.open()).wrong:
        seen["wrong"] += 1
    return seen


def fact_of(station: str, said: Step) -> CaseFact:
    """A step as the fact that says it; documents and applications that the record does not have are left out."""
    fact = step(station, said.kind.value, reason=said.reason, stands=said.stands, authority=said.authority)
    return replace(fact, fields=dict(said.fields))


def state_of(folder: ElectionFolder, station: str) -> CaseState | None:
    return group_state_of(folder.open()).cases.state_of("council", station)


def outcome(folder: ElectionFolder, fact: CaseFact, members: tuple[str, ...]) -> str:
    """The code with which an act is refused, or the state that it leads to."""
    try:
        perform(folder.open(), [fact], keys(*members), received=AFTERNOON)
    except Refused as refused:
        return refused.code
    return name_of(state_of(folder, fact.station))


def expected_of_facts(state: CaseState | None, said: Step, fact: CaseFact) -> str:
    """What the page says, the parties that sign, and what the election has."""
    awaited = expected(state, replace_why(said))
    if awaited.startswith("R4"):
        return awaited
    if said.kind in OF_TWO_PARTIES and len({*said.members} - {"observers"}) < 2:
        return "R405"
    if said.kind is StepKind.OPENED and not fact.reason and fact.station != DIFFERS:
        return "R423"
    if fact.fields and fact.station == WITHOUT_MACHINE:
        return "R424"
    return awaited


def replace_why(said: Step) -> Step:
    """The step without what its fact leaves out."""
    return Step(
        kind=said.kind,
        members=said.members,
        reason=said.reason,
        stands=said.stands,
        fields=said.fields,
        authority=said.authority,
    )
