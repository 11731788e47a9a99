"""`sverka compare`: two counts, station by station; or two records of one election."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import contest_of, open_results, read_file, source_name
from sverka.cli.options import AtSize, ContestOption, Json
from sverka.cli.screen import Screen
from sverka.cli.two_records import Asked, are_records, compare_records
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.readings import Notice
    from sverka.reconcile.compare import Comparison

AGREES, DIFFERS = 0, 1
MOST_ALIKE = 4  # notices of one kind are said


@dataclass(frozen=True, slots=True)
class _Shown:
    """A comparison and the names under which a person sees it."""

    comparison: Comparison
    title: str
    left: str
    right: str
    selections: Mapping[str, str]


def compare(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="A B | DIR | OURS THEIRS",
            help="Two tables (files or addresses), one election folder, or two records of an election "
            "(election folders, copies, published sites, or their addresses).",
            show_default=False,
        ),
    ],
    contest: ContestOption = None,
    left: Annotated[
        str | None,
        typer.Option(help="Folder: account on the left. Two records: our account.", show_default=False),
    ] = None,
    right: Annotated[
        str | None,
        typer.Option(help="Folder: account on the right. Two records: theirs.", show_default=False),
    ] = None,
    accounts: Annotated[
        str | None,
        typer.Option(
            help="Folder: several accounts at once, with commas, or `all`. Two records: these accounts alone.",
            show_default=False,
        ),
    ] = None,
    station: Annotated[
        str | None,
        typer.Option(
            help="Tables: the column that names the station; several with commas.", show_default=False
        ),
    ] = None,
    selections: Annotated[
        str | None, typer.Option(help="Tables: the columns with votes, with commas.", show_default=False)
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(help="Tables: columns to leave out, with commas.", show_default=False)
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            help="Tables: the sheet of a workbook; two names with a comma if they differ.", show_default=False
        ),
    ] = None,
    at: AtSize = None,
    stations: Annotated[
        str | None,
        typer.Option(
            help="Two records: these stations alone, with commas, also what agrees there.", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Two records: list what agrees too.")] = False,
    our_key: Annotated[
        str,
        typer.Option(
            help="Two records: the public key that must have signed ours: a line, or a file with it "
            "(default: the one that lies beside it).",
            show_default=False,
        ),
    ] = "",
    their_key: Annotated[
        str, typer.Option(help="Two records: the key that must have signed theirs.", show_default=False)
    ] = "",
    as_one: Annotated[
        bool, typer.Option("--as-one", help="Two records: one election, though its ids differ.")
    ] = False,
    ca: Annotated[
        list[Path] | None,
        typer.Option(
            "--ca",
            metavar="FILE",
            help="Two records: root certificates (PEM) that time stamps must rest on.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Compare two counts: two tables, two accounts of an election folder, or two records of one election.

    A difference is always right minus left. Of two records, ours is left and theirs is right.

    Exit codes: 0 every station has both counts and all agree, 1 something differs, 2 could not compare.
    """
    screen = Screen.of(context)
    given = {"station": station, "selections": selections, "ignore": ignore, "sheet": sheet}
    of_folders = {"left": left, "right": right, "accounts": accounts, "at": at}
    complete = True
    asked = Asked(
        contest=contest,
        left=left,
        right=right,
        accounts=_columns(accounts),
        stations=_columns(stations),
        everything=everything,
        our_key=our_key,
        their_key=their_key,
        as_one=as_one,
        ca=tuple(ca or ()),
    )
    if len(paths) == 2 and are_records(paths[0], paths[1]):
        _refuse({**given, "at": at}, "two tables or one election folder")
        return compare_records((paths[0], paths[1]), asked, screen, json=json)
    _refuse(dict.fromkeys(asked.said, "given"), "two records")
    match paths:
        case [folder] if Path(folder).is_dir() or accounts is not None:
            _refuse(given, "two tables")
            if accounts is not None:
                return _compare_many(Path(folder), contest, accounts, at, screen, json=json)
            shown = [_of_folder(Path(folder), contest, left, right, at, screen)]
        case [one]:
            raise Fault(
                "one table is nothing to compare" if Path(one).exists() else "no such file or folder",
                place=one,
                cure="give two tables, `sverka compare A.csv B.csv`, or an election folder",
            )
        case [first, second]:
            _refuse(of_folders, "an election folder")
            shown, complete = _of_tables(first, second, contest, given, screen)
        case _:
            raise Fault(f"{len(paths)} paths", cure="give two tables or one election folder")
    code = _report(shown, screen, json=json)
    return code if complete else DIFFERS


def _refuse(given: Mapping[str, str | int | None], of: str) -> None:
    """Nothing a person asks for is passed over in silence."""
    for option, value in given.items():
        if value is not None:
            raise Fault(f"it is for {of}", place=f"--{option.removeprefix('--')}", cure="leave it out")


def _of_folder(
    folder: Path, contest: str | None, left: str | None, right: str | None, at: int | None, screen: Screen
) -> _Shown:
    results = open_results(folder, screen, size=at)
    policies = results.election.policies
    chosen = contest_of(results, contest)
    comparison = results.of(chosen).compare(left or policies.left, right or policies.right)
    return _Shown(
        comparison,
        title=screen.name(results.election.contests[chosen].names),
        left=source_name(results.election, comparison.left.source, screen),
        right=source_name(results.election, comparison.right.source, screen),
        selections={s.id: screen.name(s.names) for s in results.election.contests[chosen].selections},
    )


def _compare_many(
    folder: Path, contest: str | None, accounts: str, at: int | None, screen: Screen, *, json: bool
) -> int:
    from sverka.cli.comparison import show_many
    from sverka.publish.comparison_answer import many_answer

    results = open_results(folder, screen, size=at)
    of = results.of(contest_of(results, contest))
    named = None if accounts == "all" else [results.source(name, of.id) for name in _columns(accounts)]
    if len(of.tables if named is None else set(named)) < 2:
        raise Fault("fewer than two accounts to compare", place="--accounts", cure="name two or more")
    many = of.compare_many(named)
    if json:
        screen.answer(many_answer(many))
    else:
        names = {source: source_name(results.election, source, screen) for source in many.tables}
        show_many(many, screen, title=screen.name(of.contest.names), names=names)
    return AGREES if many.agrees else DIFFERS


def _of_tables(
    first: str, second: str, contest: str | None, given: dict[str, str | None], screen: Screen
) -> tuple[list[_Shown], bool]:
    """The comparison of each contest, and whether both tables have every contest."""
    from sverka.formats.notices import NoticeCode
    from sverka.formats.plain import read_plain_pair
    from sverka.reconcile.compare import compare as compare_tables

    pairs = read_plain_pair(
        read_file(first),
        read_file(second),
        contest=contest,
        station=_columns(given["station"]),
        selections=_columns(given["selections"]),
        ignore=_columns(given["ignore"]),
        sheets=_sheets(given["sheet"]),
    )
    notices = [notice for pair in pairs for notice in pair.notices]
    _say(notices, screen)
    comparisons = [compare_tables(pair.left, pair.right) for pair in pairs]
    shown = [
        _Shown(
            one, one.contest, str(one.left.source), str(one.right.source), {s: s for s in one.left.selections}
        )
        for one in comparisons
    ]
    return shown, all(notice.code != NoticeCode.CONTEST_ONLY_IN_ONE for notice in notices)


def _say(notices: Sequence[Notice], screen: Screen) -> None:
    """What was noticed; of many of one kind, as in a file of fifty contests, the first ones."""
    said: dict[str, list[str]] = {}
    for notice in notices:
        sentences = said.setdefault(notice.code, [])
        if (sentence := screen.notice(notice)) not in sentences:
            sentences.append(sentence)
    for sentences in said.values():
        for sentence in sentences[:MOST_ALIKE]:
            screen.say(sentence)
        if len(sentences) > MOST_ALIKE:
            screen.say(f"  … +{len(sentences) - MOST_ALIKE}")


def _sheets(given: str | None) -> tuple[str, str]:
    """The sheet of each table: one name for both, or two with a comma."""
    match _columns(given):
        case ():
            return "", ""
        case (both,):
            return both, both
        case (left, right):
            return left, right
        case more:
            raise Fault(
                f"{len(more)} sheets for two tables",
                place="--sheet",
                cure="give one name, or two with a comma",
            )


def _columns(given: str | None) -> tuple[str, ...]:
    """Column names as a person typed them; names with commas are put in quotes."""
    import csv

    return () if given is None else tuple(next(csv.reader([given], skipinitialspace=True)))


def _report(shown: list[_Shown], screen: Screen, *, json: bool) -> int:
    if json:
        from sverka.publish.comparison_answer import comparison_answer

        answers = [comparison_answer(one.comparison) for one in shown]
        screen.answer(answers[0] if len(answers) == 1 else {"contests": answers})
    else:
        from sverka.cli.comparison import show_comparison

        for one in shown:
            show_comparison(
                one.comparison,
                screen,
                title=one.title,
                left=one.left,
                right=one.right,
                names=one.selections,
            )
    return AGREES if all(one.comparison.agrees for one in shown) else DIFFERS
