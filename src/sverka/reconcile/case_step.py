"""A step of a case: what can be done, and what those who do it must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sverka.errors import Refused


class StepKind(StrEnum):
    """What can be done about a case; the words of `case` facts."""

    OPENED = "opened"
    PAPER_CHECKED = "paper-checked"
    RECOUNT_ASKED = "recount-asked"
    RECOUNTED = "recounted"
    DECIDED = "decided"
    DISSENT = "dissent"
    DISPUTED = "disputed"
    IN_COURT = "in-court"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a case, as those who took it say it.

    `members` : who signed it · `why` : the application or the drawing that it was taken for
    `stands`, `fields` : of a decision, the source that stands, and where a field has another
    `authority` : which court
    """

    kind: StepKind
    members: tuple[str, ...] = ()
    reason: str = ""
    documents: tuple[str, ...] = ()
    why: str = ""
    stands: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""


MUST_SAY: Mapping[StepKind, tuple[tuple[str, ...], str]] = {
    StepKind.PAPER_CHECKED: (("documents", "reason"), "which papers: --document, or in words: --reason"),
    StepKind.RECOUNT_ASKED: (("why", "reason"), "for which application or drawing, or why: --reason"),
    StepKind.RECOUNTED: (("documents", "reason"), "by which papers: --document, or in words: --reason"),
    StepKind.DECIDED: (("stands",), "which source stands: --stands"),
    StepKind.DISSENT: (("reason",), "what the opinion is: --reason"),
    StepKind.DISPUTED: (("reason",), "why: --reason"),
    StepKind.IN_COURT: (("reason",), "why: --reason"),
    StepKind.REOPENED: (("reason",), "why: --reason"),
}
ALONE_SAYS = {
    "stands": StepKind.DECIDED,
    "fields": StepKind.DECIDED,
    "authority": StepKind.IN_COURT,
}


def check_says(step: Step) -> None:
    """A step says what its kind must say, and nothing that only another kind says."""
    needed, cure = MUST_SAY.get(step.kind, ((), ""))
    if needed and not any(_says(step, name) for name in needed):
        raise Refused("R421", f"“{step.kind.value}” does not say what it must", cure=f"say {cure}")
    if step.kind is StepKind.IN_COURT and not _says(step, "authority"):
        raise Refused("R421", "“in-court” does not say which court", cure="say it: --authority")
    for name, kind in ALONE_SAYS.items():
        if _says(step, name) and step.kind is not kind:
            raise Refused("R422", f"only “{kind.value}” says `{name}`", cure="leave it out")


def _says(step: Step, name: str) -> bool:
    said = getattr(step, name)
    return bool(said.strip() if isinstance(said, str) else said)
