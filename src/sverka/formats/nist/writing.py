"""Counts -> a NIST SP 1500-100 v2 results report in JSON. Its twin is `reading`; see docs/formats/nist.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from sverka.domain.counts import CountTable, Unit
from sverka.domain.election import Election, Selection, SelectionKind
from sverka.formats.nist import cdf
from sverka.formats.nist.contests import ContestInReport
from sverka.formats.nist.layout import OTHER, SCOPE, Code, codes_of, document_id, identifiers, text_of
from sverka.formats.nist.placing import PlacedTable, placed_tables
from sverka.formats.nist.units import gp_units

VENDOR = "sverka"
NOTES = (
    "Counts of one contest and unit by different devices (DeviceClass, ReportingDevice) are separate counts "
    "of the same ballots: compare them, never add them."
)


def format_nist_json(
    election: Election,
    tables: Sequence[CountTable],
    *,
    generated_at: datetime,
    status: cdf.ResultsStatus = cdf.ResultsStatus.UNOFFICIAL_PARTIAL,
    issuer: str = VENDOR,
    sequence: tuple[int, int] = (1, 1),
) -> bytes:
    """A results report with every count of the tables; the same input gives the same bytes.

    Parameters
    ----------
    tables : any contests and sources, each (contest, source, unit) once
    generated_at : when the report was made, with zone
    issuer : who makes the report (not who counted)
    sequence : which part of how many (SequenceStart, SequenceEnd)
    """
    if generated_at.utcoffset() is None:
        raise AssertionError("generated_at has no zone")
    if len({(each.contest, each.source, each.unit) for each in tables}) < len(tables):
        raise AssertionError("two tables of one contest, source and unit")
    placed = placed_tables(election, tables)
    stations = any(table.unit is Unit.STATION for table in tables)
    report = cdf.ElectionReport(
        format="precinct-level" if stations else "summary-contest",
        generated_date=generated_at.isoformat(timespec="seconds"),
        issuer=issuer,
        issuer_abbreviation=issuer,
        sequence_start=sequence[0],
        sequence_end=sequence[1],
        status=status,
        vendor_application_id=VENDOR,
        notes=NOTES,
        gp_unit=gp_units(election, placed),
        party=[*_parties(election)],
        election=[_election(election, placed)],
    )
    return msgspec.json.encode(report) + b"\n"


def _election(election: Election, placed: Sequence[PlacedTable]) -> cdf.Election:
    contests: list[cdf.AnyContest] = []
    ballots: list[cdf.BallotCounts] = []
    for position, contest in enumerate(election.contests.values(), start=1):
        tables = [table for table in placed if table.table.contest == contest.id]
        each = ContestInReport(position, contest, tuple(tables))
        contests += [each.contest(), *([each.form()] if contest.rows else [])]
        ballots += each.ballot_counts(alone=len(election.contests) == 1)
    return cdf.Election(
        name=text_of(election.names, election.id),
        start_date=election.held_on.isoformat(),
        end_date=election.held_on.isoformat(),
        type=OTHER,  # the definition does not say which of the schema's types it is
        election_scope_id=SCOPE,
        external_identifier=identifiers((Code.ID, election.id)),
        ballot_counts=ballots,
        candidate=[*_candidates(election)],
        contest=contests,
    )


def _of_kind(election: Election, kind: SelectionKind) -> Iterator[tuple[str, Selection]]:
    """The selections of a kind, each with the `@id` of the party or candidate it stands for."""
    for position, contest in enumerate(election.contests.values(), start=1):
        for selection in contest.selections:
            if selection.kind is kind:
                yield document_id(kind, position, selection.id), selection


def _parties(election: Election) -> Iterator[cdf.Party]:
    for id_, party in _of_kind(election, SelectionKind.PARTY):
        yield cdf.Party(
            id=id_,
            name=text_of(party.names, party.id),
            color=party.colour.removeprefix("#"),
            external_identifier=codes_of(party),
        )


def _candidates(election: Election) -> Iterator[cdf.Candidate]:
    for id_, candidate in _of_kind(election, SelectionKind.CANDIDATE):
        name = text_of(candidate.names, candidate.id)
        yield cdf.Candidate(id=id_, ballot_name=name, external_identifier=codes_of(candidate))
