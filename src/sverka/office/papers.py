"""The files that say what an election is, before the first ballot is counted.

::

    election.toml    the definition
    stations.csv     the station table (where the stations are not met in the counts)
    aliases.csv      what foreign systems call the stations, as someone reviewed it (may be missing)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.formats.definition import parse_definition
from sverka.formats.stations import read_stations
from sverka.record.evidence import Evidence
from sverka.record.facts import DefinitionFact, hash_of

DEFINITION = "election.toml"
STATIONS = "stations.csv"
ALIASES = "aliases.csv"


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The content of the files; nothing stands for a file that there is not.

    `names` : what a person called them, for messages, where that is not our own name
    """

    definition: bytes
    stations: bytes = b""
    aliases: bytes = b""
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def in_folder(cls, folder: Path) -> Papers:
        """As they lie in an election folder now."""
        contents = [_read(folder / name) for name in (DEFINITION, STATIONS, ALIASES)]
        names = {name: str(folder / name) for name in (DEFINITION, STATIONS, ALIASES)}
        return cls(definition=contents[0], stations=contents[1], aliases=contents[2], names=names)

    @classmethod
    def recorded(cls, fact: DefinitionFact, evidence: Evidence) -> Papers:
        """As a fact of the record names them."""
        return cls.named((fact.definition, fact.stations, fact.aliases), evidence)

    @classmethod
    def named(cls, hashes: tuple[str, str, str], evidence: Evidence) -> Papers:
        """As their hashes name them; "" for one that there is not."""
        definition, stations, aliases = (evidence.get(each) if each else b"" for each in hashes)
        return cls(definition=definition, stations=stations, aliases=aliases)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file that there is."""
        contents = ((DEFINITION, self.definition), (STATIONS, self.stations), (ALIASES, self.aliases))
        return ((name, content) for name, content in contents if content)

    @property
    def hashes(self) -> tuple[str, str, str]:
        """How a fact names the three; "" for one that there is not."""
        definition, stations, aliases = map(_hash, (self.definition, self.stations, self.aliases))
        return definition, stations, aliases

    def election(self) -> Election:
        """The election they describe, or everything that is wrong with one of them."""
        name = self.names.get(DEFINITION, DEFINITION)
        election = parse_definition(_text(self.definition, name), name=name)
        if self.stations:
            name = self.names.get(STATIONS, STATIONS)
            places = read_stations(self.stations, name=name, election=election)
            still_open = election.station_columns.get("open") is True
            election = replace(election, places=places, open_stations=still_open)
        if self.aliases:
            from sverka.formats.alias_table import (
                read_aliases,
                with_aliases,
            )  # brings the reader of large tables

            name = self.names.get(ALIASES, ALIASES)
            aliases = read_aliases(self.aliases, name=name, places=election.places)
            election = replace(election, places=with_aliases(election.places, aliases))
        self._check_has_stations(election)
        return election

    def _check_has_stations(self, election: Election) -> None:
        if not election.places.stations and not election.open_stations:
            raise Fault(
                "this election has a closed station table, and none was given",
                place=self.names.get(DEFINITION, DEFINITION),
                cure="give it: `--stations FILE.csv`",
            )


def check_unchanged(folder: Path, fact: DefinitionFact) -> None:
    """Refuse files that are not the ones the record names."""
    recorded = zip(
        (DEFINITION, STATIONS, ALIASES), (fact.definition, fact.stations, fact.aliases), strict=True
    )
    for name, expected in recorded:
        found = _hash(_read(folder / name))
        if found != expected:
            raise Fault(
                "not the file that the record names" if found else "missing",
                place=str(folder / name),
                cure=(f"copy evidence/{expected} back to {name}; " if expected else "move it away; ")
                + f"or record the new one: `sverka define {folder} --reason …`",
            )


def _hash(content: bytes) -> str:
    return hash_of(content) if content else ""


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(
            f"not UTF-8 text (byte {error.start})", place=name, cure="save the definition as UTF-8"
        ) from error
