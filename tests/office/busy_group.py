"""The town whose group has done something of everything that a final document tells of."""

from __future__ import annotations

from pathlib import Path

from sverka.office.annul import Decision, annul
from sverka.office.chain import Chain
from sverka.office.folder import ElectionFolder
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import RefusedCopyFact, Scope
from sverka.record.group_facts import ApplicationDecisionFact, ApplicationFact
from tests.group_town import AFTERNOON, NOON, act, group_town, step
from tests.town import MORNING, add

COPIES = """\
station,row:1,row:2,row:3,apple,pear,quince,against
0001,100,60,2,30,20,5,3
0002,120,70,0,40,11,14,5
0101,200,100,4,50,,11,6
"""
EVENING = "2026-05-19T18:00:00+06:00"
HOSTILE = '#panic() \\ ] " $x$ <a> `b` *c* _d_ @e // f'


def busy_group(path: Path) -> ElectionFolder:
    """Observers' copies, a refused copy, an annulment, an application, a decision, two dissents, a dispute."""
    folder = group_town(path).folder
    add(folder, COPIES, "observer", holder="Observers of the town")
    _refuse_copy(folder)
    decision = Decision(authority="The commission", number="836", reason="ballots outside the station")
    annul(folder.open(), [Scope(station="0003")], decision, received=MORNING)
    act(folder, _application(), "apple")
    act(folder, _granted(), "apple", "pear")
    act(folder, step("0002", "opened", reason="the accounts differ"), "observers")
    act(folder, step("0102", "opened", application="17"), "apple")
    act(folder, step("0002", "paper-checked", reason="protocol and tape were looked at"), "apple", "pear")
    act(
        folder,
        step("0002", "decided", stands="hand", fields={"pear": "machine"}, reason=HOSTILE),
        "apple",
        "pear",
    )
    act(folder, step("0002", "dissent", reason="the bag was not sealed " + "x" * 200), "quince")
    act(folder, step("0002", "dissent", reason="Өзгөчө пикир: үч көчүрмө жок"), "observers")
    act(folder, step("0102", "disputed", reason="no tape"), "apple")
    return folder


def _refuse_copy(folder: ElectionFolder) -> None:
    state = folder.open()
    fact = RefusedCopyFact(
        schema=SCHEMA,
        received=MORNING,
        account="observer",
        holder="Observers of the town",
        station="0102",
        reason="the chair had left",
        claimed=MORNING,
    )
    folder.append(Chain(state).link([fact]), after=state.snapshot.size)


def _application() -> ApplicationFact:
    return ApplicationFact(
        schema=SCHEMA,
        received="",
        signatures=(),
        claimed=NOON,
        reason=HOSTILE,
        number="17",
        applicant="apple",
        contest="council",
        stations=("0102", "0101"),
    )


def _granted() -> ApplicationDecisionFact:
    return ApplicationDecisionFact(
        schema=SCHEMA,
        received="",
        signatures=(),
        claimed=NOON,
        reason="only one has two counts",
        number="17",
        granted=("0102",),
        declined=("0101",),
    )


__all__ = ["AFTERNOON", "EVENING", "HOSTILE", "NOON", "busy_group"]
