"""The papers for stations drawn: each station on them, once, and nothing of what was reported."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from sverka.domain.ids import ContestId
from sverka.domain.names import Language
from sverka.publish.draw_papers import DrawnStations, _called, hand_count_forms, pull_list
from tests.group_town import group_town

A4 = (595, 842)  # points
DRAWN = ("0101", "0003", "0002")


@pytest.fixture(scope="module")
def stations(tmp_path_factory: pytest.TempPathFactory) -> DrawnStations:
    """Three stations of the town, as if they had been drawn."""
    election = group_town(Path(tmp_path_factory.mktemp("papers")) / "town").election
    assert election.group is not None
    return DrawnStations(
        election=election,
        group=election.group,
        draw="1",
        contest=ContestId("council"),
        stations=DRAWN,
        seed="35142663145226316254",
        listed=hashlib.sha256(b"a list").hexdigest(),
        drawn_at="2026-05-19T15:00:00+06:00",
    )


def pages(content: bytes) -> list[str]:
    """The text of every page; all are A4."""
    found = PdfReader(io.BytesIO(content)).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in found} == {A4}
    return [page.extract_text() for page in found]


@pytest.mark.parametrize("language", Language)
def test_each_station_has_a_form_of_its_own(stations: DrawnStations, language: Language) -> None:
    forms = pages(hand_count_forms(stations, language))

    assert len(forms) == len(DRAWN)
    for station, form in zip(DRAWN, forms, strict=True):
        assert station in form
        assert not [other for other in DRAWN if other != station and other in form]
        assert "Quince" in form
        assert "Commission" in form  # every member can sign


def test_a_form_shows_nothing_that_was_reported(stations: DrawnStations) -> None:
    form = pages(hand_count_forms(stations, Language.EN))[0]

    reported = {"100", "50", "30", "200"}  # of 0101, by machine and by hand
    assert not reported & set(form.split())


def test_a_form_counts_its_own_pages(stations: DrawnStations) -> None:
    assert ["page 1 of 1" in form for form in pages(hand_count_forms(stations, Language.EN))] == [True] * 3


@pytest.mark.parametrize("language", Language)
def test_the_pull_list_has_every_station_once_under_its_area(
    stations: DrawnStations, language: Language
) -> None:
    text = "".join(pages(pull_list(stations, language)))

    assert [text.count(station) for station in DRAWN] == [1, 1, 1]
    assert (
        text.index("North")
        < text.index("0002")
        < text.index("0003")
        < text.index("South")
        < text.index("0101")
    )


def test_the_papers_are_the_same_bytes_every_time(stations: DrawnStations) -> None:
    assert pull_list(stations, Language.KY) == pull_list(stations, Language.KY)
    assert hand_count_forms(stations, Language.KY) == hand_count_forms(stations, Language.KY)


@pytest.mark.parametrize(
    "number, name, called",
    [
        ("Участок 5302", "Участок № 5302", "Участок № 5302"),
        ("5302-участка", "№ 5302 шайлоо участкасы", "№ 5302 шайлоо участкасы"),
        ("5302-участка", "№5302 шайлоо участкасы", "№5302 шайлоо участкасы"),
        ("Station 5302", "School", "Station 5302. School"),
        ("Station 12", "School 12", "Station 12. School 12"),
        ("Station 5302", "", "Station 5302"),
    ],
)
def test_a_station_whose_name_holds_its_number_is_called_by_the_name_alone(
    number: str, name: str, called: str
) -> None:
    assert _called(number, name, "".join(filter(str.isdigit, number))) == called
