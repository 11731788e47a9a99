"""Why figures that had been published are other ones now, in the words of the facts that changed them.

At night nobody sits beside each publication to type a reason, and nobody has to: a count that corrects another one,
an annulment and a new definition each say their own. A publication repeats each reason once, with how many facts gave
it and where the first of them stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sverka.record.facts import (
    AnnulmentFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    ReinstatementFact,
    UnknownFact,
    parse_fact,
)

MOST_SAID = 5
LONGEST = 200  # characters of one reason

CHANGE = (b'"reason":', b'"kind":"definition"', b'"withdrawn":')  # what a fact that changes others must hold


@dataclass(frozen=True, slots=True)
class Cause:
    """A fact that changes what had been published: where it stands, of what, and the reason it gives."""

    entry: int
    of: str
    reason: str


def causes(facts: Iterable[tuple[int, bytes]]) -> list[Cause]:
    """The facts, among those that came in since a publication, that change what it said."""
    found = (_cause(entry, fact) for entry, fact in facts if any(mark in fact for mark in CHANGE))
    return [cause for cause in found if cause is not None]


def said_of(found: Sequence[Cause]) -> tuple[str, str]:
    """The reason and the change as a publication states them; both "" where nothing was corrected."""
    if not found:
        return "", ""
    given: dict[str, list[int]] = defaultdict(list)
    for cause in found:
        given[cause.reason[:LONGEST]].append(cause.entry)
    said = [f"{reason} ({_where(entries)})" for reason, entries in given.items()]
    more = [f"and {len(said) - MOST_SAID} more reasons"] if len(said) > MOST_SAID else []
    counted = Counter(cause.of for cause in found)
    return "; ".join([*said[:MOST_SAID], *more]), "; ".join(f"{of} ({n})" for of, n in counted.items())


def _where(entries: Sequence[int]) -> str:
    """Where the facts of one reason stand."""
    if len(entries) == 1:
        return f"entry {entries[0]}"
    return f"{len(entries)} facts from entry {entries[0]} on"


def _cause(entry: int, content: bytes) -> Cause | None:
    match parse_fact(content):
        case CountFact(reason=reason, supersedes=before) as fact if reason and before:
            source = f"{fact.account}@{fact.holder}" if fact.holder else fact.account
            unit = "stations" if fact.station else "areas"
            return Cause(entry, f"{fact.contest}: figures of {source}, {unit}", reason)
        case AnnulmentFact() | ReinstatementFact() as fact:
            contest = fact.scope.contest or "all contests"
            return Cause(entry, f"{contest}: annulled or reinstated", fact.reason)
        case DefinitionFact() as fact if fact.supersedes:
            return Cause(entry, "the definition of the election", fact.reason or "a new definition")
        case DocumentFact(withdrawn=withdrawn) if withdrawn:
            return Cause(entry, "papers withdrawn", withdrawn)
        case UnknownFact() | _:
            return None
