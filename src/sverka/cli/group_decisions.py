"""`sverka group decide | dissent | court | reopen`: what settles a case, and what unsettles one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.group_saying import Claimed, Common, Documents, Meeting, Reason, Received
from sverka.cli.group_steps import take_step
from sverka.cli.options import ContestOption, Folder, Json, Keys, Unsigned
from sverka.cli.station_lists import Stations, StationsFile, stations_named
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.ids import ContestId


def decide(
    context: typer.Context,
    folder: Folder,
    stands: Annotated[
        str, typer.Option(metavar="SOURCE", help="The account that stands.", show_default=False)
    ],
    stations: Stations = None,
    stations_file: StationsFile = "",
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=SOURCE",
            help="A row or selection of which another account stands; may be repeated.",
            show_default=False,
        ),
    ] = None,
    contest: ContestOption = None,
    reason: Reason = "",
    document: Documents = None,
    claimed: Claimed = "",
    received: Received = "",
    key: Keys = None,
    unsigned: Unsigned = None,
    json: Json = False,
) -> int:
    """Decide which account stands, field by field if need be. Members of two parties sign: several --key."""
    common = Common.given(reason, document, claimed, received, key, unsigned, json)
    meeting = Meeting.of(context, folder, common)
    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    source, fields = _sources(meeting, chosen, stands, field or [])
    return take_step(meeting, "decided", chosen, named, stands=source, fields=fields)


def dissent(
    context: typer.Context,
    folder: Folder,
    reason: Reason,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
    document: Documents = None,
    claimed: Claimed = "",
    received: Received = "",
    key: Keys = None,
    unsigned: Unsigned = None,
    json: Json = False,
) -> int:
    """Put a dissenting opinion beside a decision, as a member that did not sign it; the case stays decided."""
    common = Common.given(reason, document, claimed, received, key, unsigned, json)
    meeting = Meeting.of(context, folder, common)
    named = stations_named(stations, stations_file)
    return take_step(meeting, "dissent", meeting.contest(contest), named)


def court(
    context: typer.Context,
    folder: Folder,
    authority: Annotated[str, typer.Option(help="Which court.", show_default=False)],
    reason: Reason,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
    document: Documents = None,
    claimed: Claimed = "",
    received: Received = "",
    key: Keys = None,
    unsigned: Unsigned = None,
    json: Json = False,
) -> int:
    """Record that cases were brought to a court; a decision stays in force meanwhile."""
    common = Common.given(reason, document, claimed, received, key, unsigned, json)
    meeting = Meeting.of(context, folder, common)
    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    return take_step(meeting, "in-court", chosen, named, authority=authority)


def reopen(
    context: typer.Context,
    folder: Folder,
    reason: Reason,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
    document: Documents = None,
    claimed: Claimed = "",
    received: Received = "",
    key: Keys = None,
    unsigned: Unsigned = None,
    json: Json = False,
) -> int:
    """Take cases up again: a decision is in force no longer. Members of two parties sign: several --key."""
    common = Common.given(reason, document, claimed, received, key, unsigned, json)
    meeting = Meeting.of(context, folder, common)
    named = stations_named(stations, stations_file)
    return take_step(meeting, "reopened", meeting.contest(contest), named)


def _sources(
    meeting: Meeting, contest: ContestId, stands: str, fields: Sequence[str]
) -> tuple[str, Mapping[str, str]]:
    """What stands, as facts name it: `hand`, or `observer-copy@ORG` where several hold one."""
    from sverka.office.group_cases import standing_source

    found: dict[str, str] = {}
    for given in fields:
        field, sign, source = given.partition("=")
        if not (field and sign and source):
            raise Fault(
                f"not FIELD=SOURCE: {given!r}", place="--field", cure="write it like ata-meken=protocol"
            )
        if field in found:
            raise Fault(f"{field} is given twice", place="--field", cure="say it once")
        found[field] = standing_source(meeting.state, contest, source)
    return standing_source(meeting.state, contest, stands), found
