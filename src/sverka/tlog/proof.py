"""Proofs that travel alone: an entry's place in a log, its path to the root, and the signed checkpoint.

::

    c2sp.org/tlog-proof@v1
    extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6        only where there is something to say besides
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=          the inclusion proof, from the leaf upwards
    B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

    example.com/fancylog                                  the checkpoint with its signatures
    109482
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

    — example.com/fancylog hI2DJw…

(c2sp.org/tlog-proof, "Format".)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sverka.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from sverka.tlog.encodings import format_base64, parse_base64, parse_decimal, parse_hash, parse_text
from sverka.tlog.errors import FormatError
from sverka.tlog.keys import Verifier
from sverka.tlog.note import parse_note
from sverka.tlog.tree import check_inclusion, leaf_hash

MAX_PROOF_LINES = 63  # the levels of the largest tree, 2^63 - 1 entries

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_EXTRA = "extra "
_INDEX = "index "


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The proof that a log has an entry at `index`; `extra` is authenticated by nothing."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def parse_proof(content: bytes) -> TlogProof:
    """The proof that bytes hold; that it proves something, `check_proof` says."""
    head, empty_line, checkpoint = content.partition(b"\n\n")
    if not empty_line:
        raise FormatError("a proof without an empty line before the checkpoint")
    first, *lines = parse_text(head + b"\n", "a proof").removesuffix("\n").split("\n")
    if first != _FIRST_LINE:
        raise FormatError(f"a proof does not begin with {_FIRST_LINE}")
    extra = _parse_extra(lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else None
    if not lines or not lines[0].startswith(_INDEX):
        raise FormatError("a proof without the line of its index")
    if len(lines) - 1 > MAX_PROOF_LINES:
        raise FormatError(
            f"a proof of {len(lines) - 1} hashes; the largest tree has {MAX_PROOF_LINES} levels"
        )
    parse_checkpoint(parse_note(checkpoint).text)
    index = parse_decimal(lines[0].removeprefix(_INDEX), "the index")
    hashes = tuple(parse_hash(line, "a line of the inclusion proof") for line in lines[1:])
    return TlogProof(index, hashes, checkpoint, extra)


def format_proof(proof: TlogProof) -> bytes:
    """The bytes of a proof."""
    extra = [] if proof.extra is None else [_EXTRA + format_base64(proof.extra)]
    lines = [_FIRST_LINE, *extra, f"{_INDEX}{proof.index}", *map(format_base64, proof.hashes), "", ""]
    content = "\n".join(lines).encode() + proof.checkpoint
    parse_proof(content)  # nothing is handed out that nobody could read
    return content


def check_proof(proof: TlogProof, entry: bytes, logs: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint under which one of the known logs has exactly this entry (tlog-proof, "Verifying").

    What witnesses say of the checkpoint, a policy says: `Policy.standing`.
    """
    checkpoint, _ = open_checkpoint(proof.checkpoint, logs)
    check_inclusion(
        proof.hashes,
        index=proof.index,
        leaf=leaf_hash(entry),
        size=checkpoint.size,
        root=checkpoint.root,
    )
    return checkpoint


def _parse_extra(line: str) -> bytes:
    extra = parse_base64(line.removeprefix(_EXTRA), "the extra line")
    if not extra:
        raise FormatError("the extra line: empty, where it is left out")
    return extra
