"""CSV as people save it: every delimiter, encoding and quotation; and what is broken, by its row."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sverka.errors import Fault
from sverka.formats import csv_text
from sverka.formats.csv_text import read_csv_text
from sverka.formats.text_tables import TextTable

PLAIN = "station;name;votes\n0001;Школа;12\n0002;Лицей;5\n"


def rows_of(table: TextTable) -> list[tuple[str | None, ...]]:
    return table.frame.rows()


def read(data: bytes | str, **more: str) -> TextTable:
    return read_csv_text(data.encode() if isinstance(data, str) else data, "votes.csv", **more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_and_encoding_gives_the_same_table(encoding: str, delimiter: str) -> None:
    table = read(PLAIN.replace(";", delimiter).encode(encoding))

    assert table.header == ("station", "name", "votes")
    assert rows_of(table) == [("0001", "Школа", "12"), ("0002", "Лицей", "5")]
    assert table.rows.tolist() == [2, 3]


def test_western_and_cyrillic_code_pages_are_told_apart_by_their_words() -> None:
    western = read("county,votes\nDoña Ana,1\nSão João,2\n".encode("cp1252"))

    assert rows_of(western)[0] == ("Doña Ana", "1")
    assert western.notices[0].context == {"encoding": "cp1252"}


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866"])
def test_other_code_pages_are_refused_and_not_guessed(encoding: str) -> None:
    with pytest.raises(Fault, match="neither UTF-8 nor a Windows code page") as raised:
        read(PLAIN.replace("Лицей", "Лицей имени Токтогула").encode(encoding))
    assert raised.value.place == "votes.csv, row 2"
    assert rows_of(read(PLAIN.encode(encoding), encoding=encoding))[0] == ("0001", "Школа", "12")


def test_packed_files_are_unpacked() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("votes.csv", PLAIN)
        packed.writestr("__MACOSX/._votes.csv", "x")

    assert rows_of(read(gzip.compress(PLAIN.encode(), mtime=0))) == rows_of(read(PLAIN))
    assert rows_of(
        read(gzip.compress(PLAIN[:30].encode(), mtime=0) + gzip.compress(PLAIN[30:].encode(), mtime=0))
    ) == rows_of(read(PLAIN))
    assert rows_of(read(archive.getvalue())) == rows_of(read(PLAIN))


def test_title_lines_empty_rows_and_remarks_are_no_stations() -> None:
    table = read("Recount;;\n2024, all wards\n\n" + PLAIN + ";;\n;;\nSource: the commission\n\n")

    assert table.header_row == 4
    assert table.rows.tolist() == [5, 6]
    assert [each.code for each in table.notices] == ["title-lines-skipped", "footnotes-skipped"]


def test_a_quoted_line_break_keeps_its_row_one_row() -> None:
    table = read('station,name,votes\n1,"School\nNo. 2, ""north""",3\n2,x,4\n')

    assert rows_of(table)[0] == ("1", 'School\nNo. 2, "north"', "3")
    assert table.rows.tolist() == [2, 3]


def test_numbers_of_the_ballot_may_be_the_header() -> None:
    assert read("station;1;2;3\n0001;10;20;30\n0002;1;2;3\n").header == ("station", "1", "2", "3")


@pytest.mark.parametrize(
    "data, says, place",
    [
        (b"", "the file is empty", "votes.csv"),
        (b"\xef\xbb\xbf\r\n \r\n", "the file is empty", "votes.csv"),
        (b"station\n0001\n0002\n", "no column separator found", "votes.csv"),
        (b"0001,12,34\n0002,5,6\n", "no header row found", "votes.csv, row 1"),
        (b"a,b,c\n1,2,3\n1,2\n", "2 cells where the header has 3", "votes.csv, row 3"),
        (b"a,b,c\n1,2,3,4\n", "4 cells where the header has 3", "votes.csv, row 2"),
        (b'a,b\n1,2\n"x,2\n', "the quotation marks do not pair", "votes.csv, row 3"),
        (b'a,b\n1,2\n"x"y,2\n', "the quotation marks do not pair", "votes.csv, row 3"),
        (b"a,b\n1,2\n3,\x00\n", "there is a NUL byte", "votes.csv, row 3"),
        (b"a,b\n\x98\x81\x8d,2\n", "neither UTF-8 nor", "votes.csv, row 2"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0)[:-6], "the gzip file ends too early", "votes.csv"),
        (b"\x1f\x8bnot gzip", "the gzip file is damaged", "votes.csv"),
        (b"PK\x03\x04not zip", "the zip file is damaged", "votes.csv"),
    ],
)
def test_a_broken_file_says_what_and_where(data: bytes, says: str, place: str) -> None:
    with pytest.raises(Fault, match=says) as raised:
        read(data)

    assert raised.value.place == place
    assert raised.value.cure or says.startswith("the file is empty")


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Cc", "Zl", "Zp"))
)


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    row = st.lists(cells, min_size=width, max_size=width)
    rows = draw(st.lists(row, min_size=1, max_size=8))
    return [[f"k{at}", *each] for at, each in enumerate(rows)]


@given(grids(), st.sampled_from(";,\t|"), st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)), st.booleans())
def test_any_table_reads_back_as_it_was_written(
    rows: list[list[str]], delimiter: str, quoting: Literal[0, 1], windows: bool
) -> None:
    file = io.StringIO()
    writer = csv.writer(
        file, delimiter=delimiter, quoting=quoting, lineterminator="\r\n" if windows else "\n"
    )
    header = ["station", *(f"column {at}" for at in range(1, len(rows[0])))]
    writer.writerow(header)
    writer.writerows(rows)
    table = read(file.getvalue(), delimiter=delimiter)

    assert table.header == tuple(header)
    assert [tuple(cell or "" for cell in row) for row in rows_of(table)] == [
        tuple(cell.strip() for cell in row) for row in rows
    ]


@given(st.text('ab1,;"\n \t', max_size=60))
def test_the_fast_way_agrees_with_the_slow_one(body: str) -> None:
    text = "station,x,y\nk,1,2\n" + body
    outcomes: list[object] = []
    for fast in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not fast:
                patch.setattr(csv_text, "_even_frame", lambda *_: None)
            try:
                table = read(text, delimiter=",")
                outcomes.append((rows_of(table), table.rows.tolist(), table.notices))
            except Fault as fault:
                outcomes.append(([], [], (str(fault),)))

    assert outcomes[0] == outcomes[1]


@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.integers(0, 999)), min_size=1, max_size=9
    )
)
def test_spaces_around_cells_mean_nothing(rows: list[tuple[str, int]]) -> None:
    assume(len({label for label, _ in rows}) == len(rows))
    tight = "station,votes,x\n" + "".join(f"{label},{votes},1\n" for label, votes in rows)
    loose = tight.replace(",", " , ").replace("\n", " \n")

    assert rows_of(read(tight)) == rows_of(read(loose))
