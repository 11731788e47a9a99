"""Figures as a hand writes them: the same digits from the same draws, no two alike.

A digit is one stroke or two through points in a box one high and 0.6 wide; each time it is written the points move a
little, the box leans, and the pen goes up and down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import ImageDraw

Points = NDArray[np.float64]

STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (
        (
            (0.32, 0.0),
            (0.08, 0.2),
            (0.03, 0.6),
            (0.2, 1.0),
            (0.45, 0.9),
            (0.56, 0.5),
            (0.5, 0.12),
            (0.3, 0.0),
        ),
    ),
    "1": (((0.12, 0.32), (0.4, 0.0), (0.38, 0.5), (0.36, 1.0)),),
    "2": (((0.06, 0.2), (0.25, 0.0), (0.5, 0.14), (0.46, 0.42), (0.04, 1.0), (0.56, 0.95)),),
    "3": (((0.08, 0.06), (0.5, 0.06), (0.24, 0.42), (0.52, 0.62), (0.4, 0.97), (0.04, 0.92)),),
    "4": (((0.3, 0.0), (0.04, 0.6), (0.58, 0.58)), ((0.44, 0.3), (0.4, 1.0))),
    "5": (
        ((0.14, 0.02), (0.09, 0.44), (0.42, 0.42), (0.54, 0.72), (0.3, 1.0), (0.02, 0.92)),
        ((0.14, 0.02), (0.55, 0.0)),
    ),
    "6": (((0.5, 0.03), (0.16, 0.4), (0.05, 0.76), (0.26, 1.0), (0.52, 0.8), (0.4, 0.55), (0.08, 0.7)),),
    "7": (((0.04, 0.04), (0.56, 0.02), (0.3, 0.5), (0.2, 1.0)), ((0.16, 0.5), (0.48, 0.48))),
    "8": (
        (
            (0.48, 0.12),
            (0.2, 0.02),
            (0.12, 0.26),
            (0.48, 0.7),
            (0.3, 1.0),
            (0.06, 0.8),
            (0.4, 0.4),
            (0.5, 0.14),
        ),
    ),
    "9": (((0.5, 0.14), (0.2, 0.02), (0.06, 0.3), (0.28, 0.5), (0.5, 0.2), (0.48, 0.6), (0.34, 1.0)),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How one commission writes: how far it leans, how wide it sets figures, how broad its pen is, in which ink."""

    lean: float
    spacing: float
    pen: int
    ink: tuple[int, int, int]

    @classmethod
    def drawn(cls, draw: Generator) -> Hand:
        """One of many hands."""
        shade = int(draw.integers(0, 50))
        return cls(
            lean=float(draw.uniform(0.0, 0.25)),
            spacing=float(draw.uniform(0.7, 0.85)),
            pen=int(draw.integers(2, 4)),
            ink=(20 + shade // 2, 25 + shade // 2, 90 + shade),
        )

    def write(
        self,
        paper: ImageDraw.ImageDraw,
        figure: str,
        *,
        left: float,
        top: float,
        height: float,
        draw: Generator,
    ) -> None:
        """Write a figure of decimal digits."""
        for place, digit in enumerate(figure):
            size = height * float(draw.uniform(0.9, 1.08))
            corner = (left + place * self.spacing * height, top + float(draw.uniform(-0.05, 0.05)) * height)
            for stroke in STROKES[digit]:
                self._stroke(paper, _shaken(np.array(stroke), draw), corner, size)

    def scribble(
        self, paper: ImageDraw.ImageDraw, box: tuple[float, float, float, float], draw: Generator
    ) -> None:
        """A signature: a few loops across a box (left, top, right, bottom) that spell nothing."""
        left, top, right, bottom = box
        turns = int(draw.integers(9, 15))
        across = np.linspace(0, 1, turns) + draw.normal(0, 0.06, turns)
        up = np.resize([0.1, 0.9], turns) * draw.uniform(0.4, 1.0, turns)
        line = [
            (left + x * (right - left), bottom - y * (bottom - top)) for x, y in zip(across, up, strict=True)
        ]
        paper.line(line, fill=self.ink, width=self.pen, joint="curve")

    def cover(
        self, paper: ImageDraw.ImageDraw, box: tuple[float, float, float, float], draw: Generator
    ) -> None:
        """A blot over a figure that nobody can read any more."""
        for _ in range(3):
            self.scribble(paper, box, draw)
        left, top, right, bottom = box
        paper.ellipse((left, top, (left + 2 * right) / 3, bottom), fill=self.ink)

    def _stroke(
        self, paper: ImageDraw.ImageDraw, points: Points, corner: tuple[float, float], size: float
    ) -> None:
        left, top = corner
        leaning = [(left + size * (x + self.lean * (1 - y)), top + size * y) for x, y in points.tolist()]
        paper.line(leaning, fill=self.ink, width=self.pen, joint="curve")


def _shaken(points: Points, draw: Generator) -> Points:
    """The points of a stroke, each a little off, with one more between any two so that corners are round."""
    shaken = points + draw.normal(0, 0.02, points.shape)
    between = (shaken[:-1] + shaken[1:]) / 2
    path = np.empty((2 * len(points) - 1, 2))
    path[0::2], path[1::2] = shaken, between
    path[2:-2:2] = 0.6 * path[2:-2:2] + 0.2 * (path[1:-3:2] + path[3:-1:2])
    return path
