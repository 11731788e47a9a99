"""Typed values of sheets and JSON -> the text that a person sees in the cell."""

from __future__ import annotations

from datetime import date, datetime

EXACT = 2**53  # a spreadsheet holds numbers as float64, whole ones exactly up to here


def cell_text(cell: object) -> str:
    """A cell as text; a whole number has no decimals, however the sheet stores it."""
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) <= EXACT:
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat().removesuffix("T00:00:00")
        case _:
            return str(cell)
