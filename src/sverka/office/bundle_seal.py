"""What stands behind the facts of a bundle: who signed the checkpoint and when, and which time stamps cover them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sverka.office.bundle_anchors import FOLDER
from sverka.office.folder import POLICY, State
from sverka.publish.site.bundle import Seal, Stamped
from sverka.record.facts import AnchorFact
from sverka.tlog.checkpoint import Checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import format_vkey
from sverka.tlog.policy import parse_policy


def seal_of(state: State, checkpoint: Checkpoint, note: bytes, anchors: Mapping[int, AnchorFact]) -> Seal:
    """The seal of a bundle, as its page tells it."""
    witnesses, known = _witnesses(state, note)
    return Seal(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        vkey=format_vkey(state.folder.key),
        witnesses=witnesses,
        of=known,
        stamps=tuple(_stamps(anchors)),
    )


def _witnesses(state: State, note: bytes) -> tuple[tuple[tuple[str, str], ...], int]:
    """Name and time of the witnesses that signed, and how many the policy knows."""
    path = state.folder.path / POLICY
    try:
        policy = parse_policy(path.read_bytes())
        standing = policy.standing(note)
    except (FileNotFoundError, TlogError):
        return (), 0
    return tuple((name, _time(at)) for name, at in standing.cosigned.items()), len(policy.witnesses)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamps(anchors: Mapping[int, AnchorFact]) -> Iterator[Stamped]:
    for entry, fact in anchors.items():
        folder = f"{FOLDER}/{entry}"
        at = int(datetime.fromisoformat(fact.stamped).timestamp())
        yield Stamped(
            authority=fact.authority,
            time=fact.stamped,
            record_size=fact.record_size,
            command=f"openssl ts -verify -data {folder}/checkpoint.txt -in {folder}/token.tsr "
            f"-CAfile {folder}/certificates.pem -untrusted {folder}/certificates.pem -attime {at}",
        )
