"""`sverka group decide | dissent | court | reopen`: what settles a case, and what unsettles one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.group_command import REQUIRED, acts
from sverka.cli.group_saying import Meeting
from sverka.cli.group_steps import take_step
from sverka.cli.options import ContestOption
from sverka.cli.station_lists import Stations, StationsFile, stations_named
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.ids import ContestId


@acts()
def decide(
    meeting: Meeting,
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
) -> int:
    """Decide which account stands, field by field if need be. Members of two parties sign: several --key."""
    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    source, fields = _sources(meeting, chosen, stands, field or [])
    return take_step(meeting, "decided", chosen, named, stands=source, fields=fields)


@acts(reason=REQUIRED)
def dissent(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
) -> int:
    """Put a dissenting opinion beside a decision, as a member that did not sign it; the case stays decided."""
    named = stations_named(stations, stations_file)
    return take_step(meeting, "dissent", meeting.contest(contest), named)


@acts(reason=REQUIRED)
def court(
    meeting: Meeting,
    authority: Annotated[str, typer.Option(help="Which court.", show_default=False)],
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
) -> int:
    """Record that cases were brought to a court; a decision stays in force meanwhile."""
    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    return take_step(meeting, "in-court", chosen, named, authority=authority)


@acts(reason=REQUIRED)
def reopen(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
) -> int:
    """Take cases up again: a decision is in force no longer. Members of two parties sign: several --key."""
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
