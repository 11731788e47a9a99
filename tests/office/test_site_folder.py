"""A site is replaced whole, and only a site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sverka.errors import Refused
from sverka.office.site_folder import replace_site
from sverka.publish.site.build import MARK
from tests.town import files_of

OLD = {MARK: b"{}", "index.html": b"old", "station/0001.html": b"old"}
NEW = {MARK: b"{}", "index.html": b"new", "ky/index.html": b"new"}


def site(folder: Path, pages: dict[str, bytes]) -> int:
    return replace_site(pages.items(), folder)


def published(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in files_of(folder).items() if content}


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    site(tmp_path / "public", OLD)

    assert site(tmp_path / "public", NEW) == 3
    assert published(tmp_path / "public") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_interrupted_the_old_one_stays(tmp_path: Path) -> None:
    site(tmp_path / "public", OLD)

    def pages() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_site(pages(), tmp_path / "public")
    assert published(tmp_path / "public") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_an_empty_folder_becomes_a_site(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    site(tmp_path / "public", NEW)

    assert published(tmp_path / "public") == NEW


@pytest.mark.parametrize("name", ["public", "public.new", "public.old"])
def test_files_of_others_are_never_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.txt").write_bytes(b"mine")
    with suppress(Refused):
        site(tmp_path / "public", NEW)

    assert (tmp_path / name / "thesis.txt").read_bytes() == b"mine"


def test_a_file_is_no_folder_for_a_site(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"mine")

    with pytest.raises(Refused, match="is a file"):
        site(tmp_path / "public", NEW)


def test_what_a_killed_process_left_is_gone_a_day_later(tmp_path: Path) -> None:
    left, fresh, mine = (
        tmp_path / name for name in (".public.77.new", ".public.78.new", ".public.notes.new")
    )
    for each in (left, fresh, mine):
        each.mkdir()
    for each in (left, mine):
        os.utime(each, (0, 0))
    replace_site([("index.html", b"a site")], tmp_path / "public")

    assert (left.exists(), fresh.exists(), mine.exists()) == (False, True, True)
