"""Acts of the group that are signed on machines of its members: written to a file there, entered from it here.

::

    open.txt             the acts and the signatures under each (record/act_notes.py)
    open.txt.evidence/   the files that the acts name, each under its SHA-256; not there where they name none
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.folder import State
from sverka.office.group_acts import linked
from sverka.record.act_notes import Acts, format_acts
from sverka.record.evidence import Evidence
from sverka.record.facts import subject_of
from sverka.record.group_facts import AnyGroupFact
from sverka.record.signing import sign
from sverka.tlog.keys import Signer

EVIDENCE = ".evidence"  # what follows the name of the file in that of the folder beside it


def write_acts(
    state: State,
    facts: Sequence[AnyGroupFact],
    signers: Sequence[Signer],
    file: Path,
    *,
    evidence: Iterable[bytes] = (),
) -> None:
    """Write acts to a file for members to sign, and what they name beside it; never over another file."""
    _check_one_of_each(facts)
    election = str(state.election.id)
    acts = Acts(election, tuple(sign(fact, election, signers) for fact in linked(state, facts)))
    contents = list(evidence)
    _write_new(file, format_acts(acts))
    for content in contents:
        Evidence(evidence_beside(file)).put(content)


def evidence_beside(file: Path) -> Path:
    """Where the files that acts name travel with them."""
    return file.with_name(file.name + EVIDENCE)


def _check_one_of_each(facts: Sequence[AnyGroupFact]) -> None:
    """An act names the one before it by its hash, signatures and all: nobody can sign both before either is there."""
    subjects = [subject_of(fact) for fact in facts]
    for subject in subjects:
        if subjects.count(subject) > 1:
            raise Refused(
                "R471",
                f"two acts of one subject, {' '.join(subject)}: the second would name the first as it is signed",
                cure="let the first be signed and entered, then the second",
            )


def _write_new(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise Fault("something lies there already", place=str(file), cure="give another name") from None
