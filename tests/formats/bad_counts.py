"""Broken files of counts: for each what is given and what its one message must say.

The same table runs twice: here against `read_counts` and `read_plain_pair`, and through the command line, which must
end with exit code 2 and leave the folder as it was. `{mapping}` in `options` stands for the path of a file with
`mapping` in it. The election is the small one of `tests.small_election`.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

STATION_MAPPING = 'station = "station"\n'
GOOD = "station,gerb,ata,butun,against\n0001,10,20,30,1\n0002,5,6,7,0\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadFile:
    """One broken file, how it is added (`sverka add` with `options`), and the words its message must have."""

    name: str
    filename: str
    content: bytes
    says: tuple[str, ...]
    options: tuple[str, ...] = ("--account", "hand")
    mapping: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadPair:
    """Two files that `sverka compare A B` cannot compare without being told more."""

    name: str
    left: str
    right: str
    says: tuple[str, ...]
    options: tuple[str, ...] = ()


def workbook(
    rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], None] | None = None, sheets: int = 1
) -> bytes:
    """A workbook with the same rows in each sheet; `change` gets the book and its first sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for number in range(sheets):
        sheet = book.add_worksheet(f"Sheet {number + 1}")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    if change:
        change(book, book.worksheets()[0])
    book.close()
    return file.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def csv(name: str, text: str, *says: str, **more: Any) -> BadFile:
    """A broken CSV file."""
    return BadFile(name=name, filename="votes.csv", content=text.encode(), says=says, **more)


def xlsx(name: str, content: bytes, *says: str, **more: Any) -> BadFile:
    """A broken workbook."""
    return BadFile(name=name, filename="votes.xlsx", content=content, says=says, **more)


def mapped(name: str, mapping: str, *says: str, text: str = GOOD, filename: str = "votes.csv") -> BadFile:
    """A good file with a broken mapping, or one that does not fit it."""
    return BadFile(
        name=name,
        filename=filename,
        content=text.encode(),
        says=says,
        options=("--account", "hand", "--mapping", "{mapping}"),
        mapping=mapping,
    )


ROWS: list[list[Any]] = [["station", "gerb", "ata"], ["0001", 10, 20], ["0002", 5, 6]]
JSON_MAPPING = """format = "json"
shape = "long"
station = "stations[*].id"
selection = "stations[*].votes[*].list"
votes = "stations[*].votes[*].n"
"""
LONG_MAPPING = 'shape = "long"\nstation = "station"\nselection = "list"\nvotes = "votes"\n'

TEXTS = (
    csv("empty", "", "the file is empty"),
    csv("blank", "\ufeff\r\n\r\n", "the file is empty"),
    csv("one column", "station\n0001\n0002\n", "no column separator found"),
    csv("header alone", "station,gerb\n", "no rows beneath the header"),
    csv("no header", "0001,12,34\n0002,5,6\n", "row 1", "no header row found"),
    csv("short row", GOOD + "0101,1,2\n", "row 4", "3 cells where the header has 5"),
    csv("long row", GOOD + "0101,1,2,3,4,5\n", "row 4", "6 cells where the header has 5"),
    csv("cut download", GOOD[:-5], "row 3", "3 cells where the header has 5"),
    csv("open quotation mark", GOOD + '"0101,1,2,3,4\n', "row 4", "quotation marks do not pair"),
    csv("NUL byte", GOOD.replace("20", "2\0"), "row 2", "NUL byte"),
    BadFile(
        name="KOI8-R",
        filename="votes.csv",
        content="участок;Герб имени Токтогула\n0001;1\n".encode("koi8-r"),
        says=("row 1", "neither UTF-8 nor"),
    ),
    BadFile(
        name="cut gzip",
        filename="votes.csv.gz",
        content=gzip.compress(GOOD.encode(), mtime=0)[:-5],
        says=("the gzip file ends too early",),
    ),
    BadFile(
        name="two files in a zip",
        filename="votes.zip",
        content=zipped({"a.csv": b"x", "b.csv": b"y"}),
        says=("2 files instead of one",),
    ),
    BadFile(
        name="picture",
        filename="votes.csv",
        content=b"\x89PNG\r\n\x1a\n" + bytes(20),
        says=("a picture, not a table",),
    ),
    BadFile(name="PDF", filename="protocol.pdf", content=b"%PDF-1.7\n", says=("a PDF, not a table",)),
    BadFile(
        name="definition", filename="town.toml", content=b'[election]\nid = "town"\n', says=("this is TOML",)
    ),
    csv("web page", "<!doctype html><html><body>404</body></html>", "a web page, not a table"),
    csv(
        "unknown format",
        GOOD,
        "there is no format 'cvs'",
        'did you mean "csv"',
        options=("--account", "hand", "--format", "cvs"),
    ),
)

FIGURES = (
    csv("letter in a figure", GOOD.replace("20", "2O"), "row 2, column C (ata)", "'2O'", "Is it 20?"),
    csv("figure below zero", GOOD.replace("20", "-20"), "row 2, column C (ata)", "less than zero"),
    csv("decimals", GOOD.replace("20", "20.5"), "row 2, column C (ata)", "not a whole number"),
    csv(
        "thousands or decimals",
        GOOD.replace("20", "1.234"),
        "row 2, column C (ata)",
        "thousands or a decimal fraction",
    ),
    csv("share", GOOD.replace("20", "20%"), "row 2, column C (ata)", "a share, not a count"),
    csv("shortened", GOOD.replace("20", "1.2E+05"), "row 2, column C (ata)", "a shortened number"),
    csv("date", GOOD.replace("20", "2021-01-02"), "row 2, column C (ata)", "a date, not a figure"),
    csv("failed formula", GOOD.replace("20", "#REF!"), "row 2, column C (ata)", "formula or its error"),
    csv(
        "dash",
        GOOD.replace("20", "—"),
        "row 2, column C (ata)",
        "may mean none, not on the sheet, or not known",
    ),
    csv(
        "telephone number",
        GOOD.replace("20", "996312345678"),
        "row 2, column C (ata)",
        "too large for a count",
    ),
    csv(
        "three faults at once",
        "station,gerb,ata\n0001,1x,2\n0009,1,2.5\n",
        "row 2, column B (gerb)",
        "row 3, column A (station)",
        "row 3, column C (ata)",
        "3 faults, nothing was taken",
    ),
    csv(
        "thirty faults",
        "station,selection,votes\n" + "0001,gerb,many\n" * 30,
        "the first 20 are shown, and 10 more",
    ),
)

UNITS = (
    csv("unknown station", GOOD.replace("0002", "0003"), "row 3, column A (station)", "'0003' is no station"),
    csv("name of a station", GOOD.replace("0002", "Lyceum"), "A name alone joins nothing", "1001"),
    csv("no station", GOOD.replace("0002", ""), "row 3, column A (station)", "names no station"),
    csv("unknown total row", GOOD + "Σ,15,26,37,1\n", "row 4, column A (station)", "'Σ' is no station"),
    csv(
        "same station, other figures",
        GOOD + "0001,10,20,30,2\n",
        "row 4",
        "'0001' has other figures here than in row 2",
    ),
    csv(
        "same station by lost zeros",
        GOOD + "1,10,20,30,2\n",
        "row 4",
        "'0001' has other figures here than in row 2",
    ),
    csv("no station column", "place,gerb\nA,1\nB,2\n", "no column holds the stations' ids"),
    csv(
        "another election's stations",
        "station,gerb\n" + "".join(f"55{at:03d},1\n" for at in range(30)),
        "30 of 30 rows name no station",
    ),
)

FIELDS = (
    csv(
        "unknown selection", GOOD.replace("butun", "butan"), "row 1, column D (butan)", 'did you mean "butun"'
    ),
    csv(
        "unknown row of the form",
        GOOD.replace("butun", "row:12"),
        "row 1, column D (row:12)",
        "is no selection",
    ),
    csv(
        "two columns of one selection",
        GOOD.replace("butun", "Ата-Мекен"),
        "'ata' and 'Ата-Мекен' are both 'ata'",
    ),
    csv(
        "registered voters among selections",
        GOOD.replace("against", "Registered"),
        "'Registered' is no selection",
        "ignore",
    ),
    csv("no selections", "station,note\n0001,x\n0002,y\n", "no column is a selection or a row of the form"),
    csv(
        "unknown selection in a long file",
        "station,selection,votes\n0001,gerb,1\n0001,gerd,2\n",
        "row 3, column B (selection)",
        "'gerd' is no selection",
    ),
    csv(
        "votes without a selection",
        "station,selection,votes\n0001,gerb,1\n0001,,2\n",
        "row 3, column B (selection)",
        "names no selection",
    ),
    csv(
        "a figure twice",
        "station,selection,votes\n0001,gerb,1\n0001,gerb,2\n",
        "row 3",
        "another figure for 'gerb' here than in row 2",
    ),
    csv(
        "nothing says whose", GOOD, "nothing says whose count this is", "machine, hand, observer", options=()
    ),
    csv(
        "unknown account",
        GOOD,
        "there is no account 'hands'",
        'did you mean "hand"',
        options=("--account", "hands"),
    ),
)

SHEETS = (
    xlsx("damaged workbook", workbook(ROWS)[:2000], "the workbook is damaged"),
    xlsx("empty workbook", workbook([]), "no sheet has a table"),
    xlsx("two sheets", workbook(ROWS, sheets=2), "2 sheets have a table", "Sheet 1, Sheet 2"),
    xlsx(
        "workbook with a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "has a password",
    ),
    xlsx("old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old workbook (XLS)"),
    xlsx(
        "formula that failed",
        workbook(ROWS, lambda _, sheet: sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")),
        "row 2, column C (ata)",
        "'#DIV/0!'",
    ),
    xlsx(
        "merged figure",
        workbook(ROWS, lambda _, sheet: sheet.merge_range("B2:B3", 7)),
        "one figure is merged over B2:B3",
    ),
    xlsx(
        "true instead of a figure",
        workbook([*ROWS, ["0101", True, 3]]),
        "row 4, column B (gerb)",
        "'TRUE' is not a whole number",
    ),
    BadFile(
        name="document",
        filename="votes.docx",
        content=zipped({"word/document.xml": b"<x/>"}),
        says=("an office document",),
    ),
)

MAPPINGS = (
    mapped("mapping that is not TOML", "station = \n", "this is not TOML"),
    mapped(
        "unknown key in a mapping", 'staton = "station"\n', 'unknown key "staton"', 'did you mean "station"'
    ),
    mapped("unknown shape", 'shape = "broad"\n', '"broad" is not one of the words allowed here'),
    mapped(
        "long without votes",
        'shape = "long"\nstation = "station"\nselection = "list"\n',
        'shape "long" needs "votes"',
    ),
    mapped("two kinds of unit", 'station = "a"\narea = "b"\n', "station and area are given together"),
    mapped(
        "column that is not there",
        'station = "section"\n',
        "there is no column 'section'",
        "It has: station, gerb",
    ),
    mapped(
        "selection that is not there",
        STATION_MAPPING + 'selections = {gerb = "gerd"}\n',
        "'gerd' is no selection of contest parties",
    ),
    mapped(
        "contest that is not there",
        STATION_MAPPING + 'contest = "partys"\n',
        "there is no contest 'partys'",
        'did you mean "parties"',
    ),
    mapped(
        "area that is not there",
        'shape = "column"\nunit = {area = "z"}\nselection = "station"\nvotes = "gerb"\n',
        "'z' is no area",
    ),
    mapped(
        "empty cells are faults",
        STATION_MAPPING + 'empty = "error"\n',
        "row 2, column C (ata)",
        "the cell is empty",
        text=GOOD.replace("20", ""),
    ),
    mapped(
        "account by column and by option",
        STATION_MAPPING + 'account = {column = "gerb", values = {x = "hand"}}\n',
        "no row is of account hand",
    ),
    mapped(
        "delimiter of two characters", STATION_MAPPING + 'delimiter = "::"\n', "'::' cannot separate columns"
    ),
    mapped("encoding that is none", STATION_MAPPING + 'encoding = "utf-9"\n', "there is no encoding 'utf-9'"),
    mapped(
        "JSON that is none",
        JSON_MAPPING,
        "this is not JSON",
        "row 1",
        text='{"stations": [}',
        filename="votes.json",
    ),
    mapped(
        "path that leads nowhere",
        JSON_MAPPING,
        "there is no 'votes'",
        "id, result",
        text=json.dumps({"stations": [{"id": "0001", "result": []}]}),
        filename="votes.json",
    ),
    mapped(
        "figure in JSON",
        JSON_MAPPING,
        "votes.json, stations[0].votes[0].n",
        "is not a whole number",
        text=json.dumps({"stations": [{"id": "0001", "votes": [{"list": "gerb", "n": 1.5}]}]}),
        filename="votes.json",
    ),
    mapped(
        "path that is none",
        JSON_MAPPING.replace("[*].id", "[x].id"),
        "'stations[x].id' is no path",
        text='{"stations": []}',
        filename="votes.json",
    ),
    mapped("long file, wide mapping", LONG_MAPPING, "there is no column 'votes'", "It has: station"),
)

BAD_COUNTS: tuple[BadFile, ...] = (*TEXTS, *FIGURES, *UNITS, *FIELDS, *SHEETS, *MAPPINGS)

BAD_PAIRS: tuple[BadPair, ...] = (
    BadPair(
        name="labels repeat",
        left="ward,A,B\nx,1,2\nx,3,4\n",
        right="ward,A,B\nx,1,2\ny,3,4\n",
        says=("'x' stands in rows 2 and 3",),
    ),
    BadPair(
        name="nothing in common",
        left="ward,A,B\nx,1,2\ny,3,4\n",
        right="ward,A,B\nq,1,2\nr,3,4\n",
        says=("no units are in both files",),
    ),
    BadPair(
        name="other selections",
        left="ward,A,B\nx,1,2\ny,3,4\n",
        right="ward,C,D\nx,1,2\ny,3,4\n",
        says=("no selection is in both files", "C, D"),
    ),
    BadPair(
        name="figures alone",
        left="A,B\n11,20\n12,21\n",
        right="A,B\n11,20\n12,21\n",
        says=("names the units", "--station"),
    ),
    BadPair(
        name="two keys",
        left="ward id,ward name,A\n1,North,1\n2,South,3\n",
        right="ward id,ward name,A\n1,South,3\n2,North,1\n",
        says=("ward id and ward name could both name the unit", "--station"),
    ),
    BadPair(
        name="wrong figure",
        left="ward,A\nx,1O\ny,2\nz,3\n",
        right="ward,A\nx,1\ny,2\nz,3\n",
        says=("left.csv, row 2, column B (A)", "Is it 10?"),
    ),
    BadPair(
        name="no such column",
        left="ward,A\nx,1\n",
        right="ward,A\nx,1\n",
        options=("--station", "precinct"),
        says=("there is no column 'precinct' in either file",),
    ),
    BadPair(
        name="two columns of figures with one title",
        left="ward,A,A\nx,1,2\n",
        right="ward,A,B\nx,1,2\n",
        says=("2 columns of figures are called 'A' (B and C)",),
    ),
    BadPair(name="empty file", left="", right="ward,A\nx,1\n", says=("left.csv", "the file is empty")),
    BadPair(
        name="a contest in neither",
        left="ward,contest,selection,votes\nx,P,A,1\n",
        right="ward,contest,selection,votes\nx,P,A,1\n",
        options=("--contest", "Q"),
        says=("there is no contest 'Q'", "There are: P"),
    ),
)
