"""What a person told about two plain tables, over what would be guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`station`, `selections` and `ignore` are titles of columns; `contest` is one of those in the files."""

    station: tuple[str, ...] = ()
    contest: str = ""
    selections: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    sheets: tuple[str, str] = ("", "")

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that at least one of the files must have."""
        return (*self.station, *self.selections, *self.ignore)


def check_titles(asked: Asked, left: TextTable, right: TextTable) -> None:
    """Every title that was asked for is in at least one of the files."""
    for title in asked.titles:
        if not positions(left, [title]) and not positions(right, [title]):
            has = ", ".join(each or "(no name)" for each in left.header[:30])
            what = f"there is no column {quoted(title)} in either file"
            raise Fault(what, place=left.place(), cure=f"It has: {has}.")


def positions(table: TextTable, titles: Iterable[str]) -> list[int]:
    """The columns with these titles, in the order of the titles; those that the table lacks are left out."""
    loose = [folded(each) for each in table.header]
    return [at for title in titles for at, each in enumerate(loose) if each == folded(title)]
