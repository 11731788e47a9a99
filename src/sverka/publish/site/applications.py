"""Applications for recount, as pages show them: who asked, and what became of each station."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sverka.domain.ids import ContestId, MemberId, StationId
from sverka.publish.group.acts import Act
from sverka.publish.group.applications import Application
from sverka.publish.language import N_, Translator
from sverka.publish.site.deeds import Deed, deed_of, member_name
from sverka.publish.site.edition import Edition
from sverka.publish.site.naming import contest_name
from sverka.publish.words.group import CASE_STATES
from sverka.publish.words.saying import Words
from sverka.reconcile.cases import state_id

OUTCOMES: Mapping[str, Words] = {
    "waiting": Words(N_("waiting")),
    "withdrawn": Words(N_("taken back")),
    "granted": Words(N_("granted")),
    "declined": Words(N_("declined")),
}


@dataclass(frozen=True, slots=True)
class StationSaid:
    """A station of an application: what became of it, and the way to its case or, without one, to its page."""

    station: str
    outcome: str
    word: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """One application: how many stations it asked for, and what became of them.

    `result` : where the cases of the stations granted stand, with how many
    """

    id: str
    number: str
    applicant: str
    contest: str
    asked: Deed
    others: tuple[Deed, ...]
    counts: tuple[tuple[str, int], ...]
    result: tuple[tuple[str, int], ...]
    stations: tuple[StationSaid, ...]


def applicant_name(t: Translator, application: Application) -> str:
    """Who asked: a member by its name, another organisation as it is written."""
    asked = application.asked
    member = asked.group.members.get(MemberId(asked.fact.applicant))
    return member_name(t, member) if member else asked.fact.applicant


def application_line(t: Translator, edition: Edition, application: Application) -> ApplicationLine:
    """One application."""
    others: list[Act[Any]] = [*application.withdrawals, *application.decisions]
    others.sort(key=lambda act: act.entry)
    sums = Counter(application.outcome_of(station) for station in application.stations)
    return ApplicationLine(
        id=f"application-{application.asked.entry}",
        number=application.number,
        applicant=applicant_name(t, application),
        contest=contest_name(t, edition.election, application.contest),
        asked=deed_of(t, edition, application.asked),
        others=tuple(deed_of(t, edition, act) for act in others),
        counts=tuple((t._(words.title), sums[outcome]) for outcome, words in OUTCOMES.items()),
        result=tuple(_result(t, edition, application)),
        stations=tuple(_station(t, edition, application, station) for station in application.stations),
    )


def _result(t: Translator, edition: Edition, application: Application) -> Iterator[tuple[str, int]]:
    """Where the cases of the stations granted stand."""
    cases = edition.group.state.cases.by_key if edition.group else {}
    keys = ((ContestId(application.contest), StationId(each)) for each in application.granted)
    states = Counter(state_id(cases[key].state) for key in keys if key in cases)
    for state, words in CASE_STATES.items():
        if states[state]:
            yield t._(words.title), states[state]


def _station(t: Translator, edition: Edition, application: Application, station: str) -> StationSaid:
    addresses = edition.addresses
    path = addresses.cases.get((application.contest, station)) or addresses.stations.get(station, "")
    outcome = application.outcome_of(station)
    return StationSaid(station, outcome, t._(OUTCOMES[outcome].title), path)
