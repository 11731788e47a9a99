"""Copy a record from whoever publishes it, believing nothing: what does not verify never gets into the copy.

In this order, and no step before the one above it agrees::

    checkpoint    signed by the key that this copy trusts
    history       what the copy has is a beginning of it; else both checkpoints are kept, and nothing is copied
    facts         bundles -> hashes -> tiles -> the signed root
    evidence      each file by its hash
    in place      bundles and tiles, then the definition's papers, and last the checkpoint

A copy is an election folder that anyone can publish and verify. It cannot write: it has no key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder
from sverka.office.fsck_facts import HASH, FactsCheck
from sverka.office.mirror_evidence import Fetched, Progress, fetch_evidence
from sverka.office.mirror_forks import FORKS, NotFollowed, Reason, keep_evidence
from sverka.office.mirror_papers import next_key, write_papers
from sverka.office.mirror_record import STAGE, NewFacts
from sverka.office.mirror_source import Source
from sverka.office.mirror_tree import SourceTree
from sverka.office.papers import ALIASES, DEFINITION, STATIONS
from sverka.office.vkeys import read_vkey
from sverka.office.writer_lock import only_writer
from sverka.record.defects import Defect
from sverka.record.disk import RealDisk, put
from sverka.record.store import CHECKPOINT, Store
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier, format_vkey
from sverka.tlog.note import MAX_NOTE_BYTES, Note
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import EMPTY_ROOT

CHECKPOINT_PATH = f"record/{CHECKPOINT}"
OURS = {"record", "evidence", "public", DEFINITION, STATIONS, ALIASES, LOG_KEY, POLICY, STAGE, FORKS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """A copy that is now as its source was.

    `trusted` : the key that the source itself gave, where nobody gave another: a first copy believes it
    `withheld`, `withdrawn` : hash and reason of files that are not published
    `defects` : facts that are signed and not well made
    """

    before: int
    checkpoint: Checkpoint
    evidence: Fetched
    withheld: dict[str, str]
    withdrawn: dict[str, str]
    trusted: str = ""
    new_key: str = ""
    new_policy: bool = False
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The checkpoint that a source shows, and the key that it was held against."""

    note: bytes
    signed: Note
    checkpoint: Checkpoint
    key: Verifier
    key_is_its_own: bool


@dataclass(slots=True)
class Mirror:
    """A copy, its source, and what the copy's facts say, read once."""

    source: Source
    folder: Path
    given: Verifier | None = None
    facts: FactsCheck | None = None

    @property
    def store(self) -> Store:
        """The record of the copy."""
        return ElectionFolder(self.folder).store

    def renew(self, progress: Progress) -> Mirrored | NotFollowed:
        """Bring the copy up to date, or say why its source is not followed."""
        check_is_copy(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        with _alone(self.folder):
            facts, self.facts = self.facts, None  # what an interrupted run has read is not what the copy has
            return self._renew(facts or self._own_facts(progress), progress)

    def _renew(self, facts: FactsCheck, progress: Progress) -> Mirrored | NotFollowed:
        shown, have = self._shown(), self._have
        if isinstance(shown, NotFollowed):
            return shown
        tree = SourceTree(self.source, shown.checkpoint)
        refusal = self._history(have, shown, tree)
        if refusal is not None:
            return refusal
        fresh = NewFacts(self.source, self.store, have, shown.checkpoint, self._edge(have))
        facts.size, begun = shown.checkpoint.size, len(facts.defects)
        for index, entry in progress(fresh.facts(), shown.checkpoint.size - have.size):
            facts.read(index, entry)
        if not fresh.fits:
            damaged = fresh.damaged(tree)
            return NotFollowed(
                reason=Reason.DAMAGED, have=have.size, shown=shown.checkpoint.size, files=damaged
            )
        fetched = fetch_evidence(self.source, self.folder, self._lacking(facts), progress)
        fresh.put_in_place()
        new_key, new_policy = self._conclude(shown, facts)
        return Mirrored(
            before=have.size,
            checkpoint=shown.checkpoint,
            evidence=fetched,
            withheld=dict(facts.withheld),
            withdrawn=dict(facts.withdrawn),
            trusted=format_vkey(shown.key) if shown.key_is_its_own else "",
            new_key=new_key,
            new_policy=new_policy,
            defects=tuple(facts.defects[begun:]),
        )

    def _shown(self) -> Shown | NotFollowed:
        """What the source shows, if the key that is believed has signed it."""
        note = self.source.read(CHECKPOINT_PATH, most=MAX_NOTE_BYTES)
        if note is None:
            raise Fault("no record here", place=self.source.name, cure="give the address of a published site")
        key, its_own = self._key()
        try:
            checkpoint, signed = open_checkpoint(note, [key])
        except TlogError as error:
            return NotFollowed(reason=Reason.UNSIGNED, what=str(error), have=self._have.size)
        return Shown(note=note, signed=signed, checkpoint=checkpoint, key=key, key_is_its_own=its_own)

    def _conclude(self, shown: Shown, facts: FactsCheck) -> tuple[str, bool]:
        """Write what lies beside the record, last the checkpoint; gives a new key, and whether the policy is new."""
        new_key = next_key(facts.key, shown.key, shown.signed)
        new_policy = write_papers(self.folder, self.source, facts.definition, new_key or shown.key)
        put(RealDisk(), [(self.store.folder / CHECKPOINT, shown.note)])
        self.facts = facts
        return format_vkey(new_key) if new_key else "", new_policy

    def _history(self, have: Checkpoint, shown: Shown, tree: SourceTree) -> NotFollowed | None:
        """Why the source is not followed, where what the copy has is not a beginning of what it shows."""
        size = shown.checkpoint.size
        if size < have.size:
            same = self.store.root(size) == shown.checkpoint.root
            reason, entry = (Reason.SMALLER if same else Reason.FORK), None
        elif tree.continues(have):
            return None
        else:
            entry = tree.first_difference(self.store, have.size)
            proven = entry is not None or size == have.size
            reason = Reason.FORK if proven else Reason.DAMAGED
        kept = keep_evidence(self.folder, [self._note, shown.note])
        return NotFollowed(reason=reason, have=have.size, shown=size, entry=entry, kept=kept)

    def _key(self) -> tuple[Verifier, bool]:
        """The key to believe: the one given, else the copy's own, else what the source says (True)."""
        if self.given is not None:
            return self.given, False
        if (self.folder / LOG_KEY).exists():
            return ElectionFolder(self.folder).key, False
        content = self.source.read(LOG_KEY, most=4096)
        if content is None:
            raise Fault("no public key there", place=f"{self.source.name}{LOG_KEY}", cure="give it: --vkey")
        return read_vkey(content, place=f"{self.source.name}{LOG_KEY}"), True

    @property
    def _note(self) -> bytes:
        return self.store.note() or b""

    @property
    def _have(self) -> Checkpoint:
        """What the copy has; nothing where it is new."""
        checkpoint = None if self.store.note() is None else self.store.checkpoint()
        return checkpoint or Checkpoint("", 0, EMPTY_ROOT)

    def _edge(self, have: Checkpoint) -> Edge:
        """The right edge of the copy's own tree, from which the new facts go on."""
        edge = Edge.read(have.size, self.store.tile)
        if edge.root != have.root:
            raise Fault(
                "the copy itself is damaged",
                place=str(self.folder),
                cure=f"find the wrong file: `sverka fsck {self.folder}`; or make a new copy in an empty folder",
            )
        return edge

    def _own_facts(self, progress: Progress) -> FactsCheck:
        """What the copy's own facts say."""
        size = self._have.size
        facts = FactsCheck(size)
        for index, entry in enumerate(progress(self.store.entries(0, size) if size else (), size)):
            facts.read(index, entry)
        return facts

    def _lacking(self, facts: FactsCheck) -> list[str]:
        """The files that facts name and the copy does not have."""
        evidence = ElectionFolder(self.folder).evidence
        unpublished = facts.withheld.keys() | facts.withdrawn.keys()
        wanted = (each for each in facts.named if each not in unpublished and HASH.fullmatch(each))
        return [each for each in wanted if not evidence.path(each).exists()]


def check_is_copy(folder: Path) -> None:
    """Refuse to copy over anything but a copy."""
    if folder.exists() and not folder.is_dir():
        raise Refused("R251", f"{folder} is a file", cure="give a folder")
    if folder.is_dir():
        strange = sorted(each.name for each in folder.iterdir() if each.name not in OURS)
        if strange and not (folder / "record").is_dir():
            raise Refused(
                "R251", f"{folder} holds files that are no copy of a record", cure="give an empty folder"
            )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else may write into the copy; a new one has nothing yet that anyone could lock."""
    if not (folder / DEFINITION).exists():
        yield
        return
    with only_writer(folder):
        yield
