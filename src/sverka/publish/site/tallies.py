"""The sums of one contest and area, account by account, as tables show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sverka.domain.accounts import Counted
from sverka.domain.counts import Source
from sverka.domain.election import Contest, Provenance, Selection
from sverka.domain.ids import AreaId, BaseId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.marks import shares_mark, total_mark
from sverka.publish.site.naming import base_name, source_name
from sverka.publish.site.provenance import Origin
from sverka.publish.totals import Coverage, Share, Total, Totals
from sverka.publish.words.states import way_of
from sverka.seats.allocation import Allocation, LotsRequired

STATIONS_IN = BaseId("stations")  # the stations expected, as a base of progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One account over a table: whose figures, over which stations, and what its shares are of.

    `of_areas` : the account's own figures of the area, not summed by us
    `mark`, `shares` : where the total stands in the published figures, and what its shares are called there
    """

    source: Source
    mark: str
    shares: str
    name: str
    way: str
    law: bool
    machine: bool
    stations: Coverage
    of_areas: bool
    base: str
    base_id: BaseId | None
    base_number: int | None
    turnout: Share | None
    turnout_base: str
    turnout_ids: tuple[BaseId, BaseId] | None
    turnout_origins: tuple[Provenance | None, Provenance | None] = (None, None)

    @property
    def progress(self) -> Share:
        """Stations summed as a share of those expected."""
        return Share(votes=self.stations.summed, base=STATIONS_IN, of=self.stations.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyLine:
    """One selection: votes and share per account, in the order of the headings; None where it has no sum."""

    id: SelectionId
    name: str
    number: str
    contends: bool
    votes: tuple[int | None, ...]
    shares: tuple[Share | None, ...]
    origins: tuple[Provenance | None, ...]
    seats: int | None = None
    passes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A table of totals: headings across, selections down, the strongest first and against all last."""

    headings: tuple[Heading, ...]
    lines: tuple[TallyLine, ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """A total with what its heading needs to know; `over`: summed over this source's stations only."""

    source: Source
    total: Total
    of_areas: bool = False
    over: Source | None = None

    def origin(self, edition: Edition, figures: ContestFigures) -> Origin:
        """What kind of figures it has."""
        legal = figures.results.legal
        return Origin.of(edition.election, self.total, self.source, legal, of_areas=self.of_areas)


def summed(figures: ContestFigures, sources: Iterable[Source], area: AreaId = WHOLE) -> list[Summed]:
    """The totals of an area by those sources that have one."""
    found = ((source, figures.results.totals.get(source)) for source in sources)
    return [
        Summed(source, total, not totals.stations_only)
        for source, totals in found
        if totals is not None and (total := totals.of(area)) is not None
    ]


def summed_of(totals: Totals, over: Source) -> list[Summed]:
    """The total of a source over no other stations than another one's, where there is one."""
    total = totals.of(WHOLE)
    return [Summed(totals.source, total, over=over)] if total else []


def tally(
    t: Translator,
    edition: Edition,
    figures: ContestFigures,
    totals: Sequence[Summed],
    *,
    allocation: Allocation | None = None,
) -> Tally:
    """The table of some totals of one contest."""
    contest = figures.contest
    bases = [share_base(contest, each.total) for each in totals]
    origins = [each.origin(edition, figures) for each in totals]
    lines = [_line(t, selection, totals, bases, origins, allocation) for selection in contest.selections]
    first = 0 if totals else None
    lines.sort(key=lambda line: (not line.contends, -(line.votes[first] or 0) if first is not None else 0))
    return Tally(
        headings=tuple(
            _heading(t, edition, contest, *each) for each in zip(totals, bases, origins, strict=True)
        ),
        lines=tuple(lines),
    )


def leading(
    t: Translator, edition: Edition, figures: ContestFigures, total: Summed
) -> tuple[Heading, TallyLine | None]:
    """The heading of one total and the first line of its table."""
    contest, base, origin = (
        figures.contest,
        share_base(figures.contest, total.total),
        total.origin(edition, figures),
    )
    votes = total.total.selections
    first = min(
        contest.selections, key=lambda s: (not s.kind.contends, -(votes.get(s.id) or 0)), default=None
    )
    line = None if first is None else _line(t, first, [total], [base], [origin], None)
    return _heading(t, edition, contest, total, base, origin), line


def share_base(contest: Contest, total: Total) -> BaseId | None:
    """The base that shares on pages are of; the first known one where the count lacks what it needs."""
    wanted = contest.share_base
    if wanted is not None and total.bases.get(wanted):
        return wanted
    return next((base for base, number in total.bases.items() if number), None)


def _line(
    t: Translator,
    selection: Selection,
    totals: Sequence[Summed],
    bases: Sequence[BaseId | None],
    origins: Sequence[Origin],
    allocation: Allocation | None,
) -> TallyLine:
    shares = (
        each.total.share(selection.id, base) if base is not None else None
        for each, base in zip(totals, bases, strict=True)
    )
    return TallyLine(
        id=selection.id,
        name=t.name(selection.names),
        number=selection.number,
        contends=selection.kind.contends,
        votes=tuple(each.total.selections.get(selection.id) for each in totals),
        shares=tuple(shares),
        origins=tuple(origin.kind(selection.id) for origin in origins),
        seats=None if allocation is None else allocation.seats.get(selection.id),
    )


def _heading(
    t: Translator, edition: Edition, contest: Contest, summed: Summed, base: BaseId | None, origin: Origin
) -> Heading:
    election, total = edition.election, summed.total
    account = election.accounts.get(summed.source.account)
    turnout = contest.turnout
    known = turnout is not None and all(total.bases.get(each) is not None for each in turnout)
    return Heading(
        source=summed.source,
        mark=total_mark(contest.id, summed.source, total.area, over=summed.over),
        shares=shares_mark(contest, base),
        name=source_name(t, election, summed.source),
        way=way_of(t, account) if account else "",
        law=summed.source == LEGAL or summed.source.account == election.policies.legal[0],
        machine=account is not None and account.counted is Counted.MACHINE,
        stations=total.stations,
        of_areas=summed.of_areas,
        base=base_name(t, contest, base),
        base_id=base,
        base_number=None if base is None else total.bases[base],
        turnout=total.share_of_bases(*turnout) if turnout and known else None,
        turnout_base=base_name(t, contest, turnout[1]) if turnout else "",
        turnout_ids=turnout,
        turnout_origins=(origin.kind(turnout[0]), origin.kind(turnout[1])) if turnout else (None, None),
    )


def lots_open(allocation: Allocation | None) -> bool:
    """Whether a lot must still be drawn."""
    return isinstance(allocation, LotsRequired)
