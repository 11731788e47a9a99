"""One file of counts in any format that is known here -> a `Reading`, or everything that is wrong with it."""

from __future__ import annotations

from typing import Protocol

from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.domain.readings import Reading
from sverka.errors import Fault
from sverka.formats.csv_text import read_csv_text
from sverka.formats.json_paths import read_json_text
from sverka.formats.mappings import ColumnMapping, only_saved
from sverka.formats.nearest import nearest
from sverka.formats.nist_json import read_nist_json
from sverka.formats.pcos_reading import read_pcos
from sverka.formats.row_keys import Whose
from sverka.formats.shown_page import read_capture
from sverka.formats.sniff import sniffed_format
from sverka.formats.tabular import read_tabular
from sverka.formats.tape_reading import read_tape
from sverka.formats.text_tables import TextTable


class Reader(Protocol):
    """Reads the counts in one file; a file goes in whole or raises `Fault`."""

    def __call__(
        self,
        data: bytes,
        *,
        name: str,
        election: Election,
        account: AccountId | None,
        holder: str,
        mapping: ColumnMapping | None,
    ) -> Reading: ...


def read_counts(
    data: bytes,
    *,
    name: str,
    election: Election,
    account: AccountId | None = None,
    holder: str = "",
    mapping: ColumnMapping | None = None,
    format: str | None = None,  # noqa: A002 - the word that people use on the command line
) -> Reading:
    """The counts in a file, with what its reader noticed."""
    if not data:
        raise Fault("the file is empty", place=name, cure="Give a table with a header row.")
    chosen = format or (mapping.format if mapping else "") or sniffed_format(data, name)
    if chosen not in FORMATS:
        raise Fault(f"there is no format '{chosen}'", place=name, cure=nearest(chosen, FORMATS))
    return FORMATS[chosen](
        data, name=name, election=election, account=account, holder=holder, mapping=mapping
    )


def open_table(data: bytes, name: str, format: str, mapping: ColumnMapping | None) -> TextTable:  # noqa: A002
    """The table of text in a file of rows and columns."""
    told = mapping or ColumnMapping()
    if format == "json":
        return read_json_text(data, name, mapping)
    if format == "xlsx":
        from sverka.formats.xlsx import read_xlsx_text  # only workbooks pay for its library

        return read_xlsx_text(data, name, sheet=told.sheet, wanted=told.named)
    return read_csv_text(data, name, delimiter=told.delimiter, encoding=told.encoding, wanted=told.named)


def _tabular(format: str) -> Reader:  # noqa: A002 - as above
    """The reader of a format of rows and columns."""

    def read(
        data: bytes,
        *,
        name: str,
        election: Election,
        account: AccountId | None,
        holder: str,
        mapping: ColumnMapping | None,
    ) -> Reading:
        if mapping is None and format == "json":
            mapping = only_saved(election, format)
        table = open_table(data, name, format, mapping)
        whose = Whose(account=account, holder=holder)
        return read_tabular(table, format=format, election=election, whose=whose, mapping=mapping)

    return read


FORMATS: dict[str, Reader] = {
    "csv": _tabular("csv"),
    "xlsx": _tabular("xlsx"),
    "json": _tabular("json"),
    "nist-json": read_nist_json,
    "tape": read_tape,
    "pcos": read_pcos,
    "capture": read_capture,
}
