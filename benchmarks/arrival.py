"""What was published on the way to the result of 28 November 2021, beside the replay at the same moment.

`python -m benchmarks.arrival` writes the table in docs/practice.md; a test holds it against the replay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from benchmarks.confusion import PAGE
from sverka.domain.counts import CountTable
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.practice.arrival import Arrival
from sverka.practice.overlay import overlaid
from sverka.practice.recipe import Wave, parse_recipe
from sverka.practice.replay import Replay, build

NAME = "kg-2021-11-28.replay.toml"
SHOWN = 7  # the largest published shares of a moment


def replay() -> Replay:
    """The replay that comes with Sverka."""
    from importlib.resources import files

    recipe = parse_recipe((files("sverka.elections") / "demo" / NAME).read_text("utf-8"), name=NAME)
    return build(recipe, parse_definition(overlaid(text_of(recipe.of), recipe), name=NAME))


def table(found: Replay) -> str:
    """The lines of the table."""
    recipe = found.recipe
    machine = _lines(found, recipe.machine_waves, found.machine_arrival, found.lists.machine, "scanners")
    hand = _lines(found, recipe.hand_waves, found.hand_arrival, found.lists.hand, "protocols")
    head = ("| Share of those who took part, % | Published | Replay |", "|---|---:|---:|")
    return "\n".join((*head, *machine, *hand)) + "\n"


def _lines(
    found: Replay, waves: list[Wave], arrival: Arrival, counts: CountTable, whose: str
) -> Iterator[str]:
    names = {str(each.id): each.names.en for each in found.contest.selections}
    came = counts.values[:, counts.fields.index(found.recipe.form.took_part)]
    for number, wave in enumerate(waves):
        here = (arrival.wave >= 0) & (arrival.wave <= number)
        for party, published in sorted(wave.shares.items(), key=lambda each: -each[1])[:SHOWN]:
            votes = counts.values[here, counts.fields.index(party)].sum()
            share = float(votes / np.maximum(came[here].sum(), 1) * 100)
            moment = f"{whose}, {wave.stations:,} of {len(counts.units):,} stations"
            yield f"| {names[party]}, {moment} | {published:.2f} | {share:.2f} |"


def main() -> None:
    """Write the table."""
    lines = table(replay())
    marked = re.compile(r"(<!-- arrival -->\n).*?(<!-- end -->)", re.S)
    PAGE.write_text(marked.sub(rf"\1\n{lines}\n\2", PAGE.read_text("utf-8")), "utf-8")
    print(lines)


if __name__ == "__main__":
    main()
