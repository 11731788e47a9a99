"""The headers that hosts are given are those that pages say themselves, and stricter where a page cannot speak."""

from __future__ import annotations

import re

import pytest

from sverka.publish.site.hosting import SANDBOX, headers, headers_of, policy

Site = dict[str, bytes]


def rules(text: str) -> dict[str, str]:
    return {rule.partition(" ")[0]: rule.partition(" ")[2] for rule in text.split("; ")}


def test_the_policy_of_hosts_allows_what_pages_allow_themselves(site: Site) -> None:
    page = site["ky/index.html"].decode()
    said = re.search(r'Content-Security-Policy" content="([^"]*)"', page)

    assert said is not None
    own, theirs = rules(said[1]), rules(policy())
    assert theirs.pop("frame-ancestors") == "'none'"
    assert theirs.pop("style-src").startswith(own.pop("style-src"))
    assert theirs == own


def test_the_rules_of_the_page_for_what_is_not_there_are_those_of_the_policy(site: Site) -> None:
    style = re.search(rb"<style>(.*?)</style>", site["404.html"], re.DOTALL)

    assert style is not None
    assert re.search(r"sha256-[A-Za-z0-9+/]{43}=", policy())


@pytest.mark.parametrize("name", ["_headers", "nginx.conf", "htaccess"])
def test_every_host_is_told_every_header(site: Site, name: str) -> None:
    text = site[f"hosting/{name}"].decode()

    assert [each for each in headers() if each not in text] == []
    assert policy() in text
    assert SANDBOX in text
    assert "Strict-Transport-Security" in text
    assert text.isascii()


def test_a_paper_of_others_runs_nothing() -> None:
    assert headers_of("evidence/" + "ab" * 32)["Content-Security-Policy"] == SANDBOX


def test_only_figures_may_be_read_by_other_pages() -> None:
    opened = [
        path
        for path in ("data/results.json", "record/checkpoint", "ky/index.html", "evidence/00")
        if "Access-Control-Allow-Origin" in headers_of(path)
    ]

    assert opened == ["data/results.json", "record/checkpoint"]


@pytest.mark.parametrize(
    "path, root",
    [
        ("ky/index.html", "../"),
        ("elections/town/ru/area/town/2.html", "../../../"),
        ("at/412/en/contest/lists.html", "../../../../"),
        ("en/", "../"),
    ],
)
def test_a_page_has_its_letters_fetched_from_wherever_the_site_lies(path: str, root: str) -> None:
    assert headers_of(path)["Link"].startswith(f"<{root}static/SverkaSans-Regular.woff2>;")


def test_what_is_no_page_fetches_no_letters() -> None:
    assert [
        path for path in ("data/results.json", "index.html", "now.json") if "Link" in headers_of(path)
    ] == []
