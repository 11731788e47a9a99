"""What `fsck`, `mirror` and `bundle` answer to programs, and how they end."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.serve import server_of
from sverka.record.facts import hash_of
from tests.town import HAND, MACHINE, add, files_of, town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town with two counts."""
    made = town(tmp_path / "town").folder
    add(made, MACHINE)
    add(made, HAND, "hand")
    return made


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    """The exit code, and what stood on stdout."""
    capsys.readouterr()
    code = run([*map(str, arguments), "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


@contextmanager
def served(site: Path) -> Iterator[str]:
    server = server_of(site, port=0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_fsck_answers_in_full(folder: ElectionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = answer(capsys, "fsck", folder.path)

    assert code == 0
    assert found == {
        "sound": True,
        "origin": folder.origin,
        "record_size": folder.store.size,
        "root": folder.store.root(folder.store.size).hex(),
        "witnesses": {"signed": 0, "of": 0},
        "verified": {"facts": folder.store.size, "tiles": 1, "evidence": 4},
        "wrong": [],
        "harmless": [],
    }


def test_fsck_ends_with_1_and_names_the_file(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"evidence/{hash_of(HAND.encode())}"
    (folder.path / path).write_bytes(b"changed")
    code, found = answer(capsys, "fsck", folder.path)

    assert (code, found["sound"]) == (1, False)
    assert [(each["code"], each["file"]) for each in found["wrong"]] == [("evidence-changed", path)]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_defects_are_said_in_three_languages(
    language: str, folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "stations.csv").unlink()

    assert run(["fsck", str(folder.path), "--lang", language]) == 1
    assert capsys.readouterr().out.startswith("stations.csv: ")


def test_fsck_of_no_record_could_not_run(tmp_path: Path) -> None:
    assert run(["fsck", str(tmp_path)]) == 2


def test_a_published_site_is_mirrored(folder: ElectionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    copy = folder.path.parent / "copy"
    assert run(["publish", str(folder.path)]) == 0
    with served(folder.public) as address:
        code, found = answer(capsys, "mirror", address, copy, "--vkey", folder.path / "log.vkey")

    assert (code, found["followed"], found["trusted"]) == (0, True, None)
    assert found["record_size"] == folder.store.size
    assert run(["fsck", str(copy)]) == 0
    ours = {path: content for path, content in files_of(folder.path).items() if not path.startswith("public")}
    assert files_of(copy).items() <= ours.items()


def test_a_mirror_ends_with_1_where_evidence_is_missing(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "evidence" / hash_of(HAND.encode())).unlink()
    code, found = answer(capsys, "mirror", folder.path, folder.path.parent / "copy")

    assert (code, found["evidence"]["missing"]) == (1, [hash_of(HAND.encode())])


def test_a_mirror_that_watches_ends_with_1_at_another_history(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, place = folder.path.parent / "copy", folder.path.parent
    stolen = Path(shutil.copytree(place / "town", place / "stolen"))
    add(folder, HAND.replace("0001,100", "0001,101"), "hand", reason="a test")
    turns = iter(["town", "gone", "stolen"])

    def next_turn(_: float) -> None:
        """Between two looks the source becomes another."""
        match next(turns):
            case "town":
                return
            case "gone":
                folder.path.rename(place / "away")
            case "stolen":
                stolen.rename(folder.path)

    monkeypatch.setattr("sverka.cli.mirror.time.sleep", next_turn)
    code = run(["mirror", str(folder.path), str(copy), "--every", "60", "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert code == 1
    assert [line["followed"] for line in lines] == [True, True, False]
    assert lines[-1]["reason"] == "smaller"
    assert len(lines[-1]["kept"]) == 2


def test_a_bundle_answers(folder: ElectionFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "b.zip"
    code, made = answer(capsys, "bundle", folder.path, "0001", "--out", out)

    assert code == 0
    assert made == {
        "out": str(out),
        "station": "0001",
        "facts": 5,
        "evidence": 4,
        "stamps": 0,
        "withheld": [],
        "missing": [],
    }

    code, found = answer(capsys, "bundle", "--check", out)
    assert (code, len(found["facts"]), found["wrong"]) == (0, 5, [])


def test_a_bundle_without_a_paper_is_made_and_ends_with_1(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (folder.path / "evidence" / hash_of(HAND.encode())).unlink()
    code, made = answer(capsys, "bundle", folder.path, "0001", "--out", tmp_path / "b.zip")

    assert (code, made["missing"]) == (1, [hash_of(HAND.encode())])
    assert run(["bundle", "--check", str(tmp_path / "b.zip")]) == 1
