"""Which station each picture is of: as a list, its name, or a person who is asked says. Never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.errors import Fault, Faults
from sverka.formats.pictures.file_names import NameReader
from sverka.formats.pictures.station_list import Listed, Looked
from sverka.formats.station_join import register_of
from sverka.office.picture_files import PictureFile

SHOWN = 50
ASK_AGAIN = 3
Ask = Callable[[str], str]
"""Asks a person which station a picture is of; "" if they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A picture, and what is said of the paper on it."""

    file: PictureFile
    station: str
    contest: str = ""
    signed: Looked = ""
    stamped: Looked = ""


@dataclass(frozen=True, kw_only=True)
class Places:
    """What says of which station pictures are; what is said of all of them stands where a list says nothing."""

    election: Election
    listed: Mapping[str, Listed]
    contest: str = ""
    signed: Looked = ""
    stamped: Looked = ""
    ask: Ask | None = None

    def of(self, files: Sequence[PictureFile]) -> list[Placed]:
        """Every picture with its station, or everything that stands in the way together."""
        lines = _lines_of(files, self.listed)
        names = NameReader(self.election)
        placed = [self._place(file, lines.get(file.name), names) for file in files]
        unclear = [each for each in placed if not each.station]
        if unclear:
            raise Faults(
                [Fault("of which station?", place=each.file.name) for each in unclear[:SHOWN]],
                what=f"pictures whose names do not say their station: {len(unclear)} of {len(files)}; "
                "nothing was taken in",
                cure="rename them (0001.jpg, УИК-0001 (2).jpg), or list them: --stations LIST.csv "
                "with the columns file,station",
            )
        return placed

    def _place(self, file: PictureFile, line: Listed | None, names: NameReader) -> Placed:
        path = PurePosixPath(file.name)
        folder = path.parent.name
        station = line.station if line else names.station(path.stem)
        contest = (line.contest if line else "") or self.contest or names.contest(path.stem)
        return Placed(
            file=file,
            station=station or names.station(folder) or self._asked(file.name),
            contest=contest or names.contest(folder),
            signed=(line.signed if line else "") or self.signed,
            stamped=(line.stamped if line else "") or self.stamped,
        )

    def _asked(self, name: str) -> str:
        """What a person answers, if it is a station."""
        register = register_of(self.election, Unit.STATION)
        for _ in range(ASK_AGAIN if self.ask else 0):
            answer = self.ask(name).strip() if self.ask else ""
            ids, _ = register.find(answer)
            if len(ids) == 1 or not answer:
                return ids[0] if answer else ""
        return ""


def _lines_of(files: Sequence[PictureFile], listed: Mapping[str, Listed]) -> dict[str, Listed]:
    """The line of each picture: by its path, or by its name where no other picture has it."""
    by_name: dict[str, list[str]] = {}
    for file in files:
        by_name.setdefault(PurePosixPath(file.name).name, []).append(file.name)
    paths = {file.name for file in files}
    found: dict[str, Listed] = {}
    lost = []
    for name, line in listed.items():
        meant = [name] if name in paths else by_name.get(name, [])
        if len(meant) == 1:
            found[meant[0]] = line
        else:
            lost.append((name, len(meant)))
    if lost:
        raise Faults(
            [
                Fault("is several pictures" if number else "is no picture", place=name)
                for name, number in lost[:SHOWN]
            ],
            what="the list names files that are not among the pictures, or not one of them alone",
            place="--stations",
            cure="write their names, or their paths from the folder, as they are",
        )
    return found
