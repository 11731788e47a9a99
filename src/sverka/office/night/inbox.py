"""The watched folder: what is put into it is taken in, and what cannot be taken in is said why.

::

    inbox/export-20.json            looked at when it has not changed for a while
    inbox/taken/export-19.json      in the record
    inbox/refused/export-18.json    not in the record
    inbox/refused/export-18.json.txt  what is wrong, where, and what helps

A file is moved after it is recorded. Between the two, a process may end: then it is read again, and known.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sverka.errors import Fault, SverkaError, fault_of
from sverka.office.delivery import document_of
from sverka.office.night.inbox_reading import given_by, refusal_text, why_refused
from sverka.office.night.inbox_rules import NIGHT, Rule, delivery_of, in_words_of_rules, read_rules
from sverka.office.night.intake import Intake
from sverka.office.take_in import reading_of

TAKEN, REFUSED = "taken", "refused"
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")  # what programs call a file that they still write
OWN = ("record", "evidence", "public")  # in the election folder
SETTLED = 2.0  # seconds without a change
MOST_BYTES = 256 * 2**20
SECONDS_TO_RECORD = 600.0

Seen = tuple[int, int]
"""Size and time of the last change."""


@dataclass(slots=True)
class Inbox:
    """The watched folder of an election; `clock` gives seconds, `now` the time as a fact writes it."""

    folder: Path
    intake: Intake
    clock: Callable[[], float]
    now: Callable[[], str]
    settled: float = SETTLED
    tell: Callable[[str, str], None] = lambda _name, _why: None  # of what cannot be taken in, once
    looks: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)  # what was put aside since the night began, and why
    stuck: dict[str, str] = field(
        default_factory=dict
    )  # what lies there and cannot be moved or recorded, and why
    _seen: dict[Path, tuple[Seen, float]] = field(default_factory=dict)
    _rules: tuple[Rule, ...] = ()

    def prepare(self) -> None:
        """Make the folders that are missing."""
        for each in (self.folder, self.folder / TAKEN, self.folder / REFUSED):
            each.mkdir(parents=True, exist_ok=True)

    @property
    def waiting(self) -> int:
        """How many files lie there and are not done with."""
        return len(self._seen)

    def look(self) -> None:
        """Look once through the folder, and take in what has settled."""
        try:
            self._look()
        finally:
            self.looks += 1

    def _look(self) -> None:
        found = dict(self._found())
        self._seen = {path: seen for path, seen in self._seen.items() if path in found}
        try:
            self._rules = read_rules(self.intake.folder.path)
        except SverkaError as error:  # nobody knows what the files are: they wait
            self._stick(NIGHT, str(error))
            return
        self.stuck.pop(NIGHT, None)
        for path, mode in found.items():
            try:
                self._look_at(path, mode)
            except OSError as error:  # gone meanwhile, or not for us
                self._stick(self._name(path), str(fault_of(error)))

    def _look_at(self, path: Path, mode: os.stat_result) -> None:
        if not stat.S_ISREG(mode.st_mode):
            self._refuse(path, "a link, a pipe or a device, and no file", cure="Put the file itself there.")
        elif self._has_settled(path, (mode.st_size, mode.st_mtime_ns)):
            self._take(path, mode.st_size)

    def _found(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Everything in the folder that is somebody else's, by its path; links are followed nowhere."""
        for here, folders, files in os.walk(self.folder, followlinks=False):
            place = Path(here)
            if place == self.folder:
                folders[:] = [each for each in folders if each not in (TAKEN, REFUSED)]
            folders[:] = [each for each in folders if not each.startswith(".")]
            links = [each for each in folders if (place / each).is_symlink()]
            for name in sorted([*files, *links]):
                if not name.startswith(".") and not name.lower().endswith(UNFINISHED):
                    with suppress(FileNotFoundError):
                        yield place / name, (place / name).lstat()

    def _has_settled(self, path: Path, seen: Seen) -> bool:
        before, since = self._seen.get(path, (None, 0.0))
        if before != seen:
            self._seen[path] = seen, self.clock()
            return False
        return self.clock() - since >= self.settled

    def _take(self, path: Path, size: int) -> None:
        if not 0 < size <= MOST_BYTES:
            cure = (
                "Give a file with counts in it."
                if not size
                else "Give it in parts, or take it in by hand: sverka add"
            )
            self._refuse(path, f"a file of {size} bytes; from 1 to {MOST_BYTES} are read", cure=cure)
            return
        try:
            why = self._recorded(path)
        except SverkaError as error:
            self._refuse(path, in_words_of_rules(str(error)))
            return
        if why is None:
            self._move(path, TAKEN)
        elif why:
            self._refuse(path, why)

    def _recorded(self, path: Path) -> str | None:
        """None where a file is in the record; why it is not; "" where the record cannot take it now."""
        name, election = self._name(path), self.intake.election
        delivery = delivery_of(
            name, _read(path), self._rules, folder=self.intake.folder.path, election=election
        )
        reading, received = reading_of(delivery, election), self.now()
        given = list(given_by(reading, delivery, received=received))
        document = document_of(delivery, received=received)
        asked = self.intake.take(given, document=document, evidence=delivery.content)
        answer = asked.result(SECONDS_TO_RECORD)
        failed = [each for each in answer.counts if each.code == "R515"]
        if failed:
            self._stick(name, failed[0].what)
            return ""
        self.stuck.pop(name, None)
        if not answer.counts:
            return "There is no count in it."
        return None if all(each.is_taken for each in answer.counts) else why_refused(answer)

    def _refuse(self, path: Path, why: str, *, cure: str = "") -> None:
        """Put a file aside, with a text that says why."""
        moved = self._move(path, REFUSED)
        if moved is not None:
            self.refused[self._name(path)] = why
            text = refusal_text(self._name(path), f"{why}\n  {cure}" if cure else why)
            moved.with_name(f"{moved.name}.txt").write_text(text, "utf-8")
            self.tell(self._name(moved), why)

    def _stick(self, name: str, why: str) -> None:
        """Remember what can be neither taken in nor moved, and tell it where it is news."""
        if self.stuck.get(name) != why:
            self.stuck[name] = why
            self.tell(name, why)

    def _move(self, path: Path, where: str) -> Path | None:
        """Move a file out of the way, beside those of the same name; None where it cannot be moved."""
        name = self._name(path)
        target = self.folder / where / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target = next(each for each in _names(target) if not os.path.lexists(each))
            path.rename(target)
        except OSError as error:
            self._stick(name, str(fault_of(error)))
            return None
        self._seen.pop(path, None)
        self.stuck.pop(name, None)
        self.outcomes[where] += 1
        return target

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def check_inbox(folder: Path, election: Path) -> None:
    """Refuse a folder whose files must stay where they are: the election's own, and those it publishes."""
    inbox, own = folder.resolve(), election.resolve()
    if inbox == own or inbox in own.parents or any(inbox.is_relative_to(own / each) for each in OWN):
        raise Fault(
            "the files in it are those of the election, and would be moved away",
            place=f"--inbox {folder}",
            cure=f"give a folder for counts alone, as {election / 'inbox'}",
        )


def _names(target: Path) -> Iterator[Path]:
    """A name, and names for when it is taken."""
    yield target
    for number in range(2, 10_000):
        yield target.with_name(f"{target.stem}.{number}{target.suffix}")


def _read(path: Path) -> bytes:
    """The bytes of a regular file; what was put in its place meanwhile is neither followed nor waited for."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Fault("no longer a file", place=str(path), cure="Put the file itself there.")
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Fault(f"more than {MOST_BYTES} bytes", place=str(path), cure="Give it in parts.")
    return content
