"""The checkpoint of an election folder, verified: its form, who signed it, and which witnesses stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sverka.record.defects import Defect, DefectCode, defect
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier, parse_vkey
from sverka.tlog.note import parse_note
from sverka.tlog.policy import Policy, parse_policy

CHECKPOINT, VKEY, POLICY = "record/checkpoint", "log.vkey", "policy.txt"


@dataclass(slots=True)
class CheckpointCheck:
    """What the checkpoint says, as far as it can be read; who signed it is in the defects.

    `witnesses` : how many of the policy's witnesses signed, and of how many; None where no policy lies there
    """

    folder: Path
    given: Verifier | None = None
    checkpoint: Checkpoint | None = None
    witnesses: tuple[int, int] | None = None
    defects: list[Defect] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, *, vkey: Verifier | None = None) -> CheckpointCheck:
        """The checkpoint of a folder, held against its key (or one that was given) and its policy."""
        self = cls(folder, vkey)
        key = self._key()
        note = _read(folder / CHECKPOINT)
        if note is None:
            self._report(DefectCode.CHECKPOINT_MISSING, CHECKPOINT)
            return self
        try:
            self.checkpoint = parse_checkpoint(parse_note(note).text)
        except TlogError as error:
            self._report(DefectCode.CHECKPOINT_UNREADABLE, CHECKPOINT, reason=str(error))
            return self
        if key is not None:
            self._check_signature(note, key)
        self._check_policy(note)
        return self

    def _key(self) -> Verifier | None:
        """The key to hold the checkpoint against: the one given, else that of the folder."""
        text = _read(self.folder / VKEY)
        if text is None:
            self._report(DefectCode.KEY_MISSING, VKEY)
            return self.given
        try:
            own = parse_vkey(text.decode("utf-8", "replace").removesuffix("\n"))
        except TlogError as error:
            self._report(DefectCode.KEY_UNREADABLE, VKEY, reason=str(error))
            return self.given
        if self.given is not None and own != self.given:
            self._report(DefectCode.KEY_OTHER, VKEY, given=f"{self.given.name}+{self.given.key_id:08x}")
        return self.given or own

    def _check_signature(self, note: bytes, key: Verifier) -> None:
        try:
            open_checkpoint(note, [key])
        except TlogError as error:
            self._report(DefectCode.CHECKPOINT_UNSIGNED, CHECKPOINT, reason=str(error))

    def _check_policy(self, note: bytes) -> None:
        content = _read(self.folder / POLICY)
        if content is None:
            return
        try:
            policy = parse_policy(content)
        except TlogError as error:
            self._report(DefectCode.POLICY_UNREADABLE, POLICY, reason=str(error))
            return
        self.defects += self._stand(policy, note)

    def _stand(self, policy: Policy, note: bytes) -> Iterator[Defect]:
        try:
            standing = policy.standing(note)
        except TlogError as error:
            yield defect(DefectCode.POLICY_UNMET, CHECKPOINT, reason=str(error))
            return
        self.witnesses = len(standing.cosigned), len(policy.witnesses)
        if not standing.quorum_met:
            n, of = self.witnesses
            yield defect(DefectCode.QUORUM_UNMET, CHECKPOINT, n=n, of=of)

    def _report(self, code: DefectCode, file: str, **context: str | int) -> None:
        self.defects.append(defect(code, file, **context))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
