"""Pieces of views that every chart is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sverka.publish.charts.chart import Series
from sverka.publish.charts.drawing import Spec
from sverka.publish.charts.look import INK

TEXT = 13  # size of names and values
SMALL = 12  # size of notes and axis labels
LINE = 17  # height of a line of text


def pixels(field: str) -> Spec:
    """A field whose numbers are pixels of the view."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def texts(rows: Iterable[Spec], *, x: Spec | None = None, y: Spec | None = None, **mark: Any) -> Spec:
    """A layer that writes the `text` of each row at (x, y), in pixels where nothing else is said."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "text", "fontSize": TEXT, "color": INK, **mark},
        "encoding": {
            "x": x or pixels("x"),
            "y": y or pixels("y"),
            "text": {"field": "text", "type": "nominal"},
        },
    }


def axis(values: Sequence[float], form: str) -> Spec:
    """An axis with a label at each value. Without the count Vega drops some of them where it finds it crowded."""
    return {"values": list(values), "tickCount": len(values), "format": form}


def styled(series: Sequence[Series], **channels: str) -> Spec:
    """Encodings that give each series what its look has: `styled(series, fill="fill", stroke="stroke")`."""
    return {
        channel: {
            "field": "series",
            "type": "nominal",
            "scale": {
                "domain": [one.id for one in series],
                "range": [_said(getattr(one.look, of)) for one in series],
            },
            "legend": None,
        }
        for channel, of in channels.items()
    }


def _said(value: str | tuple[int, ...]) -> str | list[int]:
    return list(value) if isinstance(value, tuple) else value
