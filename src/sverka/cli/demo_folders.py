"""The two folders of a demo: the election's and that of the files taken in; only a demo's own are removed."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from sverka.errors import Refused
from sverka.practice.hand_out import LIST


def clear(election: Path, practice: Path) -> None:
    """Remove what an earlier demo made, and nothing else: refused where anything is not from it."""
    made = _made(practice)
    _check_practice(practice, made)
    _check_election(election, made)
    if election.exists():
        shutil.rmtree(election)
    for path in _files(practice):
        path.unlink()
    for path in _within(practice):
        path.rmdir()


def _check_practice(practice: Path, made: dict[str, str]) -> None:
    for path in _files(practice):
        name = path.relative_to(practice).as_posix()
        if name not in made and name != LIST:
            raise _refused(practice, f"{name} in it is not from a demo")


def _check_election(election: Path, made: dict[str, str]) -> None:
    """A demo's election has one of the definitions that lie among the demo's files."""
    definition = election / "election.toml"
    if not _within(election):
        return
    if not definition.is_file() or _sha256(definition) not in _definitions(made):
        raise _refused(election, "no demo made it, or its definition was changed since")


def _definitions(made: dict[str, str]) -> set[str]:
    return {sha256 for name, sha256 in made.items() if name.endswith(".toml")}


def _made(practice: Path) -> dict[str, str]:
    """The files that `sverka practice` wrote, with their hashes; none where it wrote none."""
    listed = practice / LIST
    made: dict[str, str] = json.loads(listed.read_bytes())["files"] if listed.is_file() else {}
    return made


def _within(folder: Path) -> list[Path]:
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "it is a file")
    return sorted(folder.iterdir()) if folder.exists() else []


def _files(folder: Path) -> list[Path]:
    """Every file beneath a folder."""
    return [path for top in _within(folder) for path in (top, *top.rglob("*")) if path.is_file()]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refused(folder: Path, why: str) -> Refused:
    return Refused("R105", f"{folder} stays as it is: {why}", cure="give another folder: `sverka demo DIR`")
