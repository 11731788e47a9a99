"""The power goes while a folder is made and facts come with files: what was acknowledged is there, with its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.errors import Refused, SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.home import lock_database
from tests.record.power import Machine, lucks
from tests.record.power_losses import folder_in_memory
from tests.town import HAND, MACHINE, add, town


class Town:
    """A town whose counts come in on a machine that loses its power after each step."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, *, empty: bool) -> None:
        self.machine = Machine(root, after=self.lose_power)
        self.monkeypatch, self.path, self.empty = monkeypatch, root / "office" / "e", empty
        self.acknowledged, self.losses, self.whole = 0, 0, 0

    def run(self) -> None:
        """Make the folder, and take two tables in."""
        self.monkeypatch.setenv("SVERKA_HOME", str(self.machine.root / "home"))
        if self.empty:
            self.path.mkdir(parents=True)
        with self.machine.running():
            folder = town(self.path).folder
            self.acknowledged = 1
            for table, account in ((MACHINE, "machine"), (HAND, "hand")):
                add(folder, table, account)
                self.acknowledged = folder.store.size

    def lose_power(self, machine: Machine) -> None:
        """Look at what there would be if the power went now."""
        home, steps = str(machine.root / "home"), machine.steps
        for luck in lucks(steps, 1):
            with folder_in_memory() as folder:
                machine.restore(folder / "m", luck)
                self.monkeypatch.setenv("SVERKA_HOME", str(folder / "m" / "home"))
                try:
                    self._check(ElectionFolder(folder / "m" / "office" / "e"))
                finally:
                    self.monkeypatch.setenv("SVERKA_HOME", home)

    def _check(self, folder: ElectionFolder) -> None:
        self.losses += 1
        if not self.acknowledged and not (folder.path / "record").exists():
            _make_again(folder)
            return
        self.whole += 1
        assert folder.open().snapshot.size >= self.acknowledged
        folder.sequencer()  # as the next writer opens it; it finishes what was signed
        assert folder.store.size >= self.acknowledged
        add(folder, "station,apple\n0001,7\n", "observer", holder="one more")
        verified = fsck(folder.path, lock=lock_database())
        assert verified.sound, verified.defects


def _make_again(folder: ElectionFolder) -> None:
    """What was never acknowledged can be made anew, in a new folder where this one is half filled."""
    try:
        town(folder.path)
    except Refused as refused:
        assert refused.code == "R101"  # noqa: PT017 - either is right


@pytest.mark.parametrize("empty", [False, True], ids=["no folder", "an empty folder"])
def test_after_every_step_of_a_town_what_was_acknowledged_is_there_with_its_files(
    monkeypatch: pytest.MonkeyPatch, empty: bool
) -> None:
    with folder_in_memory() as root:
        here = Town(root, monkeypatch, empty=empty)
        try:
            here.run()
        except SverkaError as error:
            raise AssertionError(f"after step {here.machine.steps}: {error}") from error

    assert here.losses > 200
    assert here.whole > 50
