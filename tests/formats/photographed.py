"""Photos of a practice election's protocols, drawn once for the tests of pictures."""

from __future__ import annotations

from functools import cache

from sverka.domain.ids import ContestId
from sverka.formats.definition import parse_definition
from sverka.practice.definition_text import definition_text
from sverka.practice.invent import invent
from sverka.practice.photos import Darkroom, Medium, Photo
from sverka.practice.sizes import Sizes
from sverka.publish.charts.letters import FONTS

FONT = (FONTS / "SverkaSans-Regular.ttf").read_bytes()


@cache
def photo(station: str, ending: str = "jpg", *, take: int = 0, stations: int = 16) -> Photo:
    """The photo of one protocol; another `take` is the same paper by another camera."""
    sizes = Sizes(stations=stations)
    election = invent(sizes, seed=3)
    contests = parse_definition(definition_text(sizes, seed=3), name="definition.toml").contests
    darkroom = Darkroom(font=FONT, stations=election.places.stations, seed=3, medium=Medium(ending))
    return darkroom.photo(contests[ContestId("parties")], election.hand, station, take=take)
