"""Whose count of which unit a figure of a results report is: GpUnitId and DeviceClass -> source and unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.accounts import DeviceType
from sverka.domain.counts import Source, Unit
from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nearest import nearest
from sverka.formats.nist.cdf import COUNTING_PLACES, MACHINES, ElectionReport, ReportingDevice, ReportingUnit
from sverka.formats.nist.layout import OTHER, Code, identified
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.station_join import BY_ALIAS, BY_ID, Register, register_of

NOWHERE = -1  # the code of a place that is nobody's count of any unit of ours: there is a fault for it


Where = tuple[str, str]  # GpUnitId and DeviceType of a count, as the file has them


@dataclass(frozen=True, slots=True)
class Key:
    """Whose count, of which unit; `line` is the number of the unit in the file's GpUnit list, from 1."""

    source: Source
    unit: Unit
    id: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The sources that a file itself names (ours do): at units by DeviceType, or on devices of their own."""

    sources: dict[str, Source]  # by the @id of their ReportingDevice
    at_units: dict[str, Source]  # by DeviceType
    on_devices: dict[str, Source]  # by the @id of a device in a unit


def declared_sources(report: ElectionReport) -> Declared:
    """The sources a file names, in its order."""
    found = Declared(sources={}, at_units={}, on_devices={})
    for device in report.gp_unit:
        account = identified(device.external_identifier, Code.ACCOUNT)
        if isinstance(device, ReportingDevice) and account:
            source = Source(AccountId(account), identified(device.external_identifier, Code.HOLDER))
            found.sources[device.id] = source
            if device.composing_gp_unit_ids is None:
                found.at_units[device_type(device)] = source
            for each in device.composing_gp_unit_ids or ():
                found.on_devices[each] = source
    return found


def device_type(device: ReportingDevice) -> str:
    """Its DeviceType, empty where the file does not say."""
    return device.device_class.type if device.device_class else ""


class Keys(dict[Where, int]):
    """The code of every (GpUnitId, DeviceType) that a count may have; `known[code]` says what it is.

    Each is decided when it is first asked for. `faults` holds why some are NOWHERE.
    """

    def __init__(
        self, report: ElectionReport, election: Election, *, account: AccountId | None, holder: str
    ) -> None:
        super().__init__()
        self.election = election
        self.declared = declared_sources(report)
        self.given = None if account is None else Source(account, holder)
        self.holder = holder
        self.lines = {each.id: line for line, each in enumerate(report.gp_unit, start=1)}
        self.units = {each.id: each for each in report.gp_unit if isinstance(each, ReportingUnit)}
        self.unit_of = {
            part: each.id for each in self.units.values() for part in each.composing_gp_unit_ids or ()
        }
        self.registers = {unit: register_of(election, unit) for unit in Unit}
        self.known: list[Key] = []
        self.codes: dict[Key, int] = {}
        self.faults: dict[Where, Fault] = {}
        self.aliases: dict[str, tuple[int, str]] = {}  # another name: line of its unit, and the unit's id

    def __missing__(self, where: Where) -> int:
        place, device = where
        try:
            source = self.declared.on_devices.get(place) or self._source(place, device)
            unit = self.unit_of.get(place, place) if place in self.declared.on_devices else place
            self[where] = self.code(source, unit)
        except Fault as fault:
            self.faults[where] = fault
            self[where] = NOWHERE
        return self[where]

    def code(self, source: Source, unit: str) -> int:
        """The code for a source's count of the unit with this `@id`."""
        kind, id_ = self._unit(unit)
        key = Key(source, kind, id_, self.lines[unit])
        if key not in self.codes:
            self.codes[key] = len(self.known)
            self.known.append(key)
        return self.codes[key]

    def _source(self, place: str, device: str) -> Source:
        if place in self.lines and place not in self.units:
            what = (
                f"a count of one device ({quoted(place)}), of which the file does not say whose account it is"
            )
            raise Fault(
                what, cure="Give a report with the counts of whole units; devices are not added up here."
            )
        if self.declared.sources:
            return self._declared_source(device)
        return self.given or Source(self._account_counted_by(device), self.holder)

    def _declared_source(self, device: str) -> Source:
        if device not in self.declared.at_units:
            known = [word for word in self.declared.at_units if word]
            what = f"no source of this file has its counts at the units for DeviceClass {quoted(device)}"
            raise Fault(what, cure=nearest(device, known))
        return self.declared.at_units[device]

    def _account_counted_by(self, device: str) -> AccountId:
        if not device or device in {"unknown", "other"}:
            raise Fault("the file does not say how this was counted (DeviceClass)", cure="Give the account.")
        if device in self.election.accounts:
            return AccountId(device)
        kind = DeviceType.OPSCAN_PRECINCT if device in MACHINES else DeviceType.MANUAL_COUNT
        compared = (self.election.policies.left, self.election.policies.right)
        fitting = [each for each in compared if self.election.accounts[each].device is kind]
        if not fitting:
            raise Fault(
                f"no account that is compared is counted by {quoted(device)}", cure="Give the account."
            )
        return fitting[0]

    def _unit(self, place: str) -> tuple[Unit, str]:
        if place not in self.units:
            what = f"{quoted(place)} is no unit of this file, nor a device in one"
            raise Fault(what, cure="Every GpUnitId must be the @id of one of the file's GpUnits.")
        unit = self.units[place]
        for kind, code in ((Unit.STATION, Code.STATION), (Unit.AREA, Code.AREA)):
            ours = identified(unit.external_identifier, code)
            if ours:
                return kind, self._joined(self.registers[kind], ours, place)
        return self._foreign(unit)

    def _joined(self, register: Register, text: str, place: str) -> str:
        found, how = register.find(text)
        if len(found) != 1:
            raise register.unknown(text, f"$.GpUnit[{self.lines[place] - 1}]")
        if how != BY_ID:
            self.aliases[text] = (self.lines[place], found[0])
        return found[0]

    def _foreign(self, unit: ReportingUnit) -> tuple[Unit, str]:
        """A unit of someone else's file: by its `@id`, number or an identifier, never by its name alone."""
        words = [unit.id, *filter(None, (unit.number, *(each.value for each in unit.external_identifier)))]
        for kind in _kinds(unit):
            known = next((word for word in words if word in self.registers[kind].places), "")
            if known:
                return kind, known
            for word in words:
                found, how = self.registers[kind].find(word)
                if how == BY_ALIAS and len(found) == 1:
                    self.aliases[word] = (self.lines[unit.id], found[0])
                    return kind, found[0]
        if self.election.open_stations and unit.type in COUNTING_PLACES:
            return Unit.STATION, unit.id
        raise self.registers[_kinds(unit)[0]].unknown(words[-1], f"$.GpUnit[{self.lines[unit.id] - 1}]")

    def notices(self) -> Iterator[Notice]:
        """Which units were joined by another name than their id."""
        for text, (line, unit) in list(self.aliases.items())[:1]:
            yield notice(
                NoticeCode.JOINED_BY_ALIAS, count=len(self.aliases), row=line, text=text, station=unit
            )


def _kinds(unit: ReportingUnit) -> tuple[Unit, ...]:
    """What a unit of someone else's file may be, by its type."""
    if unit.type in COUNTING_PLACES:
        return (Unit.STATION,)
    return (Unit.STATION, Unit.AREA) if unit.type == OTHER else (Unit.AREA,)
