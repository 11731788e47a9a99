"""The lies that are tried, each under its name: how a published site is forged, and the words that must refuse it.

In the first table nobody has a key: a host, a network, the holder of a copy. In the second the operator lies and
signs, and the witnesses, who know nothing of votes, co-sign.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sverka.record.facts import hash_of
from sverka.tlog.bundles import bundle_path, format_bundle, parse_bundle
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import ED25519, format_vkey, new_signer
from sverka.tlog.note import Note, parse_note
from sverka.tlog.tree import leaf_hash
from tests.verify.forge import NOON, Forger, changed, found
from tests.verify.honest import STRANGER, WITNESSES, Honest

RESULTS = "data/results.json"
HAND = b"0003,303,"  # of a line of the file that the hand count came in


@dataclass(frozen=True, slots=True)
class Forgery:
    """How a copy of the honest site is forged, and what must be said of it."""

    forge: Callable[[Forger, Honest], None]
    said: tuple[str, ...]
    since: Callable[[Honest], Path] | None = None  # a checkpoint that the reader kept


# --- without a key -----------------------------------------------------------------------------------------------


def wrong_signature(forger: Forger, honest: Honest) -> None:
    """The operator's signature is that of the first night."""
    earlier = parse_note(honest.first_checkpoint.read_bytes())
    forger.put_note(Note(forger.note.text, (earlier.signatures[0], *forger.note.signatures[1:])))


def changed_tile(forger: Forger, honest: Honest) -> None:
    """One hash of a tile."""
    tile = bytearray(forger.read("record/tile/0/000"))
    tile[32 * 40] ^= 1
    forger.put("record/tile/0/000", bytes(tile))


def changed_upper_tile(forger: Forger, honest: Honest) -> None:
    """The hash of a tile in the tile above."""
    forger.put("record/tile/1/000.p/1", bytes(32))


def edited_entry(forger: Forger, honest: Honest) -> None:
    """A vote more, in the file of the entries alone."""
    forger.replace("record/tile/entries/000", b'"apple":37', b'"apple":38')


def entry_and_tile(forger: Forger, honest: Honest) -> None:
    """A vote more, and its hash in the tile of level 0 made to match."""
    entries = parse_bundle(forger.read("record/tile/entries/000"))
    at = found(entries, lambda fact: fact.get("station") == "0030")
    forged = changed(entries, at, selections=_one_more(entries[at]))
    tile = bytearray(forger.read("record/tile/0/000"))
    tile[32 * at : 32 * at + 32] = leaf_hash(forged[at])
    forger.put("record/tile/0/000", bytes(tile))
    forger.put("record/tile/entries/000", format_bundle(forged))


def whole_tree(forger: Forger, honest: Honest) -> None:
    """A vote more, and every tile up to the root made to match; the checkpoint cannot be."""
    index = found(forger.entries, lambda fact: fact.get("station") == "0030")
    forger.lay(changed(forger.entries, index, selections=_one_more(forger.entries[index])))


def another_order(forger: Forger, honest: Honest) -> None:
    """Two facts change places, and every tile with them."""
    entries = forger.entries
    entries[4], entries[5] = entries[5], entries[4]
    forger.lay(entries)


def too_wide(forger: Forger, honest: Honest) -> None:
    """A partial tile with one hash more than its name says."""
    path = _partial(forger, "tile/0")
    forger.put(path, forger.read(path) + leaf_hash(b"more"))


def too_wide_bundle(forger: Forger, honest: Honest) -> None:
    """A partial bundle with one entry more than its name says."""
    path = _partial(forger, "tile/entries")
    forger.put(path, forger.read(path) + format_bundle([b"{}"]))


def evidence_changed(forger: Forger, honest: Honest) -> None:
    """The file of the hand count, with other figures."""
    forger.replace(_evidence(forger, HAND), HAND, b"0003,304,")


def evidence_missing(forger: Forger, honest: Honest) -> None:
    """The file of the hand count is not there, and no fact says that it is withheld."""
    (forger.where / _evidence(forger, HAND)).unlink()


def another_key(forger: Forger, honest: Honest) -> None:
    """A key of the forger's own, under the old name, which signs everything anew."""
    thief = new_signer(honest.signer.name, ED25519, hashlib.sha256(b"thief").digest())
    forger.rewrite(forger.entries, thief, WITNESSES)
    forger.put("log.vkey", format_vkey(thief.verifier).encode() + b"\n")


def rolled_back(forger: Forger, honest: Honest) -> None:
    """The whole site of the first night, with every signature it had."""
    shutil.rmtree(forger.where)
    shutil.copytree(honest.first_night, forger.where)


def unknown_witness(forger: Forger, honest: Honest) -> None:
    """One of the two witnesses is gone, and somebody else has co-signed."""
    stranger = cosign(forger.note.text, STRANGER, timestamp=NOON)
    forger.put_note(Note(forger.note.text, (*forger.note.signatures[:2], stranger)))


def cosignature_moved(forger: Forger, honest: Honest) -> None:
    """The cosignature of the first night under the checkpoint of the next day."""
    earlier = parse_note(honest.first_checkpoint.read_bytes())
    forger.put_note(Note(forger.note.text, (*forger.note.signatures[:2], earlier.signatures[2])))


def no_quorum(forger: Forger, honest: Honest) -> None:
    """One of two witnesses has not co-signed."""
    forger.put_note(Note(forger.note.text, forger.note.signatures[:2]))


def time_to_come(forger: Forger, honest: Honest) -> None:
    """A witness that co-signs for next century, so that the record looks fresh for ever."""
    later = cosign(forger.note.text, WITNESSES[1], timestamp=4_102_444_800)
    forger.put_note(Note(forger.note.text, (*forger.note.signatures[:2], later)))


def published_file(forger: Forger, honest: Honest) -> None:
    """One vote more for a list, in the published figures."""
    results = json.loads(forger.read(RESULTS))
    results["contests"]["council"]["totals"]["hand"][""]["selections"]["pear"] += 1
    forger.put(RESULTS, json.dumps(results).encode())


def figures_gone(forger: Forger, honest: Honest) -> None:
    """The pages are changed, and no figures lie there to hold them against."""
    page_changed(forger, honest)
    (forger.where / RESULTS).unlink()


def published_list(forger: Forger, honest: Honest) -> None:
    """A page is changed, and the list of files says so."""
    page = "en/index.html"
    before = hash_of(forger.read(page)).encode()
    forger.replace(page, b"</body>", b"<p>All is well.</p></body>")
    forger.replace("files.sha256", before, hash_of(forger.read(page)).encode())


def page_changed(forger: Forger, honest: Honest) -> None:
    """A page is changed."""
    forger.replace("en/index.html", b"</body>", b"<p>All is well.</p></body>")


WITHOUT_A_KEY = {
    "wrong signature": Forgery(wrong_signature, ("no right signature",)),
    "changed tile": Forgery(
        changed_tile, ("record/tile/0/000: missing, or not the tile of record/tile/entries/000",)
    ),
    "changed upper tile": Forgery(
        changed_upper_tile, ("record/tile/1/000.p/1: missing, or not the tile of the entries",)
    ),
    "edited entry": Forgery(edited_entry, ("do NOT give the signed root", "record/tile/entries/000")),
    "entry and tile changed together": Forgery(entry_and_tile, ("do NOT give the signed root",)),
    "all tiles changed to match": Forgery(whole_tree, ("do NOT give the signed root",)),
    "entries in another order": Forgery(another_order, ("do NOT give the signed root",)),
    "partial tile too long": Forgery(too_wide, (".p/50: missing, or not the tile",)),
    "partial bundle too long": Forgery(too_wide_bundle, (".p/50: the bundle is missing, breaks off",)),
    "evidence changed": Forgery(evidence_changed, ("was changed: its bytes have another hash",)),
    "evidence missing": Forgery(evidence_missing, ("missing, and no fact withholds it",)),
    "key exchanged": Forgery(another_key, ("no right signature",)),
    "rolled back": Forgery(
        rolled_back, ("the record shrank since",), since=lambda honest: honest.last_checkpoint
    ),
    "unknown witness": Forgery(unknown_witness, ("1 of 2 witnesses co-signed; the quorum both is NOT met",)),
    "cosignature moved": Forgery(cosignature_moved, ("witness newspaper has a wrong signature",)),
    "quorum not met": Forgery(no_quorum, ("1 of 2 witnesses co-signed; the quorum both is NOT met",)),
    "a time to come": Forgery(
        time_to_come, ("witness newspaper co-signed at 2100-01-01 00:00:00 UTC, a time to come",)
    ),
    "a published figure changed": Forgery(published_file, ("selections.pear: published",)),
    "figures taken away": Forgery(figures_gone, ("no data/results.json is here",)),
    "a page changed": Forgery(page_changed, ("en/index.html: not the file that files.sha256 lists",)),
    "a page and the list of files changed": Forgery(published_list, ("publication: announced files",)),
}


def _one_more(entry: bytes) -> dict[str, int]:
    selections: dict[str, int] = json.loads(entry)["selections"]
    return selections | {"apple": selections["apple"] + 1}


def _partial(forger: Forger, kind: str) -> str:
    """The partial file of the checkpoint's size."""
    size = forger.store.size
    path = bundle_path(size // 256, size % 256).replace("tile/entries", kind)
    return f"record/{path}"


def _evidence(forger: Forger, holds: bytes) -> str:
    files = (forger.where / "evidence").iterdir()
    return next(f"evidence/{file.name}" for file in files if holds in file.read_bytes())
