"""Formats that say themselves what each figure is: a mapping of columns has no meaning for them."""

from __future__ import annotations

from sverka.errors import Fault
from sverka.formats.mappings import ColumnMapping


def refuse_mapping(mapping: ColumnMapping | None, name: str) -> None:
    """Raise a fault for a mapping that says more than the name of the format."""
    if mapping is not None and mapping != ColumnMapping(format=mapping.format):
        what = "a mapping was given for a file that names its figures itself"
        raise Fault(what, place=name, cure="Leave the mapping out.")
