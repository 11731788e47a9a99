"""The classes of NIST SP 1500-100 version 2 (election results) that Sverka writes and reads.

Names of classes and fields are the schema's own (`GpUnitId` is `gp_unit_id` here). What a file from
elsewhere says beyond these fields is not needed to read its counts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct, field

MACHINES = frozenset({"bmd", "dre", "opscan-central", "opscan-precinct"})  # DeviceType: counted by a machine
COUNTING_PLACES = frozenset(
    {"combined-precinct", "polling-place", "precinct", "split-precinct", "vote-center"}
)
UNIT_TYPES = COUNTING_PLACES | {  # ReportingUnitType
    *("ballot-batch", "ballot-style-area", "borough", "city", "city-council", "congressional", "country"),
    *("county", "county-council", "drop-box", "judicial", "municipality", "other", "school", "special"),
    *("state", "state-house", "state-senate", "town", "township", "utility", "village", "ward", "water"),
}


class ResultsStatus(StrEnum):
    """How far the results of a report have come (`ResultsStatus`)."""

    PRE_ELECTION = "pre-election"
    UNOFFICIAL_PARTIAL = "unofficial-partial"
    UNOFFICIAL_COMPLETE = "unofficial-complete"
    RECOUNT = "recount"
    CORRECTION = "correction"
    CERTIFIED = "certified"


def _tag(name: str) -> str:
    return f"ElectionResults.{name}"


class Element(
    Struct, tag=_tag, tag_field="@type", rename="pascal", omit_defaults=True, kw_only=True, frozen=True
):
    """Whatever has an `@type`; a field that says nothing is left out of the file."""


class LanguageString(Element, kw_only=True, frozen=True):
    content: str
    language: str


class InternationalizedText(Element, kw_only=True, frozen=True):
    text: list[LanguageString]


class ExternalIdentifier(Element, kw_only=True, frozen=True):
    type: str
    value: str
    other_type: str = ""


class DeviceClass(Element, kw_only=True, frozen=True, gc=False):
    type: str = ""


class VoteCounts(Element, kw_only=True, frozen=True, gc=False):
    """Votes for one selection in one unit, by one kind of device. Whoever reads checks that `count` is whole."""

    count: Any
    gp_unit_id: str
    type: str
    device_class: DeviceClass | None = None
    other_type: str = ""
    is_suppressed_for_privacy: bool = False


class OtherCounts(Element, kw_only=True, frozen=True):
    """Figures of one contest in one unit that are no votes for a selection."""

    gp_unit_id: str
    device_class: DeviceClass | None = None
    overvotes: Any = None
    undervotes: Any = None
    write_ins: Any = None


class BallotCounts(Element, kw_only=True, frozen=True):
    """Ballots in one unit. The class knows no contest."""

    gp_unit_id: str
    type: str
    device_class: DeviceClass | None = None
    other_type: str = ""
    ballots_cast: Any = None
    ballots_outstanding: Any = None
    ballots_rejected: Any = None
    is_suppressed_for_privacy: bool = False


class CountStatus(Element, kw_only=True, frozen=True):
    status: str
    type: str
    other_type: str = ""


class GpUnit(Element, kw_only=True, frozen=True):
    id: str = field(name="@id")
    name: InternationalizedText | None = None
    external_identifier: list[ExternalIdentifier] = []
    composing_gp_unit_ids: list[str] | None = None


class ReportingUnit(GpUnit, kw_only=True, frozen=True):
    type: str
    other_type: str = ""
    count_status: list[CountStatus] = []
    number: str = ""
    voters_participated: int | None = None
    voters_registered: int | None = None


class ReportingDevice(GpUnit, kw_only=True, frozen=True):
    device_class: DeviceClass | None = None
    serial_number: str = ""


class Party(Element, kw_only=True, frozen=True):
    id: str = field(name="@id")
    name: InternationalizedText
    color: str = ""
    external_identifier: list[ExternalIdentifier] = []


class Coalition(Party, kw_only=True, frozen=True):
    party_ids: list[str] = []


class Candidate(Element, kw_only=True, frozen=True):
    id: str = field(name="@id")
    ballot_name: InternationalizedText
    external_identifier: list[ExternalIdentifier] = []


class ContestSelection(Element, kw_only=True, frozen=True):
    id: str = field(name="@id")
    sequence_order: int | None = None


class PartySelection(ContestSelection, kw_only=True, frozen=True):
    party_ids: list[str]
    vote_counts: list[VoteCounts] = []


class CandidateSelection(ContestSelection, kw_only=True, frozen=True):
    candidate_ids: list[str] = []
    vote_counts: list[VoteCounts] = []


class BallotMeasureSelection(ContestSelection, kw_only=True, frozen=True):
    selection: InternationalizedText
    external_identifier: list[ExternalIdentifier] = []
    vote_counts: list[VoteCounts] = []


AnySelection = PartySelection | CandidateSelection | BallotMeasureSelection


class Contest(Element, kw_only=True, frozen=True):
    id: str = field(name="@id")
    name: str
    election_district_id: str
    ballot_title: InternationalizedText | None = None
    external_identifier: list[ExternalIdentifier] = []
    sequence_order: int | None = None
    vote_variation: str = ""
    other_counts: list[OtherCounts] = []
    contest_selection: list[AnySelection] = []


class PartyContest(Contest, kw_only=True, frozen=True):
    pass


class CandidateContest(Contest, kw_only=True, frozen=True):
    votes_allowed: int
    number_elected: int | None = None


class BallotMeasureContest(Contest, kw_only=True, frozen=True):
    type: str = ""
    other_type: str = ""


class RetentionContest(Contest, kw_only=True, frozen=True):
    candidate_id: str


AnyContest = PartyContest | CandidateContest | BallotMeasureContest | RetentionContest


class Election(Element, kw_only=True, frozen=True):
    name: InternationalizedText
    start_date: str
    end_date: str
    type: str
    election_scope_id: str
    external_identifier: list[ExternalIdentifier] = []
    ballot_counts: list[BallotCounts] = []
    candidate: list[Candidate] = []
    contest: list[AnyContest] = []


class ElectionReport(Element, kw_only=True, frozen=True):
    """The root of a file."""

    format: str
    generated_date: str
    issuer: str
    issuer_abbreviation: str
    sequence_end: int
    sequence_start: int
    status: str
    vendor_application_id: str
    notes: str = ""
    gp_unit: list[ReportingUnit | ReportingDevice] = []
    party: list[Party | Coalition] = []
    election: list[Election] = []
