"""The site of the toy town, built once."""

from __future__ import annotations

import pytest

from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.status import status_files
from tests.publish.site.statuses import FULL
from tests.publish.site.toytown import toytown

Site = dict[str, bytes]


@pytest.fixture(scope="session")
def site() -> Site:
    """Every file of the site by its path, the page on its record too."""
    results, entries = toytown()
    return dict(build_site(results, entries)) | dict(status_files(results.election, FULL, LANGUAGES))
