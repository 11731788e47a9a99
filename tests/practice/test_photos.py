"""Photos of protocols: of any definition, the same from the same seed, with what a camera leaves in them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from pypdf import PdfReader

from sverka.cli.app import run
from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.practice.definition_text import definition_text
from sverka.practice.invent import invent
from sverka.practice.photos import Darkroom, Medium, Photo
from sverka.practice.protocol_paper import paper_of
from sverka.practice.sizes import Sizes
from sverka.publish.charts.letters import FONTS

FONT = (FONTS / "SverkaSans-Regular.ttf").read_bytes()
SIZES = Sizes(stations=16)
INVENTED = invent(SIZES, seed=3)
CONTEST = parse_definition(definition_text(SIZES, seed=3), name="definition.toml").contests[
    ContestId("parties")
]


def darkroom(medium: Medium | None = None, seed: int = 3) -> Darkroom:
    return Darkroom(font=FONT, stations=INVENTED.places.stations, seed=seed, medium=medium)


def photo(medium: Medium, *, take: int = 0, seed: int = 3) -> Photo:
    return darkroom(medium, seed).photo(CONTEST, INVENTED.hand, "0002", take=take)


def grey(taken: Photo) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(taken.content)).convert("L").resize((88, 124)), np.float64)


@pytest.mark.parametrize("medium", Medium)
def test_every_planted_word_is_in_the_file(medium: Medium) -> None:
    taken = photo(medium)

    assert len(taken.planted) > 8
    assert [word for word in taken.planted if word not in taken.content] == []


def test_a_jpeg_says_where_and_by_whom_and_has_a_thumbnail() -> None:
    exif = Image.open(io.BytesIO(photo(Medium.JPEG).content)).getexif()

    assert exif[ExifTags.Base.Make].startswith("planted-make-")
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude][0] == 42
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber].startswith("planted-serial-")
    assert exif.get_ifd(ExifTags.IFD.IFD1)[ExifTags.Base.JpegIFOffset] > 0
    assert photo(Medium.JPEG).content.count(b"\xff\xd8\xff") == 2


def test_a_pdf_says_who_made_it_and_when() -> None:
    said = PdfReader(io.BytesIO(photo(Medium.PDF).content)).metadata

    assert said is not None
    assert said.author is not None
    assert said.author.startswith("planted-author-")
    assert said.creation_date is not None


@pytest.mark.parametrize("medium", Medium)
def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(medium: Medium) -> None:
    assert photo(medium) == photo(medium)
    assert photo(medium).content != photo(medium, seed=4).content


def test_another_take_is_the_same_paper_by_another_camera() -> None:
    first, second = photo(Medium.JPEG), photo(Medium.JPEG, take=1)
    other = darkroom(Medium.JPEG).photo(CONTEST, INVENTED.hand, "0004")

    assert first.name != second.name
    assert not set(first.planted) & set(second.planted)
    assert np.corrcoef(grey(first).ravel(), grey(second).ravel())[0, 1] > 0.5
    assert np.abs(grey(first) - grey(other)).mean() > 0


def test_one_photo_does_not_depend_on_the_others() -> None:
    all_of_them = {each.station: each for each in darkroom().photos(CONTEST, INVENTED.hand)}
    (alone,) = darkroom().photos(CONTEST, INVENTED.hand, ["0007"])

    assert all_of_them["0007"] == alone
    assert {Path(each.name).suffix for each in all_of_them.values()} == {".jpg", ".png", ".pdf"}


def test_a_field_that_is_not_on_the_sheet_is_not_printed_and_an_unread_one_has_no_figure() -> None:
    table = INVENTED.hand
    values, state = table.values.copy(), table.state.copy()
    values[0, :2], state[0, :2] = 0, (State.ABSENT, State.UNREAD)
    paper = paper_of(
        CONTEST,
        table.with_cells(values, state),
        0,
        station=INVENTED.places.stations[next(iter(INVENTED.places.stations))].names,
        language="ru",
    )

    assert len(paper.lines) == len(table.fields) - 1
    assert paper.lines[0].figure is None
    assert paper.lines[1].figure == str(table.values[0, 2])


@pytest.mark.parametrize(
    "name, contest",
    [("kg-2021-11-28", "parties"), ("kg-2021-11-28", "single-member-d01"), ("bg-2023-04-02", "parties")],
)
def test_the_form_of_any_definition_fits_on_the_sheet(name: str, contest: str) -> None:
    election = parse_definition(text_of(name), name=f"{name}.toml")
    table = _some_counts(election, ContestId(contest))
    station = next(iter(INVENTED.places.stations))
    room = Darkroom(font=FONT, stations=INVENTED.places.stations, medium=Medium.JPEG)
    taken = room.photo(election.contests[ContestId(contest)], table, station)

    assert 50_000 < len(taken.content) < 250_000


def test_the_practice_command_draws_them(tmp_path: Path) -> None:
    code = run(["practice", str(tmp_path / "p"), "--stations", "9", "--districts", "3", "--photos", "8"])
    names = sorted(path.name for path in (tmp_path / "p" / "photos").iterdir())

    assert code == 0
    assert names == [f"000{n}-parties.{'png' if n == 7 else 'pdf' if n == 8 else 'jpg'}" for n in range(1, 9)]


def test_no_more_photos_than_protocols(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["practice", str(tmp_path / "p"), "--stations", "9", "--districts", "3", "--photos", "10"]) == 2
    )
    assert "10 photos of 9 protocols" in capsys.readouterr().err


def _some_counts(election: Election, contest: ContestId) -> CountTable:
    of = election.contests[contest]
    empty = CountTable.empty(
        contest=contest,
        source=Source(AccountId("any")),
        units=tuple(INVENTED.places.stations),
        rows=of.row_ids,
        selections=of.selection_ids,
    )
    values = np.arange(empty.values.size).reshape(empty.values.shape)
    return empty.with_cells(values, np.full(values.shape, State.READ, np.uint8))
