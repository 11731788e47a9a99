"""The site of the toy town, built once."""

from __future__ import annotations

import pytest

from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.status import status_files
from tests.publish.site.grouptown import edition_of, results_of, whole_town
from tests.publish.site.statuses import FULL
from tests.publish.site.toytown import toytown

Site = dict[str, bytes]


@pytest.fixture(scope="session")
def plain_site() -> Site:
    """Every file of the site by its path, the page on its record too."""
    results, entries = toytown()
    return dict(build_site(results, entries)) | dict(status_files(results.election, FULL, LANGUAGES))


@pytest.fixture(scope="session")
def group_site() -> Site:
    """The same where the town has a group, and the group has done everything that a group can do."""
    here = whole_town()
    pages = build_site(results_of(here), here.entries, group=edition_of(here))
    return dict(pages) | dict(status_files(here.election, FULL, LANGUAGES))


@pytest.fixture
def site(plain_site: Site) -> Site:
    """The site of the town without a group."""
    return plain_site
