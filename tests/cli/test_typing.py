"""From the command line: photos, two typists who slip, and every slip found before a fact is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sverka.cli.app import run
from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId
from sverka.office.folder import ElectionFolder
from sverka.practice.invent import invent
from sverka.practice.sizes import Sizes
from sverka.record.facts import CountFact, parse_fact
from tests.slips import cells_of, generator, planted
from tests.typists import Cell, fill, sheet_of

PHOTOS, SLIPS, SEED = 470, 0.03, 11
BOTH = 12  # cells in which both slip, each in another way
SOURCE = Source(AccountId("observer-copy"), "North")


class Desk:
    """An election folder with photos in it, and the commands of who hands out the sheets."""

    def __init__(self, place: Path, photos: int, seed: int = SEED, *, added: bool = True) -> None:
        self.place, self.folder = place, place / "election"
        stations = max(photos, 10)
        practice = place / "practice"
        say("practice", practice, "--stations", stations, "--seed", seed, "--photos", photos)
        say(
            "new",
            self.folder,
            "--definition",
            practice / "definition.toml",
            "--stations",
            practice / "stations.csv",
        )
        if added:
            self.add()
        truth = invent(Sizes(stations=stations), seed=seed).hand
        self.papers = truth.reindexed(truth.units[:photos])

    def add(self) -> None:
        """Take the photos in."""
        say(
            "add",
            self.folder,
            self.place / "practice" / "photos",
            "--account",
            "observer-copy",
            "--holder",
            "North",
        )

    @property
    def election(self) -> Election:
        return ElectionFolder(self.folder).open().election

    @property
    def facts(self) -> list[CountFact]:
        entries = map(parse_fact, ElectionFolder(self.folder).store.entries())
        return [fact for fact in entries if isinstance(fact, CountFact)]

    @property
    def recorded(self) -> CountTable:
        return ElectionFolder(self.folder).open().snapshot.of(ContestId("parties"))[SOURCE].table

    def sheet(self, person: str, slips: dict[Cell, int | str], *more: object) -> Path:
        """A sheet for a person, who fills it in."""
        file = self.place / f"{person.replace(' ', '-')}.xlsx"
        whose = ("--account", "observer-copy", "--holder", "North", "--for", person)
        say("typing-sheet", self.folder, file, *whose, *more)
        fill(file, self.election, self.papers, slips)
        return file


def say(*words: object, code: int = 0) -> None:
    assert run([str(word) for word in words]) == code


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command with --json and gives its answer."""

    def ask(*words: object, code: int) -> Any:
        capsys.readouterr()
        say(*words, "--json", code=code)
        return json.loads(capsys.readouterr().out)

    return ask


def open_cells(said: Any) -> set[Cell]:
    return {(each["station"], each["field"]) for each in said["open"]}


@pytest.mark.slow
def test_every_slip_of_two_typists_is_found_before_a_fact_is_made(tmp_path: Path, answer: Any) -> None:
    desk = Desk(tmp_path, PHOTOS)
    papers, election, draw = desk.papers, desk.election, generator(SEED)
    both = cells_of(papers, BOTH / papers.values.size, draw)
    slips = [planted(papers, [*cells_of(papers, SLIPS, draw), *both], draw) for _ in range(2)]
    for cell in slips[0].keys() & slips[1].keys():
        while slips[1][cell] == slips[0][cell] or "" in (slips[0][cell], slips[1][cell]):
            slips[0] |= planted(papers, [cell], draw)
            slips[1] |= planted(papers, [cell], draw)
    slipped = slips[0].keys() | slips[1].keys()
    twice = slips[0].keys() & slips[1].keys()
    files = [desk.sheet(f"typist {number}", each) for number, each in enumerate(slips, 1)]

    # both sheets against each other: every slip, and nothing else
    again = tmp_path / "again"
    said = answer("typing-compare", desk.folder, *files, "--give-back", again, "--third", "typist 3", code=1)
    assert len(slipped) > 400
    assert len(twice) >= BOTH
    assert open_cells(said) == slipped
    assert said["agreed_fields"] == papers.values.size - len(slipped)
    say("typing-record", desk.folder, *files, "--organisation", "North", code=2)
    assert desk.facts == []

    # what is given back is empty, and asks for what is open alone
    third = again / "typist-3.xlsx"
    [sheet] = sheet_of(third, election).contests
    assert sheet.typed == 0
    assert {(line.station, field) for line in sheet.lines for field in line.asked or ()} == slipped

    # the third decides where one of the two was right; where both slipped, no two agree
    fill(third, election, papers)
    said = answer("typing-compare", desk.folder, *files, third, "--give-back", again / "2", code=1)
    assert open_cells(said) == twice
    assert {each["why"] for each in said["open"]} == {"no-two-agree"}
    say("typing-record", desk.folder, *files, third, "--organisation", "North", code=2)
    assert desk.facts == []

    # the first two look again; then the facts are what is on the papers
    second = again / "2" / "typist-1-again-2.xlsx"
    fill(second, election, papers)
    said = answer("typing-record", desk.folder, *files, third, second, "--organisation", "North", code=0)
    assert said == {"new": PHOTOS, "changed": 0, "unchanged": 0, "open_fields": 0, "not_typed": 0}
    recorded = desk.recorded.reindexed(papers.units)
    assert (recorded.state == State.READ).all()
    assert np.array_equal(recorded.values, papers.values)
    assert {len(fact.documents) for fact in desk.facts} == {1}

    # and the site has nothing that a camera or a person left in any of the photos
    say("publish", desk.folder)
    left = (b"planted-", "planted-".encode("utf-16-le"), b"Exif\0", b"http://ns.adobe.com/xap")
    originals = [path.read_bytes() for path in (desk.place / "practice" / "photos").iterdir()]
    pictures = [path.read_bytes() for path in (desk.folder / "public" / "evidence").iterdir()]
    assert all(any(word in content for word in left) for content in originals)
    assert sum(content[:3] == b"\xff\xd8\xff" for content in pictures) > PHOTOS / 2
    assert not any(word in content for content in pictures if content[:2] != b"PK" for word in left)


def test_from_photos_to_facts_in_a_small_election(tmp_path: Path, answer: Any) -> None:
    desk = Desk(tmp_path, 10)
    station = desk.papers.units[3]
    files = [desk.sheet("typist 1", {(station, "6"): 9999}), desk.sheet("typist 2", {})]

    said = answer("typing-compare", desk.folder, *files, code=1)
    assert [(each["station"], each["why"]) for each in said["open"]] == [(station, "differs")]
    assert "9999" not in json.dumps(said)

    said = answer("typing-record", desk.folder, *files, "--organisation", "North", "--agreed-only", code=1)
    assert said == {"new": 9, "changed": 0, "unchanged": 0, "open_fields": 1, "not_typed": 0}


def test_what_a_person_reads_has_the_open_fields_and_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, 10)
    files = [desk.sheet("typist 1", {(desk.papers.units[3], "6"): 9999}), desk.sheet("typist 2", {})]
    capsys.readouterr()
    say("typing-compare", desk.folder, *files, "--lang", "ru", code=1)
    shown = capsys.readouterr()

    assert "Открытых полей: 1" in shown.out
    assert "введено по-разному" in shown.out
    assert "Введено протоколов полностью: 9 из 10" in shown.err
    assert "9999" not in shown.out + shown.err


def test_lines_that_look_exchanged_are_named(tmp_path: Path, answer: Any) -> None:
    desk = Desk(tmp_path, 10)
    a, b = desk.papers.units[2:4]
    moved: dict[Cell, int | str] = {}
    for at, field in enumerate(desk.papers.fields):
        moved[a, field], moved[b, field] = (int(desk.papers.values[line, at]) for line in (3, 2))
    files = [desk.sheet("typist 1", moved), desk.sheet("typist 2", {})]

    said = answer("typing-compare", desk.folder, *files, code=1)
    assert said["exchanged"] == [
        {"contest": "parties", "stations": [a, b], "people": ["typist 1", "typist 2"]}
    ]


def test_the_pictures_are_copied_for_who_types(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 10)
    to = tmp_path / "pictures"
    said = ("--account", "observer-copy", "--holder", "North", "--for", "typist 1", "--pictures-to", to)
    say("typing-sheet", desk.folder, tmp_path / "t.xlsx", *said)
    [sheet] = sheet_of(tmp_path / "t.xlsx", desk.election).contests

    assert {path.name for path in to.iterdir()} == {p.name for line in sheet.lines for p in line.pictures}


def test_people_may_type_before_the_pictures_are_in_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, 10, added=False)
    files = [
        desk.sheet(f"typist {number}", {}, "--pictures", tmp_path / "practice" / "photos")
        for number in (1, 2)
    ]
    record = ("typing-record", desk.folder, *files, "--organisation", "North")
    say(*record, code=2)
    assert "R466: the record does not have the picture 0001-parties.jpg" in capsys.readouterr().err

    desk.add()
    say(*record)
    assert len(desk.facts) == 10


def test_a_sheet_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, 10)
    file = desk.sheet("typist 1", {})
    content = file.read_bytes()
    said = ("--account", "observer-copy", "--holder", "North", "--for", "typist 1")
    say("typing-sheet", desk.folder, file, *said, code=2)

    assert "R467" in capsys.readouterr().err
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "name, person, told",
    [
        ("t.csv", "typist 1", "call it t.xlsx"),
        ("t.xlsx", "– !", "--for: who types?"),
        ("t.xlsx", "у" * 61, "--for: 61 characters; who types is said in at most 60"),
    ],
)
def test_a_sheet_has_a_name_that_opens_and_a_person_who_can_be_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, person: str, told: str
) -> None:
    desk = Desk(tmp_path, 10, added=False)
    say("typing-sheet", desk.folder, tmp_path / name, "--account", "observer-copy", "--for", person, code=2)

    assert told in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_an_unknown_account_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, 10)
    say(
        "typing-sheet",
        desk.folder,
        tmp_path / "t.xlsx",
        "--account",
        "observers",
        "--for",
        "typist 1",
        code=2,
    )

    assert "there is no account 'observers'" in capsys.readouterr().err
