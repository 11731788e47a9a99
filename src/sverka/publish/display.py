"""Tables that somebody wants shown beside the sums: plug-ins, held by the gate against the published figures.

A plug-in is a function `(Results, ContestId) -> DisplayTable`, named `MODULE:FUNCTION`. What it shows is under the
names of the figures that it claims to show: votes are those of the counts in law, shares are of the base that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module

from sverka.domain.ids import BaseId, ContestId, SelectionId
from sverka.errors import Fault
from sverka.publish.results import Results


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """One selection: what is shown as its votes, and as its share."""

    selection: SelectionId
    votes: int
    share: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayTable:
    """A table of one contest; `base` is what its shares say that they are of."""

    contest: ContestId
    title: str
    base: BaseId
    lines: tuple[DisplayLine, ...]


Display = Callable[[Results, ContestId], DisplayTable | None]


def load_display(name: str) -> Display:
    """The plug-in of a name `MODULE:FUNCTION`."""
    module, _, function = name.partition(":")
    try:
        found: Display = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise Fault(
            f"there is no display table {name!r}: {error}",
            cure="name it MODULE:FUNCTION, as Python imports it",
        ) from None
    return found


def displayed(results: Results, displays: Iterable[Display]) -> tuple[DisplayTable, ...]:
    """The tables of some plug-ins for all contests."""
    return tuple(table for of in results for show in displays if (table := show(results, of.id)) is not None)
