"""What came in and did not go into the record, and must not be lost: it is kept for those who take counts in.

::

    night/ORIGIN/conflicts.jsonl      figures that contradict the record, one JSON object a line    (in Sverka's home)
    night/ORIGIN/unknown/HASH.json    counts of stations that the election does not have

Nothing here is public, and nothing of it counts: a conflict ends when the record says what was given, by a
correction with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.office.home import home
from sverka.office.night.incoming import Differs, Given, IncomingCount, Subject
from sverka.office.night.judging import differences
from sverka.office.night.latest import Known

CONFLICTS, UNKNOWN = "conflicts.jsonl", "unknown"
MOST_KEPT = 10_000  # of each: a sender that has lost its mind fills no disk


def night_folder(origin: str) -> Path:
    """Where the night of a record keeps what is for its operator alone."""
    return home() / "night" / origin.replace("/", "~")


class Conflict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Figures that a sender gave and that the record has otherwise; `index` is where the record's stand."""

    received: str
    sender: str
    account: str
    holder: str = ""
    count: IncomingCount
    differs: dict[str, Differs]
    index: int

    @property
    def subject(self) -> Subject:
        """What it is about."""
        source = Source(AccountId(self.account), self.holder)
        return Subject(self.count.contest, source, self.count.kind, self.count.unit)


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(Conflict).decode


@dataclass(slots=True)
class KeptBack:
    """The conflicts and the counts of unknown stations of one record."""

    folder: Path
    conflicts: dict[bytes, Conflict] = field(default_factory=dict)
    lost: int = 0  # that could not be kept: the disk, or too many

    @classmethod
    def of(cls, folder: Path) -> KeptBack:
        """What was kept before; a line that was cut off by the end of a process is left out."""
        self = cls(folder)
        with suppress(FileNotFoundError):
            for line in (folder / CONFLICTS).read_bytes().splitlines():
                with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                    conflict = _decode(line)
                    self.conflicts[_key(conflict)] = conflict
        return self

    def conflict(self, given: Given, differs: dict[str, Differs], index: int) -> None:
        """Keep a contradiction, each once however often it is sent."""
        conflict = Conflict(
            received=given.received,
            sender=given.sender,
            account=given.source.account,
            holder=given.source.holder,
            count=given.count,
            differs=differs,
            index=index,
        )
        if _key(conflict) not in self.conflicts and self._has_room(len(self.conflicts)):
            self.conflicts[_key(conflict)] = conflict
            self._append(_encode(conflict) + b"\n")

    def unknown(self, given: Given) -> None:
        """Keep a count of a station that the election does not have."""
        content = _encode(given)
        named = _encode([given.count, given.source, given.sender])  # not the time: each once
        file = self.folder / UNKNOWN / f"{hashlib.sha256(named).hexdigest()[:24]}.json"
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not file.exists() and self._has_room(self.unknown_stations):
                file.write_bytes(content)
        except OSError:
            self.lost += 1

    @property
    def unknown_stations(self) -> int:
        """How many counts of unknown stations are kept."""
        folder = self.folder / UNKNOWN
        return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0

    def open(self, known: Callable[[Subject], Known | None]) -> Iterator[Conflict]:
        """The conflicts in which the record still has other figures than were given."""
        return (
            each for each in list(self.conflicts.values()) if differences(each.count, known(each.subject))
        )

    def _append(self, line: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (self.folder / CONFLICTS).open("ab") as file:
                file.write(line)
        except OSError:
            self.lost += 1

    def _has_room(self, kept: int) -> bool:
        self.lost += kept >= MOST_KEPT
        return kept < MOST_KEPT


def _key(conflict: Conflict) -> bytes:
    return _encode([conflict.count, conflict.account, conflict.holder, conflict.sender])
