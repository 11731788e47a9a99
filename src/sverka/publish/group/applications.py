"""Applications for recount: who asked for which stations, what was taken back, and what the group decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sverka.domain.ids import MemberId
from sverka.errors import Refused
from sverka.publish.group.acts import Act, check_parties
from sverka.record.group_facts import (
    AnyGroupFact,
    ApplicationDecisionFact,
    ApplicationFact,
    CaseFact,
    WithdrawalFact,
)

Stations = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application. Each of its `stations` is either `withdrawn`, `granted`, `declined` or `waiting`."""

    number: str
    asked: Act[ApplicationFact]
    withdrawals: tuple[Act[WithdrawalFact], ...] = ()
    decisions: tuple[Act[ApplicationDecisionFact], ...] = ()
    withdrawn: Stations = ()
    granted: Stations = ()
    declined: Stations = ()

    @property
    def stations(self) -> Stations:
        """All stations that it asked for."""
        return self.asked.fact.stations

    @property
    def contest(self) -> str:
        """The contest whose recount it asks for."""
        return self.asked.fact.contest

    @property
    def waiting(self) -> Stations:
        """The stations of which nothing is decided and that were not taken back."""
        return _without(self.stations, {*self.withdrawn, *self.granted, *self.declined})

    def outcome_of(self, station: str) -> str:
        """What became of one of its stations: `withdrawn`, `granted`, `declined` or `waiting`."""
        parts = {"withdrawn": self.withdrawn, "granted": self.granted, "declined": self.declined}
        return next((word for word, stations in parts.items() if station in stations), "waiting")


@dataclass
class Applications:
    """All applications, as acts add up to them."""

    by_number: dict[str, Application] = field(default_factory=dict)

    def take(self, act: Act[AnyGroupFact]) -> None:
        """Let an act have its effect; refused, nothing has changed."""
        match act.fact:
            case ApplicationFact():
                after = self._apply(act.as_of(act.fact))
            case WithdrawalFact():
                after = self._withdraw(act.as_of(act.fact))
            case ApplicationDecisionFact():
                after = self._decide(act.as_of(act.fact))
            case _:
                raise AssertionError(f"no act about an application: {act.fact}")
        self.by_number[after.number] = after

    def check_case(self, fact: CaseFact) -> None:
        """A case is opened for an application of its station, and its recount asked for one that was granted."""
        if not fact.application:
            return
        application = self._known(fact.application)
        among = application.granted if fact.step == "recount-asked" else application.stations
        if fact.contest != application.contest or fact.station not in among:
            word = "granted" if fact.step == "recount-asked" else "asked for"
            raise Refused(
                "R429",
                f"station {fact.station}, {fact.contest}, is none that application {application.number} was {word}",
                cure="see what was: `sverka group status`; decide on it: `sverka group answer`",
            )

    def next_number(self) -> str:
        """The first number after all that are numbers, of at most 40 digits."""
        numbers = (number for number in self.by_number if number.isdecimal() and len(number) <= 40)
        return str(max(map(int, numbers), default=0) + 1)

    def _apply(self, act: Act[ApplicationFact]) -> Application:
        fact = act.fact
        if fact.number in self.by_number:
            raise Refused(
                "R425", f"there is an application {fact.number} already", cure="give the next free number"
            )
        for name, said in (("number", fact.number), ("applicant", fact.applicant), ("reason", fact.reason)):
            if not said.strip():
                raise Refused("R421", f"the application has no {name}", cure="say it")
        if not fact.stations:
            raise Refused("R421", "the application names no station", cure="name the stations")
        _check_once(fact.stations)
        application = Application(number=fact.number, asked=act)
        _check_applicant(act, application)
        return application

    def _withdraw(self, act: Act[WithdrawalFact]) -> Application:
        application = self._known(act.fact.number)
        _check_applicant(act, application)
        open_ones = (*application.waiting, *application.granted)
        taken_back = act.fact.stations or _in_order(application, open_ones)
        _check_among(taken_back, open_ones, application)
        return replace(
            application,
            withdrawals=(*application.withdrawals, act),
            withdrawn=_in_order(application, (*application.withdrawn, *taken_back)),
            granted=_without(application.granted, taken_back),
        )

    def _decide(self, act: Act[ApplicationDecisionFact]) -> Application:
        fact, application = act.fact, self._known(act.fact.number)
        _check_among((*fact.granted, *fact.declined), application.waiting, application)
        if fact.declined and not fact.reason.strip():
            raise Refused("R421", "stations are declined without a reason", cure="say why: --reason")
        check_parties(act)
        return replace(
            application,
            decisions=(*application.decisions, act),
            granted=_in_order(application, (*application.granted, *fact.granted)),
            declined=_in_order(application, (*application.declined, *fact.declined)),
        )

    def _known(self, number: str) -> Application:
        application = self.by_number.get(number)
        if application is None:
            known = ", ".join(self.by_number) or "none yet"
            raise Refused("R426", f"there is no application {number!r}", cure=f"applications: {known}")
        return application


def _check_applicant(act: Act[ApplicationFact] | Act[WithdrawalFact], application: Application) -> None:
    """A member applies, and takes back, by its own signature; for others it is whoever entered the application."""
    asked = application.asked
    applicant = MemberId(asked.fact.applicant)
    may = {applicant} if applicant in asked.group.members else {member.id for member in asked.members}
    if not any(member.id in may for member in act.members):
        named = ", ".join(sorted(may))
        raise Refused(
            "R428",
            f"application {application.number} is that of {named}: only they make it or take it back",
            cure=f"sign with the key of {named}; the group can decline an application instead",
        )


def _check_among(named: Stations, among: Stations, application: Application) -> None:
    """The stations are some of those that are open, each once."""
    if not named:
        raise Refused(
            "R427", f"nothing is waiting in application {application.number}", cure="`sverka group status`"
        )
    _check_once(named)
    other = _without(named, among)
    if other:
        raise Refused(
            "R427",
            f"application {application.number}: {', '.join(other[:12])} "
            f"{'is' if len(other) == 1 else 'are'} not waiting in it: not asked for, taken back or decided",
            cure="see what is waiting: `sverka group status`",
        )


def _check_once(stations: Stations) -> None:
    twice = [station for station, times in Counter(stations).items() if times > 1]
    if twice:
        raise Refused("R427", f"named twice: {', '.join(twice)}", cure="name each station once")


def _in_order(application: Application, stations: Iterable[str]) -> Stations:
    among = set(stations)
    return tuple(station for station in application.stations if station in among)


def _without(stations: Stations, others: Iterable[str]) -> Stations:
    left_out = set(others)
    return tuple(station for station in stations if station not in left_out)
