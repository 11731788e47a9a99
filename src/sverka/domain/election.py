"""An election as its definition describes it: contests, selections, forms, controls, policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sverka.domain.accounts import Account
from sverka.domain.expressions import named_contests
from sverka.domain.group import Group
from sverka.domain.ids import AccountId, AreaId, BaseId, ContestId, ElectionId, RowId, SelectionId
from sverka.domain.names import Names
from sverka.domain.operators import Operator
from sverka.domain.places import Places
from sverka.domain.seat_rules import SeatRule

NOT_READ = "not read:"  # how a source that nobody here has read begins


class ContestKind(StrEnum):
    """CDF contest types, without their suffix."""

    PARTY = "party"
    CANDIDATE = "candidate"
    BALLOT_MEASURE = "ballot-measure"


class SelectionKind(StrEnum):
    """What a line of the ballot is. "Against all" is a selection, not a null."""

    PARTY = "party"
    CANDIDATE = "candidate"
    OPTION = "option"
    AGAINST_ALL = "against-all"

    @property
    def contends(self) -> bool:
        """Whether it can win something."""
        return self is not SelectionKind.AGAINST_ALL


class RowKind(StrEnum):
    """What a numbered row counts; sums never mix them."""

    VOTERS = "voters"
    BALLOTS = "ballots"
    MARKS = "marks"  # preferences for candidates of a list


class Severity(StrEnum):
    """E must be resolved or explained, W asks to look again."""

    ERROR = "error"
    WARNING = "warning"


class FindingsPolicy(StrEnum):
    """What happens to papers whose control ratios fail."""

    COUNT = "count"  # summed, and marked
    SET_ASIDE = "set-aside"  # published but not added, until resolved


class Provenance(StrEnum):
    """What kind of figure something is, where a definition describes a replay (docs/definition.md)."""

    OFFICIAL = "official"
    BOUNDED = "bounded"
    INVENTED = "invented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One line of the ballot (CDF ContestSelection): a party, a candidate, an option, against all."""

    id: SelectionId
    names: Names
    kind: SelectionKind
    number: str = ""  # its position on the ballot, as printed
    aliases: tuple[str, ...] = ()
    colour: str = ""  # "#rrggbb" for charts; empty: chosen by order


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One numbered row of the protocol form. `cdf` names the CDF count that says the same, if one does."""

    id: RowId
    names: Names
    kind: RowKind = RowKind.BALLOTS
    cdf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control ratio of a form: an expression that must hold (see `sverka.domain.expressions`).

    `tolerance` is in units of the left side; failing it `suppresses` the codes it makes meaningless.
    `accounts` and `units` say on which counts it is checked (empty: on all).
    """

    code: str
    severity: Severity
    rule: str
    names: Names
    tolerance: int = 0
    suppresses: tuple[str, ...] = ()
    accounts: tuple[AccountId, ...] = ()
    units: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a share is a share of; an expression over rows and selections."""

    id: BaseId
    names: Names
    expression: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One contest and the form on which a station reports it.

    `area` is the district whose stations vote in it; None for all stations.
    `anywhere` says that other stations may hold its ballots too (distance voting).
    `share_base` is the base that shares on pages are of.
    """

    id: ContestId
    kind: ContestKind
    names: Names
    selections: tuple[Selection, ...]
    rows: tuple[Row, ...] = ()
    controls: tuple[Control, ...] = ()
    bases: Mapping[BaseId, Base] = field(default_factory=dict)
    share_base: BaseId | None = None
    turnout: tuple[BaseId, BaseId] | None = None  # took part, of registered
    area: AreaId | None = None
    anywhere: bool = False
    seats: SeatRule | None = None
    source: str = ""
    family: str = ""  # contests made from one template (36 districts) share it

    @property
    def row_ids(self) -> tuple[RowId, ...]:
        """The form's rows, in order."""
        return tuple(row.id for row in self.rows)

    @property
    def selection_ids(self) -> tuple[SelectionId, ...]:
        """The ballot's lines, in order."""
        return tuple(selection.id for selection in self.selections)

    @property
    def named_contests(self) -> frozenset[str]:
        """The contests beside this one that its controls speak of."""
        return named_contests(tuple(control.rule for control in self.controls)) - {self.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """From when on two figures count as different: more than `votes` and more than `share` of the larger."""

    votes: int = 0
    share: Fraction = Fraction(0)
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """What the law or the commission decides about counts, as data.

    `legal` is the account that counts in law, then those that stand in where it is missing.
    `left` and `right` are compared by default; a difference is always right minus left.
    """

    legal: tuple[AccountId, ...]
    left: AccountId
    right: AccountId
    findings: FindingsPolicy = FindingsPolicy.COUNT
    tolerance: Tolerance = field(default_factory=Tolerance)
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSums:
    """Sums over one area that a replay did not invent: official ones, or chosen within bounds.

    `fields` are selections, rows of the form, and bases, in the counts of any of the accounts.
    """

    provenance: Provenance
    contest: ContestId
    accounts: tuple[AccountId, ...]
    area: AreaId
    fields: frozenset[str]
    source: str


@dataclass(frozen=True, kw_only=True)
class Election:
    """A whole election: everything that is known before the first ballot is counted.

    `open_stations` : the station table is not closed; counts may name stations it does not have
    `station_columns` : how the columns of the station table are called, as data for `sverka.formats`
    `mappings` : saved column mappings of foreign files by name, as data for `sverka.formats`
    `remarks` : sentences that every page must show (e.g. "a replay: …"), per language
    `known_sums` : where the election is a replay, what of it is not invented
    `group` : the group for independent reconciliation, where there is one
    `operators` : who may sign for the operation, by their ids
    """

    id: ElectionId
    names: Names
    held_on: date
    timezone: str
    contests: Mapping[ContestId, Contest]
    accounts: Mapping[AccountId, Account]
    policies: Policies
    places: Places = field(default_factory=Places)
    open_stations: bool = False
    station_columns: Mapping[str, Any] = field(default_factory=dict)
    mappings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    remarks: tuple[Names, ...] = ()
    known_sums: tuple[KnownSums, ...] = ()
    group: Group | None = None
    operators: Mapping[str, Operator] = field(default_factory=dict)
    source: str = ""
    licence: str = ""

    def stations_of(self, contest: ContestId) -> tuple[str, ...]:
        """The stations that vote in a contest, in the order of the station table."""
        area = self.contests[contest].area
        return tuple(self.places.stations) if area is None else self.places.within(area)

    def provenance_of(
        self, contest: ContestId, account: AccountId, unit: str, field: str
    ) -> Provenance | None:
        """What kind of figure a selection, row or base of a unit is; None where the election is no replay.

        `unit` : a station, an area, or "" for the contest as a whole, which a root area stands for too
        """
        if not self.known_sums:
            return None
        found = (
            sums.provenance
            for sums in self.known_sums
            if sums.contest == contest and account in sums.accounts and field in sums.fields
            if unit == sums.area or (unit == "" and self.places.areas[sums.area].parent is None)
        )
        return next(found, Provenance.INVENTED)
