"""The page on method: whose counts, which rules with their sources, which controls, which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.election import Contest, Control, Election
from sverka.domain.ids import AccountId
from sverka.domain.seat_rules import LargestRemainder, Plurality, SexLimit
from sverka.publish.language import N_, Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.frames import Frame
from sverka.publish.site.naming import base_name, level_name, source_name
from sverka.publish.words.findings import rule_said
from sverka.publish.words.kinds import kind_said
from sverka.publish.words.saying import Said
from sverka.publish.words.seats import METHODS, ROUNDINGS
from sverka.publish.words.states import FINDINGS_POLICY, SEVERITIES, STATES, way_of
from sverka.reconcile.kinds import KINDS

TERMS = (
    (N_("station"), N_("The room where ballots are cast and counted; its commission fills in the protocol.")),
    (
        N_("contest"),
        N_(
            "One question on a ballot. One box can hold ballots of several contests, "
            "so counts are compared by station and contest."
        ),
    ),
    (
        N_("account"),
        N_(
            "One telling of a count: how it was counted, where it was seen and whose it is are three separate things."
        ),
    ),
    (
        N_("count in law"),
        N_(
            "The figure that counts by law at a station; where it is missing, "
            "the account that the definition names stands in."
        ),
    ),
    (
        N_("difference"),
        N_("The right account minus the left one. A fact about two papers, and no accusation."),
    ),
    (N_("gross"), N_("All differences of votes added up without their signs.")),
    (
        N_("net"),
        N_("All differences of votes added up with their signs; what one row gains another may lose."),
    ),
    (N_("kind of difference"), N_("A pattern in the figures. It says what they look like and not why.")),
    (
        N_("control"),
        N_("A relation that the figures of one paper must satisfy, such as: in the boxes = valid + invalid."),
    ),
    (N_("finding"), N_("A control that does not hold on a paper.")),
    (N_("base"), N_("What a percentage is a percentage of; it stands beside every percentage.")),
    (
        N_("annulled"),
        N_(
            "Declared invalid by a decision. The figures stay visible and are in no sum; "
            "a later decision can reverse it."
        ),
    ),
    (N_("set aside"), N_("Published but not summed, because findings on the paper are not explained yet.")),
    (
        N_("record"),
        N_(
            "The list of all facts, to which facts are only ever added. A correction stands beside what it corrects."
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSaid:
    """One account, how it was counted, where it was seen, whose it is, and on what grounds."""

    id: str
    name: str
    way: str
    whose: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSaid:
    """One control of a form."""

    code: str
    name: str
    rule: str
    severity: str
    tolerance: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSaid:
    """One rule with its source."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class FormSaid:
    """A contest, or a family of contests made alike: its bases, its controls, its seats."""

    name: str
    others: int
    source: str
    share_base: str
    bases: tuple[tuple[str, str], ...]
    controls: tuple[ControlSaid, ...]
    seats: tuple[RuleSaid, ...]


@dataclass(frozen=True, kw_only=True)
class MethodPage:
    """Everything the page shows."""

    frame: Frame
    remarks: tuple[str, ...]
    source: str
    accounts: tuple[AccountSaid, ...]
    law: tuple[str, ...]
    left: str
    right: str
    policies_source: str
    findings: str
    tolerance: tuple[int, str, str]
    forms: tuple[FormSaid, ...]
    kinds: tuple[tuple[str, Said], ...]
    states: tuple[tuple[str, Said], ...]
    terms: tuple[tuple[str, str], ...]


def method_page(t: Translator, edition: Edition) -> MethodPage:
    """The method of one election, from its definition."""
    election, policies = edition.election, edition.election.policies
    left, right = (_account_name(t, election, each) for each in (policies.left, policies.right))
    tolerance = policies.tolerance
    return MethodPage(
        frame=Frame(path="method.html", title=t._("Method"), changed_at=edition.changes.definition),
        remarks=tuple(t.name(remark) for remark in election.remarks),
        source=election.source,
        accounts=tuple(_accounts(t, election)),
        law=tuple(_account_name(t, election, each) for each in policies.legal),
        left=left,
        right=right,
        policies_source=policies.source,
        findings=t._(FINDINGS_POLICY[policies.findings].title),
        tolerance=(
            tolerance.votes,
            t.plain_percent(tolerance.share) if tolerance.share else "",
            tolerance.source,
        ),
        forms=tuple(_forms(t, election)),
        kinds=tuple((kind, kind_said(t, kind, left=left, right=right)) for kind in KINDS),
        states=tuple((state.name.lower(), words.said(t)) for state, words in STATES.items()),
        terms=tuple((t._(word), t._(meaning)) for word, meaning in TERMS),
    )


def _account_name(t: Translator, election: Election, account: AccountId) -> str:
    return source_name(t, election, Source(account))


def _accounts(t: Translator, election: Election) -> Iterator[AccountSaid]:
    for account in election.accounts.values():
        yield AccountSaid(
            id=account.id,
            name=t.name(account.names),
            way=way_of(t, account),
            whose=account.whose,
            source=account.source,
        )


def _forms(t: Translator, election: Election) -> Iterator[FormSaid]:
    """The contests, those of a family once."""
    alike: dict[str, list[Contest]] = {}
    for contest in election.contests.values():
        alike.setdefault(contest.family or contest.id, []).append(contest)
    for first, *others in alike.values():
        yield FormSaid(
            name=t.name(first.names),
            others=len(others),
            source=first.source,
            share_base=base_name(t, first, first.share_base) if first.share_base else "",
            bases=tuple((t.name(base.names), base.expression) for base in first.bases.values()),
            controls=tuple(_control(t, control, first, election) for control in first.controls),
            seats=tuple(_seat_rules(t, first, election)),
        )


def _control(t: Translator, control: Control, contest: Contest, election: Election) -> ControlSaid:
    return ControlSaid(
        code=control.code,
        name=t.name(control.names),
        rule=rule_said(t, control, contest, election),
        severity=t._(SEVERITIES[control.severity].title),
        tolerance=control.tolerance,
        source=control.source,
    )


def _sex_limit(t: Translator, limit: SexLimit) -> RuleSaid:
    """It says who of a list sits; which candidates those are is not computed."""
    text = t._(
        "At most {share} of a list's seats for one sex; {rounding}. Who of a list sits is not computed here.",
        share=t.plain_percent(limit.at_most),
        rounding=t._(ROUNDINGS[limit.rounding]),
    )
    return RuleSaid(text=text, source=limit.source)


def _seat_rules(t: Translator, contest: Contest, election: Election) -> Iterator[RuleSaid]:
    rule = contest.seats
    match rule:
        case LargestRemainder():
            text = t._(
                "{seats} seats by the {method} quota and largest remainders.",
                seats=t.number(rule.seats),
                method=t._(METHODS[rule.quota]),
            )
            cap = t._("At most {n} seats for one list.", n=t.number(rule.cap)) if rule.cap else ""
            yield RuleSaid(text=f"{text} {cap}".strip(), source=rule.source)
            for threshold in rule.thresholds:
                values = {
                    "share": t.plain_percent(threshold.share),
                    "base": base_name(t, contest, threshold.base),  # type: ignore[arg-type]
                }
                where = level_name(t, election, threshold.areas) if threshold.areas else ""
                text = (
                    t._("Threshold in every area ({level}): {share} of {base} there.", level=where, **values)
                    if where
                    else t._("Threshold: {share} of {base}.", **values)
                )
                yield RuleSaid(text=text, source=threshold.source)
            if rule.sexes is not None:
                yield _sex_limit(t, rule.sexes)
        case Plurality():
            text = t._("Seats to be filled: {n}. Most votes win.", n=t.number(rule.seats))
            void = t._("Nobody is elected where “against all” has more votes than the first candidate.")
            yield RuleSaid(
                text=f"{text} {void}" if rule.void_when_against_all_leads else text, source=rule.source
            )
        case None:
            return
