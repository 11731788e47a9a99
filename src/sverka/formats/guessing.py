"""The mapping of a file that comes without one: a saved mapping that fits, else what the header says."""

from __future__ import annotations

from collections.abc import Container

from msgspec.structs import asdict, replace

from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.mappings import AccountColumn, ColumnMapping, SummaryRows, saved_mapping
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.selections import Ballot
from sverka.formats.spellings import is_total
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable
from sverka.formats.titles import ACCOUNT, AREA, CLAIMED, CONTEST, HOLDER, SELECTION, STATION, VOTES, titled

Guess = tuple[ColumnMapping, tuple[Notice, ...]]
ENOUGH = 0.5  # of a column's distinct texts must be ids of stations, where its title does not say so


def mapping_for(
    table: TextTable, election: Election, account: AccountId | None, *, told: ColumnMapping
) -> Guess:
    """The one saved mapping whose columns the table has, else a guess; what was told stands over both.

    Several that fit are a question. Where an account is told, a file need not have a mapping's account column.
    """
    saved = {name: saved_mapping(election, name) for name in election.mappings}
    fitting = [name for name, each in saved.items() if _fits(each, table, account, told)]
    if len(fitting) > 1:
        what = f"{len(fitting)} saved mappings fit this file"
        raise Fault(what, place=table.name, cure=f"Say which: --mapping {' or --mapping '.join(fitting)}.")
    if fitting:
        said = notice(NoticeCode.MAPPING_CHOSEN, mapping=fitting[0])
        return _under(told, saved[fitting[0]]), (said,)
    guess, notices = _guessed(table, election, told.contest)
    return _under(told, guess), notices


def _under(told: ColumnMapping, mapping: ColumnMapping) -> ColumnMapping:
    """A mapping with what was told in its place."""
    usual = ColumnMapping()
    return replace(
        mapping, **{key: value for key, value in asdict(told).items() if value != getattr(usual, key)}
    )


def _fits(mapping: ColumnMapping, table: TextTable, account: AccountId | None, told: ColumnMapping) -> bool:
    titles = {folded(title) for title in table.header}
    spared = {mapping.account.column} if mapping.account and account is not None else set()
    of_contest = not told.contest or told.contest == mapping.contest
    return of_contest and {folded(each) for each in {*mapping.named} - spared} <= titles


def _guessed(table: TextTable, election: Election, told_contest: str) -> Guess:
    selection, votes = titled(table, SELECTION), titled(table, VOTES)
    long = bool(selection and votes)
    area = titled(table, AREA) if not titled(table, STATION) and _area_ids(table, election) else ""
    station = "" if area else _station(table, election)
    contest = titled(table, CONTEST)
    if contest and told_contest:
        what = f"the contest is told twice: {told_contest}, and by column {quoted(contest)}"
        raise Fault(what, place=table.name, cure="Leave out the contest: the rows say it themselves.")
    mapping = ColumnMapping(
        shape="long" if long else "wide",
        station=station,
        area=area,
        contest="" if contest or told_contest else _contest(table, election, long),
        contest_column=contest,
        account=_account(table, election),
        holder=titled(table, HOLDER),
        claimed=titled(table, CLAIMED),
        selection=selection if long else "",
        votes=votes if long else "",
        summary_rows=_summaries(table, station or area, election),
        ignore=[] if long else [title for title in table.header if is_total(title)],
    )
    said = notice(NoticeCode.MAPPING_GUESSED, shape=mapping.shape, station=station or area)
    return mapping, (said,)


def _area_ids(table: TextTable, election: Election) -> bool:
    title = titled(table, AREA)
    return bool(title) and _share_of_ids(table, table.column(title), election.places.areas) >= ENOUGH


def _station(table: TextTable, election: Election) -> str:
    """The column of stations: by its title, else the one column whose texts are ids of stations."""
    title = titled(table, STATION)
    if title:
        return title
    shares = {at: _share_of_ids(table, at, election.places.stations) for at in range(len(table.header))}
    likely = [table.header[at] for at, share in shares.items() if share >= ENOUGH]
    if len(likely) == 1:
        return likely[0]
    found = (
        f"several columns may be the stations: {', '.join(likely)}"
        if likely
        else "no column holds the stations' ids"
    )
    raise Fault(found, place=table.place(), cure='Name it "station", or in a mapping: station = "…".')


def _share_of_ids(table: TextTable, column: int, places: Container[str]) -> float:
    distinct = table.texts(column).drop_nulls().unique()
    return sum(text in places for text in distinct) / max(len(distinct), 1)


def _contest(table: TextTable, election: Election, long: bool) -> str:
    """The contest (or family) on whose ballot stands every selection that the file names; "" if none is meant."""
    if len(election.contests) == 1:
        return ""
    words = _selection_words(table, long)
    fitting = {
        each.family or str(each.id)
        for each in election.contests.values()
        if words and all(Ballot(each).find(word) for word in words)
    }
    return fitting.pop() if len(fitting) == 1 else ""


def _selection_words(table: TextTable, long: bool) -> list[str]:
    if long:
        return table.texts(table.column(titled(table, SELECTION))).drop_nulls().unique().to_list()
    taken = {titled(table, words) for words in (STATION, AREA, CONTEST, ACCOUNT, HOLDER, CLAIMED)}
    return [title for title in table.header if title and title not in taken and not is_total(title)]


def _account(table: TextTable, election: Election) -> AccountColumn | None:
    title = titled(table, ACCOUNT)
    if not title:
        return None
    values = set(table.texts(table.column(title)).drop_nulls().unique())
    known = {str(each): str(each) for each in election.accounts}
    return AccountColumn(title, known) if values and values <= set(known) else None


def _summaries(table: TextTable, key: str, election: Election) -> SummaryRows | None:
    texts = table.texts(table.column(key)).drop_nulls().unique(maintain_order=True)
    sums = [text for text in texts if text not in election.places.stations and is_total(text)]
    return SummaryRows(key, sums) if sums else None
