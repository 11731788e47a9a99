"""A town's folder is made, and tables come in with their files, on a machine that loses its power."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sverka.errors import Refused, SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.home import lock_database
from tests.crash.faults import kept_home
from tests.record.power import Luck, Machine, lucks
from tests.record.power_losses import folder_in_memory
from tests.town import HAND, MACHINE, add, town


@dataclass
class Town:
    """The town, how many facts of it were acknowledged, and what was seen without power."""

    machine: Machine
    seed: int
    parts: int
    every: int
    acknowledged: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def run(self, path: Path) -> None:
        """Make the folder, and take two tables in."""
        os.environ["SVERKA_HOME"] = str(self.machine.root / "home")
        with self.machine.running():
            folder = town(path).folder
            self.acknowledged = 1
            for table, account in ((MACHINE, "machine"), (HAND, "hand")):
                add(folder, table, account)
                self.acknowledged = folder.store.size

    def lose_power(self, machine: Machine) -> None:
        """Look at what there would be if the power went now."""
        if (machine.steps + self.seed) % self.every:
            return
        home = os.environ["SVERKA_HOME"]
        for luck in lucks(self.seed + machine.steps, self.parts):
            with folder_in_memory() as folder:
                machine.restore(folder / "m", luck)
                os.environ["SVERKA_HOME"] = str(folder / "m" / "home")
                self.found.update(self._outcomes(ElectionFolder(folder / "m" / "office" / "e"), luck))
        os.environ["SVERKA_HOME"] = home

    def _outcomes(self, folder: ElectionFolder, luck: Luck) -> Iterator[str]:
        yield "power losses of a town"
        try:
            if not self.acknowledged and not (folder.path / "record").exists():
                yield _made_again(folder)
            else:
                yield from self._opened(folder)
        except (SverkaError, OSError, AssertionError) as error:
            yield f"wrong: after step {self.machine.steps}, {luck.share} kept: {error}"
            yield "wrong"

    def _opened(self, folder: ElectionFolder) -> Iterator[str]:
        """The folder as the next command has it: everything acknowledged is there, and it goes on."""
        size = folder.open().snapshot.size
        if size < self.acknowledged:
            yield f"wrong: {size} facts of {self.acknowledged}"
            yield "wrong"
        add(folder, "station,apple\n0001,7\n", "observer", holder="one more")
        for each in fsck(folder.path, lock=lock_database()).defects:
            if not each.harmless:
                yield f"wrong: {each.code.value} {each.file}"
                yield "wrong"
        yield "a town whole"


def _made_again(folder: ElectionFolder) -> str:
    """What was never acknowledged is made anew, in a new folder where this one is half filled."""
    try:
        town(folder.path)
    except Refused as refused:
        if refused.code != "R101":
            raise
        return "a folder half filled, refused"
    return "made again"


def town_losses(seed: int, *, parts: int, empty: bool, every: int = 1) -> Counter[str]:
    """Lose power after each step, or after one of so many.

    `empty` : the town is made in an empty folder that is there already
    """
    with folder_in_memory() as root, kept_home():
        here = Town(Machine(root), seed, parts, every)
        here.machine.after = here.lose_power
        path = root / "office" / "e"
        if empty:
            path.mkdir(parents=True)
        here.run(path)
    return here.found
