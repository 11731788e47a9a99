"""Whether the rules of a definition can be followed: expressions, controls, bases, seats, mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sverka.domain.election import Selection
from sverka.domain.expressions import (
    Expression,
    ExpressionError,
    Named,
    Relation,
    names_in,
    parse_control,
    parse_expression,
)
from sverka.errors import Fault
from sverka.formats.definition_checks import check_level, circle_in, unknown
from sverka.formats.definition_contests import SELECTION, chosen, rows_of, rules_of, selections_of
from sverka.formats.definition_file import (
    ContestTable,
    ControlTable,
    DefinitionFile,
    LargestRemainderTable,
    ThresholdTable,
)
from sverka.formats.mappings import ColumnMapping
from sverka.formats.shape_faults import shape_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What expressions may name of one contest."""

    selections: tuple[Selection, ...]
    rows: tuple[str, ...]
    lines: tuple[str, ...]  # ids of the selections


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What expressions may name in a definition."""

    contests: Mapping[str, Ballot]  # also those that a template makes
    accounts: tuple[str, ...]


def check_rules(file: DefinitionFile) -> Iterator[Fault]:
    """Every fault of the rules, in the order of the file's contests."""
    known = Known(contests=dict(_ballots(file)), accounts=tuple(each.id for each in file.accounts))
    for number, contest in enumerate(file.contests, start=1):
        path = f"contests[{number}]"
        here = known.contests[contest.id]
        yield from _check_made(contest, here, path)
        yield from _check_clash(contest, here, path)
        yield from _check_templates(contest, path)
        yield from _check_bases(contest, here, known, path)
        yield from _check_controls(contest, here, known, path)
        yield from _check_seats(contest, file, path)
    yield from _check_mappings(file, known)
    yield from _check_known_sums(file, known)


def _ballots(file: DefinitionFile) -> Iterator[tuple[str, Ballot]]:
    for contest in file.contests:
        selections = selections_of(contest, file.contests)
        ballot = Ballot(
            selections=selections,
            rows=tuple(row.id for row in rows_of(contest, selections)),
            lines=tuple(each.id for each in selections),
        )
        yield contest.id, ballot
        for area in file.areas if contest.each is not None else ():
            if area.level == contest.each:
                yield f"{contest.id}-{area.id}", ballot


def _check_made(contest: ContestTable, here: Ballot, path: str) -> Iterator[Fault]:
    """What templates make must not clash with what is written, or with one another."""
    if len(set(here.lines)) < len(here.lines):
        return  # said of the selections already
    repeats = {each.id for each in contest.rows if each.for_each and SELECTION not in each.id}
    rows: list[str] = [row for row in here.rows if row not in repeats]
    codes = [code for each in contest.controls for code, _, _ in rules_of(each, here.selections)]
    cure = "Give the template another id, with {selection} in it."
    for key, made, written in (
        ("rows", rows, [each.id for each in contest.rows]),
        ("controls", codes, [each.code for each in contest.controls]),
    ):
        for twice in sorted({each for each in made if made.count(each) > 1 and written.count(each) < 2}):
            yield Fault(f'a template makes a second "{twice}"', place=f"{path}.{key}", cure=cure)


def _check_clash(contest: ContestTable, here: Ballot, path: str) -> Iterator[Fault]:
    for clash in sorted({*here.rows} & {*here.lines}):
        cure = "Rename one: a file's column could not tell them apart."
        yield Fault(f'"{clash}" is a row and a selection', place=f"{path}.rows", cure=cure)


def _check_templates(contest: ContestTable, path: str) -> Iterator[Fault]:
    cure = f"Write {SELECTION} in it, or leave out `for_each`."
    for number, row in enumerate(contest.rows, start=1):
        if row.for_each is not None and SELECTION not in row.id:
            yield Fault(
                "every selection would get the same row", place=f"{path}.rows[{number}].id", cure=cure
            )
    for number, control in enumerate(contest.controls, start=1):
        if control.for_each is not None and SELECTION not in control.rule:
            place = f"{path}.controls[{number}].rule"
            yield Fault("the rule is the same for every selection", place=place, cure=cure)


# --- expressions -----------------------------------------------------------------------------------------------------


def _check_bases(contest: ContestTable, here: Ballot, known: Known, path: str) -> Iterator[Fault]:
    for key, base in contest.bases.items():
        place = f"{path}.bases.{key}.expression"
        yield from _check_expression(parse_expression, base.expression, here, known, place)
    named = {f"{path}.share_base": contest.share_base}
    named |= {f"{path}.turnout[{n}]": base for n, base in enumerate(contest.turnout or (), start=1)}
    for place, name in named.items():
        if name is not None:
            yield from unknown(name, contest.bases, place, "base")


def _check_controls(contest: ContestTable, here: Ballot, known: Known, path: str) -> Iterator[Fault]:
    codes = [each.code for each in contest.controls]
    for number, control in enumerate(contest.controls, start=1):
        place = f"{path}.controls[{number}]"
        yield from _check_rule(control, here, known, f"{place}.rule")
        for at, code in enumerate(control.suppresses, start=1):
            yield from unknown(code, codes, f"{place}.suppresses[{at}]", "control")
        for at, account in enumerate(control.accounts, start=1):
            yield from unknown(account, known.accounts, f"{place}.accounts[{at}]", "account")
    circle = circle_in({each.code: each.suppresses for each in contest.controls})
    if circle:
        place = f"{path}.controls[{codes.index(circle[0]) + 1}].suppresses"
        yield Fault(
            f"controls suppress one another in a circle: {' → '.join(circle)}",
            place=place,
            cure="Let the first trouble silence the later ones, never the other way.",
        )


def _check_rule(control: ControlTable, here: Ballot, known: Known, place: str) -> Iterator[Fault]:
    """The faults of a rule; of a template those of the first selection that has any."""
    for _, rule, _ in rules_of(control, here.selections):
        faults = list(_check_expression(parse_control, rule, here, known, place))
        yield from faults
        if faults:
            return
    if control.for_each is not None and not any(chosen(control.for_each, here.selections)):
        cure = "Leave the control out, or name a kind that is on this ballot."
        yield Fault(f'no selection is of the kind "{control.for_each}"', place=place, cure=cure)


def _check_expression(
    parse: Callable[[str], Expression | Relation], text: str, here: Ballot, known: Known, place: str
) -> Iterator[Fault]:
    try:
        named = names_in(parse(text))
    except ExpressionError as error:
        yield Fault(f"{error.what} in {error.place}", place=place, cure=error.cure)
        return
    yield from _check_named(named, here, known, place)


def _check_named(named: Named, here: Ballot, known: Known, place: str) -> Iterator[Fault]:
    for row in named.rows:
        yield from unknown(row, here.rows, place, "row")
    for selection in named.selections:
        yield from unknown(selection, here.lines, place, "selection")
    for account in named.accounts:
        yield from unknown(account, known.accounts, place, "account")
    for contest, beyond in named.contests.items():
        yield from unknown(contest, known.contests, place, "contest")
        if contest in known.contests:
            yield from _check_named(beyond, known.contests[contest], known, place)


# --- seats -----------------------------------------------------------------------------------------------------------


def _check_seats(contest: ContestTable, file: DefinitionFile, path: str) -> Iterator[Fault]:
    seats = contest.seats
    if not isinstance(seats, LargestRemainderTable):
        return
    if seats.cap is not None and seats.cap > seats.seats:
        cure = "Leave `cap` out where no list is capped."
        yield Fault(
            f"the cap {seats.cap} is above the {seats.seats} seats", place=f"{path}.seats.cap", cure=cure
        )
    if seats.sexes is not None and not Fraction(1, 2) <= seats.sexes.at_most < 1:
        cure = "Give a share from 1/2 to below 1: 70 % is 0.7."
        yield Fault(f"{seats.sexes.at_most} is no limit for one sex", place=f"{path}.seats.sexes", cure=cure)
    for number, threshold in enumerate(seats.thresholds, start=1):
        place = f"{path}.seats.thresholds[{number}]"
        yield from _check_threshold(threshold, contest, place)
        if threshold.areas is not None:
            yield from check_level(threshold.areas, file, f"{place}.areas")


def _check_threshold(threshold: ThresholdTable, contest: ContestTable, place: str) -> Iterator[Fault]:
    yield from unknown(threshold.base, contest.bases, f"{place}.base", "base")
    if not Fraction(0) < threshold.share < 1:
        cure = "Give a share between 0 and 1: 5 % is 0.05."
        yield Fault(f"{threshold.share} is no threshold", place=f"{place}.share", cure=cure)


# --- the known sums of a replay --------------------------------------------------------------------------------------


def _check_known_sums(file: DefinitionFile, known: Known) -> Iterator[Fault]:
    areas = [each.id for each in file.areas]
    bases = {each.id: tuple(each.bases) for each in file.contests}
    for number, table in enumerate(file.known_sums, start=1):
        path = f"known_sums[{number}]"
        yield from unknown(table.area, areas, f"{path}.area", "area")
        for at, account in enumerate(table.accounts, start=1):
            yield from unknown(account, known.accounts, f"{path}.accounts[{at}]", "account")
        yield from unknown(table.contest, bases, f"{path}.contest", "contest")
        if table.contest in bases:
            here = known.contests[table.contest]
            fields = (*here.lines, *here.rows, *bases[table.contest])
            for at, name in enumerate(table.fields, start=1):
                yield from unknown(name, fields, f"{path}.fields[{at}]", "selection, row or base")


# --- saved mappings --------------------------------------------------------------------------------------------------


def _check_mappings(file: DefinitionFile, known: Known) -> Iterator[Fault]:
    """What is wrong with a mapping's keys, and what it says of this definition."""
    for name, mapping in file.mappings.items():
        path = f"mappings.{name}"
        for fault in shape_faults(mapping, ColumnMapping):
            yield Fault(fault.what, place=f"{path}.{fault.place}", cure=fault.cure)
        account = mapping.get("account")
        for key, value in _texts(account.get("values") if isinstance(account, dict) else None):
            yield from unknown(value, known.accounts, f"{path}.account.values.{key}", "account")
        contest = mapping.get("contest")
        if isinstance(contest, str):
            yield from unknown(contest, known.contests, f"{path}.contest", "contest")
        if isinstance(contest, str) and contest in known.contests:
            lines = [each.id for each in known.contests[contest].selections]
            for key, value in _texts(mapping.get("selections")):
                yield from unknown(value, lines, f"{path}.selections.{key}", "selection")


def _texts(table: Any) -> Iterator[tuple[str, str]]:
    """The entries of a table whose values are texts; none if it is no table."""
    if isinstance(table, dict):
        yield from ((key, value) for key, value in table.items() if isinstance(value, str))
