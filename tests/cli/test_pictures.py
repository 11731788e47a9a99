"""`sverka add DIR photos/`: a folder of pictures, each with its station, or a question; folders of counts as before."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from tests.formats.photographed import photo
from tests.town import HAND, town

SAID = ["--account", "observer", "--holder", "Fair Count"]


@pytest.fixture
def election(tmp_path: Path) -> str:
    return str(town(tmp_path / "town").folder.path)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Three photos of two stations, one of them in a folder, with what systems leave beside pictures."""
    folder = tmp_path / "photos"
    put(folder / "0001.jpg", photo("0001", "jpg").content)
    put(folder / "УИК-0002 (2).PNG", photo("0002", "png").content)
    put(folder / "0002" / "IMG_7.pdf", photo("0003", "pdf").content)
    put(folder / "Thumbs.db", b"x")
    put(folder / ".hidden", b"x")
    return folder


def put(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def sizes(election: str) -> int:
    return ElectionFolder(Path(election)).open().snapshot.size


def papers(election: str) -> list[tuple[str, str]]:
    documents = ElectionFolder(Path(election)).open().snapshot.documents.values()
    return [(each.station, each.file) for each in documents]


def test_a_folder_of_pictures_goes_in_at_once(
    election: str, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["add", election, str(photos), *SAID, "--accredited-through", "North", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)

    assert (answer["new"], answer["changed"], answer["known"]) == (3, 0, 0)
    assert [(each["given"], each["station"]) for each in answer["pictures"]] == [
        ("0001.jpg", "0001"),
        ("0002/IMG_7.pdf", "0002"),
        ("УИК-0002 (2).PNG", "0002"),
    ]
    assert papers(election) == [
        ("0001", "observer/Fair-Count/0001-1.jpg"),
        ("0002", "observer/Fair-Count/0002-1.pdf"),
        ("0002", "observer/Fair-Count/0002-2.png"),
    ]


def test_what_is_printed_has_the_given_name_and_the_record_has_not(
    election: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = put(tmp_path / "0001 by Somebody.jpg", photo("0001").content)

    assert run(["add", election, given, *SAID]) == 0
    assert "0001 by Somebody.jpg → observer/Fair-Count/0001-1.jpg" in capsys.readouterr().err
    record = Path(election) / "record"
    assert not [path for path in record.rglob("*") if path.is_file() and b"Somebody" in path.read_bytes()]


def test_names_that_say_no_station_are_named_together(
    election: str, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (5, 6):
        put(photos / f"IMG_000{number}.jpg", photo("0001").content)

    assert run(["add", election, str(photos), *SAID]) == 2
    said = capsys.readouterr().err
    assert "IMG_0005.jpg: of which station?" in said
    assert "IMG_0006.jpg: of which station?" in said
    assert "2 of 5; nothing was taken in" in said
    assert papers(election) == []


def test_a_list_says_the_stations(election: str, photos: Path, tmp_path: Path) -> None:
    put(photos / "IMG_0005.jpg", photo("0004").content)
    listed = put(tmp_path / "list.csv", b"file,station,signed\nIMG_0005.jpg,0101,yes\nIMG_7.pdf,0102,\n")

    assert run(["add", election, str(photos), *SAID, "--stations", listed, "--signed", "no"]) == 0
    facts = ElectionFolder(Path(election)).open().snapshot.documents.values()
    assert {each.station: each.signed for each in facts} == {
        "0001": "no",
        "0102": "no",
        "0101": "yes",
        "0002": "no",
    }


def test_a_list_that_names_other_files_is_refused(
    election: str, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = put(tmp_path / "list.csv", b"file,station\nIMG_9.jpg,0101\n")

    assert run(["add", election, str(photos), *SAID, "--stations", listed]) == 2
    assert "IMG_9.jpg: is no picture" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_is_asked(
    election: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = put(tmp_path / "IMG_0005.jpg", photo("0001").content)
    monkeypatch.setattr(sys, "stdin", Terminal("9999\n0101\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())

    assert run(["add", election, given, *SAID]) == 0
    assert papers(election) == [("0101", "observer/Fair-Count/0101-1.jpg")]


def test_kinds_that_cannot_be_taken_are_named_together_with_the_cure(
    election: str, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(photos / "IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(50))
    put(photos / "0001.webp", b"RIFF")

    assert run(["add", election, str(photos), *SAID]) == 2
    said = capsys.readouterr().err
    assert "IMG_1.HEIC: a HEIC picture" in said
    assert "Most Compatible" in said
    assert "0001.webp: a WebP picture" in said
    assert papers(election) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_a_folder_of_others_publishes_no_file_of_this_machine(
    election: str, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    if there:
        put(tmp_path / "private.jpg", photo("0001", "jpg").content)
    (photos / "0003.jpg").symlink_to(tmp_path / "private.jpg")

    assert run(["add", election, str(photos), *SAID]) == 2
    assert "0003.jpg: a link to another place" in capsys.readouterr().err
    assert papers(election) == []


def test_a_name_of_two_lines_is_said_in_one(
    election: str, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "0001.jpg").rename(photos / "0001\nR999: sent.jpg")

    assert run(["add", election, str(photos), *SAID]) == 0
    assert "0001 R999: sent.jpg →" in capsys.readouterr().err


def test_a_folder_of_counts_is_no_folder_of_pictures(
    election: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "counts" / "hand.csv", HAND.encode())

    assert run(["add", election, str(tmp_path / "counts"), "--account", "hand"]) == 2
    assert "a folder, where a file is asked for" in capsys.readouterr().err


def test_pictures_and_counts_do_not_go_in_together(
    election: str, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = put(tmp_path / "hand.csv", HAND.encode())

    assert run(["add", election, str(photos), counts, *SAID]) == 2
    assert "in two commands" in capsys.readouterr().err
    put(photos / "hand.csv", HAND.encode())
    assert run(["add", election, str(photos), *SAID]) == 2
    assert "hand.csv: is no picture" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options, what",
    [
        (["--account", "observer"], "who holds these papers?"),
        (["--holder", "Fair Count"], "whose account are these?"),
        ([*SAID, "--signed", "perhaps"], "neither yes nor no"),
        ([*SAID, "--contest", "senate"], "no contest 'senate'"),
    ],
)
def test_what_is_missing_is_said(
    options: list[str], what: str, election: str, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["add", election, str(photos), *options]) == 2
    assert what in capsys.readouterr().err


def test_options_of_pictures_are_refused_for_counts(
    election: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = put(tmp_path / "hand.csv", HAND.encode())

    assert run(["add", election, counts, "--account", "hand", "--signed", "yes"]) == 2
    assert "none of these files is a picture" in capsys.readouterr().err


def test_a_dry_run_changes_nothing(election: str, photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    size = sizes(election)

    assert run(["add", election, str(photos), *SAID, "--dry-run"]) == 0
    assert "Dry run" in capsys.readouterr().err
    assert sizes(election) == size
