"""Whatever fails while facts are written: one clear message, nothing lost or doubled, and then it goes on."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.handing_over import hand_over
from sverka.office.home import lock_database
from sverka.office.writer import Writer
from sverka.office.writer_lock import only_writer
from sverka.record.sequencer import Submission
from tests.crash.checks import Witnessed
from tests.crash.failing import failing
from tests.crash.faults import CASES, Here, fault_matrix

SEED = 20_211_128


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    """A town with one table taken in, and a home of its own."""
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    here = Here(tmp_path)
    here.prepare()
    return here


def test_some_of_the_ways_to_fail_leave_everything_as_it_should_be() -> None:
    """`make soak` goes through all of them."""
    found = fault_matrix(tuple(Random(SEED).sample(CASES, 8)))

    assert found["wrong"] == 0, found


def test_nothing_is_written_for_reading(here: Here) -> None:
    with failing("everything", "before it", errno.EROFS):
        for command in ("show", "totals", "compare", "fsck"):
            code, words = here.command(command, here.file("e"))

            assert code in (0, 1), words


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("most", [100, 700, 2000])
def test_a_disk_that_is_full_in_the_middle_of_a_file_is_told_and_loses_nothing(here: Here, most: int) -> None:
    before = here.entries()
    code = (
        "import resource, sys; from sverka.cli.app import run\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); sys.exit(run(sys.argv[1:]))"
    )
    command = ["add", here.file("e"), here.file("hand.csv"), "--account", "hand"]
    run = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert "too large" in run.stderr or "database" in run.stderr
    assert here.entries() == before
    assert here.add("hand")[0] == 0
    assert fsck(here.path / "e", lock=lock_database()).sound


def test_a_clock_set_back_stops_nothing(here: Here) -> None:
    assert here.add("hand", hour=1)[0] == 0
    assert here.command("fsck", here.file("e"))[0] == 0


# old backups


def kept(folder: Path) -> Path:
    """A copy as of now."""
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name} kept")))


def put_back(folder: Path) -> None:
    """The copy in the place of what there is."""
    shutil.rmtree(folder)
    folder.with_name(f"{folder.name} kept").rename(folder)


@pytest.mark.parametrize(
    "restored, says",
    [
        ("e", "R207: the record has 6 facts, and 12 were signed: the folder is an old copy"),
        ("home", "R205: the record has 12 facts, the lock on this machine knows of 6"),
    ],
)
def test_an_old_backup_is_refused_with_its_cure_and_the_newer_state_goes_on(
    here: Here, restored: str, says: str
) -> None:
    kept(here.path / restored)
    here.add("hand")
    newer = shutil.copytree(here.path / restored, here.path / "newer")
    put_back(here.path / restored)
    code, words = here.add("observer")

    assert code == 2
    assert says in words
    assert "\n  " in words
    shutil.rmtree(here.path / restored)
    newer.rename(here.path / restored)
    assert here.add("observer")[0] == 0


def test_folder_and_home_put_back_together_are_noticed_by_a_witness_only(here: Here) -> None:
    """Nothing on this machine can know: docs/threats.md and docs/keys.md say who does."""
    folder = ElectionFolder(here.path / "e")
    kept(here.path / "e")
    kept(here.path / "home")
    here.add("hand")
    witnessed = Witnessed(folder, here.path)
    put_back(here.path / "e")
    put_back(here.path / "home")
    before = list(witnessed.look())
    here.add("observer")
    here.add("hand")

    assert before[-1] == "wrong"
    assert list(witnessed.look())[-1] == "wrong"


# evidence


def test_files_stay_where_it_is_not_known_whether_the_facts_that_name_them_were_recorded(here: Here) -> None:
    with failing("checkpoint", "before it", errno.EIO):
        assert here.add("hand")[0] == 2

    here.command("show", here.file("e"))
    assert fsck(here.path / "e").sound
    assert len(here.entries()) == 12


def test_files_are_taken_back_where_the_facts_were_refused(here: Here) -> None:
    folder = ElectionFolder(here.path / "e")
    before = set((folder.path / "evidence").iterdir())
    with pytest.raises(Refused, match="R104"):
        folder.append([b'{"kind":"statement","schema":1}'], after=3, evidence=[b"a scan"])

    assert set((folder.path / "evidence").iterdir()) == before


# the running writer


@pytest.fixture
def writer(here: Here) -> Iterator[Writer]:
    """The writer of the town, at work in this process."""
    folder, ready = ElectionFolder(here.path / "e"), threading.Event()
    writer = Writer(folder.origin, folder.sequencer, lambda lines: None)

    def write() -> None:
        with only_writer(folder.path):
            writer.run(lambda size: ready.set())

    thread = threading.Thread(target=write)
    thread.start()
    assert ready.wait(10)
    yield writer
    writer.ended.set()
    thread.join()


def statement(number: int) -> Submission:
    return Submission(entries=(b'{"kind":"statement","number":%d,"schema":1}' % number,))


@pytest.mark.parametrize("kind", ["bundle", "tile", "checkpoint", "lock"])
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC])
def test_the_running_writer_tells_what_failed_and_goes_on_when_the_disk_is_well(
    here: Here, writer: Writer, kind: str, error: int
) -> None:
    hand_over(writer.origin, statement(1))
    with failing(kind, "before it", error), pytest.raises(Fault) as raised:
        hand_over(writer.origin, statement(2))
    again = hand_over(writer.origin, statement(2))
    after = hand_over(writer.origin, statement(3))

    assert raised.value.place
    assert raised.value.cure
    assert again is not None
    assert after is not None
    assert (again.indexes, after.indexes) == ((7,), (8,))
    assert len(here.entries()) == 9


def test_a_writer_that_cannot_write_down_its_address_ends_and_leaves_nothing(here: Here) -> None:
    folder = ElectionFolder(here.path / "e")
    writer = Writer(folder.origin, folder.sequencer, lambda lines: None)
    with failing("address", "before it", errno.EROFS), pytest.raises(OSError, match="Read-only") as raised:
        writer.run()

    assert raised.value.filename
    assert os.listdir(here.path / "home" / "run") == []  # noqa: PTH208 - names only
    assert here.add("hand")[0] == 0
