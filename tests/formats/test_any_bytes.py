"""Whatever a file holds, its reader gives a reading or a fault, and nothing else."""

from __future__ import annotations

import contextlib
import gzip
import json

from hypothesis import example, given
from hypothesis import strategies as st

from sverka.errors import Fault
from sverka.formats.mappings import ColumnMapping, mapping_of
from sverka.formats.plain import read_plain_pair
from sverka.formats.reading import read_counts
from tests.formats.bad_counts import GOOD, ROWS, workbook, zipped
from tests.formats.test_json_paths import LONG, NESTED
from tests.small_election import HAND, small_election

ELECTION = small_election(contests=1, open_stations=True)
LONG_TEXT = "station,contest,selection,votes\n0001,parties,gerb,1\n0001,parties,ata,2\n0002,parties,gerb,3\n"
SEEDS = (
    GOOD.encode(),
    LONG_TEXT.encode(),
    ("\ufeff" + GOOD).encode("utf-16"),
    GOOD.replace("station", "участок").encode("cp1251"),
    gzip.compress(GOOD.encode(), mtime=0),
    zipped({"votes.csv": GOOD.encode()}),
    workbook(ROWS),
    json.dumps(NESTED).encode(),
    json.dumps([{"station": "0001", "gerb": 3}]).encode(),
    b"",
)
PIECES = (
    b";",
    b",",
    b"\n",
    b'"',
    b"\0",
    b"?",
    b"-1",
    b"\xff",
    b"Total",
    b"0001",
    b"[*]",
    b"{",
    b"]",
    b"\t",
    b"=1",
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with a few bytes cut out, written over or put in."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 12))
        data = data[:start] + draw(st.sampled_from(PIECES) | st.binary(max_size=6)) + data[end:]
    return data


mappings = st.sampled_from(
    [
        None,
        mapping_of(LONG, "map"),
        ColumnMapping(station="station"),
        ColumnMapping(
            shape="long", station="station", selection="selection", votes="votes", contest_column="contest"
        ),
    ]
)


@given(damaged(), mappings, st.sampled_from(["votes.csv", "votes.xlsx", "votes"]))
@example(b"station,gerb\n,\n", None, "votes.csv")
@example(b"station,gerb\n\n\n", None, "votes.csv")
@example(b",\n,\n", None, "votes.csv")
@example(b'{"a": []}', None, "votes.json")
def test_counts_are_read_or_refused(data: bytes, mapping: ColumnMapping | None, name: str) -> None:
    with contextlib.suppress(Fault):
        reading = read_counts(data, name=name, election=ELECTION, account=HAND, mapping=mapping)

        assert all(len(each.lines) == len(each.table.units) for each in reading.tables)


@given(damaged(), damaged(), st.sampled_from([(), ("station",), ("station", "gerb")]))
@example(b"station,gerb\nx,\n", b"station,gerb\nx,\n", ())
@example(b"station,A\nTotal,1\n", b"station,A\nTotal,1\n", ())
@example(b"station,contest,A\nx,,1\n", b"station,contest,A\nx,,1\n", ())
@example(b"station,selection,votes\nx,,1\n", b"station,selection,votes\nx,A,1\n", ())
def test_two_tables_are_compared_or_refused(left: bytes, right: bytes, station: tuple[str, ...]) -> None:
    with contextlib.suppress(Fault):
        for pair in read_plain_pair(("left", left), ("right", right), station=station):
            assert pair.left.units == pair.right.units
            assert pair.left.fields == pair.right.fields
