"""One answer of the commission's results API: what scanners ("pcos") counted, by division.

::

    GET /api/election/{id}/ballot-count?type={type}&id={division}

    {"overview": {"pcos": {"p3": 1190, "p5": 1204, "p7": 14, "p8": 1190}},
     "ballots": [{"position": 1, "name_ky": "Ата Мекен", "name_ru": "Ата-Мекен"}, …],
     "ballotCounts": [{"division": {"id": 12},
                       "ballotCounts": [{"position": 1, "pcosCount": 61, "pcosPercent": 5.13}, …]}, …]}

The shape was read from one scraper of 2024; what is not known of it stands in docs/formats/pcos.md. The page
and its text are twins; `pcos_reading` joins a page to an election.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct, field

from sverka.errors import Fault
from sverka.formats.unpack import unpacked

Text = int | str  # the API may give an id as a number or as a text; a page keeps what it gave


class PcosCount(Struct, frozen=True, rename="camel"):
    """The votes for one position of the ballot in a division; whoever reads checks that they are whole."""

    position: Text
    pcos_count: Any = None
    pcos_percent: Decimal | None = None  # with the digits that were shown


class PcosDivision(Struct, frozen=True):
    """Which division counts are of."""

    id: Text


class PcosCounts(Struct, frozen=True, rename="camel"):
    """All counts of a division."""

    division: PcosDivision
    ballot_counts: list[PcosCount]


class PcosBallot(Struct, frozen=True):
    """One position of the ballot and its names."""

    position: Text
    name_ky: str = ""
    name_ru: str = ""


class PcosOverview(Struct, frozen=True):
    """Figures of the whole division that was asked for, by the API's names of rows (p3, p5, p7, p8)."""

    pcos: dict[str, Any] = {}


class PcosPage(Struct, frozen=True, rename="camel", kw_only=True):
    """One answer."""

    overview: PcosOverview = field(default_factory=PcosOverview)
    ballots: list[PcosBallot]
    ballot_counts: list[PcosCounts]


def format_pcos(page: PcosPage) -> bytes:
    """The bytes of an answer; the same page gives the same bytes."""
    return msgspec.json.Encoder(decimal_format="number").encode(page) + b"\n"


def parse_pcos(data: bytes, name: str) -> PcosPage:
    """The answer in a text, or where it has another shape."""
    try:
        return msgspec.json.decode(unpacked(data, name), type=PcosPage)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        place = f"{name}, {path.strip('`')}" if path else name
        raise Fault(
            what, place=place, cure="The shape that is known stands in docs/formats/pcos.md."
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault(f"this is not JSON: {error}", place=name, cure="Fetch it again.") from None


def unknown_fields(data: bytes, name: str) -> tuple[str, ...]:
    """What else the API says, e.g. of counts by hand: paths that are not part of the shape known here."""
    page = msgspec.json.decode(unpacked(data, name))
    counts = page["ballotCounts"]
    levels = {
        "": ([page], PcosPage),
        "overview.": ([page.get("overview", {})], PcosOverview),
        "ballots[].": (page["ballots"], PcosBallot),
        "ballotCounts[].": (counts, PcosCounts),
        "ballotCounts[].division.": ([each["division"] for each in counts], PcosDivision),
        "ballotCounts[].ballotCounts[].": (
            [each for part in counts for each in part["ballotCounts"]],
            PcosCount,
        ),
    }
    found = {
        path + key: None
        for path, (elements, shape) in levels.items()
        for element in elements
        for key in element.keys() - set(shape.__struct_encode_fields__)
    }
    return tuple(sorted(found))
