"""`sverka add`: take files of counts, or pictures of papers, into the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.add_pictures import SaidOfPictures, add_pictures
from sverka.cli.folders import moment, open_state, read_file
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.election import Election
    from sverka.formats.mappings import ColumnMapping
    from sverka.office.reach import Reach

SHOWN = 40  # places and fields in a sentence


def add(
    context: typer.Context,
    folder: Folder,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…", help="Files, addresses, or a folder of pictures.", show_default=False
        ),
    ],
    account: Annotated[
        str | None,
        typer.Option(
            help="Whose account it is; not needed where the file says so itself.", show_default=False
        ),
    ] = None,
    holder: Annotated[
        str, typer.Option(help="The organisation that holds the papers.", show_default=False)
    ] = "",
    format: Annotated[
        str | None, typer.Option(help="The format, if it is not found from the file.", show_default=False)
    ] = None,
    contest: Annotated[
        str | None,
        typer.Option(help="The contest, where the file does not say it.", show_default=False),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.", show_default=False)] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            help="A saved column mapping: its name in the definition, or a TOML file.", show_default=False
        ),
    ] = None,
    claimed: Annotated[
        str,
        typer.Option(help="When the source says it was, e.g. 2021-11-28T20:14+06:00.", show_default=False),
    ] = "",
    received: Annotated[
        str, typer.Option(help="When it came to you, if that is not now.", show_default=False)
    ] = "",
    organisation: Annotated[
        str, typer.Option(help="The organisation that enters it.", show_default=False)
    ] = "",
    role: Annotated[str, typer.Option(help="In which role it enters it.", show_default=False)] = "",
    reason: Annotated[
        str, typer.Option(help="Why figures that the record has already change.", show_default=False)
    ] = "",
    accredited_through: Annotated[
        str,
        typer.Option(help="Pictures: who the holder was accredited through, if another.", show_default=False),
    ] = "",
    stations: Annotated[
        str | None,
        typer.Option(
            metavar="LIST.csv", help="Pictures: of which station each is (file,station).", show_default=False
        ),
    ] = None,
    signed: Annotated[
        str,
        typer.Option(metavar="yes|no", help="Pictures: whether the papers are signed.", show_default=False),
    ] = "",
    stamped: Annotated[
        str,
        typer.Option(metavar="yes|no", help="Pictures: whether the papers are stamped.", show_default=False),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    json: Json = False,
) -> int:
    """Take files of counts into the record, whole or not at all; the same content twice changes nothing.

    Photos and scans of papers (JPEG, PNG, PDF, or a folder of them) go in with --account and --holder. Their hashes are
    recorded as they are; what is kept and published is a copy without a camera's or a person's metadata.
    """
    from sverka.domain.ids import AccountId
    from sverka.office.clock import checked
    from sverka.office.delivery import Delivery
    from sverka.office.picture_files import find_pictures
    from sverka.office.take_in import take_in
    from sverka.record.fact_shape import EnteredBy

    screen = Screen.of(context)
    state = open_state(folder, screen)
    timezone = state.election.timezone
    account, holder = _whose(account, holder)
    entered_by = EnteredBy(organisation, role) if organisation or role else None
    found = find_pictures(files)
    if found.pictures:
        said = SaidOfPictures(
            account=account or "",
            holder=holder,
            through=accredited_through,
            stations=stations,
            contest=contest or "",
            signed=signed,
            stamped=stamped,
            claimed=claimed,
            received=received,
            entered_by=entered_by,
            reason=reason,
            dry_run=dry_run,
        )
        return add_pictures(state, found, said, screen, json=json)
    if stations or signed or stamped or accredited_through:
        cure = "leave out --stations, --signed, --stamped and --accredited-through"
        raise Fault("none of these files is a picture of a paper", place=files[0], cure=cure)
    deliveries = [
        Delivery(
            name=name,
            content=content,
            account=None if account is None else AccountId(account),
            holder=holder,
            format=format,
            mapping=_mapping(mapping, contest, sheet, state.election),
            claimed=checked(claimed, timezone=timezone) if claimed else "",
            entered_by=entered_by,
        )
        for name, content in map(read_file, files)
    ]
    taken = take_in(state, deliveries, received=moment(received, state), reason=reason, dry_run=dry_run)
    if json:
        screen.answer([_answer(one) for one in taken])
    for one in taken:
        _say(one, screen, dry_run=dry_run)
    return 0


def _whose(account: str | None, holder: str) -> tuple[str | None, str]:
    """Account and holder; `hand@ORG` says both, as other commands write a source."""
    name, _, held = (account or "").partition("@")
    if held and holder and held != holder:
        raise Fault(f"two holders: {held!r} and {holder!r}", place="--holder", cure="say it once")
    return name or None, held or holder


def _mapping(
    given: str | None, contest: str | None, sheet: str | None, election: Election
) -> ColumnMapping | None:
    """The saved mapping a person names, under what they say of the file themselves."""
    from msgspec.structs import replace

    from sverka.formats.mappings import ColumnMapping

    said = {key: value for key, value in (("contest", contest), ("sheet", sheet)) if value}
    if given is None and not said:
        return None
    return replace(_named(given, election) if given else ColumnMapping(), **said)


def _named(given: str, election: Election) -> ColumnMapping:
    from sverka.formats.mappings import load_mapping, saved_mapping

    if given in election.mappings or not Path(given).exists():
        return saved_mapping(election, given)
    name, content = read_file(given)
    return load_mapping(content, name)


def _say(taken: Any, screen: Screen, *, dry_run: bool) -> None:
    t = screen.words
    for notice in taken.notices:
        screen.say(f"{taken.name}: {screen.notice(notice)}")
    said = t._(
        "{file}: counts new {new}, corrected {changed}, known already {unchanged}.",
        file=taken.name,
        new=t.number(taken.new),
        changed=t.number(taken.changed),
        unchanged=t.number(taken.unchanged),
    )
    for reach in taken.reach if dry_run else ():
        _say_reach(reach, screen)
    screen.say(f"{said} {t._('Dry run: nothing was changed.')}" if dry_run else said)


def _say_reach(reach: Reach, screen: Screen) -> None:
    """Of what a file has counts, before anyone relies on it."""
    t = screen.words
    whole = t.number(reach.counts + len(reach.missing))
    said = t._(
        "{contest}, {account}: counts of {n} of {whole} places.",
        contest=reach.contest,
        account=reach.account,
        n=t.number(reach.counts),
        whole=whole,
    )
    screen.say(f"  {said}")
    if reach.missing:
        missing = t._("Not in the file: {places}", places=_shortened(reach.missing))
        screen.say(f"    {missing}")
    if reach.silent:
        silent = t._("Fields of the form that it says nothing of: {fields}", fields=_shortened(reach.silent))
        screen.say(f"    {silent}")


def _shortened(words: Sequence[str]) -> str:
    return ", ".join(words[:SHOWN]) + (f", … ({len(words)})" if len(words) > SHOWN else "")


def _answer(taken: Any) -> dict[str, Any]:
    return {
        "file": taken.name,
        "format": taken.format,
        "new": taken.new,
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "notices": [{"code": notice.code, **notice.context} for notice in taken.notices],
        "tables": [
            {
                "contest": each.contest,
                "account": each.account,
                "unit": each.unit.value,
                "counts": each.counts,
                "missing": list(each.missing),
                "silent": list(each.silent),
            }
            for each in taken.reach
        ],
    }
