"""Evidence: files as they came, each under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault


@dataclass(frozen=True, slots=True)
class Evidence:
    """The folder `evidence/` of an election."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where a file lies."""
        return self.folder / sha256

    def put(self, content: bytes) -> str:
        """Keep a file; gives its hash. The same bytes twice are one file."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(path.name + ".tmp")
            try:
                temporary.write_bytes(content)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        return sha256

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
