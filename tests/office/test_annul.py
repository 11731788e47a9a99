"""Annulments: events that delete nothing and can be reversed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.annul import Decision, annul, reinstate, scopes_of
from sverka.office.folder import ElectionFolder
from sverka.record.facts import AnnulmentFact, Scope, parse_fact
from tests.town import MACHINE, MORNING, add, files_of, town

DECISION = Decision(authority="CEC", number="836", reason="the box was open", decided="2026-05-20")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


def scopes(*stations: str, **more: str) -> list[Scope]:
    given = {"area": "", "contest": "", "selection": "", "box": "", **more}
    return scopes_of(list(stations), **given)


def in_force(folder: ElectionFolder) -> list[Scope]:
    return [fact.scope for fact in folder.open().snapshot.annulments.values()]


def test_an_annulment_is_a_fact_with_its_authority(folder: ElectionFolder) -> None:
    assert annul(folder.open(), scopes("0001", "0002", "0001"), DECISION, received=MORNING) == 2
    fact = parse_fact(folder.store.entry(6))

    assert isinstance(fact, AnnulmentFact)
    assert (fact.scope, fact.authority, fact.number) == (Scope(station="0001"), "CEC", "836")
    assert (fact.reason, fact.claimed) == ("the box was open", "2026-05-20")
    assert in_force(folder) == [Scope(station="0001"), Scope(station="0002")]


def test_annulled_twice_is_annulled_once(folder: ElectionFolder, tmp_path: Path) -> None:
    annul(folder.open(), scopes("0001"), DECISION, received=MORNING)
    before = files_of(tmp_path)

    assert annul(folder.open(), scopes("0001"), DECISION, received=MORNING) == 0
    assert files_of(tmp_path) == before


def test_a_reinstatement_reverses_its_scope_and_no_other(folder: ElectionFolder) -> None:
    annul(folder.open(), scopes("0001"), DECISION, received=MORNING)
    annul(folder.open(), scopes("0001", box="mobile"), DECISION, received=MORNING)
    annul(folder.open(), scopes(area="north"), DECISION, received=MORNING)
    reinstate(folder.open(), scopes("0001"), DECISION, received=MORNING)

    assert in_force(folder) == [Scope(station="0001", box="mobile"), Scope(area="north")]


def test_what_is_not_annulled_cannot_be_reinstated(folder: ElectionFolder, tmp_path: Path) -> None:
    annul(folder.open(), scopes("0001"), DECISION, received=MORNING)
    before = files_of(tmp_path)

    with pytest.raises(Refused, match="0002 is not annulled") as raised:
        reinstate(folder.open(), scopes("0001", "0002"), DECISION, received=MORNING)
    assert raised.value.code == "R102"
    assert files_of(tmp_path) == before


WRONG: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "nothing": ((), {}, "nothing to annul"),
    "only a selection": ((), {"selection": "apple"}, "nothing to annul"),
    "a station and an area": (("0001",), {"area": "north"}, "two things"),
    "a box of an area": ((), {"area": "north", "box": "mobile"}, "a box is of a station"),
    "a station nobody knows": (("9999",), {}, "no station '9999'"),
    "an area nobody knows": ((), {"area": "west"}, "no area 'west'"),
    "a contest nobody knows": (("0001",), {"contest": "king"}, "no contest 'king'"),
    "a selection nobody knows": ((), {"contest": "council", "selection": "fig"}, "no selection 'fig'"),
    "a selection of no contest": (("0001",), {"selection": "apple"}, "no selection 'apple'"),
}


@pytest.mark.parametrize("stations, more, says", WRONG.values(), ids=WRONG)
def test_what_cannot_be_annulled_is_named(
    folder: ElectionFolder, tmp_path: Path, stations: tuple[str, ...], more: dict[str, str], says: str
) -> None:
    before = files_of(tmp_path)

    with pytest.raises(Fault, match=says):
        annul(folder.open(), scopes(*stations, **more), DECISION, received=MORNING)
    assert files_of(tmp_path) == before
