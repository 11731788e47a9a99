"""A disk that is full, or fails, at any moment of a publication: the site stays, nothing is lost, and it goes on."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

import pytest

from sverka.errors import SverkaError
from tests.crash.failing import failing, moments_of
from tests.office.night.nights import Evening, listed, sha256

KINDS = ("site", "evidence", "bundle", "tile", "lock", "checkpoint")
CASES = [(kind, moment) for kind in KINDS for moment in moments_of(kind) if moment != "its sync"]


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """The town after its first publication, with a count that waits for the next."""
    here = Evening(tmp_path, languages=("en",))
    here.count("0001")
    here.publisher.publish_next()
    here.count("0002")
    return here


@pytest.mark.parametrize("kind, moment", CASES)
def test_a_full_disk_stops_one_publication_and_no_more(evening: Evening, kind: str, moment: str) -> None:
    before, counts = evening.files(), evening.folder.store.size
    with failing(kind, moment, errno.ENOSPC), suppress(SverkaError, OSError):
        evening.publisher.publish_next()
    during = evening.files()
    for _ in range(2):  # what was signed and not told comes to light with the next fact
        with suppress(SverkaError):
            evening.publisher.publish_next()

    assert evening.folder.store.size > counts
    assert_whole_pages(during, before)
    assert evening.now()["size"] == counts
    assert_is_whole(evening, counts)
    assert sum(b'"kind":"publication"' in entry for entry in evening.folder.store.entries()) == 2


def test_no_room_beside_the_site_leaves_every_byte_of_it(evening: Evening) -> None:
    before = evening.files()
    with failing("site", "half of it", errno.ENOSPC), pytest.raises(SverkaError, match="make room"):
        evening.publisher.publish_next()

    assert evening.files() == before
    assert not list(evening.path.glob(".public.*.new"))


def assert_whole_pages(during: dict[str, bytes], before: dict[str, bytes]) -> None:
    """No page is there in part, and none is gone."""
    for path, content in during.items():
        if path.endswith(".html"):
            assert content.endswith(b"</html>\n"), path
    assert {path for path in before if path.endswith(".html")} <= during.keys()


def assert_is_whole(here: Evening, size: int) -> None:
    """The site is the one made whole."""
    files, whole = here.files(), here.whole(size)
    assert listed(files) == listed(whole)
    for path, told in listed(files).items():
        assert sha256(files[path]) == told, path
