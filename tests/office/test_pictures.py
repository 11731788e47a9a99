"""Pictures of papers go into the record as they are by their hashes, and as copies that say nothing of a person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.picture_files import PictureFile
from sverka.office.picture_likeness import alike_among, pictures_in
from sverka.office.picture_news import Standing
from sverka.office.picture_places import Placed
from sverka.office.pictures import Handed, TakenPicture, take_in_pictures
from sverka.office.withholding import withhold
from sverka.record.fact_shape import EnteredBy
from sverka.record.facts import DocumentFact
from tests.formats.photographed import photo
from tests.town import MORNING, town

FAIR = Handed(account="observer", holder="Fair Count", through="North Watch")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    return town(tmp_path / "town").folder


def picture(station: str, content: bytes | None = None, *, name: str = "", **said: str) -> Placed:
    """A picture of a paper; the file is a photo of a practice protocol where none is given."""
    held = photo(station if station in {"0001", "0002"} else "0003").content if content is None else content
    file = PictureFile(name=name or f"IMG_{station}.jpg", head=held[:1024], read=lambda: held)
    return Placed(file=file, station=station, **said)  # type: ignore[arg-type]


def taken(
    folder: ElectionFolder, *pictures: Placed, handed: Handed = FAIR, reason: str = "", dry_run: bool = False
) -> list[TakenPicture]:
    done = take_in_pictures(folder.open(), pictures, handed, received=MORNING, reason=reason, dry_run=dry_run)
    return list(done.pictures)


def papers(folder: ElectionFolder) -> list[DocumentFact]:
    return list(folder.open().snapshot.documents.values())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_fact_has_the_hash_of_the_file_and_of_its_copy_and_no_given_name(folder: ElectionFolder) -> None:
    given = photo("0001").content
    taken(folder, picture("0001", given, name="DCIM/Ann's phone 1.jpg", signed="yes", stamped="no"))
    (paper,) = papers(folder)
    copy = folder.evidence.get(paper.sha256)

    assert (paper.original, paper.sha256, paper.bytes) == (sha256(given), sha256(copy), len(copy))
    assert (paper.account, paper.holder, paper.through) == ("observer", "Fair Count", "North Watch")
    assert (paper.station, paper.signed, paper.stamped) == ("0001", "yes", "no")
    assert (paper.file, paper.media_type) == ("observer/Fair-Count/0001-1.jpg", "image/jpeg")
    assert fsck(folder.path).sound


def test_no_file_of_the_folder_has_a_byte_of_what_a_camera_or_a_person_left(folder: ElectionFolder) -> None:
    photos = [photo("0001", "jpg"), photo("0002", "png"), photo("0003", "pdf")]
    taken(folder, *(picture(each.station, each.content, name=each.name) for each in photos))
    planted = [word for each in photos for word in each.planted]
    held = [path.read_bytes() for path in folder.path.rglob("*") if path.is_file()]

    assert len(planted) > 30
    assert [word for word in planted for content in held if word in content] == []
    assert sha256(photos[0].content) not in {path.name for path in (folder.path / "evidence").iterdir()}


def test_the_same_pictures_twice_change_nothing(folder: ElectionFolder) -> None:
    first = taken(folder, picture("0001"), picture("0002"))
    size = folder.open().snapshot.size
    again = taken(folder, picture("0002", name="other.jpg"), picture("0001"))

    assert [each.standing for each in first] == [Standing.NEW, Standing.NEW]
    assert [each.standing for each in again] == [Standing.KNOWN, Standing.KNOWN]
    assert [each.fact.sha256 for each in again] == [each.fact.sha256 for each in reversed(first)]
    assert folder.open().snapshot.size == size


def test_papers_of_one_station_are_numbered(folder: ElectionFolder) -> None:
    taken(folder, picture("0001"), picture("0001", photo("0001", "pdf").content))
    taken(folder, picture("0001", photo("0002").content))

    assert [each.file.rpartition("/")[2] for each in papers(folder)] == [
        "0001-1.jpg",
        "0001-2.pdf",
        "0001-3.jpg",
    ]


def test_what_nobody_had_looked_at_can_be_said_later(folder: ElectionFolder) -> None:
    taken(folder, picture("0001"))
    (more,) = taken(folder, picture("0001", signed="yes"))
    last = papers(folder)[-1]

    assert more.standing is Standing.CHANGED
    assert (last.signed, last.reason, last.file) == ("yes", "", "observer/Fair-Count/0001-1.jpg")
    assert fsck(folder.path).sound


@pytest.mark.parametrize(
    "other",
    [
        partial(picture, "0002", photo("0001").content),
        partial(picture, "0001", signed="no"),
        partial(picture, "0001", contest="council"),
    ],
)
def test_something_else_of_a_known_paper_needs_a_reason(
    other: Callable[[], Placed], folder: ElectionFolder
) -> None:
    taken(folder, picture("0001", signed="yes", contest="mayor"))
    size = folder.open().snapshot.size

    with pytest.raises(Refused, match="R451") as refused:
        taken(folder, other())
    assert "now " in str(refused.value)
    assert folder.open().snapshot.size == size
    (changed,) = taken(folder, other(), reason="the list was wrong")
    assert (changed.standing, papers(folder)[-1].reason) == (Standing.CHANGED, "the list was wrong")
    assert fsck(folder.path).sound


def test_a_paper_that_moves_to_another_station_gets_its_name(folder: ElectionFolder) -> None:
    taken(folder, picture("0001"))
    taken(folder, picture("0002", photo("0001").content), reason="the list was wrong")

    assert [(each.station, each.file) for each in papers(folder)] == [
        ("0001", "observer/Fair-Count/0001-1.jpg"),
        ("0002", "observer/Fair-Count/0002-1.jpg"),
    ]


def test_one_picture_is_not_the_paper_of_two_holders(folder: ElectionFolder) -> None:
    taken(folder, picture("0001"))

    with pytest.raises(Refused, match="holder Fair Count, now Second Watch"):
        taken(folder, picture("0001"), handed=Handed(account="observer", holder="Second Watch"))


def test_the_same_picture_for_two_stations_of_one_delivery_is_refused(folder: ElectionFolder) -> None:
    twice = [picture("0001", name="a.jpg"), picture("0002", photo("0001").content, name="b.jpg")]

    with pytest.raises(Refused, match=r"R452(.|\n)*b.jpg: station 0001, now 0002"):
        taken(folder, *twice, reason="whatever")
    assert papers(folder) == []


def test_a_file_with_other_metadata_and_the_same_picture_is_the_same_paper(folder: ElectionFolder) -> None:
    taken(folder, picture("0001"))
    (again,) = taken(folder, picture("0001", photo("0001").content + b"the end, by another program"))

    assert again.standing is Standing.KNOWN
    assert again.fact.original == sha256(photo("0001").content)


def test_a_paper_that_is_withheld_or_withdrawn_stays_so(folder: ElectionFolder) -> None:
    by = EnteredBy("Commission", "secretary")
    taken(folder, picture("0001"))
    state = folder.open()
    withhold(state, papers(folder)[-1], reason="of another box", by=by, received=MORNING, withdrawn=True)
    taken(folder, picture("0001", signed="yes"))
    last = papers(folder)[-1]

    assert (last.withdrawn, last.signed, last.entered_by) == ("of another box", "yes", by)


def test_one_broken_picture_and_nothing_is_taken(folder: ElectionFolder) -> None:
    cut = picture("0002", photo("0002").content[:30_000], name="cut.jpg")
    empty = picture("0001", b"", name="empty.jpg")

    with pytest.raises(Fault, match=r"cut.jpg: (.|\n)*empty.jpg: (.|\n)*cannot be taken: 2"):
        taken(folder, picture("0001"), cut, empty)
    assert papers(folder) == []
    assert (
        len(list((folder.path / "evidence").iterdir())) == len(list(folder.open().snapshot.definitions)) * 2
    )


def test_a_dry_run_says_the_same_and_writes_nothing(folder: ElectionFolder) -> None:
    (said,) = taken(folder, picture("0001"), dry_run=True)

    assert said.standing is Standing.NEW
    assert papers(folder) == []


@pytest.mark.parametrize(
    "handed, what",
    [
        (Handed(account="", holder="Fair Count"), "whose account"),
        (Handed(account="observers", holder="Fair Count"), "no account 'observers'"),
        (Handed(account="observer", holder=" "), "who holds"),
    ],
)
def test_pictures_have_an_account_and_a_holder(handed: Handed, what: str, folder: ElectionFolder) -> None:
    with pytest.raises(Fault, match=what):
        taken(folder, picture("0001"), handed=handed)


def test_a_second_photo_of_a_stations_paper_is_said_to_look_like_it(folder: ElectionFolder) -> None:
    taken(folder, picture("0001"))
    again = picture("0001", photo("0001", take=1).content)
    done = take_in_pictures(folder.open(), [again, picture("0002")], FAIR, received=MORNING)

    (pair,) = done.alike
    assert [each.standing for each in done.pictures] == [Standing.NEW, Standing.NEW]
    assert {pair.one.file, pair.other.file} == {
        "observer/Fair-Count/0001-1.jpg",
        "observer/Fair-Count/0001-2.jpg",
    }


def test_pictures_of_the_whole_record_are_compared_when_asked(folder: ElectionFolder) -> None:
    wrong = picture("0003", photo("0001", take=1).content)
    done = take_in_pictures(folder.open(), [picture("0001"), picture("0002"), wrong], FAIR, received=MORNING)
    found = alike_among(pictures_in(folder.open().snapshot), folder.evidence.get)

    assert done.alike == ()
    assert [{each.one.station, each.other.station} for each in found] == [{"0001", "0003"}]
