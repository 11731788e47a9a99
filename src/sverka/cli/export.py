"""`sverka export`: the figures as files for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import open_results
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.formats.datapackage import ExportedFile
    from sverka.publish.results import Results


class Kind(StrEnum):
    """What `--format` takes."""

    CSV = "csv"
    NIST_JSON = "nist-json"


def export(
    context: typer.Context,
    folder: Folder,
    out: Annotated[Path, typer.Option(help="The folder to write to.", show_default=False)],
    format: Annotated[
        Kind, typer.Option(help="csv: long and wide, with datapackage.json; nist-json: NIST SP 1500-100.")
    ] = Kind.CSV,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Write all counts as files: CSV long and wide with a data package, or NIST JSON with every account in one file."""
    from sverka.office.export_folder import write_export

    screen = Screen.of(context)
    results = open_results(folder, screen, size=at)
    files = _csv(results) if format is Kind.CSV else _nist(results)
    if not files:
        raise Fault("no counts to export", place=str(folder), cure="take some in: `sverka add`")
    write_export(files, out)
    if json:
        screen.answer([{"path": file.path, "bytes": len(file.data)} for file in files])
    t = screen.words
    screen.say(t._("{folder}: files written: {n}.", folder=out, n=t.number(len(files))))
    return 0


def _csv(results: Results) -> list[ExportedFile]:
    from sverka.publish.exports import export_csv

    return export_csv(results)


def _nist(results: Results) -> list[ExportedFile]:
    from sverka.office.clock import moment
    from sverka.publish.exports import export_nist_json

    return export_nist_json(results, generated_at=moment(results.election.timezone))
