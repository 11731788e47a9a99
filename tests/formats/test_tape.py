"""Tapes: the text and its twin, and the counts on it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId
from sverka.domain.readings import Reading
from sverka.errors import Fault
from sverka.formats import tape as tape_module
from sverka.formats.mappings import ColumnMapping
from sverka.formats.tape import Tape, TapeRow, TapeVotes, checksum, format_tape, format_tapes
from sverka.formats.tape_parser import parse_tapes
from sverka.formats.tape_printing import tapes_of
from sverka.formats.tape_reading import read_tape
from tests.small_election import HAND, MACHINE, PARTIES, STATIONS, small_election

AT = datetime.fromisoformat("2021-11-28T20:14:05+06:00")
WORDS = st.text("01aб.-", min_size=1, max_size=4)
TEXTS = st.from_regex(r"[аb1«]([аb «»\xa0]{0,4}[аb»])?", fullmatch=True)
FIGURES = st.none() | st.sampled_from([0, 1, 9, 10, 405, 2**63 - 1])
TIMES = st.datetimes(
    timezones=st.integers(-14 * 60, 14 * 60)
    .map(lambda m: st.just(timezone(timedelta(minutes=m))))
    .flatmap(lambda zone: zone)
).map(lambda time: time.replace(microsecond=0))
TAPES = st.builds(
    Tape,
    station=TEXTS,
    contest=TEXTS,
    device=TEXTS,
    printed_at=TIMES,
    rows=st.lists(st.builds(TapeRow, WORDS, FIGURES), max_size=4, unique_by=lambda row: row.row).map(tuple),
    votes=st.lists(
        st.builds(TapeVotes, WORDS, FIGURES, TEXTS), max_size=4, unique_by=lambda each: each.number
    ).map(tuple),
    total=FIGURES,
)

TAPE = Tape(
    station="1001",
    contest="parties",
    device="ASU-004711",
    printed_at=AT,
    rows=(TapeRow("10", 12), TapeRow("11", 1)),
    votes=(TapeVotes("1", 9, "Герб"), TapeVotes("2", 0, "Ата-Мекен"), TapeVotes("4", 3, "Против всех")),
    total=12,
)


def changed(**fields: object) -> Tape:
    return Tape(**{**{name: getattr(TAPE, name) for name in Tape.__slots__}, **fields})


def read(*tapes: Tape) -> Reading:
    return read_tape(format_tapes(tapes), name="night.tape", election=small_election(), account=MACHINE)


# --- text and tapes -------------------------------------------------------------------------------------------------


def test_a_tape_is_written_as_its_description_shows() -> None:
    assert format_tape(changed(rows=(TapeRow("11", None),), votes=(TapeVotes("1", 9, "Герб"),))).decode() == (
        "sverka-tape 1\n"
        "station 1001\n"
        "contest parties\n"
        "device ASU-004711\n"
        "printed 2021-11-28T20:14:05+06:00\n"
        "row 11 ?\n"
        "vote 1 9 Герб\n"
        "total 12\n"
        "end fd552ab5\n"
    )


@given(st.lists(TAPES, max_size=3))
def test_what_is_written_is_read_back(tapes: list[Tape]) -> None:
    data = format_tapes(tapes) if tapes else format_tape(TAPE)

    assert parse_tapes(data, "t") == tuple(tapes or [TAPE])


@given(st.lists(TAPES, min_size=1, max_size=2), st.data())
def test_whatever_is_read_is_written_back_byte_for_byte(tapes: list[Tape], data: st.DataObject) -> None:
    text = bytearray(format_tapes(tapes))
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 1))] = data.draw(
            st.sampled_from([b"", b" ", b"\n", b"0", b"a", b"?"])
        )
    text = resealed(bytes(text)) if data.draw(st.booleans()) else text

    try:
        parsed = parse_tapes(bytes(text), "t")
    except Fault:
        return
    assert format_tapes(parsed) == bytes(text)


def resealed(text: bytes) -> bytearray:
    """The text with the right check on its last line, so that a change reaches the lines above."""
    body, _, _ = text.rpartition(b"end ")
    start = max(body.rfind(b"\nsverka-tape"), 0)
    check = checksum(body[start:].removeprefix(b"\n"))
    return bytearray(body + f"end {check}\n".encode())


@given(TAPES, st.data())
def test_a_slip_in_one_figure_is_found(tape: Tape, data: st.DataObject) -> None:
    text = format_tape(tape).decode()
    at = data.draw(st.sampled_from([place for place, sign in enumerate(text) if sign in "0123456789"]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[at]]))

    with pytest.raises(Fault):
        parse_tapes((text[:at] + other + text[at + 1 :]).encode(), "t")


BROKEN: dict[str, tuple[str, str, str]] = {
    "another version": ("sverka-tape 1", "sverka-tape 2", r"line 1: 'sverka-tape 2' is a version"),
    "no tape": ("sverka-tape 1\n", "", r"line 1: 'station 1001' is no tape"),
    "no station": ("station 1001\n", "", r"line 2: 'contest parties' stands where 'station' must"),
    "an empty station": ("station 1001", "station ", r"line 2: '' is no station"),
    "two spaces": ("station 1001", "station  1001", r"line 2: .* is no station"),
    "a space at the end": ("device ASU-004711", "device ASU-004711 ", r"line 4: .* is no device"),
    "no zone": ("+06:00", "", r"line 5: '2021-11-28T20:14:05' is no time of printing"),
    "a time in words": ("2021-11-28T20:14:05+06:00", "at night", r"line 5: 'at night' is no time"),
    "a time written otherwise": ("20:14:05", "20:14:05.000", r"line 5: .* is no time"),
    "a figure in words": ("row 10 12", "row 10 twelve", r"line 6: 'twelve' is no figure"),
    "a zero before a figure": ("row 10 12", "row 10 012", r"line 6: '012' is no figure"),
    "a negative figure": ("row 10 12", "row 10 -1", r"line 6: '-1' is no figure"),
    "thousands": ("row 10 12", "row 10 1 200", r"line 6: 'row 10 1 200' is no row"),
    "more than anyone": ("row 10 12", "row 10 99999999999999999999", r"line 6: '9+' is no figure"),
    "a row without a figure": ("row 10 12", "row 10", r"line 6: 'row 10' is no row"),
    "a row twice": ("row 11 1", "row 10 1", r"line 7: '10' stands on this tape twice"),
    "votes without a name": ("vote 1 9 Герб", "vote 1 9", r"line 8: 'vote 1 9' is no line of votes"),
    "two spaces before a name": ("9 Герб", "9  Герб", r"line 8: .* is no line of votes"),
    "a space after a name": ("9 Герб", "9 Герб ", r"line 8: .* is no line of votes"),
    "a number twice": ("vote 2 0", "vote 1 0", r"line 9: '1' stands on this tape twice"),
    "a row after votes": ("total 12", "row 8 1\ntotal 12", r"line 11: 'row 8 1' stands where 'total' must"),
    "no total": ("total 12\n", "", r"line 11: 'end \w+' stands where 'total' must"),
    "a total in words": ("total 12", "total a dozen", r"line 11: 'a dozen' is no figure"),
    "an empty line": ("total 12", "\ntotal 12", r"line 11: '' stands where 'total' must"),
    "a changed figure": ("vote 1 9 ", "vote 1 8 ", r"line 12: the check '\w+' does not fit .*\n.*'end [0-9a-f]{8}'"),
    "no end": (r"end ", "fin ", r"line 12: 'fin \w+' stands where 'end' must"),
    "Windows line ends": ("\n", "\r\n", r"line 1: the line has a carriage return"),
    "a byte-order mark": ("sverka-tape 1", "\ufeffsverka-tape 1", r"line 1: the line has a byte-order mark"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_tape_is_refused_at_its_line(name: str) -> None:
    old, new, expected = BROKEN[name]
    text = format_tape(TAPE).decode()
    assert old in text

    with pytest.raises(Fault) as caught:
        parse_tapes(text.replace(old, new).encode(), "night.tape")

    assert re.search("night.tape, " + expected, str(caught.value)), str(caught.value)


CUT = format_tape(TAPE)


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"", "night.tape: the file is empty"),
        (b"\n", "line 1: '' is no tape"),
        (CUT[:-1], "line 12: the last line does not end"),
        (CUT[: CUT.index(b"end")], "line 12: the tape ends too early"),
        (CUT[: CUT.index(b"vote 1")], "line 8: the tape ends too early"),
        (CUT + b"thank you\n", "line 13: 'thank you' stands after the end"),
        (CUT.replace(b"ASU", b"\xc0SU"), "line 4: it is not UTF-8"),
        (b"station,votes\n1001,7\n", "line 1: 'station,votes' is no tape"),
    ],
)
def test_a_file_that_is_no_whole_tape_is_refused_at_its_line(data: bytes, expected: str) -> None:
    with pytest.raises(Fault) as caught:
        parse_tapes(data, "night.tape")

    assert expected in str(caught.value)


def test_all_faults_of_a_file_come_together() -> None:
    text = (
        format_tapes([TAPE, TAPE])
        .decode()
        .replace("row 10 12", "row 10 ten")
        .replace("row 11 1", "row 11 one")
    )

    with pytest.raises(Fault) as caught:
        parse_tapes(text.encode(), "t")

    lines = re.findall(r"^t, line (\d+): '\w+' is no figure", str(caught.value), re.M)
    assert lines == ["6", "7", "18", "19"]


@pytest.mark.parametrize("field", ["station", "contest", "device"])
@pytest.mark.parametrize("text", ["", " 1", "1 ", "1\n2", "1\r", "\u2028"])
def test_no_text_is_written_that_could_not_be_read(field: str, text: str) -> None:
    with pytest.raises(AssertionError, match="cannot stand on a tape"):
        format_tape(changed(**{field: text}))


# --- tapes and counts -----------------------------------------------------------------------------------------------


def test_a_tape_is_a_count_of_its_station() -> None:
    reading = read(TAPE)

    [found] = reading.tables
    assert (found.table.contest, found.table.source, found.table.units) == (
        PARTIES,
        Source(MACHINE),
        ("1001",),
    )
    assert found.table.fields == ("10", "11", "gerb", "ata", "against")
    assert found.table.values.tolist() == [[12, 1, 9, 0, 3]]
    assert (found.lines, found.claimed) == ((1,), ("2021-11-28T20:14:05+06:00",))
    assert reading.notices == ()


def test_tapes_of_stations_and_contests_come_in_one_file() -> None:
    single = changed(
        contest="single-b", rows=(), votes=(TapeVotes("2", 7, "Candidate 2, district b"),), total=7
    )

    parties, district = read(TAPE, single, changed(station="0001", rows=())).tables

    assert (parties.table.units, parties.lines) == (("1001", "0001"), (1, 21))
    assert (district.table.contest, district.table.values.tolist()) == ("single-b", [[7]])


def test_what_is_not_on_a_tape_is_absent_and_what_nobody_can_read_is_unread() -> None:
    other = changed(station="0001", rows=(TapeRow("11", None),), votes=TAPE.votes[:1])

    [found] = read(TAPE, other).tables

    assert found.table.state.tolist()[1] == [
        State.ABSENT,
        State.UNREAD,
        State.READ,
        State.ABSENT,
        State.ABSENT,
    ]


def test_a_total_that_is_not_the_sum_of_its_lines_is_noticed() -> None:
    reading = read(changed(total=13), changed(station="0001", total=None))

    [found] = reading.notices
    assert (found.code, dict(found.context)) == (
        "tape-total-differs",
        {"count": 1, "row": 11, "station": "1001", "total": 13, "sum": 12},
    )


WRONG: dict[str, tuple[Tape, str]] = {
    "a station": (changed(station="77"), r"line 2: '77' is no station"),
    "a contest": (changed(contest="senate"), r"line 3: there is no contest 'senate'"),
    "a row": (changed(rows=(TapeRow("99", 1),)), r"line 6: the form has no row '99'"),
    "a number": (changed(votes=(TapeVotes("9", 1, "Герб"),)), r"line 8: the ballot has no number '9'"),
    "a name one line off": (
        changed(votes=(TapeVotes("2", 1, "Герб"),)),
        r"line 8: number 2 is 'Ата Мекен' on the ballot, not 'Герб'",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_definition_does_not_know_is_named_with_its_line_and_cure(name: str) -> None:
    tape, expected = WRONG[name]

    with pytest.raises(Fault, match=expected) as caught:
        read(tape)

    assert caught.value.cure


def test_a_second_scanner_of_a_station_needs_an_account_of_its_own() -> None:
    with pytest.raises(
        Fault, match=r"line 13: station 1001 has a tape of parties on line 1, of device ASU-004711"
    ):
        read(TAPE, changed(device="ASU-2"))


def test_a_tape_is_no_count_by_hand() -> None:
    with pytest.raises(Fault, match="'hand' is not") as caught:
        read_tape(format_tape(TAPE), name="t", election=small_election(), account=HAND)

    assert caught.value.cure == "Give one that is: machine."


@pytest.mark.parametrize("account", [None, AccountId("robot")])
def test_somebody_must_say_whose_tapes_they_are(account: AccountId | None) -> None:
    with pytest.raises(Fault, match="machine"):
        read_tape(format_tape(TAPE), name="t", election=small_election(), account=account)


def test_a_mapping_of_columns_is_refused() -> None:
    with pytest.raises(Fault, match="names its figures itself"):
        read_tape(
            format_tape(TAPE),
            name="t",
            election=small_election(),
            account=MACHINE,
            mapping=ColumnMapping(station="station"),
        )


@given(
    st.lists(st.sampled_from(STATIONS), min_size=1, unique=True),
    arrays.arrays(np.uint8, (6, 7), elements=st.integers(0, 3)),
    arrays.arrays(np.int64, (6, 7), elements=st.integers(0, 999)),
)
def test_counts_that_were_printed_are_read_back(
    units: list[str],
    state: np.ndarray,
    values: np.ndarray,
) -> None:
    election = small_election()
    contest = election.contests[PARTIES]
    state = state[: len(units)]
    state[(state == State.NO_COUNT).any(axis=1)] = State.NO_COUNT
    before = CountTable(
        contest=PARTIES,
        source=Source(MACHINE),
        units=tuple(units),
        rows=contest.row_ids,
        selections=contest.selection_ids,
        values=np.where(state == State.READ, values[: len(units)], 0),
        state=state,
    )
    devices, times = dict.fromkeys(units, "ASU"), dict.fromkeys(units, AT)
    data = format_tapes(tapes_of(election, before, devices=devices, printed_at=times))

    tables = read_tape(data, name="t", election=election, account=MACHINE).tables if data else ()

    after = {
        (unit, field): (int(each.table.state[line, column]), int(each.table.values[line, column]))
        for each in tables
        for line, unit in enumerate(each.table.units)
        for column, field in enumerate(each.table.fields)
        if each.table.state[line, column] != State.ABSENT
    }
    assert after == {
        (unit, field): (int(before.state[line, column]), int(before.values[line, column]))
        for line, unit in enumerate(units)
        for column, field in enumerate(before.fields)
        if before.state[line, column] in {State.READ, State.UNREAD}
    }


# --- the document ---------------------------------------------------------------------------------------------------


def test_the_tapes_in_the_document_are_read(root: Path) -> None:
    text = (root / "docs" / "formats" / "tape.md").read_text(encoding="utf-8")
    [sample] = re.findall(r"^```tape\n(.*?)^```$", text, re.M | re.S)

    parties, district = parse_tapes(sample.encode(), "tape.md")

    assert (parties.contest, parties.total) == ("parties", None)
    assert (district.contest, district.total) == ("single-12", 180)
    assert format_tapes([parties, district]).decode() == sample


def test_the_tape_in_the_description_of_the_module_is_read() -> None:
    block = (tape_module.__doc__ or "").split("::\n\n")[1].split("\n\n")[0]
    lines = [re.split(r" {3,}", line.removeprefix("    "))[0] for line in block.splitlines()]

    [tape] = parse_tapes("".join(f"{line}\n" for line in lines).encode(), "tape.py")

    assert tape.votes[-1] == TapeVotes("3", None, "Баарына каршы")
