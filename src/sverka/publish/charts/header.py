"""What stands above a view: which account is drawn how, over which stations, and what the figures are a share of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sverka.publish.charts.chart import Frame, Series, Words
from sverka.publish.charts.drawing import Spec
from sverka.publish.charts.layers import LINE, SMALL, TEXT, pixels, styled, texts
from sverka.publish.charts.letters import widest, width_of, wrap
from sverka.publish.charts.look import QUIET

SWATCH = 18  # width of a sample
GAP = 8  # between a sample and its name, and below the header
SLACK = 1.15  # a first view may be in another font, which is wider: a note must not lie on the name before it


@dataclass(kw_only=True)
class Header:
    """Lines of text from the top of the picture down, as rows of data; `layers` puts them above a view."""

    series: Sequence[Series]
    width: int
    height: int = 0
    names: list[Spec] = field(default_factory=list)
    notes: list[Spec] = field(default_factory=list)
    samples: list[Spec] = field(default_factory=list)

    @classmethod
    def of(cls, series: Sequence[Series], words: Words, frame: Frame) -> Header:
        """The legend, where there is more than one series or something to say of it, then the axis."""
        header = cls(series=series, width=frame.width)
        for one in series:
            if len(series) > 1 or one.note:
                header._name(one)
        header._say(header.notes, wrap(words.axis, frame.width, SMALL, lines=3), 0)
        header.height += GAP
        return header

    def _name(self, series: Series) -> None:
        """A sample and the name, the note behind them if it fits, else below."""
        start, top = SWATCH + GAP, self.height
        self.samples.append({"series": series.id, "x": 0, "x2": SWATCH, "y": top + 3, "y2": top + 14})
        name = wrap(series.name, self.width - start, TEXT, lines=3, bold=True)
        behind = start + round(SLACK * widest(name, TEXT, bold=True)) + GAP if name else start
        self._say(self.names, name, start)
        if len(name) < 2 and width_of(series.note, SMALL) <= self.width - behind:
            self.height = top
            self._say(self.notes, (series.note,), behind)
        else:
            self._say(self.notes, wrap(series.note, self.width - start, SMALL, lines=3), start)

    def _say(self, rows: list[Spec], lines: Sequence[str], start: int) -> None:
        for line in lines:
            rows.append({"text": line, "x": start, "y": self.height + LINE / 2})
            self.height += LINE

    def layers(self, left: int, below: int = 0, *, lines: bool = False) -> list[Spec]:
        """The layers, for a view whose origin lies `below` the header and `left` of which the picture begins."""
        names, notes, samples = (
            [_moved(row, left, self.height + below) for row in rows]
            for rows in (self.names, self.notes, self.samples)
        )
        if lines:
            samples = [{**row, "y": (row["y"] + row["y2"]) / 2} for row in samples]
        draw = line_samples if lines else bar_samples
        return [
            draw(samples, self.series),
            texts(names, fontWeight=600),
            texts(notes, fontSize=SMALL, color=QUIET),
        ]


def _moved(row: Spec, left: int, up: int) -> Spec:
    by = {"x": left, "x2": left, "y": up, "y2": up}
    return {key: value - by[key] if key in by else value for key, value in row.items()}


def bar_samples(rows: list[Spec], series: Sequence[Series]) -> Spec:
    """Small bars from (x, y) to (x2, y2)."""
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "strokeWidth": 1.25},
        "encoding": {
            "x": pixels("x"),
            "x2": {"field": "x2"},
            "y": pixels("y"),
            "y2": {"field": "y2"},
            **styled(series, fill="fill", stroke="stroke"),
        },
    }


def line_samples(rows: list[Spec], series: Sequence[Series]) -> Spec:
    """Pieces of lines from x to x2 at y, with their dashes."""
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeWidth": 2.5},
        "encoding": {
            "x": pixels("x"),
            "x2": {"field": "x2"},
            "y": pixels("y"),
            **styled(series, stroke="stroke", strokeDash="dash"),
        },
    }
