"""A record as someone else keeps it, read and verified: every fact hashed up to the root that its key has signed.

From a folder (an election folder, a copy, a published site) it is read where it lies. From an address it is copied
first, as `sverka mirror` does it, facts alone; of evidence only the definition and the time stamps come along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sverka.domain.election import Election
from sverka.errors import Fault, Faults
from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder
from sverka.office.fsck_facts import HASH, FactsCheck
from sverka.office.mirror import Mirror
from sverka.office.mirror_evidence import fetch_evidence
from sverka.office.mirror_forks import NotFollowed
from sverka.office.mirror_source import Source, Web, source_at
from sverka.office.papers import Papers
from sverka.office.vkeys import read_vkey
from sverka.record.evidence import Evidence
from sverka.record.replay import Gathered, tabulate
from sverka.record.snapshot import Snapshot
from sverka.record.store import FROM_A_COPY, Store, width_of
from sverka.tlog.bundles import BUNDLE_WIDTH
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier
from sverka.tlog.policy import parse_policy
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash

Progress = Callable[[Iterable[Any], int], Iterator[Any]]


@dataclass(frozen=True, kw_only=True)
class ReadRecord:
    """A record whose facts are those that its key has signed.

    `name` : the folder or address that a person gave · `folder` : where it lies on this machine
    `key_is_its_own` : nobody gave a key, and the one that lies beside the record was believed
    `cosigned` : the witnesses of its policy that signed the checkpoint, and when, in seconds since 1970
    """

    name: str
    folder: Path
    key: Verifier
    key_is_its_own: bool
    checkpoint: Checkpoint
    cosigned: dict[str, int]
    election: Election
    snapshot: Snapshot
    gathered: Gathered

    @property
    def store(self) -> Store:
        """Its facts."""
        return ElectionFolder(self.folder).store


def is_record(given: str, *, asks: bool) -> bool:
    """Whether a folder or an address has a record; `asks` : an address is asked, else it is none."""
    if "://" not in given:
        return (Path(given) / "record").is_dir()
    return asks and source_at(given).read("record/checkpoint", most=1_000_000) is not None


def read_record(given: str, *, key: Verifier | None, stage: Path, progress: Progress) -> ReadRecord:
    """The record at a folder or an address, verified; `stage` : an empty folder for the copy of an address."""
    source = source_at(given)
    if not isinstance(source, Web):
        return _read(given, Path(given), key, progress)
    _copy(source, stage, key, progress)
    return _read(given, stage, key, progress, of=source)


class _FactsAlone(Mirror):
    """A copy without evidence, which only what is asked of it afterwards brings."""

    __slots__ = ()

    def _lacking(self, facts: FactsCheck) -> list[str]:
        return []


def _copy(source: Source, stage: Path, key: Verifier | None, progress: Progress) -> None:
    outcome = _FactsAlone(source, stage, key).renew(progress)
    if isinstance(outcome, NotFollowed):
        raise Fault(
            f"the record there does not verify ({outcome.reason}) {outcome.what}".rstrip(),
            place=source.name,
            cure="ask whoever keeps it; with another key: --our-key, --their-key",
        )


def _read(
    name: str, folder: Path, given: Verifier | None, progress: Progress, *, of: Source | None = None
) -> ReadRecord:
    key = given or _own_key(folder, name)
    store = Store(folder / "record")
    note = store.note()
    if note is None:
        raise Fault("no checkpoint: nothing was ever signed here", place=name, cure="give another record")
    try:
        checkpoint, _ = open_checkpoint(note, [key])
    except TlogError as error:
        raise Fault(
            f"its checkpoint is not signed by {key.name}: {error}",
            place=name,
            cure="get the key of this record from whoever keeps it: --our-key, --their-key",
        ) from error
    with _in(name):
        gathered = _gathered(store, checkpoint, name, progress)
        if of is not None:
            fetch_evidence(of, folder, list(filter(HASH.fullmatch, _wanted(gathered))), progress)
        election = _election(gathered, folder, name)
        snapshot = tabulate(gathered, election)
    return ReadRecord(
        name=name,
        folder=folder,
        key=key,
        key_is_its_own=given is None,
        checkpoint=checkpoint,
        cosigned=_cosigned(folder, note),
        election=election,
        snapshot=snapshot,
        gathered=gathered,
    )


@contextmanager
def _in(name: str) -> Iterator[None]:
    """Say of which of two records a fault is."""
    try:
        yield
    except Faults as faults:
        raise Faults(
            faults.faults, what=faults.what, place=f"{name}: {faults.place}", cure=faults.cure
        ) from faults
    except Fault as fault:
        place = fault.place if name in fault.place else f"{name}: {fault.place}"
        raise Fault(fault.what, place=place, cure=fault.cure) from fault


def _gathered(store: Store, checkpoint: Checkpoint, name: str, progress: Progress) -> Gathered:
    """The facts, once they have the signed root."""
    gathered, edge = Gathered(), Edge()
    for number in progress(range(-(-checkpoint.size // BUNDLE_WIDTH)), -(-checkpoint.size // BUNDLE_WIDTH)):
        entries = store.bundle(number, width_of(number, checkpoint.size))
        edge, _ = edge.grown(_leaves(entries))
        for entry in entries:
            gathered.read(entry)
    if edge.root != checkpoint.root:
        raise Fault(
            "the facts there are not those that its checkpoint signs",
            place=name,
            cure=f"find the wrong file: `sverka fsck {name}`; {FROM_A_COPY}",
        )
    return gathered


def _leaves(entries: Sequence[bytes]) -> list[bytes]:
    return list(map(leaf_hash, entries))


def _own_key(folder: Path, name: str) -> Verifier:
    """The key that lies beside a record."""
    try:
        return read_vkey((folder / LOG_KEY).read_bytes()[:4096], place=f"{name}/{LOG_KEY}")
    except OSError:
        raise Fault("no public key there", place=name, cure="give it: --our-key, --their-key") from None


def _election(gathered: Gathered, folder: Path, name: str) -> Election:
    """The election of the last definition, as the record's own evidence has it."""
    if gathered.definition is None:
        raise Fault("the record has no definition", place=name, cure="give another record")
    return Papers.recorded(gathered.definition, Evidence(folder / "evidence")).election()


def _wanted(gathered: Gathered) -> Iterator[str]:
    """The definition, and what is needed to check the time stamps."""
    if gathered.definition is not None:
        fact = gathered.definition
        yield from filter(None, (fact.definition, fact.stations, fact.aliases))
    for anchor in gathered.anchors.values():
        yield from (anchor.token, *anchor.certificates)


def _cosigned(folder: Path, note: bytes) -> dict[str, int]:
    """The witnesses of the record's policy that signed; a policy that cannot be read names none."""
    try:
        return dict(parse_policy((folder / POLICY).read_bytes()).standing(note).cosigned)
    except (OSError, TlogError):
        return {}
