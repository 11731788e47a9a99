from __future__ import annotations

from fractions import Fraction

import pytest

from sverka.publish.charts import NARROW, WIDE, Chart, Line, Threshold, draw_shares
from tests.publish.charts.figures import LONGEST, SERIES, WORDS, boxes, frame, lines, texts, written

THRESHOLD = Threshold(Fraction(5, 100), "босого: катышкандардын 5 %")


def draw(width: int = WIDE) -> Chart:
    return draw_shares(lines(), SERIES, WORDS, frame(width), threshold=THRESHOLD, last=["p21"])


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_name_and_figure_is_written(width: int) -> None:
    found = texts(draw(width).svg)
    whole = " ".join(found)

    assert {line.name for line in lines()} - {LONGEST} <= set(found)
    assert LONGEST in whole
    assert {figure.text for line in lines() for figure in line.figures.values()} <= set(found)
    assert found.count(WORDS.missing) == 1
    assert {THRESHOLD.text, SERIES[0].name, SERIES[0].note, SERIES[1].name, SERIES[1].note} <= set(found)
    assert WORDS.axis in whole


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_text_leaves_the_picture(width: int) -> None:
    chart = draw(width)
    outside = [box for box in boxes(chart.svg) if box.left < -0.5 or box.right > chart.width + 0.5]

    assert outside == []
    assert all(0 < box.y < chart.height for box in boxes(chart.svg))


def test_the_last_account_decides_the_order_and_against_all_stands_last() -> None:
    found = [
        Line(
            id="a", name="A", figures={"machine": written(Fraction(3, 10)), "hand": written(Fraction(1, 10))}
        ),
        Line(id="against", name="C", figures={"hand": written(Fraction(9, 10))}),
        Line(id="b", name="B", figures={"machine": written(Fraction(2, 10))}),
    ]
    drawn = texts(draw_shares(found, SERIES, WORDS, frame(), last=["against"]).svg)

    assert [text for text in drawn if text in "ABC"] == ["B", "A", "C"]
