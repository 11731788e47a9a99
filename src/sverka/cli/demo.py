"""`sverka demo`: a printed script of public commands that builds an election folder and its site."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from sverka.cli.screen import Screen
from sverka.errors import Fault

COULD_NOT_RUN = 2
SERVE = "serve"


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the script, and the sentence that says why."""

    why: str
    arguments: tuple[str, ...]

    @property
    def line(self) -> str:
        """The command as a person would type it."""
        return f"sverka {shlex.join(self.arguments)}"


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The election folder to build.")] = Path(
        "build/demo"
    ),
    serve: Annotated[bool, typer.Option(help="Serve the site when it is built.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8080,
) -> int:
    """Build a demonstration from public commands, each printed before it runs, and serve it."""
    from sverka.cli.app import run
    from sverka.cli.demo_folders import clear

    screen = Screen.of(context)
    practice = folder.with_name(f"{folder.name}-files")
    clear(folder, practice)
    for step in script({"dir": folder.as_posix(), "files": practice.as_posix(), "port": str(port)}):
        if step.arguments[0] == SERVE and not serve:
            continue
        if step.why:
            screen.say(f"\n# {step.why}")
        screen.say(f"$ {step.line}")
        if run(["--lang", screen.language, *step.arguments]) == COULD_NOT_RUN:
            raise Fault("the demo stopped at this command", place=step.line, cure="see the message above")
    if not serve:
        screen.say(f"\nbuilt; look at it: sverka serve {folder}")
    return 0


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
