"""`files.sha256`: every file of the reproducible part of a site by its SHA-256, as `sha256sum -c` reads it.

::

    4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865  data/results.json
    53c234e5e8472b6ac51c1ae1cab3fe06fad053beb8ebfd8977b010655bfdd3c3  en/index.html

Sorted by path, byte by byte. The file itself is not in it, nor is what changes without a new fact of the record.
"""

from __future__ import annotations

from collections.abc import Mapping

MANIFEST = "files.sha256"


def format_manifest(hashes: Mapping[str, str]) -> bytes:
    """The file, from the hash of every path."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()
