"""A JPEG or PNG -> its pixels alone: upright, in sRGB, no larger than is needed to read a paper."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from sverka.errors import Fault

LONGEST = 4_000  # pixels: a page of A4 at 340 dots per inch
MOST_PIXELS = 170_000_000  # decoded, half a gigabyte; the largest cameras of telephones stay below
TAKE_AGAIN = "take it again, or save it as JPEG in another program; keep the original"
BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, struct.error, EOFError)
"""What Pillow raises on bytes that are no picture: PNG's reader calls a broken chunk a SyntaxError."""


def upright(content: bytes, name: str) -> Image.Image:
    """The picture that people see, as RGB or grey, without anything that its file says beside it."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            _check_size(opened, name)
            opened.draft(None, (LONGEST, LONGEST))  # of a JPEG, not much more than that is decoded
            return _plain(opened)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except UnidentifiedImageError as error:  # its own words name an object in memory
        raise Fault("the picture is broken or cut off", place=name, cure=TAKE_AGAIN) from error
    except BROKEN as error:
        raise Fault(f"the picture is broken or cut off: {error}", place=name, cure=TAKE_AGAIN) from error


def _check_size(picture: Image.Image, name: str) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> Fault:
    return Fault(
        f"more than {MOST_PIXELS // 1_000_000} million pixels", place=name, cure="save it in a smaller size"
    )


def _plain(opened: Image.Image) -> Image.Image:
    profile = opened.info.get("icc_profile")
    turned = ImageOps.exif_transpose(opened)
    picture = _in_srgb(_flat(turned), profile)
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    picture.info.clear()
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    """RGB or grey; what is transparent lies on white."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        return Image.fromarray((np.asarray(picture).astype(np.uint32) >> 8).astype(np.uint8))
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    if picture.mode in {"RGB", "L"}:
        return picture.copy()
    return picture.convert("L" if picture.mode in {"1", "LA"} else "RGB")


def _in_srgb(picture: Image.Image, profile: Any) -> Image.Image:
    """The same colours without the profile, which names a device; a profile that cannot be used is left out."""
    if not profile or picture.mode != "RGB":
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return picture if converted is None else converted
