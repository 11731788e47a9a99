"""The live part of a site during a night: the record as it grows, and the page on it.

The same files as `sverka publish --status` writes (`office/live_files.py`), but of a long night: what was copied once
is not looked for again, and of the facts only those are read that have come in since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from shutil import rmtree

from sverka.office.clock import now as now_in
from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder, State
from sverka.office.live_files import VERIFIER, verifier
from sverka.office.night.site import Site
from sverka.office.record_files import RECORD, RecordAt
from sverka.office.record_status import status_of
from sverka.publish.news import News
from sverka.publish.site.corrections import news_files
from sverka.publish.site.status import status_files
from sverka.record.facts import DocumentFact, UnknownFact, parse_fact
from sverka.record.named_evidence import evidence_named_by
from sverka.record.store import CHECKPOINT
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note
from sverka.tlog.tiles import Tile

MOST_PUBLICATIONS = 20  # on the page; `at/index.json` has them all
A_COUNT = b'"kind":"count"'


@dataclass
class Beside:
    """What lies beside the pages of a site.

    `read` : how many facts were looked through for the files they name · `pruned` : how many full tiles were tidied up
    `copied` : the tiles and bundles that are there
    """

    folder: ElectionFolder
    site: Site
    languages: tuple[str, ...]
    read: int = 0
    pruned: int = 0
    copied: set[str] = field(default_factory=set)
    news: News = field(default_factory=News)

    def files(self, state: State) -> Iterator[tuple[str, bytes]]:
        """The files that are missing or say something else now; what is spoken of before what speaks of it."""
        note = self.folder.store.note()
        if note is None:
            return
        size = parse_checkpoint(parse_note(note).text).size
        yield from RecordAt(self.folder.store, size).missing(self._is_there)
        yield from self._evidence(size)
        for path, content in self._always(state, note):
            if self.site.read(path) != content:
                yield path, content

    def _is_there(self, path: str) -> bool:
        """Whether the site has a tile or a bundle; what it had once is not looked for again."""
        if path not in self.copied and (self.site.out / path).exists():
            self.copied.add(path)
        return path in self.copied

    def prune(self, size: int) -> None:
        """Remove partial tiles and bundles whose full ones are in the publication of `size` (tlog-tiles)."""
        last = size // BUNDLE_WIDTH
        for number in range(self.pruned, last):
            for path in (bundle_path(number), Tile(0, number).path):
                rmtree(self.site.out / RECORD / f"{path}.p", ignore_errors=True)
        self.pruned = max(self.pruned, last)

    def _evidence(self, size: int) -> Iterator[tuple[str, bytes]]:
        """The files that facts have named since; what was withheld since is taken off the site."""
        for entry in self.folder.store.entries(self.read, size):
            self.news.take([entry])
            if A_COUNT in entry:
                continue
            fact = parse_fact(entry)
            if isinstance(fact, DocumentFact) and not fact.is_published:
                (self.site.out / "evidence" / fact.sha256).unlink(missing_ok=True)
            elif not isinstance(fact, UnknownFact):
                yield from self._named(evidence_named_by(fact))
        self.read = size

    def _named(self, hashes: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for named in hashes:
            path = f"evidence/{named}"
            if not (self.site.out / path).exists() and self.folder.evidence.path(named).exists():
                yield path, self.folder.evidence.get(named)

    def _always(self, state: State, note: bytes) -> Iterator[tuple[str, bytes]]:
        program = verifier()
        if program:
            yield VERIFIER, program
        for name in (LOG_KEY, POLICY):
            if (self.folder.path / name).exists():
                yield name, (self.folder.path / name).read_bytes()
        yield f"{RECORD}/{CHECKPOINT}", note
        status = status_of(state, note, made_at=now_in(state.election.timezone), verifier=program)
        shown = replace(status, publications=status.publications[:MOST_PUBLICATIONS])
        yield from status_files(state.election, shown, self.languages)
        yield from news_files(state.election, self.news, self.languages, state.snapshot.decisions)
