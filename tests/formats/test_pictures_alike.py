"""One paper photographed twice is found, whatever became of the picture; two papers of one form are two."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image

from sverka.formats.pictures.alike import SAME_PAPER, Album, Inks
from sverka.formats.pictures.ink import ink_of
from tests.formats.photographed import photo

STATIONS = [f"{number:04}" for number in range(1, 6)]


@cache
def shown(station: str, take: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(photo(station, take=take).content)).convert("RGB")


def saved_again(picture: Image.Image) -> Image.Image:
    to = io.BytesIO()
    picture.resize((picture.width // 2, picture.height // 2)).save(to, "JPEG", quality=50)
    return Image.open(io.BytesIO(to.getvalue()))


def cropped(picture: Image.Image) -> Image.Image:
    return picture.crop((9, 12, picture.width - 14, picture.height - 10))


CHANGED: dict[str, Callable[[str], Image.Image]] = {
    "by another camera": lambda station: shown(station, 1),
    "saved again, smaller": lambda station: saved_again(shown(station)),
    "cropped": lambda station: cropped(shown(station)),
    "on its side": lambda station: shown(station).rotate(90, expand=True),
    "on its other side, by another camera": lambda station: shown(station, 1).rotate(270, expand=True),
    "upside down": lambda station: shown(station).rotate(180),
    "in greys": lambda station: shown(station).convert("L"),
}


@cache
def inks() -> tuple[Inks, ...]:
    return tuple(ink_of(shown(station)) for station in STATIONS)


def pairs(*more: Image.Image) -> set[tuple[int, int]]:
    album = Album()
    for ink in (*inks(), *map(ink_of, more)):
        album.add(ink)
    found = album.alike()
    assert all(SAME_PAPER < each.fit <= 1.001 for each in found)
    return {(each.one, each.other) for each in found}


def test_papers_of_one_form_are_not_taken_for_one() -> None:
    assert pairs() == set()


@pytest.mark.parametrize("how", CHANGED)
def test_the_same_paper_is_found(how: str) -> None:
    assert pairs(CHANGED[how]("0003")) == {(2, len(STATIONS))}


def test_two_pictures_alone_are_compared_too() -> None:
    album = Album()
    for picture in (shown("0001"), shown("0001", 1), shown("0002")):
        album.add(ink_of(picture))

    assert [(each.one, each.other) for each in album.alike()] == [(0, 1)]
    assert album.alike(since=2) == []


def test_a_picture_of_something_else_is_like_nothing() -> None:
    assert pairs(Image.new("RGB", (800, 1100), "white"), Image.linear_gradient("L")) == set()
