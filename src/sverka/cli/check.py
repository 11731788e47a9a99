"""`sverka check`: the control ratios of every paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import contests_of, open_results
from sverka.cli.options import AllContests, AtSize, Folder, Json
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.domain.findings import FindingTable
    from sverka.publish.results import ContestResults

HOLDS, FAILS = 0, 1
SHOWN = 20


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
    found = {each: _tables(results.of(each), account) for each in contests_of(results, contest)}
    if json:
        screen.answer({c: {str(s): _answer(t) for s, t in tables} for c, tables in found.items() if tables})
    else:
        for each, tables in found.items():
            for source, table in tables:
                _show(f"{each}: {source}", table, screen)
    failed = any(len(table) for tables in found.values() for _, table in tables)
    return FAILS if failed else HOLDS


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


def _show(title: str, table: FindingTable, screen: Screen) -> None:
    titles = {control.code: control.names.in_language(screen.language) for control in table.controls}
    screen.table(
        title,
        ("control", "", "fails in"),
        [(c, titles[c], str(n)) for c, n in table.failures.items()],
        text=2,
    )
    first = [finding for finding, _ in zip(table, range(SHOWN), strict=False)]
    if first:
        screen.table(
            f"the first {len(first)} of {len(table)}",
            (table.unit.value, "control", "left side", "right side"),
            [(f.unit, f.code, str(f.left), str(f.right)) for f in first],
            text=2,
        )
