"""Files beside a site: they come into their places in order, and what a killed process left is removed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sverka.errors import SverkaError
from sverka.office.night.staging import Staged, clear_left_behind, turn_of
from sverka.record.disk import RealDisk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of a site."""
    (tmp_path / "public").mkdir()
    return tmp_path / "public"


def test_what_speaks_of_files_comes_after_them() -> None:
    paths = ["site.json", "files.sha256", "at/7/en/index.html", "en/index.html", "en/contests.html"]
    paths += ["en/contest/a.html", "en/area/a.html", "en/station/1.html", "data/results.json"]

    assert sorted(paths, key=turn_of) == list(reversed(paths))


def test_nothing_is_in_its_place_before_all_are_placed(out: Path) -> None:
    staged = Staged(out)
    staged.put("en/index.html", b"new")
    staged.put("data/results.json", b"{}")

    assert list(out.iterdir()) == []
    assert dict(staged) == {"en/index.html": b"new", "data/results.json": b"{}"}
    assert staged.place() == 2
    assert (out / "en/index.html").read_bytes() == b"new"
    staged.drop()
    assert [each.name for each in out.parent.iterdir()] == ["public"]


def test_what_cannot_be_placed_says_where(out: Path) -> None:
    staged = Staged(out)
    staged.put("en/index.html", b"new")
    (out / "en").write_text("a file where a folder should be")

    with pytest.raises(SverkaError, match="cannot be written"):
        staged.place()


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can be asked there whether a process runs")
def test_what_a_killed_process_left_is_removed_and_what_a_running_one_has_is_not(out: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for process in (gone.pid, os.getppid(), os.getpid()):
        (out.parent / f".public.{process}.new").mkdir()
    clear_left_behind(out)

    assert [each.name for each in out.parent.glob(".public.*")] == [f".public.{os.getppid()}.new"]


def test_a_batch_is_settled_file_by_file_and_leaves_the_rest_of_the_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    monkeypatch.setattr(RealDisk, "sync", lambda _disk, path: settled.append(path))
    monkeypatch.setattr(os, "sync", lambda: pytest.fail("the whole machine was flushed"), raising=False)
    staged = Staged(tmp_path / "public")
    staged.settle()
    staged.put("en/index.html", b"1")
    staged.put("en/data.html", b"2")
    staged.settle()

    assert sorted(file.read_bytes() for file in settled) == [b"1", b"2"]


def test_what_finds_no_room_in_memory_is_read_from_the_disk(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sverka.office.night.staging.AT_HAND", 5)
    staged = Staged(out)
    files = {"a": b"four", "b": b"five5", "c": b"1"}
    for path, content in files.items():
        staged.put(path, content)
    staged.put("a", b"4")

    assert dict(staged) == files | {"a": b"4"}
    staged.drop()
