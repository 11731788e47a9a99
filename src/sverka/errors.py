"""The three kinds of trouble, apart (see docs/architecture.md, "Trouble").

A *finding* (the papers disagree) is a value, not an exception: `sverka.domain.findings`.
What stops a command is one of these::

    SverkaError
    ├── Fault                  a broken file, folder or definition: what, where, and the cure
    │   ├── Faults             several of them at once: every rejected row of a file
    │   └── ExpressionError    a rule or a base that cannot be read (`sverka.domain.expressions`)
    └── Refused                not now, or not by you; nothing has changed

Both leave everything as it was, and the command ends with exit code 2.
A broken invariant of our own is an `AssertionError`, never one of these.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence


class SverkaError(Exception):
    """The base of every error a person can mend."""


class Fault(SverkaError):
    """Something given to us is broken: says what, where and what to do about it."""

    def __init__(self, what: str, *, place: str = "", cure: str = "") -> None:
        self.what = what
        self.place = place
        self.cure = cure
        super().__init__(what)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        cure = f"\n  {self.cure}" if self.cure else ""
        return f"{where}{self.what}{cure}"


class Faults(Fault):
    """Several faults of one file, reported together so that nobody mends them one by one."""

    def __init__(self, faults: Sequence[Fault], *, what: str, place: str = "", cure: str = "") -> None:
        super().__init__(what, place=place, cure=cure)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults]
        return "\n".join([*lines, super().__str__()])


class Refused(SverkaError):
    """An action is not possible in this state; nothing has changed. `code` is in docs/checks.md."""

    def __init__(self, code: str, what: str, *, cure: str = "") -> None:
        self.code = code
        self.what = what
        self.cure = cure
        super().__init__(what)

    def __str__(self) -> str:
        cure = f"\n  {self.cure}" if self.cure else ""
        return f"{self.code}: {self.what}{cure}"


ROOM = "make room and run the command again"
RIGHTS = "run the command as the user whose files these are, or get the right to write there"
CURES = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: ROOM,
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EROFS: "let the disk be written to, or use a copy of the folder on another one",
    errno.ENOENT: "check the path; a folder in it is not there",
    errno.EEXIST: "give another name: something lies there",
    errno.ENOTDIR: "check the path: a file stands in it where a folder should be",
    errno.EISDIR: "give a file, not a folder",
    errno.ENAMETOOLONG: "give a shorter name",
    errno.EIO: "the disk fails: copy the folder to another one, verify the copy, `sverka fsck`, and go on with it",
}


def fault_of(error: OSError) -> Fault:
    """What the system would not do, where, and what helps."""
    return Fault(
        f"cannot be read or written: {error.strerror or error}",
        place=str(error.filename or ""),
        cure=CURES.get(error.errno or 0, ""),
    )
