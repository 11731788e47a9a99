"""What a bundle is made of, what it proves, and how it is checked: on its page, and in its README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sverka.publish.language import N_

KINDS: Mapping[str, str] = {
    "anchor": N_("time stamp"),
    "annulment": N_("annulment"),
    "case": N_("step of a case"),
    "copy-refused": N_("copy refused"),
    "count": N_("count"),
    "definition": N_("definition of the election"),
    "document": N_("paper or file"),
    "key": N_("key of the record"),
    "reinstatement": N_("reinstatement"),
}

FILES: Sequence[tuple[str, str]] = (
    ("facts/N.json", N_("Entry N of the record: one fact, exactly its bytes.")),
    ("facts/N.tlog-proof", N_("The proof that the record has this fact as entry N (C2SP tlog-proof).")),
    ("evidence/…", N_("The papers and files that the facts name, each under the SHA-256 of its bytes.")),
    ("checkpoint", N_("The signed state of the record, with the signatures of witnesses.")),
    ("log.vkey, policy.txt", N_("The public key of the record, and the witnesses who are known.")),
    ("anchors/N/…", N_("Time stamps by authorities outside, with their certificates.")),
    ("sverka_bundle.py, sverka_verify.py", N_("Programs that check all this; they need nothing but Python.")),
    ("files.sha256", N_("The SHA-256 of every file here.")),
)

PROVES: Sequence[str] = (
    N_("That each of these facts, byte for byte, stood in the record when it was signed at this size."),
    N_("That the papers are those which the facts name, to the last byte."),
    N_(
        "That of the facts about one thing none before the last one here is left out: each names the one before."
    ),
    N_(
        "Who signed: the key of the record, and the witnesses, each at its time, that the record had only grown."
    ),
    N_("With a time stamp: that the facts it covers were there at its time."),
)

DOES_NOT_PROVE: Sequence[str] = (
    N_("That the facts are true. They say what was handed in, by whom and when."),
    N_("That nothing was added after them. Only the whole record says that."),
    N_(
        "That everyone was shown the same record. Compare the checkpoint with what witnesses and mirrors hold."
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of checking a bundle, and the command that does it."""

    text: str
    command: str = ""


STEPS: Sequence[Step] = (
    Step(
        N_(
            "Unpack the zip into an empty folder and open a terminal there. No network is needed, and nothing of "
            "Sverka; Python 3.11 or later is."
        )
    ),
    Step(
        N_(
            "Run the check. Give the public key as you got it from somewhere else than this bundle: whoever could "
            "exchange the bundle could exchange the key in it."
        ),
        "python3 sverka_bundle.py --vkey KEY",
    ),
)

STAMP_STEP = N_(
    "Check the time stamp of {authority} with OpenSSL, and compare the fingerprint of its last certificate with what "
    "the authority publishes."
)
RECORD_STEP = Step(
    N_("Whoever has the whole record, or a mirror of it, can check far more, with the verifier:"),
    "python3 sverka_verify.py FOLDER",
)
