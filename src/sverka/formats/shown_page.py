"""What a page of somebody else's site showed at one look: figures and shares, nothing, or an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId, FieldId
from sverka.domain.readings import Reading
from sverka.errors import Fault
from sverka.formats.captures import Answer, Capture, parse_capture
from sverka.formats.json_paths import read_json_text
from sverka.formats.json_shares import json_shares
from sverka.formats.mappings import ColumnMapping
from sverka.formats.pcos_reading import pcos_shares, read_pcos
from sverka.formats.pcos_shares import Shown
from sverka.formats.row_keys import Whose
from sverka.formats.tabular import read_tabular
from sverka.formats.watched_pages import WatchedPage

Shares = Mapping[tuple[ContestId, str], Mapping[FieldId, Shown]]
"""By contest and unit, the share that is shown of each selection, with the votes beside it."""


class Outcome(StrEnum):
    """What came of a look."""

    FIGURES = "figures"
    BLANK = "blank"  # the server answered as if all were well, and there was no figure in it
    ERROR = "error"  # the server said that something is wrong
    ELSEWHERE = "elsewhere"  # it sent us to another host, or on and on
    NO_ANSWER = "no-answer"
    UNREADABLE = "unreadable"  # an answer of another shape than the one that was described


@dataclass(frozen=True, kw_only=True)
class ShownPage:
    """What a look found.

    `status` : of the HTTP answer, 0 where there is none · `note` : what was wrong, for whoever watches
    """

    outcome: Outcome
    status: int = 0
    note: str = ""
    reading: Reading | None = None
    shares: Shares = field(default_factory=dict)

    @property
    def tables(self) -> tuple[CountTable, ...]:
        """The counts, by contest."""
        return tuple(each.table for each in self.reading.tables) if self.reading else ()


def shown_on(
    capture: Capture, election: Election, account: AccountId, *, holder: str = "", name: str = ""
) -> ShownPage:
    """What was found at a look."""
    answer, name = capture.answer, name or capture.page.called
    if answer is None or capture.trouble:
        elsewhere = answer is not None and answer.location
        outcome = Outcome.ELSEWHERE if elsewhere else Outcome.NO_ANSWER
        return ShownPage(outcome=outcome, status=answer.status if answer else 0, note=capture.trouble)
    if answer.status != 200:
        note = f"{answer.status} {answer.reason}".strip()
        return ShownPage(outcome=Outcome.ERROR, status=answer.status, note=note)
    return _read(capture, answer, election, account, holder=holder, name=name)


def _read(
    capture: Capture, answer: Answer, election: Election, account: AccountId, *, holder: str, name: str
) -> ShownPage:
    if not any(chr(each).isdigit() for each in answer.body if each < 128):
        return ShownPage(outcome=Outcome.BLANK, status=answer.status)
    try:
        reading = _reading(answer.body, capture.page, election, account, holder=holder, name=name)
    except Fault as fault:
        return ShownPage(outcome=Outcome.UNREADABLE, status=answer.status, note=str(fault))
    if not _has_figures(reading):
        return ShownPage(outcome=Outcome.BLANK, status=answer.status, reading=reading)
    shares, note = _shares_or_why_not(
        answer.body, capture.page, election, account, name=name, reading=reading
    )
    return ShownPage(outcome=Outcome.FIGURES, status=answer.status, note=note, reading=reading, shares=shares)


def _shares_or_why_not(
    body: bytes, page: WatchedPage, election: Election, account: AccountId, *, name: str, reading: Reading
) -> tuple[Shares, str]:
    """The shares, and why they cannot be read: the figures stand without them."""
    try:
        return _shares(body, page, election, account, name=name, reading=reading), ""
    except Fault as fault:
        return {}, str(fault)


def _reading(
    body: bytes, page: WatchedPage, election: Election, account: AccountId, *, holder: str, name: str
) -> Reading:
    mapping = page.columns
    if page.format == "pcos":
        return read_pcos(body, name=name, election=election, account=account, holder=holder, mapping=mapping)
    table = read_json_text(body, name, mapping)
    whose = Whose(account=account, holder=holder)
    return read_tabular(table, format="json", election=election, whose=whose, mapping=mapping)


def _has_figures(reading: Reading) -> bool:
    return any(bool(np.any(each.table.state == State.READ)) for each in reading.tables)


def _shares(
    body: bytes, page: WatchedPage, election: Election, account: AccountId, *, name: str, reading: Reading
) -> Shares:
    if page.format == "pcos":
        contest, shown = pcos_shares(body, name=name, election=election, mapping=page.columns)
        return {(contest, area): shares for area, shares in shown.items()}
    percents = json_shares(body, name=name, election=election, page=page, account=account)
    tables = {ContestId(each.table.contest): each.table for each in reading.tables}
    return {
        key: {
            field: Shown(_votes(tables.get(key[0]), key[1], field), percent)
            for field, percent in found.items()
        }
        for key, found in percents.items()
    }


def _votes(table: CountTable | None, unit: str, field: FieldId) -> int:
    if table is None or unit not in table.position or field not in table.fields:
        return 0
    return int(table.values[table.position[unit], table.fields.index(field)])


def read_capture(
    data: bytes,
    *,
    name: str,
    election: Election,
    account: AccountId | None,
    holder: str = "",
    mapping: ColumnMapping | None = None,
) -> Reading:
    """The counts on a kept page; it says itself how it is read."""
    capture = parse_capture(data, name)
    told = account or (AccountId(capture.page.account) if capture.page.account else None)
    if told is None:
        cure = "Give --account, that of the published page."
        raise Fault("nothing says whose account this is", place=name, cure=cure)
    if mapping is not None and mapping.named:
        raise Fault(
            "a mapping was given for a kept page", place=name, cure="Leave it out: the capture has it."
        )
    shown = shown_on(capture, election, told, holder=holder, name=name)
    if shown.reading is None:
        what = f"there are no figures on it: {shown.note or shown.outcome}"
        raise Fault(
            what, place=name, cure="It stands in the record as a paper; `sverka watch --report` tells."
        )
    return shown.reading
