"""A chart: its Vega-Lite specification, which is published too, and the SVG that is drawn from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sverka.publish.charts.drawing import Canvas, Spec, draw
from sverka.publish.charts.letters import FAMILY
from sverka.publish.charts.look import GRID, PAPER, QUIET, Look
from sverka.publish.charts.numbers import number_locale

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

WIDE = 720  # for screens, pixels of CSS
NARROW = 328  # for phones: 360 less the page's margins
TURNS_NARROW = 480  # below this, names stand above their bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a chart will stand.

    `id` : begins every id inside the SVG; unique in its page (letters, digits, hyphens)
    `width` : pixels of CSS at which text has its true size; `WIDE` and `NARROW` are good ones
    `language` : how numbers on axes are written
    """

    id: str
    width: int = WIDE
    language: str = "en"

    @property
    def narrow(self) -> bool:
        """Whether the chart is for a phone."""
        return self.width < TURNS_NARROW


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a chart says, in the language of its page.

    `title`, `description` : for those who do not see it; the description says what it shows
    `axis` : what the figures are, and of what base: drawn above the chart
    `missing` : stands where a series has no figure
    """

    title: str
    description: str
    axis: str = ""
    missing: str = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One account in a chart; the note says over which stations its figures are."""

    id: str
    name: str
    look: Look
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawn chart. The specification draws the same picture in any viewer of Vega-Lite that has the font."""

    spec: Mapping[str, Any] = field(repr=False)
    svg: str = field(repr=False)
    width: int
    height: int

    @property
    def spec_json(self) -> str:
        """The specification as it is published."""
        return json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n"


def finish(view: Spec, frame: Frame, words: Words, canvas: Canvas) -> Chart:
    """Make the full specification of a view and draw it."""
    spec = {
        "$schema": SCHEMA,
        "description": f"{words.title}. {words.description}".strip(),
        "padding": canvas.padding,
        "config": config(frame.language),
        **view,
    }
    svg = draw(spec, canvas, name=frame.id, title=words.title, description=words.description)
    return Chart(spec=spec, svg=svg, width=canvas.width, height=canvas.height)


def config(language: str) -> Spec:
    """What all charts have in common."""
    return {
        "font": FAMILY,
        "locale": {"number": number_locale(language)},
        "background": PAPER,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "gridColor": GRID,
            "labelColor": QUIET,
            "labelFontSize": 12,
            "labelFontWeight": 400,
            "labelPadding": 6,
            "labelOverlap": False,
            "labelBound": False,
            "labelLimit": 0,
            "title": None,
        },
        "text": {"baseline": "middle", "align": "left"},
    }
