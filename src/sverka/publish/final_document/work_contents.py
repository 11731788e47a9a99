"""What a final document says of the group's own work, as values: cases, applications, drawings."""

from __future__ import annotations

from sverka.publish.final_document.said import Said, Translated


class VoicePart(Said, frozen=True, kw_only=True):
    """Members who did something, with the reason they give."""

    members: tuple[str, ...]
    reason: str
    claimed: str


class DecisionPart(VoicePart, frozen=True, kw_only=True):
    """Which account stands, and where a field has another; `parties` are those whose members decided."""

    stands: str
    fields: dict[str, str]
    parties: tuple[str, ...]


class CasePart(Said, frozen=True, kw_only=True):
    """One contest at one station: where the case stands, and what was decided.

    `application`, `draw` : what it was opened or its recount asked for, "" where for a difference alone
    `decided` : the decision in force, at most one · `last` : its last step
    """

    contest: str
    station: str
    state: str
    application: str
    draw: str
    decided: tuple[DecisionPart, ...]
    dissents: tuple[VoicePart, ...]
    last: VoicePart


class ApplicationPart(Said, frozen=True, kw_only=True):
    """Someone asked for a recount; `cases` counts the cases that followed, by where they stand."""

    number: str
    applicant: str
    names: Translated
    contest: str
    reason: str
    claimed: str
    stations: int
    withdrawn: int
    granted: int
    declined: int
    waiting: int
    decisions: tuple[VoicePart, ...]
    cases: dict[str, int]


class DrawingPart(Said, frozen=True, kw_only=True):
    """A drawing by public dice; `drawn` is the hash of the list, "" while nothing is drawn."""

    draw: str
    contest: str
    method: str
    population_size: int
    population: str
    sample_size: int
    seed: str
    drawn: str
    members: tuple[str, ...]
    cases: dict[str, int]
