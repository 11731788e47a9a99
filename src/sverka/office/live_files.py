"""The live part of a site: what is true of the record now, beside pages that only new facts change.

::

    record/…        the checkpoint, and the tiles up to its size          log.vkey  policy.txt
    evidence/…      the files that facts name since these pages were made sverka_verify.py
    status.json  ky/status.html  ru/status.html  en/status.html
    feed-ky.xml  ky/corrections.html  and in the other languages

None of it is in `files.sha256`. What is spoken of is written before what speaks of it: the checkpoint after its
tiles, the pages on it last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import sverka
from sverka.errors import Fault
from sverka.office.clock import now as now_in
from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder, State
from sverka.office.record_files import RECORD, RecordAt
from sverka.office.record_status import status_of
from sverka.publish.news import News
from sverka.publish.site.build import LANGUAGES, MARK
from sverka.publish.site.corrections import news_files
from sverka.publish.site.status import status_files
from sverka.record.disk import RealDisk, put
from sverka.record.store import CHECKPOINT
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note

VERIFIER = "sverka_verify.py"

Pairs = Iterator[tuple[str, bytes]]


def live_files(state: State, has: Callable[[str], bool]) -> Pairs:
    """The record as it is now, and the page on it; without immutable files that the site has already.

    `state` : as the pages beside it were made
    """
    folder = state.folder
    note = folder.store.note()
    if note is None:
        return
    now = RecordAt(folder.store, parse_checkpoint(parse_note(note).text).size)
    yield from now.missing(has)
    for named in now.evidence():
        path = f"evidence/{named}"
        if not has(path) and folder.evidence.path(named).exists():
            yield path, folder.evidence.get(named)
    program = verifier()
    if program:
        yield VERIFIER, program
    for name in (LOG_KEY, POLICY):
        if (folder.path / name).exists():
            yield name, (folder.path / name).read_bytes()
    yield f"{RECORD}/{CHECKPOINT}", note
    status = status_of(state, note, made_at=now_in(state.election.timezone), verifier=program)
    yield from status_files(state.election, status, LANGUAGES)
    yield from news_files(state.election, news_of(folder, now.size), LANGUAGES, state.snapshot.decisions)


def news_of(folder: ElectionFolder, size: int) -> News:
    """What the first facts of a record tell beside counts."""
    news = News()
    news.take(folder.store.entries(0, size))
    return news


def is_site(out: Path) -> bool:
    """Whether a site of ours lies there."""
    return (out / MARK).is_file()


def renew_live_files(out: Path, folder: ElectionFolder) -> int:
    """Write the live part of a site anew where it stands, file by file; gives how many.

    No page of figures is made, and immutable files are neither read nor written again; the facts are read once more.
    """
    if not is_site(out):
        raise Fault(
            "no site of Sverka", place=str(out), cure=f"make it first: `sverka publish {folder.path}`"
        )
    state = folder.open(size=json.loads((out / MARK).read_bytes())["record_size"])
    _remove_withheld(out, folder)
    count = 0
    for path, content in live_files(state, lambda path: (out / path).exists()):
        put(RealDisk(), [(out / path, content)])
        count += 1
    return count


def _remove_withheld(out: Path, folder: ElectionFolder) -> None:
    """Take papers off the site that were withheld since its pages were made."""
    for named in RecordAt(folder.store, 0).withheld_later():
        (out / "evidence" / named).unlink(missing_ok=True)


def verifier() -> bytes:
    """The program by which strangers check the site, which travels with this one; nothing where it does not."""
    file = Path(sverka.__file__).parent.parent / VERIFIER
    return file.read_bytes() if file.is_file() else b""
