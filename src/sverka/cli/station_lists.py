"""Stations as a person names them: one by one, or many in a file."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from sverka.cli.folders import read_file
from sverka.errors import Fault

Stations = Annotated[
    list[str] | None, typer.Argument(metavar="[STATION…]", help="Ids of stations.", show_default=False)
]
StationsFile = Annotated[
    str,
    typer.Option(
        "--stations",
        metavar="FILE",
        help="More of them: one a line, or a CSV with the column “station”; - reads them from the pipe.",
        show_default=False,
    ),
]
COLUMN = "station"


def stations_named(stations: list[str] | None, file: str = "") -> list[str]:
    """The stations named one by one, then those of a file, each once; a fault where there is none."""
    named = listed(stations, file)
    if not named:
        raise Fault("no station is named", place="STATION", cure="give their ids, or `--stations FILE`")
    return named


def listed(stations: list[str] | None, file: str = "") -> list[str]:
    """The stations named one by one, then those of a file, each once."""
    return list(dict.fromkeys([*(stations or []), *(_stations_in(*_read(file)) if file else [])]))


def _read(file: str) -> tuple[str, bytes]:
    return ("-", sys.stdin.buffer.read()) if file == "-" else read_file(file)


def _stations_in(name: str, content: bytes) -> list[str]:
    """The ids of a list: the column “station” of a CSV, or each line as it is."""
    from sverka.formats.csv_text import read_csv_text
    from sverka.formats.encodings import decoded

    text, _ = decoded(content, name)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Fault("no station in it", place=name, cure="write one id a line")
    titles = [title.strip().strip('"').casefold() for title in re.split(r"[,;\t]", lines[0])]
    if titles == [COLUMN]:
        return lines[1:]
    if COLUMN in titles:
        table = read_csv_text(content, name, wanted=[COLUMN])
        return [cell for cell in table.cells(titles.index(COLUMN)) if cell]
    strange = next((line for line in lines if any(mark in line for mark in ",;\t")), None)
    if strange is not None:
        raise Fault(f"not one id a line: {strange[:60]!r}", place=name, cure=f"title the column “{COLUMN}”")
    return lines
