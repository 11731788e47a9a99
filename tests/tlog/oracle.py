"""What must hold for any bytes: a parser fails with a `TlogError` or not at all, and what it accepts is so written.

Where there are signatures and proofs, what is accepted is moreover what the samples signed and proved: nobody
can find another text or path by trying.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable
from pathlib import Path

from sverka.tlog.bundles import bundle_path, format_bundle, parse_bundle, parse_bundle_path
from sverka.tlog.checkpoint import format_checkpoint, open_checkpoint, parse_checkpoint
from sverka.tlog.encodings import parse_text
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import format_skey, format_vkey, parse_skey, parse_vkey
from sverka.tlog.note import format_note, format_signatures, parse_note, parse_signatures
from sverka.tlog.policy import format_policy, parse_policy
from sverka.tlog.proof import check_proof, format_proof, parse_proof
from sverka.tlog.tiles import parse_tile_path, tile_hashes
from sverka.tlog.tree import check_consistency
from sverka.tlog.witnessing import format_add_checkpoint, format_size, parse_add_checkpoint, parse_size
from tests.tlog.samples import EMPTY_TEXT, ENTRIES, LOG, OLD_ROOT, POLICY, PROOF, QUESTION, TEXT

CORPUS = Path(__file__).parent / "corpus"


def judge(name: str, content: bytes) -> str:
    """`accepted`, `refused` or `wrong`: what a parser, by its name, did with the bytes."""
    try:
        return "accepted" if ORACLES[name](content) else "wrong"
    except TlogError:
        return "refused"
    except Exception:  # noqa: BLE001 - any other exception is what we look for
        return "wrong"


def corpus(name: str) -> list[bytes]:
    """The kept inputs of a parser: corpus/NAME.txt, each line the literal of its bytes."""
    lines = (CORPUS / f"{name}.txt").read_text("ascii").splitlines()
    return [literal_eval(line) for line in lines]


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _vkey(content: bytes) -> bool:
    return format_vkey(parse_vkey(_text(content))) == _text(content)


def _skey(content: bytes) -> bool:
    return format_skey(parse_skey(_text(content))) == _text(content)


def _note(content: bytes) -> bool:
    return format_note(parse_note(content)) == content


def _signatures(content: bytes) -> bool:
    text = parse_text(content, "the answer of a witness")
    return format_signatures(parse_signatures(text)) == text


def _checkpoint(content: bytes) -> bool:
    text = parse_text(content, "a checkpoint")
    return format_checkpoint(parse_checkpoint(text)) == text


def _standing(content: bytes) -> bool:
    """Only a text that was signed stands, and only with the times that were signed."""
    standing = POLICY.standing(content)
    times = {"W1": 1638110000, "W2": 1638110001}
    return parse_note(content).text in {TEXT, EMPTY_TEXT} and standing.cosigned.items() <= times.items()


def _request(content: bytes) -> bool:
    return format_add_checkpoint(parse_add_checkpoint(content)) == content


def _growth(content: bytes) -> bool:
    """Only the proof that was made proves growth out of the older tree."""
    question = parse_add_checkpoint(content)
    checkpoint, _ = open_checkpoint(question.checkpoint, [LOG.verifier])
    size, root = checkpoint.size, checkpoint.root
    check_consistency(question.proof, old=question.old, old_root=OLD_ROOT, size=size, root=root)
    return (question.old, question.proof) == (QUESTION.old, QUESTION.proof)


def _size(content: bytes) -> bool:
    return format_size(parse_size(content)) == content


def _proof(content: bytes) -> bool:
    return format_proof(parse_proof(content)) == content


def _inclusion(content: bytes) -> bool:
    """Only the path that was made proves the place of the entry."""
    proof = parse_proof(content)
    check_proof(proof, ENTRIES[PROOF.index], [LOG.verifier])
    return (proof.index, proof.hashes) == (PROOF.index, PROOF.hashes)


def _policy(content: bytes) -> bool:
    """A policy can be written in many ways: the one that we write means the same, and stays as it is."""
    policy = parse_policy(content)
    written = format_policy(policy)
    return parse_policy(written) == policy and format_policy(parse_policy(written)) == written


def _bundle(content: bytes) -> bool:
    return format_bundle(parse_bundle(content)) == content


def _bundle_path(content: bytes) -> bool:
    return bundle_path(*parse_bundle_path(_text(content))) == _text(content)


def _tile(content: bytes) -> bool:
    return b"".join(tile_hashes(content)) == content


def _tile_path(content: bytes) -> bool:
    return parse_tile_path(_text(content)).path == _text(content)


ORACLES: dict[str, Callable[[bytes], bool]] = {
    "vkey": _vkey,
    "skey": _skey,
    "note": _note,
    "signatures": _signatures,
    "checkpoint": _checkpoint,
    "standing": _standing,
    "request": _request,
    "growth": _growth,
    "size": _size,
    "proof": _proof,
    "inclusion": _inclusion,
    "policy": _policy,
    "bundle": _bundle,
    "bundle-path": _bundle_path,
    "tile": _tile,
    "tile-path": _tile_path,
}
