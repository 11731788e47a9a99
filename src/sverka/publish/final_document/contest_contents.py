"""What a final document says of one contest, as values."""

from __future__ import annotations

from sverka.publish.final_document.said import Named, Said


class FieldPart(Named, frozen=True, kw_only=True):
    """A selection or a row: its sums over the figures compared; `net` is right minus left."""

    left: int
    right: int
    gross: int
    net: int


class StationsPart(Said, frozen=True, kw_only=True):
    """Stations of a contest: both = identical + different + not_comparable.

    `all` : stations that vote in it · `none` : of which neither account has a count
    `joined` : counted by a neighbour's scanner and compared together with it
    `within_tolerance` : of those called identical, that differ by no more than is tolerated
    """

    all: int
    left: int
    right: int
    both: int
    identical: int
    different: int
    not_comparable: int
    only_left: int
    only_right: int
    none: int
    joined: int
    sum_kept: int
    within_tolerance: int


class TolerancePart(Said, frozen=True, kw_only=True):
    """From when on two figures count as different; `share` is a fraction, "0" or "1/200"."""

    votes: int
    share: str
    source: str


class SizePart(Said, frozen=True, kw_only=True):
    """How many stations differ by so many votes, from `least` to `most`; `most` is 0 where there is no upper end."""

    least: int
    most: int
    stations: int


class TotalPart(Said, frozen=True, kw_only=True):
    """The sum of one account over all its stations: `stations` as `sverka totals --json` says them."""

    account: str
    stations: dict[str, int]
    selections: dict[str, int]


class PairPart(Said, frozen=True, kw_only=True):
    """Two other accounts of the same contest, held against each other."""

    left: str
    right: str
    both: int
    identical: int
    different: int
    not_comparable: int
    gross: int
    net: int


class NotComparedPart(Said, frozen=True, kw_only=True):
    """Stations that were not compared, or not on their own, and why: a word of docs/final-document.md."""

    why: str
    stations: tuple[str, ...]


class ContestPart(Named, frozen=True, kw_only=True):
    """One contest: `left` held against `right`.

    `kinds` : stations by kind of difference (docs/checks.md)
    `differences` : SHA-256 of the parts of data/differences/ID/, with one head
    `selections`, `rows` : over the stations that both accounts have; `totals` : of each account over all it has
    """

    left: str
    right: str
    stations: StationsPart
    tolerance: TolerancePart
    kinds: dict[str, int]
    sizes: tuple[SizePart, ...]
    largest: int
    gross: int
    net: int
    selections: tuple[FieldPart, ...]
    rows: tuple[FieldPart, ...]
    totals: tuple[TotalPart, ...]
    pairs: tuple[PairPart, ...]
    not_compared: tuple[NotComparedPart, ...]
    differences: str
