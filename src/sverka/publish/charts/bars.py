"""Bars side by side: one line per selection (or kind, or party), one bar per account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sverka.publish.charts.bar_layout import AFTER, AXIS, BETWEEN, GAP, Bars, Figure, Line, Threshold
from sverka.publish.charts.chart import Chart, Frame, Series, Words, finish
from sverka.publish.charts.drawing import Canvas, Spec
from sverka.publish.charts.header import Header
from sverka.publish.charts.layers import LINE, SMALL, TEXT, pixels, styled, texts
from sverka.publish.charts.letters import shorten, width_of, wrap
from sverka.publish.charts.look import INK, PAPER, QUIET


def draw_bars(
    lines: Sequence[Line],
    series: Sequence[Series],
    words: Words,
    frame: Frame,
    *,
    percent: bool = False,
    threshold: Threshold | None = None,
    ends: tuple[str, str] = ("", ""),
) -> Chart:
    """Bars from zero, in the order given; each with its figure as the table writes it.

    `ends` : what the lines mean towards the top and towards the bottom
    """
    bars = Bars.of(lines, series, frame, threshold.value if threshold else 0)
    header = Header.of(series, words, frame)
    names = list(_names(bars))
    limit = list(_words_of(threshold, bars)) if threshold else []
    first, last = (wrap(end, frame.width, SMALL, lines=1) for end in ends)
    below = LINE * (len(limit) + len(first))
    view = {
        "width": bars.plot,
        "height": bars.height,
        "layer": [
            *(_threshold(threshold, bars, words) if threshold else ()),
            *([_white(names)] if bars.above else ()),
            *_figures(bars, words, bars.encoding(percent)),
            texts(names, align="left" if bars.above else "right"),
            texts(limit, fontSize=SMALL),
            texts(_ends(first, last, bars), fontSize=SMALL, color=QUIET),
            *header.layers(bars.left, below),
        ],
    }
    canvas = Canvas.around(
        bars.plot,
        bars.height,
        left=bars.left,
        top=header.height + below,
        right=frame.width - bars.plot - bars.left,
        bottom=AXIS + LINE * len(last),
    )
    return finish(view, frame, words, canvas)


def _figures(bars: Bars, words: Words, encoding: Spec) -> Iterator[Spec]:
    """The bars with their figures, and what stands where there is none."""
    rows = [
        {
            "line": line.id,
            "name": line.name,
            "series": one.id,
            "value": float(line.figures[one.id].value),
            "text": line.figures[one.id].text,
        }
        for line in bars.lines
        for one in bars.series
        if one.id in line.figures
    ]
    missing = [
        {
            "line": line.id,
            "series": one.id,
            "text": shorten(words.missing, bars.width - bars.left - AFTER, TEXT),
        }
        for line in bars.lines
        for one in bars.series
        if one.id not in line.figures
    ]
    text = {"text": {"field": "text", "type": "nominal"}}
    look = styled(bars.series, fill="fill", stroke="stroke")
    mark = {"type": "text", "fontSize": TEXT, "color": INK, "dx": AFTER}
    yield {
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "bar", "strokeWidth": 1.25}, "encoding": look},
            {"mark": mark, "encoding": text},
        ],
    }
    if missing:
        yield {
            "data": {"values": missing},
            "mark": mark,
            "encoding": {**encoding, "x": {"value": 0}, **text},
        }


def _names(bars: Bars) -> Iterator[Spec]:
    """Left of the bars in the middle of their line; or above the first bar, on white."""
    for place, (line, name) in enumerate(zip(bars.lines, bars.names, strict=True)):
        room = bars.above or bars.step
        first = place * bars.step + (BETWEEN / 2 if bars.above else 0) + (room - LINE * len(name)) / 2
        for down, text in enumerate(name):
            y = first + LINE * (down + 0.5)
            x = 0 if bars.above else -GAP
            yield {"line": line.id, "text": text, "x": x, "y": y, **_behind(x, y, width_of(text, TEXT), LINE)}


def _ends(first: Sequence[str], last: Sequence[str], bars: Bars) -> Iterator[Spec]:
    for text in first:
        yield {"text": text, "x": -bars.left, "y": -LINE / 2}
    for text in last:
        yield {"text": text, "x": -bars.left, "y": bars.height + AXIS + LINE / 2}


def _words_of(threshold: Threshold, bars: Bars) -> Iterator[Spec]:
    """Above the line, as far as the picture's edges let them."""
    lines = wrap(threshold.text, bars.width, SMALL, lines=3)
    for up, text in enumerate(reversed(lines)):
        width = width_of(text, SMALL)
        x = max(0, min(bars.left + bars.length(threshold.value) - width / 2, bars.width - width))
        yield {"text": text, "x": round(x) - bars.left, "y": -LINE * (up + 0.5) - 1}


def _threshold(threshold: Threshold, bars: Bars, words: Words) -> Iterator[Spec]:
    """A line through all bars, and white where it would cross a figure."""
    at = bars.length(threshold.value)
    yield {
        "data": {"values": [{"value": float(threshold.value)}]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
        "encoding": {
            "x": {"field": "value", "type": "quantitative"},
            "y": {"value": -2},
            "y2": {"value": bars.height},
        },
    }
    yield _white([row for row in _behind_figures(bars, words) if row["left"] < at < row["right"]])


def _behind_figures(bars: Bars, words: Words) -> Iterator[Spec]:
    for place, line in enumerate(bars.lines):
        for under, one in enumerate(bars.series):
            figure = line.figures.get(one.id, Figure(0, words.missing))
            x = bars.length(figure.value) + AFTER
            y = place * bars.step + bars.top + bars.bar * (under + 0.5)
            yield _behind(x, y, width_of(figure.text, TEXT), bars.bar + 2)


def _behind(x: float, y: float, width: float, height: float) -> Spec:
    """The ground under a text that begins at (x, y)."""
    return {
        "left": x - 1,
        "right": x + width + 1,
        "top": y - height / 2,
        "bottom": y + height / 2,
    }


def _white(rows: list[Spec]) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "fill": PAPER},
        "encoding": {
            "x": pixels("left"),
            "x2": {"field": "right"},
            "y": pixels("top"),
            "y2": {"field": "bottom"},
        },
    }
