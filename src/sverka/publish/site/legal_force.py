"""What every page says of the force of its figures: none in law, until the body that the law names has decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sverka.domain.election import Election
from sverka.publish.decided import ALL, decided, is_official
from sverka.publish.language import Translator
from sverka.publish.site.naming import contest_name
from sverka.record.night_facts import DecisionFact

MOST_SAID = 3  # decisions that every page names; the page on corrections has all


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForce:
    """The sentences of the line: whether it is official, by which decisions, and after which law.

    `more` : decisions that the line does not name · `law` : as the definition quotes it
    """

    official: bool
    said: tuple[str, ...]
    more: int
    law: str


def legal_force(t: Translator, election: Election, decisions: Mapping[int, DecisionFact]) -> LegalForce:
    """What pages say in one language, by the decisions that the record has."""
    in_force = decided(decisions)
    official = is_official(election.contests, in_force)
    first = (
        t._("The body that the law names has decided on the result.")
        if official
        else t._("Preliminary figures without legal force.")
    )
    waiting = () if in_force else (t._("The body that the law names has not decided on the result yet."),)
    named = [decision_said(t, election, fact) for _, fact in in_force.values()]
    return LegalForce(
        official=official,
        said=(first, *waiting, *named[:MOST_SAID]),
        more=max(0, len(named) - MOST_SAID),
        law=election.policies.source,
    )


def decision_said(t: Translator, election: Election, fact: DecisionFact) -> str:
    """One decision by who took it, its number and its date."""
    day = t.moment(fact.claimed)
    if fact.contest == ALL:
        return t._(
            "{authority}, No. {number}, {date}.", authority=fact.authority, number=fact.number, date=day
        )
    return t._(
        "{contest}: {authority}, No. {number}, {date}.",
        contest=contest_name(t, election, fact.contest),
        authority=fact.authority,
        number=fact.number,
        date=day,
    )
