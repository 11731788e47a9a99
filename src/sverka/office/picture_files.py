"""Pictures among the files and folders that a person names; each is read when its turn comes, and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault, Faults
from sverka.formats.pictures.kinds import LONGEST_HEAD, checked_kind, is_picture

BESIDE = frozenset({"thumbs.db", "desktop.ini"})  # what systems leave in folders of pictures
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """One file: its path from the folder that was named, how it begins, and its bytes when they are asked for."""

    name: str
    head: bytes
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """Pictures, and what else was named, as it was named."""

    pictures: tuple[PictureFile, ...]
    others: tuple[str, ...]


def find_pictures(named: Sequence[str]) -> FoundFiles:
    """Sort what a person names; a folder is one of pictures if there is any in it, with folders inside it."""
    pictures: list[PictureFile] = []
    others: list[str] = []
    for each in named:
        path = Path(each)
        if path.is_dir():
            found = list(_in_folder(path))
            pictures += found
            others += [] if found else [each]
        elif path.is_file() and is_picture(path.name, _head(path)):
            pictures.append(_picture(path, path.name))
        else:
            others.append(each)
    return FoundFiles(pictures=tuple(pictures), others=tuple(others))


def check_kinds(pictures: Sequence[PictureFile]) -> None:
    """Refuse files of kinds that cannot be taken, all of them together."""
    faults = []
    for each in pictures:
        try:
            checked_kind(each.name, each.head)
        except Fault as fault:
            faults.append(fault)
    if faults:
        raise Faults(faults[:SHOWN], what=f"files that cannot be taken: {len(faults)}; nothing was taken in")


def _in_folder(folder: Path) -> Iterator[PictureFile]:
    found = sorted(path for path in folder.rglob("*") if not _is_beside(path, folder))
    _check_no_links(found)
    files = [path for path in found if path.is_file()]
    pictures = [path for path in files if is_picture(path.name, _head(path))]
    if pictures and len(pictures) < len(files):
        strange = [
            Fault("is no picture", place=_readable(str(path))) for path in files if path not in pictures
        ]
        raise Faults(
            strange[:SHOWN],
            what=f"a folder with {len(pictures)} pictures and {len(strange)} other files; nothing was taken in",
            place=_readable(str(folder)),
            cure="give the pictures alone, and files of counts in another command",
        )
    for path in pictures:
        yield _picture(path, path.relative_to(folder).as_posix())


def _check_no_links(found: Sequence[Path]) -> None:
    """A folder comes from others; what a link in it points to is somebody's file on this machine, or nothing."""
    links = [
        Fault("a link to another place", place=_readable(str(path))) for path in found if path.is_symlink()
    ]
    if links:
        raise Faults(
            links[:SHOWN],
            what=f"links instead of files: {len(links)}; nothing was taken in",
            cure="copy the pictures themselves into the folder",
        )


def _picture(path: Path, name: str) -> PictureFile:
    return PictureFile(name=_readable(name), head=_head(path), read=path.read_bytes)


def _is_beside(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return hidden or path.name.lower() in BESIDE


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST_HEAD)


def _readable(path: str) -> str:
    """A name that can be written down in one line, whatever bytes it has."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text.replace("\n", " ").replace("\r", " ")
