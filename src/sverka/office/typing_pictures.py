"""The pictures from which people type: those that the record has, and copies of them under names that sort."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import StationId
from sverka.domain.typing_sheets import Picture, TypingSheet
from sverka.formats.pictures.station_list import Listed
from sverka.office.folder import State
from sverka.office.picture_files import PictureFile
from sverka.office.picture_places import Places
from sverka.record.facts import DocumentFact

PICTURES = ("image/", "application/pdf")  # how the media type of a picture begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture that shows the paper of a station; `contest` is "" where nobody said of which contest."""

    picture: Picture
    station: StationId
    contest: str = ""


def recorded_pictures(state: State, source: Source) -> Iterator[Shown]:
    """The pictures that the record has of an organisation's papers; not those it took back."""
    for fact in latest_documents(state).values():
        whose = (fact.account, fact.holder) == (source.account, source.holder)
        if whose and fact.station and not fact.withdrawn and fact.media_type.startswith(PICTURES):
            name = PurePosixPath(fact.file).name or f"{fact.station}-{fact.sha256[:8]}"
            picture = Picture(name=name, sha256=fact.sha256)
            yield Shown(picture=picture, station=StationId(fact.station), contest=fact.contest)


def pictures_of_files(
    files: tuple[PictureFile, ...], election: Election, listed: Mapping[str, Listed]
) -> Iterator[Shown]:
    """Pictures that the record does not have yet; the record will know them by the hash of the file as it is."""
    for placed in Places(election=election, listed=listed).of(files):
        sha256 = hashlib.sha256(placed.file.read()).hexdigest()
        picture = Picture(name=placed.file.name, sha256=sha256)
        yield Shown(picture=picture, station=StationId(placed.station), contest=placed.contest)


def latest_documents(state: State) -> Mapping[str, DocumentFact]:
    """What the record says last of each paper, by its hash."""
    return {fact.sha256: fact for fact in state.snapshot.documents.values()}


def copy_pictures(state: State, sheet: TypingSheet, folder: Path) -> int:
    """Copy the pictures of a sheet into a folder, under the names that the sheet has; gives how many."""
    pictures = {each for contest in sheet.contests for line in contest.lines for each in line.pictures}
    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        (folder / each.name).write_bytes(state.folder.evidence.get(each.sha256))
    return len(pictures)
