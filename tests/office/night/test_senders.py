"""A sender is heard by its token alone, and for what it speaks for alone."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.domain.election import Election
from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.night.limits import Buckets
from sverka.office.night.senders import (
    CurrentSenders,
    Sender,
    SenderEntry,
    Senders,
    add_sender,
    read_senders,
    remove_sender,
    senders_file,
)
from tests.office.night.handed import count
from tests.town import DEFINITION, MAYOR, town


@pytest.fixture
def election(tmp_path: Path) -> Election:
    """The town's election."""
    return town(tmp_path / "town", definition=DEFINITION + MAYOR).election


def entry(**said: object) -> SenderEntry:
    fields = {
        "token": "",
        "organisation": "Commission 7",
        "accounts": ("hand",),
        "stations": ("0001",),
        **said,
    }
    return SenderEntry(**fields)  # type: ignore[arg-type] # as a test likes it


def sender(election: Election, **said: object) -> Sender:
    (found,) = Senders({"north": entry(**said)}, election).by_hash.values()
    return found


def test_a_token_is_shown_once_and_only_its_hash_is_kept(tmp_path: Path, election: Election) -> None:
    file = tmp_path / "home" / "senders.toml"
    token = add_sender(file, "north", entry(), election)
    senders = Senders(read_senders(file), election)

    assert token not in file.read_text()
    assert (found := senders.of(token)) is not None
    assert found.name == "north"
    assert senders.of(token + "x") is None
    assert senders.of("") is None
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "said, account, station, area, refused",
    [
        ({}, "", "0001", "", False),
        ({}, "hand", "0001", "", False),
        ({}, "machine", "0001", "", True),
        ({}, "hand", "0002", "", True),
        ({"stations": "all"}, "hand", "0102", "", False),
        ({"stations": "all"}, "hand", "", "south", False),
        ({"stations": (), "areas": ("north",)}, "hand", "0003", "", False),
        ({"stations": (), "areas": ("north",)}, "hand", "0101", "", True),
        ({"stations": (), "areas": ("north",)}, "hand", "", "north", False),
        ({"stations": (), "areas": ("town",)}, "hand", "", "north", False),
        ({"stations": (), "areas": ("north",)}, "hand", "", "town", True),
        ({"accounts": ("observer@a", "observer@b")}, "observer@b", "0001", "", False),
        ({"accounts": ("observer@a", "observer@b")}, "observer", "0001", "", True),
        ({"accounts": ("observer@a", "observer@b")}, "", "0001", "", True),
        ({}, "hand", "9999", "", False),  # nobody's: it goes on to be refused as unknown, and kept
    ],
)
def test_it_speaks_for_its_own_places_and_accounts(
    election: Election, said: dict[str, object], account: str, station: str, area: str, refused: bool
) -> None:
    one, counted = sender(election, **said), count(station, account=account, area=area)

    def check() -> None:
        one.source_of(counted)
        one.check(counted)

    if refused:
        with pytest.raises(Refused, match="R507"):
            check()
    else:
        check()


@pytest.mark.parametrize(
    "name, said, place",
    [
        ("a\nb", {}, "name"),
        ("north", {"organisation": ""}, "--organisation"),
        ("north", {"accounts": ("tape",)}, "--account"),
        ("north", {"accounts": ()}, "--account"),
        ("north", {"stations": ("9999",)}, "--stations"),
        ("north", {"stations": ()}, "--stations"),
        ("north", {"areas": ("west",)}, "--area"),
        ("north", {"rate": 0}, "--rate"),
    ],
)
def test_a_sender_of_nothing_is_not_added(
    tmp_path: Path, election: Election, name: str, said: dict[str, object], place: str
) -> None:
    with pytest.raises(Fault) as raised:
        add_sender(tmp_path / "senders.toml", name, entry(**said), election)

    assert raised.value.place == place
    assert raised.value.cure


def test_who_is_added_or_removed_during_the_night_is_heard_or_is_not(
    tmp_path: Path, election: Election
) -> None:
    file, clock = tmp_path / "senders.toml", iter(range(100))
    current = CurrentSenders(file, lambda: election, clock=lambda: float(next(clock)))
    assert current.now().of("nobody") is None

    token = add_sender(file, "north", entry(), election)
    assert current.now().of(token) is not None

    file.write_text("north = [", "utf-8")
    assert current.now().of(token) is not None, "a file that cannot be read leaves those in force that were"
    assert current.faults

    file.unlink()
    other = add_sender(file, "south", entry(), election)
    remove_sender(file, "south")
    assert current.now().of(other) is None
    assert current.now().of(token) is None


def test_a_bucket_fills_again_by_the_minute() -> None:
    now = [0.0]
    buckets = Buckets(lambda: now[0])

    assert [buckets.take("a", 1, per_minute=3) for _ in range(4)] == [0, 0, 0, 20]
    assert buckets.take("b", 100, per_minute=3) == 0, "a full bucket gives any number once"
    now[0] = 20.0
    assert [bool(buckets.take(name, 1, per_minute=3)) for name in "aab"] == [False, True, True]


def test_the_command_adds_lists_and_removes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = town(tmp_path / "town").folder
    add = ["senders", "add", str(folder.path), "north", "--organisation", "Commission 7", "--account", "hand"]
    assert run([*add, "--area", "north", "--json"]) == 0
    token = json.loads(capsys.readouterr().out)["token"]
    assert run([*add, "--area", "north"]) == 2
    assert "R517" in capsys.readouterr().err
    assert run(["senders", "list", str(folder.path), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert run(["senders", "remove", str(folder.path), "north"]) == 0
    assert run(["senders", "remove", str(folder.path), "north"]) == 2

    assert token.startswith("sverka_")
    assert (listed["name"], listed["areas"], listed["rate"]) == ("north", ["north"], 600)
    assert read_senders(senders_file(ElectionFolder(folder.path).origin)) == {}
    assert os.environ["SVERKA_HOME"] in str(senders_file(folder.origin))
