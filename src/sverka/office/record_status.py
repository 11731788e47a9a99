"""How the record of a site stands now, for its page on that: checkpoint, witnesses, time stamps, publications."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sverka.office.anchor_queue import queued_of
from sverka.office.cosigning import standing_of
from sverka.office.folder import LOG_KEY, State
from sverka.publish.site.status import Owed, PublicationSaid, RecordStatus, Signed, Stamped, WitnessSaid
from sverka.record.facts import AnchorFact, AnyFact, PublicationFact, UnknownFact, parse_fact
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note

Kind = TypeVar("Kind")


def status_of(state: State, note: bytes, *, made_at: str, verifier: bytes) -> RecordStatus:
    """How the record stands beside pages that were made from the facts of a state.

    `note` : the checkpoint that is published with them; the record may have grown since it was read
    """
    folder, size = state.folder, state.snapshot.size
    standing = standing_of(folder.path)
    later = _later(state)
    publications = {**state.snapshot.publications, **_of_kind(later, PublicationFact)}
    stamps = {**state.snapshot.anchors, **_of_kind(later, AnchorFact)}
    return RecordStatus(
        pages_size=size,
        pages_root=folder.store.root(size).hex(),
        made_at=made_at,
        signed=_signed(state, note),
        witnesses=tuple(
            WitnessSaid(name=each.name, cosigned_at=_in_zone(each.cosigned_at, state))
            for each in standing.witnesses
        ),
        quorum_met=None if standing.quorum == "none" else standing.quorum_met,
        stamps=tuple(
            Stamped(record_size=fact.record_size, authority=fact.authority, stamped=fact.stamped)
            for _, fact in sorted(stamps.items(), reverse=True)
        ),
        owed=tuple(Owed(authority=each.authority, since=each.since) for each in queued_of(standing.origin)),
        publications=tuple(
            PublicationSaid(entry=entry, fact=fact)
            for entry, fact in sorted(publications.items(), reverse=True)
        ),
        verifier=hashlib.sha256(verifier).hexdigest() if verifier else "",
        decisions=state.snapshot.decisions,
    )


def copy_status(state: State) -> RecordStatus:
    """How a copy stands that anyone made again: by its facts alone."""
    size = state.snapshot.size
    publications = sorted(state.snapshot.publications.items(), reverse=True)
    return RecordStatus(
        pages_size=size,
        pages_root=state.folder.store.root(size).hex(),
        publications=tuple(PublicationSaid(entry=entry, fact=fact) for entry, fact in publications),
        decisions=state.snapshot.decisions,
    )


def _signed(state: State, note: bytes) -> Signed:
    checkpoint = parse_checkpoint(parse_note(note).text)
    return Signed(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        note=note.decode(),
        vkey=(state.folder.path / LOG_KEY).read_text("utf-8").strip(),
    )


def _later(state: State) -> dict[int, AnyFact | UnknownFact]:
    start = state.snapshot.size
    return {index: parse_fact(entry) for index, entry in enumerate(state.folder.store.entries(start), start)}


def _of_kind(facts: dict[int, AnyFact | UnknownFact], kind: type[Kind]) -> dict[int, Kind]:
    return {index: fact for index, fact in facts.items() if isinstance(fact, kind)}


def _in_zone(seconds: int | None, state: State) -> str:
    """A time of a cosignature as facts write times, in the zone of the election; "" for none."""
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, ZoneInfo(state.election.timezone)).isoformat()
