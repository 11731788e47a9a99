"""Programs of others, each in an environment of its own that is made when a test or a benchmark needs it.

Nothing of them is a dependency of the project, nor is any of it kept in the checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

INSTALLING = 400  # seconds; the largest wheel has 75 MB


class NotInstalled(Exception):
    """An environment that could not be made, with what its installer said last."""


def environment(folder: Path, *requirements: str, python: str | Path = sys.executable) -> Path:
    """The Python of a new virtual environment that has the requirements."""
    _run([python, "-m", "venv", folder], requirements)
    made = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    _run(
        [made, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *requirements], requirements
    )
    return made


@cache
def newer_python() -> str | None:
    """A Python of 3.12 or later that can make environments, if this machine has one."""
    names = (sys.executable, "python3.14", "python3.13", "python3.12", "python3")
    pythons = [found for name in names if (found := shutil.which(name))]
    pythons += map(str, Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python"))
    return next(filter(_is_newer, pythons), None)


def node() -> str | None:
    """Node.js, if this machine has it; `SVERKA_NODE` first."""
    return os.environ.get("SVERKA_NODE") or shutil.which("node") or shutil.which("nodejs")


def _is_newer(python: str) -> bool:
    asked = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))"
    return subprocess.run([python, "-c", asked], capture_output=True, check=False).returncode == 0


def _run(command: list[str | Path], requirements: tuple[str, ...]) -> None:
    wanted = " ".join(requirements)
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALLING)
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip().splitlines() or ["nothing"])[-1]
        raise NotInstalled(f"{wanted} could not be installed: {said}") from error
    except subprocess.TimeoutExpired as error:
        raise NotInstalled(f"{wanted} could not be installed within {INSTALLING} seconds") from error
