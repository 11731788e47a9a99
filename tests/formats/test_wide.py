"""The wide shape: one row per station."""

from __future__ import annotations

import numpy as np
import pytest

from sverka.domain.counts import State
from sverka.domain.readings import Reading
from sverka.errors import Fault, Faults
from sverka.formats.mappings import ColumnMapping, mapping_of
from sverka.formats.notices import NoticeCode
from sverka.formats.reading import read_counts
from sverka.publish.words.notices import SENTENCES
from tests.small_election import HAND, MACHINE, PARTIES, small_election

WIDE = "station,gerb,ata,butun,against\n0001,10,20,30,1\n0002,5,0,,?\n"


def read(text: str | bytes, mapping: ColumnMapping | None = None, **more: object) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    told: dict[str, object] = {"account": None if mapping and mapping.account else HAND, **more}
    election = told.pop("election", small_election(contests=1))
    told = {"name": "votes.csv", **told}
    reading = read_counts(data, election=election, mapping=mapping, **told)  # type: ignore[arg-type]
    for each in reading.notices:
        assert SENTENCES[NoticeCode(each.code)].format(**each.context), (
            "every notice has what its sentence shows"
        )

    return reading


def codes(reading: Reading) -> set[str]:
    return {each.code for each in reading.notices}


def test_a_row_per_station_is_a_count_of_each() -> None:
    [read_table] = read(WIDE).tables
    table = read_table.table

    assert table.contest == PARTIES
    assert str(table.source) == "hand"
    assert table.units == ("0001", "0002")
    assert table.selections == ("gerb", "ata", "butun", "against")
    assert table.values.tolist() == [[10, 20, 30, 1], [5, 0, 0, 0]]
    assert table.state[1].tolist() == [State.READ, State.READ, State.ABSENT, State.UNREAD]
    assert read_table.lines == (2, 3)


def test_rows_of_the_form_are_written_row_10_or_in_brackets() -> None:
    [read_table] = read("station,row:10,[11],2\n0001,61,3,20\n").tables

    assert read_table.table.rows == ("10", "11")
    assert read_table.table.selections == ("ata",)
    assert read_table.table.values.tolist() == [[61, 3, 20]]


def test_selections_are_known_by_name_alias_and_number_however_quoted() -> None:
    [read_table] = read("station,«бүтүн  кыргызстан»,АТА–МЕКЕН,1,Против всех\n0001,1,2,3,4\n").tables

    assert read_table.table.selections == ("gerb", "ata", "butun", "against")
    assert read_table.table.values.tolist() == [[3, 2, 1, 4]]


def test_zeros_that_a_spreadsheet_dropped_are_restored_aloud() -> None:
    reading = read("station,gerb\n1,10\n101,20\n1001,30\n")

    assert reading.tables[0].table.units == ("0001", "0101", "1001")
    [said] = [each for each in reading.notices if each.code == "zeros-restored"]
    assert said.context == {"count": 2, "row": 2, "text": "1", "station": "0001"}


def test_stations_join_by_reviewed_alias_but_never_by_name() -> None:
    [read_table] = read('station,gerb\nKG-1001,1\n"Clinic, upper floor",2\n').tables

    assert read_table.table.units == ("1001", "7133")
    with pytest.raises(Fault, match="'Lyceum' is no station") as raised:
        read("station,gerb\nLyceum,1\n")
    assert "1001" in raised.value.cure


def test_unknown_stations_are_taken_where_the_table_is_open() -> None:
    [read_table] = read(
        "station,gerb\n9999,1\n", election=small_election(contests=1, open_stations=True)
    ).tables

    assert read_table.table.units == ("9999",)


def test_two_accounts_in_one_file_become_two_tables() -> None:
    mapping = mapping_of(
        {
            "station": "section_id",
            "account": {"column": "source", "values": {"machine_data": "machine", "protocol": "hand"}},
            "selections": {"p1": "gerb", "p2": "ata"},
            "rows": {"valid": "10"},
        },
        "map.toml",
    )
    text = "section_id,source,p1,p2,valid,name\n0001,machine_data,1,2,3,x\n0001,protocol,4,5,9,x\n"
    machine, hand = read(text, mapping).tables

    assert (machine.table.source.account, hand.table.source.account) == (MACHINE, HAND)
    assert machine.table.fields == ("10", "gerb", "ata")
    assert machine.table.values.tolist() == [[3, 1, 2]]
    assert hand.table.values.tolist() == [[9, 4, 5]]


def test_a_family_of_contests_is_told_apart_by_the_station() -> None:
    mapping = mapping_of({"station": "station", "contest": "single"}, "map.toml")
    first, second = read("station,1,2\n0001,10,11\n1001,20,21\n", mapping, election=small_election()).tables

    assert (first.table.contest, first.table.fields) == ("single-a", ("a-1", "a-2"))
    assert (second.table.contest, second.table.values.tolist()) == ("single-b", [[20, 21]])


def test_summary_rows_go_by_rule_and_are_counted() -> None:
    mapping = mapping_of(
        {"station": "station", "summary_rows": {"column": "station", "values": ["Итого", "Total"]}}, "m"
    )
    reading = read("station,gerb\n0001,1\nитого,1\n0002,2\nTOTAL,3\n", mapping)

    assert reading.tables[0].table.units == ("0001", "0002")
    assert {"count": 2, "row": 3, "text": "итого"} in [each.context for each in reading.notices]


def test_a_station_without_any_figure_has_no_count_yet() -> None:
    reading = read("station,gerb,ata\n0001,1,2\n0002,,\n")

    assert reading.tables[0].table.units == ("0001",)
    assert "empty-rows-skipped" in codes(reading)


def test_the_same_row_twice_is_noticed_and_another_figure_is_refused() -> None:
    assert "rows-repeated" in codes(read("station,gerb\n0001,1\n0001,1\n"))
    with pytest.raises(Fault, match="'0001' has other figures here than in row 2") as raised:
        read("station,gerb\n0001,1\n0002,4\n0001,2\n")
    assert raised.value.place == "votes.csv, row 4"


def test_every_fault_of_a_file_is_named_at_once() -> None:
    with pytest.raises(Faults) as raised:
        read("station,gerb,ata\n0001,1x,2\n0009,1,2.5\n")

    assert [each.place for each in raised.value.faults] == [
        "votes.csv, row 3, column A (station)",
        "votes.csv, row 2, column B (gerb)",
        "votes.csv, row 3, column C (ata)",
    ]


def test_an_unknown_selection_says_which_may_be_meant() -> None:
    with pytest.raises(Fault, match="'butan' is no selection") as raised:
        read("station,gerb,butan\n0001,1,2\n")

    assert 'did you mean "butun"' in raised.value.cure
    assert raised.value.place == "votes.csv, row 1, column C (butan)"


def test_a_wide_file_of_a_million_cells_keeps_every_figure() -> None:
    rng = np.random.default_rng(1)
    figures = rng.integers(0, 900, (20_000, 4))
    lines = "".join(f"{at:05d},{a},{b},{c},{d}\n" for at, (a, b, c, d) in enumerate(figures))
    reading = read(
        "station,gerb,ata,butun,against\n" + lines, election=small_election(contests=1, open_stations=True)
    )

    assert (reading.tables[0].table.values == figures).all()


def test_many_unknown_columns_are_one_fault() -> None:
    with pytest.raises(Fault, match="4 columns are no selection that is known: a1, a2, a3, a4"):
        read(b"station,a1,a2,a3,a4\n0101,1,2,3,4\n")


def test_of_a_file_with_several_accounts_the_told_one_is_read() -> None:
    reading = read(b"station,account,gerb\n0101,hand,5\n0101,machine,6\n", account="hand")

    assert [str(each.table.source) for each in reading.tables] == ["hand"]
    assert [said.code for said in reading.notices].count("other-accounts-left-out") == 1
