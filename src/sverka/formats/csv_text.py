"""CSV -> a table of text. Even files go through polars whole; uneven ones record by record, to say where."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats import delimiters
from sverka.formats.encodings import decoded
from sverka.formats.faults import place_of, quoted, refuse_all
from sverka.formats.headers import header_at
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.text_tables import TextTable, text_table
from sverka.formats.unpack import unpacked

QUOTE, NEWLINE = ord('"'), ord("\n")


def read_csv_text(
    data: bytes, name: str, *, delimiter: str = "", encoding: str = "", wanted: Sequence[str] = ()
) -> TextTable:
    """The table in a CSV file; `wanted` are columns that its header must have (they find the header)."""
    text, notices = decoded(unpacked(data, name), name, encoding)
    if not text.strip():
        raise Fault("the file is empty", place=name, cure="Give a table with a header row.")
    by = delimiters.named(delimiter, name) if delimiter else delimiters.sniffed(text, name)
    start = text.index("\n") + 1 if delimiters.told_by_spreadsheet(text) else 0
    head = _records(text[start:] if start else text, by, name, delimiters.SAMPLE)
    at = header_at(head, name, wanted)
    header_row = at + 1 + bool(start)
    frame = _even_frame(text, by, _start_of_body(text, start, head[: at + 1]), len(head[at]))
    if frame is None:
        frame = _uneven_frame(text[start:], by, name, at, header_row)
    return text_table(name, head[at], header_row, frame, [*notices, *title_notices(head[:at], header_row)])


def title_notices(above: Sequence[Sequence[str]], header_row: int) -> list[Notice]:
    """That lines above the header were not read, if there are any."""
    count = sum(any(row) for row in above)
    return [notice(NoticeCode.TITLE_LINES_SKIPPED, count=count, header_row=header_row)] if count else []


def _records(text: str, delimiter: str, name: str, most: int | None = None) -> list[list[str]]:
    """The records of a file (or the first ones); a blank line is an empty record."""
    records: list[list[str]] = []
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            records.append(record)
            if len(records) == most:
                break
    except csv.Error as error:
        place = place_of(name, len(records) + 1)
        cure = 'A quotation mark inside a quoted cell is written twice: "Ward ""A""".'
        raise Fault(f"the quotation marks do not pair ({error})", place=place, cure=cure) from None
    return records


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one by one: its first records do not cost the whole of it."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _start_of_body(text: str, start: int, head: Sequence[Sequence[str]]) -> int:
    """Where the text beneath the header begins; the newlines within quoted cells of `head` count."""
    newlines = len(head) + sum(cell.count("\n") for record in head for cell in record)
    for _ in range(newlines):
        start = text.find("\n", start) + 1 or len(text)
    return start


def _even_frame(text: str, delimiter: str, start: int, width: int) -> pl.DataFrame | None:
    """The body in one step, if every record has `width` cells and quotes pair; None if not."""
    body = text[start:].rstrip("\n").encode()
    height = _even_height(np.frombuffer(body, np.uint8), delimiter, width)
    if not height:
        return None
    try:
        frame = pl.read_csv(body, has_header=False, separator=delimiter, infer_schema=False)
    except (pl.exceptions.PolarsError, pl.exceptions.ComputeError):
        return None
    return frame if frame.shape == (height, width) else None


def _even_height(body: np.ndarray[tuple[int], np.dtype[np.uint8]], delimiter: str, width: int) -> int:
    """The number of records if all have `width` cells, else 0.

    A byte lies inside quotes where the number of quotes before it is odd (RFC 4180 §2.7 doubles them inside);
    polars refuses quotes that do not follow RFC 4180, so this only has to be right where they do.
    """
    if not len(body) or not delimiter.isascii():
        return 0
    newlines, separators = body == NEWLINE, body == ord(delimiter)
    quotes = body == QUOTE
    if quotes.any():
        outside = np.cumsum(quotes, dtype=np.uint8) & 1 == 0  # uint8 wraps round, its last bit stays right
        newlines, separators = newlines & outside, separators & outside
    starts = np.concatenate(([0], np.flatnonzero(newlines) + 1))
    places = np.flatnonzero(separators)
    if starts[-1] >= len(body) or len(places) != len(starts) * (width - 1) or width < 2:
        return 0
    by_record = places.reshape(len(starts), width - 1)  # as it is if every record has its share of separators
    ends = np.append(starts[1:], len(body) + 1)
    even = (by_record[:, 0] >= starts).all() and (by_record[:, -1] < ends).all()
    return len(starts) if even else 0


def _uneven_frame(text: str, delimiter: str, name: str, at: int, header_row: int) -> pl.DataFrame:
    """The body record by record; a record of another width than the header is a fault."""
    records = _records(text, delimiter, name)
    width = max(len(records[at]), 1)
    faults = []
    body: list[list[str | None]] = []
    for row, record in enumerate(records[at + 1 :], header_row + 1):
        if not _fits(record, width):
            faults.append(_uneven(record, width, place_of(name, row)))
        cells: list[str | None] = [cell or None for cell in record[:width]]
        body.append(cells + [None] * (width - len(cells)))
    refuse_all(faults, name)
    schema = {f"column_{position}": pl.String for position in range(width)}
    return pl.DataFrame(body, schema=schema, orient="row")


def _fits(record: Sequence[str], width: int) -> bool:
    """Longer only by empty cells; shorter only if it is blank or one cell of words (a footnote)."""
    if len(record) >= width:
        return not any(cell.strip() for cell in record[width:])
    filled = [cell for cell in record if cell.strip()]
    return not filled or (len(record) == 1 and len(filled[0].split()) > 1)


def _uneven(record: Sequence[str], width: int, place: str) -> Fault:
    what = f"{len(record)} cells where the header has {width}; the row begins with {quoted(record[0])}"
    cure = "A cell that holds the column separator or a line break must stand in quotation marks."
    return Fault(what, place=place, cure=cure)
