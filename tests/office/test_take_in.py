"""Taking files in: whole or not at all, the same twice is nothing, a correction says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId
from sverka.errors import Fault, Faults, Refused, SverkaError
from sverka.formats.mappings import mapping_of
from sverka.office.delivery import Delivery
from sverka.office.folder import ElectionFolder
from sverka.office.take_in import take_in
from sverka.record.facts import CountFact, DocumentFact, hash_of, parse_fact
from tests.town import DEFINITION, MACHINE, MAYOR, MORNING, add, delivered, files_of, town

COUNCIL = ContestId("council")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town's folder, no count in it."""
    return town(tmp_path / "an election").folder


def facts(folder: ElectionFolder) -> list[object]:
    return [parse_fact(entry) for entry in folder.store.entries()]


def counts(folder: ElectionFolder) -> list[CountFact]:
    return [fact for fact in facts(folder) if isinstance(fact, CountFact)]


def table(folder: ElectionFolder, account: str = "machine", holder: str = "") -> CountTable:
    return folder.open().snapshot.of(COUNCIL)[Source(AccountId(account), holder)].table


def cells(folder: ElectionFolder, station: str, account: str = "machine") -> dict[str, object]:
    found = table(folder, account)
    line = found.position[station]
    return {
        field: int(value) if state == State.READ else State(int(state)).name.lower()
        for field, value, state in zip(found.fields, found.values[line], found.state[line], strict=True)
    }


def test_every_count_of_a_file_becomes_a_fact_behind_its_document(folder: ElectionFolder) -> None:
    taken = add(folder, MACHINE)
    _, document, *rest = facts(folder)

    assert (taken.new, taken.changed, taken.unchanged) == (4, 0, 0)
    assert isinstance(document, DocumentFact)
    assert document.sha256 == hash_of(MACHINE.encode())
    assert folder.evidence.get(document.sha256) == MACHINE.encode()
    assert len(rest) == len(counts(folder)) == 4
    assert counts(folder)[0].selections == {"apple": 30, "pear": 20, "quince": 5, "against": 3}
    assert counts(folder)[0].documents == (document.sha256,)


def test_the_same_file_twice_changes_nothing(folder: ElectionFolder, tmp_path: Path) -> None:
    add(folder, MACHINE)
    before = files_of(tmp_path)
    taken = add(folder, MACHINE, reason="to be sure")

    assert (taken.new, taken.changed, taken.unchanged) == (0, 0, 4)
    assert files_of(tmp_path) == before


def test_the_same_figures_in_another_file_change_nothing(folder: ElectionFolder, tmp_path: Path) -> None:
    add(folder, MACHINE)
    before = files_of(tmp_path)
    head, *rows = MACHINE.splitlines()
    add(folder, "\r\n".join([head, *reversed(rows)]).replace(",", ";"), name="other.csv")

    assert files_of(tmp_path) == before


def test_files_may_come_in_pieces_of_stations_and_of_columns(folder: ElectionFolder) -> None:
    add(folder, "station,apple,pear\n0001,30,20\n")
    taken = add(folder, "station,pear,quince,row:2\n0001,20,5,60\n0002,1,2,3\n")

    assert (taken.new, taken.changed) == (2, 0)
    assert cells(folder, "0001") == {
        "2": 60,
        "3": "absent",
        "apple": 30,
        "pear": 20,
        "quince": 5,
        "against": "absent",
    }
    assert counts(folder)[1].reason == ""


def test_another_figure_needs_a_reason_and_without_it_nothing_is_touched(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    add(folder, MACHINE)
    before = files_of(tmp_path)
    text = MACHINE.replace("0002,70,0,40,10", "0002,70,0,41,9").replace("0001,60", "0001,61")

    with pytest.raises(Faults) as raised:
        add(folder, text, name="new.csv")
    assert [str(fault) for fault in raised.value.faults] == [
        "new.csv, row 2: 0001, row 2 of the form: the record has 60, the file 61",
        "new.csv, row 3: 0002, apple: the record has 40, the file 41",
        "new.csv, row 3: 0002, pear: the record has 10, the file 9",
    ]
    assert "--reason" in raised.value.cure
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_an_empty_reason_is_none(folder: ElectionFolder, reason: str) -> None:
    add(folder, MACHINE)
    with pytest.raises(Faults, match="that would change: "):
        add(folder, MACHINE.replace("0001,60", "0001,61"), reason=reason)


def test_a_correction_names_the_fact_it_supersedes_and_why(folder: ElectionFolder) -> None:
    add(folder, MACHINE)
    entries = list(folder.store.entries())
    taken = add(folder, "station,apple\n0002,41\n0003,10\n", reason="retyped from the tape")
    correction = counts(folder)[-1]

    assert (taken.new, taken.changed, taken.unchanged) == (0, 1, 1)
    assert correction.station == "0002"
    assert correction.supersedes == hash_of(entries[3])
    assert parse_fact(entries[3]) == counts(folder)[1]
    assert correction.reason == "retyped from the tape"
    assert cells(folder, "0002")["apple"] == 41
    assert cells(folder, "0002")["pear"] == 10


def test_a_correction_of_a_correction_supersedes_the_latest(folder: ElectionFolder) -> None:
    for apple in (1, 2, 3):
        add(folder, f"station,apple\n0001,{apple}\n", reason=f"now {apple}")
    first, second, third = counts(folder)

    assert (first.supersedes, first.reason) == ("", "")
    entries = [entry for entry in folder.store.entries() if b'"count"' in entry]
    assert (second.supersedes, third.supersedes) == (hash_of(entries[0]), hash_of(entries[1]))


WITHDRAWN: dict[str, tuple[str, str, bool]] = {
    "unread where a figure was": ("30", "?", True),
    "not on the sheet where a figure was": ("30", "", True),
    "not on the sheet where a zero was": ("0", "", False),
    "a figure where nobody could read one": ("?", "30", False),
    "a zero where nothing was on the sheet": ("", "0", False),
}


@pytest.mark.parametrize("before, after, changes", WITHDRAWN.values(), ids=WITHDRAWN)
def test_what_is_a_change_and_what_is_only_more(
    folder: ElectionFolder, before: str, after: str, changes: bool
) -> None:
    add(folder, f"station,apple,pear\n0001,{before},5\n0002,1,1\n")
    later = f"station,apple,pear\n0001,{after},5\n0002,1,1\n"

    if changes:
        with pytest.raises(Faults, match="that would change: 1;"):
            add(folder, later)
    else:
        assert add(folder, later).changed == 0


def test_a_dry_run_says_what_would_happen_and_changes_nothing(folder: ElectionFolder, tmp_path: Path) -> None:
    add(folder, MACHINE)
    before = files_of(tmp_path)
    taken = add(
        folder, MACHINE.replace("0001,60", "0001,61") + "0102,9,0,9,0,0,0\n", reason="x", dry_run=True
    )

    assert (taken.new, taken.changed, taken.unchanged) == (1, 1, 3)
    assert files_of(tmp_path) == before


def test_accounts_and_holders_keep_apart(folder: ElectionFolder) -> None:
    add(folder, MACHINE)
    add(folder, "station,apple\n0001,29\n", "observer", holder="Odd@Name & Sons")
    add(folder, "station,apple\n0001,28\n", "observer", holder="Another")

    assert set(map(str, folder.open().snapshot.of(COUNCIL))) == {
        "machine",
        "observer@Odd@Name & Sons",
        "observer@Another",
    }
    assert Source.parse("observer@Odd@Name & Sons").holder == "Odd@Name & Sons"


def test_many_changes_are_counted_and_every_station_is_named(tmp_path: Path) -> None:
    stations = "id,name,area,registered\n" + "".join(
        f"{number:04},School,north,10\n" for number in range(300)
    )
    folder = town(tmp_path / "e", stations=stations).folder
    text = "station,apple\n" + "".join(f"{number:04},{number}\n" for number in range(300))
    add(folder, text)

    with pytest.raises(Faults) as raised:
        add(folder, "station,apple\n" + "".join(f"{number:04},{number + 1}\n" for number in range(300)))
    assert len(raised.value.faults) == 20
    assert "figures that would change: 300;" in raised.value.what
    assert "all are at: 0000, 0001" in raised.value.what
    assert raised.value.what.endswith("0199 and 100 more")


def claiming(*times: str) -> Delivery:
    """A file that says of each station when it was counted."""
    rows = "".join(
        f"{station},5,{time}\n" for station, time in zip(("0001", "0002", "0003"), times, strict=False)
    )
    mapping = mapping_of({"station": "station", "contest": "council", "claimed": "at"}, "a test")
    return replace(delivered(f"station,apple,at\n{rows}"), mapping=mapping)


def test_a_file_says_of_each_station_when_it_was_counted(folder: ElectionFolder) -> None:
    file = claiming("2026-05-17T20:14", "2026-05-17T15:00:00Z", "")
    take_in(folder.open(), [replace(file, claimed="2026-05-17T23:00:00+06:00")], received=MORNING)

    assert [fact.claimed for fact in counts(folder)] == [
        "2026-05-17T20:14:00+06:00",
        "2026-05-17T15:00:00+00:00",
        "2026-05-17T23:00:00+06:00",
    ]


def test_a_time_that_is_none_is_a_fault_of_its_row(folder: ElectionFolder, tmp_path: Path) -> None:
    before = files_of(tmp_path)
    with pytest.raises(Faults, match="times that are none: 2") as raised:
        take_in(
            folder.open(), [claiming("half past eight", "2026-05-17T20:14", "17.05.2026")], received=MORNING
        )
    assert [fault.place for fault in raised.value.faults] == ["counts.csv, row 2", "counts.csv, row 4"]
    assert files_of(tmp_path) == before


GOOD = "station,apple\n0001,1\n"
BAD_SECOND = {
    "a figure that is none": "station,apple\n0002,x\n",
    "a station nobody knows": "station,apple\n9999,1\n",
    "a row that the machine's form does not have": "station,row:1,apple\n0002,5,1\n",
    "another figure of the same station": "station,apple\n0001,2\n",
    "an empty file": "",
}


@pytest.mark.parametrize("second", BAD_SECOND.values(), ids=BAD_SECOND)
@pytest.mark.parametrize("reason", ["", "a reason"])
def test_a_faulty_second_file_leaves_everything_as_it_was(
    folder: ElectionFolder, tmp_path: Path, second: str, reason: str
) -> None:
    before = files_of(tmp_path)
    files = [delivered(GOOD, name="good.csv"), delivered(second, name="bad.csv")]

    with pytest.raises(Fault) as raised:
        take_in(folder.open(), files, received=MORNING, reason=reason)
    assert "bad.csv" in str(raised.value)
    assert files_of(tmp_path) == before


def test_two_files_that_say_the_same_are_one_count(folder: ElectionFolder) -> None:
    files = [
        delivered(GOOD, name="a.csv"),
        delivered("station,apple,pear\n0001,1,2\n0002,3,4\n", name="b.csv"),
    ]
    first, second = take_in(folder.open(), files, received=MORNING)

    assert (first.new, second.new, second.unchanged) == (1, 2, 0)
    assert cells(folder, "0001")["pear"] == 2
    again = take_in(folder.open(), files, received=MORNING)
    assert [(one.new, one.changed) for one in again] == [(0, 0), (0, 0)]


@pytest.mark.parametrize("text", [GOOD, "station,apple,pear\n0001,1,?\n0002,?,\n"])
def test_the_same_file_twice_in_one_delivery_is_taken_in_once(folder: ElectionFolder, text: str) -> None:
    first, second = take_in(
        folder.open(), [delivered(text), delivered(text, name="copy.csv")], received=MORNING
    )

    assert (second.new, second.changed, second.unchanged) == (0, 0, first.new)
    assert len(counts(folder)) == first.new


def test_files_of_different_accounts_never_contradict_each_other(folder: ElectionFolder) -> None:
    files = [delivered(GOOD), delivered("station,apple\n0001,2\n", "hand")]

    assert [one.new for one in take_in(folder.open(), files, received=MORNING)] == [1, 1]


def test_an_account_nobody_defined_is_named(folder: ElectionFolder) -> None:
    with pytest.raises(Fault, match="there is no account 'robot'") as raised:
        add(folder, GOOD, "robot")
    assert "machine" in raised.value.cure


def test_a_station_of_another_district_is_refused(tmp_path: Path) -> None:
    state = town(tmp_path / "e", definition=DEFINITION + MAYOR)
    with pytest.raises(Faults, match="0101 does not vote in contest mayor-north"):
        add(state.folder, "station,Candidate 1,Candidate 2\n0001,5,6\n0101,5,6\n")


def test_a_reason_that_does_not_fit_into_a_fact_leaves_no_trace(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    add(folder, MACHINE)
    before = files_of(tmp_path)

    with pytest.raises(Fault, match="at most 65535"):
        add(folder, MACHINE.replace("0001,60", "0001,61"), reason="x" * 70_000)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("after", range(4))
def test_interrupted_and_repeated_it_is_as_if_done_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    stations = "".join(f"{number:04},School,north,10\n" for number in range(600))
    text = "station,apple\n" + "".join(f"{number:04},{number}\n" for number in range(600))
    folder, other = (
        town(tmp_path / name, stations="id,name,area,registered\n" + stations).folder for name in "xy"
    )
    replace: Callable[[Path, Path], Path] = Path.replace
    done = iter(range(after))

    def stop(path: Path, target: Path) -> Path:
        if next(done, None) is None:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            add(folder, text)
    folder.open()  # can be read
    add(folder, text)
    add(other, text)

    assert list(folder.store.entries()) == list(other.store.entries())


def test_facts_that_came_in_between_are_never_written_over(folder: ElectionFolder) -> None:
    state = folder.open()
    add(folder, GOOD)

    with pytest.raises(Refused, match="grew from 1 to 3 facts") as raised:
        take_in(state, [delivered("station,apple\n0001,2\n")], received=MORNING)
    assert raised.value.code == "R104"
    assert cells(folder, "0001")["apple"] == 1


FIGURE = st.sampled_from(["", "0", "1", "2", "?"])


@given(st.lists(st.lists(st.tuples(FIGURE, FIGURE), min_size=2, max_size=2), min_size=1, max_size=5))
def test_after_any_files_the_last_word_on_each_figure_stands_and_repeating_it_is_no_news(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[str, str]]]
) -> None:
    folder = town(tmp_path_factory.mktemp("any") / "e").folder
    stands: dict[tuple[str, str], object] = {}
    for rows in files:
        lines = [
            f"{station},{apple},{pear}\n"
            for station, (apple, pear) in zip(("0001", "0002"), rows, strict=True)
        ]
        text = "station,apple,pear\n" + "".join(lines)
        try:
            add(folder, text, reason="because")
        except SverkaError:
            continue
        size = folder.store.size
        add(folder, text, reason="because")
        assert folder.store.size == size
        for station, (apple, pear) in zip(("0001", "0002"), rows, strict=True):
            for name, word in (("apple", apple), ("pear", pear)):
                if word.isdigit():
                    stands[station, name] = int(word)
                elif word == "?":
                    stands[station, name] = "unread"
                else:
                    stands.pop((station, name), None)

    for (station, name), expected in stands.items():
        assert cells(folder, station)[name] == expected
