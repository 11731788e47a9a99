"""Makes the next state of a site: those files that differ from what stands, beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from sverka.office.files import Files
from sverka.office.folder import ElectionFolder, State
from sverka.office.night.candidate import Made, lay_beside
from sverka.office.night.following import Following
from sverka.office.night.site import Site
from sverka.office.night.staging import Staged
from sverka.office.own_code import own_wheel
from sverka.office.site_files import site_files
from sverka.office.site_memory import SiteMemory
from sverka.publish.display import Display
from sverka.publish.manifest import MANIFEST
from sverka.publish.results import Results
from sverka.record.facts import PublicationFact, hash_of

Progress = Callable[[Files], Iterable[tuple[str, bytes]]]
"""Gives the files as they come, and shows how it goes on."""


@cache
def own_code() -> tuple[str, bytes]:
    """The program that runs, and its hash: it does not change while it runs, whatever becomes of its files."""
    wheel = own_wheel()
    return hash_of(wheel), wheel


@dataclass
class Maker:
    """Makes states of one site, each of no fewer facts than the one before.

    `displays` : tables of somebody's own beside the sums · `memory` : of the site that stands
    """

    folder: ElectionFolder
    site: Site
    languages: tuple[str, ...]
    displays: Sequence[Display] = ()
    progress: Progress = iter
    following: Following = field(init=False)
    memory: SiteMemory = field(init=False)

    def __post_init__(self) -> None:
        self.following, self.memory = Following(self.folder), SiteMemory()
        self.memory.follower.displays = self.displays

    def begin(self, published: Sequence[PublicationFact]) -> None:
        """Look at what stands; `published` : the last publications, the last one first."""
        self._remember(SiteMemory.of(self.site.out) if self._is_ours(published) else SiteMemory())

    def forget(self) -> None:
        """Trust nothing that stands: every file of the next state is held against it."""
        self._remember(SiteMemory())

    def _remember(self, memory: SiteMemory) -> None:
        """Take a memory of what stands, and keep what was read of the record."""
        memory.follower = self.memory.follower
        self.memory = memory

    @contextmanager
    def made(self, size: int) -> Iterator[Made]:
        """The state of `size` facts, beside the site until the block is done.

        The definition is the recorded one: a file that somebody edits meanwhile stops nobody.
        """
        state = self.following.at(size)
        results, staged = self.results(state), Staged(self.site.out)
        try:
            whole = not self.memory.size
            files = site_files(state, results, languages=self.languages, memory=self.memory)
            hashes = lay_beside(self.progress(files), self.site, staged, known=not whole)
            yield Made(state=state, results=results, staged=staged, hashes=hashes, whole=whole)
        finally:
            staged.drop()

    def results(self, state: State) -> Results:
        """The results of a state, which share what follows from the definition alone."""
        return Results(state.election, state.snapshot, self.memory.follower.axes)

    def _is_ours(self, published: Sequence[PublicationFact]) -> bool:
        """Whether what stands is one of these publications, made by this program in these languages.

        The last one counts too: where it is another program's, its files may stand among those of the one before.
        """
        mark, listed = self.site.mark, self.site.hash_of(MANIFEST)
        codes = {fact.code for fact in published}
        stands = any((fact.record_size, fact.files) == (mark.record_size, listed) for fact in published)
        return stands and codes == {own_code()[0]} and mark.languages == self.languages
