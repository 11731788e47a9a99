"""`sverka bundle`: everything that the record says of one station, in one zip that anyone can check offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.bundle_check import BundleCheck

Folder = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="An election folder.", show_default=False)
]
Station = Annotated[str, typer.Argument(metavar="[STATION]", help="The id of a station.", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE.zip", help="Where to (default: STATION.zip here).", show_default=False),
]
Check = Annotated[
    Path | None,
    typer.Option("--check", metavar="FILE.zip", help="Check a bundle instead.", show_default=False),
]
Vkey = Annotated[
    str,
    typer.Option(
        help="With --check: the public key that must have signed (default: the bundle's own).",
        show_default=False,
    ),
]


def bundle(
    context: typer.Context,
    folder: Folder = None,
    station: Station = "",
    out: Out = None,
    check: Check = None,
    vkey: Vkey = "",
    json: Json = False,
) -> int:
    """Pack what the record says of a station, with papers and proofs, into a zip that anyone can check offline."""
    screen = Screen.of(context)
    if check is not None:
        return _check(check, vkey, screen, json=json)
    if folder is None or not station:
        raise Fault(
            "a folder and a station are asked for", cure="`sverka bundle DIR STATION`, or --check FILE.zip"
        )
    return _make(folder, station, out or Path(f"{_file_name(station)}.zip"), screen, json=json)


def _make(folder: Path, station: str, target: Path, screen: Screen, *, json: bool) -> int:
    from sverka.office.bundle import write_bundle

    made, t = write_bundle(open_state(folder, screen), station, target), screen.words
    for sha256 in made.withheld:
        screen.say(t._("evidence/{sha256}: not published, and not in the bundle.", sha256=sha256))
    for sha256 in made.missing:
        screen.say(t._("evidence/{sha256}: missing in the folder, and not in the bundle.", sha256=sha256))
    if json:
        screen.answer(
            {
                "out": str(target),
                "station": station,
                "facts": made.facts,
                "evidence": made.evidence,
                "stamps": made.stamps,
                "withheld": list(made.withheld),
                "missing": list(made.missing),
            }
        )
    screen.say(
        t._(
            "{file}: facts {facts}, files of evidence {evidence}, time stamps {stamps}.",
            file=target,
            facts=made.facts,
            evidence=made.evidence,
            stamps=made.stamps,
        )
    )
    return int(bool(made.missing))


def _check(path: Path, vkey: str, screen: Screen, *, json: bool) -> int:
    from sverka.office.bundle_check import check_bundle
    from sverka.office.vkeys import vkey_given

    checked = check_bundle(path, vkey_given(vkey) if vkey else None)
    if json:
        screen.answer(_answer(checked))
    else:
        _say(checked, screen, own_key=not vkey)
    return int(bool(checked.problems))


def _say(checked: BundleCheck, screen: Screen, *, own_key: bool) -> None:
    from sverka.publish.words.bundle_problems import problem_said

    t = screen.words
    for problem in checked.problems:
        reason = f" ({problem.reason})" if problem.reason else ""
        typer.echo(f"{problem.file}: {problem_said(t, problem.code)}{reason}")
    if own_key:
        screen.say(
            t._("Checked with the bundle's own key: it agrees with itself. To know whose it is, give --vkey.")
        )
    k, n = checked.witnesses
    screen.say(
        t._(
            "Facts {facts} of {size}, independent witnesses {k} of {n}, time stamps {stamps}.",
            facts=len(checked.facts),
            size=t.number(checked.checkpoint.size),
            k=k,
            n=n,
            stamps=checked.stamps,
        )
    )
    number = t.number(len(checked.problems))
    screen.say(t._("What is wrong: {n}.", n=number) if checked.problems else t._("Everything agrees."))


def _answer(checked: BundleCheck) -> dict[str, object]:
    return {
        "origin": checked.checkpoint.origin,
        "record_size": checked.checkpoint.size,
        "root": checked.checkpoint.root.hex(),
        "facts": list(checked.facts),
        "witnesses": {"signed": checked.witnesses[0], "of": checked.witnesses[1]},
        "stamps": checked.stamps,
        "wrong": [
            {"code": each.code, "file": each.file, "reason": each.reason or None} for each in checked.problems
        ],
    }


def _file_name(station: str) -> str:
    """The id of a station as the name of a file; ids may have any character."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in station) or "station"
