"""`sverka typing-sheet`, `typing-compare`, `typing-record`: two people type the same papers, and both must agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import moment, open_state, read_file, readable
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault, Refused

if TYPE_CHECKING:
    from sverka.domain.counts import Source
    from sverka.office.folder import State
    from sverka.office.typing_comparison import Comparison
    from sverka.office.typing_pictures import Shown

AGREED, OPEN = 0, 1
LONGEST_PERSON = 60  # letters of two bytes each, and "-again-2.xlsx", still name a file
Sheets = Annotated[
    list[str],
    typer.Argument(metavar="SHEET…", help="The sheets of two people, or of three.", show_default=False),
]


def typing_sheet(
    context: typer.Context,
    folder: Folder,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", show_default=False)
    ],
    account: Annotated[str, typer.Option(help="Whose account the pictures are.", show_default=False)],
    person: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="WHO",
            help="Who types: a role or a number, e.g. 'typist 1'; never a person's name.",
            show_default=False,
        ),
    ],
    holder: Annotated[
        str, typer.Option(help="The organisation that holds the papers.", show_default=False)
    ] = "",
    contest: Annotated[
        list[str] | None,
        typer.Option(
            help="Id of a contest, or the name of a family; may be repeated (default: all).",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also stations of which the record has a count already.")
    ] = False,
    part: Annotated[
        str, typer.Option(metavar="K/N", help="The K-th of N equal parts of the papers, for several pairs.")
    ] = "1/1",
    pictures: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FOLDER",
            help="Pictures that are not in the record yet: a folder, or single files.",
            show_default=False,
        ),
    ] = None,
    stations: Annotated[
        str | None,
        typer.Option(
            metavar="LIST.csv",
            help="Of which station each of these is, where its name does not say it: file,station.",
            show_default=False,
        ),
    ] = None,
    pictures_to: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Copy the pictures there, for the person to open.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Write an XLSX for one person to type papers into: a line for each station, the form's fields as columns.

    The words of the sheet are in the language of --lang.
    """
    from sverka.domain.counts import Source
    from sverka.domain.ids import AccountId
    from sverka.formats.nearest import nearest
    from sverka.office.typing_pictures import copy_pictures
    from sverka.office.typing_sheets import Wanted, contests_named, new_sheet, part_of, sheet_bytes

    screen = Screen.of(context)
    state = open_state(folder, screen)
    if account not in state.election.accounts:
        cure = nearest(account, state.election.accounts)
        raise Fault(f"there is no account {account!r}", place="--account", cure=cure)
    check_person(person, "--for")
    check_workbook(out)
    source = Source(AccountId(account), holder)
    wanted = Wanted(
        source=source,
        contests=contests_named(state.election, contest or ()),
        person=person.strip(),
        language=screen.language,
        again=again,
        part=part_of(part),
    )
    _check_pictures(pictures, stations, pictures_to)
    sheet = new_sheet(state, wanted, _pictures(state, source, pictures, stations))
    write_new(out, sheet_bytes(sheet, state.election))
    copied = copy_pictures(state, sheet, pictures_to) if pictures_to else 0
    lines = sum(len(each.lines) for each in sheet.contests)
    fields = sum(len(each.lines) * len(each.fields) for each in sheet.contests)
    if json:
        contests = {each.contest: len(each.lines) for each in sheet.contests}
        screen.answer({"file": readable(str(out)), "papers": contests, "fields": fields, "copied": copied})
    t = screen.words
    screen.say(
        t._(
            "{file}: papers to type {papers}, fields {fields}.",
            file=readable(out.name),
            papers=t.number(lines),
            fields=t.number(fields),
        )
    )
    return AGREED


def _pictures(
    state: State, source: Source, named: list[str] | None, stations: str | None
) -> tuple[Shown, ...]:
    """The pictures to type from: those that a person names, or those that the record has."""
    from sverka.formats.pictures.station_list import read_station_list
    from sverka.office.picture_files import find_pictures
    from sverka.office.typing_pictures import pictures_of_files, recorded_pictures

    if not named:
        return tuple(recorded_pictures(state, source))
    found = find_pictures(named)
    if found.others:
        raise Fault("no picture", place=readable(found.others[0]), cure="give JPEG, PNG or PDF files")
    name, content = read_file(stations) if stations else ("", b"")
    listed = read_station_list(content, name=name, election=state.election) if stations else {}
    return tuple(pictures_of_files(found.pictures, state.election, listed))


def _check_pictures(named: list[str] | None, stations: str | None, to: Path | None) -> None:
    if named and to:
        raise Fault("these pictures are at hand", place="--pictures-to", cure="leave it out")
    if stations and not named:
        raise Fault(
            "the record says of which station its pictures are", place="--stations", cure="leave it out"
        )


def typing_compare(
    context: typer.Context,
    folder: Folder,
    sheets: Sheets,
    give_back: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write there a sheet for each person with the open fields alone, empty.",
            show_default=False,
        ),
    ] = None,
    third: Annotated[
        str | None,
        typer.Option(
            metavar="WHO",
            help="Write there a sheet of the open fields for a third person too, e.g. 'typist 3'.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Compare what two people typed, or three. Exit 1 while a field is open; nothing is recorded.

    A field is agreed where two typed the same. No answer and no sheet shows what anyone typed in an open one.
    """
    from sverka.cli.typing_words import answer_of, show
    from sverka.office.typing_comparison import compared

    if third and not give_back:
        raise Fault(
            "a sheet for a third person needs a folder", place="--third", cure="add --give-back FOLDER"
        )
    if third is not None:
        check_person(third, "--third")
    screen = Screen.of(context)
    state = open_state(folder, screen)
    comparison = compared([read_file(each) for each in sheets], state.election)
    written = _give_back(comparison, give_back, third, screen.language) if give_back else []
    if json:
        screen.answer(answer_of(comparison, written))
    else:
        show(comparison, written, screen)
    return OPEN if any(True for _ in comparison.open_fields) or comparison.not_begun else AGREED


def typing_record(
    context: typer.Context,
    folder: Folder,
    sheets: Sheets,
    organisation: Annotated[str, typer.Option(help="The organisation that typed it.", show_default=False)],
    role: Annotated[str, typer.Option(help="In which role it was typed.")] = "two typists",
    agreed_only: Annotated[
        bool, typer.Option("--agreed-only", help="Record the papers that are complete, and leave the rest.")
    ] = False,
    claimed: Annotated[
        str, typer.Option(help="When the papers say it was counted.", show_default=False)
    ] = "",
    received: Annotated[
        str, typer.Option(help="When it came to you, if that is not now.", show_default=False)
    ] = "",
    reason: Annotated[
        str, typer.Option(help="Why figures that the record has already change.", show_default=False)
    ] = "",
    json: Json = False,
) -> int:
    """Record the counts that two people typed alike, behind the pictures of the papers: all or none.

    While a field is open nothing is recorded, unless --agreed-only; then exit 1 says that something is left.
    """
    from sverka.office.clock import checked
    from sverka.office.typing_comparison import compared
    from sverka.office.typing_record import record
    from sverka.record.fact_shape import EnteredBy

    screen = Screen.of(context)
    state = open_state(folder, screen)
    comparison = compared([read_file(each) for each in sheets], state.election)
    recorded = record(
        state,
        comparison,
        received=moment(received, state),
        entered_by=EnteredBy(organisation, role),
        claimed=checked(claimed, timezone=state.election.timezone) if claimed else "",
        reason=reason,
        agreed_only=agreed_only,
    )
    left = sum(1 for _ in comparison.open_fields), len(comparison.not_begun)
    if json:
        screen.answer(
            {
                "new": recorded.new,
                "changed": recorded.changed,
                "unchanged": recorded.unchanged,
                "open_fields": left[0],
                "not_typed": left[1],
            }
        )
    t = screen.words
    screen.say(
        t._(
            "{file}: counts new {new}, corrected {changed}, known already {unchanged}.",
            file=str(comparison.source),
            new=t.number(recorded.new),
            changed=t.number(recorded.changed),
            unchanged=t.number(recorded.unchanged),
        )
    )
    return OPEN if any(left) else AGREED


def _give_back(comparison: Comparison, folder: Path, third: str | None, language: str) -> list[str]:
    """Write the sheets of what is open; gives their names."""
    from sverka.office.typing_comparison import for_a_third, given_back
    from sverka.office.typing_sheets import sheet_bytes

    sheets = [given_back(comparison, person) for person in comparison.people]
    if third:
        sheets.append(for_a_third(comparison, third.strip(), language))
    named = {file_name(each.person, each.turn): each for each in sheets if each is not None}
    for name in named:
        check_new(folder / name)
    for name, sheet in named.items():
        write_new(folder / name, sheet_bytes(sheet, comparison.election))
    return [readable(str(folder / name)) for name in named]


def file_name(person: str, turn: int) -> str:
    """`typist-1-again-2.xlsx`: who is to type, and which time it is."""
    from sverka.domain.typing_sheets import person_id

    who = person_id(person)
    return f"{who}.xlsx" if turn == 1 else f"{who}-again-{turn}.xlsx"


def check_person(person: str, option: str) -> None:
    """Whoever types is told apart by letters or digits, few enough to name a file after."""
    from sverka.domain.typing_sheets import person_id

    if not person_id(person):
        raise Fault("who types?", place=option, cure="give a role or a number, e.g. 'typist 1'")
    if len(person) > LONGEST_PERSON:
        what = f"{len(person)} characters; who types is said in at most {LONGEST_PERSON}"
        raise Fault(what, place=option, cure="give a role or a number, e.g. 'typist 1'")


def check_workbook(path: Path) -> None:
    """A workbook is opened by the ending of its name."""
    if path.suffix.lower() != ".xlsx":
        cure = f"call it {readable(path.stem)}.xlsx"
        raise Fault("a typing sheet is an XLSX workbook", place=readable(str(path)), cure=cure)


def write_new(path: Path, content: bytes) -> None:
    """Write a sheet where nothing lies: what lies there may be hours of somebody's work."""
    check_new(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def check_new(path: Path) -> None:
    """Refuse to write over a sheet."""
    if path.exists():
        raise Refused(
            "R467", f"{readable(str(path))} exists, and may have been typed into", cure="give another name"
        )
