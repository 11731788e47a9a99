"""Checkpoints: the text of a note that says how large a log is and what the root of its tree is.

::

    example.com/behind-the-sofa                        the origin: which log
    20852163                                           the size of the tree
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=       the root of the tree

Extension lines, which c2sp.org/tlog-checkpoint permits and advises against, are refused: nobody audits them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sverka.tlog.encodings import check_lines, format_base64, parse_decimal, parse_hash
from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.keys import Verifier
from sverka.tlog.note import Note, parse_note, signed_by


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its first `size` entries have the root `root`."""

    origin: str
    size: int
    root: bytes


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that the text of a note is (tlog-checkpoint, "Note text")."""
    check_lines(text, "a checkpoint")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3:
        raise FormatError(f"a checkpoint of {len(lines)} lines, where it has origin, size and root")
    if len(lines) > 3:
        raise FormatError(f"a checkpoint with extension lines: {len(lines)} lines, where it has 3")
    origin, size, root = lines
    if not origin:
        raise FormatError("a checkpoint without an origin")
    return Checkpoint(
        origin, parse_decimal(size, "the size of a checkpoint"), parse_hash(root, "the root of a checkpoint")
    )


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The text to be signed."""
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{format_base64(checkpoint.root)}\n"
    parse_checkpoint(text)  # nothing is signed that nobody could read
    return text


def open_checkpoint(content: bytes, logs: Iterable[Verifier]) -> tuple[Checkpoint, Note]:
    """The checkpoint of a note that one of the known logs signed with the key that is named as its origin.

    A log's key speaks for that log only (tlog-policy, "Defining a log": the name of the key is the origin).
    """
    note = parse_note(content)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin not in {verifier.name for verifier in signed_by(note, logs)}:
        raise SignatureError(f"the checkpoint of {checkpoint.origin!r} is signed by another log only")
    return checkpoint, note
