"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="An election folder.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on stdout.")]
ContestOption = Annotated[
    str | None, typer.Option("--contest", help="Id of a contest (default: the first).", show_default=False)
]
AllContests = Annotated[
    str | None, typer.Option("--contest", help="Id of a contest (default: all).", show_default=False)
]
AtSize = Annotated[
    int | None, typer.Option("--at", help="As of when the record held this many facts.", show_default=False)
]
Keys = Annotated[
    list[Path] | None,
    typer.Option(
        "--key", metavar="FILE", help="The key of a member who signs; may be repeated.", show_default=False
    ),
]
Unsigned = Annotated[
    Path | None,
    typer.Option(
        "--unsigned",
        metavar="FILE",
        help="Write it to this file instead, for members to sign on machines of their own.",
        show_default=False,
    ),
]
