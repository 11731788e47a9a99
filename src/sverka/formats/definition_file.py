"""The shape of a definition file: which tables and keys it has, and what may stand in them.

`sverka.formats.definition` makes the domain's `Election` of it. The published JSON Schema
(`docs/definition.schema.json`) is made from these structs.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from sverka.domain.accounts import Counted, SeenIn
from sverka.domain.counts import Unit
from sverka.domain.election import ContestKind, FindingsPolicy, RowKind, SelectionKind, Severity
from sverka.domain.group import PARTIES_NEEDED, MemberKind
from sverka.domain.seat_rules import Quota, Rounding

Whole = Annotated[int, Meta(ge=0)]
AtLeastOne = Annotated[int, Meta(ge=1)]
Tile = Annotated[tuple[int, int], Meta(description="column and row on the tile map, from 0")]
Id = Annotated[str, Meta(description="small Latin letters, digits, - _ . ; it becomes a file name")]
Reference = Annotated[
    str,
    Meta(description='where the rule is written, or "not read: …" when nobody here has read it'),
]


class NamesFile(Struct, forbid_unknown_fields=True):
    """An official name per language; one text for all languages may stand in its place."""

    ky: str = ""
    ru: str = ""
    en: str = ""


NamesText = str | NamesFile


class ElectionTable(Struct, forbid_unknown_fields=True):
    """`[election]`: which election this is."""

    id: Id
    names: NamesText
    held_on: date
    timezone: str
    source: str = ""
    licence: str = ""
    remarks: list[NamesText] = []


class LevelTable(Struct, forbid_unknown_fields=True):
    """`[[levels]]`: a level of areas, largest first."""

    id: Id
    names: NamesText
    cdf: str = "other"


class AreaTable(Struct, forbid_unknown_fields=True):
    """`[[areas]]`: an area whose stations are summed."""

    id: Id
    names: NamesText
    level: str
    parent: str | None = None
    aliases: list[str] = []
    external_ids: dict[str, str] = {}
    tile: Tile | None = None


class AccountTable(Struct, forbid_unknown_fields=True):
    """`[[accounts]]`: how counted, where seen, whose; `rows` of the form that it carries (none: all)."""

    id: Id
    names: NamesText
    counted: Counted
    seen_in: SeenIn
    source: Reference
    whose: str = ""
    rows: list[str] | None = None


class ToleranceTable(Struct, forbid_unknown_fields=True):
    """`[policies.tolerance]`: from when on two figures count as different."""

    source: Reference
    votes: Whole = 0
    share: Fraction = field(default_factory=Fraction)  # 0


class PoliciesTable(Struct, forbid_unknown_fields=True):
    """`[policies]`: what the law or the commission decides about counts."""

    legal: Annotated[list[str], Meta(min_length=1)]
    left: str
    right: str
    source: Reference
    findings: FindingsPolicy = FindingsPolicy.COUNT
    tolerance: ToleranceTable | None = None


class AreasFrom(Struct, forbid_unknown_fields=True):
    """`[stations.areas_from]`: areas of one level that the table of stations names itself."""

    level: str
    id: str
    name: str | None = None
    parent: str | None = None


class StationsTable(Struct, forbid_unknown_fields=True):
    """`[stations]`: whether the table of stations is closed, and how its columns are called.

    `open` : counts may name stations that the table does not have; "without-table": where none was given
    """

    open: bool | Literal["without-table"] = False
    id: str | None = None
    name: str | None = None
    name_ky: str | None = None
    name_ru: str | None = None
    name_en: str | None = None
    area: str | None = None
    registered: str | None = None
    machine: str | None = None
    counted_at: str | None = None
    aliases: str | None = None
    external_ids: dict[str, str] = {}
    areas_from: AreasFrom | None = None


class SelectionTable(Struct, forbid_unknown_fields=True):
    """`[[contests.selections]]`: one line of the ballot."""

    id: Id
    names: NamesText
    kind: SelectionKind | None = None
    number: str = ""
    aliases: list[str] = []
    colour: Annotated[str, Meta(pattern="^(#[0-9a-f]{6})?$")] = ""


ForEach = Literal["selection", "party", "candidate", "option", "against-all"]


class RowTable(Struct, forbid_unknown_fields=True):
    """`[[contests.rows]]`: one numbered row of the form, or one per selection with `for_each`."""

    id: Id
    names: NamesText
    kind: RowKind = RowKind.BALLOTS
    cdf: str = ""
    for_each: ForEach | None = None


class BaseTable(Struct, forbid_unknown_fields=True):
    """`[contests.bases.ID]`: what a share is a share of."""

    names: NamesText
    expression: str
    source: str = ""


class ControlTable(Struct, forbid_unknown_fields=True):
    """`[[contests.controls]]`: a control ratio, or one per selection with `for_each`."""

    code: str
    severity: Severity
    rule: str
    names: NamesText
    source: Reference
    tolerance: Whole = 0
    suppresses: list[str] = []
    accounts: list[str] = []
    units: list[Unit] = []
    for_each: ForEach | None = None


class ThresholdTable(Struct, forbid_unknown_fields=True):
    """One of `thresholds`: the least share of a base, of the whole or in every area of a level."""

    share: Fraction
    base: str
    source: Reference
    strict: bool = False
    areas: str | None = None


class SexLimitTable(Struct, forbid_unknown_fields=True):
    """`[contests.seats.sexes]`: the most that one sex may have of a list's seats, and how the rest is rounded."""

    at_most: Fraction
    rounding: Rounding
    source: Reference


class LargestRemainderTable(Struct, forbid_unknown_fields=True, tag="largest-remainder", tag_field="rule"):
    """`[contests.seats]` of a list contest."""

    seats: AtLeastOne
    source: Reference
    quota: Quota = Quota.HARE
    thresholds: list[ThresholdTable] = []
    cap: AtLeastOne | None = None
    sexes: SexLimitTable | None = None


class PluralityTable(Struct, forbid_unknown_fields=True, tag="plurality", tag_field="rule"):
    """`[contests.seats]` where most votes win."""

    source: Reference
    seats: AtLeastOne = 1
    void_when_against_all_leads: bool = False


class ContestTable(Struct, forbid_unknown_fields=True):
    """`[[contests]]`: one contest and its form; with `each`, one contest for every area of that level."""

    id: Id
    kind: ContestKind
    names: NamesText
    source: str = ""
    area: str | None = None
    each: str | None = None
    anywhere: bool = False
    share_base: str | None = None
    turnout: tuple[str, str] | None = None
    selections: list[SelectionTable] = []
    same_selections_as: str | None = None
    rows: list[RowTable] = []
    bases: dict[str, BaseTable] = {}
    controls: list[ControlTable] = []
    seats: LargestRemainderTable | PluralityTable | None = None


class KnownSumsTable(Struct, forbid_unknown_fields=True):
    """`[[known_sums]]`: sums over an area that are not invented, where the election is a replay."""

    provenance: Literal["official", "bounded"]
    contest: str
    accounts: Annotated[list[str], Meta(min_length=1)]
    area: str
    fields: Annotated[list[str], Meta(min_length=1, description="selections, rows of the form, bases")]
    source: Reference


class RevokedKeyTable(Struct, forbid_unknown_fields=True):
    """One of `revoked`: a key that is not to be trusted any more."""

    key: str
    reason: str


class MemberTable(Struct, forbid_unknown_fields=True):
    """`[[group.members]]`: an organisation in the group, never a person."""

    id: Id
    names: NamesText
    kind: MemberKind = MemberKind.PARTY
    party: Annotated[str, Meta(description="the party it speaks for; of a party, its own id by default")] = ""
    keys: Annotated[list[str], Meta(description="vkeys, as `sverka member keygen` prints them")] = []
    revoked: list[RevokedKeyTable] = []


class GroupTable(Struct, forbid_unknown_fields=True):
    """`[group]`: the group for independent reconciliation."""

    names: NamesText
    source: Reference
    parties_needed: Annotated[int, Meta(ge=2, description="parties whose members support a decision")] = (
        PARTIES_NEEDED
    )
    members: list[MemberTable] = []


class OperatorTable(Struct, forbid_unknown_fields=True):
    """`[[operators]]`: who may sign for the operation of the publication; an organisation, never a person."""

    id: Id
    organisation: str
    keys: Annotated[list[str], Meta(min_length=1, description="vkeys, as `sverka member keygen` prints them")]


class DefinitionFile(Struct, forbid_unknown_fields=True):
    """A definition of an election (TOML)."""

    election: ElectionTable
    accounts: Annotated[list[AccountTable], Meta(min_length=1)]
    policies: PoliciesTable
    contests: Annotated[list[ContestTable], Meta(min_length=1)]
    levels: list[LevelTable] = []
    areas: list[AreaTable] = []
    stations: StationsTable = field(default_factory=StationsTable)
    mappings: dict[str, dict[str, Any]] = {}
    known_sums: list[KnownSumsTable] = []
    group: GroupTable | None = None
    operators: list[OperatorTable] = []
