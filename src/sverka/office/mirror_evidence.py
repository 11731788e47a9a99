"""The files of evidence that a copy lacks: each fetched, held against its hash, and only then put in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sverka.office.mirror_record import HANDS, STAGE
from sverka.office.mirror_source import Source

MOST_BYTES = 2**30  # of one file

Progress = Callable[[Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of the files that facts name, by their hashes.

    `missing` : the source does not have them (yet) · `changed` : it has other bytes under their names
    """

    copied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def fetch_evidence(source: Source, folder: Path, wanted: Sequence[str], progress: Progress) -> Fetched:
    """Fetch files by their hashes; one that cannot be had keeps none of the others from coming."""
    found: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    hands = ThreadPoolExecutor(HANDS)
    try:
        outcomes = hands.map(partial(_fetch, source, folder), wanted)
        for sha256, outcome in progress(zip(wanted, outcomes, strict=True), len(wanted)):
            found[outcome].append(sha256)
    finally:
        hands.shutdown(cancel_futures=True)
    return Fetched(copied=tuple(found[True]), missing=tuple(found[None]), changed=tuple(found[False]))


def _fetch(source: Source, folder: Path, sha256: str) -> bool | None:
    """Whether a file came with the bytes that its name says; None where there is none."""
    staged = folder / STAGE / "evidence" / sha256
    got = source.save(f"evidence/{sha256}", staged, most=MOST_BYTES)
    if got != sha256:
        staged.unlink(missing_ok=True)
        return None if got is None else False
    target = folder / "evidence" / sha256
    target.parent.mkdir(exist_ok=True)
    staged.replace(target)
    return True
