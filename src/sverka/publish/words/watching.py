"""What was seen on watched pages, in sentences: how it looks, never why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from sverka.domain.counts import Unit
from sverka.domain.election import Contest, Election, Row, Selection
from sverka.domain.ids import AreaId, ContestId
from sverka.formats.shown_page import Outcome
from sverka.publish.language import N_, Translator
from sverka.publish.watching.alike import Alike
from sverka.publish.watching.codes import BETWEEN, Figure, Observed, PageCode
from sverka.publish.watching.report import PageFinding

TITLES: Mapping[PageCode, str] = {
    PageCode.SHARES_OVER_100: N_("Shares sum to more than 100%"),
    PageCode.OTHER_BASE: N_("Votes and shares imply another base than the page states"),
    PageCode.NO_BASE: N_("No number of ballots fits the shares"),
    PageCode.NOT_THE_SUM: N_("An area is not the sum of its parts"),
    PageCode.CONTROL: N_("Figures do not keep to a control of the form"),
    PageCode.FELL: N_("Figures fell"),
    PageCode.CHANGED: N_("Figures of a station changed after they were published"),
    PageCode.GONE: N_("Places are no longer on the page"),
    PageCode.BLANK: N_("The page was blank"),
    PageCode.NO_ANSWER: N_("The page gave no answer, or an error"),
    PageCode.UNREADABLE: N_("The page had another shape"),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FIGURES: N_("figures"),
    Outcome.BLANK: N_("blank"),
    Outcome.ERROR: N_("an error"),
    Outcome.ELSEWHERE: N_("sent on to another host"),
    Outcome.NO_ANSWER: N_("no answer"),
    Outcome.UNREADABLE: N_("another shape"),
}


def finding_said(t: Translator, finding: PageFinding, election: Election) -> str:
    """What was seen, with its figures."""
    seen = finding.seen
    return " ".join(part for part in (_place(t, seen, election), _sentence(t, seen, election)) if part)


def alike_said(t: Translator, found: Alike, election: Election) -> str:
    """What was seen in the largest place, and in how many more."""
    said = finding_said(t, found.first, election)
    if not found.others:
        return said
    more = t.ngettext("The same in {n} more place.", "The same in {n} more places.", found.others)
    return f"{said} {more}"


def times_said(t: Translator, finding: PageFinding) -> str:
    """When it was seen."""
    since, last = (t.moment(each.isoformat()) for each in (finding.since, finding.last))
    if finding.until is None:
        return t._("since {since}; last seen {last}", since=since, last=last)
    until = t.moment(finding.until.isoformat())
    if finding.code in BETWEEN:
        return t._("between {since} and {until}", since=since, until=until)
    return t._("from {since} to {until}", since=since, until=until)


def _place(t: Translator, seen: Observed, election: Election) -> str:
    if not seen.unit:
        return ""
    if seen.of is Unit.AREA:
        area = election.places.areas.get(AreaId(seen.unit))
        return f"{t.name(area.names) if area else seen.unit}:"
    return t._("Station {station}:", station=seen.unit)


def _sentence(  # noqa: PLR0911 - one for every code
    t: Translator, seen: Observed, election: Election
) -> str:
    said = seen.context
    match seen.code:
        case PageCode.SHARES_OVER_100:
            return _over_100(t, said)
        case PageCode.OTHER_BASE:
            return t._(
                "votes and shares imply {least} to {most} ballots; the page states {stated}.",
                **_numbers(t, said, "least", "most", "stated"),
            )
        case PageCode.NO_BASE:
            return t._(
                "no one number of ballots fits all votes and shares; votes together: {votes}.",
                **_numbers(t, said, "votes"),
            )
        case PageCode.CONTROL:
            return _control(t, seen, election)
        case PageCode.NOT_THE_SUM | PageCode.FELL | PageCode.CHANGED:
            return _figures(t, seen, election)
        case PageCode.GONE:
            return t._("no longer shown: {units}.", **_numbers(t, said, "units"))
        case PageCode.BLANK:
            return t._("There was no figure on it.")
        case PageCode.NO_ANSWER | PageCode.UNREADABLE:
            return str(said["note"])


def _over_100(t: Translator, said: Mapping[str, Figure]) -> str:
    total = t.decimal(Fraction(Decimal(said["sum"])))
    sentence = t._("the shares sum to {sum}%.", sum=total)
    if "above" not in said:
        return sentence
    threshold = t.plain_percent(Fraction(Decimal(said["threshold"])) / 100)
    above = t._(
        "Lists that reach {threshold}: {above}.", threshold=threshold, above=t.number(int(said["above"]))
    )
    return f"{sentence} {above}"


def _control(t: Translator, seen: Observed, election: Election) -> str:
    code = str(seen.context["control"])
    contest = election.contests[ContestId(seen.contest)]
    name = next((t.name(each.names) for each in contest.controls if each.code == code), code)
    return t._(
        "{code} ({name}): {left} and {right}.",
        code=code,
        name=name,
        **_numbers(t, seen.context, "left", "right"),
    )


def _figures(t: Translator, seen: Observed, election: Election) -> str:
    """Several figures, and the one that differs most."""
    field = _field(t, str(seen.context["field"]), election.contests[ContestId(seen.contest)])
    fields = t.number(int(seen.context["fields"]))
    if seen.code is PageCode.NOT_THE_SUM:
        return t._(
            "figures: {fields}. {field}: {shown} on the page, {parts} in its parts.",
            fields=fields,
            field=field,
            **_numbers(t, seen.context, "shown", "parts"),
        )
    return t._(
        "figures: {fields}. {field}: {before}, then {after}.",
        fields=fields,
        field=field,
        **_numbers(t, seen.context, "before", "after"),
    )


def _field(t: Translator, field: str, contest: Contest) -> str:
    named: tuple[Selection | Row, ...] = (*contest.selections, *contest.rows)
    return next((t.name(each.names) for each in named if str(each.id) == field), field)


def _numbers(t: Translator, said: Mapping[str, Figure], *names: str) -> dict[str, str]:
    return {name: t.number(int(said[name])) for name in names}
