"""`sverka watch`: told what to watch, it goes on where it was; told to report, it says what was seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from tests.watch.night_of_2021 import BLANK, NIGHT, WATCHED, Site, figures, moment, observers_folder, site

ACCOUNT = ("--account", "published-page")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return observers_folder(tmp_path / "mine").path


def pages(there: Site, folder: Path) -> str:
    """The file that says what to watch."""
    path = folder.parent / "watch.toml"
    path.write_text(WATCHED.format(address=there.address))
    return str(path)


def answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, lines of JSON, and what was said."""
    capsys.readouterr()
    code = run([*arguments, "--json"])
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_a_look_is_kept_and_the_same_answer_is_not_kept_again(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({"28T20:00": figures(210_000)}) as there:
        code, looked, said = answers(
            capsys, "watch", str(mine), pages(there, mine), "--times", "3", "--every", "0", *ACCOUNT
        )

    assert (code, [bool(each["kept"]) for each in looked]) == (0, [True, False, False])
    assert (looked[0]["outcome"], looked[0]["new"], looked[0]["changed"]) == ("figures", 11, 0)
    assert "as before" in said


def test_started_again_it_goes_on_where_it_was(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with site({"28T20:00": figures(210_000), "28T20:30": BLANK}) as there:
        once = ("watch", str(mine), pages(there, mine), "--once", *ACCOUNT)
        for _ in range(3):
            answers(capsys, *once)
        there.now = moment("28T20:40")
        _, (looked,), _ = answers(capsys, *once)
        _, (report,), _ = answers(capsys, "watch", str(mine), "--report")

    lines = [json.loads(line) for line in (mine / "watch.log").read_text().splitlines()]
    assert [bool(each.get("kept")) for each in lines] == [True, False, False, True]
    assert looked["outcome"] == "blank"
    assert report["pages"][0]["looks"][0]["last"] == lines[2]["at"]
    assert [each["code"] for each in report["findings"]] == ["P9"]


def test_the_report_ends_with_1_where_something_does_not_fit_and_with_0_where_all_does(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({"28T20:00": figures(210_000), "28T21:40": NIGHT["28T21:40"]}) as there:
        watching = ("watch", str(mine), pages(there, mine), "--once", *ACCOUNT)
        answers(capsys, *watching)
        fitting, (before,), _ = answers(capsys, "watch", str(mine), "--report")
        there.now = moment("28T21:50")
        answers(capsys, *watching)
        found, (after,), _ = answers(capsys, "watch", str(mine), "--report")

    assert (fitting, before["findings"]) == (0, [])
    assert found == 1
    assert {"code": "P1", "unit": "kg", "above": 10}.items() <= next(
        each for each in after["findings"] if each["code"] == "P1"
    ).items()


def test_the_report_is_said_in_three_languages(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with site({"28T20:00": BLANK}) as there:
        answers(capsys, "watch", str(mine), pages(there, mine), "--once", *ACCOUNT)
    said = {}
    for language in ("ky", "ru", "en"):
        run(["watch", str(mine), "--report", "--lang", language])
        said[language] = " ".join(capsys.readouterr().out.split())

    assert "The page was blank" in said["en"]
    assert "Страница была пуста" in said["ru"]
    assert "Барак бош болгон" in said["ky"]


def test_somebody_elses_server_is_asked_at_most_once_in_ten_seconds(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = answers(
        capsys, "watch", str(mine), "http://results.example/api", "--every", "9", *ACCOUNT
    )

    assert code == 2
    assert said.startswith("R551: http://results.example/api would be asked every 9 seconds")


@pytest.mark.parametrize(
    "arguments, said",
    [
        ((), "nothing says what to watch"),
        (("ftp://results.example/",), "no http(s) address"),
        (("no-such-file.toml",), "cannot be read"),
        (("http://127.0.0.1:9/", "--account", "nobody"), "there is no account 'nobody'"),
        (("http://127.0.0.1:9/",), "nothing says whose counts the page has"),
    ],
)
def test_what_cannot_be_watched_is_said(
    mine: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, _, found = answers(capsys, "watch", str(mine), *arguments, "--once")

    assert code == 2
    assert said in found


def test_figures_that_contradict_a_rule_of_the_record_are_kept_as_a_paper_and_said(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that names an area nobody knows is of another shape; its capture is kept all the same."""
    page = figures(210_000)
    strange = type(page)(200, page.body.replace(b'"id": "batken"', b'"id": "atlantis"'))
    with site({"28T20:00": strange}) as there:
        code, (looked,), said = answers(capsys, "watch", str(mine), pages(there, mine), "--once", *ACCOUNT)

    assert (code, looked["outcome"], bool(looked["kept"]), looked["new"]) == (0, "unreadable", True, 0)
    assert "atlantis" in said


def test_a_watch_goes_on_through_a_round_that_could_not_be_recorded(
    mine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = iter([OSError(28, "No space left on device", str(mine))])
    usual = ElectionFolder.append

    def append(*given: Any, **named: Any) -> Any:
        for error in full:
            raise error
        return usual(*given, **named)

    monkeypatch.setattr(ElectionFolder, "append", append)
    with site({"28T20:00": figures(210_000)}) as there:
        code, looked, said = answers(
            capsys, "watch", str(mine), pages(there, mine), "--times", "3", "--every", "0", *ACCOUNT
        )

    assert (code, [bool(each["kept"]) for each in looked]) == (0, [True, False])
    assert "make room" in said


def test_what_was_watched_passes_the_gate_and_is_published(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({"28T20:00": figures(210_000)}) as there:
        run(["watch", str(mine), pages(there, mine), "--times", "1", "--every", "0", *ACCOUNT])

    assert run(["publish", str(mine)]) == 0
    assert (mine / "public" / "ky" / "watched.html").is_file()
