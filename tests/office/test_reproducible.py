"""The site as of a size of the record is the same bytes on any machine: whatever its folder, clock, language, fonts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from sverka.office.annul import Decision, annul, scopes_of
from sverka.office.folder import ElectionFolder
from sverka.office.founding import define
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, MORNING, add, files_of, town

AGAIN = Path(__file__).with_name("publish_again.py")
SIZES = (1, 6, 9, 12, 14)
ELSEWHERE = {
    "TZ": "America/Los_Angeles",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "tr_TR.UTF-8",
    "SVERKA_LANG": "ky",
    "PYTHONHASHSEED": "4",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ElectionFolder:
    """A town with two contests, both counts, an annulment, a correction, and a new definition."""
    folder = town(tmp_path_factory.mktemp("here") / "town", definition=DEFINITION + MAYOR).folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    scopes = scopes_of(["0003"], area="", contest="", selection="", box="")
    annul(folder.open(), scopes, Decision(authority="CEC", number="7", reason="no seal"), received=MORNING)
    with (folder.path / "election.toml").open("a", encoding="utf-8") as definition:
        definition.write("# read again\n")
    assert define(folder, reason="a remark", received=lambda _: MORNING)
    add(folder, MACHINE.replace(",40,10,15,5", ",40,11,14,5"), reason="the tape says so")
    add(folder, "contest,station,aida,bakyt\nmayor-north,0001,30,20\n", "hand")
    assert folder.store.size > SIZES[-1]
    return folder


@pytest.fixture(scope="module")
def here(folder: ElectionFolder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sites of all sizes, made in one place."""
    return published(folder.path, tmp_path_factory.mktemp("sites"))


def published(
    folder: Path,
    out: Path,
    *,
    python: str = sys.executable,
    within: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """All files of the sites of all sizes, made by a process that has no key of the record."""
    env = {**os.environ, "SVERKA_HOME": str(out / "no-home"), **(environment or {})}
    command = [*within, python, str(AGAIN), str(folder), str(out / "sites"), *map(str, SIZES)]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=300)
    return files_of(out / "sites")


def differing(ours: dict[str, bytes], others: dict[str, bytes]) -> list[str]:
    return [path for path in sorted({*ours, *others}) if ours.get(path) != others.get(path)]


def copied(folder: ElectionFolder, path: Path) -> Path:
    """The folder elsewhere, as a mirror has it: younger files, other rights, without what was published."""
    shutil.copytree(folder.path, path, copy_function=shutil.copy)
    for file in path.rglob("*"):
        file.chmod(0o700)
        os.utime(file, (0, 0))
    return path


def test_another_folder_time_zone_and_language_give_the_same_bytes(
    folder: ElectionFolder, here: dict[str, bytes], tmp_path: Path
) -> None:
    there = published(copied(folder, tmp_path / "деревня 2"), tmp_path, environment=ELSEWHERE)

    assert differing(here, there) == []


def test_fonts_of_the_system_do_not_matter(
    folder: ElectionFolder, here: dict[str, bytes], tmp_path: Path
) -> None:
    """Another font of our name in the way, and, where the system lets us, no other fonts at all."""
    for place in (".fonts", ".local/share/fonts"):
        widened(tmp_path / place)
    there = published(folder.path, tmp_path, within=without_fonts(), environment={"HOME": str(tmp_path)})

    assert differing(here, there) == []


def widened(place: Path) -> None:
    """Our fonts with every letter twice as wide."""
    import sverka.publish

    place.mkdir(parents=True)
    for file in Path(sverka.publish.__file__).parent.glob("fonts/*.ttf"):
        font = TTFont(file)
        font["hmtx"].metrics = {name: (2 * width, at) for name, (width, at) in font["hmtx"].metrics.items()}
        font.save(place / file.name)


def without_fonts() -> tuple[str, ...]:
    """What to put before a command so that it finds no fonts of the system; nothing where that may not be done."""
    hide = 'mount -t tmpfs none /usr/share/fonts && mount -t tmpfs none /etc/fonts && exec "$@"'
    command = ("unshare", "-r", "-m", "sh", "-c", hide, "sh")
    if shutil.which("unshare") is None:
        return ()
    tried = subprocess.run([*command, "true"], check=False, capture_output=True)
    return command if tried.returncode == 0 else ()


@pytest.mark.slow
def test_another_python_gives_the_same_bytes(
    folder: ElectionFolder, here: dict[str, bytes], tmp_path: Path, root: Path
) -> None:
    """In an environment made of the locked requirements alone; of this Python's version where there is no other."""
    python = environment_of(another_python(), root, tmp_path / "env")
    there = published(folder.path, tmp_path, python=python, environment={"PYTHONPATH": str(root / "src")})

    assert differing(here, there) == []


def environment_of(python: str, root: Path, place: Path) -> str:
    subprocess.run([python, "-m", "venv", str(place)], check=True, timeout=120)
    made = str(place / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([made, *install, "-r", str(root / "requirements" / "run.txt")], check=True, timeout=900)
    return made


def another_python() -> str:
    """A Python of another version than this one: the newest of those that are installed."""
    others = [found for found in pythons() if version(found) not in {None, sys.version_info[:2]}]
    return max(others, key=lambda found: version(found) or (0, 0), default=sys.executable)


def pythons() -> Iterator[str]:
    on_path = (shutil.which(f"python3.{minor}") for minor in range(11, 20))
    kept = Path.home().glob(".pyenv/versions/3.*/bin/python")
    yield from (str(found) for found in chain(on_path, kept) if found)


def version(python: str) -> tuple[int, int] | None:
    """The version of a Python that can run Sverka; a name on the path may stand for one that is not there."""
    say = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", say], check=False, capture_output=True, text=True, timeout=30)
    major, minor = map(int, answer.stdout.split()) if answer.returncode == 0 else (0, 0)
    return (major, minor) if (major, minor) >= (3, 11) else None


def test_nothing_is_there_that_came_later(here: dict[str, bytes]) -> None:
    first, last = (files_beneath(here, f"{size}/") for size in (SIZES[0], SIZES[-1]))

    assert {path for path in first if path.startswith("record/") and "." in path} == {
        "record/tile/0/000.p",
        "record/tile/0/000.p/1",
        "record/tile/entries/000.p",
        "record/tile/entries/000.p/1",
    }
    assert {path for path in first if path.startswith("evidence")} < set(last)
    assert first["election.toml"] == (DEFINITION + MAYOR).encode() != last["election.toml"]


def files_beneath(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {path.removeprefix(folder): content for path, content in files.items() if path.startswith(folder)}


def test_publishing_a_past_state_leaves_the_folder_as_it_was(folder: ElectionFolder, tmp_path: Path) -> None:
    before = files_of(folder.path)
    published(folder.path, tmp_path)

    assert files_of(folder.path) == before
