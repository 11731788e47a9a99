"""How often the kinds of difference are right: planted mistakes against what the comparison calls them.

`python -m benchmarks.confusion` plants 10,000 mistakes into each of several elections, writes
benchmarks/confusion.json and the tables in docs/practice.md. A test recomputes it with another seed.

A mistake is *right* where its kind is among {kind, also} of the difference found.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import PCG64, Generator

from sverka.domain.counts import CountTable, State
from sverka.domain.ids import SelectionId
from sverka.practice.invent import CONTEST, HAND, MACHINE, invent
from sverka.practice.mistakes import Mistake, plant
from sverka.practice.sizes import Sizes
from sverka.reconcile.compare import Comparison, compare
from sverka.reconcile.kinds import KINDS, names_of

ROOT = Path(__file__).resolve().parent.parent
JSON, PAGE = ROOT / "benchmarks" / "confusion.json", ROOT / "docs" / "practice.md"
SEED = 20_211_128
MISTAKES = 10_000

Tables = tuple[CountTable, CountTable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """What planted kinds were called: `found[planted][kind]` stations, and how many of them were right."""

    mistakes: int
    right: int
    mean_size: float
    found: dict[str, dict[str, int]]
    right_by_kind: dict[str, int]


def practice(**sizes: int | float) -> Callable[[int], Tables]:
    """Tables of a practice election."""

    def tables(seed: int) -> Tables:
        election = invent(Sizes(stations=12_000, districts=36, regions=9, **sizes), seed=seed)  # type: ignore[arg-type]
        return election.machine, election.hand

    return tables


def uniform(selections: int, most: int) -> Callable[[int], Tables]:
    """Tables of another spirit: every figure anything from 0 to `most`, no parties, no form."""

    def tables(seed: int) -> Tables:
        values = Generator(PCG64(seed)).integers(0, most + 1, (12_000, selections))
        common = {
            "contest": CONTEST,
            "units": tuple(f"{number:05}" for number in range(len(values))),
            "rows": (),
            "selections": tuple(SelectionId(f"s{number}") for number in range(selections)),
            "values": values,
            "state": np.full(values.shape, State.READ, np.uint8),
        }
        return CountTable(source=MACHINE, **common), CountTable(source=HAND, **common)  # type: ignore[arg-type]

    return tables


ELECTIONS: dict[str, tuple[str, Callable[[int], Tables]]] = {
    "usual": ("20 parties, stations around 900 voters", practice(parties=20)),
    "many-parties": (
        "59 parties, stations around 6,000 voters",
        practice(parties=59, voters=6000, spread=0.5),
    ),
    "few-parties": ("8 parties, stations around 900 voters", practice(parties=8)),
    "uniform-large": ("60 rows, each anything from 0 to 2,000", uniform(60, 2000)),
    "uniform-small": ("3 rows, each anything from 0 to 60", uniform(3, 60)),
    "tiny": ("3 parties, stations around 90 voters", practice(parties=3, voters=90, spread=0.9)),
}


def confusion_of(tables: Tables, *, seed: int, mistakes: int = MISTAKES) -> Confusion:
    """Plant mistakes into two counts, compare them, and hold one against the other."""
    planted = plant(*tables, mistakes=mistakes, seed=seed)
    comparison = compare(planted.left, planted.right)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    right: Counter[str] = Counter()
    size = 0
    for mistake in planted.mistakes:
        kind, fitting = _called(mistake, comparison)
        found[mistake.kind][kind] += 1
        right[mistake.kind] += mistake.kind in fitting
        size += len(fitting)
    return Confusion(
        mistakes=mistakes,
        right=right.total(),
        mean_size=size / mistakes,
        found={planted: dict(called) for planted, called in found.items()},
        right_by_kind=dict(right),
    )


def _called(mistake: Mistake, comparison: Comparison) -> tuple[str, set[str]]:
    """The kind that the comparison found at the station, and all that fit there."""
    place = comparison.difference_of(mistake.station)
    if place is None:
        return "identical", set()
    kind = KINDS[comparison.kind[place]]
    return kind, {kind, *names_of(int(comparison.also[place]))}


# --- what is published -----------------------------------------------------------------------------------------------


def measured() -> dict[str, Confusion]:
    """All elections with the published seed."""
    return {name: confusion_of(tables(SEED), seed=SEED + 1) for name, (_, tables) in ELECTIONS.items()}


def as_json(confusions: dict[str, Confusion]) -> str:
    """benchmarks/confusion.json."""
    out = {
        name: {
            "election": ELECTIONS[name][0],
            "seed": SEED,
            "mistakes": each.mistakes,
            "right": each.right,
            "mean_size": round(each.mean_size, 4),
            "right_by_kind": each.right_by_kind,
            "found": each.found,
        }
        for name, each in confusions.items()
    }
    return json.dumps(out, indent=1, ensure_ascii=False) + "\n"


def as_page(measurements: dict[str, dict]) -> str:  # type: ignore[type-arg]
    """The tables of docs/practice.md, from benchmarks/confusion.json."""
    lines = ["| Election | Mistakes | Right | Kinds named, mean |", "|---|---:|---:|---:|"]
    for each in measurements.values():
        share = f"{each['right'] / each['mistakes']:.2%}".replace("%", " %")
        lines.append(f"| {each['election']} | {each['mistakes']:,} | {share} | {each['mean_size']:.2f} |")
    lines += ["", *_matrix(measurements["usual"])]
    return "\n".join(lines) + "\n"


def _matrix(measurement: dict) -> list[str]:  # type: ignore[type-arg]
    """One line per planted kind: how many, how many right, and what they were called."""
    lines = ["| Planted | Stations | Right | Called (first kind) |", "|---|---:|---:|---|"]
    for kind, called in measurement["found"].items():
        names = sorted(called.items(), key=lambda each: (-each[1], each[0]))
        said = ", ".join(f"{name} {n:,}" for name, n in names)
        right = measurement["right_by_kind"].get(kind, 0)
        lines.append(f"| {kind} | {sum(called.values()):,} | {right:,} | {said} |")
    return lines


def main() -> None:
    """Measure, and write what is published."""
    JSON.write_text(as_json(measured()), "utf-8")
    tables = as_page(json.loads(JSON.read_text("utf-8")))
    marked = re.compile(r"(<!-- confusion -->\n).*?(<!-- end -->)", re.S)
    PAGE.write_text(marked.sub(rf"\1\n{tables}\n\2", PAGE.read_text("utf-8")), "utf-8")
    print(tables)


if __name__ == "__main__":
    main()
