"""A picture of a paper -> how dark each place is against its surroundings: what is written and printed, not the light.

A picture lying on its side is stood up; whether its head is up shows when two are laid on each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

FloatArray = NDArray[np.float32]
WIDTH, HEIGHT = 192, 272  # of a page of A4: a place is 1.1 mm wide
SURROUNDINGS = 8  # places of half that size, to each side
DARKEST = 0.35  # beyond it ink is ink
STEPS = 255 / DARKEST


def ink_of(picture: Image.Image) -> NDArray[np.uint8]:
    """Shape (272, 192), from 0 (paper) to 255 (ink), whatever the size, the colours and the light of a picture."""
    grey = picture.convert("L")
    if grey.width > grey.height:
        grey = grey.transpose(Image.Transpose.ROTATE_90)
    grey = grey.resize((2 * WIDTH, 2 * HEIGHT), Image.Resampling.LANCZOS, reducing_gap=2.0)
    around = np.asarray(grey.filter(ImageFilter.BoxBlur(SURROUNDINGS)), np.float32)
    darker = np.clip((around - np.asarray(grey, np.float32)) / (around + 8), 0, DARKEST)
    ink = darker.reshape(HEIGHT, 2, WIDTH, 2).mean(axis=(1, 3)) * STEPS
    return np.asarray(ink.round(), np.uint8)


def as_floats(ink: NDArray[np.uint8]) -> FloatArray:
    """The same in [0, 0.35], as it is compared."""
    return np.asarray(ink, np.float32) / np.float32(STEPS)
