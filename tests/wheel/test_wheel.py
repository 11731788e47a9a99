"""The wheel holds everything: built, installed in an empty environment, used outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import PackageNotFoundError, PackagePath, files
from pathlib import Path

import pytest

from tests.house.tree import pins

pytestmark = pytest.mark.slow

LEFT = "station,Alpha,Beta\n0001,10,20\n0002,5,6\n"
RIGHT = "station,Alpha,Beta\n0001,10,20\n0002,5,7\n"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, root)
    (built,) = folder.glob("sverka-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a new environment that holds the wheel and what it depends on, nothing else."""
    folder = tmp_path_factory.mktemp("away") / "venv"
    venv.create(folder, with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages, programs = (Path(sysconfig.get_path(name, "venv", scheme)) for name in ("purelib", "scripts"))
    for entry in locked_packages():
        (packages / entry.name).symlink_to(entry)
    pip("--python", programs / Path(sys.executable).name, "install", "--no-deps", "--no-index", wheel)
    return programs


def locked_packages() -> set[Path]:
    """The folders and modules in our own environment that requirements/run.txt pins: linked, not installed again."""
    site = Path(sysconfig.get_path("purelib"))
    files = (file for name in pins("run") for file in files_of(name))
    return {site / file.parts[0] for file in files if file.parts[0] not in ("..", "__pycache__")}


def files_of(name: str) -> list[PackagePath]:
    """The files of an installed distribution; none where the lock is for other systems."""
    try:
        return files(name) or []
    except PackageNotFoundError:
        return []


def pip(*args: object) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, args)]
    subprocess.run(command, check=True, timeout=1200)


def run(program: Path, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the new environment in a folder outside the checkout."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))
    }
    command = [str(program), *map(str, args)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=1200, check=False
    )


def test_every_file_of_the_package_travels_with_the_wheel(root: Path, wheel: Path) -> None:
    source = root / "src"
    kept = {
        path.relative_to(source).as_posix()
        for path in (source / "sverka").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = set(zipfile.ZipFile(wheel).namelist())

    assert kept - packed == set()


def test_the_verifier_travels_with_the_wheel(root: Path, wheel: Path) -> None:
    assert zipfile.ZipFile(wheel).read("sverka_verify.py") == (root / "src/sverka_verify.py").read_bytes()


def test_the_wheel_carries_its_licence(wheel: Path) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_sverka_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    found = run(installed / "python", "-c", "import sverka; print(sverka.__file__)", cwd=tmp_path)

    assert Path(found.stdout.strip()).is_relative_to(installed.parent)


def test_the_command_helps(installed: Path, tmp_path: Path) -> None:
    result = run(installed / "sverka", "--help", cwd=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert "compare" in result.stdout


def test_the_command_compares_two_tables(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "A.csv").write_text(LEFT)
    (tmp_path / "B.csv").write_text(RIGHT)

    assert run(installed / "sverka", "compare", "A.csv", "A.csv", cwd=tmp_path).returncode == 0
    assert run(installed / "sverka", "compare", "A.csv", "B.csv", cwd=tmp_path).returncode == 1


def test_the_demo_builds(installed: Path, tmp_path: Path) -> None:
    result = run(installed / "sverka", "demo", "demo", "--no-serve", cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    assert (tmp_path / "demo" / "public" / "index.html").is_file()
