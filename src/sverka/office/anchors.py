"""Anchors: time stamps over checkpoints, which are facts of the record that they are about.

Whoever rewrites a record later cannot rewrite what an authority outside has signed together with its time. What is
stamped is the text of a checkpoint (`sverka.office.timestamps`); the reply and the certificates up to the one that
was trusted lie in `evidence/`, so that a copy of the folder is enough to check them, without a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.x509 import Certificate

from sverka.errors import Fault
from sverka.office.folder import State
from sverka.office.timestamps import TokenError, check_reply, parse_certificates
from sverka.record.evidence import Evidence
from sverka.record.facts import AnchorFact
from sverka.record.snapshot import Snapshot
from sverka.tlog.checkpoint import Checkpoint, format_checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAnchor:
    """An anchor held against its evidence; `problem` is "" where it holds.

    `root` : the certificate that it rests on; None where it does not hold
    """

    entry: int
    fact: AnchorFact
    problem: str
    root: Certificate | None


def anchors_of(snapshot: Snapshot) -> dict[int, AnchorFact]:
    """The anchors of a record by their entry, the last first."""
    return dict(sorted(snapshot.anchors.items(), reverse=True))


def check_anchors(state: State, *, trusted: Sequence[Certificate] = ()) -> list[CheckedAnchor]:
    """Every anchor, checked with nothing but the folder.

    `trusted` : whom to believe; without it, the certificates that the folder itself brings, which shows that
    nothing was changed since and not that the authority was one
    """
    return [_checked(state, entry, fact, trusted) for entry, fact in state.snapshot.anchors.items()]


def checkpoint_of(state: State) -> Checkpoint:
    """The checkpoint of the record as it lies now."""
    checkpoint = state.folder.store.checkpoint()
    assert checkpoint is not None, "a record that was opened has begun"
    return checkpoint


def stamped_text(checkpoint: Checkpoint) -> bytes:
    """What an authority stamps: the three lines of a checkpoint, without its signatures."""
    return format_checkpoint(checkpoint).encode()


def origin_at(snapshot: Snapshot, size: int, *, origin: str) -> str:
    """The origin that the log had at a size: another than today's where a lost key ended an earlier log."""
    before = (key.predecessor for key in snapshot.keys.values() if key.predecessor is not None)
    return next((log.origin for log in before if size <= log.size), origin)


def certificates_of(fact: AnchorFact, evidence: Evidence) -> tuple[Certificate, ...]:
    """The certificates behind an anchor, from the one that signed up to the trusted one."""
    return tuple(each for sha256 in fact.certificates for each in parse_certificates(evidence.get(sha256)))


def in_rfc3339(time: datetime) -> str:
    """A token's time as a fact states it."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _checked(state: State, entry: int, fact: AnchorFact, trusted: Sequence[Certificate]) -> CheckedAnchor:
    try:
        root = _root_of(state, entry, fact, trusted)
    except (TokenError, Fault) as error:
        return CheckedAnchor(entry=entry, fact=fact, problem=str(error), root=None)
    return CheckedAnchor(entry=entry, fact=fact, problem="", root=root)


def _root_of(state: State, entry: int, fact: AnchorFact, trusted: Sequence[Certificate]) -> Certificate:
    """The certificate that an anchor rests on, or why it does not hold."""
    if entry < fact.record_size:
        raise TokenError(f"entry {entry} cannot anchor {fact.record_size} facts: it is one of them")
    root = state.folder.store.root(fact.record_size)
    if root.hex() != fact.root:
        raise TokenError(f"the record's first {fact.record_size} facts have another root")
    origin = origin_at(state.snapshot, fact.record_size, origin=checkpoint_of(state).origin)
    text = stamped_text(Checkpoint(origin, fact.record_size, root))
    own = certificates_of(fact, state.folder.evidence)
    between = [each for each in own if each.issuer != each.subject]
    reply = state.folder.evidence.get(fact.token)
    stamp = check_reply(reply, text, trusted=[*trusted, *between] if trusted else own)
    if in_rfc3339(stamp.time) != fact.stamped:
        raise TokenError(f"the fact states another time than its token, {in_rfc3339(stamp.time)}")
    return stamp.chain[-1]
