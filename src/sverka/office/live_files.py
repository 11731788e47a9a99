"""The live part of a site: what is true of the record now, beside pages that only new facts change.

::

    record/…        the checkpoint, and the tiles up to its size          log.vkey  policy.txt
    evidence/…      the files that facts name since these pages were made sverka_verify.py
    status.json  ky/status.html  ru/status.html  en/status.html

None of it is in `files.sha256`. It is written after everything that it speaks of, the checkpoint last but one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import sverka
from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder
from sverka.office.record_files import RECORD, RecordAt
from sverka.record.store import CHECKPOINT
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note

VERIFIER = "sverka_verify.py"

Pairs = Iterator[tuple[str, bytes]]


def live_files(folder: ElectionFolder, has: Callable[[str], bool]) -> Pairs:
    """The record as it is now, its keys and its verifier, without immutable files that the site has already."""
    note = folder.store.note()
    if note is None:
        return
    now = RecordAt(folder.store, parse_checkpoint(parse_note(note).text).size)
    for path, content in (*now.tree()[1], *now.bundles()):
        if not has(path):
            yield path, content
    for named in now.evidence():
        path = f"evidence/{named}"
        if not has(path) and folder.evidence.path(named).exists():
            yield path, folder.evidence.get(named)
    yield from verifier()
    for name in (LOG_KEY, POLICY):
        if (folder.path / name).exists():
            yield name, (folder.path / name).read_bytes()
    yield f"{RECORD}/{CHECKPOINT}", note


def verifier() -> Pairs:
    """The program by which strangers check the site; it travels with this one."""
    file = Path(sverka.__file__).parent.parent / VERIFIER
    if file.is_file():
        yield VERIFIER, file.read_bytes()
