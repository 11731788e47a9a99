"""The quick way to read a plain CSV file gives what the thorough one gives, or stands aside."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.formats.csv_text import read_csv_text
from sverka.formats.plain_table import plain_table
from sverka.formats.table import Table

CELL = st.one_of(
    st.sampled_from(("", " ", "0101", " 12 ", "УИК 7133", 'Ward "A", north', "a|b", "1;2", "2\n3", "ё")),
    st.text("аб1 ,;\"'\t", max_size=4),
)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
    ),
    st.sampled_from((",", ";", "\t", "|")),
    st.sampled_from(("\n", "\r\n")),
    st.sampled_from(("utf-8", "utf-8-sig", "cp1251")),
    st.sampled_from(((), ("column 0",), ("0101",))),
)
def test_both_ways_agree_where_the_quick_one_answers(
    rows: list[list[str]], delimiter: str, newline: str, encoding: str, wanted: tuple[str, ...]
) -> None:
    header = [f"column {at}" for at in range(len(rows[0]))]
    data = written([header, *rows], delimiter, newline).encode(encoding)

    plain = plain_table(data, "t.csv", wanted)

    if plain is not None:
        assert content(plain) == content(read_csv_text(data, "t.csv", wanted=wanted))


PLAIN = b"id,name,registered\n0101,School,500\n0102,,\n"
UNSURE = {
    "nothing": b"",
    "only a header": b"id,name\n",
    "one column": b"id\n0101\n",
    "a title above": b"Stations of the town,,\n" + PLAIN,
    "a column without a name": PLAIN.replace(b"name", b""),
    "two delimiters in the header": PLAIN.replace(b"name", b"name|street"),
    "a row too long": PLAIN + b"0103,a,5,6\n",
    "an empty row": PLAIN + b",,\n",
    "a blank line": PLAIN + b"\n0103,a,5\n",
    "a remark at the end": PLAIN + b"Source: the commission,,\n",
    "a quotation mark that does not end": PLAIN + b'"0103,a,5\n',
    "an old code page": PLAIN.replace(b"School", "Школа".encode("cp1251")),
    "old line ends": PLAIN.replace(b"\n", b"\r"),
    "a NUL": PLAIN.replace(b"School", b"Sch\0ol"),
}


def test_a_plain_file_is_read_the_quick_way() -> None:
    plain = plain_table(PLAIN, "t.csv")

    assert plain is not None
    assert plain.cells(1) == ["School", None]
    assert plain.place(1, 2) == "t.csv, row 3, column C (registered)"


@pytest.mark.parametrize("name", UNSURE)
def test_what_needs_a_closer_look_gets_it(name: str) -> None:
    assert plain_table(UNSURE[name], "t.csv") is None


def test_opening_an_election_does_not_load_what_only_large_tables_need() -> None:
    program = "import sys, sverka.office.folder, sverka.publish.results; sys.exit('polars' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0


def content(table: Table) -> tuple[object, ...]:
    cells = [table.cells(column) for column in range(len(table.header))]
    return table.header, table.header_row, table.rows.tolist(), table.columns, cells, table.notices


def written(rows: Sequence[Sequence[str]], delimiter: str, newline: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue()
