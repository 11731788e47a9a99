"""Whether files and facts of a drawing agree: the list, its size, and what the seed draws from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sverka.audits.drawn_list import format_drawn
from sverka.audits.population import Population, parse_population
from sverka.audits.sampling import Drawn, in_order
from sverka.errors import Fault, Refused
from sverka.publish.group.drawings import FOLLOW, Drawing, unfit
from sverka.record.facts import AnchorFact, hash_of
from sverka.record.group_facts import CommitmentFact

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnAnew:
    """A drawing made again from its list and its dice.

    `order` : all stations that can be drawn, in the order of the seed; empty before there are dice enough
    `refused` : why what was recorded as drawn does not follow, None where it does
    """

    population: Population
    order: tuple[Drawn, ...] = ()
    sample_size: int = 0
    refused: Refused | None = None

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """The sample."""
        return self.order[: self.sample_size]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp of the record and where it stands in it."""

    entry: int
    anchor: AnchorFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A drawing held against the record once more; `anew` is None where its list cannot be read.

    `problems` : what does not agree, with the entry of the fact that it is about
    `stamps` : time stamps between the commitment and the dice
    """

    drawing: Drawing
    anew: DrawnAnew | None
    problems: tuple[tuple[int, Refused], ...]
    stamps: tuple[Stamp, ...] = ()


def committed_population(fact: CommitmentFact, files: Files) -> Population:
    """The list that was committed; refused where it is not the one, or has another number of stations."""
    content = files.get(fact.population)
    if content is None:
        raise Fault("the list of a drawing is missing", place=fact.population, cure="restore it from a copy")
    if hash_of(content) != fact.population:
        raise unfit("the list is another one than it names")
    try:
        population = parse_population(content)
        size = len(list(population.units()))
    except Fault as fault:
        raise unfit(f"{fault.place}: {fault.what}") from fault
    if size != fact.population_size:
        raise unfit(f"its list has {size} stations that can be drawn, and not {fact.population_size}")
    if (fact.method == "size") != bool(population.sizes):
        raise unfit(f"its list is not one for the method {fact.method!r}")
    return population


def draw_anew(drawing: Drawing, files: Files) -> DrawnAnew:
    """Draw once more, and hold what was recorded as drawn against it; refused where the list is not the one."""
    fact = drawing.committed.fact
    population = committed_population(fact, files)
    if drawing.digits_missing:
        return DrawnAnew(population=population)
    order = in_order(population.units(), drawing.seed)
    recorded = drawing.drawn.fact.drawn if drawing.drawn else None
    follows = recorded in (None, hash_of(format_drawn(order[: fact.sample_size])))
    return DrawnAnew(
        population=population,
        order=order,
        sample_size=fact.sample_size,
        refused=None if follows else OTHER_LIST,
    )


OTHER_LIST = Refused(
    "R437", "what was recorded as drawn is not what the seed draws from the list", cure=FOLLOW
)


def stamps_before_dice(drawing: Drawing, anchors: Mapping[int, AnchorFact]) -> tuple[Stamp, ...]:
    """The time stamps over the commitment that stand before the first dice: no one could have set it back."""
    dice = drawing.dice[0].entry if drawing.dice else max(anchors, default=0) + 1
    return tuple(
        Stamp(entry, anchor)
        for entry, anchor in sorted(anchors.items())
        if entry < dice and anchor.record_size > drawing.committed.entry
    )
