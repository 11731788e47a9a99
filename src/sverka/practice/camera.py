"""A sheet as a telephone's camera sees it: a little turned and tilted, unevenly lit, with noise."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageChops

Corners = NDArray[np.float64]
DESK = (96, 84, 70)
TILT = 0.035  # how far a corner moves, as a share of the picture's side
GRAIN = 20  # the brightness of a point is off by at most 128 parts of this, of 255


def shot(sheet: Image.Image, draw: Generator) -> Image.Image:
    """A photo of a sheet, of the same size."""
    seen = sheet.transform(
        sheet.size,
        Image.Transform.PERSPECTIVE,
        _coefficients(_corners(sheet.size, draw), sheet.size),
        Image.Resampling.BILINEAR,
        fillcolor=DESK,
    )
    return _lit(seen, draw)


def scanned(sheet: Image.Image, draw: Generator) -> Image.Image:
    """A scan of a sheet in sixteen greys, hardly turned, without noise: small as a PNG."""
    turned = sheet.convert("L").rotate(
        float(draw.uniform(-0.8, 0.8)), Image.Resampling.BILINEAR, fillcolor=235
    )
    return turned.point([(grey // 17) * 17 for grey in range(256)])


def _corners(size: tuple[int, int], draw: Generator) -> Corners:
    """Where the sheet's corners come to lie in the photo: shape (4, 2), clockwise from the upper left."""
    width, height = size
    at_rest = np.array([(0.03, 0.03), (0.97, 0.03), (0.97, 0.97), (0.03, 0.97)])
    moved = at_rest + draw.uniform(-TILT / 2, TILT / 2, (4, 2))
    angle = float(draw.normal(0, 0.012))
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    corners: Corners = ((moved - 0.5) @ turn + 0.5) * (width, height)
    return corners


def _coefficients(corners: Corners, size: tuple[int, int]) -> tuple[float, ...]:
    """The eight numbers by which Pillow finds the sheet's point behind each of the photo's.

    x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1): two equations a corner.
    """
    width, height = size
    sheet = ((0, 0), (width, 0), (width, height), (0, height))
    equations, knowns = [], []
    for (x, y), (u, v) in zip(corners.tolist(), sheet, strict=True):
        equations += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        knowns += [u, v]
    return tuple(np.linalg.solve(np.array(equations, float), np.array(knowns, float)).tolist())


def _lit(seen: Image.Image, draw: Generator) -> Image.Image:
    """Brighter towards one corner, and grainy."""
    width, height = seen.size
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :] * np.float32(draw.uniform(-0.12, 0.12))
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None] * np.float32(draw.uniform(-0.12, 0.12))
    light = (np.float32(draw.uniform(0.82, 0.94)) + across + down) * np.float32(255)
    grain = np.frombuffer(draw.bytes(width * height), np.int8).reshape(height, width) // GRAIN
    grey = Image.fromarray(np.clip(light + grain, 0, 255).astype(np.uint8))
    return ImageChops.multiply(seen, Image.merge("RGB", (grey, grey, grey)))
