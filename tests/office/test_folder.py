"""An election folder: made whole or not at all, opened as it was at any size, defined anew with a reason."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.clock import checked, day_or_moment
from sverka.office.folder import ElectionFolder
from sverka.office.founding import create, define
from sverka.office.home import lock_database
from sverka.office.keys import make_key, signers_held
from sverka.office.papers import Papers
from sverka.office.writer_lock import only_writer
from sverka.record.facts import DefinitionFact, hash_of, parse_fact
from tests.town import DEFINITION, HAND, MACHINE, MORNING, NIGHT, STATIONS, add, files_of, town


def morning(_: str) -> str:
    return MORNING


def test_a_new_folder_has_its_papers_and_one_fact(tmp_path: Path) -> None:
    state = town(tmp_path / "e")

    assert state.snapshot.size == 1
    assert set(files_of(tmp_path)) == {
        "e",
        "e/election.toml",
        "e/stations.csv",
        "e/log.vkey",
        "e/policy.txt",
        "e/public",
        "e/record",
        "e/record/checkpoint",
        "e/record/tile",
        "e/record/tile/0",
        "e/record/tile/0/000.p",
        "e/record/tile/0/000.p/1",
        "e/record/tile/entries",
        "e/record/tile/entries/000.p",
        "e/record/tile/entries/000.p/1",
        "e/evidence",
        f"e/evidence/{hash_of(DEFINITION.encode())}",
        f"e/evidence/{hash_of(STATIONS.encode())}",
    }


def test_an_empty_folder_is_filled_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    town(Path())

    assert (tmp_path / "here" / "election.toml").exists()
    assert ElectionFolder(Path()).open().snapshot.size == 1


def test_nothing_of_anyone_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "notes.txt").write_text("mine")
    (tmp_path / "e.new").mkdir()
    (tmp_path / "e.new" / "also.txt").write_text("mine")
    before = files_of(tmp_path)

    with pytest.raises(Refused) as raised:
        town(tmp_path / "e")
    assert raised.value.code == "R101"
    assert files_of(tmp_path) == before
    shutil.rmtree(tmp_path / "e")
    town(tmp_path / "e")
    assert (tmp_path / "e.new" / "also.txt").read_text() == "mine"


BROKEN = {
    "no TOML": ("[election", STATIONS, "election.toml"),
    "no election": ("", STATIONS, "election.toml"),
    "a station in no area": (DEFINITION, STATIONS.replace("south", "west"), "west"),
    "a station twice": (DEFINITION, STATIONS + "0001,Again,north,1\n", "0001"),
    "no stations in a closed table": (DEFINITION, "", "--stations"),
}


@pytest.mark.parametrize("definition, stations, says", BROKEN.values(), ids=BROKEN)
def test_a_broken_paper_leaves_nothing_behind(
    tmp_path: Path, definition: str, stations: str, says: str
) -> None:
    with pytest.raises(Fault) as raised:
        town(tmp_path / "deep" / "e", definition=definition, stations=stations)
    assert says in str(raised.value)
    assert files_of(tmp_path) == {}


def test_an_interrupted_making_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(_: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(
            tmp_path / "e", Papers(definition=DEFINITION.encode(), stations=STATIONS.encode()), received=stop
        )
    assert files_of(tmp_path) == {}


# opening


def test_a_folder_is_opened_as_it_was_at_any_size(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    sizes = [
        {
            str(source): int(n.table.counted.sum())
            for by in state.snapshot.stations.values()
            for source, n in by.items()
        }
        for state in (folder.open(size=size) for size in (1, 2, 4, 6, 7, 8, 12))
    ]

    assert sizes == [
        {},
        {},
        {"machine": 2},
        {"machine": 4},
        {"machine": 4},
        {"hand": 1, "machine": 4},
        {"hand": 5, "machine": 4},
    ]


@pytest.mark.parametrize("size", [0, -1, 3])
def test_a_size_the_record_never_had_is_refused(tmp_path: Path, size: int) -> None:
    folder = town(tmp_path / "e").folder

    with pytest.raises(Fault, match="has held 1 to 1 facts, never"):
        folder.open(size=size)


def test_a_folder_without_its_evidence_is_refused(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    shutil.rmtree(folder.path / "evidence")

    with pytest.raises(Fault, match="a file of evidence is missing"):
        folder.open()


def test_a_folder_that_is_no_election_is_refused(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    shutil.rmtree(folder.path / "record")

    with pytest.raises(Fault, match="not an election folder"):
        folder.open()


@pytest.mark.parametrize("name", ["election.toml", "stations.csv"])
def test_a_changed_paper_is_noticed_and_past_states_stay_open(tmp_path: Path, name: str) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    path = folder.path / name
    path.write_bytes(path.read_bytes() + b"\n")

    with pytest.raises(Fault, match="not the file that the record names") as raised:
        folder.open()
    assert raised.value.place == str(path)
    assert "sverka define" in raised.value.cure
    assert folder.open(size=1).snapshot.size == 1


def test_a_paper_that_the_record_does_not_know_is_noticed(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    (folder.path / "aliases.csv").write_text("system,foreign_id,station,reviewed_by,reviewed_on\n")

    with pytest.raises(Fault, match="not the file") as raised:
        folder.open()
    assert "move it away" in raised.value.cure


# defining anew


def test_a_definition_is_recorded_anew_with_a_reason_and_names_the_one_before(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    entries = list(folder.store.entries())
    (folder.path / "election.toml").write_text(DEFINITION.replace('"Apple"', '"Apples"'))

    assert define(folder, reason="the ballot says so", received=morning)
    fact = parse_fact(folder.store.entry(6))
    assert isinstance(fact, DefinitionFact)
    assert (fact.reason, fact.supersedes) == ("the ballot says so", hash_of(entries[0]))
    assert folder.open().election.contests.popitem()[1].selections[0].names.en == "Apples"  # type: ignore[attr-defined]
    assert not define(folder, reason="again", received=morning)
    assert folder.store.size == 7


def test_a_definition_under_which_the_record_cannot_be_read_is_refused(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    (folder.path / "election.toml").write_text(DEFINITION.replace('"quince"', '"medlar"'))
    before = files_of(tmp_path)

    with pytest.raises(Fault, match="'quince'"):
        define(folder, reason="x", received=morning)
    assert files_of(tmp_path) == before


# two writers


def test_a_second_writer_is_refused_while_the_first_is_at_work(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    before = files_of(tmp_path)

    with only_writer(folder.path), pytest.raises(Refused) as raised:
        add(folder, MACHINE)
    assert raised.value.code == "R104"
    assert files_of(tmp_path) == before
    assert add(folder, MACHINE).new == 4


def test_a_writer_that_was_killed_blocks_nobody(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    code = (
        "import sys, pathlib; from sverka.office.writer_lock import only_writer\n"
        "with only_writer(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Refused):
            add(folder, MACHINE)
        holder.kill()
        holder.wait()

    assert add(folder, MACHINE).new == 4


def test_writers_at_the_same_moment_lose_nothing_in_silence(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    outcomes: dict[int, str] = {}

    def write(number: int) -> None:
        try:
            add(folder, f"station,apple\n0001,{number}\n", "observer", holder=f"holder {number}")
            outcomes[number] = "in"
        except Refused as refused:
            outcomes[number] = refused.code

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    held = {f"holder {number}" for number, outcome in outcomes.items() if outcome == "in"}
    assert held == {source.holder for by in folder.open().snapshot.stations.values() for source in by}
    assert set(outcomes.values()) <= {"in", "R104"}
    assert folder.store.size == 1 + 2 * len(held)


# times


def test_times_are_written_with_their_zone() -> None:
    assert checked("2021-11-28T20:14", timezone="Asia/Bishkek") == "2021-11-28T20:14:00+06:00"
    assert checked("2021-11-28T14:14:00Z", timezone="Asia/Bishkek") == "2021-11-28T14:14:00+00:00"
    assert day_or_moment("2021-12-15", timezone="Asia/Bishkek", option="--decided") == "2021-12-15"
    with pytest.raises(Fault, match="not a time: 'yesterday'") as raised:
        checked("yesterday", timezone="Asia/Bishkek", option="--received")
    assert raised.value.place == "--received"


def test_the_moments_of_these_tests_are_times() -> None:
    assert [checked(each, timezone="Asia/Bishkek") for each in (NIGHT, MORNING)] == [NIGHT, MORNING]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_of_folders_may_be_anything(tmp_path: Path) -> None:
    folder = town(tmp_path / "шайлоо 2026 (night) 'x'").folder

    assert add(folder, MACHINE, name="жыйынтык 1.csv").new == 4


def test_what_has_begun_to_be_written_is_written_whole(tmp_path: Path) -> None:
    state = town(tmp_path / "e")

    def interrupted() -> Iterator[bytes]:
        signal.raise_signal(signal.SIGINT)
        yield b"a scan"

    facts = [b'{"kind":"statement","number":%d,"schema":1}' % number for number in range(300)]
    state.folder.append(facts, after=1, evidence=interrupted())

    assert state.folder.store.size == 301
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_folder_that_lost_its_definition_is_told_how_to_get_it_back(tmp_path: Path) -> None:
    state = town(tmp_path / "e")
    (tmp_path / "e/election.toml").unlink()

    with pytest.raises(Fault, match=r"election\.toml is missing beside the record"):
        state.folder.open()


# origins


def named(path: Path, origin: str) -> ElectionFolder:
    papers = Papers(definition=DEFINITION.encode(), stations=STATIONS.encode())
    return create(path, papers, received=morning, origin=origin).folder


def test_an_origin_that_was_used_is_refused_and_no_key_is_made_for_it(tmp_path: Path) -> None:
    folder = named(tmp_path / "e", "example.org/used")

    with pytest.raises(Refused, match="R201"):
        named(tmp_path / "again", "example.org/used")
    assert len(signers_held("example.org/used")) == 1
    assert add(folder, MACHINE).new == 4


def test_an_origin_whose_lock_was_lost_is_not_begun_again_with_its_key(tmp_path: Path) -> None:
    named(tmp_path / "e", "example.org/lost")
    with sqlite3.connect(lock_database().path) as database:
        database.execute("DELETE FROM logs WHERE origin = 'example.org/lost'")

    with pytest.raises(Refused, match="R201"):
        named(tmp_path / "again", "example.org/lost")


def test_the_key_of_a_making_that_was_interrupted_is_used_by_the_next(tmp_path: Path) -> None:
    lock_database().begin("example.org/stopped")
    signer = make_key("example.org/stopped")

    assert named(tmp_path / "e", "example.org/stopped").key == signer.verifier
    assert len(signers_held("example.org/stopped")) == 1
