"""`files.sha256`: every file of the reproducible part of a site by its SHA-256, as `sha256sum -c` reads it.

::

    4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865  data/results.json
    53c234e5e8472b6ac51c1ae1cab3fe06fad053beb8ebfd8977b010655bfdd3c3  en/index.html
    1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014  manifests/stations-0000.sha256

Sorted by path, byte by byte. The file itself is not in it, nor is what changes without a new fact of the record. Files
of single stations, of which a country has hundreds of thousands, are in lists of their own of the same form, 256
stations each, and these lists are in it.
"""

from __future__ import annotations

from collections.abc import Mapping

MANIFEST = "files.sha256"


def format_manifest(hashes: Mapping[str, str]) -> bytes:
    """The file, from the hash of every path."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def parse_manifest(content: bytes) -> dict[str, str]:
    """The hash of every path of a file that `format_manifest` wrote."""
    lines = content.decode().splitlines()
    return {path: told for told, _, path in (line.partition("  ") for line in lines)}
