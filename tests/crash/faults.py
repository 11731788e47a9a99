"""Every way in which writing fails, through the command line: one message, nothing lost, and the next run succeeds."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.home import lock_database
from sverka.record.facts import CountFact, parse_fact
from tests.crash.failing import ERRORS, KINDS, failing, moments_of
from tests.record.power_losses import folder_in_memory
from tests.town import DEFINITION, HAND, MACHINE, STATIONS

ADDED = ("evidence", "bundle", "tile", "lock", "checkpoint")
MADE = ("key", "paper", *ADDED)
CASES = tuple(
    (command, kind, moment, error)
    for command, kinds in (("add", ADDED), ("new", MADE))
    for kind in kinds
    for moment in moments_of(kind)
    for error in ERRORS
)


@dataclass(frozen=True)
class Here:
    """A folder with a town that has one table, its home, and another table to take in."""

    path: Path

    def prepare(self) -> None:
        """Make it."""
        os.environ["SVERKA_HOME"] = str(self.path / "home")
        for name, content in {"town.toml": DEFINITION, "stations.csv": STATIONS, "hand.csv": HAND}.items():
            (self.path / name).write_text(content, "utf-8")
        (self.path / "machine.csv").write_text(MACHINE, "utf-8")
        (self.path / "observer.csv").write_text("station,apple\n0001,7\n", "utf-8")
        assert self.new()[0] == 0
        assert self.add("machine")[0] == 0

    def command(self, *arguments: str, hour: int = 9) -> tuple[int, str]:
        """Run one; gives its exit code and what it said."""
        words, kind = io.StringIO(), arguments[0]
        options = {
            "new": ["--definition", self.file("town.toml"), "--stations", self.file("stations.csv")],
            "add": ["--received", f"2026-05-18T{hour:02}:00:00+06:00"],
        }
        with contextlib.redirect_stderr(words), contextlib.redirect_stdout(io.StringIO()):
            code = run([*arguments, *options.get(kind, [])])
        return code, words.getvalue()

    def file(self, name: str) -> str:
        """Where a file lies."""
        return str(self.path / name)

    def new(self, folder: str = "e") -> tuple[int, str]:
        """Make a folder."""
        return self.command("new", self.file(folder))

    def add(self, account: str, *, hour: int = 9) -> tuple[int, str]:
        """Take a table in."""
        return self.command(
            "add", self.file("e"), self.file(f"{account}.csv"), "--account", account, hour=hour
        )

    def entries(self, folder: str = "e") -> list[bytes]:
        """The record."""
        return list(ElectionFolder(self.path / folder).store.entries())


def troubles(here: Here, command: str, kind: str, moment: str, error: int) -> Iterator[str]:
    """What is not as it should be when a command fails and is run again."""
    folder = "e" if command == "add" else "another"
    before = here.entries()
    with failing(kind, moment, error):
        code, words = here.add("hand") if command == "add" else here.new(folder)
    yield from _of_the_message(code, words, kind)
    if here.entries()[: len(before)] != before:
        yield "an entry lost"
    code, words = here.add("hand", hour=10) if command == "add" else here.new(folder)
    if code:
        yield f"the next run ends with {code}: {words}"
    yield from _of_the_folder(here, folder, tables=2 if command == "add" else 0)


def _of_the_message(code: int, words: str, kind: str) -> Iterator[str]:
    if code != 2:
        yield f"exit code {code}"
    if "Traceback" in words or "crashed" in words or words.count("\n") != 2:
        yield f"no clear message: {words}"
    place = (
        "/entries/"
        if kind == "bundle"
        else "/tile/"
        if kind == "tile"
        else KINDS[kind].strip("\\/").split("/")[0]
    )
    if kind != "paper" and place.replace("\\", "") not in words:
        yield f"no place: {words}"


def _of_the_folder(here: Here, folder: str, *, tables: int) -> Iterator[str]:
    path = here.path / folder
    entries = here.entries(folder)
    counts = [fact for fact in map(parse_fact, entries) if isinstance(fact, CountFact)]
    stations = Counter((fact.account, fact.station) for fact in counts)
    if len(set(entries)) != len(entries) or any(number > 1 for number in stations.values()):
        yield "an entry twice"
    if len({fact.account for fact in counts}) != tables:
        yield "a table lost"
    for each in fsck(path, lock=lock_database()).defects:
        if not each.harmless:
            yield f"{each.code.value} {each.file}"


def fault_matrix(cases: tuple[tuple[str, str, str, int], ...]) -> Counter[str]:
    """Fail in each of these ways; gives how often what was seen."""
    found = Counter({"ways to fail": len(cases), "wrong": 0})
    with folder_in_memory() as template, kept_home():
        Here(template).prepare()
        for case in cases:
            with folder_in_memory() as path:
                shutil.copytree(template, path, dirs_exist_ok=True)
                os.environ["SVERKA_HOME"] = str(path / "home")
                for trouble in troubles(Here(path), *case):
                    found.update(["wrong", f"wrong: {case}: {trouble}"])
    return found


@contextlib.contextmanager
def kept_home() -> Iterator[None]:
    """Give Sverka its home back afterwards."""
    before = os.environ.get("SVERKA_HOME")
    try:
        yield
    finally:
        if before is not None:
            os.environ["SVERKA_HOME"] = before
