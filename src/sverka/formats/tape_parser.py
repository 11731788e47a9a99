"""The text of tapes -> tapes, strictly: every line that is not as `tape` writes it is named with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.tape import HEADER, MARK, TEXT, UNREAD, WORD, Tape, TapeRow, TapeVotes, checksum

MOST = 2**63 - 1  # a figure is an int64
HEAD = ("station", "contest", "device", "printed")
FIGURE = re.compile(r"\?|0|[1-9][0-9]*")
PLAIN = "Save it as UTF-8 without a mark, with LF line ends."


def parse_tapes(data: bytes, name: str) -> tuple[Tape, ...]:
    """The tapes in a text, or every line that is wrong."""
    return tuple(tape for _, tape in numbered_tapes(data, name))


def numbered_tapes(data: bytes, name: str) -> list[tuple[int, Tape]]:
    """The tapes in a text, each with the number of its first line."""
    lines = _lines(data, name)
    tapes: list[tuple[int, Tape]] = []
    faults: list[Fault] = []
    for start, end in _spans(lines):
        reader = _TapeReader(lines[start:end], start, name)
        tape = reader.tape()
        faults += reader.faults
        if tape is not None:
            tapes.append((start + 1, tape))
    refuse_all(faults, name)
    return tapes


def _lines(data: bytes, name: str) -> list[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault(
            "it is not UTF-8", place=_place(name, data.count(b"\n", 0, error.start)), cure=PLAIN
        ) from None
    if not text:
        raise Fault("the file is empty", place=name, cure=f"A tape begins with {quoted(HEADER)}.")
    for sign, word in (("\ufeff", "a byte-order mark"), ("\r", "a carriage return")):
        if sign in text:
            line = text.count("\n", 0, text.index(sign))
            raise Fault(f"the line has {word}", place=_place(name, line), cure=PLAIN)
    if not text.endswith("\n"):
        raise Fault(
            "the last line does not end", place=_place(name, text.count("\n")), cure="Copy the whole file."
        )
    return text.split("\n")[:-1]


def _place(name: str, line: int) -> str:
    """A line (from 0) as a person counts it."""
    return f"{name}, line {line + 1}"


def _spans(lines: list[str]) -> Iterator[tuple[int, int]]:
    """From where to where each tape reaches; whatever stands before the first header belongs to it."""
    starts = [at for at, line in enumerate(lines) if line == MARK or line.startswith(f"{MARK} ")]
    yield from zip([0, *starts[1:]] if starts else [0], [*starts[1:], len(lines)], strict=True)


class _TapeReader:
    """One tape, line by line: a wrong figure is noted and the next line read, a missing line ends it."""

    def __init__(self, lines: list[str], start: int, name: str) -> None:
        self.lines = lines
        self.start = start
        self.name = name
        self.at = 0
        self.faults: list[Fault] = []

    def tape(self) -> Tape | None:
        """The tape; None where there is a fault."""
        try:
            found = self._read()
        except Fault as fault:
            self.faults.append(fault)
        return None if self.faults else found

    def _read(self) -> Tape:
        self._header()
        station, contest, device, printed = (self._text(key) for key in HEAD)
        printed_at = self._time(printed)
        rows = tuple(self._rows())
        votes = tuple(self._votes())
        total = self._figure(self._rest("total"))
        self._end()
        return Tape(
            station=station,
            contest=contest,
            device=device,
            printed_at=printed_at,
            rows=rows,
            votes=votes,
            total=total,
        )

    def _header(self) -> None:
        line = self._next(HEADER)
        if line == HEADER:
            return
        if line.startswith(f"{MARK} "):
            raise self._fault(f"{quoted(line)} is a version that is not known here", f"Known here: {HEADER}.")
        raise self._fault(f"{quoted(line)} is no tape", f"A tape begins with {quoted(HEADER)}.")

    def _next(self, wanted: str) -> str:
        if self.at == len(self.lines):
            raise self._fault("the tape ends too early", f"The next line must be {quoted(wanted)}.", after=1)
        self.at += 1
        return self.lines[self.at - 1]

    def _rest(self, key: str) -> str:
        """What stands after a key and one space, on the line that must begin with it."""
        line = self._next(f"{key} …")
        word, _, rest = line.partition(" ")
        if word != key:
            raise self._fault(f"{quoted(line)} stands where {quoted(key)} must", "See docs/formats/tape.md.")
        return rest

    def _text(self, key: str) -> str:
        text = self._rest(key)
        if not TEXT.fullmatch(text):
            self._note(f"{quoted(text)} is no {key}", "Write one space, then the text, and nothing after it.")
        return text

    def _time(self, text: str) -> datetime:
        cure = "Write it as 2021-11-28T20:14:05+06:00, with the zone."
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            time = datetime.min  # noqa: DTZ901 - never used: the fault ends the tape
        if time.utcoffset() is None or time.isoformat(timespec="seconds") != text:
            self._note(f"{quoted(text)} is no time of printing", cure)
        return time

    def _figure(self, text: str) -> int | None:
        if not FIGURE.fullmatch(text) or (text != UNREAD and int(text) > MOST):
            cure = f"Write a whole number without zeros before it, or {UNREAD} where it cannot be read."
            self._note(f"{quoted(text)} is no figure", cure)
            return None
        return None if text == UNREAD else int(text)

    def _rows(self) -> Iterator[TapeRow]:
        seen: set[str] = set()
        while self._ahead("row"):
            words = self._rest("row").split(" ")
            if len(words) != 2 or not WORD.fullmatch(words[0]):
                self._note(f"{quoted(self.lines[self.at - 1])} is no row", "Write: row NUMBER FIGURE.")
                continue
            self._once(words[0], seen)
            yield TapeRow(words[0], self._figure(words[1]))

    def _votes(self) -> Iterator[TapeVotes]:
        seen: set[str] = set()
        while self._ahead("vote"):
            words = self._rest("vote").split(" ", 2)
            if len(words) != 3 or not WORD.fullmatch(words[0]) or not TEXT.fullmatch(words[2]):
                self._note(
                    f"{quoted(self.lines[self.at - 1])} is no line of votes",
                    "Write: vote NUMBER FIGURE NAME.",
                )
                continue
            self._once(words[0], seen)
            yield TapeVotes(words[0], self._figure(words[1]), words[2])

    def _ahead(self, key: str) -> bool:
        return self.at < len(self.lines) and self.lines[self.at].partition(" ")[0] == key

    def _once(self, number: str, seen: set[str]) -> None:
        if number in seen:
            self._note(f"{quoted(number)} stands on this tape twice", "Keep the line that is on the paper.")
        seen.add(number)

    def _end(self) -> None:
        told = self._rest("end")
        right = checksum("".join(f"{line}\n" for line in self.lines[: self.at - 1]).encode())
        if told != right:
            cure = f"Hold every line against the paper; when all are right, the last one is {quoted(f'end {right}')}."
            self._note(f"the check {quoted(told)} does not fit the lines above", cure)
        if self.at < len(self.lines):
            self.at += 1
            self._note(
                f"{quoted(self.lines[self.at - 1])} stands after the end",
                f"The next tape begins with {HEADER}.",
            )

    def _note(self, what: str, cure: str) -> None:
        self.faults.append(self._fault(what, cure))

    def _fault(self, what: str, cure: str, *, after: int = 0) -> Fault:
        """A fault at the line that was read last, or after it."""
        return Fault(what, place=_place(self.name, self.start + self.at - 1 + after), cure=cure)
