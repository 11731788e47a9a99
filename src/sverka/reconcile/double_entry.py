"""Double entry: what two people, or two of three, typed alike from the same papers, and what stays open.

Nobody is shown what another typed: an open field is given back empty, and a third person decides. What two people read
alike and wrong is agreed here; docs/typing.md says how often to expect that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import State

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
MOST_OF_A_LINE = 2  # lines look as if they were exchanged where a half of their fields, or more, differ


class Open(IntEnum):
    """Why a field is open."""

    AGREED = 0
    NOT_BEGUN = 1  # nobody typed anything of this protocol
    NOT_TYPED = 2  # nobody typed this field
    TYPED_ONCE = 3  # by one person alone
    READ_ONCE = 4  # a number by one; another could not read it, or found it not on the sheet
    DIFFERS = 5
    NO_TWO_AGREE = 6  # of three


@dataclass(frozen=True, kw_only=True)
class Typing:
    """What one person typed: `values` and `state`, shape (papers, fields); NO_COUNT in a cell: not typed."""

    values: IntArray
    state: NDArray[np.uint8]

    @property
    def typed(self) -> BoolArray:
        """Shape (papers, fields): where something was typed."""
        return np.asarray(self.state != State.NO_COUNT)

    def agrees(self, other: Typing) -> BoolArray:
        """Where both typed the same: a figure, "cannot be read", or "not on the sheet"."""
        same = (self.state == other.state) & (self.values == other.values)
        return np.asarray(same & self.typed)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What two agree on, and why the rest is open (`Open`); arrays of shape (papers, fields)."""

    values: IntArray
    state: NDArray[np.uint8]
    why: NDArray[np.uint8]

    @property
    def complete(self) -> BoolArray:
        """Shape (papers,): every field is agreed."""
        return np.asarray((self.why == Open.AGREED).all(axis=1))

    @property
    def begun(self) -> BoolArray:
        """Shape (papers,): somebody typed something of it."""
        return np.asarray((self.why != Open.NOT_BEGUN).any(axis=1))


def agreement(typings: Sequence[Typing]) -> Agreement:
    """What two of two or three people typed alike; of three no two pairs can agree on different things."""
    if not 2 <= len(typings) <= 3:
        raise AssertionError(f"double entry by {len(typings)} people")
    values, state = np.zeros_like(typings[0].values), np.zeros_like(typings[0].state)
    agreed = np.zeros(values.shape, np.bool_)
    for one, other in combinations(typings, 2):
        both = one.agrees(other)
        values[both], state[both] = one.values[both], one.state[both]
        agreed |= both
    return Agreement(values=values, state=state, why=_why(typings, agreed))


def to_look_at(found: Agreement, person: Typing) -> BoolArray:
    """The open fields that one person is given back: not those that only others left out."""
    left_to_others = (found.why == Open.TYPED_ONCE) & person.typed
    begun = (found.why != Open.AGREED) & found.begun[:, None]
    return np.asarray(begun & ~left_to_others)


def exchanged_lines(found: Agreement, one: Typing, other: Typing) -> list[tuple[int, int]]:
    """Pairs of papers where one person's line of each reads as the other person's line of the other.

    Only papers of which a half of the fields, or more, differ are looked at: (a, b) with a < b.
    """
    differing = (found.why >= Open.READ_ONCE).sum(axis=1) * MOST_OF_A_LINE >= found.why.shape[1]
    candidates = np.flatnonzero(differing & one.typed.any(axis=1) & other.typed.any(axis=1)).tolist()
    read = {_line(other, at): at for at in candidates}
    here = {at: read.get(_line(one, at)) for at in candidates}
    return [(a, b) for a, b in here.items() if b is not None and a < b and here[b] == a]


def _line(typing: Typing, at: int) -> tuple[bytes, bytes]:
    return typing.values[at].tobytes(), typing.state[at].tobytes()


def _why(typings: Sequence[Typing], agreed: BoolArray) -> NDArray[np.uint8]:
    typed = np.stack([each.typed for each in typings])
    number = np.stack([each.state == State.READ for each in typings])
    how_many, numbers, begun = typed.sum(axis=0), number.sum(axis=0), np.asarray(typed.any(axis=(0, 2)))
    cases = (
        (agreed, Open.AGREED),
        (np.broadcast_to(~begun[:, None], agreed.shape), Open.NOT_BEGUN),
        (how_many == 0, Open.NOT_TYPED),
        (how_many == 1, Open.TYPED_ONCE),
        (how_many == 3, Open.NO_TWO_AGREE),
        ((numbers > 0) & (numbers < how_many), Open.READ_ONCE),
    )
    chosen = np.select([mask for mask, _ in cases], [int(why) for _, why in cases], int(Open.DIFFERS))
    return chosen.astype(np.uint8)
