"""Bars with any names and figures."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from sverka.publish.charts import Figure, Line, Series, Threshold, Words
from sverka.publish.charts.bar_layout import Bars
from sverka.publish.charts.bars import draw_bars
from sverka.publish.charts.look import HAND, MACHINE, OTHERS, RECOUNT
from tests.publish.charts.figures import LONGEST, boxes, frame, lines, overlapping, texts

LOOKS = (MACHINE, HAND, RECOUNT, *OTHERS)
names = st.lists(st.text("ңөүШжи", min_size=1, max_size=14), min_size=1, max_size=9).map(" ".join)
widths = st.sampled_from([328, 552, 720])


@st.composite
def results(draw: st.DrawFn) -> tuple[list[Line], list[Series]]:
    series = [
        Series(id=look.stroke, name=draw(names), look=look, note=draw(st.just("") | names))
        for look in LOOKS[: draw(st.integers(1, 5))]
    ]
    shares = st.fractions(0, Fraction(3, 2), max_denominator=999)
    found = [
        Line(
            id=str(place),
            name=draw(names),
            figures={
                one.id: Figure(share, f"{float(share):.2%}")
                for one in series
                if (share := draw(st.none() | shares)) is not None
            },
        )
        for place in range(draw(st.integers(1, 5)))
    ]
    return found, series


@settings(max_examples=30)
@given(results(), widths, st.none() | names)
def test_texts_stay_in_the_picture_and_off_one_another(
    result: tuple[list[Line], list[Series]], width: int, threshold: str | None
) -> None:
    found, series = result
    limit = Threshold(Fraction(1, 20), threshold) if threshold else None
    words = Words(title="t", description="d", axis=LONGEST, missing="маалымат жок")
    chart = draw_bars(found, series, words, frame(width), percent=True, threshold=limit)
    drawn = list(boxes(chart.svg))

    assert [box for box in drawn if box.left < -0.5 or box.right > width + 0.5] == []
    assert [box for box in drawn if not 0 < box.y < chart.height] == []
    assert overlapping(drawn) == []
    assert texts(chart.svg).count(words.missing) == sum(
        one.id not in line.figures for line in found for one in series
    )


def test_short_names_stand_left_of_the_bars_even_on_a_phone() -> None:
    short = [Line(id="a", name="Альянс", figures={"machine": Figure(1, "1")})]
    series = [Series(id="machine", name="", look=MACHINE)]

    assert Bars.of(short, series, frame(328), 0).above == 0
    assert Bars.of(lines(), series, frame(328), 0).above > 0


def test_bars_are_as_long_as_their_figures_say() -> None:
    series = [Series(id="machine", name="", look=MACHINE)]
    bars = Bars.of(lines(), series, frame(720), 0)

    assert bars.length(bars.largest) == bars.plot
    assert bars.length(Fraction(bars.largest) / 3) * 3 == bars.plot
