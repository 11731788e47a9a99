"""Makes the next state of a site: those files that differ from what stands, beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from sverka.office.folder import ElectionFolder, State
from sverka.office.night.candidate import Made, lay_beside
from sverka.office.night.following import Following
from sverka.office.night.site import Site
from sverka.office.night.staging import Staged
from sverka.office.own_code import own_wheel
from sverka.office.papers import check_unchanged
from sverka.office.site_files import site_files
from sverka.publish.results import Results
from sverka.record.facts import PublicationFact, hash_of


@cache
def own_code() -> tuple[str, bytes]:
    """The program that runs, and its hash: it does not change while it runs, whatever becomes of its files."""
    wheel = own_wheel()
    return hash_of(wheel), wheel


@dataclass
class Maker:
    """Makes states of one site, each of no fewer facts than the one before."""

    folder: ElectionFolder
    site: Site
    languages: tuple[str, ...]
    following: Following = field(init=False)

    def __post_init__(self) -> None:
        self.following = Following(self.folder)

    @contextmanager
    def made(self, size: int, last: PublicationFact | None) -> Iterator[Made]:
        """The state of `size` facts, beside the site until the block is done; `last` : the publication in force."""
        state = self.following.at(size)
        if state.snapshot.definition is not None:
            check_unchanged(self.folder.path, state.snapshot.definition)
        results = Results(state.election, state.snapshot)
        since, staged = self._since(state, last), Staged(self.site.out)
        try:
            files = site_files(state, results, languages=self.languages)
            hashes = lay_beside(files, self.site, staged)
            yield Made(state=state, results=results, staged=staged, hashes=hashes, whole=since is None)
        finally:
            staged.drop()

    def _since(self, state: State, last: PublicationFact | None) -> int | None:
        """The size of the site that stands, if this program made it of this definition; None if it did not."""
        mark, definition = self.site.mark, state.snapshot.definition
        published = [*state.snapshot.publications.values(), *([last] if last else [])]
        code = {fact.code for fact in published if fact.record_size == mark.record_size}
        ours = 0 < mark.record_size <= state.snapshot.size and own_code()[0] in code
        same = definition is not None and mark.definition == definition.definition
        return mark.record_size if ours and same and mark.languages == self.languages else None
