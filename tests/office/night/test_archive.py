"""What is kept of every publication: it can be opened for ever, made again, and grows with what changed alone."""

from __future__ import annotations

import json
from pathlib import Path
from posixpath import dirname, normpath

import pytest

from sverka.office.night.archive import Archive, Kept, banner_of
from sverka.office.night.outcomes import Published
from sverka.office.publication import Words
from sverka.office.publish import publish
from sverka.publish.site.kept import LINK, is_kept, is_kept_page, kept_page
from tests.office.night.nights import Evening, listed, sha256


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """A night of four publications: the north, the south, nothing in it, the north again."""
    here = Evening(tmp_path, languages=("en",))
    for stations in (("0001",), ("0101",), ("0002",)):
        here.count(*stations)
        assert isinstance(here.publisher.publish_next(), Published)
    return here


def kept_of(here: Evening) -> list[Kept]:
    """The publications as the archive has them."""
    return Archive.load(here.out).kept


def versions_of(here: Evening, last: Kept) -> dict[str, str]:
    """Where the version of each kept file lies that stood with a publication."""
    before = (each for each in kept_of(here) if each.entry <= last.entry)
    return {path: each.name for each in before for path in each.changed}


def test_every_publication_is_kept_by_its_size_with_the_figures_that_the_record_names(
    evening: Evening,
) -> None:
    kept, published = kept_of(evening), evening.folder.open().snapshot.publications

    assert [each.entry for each in kept] == sorted(published)
    assert [each.before for each in kept] == [None, *(each.name for each in kept[:-1])]
    for each in kept:
        figures = (evening.out / "at" / each.name / "data/results.json").read_bytes()
        assert each.name == str(each.size)
        assert sha256(figures) == published[each.entry].figures


def test_only_what_changed_is_kept_again(evening: Evening) -> None:
    first, south, north = kept_of(evening)

    assert {"en/area/north.html", "en/area/south.html", "en/contest/council.html"} <= first.changed.keys()
    assert "en/area/south.html" in south.changed
    assert "en/area/north.html" not in south.changed
    assert "en/area/south.html" not in north.changed
    assert all("en/index.html" in each.changed for each in (first, south, north))
    assert not any(path.startswith("en/station/") for each in (first, south, north) for path in each.changed)


def test_kept_pages_can_be_made_again_from_the_record(evening: Evening) -> None:
    for each in kept_of(evening):
        whole, versions = evening.whole(each.size), versions_of(evening, each)
        for path, told in each.changed.items():
            assert sha256(whole[path]) == told
            content = whole[path]
            if is_kept_page(path):
                history = "en/history.html" in whole
                banner = banner_of(path, received=each.received, size=each.size, history=history)
                content = kept_page(content, path, each.name, versions, banner)
            assert (evening.out / "at" / each.name / path).read_bytes() == content, path


def test_every_link_of_a_kept_page_leads_to_a_file(evening: Evening) -> None:
    files = evening.files()
    for path, html in files.items():
        if path.startswith("at/") and path.endswith(".html"):
            for found in LINK.finditer(html):
                link = found[2].decode().partition("#")[0].partition("?")[0]
                if link and ":" not in link:
                    assert normpath(f"{dirname(path)}/{link}") in files, (path, link)


def test_a_kept_overview_leads_to_the_areas_as_they_were(evening: Evening) -> None:
    first, south, _ = kept_of(evening)
    area = (evening.out / "at" / south.name / "en/contest/council.html").read_text()

    assert f'href="../../../{first.name}/en/area/north.html"' in area
    assert 'href="../../../../en/station/0001.html"' in area or "station/" not in area


def test_the_index_names_all_of_them_in_short(evening: Evening) -> None:
    index = json.loads((evening.out / "at/index.json").read_bytes())

    assert index["columns"] == ["name", "size", "received", "entry"]
    assert index["publications"] == [
        [each.name, each.size, each.received, each.entry] for each in kept_of(evening)
    ]


def test_the_archive_is_in_no_list_of_the_site(evening: Evening) -> None:
    assert not any(path.startswith("at/") for path in listed(evening.files()))


def test_a_publication_by_command_is_kept_like_each_of_the_night(
    evening: Evening,
) -> None:
    evening.count("0102")
    publish(evening.folder.open(), evening.out, Words(received=evening.clock("")))
    kept = kept_of(evening)
    evening.count("0003")
    evening.again().publish_next()
    last = kept_of(evening)[-1]

    assert len(kept) == 4
    assert "en/area/south.html" in kept[-1].changed
    assert not (set(filter(is_kept, evening.whole(last.size))) - versions_of(evening, last).keys())


def test_the_same_size_published_again_has_a_name_of_its_own() -> None:
    archive = Archive(Path())
    for entry in (5, 7, 9):
        name = archive.name_for(4)
        archive.add(Kept(name=name, size=4, root="", received="", entry=entry))

    assert [each.name for each in archive.kept] == ["4", "4-2", "4-3"]
