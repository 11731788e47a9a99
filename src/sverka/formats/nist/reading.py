"""A NIST SP 1500-100 v2 results report in JSON -> counts. Its twin is `writing`; see docs/formats/nist.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sverka.domain.election import Contest, Election
from sverka.domain.ids import AccountId, FieldId
from sverka.domain.readings import Notice, Reading
from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.mappings import ColumnMapping
from sverka.formats.nearest import nearest
from sverka.formats.nist import cdf
from sverka.formats.nist.cells import Cells
from sverka.formats.nist.decoding import decoded_report
from sverka.formats.nist.election import election_of_report
from sverka.formats.nist.keys import Keys, Where
from sverka.formats.nist.layout import BALLOT_COUNTS, OTHER, OTHER_COUNTS, TOTAL, Mark, native_rows
from sverka.formats.nist.words import Words, contests_in, is_form, selections_in
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.unmapped import refuse_mapping

FORMAT = "nist-json"


def read_nist_json(
    data: bytes,
    *,
    name: str,
    election: Election | None = None,
    account: AccountId | None = None,
    holder: str = "",
    mapping: ColumnMapping | None = None,
) -> Reading:
    """All counts of a report, or every place where it is broken.

    Parameters
    ----------
    election : what is counted; None: what the report itself says of it (`election_of_nist_json`)
    account, holder : whose counts these are; only for a file that does not name its sources
    """
    refuse_mapping(mapping, name)
    report = decoded_report(data, name)
    described = election or election_of_report(report, name)
    if account is not None and account not in described.accounts:
        cure = nearest(account, described.accounts)
        raise Fault(f"there is no account {quoted(account)}", place=name, cure=cure)
    reader = _Reader(report, described, Keys(report, described, account=account, holder=holder), name)
    if reader.keys.declared.sources and (account or holder):
        declared = ", ".join(map(str, reader.keys.declared.sources.values()))
        cure = f"Give no account and no holder: the file names its own ({declared})."
        raise Fault("an account or holder was given for this file", place=name, cure=cure)
    reader.read()
    refuse_all(reader.all_faults(), name)
    tables = [table for cells in reader.cells.values() for table in cells.tables()]
    refuse_all(reader.all_faults(), name)
    return Reading(name=name, format=FORMAT, tables=tuple(tables), notices=tuple(reader.notices()))


class _Reader:
    """One report being read: cells by contest, faults, and what there is to notice."""

    def __init__(self, report: cdf.ElectionReport, election: Election, keys: Keys, name: str) -> None:
        self.report = report
        self.name = name
        self.keys = keys
        self.words = Words(report, election, name)
        self.cells = {contest.id: Cells(contest, keys, name) for contest in election.contests.values()}
        self.contests: dict[str, Contest] = {}  # by @id
        self.fields: dict[str, tuple[Cells, FieldId]] = {}  # by the @id of a selection or row
        self.faults: list[Fault] = []
        self.unplaced: Counter[str] = Counter()  # fields of the schema for which the form has no row
        self.suppressed = 0
        self.types = Counter(
            (votes.type, votes.other_type)
            for _, contest in contests_in(report.election[0])
            if not is_form(contest)
            for selection in contest.contest_selection
            for votes in selection.vote_counts
        )

    def read(self) -> None:
        """Everything in the file that is a count; raises nothing, see `all_faults`."""
        self.type = self._type_taken()
        for path, element in contests_in(self.report.election[0]):
            try:
                contest = self.contests[element.id] = self.words.contest(element, path)
            except Fault as fault:
                self.faults.append(fault)
            else:
                self._contest(path, element, self.cells[contest.id])
        self._ballot_counts()
        self._marks()

    def all_faults(self) -> list[Fault]:
        """What is broken, each said once, in the order of the file's contests."""
        faults = [*self.faults, *(fault for cells in self.cells.values() for fault in cells.faults)]
        return [*{str(fault): fault for fault in faults}.values()]

    def _type_taken(self) -> tuple[str, str]:
        """The kind of ballots (CountItemType) whose votes are read: `total`, else the only one there is."""
        if (TOTAL, "") in self.types or not self.types:
            return TOTAL, ""
        if len(self.types) > 1:
            parts = ", ".join(other or word for word, other in self.types)
            cure = "Give a report with counts of Type total; parts are not added up here."
            self.faults.append(Fault(f"only parts are counted: {parts}", place=self.name, cure=cure))
        return next(iter(self.types))

    def _contest(self, path: str, element: cdf.AnyContest, cells: Cells) -> None:
        for inner, selection in selections_in(path, element):
            try:
                field = self.words.field(cells.contest, selection, inner)
            except Fault as fault:
                self.faults.append(fault)
            else:
                self.fields[selection.id] = (cells, field)
                self._votes(cells, field, selection.vote_counts, inner, form=is_form(element))
        self._figures(cells, [*enumerate(element.other_counts)], OTHER_COUNTS, f"{path}.OtherCounts")

    def _votes(
        self, cells: Cells, field: FieldId, votes: Sequence[cdf.VoteCounts], path: str, *, form: bool
    ) -> None:
        template = f"{path}.VoteCounts[{{}}].Count"
        taken: Sequence[int] = range(len(votes))
        if not form and len(self.types) > 1:
            taken = [at for at in taken if (votes[at].type, votes[at].other_type) == self.type]
        hidden = [at for at in taken if votes[at].is_suppressed_for_privacy]
        if hidden:
            taken = [at for at in taken if not votes[at].is_suppressed_for_privacy]
            cells.add_withheld(field, template, hidden, [_where(votes[at]) for at in hidden])
            self.suppressed += len(hidden)
        counts = [votes[at].count for at in taken]
        cells.add(field, template, taken, [_where(votes[at]) for at in taken], counts)

    def _figures(
        self,
        cells: Cells,
        elements: Sequence[tuple[int, cdf.OtherCounts | cdf.BallotCounts]],
        words: Mapping[str, str],
        path: str,
    ) -> None:
        """The figures of a class that has a field for each of some rows; elements come with their places."""
        rows = {word: row for row, word in native_rows(cells.contest).items()}
        for word, attribute in words.items():
            given = [(at, each) for at, each in elements if getattr(each, attribute) is not None]
            if word in rows:
                where = [_where(each) for _, each in given]
                counts = [getattr(each, attribute) for _, each in given]
                cells.add(FieldId(rows[word]), f"{path}[{{}}].{word}", [at for at, _ in given], where, counts)
            else:
                self.unplaced[word] += len(given)

    def _ballot_counts(self) -> None:
        """BallotCounts name no contest: ours say it in OtherType, a file with one contest needs no word."""
        contests = [element.id for _, element in contests_in(self.report.election[0]) if not is_form(element)]
        words = {(OTHER, id_): id_ for id_ in contests} | (
            {(TOTAL, ""): contests[0]} if len(contests) == 1 else {}
        )
        by_contest: dict[str, list[tuple[int, cdf.BallotCounts]]] = {id_: [] for id_ in self.contests}
        for at, each in enumerate(self.report.election[0].ballot_counts):
            contest = words.get((each.type, each.other_type), "")
            if contest in by_contest:
                by_contest[contest].append((at, each))
            else:
                self.unplaced["BallotCounts"] += 1
        for id_, mine in by_contest.items():
            self._figures(
                self.cells[self.contests[id_].id], mine, BALLOT_COUNTS, "$.Election[0].BallotCounts"
            )

    def _marks(self) -> None:
        """What the file says of cells without a figure, in CountStatus of their units."""
        for unit in self.keys.units.values():
            for position, status in enumerate(unit.count_status):
                mark, _, rest = status.other_type.partition(" ")
                source, _, what = rest.partition(" ")
                if status.type == OTHER and mark in set(Mark) and source in self.keys.declared.sources:
                    path = f"$.GpUnit[{self.keys.lines[unit.id] - 1}].CountStatus[{position}]"
                    self._mark(Mark(mark), source, what, unit.id, path)

    def _mark(self, mark: Mark, source: str, what: str, unit: str, path: str) -> None:
        place = f"{self.name}, {path}"
        try:
            code = self.keys.code(self.keys.declared.sources[source], unit)
        except Fault as fault:
            self.faults.append(Fault(fault.what, place=place, cure=fault.cure))
            return
        if mark is Mark.UNREAD and what in self.fields:
            cells, field = self.fields[what]
            cells.add_unread(field, code, path)
        elif mark is Mark.NO_FIGURES and what in self.contests:
            self.cells[self.contests[what].id].counted.append(code)
        else:
            cure = "It must be the @id of a selection or contest of this file."
            self.faults.append(Fault(f"{quoted(what)} is not in the file", place=place, cure=cure))

    def notices(self) -> Iterator[Notice]:
        """What a person should know: what was left out, and how things were joined."""
        yield from self.keys.notices()
        if self.type != (TOTAL, ""):
            yield notice(NoticeCode.NIST_TYPE_TAKEN, kind=self.type[1] or self.type[0])
        left_out = sum(count for word, count in self.types.items() if word != self.type)
        if left_out:
            yield notice(NoticeCode.NIST_PARTS_LEFT_OUT, count=left_out)
        if self.suppressed:
            yield notice(NoticeCode.NIST_FIGURES_WITHHELD, count=self.suppressed)
        for word, count in self.unplaced.items():
            if count:
                yield notice(NoticeCode.NIST_FIGURES_WITHOUT_ROW, field=word, count=count)
        voters = sum(unit.voters_participated is not None for unit in self.keys.units.values())
        if voters and not self.keys.declared.sources:
            yield notice(NoticeCode.NIST_FIGURES_WITHOUT_ROW, field="VotersParticipated", count=voters)


def _where(counts: cdf.VoteCounts | cdf.OtherCounts | cdf.BallotCounts) -> Where:
    return counts.gp_unit_id, counts.device_class.type if counts.device_class else ""
