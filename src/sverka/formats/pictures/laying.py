"""Two pictures of papers -> how one is to be bent to lie on the other: the eight numbers of a perspective.

x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1), as a matrix of three by three. It is
found from blocks that fit, first large ones far away, then smaller ones near by; blocks that go elsewhere than the
others are left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sverka.formats.pictures.block_matching import Grid, Matches, match_blocks
from sverka.formats.pictures.ink import FloatArray

Matrix = NDArray[np.float64]
STEPS = (
    Grid(side=64, step=32, reach=24),
    Grid(side=64, step=32, reach=12),
    Grid(side=48, step=24, reach=10),
    Grid(side=32, step=16, reach=6),
)
FITS = 0.35  # a block that correlates less says nothing about where it lies
FEWEST = 8  # blocks: four would do for eight numbers
ASTRAY = 2.5  # places from where the others are
UNIT = 200.0  # coordinates near 1 keep the equations well conditioned


def lay_on(one: FloatArray, other: FloatArray) -> Matrix | None:
    """Where each place of `one` lies in `other`; None if they have nothing in common."""
    bent = np.eye(3)
    for number, grid in enumerate(STEPS):
        found = match_blocks(one, bend(other, bent), grid)
        step = _agreed(found, perspective=number > 1)
        if step is None:
            return None
        bent = bent @ step
    return bent


def bend(other: FloatArray, matrix: Matrix) -> FloatArray:
    """The other picture as it looks from the first."""
    numbers = (matrix / matrix[2, 2]).ravel()[:8]
    height, width = other.shape
    seen = Image.fromarray(other).transform(
        (width, height), Image.Transform.PERSPECTIVE, tuple(numbers.tolist()), Image.Resampling.BILINEAR
    )
    return np.asarray(seen, np.float32)


def _agreed(found: Matches, *, perspective: bool) -> Matrix | None:
    """What most blocks agree on; first without those that do not fit, then without those that go astray."""
    weights = np.where(found.fit > FITS, np.square(found.fit), 0.0)
    matrix = None
    for _ in range(4):
        if np.count_nonzero(weights) < FEWEST:
            return None
        matrix = _solved(found, weights) if perspective else _solved_flat(found, weights)
        astray = _astray(found, matrix)
        most = max(ASTRAY, 1.5 * float(np.median(astray[weights > 0])))
        weights = np.where((found.fit > FITS) & (astray < most), np.square(found.fit), 0.0)
    return matrix


def _astray(found: Matches, matrix: Matrix) -> NDArray[np.float64]:
    x, y, w = matrix @ np.stack([found.x, found.y, np.ones_like(found.x)])
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.hypot(x / w - found.to_x, y / w - found.to_y)
    return np.asarray(np.nan_to_num(away, nan=np.inf), np.float64)


def _solved_flat(found: Matches, weights: NDArray[np.float64]) -> Matrix:
    """The best matrix without perspective (g = h = 0), by least squares."""
    places = np.stack([found.x, found.y, np.ones_like(found.x)], axis=1) * weights[:, None]
    rows = [np.linalg.lstsq(places, to * weights, rcond=None)[0] for to in (found.to_x, found.to_y)]
    return np.stack([*rows, np.array([0.0, 0.0, 1.0])])


def _solved(found: Matches, weights: NDArray[np.float64]) -> Matrix:
    """The best matrix, by least squares: two equations a block, as above."""
    x, y, u, v = (each / UNIT for each in (found.x, found.y, found.to_x, found.to_y))
    one, none = np.ones_like(x), np.zeros_like(x)
    across = np.stack([x, y, one, none, none, none, -u * x, -u * y], axis=1)
    down = np.stack([none, none, none, x, y, one, -v * x, -v * y], axis=1)
    twice = np.concatenate([weights, weights])
    equations = np.concatenate([across, down]) * twice[:, None]
    numbers = np.linalg.lstsq(equations, np.concatenate([u, v]) * twice, rcond=None)[0]
    larger = np.diag([UNIT, UNIT, 1.0])
    return np.asarray(larger @ np.append(numbers, 1.0).reshape(3, 3) @ np.linalg.inv(larger))
