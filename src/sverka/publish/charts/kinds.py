"""Kinds of difference, by the number of stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sverka.publish.charts.bar_layout import Figure, Line
from sverka.publish.charts.bars import draw_bars
from sverka.publish.charts.chart import Chart, Frame, Series, Words
from sverka.publish.charts.look import NEUTRAL
from sverka.publish.charts.shares import ranked

STATIONS = Series(id="stations", name="", look=NEUTRAL)


@dataclass(frozen=True, slots=True)
class Group:
    """Stations that have something in common, and how many they are."""

    id: str
    name: str
    figure: Figure


def lines_of(groups: Sequence[Group]) -> list[Line]:
    """One bar per group."""
    return [Line(id=group.id, name=group.name, figures={STATIONS.id: group.figure}) for group in groups]


def draw_kinds(groups: Sequence[Group], words: Words, frame: Frame) -> Chart:
    """Bars from the most frequent kind to the rarest."""
    return draw_bars(ranked(lines_of(groups), [STATIONS]), [STATIONS], words, frame)
