"""The inventory as a file for others, `data/inventory.csv`: one line for every paper, every refusal, and every gap.

    station,account,holder,through,contest,held,signed,stamped,claimed,reason,sha256,original,file
    0001,observer-copy,Fair Count,,,present,yes,no,2021-11-28T23:40+06:00,,03b…,9fd…,observer-copy/Fair-Count/0001-1.jpg
    0002,observer-copy,Fair Count,North,,copy-refused,,,2021-11-29T01:10+06:00,no copier at the station,,,
    0003,observer-copy,Fair Count,,,missing,,,,,,,

`held` is one of present, withheld, withdrawn, copy-refused, missing. `claimed` is when the paper was made or the copy
refused, `reason` why it was refused, withheld or withdrawn, as that was given. A station has a line `missing` where a
source has neither a paper nor a refusal of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from sverka.publish.inventory import Cell, Held, Inventory, held_of
from sverka.record.facts import DocumentFact, RefusedCopyFact

COLUMNS = (
    "station",
    "account",
    "holder",
    "through",
    "contest",
    "held",
    "signed",
    "stamped",
    "claimed",
    "reason",
    "sha256",
    "original",
    "file",
)


def inventory_csv(inventory: Inventory) -> bytes:
    """The file, by station as the definition has them, then by source."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(inventory_lines(inventory))
    return text.getvalue().encode()


def inventory_lines(inventory: Inventory) -> Iterator[Mapping[str, str]]:
    """Every line as its values by column; what is empty is left out."""
    for station in inventory.stations:
        for source in inventory.sources:
            yield from _of_cell((station, source), inventory)


def _of_cell(cell: Cell, inventory: Inventory) -> Iterator[Mapping[str, str]]:
    papers, refusals = inventory.papers.get(cell, ()), inventory.refusals.get(cell, ())
    yield from map(_paper, papers)
    yield from map(_refusal, refusals)
    if not papers and not refusals:
        station, source = cell
        yield _said(station=station, account=source.account, holder=source.holder, held=Held.MISSING.code)


def _paper(fact: DocumentFact) -> Mapping[str, str]:
    return _said(
        station=fact.station,
        account=fact.account,
        holder=fact.holder,
        through=fact.through,
        contest=fact.contest,
        held=held_of(fact).code,
        signed=fact.signed,
        stamped=fact.stamped,
        claimed=fact.claimed,
        reason=fact.withdrawn or fact.withheld,
        sha256=fact.sha256,
        original=fact.original,
        file=fact.file,
    )


def _refusal(fact: RefusedCopyFact) -> Mapping[str, str]:
    return _said(
        station=fact.station,
        account=fact.account,
        holder=fact.holder,
        through=fact.through,
        contest=fact.contest,
        held=Held.REFUSED.code,
        claimed=fact.claimed,
        reason=fact.reason,
    )


def _said(**values: str) -> Mapping[str, str]:
    return {column: value for column, value in values.items() if value}
