"""Let a total fall that no fact explains: two operators sign for the places, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sverka.domain.operators import OPERATORS_NEEDED
from sverka.errors import Fault, Refused
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.office.member_keys import read_member_key
from sverka.record.allowance_signing import operators_who_signed, sign_allowance
from sverka.record.fact_shape import SCHEMA
from sverka.record.night_facts import AllowanceFact, StopFact
from sverka.tlog.keys import Signer

FALLS = "G5"


def allow(
    state: State, falls: Sequence[str], reason: str, keys: Sequence[Path], *, received: str
) -> tuple[int, tuple[str, ...]]:
    """Record the allowance; gives its entry, and the operators who signed."""
    stop = _last_stop(state)
    if not reason.strip():
        raise Fault(
            "no reason is given",
            place="--reason",
            cure="say why these totals may be lower; it stays for ever",
        )
    bare = AllowanceFact(
        schema=SCHEMA,
        received=received,
        record_size=stop.record_size,
        root=stop.root,
        falls=_places(stop, falls),
        reason=reason,
        signed=(),
    )
    election = state.election
    fact = sign_allowance(bare, election.id, map(_operator_key, keys))
    signed = operators_who_signed(fact, election.id, election.operators)
    if len(signed) < OPERATORS_NEEDED:
        raise Refused(
            "R535",
            f"signed by {len(signed)} of the {OPERATORS_NEEDED} operators that it needs",
            cure="give the keys of two: --key A --key B",
        )
    receipt = state.folder.append(Chain(state).link([fact]), after=state.snapshot.size)
    return receipt.indexes[0], signed


def _places(stop: StopFact, asked: Sequence[str]) -> tuple[str, ...]:
    """The totals that may fall: those that are asked for, of those that the stop names; all of them where none is."""
    named = [check.place for check in stop.checks if check.code == FALLS]
    if not named:
        raise Refused(
            "R534",
            "the last stop names no total that falls",
            cure="there is nothing to allow: arithmetic has no override",
        )
    for place in asked:
        if place not in named:
            raise Refused(
                "R537",
                f"the last stop names no fall at {place!r}",
                cure=f"it names: {', '.join(named)}",
            )
    return tuple(dict.fromkeys(asked or named))


def _operator_key(file: Path) -> Signer:
    return read_member_key(file, of="an operator", lost="sverka define")


def _last_stop(state: State) -> StopFact:
    """The stop that stands: nothing was published since."""
    last = max(state.snapshot.stops, default=-1)
    if last <= max(state.snapshot.publications, default=-1):
        raise Refused(
            "R536", "no publication is stopped", cure="an allowance answers a stop: see `sverka night`"
        )
    return state.snapshot.stops[last]
