"""An act of the group in plain words, all that it says: for members who are to sign it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sverka.publish.language import N_, Translator
from sverka.publish.words.group import ACTS, CASE_STEPS
from sverka.record.facts import kind_of
from sverka.record.group_facts import AnyGroupFact, CaseFact

SAID_OTHERWISE = {"schema", "received", "signatures", "step"}  # the form; what nobody signs; the title

FIELDS: Mapping[str, str] = {
    "member": N_("member"),
    "number": N_("application"),
    "applicant": N_("who applies"),
    "contest": N_("contest"),
    "station": N_("station"),
    "stations": N_("stations"),
    "granted": N_("granted for stations"),
    "declined": N_("declined for stations"),
    "stands": N_("the account that stands"),
    "fields": N_("but for these fields"),
    "application": N_("for the application"),
    "draw": N_("drawing"),
    "authority": N_("court"),
    "method": N_("chances: equal, or by size"),
    "sample_size": N_("stations to be drawn"),
    "population": N_("list to draw from (SHA-256)"),
    "population_size": N_("length of that list"),
    "commitment": N_("after the commitment (SHA-256)"),
    "digits": N_("digits of the dice"),
    "sides": N_("sides of a die"),
    "seed": N_("all digits"),
    "drawn": N_("list of what was drawn (SHA-256)"),
    "document": N_("final document (SHA-256)"),
    "papers": N_("the same as PDF (SHA-256)"),
    "deadline": N_("members answer until"),
    "record_size": N_("over so many facts of the record"),
    "root": N_("whose root is"),
    "claimed": N_("when"),
    "reason": N_("reason"),
    "documents": N_("papers behind it (SHA-256)"),
    "supersedes": N_("after this act (SHA-256)"),
}


def act_title(t: Translator, fact: AnyGroupFact) -> str:
    """What kind of act it is."""
    words = CASE_STEPS[fact.step] if isinstance(fact, CaseFact) else ACTS[kind_of(fact)]
    return t._(words.title)


def act_said(t: Translator, fact: AnyGroupFact) -> Iterator[tuple[str, str]]:
    """Everything else that it says, field by field; what it leaves empty is left out."""
    for field in sorted(msgspec.structs.fields(fact), key=_place):
        value = getattr(fact, field.name)
        if field.name not in SAID_OTHERWISE and value not in ("", (), {}):
            yield t._(FIELDS[field.name]), _said(value)


def _place(field: msgspec.structs.FieldInfo) -> int:
    return list(FIELDS).index(field.name) if field.name in FIELDS else -1


def _said(value: Any) -> str:
    match value:
        case tuple():
            return ", ".join(value)
        case dict():
            return "; ".join(f"{key}: {each}" for key, each in value.items())
        case _:
            return str(value)
