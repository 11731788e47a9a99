"""The recipe of a replay: known sums of a real election, and how they are spread over invented stations.

A recipe is data (TOML); it names an election's definition and what that calls its contests, accounts and
rows. docs/practice.md shows one.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from sverka.errors import Fault
from sverka.practice.group_recipe import GroupPlan, Text

Count = Annotated[int, Meta(ge=0)]
Part = Annotated[float, Meta(ge=0, le=1)]
Factor = Annotated[float, Meta(gt=0)]


class Roles(Struct, frozen=True, forbid_unknown_fields=True):
    """What the definition calls the area, contests and accounts that the replay fills."""

    root: str
    lists: str
    districts: str
    machine: str
    hand: str
    copy: str
    page: str
    final_page: str


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """Which row of the protocol form says what; `marks` is the template of the rows for marks."""

    registered: str
    additional: str
    received: str
    early: str
    inside: str
    outside: str
    took_part: str
    cancelled: str
    mobile: str
    stationary: str
    valid: str
    invalid: str
    accepted: str
    marks: str


class Official(Struct, frozen=True, forbid_unknown_fields=True):
    """Published sums over the stations that count; `bases` of the definition that they make official too."""

    source: str
    registered: Count
    took_part: Count
    mobile: Count
    votes: dict[str, Count]
    bases: list[str] = []


class Bounded(Struct, frozen=True, forbid_unknown_fields=True):
    """Sums that were not published, chosen within bounds that follow from what was; `bases` likewise."""

    source: str
    invalid: Count
    votes: dict[str, Count]
    bases: list[str] = []


class AreaPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """The invented stations of an area: numbers from `first` on, voters and turnout against the others."""

    area: str
    first: Count
    stations: Annotated[int, Meta(ge=1)]
    size: Factor = 1.0
    turnout: Factor = 1.0
    no_machine: Count = 0


class Invented(Struct, frozen=True, forbid_unknown_fields=True):
    """How many stations are special, and how alike the areas are."""

    alike: Part
    mobile_stations: Count
    elsewhere: Count
    failed: Count
    partial: Count
    repeat_districts: Count
    refused: Part
    marks: dict[str, Part]


class Annulled(Struct, frozen=True, forbid_unknown_fields=True):
    """Stations whose results were declared invalid; they come on top of the sums."""

    stations: Count
    authority: str
    number: str
    reason: str
    decided: str


class Wave(Struct, frozen=True, forbid_unknown_fields=True, rename={"begins": "from", "ends": "to"}):
    """Counts that come in between two moments; `stations` have reported at its end, of all.

    `voters`, `shares` : what was published then (took part; % of them), for the order of arrival
    """

    name: str
    begins: datetime
    ends: datetime
    stations: Count
    voters: Count | None = None
    shares: dict[str, float] = {}


class MistakePlan(Struct, frozen=True, forbid_unknown_fields=True):
    """How many mistakes are planted, and how often each kind."""

    machine_lists: Count
    machine_districts: Count
    corrected: Count
    corrected_at: datetime
    corrected_why: str
    papers: Count
    weights: dict[str, float]


class Copies(Struct, frozen=True, forbid_unknown_fields=True):
    """Copies of protocols that a holder has: how many, how many differ from the protocol, how many are photographed."""

    holder: str
    stations: Count
    differ: Count
    districts: Count
    at: datetime
    photos: Count = 0


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """A page of the commission at the end of a wave, and the formula it showed."""

    name: str
    wave: str
    formula: Literal["votes", "votes-and-marks", "doubled"]


class RuleChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A later version of the definition: one line of it reads otherwise."""

    name: str
    line: str
    becomes: str


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole replay."""

    of: str
    id: str
    names: Text
    seed: Count
    remarks: list[Text]
    roles: Roles
    form: Form
    official: Official
    bounded: Bounded
    areas: Annotated[list[AreaPlan], Meta(min_length=1)]
    invented: Invented
    annulled: Annulled
    machine_waves: list[Wave]
    hand_waves: list[Wave]
    mistakes: MistakePlan
    copies: Copies
    pages: list[Page] = []
    rule_changes: list[RuleChange] = []
    group: GroupPlan | None = None

    @property
    def votes(self) -> dict[str, int]:
        """The sums of all selections, official and bounded."""
        return {**self.official.votes, **self.bounded.votes}

    @property
    def stations(self) -> int:
        """How many stations there are, annulled ones included."""
        return sum(area.stations for area in self.areas)

    def marks_of(self, selection: str) -> float:
        """The share of a list's ballots that carry a mark for one of its candidates."""
        return self.invented.marks.get(selection, self.invented.marks["default"])


def parse_recipe(text: str, *, name: str) -> Recipe:
    """The recipe in a file's text; `name` is the file's, for error messages."""
    try:
        recipe = msgspec.convert(tomllib.loads(text), Recipe)
    except tomllib.TOMLDecodeError as error:
        raise Fault(
            f"this is not TOML: {error}", place=name, cure="See docs/practice.md for a recipe."
        ) from None
    except msgspec.ValidationError as error:
        raise Fault(str(error), place=name, cure="See docs/practice.md for a recipe.") from None
    _check(recipe, name)
    return recipe


def _check(recipe: Recipe, name: str) -> None:
    """The sums must add up: ballots of all kinds together are the voters who took part."""
    ballots = sum(recipe.votes.values()) + recipe.bounded.invalid
    if ballots != recipe.official.took_part:
        raise Fault(
            f"votes and invalid ballots sum to {ballots}, those who took part to {recipe.official.took_part}",
            place=f"{name}, bounded",
            cure="Change a bounded sum by the difference.",
        )
    for waves in (recipe.machine_waves, recipe.hand_waves):
        counts = [wave.stations for wave in waves]
        if counts != sorted(counts) or any(count > recipe.stations for count in counts):
            raise Fault(
                f"waves of {counts} stations do not grow towards {recipe.stations}",
                place=f"{name}, waves",
                cure="Each wave has at least the stations of the one before it.",
            )
    if "default" not in recipe.invented.marks:
        raise Fault("no default share of marks", place=f"{name}, invented.marks", cure="Add default = 0.8.")
