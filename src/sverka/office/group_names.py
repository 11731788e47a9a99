"""What acts call things: a drawing, an application, an applicant that is no member. Asked before they are written.

A name that a page, a file and a person at the telephone can use is short and in one line. And nobody applies under a
name that a reader takes for that of a member: a member's own application has its id, and its signature.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sverka.domain.group import Group, Member
from sverka.errors import Fault, Refused
from sverka.record.group_facts import AnyGroupFact, ApplicationFact, CommitmentFact

LONGEST_NAME, LONGEST_APPLICANT = 40, 200  # characters

# Letters of two scripts that look alike, after Unicode TS #39, "Confusable Detection": those of Kyrgyz and Russian.
LOOKS_LIKE = str.maketrans("авекмнорстухіјѕ", "abekmhopctyxijs")


def check_names(group: Group | None, facts: Sequence[AnyGroupFact]) -> None:
    """Refuse names that nobody could use, applicants that pass for a member, and reasons that show nothing."""
    for fact in facts:
        if fact.reason and not any(map(str.isalnum, fact.reason)):
            raise Fault(f"a reason without a word: {fact.reason!r}", place="--reason", cure="say why")
        match fact:
            case CommitmentFact():
                _check_name(fact.draw, "a drawing", "--draw", LONGEST_NAME)
            case ApplicationFact():
                _check_name(fact.number, "an application", "--number", LONGEST_NAME)
                _check_name(fact.applicant, "an applicant", "--applicant", LONGEST_APPLICANT)
                _check_applicant(fact, group)


def _check_name(name: str, what: str, option: str, longest: int) -> None:
    if not name or name != name.strip() or not name.isprintable() or len(name) > longest:
        raise Fault(
            f"no name of {what}: {name[:longest]!r}",
            place=option,
            cure=f"give 1 to {longest} characters in one line, without spaces at the ends",
        )


def _check_applicant(fact: ApplicationFact, group: Group | None) -> None:
    members = group.members if group else {}
    if fact.applicant in members:
        return
    for member in members.values():
        if _looks(fact.applicant) in _looks_of(member):
            raise Refused(
                "R428",
                f"the applicant {fact.applicant!r} reads like the member {member.id}",
                cure=f"--applicant {member.id} and its key; another organisation under its full name",
            )


def _looks_of(member: Member) -> set[str]:
    return {_looks(name) for name in (str(member.id), *member.names)}


def _looks(name: str) -> str:
    """What a reader makes of a name: case, spaces and the script of its letters are not seen."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(LOOKS_LIKE)
    return "".join(c for c in folded if c.isalnum())
