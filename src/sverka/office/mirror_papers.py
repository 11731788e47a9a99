"""What lies in a copy beside its record: the definition's papers from evidence, the key it believes, the policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sverka.office.folder import LOG_KEY, POLICY
from sverka.office.mirror_source import Source
from sverka.office.papers import ALIASES, DEFINITION, STATIONS
from sverka.office.vkeys import read_vkey
from sverka.record.disk import RealDisk, put
from sverka.record.evidence import Evidence
from sverka.record.facts import DefinitionFact
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier, format_vkey
from sverka.tlog.note import MAX_NOTE_BYTES, Note, signed_by
from sverka.tlog.policy import parse_policy


def next_key(in_force: str, key: Verifier, note: Note) -> Verifier | None:
    """The key that the record says is in force, if it and the one believed so far have both signed the checkpoint."""
    if in_force in ("", format_vkey(key)):
        return None
    new = read_vkey(in_force.encode(), place="the record")
    try:
        return new if len(signed_by(note, [key, new])) == 2 else None
    except TlogError:
        return None


def write_papers(folder: Path, source: Source, fact: DefinitionFact | None, key: Verifier) -> bool:
    """Write them where they are other than they lie there; gives whether a policy took the place of another."""
    files = {folder / LOG_KEY: f"{format_vkey(key)}\n".encode()}
    if fact is not None:
        files |= dict(_papers(folder, fact))
        _remove_unrecorded(folder, fact)
    policy, before = _policy(source), _content(folder / POLICY)
    if policy is not None:
        files[folder / POLICY] = policy
    put(RealDisk(), [(path, content) for path, content in files.items() if _content(path) != content])
    return before is not None and policy not in (None, before)


def _papers(folder: Path, fact: DefinitionFact) -> Iterator[tuple[Path, bytes]]:
    evidence = Evidence(folder / "evidence")
    for name, sha256 in _named(fact):
        if sha256 and evidence.path(sha256).exists():
            yield folder / name, evidence.get(sha256)


def _remove_unrecorded(folder: Path, fact: DefinitionFact) -> None:
    for name, sha256 in _named(fact):
        if not sha256:
            (folder / name).unlink(missing_ok=True)


def _named(fact: DefinitionFact) -> tuple[tuple[str, str], ...]:
    return (DEFINITION, fact.definition), (STATIONS, fact.stations), (ALIASES, fact.aliases)


def _policy(source: Source) -> bytes | None:
    """The policy of the source; one that cannot be read is none."""
    content = source.read(POLICY, most=MAX_NOTE_BYTES)
    try:
        if content is not None:
            parse_policy(content)
    except TlogError:
        return None
    return content


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
