"""An invented recount of a state, as two spreadsheets of it would look: the shape that real ones have."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass

CANDIDATES = ("Jansen, Maria", 'O\'Neil "Red" Tom', "Иванова Анна", "Scattering")
KINDS = ("Town of", "Village of", "City of")
NAMES = (
    "Lincoln",
    "Washington",
    "Union",
    "Grant",
    "Новый Берег",
    "St. John, East",
    'The "Forks"',
    "La Pointe",
)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One reporting unit with both counts; labels repeat between counties."""

    number: str
    county: str
    label: str
    left: tuple[int, ...]
    right: tuple[int, ...]


def recount(units: int, seed: int = 7, counties: int = 72) -> list[Unit]:
    """Units in order of county; one in ten differs by a few votes."""
    rng = random.Random(seed)
    per_county = -(-units // counties)
    found = []
    for at in range(units):
        county, within = divmod(at, per_county)
        kind, name = KINDS[within % 3], NAMES[(within // 3) % len(NAMES)]
        label = f"{kind} {name} Ward {within // 24 + 1}"
        left = tuple(rng.randrange(0, 900 // (at_ + 1)) for at_ in range(len(CANDIDATES)))
        right = tuple(max(0, each + rng.choice((-1, 0, 2))) for each in left) if rng.random() < 0.1 else left
        found.append(
            Unit(
                number=f"{at + 1:05d}", county=f"County {county + 1:02d}", label=label, left=left, right=right
            )
        )
    return found


def sheet(header: list[str], rows: list[list[object]], delimiter: str = ",") -> str:
    """The text of a CSV file."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def differing(units: list[Unit]) -> dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]]:
    """The truth: the figures of the units whose counts differ."""
    return {(each.county, each.label): (each.left, each.right) for each in units if each.left != each.right}
