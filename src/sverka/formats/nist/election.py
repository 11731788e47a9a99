"""What a NIST results report tells of its election: areas, stations, contests, selections, forms, accounts.

The format has no place for controls, bases, seat rules, policies or time zones: an election from a file has
none of them, and is compared as its file lists its sources (docs/formats/nist.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.election import (
    Contest,
    ContestKind,
    Election,
    Policies,
    Row,
    RowKind,
    Selection,
    SelectionKind,
)
from sverka.domain.ids import AccountId, AreaId, ContestId, ElectionId, RowId, SelectionId
from sverka.domain.names import Names
from sverka.errors import Fault
from sverka.formats.nearest import nearest
from sverka.formats.nist import cdf
from sverka.formats.nist.decoding import decoded_report
from sverka.formats.nist.keys import device_type
from sverka.formats.nist.layout import BALLOT_COUNTS, OTHER_COUNTS, Code, identified, names_of
from sverka.formats.nist.places import area_id, is_area, places_of
from sverka.formats.nist.words import Things, is_form

W = TypeVar("W", bound=StrEnum)

TIMEZONE = "UTC"  # the file does not say


def election_of_nist_json(data: bytes, *, name: str) -> Election:
    """The election of a report, as far as the report describes it."""
    return election_of_report(decoded_report(data, name), name)


def election_of_report(report: cdf.ElectionReport, name: str) -> Election:
    """The election of a report that is already in memory."""
    found = report.election[0]
    accounts = {each.id: each for each in _accounts(report)}
    if not accounts:
        what = "no count says by which DeviceClass it was counted"
        raise Fault(what, place=name, cure="Give a definition of the election and an account.")
    held_on = _date(found.start_date, f"{name}, $.Election[0].StartDate")
    return Election(
        id=ElectionId(identified(found.external_identifier, Code.ID) or f"election-{held_on}"),
        names=names_of(found.name),
        held_on=held_on,
        timezone=TIMEZONE,
        contests={each.id: each for each in _contests(report)},
        accounts=accounts,
        policies=_policies(list(accounts.values())),
        places=places_of(report, name),
        source=report.issuer,
    )


def _date(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Fault(f"'{text}' is no date", place=place, cure="Write it as YYYY-MM-DD.") from None


def _accounts(report: cdf.ElectionReport) -> Iterator[Account]:
    """Those that the file names; where it names none, one for each DeviceType that counted something."""
    named = [
        each
        for each in report.gp_unit
        if isinstance(each, cdf.ReportingDevice) and identified(each.external_identifier, Code.ACCOUNT)
    ]
    if named:
        yield from map(_account, named)
        return
    words = {each.device_class.type for each in _counts(report.election[0]) if each.device_class}
    for word in sorted(words - {"", "other", "unknown"}, key=lambda word: (word not in cdf.MACHINES, word)):
        counted = Counted.MACHINE if word in cdf.MACHINES else Counted.HAND
        yield Account(
            id=AccountId(word),
            names=Names.same(word),
            counted=counted,
            seen_in=SeenIn.PUBLISHED_PAGE,
            whose=report.issuer,
        )


def _counts(election: cdf.Election) -> Iterator[cdf.VoteCounts | cdf.OtherCounts | cdf.BallotCounts]:
    yield from election.ballot_counts
    for contest in election.contest:
        yield from contest.other_counts
        for selection in contest.contest_selection:
            yield from selection.vote_counts


def _account(device: cdf.ReportingDevice) -> Account:
    codes = device.external_identifier
    by_machine = device_type(device) in cdf.MACHINES
    return Account(
        id=AccountId(identified(codes, Code.ACCOUNT)),
        names=names_of(device.name),
        counted=_word(Counted, codes, Code.COUNTED, Counted.MACHINE if by_machine else Counted.HAND),
        seen_in=_word(SeenIn, codes, Code.SEEN_IN, SeenIn.PUBLISHED_PAGE),
        whose=identified(codes, Code.WHOSE),
    )


def _word(kind: type[W], codes: Sequence[cdf.ExternalIdentifier], code: Code, otherwise: W) -> W:
    """The value of one of our codes as a word of `kind`."""
    text = identified(codes, code)
    if text and text not in {each.value for each in kind}:
        raise Fault(f"'{text}' is no {code}", place="ExternalIdentifier", cure=nearest(text, kind))
    return kind(text) if text else otherwise


def _policies(accounts: list[Account]) -> Policies:
    """By machine on the left, by hand on the right and legal; else the file's first and last account."""
    left = next((each for each in accounts if each.counted is Counted.MACHINE), accounts[0])
    right = next((each for each in accounts if each.counted is not Counted.MACHINE), accounts[-1])
    return Policies(legal=(right.id,), left=left.id, right=right.id, source="not read: the file does not say")


def _contests(report: cdf.ElectionReport) -> Iterator[Contest]:
    things = Things(report)
    elements = report.election[0].contest
    forms = {identified(each.external_identifier, Code.FORM_OF): each for each in elements if is_form(each)}
    for element in elements:
        if is_form(element):
            continue
        id_ = identified(element.external_identifier, Code.ID) or element.id
        rows = map(_row, forms[id_].contest_selection) if id_ in forms else _native_rows(report, element)
        yield Contest(
            id=ContestId(id_),
            kind=_kind(element),
            names=names_of(element.ballot_title) if element.ballot_title else Names.same(element.name),
            selections=tuple(_selection(each, things) for each in element.contest_selection),
            rows=tuple(rows),
            area=_district(report, element.election_district_id),
            family=identified(element.external_identifier, Code.FAMILY),
        )


def _kind(element: cdf.AnyContest) -> ContestKind:
    match element:
        case cdf.PartyContest():
            return ContestKind.PARTY
        case cdf.CandidateContest():
            return ContestKind.CANDIDATE
        case _:
            return ContestKind.BALLOT_MEASURE


def _district(report: cdf.ElectionReport, district: str) -> AreaId | None:
    """The area that votes in a contest; None for all of the election's."""
    if district == report.election[0].election_scope_id:
        return None
    units = {each.id: each for each in report.gp_unit if isinstance(each, cdf.ReportingUnit)}
    return area_id(units[district]) if district in units and is_area(units[district], units) else None


def _selection(element: cdf.AnySelection, things: Things) -> Selection:
    codes, thing = things.identifiers(element), things.of(element)
    colour = thing.color if isinstance(thing, cdf.Party) else ""
    match element:
        case cdf.PartySelection():
            kind = SelectionKind.PARTY
        case cdf.CandidateSelection():
            kind = SelectionKind.CANDIDATE
        case cdf.BallotMeasureSelection():
            kind = _word(SelectionKind, codes, Code.KIND, SelectionKind.OPTION)
    return Selection(
        id=SelectionId(identified(codes, Code.ID) or element.id),
        names=names_of(things.text(element)),
        kind=kind,
        number=identified(codes, Code.NUMBER),
        aliases=tuple(each.value for each in codes if each.other_type == Code.ALIAS),
        colour=f"#{colour}" if colour else "",
    )


def _row(element: cdf.AnySelection) -> Row:
    codes = element.external_identifier if isinstance(element, cdf.BallotMeasureSelection) else []
    names = element.selection if isinstance(element, cdf.BallotMeasureSelection) else None
    return Row(
        id=RowId(identified(codes, Code.ID) or element.id),
        names=names_of(names),
        kind=_word(RowKind, codes, Code.KIND, RowKind.BALLOTS),
        cdf=identified(codes, Code.CDF),
    )


def _native_rows(report: cdf.ElectionReport, contest: cdf.AnyContest) -> Iterator[Row]:
    """A row for each field of OtherCounts that a contest without a form uses; of BallotCounts, if it is alone."""
    alone = len(report.election[0].contest) == 1
    ballots = report.election[0].ballot_counts if alone else []
    used = [
        *(
            (word, any(getattr(each, name) is not None for each in ballots))
            for word, name in BALLOT_COUNTS.items()
        ),
        *(
            (word, any(getattr(each, name) is not None for each in contest.other_counts))
            for word, name in OTHER_COUNTS.items()
        ),
    ]
    for word in (word for word, is_used in used if is_used):
        yield Row(id=RowId(word), names=Names.same(word), cdf=word)
