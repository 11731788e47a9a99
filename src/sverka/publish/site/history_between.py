"""What came in between two publications, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.ids import AreaId, ContestId
from sverka.publish.history.between import Between, Came, Did
from sverka.publish.history.past import Told
from sverka.publish.history.points import Point
from sverka.publish.language import N_, Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.frames import Link
from sverka.publish.site.naming import area_name, contest_name, source_name
from sverka.record.facts import AnnulmentFact, DefinitionFact, ReinstatementFact, Scope
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact

MOST_NAMED = 8  # stations of one sentence; `sverka why` names them all

ANNULLED = N_("Annulled by decision {number} of {authority}: {what}. {reason}")
REINSTATED = N_("In force again by decision {number} of {authority}: {what}. {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameLine:
    """One thing that came in, the stations it names, and how many more there are."""

    text: str
    stations: tuple[Link, ...] = ()
    more: int = 0


def came_lines(
    t: Translator, edition: Edition, point: Point, contest: ContestId | None = None
) -> Iterator[CameLine]:
    """What came in before a publication, of one contest or of all: counts by account, then what was decided."""
    counts = point.between.counts if contest is None else point.between.of(contest)
    groups: dict[tuple[Source, Did, bool, str], list[Came]] = {}
    for came in counts:
        reason = came.reason if came.did is Did.CORRECTED else ""
        groups.setdefault((came.source, came.did, bool(came.area), reason), []).append(came)
    for (source, did, of_area, reason), group in groups.items():
        name = source_name(t, edition.election, source)
        yield _counted(t, edition, name, group, did=did, of_area=of_area, reason=reason)
    yield from (CameLine(text=text) for text in _told(t, edition, point.between, contest))
    if point.fact is not None and point.fact.reason:
        yield CameLine(text=t._("Published with the reason: {reason}", reason=point.fact.reason))


def _counted(
    t: Translator,
    edition: Edition,
    account: str,
    group: list[Came],
    *,
    did: Did,
    of_area: bool,
    reason: str,
) -> CameLine:
    units = list(dict.fromkeys(came.area or came.station for came in group))
    n = len(units)
    if of_area:
        said = t.ngettext(
            "{account}: {n} figure of a place", "{account}: {n} figures of places", n, account=account
        )
        return CameLine(text=said)
    if did is Did.CAME_IN:
        said = t.ngettext(
            "{account}: {n} station came in", "{account}: {n} stations came in", n, account=account
        )
        return CameLine(text=said)
    if did is Did.COMPLETED:
        said = t.ngettext(
            "{account}: figures added for {n} station",
            "{account}: figures added for {n} stations",
            n,
            account=account,
        )
        return CameLine(text=said)
    said = t.ngettext(
        "{account}: {n} station corrected", "{account}: {n} stations corrected", n, account=account
    )
    pages = edition.addresses.stations
    links = tuple(Link(each, pages.get(each, "")) for each in units[:MOST_NAMED])
    return CameLine(text=f"{said} ({reason})" if reason else said, stations=links, more=n - len(links))


def _told(t: Translator, edition: Edition, between: Between, contest: ContestId | None) -> Iterator[str]:
    for entry, fact in between.told.items():
        if _speaks_of(fact, contest):
            yield from _sentence(t, edition, entry, fact)


def _speaks_of(fact: Told, contest: ContestId | None) -> bool:
    match fact:
        case AnnulmentFact(scope=scope) | ReinstatementFact(scope=scope):
            return contest is None or scope.contest in ("", contest)
        case DecisionFact():
            return contest is None or fact.contest in ("", contest)
        case _:
            return True


def _sentence(t: Translator, edition: Edition, entry: int, fact: Told) -> Iterator[str]:
    match fact:
        case AnnulmentFact() | ReinstatementFact():
            message = ANNULLED if isinstance(fact, AnnulmentFact) else REINSTATED
            what = _scope(t, edition, fact.scope)
            yield t._(message, number=fact.number, authority=fact.authority, what=what, reason=fact.reason)
        case DefinitionFact():
            if fact.supersedes:
                yield t._("The definition of the election changed: {reason}", reason=fact.reason)
        case StopFact():
            codes = ", ".join(dict.fromkeys(check.code for check in fact.checks))
            yield t._(
                "A publication was stopped, and the last good figures stayed: checks {codes} (entry {entry}).",
                codes=codes,
                entry=t.number(entry),
            )
        case AllowanceFact():
            yield t._("Two operators signed that totals may fall: {reason}", reason=fact.reason)
        case DecisionFact():
            yield t._(
                "{authority} decided on the result, number {number}.",
                authority=fact.authority,
                number=fact.number,
            )


def _scope(t: Translator, edition: Edition, scope: Scope) -> str:
    """What a decision is on."""
    parts = []
    if scope.station:
        parts.append(t._("station {id}", id=scope.station))
    if scope.area:
        parts.append(area_name(t, edition.election, AreaId(scope.area)))
    if scope.contest:
        parts.append(contest_name(t, edition.election, scope.contest))
    if scope.selection:
        parts.append(scope.selection)
    return ", ".join(parts) or t._("All stations")
