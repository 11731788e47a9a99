"""Pictures that show the same paper, though one was taken again, saved again, cropped, or turned.

Papers of one form are alike in all that is printed, and differ in what is written by hand. So pictures of one form are
laid on the first of them, and compared where the form leaves paper blank; the nearest are then held against each other
block by block. Two pictures are *alike* where even the blocks that fit worst (but for one in twenty) fit well. A paper
that was corrected in a few figures is alike too. docs/decisions/0200 has the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sverka.formats.pictures.block_matching import Grid, match_blocks
from sverka.formats.pictures.ink import FloatArray, as_floats
from sverka.formats.pictures.laying import bend, lay_on

Inks = NDArray[np.uint8]
Number = TypeVar("Number", np.uint8, np.float32)
FORM, SAME_FORM = Grid(side=32, step=16, reach=2), 0.55  # what is printed fits, at the median
PAPER, SAME_PAPER, WORST = Grid(side=16, step=12, reach=3), 0.68, 0.05  # of all blocks, but for one in twenty
WRITTEN = 0.02  # of ink, on average: fainter blocks are not looked at
FEWEST = 30  # blocks
BLANK = 0.01  # of ink: what most papers of a form have not
NEAREST = 5  # pictures that are held against a picture
NEAR = 0.45  # their correlation, at least
MARGIN = 16  # places at each edge that are not compared: the sheet ends there, and pictures are cropped there
FEW = 4  # papers of a form: less do not show what is blank
MOST_FORMS = 12  # beyond them a picture that fits no form is compared with nothing


@dataclass(frozen=True, slots=True)
class Alike:
    """Two pictures that show the same paper, by their places in what was compared; `fit` is in (0.68, 1]."""

    one: int
    other: int
    fit: float


@dataclass
class Form:
    """Papers of one form, each laid on the first."""

    first: FloatArray
    members: list[int] = field(default_factory=list)
    laid: list[Inks] = field(default_factory=list)


class Album:
    """Pictures, sorted by their forms as they come in."""

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self.size = 0

    def add(self, ink: Inks) -> None:
        """Take the next picture."""
        floats = as_floats(ink)
        for form in sorted(self.forms, key=lambda each: -len(each.members)):
            laid = _laid(form.first, floats)
            if laid is not None:
                form.members.append(self.size)
                form.laid.append(np.asarray((laid * (255 / 0.35)).round(), np.uint8))
                break
        else:
            if len(self.forms) < MOST_FORMS:
                self.forms.append(Form(floats, [self.size], [ink]))
        self.size += 1

    def alike(self, since: int = 0) -> list[Alike]:
        """All pairs that show the same paper, of which at least one came in from `since` on."""
        found = [each for form in self.forms for each in _alike_in(form, since)]
        return sorted(found, key=lambda each: (each.one, each.other))


def _laid(first: FloatArray, other: FloatArray) -> FloatArray | None:
    """A picture bent onto the first of a form, upright or upside down; None if it is of another form."""
    for turned in (other, np.ascontiguousarray(other[::-1, ::-1])):
        matrix = lay_on(first, turned)
        if matrix is None:
            continue
        laid = bend(turned, matrix)
        found = match_blocks(first, laid, FORM)
        inked = found.fit[found.ink > WRITTEN]
        if len(inked) >= FEWEST and np.median(inked) >= SAME_FORM:
            return laid
    return None


def _alike_in(form: Form, since: int) -> Iterator[Alike]:
    for one, other in _near(form, since):
        fit = paper_fit(as_floats(form.laid[one]), as_floats(form.laid[other]))
        if fit > SAME_PAPER:
            yield Alike(form.members[one], form.members[other], fit)


def paper_fit(one: FloatArray, other: FloatArray) -> float:
    """How well the block that fits worst fits, but for one in twenty; 0 where there is too little to see."""
    found = match_blocks(_within(one), _within(other), PAPER)
    inked = found.fit[found.ink > WRITTEN]
    return float(np.quantile(inked, WORST)) if len(inked) >= FEWEST else 0.0


def _near(form: Form, since: int) -> list[tuple[int, int]]:
    """Pairs, by their places in the form, worth holding against each other: what is written where most have nothing."""
    members = np.array(form.members)
    if len(members) < FEW:
        pairs = {(one, other) for other in range(len(members)) for one in range(other)}
    else:
        pairs = _nearest(form.laid, np.flatnonzero(members >= since))
    return sorted(pair for pair in pairs if members[pair[1]] >= since)


def _nearest(laid: Sequence[Inks], fresh: NDArray[np.int64]) -> set[tuple[int, int]]:
    pages = np.stack([_within(each) for each in laid]).reshape(len(laid), -1)
    blank = np.median(pages, axis=0) < BLANK * 255 / 0.35
    written = pages[:, blank].astype(np.float32)
    written /= np.maximum(np.linalg.norm(written, axis=1, keepdims=True), 1e-6)
    pairs = set()
    for one in fresh.tolist():
        likeness = written @ written[one]
        likeness[one] = -1
        for other in np.argsort(-likeness)[:NEAREST].tolist():
            if likeness[other] >= NEAR:
                pairs.add((min(one, other), max(one, other)))
    return pairs


def _within(page: NDArray[Number]) -> NDArray[Number]:
    """A page without its margins."""
    return page[MARGIN:-MARGIN, MARGIN:-MARGIN]
