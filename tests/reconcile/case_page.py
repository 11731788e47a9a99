"""docs/states/case.md as data: the arrows of the diagram, and the codes of what it does not have."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "states" / "case.md"
ARROW = re.compile(r"^    (\S+) --> (\S+): ([a-z-]+)( \(a decision is in force\))?$", re.M)
NO_CASE = "no case"


@cache
def arrows() -> dict[tuple[str, str], str]:
    """(state, step) -> the state that it leads to."""
    found = ARROW.findall(PAGE.read_text("utf-8"))
    return {(NO_CASE if state == "[*]" else state, step): to for state, to, step, _ in found}


@cache
def only_with_decision() -> frozenset[tuple[str, str]]:
    """The arrows that are there only while a decision is in force."""
    return frozenset(
        (state, step) for state, _, step, guard in ARROW.findall(PAGE.read_text("utf-8")) if guard
    )


@cache
def table() -> dict[tuple[str, str], str]:
    """(state, step) -> the code of its refusal, or an arrow."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    head = next(place for place, cells in enumerate(lines) if cells[0] == "State")
    steps = lines[head][1:]
    rows = [cells for cells in lines[head + 2 :] if len(cells) == len(steps) + 1]
    return {(row[0], step): cell for row in rows for step, cell in zip(steps, row[1:], strict=True)}
