"""`sverka witness`: watch over a log from a laptop of one's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import read_file
from sverka.cli.options import Json
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.office.witness import Answer
    from sverka.office.witness_folder import Witness
    from sverka.office.witness_memory import Fork, Memory
    from sverka.tlog.keys import Verifier

app = typer.Typer(
    help="Be an independent witness: co-sign the checkpoints of a log as long as it only grows.",
    epilog="On a laptop: `new`, then `trust` for each log, then `run`. docs/witness.md tells the rest.",
    no_args_is_help=True,
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The witness's name, e.g. party.example/w1.", show_default=False)
]
Home = Annotated[
    Path | None,
    typer.Option(
        help="Where Sverka keeps keys and memories (default: $SVERKA_HOME, or your data folder).",
        show_default=False,
    ),
]


@app.command()
def new(context: typer.Context, name: Name, home: Home = None, json: Json = False) -> int:
    """Make a witness: a key, and a memory that belongs to it. Prints its vkey, to be handed out."""
    from sverka.office.home import home as home_of_sverka
    from sverka.office.witness_folder import new_witness
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    witness = new_witness(name, home or home_of_sverka())
    vkey = format_vkey(witness.signer.verifier)
    if json:
        screen.answer({"name": name, "vkey": vkey, "folder": str(witness.folder)})
    else:
        typer.echo(vkey)
    t = screen.words
    screen.say(
        t._(
            "Key and memory lie in {folder}. Give the line above to those who run the log. Never copy this "
            "folder back from an older copy: a witness that forgot makes a new one.",
            folder=witness.folder,
        )
    )
    return 0


@app.command()
def trust(
    context: typer.Context,
    name: Name,
    log: Annotated[
        str,
        typer.Argument(
            metavar="LOG", help="The log's vkey, its log.vkey, or its address.", show_default=False
        ),
    ],
    another_key: Annotated[
        bool, typer.Option("--another-key", help="The log has changed its key: trust this one too.")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> int:
    """Tell the witness to watch over a log. Hold the key against what the operator published elsewhere."""
    from sverka.office.witness import trust as enrol
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    verifier = _log_key(log)
    fresh = enrol(_witness(name, home), verifier, another_key=another_key)
    if json:
        screen.answer({"origin": verifier.name, "vkey": format_vkey(verifier), "new": fresh})
    t = screen.words
    said = t._("Watched from now on: {log}") if fresh else t._("Watched already: {log}")
    screen.say(said.format(log=format_vkey(verifier)))
    return 0


@app.command()
def run(
    context: typer.Context,
    name: Name,
    host: Annotated[str, typer.Option(help="The address; 127.0.0.1 is this machine alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 7380,
    home: Home = None,
) -> int:
    """Answer the logs until you press Ctrl-C; one line for each request."""
    from sverka.office.witness_server import app_of, listen, server_of
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    t = screen.words
    witness = _witness(name, home)
    with witness.deciding() as memory:  # refused before anyone is answered
        logs = memory.logs()
    with listen(host, port) as listening:
        place = f"[{host}]" if ":" in host else host
        address = f"http://{place}:{listening.getsockname()[1]}"
        screen.say(format_vkey(witness.signer.verifier))
        screen.say(t._("Logs watched: {logs}", logs=", ".join(logs) or "–"))
        screen.say(t._("Answering at {address} (Ctrl-C to stop)", address=address))
        with suppress(KeyboardInterrupt):
            server_of(app_of(witness, heard=_teller(screen))).run([listening])
    screen.say(t._("Stopped."))
    return 0


@app.command()
def show(context: typer.Context, name: Name, home: Home = None, json: Json = False) -> int:
    """Show its vkey, the logs with their last checkpoint, and the forks it saw. Exit code 1 if there is one."""
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    witness = _witness(name, home)
    with witness.recalling() as memory:
        lost, forks = witness.lost(memory), memory.forks()
        logs = {origin: _log(memory, origin) for origin in memory.logs()}
    vkey = format_vkey(witness.signer.verifier)
    if json:
        screen.answer(
            {
                "name": name,
                "vkey": vkey,
                "folder": str(witness.folder),
                "signs_nothing_because": lost,
                "logs": logs,
                "forks": [_fork(fork) for fork in forks],
            }
        )
    else:
        typer.echo(vkey)
        _show_logs(screen, logs)
        _show_forks(screen, forks)
    if lost:
        screen.say(screen.words._("This witness signs nothing more: {why}", why=lost))
    return 1 if forks else 0


def _witness(name: str, home: Path | None) -> Witness:
    from sverka.office.home import home as home_of_sverka
    from sverka.office.witness_folder import open_witness

    return open_witness(name, home or home_of_sverka())


def _log_key(given: str) -> Verifier:
    """The key that a person gives as a vkey, as a file, or as the address of a log."""
    from sverka.office.vkeys import read_vkey

    if given.startswith(("http://", "https://")) and not given.endswith(".vkey"):
        given = f"{given.rstrip('/')}/log.vkey"
    if given.startswith(("http://", "https://")) or Path(given).is_file():
        return read_vkey(read_file(given)[1], place=given)
    return read_vkey(given.encode("utf-8", "replace"), place="LOG")


def _teller(screen: Screen) -> Callable[[Answer], None]:
    """Says what came of a request, with the time on the clock of this machine."""
    from sverka.cli.witness_words import heard_sentence

    def tell(answer: Answer) -> None:
        screen.say(f"{datetime.now().astimezone():%H:%M:%S}  {heard_sentence(screen.words, answer)}")

    return tell


def _log(memory: Memory, origin: str) -> dict[str, Any]:
    last = memory.last(origin)
    seen = bool(last.note)
    return {
        "vkeys": memory.vkeys(origin),
        "size": last.size if seen else None,
        "root": last.root.hex() if seen else None,
        "cosigned_at": _moment(last.cosigned_at) if seen else None,
    }


def _fork(fork: Fork) -> dict[str, Any]:
    return {
        "origin": fork.origin,
        "size": fork.size,
        "root": fork.root.hex(),
        "kept_at": _moment(fork.kept_at),
        "proven": fork.proven,
        "ours": fork.ours.decode(),
        "theirs": fork.theirs.decode(),
    }


def _show_logs(screen: Screen, logs: dict[str, dict[str, Any]]) -> None:
    from sverka.tlog.keys import parse_vkey

    t = screen.words
    rows = [
        [
            origin,
            ", ".join(f"{parse_vkey(vkey).key_id:08x}" for vkey in log["vkeys"]),
            t.moment(log["cosigned_at"]) if log["cosigned_at"] else t._("never"),
            "–" if log["size"] is None else t.number(log["size"]),
        ]
        for origin, log in logs.items()
    ]
    columns = [t._("Log"), t._("Key"), t._("Last co-signed"), t._("Entries")]
    screen.table(t._("Logs watched"), columns, rows, text=3)


def _show_forks(screen: Screen, forks: list[Fork]) -> None:
    from sverka.cli.witness_words import fork_sentence

    for fork in forks:
        typer.echo(fork_sentence(screen.words, fork, screen.words.moment(_moment(fork.kept_at))))
        for note in filter(None, (fork.ours, fork.theirs)):
            typer.echo(f"\n{note.decode()}")


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
