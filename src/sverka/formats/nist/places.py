"""The GpUnits of a results report -> areas and stations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sverka.domain.ids import AreaId, LevelId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Level, Places, Station
from sverka.errors import Fault
from sverka.formats.nist.cdf import COUNTING_PLACES, ElectionReport, ExternalIdentifier, ReportingUnit
from sverka.formats.nist.layout import OTHER, SCOPE, Code, identified, names_of

OUR_CODES = frozenset(Code)


def places_of(report: ElectionReport, name: str) -> Places:
    """The areas and stations of a file; one that lies in several areas belongs to the first that lists it."""
    units = {each.id: each for each in report.gp_unit if isinstance(each, ReportingUnit)}
    above: dict[str, str] = {}
    for unit in units.values():
        for part in unit.composing_gp_unit_ids or ():
            above.setdefault(part, unit.id)
    _refuse_circles(units, above, name)
    areas = {each.id: each for each in units.values() if is_area(each, units)}
    parents = {part: area_id(areas[whole]) for part, whole in above.items() if whole in areas}
    stations = [each for each in units.values() if each.id not in areas and each.id != SCOPE]
    return Places(
        levels=tuple(_levels(areas.values())),
        areas={area_id(each): _area(each, parents) for each in areas.values()},
        stations={station_id(each): _station(each, parents) for each in stations},
    )


def area_id(unit: ReportingUnit) -> AreaId:
    """The id of an area: ours where the file has it, else its `@id`."""
    return AreaId(identified(unit.external_identifier, Code.AREA) or unit.id)


def station_id(unit: ReportingUnit) -> StationId:
    """The id of a station: ours where the file has it, else its `@id`."""
    return StationId(identified(unit.external_identifier, Code.STATION) or unit.id)


def is_area(unit: ReportingUnit, units: Mapping[str, ReportingUnit]) -> bool:
    """Whether a unit holds others, rather than a place where ballots are counted."""
    if identified(unit.external_identifier, Code.AREA):
        return True
    if identified(unit.external_identifier, Code.STATION) or unit.id == SCOPE:
        return False
    holds_units = any(part in units for part in unit.composing_gp_unit_ids or ())
    return unit.type not in COUNTING_PLACES or holds_units


def _refuse_circles(units: Mapping[str, ReportingUnit], above: Mapping[str, str], name: str) -> None:
    sound: set[str] = set()
    for start in units:
        way, here = {start}, above.get(start)
        while here is not None and here not in sound:
            if here in way:
                cure = "ComposingGpUnitIds must not lead back to a unit."
                raise Fault(f"the unit '{here}' lies within itself", place=f"{name}, $.GpUnit", cure=cure)
            way.add(here)
            here = above.get(here)
        sound |= way


def _level_of(unit: ReportingUnit) -> LevelId:
    word = unit.other_type if unit.type == OTHER and unit.other_type else unit.type
    return LevelId(identified(unit.external_identifier, Code.LEVEL) or word)


def _levels(areas: Iterable[ReportingUnit]) -> list[Level]:
    words = {_level_of(each): each.type for each in areas}
    return [Level(id=id_, names=Names.same(id_), cdf=word) for id_, word in words.items()]


def _area(unit: ReportingUnit, parents: Mapping[str, AreaId]) -> Area:
    return Area(
        id=area_id(unit),
        names=names_of(unit.name),
        level=_level_of(unit),
        parent=parents.get(unit.id),
        aliases=_aliases(unit.external_identifier),
        external_ids=_external_ids(unit.external_identifier),
    )


def _station(unit: ReportingUnit, parents: Mapping[str, AreaId]) -> Station:
    return Station(
        id=station_id(unit),
        names=names_of(unit.name),
        area=parents.get(unit.id),
        registered=unit.voters_registered,
        aliases=_aliases(unit.external_identifier),
        external_ids=_external_ids(unit.external_identifier),
    )


def _aliases(found: Iterable[ExternalIdentifier]) -> tuple[str, ...]:
    return tuple(each.value for each in found if each.other_type == Code.ALIAS)


def _external_ids(found: Iterable[ExternalIdentifier]) -> dict[str, str]:
    """Identifiers of others, by their own word for what they are."""
    others = [
        (each.other_type or each.type, each.value) for each in found if each.other_type not in OUR_CODES
    ]
    return dict(others)
