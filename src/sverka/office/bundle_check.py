"""Check a bundle without the record that it was made from: every file, proof, chain, signature and time stamp."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sverka.errors import Fault
from sverka.office.bundle_anchors import FOLDER
from sverka.office.folder import LOG_KEY, POLICY
from sverka.office.timestamps import TokenError, check_reply, parse_certificates
from sverka.office.vkeys import read_vkey
from sverka.publish.manifest import MANIFEST
from sverka.record.facts import (
    NOT_A_FACT,
    AnchorFact,
    AnyFact,
    DocumentFact,
    Subject,
    UnknownFact,
    hash_of,
    is_its_form,
    parse_fact,
    subject_of,
)
from sverka.record.named_evidence import evidence_named_by
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier
from sverka.tlog.policy import parse_policy
from sverka.tlog.proof import check_proof, parse_proof
from sverka.tlog.tree import check_consistency
from sverka.tlog.witnessing import parse_add_checkpoint

CHECKPOINT = "checkpoint"
MOST_BYTES = 2**31  # unpacked: a zip of a few bytes can claim any number
FACT = re.compile(r"facts/([0-9]{8})\.json")
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class ProblemCode(StrEnum):
    """What is wrong with a file of a bundle."""

    MISSING = "missing"
    UNLISTED = "unlisted"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    UNPROVEN = "unproven"
    NO_FACT = "no-fact"
    CHAIN = "chain"
    UNNAMED = "unnamed"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one file, with the reason where there is more to say."""

    code: ProblemCode
    file: str
    reason: str = ""


@dataclass(slots=True)
class BundleCheck:
    """A bundle that was checked: what it holds, and everything that is wrong with it."""

    files: Mapping[str, bytes]
    checkpoint: Checkpoint
    key: Verifier
    problems: list[Problem] = field(default_factory=list)
    facts: dict[int, AnyFact] = field(default_factory=dict)
    witnesses: tuple[int, int] = (0, 0)
    stamps: int = 0

    def found(self) -> Iterator[Problem]:
        """Everything that is wrong, file by file; what the bundle holds is known after that."""
        yield from self._listed()
        yield from self._signed()
        for path in sorted(self.files):
            if match := FACT.fullmatch(path):
                yield from self._proven(path, int(match[1]))
        yield from self._chained()
        yield from self._named()
        yield from self._stamped()

    def _listed(self) -> Iterator[Problem]:
        """Every file against the list of files."""
        lines = self.files[MANIFEST].decode("utf-8", "replace").splitlines()
        listed = {match[2]: match[1] for match in map(LINE.fullmatch, lines) if match}
        for path in sorted(listed.keys() | self.files.keys() - {MANIFEST}):
            if path not in self.files:
                yield Problem(ProblemCode.MISSING, path)
            elif path not in listed:
                yield Problem(ProblemCode.UNLISTED, path)
            elif hashlib.sha256(self.files[path]).hexdigest() != listed[path]:
                yield Problem(ProblemCode.CHANGED, path)

    def _signed(self) -> Iterator[Problem]:
        """The key of the record, and the policy's witnesses."""
        note = self.files[CHECKPOINT]
        try:
            open_checkpoint(note, [self.key])
            if POLICY in self.files:
                policy = parse_policy(self.files[POLICY])
                self.witnesses = len(policy.standing(note).cosigned), len(policy.witnesses)
        except TlogError as error:
            yield Problem(ProblemCode.UNSIGNED, CHECKPOINT, str(error))

    def _proven(self, path: str, index: int) -> Iterator[Problem]:
        """One fact, and its proof under the checkpoint of the bundle."""
        entry, proof_path = self.files[path], path.replace(".json", ".tlog-proof")
        try:
            proof = parse_proof(self.files.get(proof_path, b""))
            check_proof(proof, entry, [self.key])
        except TlogError as error:
            yield Problem(ProblemCode.UNPROVEN, path, str(error))
            return
        if proof.index != index or proof.checkpoint != self.files[CHECKPOINT]:
            yield Problem(ProblemCode.UNPROVEN, path, "of another entry, or under another checkpoint")
            return
        try:
            fact = parse_fact(entry)
        except NOT_A_FACT as error:
            yield Problem(ProblemCode.NO_FACT, path, str(error))
            return
        if isinstance(fact, UnknownFact) or not is_its_form(fact, entry):
            yield Problem(ProblemCode.NO_FACT, path)
        else:
            self.facts[index] = fact

    def _chained(self) -> Iterator[Problem]:
        """Each fact names the one before it of its subject, so that none before the last can be left out."""
        last: dict[Subject, str] = {}
        for index, fact in sorted(self.facts.items()):
            path = f"facts/{index:08d}.json"
            if fact.supersedes != last.get(subject_of(fact), ""):
                yield Problem(ProblemCode.CHAIN, path)
            last[subject_of(fact)] = hash_of(self.files[path])

    def _named(self) -> Iterator[Problem]:
        """Files of evidence against their names, and names against files."""
        there = set()
        for path, content in self.files.items():
            if path.startswith("evidence/"):
                sha256 = path.removeprefix("evidence/").partition(".")[0]
                there.add(sha256)
                if hash_of(content) != sha256:
                    yield Problem(ProblemCode.CHANGED, path)
        papers = {fact.sha256: fact for fact in self.facts.values() if isinstance(fact, DocumentFact)}
        withheld = {sha256 for sha256, fact in papers.items() if not fact.is_published}
        named = dict.fromkeys(each for fact in self.facts.values() for each in evidence_named_by(fact))
        for sha256 in named.keys() - there - withheld:
            yield Problem(ProblemCode.UNNAMED, f"evidence/{sha256}")

    def _stamped(self) -> Iterator[Problem]:
        for index, fact in self.facts.items():
            if isinstance(fact, AnchorFact):
                try:
                    self._check_stamp(f"{FOLDER}/{index}", fact)
                    self.stamps += 1
                except (TlogError, TokenError, KeyError) as error:
                    yield Problem(ProblemCode.STAMP, f"{FOLDER}/{index}/token.tsr", str(error))

    def _check_stamp(self, folder: str, fact: AnchorFact) -> None:
        """What was stamped begins the signed record, and the token is one over it."""
        text = self.files[f"{folder}/checkpoint.txt"]
        stamped = parse_checkpoint(text.decode("utf-8", "replace"))
        if (stamped.size, stamped.root.hex()) != (fact.record_size, fact.root):
            raise TlogError("not what the fact says was stamped")
        proof = parse_add_checkpoint(self.files[f"{folder}/consistency.txt"]).proof
        check_consistency(
            proof,
            old=stamped.size,
            old_root=stamped.root,
            size=self.checkpoint.size,
            root=self.checkpoint.root,
        )
        token = self.files[f"{folder}/token.tsr"]
        if hash_of(token) != fact.token:
            raise TlogError("not the token that the fact names")
        check_reply(token, text, trusted=parse_certificates(self.files[f"{folder}/certificates.pem"]))


def check_bundle(path: Path, vkey: Verifier | None = None) -> BundleCheck:
    """Check a zip or an unpacked folder; the bundle's own key shows only that it agrees with itself."""
    files = _read(path)
    for needed in (MANIFEST, CHECKPOINT, LOG_KEY):
        if needed not in files:
            raise Fault(
                f"no {needed} in it", place=str(path), cure="give a bundle: `sverka bundle DIR STATION`"
            )
    try:
        checkpoint = parse_checkpoint(_text_of(files[CHECKPOINT]))
    except TlogError as error:
        raise Fault(
            f"no checkpoint: {error}", place=f"{path}: {CHECKPOINT}", cure="ask for the bundle anew"
        ) from error
    check = BundleCheck(files, checkpoint, vkey or read_vkey(files[LOG_KEY], place=f"{path}: {LOG_KEY}"))
    check.problems = list(check.found())
    return check


def _text_of(note: bytes) -> str:
    return note.decode("utf-8", "replace").rpartition("\n\n")[0] + "\n"


def _read(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        found = (each for each in path.rglob("*") if each.is_file() and "__pycache__" not in each.parts)
        return {each.relative_to(path).as_posix(): each.read_bytes() for each in found}
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(sum(each.file_size for each in archive.infolist()), path)
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise Fault(f"neither a folder nor a zip: {error}", place=str(path), cure="give a bundle") from error


def _check_size(unpacked: int, path: Path) -> None:
    if unpacked > MOST_BYTES:
        raise Fault(
            f"{unpacked} bytes unpacked; we read at most {MOST_BYTES}",
            place=str(path),
            cure="unpack it and give the folder",
        )
