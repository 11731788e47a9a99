"""News in one language: a title, what there is to say of it, and the page to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.election import Election
from sverka.domain.ids import AreaId
from sverka.publish.language import Translator
from sverka.publish.news import NewsItem, is_correction
from sverka.publish.site.legal_force import decision_said
from sverka.publish.site.naming import area_name, contest_name
from sverka.record.facts import (
    AnnulmentFact,
    DefinitionFact,
    PublicationFact,
    ReinstatementFact,
    Scope,
)
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsSaid:
    """One notice; `sort` is a key of `words/news.py`, "publication" where nothing was corrected."""

    entry: int
    sha256: str
    received: str
    sort: str
    title: str
    lines: tuple[str, ...]


def news_said(t: Translator, election: Election, item: NewsItem) -> NewsSaid:
    """One notice in one language."""
    sort, title, lines = _said(t, election, item)
    return NewsSaid(
        entry=item.entry,
        sha256=item.sha256,
        received=item.fact.received,
        sort=sort,
        title=title,
        lines=tuple(line for line in lines if line),
    )


def _said(t: Translator, election: Election, item: NewsItem) -> tuple[str, str, list[str]]:
    """What kind it is, its title, and its lines."""
    match item.fact:
        case PublicationFact() as fact:
            return _publication(t, fact)
        case AnnulmentFact() | ReinstatementFact() as fact:
            return _annulment(t, election, fact)
        case StopFact() as fact:
            return (
                "stop",
                t._("A publication was stopped"),
                [_of_facts(t, fact.record_size), *_checks(t, fact)],
            )
        case AllowanceFact() as fact:
            return "allowance", t._("A fall of totals was allowed"), [fact.reason, "; ".join(fact.falls)]
        case DecisionFact(state=state) as fact:
            cancelled = t._("A decision on the result was cancelled")
            title = cancelled if state == "cancelled" else t._("A decision on the result")
            return "decision", title, [decision_said(t, election, fact), fact.reason]
        case DefinitionFact() as fact:
            first = not fact.supersedes
            title = (
                t._("The definition of the election") if first else t._("A new definition of the election")
            )
            return "definition", title, [fact.reason]


def _publication(t: Translator, fact: PublicationFact) -> tuple[str, str, list[str]]:
    summed = t._(
        "Counts in law, over all contests: {n} in, {missing} missing.",
        n=t.number(fact.stations.summed),
        missing=t.number(fact.stations.missing),
    )
    lines = [_of_facts(t, fact.record_size), summed]
    if not is_correction(fact):
        return "publication", t._("New figures were published"), lines
    why = t._("Why figures changed: {reason}", reason=fact.reason) if fact.reason else ""
    what = t._("What changed: {what}", what=fact.changed) if fact.changed else ""
    return "correction", t._("Published figures were corrected"), [why, what, *lines]


def _annulment(
    t: Translator, election: Election, fact: AnnulmentFact | ReinstatementFact
) -> tuple[str, str, list[str]]:
    annuls = isinstance(fact, AnnulmentFact)
    title = t._("Results annulled") if annuls else t._("Results count again")
    by = ", ".join(filter(None, (fact.authority, fact.number, fact.claimed and t.moment(fact.claimed))))
    return "annulment", title, ["; ".join(_scope(t, election, fact.scope)), f"{by}: {fact.reason}"]


def _scope(t: Translator, election: Election, scope: Scope) -> Iterator[str]:
    """What a decision hits, part by part."""
    if scope.station:
        yield t._("station {id}", id=scope.station)
    if scope.area:
        yield area_name(t, election, AreaId(scope.area))
    if scope.contest:
        yield contest_name(t, election, scope.contest)
    if scope.selection:
        yield t._("only the selection: {id}", id=scope.selection)
    if scope.box:
        yield t._("only the box: {id}", id=scope.box)


def _checks(t: Translator, fact: StopFact) -> Iterator[str]:
    yield t.ngettext("{n} check failed.", "{n} checks failed.", fact.failed)
    for check in fact.checks:
        yield t._(
            "{code}, {place}: it would have shown {shown}; from the record follows: {expected}.",
            code=check.code,
            place=check.place,
            shown=check.shown,
            expected=check.expected,
        )


def _of_facts(t: Translator, size: int) -> str:
    return t.ngettext("From the first fact of the record.", "From the first {n} facts of the record.", size)
