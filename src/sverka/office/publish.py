"""Publish an election: the site and its data, in a folder that changes as a whole.

The new site stands complete beside the old one before that goes; interrupted, the old one stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sverka.formats.datapackage import ExportedFile
from sverka.office.files import Files
from sverka.office.folder import State
from sverka.office.papers import ALIASES, DEFINITION, STATIONS
from sverka.office.site_folder import replace_site
from sverka.publish.exports import export_csv
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.edition import Download

Progress = Callable[[Files], Iterable[tuple[str, bytes]]]


def publish(
    state: State, out: Path, *, languages: Sequence[str] = LANGUAGES, progress: Progress = iter
) -> int:
    """Make the site in `out` anew; gives how many files it has."""
    return replace_site(progress(_files(state, languages)), out)


def _files(state: State, languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    results = Results(state.election, state.snapshot)
    data = [(f"data/{file.path}", file) for file in export_csv(results)]
    downloads = [_download(path, file) for path, file in data]
    yield from ((path, file.data) for path, file in data)
    yield from _mirror(state)
    entries = state.folder.store.entries(0, state.snapshot.size)
    yield from build_site(results, entries, languages=languages, downloads=downloads)


def _download(path: str, file: ExportedFile) -> Download:
    return Download(
        path=path,
        title=file.title,
        media_type="application/json" if path.endswith(".json") else "text/csv",
        bytes=len(file.data),
        sha256=hashlib.sha256(file.data).hexdigest(),
    )


def _mirror(state: State) -> Iterator[tuple[str, bytes]]:
    """The election folder itself: whoever copies the site has the record, the definition and the evidence."""
    root = state.folder.path
    for name in (DEFINITION, STATIONS, ALIASES):
        if (root / name).exists():
            yield name, (root / name).read_bytes()
    for folder in ("record", "evidence"):
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and file.suffix not in (".tmp", ".lock"):
                yield file.relative_to(root).as_posix(), file.read_bytes()
