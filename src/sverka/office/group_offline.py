"""Acts of the group that are signed on machines of its members: written to a file there, entered from it here.

::

    open.txt             the acts and the signatures under each (record/act_notes.py)
    open.txt.evidence/   the files that the acts name, each under its SHA-256; not there where they name none

What lies in a file that went from hand to hand is believed in nothing: it is read in its one form or not at all, and
the record takes it only by the rules by which it takes everything (`office/group_acts.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.office.fsck_facts import HASH
from sverka.office.group_acts import check_follows, enter, group_state_of, linked
from sverka.office.offline_gate import check_handed_in
from sverka.record.act_notes import Acts, format_acts, parse_acts
from sverka.record.disk import RealDisk, put
from sverka.record.evidence import Evidence
from sverka.record.facts import hash_of, subject_of
from sverka.record.group_facts import AnyGroupFact
from sverka.record.named_evidence import evidence_named_by
from sverka.record.sequencer import Receipt
from sverka.record.signing import sign
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Signer
from sverka.tlog.note import MAX_NOTE_BYTES, parse_signatures

EVIDENCE = ".evidence"  # what follows the name of the file in that of the folder beside it
CURE = "have it written anew: `sverka group … --unsigned FILE`"


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
    _write_new(file, _readable(acts))
    for content in contents:
        evidence_beside(file).mkdir(exist_ok=True)
        Evidence(evidence_beside(file)).put(content)


def read_acts(file: Path) -> Acts:
    """The acts in a file; one that is anything else is refused."""
    try:
        with file.open("rb") as content:
            acts = parse_acts(content.read(MAX_NOTE_BYTES + 1))
    except TlogError as error:
        raise Fault(f"no acts of a group: {error}", place=str(file), cure=CURE) from error
    except OSError as error:
        raise Fault(f"cannot be read: {error.strerror}", place=str(file), cure="check the path") from error
    _check_one_of_each(acts.facts)
    return acts


def sign_acts(file: Path, signer: Signer, *, election: str = "") -> Acts:
    """Add a member's signature to every act of a file; all of them, or the file is as it was."""
    acts = read_acts(file)
    check_election(acts, election)
    for fact in acts.facts:
        _check_not_signed(fact, signer)
    signed = Acts(acts.election, tuple(sign(fact, acts.election, [signer]) for fact in acts.facts))
    put(RealDisk(), [(file, _readable(signed))])
    return signed


def enter_acts(state: State, file: Path, *, received: str) -> Receipt:
    """Write the acts of a file into the record, where the rules allow each of them; all or none."""
    acts = read_acts(file)
    check_election(acts, str(state.election.id))
    handed_in = {hash_of(content): content for content in _contents(state, acts, file)}

    def file_of(sha256: str) -> bytes:
        return handed_in[sha256] if sha256 in handed_in else state.folder.evidence.get(sha256)

    check_handed_in(state, acts.facts, file_of)
    return enter(state, acts.facts, received=received, evidence=handed_in.values())


def standing_of(state: State, fact: AnyGroupFact) -> Refused | None:
    """Why the record would not take an act with the signatures that it has, as far as they and its place go.

    Whether the rules of cases, drawings and documents allow it, `enter_acts` says.
    """
    try:
        check_follows(Chain(state), fact)
        group_state_of(state).act(state.snapshot.size, fact, state.election.group)
    except Refused as refused:
        return refused
    return None


def check_election(acts: Acts, election: str) -> None:
    """Refuse acts of another election than the one that is meant; "" where nobody said which."""
    if election and acts.election != election:
        raise Refused(
            "R476",
            f"acts of the election {acts.election}, and this is {election}",
            cure="look where the file comes from; a signature holds for one election alone",
        )


def evidence_beside(file: Path) -> Path:
    """Where the files that acts name travel with them."""
    return file.with_name(file.name + EVIDENCE)


def _contents(state: State, acts: Acts, file: Path) -> Iterator[bytes]:
    """The files that acts name and the record does not have yet."""
    named = dict.fromkeys(sha256 for fact in acts.facts for sha256 in evidence_named_by(fact))
    beside = Evidence(evidence_beside(file))
    for sha256 in named:
        if not HASH.fullmatch(sha256):
            raise Fault(f"{sha256!r} is no hash of a file", place=str(file), cure=CURE)
        if state.folder.evidence.path(sha256).exists():
            continue
        if not beside.path(sha256).is_file():
            raise Refused(
                "R474",
                f"the acts name a file that is not here: {sha256}",
                cure=f"put it under this name into {beside.folder}",
            )
        yield beside.get(sha256)


def _check_not_signed(fact: AnyGroupFact, signer: Signer) -> None:
    key = signer.verifier
    signatures = parse_signatures("".join(f"{line}\n" for line in fact.signatures)) if fact.signatures else ()
    if any((each.name, each.key_id) == (key.name, key.key_id) for each in signatures):
        raise Refused("R475", f"the key of {key.name} has signed this already", cure="hand the file on")


def _check_one_of_each(facts: Sequence[AnyGroupFact]) -> None:
    """An act names the one before it by its hash, signatures and all: nobody can sign both before either is there."""
    subjects = [subject_of(fact) for fact in facts]
    for subject, before in zip(sorted(subjects)[1:], sorted(subjects), strict=False):
        if subject == before:
            raise Refused(
                "R471",
                f"two acts of one subject, {' '.join(subject)}: the second would name the first as it is signed",
                cure="let the first be signed and entered, then the second",
            )


def _readable(acts: Acts) -> bytes:
    """The bytes of acts; nothing is written that nobody could read."""
    content = format_acts(acts)
    try:
        parse_acts(content)
    except TlogError as error:
        raise Fault(f"the acts cannot be written to one file: {error}", cure="make several of it") from error
    return content


def _write_new(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise Fault("something lies there already", place=str(file), cure="give another name") from None
