"""From a table of text to counts, whatever file the table came in."""

from __future__ import annotations

from collections.abc import Callable

from sverka.domain.election import Election
from sverka.domain.readings import Notice, Reading
from sverka.errors import Fault
from sverka.formats.count_tables import Collected
from sverka.formats.faults import refuse_all
from sverka.formats.guessing import mapping_for
from sverka.formats.long import read_long
from sverka.formats.mappings import ColumnMapping
from sverka.formats.notices import together
from sverka.formats.row_keys import Whose, without_summaries
from sverka.formats.text_tables import TextTable
from sverka.formats.told_account import only_of
from sverka.formats.wide import read_wide

Shape = Callable[[TextTable, ColumnMapping, Election, Whose], Collected]


def read_tabular(
    table: TextTable,
    *,
    format: str,  # noqa: A002 - the word that people use on the command line
    election: Election,
    whose: Whose,
    mapping: ColumnMapping | None,
) -> Reading:
    """The counts in a table, by its mapping or by a guess."""
    if not len(table.rows):
        raise Fault(
            "there are no rows beneath the header", place=table.place(), cure="Give at least one station."
        )
    guesses: tuple[Notice, ...] = ()
    if mapping is None or not mapping.says_unit:
        mapping, guesses = mapping_for(table, election, whose.account, told=mapping or ColumnMapping())
    table, mapping = only_of(without_summaries(table, mapping), mapping, whose.account)
    read = SHAPES[mapping.shape](table, mapping, election, whose)
    refuse_all(read.faults, table.name)
    notices = together(table.notices, guesses, read.notices)
    return Reading(name=table.name, format=format, tables=tuple(read.tables), notices=notices)


SHAPES: dict[str, Shape] = {"wide": read_wide, "long": read_long, "column": read_long}
