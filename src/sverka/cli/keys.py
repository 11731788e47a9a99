"""`sverka keys`: where the keys of a record lie, their backup, a new one, and what to do when one is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import read_file
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault, Refused

if TYPE_CHECKING:
    from sverka.office.folder import ElectionFolder
    from sverka.office.key_standing import KeyState

app = typer.Typer(
    help="The keys that sign a record, and the lock that keeps it from having two histories.",
    epilog="docs/keys.md tells where they lie, what a thief can do, and how two people keep them.",
    no_args_is_help=True,
)

Reason = Annotated[str, typer.Option(help="Why; it will stand in the record.", show_default=False)]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The passphrase is the first line of this file (default: it is asked for).",
        show_default=False,
    ),
]


@app.command()
def show(context: typer.Context, folder: Folder, json: Json = False) -> int:
    """Show where key and lock lie on this machine, and whether they agree with the folder."""
    from sverka.cli.key_words import sentences
    from sverka.office.key_standing import Standing, key_state

    screen = Screen.of(context)
    state = key_state(_opened(folder))
    if json:
        screen.answer(_state_answer(state))
    for sentence in sentences(screen.words, state):
        screen.say(sentence)
    return int(state.standing not in (Standing.WRITER, Standing.MIRROR))


@app.command()
def backup(
    context: typer.Context,
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write; must not exist.", show_default=False)
    ],
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> int:
    """Write keys and lock of a record into one file, under a passphrase."""
    from sverka.office.clock import now
    from sverka.office.key_backup import seal
    from sverka.office.key_restore import backup_of, write_backup

    screen = Screen.of(context)
    election = _opened(folder)
    kept = backup_of(election.origin)
    passphrase = passphrase_of(screen, passphrase_file, twice=True)
    sealed = seal(kept, passphrase, origin=election.origin, made=now("UTC"))
    write_backup(sealed, file, election.path)
    if json:
        screen.answer(
            {"file": str(file), "origin": election.origin, "keys": len(kept.keys), "size": kept.size}
        )
    t = screen.words
    screen.say(
        t._(
            "{file}: keys: {n}, the lock at {size} facts. Try it on another machine, and keep it elsewhere.",
            file=file,
            n=len(kept.keys),
            size=t.number(kept.size),
        )
    )
    return 0


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of keys.", show_default=False)],
    passphrase_file: PassphraseFile = None,
    keys_only: Annotated[
        bool, typer.Option("--keys-only", help="Leave the lock as it is on this machine.")
    ] = False,
    json: Json = False,
) -> int:
    """Put keys and lock of a record back from a backup.

    An old lock forgets what was signed since: make sure that no other machine writes, take the newest copy of the
    folder, and look at `sverka keys show DIR` before writing.
    """
    from sverka.office.key_backup import parse_sealed, unseal
    from sverka.office.key_restore import restore as put_back

    screen = Screen.of(context)
    name, content = read_file(str(file))
    sealed = parse_sealed(content, place=name)
    kept = unseal(sealed, passphrase_of(screen, passphrase_file, twice=False), place=name)
    fresh = put_back(kept, sealed.origin, keys_only=keys_only)
    if json:
        screen.answer({"origin": sealed.origin, "made": sealed.made, "keys": len(fresh), "size": kept.size})
    t = screen.words
    screen.say(
        t._(
            "{origin}: keys put back: {n}; made {time}, when {size} facts were signed.",
            origin=sealed.origin,
            n=len(fresh),
            time=t.moment(sealed.made),
            size=t.number(kept.size),
        )
    )
    screen.say(
        t._(
            "An old lock forgets what was signed since. Make sure that no other machine writes, and look: {command}",
            command="sverka keys show DIR",
        )
    )
    return 0


@app.command()
def rotate(context: typer.Context, folder: Folder, reason: Reason, json: Json = False) -> int:
    """Make a new key, which signs beside the old one until that is retired."""
    from sverka.office.clock import now
    from sverka.office.key_rotation import rotate as make
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    vkey = format_vkey(make(_opened(folder), reason=reason, now=now))
    _show_vkey(screen, {"vkey": vkey}, vkey, json=json)
    t = screen.words
    screen.say(
        t._(
            "In force now, beside the old key. Give it to readers and witnesses; when all have it: {command}",
            command=f"sverka keys retire {folder} --reason …",
        )
    )
    return 0


@app.command()
def retire(context: typer.Context, folder: Folder, reason: Reason, json: Json = False) -> int:
    """Stop signing with the old key, and move its file aside."""
    from sverka.office.clock import now
    from sverka.office.key_rotation import retire as make
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    gone = [format_vkey(each) for each in make(_opened(folder), reason=reason, now=now)]
    if json:
        screen.answer({"retired": gone})
    t = screen.words
    for vkey in gone:
        screen.say(t._("Signs no longer: {vkey}", vkey=vkey))
    return 0


@app.command()
def lost(
    context: typer.Context,
    folder: Folder,
    reason: Reason,
    origin: Annotated[
        str,
        typer.Option(
            help="How the new record is called (default: as the old, by its own key).", show_default=False
        ),
    ] = "",
    json: Json = False,
) -> int:
    """Declare the key lost or stolen: the record ends, and a new one begins with the same facts."""
    from sverka.office.clock import now
    from sverka.office.key_loss import declare_lost
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    election = _opened(folder)
    ended, size = election.origin, election.store.size
    vkey = format_vkey(declare_lost(election, reason=reason, now=now, origin=origin))
    answer = {"ended": ended, "size": size, "origin": election.origin, "vkey": vkey}
    _show_vkey(screen, answer, vkey, json=json)
    t = screen.words
    screen.say(
        t._(
            "{ended} ended with {size} facts, and {origin} goes on. Say so in public; give everyone the key above.",
            ended=ended,
            size=t.number(size),
            origin=election.origin,
        )
    )
    return 0


@app.command("hand-over")
def hand_over(
    context: typer.Context,
    folder: Folder,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Where to write the note; must not exist.", show_default=False),
    ],
    reason: Reason,
    json: Json = False,
) -> int:
    """Hand the record over to another machine: this one writes no more, and says so in a signed note.

    Give the note, a backup of the keys and the newest copy of the folder to the other machine: `sverka takeover`.
    """
    from sverka.office.hand_over import hand_over as give
    from sverka.office.hand_over import write_note

    screen = Screen.of(context)
    election = _opened(folder)
    said, note = give(election, reason=reason)
    write_note(note, file)
    if json:
        screen.answer({"file": str(file), "origin": said.origin, "size": said.size, "root": said.root.hex()})
    t = screen.words
    screen.say(
        t._(
            "This machine writes {origin} no more; it ended with {size} facts. Give {file} to the one that goes on.",
            origin=said.origin,
            size=t.number(said.size),
            file=file,
        )
    )
    return 0


@app.command()
def adopt(
    context: typer.Context,
    folder: Folder,
    alone: Annotated[
        bool,
        typer.Option(
            "--nobody-else-writes", help="You made sure that no other machine writes to this record."
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Take the folder's state for what was last signed, where the lock is older or gone."""
    from sverka.office.key_standing import adopt as take

    screen = Screen.of(context)
    if not alone:
        raise Refused(
            "R228",
            "two machines that write to one record sign two histories, and this machine cannot know of the other",
            cure="make sure that no other writes, then: --nobody-else-writes",
        )
    checkpoint = take(_opened(folder))
    if json:
        screen.answer({"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()})
    t = screen.words
    screen.say(
        t._(
            "{origin}: the lock stands at {size} facts now.",
            origin=checkpoint.origin,
            size=t.number(checkpoint.size),
        )
    )
    return 0


def _opened(folder: Path) -> ElectionFolder:
    from sverka.office.folder import ElectionFolder, check_is_election

    check_is_election(folder)
    return ElectionFolder(folder)


def passphrase_of(screen: Screen, file: Path | None, *, twice: bool) -> str:
    """From a file, or from the keyboard; never from the arguments, which others on the machine can see."""
    if file is None:
        asked = screen.words._("Passphrase")
        return str(typer.prompt(asked, hide_input=True, confirmation_prompt=twice, err=True))
    name, content = read_file(str(file))
    try:
        return content.decode("utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise Fault("not UTF-8 text", place=name, cure="write the passphrase as UTF-8") from error


def _show_vkey(screen: Screen, answer: dict[str, Any], vkey: str, *, json: bool) -> None:
    """A new public key on stdout, where it can be taken from."""
    if json:
        screen.answer(answer)
    else:
        typer.echo(vkey)


def _state_answer(state: KeyState) -> dict[str, Any]:
    from sverka.tlog.keys import format_vkey

    return {
        "origin": state.origin,
        "standing": state.standing,
        "vkey": format_vkey(state.shown),
        "keys": [format_vkey(each) for each in state.held],
        "folder_size": state.folder_size,
        "lock_size": state.lock_size,
        "home": str(state.home),
        "keys_folder": str(state.keys),
        "lock_database": str(state.lock),
    }
