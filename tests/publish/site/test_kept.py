"""A kept page: every link of it leads somewhere, to what is kept where that is kept, and nothing else changes."""

from __future__ import annotations

import re
from posixpath import dirname, normpath

import pytest

from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.kept import LINK, Banner, is_kept, is_kept_page, kept_at, kept_page
from tests.publish.site.toytown import toytown

BANNER = Banner(text="As it was.", now="As it is now", all_of_them="All", history="en/index.html")


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """Every file of the toy town."""
    results, entries = toytown()
    pages = dict(build_site(results, entries, languages=LANGUAGES))
    areas = {f"data/areas/{path[8:-5]}.json": b"{}" for path in pages if path.startswith("en/area/")}
    return pages | areas | {"data/results.json": b"{}"}  # which lies beside them


@pytest.fixture(scope="module")
def versions(site: dict[str, bytes]) -> dict[str, str]:
    """Every kept file in the version of publication 3, but areas in that of publication 2."""
    return {path: "2" if "/area/" in path else "3" for path in site if is_kept(path)}


def _targets(html: bytes, path: str) -> list[str]:
    links = [found[2].decode() for found in LINK.finditer(html)]
    own = [link for link in links if link and not link.startswith(("#", "http", "mailto:"))]
    return [normpath(f"{dirname(path)}/{re.split('[?#]', link)[0]}") for link in own]


def test_every_link_of_a_kept_page_leads_to_a_file(site: dict[str, bytes], versions: dict[str, str]) -> None:
    kept = {kept_at(version, path) for path, version in versions.items()}
    beside = {f"{language}/{page}.html" for language in LANGUAGES for page in ("status", "corrections")}

    for path in filter(is_kept_page, site):
        html = kept_page(site[path], path, "3", versions, BANNER)
        for target in _targets(html, kept_at("3", path)):
            assert target in kept or target in site or target in beside, (path, target)


def test_what_is_kept_is_linked_in_its_version_and_everything_else_as_it_is_now(
    site: dict[str, bytes], versions: dict[str, str]
) -> None:
    html = kept_page(site["en/index.html"], "en/index.html", "3", versions, BANNER)
    there = _targets(html, "at/3/en/index.html")

    assert "at/3/en/contest/parties.html" in there or "at/3/ru/index.html" in there
    assert not {each for each in there if is_kept(each)} - {
        "en/index.html"
    }  # but the way to what is there now
    assert any(each.startswith("static/") for each in there)


def test_nothing_changes_but_links_and_the_line_above(
    site: dict[str, bytes], versions: dict[str, str]
) -> None:
    for path in filter(is_kept_page, site):
        html = kept_page(site[path], path, "3", versions, BANNER)
        bare = re.sub(rb"<!--kept-->.*?<!--/kept-->\n", b"", html, flags=re.DOTALL)

        assert LINK.sub(b"", bare) == LINK.sub(b"", site[path])
        assert html != bare


def test_fragments_queries_and_other_hosts_stay() -> None:
    html = (
        b'<main>\n<a href="#top"></a> <a href="../contests.html#c?x"></a> <a href="https://a.example/b"></a>'
    )
    kept = kept_page(html, "en/area/x.html", "3", {}, BANNER)

    assert b'<a href="#top">' in kept
    assert b'<a href="../../../../en/contests.html#c?x">' in kept
    assert b'<a href="https://a.example/b">' in kept
