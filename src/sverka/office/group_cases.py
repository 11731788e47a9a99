"""What members do about applications and cases, as the facts that say so; `perform` signs and writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from sverka.domain.accounts import Counted
from sverka.domain.counts import Source
from sverka.domain.ids import ContestId
from sverka.errors import Fault, Refused
from sverka.office.folder import State
from sverka.office.group_checks import has_count
from sverka.publish.group.differing import differing_pair
from sverka.publish.group.state import GroupState
from sverka.publish.results import ContestResults, Results
from sverka.reconcile.cases import RecountAsked
from sverka.record.fact_shape import SCHEMA
from sverka.record.group_facts import (
    AnyGroupFact,
    ApplicationDecisionFact,
    ApplicationFact,
    CaseFact,
    CaseStep,
    WithdrawalFact,
)


class InFact(TypedDict):
    """What every fact of the group says alike."""

    schema: int
    received: str
    signatures: tuple[str, ...]
    claimed: str
    reason: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What those who act say beside what they do: why, by which papers, and when it was."""

    reason: str = ""
    documents: tuple[str, ...] = ()
    claimed: str = ""

    @property
    def in_fact(self) -> InFact:
        """The same as every fact of the group has it; signatures and receipt come later."""
        return {
            "schema": SCHEMA,
            "received": "",
            "signatures": (),
            "claimed": self.claimed,
            "reason": self.reason,
            "documents": self.documents,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a step of a case is about, beside its station."""

    contest: ContestId
    application: str = ""
    draw: str = ""
    stands: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""


def steps(step: CaseStep, stations: Iterable[str], about: About, said: Said) -> list[CaseFact]:
    """The same step of several cases."""
    return [
        CaseFact(
            **said.in_fact,
            station=station,
            contest=str(about.contest),
            step=step,
            stands=about.stands,
            fields=dict(about.fields),
            application=about.application,
            draw=about.draw,
            authority=about.authority,
        )
        for station in stations
    ]


# applications


def application(
    group: GroupState, number: str, applicant: str, stations: Sequence[str], about: About, said: Said
) -> list[AnyGroupFact]:
    """An application, and a case for each of its stations that has none yet."""
    asked = ApplicationFact(
        **said.in_fact,
        number=number,
        applicant=applicant,
        contest=str(about.contest),
        stations=tuple(stations),
    )
    without = [station for station in stations if group.cases.state_of(about.contest, station) is None]
    opened_for = About(contest=about.contest, application=number)
    return [asked, *steps("opened", without, opened_for, Said(claimed=said.claimed))]


def withdrawal(number: str, stations: Sequence[str], said: Said) -> WithdrawalFact:
    """An application taken back: for some stations or, where none are named, for all that are left."""
    return WithdrawalFact(
        **said.in_fact,
        number=number,
        stations=tuple(stations),
    )


def answer(
    group: GroupState, number: str, granted: Sequence[str], declined: Sequence[str], said: Said
) -> list[AnyGroupFact]:
    """The decision on an application, and the recounts that it asks for; what is asked for already is not again."""
    decision = ApplicationDecisionFact(
        **said.in_fact,
        number=number,
        granted=tuple(granted),
        declined=tuple(declined),
    )
    asked = group.applications.by_number.get(number)
    if asked is None:
        return [decision]  # which the rules refuse, and say what there is
    about = About(contest=ContestId(asked.contest), application=number)
    when = Said(claimed=said.claimed)
    states = {station: group.cases.state_of(asked.contest, station) for station in granted}
    without = [station for station, state in states.items() if state is None]
    awaited = [station for station, state in states.items() if isinstance(state, RecountAsked)]
    to_ask = [station for station in granted if station not in awaited]
    return [
        decision,
        *steps("opened", without, about, when),
        *steps("recount-asked", to_ask, about, when),
    ]


# cases


def differing(state: State, group: GroupState, contest: ContestId) -> list[str]:
    """The stations where the accounts compared by default differ and that have no case yet."""
    found = differing_pair(Results(state.election, state.snapshot).of(contest))
    return [station for station in found if group.cases.state_of(contest, station) is None]


def check_recounted(state: State, contest: ContestId, stations: Sequence[str], account: str | None) -> str:
    """The source whose counts hold a recount of all these stations; refused where a count of one is missing."""
    results = Results(state.election, state.snapshot)
    of = results.of(contest)
    if account is not None:
        return _check_each(of, [results.source(account, contest)], stations)
    accounts = state.election.accounts.values()
    counted = {account.id for account in accounts if account.counted is Counted.RECOUNT}
    if not counted:
        raise Fault(
            "the definition has no account of recounts",
            place="--account",
            cure='give the account whose counts are the recount, or add one with counted = "recount"',
        )
    return _check_each(of, [source for source in of.tables if source.account in counted], stations)


def _check_each(of: ContestResults, sources: Sequence[Source], stations: Sequence[str]) -> str:
    missing = [
        station for station in stations if not any(has_count(of, source, station) for source in sources)
    ]
    named = ", ".join(map(str, sources))
    if missing:
        whose = named or "an account of recounts"
        raise Refused(
            "R424",
            f"no count by {whose} of {', '.join(missing[:12])}{', …' if len(missing) > 12 else ''}",
            cure="take the counts of the recount in first: `sverka add DIR FILE --account …`",
        )
    return named


def standing_source(state: State, contest: ContestId, given: str) -> str:
    """The source that a person names, as facts name it: the account, and its holder where several hold one."""
    return str(Results(state.election, state.snapshot).source(given, contest))
