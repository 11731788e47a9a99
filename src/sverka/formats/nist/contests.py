"""A contest in a results report: its selections with their votes, its form, its other counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sverka.domain.counts import CountTable, State, Unit
from sverka.domain.election import Contest, ContestKind, Row, Selection, SelectionKind
from sverka.domain.ids import FieldId, RowId
from sverka.domain.seat_rules import LargestRemainder, Plurality
from sverka.formats.nist import cdf
from sverka.formats.nist.layout import (
    BALLOT_COUNTS,
    FORM,
    OTHER,
    OTHER_COUNTS,
    SCOPE,
    TOTAL,
    Code,
    ballots_word,
    codes_of,
    document_id,
    field_ids,
    identifiers,
    native_rows,
    text_of,
)
from sverka.formats.nist.placing import PlacedTable


@dataclass(frozen=True, slots=True)
class ContestInReport:
    """One contest, where it stands among the contests (from 1), and all its counts."""

    position: int
    of: Contest
    tables: tuple[PlacedTable, ...]

    @property
    def id(self) -> str:
        """Its `@id`."""
        return document_id("contest", self.of.id)

    @property
    def district(self) -> str:
        """The `@id` of the area whose stations vote in it."""
        return SCOPE if self.of.area is None else document_id(Unit.AREA, self.of.area)

    def contest(self) -> cdf.AnyContest:
        """The contest itself: its selections with their votes."""
        names = self.of.names
        shared: dict[str, Any] = {
            "id": self.id,
            "name": names.in_language("en") or self.of.id,
            "election_district_id": self.district,
            "ballot_title": text_of(names, self.of.id),
            "external_identifier": identifiers((Code.ID, self.of.id), (Code.FAMILY, self.of.family)),
            "sequence_order": self.position,
            "vote_variation": _variation(self.of),
            "other_counts": self._other_counts(),
            "contest_selection": [
                self._selection(order, each) for order, each in enumerate(self.of.selections, start=1)
            ],
        }
        match self.of.kind:
            case ContestKind.PARTY:
                return cdf.PartyContest(**shared)
            case ContestKind.CANDIDATE:
                seats = self.of.seats.seats if self.of.seats else None
                return cdf.CandidateContest(**shared, votes_allowed=1, number_elected=seats)
            case ContestKind.BALLOT_MEASURE:
                return cdf.BallotMeasureContest(**shared, type="ballot-measure")

    def form(self) -> cdf.BallotMeasureContest:
        """The rows of the contest's form, as a contest beside it whose counts are no votes (Type other)."""
        return cdf.BallotMeasureContest(
            id=document_id("form", self.of.id),
            name=f"Rows of the form: {self.of.id}",
            election_district_id=self.district,
            external_identifier=identifiers((Code.FORM_OF, self.of.id)),
            type=OTHER,
            other_type=FORM,
            contest_selection=[self._row(order, row) for order, row in enumerate(self.of.rows, start=1)],
        )

    def _row(self, order: int, row: Row) -> cdf.BallotMeasureSelection:
        native = row.id in native_rows(self.of)  # its figures stand in OtherCounts or BallotCounts
        return cdf.BallotMeasureSelection(
            id=self._words[FieldId(row.id)],
            sequence_order=order,
            selection=text_of(row.names, row.id),
            external_identifier=identifiers((Code.ID, row.id), (Code.KIND, row.kind), (Code.CDF, row.cdf)),
            vote_counts=[] if native else self._votes(FieldId(row.id), OTHER, row.kind),
        )

    def _selection(self, order: int, selection: Selection) -> cdf.AnySelection:
        id_ = self._words[FieldId(selection.id)]
        votes = self._votes(FieldId(selection.id), TOTAL)
        thing = document_id(selection.kind, self.position, selection.id)
        match selection.kind:
            case SelectionKind.PARTY:
                return cdf.PartySelection(id=id_, sequence_order=order, party_ids=[thing], vote_counts=votes)
            case SelectionKind.CANDIDATE:
                return cdf.CandidateSelection(
                    id=id_, sequence_order=order, candidate_ids=[thing], vote_counts=votes
                )
            case SelectionKind.OPTION | SelectionKind.AGAINST_ALL:
                return cdf.BallotMeasureSelection(
                    id=id_,
                    sequence_order=order,
                    selection=text_of(selection.names, selection.id),
                    external_identifier=codes_of(selection),
                    vote_counts=votes,
                )

    @property
    def _words(self) -> dict[FieldId, str]:
        return field_ids(self.position, self.of)

    def _votes(self, field: FieldId, type_: str, other_type: str = "") -> list[cdf.VoteCounts]:
        return [
            cdf.VoteCounts(
                count=value,
                gp_unit_id=each.places[line],
                type=type_,
                device_class=each.source.device,
                other_type=other_type,
            )
            for each in self.tables
            if field in each.table.fields
            for line, value in _read_cells(each.table, field)
        ]

    def _other_counts(self) -> list[cdf.OtherCounts]:
        rows = self._native(OTHER_COUNTS)
        return [
            cdf.OtherCounts(gp_unit_id=each.places[line], device_class=each.source.device, **figures)
            for each in self.tables
            for line, figures in _figures(each.table, rows)
        ]

    def ballot_counts(self, *, alone: bool) -> list[cdf.BallotCounts]:
        """The contest's rows for which BallotCounts has a field."""
        rows = self._native(BALLOT_COUNTS)
        type_, other_type = ballots_word(self.id, alone=alone)
        return [
            cdf.BallotCounts(
                gp_unit_id=each.places[line],
                type=type_,
                device_class=each.source.device,
                other_type=other_type,
                **figures,
            )
            for each in self.tables
            for line, figures in _figures(each.table, rows)
        ]

    def _native(self, fields: Mapping[str, str]) -> dict[RowId, str]:
        return {row: fields[word] for row, word in native_rows(self.of).items() if word in fields}


def _read_cells(table: CountTable, field: FieldId) -> Iterator[tuple[int, int]]:
    """Line and figure of every cell of a field that was read."""
    column = table.fields.index(field)
    lines = np.flatnonzero(table.state[:, column] == State.READ)
    return zip(lines.tolist(), table.values[lines, column].tolist(), strict=True)


def _figures(table: CountTable, rows: Mapping[RowId, str]) -> list[tuple[int, dict[str, Any]]]:
    """Line and figures, by the field's name in the schema, of every unit that has one of the rows."""
    figures: dict[int, dict[str, Any]] = {}
    for row, word in rows.items():
        if row in table.rows:
            for line, value in _read_cells(table, FieldId(row)):
                figures.setdefault(line, {})[word] = value
    return sorted(figures.items())


def _variation(contest: Contest) -> str:
    match contest.seats:
        case LargestRemainder():
            return "proportional"
        case Plurality():
            return "plurality"
        case None:
            return ""
