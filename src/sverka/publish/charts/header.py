"""What stands above a view: which account is drawn how, over which stations, and what the figures are a share of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sverka.publish.charts.chart import Frame, Series, Words
from sverka.publish.charts.drawing import Spec
from sverka.publish.charts.layers import LINE, SMALL, TEXT, pixels, styled, texts
from sverka.publish.charts.letters import width_of, wrap
from sverka.publish.charts.look import QUIET

SWATCH = 18  # width of a sample
GAP = 8  # between a sample and its name, and below the header


@dataclass
class Header:
    """Lines of text from the top of the picture down; `layers` puts them above a view."""

    series: Sequence[Series]
    frame: Frame
    height: int = 0
    names: list[Spec] = field(default_factory=list)
    notes: list[Spec] = field(default_factory=list)
    axis: list[Spec] = field(default_factory=list)
    samples: list[Spec] = field(default_factory=list)

    @classmethod
    def of(cls, series: Sequence[Series], words: Words, frame: Frame) -> Header:
        """The legend, where there is more than one series or something to say of it, then the axis."""
        header = cls(series, frame)
        for one in series:
            if len(series) > 1 or one.note:
                header._name(one)
        if words.axis:
            header._say(header.axis, words.axis, 0)
        header.height += GAP
        return header

    def _name(self, series: Series) -> None:
        self.samples.append(
            {"series": series.id, "x": 0, "x2": SWATCH, "y": self.height + 3, "y2": self.height + 14}
        )
        start = SWATCH + GAP
        self.names.append({"text": series.name, "x": start, "y": self._middle()})
        after = start + width_of(series.name, TEXT, bold=True) + GAP
        if width_of(series.note, SMALL) <= self.frame.width - after:
            self.notes.append({"text": series.note, "x": round(after), "y": self._middle()})
            self.height += LINE
        else:
            self.height += LINE
            self._say(self.notes, series.note, start)

    def _say(self, lines: list[Spec], text: str, start: int) -> None:
        for line in wrap(text, self.frame.width - start, SMALL, lines=3):
            lines.append({"text": line, "x": start, "y": self._middle()})
            self.height += LINE

    def _middle(self) -> int:
        return self.height + LINE // 2

    def layers(self, canvas_left: int, below: int = 0, *, lines: bool = False) -> list[Spec]:
        """The layers, for a view whose origin lies `below` the header and `canvas_left` from the picture's edge."""
        up = self.height + below
        moved = {
            name: [_moved(row, canvas_left, up) for row in rows]
            for name, rows in (("names", self.names), ("notes", self.notes), ("axis", self.axis))
        }
        samples = [_moved(row, canvas_left, up) for row in self.samples]
        return [
            *(
                [_line_samples(samples, self.series) if lines else _bar_samples(samples, self.series)]
                if samples
                else []
            ),
            texts(moved["names"], fontWeight=600),
            texts(moved["notes"], fontSize=SMALL, color=QUIET),
            texts(moved["axis"], fontSize=SMALL, color=QUIET),
        ]


def _moved(row: Spec, left: int, up: int) -> Spec:
    by = {"x": left, "x2": left, "y": up, "y2": up}
    return {key: value - by[key] if key in by else value for key, value in row.items()}


def _bar_samples(rows: list[Spec], series: Sequence[Series]) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "strokeWidth": 1.5},
        "encoding": {
            "x": pixels("x"),
            "x2": {"field": "x2"},
            "y": pixels("y"),
            "y2": {"field": "y2"},
            **styled(series, fill="fill", stroke="stroke"),
        },
    }


def _line_samples(rows: list[Spec], series: Sequence[Series]) -> Spec:
    """A piece of the line, with its dashes."""
    return {
        "data": {"values": [{**row, "y": (row["y"] + row["y2"]) / 2} for row in rows]},
        "mark": {"type": "rule", "strokeWidth": 2.5},
        "encoding": {
            "x": pixels("x"),
            "x2": {"field": "x2"},
            "y": pixels("y"),
            **styled(series, stroke="stroke", strokeDash="dash"),
        },
    }
