"""`sverka group document`: the final document, made from the record, checked against it, written out to be printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.group_acting import act
from sverka.cli.group_saying import Received
from sverka.cli.options import AtSize, Folder, Json, Keys, Unsigned
from sverka.cli.screen import Screen
from sverka.errors import Fault
from sverka.publish.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sverka.office.folder import State
    from sverka.office.group_document import Deviation, Made

DEVIATIONS = {
    "root": N_("the root of the first facts is another one: this record is not the one it is over"),
    "content": N_("what it says is otherwise: {where}"),
    "paper": N_("the PDF has other words: {where}"),
    "paper-bytes": N_("the PDF has the same words and other bytes: {where}; another version may have set it"),
}


def document(
    context: typer.Context,
    folder: Folder,
    deadline: Annotated[str, typer.Option(help="Until when members answer.", show_default=False)] = "",
    at: AtSize = None,
    title: Annotated[
        str, typer.Option(help="What the group calls it (default: final document).", show_default=False)
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Make it again from the record and say what differs.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Also write it there, to be read and printed.", show_default=False
        ),
    ] = None,
    claimed: Annotated[
        str, typer.Option(help="When it was made, if that is not now.", show_default=False)
    ] = "",
    received: Received = "",
    key: Keys = None,
    unsigned: Unsigned = None,
    json: Json = False,
) -> int:
    """Make the final document over the record, in Kyrgyz, Russian and English; members then sign it or refuse.

    With --check it is made again from the record and held against what the record has. With --out alone the one in
    force is written to a folder, with the answers to it so far. Neither writes to the record.
    """
    screen = Screen.of(context)
    state = open_state(folder, screen)
    if check:
        return _check(screen, state, out, json=json)
    if not deadline:
        if out is None:
            raise Fault("no deadline", place="--deadline", cure="say until when members answer")
        return _write_in_force(screen, state, out, json=json)
    made = _make(state, deadline=deadline, claimed=claimed, title=title, size=at)
    receipt = act(
        screen,
        state,
        [made.fact],
        keys=key or [],
        unsigned=unsigned,
        received=moment(received, state),
        evidence=made.evidence,
        json=json,
    )
    if out is not None:
        _write(out, made.files)
    if receipt is None:
        return 0
    if json:
        screen.answer({**_answer(made), "entry": receipt.indexes[0]})
    _say_made(screen, made)
    return 0


def _make(state: State, *, deadline: str, claimed: str, title: str, size: int | None) -> Made:
    from sverka.office.clock import checked, now
    from sverka.office.group_document import make_document

    zone = state.election.timezone
    return make_document(
        state,
        made=checked(claimed, timezone=zone) if claimed else now(zone),
        deadline=checked(deadline, timezone=zone, option="--deadline"),
        title=title,
        size=size,
    )


def _answer(made: Made) -> dict[str, object]:
    fact = made.fact
    return {
        "document": fact.document,
        "record_size": fact.record_size,
        "root": fact.root,
        "papers": fact.papers,
        "deadline": fact.deadline,
    }


def _say_made(screen: Screen, made: Made) -> None:
    t = screen.words
    screen.say(
        t._(
            "Final document {document} over {size} facts; members answer by {deadline}: "
            "`sverka group sign`, `opinion` or `refuse`.",
            document=made.fact.document,
            size=t.number(made.fact.record_size),
            deadline=t.moment(made.fact.deadline),
        )
    )


def _write_in_force(screen: Screen, state: State, out: Path, *, json: bool) -> int:
    from sverka.office.group_document import answer_papers, document_in_force, files_of

    document = document_in_force(state)
    files = {**files_of(state, document), **answer_papers(state, document)}
    _write(out, files)
    if json:
        screen.answer({"files": [str(out / name) for name in files]})
    screen.say(screen.words._("Written to {folder}: {files}.", folder=str(out), files=", ".join(files)))
    return 0


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)


def _check(screen: Screen, state: State, out: Path | None, *, json: bool) -> int:
    """Exit code 0: it follows from the record; 1: it does not."""
    from sverka.office.group_document import check_document, document_in_force

    document = document_in_force(state)
    if out is not None:
        _write_in_force(screen, state, out, json=False)
    deviations = check_document(state, document)
    if json:
        differs = [{"what": each.what, "where": each.where} for each in deviations]
        screen.answer(
            {"document": document.sha256, "record_size": document.made.fact.record_size, "differs": differs}
        )
    _say_checked(screen, document.sha256, deviations)
    return 1 if deviations else 0


def _say_checked(screen: Screen, sha256: str, deviations: tuple[Deviation, ...]) -> None:
    t = screen.words
    if not deviations:
        screen.say(
            t._("Final document {document}: it follows from the record, word for word.", document=sha256)
        )
        return
    screen.say(t._("Final document {document} is not what follows from the record:", document=sha256))
    for each in deviations:
        screen.say(f"  {t._(DEVIATIONS[each.what], where=each.where)}")
