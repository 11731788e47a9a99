"""How one spreadsheet of an invented recount may look: the same figures in one of thousands of shapes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.formats.bad_counts import workbook
from tests.formats.plain_recount import CANDIDATES, Unit, sheet

Row = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Names:
    """Which columns name the units, in both files."""

    number: bool
    county: bool
    label: bool


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one of the two files does with the figures."""

    seed: int
    number_title: str
    label_title: str
    county_title: str
    total_title: str
    grand_label: str
    delimiter: str
    encoding: str
    is_xlsx: bool
    row_numbers: bool
    drops_zeros: bool
    upper: bool
    shuffled: bool
    blocks: bool
    totals: bool
    subtotals: bool
    grand_total: bool
    registered: bool
    year: bool
    shares: bool
    clerk: bool
    reversed_candidates: bool
    title_line: bool
    empty_tail: bool
    remark: bool


names = st.sampled_from(
    [
        Names(number=True, county=False, label=False),
        Names(number=True, county=False, label=True),
        Names(number=False, county=True, label=True),
        Names(number=True, county=True, label=True),
    ]
)
looks = st.builds(
    Look,
    seed=st.integers(0, 10**6),
    number_title=st.sampled_from(["Ward ID", "Code", "GEOID"]),
    label_title=st.sampled_from(["Reporting Unit", "reporting_unit", "Municipality"]),
    county_title=st.sampled_from(["County", "COUNTY", "county "]),
    total_title=st.sampled_from(["Total", "All", "x", "Total Votes"]),
    grand_label=st.sampled_from(["Total", "STATEWIDE", "Итого"]),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
)


def file_of(units: Sequence[Unit], side: str, named: Names, look: Look) -> bytes:
    """The bytes of a file."""
    order = list(units)
    if look.shuffled:
        random.Random(look.seed).shuffle(order)
    rows = [_row(at, each, side, named, look) for at, each in enumerate(order)]
    header = list(rows[0])
    shown = _with_sums(rows, order, named, look)
    cells = [[row[title] for title in header] for row in shown]
    if look.is_xlsx:
        return workbook([header, *cells])
    text = sheet(header, cells, delimiter=look.delimiter)
    above = "Recount of the state\r\n\r\n" if look.title_line else ""
    below = (look.delimiter * (len(header) - 1) + "\r\n") * 3 if look.empty_tail else ""
    remark = "Source: the commission\r\n" if look.remark else ""
    return (above + text + below + remark).encode(look.encoding)


def _row(at: int, unit: Unit, side: str, named: Names, look: Look) -> Row:
    figures = unit.left if side == "left" else unit.right
    number = int(unit.number)
    row: Row = {"№": at + 1} if look.row_numbers else {}
    if named.number:
        row[look.number_title] = str(number) if look.drops_zeros else unit.number
    if named.county:
        row[look.county_title] = unit.county
    if named.label:
        row[look.label_title] = unit.label.upper() if look.upper else unit.label
    if look.registered:
        row["Registered voters"] = sum(figures) + number % 50
    if look.year:
        row["Year"] = 2016
    if look.shares:
        row["Turnout %"] = f"{number % 1000 / 10:.1f}"
    votes = dict(zip(CANDIDATES, figures, strict=True))
    row |= dict(reversed(votes.items())) if look.reversed_candidates else votes
    if look.totals:
        row[look.total_title] = sum(figures)
    if look.clerk:
        row["Clerk"] = f"Clerk {number % 97}"
    return row


def _with_sums(rows: Sequence[Row], order: Sequence[Unit], named: Names, look: Look) -> list[Row]:
    """The rows with counties standing once for their block, and rows of sums among them."""
    shown: list[Row] = []
    in_blocks = named.county and not look.shuffled
    for at, (row, unit) in enumerate(zip(rows, order, strict=True)):
        repeats = at > 0 and order[at - 1].county == unit.county
        county = {look.county_title: ""} if in_blocks and look.blocks and repeats else {}
        shown.append({**row, **county})
        ends = at + 1 == len(order) or order[at + 1].county != unit.county
        if in_blocks and look.subtotals and ends:
            block = [each for each, other in zip(rows, order, strict=True) if other.county == unit.county]
            shown.append(_sum_row(block, f"{unit.county} Total", look))
    return [*shown, _sum_row(rows, look.grand_label, look)] if look.grand_total else shown


def _sum_row(rows: Sequence[Row], label: str, look: Look) -> Row:
    named = (look.county_title, look.label_title, look.number_title)
    key = next(title for title in named if title in rows[0])
    summed = {
        title: sum(int(str(row[title])) for row in rows)
        for title, cell in rows[0].items()
        if isinstance(cell, int) and title not in {"№", "Year"}
    }
    return {**dict.fromkeys(rows[0], ""), **summed, key: label}
