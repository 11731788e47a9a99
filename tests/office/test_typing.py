"""Two people type the same papers: what they agree on becomes facts, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId
from sverka.domain.typing_sheets import TypingSheet
from sverka.elections import text_of
from sverka.errors import Fault, Faults, Refused
from sverka.formats.definition import parse_definition
from sverka.office.folder import ElectionFolder
from sverka.office.typing_comparison import Comparison, compared, for_a_third, given_back
from sverka.office.typing_pictures import recorded_pictures
from sverka.office.typing_record import record
from sverka.office.typing_sheets import Wanted, contests_named, new_sheet, part_of, sheet_bytes
from sverka.reconcile.double_entry import Open
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import CountFact, DocumentFact, canonical_bytes, hash_of, parse_fact
from tests.town import MACHINE, MORNING, NIGHT, add, town
from tests.typists import Slips, filled

COUNCIL = ContestId("council")
NORTH = Source(AccountId("observer"), "North")
TYPED = EnteredBy("North", "two typists")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town's folder, with a picture of each station's paper."""
    made = town(tmp_path / "an election").folder
    put_pictures(made, {station: station for station in made.open().election.places.stations})
    return made


def put_pictures(
    folder: ElectionFolder, pictures: Mapping[str, str], *, contest: str = "", withdrawn: str = ""
) -> None:
    """Record a picture for each station; a picture is any bytes here."""
    content = {name: f"a picture, {name}".encode() for name in pictures}
    facts = [
        DocumentFact(
            schema=SCHEMA,
            received=NIGHT,
            sha256=hash_of(content[name]),
            bytes=len(content[name]),
            media_type="image/jpeg",
            account="observer",
            holder="North",
            station=station,
            file=f"observer/North/{name}.jpg",
            original=hash_of(name.encode()),
            contest=contest,
            withdrawn=withdrawn,
        )
        for name, station in pictures.items()
    ]
    folder.append(
        [canonical_bytes(each) for each in facts],
        after=folder.open().snapshot.size,
        evidence=content.values(),
    )


def papers(folder: ElectionFolder) -> CountTable:
    """What stands on the papers: a different figure in every cell."""
    election = folder.open().election
    form = election.contests[COUNCIL]
    rows = form.row_ids
    units = tuple(election.places.stations)
    values = np.arange(len(units) * (len(rows) + len(form.selection_ids))).reshape(len(units), -1) + 10
    return CountTable(
        contest=COUNCIL,
        source=NORTH,
        units=units,
        rows=rows,
        selections=form.selection_ids,
        values=values,
        state=np.full(values.shape, State.READ, np.uint8),
    )


def empty(folder: ElectionFolder, person: str = "typist 1", *, again: bool = False) -> TypingSheet:
    state = folder.open()
    wanted = Wanted(source=NORTH, contests=(COUNCIL,), person=person, language="en", again=again)
    return new_sheet(state, wanted, tuple(recorded_pictures(state, NORTH)))


def typed(folder: ElectionFolder, sheet: TypingSheet, slips: Slips | None = None) -> tuple[str, bytes]:
    """A sheet as its person hands it in, every cell right but the slips."""
    contests = tuple(filled(each, papers(folder), slips or {}) for each in sheet.contests)
    name = f"{sheet.person}-{sheet.turn}.xlsx"
    return name, sheet_bytes(replace(sheet, contests=contests), folder.open().election)


def two(
    folder: ElectionFolder, first: Slips | None = None, second: Slips | None = None
) -> list[tuple[str, bytes]]:
    return [typed(folder, empty(folder), first), typed(folder, empty(folder, "typist 2"), second)]


def compare(folder: ElectionFolder, files: list[tuple[str, bytes]]) -> Comparison:
    return compared(files, folder.open().election)


def why(comparison: Comparison) -> dict[tuple[str, str], Open]:
    return {(each.station, each.field): each.why for each in comparison.open_fields}


def counts(folder: ElectionFolder) -> list[CountFact]:
    return [fact for fact in map(parse_fact, folder.store.entries()) if isinstance(fact, CountFact)]


def take(folder: ElectionFolder, files: list[tuple[str, bytes]], **said: object) -> None:
    record(folder.open(), compare(folder, files), received=MORNING, entered_by=TYPED, **said)  # type: ignore[arg-type]


def fields(folder: ElectionFolder) -> tuple[FieldId, ...]:
    return papers(folder).fields


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_a_sheet_has_a_line_for_each_station_in_the_order_of_the_table(folder: ElectionFolder) -> None:
    [sheet] = empty(folder).contests

    assert [line.station for line in sheet.lines] == list(folder.open().election.places.stations)
    assert sheet.lines[0].pictures[0].name == f"{sheet.lines[0].station}.jpg"
    assert sheet.typed == 0


def test_two_pictures_of_one_paper_are_one_line(folder: ElectionFolder) -> None:
    station = next(iter(folder.open().election.places.stations))
    put_pictures(folder, {f"{station}-2": station})

    assert [each.name for each in empty(folder).contests[0].lines[0].pictures] == [
        f"{station}.jpg",
        f"{station}-2.jpg",
    ]


def test_a_picture_of_another_contest_a_paper_taken_back_and_a_file_are_left_out(
    folder: ElectionFolder,
) -> None:
    first, second, *_ = folder.open().election.places.stations
    put_pictures(folder, {"mayor": first}, contest="mayor-north")
    put_pictures(folder, {"back": second}, withdrawn="it was another's")
    names = {each.name for line in empty(folder).contests[0].lines for each in line.pictures}

    assert not names & {"mayor.jpg", "back.jpg"}


def test_rows_that_the_account_does_not_carry_are_not_asked_for(folder: ElectionFolder) -> None:
    state = folder.open()
    accounts = state.election.accounts
    narrow = replace(accounts[NORTH.account], rows=(RowId("2"),))
    state = replace(state, election=replace(state.election, accounts={**accounts, NORTH.account: narrow}))
    wanted = Wanted(source=NORTH, contests=(COUNCIL,), person="typist 1", language="en")

    assert new_sheet(state, wanted, tuple(recorded_pictures(state, NORTH))).contests[0].rows == ("2",)


def test_stations_with_a_count_are_left_out_unless_asked_for_again(folder: ElectionFolder) -> None:
    take(folder, two(folder))

    with pytest.raises(Fault, match="nothing to type of observer@North"):
        empty(folder)
    assert len(empty(folder, again=True).contests[0].lines) == len(papers(folder).units)


def test_parts_share_out_every_paper_once(folder: ElectionFolder) -> None:
    state = folder.open()
    pictures = tuple(recorded_pictures(state, NORTH))
    wanted = Wanted(source=NORTH, contests=(COUNCIL,), person="typist 1", language="en")
    parts = [new_sheet(state, replace(wanted, part=(part, 3)), pictures).contests[0] for part in (1, 2, 3)]

    assert [line.station for each in parts for line in each.lines] == list(papers(folder).units)


@pytest.mark.parametrize("text", ["0/3", "4/3", "2", "a/b", "1/0", "-1/2"])
def test_a_part_is_one_of_several(text: str) -> None:
    with pytest.raises(Fault, match="is no part"):
        part_of(text)


def test_contests_are_named_by_id_or_by_family_and_all_by_default() -> None:
    election = parse_definition(text_of("kg-2021-11-28"), name="kg")

    assert len(contests_named(election, ["single-member"])) == 36
    assert contests_named(election, ["parties", "single-member-d01"]) == ("parties", "single-member-d01")
    assert len(contests_named(election, ())) == 37
    with pytest.raises(Fault, match="no contest 'partys'"):
        contests_named(election, ["partys"])


# --- comparing -------------------------------------------------------------------------------------------------------


def test_two_who_type_alike_agree_on_everything(folder: ElectionFolder) -> None:
    comparison = compare(folder, two(folder))

    assert (why(comparison), comparison.not_begun) == ({}, ())
    assert comparison.complete == len(papers(folder).units)


def test_every_slip_is_found_with_the_cells_where_it_stands(folder: ElectionFolder) -> None:
    station, other = papers(folder).units[:2]
    first, last = fields(folder)[0], fields(folder)[-1]
    comparison = compare(
        folder, two(folder, {(station, first): 999, (other, last): "?"}, {(other, first): ""})
    )
    found = list(comparison.open_fields)

    assert why(comparison) == {
        (station, first): Open.DIFFERS,
        (other, first): Open.TYPED_ONCE,
        (other, last): Open.READ_ONCE,
    }
    assert found[0].cells == (
        "typist 1-1.xlsx, sheet council, D4",
        "typist 2-1.xlsx, sheet council, D4",
    )


def test_what_is_given_back_has_the_open_fields_and_no_figure(folder: ElectionFolder) -> None:
    station, field = papers(folder).units[1], fields(folder)[1]
    gap = papers(folder).units[2], fields(folder)[0]
    comparison = compare(folder, two(folder, {(station, field): 999}, {gap: ""}))
    one, other = (given_back(comparison, person) for person in comparison.people)
    third = for_a_third(comparison, "typist 3", "ru")
    assert one is not None
    assert other is not None
    assert third is not None

    assert _asked(one) == {(station, field)}
    assert _asked(other) == _asked(third) == {(station, field), gap}
    assert (one.turn, other.turn, third.turn) == (2, 2, 1)
    assert [sheet.contests[0].typed for sheet in (one, other, third)] == [0, 0, 0]
    election = folder.open().election
    assert not [s for s in (one, other, third) if b"999" in sheet_bytes(s, election)]


def _asked(sheet: TypingSheet) -> set[tuple[str, str]]:
    return {
        (line.station, field) for each in sheet.contests for line in each.lines for field in line.asked or ()
    }


def test_nobody_is_given_a_sheet_where_nothing_is_open(folder: ElectionFolder) -> None:
    comparison = compare(folder, two(folder))

    assert [given_back(comparison, person) for person in comparison.people] == [None, None]
    assert for_a_third(comparison, "typist 3", "en") is None


def test_what_is_typed_again_stands_for_what_was_typed_before(folder: ElectionFolder) -> None:
    cell = papers(folder).units[0], fields(folder)[0]
    files = two(folder, {cell: 999})
    comparison = compare(folder, files)
    again = given_back(comparison, comparison.people[0])
    assert again is not None
    files.insert(0, typed(folder, again))

    assert why(compare(folder, files)) == {}


def test_a_third_decides_where_two_of_three_agree(folder: ElectionFolder) -> None:
    units, (field, *_) = papers(folder).units, fields(folder)
    one_slip, two_slips = (units[0], field), (units[1], field)
    files = two(folder, {one_slip: 999, two_slips: 998}, {two_slips: 997})
    third = for_a_third(compare(folder, files), "typist 3", "en")
    assert third is not None
    files.append(typed(folder, third))

    assert why(compare(folder, files)) == {two_slips: Open.NO_TWO_AGREE}


def test_lines_exchanged_between_stations_are_named(folder: ElectionFolder) -> None:
    table, (a, b, *_) = papers(folder), papers(folder).units
    moved: dict[tuple[str, str], int | str] = {
        (a, f): int(table.values[1, at]) for at, f in enumerate(table.fields)
    }
    moved |= {(b, f): int(table.values[0, at]) for at, f in enumerate(table.fields)}
    comparison = compare(folder, two(folder, moved))
    [found] = comparison.exchanged

    assert (found.stations, found.people) == ((a, b), ("typist 1", "typist 2"))
    assert len(why(comparison)) == 2 * len(table.fields)


def test_a_paper_that_nobody_began_is_listed_and_not_given_back(folder: ElectionFolder) -> None:
    station = papers(folder).units[0]
    nothing: Slips = {(station, field): "" for field in fields(folder)}
    comparison = compare(folder, two(folder, nothing, nothing))

    assert comparison.not_begun == (("council", station),)
    assert why(comparison) == {}
    assert given_back(comparison, comparison.people[0]) is None


def test_controls_that_fail_in_agreed_figures_are_shown_and_stop_nothing(folder: ElectionFolder) -> None:
    take(folder, two(folder))
    findings = [each for table in compare(folder, two_again(folder)).findings() for each in table]

    assert findings
    assert len(counts(folder)) == len(papers(folder).units)


def two_again(folder: ElectionFolder, slips: Slips | None = None) -> list[tuple[str, bytes]]:
    return [typed(folder, empty(folder, who, again=True), slips) for who in ("typist 1", "typist 2")]


# --- what is refused -------------------------------------------------------------------------------------------------


def code_of(folder: ElectionFolder, files: list[tuple[str, bytes]]) -> str:
    with pytest.raises(Refused) as raised:
        compare(folder, files)
    return raised.value.code


def test_the_sheets_of_one_person_are_not_compared(folder: ElectionFolder) -> None:
    assert code_of(folder, two(folder)[:1]) == "R461"


def test_one_person_is_one_person_however_the_name_is_written(folder: ElectionFolder) -> None:
    files = [
        typed(folder, empty(folder, "typist 1")),
        ("2.xlsx", typed(folder, empty(folder, "Typist-1"))[1]),
    ]

    assert code_of(folder, files) == "R461"


def test_nor_those_of_four(folder: ElectionFolder) -> None:
    files = [typed(folder, empty(folder, f"typist {number}")) for number in range(4)]

    assert code_of(folder, files) == "R462"


def test_nor_two_sheets_of_one_person_that_differ(folder: ElectionFolder) -> None:
    slip: Slips = {(papers(folder).units[0], fields(folder)[0]): 999}
    _, content = typed(folder, empty(folder), slip)

    assert code_of(folder, [*two(folder), ("another.xlsx", content)]) == "R463"


def test_nor_sheets_of_two_holders(folder: ElectionFolder) -> None:
    south = replace(empty(folder, "typist 2"), source=Source(NORTH.account, "South"))

    with pytest.raises(Fault, match="a sheet of observer@South, and typist 1"):
        compare(folder, [typed(folder, empty(folder)), typed(folder, south)])


def test_nor_a_sheet_from_before_the_form_changed(folder: ElectionFolder) -> None:
    [sheet] = empty(folder).contests
    old = replace(sheet, rows=sheet.rows[:-1], values=sheet.values[:, 1:], state=sheet.state[:, 1:])
    files = [typed(folder, replace(empty(folder, who), contests=(old,))) for who in ("typist 1", "typist 2")]

    with pytest.raises(Fault, match="the form of council has other fields now"):
        compare(folder, files)


def test_a_third_is_another_person(folder: ElectionFolder) -> None:
    with pytest.raises(Fault, match="'typist 2' has typed these papers already"):
        for_a_third(compare(folder, two(folder)), "typist 2", "en")
    with pytest.raises(Fault, match="has typed these papers already"):
        for_a_third(compare(folder, two(folder)), "TYPIST  2", "en")


# --- recording -------------------------------------------------------------------------------------------------------


def test_nothing_is_recorded_while_a_field_is_open(folder: ElectionFolder) -> None:
    size = folder.store.size
    with pytest.raises(Refused) as raised:
        take(folder, two(folder, {(papers(folder).units[0], fields(folder)[0]): 999}))

    assert raised.value.code == "R464"
    assert folder.store.size == size


def test_the_facts_are_what_two_typed_behind_the_pictures_of_the_paper(folder: ElectionFolder) -> None:
    take(folder, two(folder), claimed=NIGHT)
    recorded = folder.open().snapshot.of(COUNCIL)[NORTH].table.reindexed(papers(folder).units)
    fact = counts(folder)[0]

    assert np.array_equal(recorded.values, papers(folder).values)
    assert (fact.entered_by, fact.claimed, fact.holder) == (TYPED, NIGHT, "North")
    assert fact.documents == (hash_of(f"a picture, {fact.station}".encode()),)


def test_only_the_complete_papers_are_recorded_where_that_is_asked_for(folder: ElectionFolder) -> None:
    station = papers(folder).units[0]
    take(folder, two(folder, {(station, fields(folder)[0]): 999}), agreed_only=True)

    assert {fact.station for fact in counts(folder)} == set(papers(folder).units) - {station}


def test_the_same_sheets_again_change_nothing(folder: ElectionFolder) -> None:
    files = two(folder)
    take(folder, files)
    size = folder.store.size
    take(folder, files)

    assert folder.store.size == size


def test_another_figure_than_the_record_has_needs_a_reason(folder: ElectionFolder) -> None:
    take(folder, two(folder))
    cell = papers(folder).units[0], fields(folder)[0]
    files = two_again(folder, {cell: 999})

    with pytest.raises(Faults, match="figures that would change: 1"):
        take(folder, files)
    take(folder, files, reason="both read it again")
    assert counts(folder)[-1].reason == "both read it again"


def test_unread_and_not_on_the_sheet_are_recorded_as_such(folder: ElectionFolder) -> None:
    station, (one, other, *_) = papers(folder).units[0], fields(folder)
    slips: Slips = {(station, one): "?", (station, other): "-"}
    take(folder, two(folder, slips, slips))
    fact = next(fact for fact in counts(folder) if fact.station == station)

    assert (fact.unread, fact.absent) == ((one,), (other,))


def test_a_row_that_is_on_nobodys_sheet_is_recorded_as_absent(folder: ElectionFolder) -> None:
    field = fields(folder)[0]
    slips: Slips = {(station, field): "-" for station in papers(folder).units}
    take(folder, two(folder, slips, slips))

    assert {fact.absent for fact in counts(folder)} == {(field,)}


def test_where_no_paper_is_complete_there_is_nothing_to_record(folder: ElectionFolder) -> None:
    field = fields(folder)[0]
    slips: Slips = {(station, field): 999 for station in papers(folder).units}
    with pytest.raises(Refused) as raised:
        take(folder, two(folder, slips), agreed_only=True)

    assert raised.value.code == "R465"


def test_a_picture_is_found_by_the_hash_of_the_file_that_was_handed_in(folder: ElectionFolder) -> None:
    take(folder, _of_originals(folder, lambda station: hash_of(station.encode())))

    assert counts(folder)[0].documents == (hash_of(f"a picture, {counts(folder)[0].station}".encode()),)


def test_a_picture_that_the_record_does_not_have_stops_it(folder: ElectionFolder) -> None:
    with pytest.raises(Refused) as raised:
        take(folder, _of_originals(folder, lambda station: hash_of(b"another " + station.encode())))

    assert raised.value.code == "R466"


def _of_originals(folder: ElectionFolder, sha256_of: Callable[[str], str]) -> list[tuple[str, bytes]]:
    files = []
    for who in ("typist 1", "typist 2"):
        sheet = empty(folder, who)
        [contest] = sheet.contests
        lines = tuple(
            replace(line, pictures=tuple(replace(p, sha256=sha256_of(line.station)) for p in line.pictures))
            for line in contest.lines
        )
        files.append(typed(folder, replace(sheet, contests=(replace(contest, lines=lines),))))
    return files


def test_counts_from_files_and_typed_ones_live_side_by_side(folder: ElectionFolder) -> None:
    add(folder, MACHINE)
    take(folder, two(folder))

    assert set(folder.open().snapshot.of(COUNCIL)) == {Source(AccountId("machine")), NORTH}
