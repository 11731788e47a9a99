from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from sverka.publish.site.build import LANGUAGES, build_site
from tests.publish.site.grouptown import edition_of, quoted, results_of, whole_town
from tests.publish.site.reading import Read, read
from tests.publish.site.toytown import toytown

Site = dict[str, bytes]


@pytest.fixture(params=["alone", "with its group"])
def site(request: pytest.FixtureRequest) -> Site:
    """The site of the toy town, without a group and with one."""
    found: Site = request.getfixturevalue("plain_site" if request.param == "alone" else "group_site")
    return found


NAMED = (
    b"http://www.w3.org/",
    b"https://late.example/",
    b"https://stamps.example/",
)  # as text, never as a link
LIVE = {"files.sha256", "record/checkpoint", "log.vkey", "policy.txt", "sverka_verify.py"}  # beside the pages
BESIDE = re.compile(r"evidence/[0-9a-f]{64}|data/(results|(areas|stations)/[^/]+)\.json")  # beside the pages
REMARKS = {"ky": "Баары ойдон чыгарылган.", "ru": "Всё вымышлено.", "en": "Everything is invented."}


def pages(site: Site) -> Iterator[tuple[str, Read]]:
    yield from ((path, read(content)) for path, content in site.items() if path.endswith(".html"))


def language_pages(site: Site) -> Iterator[tuple[str, Read]]:
    yield from ((path, page) for path, page in pages(site) if "/" in path)


def test_the_same_record_gives_the_same_bytes(plain_site: Site, group_site: Site) -> None:
    again, here = dict(build_site(*toytown())), whole_town()
    with_group = dict(build_site(results_of(here), here.entries, group=edition_of(here)))

    assert again == {path: plain_site[path] for path in again}
    assert with_group == {path: group_site[path] for path in with_group}


def test_every_language_has_the_same_pages(site: Site) -> None:
    held = {each: {path[3:] for path in site if path.startswith(f"{each}/")} for each in LANGUAGES}

    assert held["ky"] == held["ru"] == held["en"]
    assert {path.split("/")[0] for path in held["en"]} >= {"contest", "differences", "area", "station"}


def test_every_link_leads_to_a_file_of_the_site(site: Site) -> None:
    led = (
        (path, posixpath.normpath(posixpath.join(posixpath.dirname(path), link.split("#")[0])))
        for path, page in pages(site)
        for link in page.links
        if not link.startswith("#")
    )
    broken = [(path, to) for path, to in led if to not in site.keys() | LIVE and not BESIDE.fullmatch(to)]

    assert broken == []


def test_every_anchor_is_on_its_page(site: Site) -> None:
    held = {path: {value for _, name, value in page.attributes if name == "id"} for path, page in pages(site)}
    broken = [
        (path, link)
        for path, page in pages(site)
        for link in page.links
        if "#" in link
        and link.split("#")[1]
        not in held[
            posixpath.normpath(posixpath.join(posixpath.dirname(path), link.split("#")[0]))
            if not link.startswith("#")
            else path
        ]
    ]

    assert broken == []


def test_no_page_names_another_host(site: Site) -> None:
    named = [
        (path, found)
        for path, content in site.items()
        if path.endswith((".html", ".css", ".js"))
        for found in re.findall(rb"https?://[^\s\"'<]+|url\(\"?//[^)]*", content)
        if not found.startswith(NAMED)
    ]

    assert named == []


def test_no_page_has_scripts_or_styles_of_its_own(site: Site) -> None:
    inline = [
        (path, tag)
        for path, page in pages(site)
        for tag, name, _ in page.attributes
        if name == "style" or name.startswith("on")
    ]

    assert inline == []
    assert [path for path, content in site.items() if path.endswith(".html") and b"<style" in content] == [
        "404.html"
    ]


def test_every_page_is_well_formed(site: Site) -> None:
    assert [(path, page.wrong, page.open) for path, page in pages(site) if page.wrong or page.open] == []


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for path, page in pages(site):
        ids = [value for _, name, value in page.attributes if name == "id"]

        assert sorted(ids) == sorted(set(ids)), path


def test_every_page_says_its_language_has_one_heading_and_the_remark(site: Site) -> None:
    for path, page in language_pages(site):
        language = path[:2]

        assert ("html", "lang", language) in page.attributes, path
        assert page.tags.count("h1") == 1, path
        assert REMARKS[language] in page.text, path
        assert {value for _, name, value in page.attributes if name == "hreflang"} == set(LANGUAGES), path


def test_headings_do_not_jump(site: Site) -> None:
    for path, page in pages(site):
        levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]

        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_no_sentence_shows_a_hole(site: Site) -> None:
    holes = [
        (path, hole) for path, page in language_pages(site) for hole in re.findall(r"\{\w*\}", page.text)
    ]

    assert holes == []


QUOTED = """Sverka Atom UTC Vega Lite Python English Watch District operator evening morning Town court
the box had no seal a digit was typed wrongly again this form law seats test printf JSON sverka CONTEST
area account SIZE from"""


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_no_english_is_left_but_what_is_quoted(site: Site, language: str) -> None:
    allowed = set(QUOTED.split()) | quoted(whole_town())
    for path, page in language_pages(site):
        if path.startswith(f"{language}/") and not path.endswith(("data.html", "method.html", "status.html")):
            words = set(re.findall(r"\b[A-Za-z]{4,}\b", re.sub(r"[0-9a-f]{64}", "", page.text)))

            assert words <= allowed, path


def test_every_table_has_a_caption_and_heads_with_a_scope(site: Site) -> None:
    for path, page in pages(site):
        assert page.tags.count("table") == page.tags.count("caption"), path
        heads = page.tags.count("th")
        scopes = sum(1 for tag, name, _ in page.attributes if tag == "th" and name == "scope")
        assert heads == scopes, path


def test_the_mark_says_what_the_site_was_made_from(plain_site: Site) -> None:
    said = json.loads(plain_site["site.json"])
    results, entries = toytown()

    assert said["record_size"] == len(entries) == results.snapshot.size
    assert said["definition"] == "cc" * 32


def test_a_specification_stands_beside_each_chart(site: Site) -> None:
    specs = [path for path in site if path.endswith(".vl.json")]

    assert {path.rsplit("-", 1)[1] for path in specs} == {f"{each}.vl.json" for each in LANGUAGES}
    assert all(json.loads(site[path])["$schema"].startswith("https://vega.github.io/") for path in specs)
