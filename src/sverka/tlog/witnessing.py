"""What goes to a witness and comes back: the body of `add-checkpoint`, and the size it answers on a conflict.

::

    old 20852014                                       the size that the witness last signed
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=       the consistency proof, a hash a line
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=

    example.com/behind-the-sofa                        the checkpoint, a signed note
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo…

A witness that agrees answers signature lines: `note.parse_signatures`. (c2sp.org/tlog-witness, "add-checkpoint".)
"""

from __future__ import annotations

from dataclasses import dataclass

from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.encodings import format_base64, parse_decimal, parse_hash, parse_text
from sverka.tlog.errors import FormatError
from sverka.tlog.note import parse_note

MAX_PROOF_LINES = 63  # tlog-witness: the client must not send more

_OLD = "old "


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The question to a witness: does this checkpoint grow out of the one of size `old`?"""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """The question that the body of a request asks; the note in it is a checkpoint, whoever signed it."""
    head, empty_line, checkpoint = body.partition(b"\n\n")
    if not empty_line:
        raise FormatError("a request without an empty line before the checkpoint")
    old, *proof = parse_text(head + b"\n", "a request").removesuffix("\n").split("\n")
    if not old.startswith(_OLD):
        raise FormatError("a request does not begin with the line of the old size")
    if len(proof) > MAX_PROOF_LINES:
        raise FormatError(f"a request with {len(proof)} hashes; a proof has at most {MAX_PROOF_LINES}")
    parse_checkpoint(parse_note(checkpoint).text)
    return AddCheckpoint(
        parse_decimal(old.removeprefix(_OLD), "the old size"),
        tuple(parse_hash(line, "a line of the consistency proof") for line in proof),
        checkpoint,
    )


def format_add_checkpoint(question: AddCheckpoint) -> bytes:
    """The body of the request."""
    lines = [f"{_OLD}{question.old}", *map(format_base64, question.proof), "", ""]
    body = "\n".join(lines).encode() + question.checkpoint
    parse_add_checkpoint(body)  # nothing is sent that a witness could not read
    return body


def parse_size(body: bytes) -> int:
    """The size in the answer 409 (Content-Type `text/x.tlog.size`): what the witness last signed."""
    return parse_decimal(parse_text(body, "the size").removesuffix("\n"), "the size")


def format_size(size: int) -> bytes:
    """The answer 409."""
    return f"{size}\n".encode()
