"""`sverka demo`: a printed script of public commands that replays an election, and serves its site meanwhile."""

from __future__ import annotations

import shlex
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

COULD_NOT_RUN = 2
SERVE = "serve"
RECEIVED = "--received"


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the script, and the sentence that says why."""

    why: str
    arguments: tuple[str, ...]

    @property
    def line(self) -> str:
        """The command as a person would type it."""
        return f"sverka {shlex.join(self.arguments)}"

    @property
    def moment(self) -> datetime | None:
        """When it happened, where the command says so."""
        if RECEIVED not in self.arguments:
            return None
        return datetime.fromisoformat(self.arguments[self.arguments.index(RECEIVED) + 1])


@dataclass
class Pace:
    """How fast a replay goes: `speed` is how many of its seconds pass in one, 0 as fast as the commands do."""

    speed: float
    began: float = field(default_factory=time.monotonic)
    first: datetime | None = None

    def wait_for(self, moment: datetime | None) -> None:
        """Wait until it is time for what happened then."""
        if not self.speed or moment is None:
            return
        self.first = self.first or moment
        due = self.began + (moment - self.first).total_seconds() / self.speed
        time.sleep(max(0.0, due - time.monotonic()))


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The election folder to build.")] = Path(
        "build/demo"
    ),
    serve: Annotated[
        bool, typer.Option(help="Serve the site, from its first publication on until Ctrl-C.")
    ] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8080,
    speed: Annotated[
        float,
        typer.Option(min=0, help="Seconds of the election in one of yours; 0 is as fast as the commands go."),
    ] = 0,
) -> int:
    """Replay an election with public commands, each printed before it runs, and serve the site meanwhile."""
    from sverka.cli.app import run
    from sverka.cli.demo_folders import clear

    screen = Screen.of(context)
    practice = folder.with_name(f"{folder.name}-files")
    clear(folder, practice)
    pace, server = Pace(speed), None
    for step in script({"dir": folder.as_posix(), "files": practice.as_posix(), "port": str(port)}):
        if step.arguments[0] == SERVE and not serve:
            continue
        pace.wait_for(step.moment)
        if step.why:
            screen.say(f"\n# {step.why}")
        screen.say(f"$ {step.line}")
        if step.arguments[0] == SERVE:
            server = _serve_meanwhile(folder, port, screen)
        elif run(["--lang", screen.language, *step.arguments]) == COULD_NOT_RUN:
            raise Fault("the demo stopped at this command", place=step.line, cure="see the message above")
    _say_where(folder, server, screen)
    return 0


def _serve_meanwhile(folder: Path, port: int, screen: Screen) -> ThreadingHTTPServer:
    """Serve the site in a thread that ends with the process: what is published later is seen there at once."""
    from sverka.office.serve import server_of

    server = server_of(folder / "public", port=port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    screen.say(_address(server))
    return server


def _say_where(folder: Path, server: ThreadingHTTPServer | None, screen: Screen) -> None:
    if server is None:
        screen.say(f"\nbuilt; look at it: sverka serve {folder}")
        return
    screen.say(f"\nbuilt; {_address(server)}  (Ctrl-C to stop)")
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    server.server_close()


def _address(server: ThreadingHTTPServer) -> str:
    return f"http://{server.server_address[0]!s}:{server.server_address[1]}/"


def script(places: dict[str, str]) -> Iterator[Step]:
    """The commands of the demo with folders and port filled in; a comment says why of the command below it."""
    text = (files("sverka.elections") / "demo" / "demo.txt").read_text("utf-8")
    why = ""
    for line in text.splitlines():
        if line.startswith("# "):
            why = line[2:]
        elif line:
            program, *arguments = shlex.split(line)
            if program != "sverka":
                raise AssertionError(f"a demo of public commands runs {program}")
            yield Step(why, tuple(_filled(argument, places) for argument in arguments))
            why = ""


def _filled(argument: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        argument = argument.replace(f"{{{name}}}", value)
    return argument
