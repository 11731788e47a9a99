"""What stands in a JSON file and no path of the mapping leads to: a new party, a second count, a row of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

EACH, KEY = "[*]", "@key"

Steps = Sequence[str | int]


def left_out(value: Any, paths: Iterable[Steps]) -> list[str]:
    """The paths of what is not read, each as high up as possible, e.g. `stations[*].turnout`."""
    return list(dict.fromkeys(_unread(value, "", [tuple(steps) for steps in paths])))


def _unread(value: Any, place: str, alive: list[tuple[str | int, ...]]) -> Iterator[str]:
    """What is not read below a place; `alive` are the rests of the paths that lead there."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        each = any(rest[:1] == (EACH,) for rest in alive)
        below = [rest[1:] for rest in alive if rest and rest[0] in (EACH, key)]
        there = f"{place}{EACH}" if each or isinstance(value, list) else f"{place}.{key}".removeprefix(".")
        if not below:
            yield there
        elif () not in below:
            yield from _unread(child, there, below)
