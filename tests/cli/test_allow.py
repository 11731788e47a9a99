"""`sverka allow` as two operators run it: after a stop, for the falls that it names, with a key each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.member_keys import new_member_key
from sverka.tlog.keys import format_vkey
from tests.town import DEFINITION, MACHINE, add, town

FALL, OTHER_FALL = (f"council/machine/north/selections/{each}" for each in ("apple", "pear"))
NORTH = "data/areas/north.json"
WHY = "the page of the evening showed votes that no count has"


class Stopped:
    """The town after a night that was stopped: its page shows more votes than the record has."""

    def __init__(self, path: Path) -> None:
        self.keys = {name: path / f"{name}.key" for name in ("operations", "audit", "stranger")}
        vkeys = {name: format_vkey(new_member_key(name, file).verifier) for name, file in self.keys.items()}
        operators = "".join(
            f'\n[[operators]]\nid = "{name}"\norganisation = "{name}"\nkeys = ["{vkeys[name]}"]\n'
            for name in ("operations", "audit")
        )
        self.folder = town(path / "e", definition=DEFINITION + operators).folder
        header, first, *rest = MACHINE.splitlines(keepends=True)
        add(self.folder, header + first)
        self.night()
        self.show_more()
        add(self.folder, header + "".join(rest))

    def night(self) -> int:
        """Publish once, as a command does."""
        return run(["night", str(self.folder.path), "--once", "--language", "en"])

    def show_more(self) -> None:
        """Let the published figures be higher than any count says, as one that was edited by hand is."""
        file = self.folder.public / NORTH
        shown = json.loads(file.read_bytes())
        for selection in ("apple", "pear"):
            shown["contests"]["council"]["totals"]["machine"]["selections"][selection] += 10_000
        file.write_text(json.dumps(shown))

    def allow(self, *keys: str, falls: Sequence[str] = (), reason: str = WHY) -> int:
        """Have operators sign."""
        named = [part for place in falls for part in ("--falls", place)]
        given = [part for key in keys for part in ("--key", str(self.keys[key]))]
        return run(["allow", str(self.folder.path), "--reason", reason, "--json", *given, *named])


@pytest.fixture
def stopped(tmp_path: Path) -> Stopped:
    """A night that the gate stopped, for two falls."""
    there = Stopped(tmp_path)
    assert there.night() == 1
    return there


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    """One for all whom nothing is allowed, since nothing of what they do may change it."""
    there = Stopped(tmp_path_factory.mktemp("untouched"))
    assert there.night() == 1
    (there.keys["audit"].parent / "torn.key").write_text("hello\n")
    (there.keys["audit"].parent / "torn.key").chmod(0o600)
    there.keys["torn"] = there.keys["audit"].parent / "torn.key"
    return there


def test_two_operators_let_the_falls_of_a_stop_be_published(
    stopped: Stopped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stopped.allow("operations", "audit") == 0
    assert json.loads(capsys.readouterr().out)["signed"] == ["operations", "audit"]
    assert stopped.night() == 0

    page = (stopped.folder.public / "en" / "corrections.html").read_text("utf-8")
    assert WHY in page
    assert FALL in page


def test_a_fall_that_was_not_allowed_stops_the_next_publication(
    stopped: Stopped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stopped.allow("operations", "audit", falls=[FALL]) == 0
    assert stopped.night() == 1

    said = capsys.readouterr().err
    assert OTHER_FALL in said
    assert FALL not in said


@pytest.mark.parametrize(
    "keys, falls, reason, said",
    [
        (("operations",), (), WHY, "R535"),
        (("operations", "operations"), (), WHY, "R531"),
        (("operations", "stranger"), (), WHY, "R532"),
        (("operations", "audit"), ("council/machine/north/selections/quince",), WHY, "R537"),
        (("operations", "audit"), (), " ", "no reason is given"),
    ],
    ids=["one operator", "one key twice", "a stranger", "a place that is not named", "no reason"],
)
def test_what_is_not_signed_as_it_must_be_is_refused_and_changes_nothing(
    untouched: Stopped,
    capsys: pytest.CaptureFixture[str],
    keys: tuple[str, ...],
    falls: tuple[str, ...],
    reason: str,
    said: str,
) -> None:
    before = untouched.folder.store.size

    assert untouched.allow(*keys, falls=falls, reason=reason) == 2
    assert said in capsys.readouterr().err
    assert untouched.folder.store.size == before


def test_a_place_that_the_stop_does_not_name_is_answered_with_those_that_it_names(
    untouched: Stopped, capsys: pytest.CaptureFixture[str]
) -> None:
    untouched.allow("operations", "audit", falls=["council/machine/north/selections/quince"])

    assert f"it names: {FALL}, {OTHER_FALL}" in capsys.readouterr().err


def test_a_file_that_is_no_key_is_spoken_of_as_an_operators(
    untouched: Stopped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert untouched.allow("operations", "torn") == 2
    assert "not a key of an operator" in capsys.readouterr().err


def test_where_nothing_is_stopped_there_is_nothing_to_allow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder: ElectionFolder = town(tmp_path / "e").folder
    new_member_key("operations", tmp_path / "o.key")

    assert run(["allow", str(folder.path), "--reason", WHY, "--key", str(tmp_path / "o.key")]) == 2
    assert "R536" in capsys.readouterr().err
