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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import NOT_A_FACT
from sverka.record.group_facts import AnyGroupFact
from sverka.record.signing import SIGNED_AS, text_of
from sverka.tlog.encodings import parse_text
from sverka.tlog.errors import FormatError
from sverka.tlog.note import MAX_NOTE_BYTES, parse_signatures

NOT_AN_ACT = (*NOT_A_FACT, TypeError, ValueError)  # a line that is no object, or one of another shape


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


def parse_acts(content: bytes) -> Acts:
    """The acts that bytes hold; nothing else is read for one than exactly what `format_acts` writes."""
    if len(content) > MAX_NOTE_BYTES:
        raise FormatError(f"{len(content)} bytes; we read at most {MAX_NOTE_BYTES}")
    text = parse_text(content, "acts")
    notes = [_parse_note(lines) for lines in _split(text.removesuffix("\n").split("\n"))]
    elections = list(dict.fromkeys(election for election, _ in notes))
    if len(elections) > 1:
        raise FormatError(f"acts of several elections: {', '.join(elections[:3])}")
    return Acts(elections[0], tuple(fact for _, fact in notes))


def _split(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines of each note; the first of one is always the same, and no other line can be that."""
    starts = [at for at, line in enumerate(lines) if line == SIGNED_AS]
    if not starts or starts[0] != 0:
        raise FormatError(f"the first line is not {SIGNED_AS}")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start:end]


def _parse_note(lines: Sequence[str]) -> tuple[str, AnyGroupFact]:
    """The election and the act of one note."""
    if len(lines) < 4 or lines[3]:
        raise FormatError("an act is three lines, and an empty one before its signatures")
    _, election, said, _, *signatures = lines
    if signatures:
        parse_signatures("".join(f"{line}\n" for line in signatures))
    fact = _parse_fact(said, tuple(signatures))
    if text_of(fact, election) != f"{SIGNED_AS}\n{election}\n{said}\n":
        raise FormatError("an act that is not in its one form")
    return election, fact


def _parse_fact(said: str, signatures: tuple[str, ...]) -> AnyGroupFact:
    """The act of one line, with the two keys that nobody signs."""
    try:
        document = msgspec.json.decode(said)
        keys = set(document) if isinstance(document, dict) else set()
        whole = {**document, "signatures": signatures, "received": ""}
        fact: AnyGroupFact = msgspec.convert(whole, AnyGroupFact)
    except NOT_AN_ACT as error:
        raise FormatError(f"not an act of the group: {error}") from error
    if fact.schema != SCHEMA or keys & {"signatures", "received"}:
        raise FormatError("an act of another version, or one that says what only the record can")
    return fact
