"""A practice election from a seed: who votes where, and two counts that agree everywhere.

Everything is drawn by `numpy.random.Generator(PCG64(seed))` in blocks of stations, so that the same
seed and sizes give the same figures, and a million stations take some seconds. `sverka.practice.mistakes`
then plants differences; `sverka.practice.definition_text` writes the definition that goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, AreaId, ContestId, LevelId, RowId, SelectionId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Level, Places, Station
from sverka.practice.sizes import Sizes

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

CONTEST = ContestId("parties")
MACHINE, HAND = Source(AccountId("machine")), Source(AccountId("hand"))
FORM = tuple(map(RowId, ("1", "2", "6", "7", "9", "10", "11")))
MACHINE_ROWS = tuple(map(RowId, ("9", "10", "11")))
AGAINST_ALL = SelectionId("against-all")

BLOCK = 65_536  # stations drawn at a time: what the draws need stays below 100 MB
AGAINST_ALL_SHARE = 0.02
CONCENTRATION = 60.0  # how alike the districts are: Dirichlet of this times the country's strengths
STATION_NOISE = 0.35  # standard deviation of the logarithm of a party's strength between stations


@dataclass(frozen=True, kw_only=True)
class PracticeElection:
    """An invented election: its stations, and the machine's and the hand count of them.

    `registered` : shape (stations,), voters on the list
    `district_of` : shape (stations,), number of the district, from 0
    """

    sizes: Sizes
    seed: int
    registered: IntArray
    district_of: NDArray[np.intp]
    machine: CountTable
    hand: CountTable

    @cached_property
    def places(self) -> Places:
        """Country, regions, districts and stations as the domain has them."""
        areas = {area.id: area for area in areas_of(self.sizes)}
        stations = {
            StationId(unit): Station(
                id=StationId(unit),
                names=station_names(unit),
                area=district_id(int(district)),
                registered=int(registered),
            )
            for unit, district, registered in zip(
                self.hand.units, self.district_of, self.registered, strict=True
            )
        }
        return Places(levels=LEVELS, areas=areas, stations=stations)


def invent(sizes: Sizes, *, seed: int) -> PracticeElection:
    """The practice election of these sizes and this seed; both counts are the truth."""
    draw = Generator(PCG64(seed))
    strengths = _district_strengths(sizes, draw)
    turnouts = draw.beta(12, 16, sizes.districts)
    district_of = np.arange(sizes.stations) * sizes.districts // sizes.stations
    registered = _registered(sizes, draw)
    form = np.zeros((sizes.stations, len(FORM)), np.int64)
    votes = np.zeros((sizes.stations, sizes.parties + 1), np.int64)
    for start in range(0, sizes.stations, BLOCK):
        block = slice(start, start + BLOCK)
        here = district_of[block]
        form[block] = _form(registered[block], turnouts[here], draw)
        votes[block] = draw_votes(form[block, FORM.index(RowId("10"))], strengths[here], draw)
    machine_form = form[:, [FORM.index(row) for row in MACHINE_ROWS]]
    return PracticeElection(
        sizes=sizes,
        seed=seed,
        registered=registered,
        district_of=district_of,
        machine=_table(sizes, MACHINE, MACHINE_ROWS, machine_form, votes),
        hand=_table(sizes, HAND, FORM, form, votes),
    )


def draw_votes(valid: IntArray, strengths: FloatArray, draw: Generator) -> IntArray:
    """Votes of some stations, shape (stations, selections); each row sums to the valid ballots.

    `strengths` : shape (stations, selections), the shares expected; each station varies around them
    """
    noise = draw.standard_normal(strengths.shape, dtype=np.float32)
    shares = strengths * np.exp(STATION_NOISE * noise)
    shares /= shares.sum(axis=1, keepdims=True)
    votes: IntArray = draw.multinomial(valid, shares)
    return votes


def _registered(sizes: Sizes, draw: Generator) -> IntArray:
    """Voters per station: log-normal, as sizes of stations are."""
    drawn = np.exp(np.log(sizes.voters) + sizes.spread * draw.standard_normal(sizes.stations))
    voters: IntArray = np.maximum(np.rint(drawn).astype(np.int64), 1)
    return voters


def _district_strengths(sizes: Sizes, draw: Generator) -> FloatArray:
    """Shape (districts, selections): the parties' shares, a few strong ones and many weak, by district."""
    rank = np.arange(1, sizes.parties + 1)
    country = draw.permutation(1 / rank**0.9)
    country *= (1 - AGAINST_ALL_SHARE) / country.sum()
    country = np.append(country, AGAINST_ALL_SHARE)
    drawn = draw.dirichlet(np.maximum(CONCENTRATION * country, 0.2), sizes.districts)
    return np.maximum(drawn, 1e-9)


def _form(registered: IntArray, turnout: FloatArray, draw: Generator) -> IntArray:
    """The rows of `FORM`, holding the controls of the definition text."""
    received = -(-registered // 50) * 50  # ballots come in pads of fifty
    took_part = draw.binomial(registered, turnout)
    in_box = took_part - draw.binomial(took_part, 0.001)  # a few carry their ballot away
    invalid = draw.binomial(in_box, draw.beta(2, 60, len(registered)))
    rows = (registered, received, took_part, received - took_part, in_box, in_box - invalid, invalid)
    return np.stack(rows, axis=1)


def _table(
    sizes: Sizes, source: Source, rows: tuple[RowId, ...], form: IntArray, votes: IntArray
) -> CountTable:
    values = np.concatenate((form, votes), axis=1)
    return CountTable(
        contest=CONTEST,
        source=source,
        units=tuple(f"{number:0{sizes.width}}" for number in range(1, sizes.stations + 1)),
        rows=rows,
        selections=selection_ids(sizes),
        values=values,
        state=np.full(values.shape, State.READ, np.uint8),
    )


# --- what things are called ------------------------------------------------------------------------------------------

LEVELS = (
    Level(id=LevelId("country"), names=Names("өлкө", "страна", "country"), cdf="country"),
    Level(id=LevelId("region"), names=Names("аймак", "регион", "region"), cdf="state"),
    Level(id=LevelId("district"), names=Names("округ", "округ", "district"), cdf="district"),
)
COUNTRY = AreaId("country")


def selection_ids(sizes: Sizes) -> tuple[SelectionId, ...]:
    """The lines of the ballot: the parties by number, then against all."""
    return (*(SelectionId(f"party-{number:02}") for number in range(1, sizes.parties + 1)), AGAINST_ALL)


def district_id(number: int) -> AreaId:
    """The id of a district, counted from 0."""
    return AreaId(f"district-{number + 1:02}")


def station_names(unit: str) -> Names:
    """What a station is called: its number."""
    return Names(f"№ {unit} шайлоо участкасы", f"Участок № {unit}", f"Station {unit}")


def areas_of(sizes: Sizes) -> tuple[Area, ...]:
    """The country, its regions, their districts."""
    practice = Names("Машыгуу өлкөсү", "Учебная страна", "Practice country")
    regions = [
        Area(
            id=AreaId(f"region-{number + 1:02}"),
            names=Names(f"{number + 1}-аймак", f"Регион {number + 1}", f"Region {number + 1}"),
            level=LevelId("region"),
            parent=COUNTRY,
        )
        for number in range(sizes.regions)
    ]
    districts = [
        Area(
            id=district_id(number),
            names=Names(f"№ {number + 1} округ", f"Округ № {number + 1}", f"District {number + 1}"),
            level=LevelId("district"),
            parent=regions[number * sizes.regions // sizes.districts].id,
        )
        for number in range(sizes.districts)
    ]
    return (Area(id=COUNTRY, names=practice, level=LevelId("country")), *regions, *districts)
