"""Evidence: files as they came, each under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from sverka.errors import Fault
from sverka.record.disk import UNFINISHED, Disk, RealDisk, put


@dataclass(frozen=True, slots=True)
class Evidence:
    """The folder `evidence/` of an election."""

    folder: Path
    disk: Disk = field(default_factory=RealDisk)

    def path(self, sha256: str) -> Path:
        """Where a file lies."""
        return self.folder / sha256

    def put(self, content: bytes) -> str:
        """Keep a file, durably; gives its hash. The same bytes twice are one file."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self.path(sha256).exists():
            self.disk.sync(self.folder)  # whoever put it there may not have come so far
        else:
            put(self.disk, [(self.path(sha256), content)], unfinished=_unfinished())
        return sha256

    def remove(self, sha256: str) -> None:
        """Take back a file that no fact names."""
        self.disk.remove(self.path(sha256))

    def get(self, sha256: str) -> bytes:
        """The bytes of a file, checked against their hash."""
        path = self.path(sha256)
        if not path.exists():
            raise Fault(
                "a file of evidence is missing",
                place=str(path),
                cure="restore it from a copy of the election folder",
            )
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Fault(
                "a file of evidence was changed",
                place=str(path),
                cure="restore it from a copy of the election folder",
            )
        return content


def _unfinished() -> str:
    """The ending of a file on its way: two who put the same file at once do not write into each other's."""
    return f".{os.getpid()}-{threading.get_ident()}{UNFINISHED}"
