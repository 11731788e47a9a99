"""Acts of the group as members read and sign them on their own machines: signed notes, one after the other.

::

    sverka/group/v1
    town-2026-05-17
    {"claimed":"2026-05-19T10:00:00+06:00","contest":"council","kind":"case","schema":1,"station":"0002","step":"opened"}

    — apple TkXh5P7xK8m1J9q+l…
    sverka/group/v1
    town-2026-05-17
    {"claimed":…

Each is a C2SP signed note (c2sp.org/signed-note) whose text is what `record/signing.py` has members sign; before anyone
has signed it, no line follows its empty line. A file of one act that someone signed is a note as any other program
reads it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sverka.record.group_facts import AnyGroupFact
from sverka.record.signing import text_of


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of one election with the signatures that they have so far; `received` of each is empty."""

    election: str
    facts: tuple[AnyGroupFact, ...]


def format_acts(acts: Acts) -> bytes:
    """The bytes of the notes."""
    return "".join(_note(fact, acts.election) for fact in acts.facts).encode()


def _note(fact: AnyGroupFact, election: str) -> str:
    lines = "".join(f"{line}\n" for line in fact.signatures)
    return f"{text_of(fact, election)}\n{lines}"
