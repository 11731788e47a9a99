"""The figures that stand, as they were published: those that the next publication is held against.

A file of a site may be changed or torn, and a changed figure must neither stop a publication nor let one pass. So the
figures are known by their hash, and where the file is another one, the copy in the archive is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sverka.errors import Refused
from sverka.office.night.archive import Archive
from sverka.office.night.site import Site
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.site.kept import kept_at


def standing_figures(site: Site, archive: Archive, published: str) -> dict[str, Any] | None:
    """The published figures that stand in a site; None where none ever did.

    `published` : the hash of the figures of the publication in force
    """
    known = {published, archive.hashes.get(RESULTS_FILE, published)}
    found = list(_copies(site, archive))
    for content in found:
        if hashlib.sha256(content).hexdigest() in known:
            figures: dict[str, Any] = json.loads(content)
            return figures
    if found or archive.kept:
        raise Refused(
            "R523",
            f"{RESULTS_FILE} of {site.out} is not what was published, and neither is its copy in at/",
            cure="take both files from a copy of the site; or publish into an empty folder: --out DIR",
        )
    return None


def _copies(site: Site, archive: Archive) -> Iterator[bytes]:
    """The file that stands, then the one that is kept."""
    kept = archive.versions.get(RESULTS_FILE)
    for path in (RESULTS_FILE, kept_at(kept, RESULTS_FILE) if kept else ""):
        content = site.read(path) if path else None
        if content is not None:
            yield content
