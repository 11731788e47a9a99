"""Whether a count may go into the record: does it fit the election, is it news, does it contradict what stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sverka.domain.counts import ABSENT_WORD, State, cell_of
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId
from sverka.errors import Fault, Refused
from sverka.formats.nearest import nearest
from sverka.office.clock import checked
from sverka.office.night.incoming import Cell, Differs, Given, IncomingCount
from sverka.office.night.latest import Known

HERE = 'See docs/intake.md, "A count".'


@dataclass(frozen=True, slots=True)
class Form:
    """What a count of one contest by one account may be about, and which fields it may state."""

    rows: frozenset[str]
    selections: frozenset[str]
    stations: frozenset[str] | None  # None: any


class Forms:
    """The forms of an election, made as they are asked for."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.of = lru_cache(maxsize=None)(self._form)
        self._voting = lru_cache(maxsize=None)(self._stations)

    def check(self, given: Given) -> str:
        """Refuse a count that the record could take in and nobody could show; gives its time in the record's form."""
        count = given.count
        self._check_named(given)
        form = self.of(count.contest, given.source.account)
        self._check_unit(count, form)
        _check_fields(count, form)
        if not count.claimed:
            return ""
        try:
            return checked(count.claimed, timezone=self.election.timezone, option="claimed")
        except Fault as fault:
            raise Refused("R508", f"claimed: {fault.what}", cure=fault.cure) from None

    def _check_named(self, given: Given) -> None:
        for word, name, known in (
            ("contest", given.count.contest, self.election.contests),
            ("account", given.source.account, self.election.accounts),
        ):
            if name not in known:
                raise Refused("R508", f"there is no {word} {name!r}", cure=nearest(name, known))

    def _check_unit(self, count: IncomingCount, form: Form) -> None:
        places = self.election.places
        if bool(count.station) == bool(count.area):
            raise Refused("R508", "a count is of one station or of one area", cure=HERE)
        if count.area and count.area not in places.areas:
            raise Refused("R508", f"there is no area {count.area!r}", cure=nearest(count.area, places.areas))
        if not count.station or (form.stations is not None and count.station in form.stations):
            return
        if count.station in places.stations:
            if form.stations is not None:
                cure = "Correct the contest or the station."
                raise Refused(
                    "R510", f"station {count.station} does not vote in contest {count.contest}", cure=cure
                )
        elif not self.election.open_stations:
            cure = "Look at its number; what was sent is kept for those who take counts in, so that it is not lost."
            raise Refused("R509", f"there is no station {count.station!r} in this election", cure=cure)

    def _form(self, contest_id: str, account_id: str) -> Form:
        contest = self.election.contests[ContestId(contest_id)]
        carried = self.election.accounts[AccountId(account_id)].rows
        rows = contest.row_ids if carried is None else [row for row in contest.row_ids if row in carried]
        return Form(frozenset(rows), frozenset(contest.selection_ids), self._voting(contest_id))

    def _stations(self, contest_id: str) -> frozenset[str] | None:
        contest = self.election.contests[ContestId(contest_id)]
        return (
            None
            if contest.anywhere or contest.area is None
            else frozenset(self.election.stations_of(contest.id))
        )


def differences(count: IncomingCount, known: Known | None) -> dict[str, Differs]:
    """The fields of which the record has another figure, with both."""
    if known is None:
        return {}
    found = {}
    for name, cell in _cells(count):
        column = known.columns[name]
        value = known.values[column]
        silent = cell == value or (cell == ABSENT_WORD and value == 0)
        if known.state[column] == State.READ and not silent:
            found[name] = Differs(recorded=value, given=cell)
    return found


def adds(count: IncomingCount, known: Known | None) -> bool:
    """Whether it says something of a field of which nothing was said; "not on the sheet" is news in a first count."""
    if known is None:
        return True
    said = (
        (name, State.UNREAD if cell is None else State.READ)
        for name, cell in _cells(count)
        if cell != ABSENT_WORD
    )
    return any(known.state[known.columns[name]] not in (State.READ, state) for name, state in said)


def shown(known: Known) -> dict[str, Cell]:
    """The figures of a subject by field."""
    return {name: cell_of(known.values[at], known.state[at]) for name, at in known.columns.items()}


def _cells(count: IncomingCount) -> Iterator[tuple[str, Cell]]:
    yield from count.rows.items()
    yield from count.selections.items()
    for name in count.unread:
        yield name, None
    for name in count.absent:
        yield name, ABSENT_WORD


def _check_fields(count: IncomingCount, form: Form) -> None:
    """Every field is one of the form's, and said once."""
    if not form.rows.issuperset(count.rows) or not form.selections.issuperset(count.selections):
        _refuse_strange(count, form)
    if not (count.rows or count.selections or count.unread):
        raise Refused("R508", "the count states no figure", cure=HERE)
    if count.unread or count.absent:
        _check_marks(count, form)


def _refuse_strange(count: IncomingCount, form: Form) -> None:
    for word, said, known in (
        ("row", count.rows, form.rows),
        ("selection", count.selections, form.selections),
    ):
        for name in said:
            if name not in known:
                raise Refused(
                    "R508", f"there is no {word} {name!r} on this form", cure=nearest(name, sorted(known))
                )


def _check_marks(count: IncomingCount, form: Form) -> None:
    fields = form.rows | form.selections
    said = set(count.rows) | set(count.selections)
    for name in (*count.unread, *count.absent):
        if name not in fields:
            raise Refused(
                "R508", f"there is no field {name!r} on this form", cure=nearest(name, sorted(fields))
            )
        if name in said:
            raise Refused("R508", f"the field {name!r} is said twice", cure=HERE)
        said.add(name)
