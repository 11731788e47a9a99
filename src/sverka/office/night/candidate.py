"""What would be published next: the files that differ from the site, laid beside it, and what they follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sverka.office.folder import State
from sverka.office.night.site import Site
from sverka.office.night.staging import Staged
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.manifest import MANIFEST
from sverka.publish.results import Results
from sverka.publish.site.kept import is_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A candidate: `hashes` are of all files that were made, `whole` if they are those of the whole site."""

    state: State
    results: Results
    staged: Staged
    hashes: Mapping[str, str]
    whole: bool

    @property
    def size(self) -> int:
        """How many facts it was made from."""
        return self.state.snapshot.size

    def kept(self, site: Site, *, everything: bool) -> dict[str, bytes]:
        """The files to be kept: those made now and the overviews; `everything` : all that stand, too."""
        paths = [path for path in self.hashes if is_kept(path)]
        paths += [f"{language}/index.html" for language in site.mark.languages]
        if everything:
            paths += [path for path in site.listed() if is_kept(path)]
        files = ((path, self.content(path, site)) for path in dict.fromkeys(paths))
        return {path: content for path, content in files if content is not None}

    def content(self, path: str, site: Site) -> bytes | None:
        """A file of the site as it would be."""
        return self.staged[path] if path in self.staged else site.read(path)

    def hash_of(self, path: str, site: Site) -> str:
        """The hash of a file of the site as it would be."""
        return self.hashes.get(path) or site.hash_of(path)

    def figures(self, site: Site) -> str:
        """The hash of the figures."""
        return self.hash_of(RESULTS_FILE, site)

    def files(self, site: Site) -> str:
        """The hash of the list of all files."""
        return self.hash_of(MANIFEST, site)


def lay_beside(
    files: Iterable[tuple[str, bytes]], site: Site, staged: Staged, *, known: bool = False
) -> dict[str, str]:
    """Lay those files beside the site that differ from what stands; gives the hashes of all.

    `known` : these are such files alone, by the hashes of what stands
    """
    hashes: dict[str, str] = {}
    for path, content in files:
        hashes[path] = hashlib.sha256(content).hexdigest()
        if known or site.read(path) != content:
            staged.put(path, content)
    return hashes
