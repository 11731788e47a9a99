"""The town after an eventful week: corrections, decisions, a withheld paper, witnesses and a time stamp."""

from __future__ import annotations

from pathlib import Path

from sverka.office.anchoring import Authority as Asked
from sverka.office.anchoring import anchor
from sverka.office.annul import Decision, annul, reinstate
from sverka.office.folder import ElectionFolder
from sverka.office.withholding import paper_named, withhold
from sverka.record.fact_shape import EnteredBy
from sverka.record.facts import Scope, hash_of
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import COSIGNATURE, format_vkey, new_signer
from sverka.tlog.note import Note, format_note, parse_note
from sverka.tlog.policy import PolicyLog, PolicyWitness, format_policy, parse_policy
from tests.office.authority import NOW, Authority
from tests.town import HAND, MACHINE, MORNING, add, town

TSA = "https://tsa.example.org/tsr"
CORRECTED = HAND.replace("0002,120,70,0,40,11,14,5", "0002,120,70,0,40,10,15,5")
COPY = "station,row:2,row:3,apple,pear,quince,against\n0002,70,0,40,11,14,\n"
WITNESSES = [
    new_signer(f"{name}.example/w1", COSIGNATURE, bytes([number]) * 32)
    for number, name in enumerate(("party", "observers"), 1)
]


def eventful(path: Path, authority: Authority) -> ElectionFolder:
    """The folder; station 0002 is the one where things happened."""
    folder = town(path).folder
    add(folder, MACHINE, name="scanner.csv")
    add(folder, HAND, "hand", name="protocols.csv")
    add(folder, COPY, "observer", name="copy.csv", holder="Fair Count")
    add(folder, CORRECTED, "hand", name="corrected.csv", reason="two lines exchanged, protocol 2a")
    decision = Decision(authority="CEC", number="17", reason="the box was open", decided="2026-05-20")
    annul(folder.open(), [Scope(station="0002")], decision, received=MORNING)
    decision = Decision(authority="Court", number="3", reason="the box was shut", decided="2026-05-30")
    reinstate(folder.open(), [Scope(station="0002")], decision, received=MORNING)
    state = folder.open()
    withhold(
        state,
        paper_named(state.snapshot, hash_of(COPY.encode())),
        reason="a voter can be recognised on it",
        by=EnteredBy("Town commission"),
        received=MORNING,
    )
    asked = Asked(TSA, (authority.above.certificate,))
    anchor(
        folder.open(), [asked], now=lambda _: NOW.isoformat(), send=lambda _, query: authority.reply(query)
    )
    cosigned(folder)
    return folder


def cosigned(folder: ElectionFolder) -> None:
    """Two witnesses are known, one of them has signed the checkpoint."""
    policy = parse_policy(b"quorum none\n")
    witnesses = tuple(PolicyWitness(each.name.partition(".")[0], each.verifier) for each in WITNESSES)
    known = type(policy)((PolicyLog(folder.key),), witnesses, (), "none")
    (folder.path / "policy.txt").write_bytes(format_policy(known))
    note = parse_note(folder.store.note() or b"")
    signature = cosign(note.text, WITNESSES[0], timestamp=1_780_000_000)
    both = Note(note.text, (*note.signatures, signature))
    (folder.path / "record/checkpoint").write_bytes(format_note(both))


def vkey_of(folder: ElectionFolder) -> str:
    """The public key, as a person has it from elsewhere."""
    return format_vkey(folder.key)
