"""Publish an election: the site and its data, in a folder that changes as a whole.

The new site stands complete beside the old one before that goes; interrupted, the old one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sverka.office.files import Files
from sverka.office.folder import State
from sverka.office.site_files import site_files
from sverka.office.site_folder import replace_site
from sverka.publish.site.build import LANGUAGES

Progress = Callable[[Files], Iterable[tuple[str, bytes]]]


def publish(
    state: State, out: Path, *, languages: Sequence[str] = LANGUAGES, progress: Progress = iter
) -> int:
    """Make the site in `out` anew; gives how many files it has."""
    return replace_site(progress(site_files(state, languages=languages)), out)
