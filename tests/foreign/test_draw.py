"""A drawing as two short programs make it that share nothing with ours: one in JavaScript, one in the document."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from sverka.audits.drawn_list import format_drawn
from sverka.audits.population import LeftOut, Listed, Population, format_population
from sverka.audits.sampling import draw_sample
from tests.foreign.environment import node

SEED = "35142663145226316254"
MOST = 30  # lines of a program that anyone can read
EQUAL = Population(tuple(Listed(f"{n:04}", Fraction(1)) for n in range(2474)))
BY_SIZE = Population(
    (
        *(Listed(f"{n:04}", Fraction(1 + n * 37 % 900, 1 + n % 3)) for n in range(600)),
        Listed("School, “3”", Fraction(4000)),
        Listed('Мектеп "өң", 5', Fraction(4000)),
        Listed("annulled", Fraction(9000), LeftOut.ANNULLED),
        Listed("unknown", None, LeftOut.NO_SIZE),
    ),
    sizes="legal:[2]",
)
LISTS = pytest.mark.parametrize("population, size", [(EQUAL, 60), (BY_SIZE, 602)], ids=["equal", "by size"])


def ours(population: Population, size: int) -> str:
    """The list as we draw it."""
    return format_drawn(draw_sample(population.units(), SEED, size)).decode()


def told(*command: str | Path) -> str:
    """What a program writes."""
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    return said.decode().replace("\r\n", "\n")


def listed(population: Population, folder: Path) -> Path:
    """The list to draw from, as a file."""
    (folder / "population.csv").write_bytes(format_population(population))
    return folder / "population.csv"


def page_program(root: Path) -> str:
    """The program that stands in the document."""
    (program,) = re.findall(r"```python\n(.*?)```", (root / "docs/drawing.md").read_text("utf-8"), re.S)
    return str(program)


@LISTS
def test_javascript_draws_the_same(population: Population, size: int, tmp_path: Path, root: Path) -> None:
    found = node()
    if found is None:
        pytest.skip("no node: install Node.js, or name it in SVERKA_NODE")
    script = root / "tests/foreign/draw.mjs"

    assert told(found, script, listed(population, tmp_path), SEED, str(size)) == ours(population, size)


@LISTS
def test_the_program_of_the_document_draws_the_same(
    population: Population, size: int, tmp_path: Path, root: Path
) -> None:
    (tmp_path / "draw.py").write_text(page_program(root), "utf-8")
    python = (sys.executable, "-X", "utf8", tmp_path / "draw.py")

    assert told(*python, listed(population, tmp_path), SEED, str(size)) == ours(population, size)


def test_both_are_short(root: Path) -> None:
    script = (root / "tests/foreign/draw.mjs").read_text("utf-8")

    assert len(script.splitlines()) <= MOST
    assert len(page_program(root).splitlines()) <= MOST


def test_neither_uses_anything_of_ours(root: Path) -> None:
    assert "sverka" not in (root / "tests/foreign/draw.mjs").read_text("utf-8")
    assert "sverka" not in page_program(root)
