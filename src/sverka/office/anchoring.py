"""Anchoring: asking authorities for time stamps over the record's checkpoint, and keeping what they give.

Nothing here stops other work: an authority that fails is owed (`sverka.office.anchor_queue`) and asked again at the
next time, and the record goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.x509 import Certificate

from sverka.errors import Refused
from sverka.office.anchor_queue import Queued, keep_queue, queued_of
from sverka.office.anchors import anchors_of, certificates_of, checkpoint_of, in_rfc3339, stamped_text
from sverka.office.authorities import NoAnswer, Send, check_address, send
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.office.timestamps import (
    Stamp,
    TokenError,
    ask_for,
    check_reply,
    format_certificates,
    parse_certificates,
)
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import AnchorFact, hash_of
from sverka.record.snapshot import Snapshot
from sverka.tlog.checkpoint import Checkpoint

Now = Callable[[str], str]
"""This moment in a time zone, as a fact writes it."""

TRIES = 3  # at appending, while others write


@dataclass(frozen=True, slots=True)
class Authority:
    """A time stamping authority, and the certificates that its own must lead to."""

    address: str
    trusted: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A time stamp that holds; `apart` : the authority's time minus ours."""

    authority: str
    reply: bytes
    stamp: Stamp
    apart: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An authority that gave none; `broken` : it answered, and its answer does not hold."""

    authority: Authority
    reason: str
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """What became of asking for time stamps over one checkpoint; `known` stamped all of it before."""

    checkpoint: Checkpoint
    stamped: tuple[Stamped, ...]
    failed: tuple[Failed, ...]
    known: tuple[str, ...]


def anchor(state: State, authorities: Sequence[Authority], *, now: Now, send: Send = send) -> Anchoring:
    """Ask the authorities, append what they give, and owe those that fail."""
    checkpoint, clock = checkpoint_of(state), now(state.election.timezone)
    known = tuple(each.address for each in authorities if _has_all(state.snapshot, each.address))
    answers = [_ask(each, checkpoint, clock, send) for each in authorities if each.address not in known]
    stamped = tuple(each for each in answers if isinstance(each, Stamped))
    failed = tuple(each for each in answers if isinstance(each, Failed))
    if stamped:
        _append(state, checkpoint, stamped, clock)
    _owe(failed, [each.address for each in authorities], checkpoint, clock)
    return Anchoring(checkpoint=checkpoint, stamped=stamped, failed=failed, known=known)


def owed_to(origin: str) -> list[Authority]:
    """The authorities that are to be asked again."""
    queue = queued_of(origin)
    return [Authority(each.authority, parse_certificates(each.trusted.encode())) for each in queue]


def trusted_before(state: State, address: str) -> tuple[Certificate, ...]:
    """What an authority was held against when it last stamped this record; nothing if it never did."""
    facts = (fact for fact in anchors_of(state.snapshot).values() if fact.authority == address)
    last = next(facts, None)
    return () if last is None else certificates_of(last, state.folder.evidence)


def authority_of(state: State, address: str, given: tuple[Certificate, ...] = ()) -> Authority:
    """An authority as a person names it, held against the certificates given, or against those of its last stamp."""
    check_address(address)
    trusted = given or trusted_before(state, address)
    if not trusted:
        raise Refused(
            "R221",
            f"nothing is known to hold {address} against",
            cure="get its root certificate from its owner, compare the fingerprint, and give it: --ca FILE.pem",
        )
    return Authority(address, trusted)


def _has_all(snapshot: Snapshot, address: str) -> bool:
    """Whether an authority has stamped everything but anchors; a second stamp would say nothing more."""
    sizes = (fact.record_size for fact in snapshot.anchors.values() if fact.authority == address)
    return all(entry in snapshot.anchors for entry in range(max(sizes, default=0), snapshot.size))


def _ask(authority: Authority, checkpoint: Checkpoint, clock: str, send: Send) -> Stamped | Failed:
    text = stamped_text(checkpoint)
    query = ask_for(text)
    try:
        reply = send(authority.address, query.content)
        stamp = check_reply(reply, text, trusted=authority.trusted, nonce=query.nonce)
    except (NoAnswer, TokenError) as error:
        return Failed(authority=authority, reason=str(error), broken=isinstance(error, TokenError))
    apart = stamp.time - datetime.fromisoformat(clock)
    return Stamped(authority=authority.address, reply=reply, stamp=stamp, apart=apart)


def _append(state: State, checkpoint: Checkpoint, stamped: Sequence[Stamped], clock: str) -> None:
    """Append the anchors behind whatever came in while the authorities were asked."""
    evidence = [content for each in stamped for content in (each.reply, *_pems(each.stamp))]
    facts = [_fact(each, checkpoint, clock) for each in stamped]
    for left in reversed(range(TRIES)):
        entries = Chain(state).link(facts)
        try:
            state.folder.append(entries, after=state.snapshot.size, evidence=evidence)
        except Refused:
            if not left:
                raise
            state = state.folder.open()
        else:
            return


def _fact(stamped: Stamped, checkpoint: Checkpoint, clock: str) -> AnchorFact:
    return AnchorFact(
        schema=SCHEMA,
        received=clock,
        record_size=checkpoint.size,
        root=checkpoint.root.hex(),
        authority=stamped.authority,
        token=hash_of(stamped.reply),
        stamped=in_rfc3339(stamped.stamp.time),
        certificates=tuple(hash_of(pem) for pem in _pems(stamped.stamp)),
    )


def _pems(stamp: Stamp) -> list[bytes]:
    """The certificates of a stamp, each as a file of evidence."""
    return [format_certificates([each]) for each in stamp.chain]


def _owe(failed: Iterable[Failed], asked: Sequence[str], checkpoint: Checkpoint, clock: str) -> None:
    """Keep who failed among those that are owed, and no longer who did not."""
    before = {each.authority: each for each in queued_of(checkpoint.origin)}
    owed = {address: each for address, each in before.items() if address not in asked}
    for each in failed:
        address, last = each.authority.address, before.get(each.authority.address)
        owed[address] = Queued(
            authority=address,
            trusted=format_certificates(each.authority.trusted).decode(),
            since=last.since if last else clock,
            record_size=last.record_size if last else checkpoint.size,
            tries=last.tries + 1 if last else 1,
            reason=each.reason,
        )
    keep_queue(checkpoint.origin, tuple(owed.values()))
