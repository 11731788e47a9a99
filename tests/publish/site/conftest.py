"""The site of the toy town, built once."""

from __future__ import annotations

import pytest

from sverka.publish.site.build import build_site
from tests.publish.site.toytown import toytown

Site = dict[str, bytes]


@pytest.fixture(scope="session")
def site() -> Site:
    """Every file of the site by its path."""
    results, entries = toytown()
    return dict(build_site(results, entries))
