"""Two definitions of one election: whose stations are which, and what only one of them has. Named, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sverka.domain.counts import Unit
from sverka.domain.election import Contest, Election
from sverka.domain.ids import ContestId
from sverka.domain.places import Area, Station
from sverka.errors import Refused
from sverka.formats.spellings import spelled

Place = Station | Area
ALIASES = "correct the table of aliases: each of their stations is one of ours, and no two are the same"


@dataclass(frozen=True, slots=True)
class OnlyIn:
    """What only our definition has, and what only theirs."""

    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ours or self.theirs)


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """In what two definitions differ, as far as a comparison of counts is concerned.

    `contests` : those that both have, with at least one field in common; only these are compared
    `fields` : per contest of both, the rows and selections that only one has; they are not compared
    """

    contests: tuple[ContestId, ...]
    only_contests: OnlyIn
    stations: OnlyIn
    accounts: OnlyIn
    fields: Mapping[ContestId, OnlyIn] = field(default_factory=dict)


def definitions_of(ours: Election, theirs: Election, names: Mapping[str, str]) -> Definitions:
    """What two definitions have in common, and what not; `names` : their stations as ours calls them."""
    both = [contest for contest in ours.contests if contest in theirs.contests]
    fields = {each: _fields(ours.contests[each], theirs.contests[each]) for each in both}
    return Definitions(
        contests=tuple(each for each in both if _in_common(ours.contests[each], theirs.contests[each])),
        only_contests=_apart(ours.contests, theirs.contests),
        stations=_apart(ours.places.stations, [names.get(each, each) for each in theirs.places.stations]),
        accounts=_apart(ours.accounts, theirs.accounts),
        fields={contest: apart for contest, apart in fields.items() if apart},
    )


def their_names(ours: Election, theirs: Election, kind: Unit, units: Iterable[str]) -> dict[str, str]:
    """What we call those of their stations (or areas) that they call otherwise, by a reviewed alias of either.

    units : all that they have. An id that both have is one station; a name alone joins nothing.
    """
    known, units = _places(ours, kind), list(dict.fromkeys(units))
    strange = [unit for unit in units if unit not in known]
    if not strange or not known:
        return {}
    from sverka.formats.station_join import register_of  # brings the reader of large tables

    ours_by_alias, their_places = register_of(ours, kind).by_alias, _places(theirs, kind)
    found = {}
    for unit in strange:
        ids = [
            *ours_by_alias.get(spelled(unit), ()),
            *filter(known.__contains__, _called(their_places.get(unit))),
        ]
        if ids:
            found[unit] = list(dict.fromkeys(ids))
    _check_single(found, [unit for unit in units if unit in known])
    return {unit: ids[0] for unit, ids in found.items()}


def _check_single(found: Mapping[str, list[str]], by_id: Iterable[str]) -> None:
    """An alias leads to one unit, and to one that nothing else of theirs is."""
    claims = {unit: [unit] for unit in by_id}
    for unit, ids in found.items():
        if len(ids) > 1:
            raise Refused("R473", f"their {unit} may be our {' or '.join(ids)}", cure=ALIASES)
        claims.setdefault(ids[0], []).append(unit)
    for ours, units in claims.items():
        if len(units) > 1:
            raise Refused("R473", f"several of theirs may be our {ours}: {', '.join(units)}", cure=ALIASES)


def _places(election: Election, kind: Unit) -> Mapping[str, Place]:
    places: Any = election.places  # their keys are texts of two types
    found: Mapping[str, Place] = places.areas if kind is Unit.AREA else places.stations
    return found


def _called(place: Place | None) -> tuple[str, ...]:
    """The reviewed other names of a unit."""
    return () if place is None else (*place.external_ids.values(), *place.aliases)


def _fields(ours: Contest, theirs: Contest) -> OnlyIn:
    return _apart((*ours.row_ids, *ours.selection_ids), (*theirs.row_ids, *theirs.selection_ids))


def _in_common(ours: Contest, theirs: Contest) -> bool:
    rows, selections = (
        set(ours.row_ids) & set(theirs.row_ids),
        set(ours.selection_ids) & set(theirs.selection_ids),
    )
    return bool(rows or selections)


def _apart(ours: Iterable[str], theirs: Iterable[str]) -> OnlyIn:
    left, right = dict.fromkeys(ours), dict.fromkeys(theirs)
    return OnlyIn(
        tuple(each for each in left if each not in right), tuple(each for each in right if each not in left)
    )
