from __future__ import annotations

import pytest
from playwright.sync_api import Page

from sverka.publish.charts.look import contrast, ink_on
from sverka.publish.tilemap import SEQUENTIAL, Tile, TileClass, draw_tile_map, sequential
from tests.publish.charts.figures import WORDS, boxes, frame, overlapping, parsed, texts
from tests.publish.charts.pages import show, violations

REGIONS = {
    "Талас областы": (0, 0),
    "Бишкек шаары": (1, 0),
    "Чүй областы": (2, 0),
    "Ысык-Көл областы": (3, 0),
    "Жалал-Абад областы": (1, 1),
    "Нарын областы": (2, 1),
    "Баткен областы": (0, 2),
    "Ош шаары": (1, 2),
    "Ош областы": (2, 2),
    "Чет өлкө": None,
}
CLASSES = [
    TileClass(id="none", name="эки эсеби тең жок", empty=True),
    *(TileClass(id=f"{n}", name=f"{n} %дан жогору", fill=fill) for n, fill in enumerate(sequential(4))),
]


def regions(abroad: tuple[int, int] | None = None) -> list[Tile]:
    places = {**REGIONS, "Чет өлкө": abroad}
    return [
        Tile(
            id=f"r{n}", label=name, name=name, value=f"{n} / 3{n}0", kind=f"{n % 4}", href=f"r{n}.html", at=at
        )
        for n, (name, at) in enumerate(places.items())
    ]


def districts() -> list[Tile]:
    return [
        Tile(id=f"d{n}", label=f"{n}", name=f"Округ {n}", value=f"{n},5 %", kind="none") for n in range(1, 37)
    ]


def test_every_region_is_named_in_full_even_on_a_phone() -> None:
    for width in (720, 328):
        drawn = "".join(texts(draw_tile_map(regions(), CLASSES, WORDS, frame(width)).svg)).replace(" ", "")

        assert [name for name in REGIONS if name.replace(" ", "") not in drawn] == []


def test_every_number_and_class_is_written() -> None:
    drawn = set(texts(draw_tile_map(regions(), CLASSES, WORDS, frame(328)).svg))

    assert {tile.value for tile in regions()} | {kind.name for kind in CLASSES} <= drawn


def test_no_text_leaves_the_picture_or_its_tile() -> None:
    for tiles in (regions(), regions(abroad=(4, 1)), districts()):
        for width in (720, 328):
            found = draw_tile_map(tiles, CLASSES, WORDS, frame(width))

            assert [box for box in boxes(found.svg) if box.left < 0 or box.right > width] == []
            assert all(0 < box.y < found.height for box in boxes(found.svg))
            assert overlapping(list(boxes(found.svg)), apart=10) == []


def test_tiles_lie_apart_even_those_without_a_place() -> None:
    for tiles in (regions(), districts()):
        svg = parsed(draw_tile_map(tiles, CLASSES, WORDS, frame(328)).svg)
        corners = [(square.get("x"), square.get("y")) for square in svg.iterfind(".//{*}rect")]

        assert len(set(corners)) == len(tiles) + len(CLASSES)


def test_a_tile_that_leads_somewhere_is_a_link_with_a_full_name() -> None:
    svg = parsed(draw_tile_map(regions(), CLASSES, WORDS, frame()).svg)
    links = {link.get("href"): link.get("aria-label") for link in svg.iterfind(".//{*}a")}

    assert len(links) == len(REGIONS)
    assert links["r4.html"] == "Жалал-Абад областы: 4 / 340. 0 %дан жогору"


def test_a_map_says_what_it_is_with_ids_of_its_own() -> None:
    svg = parsed(draw_tile_map(regions(), CLASSES, WORDS, frame()).svg)
    ids = [element.get("id") for element in svg.iter() if element.get("id")]

    assert ids == ["shares-title", "shares-desc"]
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("group", "shares-title")


def test_text_reads_on_every_colour_and_colours_darken_in_order() -> None:
    assert all(contrast(ink_on(fill), fill) >= 4.5 for fill in SEQUENTIAL)
    assert [contrast("#ffffff", fill) for fill in sequential(5)] == sorted(
        contrast("#ffffff", fill) for fill in sequential(5)
    )


def test_words_are_escaped() -> None:
    tile = Tile(id="x", label="<b>&", name='"quoted"', value="1", kind="none", href="?a=1&b=2")
    svg = parsed(draw_tile_map([tile], CLASSES, WORDS, frame()).svg)

    assert "<b>&" in texts(draw_tile_map([tile], CLASSES, WORDS, frame()).svg)
    assert next(svg.iterfind(".//{*}a")).get("aria-label") == '"quoted": 1. эки эсеби тең жок'


@pytest.mark.browser
def test_a_map_is_clean_for_axe_and_the_keyboard_walks_its_tiles(page: Page) -> None:
    show(page, draw_tile_map(regions(), CLASSES, WORDS, frame(328)).svg)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "r1.html"
    assert violations(page) == []
