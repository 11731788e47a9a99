"""Shares on a page of JSON, found by paths beside its figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from msgspec.structs import replace

from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId, FieldId
from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.json_paths import read_json_text
from sverka.formats.mappings import BY_NAME, ColumnMapping
from sverka.formats.row_keys import RowKeys, Whose, row_keys
from sverka.formats.selections import Ballot
from sverka.formats.text_tables import TextTable
from sverka.formats.watched_pages import WatchedPage

Percents = dict[tuple[ContestId, str], dict[FieldId, Decimal]]
"""By contest and unit, the percentage that is shown of each selection."""


def json_shares(
    data: bytes, *, name: str, election: Election, page: WatchedPage, account: AccountId
) -> Percents:
    """The shares that a page shows; none where its description says nothing of shares."""
    mapping = page.columns
    if mapping is None or not (page.share or page.shares):
        return {}
    asked = _asked(mapping, page)
    table = read_json_text(data, name, asked)
    keys = row_keys(table, asked, election, Whose(account=account))
    refuse_all(keys.faults, name)
    found: Percents = {}
    for contest, unit, field, percent in _shares(table, asked, keys, election):
        found.setdefault((contest, unit), {})[field] = percent
    return found


def _asked(mapping: ColumnMapping, page: WatchedPage) -> ColumnMapping:
    """The mapping that finds shares where the page's own finds votes."""
    if mapping.shape == "wide":
        return replace(mapping, selections=page.shares, rows={})
    return replace(mapping, votes=page.share)


def _shares(
    table: TextTable, mapping: ColumnMapping, keys: RowKeys, election: Election
) -> Iterator[tuple[ContestId, str, FieldId, Decimal]]:
    units, contests = keys.frame["unit"].to_list(), keys.frame["contest"].to_list()
    ballots = {each: Ballot(election.contests[ContestId(each)]) for each in dict.fromkeys(contests)}
    for line, word, text in _cells(table, mapping):
        field = _field(ballots[contests[line]], word, mapping)
        if text and field is not None:
            yield ContestId(contests[line]), units[line], field, _percent(text, table.place(line))


def _cells(table: TextTable, mapping: ColumnMapping) -> Iterator[tuple[int, str, str | None]]:
    """Line, the page's word for a selection, and the share that stands there."""
    if mapping.shape == "wide" and mapping.selections != BY_NAME:
        for path in mapping.selections:
            yield from ((line, path, text) for line, text in enumerate(table.cells(table.column(path))))
        return
    words = table.cells(table.column(mapping.selection))
    for line, text in enumerate(table.cells(table.column(mapping.votes))):
        yield line, words[line] or "", text


def _field(ballot: Ballot, word: str, mapping: ColumnMapping) -> FieldId | None:
    """A selection that the page means; None for a row of the form, or a word that is none."""
    told = mapping.selections.get(word) if mapping.selections != BY_NAME else None
    field = ballot.field(told) if told else ballot.find(word)
    return field if field in set(map(FieldId, ballot.contest.selection_ids)) else None


def _percent(text: str, place: str) -> Decimal:
    try:
        percent = Decimal(text.replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or percent < 0:
        raise Fault(f"{quoted(text)} is no share", place=place, cure="Let the path lead to a percentage.")
    return percent
