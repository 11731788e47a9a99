"""The demo's site: every page of its stations in three languages, its data and its record, as `sverka publish`.

The election folder is the one that `sverka demo` builds. Each run is a process of its own and writes into a new
folder. The yardstick writes the same files once more: read, and written elsewhere.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import by_turns, commands_by_turns
from benchmarks.commands import SVERKA, sverka
from benchmarks.outcome import Asked, Outcome


def measure(*, quick: bool) -> Outcome:
    """Publish the demo; a quick run publishes a small practice election."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        election = _practice(folder) if quick else _demo(folder)
        site = folder / "site"
        (published,) = commands_by_turns(
            [SVERKA, "publish", str(election), "--out", str(site)], runs=1 if quick else 2
        )
        (copied,) = by_turns(
            lambda: shutil.copytree(site, folder / "again", dirs_exist_ok=True), runs=1 if quick else 2
        )
        files = [file for file in site.rglob("*") if file.is_file()]
    pages = sum(file.suffix == ".html" for file in files)
    return Outcome(
        what=f"publish {pages:,} pages in three languages",
        timed=published,
        yardstick="copy the same files",
        yardstick_timed=copied,
        asked=(
            Asked.of(
                f"{'a small site' if quick else 'the demo'} published in three languages", published, 20
            ),
        ),
        further={
            "files": len(files),
            "pages": pages,
            "milliseconds_per_page": published.median / max(pages, 1) * 1e3,
        },
    )


def _demo(folder: Path) -> Path:
    sverka("demo", folder / "demo", "--no-serve")
    return folder / "demo"


def _practice(folder: Path) -> Path:
    files, election = folder / "files", folder / "election"
    sverka("practice", files, "--stations", "12", "--parties", "4", "--districts", "2", "--regions", "1",
           "--mistakes", "3")  # fmt: skip
    sverka("new", election, "--definition", files / "definition.toml", "--stations", files / "stations.csv")
    for account in ("machine", "hand"):
        sverka("add", election, files / f"{account}.csv", "--account", account, "--mapping", "sheets")
    return election
