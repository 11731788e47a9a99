"""The two files of a drawing: one form of bytes, and back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.audits.drawn_list import format_drawn, stations_in
from sverka.audits.population import LeftOut, Listed, Population, format_population, parse_population
from sverka.audits.sampling import composed, draw_sample
from sverka.errors import Fault
from tests.audits.test_sampling import SEED

POPULATION = Population(
    (
        Listed("0002", Fraction(1, 3)),
        Listed("0001", Fraction(412)),
        Listed("7133", Fraction(120), LeftOut.ANNULLED),
        Listed("9001", None, LeftOut.NO_SIZE),
    ),
    sizes="legal:[2]",
)
WRITTEN = b"""\
station,size legal:[2],left_out
0001,412,
0002,1/3,
7133,120,annulled
9001,,no-size
"""
ids = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
listed = st.builds(
    Listed,
    ids,
    st.none() | st.fractions(min_value=0, max_value=10**6, max_denominator=100),
    st.none() | st.sampled_from(LeftOut),
)


def test_the_list_is_written_in_one_form() -> None:
    assert format_population(POPULATION) == WRITTEN


def test_what_is_left_out_is_counted_and_cannot_be_drawn() -> None:
    read = parse_population(WRITTEN)

    assert read.left_out() == {LeftOut.ANNULLED: 1, LeftOut.NO_SIZE: 1}
    assert [unit for unit, _ in read.units()] == ["0001", "0002"]


@given(
    st.lists(listed, max_size=8, unique_by=lambda line: composed(line.station)),
    st.sampled_from(["", "a:[1]"]),
)
def test_a_list_reads_back_as_it_was_written(lines: list[Listed], sizes: str) -> None:
    written = format_population(Population(tuple(lines), sizes))

    assert format_population(parse_population(written)) == written
    assert dict(parse_population(written).units()) == {
        composed(line.station): line.size if sizes else None
        for line in lines
        if line.size and line.left_out is None
    }


@pytest.mark.parametrize(
    "content",
    {
        "nothing": b"",
        "another order": b"station,equal,left_out\n0002,1,\n0001,1,\n",
        "line ends of Windows": b"station,equal,left_out\r\n0001,1,\r\n",
        "no last line end": b"station,equal,left_out\n0001,1,",
        "a fraction that can be shortened": b"station,size a:[1],left_out\n0001,2/4,\n",
        "a size that is none": b"station,size a:[1],left_out\n0001,many,\n",
        "a division by zero": b"station,size a:[1],left_out\n0001,1/0,\n",
        "a reason nobody knows": b"station,equal,left_out\n0001,1,tired\n",
        "a cell too many": b"station,equal,left_out\n0001,1,,\n",
        "a byte order mark": b"\xef\xbb\xbfstation,equal,left_out\n0001,1,\n",
        "less than nothing": b"station,size a:[1],left_out\n0001,-5,\n",
        "a station twice": b"station,equal,left_out\n0001,1,\n0001,1,\n",
        "no UTF-8": b"station,equal,left_out\n\xff,1,\n",
        "decomposed": "station,equal,left_out\n\u0438\u0306,1,\n".encode(),
        "needless quotes": b'station,equal,left_out\n"0001",1,\n',
    }.items(),
    ids=lambda case: case[0],
)
def test_bytes_that_are_no_such_list_are_refused(content: tuple[str, bytes]) -> None:
    with pytest.raises(Fault):
        parse_population(content[1])


def test_what_was_drawn_is_a_list_with_every_step() -> None:
    drawn = draw_sample(POPULATION.units(), SEED, 2)
    written = format_drawn(drawn).decode()

    assert written.startswith("place,station,hash,weight,key\n1,0001,3a2a86b1")
    assert ",412,0.00359678259346341797795208734786415662582646916733\n" in written
    assert stations_in(written.encode()) == ("0001", "0002")
