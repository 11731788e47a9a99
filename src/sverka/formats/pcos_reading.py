"""An answer of the commission's results API -> counts of areas by scanners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, Election, SelectionKind
from sverka.domain.ids import AccountId, ContestId, FieldId
from sverka.domain.readings import Notice, Reading, ReadTable
from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.machine_accounts import machine_account
from sverka.formats.mappings import ColumnMapping, only_saved
from sverka.formats.nearest import nearest
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.pcos import PcosCount, PcosCounts, PcosPage, parse_pcos, unknown_fields
from sverka.formats.pcos_ballot import contest_of, positions_of
from sverka.formats.pcos_shares import Shown, share_notices
from sverka.formats.station_join import register_of

FORMAT = "pcos"
EXTERNAL_ID = "commission-api"  # Area.external_ids: what the API calls an area
MOST = 2**63 - 1  # a figure is an int64


def read_pcos(
    data: bytes,
    *,
    name: str,
    election: Election,
    account: AccountId | None,
    holder: str = "",
    mapping: ColumnMapping | None = None,
) -> Reading:
    """The counts of areas on a page, and of what number of ballots its shares are.

    Parameters
    ----------
    mapping : `contest`; `unit` (the area that was asked for) and `rows` (which rows of the form p3, p5, p7, p8 are)
        where the overview is to be read too: the answer says neither
    """
    source = Source(machine_account(election, account, name), holder)
    reader = _read(data, name, election, mapping)
    tables = (reader.table(source),) if reader.counts else ()
    unknown = unknown_fields(data, name)
    more = (notice(NoticeCode.PCOS_FIELDS_UNKNOWN, fields=", ".join(unknown)),) if unknown else ()
    return Reading(name=name, format=FORMAT, tables=tables, notices=(*more, *reader.notices()))


def pcos_shares(
    data: bytes, *, name: str, election: Election, mapping: ColumnMapping | None = None
) -> tuple[ContestId, dict[str, dict[FieldId, Shown]]]:
    """The contest of a page, and by area the shares that it shows, each with the votes beside it."""
    reader = _read(data, name, election, mapping)
    return reader.contest.id, reader.shown


def _read(data: bytes, name: str, election: Election, mapping: ColumnMapping | None) -> _PageReader:
    told = _told(mapping or only_saved(election, FORMAT), name)
    page = parse_pcos(data, name)
    reader = _PageReader(page, contest_of(page, election, told.contest, name), election, told, name)
    reader.read()
    refuse_all(reader.faults, name)
    return reader


def _told(mapping: ColumnMapping | None, name: str) -> ColumnMapping:
    given = mapping or ColumnMapping()
    known = ColumnMapping(format=given.format, contest=given.contest, unit=given.unit, rows=given.rows)
    if given != known or (given.unit and not given.unit.area):
        what = "the mapping says something that this format has no use for"
        raise Fault(what, place=name, cure="Known here: contest, unit = {area = …}, rows.")
    return given


class _PageReader:
    """One page, joined to an election."""

    def __init__(
        self, page: PcosPage, contest: Contest, election: Election, told: ColumnMapping, name: str
    ) -> None:
        self.page = page
        self.contest = contest
        self.told = told
        self.name = name
        self.register = register_of(election, Unit.AREA)
        self.by_api = {
            area.external_ids[EXTERNAL_ID]: str(area.id)
            for area in election.places.areas.values()
            if EXTERNAL_ID in area.external_ids
        }
        self.counts: dict[str, dict[FieldId, int]] = {}  # by area
        self.lines: dict[
            str, int
        ] = {}  # where in the file's ballotCounts an area stands, from 1; 0: overview
        self.shown: dict[str, dict[FieldId, Shown]] = {}  # by area, where shares are shown
        self.unplaced: dict[str, int] = {}  # figures of the overview that stand nowhere here
        self.faults: list[Fault] = []

    def read(self) -> None:
        """Everything on the page; raises nothing, see `faults`."""
        positions, faults = positions_of(self.page, self.contest, self.name)
        self.faults += faults
        for at, counts in enumerate(self.page.ballot_counts):
            path = f"$.ballotCounts[{at}]"
            area = self._area(str(counts.division.id), f"{path}.division.id")
            if area is not None and area in self.counts:
                cure = "Each division must be given once."
                self._fault(f"a second entry for {quoted(area)}", f"{path}.division.id", cure)
            elif area is not None:
                self.lines[area] = at + 1
                self.counts[area] = self._figures(area, counts, positions, path)
        self._overview()

    def _area(self, division: str, path: str) -> str | None:
        if division in self.by_api:
            return self.by_api[division]
        found, _ = self.register.find(division)
        if len(found) == 1:
            return found[0]
        cure = f'Add external_ids = {{ {EXTERNAL_ID} = "{division}" }} to its area in the definition.'
        self._fault(f"{quoted(division)} is no area of this election", path, cure)
        return None

    def _figures(
        self, area: str, counts: PcosCounts, positions: Mapping[str, FieldId], path: str
    ) -> dict[FieldId, int]:
        """The figures of one division; a position without a count is not on its sheet."""
        figures: dict[FieldId, int] = {}
        for at, each in enumerate(counts.ballot_counts):
            here = f"{path}.ballotCounts[{at}]"
            field = positions.get(str(each.position))
            if field is None:
                cure = nearest(str(each.position), positions)
                self._fault(
                    f"{quoted(str(each.position))} is no position of ballots", f"{here}.position", cure
                )
            elif field in figures:
                self._fault(f"a second count of position {each.position}", here, "Each must be given once.")
            elif each.pcos_count is not None:
                figures[field] = self._figure(each.pcos_count, f"{here}.pcosCount")
                self._show(area, field, each, figures[field], f"{here}.pcosPercent")
        return figures

    def _show(self, area: str, field: FieldId, count: PcosCount, votes: int, path: str) -> None:
        if count.pcos_percent is None:
            return
        if not count.pcos_percent.is_finite() or count.pcos_percent < 0:
            self._fault(f"{quoted(str(count.pcos_percent))} is no share", path, "Write percent, 0 or more.")
            return
        self.shown.setdefault(area, {})[field] = Shown(votes, count.pcos_percent)

    def _figure(self, figure: object, path: str) -> int:
        if type(figure) is int and 0 <= figure <= MOST:
            return figure
        self._fault(f"{quoted(str(figure))} is no number of votes", path, "Write a whole number, 0 or more.")
        return 0

    def _overview(self) -> None:
        """The overview's figures, where the mapping says of which area and which rows they are."""
        figures = {
            word: self._figure(figure, f"$.overview.pcos.{word}")
            for word, figure in self.page.overview.pcos.items()
            if figure is not None
        }
        area = self._area(self.told.unit.area, "mapping, unit") if self.told.unit else None
        for word, figure in figures.items():
            row = self.told.rows.get(word, "")
            if row and row not in self.contest.row_ids:
                cure = nearest(row, self.contest.row_ids)
                self._fault(f"the form has no row {quoted(row)}", f"mapping, rows, {word}", cure)
            if area is None or not row:
                self.unplaced[word] = figure
            else:
                self.lines.setdefault(area, 0)
                self.counts.setdefault(area, {})[FieldId(row)] = figure

    def _fault(self, what: str, path: str, cure: str) -> None:
        self.faults.append(Fault(what, place=f"{self.name}, {path}", cure=cure))

    def table(self, source: Source) -> ReadTable:
        """The counts of all areas; rows only where the overview has been placed."""
        placed = {field for figures in self.counts.values() for field in figures}
        rows = tuple(row for row in self.contest.row_ids if FieldId(row) in placed)
        fields = (*map(FieldId, rows), *map(FieldId, self.contest.selection_ids))
        cells = [[figures.get(field) for field in fields] for figures in self.counts.values()]
        table = CountTable(
            contest=self.contest.id,
            source=source,
            units=tuple(self.counts),
            rows=rows,
            selections=self.contest.selection_ids,
            values=np.array([[cell or 0 for cell in row] for row in cells], np.int64),
            state=np.array(
                [[State.ABSENT if cell is None else State.READ for cell in row] for row in cells], np.uint8
            ),
            unit=Unit.AREA,
        )
        return ReadTable(table=table, lines=tuple(self.lines[area] for area in self.counts))

    def notices(self) -> Iterator[Notice]:
        """What of the overview was left out, and of what the shares are."""
        if self.unplaced:
            text = ", ".join(f"{word} = {figure}" for word, figure in self.unplaced.items())
            yield notice(NoticeCode.PCOS_OVERVIEW_LEFT_OUT, figures=text)
        shown = {area: [*shares.values()] for area, shares in self.shown.items()}
        yield from share_notices(shown, {area: self._bases(area) for area in shown})

    def _bases(self, area: str) -> dict[str, int]:
        """What a share on the page may be a share of."""
        figures = self.counts[area]
        contenders = [
            each.id for each in self.contest.selections if each.kind is not SelectionKind.AGAINST_ALL
        ]
        bases = {
            "votes": sum(figures.get(FieldId(each), 0) for each in self.contest.selection_ids),
            "contenders": sum(figures.get(FieldId(each), 0) for each in contenders),
        }
        rows = {word: FieldId(row) for word, row in self.told.rows.items()}
        return bases | {word: figures[row] for word, row in rows.items() if row in figures}
