"""What the record says about its keys, and appending it."""

from __future__ import annotations

from collections.abc import Callable

from sverka.errors import SverkaError
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import KeyFact
from sverka.record.sequencer import Sequencer, Submission
from sverka.tlog.keys import Verifier, format_vkey

Now = Callable[[str], str]
"""This moment in a time zone, as a fact writes it."""


def in_force(verifier: Verifier, *, reason: str, received: str) -> KeyFact:
    """A key signs from now on."""
    return KeyFact(
        schema=SCHEMA, received=received, vkey=format_vkey(verifier), state="in-force", reason=reason
    )


def retired(verifier: Verifier, *, reason: str, received: str) -> KeyFact:
    """A key signs no longer."""
    return KeyFact(
        schema=SCHEMA, received=received, vkey=format_vkey(verifier), state="retired", reason=reason
    )


def is_said(state: State, fact: KeyFact) -> bool:
    """Whether the record says already that a key is in this state."""
    return any((each.vkey, each.state) == (fact.vkey, fact.state) for each in state.snapshot.keys.values())


def append(sequencer: Sequencer, state: State, fact: KeyFact) -> None:
    """Append a fact about a key, under the writer's lock, which the caller holds."""
    entries = tuple(Chain(state).link([fact]))
    (taken,) = sequencer.take([Submission(entries=entries, after=state.snapshot.size)])
    if isinstance(taken, SverkaError):
        raise taken
