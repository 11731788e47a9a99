"""`sverka check`: the control ratios of every paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import contests_of, open_results, source_name
from sverka.cli.options import AllContests, AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.counts import Source
    from sverka.domain.election import Election
    from sverka.domain.findings import FindingTable
    from sverka.domain.ids import ContestId
    from sverka.publish.results import ContestResults, Results

HOLDS, FAILS = 0, 1
FIRST = 20


def check(
    context: typer.Context,
    folder: Folder,
    contest: AllContests = None,
    account: Annotated[str | None, typer.Option(help="Only this account.", show_default=False)] = None,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Check the control ratios of the definition on every paper. Exit 1 if any of them fails."""
    screen = Screen.of(context)
    results = open_results(folder, screen, size=at)
    if account is not None:
        _check_is_account(account, results)
    found = {each: _tables(results.of(each), account) for each in contests_of(results, contest)}
    if json:
        screen.answer({c: {str(s): _answer(t) for s, t in tables} for c, tables in found.items() if tables})
    else:
        for each, tables in found.items():
            for source, table in tables:
                _show(results.election, each, source, table, screen)
        if not any(found.values()):
            screen.say(screen.words._("No count has come in yet."))
    failed = any(len(table) for tables in found.values() for _, table in tables)
    return FAILS if failed else HOLDS


def _check_is_account(account: str, results: Results) -> None:
    """A word that names no account would find nothing wrong."""
    known = {*results.election.accounts, *(str(source) for of in results for source in of.sources)}
    if account not in known:
        from sverka.formats.nearest import nearest

        what = f"there is no account {account!r}"
        raise Fault(what, place="--account", cure=nearest(account, sorted(known)))


def _tables(contest: ContestResults, account: str | None) -> list[tuple[Any, FindingTable]]:
    tables = [*contest.findings.items(), *contest.area_findings.items()]
    return [(s, t) for s, t in tables if (account is None or account in (s.account, str(s))) and t.controls]


def _answer(table: FindingTable) -> dict[str, Any]:
    return {
        "unit": table.unit.value,
        "checked": int((~table.unknown).any(axis=0).sum()),
        "failures": table.failures,
        "findings": [
            {
                table.unit.value: finding.unit,
                "code": finding.code,
                "severity": finding.severity.value,
                "left": finding.left,
                "right": finding.right,
                "rows": list(finding.rows),
                "selections": list(finding.selections),
            }
            for finding in table
        ],
    }


def _show(
    election: Election, contest: ContestId, source: Source, table: FindingTable, screen: Screen
) -> None:
    from sverka.domain.counts import Unit

    t = screen.words
    title = f"{screen.name(election.contests[contest].names)}: {source_name(election, source, screen)}"
    titles = {control.code: screen.name(control.names) for control in table.controls}
    known = dict(zip(titles, (~table.unknown).sum(axis=1).tolist(), strict=True))
    rows = [
        (code, titles[code], t.number(number), t.number(known[code]))
        for code, number in table.failures.items()
    ]
    screen.table(title, (t._("Control"), "", t._("fails in"), t._("of")), rows, text=2)
    first = [finding for finding, _ in zip(table, range(FIRST), strict=False)]
    if first:
        screen.table(
            t._("The first {n} of {all}", n=len(first), all=t.number(len(table))),
            (
                t._("Station") if table.unit is Unit.STATION else t._("Area"),
                t._("Control"),
                t._("left side"),
                t._("right side"),
            ),
            [(f.unit, f.code, t.number(f.left), t.number(f.right)) for f in first],
            text=2,
        )
