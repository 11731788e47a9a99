"""The group's work in words and tables: cases, applications, drawings, papers, and what has no effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sverka.publish.final_document.naming import Naming
from sverka.publish.final_document.work_contents import ApplicationPart, CasePart, DrawingPart
from sverka.publish.language import N_, NOTHING
from sverka.publish.paper.parts import Block, Part, Table, Text
from sverka.publish.words.group import CASE_STATES

METHODS: Mapping[str, str] = {
    "equal": N_("every station with the same chance"),
    "size": N_("every station with a chance by its size"),
}


def cases_part(naming: Naming) -> Part:
    """Every case, where it stands, and every dissent with its reason."""
    t, cases = naming.t, naming.contents.cases
    if not cases:
        return Part(t._("Cases and decisions"), (Text(t._("No case was opened.")),))
    by_state = Counter(case.state for case in cases)
    blocks: list[Block] = [
        Text(
            t._(
                "Cases: {n}. Where they stand: {states}.",
                n=t.number(len(cases)),
                states=naming.cases(by_state),
            )
        ),
        _cases(naming),
    ]
    dissents = tuple(
        (case.station, naming.contest(case.contest), naming.members(each.members), each.reason)
        for case in cases
        for each in case.dissents
    )
    if dissents:
        head = (t._("Station"), t._("Contest"), t._("Member"), t._("Dissenting opinion"))
        blocks += [
            Text(t._("Dissents from decisions"), strong=True),
            Table(head=head, rows=dissents, texts=4, wide=(1, 2, 3)),
        ]
    return Part(t._("Cases and decisions"), tuple(blocks))


def _cases(naming: Naming) -> Table:
    t = naming.t
    head = (
        t._("Station"),
        t._("Contest"),
        t._("Opened for"),
        t._("Where it stands"),
        t._("Stands"),
        t._("Who, when, why"),
    )
    rows = tuple(_case(naming, case) for case in naming.contents.cases)
    return Table(head=head, rows=rows, texts=6, wide=(1, 4, 5))


def _case(naming: Naming, case: CasePart) -> tuple[str, ...]:
    decision = case.decided[0] if case.decided else None
    who = decision or case.last
    told = (naming.members(who.members), naming.date(who.claimed), who.reason)
    return (
        case.station,
        naming.contest(case.contest),
        _opened_for(naming, case),
        naming.t._(CASE_STATES[case.state].title),
        _stands(naming, case) if decision else NOTHING,
        "; ".join(text for text in told if text),
    )


def _opened_for(naming: Naming, case: CasePart) -> str:
    t = naming.t
    if case.application:
        return t._("application {number}", number=case.application)
    return t._("drawing {draw}", draw=case.draw) if case.draw else t._("difference")


def _stands(naming: Naming, case: CasePart) -> str:
    decision = case.decided[0]
    others = (
        f"{naming.field(case.contest, field)}: {naming.account(source)}"
        for field, source in decision.fields.items()
    )
    return "; ".join((naming.account(decision.stands), *others))


def applications_part(naming: Naming) -> Part:
    """Every application, what became of its stations, and the reasons."""
    t, applications = naming.t, naming.contents.applications
    title = t._("Applications for recount")
    if not applications:
        return Part(title, (Text(t._("Nobody applied.")),))
    head = (
        "№",
        t._("Applicant"),
        t._("Contest"),
        t._("Asked"),
        t._("Withdrawn"),
        t._("Granted"),
        t._("Declined"),
        t._("Waiting"),
        t._("Cases"),
    )
    numbers = Table(
        head=head, rows=tuple(_application(naming, each) for each in applications), texts=3, wide=(1, 2, 8)
    )
    reasons = Table(
        head=("№", t._("Reason given"), t._("The group's decision")),
        rows=tuple((each.number, each.reason, _decisions(naming, each)) for each in applications),
        texts=3,
        wide=(1, 2),
    )
    note = t._(
        "Stations recounted because somebody asked for them say nothing about the stations nobody asked for: "
        "they were chosen, not drawn."
    )
    return Part(title, (Text(note), numbers, reasons))


def _application(naming: Naming, each: ApplicationPart) -> tuple[str, ...]:
    numbers = (each.stations, each.withdrawn, each.granted, each.declined, each.waiting)
    return (
        each.number,
        naming.name(each.names),
        naming.contest(each.contest),
        *map(naming.t.number, numbers),
        naming.cases(each.cases) or NOTHING,
    )


def _decisions(naming: Naming, each: ApplicationPart) -> str:
    told = (
        ": ".join(text for text in (naming.members(voice.members), voice.reason) if text)
        for voice in each.decisions
    )
    return "; ".join(told) or NOTHING


def drawings_part(naming: Naming) -> Part:
    """Every drawing, and what came of it."""
    t, drawings = naming.t, naming.contents.drawings
    title = t._("Drawings")
    if not drawings:
        return Part(title, (Text(t._("Nothing was drawn.")),))
    return Part(title, tuple(block for each in drawings for block in _drawing(naming, each)))


def _drawing(naming: Naming, each: DrawingPart) -> Iterator[Block]:
    t = naming.t
    yield Text(
        t._("Drawing {draw}: {contest}", draw=each.draw, contest=naming.contest(each.contest)), strong=True
    )
    yield Text(
        t._(
            "{n} of {of} stations, {method}; the list was recorded before the dice.",
            n=t.number(each.sample_size),
            of=t.number(each.population_size),
            method=t._(METHODS[each.method]),
        )
    )
    if each.drawn:
        yield Text(
            t._(
                "Digits of the dice: {seed}. SHA-256 of what was drawn: {drawn}.",
                seed=each.seed,
                drawn=each.drawn,
            )
        )
    else:
        yield Text(t._("Nothing is drawn yet."))
    yield Text(
        t._(
            "SHA-256 of the list: {population}. Signed by: {members}.",
            population=each.population,
            members=naming.members(each.members),
        )
    )
    yield Text(t._("Cases of it: {cases}.", cases=naming.cases(each.cases) or NOTHING))


def wrong_part(naming: Naming) -> Part | None:
    """Acts in the record that the group's rules do not allow."""
    t, wrong = naming.t, naming.contents.wrong
    if not wrong:
        return None
    entries = ", ".join(t.number(entry) for entry in wrong)
    text = t._(
        "The record holds acts that the rules of the group do not allow; they have no effect: entries {entries}.",
        entries=entries,
    )
    return Part(t._("Acts without effect"), (Text(text),))
