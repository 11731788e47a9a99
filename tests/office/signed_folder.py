"""An election folder with a signed record, written byte by byte: nothing of the writer is needed to make one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import AnyFact, CountFact, DefinitionFact, DocumentFact, canonical_bytes, hash_of
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, format_bundle
from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.keys import ED25519, Signer, format_vkey, new_signer
from sverka.tlog.note import Note, format_note, sign_note
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash
from tests.town import DEFINITION, NIGHT, STATIONS

ORIGIN = "town/test"
SIGNER = new_signer(ORIGIN, ED25519, bytes(range(32)))
TAPE = b"apple 30\npear 20\n"


def facts(number: int) -> list[bytes]:
    """A definition, a document, and counts of stations that nobody needs to know."""
    first: list[AnyFact] = [definition(), document(TAPE)]
    return [canonical_bytes(fact) for fact in [*first[:number], *map(count, range(number - len(first)))]]


def definition() -> DefinitionFact:
    """The town's definition and stations."""
    return DefinitionFact(
        schema=SCHEMA,
        received=NIGHT,
        election="town-2026-05-17",
        definition=hash_of(DEFINITION.encode()),
        stations=hash_of(STATIONS.encode()),
    )


def document(content: bytes, *, supersedes: str = "", withheld: str = "") -> DocumentFact:
    """A paper."""
    return DocumentFact(
        schema=SCHEMA,
        received=NIGHT,
        sha256=hash_of(content),
        bytes=len(content),
        media_type="text/plain",
        supersedes=supersedes,
        withheld=withheld,
    )


def count(number: int, *, supersedes: str = "", apple: int = 30) -> CountFact:
    """One count of one station."""
    return CountFact(
        schema=SCHEMA,
        received=NIGHT,
        account="hand",
        contest="council",
        station=f"{number:04d}",
        rows={"2": 60, "3": 2},
        selections={"apple": apple, "pear": 20},
        documents=(hash_of(TAPE),),
        supersedes=supersedes,
    )


def signed_folder(
    path: Path, entries: Sequence[bytes], *, signer: Signer = SIGNER, evidence: Sequence[bytes] = (TAPE,)
) -> Path:
    """An election folder of these entries."""
    for content in (DEFINITION.encode(), STATIONS.encode(), *evidence):
        write(path / "evidence" / hash_of(content), content)
    write(path / "election.toml", DEFINITION.encode())
    write(path / "stations.csv", STATIONS.encode())
    write(path / "log.vkey", format_vkey(signer.verifier).encode() + b"\n")
    edge, tiles = Edge().grown([leaf_hash(entry) for entry in entries])
    for tile, hashes in tiles:
        write(path / "record" / tile.path, hashes)
    for at in range(0, len(entries), BUNDLE_WIDTH):
        bundle = entries[at : at + BUNDLE_WIDTH]
        write(path / "record" / bundle_path(at // BUNDLE_WIDTH, len(bundle)), format_bundle(bundle))
    write(path / "record" / "checkpoint", format_note(checkpoint_of(edge, signer)))
    return path


def checkpoint_of(edge: Edge, signer: Signer = SIGNER) -> Note:
    """The signed checkpoint of a tree."""
    return sign_note(format_checkpoint(Checkpoint(signer.name, edge.size, edge.root)), [signer])


def write(path: Path, content: bytes) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
