"""`sverka group commit | roll | draw`: a drawing, from the list that is committed to the stations that dice drew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sverka.cli.dice_typing import digits_typed, typist
from sverka.cli.group_command import acts
from sverka.cli.group_saying import Claimed, Common, Documents, Meeting, Reason, Received
from sverka.cli.options import ContestOption, Folder, Json
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.record.group_facts import AnyGroupFact
    from sverka.record.sequencer import Receipt
    from sverka.tlog.keys import Signer

LEGAL = "legal"
DrawArgument = Annotated[
    str, typer.Argument(metavar="DRAW", help="The name of the drawing.", show_default=False)
]


@acts()
def commit(
    meeting: Meeting,
    draw: Annotated[str, typer.Option(metavar="ID", help="How the drawing is called.", show_default=False)],
    sample_size: Annotated[int, typer.Option(help="How many stations will be drawn.", show_default=False)],
    contest: ContestOption = None,
    method: Annotated[
        Literal["equal", "size"] | None,
        typer.Option(
            help="Equal chances, or in proportion to a size (default: size if --sizes, else equal)."
        ),
    ] = None,
    sizes: Annotated[
        str,
        typer.Option(
            metavar="BASE|ROW", help="The size: a base of the definition, or [row].", show_default=False
        ),
    ] = "",
    counts: Annotated[str, typer.Option(metavar="SOURCE", help="Whose figures the sizes are.")] = LEGAL,
    only: Annotated[
        list[str] | None, typer.Option(metavar="AREA", help="Only stations of this area.", show_default=False)
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="AREA", help="No stations of this area.", show_default=False)
    ] = None,
) -> int:
    """Commit from which list stations will be drawn, and how many, before any die falls. Two sides sign."""
    from sverka.domain.ids import AreaId
    from sverka.office.group_draw import commitment
    from sverka.publish.group.draw_population import Frame

    if method is not None and (method == "size") != bool(sizes):
        raise Fault("a size goes with --method size", place="--sizes", cure="give both, or neither")
    if counts != LEGAL and not sizes:
        raise Fault("whose figures, and no size of them", place="--counts", cure="say which: --sizes")
    frame = Frame(
        contest=meeting.contest(contest),
        sizes=f"{counts}:{sizes}" if sizes else "",
        only=[AreaId(area) for area in only or []],
        without=[AreaId(area) for area in without or []],
    )
    fact, listed = commitment(meeting.state, draw, frame, sample_size, meeting.said)
    receipt = meeting.act([fact], evidence=[listed])
    if receipt is None:
        return 0
    _answer(
        meeting,
        receipt,
        draw=draw,
        contest=fact.contest,
        method=fact.method,
        sample_size=fact.sample_size,
        population_size=fact.population_size,
        population=fact.population,
    )
    t = meeting.screen.words
    meeting.screen.say(
        t._(
            "Drawing {draw}: {sample_size} of {population_size} stations will be drawn. Now the dice: {digits} digits.",
            draw=draw,
            sample_size=t.number(sample_size),
            population_size=t.number(fact.population_size),
            digits=t.number(_enough()),
        )
    )
    return 0


def roll(
    context: typer.Context,
    folder: Folder,
    draw: DrawArgument,
    typed: Annotated[
        list[str],
        typer.Option(
            metavar="KEYFILE[:DIGITS]",
            help="A member who read the dice, by its key, and what it typed; asked hidden without. Two sides at least.",
            show_default=False,
        ),
    ],
    sides: Annotated[int, typer.Option(metavar="6|10", help="Of a die: digits 1 to 6, or 0 to 9.")] = 6,
    reason: Reason = "",
    document: Documents = None,
    claimed: Claimed = "",
    received: Received = "",
    json: Json = False,
) -> int:
    """Record a roll of dice, as at least two members of different sides have read and typed it, each for itself."""
    from sverka.office.group_draw import roll

    signers = [typist(given) for given in typed]
    common = Common(reason=reason, documents=document or (), claimed=claimed, received=received, json=json)
    meeting = Meeting.of(context, folder, common)
    fact = roll(meeting.state, draw, digits_typed(meeting.screen, signers), sides, meeting.said)
    receipt = _perform(meeting, fact, [signer for signer, _ in signers])
    missing = max(0, _enough() - len(meeting.group.drawings.by_id[draw].seed) - len(fact.digits))
    _answer(meeting, receipt, draw=draw, digits=fact.digits, sides=sides, digits_missing=missing)
    t = meeting.screen.words
    meeting.screen.say(
        t.ngettext("Recorded. {n} digit more.", "Recorded. {n} digits more.", missing)
        if missing
        else t._("Recorded. Enough digits: {command}", command=f"sverka group draw {folder} {draw}")
    )
    return 0


@acts()
def draw(
    meeting: Meeting,
    draw: DrawArgument,
    ask: Annotated[
        bool, typer.Option("--ask", help="Open a case of each station drawn, and ask for its recount.")
    ] = False,
) -> int:
    """Draw: what the dice say, as anyone can recompute it, goes into the record. Any member signs."""
    from sverka.office.group_draw import asked_for, drawing_of, sample

    fact, drawn, listed = sample(meeting.state, draw, meeting.said)
    drawing = drawing_of(meeting.group, draw)
    asked = asked_for(meeting.state, drawing, drawn, meeting.said) if ask else []
    receipt = meeting.act([fact, *asked], evidence=[listed])
    if receipt is None:
        return 0
    stations = [each.unit for each in drawn]
    recounts = sum(getattr(each, "step", "") == "recount-asked" for each in asked)
    _answer(meeting, receipt, draw=draw, seed=fact.seed, stations=stations, recounts_asked=recounts)
    if not meeting.common.json:
        typer.echo("\n".join(stations))
    t = meeting.screen.words
    meeting.screen.say(
        t._(
            "Stations drawn: {n}; recounts asked for: {asked}.",
            n=t.number(len(drawn)),
            asked=t.number(recounts),
        )
    )
    return 0


def _enough() -> int:
    from sverka.audits.dice import ENOUGH_DIGITS

    return ENOUGH_DIGITS


def _perform(meeting: Meeting, fact: AnyGroupFact, signers: Sequence[Signer]) -> Receipt:
    from sverka.cli.folders import moment
    from sverka.office.group_acts import perform

    return perform(meeting.state, [fact], signers, received=moment(meeting.common.received, meeting.state))


def _answer(meeting: Meeting, receipt: Receipt, **said: object) -> None:
    if meeting.common.json:
        meeting.screen.answer({**said, "entries": list(receipt.indexes), "record_size": receipt.size})
