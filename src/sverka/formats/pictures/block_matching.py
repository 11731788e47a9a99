"""Where the blocks of one picture lie in another, by normalised cross-correlation.

Source: J. P. Lewis, "Fast Normalized Cross-Correlation", 1995, eq. (2), with sums over windows from running sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from sverka.formats.pictures.ink import FloatArray

Floats = NDArray[np.float64]
FAINT = 0.02  # of ink, on average: a block with less correlates with nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Blocks of `side` places, every `step` places, each looked for up to `reach` places away."""

    side: int
    step: int
    reach: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Shape (blocks,) each: where a block lies (its middle), where in the other picture, how well it fits there.

    `fit` : correlation, in [-1, 1] · `ink` : how much is on the block or, if more, on its place in the other
    """

    x: Floats
    y: Floats
    to_x: Floats
    to_y: Floats
    fit: Floats
    ink: Floats


def match_blocks(one: FloatArray, other: FloatArray, grid: Grid) -> Matches:
    """The best place of every block of `one` in `other`, which is roughly laid on it."""
    blocks = _windows(one, grid.side, grid.step)
    areas = _windows(np.pad(other, grid.reach), grid.side + 2 * grid.reach, grid.step)
    blocks = blocks - blocks.mean(axis=(1, 2), keepdims=True)
    strength, others = _norm(blocks), _norms_within(areas, grid.side)
    fits = _products(blocks, areas, grid.reach) / np.maximum(
        strength[:, None, None] * others, (FAINT * grid.side) ** 2
    )
    best = fits.reshape(len(fits), -1).argmax(axis=1)
    down, across = np.unravel_index(best, fits.shape[1:])
    each = np.arange(len(fits))
    y, x = _middles(one.shape, grid)
    return Matches(
        x=x,
        y=y,
        to_x=x + across - grid.reach,
        to_y=y + down - grid.reach,
        fit=fits[each, down, across].astype(np.float64),
        ink=np.maximum(strength, others[:, grid.reach, grid.reach]).astype(np.float64) / grid.side,
    )


def _windows(picture: FloatArray, side: int, step: int) -> FloatArray:
    """Shape (blocks, side, side), row by row."""
    windows = sliding_window_view(picture, (side, side))[::step, ::step]
    return windows.reshape(-1, side, side)


def _middles(shape: tuple[int, ...], grid: Grid) -> tuple[Floats, Floats]:
    down, across = (np.arange(0, length - grid.side + 1, grid.step) + grid.side / 2 for length in shape)
    y, x = np.meshgrid(down, across, indexing="ij")
    return y.ravel(), x.ravel()


def _norm(blocks: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(np.square(blocks).sum(axis=(1, 2))), np.float32)


def _products(blocks: FloatArray, areas: FloatArray, reach: int) -> FloatArray:
    """The sum of products of each block with its area, at every place of it, by Fourier transform."""
    shape = areas.shape[1:]
    found = np.fft.irfft2(np.fft.rfft2(areas) * np.fft.rfft2(blocks, s=shape).conj(), s=shape)
    return np.asarray(found[:, : 2 * reach + 1, : 2 * reach + 1], np.float32)


def _norms_within(areas: FloatArray, side: int) -> FloatArray:
    """The norm, about the mean, of every window of `side` in each area."""
    sums, squares = _sums_within(areas, side), _sums_within(np.square(areas), side)
    return np.asarray(np.sqrt(np.maximum(squares - np.square(sums) / side**2, 1e-9)), np.float32)


def _sums_within(areas: FloatArray, side: int) -> Floats:
    running = np.pad(areas.astype(np.float64).cumsum(1).cumsum(2), ((0, 0), (1, 0), (1, 0)))
    found = running[:, side:, side:] - running[:, :-side, side:] - running[:, side:, :-side]
    return np.asarray(found + running[:, :-side, :-side], np.float64)
