"""What can be wrong with an election folder, file by file: codes and values; the words are in `publish/words`.

A defect is a value, not an exception: whoever looks through a folder wants all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DefectCode(StrEnum):
    """What is wrong with a file. The values behind each are those its sentence shows."""

    CHECKPOINT_MISSING = "checkpoint-missing"
    CHECKPOINT_UNREADABLE = "checkpoint-unreadable"  # reason
    CHECKPOINT_UNSIGNED = "checkpoint-unsigned"  # reason
    KEY_MISSING = "key-missing"
    KEY_UNREADABLE = "key-unreadable"  # reason
    KEY_OTHER = "key-other"  # given
    POLICY_UNREADABLE = "policy-unreadable"  # reason
    POLICY_UNMET = "policy-unmet"  # reason
    QUORUM_UNMET = "quorum-unmet"  # n, of

    BUNDLE_MISSING = "bundle-missing"  # first, last
    BUNDLE_UNREADABLE = "bundle-unreadable"  # reason
    BUNDLE_CHANGED = "bundle-changed"
    ENTRY_CHANGED = "entry-changed"  # entries
    TILE_MISSING = "tile-missing"
    TILE_CHANGED = "tile-changed"
    TILE_OR_BUNDLE = "tile-or-bundle"
    EARLIER_CHANGED = "earlier-changed"
    ROOT_OTHER = "root-other"  # size

    FACT_UNREADABLE = "fact-unreadable"  # entry, reason
    FACT_NOT_CANONICAL = "fact-not-canonical"  # entry
    FACT_UNKNOWN = "fact-unknown"  # entry, kind, schema
    FACT_WITHOUT_TIME = "fact-without-time"  # entry, received
    CHAIN_BROKEN = "chain-broken"  # entry, found, previous
    ACT_NOT_ALLOWED = "act-not-allowed"  # entry, reason
    ALLOWANCE_UNSIGNED = "allowance-unsigned"  # entry, reason
    DRAWING_OTHER = "drawing-other"  # entry, reason
    DOCUMENT_OTHER = "document-other"  # entry, reason

    EVIDENCE_MISSING = "evidence-missing"  # entry
    EVIDENCE_WITHHELD = "evidence-withheld"  # entry, reason
    EVIDENCE_WITHDRAWN = "evidence-withdrawn"  # entry, reason
    EVIDENCE_CHANGED = "evidence-changed"
    EVIDENCE_UNNAMED = "evidence-unnamed"
    EVIDENCE_NO_HASH = "evidence-no-hash"  # entry, named

    DEFINITION_NONE = "definition-none"
    PAPER_MISSING = "paper-missing"  # sha256
    PAPER_CHANGED = "paper-changed"  # sha256
    PAPER_UNRECORDED = "paper-unrecorded"

    KEY_IN_FOLDER = "key-in-folder"
    FILE_STRANGE = "file-strange"
    FILE_BESIDE = "file-beside"
    FILE_LEFT_BEHIND = "file-left-behind"
    LOCK_BEHIND = "lock-behind"  # lock, folder
    LOCK_AHEAD = "lock-ahead"  # lock, folder
    LOCK_OTHER = "lock-other"


HARMLESS = frozenset(
    {
        DefectCode.QUORUM_UNMET,
        DefectCode.EVIDENCE_WITHHELD,
        DefectCode.EVIDENCE_WITHDRAWN,
        DefectCode.EVIDENCE_UNNAMED,
        DefectCode.FILE_BESIDE,
        DefectCode.FILE_LEFT_BEHIND,
    }
)
"""What is said, and is no reason to doubt the folder."""


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with one file, by its path below the election folder."""

    code: DefectCode
    file: str
    context: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def harmless(self) -> bool:
        """Whether the folder is sound nevertheless."""
        return self.code in HARMLESS


def defect(code: DefectCode, file: str, **context: str | int) -> Defect:
    """A defect with the values that its sentence shows."""
    return Defect(code, file, context)
