"""Who may hand counts in during the night, for which stations, and in whose name.

::

    [north-7]                              # night/ORIGIN/senders.toml in Sverka's home; never in the election folder
    token = "6ea6…"                        # SHA-256 of the token, which only its sender has
    organisation = "Commission 7"          # who a fact says entered it; never a person
    accounts = ["hand"]                    # account, or account@holder
    stations = ["0001", "0002"]            # stations, or areas = ["north"], or stations = "all"
    rate = 600                             # counts a minute
    may_correct = true                     # may change figures, with a reason; left out: may not
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec
import tomlkit

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.errors import Fault, Refused
from sverka.formats.nearest import nearest
from sverka.formats.spellings import spelled
from sverka.office.night.incoming import IncomingCount
from sverka.office.night.kept_back import night_folder

TOKEN_BYTES = 32
BEGINNING = "sverka_"  # so that a token is known for one wherever it turns up
USUAL_RATE = 600
LOOK_EVERY = 1.0  # seconds


class SenderEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sender as the file says it."""

    token: str
    organisation: str
    accounts: tuple[str, ...]
    role: str = ""
    stations: tuple[str, ...] | Literal["all"] = ()
    areas: tuple[str, ...] = ()
    rate: int = USUAL_RATE
    may_correct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A sender, and what it speaks for; `stations` and `areas` are None where that is all of them."""

    name: str
    entry: SenderEntry
    sources: tuple[Source, ...]
    stations: frozenset[str] | None
    areas: frozenset[str] | None
    places: frozenset[str]

    def source_of(self, count: IncomingCount) -> Source:
        """Whose count it is; refused where that is none of the sender's."""
        if not count.account and len(self.sources) == 1:
            return self.sources[0]
        source = Source.parse(count.account)
        if source not in self.sources:
            listed = ", ".join(map(str, self.sources))
            what = f"this sender does not speak for the account {count.account!r}"
            raise Refused("R507", what, cure=f"It speaks for: {listed}.")
        return source

    def check(self, count: IncomingCount) -> None:
        """Refuse a count of a place that the sender does not speak for.

        A station that the election does not have is nobody's: it goes on, to be refused as unknown, and kept.
        """
        if not self.speaks_for(count) and (count.area or count.station in self.places):
            what = f"this sender does not speak for {count.unit!r}"
            raise Refused(
                "R507", what, cure="Look at the station; who takes counts in can say for which it speaks."
            )

    def speaks_for(self, count: IncomingCount) -> bool:
        """Whether a count's place is one of the sender's."""
        scope = self.areas if count.area else self.stations
        return scope is None or count.unit in scope


class Senders:
    """All senders of a record, found by their tokens."""

    def __init__(self, entries: Mapping[str, SenderEntry], election: Election) -> None:
        places = frozenset(map(str, election.places.stations))
        within = _within({area for each in entries.values() for area in each.areas}, election)
        self.by_hash = {
            each.token: _sender(name, each, election, places, within) for name, each in entries.items()
        }

    def of(self, token: str) -> Sender | None:
        """Whose token it is; None if it is nobody's."""
        hashed = hash_of_token(token)
        found = self.by_hash.get(hashed)
        return found if found is not None and hmac.compare_digest(found.entry.token, hashed) else None


@dataclass(slots=True)
class CurrentSenders:
    """The senders as the file has them now: who is added or removed during the night is heard, or is not, at once.

    A file that cannot be read leaves those in force that were.
    """

    file: Path
    election: Callable[[], Election]
    clock: Callable[[], float] = time.monotonic
    faults: int = 0
    _looked_at: float = -LOOK_EVERY
    _seen: tuple[object, ...] = ()
    _senders: Senders | None = None

    def now(self) -> Senders:
        """The senders in force."""
        if self._senders is None or self.clock() - self._looked_at >= LOOK_EVERY:
            self._looked_at = self.clock()
            self._look()
        return self._senders or Senders({}, self.election())

    def _look(self) -> None:
        stat = self.file.stat() if self.file.exists() else None
        seen = (stat and (stat.st_mtime_ns, stat.st_size, stat.st_ino), self.election())
        if self._senders is not None and seen == self._seen:
            return
        try:
            self._senders, self._seen = Senders(read_senders(self.file), self.election()), seen
        except Fault:
            self.faults += 1


def senders_file(origin: str) -> Path:
    """Where the senders of a record stand."""
    return night_folder(origin) / "senders.toml"


def read_senders(file: Path) -> dict[str, SenderEntry]:
    """The senders in the file, by name; none where there is no file."""
    try:
        said = tomllib.loads(file.read_text("utf-8"))
        return msgspec.convert(said, dict[str, SenderEntry])
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        cure = "mend it by hand, or remove it and add the senders anew: `sverka senders add`"
        raise Fault(f"not a list of senders: {error}", place=str(file), cure=cure) from error


def add_sender(file: Path, name: str, entry: SenderEntry, election: Election) -> str:
    """Add a sender; gives its token, which is kept nowhere."""
    entries = read_senders(file)
    if name in entries:
        raise Refused(
            "R517", f"there is a sender {name!r}", cure="give another name, or remove that one first"
        )
    check_entry(name, entry, election)
    token = BEGINNING + secrets.token_urlsafe(TOKEN_BYTES)
    _write(file, entries | {name: msgspec.structs.replace(entry, token=hash_of_token(token))})
    return token


def remove_sender(file: Path, name: str) -> None:
    """Have a sender heard no more."""
    entries = read_senders(file)
    if name not in entries:
        cure = nearest(name, entries) if entries else "there is none"
        raise Refused("R517", f"there is no sender {name!r}", cure=cure)
    _write(file, {each: entry for each, entry in entries.items() if each != name})


def check_entry(name: str, entry: SenderEntry, election: Election) -> None:
    """Refuse a sender that speaks for nothing, or for what there is not."""
    if not name or spelled(name) != name.casefold() or not name.isprintable():
        raise Fault(f"{name!r} is no name", place="name", cure="use letters, digits and - only")
    if not entry.organisation:
        raise Fault(
            "whose counts will they be?", place="--organisation", cure="name the organisation, never a person"
        )
    accounts = [Source.parse(each).account for each in entry.accounts]
    _check_known(accounts, election.accounts, "account", "--account")
    _check_known(entry.areas, election.places.areas, "area", "--area")
    if entry.stations != "all" and not election.open_stations:
        _check_known(entry.stations, election.places.stations, "station", "--stations")
    if not entry.accounts:
        raise Fault(
            "which account do they speak for?", place="--account", cure=nearest("", election.accounts)
        )
    if not entry.stations and not entry.areas:
        raise Fault(
            "which stations do they speak for?", place="--stations", cure="give --stations, --area, or --all"
        )
    if entry.rate < 1:
        raise Fault(f"{entry.rate} counts a minute are none", place="--rate", cure="give 1 or more")


def hash_of_token(token: str) -> str:
    """What is kept of a token. It has 256 bits of chance, so that no salt is needed and nobody finds it again."""
    return hashlib.sha256(token.encode()).hexdigest()


def _sender(
    name: str, entry: SenderEntry, election: Election, places: frozenset[str], within: Mapping[str, set[str]]
) -> Sender:
    everything = entry.stations == "all"
    areas = frozenset(_below(entry.areas, election))
    stations = set(() if everything else entry.stations).union(*(within[area] for area in entry.areas))
    return Sender(
        name=name,
        entry=entry,
        sources=tuple(map(Source.parse, entry.accounts)),
        stations=None if everything else frozenset(stations),
        areas=None if everything else areas,
        places=places,
    )


def _within(areas: set[str], election: Election) -> dict[str, set[str]]:
    """The stations in some areas, all found in one pass."""
    within: dict[str, set[str]] = {area: set() for area in areas}
    for station in election.places.stations.values() if areas else ():
        for area in election.places.above(station.area):
            if area.id in within:
                within[area.id].add(station.id)
    return within


def _below(areas: Iterable[str], election: Election) -> Iterator[str]:
    for area in election.places.areas:
        if any(each.id in areas for each in election.places.above(area)):
            yield area


def _check_known(given: Iterable[str], known: Iterable[str], word: str, option: str) -> None:
    for each in given:
        if each not in known:
            raise Fault(f"there is no {word} {each!r}", place=option, cure=nearest(each, known))


def _write(file: Path, entries: Mapping[str, SenderEntry]) -> None:
    """Replace the file in one step, for the eyes of its owner alone."""
    said: dict[str, Any] = msgspec.to_builtins(entries)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(tomlkit.dumps(said))
    temporary.replace(file)
