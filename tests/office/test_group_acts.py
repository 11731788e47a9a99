"""Acts of the group: signed, held against the rules, and written; or refused, and nothing has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sverka.errors import Refused
from sverka.office import founding
from sverka.office.folder import ElectionFolder
from sverka.office.founding import define
from sverka.office.group_acts import enter, group_state_of, linked
from sverka.record.group_facts import CaseFact
from sverka.record.signing import sign
from tests.group_town import AFTERNOON, KEYS, act, group_town, keys, step
from tests.town import files_of, town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town with its group."""
    return group_town(tmp_path / "town").folder


def refused(folder: ElectionFolder, signed: CaseFact) -> str:
    """The code with which a fact is refused; nothing has changed."""
    before = files_of(folder.path)
    with pytest.raises(Refused) as caught:
        enter(folder.open(), [signed], received=AFTERNOON)

    assert files_of(folder.path) == before
    return caught.value.code


def test_an_act_is_a_fact_with_the_names_of_those_who_signed_it(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened", reason="the accounts differ"), "observers")

    state = group_state_of(folder.open())
    assert not state.wrong
    (case,) = state.cases.acts
    assert [member.id for member in case.members] == ["observers"]


def test_an_act_names_the_one_before_it_of_its_subject(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "observers")
    act(folder, step("0002", "paper-checked", reason="the protocol"), "apple")

    first, second = group_state_of(folder.open()).cases.acts
    assert second.fact.supersedes == first.sha256


def test_a_key_of_nobody_is_refused(folder: ElectionFolder) -> None:
    assert refused(folder, sign(step("0002", "opened"), "town-2026-05-17", keys("stranger"))) == "R402"


def test_one_signature_of_a_stranger_spoils_the_others(folder: ElectionFolder) -> None:
    fact = sign(step("0002", "opened"), "town-2026-05-17", keys("apple", "stranger"))

    assert refused(folder, fact) == "R402"


def test_a_revoked_key_is_refused(tmp_path: Path) -> None:
    folder = group_town(tmp_path / "town", revoked="apple").folder

    assert refused(folder, sign(step("0002", "opened"), "town-2026-05-17", keys("apple"))) == "R403"


def test_what_was_changed_after_it_was_signed_is_refused(folder: ElectionFolder) -> None:
    fact = sign(step("0002", "opened", reason="a"), "town-2026-05-17", keys("apple"))

    assert refused(folder, replace(fact, reason="b")) == "R404"


def test_a_signature_for_another_election_is_refused(folder: ElectionFolder) -> None:
    assert refused(folder, sign(step("0002", "opened"), "town-2022", keys("apple"))) == "R404"


def test_no_signature_at_all_is_refused(folder: ElectionFolder) -> None:
    assert refused(folder, step("0002", "opened")) == "R401"


def test_what_was_signed_before_something_else_happened_is_refused(folder: ElectionFolder) -> None:
    (seen,) = linked(folder.open(), [step("0002", "opened")])
    act(folder, step("0002", "opened", reason="another was faster"), "observers")

    assert refused(folder, sign(seen, "town-2026-05-17", [KEYS["apple"]])) == "R407"


def test_without_a_group_nobody_acts(tmp_path: Path) -> None:
    folder = town(tmp_path / "town").folder

    assert refused(folder, sign(step("0002", "opened"), "town-2026-05-17", keys("apple"))) == "R406"


def test_lines_of_signatures_joined_into_one_are_refused(folder: ElectionFolder) -> None:
    fact = sign(step("0002", "opened"), "town-2026-05-17", keys("apple", "pear"))

    assert refused(folder, replace(fact, signatures=("\n".join(fact.signatures),))) == "R401"


def test_one_key_given_twice_is_refused(folder: ElectionFolder) -> None:
    before = files_of(folder.path)
    with pytest.raises(Refused) as caught:
        act(folder, step("0002", "opened"), "apple", "apple")

    assert caught.value.code == "R401"
    assert files_of(folder.path) == before


def test_an_election_keeps_its_id_and_so_its_signatures_hold(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "observers")
    path = folder.path / "election.toml"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"town-2026-05-17", b"town-2027"))
    with pytest.raises(Refused) as caught:
        define(folder, reason="another id", received=lambda _: AFTERNOON)

    assert caught.value.code == "R478"
    path.write_bytes(before)
    assert not group_state_of(folder.open()).wrong


def test_a_definition_of_another_id_that_is_in_a_record_spoils_no_act_before_it(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(folder, step("0002", "opened"), "observers")
    monkeypatch.setattr(founding, "_check_same_election", lambda *_: None)
    path = folder.path / "election.toml"
    path.write_bytes(path.read_bytes().replace(b"town-2026-05-17", b"town-2027"))
    define(folder, reason="another id", received=lambda _: AFTERNOON)
    state = folder.open()

    assert not group_state_of(state).wrong
    assert refused(folder, sign(step("0102", "opened"), "town-2026-05-17", keys("apple"))) == "R404"
