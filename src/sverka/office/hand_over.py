"""The note with which one machine hands a record over to another: from here on it signs nothing more.

::

    sverka/hand-over/v1
    kg-2027/3fa9c1d2                                   the origin of the record
    20852163                                           how many facts it signed, and no more
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=       the root of their tree
    the machine is moved to the other building         why

    — kg-2027/3fa9c1d2 …                               signed by the key of the record (C2SP signed-note)

The lock of the machine is closed before the note exists. So whoever has the note, and the record to that size, knows
that nothing else was signed: the second machine may go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault
from sverka.office.folder import ElectionFolder
from sverka.office.home import lock_database
from sverka.office.keys import signers_of
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.record.lock_database import HANDED_OVER, Held
from sverka.tlog.encodings import format_base64, parse_decimal, parse_hash
from sverka.tlog.errors import FormatError, TlogError
from sverka.tlog.keys import Verifier
from sverka.tlog.note import format_note, parse_note, sign_note, signed_by

HEAD = "sverka/hand-over/v1"
LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What a machine says that writes no more: of which record, to which state, and why."""

    origin: str
    size: int
    root: bytes
    reason: str


def hand_over(folder: ElectionFolder, *, reason: str) -> tuple[HandOver, bytes]:
    """Close the lock of this machine for a record, and sign that; run again, it gives the note again."""
    reason = " ".join(reason.split())
    if not reason:
        raise Fault("nothing is given", place="--reason", cure="say why: it will stand in the record")
    with only_writer(folder.path), to_its_end():
        signers = signers_of(folder.origin)
        held = _closed(folder)
        said = HandOver(origin=held.origin, size=held.size, root=held.root, reason=reason)
        return said, format_note(sign_note(format_hand_over(said), signers))


def write_note(note: bytes, file: Path) -> None:
    """Write a note to a file that is not there yet; it is no secret."""
    try:
        with file.open("xb") as opened:
            opened.write(note)
    except FileExistsError:
        cure = "give another name and run the command again: it gives the same note"
        raise Fault("there is a file already", place=str(file), cure=cure) from None


def _closed(folder: ElectionFolder) -> Held:
    """The last signed state, whose lock is closed now; one that is closed already stays as it is."""
    lock = lock_database()
    held = lock.held(folder.origin)
    if held is None or held.state != HANDED_OVER:
        folder.sequencer()  # which refuses where folder and lock do not agree, and finishes what was interrupted
        held = lock.held(folder.origin)
        if held is None:
            raise AssertionError("a record that is written here has a lock")
        lock.hand_over(held)
    return held


def format_hand_over(said: HandOver) -> str:
    """The text that is signed."""
    return f"{HEAD}\n{said.origin}\n{said.size}\n{format_base64(said.root)}\n{said.reason}\n"


def open_hand_over(content: bytes, key: Verifier, *, place: str) -> HandOver:
    """What a note says, if the key of the record has signed it."""
    try:
        note = parse_note(content)
        said = _parsed(note.text)
        if not signed_by(note, [key]):
            raise FormatError(f"not signed by {key.name}")
    except TlogError as error:
        cure = "give the file that `sverka keys hand-over` wrote"
        raise Fault(f"no note of a hand-over: {error}", place=place, cure=cure) from None
    if said.origin != key.name:
        raise Fault(f"a hand-over of {said.origin!r}, not of {key.name!r}", place=place, cure="give its own")
    return said


def _parsed(text: str) -> HandOver:
    lines = text.removesuffix("\n").split("\n")
    if len(lines) != LINES or lines[0] != HEAD:
        raise FormatError(f"it does not begin with {HEAD}, or has another number of lines")
    size, root = parse_decimal(lines[2], "the size"), parse_hash(lines[3], "the root")
    return HandOver(origin=lines[1], size=size, root=root, reason=lines[4])
