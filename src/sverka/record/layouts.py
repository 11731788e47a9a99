"""Count facts in a row mostly say the same fields of other stations: whoever expects that reads them twice as fast.

The usual decoder builds a dictionary of every fact's figures. One that expects the fields of a layout, by a type
that no other fact fits, gives the figures alone, in the layout's order.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec.structs import astuple

from sverka.record.fact_shape import SCHEMA, Figure
from sverka.record.facts import NOT_A_FACT, CountFact

ENOUGH = (
    256  # facts of one layout, before a decoder of its own is made; that takes as long as reading a hundred
)

Decode = Callable[[bytes], Any]
Field = tuple[str, Any] | tuple[str, Any, Any]
exactly: Any = Literal


class Layout(NamedTuple):
    """What count facts have in common: whose they are, of what, and which fields they state."""

    contest: str
    account: str
    holder: str
    of_area: bool
    rows: tuple[str, ...]
    selections: tuple[str, ...]
    unread: tuple[str, ...]
    absent: tuple[str, ...]

    @classmethod
    def of(cls, fact: CountFact) -> Layout:
        """The layout of one fact."""
        return cls(
            fact.contest,
            fact.account,
            fact.holder,
            bool(fact.area),
            tuple(fact.rows),
            tuple(fact.selections),
            fact.unread,
            fact.absent,
        )


@dataclass(slots=True)
class Figures:
    """The figures of the facts of one layout, flat, as int64, in the record's order."""

    layout: Layout
    units: list[str] = field(default_factory=list)
    entries: array[int] = field(default_factory=lambda: array("q"))
    figures: bytearray = field(default_factory=bytearray)
    pack: Callable[..., bytes] = field(init=False)
    decode: Decode | None = None

    def __post_init__(self) -> None:
        self.pack = Struct(f"{len(self.layout.rows) + len(self.layout.selections)}q").pack

    def add(self, index: int, fact: CountFact) -> None:
        """Take in a fact of this layout."""
        self.figures += self.pack(*fact.rows.values(), *fact.selections.values())
        self.units.append(fact.area or fact.station)
        self.entries.append(index)
        if len(self.units) == ENOUGH:
            self.decode = decoder_of(self.layout)

    def takes(self, index: int, entry: bytes) -> bool:
        """Whether an entry is one more fact of this layout; then it is taken in."""
        if self.decode is None:
            return False
        try:
            fact = self.decode(entry)
        except NOT_A_FACT:
            return False
        self.figures += self.pack(*astuple(fact.rows), *astuple(fact.selections))
        self.units.append(fact.area or fact.station)
        self.entries.append(index)
        return True


def decoder_of(layout: Layout) -> Decode | None:
    """A decoder of the facts of one layout, which refuses all others; None where no type can have its names."""
    options: Any = {"kw_only": True, "frozen": True, "forbid_unknown_fields": True}
    try:
        expected = msgspec.defstruct(
            "Expected", list(_fields(layout)), bases=(CountFact,), tag="count", **options
        )
    except ValueError:
        return None
    return msgspec.json.Decoder(expected).decode


def _fields(layout: Layout) -> Iterator[Field]:
    """The fields of a fact in which this layout leaves less of a choice, or none."""
    yield "schema", exactly[SCHEMA]
    yield from (_exactly(name, getattr(layout, name)) for name in ("contest", "account", "holder"))
    yield _exactly("station", "") if layout.of_area else ("station", str)
    yield ("area", str) if layout.of_area else _exactly("area", "")
    yield _figures("rows", layout.rows)
    yield _figures("selections", layout.selections)
    yield _marks("unread", layout.unread)
    yield _marks("absent", layout.absent)


def _exactly(name: str, text: str) -> Field:
    """A field that says just this; where that is nothing, it may be left out."""
    return (name, exactly[text]) if text else (name, exactly[""], "")


def _figures(name: str, fields: Sequence[str]) -> Field:
    """Figures under these names, all of them and no others."""
    named = {f"figure_{number}": field for number, field in enumerate(fields)}
    of = msgspec.defstruct(name, [(each, Figure) for each in named], rename=named, forbid_unknown_fields=True)
    return (name, of) if fields else (name, of, msgspec.field(default_factory=of))


def _marks(name: str, fields: Sequence[str]) -> Field:
    """These names in this order."""
    of: Any = tuple[tuple(exactly[each] for each in fields)]  # type: ignore[misc]
    return (name, of) if fields else (name, of, ())
