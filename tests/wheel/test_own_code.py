"""The code that a publication names is a wheel: pip takes it, and installed it names itself by the same bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from sverka.office.own_code import own_wheel, wheel_name

pytestmark = pytest.mark.slow

SAY = "import hashlib, sverka.office.own_code as own; print(hashlib.sha256(own.own_wheel()).hexdigest())"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own code as pip wants it to be called."""
    path = tmp_path_factory.mktemp("own") / wheel_name()
    path.write_bytes(own_wheel())
    return path


def test_the_same_files_give_the_same_bytes(wheel: Path) -> None:
    assert own_wheel() == wheel.read_bytes()


def test_it_holds_the_package_as_it_is_and_nothing_that_python_left(wheel: Path, root: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    source = root / "src"
    names = {name for name in packed.namelist() if ".dist-info/" not in name}

    assert {name for name in names if "__pycache__" in name or name.endswith(".pyc")} == set()
    assert all(packed.read(name) == (source / name).read_bytes() for name in names)
    assert {"sverka/__init__.py", "sverka/publish/site/templates/base.html"} <= names


def test_pip_installs_it_and_it_names_itself_by_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    scheme = {"base": str(tmp_path / "venv"), "platbase": str(tmp_path / "venv")}
    packages, programs = (Path(sysconfig.get_path(name, "venv", scheme)) for name in ("purelib", "scripts"))
    ours = Path(sysconfig.get_path("purelib"))
    (packages / "ours.pth").write_text(f"{ours}\n")  # what it depends on; our own folder is not in it
    python = programs / Path(sys.executable).name
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True, timeout=300)
    command = [str(python), "-I", "-c", f"import sverka; print(sverka.__file__); {SAY}"]
    said = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=tmp_path, timeout=60
    ).stdout
    file, digest = said.split("\n")[:2]

    assert Path(file).is_relative_to(packages)
    assert digest == hashlib.sha256(wheel.read_bytes()).hexdigest()
