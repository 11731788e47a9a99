"""Keys of members come and go by new versions of the definition, which keeps its look."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.enrolment import enrol, member_key_given, revoke
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of
from sverka.tlog.keys import COSIGNATURE, ED25519, format_skey, format_vkey, new_signer
from tests.group_town import KEYS, act, group_town, step
from tests.town import DEFINITION, files_of, town

SECOND = new_signer("apple-2", ED25519, bytes(range(32)))
VKEY = format_vkey(SECOND.verifier)


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    return group_town(tmp_path / "town").folder


def clock(_: str) -> str:
    return "2026-05-20T09:00:00+06:00"


def enrolled(folder: ElectionFolder, member: str = "apple", vkey: str = VKEY) -> bool:
    return enrol(folder, member, member_key_given(vkey), reason="a second machine", received=clock)


def revoked(folder: ElectionFolder, given: str = VKEY) -> bool:
    return revoke(folder, given, reason="lost", received=clock)


def test_a_key_signs_from_its_enrolment_on_and_what_came_before_stands(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "apple")
    assert enrolled(folder)

    group = folder.open().election.group
    assert group is not None
    assert group.members["apple"].keys == (format_vkey(KEYS["apple"].verifier), VKEY)  # type: ignore[index]
    assert not group_state_of(folder.open()).wrong


def test_a_revoked_key_signs_no_more_and_what_it_signed_stands(folder: ElectionFolder) -> None:
    act(folder, step("0002", "opened"), "apple")
    assert revoked(folder, format_vkey(KEYS["apple"].verifier))

    with pytest.raises(Refused) as caught:
        act(folder, step("0102", "opened"), "apple")
    assert caught.value.code == "R403"
    assert not group_state_of(folder.open()).wrong


def test_only_the_lines_of_the_member_change(folder: ElectionFolder) -> None:
    before = (folder.path / "election.toml").read_text()
    enrolled(folder)
    revoked(folder)
    after = (folder.path / "election.toml").read_text()

    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        f'revoked = [{{key = "{VKEY}", reason = "lost"}}]'
    ]


def test_comments_and_line_ends_of_the_file_stay(tmp_path: Path) -> None:
    folder = group_town(tmp_path / "town").folder
    path = folder.path / "election.toml"
    path.write_bytes(path.read_bytes().replace(b"[group]\n", b"[group]   # the group of 2026\r\n"))
    from sverka.office.founding import define

    define(folder, reason="a comment", received=clock)
    enrolled(folder)

    assert b"[group]   # the group of 2026\r\n" in path.read_bytes()


def test_the_same_key_twice_changes_nothing(folder: ElectionFolder) -> None:
    enrolled(folder)
    before = files_of(folder.path)

    assert not enrolled(folder)
    assert files_of(folder.path) == before


def test_a_key_of_another_member_is_refused(folder: ElectionFolder) -> None:
    before = files_of(folder.path)
    with pytest.raises(Refused) as caught:
        enrolled(folder, "apple", format_vkey(KEYS["pear"].verifier))

    assert caught.value.code == "R408"
    assert files_of(folder.path) == before


def test_a_key_of_another_member_under_another_name_is_refused_too(folder: ElectionFolder) -> None:
    same = new_signer("apple-3", ED25519, KEYS["pear"].seed)
    with pytest.raises(Refused) as caught:
        enrolled(folder, "apple", format_vkey(same.verifier))

    assert caught.value.code == "R408"


def test_a_key_that_was_revoked_never_comes_back(folder: ElectionFolder) -> None:
    enrolled(folder)
    revoked(folder)
    with pytest.raises(Refused) as caught:
        enrolled(folder)

    assert caught.value.code == "R408"
    assert not revoked(folder)


def test_an_unknown_member_is_refused_with_those_there_are(folder: ElectionFolder) -> None:
    with pytest.raises(Refused) as caught:
        enrolled(folder, "plum")

    assert caught.value.code == "R409"
    assert "apple, pear" in caught.value.cure


def test_a_key_is_revoked_by_its_name_and_id(folder: ElectionFolder) -> None:
    enrolled(folder)

    assert revoked(folder, f"apple-2+{SECOND.verifier.key_id:08x}")


def test_a_key_of_nobody_cannot_be_revoked(folder: ElectionFolder) -> None:
    with pytest.raises(Refused) as caught:
        revoked(folder)

    assert caught.value.code == "R477"


def test_without_a_group_nobody_is_enrolled(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        enrolled(town(tmp_path / "town", definition=DEFINITION).folder)

    assert caught.value.code == "R406"


def test_other_changes_of_the_file_are_not_recorded_along(folder: ElectionFolder) -> None:
    path = folder.path / "election.toml"
    path.write_text(path.read_text().replace("parties_needed = 2", "") + "\n# edited\n")
    before = files_of(folder.path)

    with pytest.raises(Fault, match="not the file that the record names"):
        enrolled(folder)
    assert files_of(folder.path) == before


@pytest.mark.parametrize(
    "given",
    [
        "apple",
        format_skey(SECOND),
        format_vkey(new_signer("w", COSIGNATURE, bytes(32)).verifier),
        VKEY.replace("apple-2", "apple-3"),
        "",
    ],
)
def test_what_is_no_public_key_of_a_member_is_refused_and_never_shown_whole(given: str) -> None:
    with pytest.raises(Fault) as caught:
        member_key_given(given)

    assert SECOND.seed.hex() not in str(caught.value)
    assert format_skey(SECOND) not in str(caught.value)
