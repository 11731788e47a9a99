"""The files beside the record, verified: evidence, the definition's papers, and what must not be there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sverka.office.fsck_facts import HASH
from sverka.office.papers import ALIASES, DEFINITION, STATIONS
from sverka.record.defects import Defect, DefectCode, defect
from sverka.record.facts import DefinitionFact

OURS = frozenset(
    {
        "record",
        "inbox",
        "night.toml",
        "evidence",
        "public",
        "forks",
        DEFINITION,
        STATIONS,
        ALIASES,
        "log.vkey",
        "policy.txt",
        ".mirror",
    }
)
SECRET = (
    b"PRIVATE+KEY+",
    b"-----BEGIN PRIVATE KEY",
    b"-----BEGIN OPENSSH PRIVATE KEY",
    b"-----BEGIN EC PRIVATE KEY",
)
SECRET_ENDINGS = (".skey", ".sqlite", ".sqlite-wal")
PIECE = 2**20  # bytes read at once: a file of evidence may be larger than the memory


def check_evidence(
    files: Iterable[Path],
    named: Mapping[str, int],
    withheld: Mapping[str, str],
    withdrawn: Mapping[str, str],
) -> Iterator[Defect]:
    """Every file of evidence against its name, and every name against the files."""
    found = set()
    for file in files:
        name = file.name
        path = f"evidence/{name}"
        if name.endswith(".tmp"):
            yield defect(DefectCode.FILE_LEFT_BEHIND, path)
        elif not HASH.fullmatch(name) or not file.is_file():
            yield defect(DefectCode.FILE_STRANGE, path)
        else:
            found.add(name)
            yield from _check_file(file, path, named=name in named)
    unpublished = {sha256: (DefectCode.EVIDENCE_WITHHELD, reason) for sha256, reason in withheld.items()}
    unpublished |= {sha256: (DefectCode.EVIDENCE_WITHDRAWN, reason) for sha256, reason in withdrawn.items()}
    yield from _missing(named, unpublished, found)


def _check_file(file: Path, path: str, *, named: bool) -> Iterator[Defect]:
    sha256, secret = _read(file)
    if secret:
        yield defect(DefectCode.KEY_IN_FOLDER, path)
    if sha256 != file.name:
        yield defect(DefectCode.EVIDENCE_CHANGED, path)
    elif not named:
        yield defect(DefectCode.EVIDENCE_UNNAMED, path)


def _missing(
    named: Mapping[str, int], unpublished: Mapping[str, tuple[DefectCode, str]], found: set[str]
) -> Iterator[Defect]:
    for sha256, entry in named.items():
        path = f"evidence/{sha256}"
        if sha256 in unpublished:
            code, reason = unpublished[sha256]
            yield defect(code, path, entry=entry, reason=reason)
        elif sha256 not in found and HASH.fullmatch(sha256):
            yield defect(DefectCode.EVIDENCE_MISSING, path, entry=entry)


def check_papers(folder: Path, fact: DefinitionFact | None) -> Iterator[Defect]:
    """The files that say what the election is, against the definition in force."""
    if fact is None:
        yield defect(DefectCode.DEFINITION_NONE, DEFINITION)
        return
    recorded = {DEFINITION: fact.definition, STATIONS: fact.stations, ALIASES: fact.aliases}
    for name, sha256 in recorded.items():
        there = (folder / name).is_file()
        if there and not sha256:
            yield defect(DefectCode.PAPER_UNRECORDED, name)
        elif sha256 and not there:
            yield defect(DefectCode.PAPER_MISSING, name, sha256=sha256)
        elif sha256 and _read(folder / name)[0] != sha256:
            yield defect(DefectCode.PAPER_CHANGED, name, sha256=sha256)


def check_surroundings(folder: Path) -> Iterator[Defect]:
    """What lies in the folder itself: keys never, foreign files are only named."""
    for file in sorted(folder.iterdir()):
        secrets = [each for each in _files_at(file) if _is_secret(each)]
        for each in secrets:
            yield defect(DefectCode.KEY_IN_FOLDER, each.relative_to(folder).as_posix())
        if not secrets and file.name not in OURS:
            yield defect(DefectCode.FILE_BESIDE, file.name)


def _files_at(file: Path) -> list[Path]:
    """A file, or all files of a folder that is none of ours."""
    if file.is_dir():
        return [] if file.name in OURS else sorted(each for each in file.rglob("*") if each.is_file())
    return [file]


def _is_secret(file: Path) -> bool:
    """Whether a file is called like a key or a lock, or begins like a key."""
    if file.name.endswith(SECRET_ENDINGS):
        return True
    with file.open("rb") as content:
        return content.read(PIECE).lstrip().startswith(SECRET)


def _read(file: Path) -> tuple[str, bool]:
    """The hash of a file, and whether it begins like a private key."""
    digest, secret = hashlib.sha256(), False
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            secret = secret or piece.lstrip().startswith(SECRET)
            digest.update(piece)
    return digest.hexdigest(), secret
