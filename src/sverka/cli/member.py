"""`sverka member`: what a member of the group does on its own machine, with its own key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.options import Json
from sverka.cli.screen import Screen, printable

if TYPE_CHECKING:
    from sverka.office.folder import State
    from sverka.publish.language import Translator
    from sverka.record.act_notes import Acts
    from sverka.record.group_facts import AnyGroupFact

app = typer.Typer(
    help="A member of the group: its key, and its signature.",
    epilog="docs/group.md tells how a group works.",
    no_args_is_help=True,
)
ActsFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Acts to be signed, as `sverka group … --unsigned` wrote them.",
        show_default=False,
    ),
]


@app.callback()
def member() -> None:
    """A member of the group: its key, and its signature."""


@app.command()
def keygen(
    context: typer.Context,
    member: Annotated[
        str, typer.Argument(metavar="MEMBER", help="The id of the member.", show_default=False)
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the key.", show_default=False)],
    json: Json = False,
) -> int:
    """Make the key with which a member signs. The file stays with the member; the line that is printed is enrolled."""
    from sverka.office.member_keys import new_member_key
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    vkey = format_vkey(new_member_key(member, file).verifier)
    if json:
        screen.answer({"member": member, "vkey": vkey, "file": str(file)})
    else:
        typer.echo(vkey)
    screen.say(
        screen.words._(
            "{file}: whoever has this file signs for {member}. Keep it, and give it to nobody.",
            file=str(file),
            member=member,
        )
    )
    return 0


@app.command()
def show(
    context: typer.Context,
    file: ActsFile,
    record: Annotated[
        Path | None,
        typer.Option(
            help="The election folder, or your copy of it: checks the signatures, and whether anything happened since.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Show in plain words everything that one would sign, and who has signed it.

    Exit codes: 0 shown, 1 the record would not take it as it is (with --record), 2 could not be read.
    """
    from sverka.office.group_offline import check_election, read_acts

    screen = Screen.of(context)
    acts, state = read_acts(file), _state(record)
    if state is not None:
        check_election(acts, str(state.election.id))
    refused = [_refused(state, fact) for fact in acts.facts]
    if json:
        screen.answer(_answer(acts, refused))
    else:
        for line in _lines(screen.words, acts, refused):
            typer.echo(printable(line))
    if state is None:
        screen.say(screen.words._("Nobody has checked the signatures; to check them: --record DIR."))
    return int(any(refused))


@app.command()
def sign(
    context: typer.Context,
    file: ActsFile,
    key: Annotated[
        Path, typer.Option("--key", metavar="FILE", help="The key of the member.", show_default=False)
    ],
    election: Annotated[
        str,
        typer.Option(help="The id of the election that you mean; another is refused.", show_default=False),
    ] = "",
    json: Json = False,
) -> int:
    """Add a signature to all acts of a file. Look at them before: `sverka member show FILE`."""
    from sverka.office.group_offline import sign_acts
    from sverka.office.member_keys import read_member_key
    from sverka.publish.words.acts import act_title

    screen = Screen.of(context)
    signer = read_member_key(key)
    acts = sign_acts(file, signer, election=election)
    t = screen.words
    if json:
        screen.answer(
            {"file": str(file), "election": acts.election, "acts": len(acts.facts), "key": signer.name}
        )
    for fact in acts.facts:
        screen.say(printable(t._("{member} signs: {act}", member=signer.name, act=act_title(t, fact))))
    return 0


def _state(record: Path | None) -> State | None:
    from sverka.office.folder import ElectionFolder

    return None if record is None else ElectionFolder(record).open()


def _refused(state: State | None, fact: AnyGroupFact) -> str:
    """Why the record would not take an act; "" where it would, or where nobody asked."""
    from sverka.office.group_offline import standing_of

    refused = None if state is None else standing_of(state, fact)
    return "" if refused is None else f"{refused.code}: {refused.what}"


def _lines(t: Translator, acts: Acts, refused: list[str]) -> Iterator[str]:
    from sverka.publish.words.acts import act_said, act_title

    yield t._("Election: {election}. Acts: {n}.", election=acts.election, n=len(acts.facts))
    for number, (fact, problem) in enumerate(zip(acts.facts, refused, strict=True), start=1):
        yield ""
        yield f"{number}. {act_title(t, fact)}"
        yield from (f"   {label}: {value}" for label, value in act_said(t, fact))
        signers = ", ".join(_signers(fact)) or t._("nobody")
        yield "   " + t._("signed by: {signers}", signers=signers)
        if problem:
            yield "   " + t._("The record would not take it: {reason}", reason=problem)


def _signers(fact: AnyGroupFact) -> list[str]:
    from sverka.record.signing import signatures_of

    signatures = signatures_of(fact) if fact.signatures else ()
    return [f"{each.name}+{each.key_id:08x}" for each in signatures]


def _answer(acts: Acts, refused: list[str]) -> dict[str, Any]:
    import msgspec

    return {
        "election": acts.election,
        "acts": [
            {
                "act": {
                    key: value
                    for key, value in msgspec.to_builtins(fact).items()
                    if key not in {"received", "signatures"}
                },
                "signed_by": _signers(fact),
                "refused": problem or None,
            }
            for fact, problem in zip(acts.facts, refused, strict=True)
        ],
    }
