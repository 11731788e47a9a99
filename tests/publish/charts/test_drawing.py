"""What holds for every kind of chart."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import altair
import pytest
from playwright.sync_api import Page

from sverka.publish.charts import NARROW, WIDE
from sverka.publish.charts.drawing import body_of, renderer
from tests.publish.charts.figures import KINDS, WORDS, boxes, chart, draw, frame, overlapping, parsed, texts
from tests.publish.charts.pages import show, violations

every_kind = pytest.mark.parametrize("kind", KINDS)
every_width = pytest.mark.parametrize("width", [WIDE, 552, NARROW])


@every_kind
def test_a_specification_is_valid_vega_lite(kind: str) -> None:
    published = json.loads(chart(kind).spec_json, object_hook=_few_rows)

    altair.Chart.from_dict(published, validate=True)


def _few_rows(part: dict[str, Any]) -> dict[str, Any]:
    """Data of two rows: all are alike, and validation is slow."""
    return {"values": part["values"][:2]} if set(part) == {"values"} else part


@every_kind
@every_width
def test_filling_texts_in_gives_what_vega_draws_with_them(kind: str, width: int) -> None:
    drawn = chart(kind, width)

    assert body_of(renderer()(dict(drawn.spec))) in drawn.svg


@every_kind
@every_width
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_no_text_leaves_the_picture(kind: str, width: int, language: str) -> None:
    drawn = chart(kind, width, language)
    found = list(boxes(drawn.svg))

    assert [box for box in found if box.left < -0.5 or box.right > width + 0.5] == []
    assert [box for box in found if not 0 < box.y < drawn.height] == []
    assert drawn.width == width


@every_kind
@every_width
def test_no_two_texts_overlap(kind: str, width: int) -> None:
    assert overlapping(list(boxes(chart(kind, width).svg))) == []


@every_kind
def test_a_picture_names_no_other_font_and_nothing_outside(kind: str) -> None:
    svg = chart(kind).svg

    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"'Sverka Sans', sans-serif"}
    assert [url for url in re.findall(r"\w+://[^\"' <]*", svg) if url != "http://www.w3.org/2000/svg"] == []
    assert not re.search(r"href|url\(|<style|<script|<image", svg)


@every_kind
def test_ids_begin_with_the_name_of_the_chart(kind: str) -> None:
    svg = parsed(chart(kind).svg)
    ids = [element.get("id") for element in svg.iter() if element.get("id")]

    assert ids == [f"{kind}-title", f"{kind}-desc"]
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", f"{kind}-title {kind}-desc")


def test_words_are_escaped() -> None:
    words = replace(WORDS, title='<b>"&', description="a < b", axis="& <i>")
    svg = draw("seats", frame(), words).svg

    assert parsed(svg).findtext("{*}title") == '<b>"&'
    assert "& <i>" in texts(svg)


@every_kind
def test_the_same_figures_give_the_same_bytes(kind: str) -> None:
    """Also later in a process, where Vega has counted its drawings on."""
    assert draw(kind, frame(name=kind)).svg == chart(kind).svg


@pytest.mark.slow
def test_another_process_in_another_zone_gives_the_same_bytes() -> None:
    code = (
        "from tests.publish.charts.figures import KINDS, chart\n"
        "import sys; sys.stdout.buffer.write(''.join(chart(k).svg for k in KINDS).encode())"
    )
    environment = {"TZ": "America/Anchorage", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PATH": ""}
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, capture_output=True, check=True, timeout=120, env=environment).stdout

    assert found.decode() == "".join(chart(kind).svg for kind in KINDS)


@pytest.mark.browser
@every_kind
def test_texts_are_as_wide_in_a_browser_as_we_took_them_to_be(kind: str, page: Page) -> None:
    show(page, chart(kind).svg)
    shown = page.evaluate("[...document.querySelectorAll('text')].map(text => text.getComputedTextLength())")
    taken = [(box.text, box.right - box.left) for box in boxes(chart(kind).svg)]
    # Kerning moves letters by a little, mostly closer.
    odd = [
        (text, width, ours)
        for width, (text, ours) in zip(shown, taken, strict=True)
        if not 0.93 * ours <= width <= ours + 1
    ]

    assert odd == []


@pytest.mark.browser
@every_width
def test_axe_finds_nothing(width: int, page: Page) -> None:
    show(page, "".join(chart(kind, width).svg for kind in KINDS))

    assert violations(page) == []
