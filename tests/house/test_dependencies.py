"""What the code imports, what the package declares, and what a start must not load."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.house.tree import ROOT, SOURCE, distribution

# Each of these takes longer to load than `sverka --help` may take in all.
SLOW_TO_LOAD = {
    *("altair", "babel", "jinja2", "numpy", "openpyxl", "polars"),
    *("python_calamine", "starlette", "uvicorn", "vl_convert", "xlsxwriter"),
}
LOADED_BY_OTHERS = {
    "tzdata",
    "vl_convert",
    "httptools",
    "uvloop",
}  # zoneinfo, altair and uvicorn call them by name

OURS = {"sverka", "sverka_verify"}  # in one wheel; the gate asks the verifier's rules for a second opinion


def imported() -> Iterator[tuple[str, str]]:
    """The top-level names that the package imports, with the file that does."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], path.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0], path.name


def foreign() -> dict[str, str]:
    return {name: file for name, file in imported() if name not in {*sys.stdlib_module_names, *OURS}}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {distribution(each) for each in project["dependencies"]}


def test_every_import_is_declared() -> None:
    owners = packages_distributions()
    undeclared = {
        (name, file)
        for name, file in foreign().items()
        if not {distribution(owner) for owner in owners.get(name, [])} & declared()
    }

    assert undeclared == set()


def test_everything_declared_is_imported() -> None:
    owners = packages_distributions()
    used = {distribution(owner) for name in {*foreign(), *LOADED_BY_OTHERS} for owner in owners.get(name, [])}

    assert declared() - used == set()


def loaded_by(code: str) -> set[str]:
    """The top-level modules in memory after the code has run in an interpreter of its own."""
    program = f"{code}\nimport sys\nprint('\\n', *{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


def test_importing_sverka_loads_nothing_foreign() -> None:
    added = loaded_by("import sverka") - loaded_by("")

    assert added - sys.stdlib_module_names == {"sverka"}


def test_asking_for_help_loads_nothing_slow() -> None:
    added = loaded_by(
        "import sys\nsys.argv = ['sverka', '--help']\nfrom sverka.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )

    assert added & SLOW_TO_LOAD == set()
