"""Contests as the domain has them, made of the tables of a definition file: templates are filled in here.

`for_each` on a row or a control makes one of it for every selection of that kind; `each` on a contest
makes one for every area of that level. Placeholders: `{selection}` (in ids and rules its id, in names its
name), `{area}` (the area's name), `{number}` (the digits of the area's id, without leading zeros).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sverka.domain.election import Base, Contest, Control, Row, Selection, SelectionKind
from sverka.domain.ids import AccountId, AreaId, BaseId, ContestId, LevelId, RowId, SelectionId
from sverka.domain.names import Language, Names
from sverka.domain.places import Area
from sverka.domain.seat_rules import LargestRemainder, Plurality, SeatRule, SexLimit, Threshold
from sverka.formats.definition_file import (
    ContestTable,
    ControlTable,
    LargestRemainderTable,
    NamesText,
    PluralityTable,
    RowTable,
    SexLimitTable,
)

OWN_KIND = {"party": SelectionKind.PARTY, "candidate": SelectionKind.CANDIDATE}
SELECTION = "{selection}"
ROW_OF_SELECTION = re.compile(r"\[[^\[\]]*\{selection\}[^\[\]]*\]")


def names_of(text: NamesText) -> Names:
    """The official names that a file gives: one text, or one per language."""
    return Names.same(text) if isinstance(text, str) else Names(text.ky, text.ru, text.en)


def selections_of(table: ContestTable, tables: Sequence[ContestTable]) -> tuple[Selection, ...]:
    """The lines of a contest's ballot: its own, or those of the contest it refers to."""
    found = (each for each in tables if each.id == table.same_selections_as)
    written = table if table.same_selections_as is None else next(found, table)
    usual = OWN_KIND.get(written.kind.value, SelectionKind.OPTION)
    return tuple(
        Selection(
            id=SelectionId(each.id),
            names=names_of(each.names),
            kind=each.kind or usual,
            number=each.number,
            aliases=tuple(each.aliases),
            colour=each.colour,
        )
        for each in written.selections
    )


def rows_of(table: ContestTable, selections: Sequence[Selection]) -> tuple[Row, ...]:
    """The rows of a contest's form, those with `for_each` once for every selection of that kind."""
    return tuple(row for each in table.rows for row in _rows(each, selections))


def rules_of(control: ControlTable, selections: Sequence[Selection]) -> Iterator[tuple[str, str, Names]]:
    """Code, rule and names of a control, with `for_each` once for every selection of that kind."""
    names = names_of(control.names)
    if control.for_each is None:
        yield control.code, control.rule, names
        return
    code = control.code if SELECTION in control.code else f"{control.code}.{SELECTION}"
    for each in chosen(control.for_each, selections):
        yield (
            code.replace(SELECTION, each.id),
            _filled_rule(control.rule, each.id),
            filled(names, selection=each.names),
        )


def _filled_rule(rule: str, selection: str) -> str:
    """`[marks.{selection}] <= {selection}` for one: `[marks.ordo] <= {ordo}`."""
    rows = ROW_OF_SELECTION.sub(lambda row: row[0].replace(SELECTION, selection), rule)
    return rows.replace(SELECTION, f"{{{selection}}}")


def chosen(for_each: str, selections: Sequence[Selection]) -> Iterator[Selection]:
    """The selections that a `for_each` speaks of."""
    return (each for each in selections if for_each in {"selection", each.kind.value})


def contests_of(
    table: ContestTable, tables: Sequence[ContestTable], areas: Mapping[AreaId, Area]
) -> Iterator[Contest]:
    """The contest that a table says, or one for every area of the level of its `each`."""
    contest = _contest(table, selections_of(table, tables))
    if table.each is None:
        yield contest
        return
    for area in areas.values():
        if area.level == table.each:
            yield _in_area(contest, area)


def filled(names: Names, **by: Names) -> Names:
    """Names with placeholders replaced by other names, each in its own language."""
    texts = {}
    for language in Language:
        text = getattr(names, language)
        for word, other in by.items():
            text = text.replace(f"{{{word}}}", other.in_language(language))
        texts[language.value] = text
    return Names(**texts)


def _contest(table: ContestTable, selections: tuple[Selection, ...]) -> Contest:
    return Contest(
        id=ContestId(table.id),
        kind=table.kind,
        names=names_of(table.names),
        selections=selections,
        rows=rows_of(table, selections),
        controls=tuple(_controls(table, selections)),
        bases={BaseId(key): _base(key, table) for key in table.bases},
        share_base=BaseId(table.share_base) if table.share_base else None,
        turnout=(BaseId(table.turnout[0]), BaseId(table.turnout[1])) if table.turnout else None,
        area=AreaId(table.area) if table.area else None,
        anywhere=table.anywhere,
        seats=_seats(table.seats),
        source=table.source,
    )


def _in_area(template: Contest, area: Area) -> Contest:
    number = "".join(filter(str.isdigit, area.id)).lstrip("0")
    by = {"area": area.names, "number": Names.same(number)}
    return replace(
        template,
        id=ContestId(f"{template.id}-{area.id}"),
        names=filled(template.names, **by),
        selections=tuple(replace(each, names=filled(each.names, **by)) for each in template.selections),
        area=area.id,
        family=str(template.id),
    )


def _rows(row: RowTable, selections: Sequence[Selection]) -> Iterator[Row]:
    written = Row(id=RowId(row.id), names=names_of(row.names), kind=row.kind, cdf=row.cdf)
    if row.for_each is None:
        yield written
        return
    for each in chosen(row.for_each, selections):
        names = filled(written.names, selection=each.names)
        yield replace(written, id=RowId(row.id.replace(SELECTION, each.id)), names=names)


def _controls(table: ContestTable, selections: Sequence[Selection]) -> Iterator[Control]:
    codes = {each.code: tuple(code for code, _, _ in rules_of(each, selections)) for each in table.controls}
    for each in table.controls:
        for code, rule, names in rules_of(each, selections):
            yield Control(
                code=code,
                severity=each.severity,
                rule=rule,
                names=names,
                tolerance=each.tolerance,
                suppresses=tuple(code for named in each.suppresses for code in codes[named]),
                accounts=tuple(map(AccountId, each.accounts)),
                units=tuple(unit.value for unit in each.units),
                source=each.source,
            )


def _base(key: str, table: ContestTable) -> Base:
    base = table.bases[key]
    return Base(id=BaseId(key), names=names_of(base.names), expression=base.expression, source=base.source)


def _seats(table: LargestRemainderTable | PluralityTable | None) -> SeatRule | None:
    match table:
        case None:
            return None
        case PluralityTable():
            return Plurality(
                seats=table.seats,
                void_when_against_all_leads=table.void_when_against_all_leads,
                source=table.source,
            )
        case LargestRemainderTable():
            thresholds = tuple(
                Threshold(
                    share=each.share,
                    base=each.base,
                    strict=each.strict,
                    areas=LevelId(each.areas) if each.areas else None,
                    source=each.source,
                )
                for each in table.thresholds
            )
            return LargestRemainder(
                seats=table.seats,
                quota=table.quota,
                thresholds=thresholds,
                cap=table.cap,
                sexes=_sexes(table.sexes),
                source=table.source,
            )


def _sexes(table: SexLimitTable | None) -> SexLimit | None:
    if table is None:
        return None
    return SexLimit(at_most=table.at_most, rounding=table.rounding, source=table.source)
