"""What is put into the watched folder is taken in, whole or not at all; what is not says why; nothing is lost."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sverka.office.folder import ElectionFolder
from sverka.office.night import inbox as module
from sverka.office.night.inbox import SETTLED, Inbox
from sverka.record.facts import CountFact, DocumentFact, hash_of, parse_fact
from tests.office.night.handed import intake_of
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, MORNING, add, town

RULES = """\
[[inbox]]
pattern = "machine*.csv"
account = "machine"

[[inbox]]
pattern = "copies/*"
account = "observer"
holder = "observers"
organisation = "Observers' office"

[[inbox]]
pattern = "*.csv"
account = "hand"

[[inbox]]
pattern = "export*.json"
account = "hand"
mapping = "export.toml"
contest = "council"
"""

EXPORT = """\
format = "json"
station = "stations[*].id"

[selections]
"stations[*].votes.a" = "apple"
"stations[*].votes.p" = "pear"
"""


@dataclass
class Watched:
    """A watched folder, with a clock that is set by hand."""

    folder: ElectionFolder
    inbox: Inbox
    clock: list[float]

    def put(self, name: str, content: str | bytes) -> Path:
        """Put a file there."""
        path = self.inbox.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def look(self, times: int = 2) -> None:
        """Look as often, each time after everything has had time to settle."""
        for _ in range(times):
            self.inbox.look()
            self.clock[0] += SETTLED

    def lying(self, where: str = "") -> set[str]:
        """What lies in the folder, or in one in it."""
        there = self.inbox.folder / where
        return {
            path.relative_to(there).as_posix()
            for path in there.rglob("*")
            if not path.is_dir() or path.is_symlink()
        }

    def refused(self, name: str) -> str:
        """What is said of a file that was refused."""
        assert name in self.lying("refused")
        return (self.inbox.folder / "refused" / f"{name}.txt").read_text("utf-8")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """The town's watched folder."""
    with watching(town(tmp_path / "town", definition=DEFINITION + MAYOR).folder) as found:
        yield found


@contextmanager
def watching(folder: ElectionFolder) -> Iterator[Watched]:
    """A watched folder, until the block is done."""
    (folder.path / "night.toml").write_text(RULES, "utf-8")
    (folder.path / "export.toml").write_text(EXPORT, "utf-8")
    clock = [0.0]
    with intake_of(folder) as intake:
        inbox = Inbox(folder.path / "inbox", intake, clock=lambda: clock[0], now=lambda: MORNING)
        inbox.prepare()
        yield Watched(folder, inbox, clock)


def counts_of(folder: ElectionFolder) -> list[CountFact]:
    return [fact for fact in map(parse_fact, folder.store.entries()) if isinstance(fact, CountFact)]


def test_a_file_is_taken_in_by_its_name_and_moved(watched: Watched) -> None:
    watched.put("hand-1.csv", HAND)
    watched.look()
    document, counts = parse_fact(watched.folder.store.entry(1)), counts_of(watched.folder)

    assert watched.lying() == watched.lying("") == {"taken/hand-1.csv"}
    assert isinstance(document, DocumentFact)
    assert (document.file, document.sha256) == ("hand-1.csv", hash_of(HAND.encode()))
    assert watched.folder.evidence.get(document.sha256) == HAND.encode()
    assert {(each.account, each.station, each.documents) for each in counts} == {
        ("hand", station, (document.sha256,)) for station in ("0001", "0002", "0003", "0101", "0102")
    }


def test_what_it_records_is_what_the_command_records(watched: Watched, tmp_path: Path) -> None:
    by_hand = town(tmp_path / "other", definition=DEFINITION + MAYOR, origin="other").folder
    with_gaps = HAND.replace("0102,80,40", "0102,80,").replace("0003,30,20,1,10", "0003,30,20,1,0")
    add(by_hand, with_gaps, "hand", name="hand.csv")
    watched.put("hand.csv", with_gaps)
    watched.look()

    assert list(watched.folder.store.entries(1)) == list(by_hand.store.entries(1))


def test_the_first_rule_that_fits_says_whose_a_file_is(watched: Watched) -> None:
    watched.put("machine.csv", MACHINE)
    watched.put("copies/0001.csv", "station,apple,pear,quince,against\n0001,30,20,5,3\n")
    watched.put("export.json", json.dumps({"stations": [{"id": "0002", "votes": {"a": 40, "p": 11}}]}))
    watched.look()
    counts = counts_of(watched.folder)
    copy = next(each for each in counts if each.account == "observer")

    assert watched.lying() == {"taken/machine.csv", "taken/copies/0001.csv", "taken/export.json"}
    assert {each.account for each in counts} == {"machine", "observer", "hand"}
    assert copy.holder == "observers"
    assert copy.entered_by is not None


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("garbage.csv", os.urandom(4000), ""),
        ("garbage.bin", b"\x00\x01" * 2000, ""),
        ("empty.csv", b"", "a file of 0 bytes"),
        ("unknown.csv", "station,apple,pear,quince,against\n9999,1,2,3,4\n", "9999"),
        ("broken.csv", "station,apple,pear,quince,against\n0001,x,2,3,4\n", "x"),
        ("export.json", "{", "not JSON"),
        ("protocol.xlsx", b"PK\x03\x04 broken", ""),
        ("nobody.txt", "station,apple\n0001,1\n", ""),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 100, ""),
    ],
)
def test_what_cannot_be_taken_in_says_what_is_wrong(
    watched: Watched, name: str, content: str | bytes, said: str
) -> None:
    watched.put(name, content)
    watched.put("good.csv", HAND)
    watched.look()

    assert said in watched.refused(name)
    assert len(watched.refused(name).splitlines()) > 3
    assert (watched.inbox.folder / "refused" / name).read_bytes() == (
        content.encode() if isinstance(content, str) else content
    )
    assert "good.csv" in watched.lying("taken")


def test_the_same_content_twice_is_known_and_another_figure_is_a_conflict(watched: Watched) -> None:
    watched.put("hand.csv", HAND)
    watched.look()
    size = watched.folder.store.size
    watched.put("hand.csv", HAND)
    watched.put("other.csv", HAND.replace("0001,100,60,2,30", "0001,100,60,2,31"))
    watched.look()

    assert watched.lying("taken") == {"hand.csv", "hand.2.csv"}
    assert "0001, council, hand, apple: the record has 30, the file 31" in watched.refused("other.csv")
    assert "--reason" in watched.refused("other.csv")
    assert watched.folder.store.size == size
    assert len(watched.inbox.intake.open_conflicts()) == 1


def test_a_file_that_is_still_written_is_left_alone(watched: Watched) -> None:
    growing = watched.put("hand.csv", HAND[:80])
    watched.put("other.csv.part", HAND)
    watched.put(".hidden.csv", HAND)
    watched.look(1)
    with growing.open("a") as file:
        file.write(HAND[80:])
    watched.look(1)
    assert watched.lying() == {"hand.csv", "other.csv.part", ".hidden.csv"}

    watched.look(1)
    assert watched.lying() == {"taken/hand.csv", "other.csv.part", ".hidden.csv"}
    assert len(counts_of(watched.folder)) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")
def test_a_link_and_a_pipe_are_put_aside_unread(watched: Watched, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(HAND)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "hand.csv").write_text(HAND)
    (watched.inbox.folder / "link.csv").symlink_to(secret)
    (watched.inbox.folder / "linked").symlink_to(tmp_path / "folder")
    os.mkfifo(watched.inbox.folder / "pipe.csv")
    (watched.inbox.folder / "folder.csv").mkdir()
    watched.look()

    assert watched.folder.store.size == 1
    assert watched.lying("refused") == {
        "link.csv", "link.csv.txt", "linked", "linked.txt", "pipe.csv", "pipe.csv.txt"
    }  # fmt: skip
    assert secret.read_text() == HAND


def test_a_file_that_is_too_large_is_put_aside_unread(watched: Watched) -> None:
    large = watched.put("large.csv", b"")
    with large.open("r+b") as file:
        file.truncate(2**30)  # a hole: no disk is filled
    watched.look()

    assert f"a file of {2**30} bytes" in watched.refused("large.csv")


def test_where_the_rules_are_broken_files_wait(watched: Watched) -> None:
    rules = watched.folder.path / "night.toml"
    rules.write_text("[[inbox]", "utf-8")
    watched.put("hand.csv", HAND)
    watched.look(3)
    assert watched.lying() == {"hand.csv"}
    assert "not the rules of a night" in watched.inbox.stuck["night.toml"]

    rules.write_text(RULES, "utf-8")
    watched.look(3)
    assert (watched.lying(), watched.inbox.stuck) == ({"taken/hand.csv"}, {})


def test_what_the_disk_refuses_is_tried_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    from sverka.record import ledger

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "record/tile/0/000.p/2")

    watched.put("hand.csv", HAND)
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "put", full)
        watched.look(3)
    assert watched.lying() == {"hand.csv"}
    assert "No space left" in watched.inbox.stuck["hand.csv"]

    watched.look(1)
    assert (watched.lying(), watched.inbox.stuck) == ({"taken/hand.csv"}, {})


def test_ended_between_recording_and_moving_it_takes_nothing_twice(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.put("hand.csv", HAND)
    with monkeypatch.context() as patched:
        patched.setattr(module.Inbox, "_move", lambda *_: None)
        watched.look()
    size = watched.folder.store.size
    watched.look()

    assert (watched.lying(), watched.folder.store.size) == ({"taken/hand.csv"}, size)
