"""Puts a publication in its place: its files one by one, its copies in the archive, and last what says it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from dataclasses import replace as replace_field

from msgspec.structs import replace

from sverka.office.folder import ElectionFolder, State
from sverka.office.night.archive import INDEX, Archive, Kept, publication_file
from sverka.office.night.beside import Beside
from sverka.office.night.candidate import Made
from sverka.office.night.notices import Notices, Now, StoppedSince, write_files, write_now
from sverka.office.night.site import FOR_EVER, Site
from sverka.office.night.staging import clear_left_behind
from sverka.record.facts import PublicationFact


@dataclass
class Placer:
    """The places of one site.

    `every` : seconds until the publisher looks again, which pages tell their readers
    `noticed` : whether pages may carry a notice; to look is to read every page of an area
    """

    folder: ElectionFolder
    site: Site
    languages: tuple[str, ...]
    every: int
    archive: Archive = field(init=False)
    beside: Beside = field(init=False)
    noticed: bool = True

    def begin(self) -> None:
        """Look at what stands."""
        self.site.claim()
        clear_left_behind(self.site.out)
        self.archive = Archive.load(self.site.out)
        self.beside = Beside(self.folder, self.site, self.languages)
        self.noticed = True

    def stands(self, fact: PublicationFact) -> bool:
        """Whether the whole of a publication is in its place, in these languages."""
        whole = self.site.is_at(record_size=fact.record_size, files=fact.files)
        return whole and self.site.mark.languages == self.languages

    def keep(self, made: Made, fact: PublicationFact, *, after: int) -> Kept:
        """Lay what the archive keeps of a publication beside the site too; its entry is not known yet.

        `after` : the entry of the publication before it. Where that is not kept here, it was put into another folder:
        then all that stands is held against what is kept.
        """
        everything = not self.archive.kept or self.archive.kept[-1].entry != after
        files = made.kept(self.site, everything=everything)
        kept = Kept(
            name=self.archive.name_for(fact.record_size),
            size=fact.record_size,
            root=fact.root,
            received=fact.received,
            entry=-1,
            before=self.archive.kept[-1].name if self.archive.kept else None,
            changed=self.archive.changed(files),
        )
        history = made.content(f"{self.languages[0]}/history.html", self.site) is not None
        for path, content in self.archive.files(kept, files, history=history):
            made.staged.put(path, content)
        return kept

    def put(self, made: Made, kept: Kept | None, entry: int, *, gone: Iterable[str]) -> int:
        """Put a publication that the record has in its place; gives how many files it took.

        `kept` : None if it is kept already · `gone` : files of the site that stood that are none of this one
        """
        before = self.site.listed() if made.whole else {}
        if kept is not None:
            self.archive.add(replace(kept, entry=entry))
            made.staged.put(*publication_file(self.archive.kept[-1]))
        if self.site.read(INDEX) != self.archive.index():
            made.staged.put(INDEX, self.archive.index())
        count = made.staged.place()
        self._remove(before.keys() - self.site.listed().keys() if made.whole else gone)
        return count

    def put_beside(self, state: State, size: int) -> None:
        """Put the record as it is now, and the page on it, beside a publication of `size` facts."""
        self.beside.prune(size)
        shown = replace_field(state, snapshot=replace_field(state.snapshot, size=size))
        write_files(self.site, list(self.beside.files(shown)))

    def say(self, fact: PublicationFact, stopped: StoppedSince | None) -> None:
        """Bring notices and `now.json` to what the record says."""
        notices = Notices(self.site, self.languages)
        if stopped is not None:
            self.noticed = True
            notices.show(stopped, published=fact.received)
        elif self.noticed:
            notices.clear()
            self.noticed = False
        now = Now(
            size=fact.record_size,
            root=fact.root,
            published_at=fact.received,
            stopped=stopped,
            next_every=self.every,
        )
        write_now(self.site, now)

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files that are of no publication any more, but for those that what is kept leans on."""
        for path in paths:
            if not path.startswith(FOR_EVER):
                (self.site.out / path).unlink(missing_ok=True)
