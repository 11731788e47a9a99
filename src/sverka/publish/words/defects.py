"""What is wrong with a file of an election folder, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.publish.language import N_, Translator
from sverka.publish.words.saying import Said, Words
from sverka.record.defects import Defect, DefectCode

FROM_A_COPY = N_("Restore the file from a copy of the folder: `sverka mirror` of a mirror has it.")
NOTHING = N_("Nothing needs to be done.")
ASK = N_("Do not publish from this folder. Keep it, and compare it with copies that others hold.")

DEFECTS: Mapping[DefectCode, Words] = {
    DefectCode.CHECKPOINT_MISSING: Words(
        N_("There is no checkpoint: nothing says how many facts the record has."), FROM_A_COPY
    ),
    DefectCode.CHECKPOINT_UNREADABLE: Words(N_("This is no checkpoint ({reason})."), FROM_A_COPY),
    DefectCode.CHECKPOINT_UNSIGNED: Words(
        N_("The key of the log did not sign this checkpoint ({reason})."), ASK
    ),
    DefectCode.KEY_MISSING: Words(
        N_("The public key of the log is missing."),
        N_("Get the key from whoever keeps the record, not from this folder, and give it: --vkey."),
    ),
    DefectCode.KEY_UNREADABLE: Words(N_("This is no public key ({reason})."), FROM_A_COPY),
    DefectCode.KEY_OTHER: Words(N_("The folder has another public key than the one given, {given}."), ASK),
    DefectCode.POLICY_UNREADABLE: Words(N_("This is no policy ({reason})."), FROM_A_COPY),
    DefectCode.POLICY_UNMET: Words(
        N_("The checkpoint is not what the policy asks for ({reason})."),
        N_(
            "Look at the checkpoint and at policy.txt: one of them is of another log, or a signature is false."
        ),
    ),
    DefectCode.QUORUM_UNMET: Words(
        N_("{n} of {of} witnesses signed the checkpoint; the policy asks for more."),
        N_("Ask the witnesses again: `sverka cosign`."),
    ),
    DefectCode.BUNDLE_MISSING: Words(N_("Facts {first} to {last} are missing."), FROM_A_COPY),
    DefectCode.BUNDLE_UNREADABLE: Words(N_("The facts in this file cannot be read ({reason})."), FROM_A_COPY),
    DefectCode.BUNDLE_CHANGED: Words(
        N_("At least one fact in this file is not the one that was signed."), FROM_A_COPY
    ),
    DefectCode.ENTRY_CHANGED: Words(
        N_("Facts in this file are not those that were signed: {entries}."), FROM_A_COPY
    ),
    DefectCode.TILE_MISSING: Words(N_("Hashes of the tree are missing."), FROM_A_COPY),
    DefectCode.TILE_CHANGED: Words(
        N_("Hashes in this file are not those of the facts, which agree with the signed checkpoint."),
        FROM_A_COPY,
    ),
    DefectCode.TILE_OR_BUNDLE: Words(
        N_("Hashes in this file are not those of the facts, and nothing tells which of them were changed."),
        FROM_A_COPY,
    ),
    DefectCode.EARLIER_CHANGED: Words(
        N_("The file is of an earlier state, and not the beginning of the one that continues it."),
        N_("Remove it: the file that continues it is verified by itself."),
    ),
    DefectCode.ROOT_OTHER: Words(N_("The facts do not have the root that was signed for {size} facts."), ASK),
    DefectCode.FACT_UNREADABLE: Words(N_("Entry {entry} is no fact ({reason})."), ASK),
    DefectCode.FACT_NOT_CANONICAL: Words(N_("Entry {entry} is not written in the canonical form."), ASK),
    DefectCode.FACT_UNKNOWN: Words(
        N_("Entry {entry} is of a kind that this version does not know ({kind}, schema {schema})."),
        N_("Verify with a newer version. Until then the fact is in no figure."),
    ),
    DefectCode.FACT_WITHOUT_TIME: Words(
        N_("Entry {entry} does not say when it was received: {received}."), ASK
    ),
    DefectCode.CHAIN_BROKEN: Words(
        N_("Entry {entry} names {found} as the fact before it; that is {previous}."), ASK
    ),
    DefectCode.ACT_NOT_ALLOWED: Words(
        N_("The group may not do what entry {entry} says ({reason})."),
        N_("It has no effect, and pages name it. Ask those who signed it, and whoever signs the record."),
    ),
    DefectCode.ALLOWANCE_UNSIGNED: Words(
        N_("Two operators did not sign the allowance of entry {entry} ({reason})."),
        N_("It lets nothing fall. Ask whoever signs the record."),
    ),
    DefectCode.DRAWING_OTHER: Words(
        N_("The drawing of entry {entry} does not follow from its list and its dice ({reason})."), ASK
    ),
    DefectCode.DOCUMENT_OTHER: Words(
        N_("The final document of entry {entry} is not what the record gives ({reason})."),
        N_("Make it again and compare: `sverka group document --check`."),
    ),
    DefectCode.EVIDENCE_MISSING: Words(N_("Entry {entry} names this file, and it is missing."), FROM_A_COPY),
    DefectCode.EVIDENCE_WITHHELD: Words(
        N_("Entry {entry} names this file; it is withheld: {reason}"), NOTHING
    ),
    DefectCode.EVIDENCE_WITHDRAWN: Words(
        N_("Entry {entry} names this file; its holder withdrew it: {reason}"), NOTHING
    ),
    DefectCode.EVIDENCE_CHANGED: Words(N_("The file has another SHA-256 than its name says."), FROM_A_COPY),
    DefectCode.EVIDENCE_UNNAMED: Words(N_("No fact names this file."), NOTHING),
    DefectCode.EVIDENCE_NO_HASH: Words(
        N_("Entry {entry} names a file by {named}, which is no SHA-256."), ASK
    ),
    DefectCode.DEFINITION_NONE: Words(N_("No fact says what this election is."), ASK),
    DefectCode.PAPER_MISSING: Words(
        N_("The file is missing beside the record."), N_("Copy evidence/{sha256} to its place.")
    ),
    DefectCode.PAPER_CHANGED: Words(
        N_("This is not the file that the record names."),
        N_("Copy evidence/{sha256} to its place, or record the new one: `sverka define`."),
    ),
    DefectCode.PAPER_UNRECORDED: Words(
        N_("The record names no such file."), N_("Move it away, or record it: `sverka define`.")
    ),
    DefectCode.KEY_IN_FOLDER: Words(
        N_("This looks like a private key. Whoever copies the folder has it."),
        N_("Move it to a safe place. If anyone copied the folder, declare the key lost: docs/keys.md."),
    ),
    DefectCode.FILE_STRANGE: Words(N_("The file is no part of a record."), N_("Move it out of the folder.")),
    DefectCode.FILE_BESIDE: Words(N_("The file is no part of an election folder."), NOTHING),
    DefectCode.FILE_LEFT_BEHIND: Words(
        N_("A writer left this behind; the checkpoint does not cover it."), NOTHING
    ),
    DefectCode.LOCK_BEHIND: Words(
        N_("The folder has {folder} facts; this machine signed no more than {lock}. Someone else writes."),
        N_("Find out who has the key: docs/keys.md."),
    ),
    DefectCode.LOCK_AHEAD: Words(
        N_("The folder has {folder} facts; this machine signed {lock}. It is an old copy."),
        N_("Bring the folder up to date from a mirror before anything is written: `sverka mirror`."),
    ),
    DefectCode.LOCK_OTHER: Words(
        N_("The folder has another history than the one that this machine signed for {folder} facts."), ASK
    ),
}


def defect_said(t: Translator, defect: Defect) -> Said:
    """What is wrong, and what to do about it."""
    return DEFECTS[defect.code].said(t, **defect.context)
