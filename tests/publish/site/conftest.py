"""The site of the toy town, built once."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sverka.domain.election import Election
from sverka.publish.news import News
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.corrections import news_files
from sverka.publish.site.status import status_files
from tests.publish.site.grouptown import edition_of, results_of, whole_town
from tests.publish.site.statuses import FULL
from tests.publish.site.toytown import toytown

Site = dict[str, bytes]


def beside(election: Election, entries: Iterable[bytes]) -> Site:
    """What lies beside the pages: the page on the record, the notices of corrections, and the feeds."""
    news = News()
    news.take(entries)
    return dict(status_files(election, FULL, LANGUAGES)) | dict(news_files(election, news, LANGUAGES, {}))


@pytest.fixture(scope="session")
def plain_site() -> Site:
    """Every file of the site by its path, the page on its record too."""
    results, entries = toytown()
    return dict(build_site(results, entries)) | beside(results.election, entries)


@pytest.fixture(scope="session")
def group_site() -> Site:
    """The same where the town has a group, and the group has done everything that a group can do."""
    here = whole_town()
    pages = build_site(results_of(here), here.entries, group=edition_of(here))
    return dict(pages) | beside(here.election, here.entries)


@pytest.fixture
def site(plain_site: Site) -> Site:
    """The site of the town without a group."""
    return plain_site
