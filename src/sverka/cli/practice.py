"""`sverka practice`: an invented election with planted mistakes, as files to take in and compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.options import Json
from sverka.cli.screen import Screen
from sverka.errors import Fault, Refused

if TYPE_CHECKING:
    from sverka.practice.recipe import Recipe
    from sverka.practice.sizes import Sizes

RECIPE, KEY = ".replay.toml", ".key"
MISTAKES = 40  # to plant where nobody says how many


def practice(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write into.", show_default=False)
    ],
    stations: Annotated[int, typer.Option(help="How many stations.")] = 240,
    parties: Annotated[int, typer.Option(help="How many parties.")] = 8,
    districts: Annotated[int, typer.Option(help="How many districts.")] = 6,
    regions: Annotated[int, typer.Option(help="How many regions.")] = 3,
    voters: Annotated[int, typer.Option(help="Median of voters on a station's list.")] = 900,
    mistakes: Annotated[
        int | None,
        typer.Option(
            min=0, help="How many mistakes to plant (default: 40, fewer in few stations).", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 1,
    recipe: Annotated[
        str | None,
        typer.Option(
            help="Replay a real election's sums instead: a recipe file, or the name of one that comes with Sverka.",
            show_default=False,
        ),
    ] = None,
    photos: Annotated[
        int, typer.Option(min=0, help="Draw photos of so many protocols too, into DIR/photos.")
    ] = 0,
    json: Json = False,
) -> int:
    """Invent an election: definition, stations, both counts, and the list of the mistakes planted in them."""
    from sverka.practice.sizes import Sizes

    screen = Screen.of(context)
    _check_is_empty(folder)
    if recipe is None:
        sizes = Sizes(stations=stations, parties=parties, districts=districts, regions=regions, voters=voters)
        usual = min(MISTAKES, stations // 5)
        files = _exercise(sizes, seed=seed, mistakes=usual if mistakes is None else mistakes, photos=photos)
    else:
        _check_alone(context)
        files = _replay(_recipe(recipe))
    _write(folder, files)
    if json:
        screen.answer({"folder": str(folder), "files": list(files)})
    _say_what_to_do(folder, files, screen)
    return 0


def _exercise(sizes: Sizes, *, seed: int, mistakes: int, photos: int) -> dict[str, bytes]:
    from sverka.formats.definition import parse_definition
    from sverka.formats.stations import format_stations
    from sverka.practice.hand_out import DEFINITION, practice_files
    from sverka.practice.invent import invent
    from sverka.practice.mistakes import plant
    from sverka.practice.photos import first_photos

    election = invent(sizes, seed=seed)
    planted = plant(election.machine, election.hand, mistakes=mistakes, seed=seed)
    files = dict(practice_files(election, planted, format_stations(election.places)))
    if photos:
        contest = parse_definition(files[DEFINITION].decode(), name=DEFINITION).contests[
            election.hand.contest
        ]
        taken = first_photos(election, contest, _font(), photos)
        files |= {f"photos/{each.name}": each.content for each in taken}
    return files


def _font() -> bytes:
    """The letters of printed forms."""
    from sverka.publish.charts.letters import FONTS

    return (FONTS / "SverkaSans-Regular.ttf").read_bytes()


def _replay(recipe: Recipe) -> dict[str, bytes]:
    from sverka.elections import text_of
    from sverka.formats.definition import parse_definition
    from sverka.formats.stations import format_stations
    from sverka.practice.hand_out import replay_files
    from sverka.practice.replay import build

    definition = text_of(recipe.of)
    replay = build(recipe, parse_definition(definition, name=f"{recipe.of}.toml"))
    return dict(replay_files(replay, definition, format_stations(replay.places), font=_font()))


def _recipe(given: str) -> Recipe:
    from importlib.resources import files

    from sverka.cli.folders import read_file
    from sverka.practice.recipe import parse_recipe

    shipped = files("sverka.elections") / "demo" / f"{given}{RECIPE}"
    if not Path(given).exists() and shipped.is_file():
        return parse_recipe(shipped.read_text("utf-8"), name=f"{given}{RECIPE}")
    name, content = read_file(given)
    try:
        return parse_recipe(content.decode("utf-8-sig"), name=name)
    except UnicodeDecodeError:
        raise Fault("it is not UTF-8 text", place=name, cure="Save it as UTF-8.") from None


def _check_alone(context: typer.Context) -> None:
    """A recipe says all of it; a size beside it would be ignored in silence."""
    sizes = ("stations", "parties", "districts", "regions", "voters", "mistakes", "seed", "photos")
    sources = {name: context.get_parameter_source(name) for name in sizes}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    if given:
        raise Fault(
            "a recipe has its own sizes and seed",
            place=f"--{given[0]}",
            cure=f"leave out --{', --'.join(given)}, or change the recipe",
        )


def _check_is_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("R101", f"{folder} exists and is not empty", cure="give a new folder, or an empty one")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """The list goes first: a folder that was left half written can still be told for ours."""
    from sverka.practice.hand_out import LIST, list_of

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ((LIST, list_of(files)), *files.items()):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        if name.endswith(KEY):
            (folder / name).chmod(0o600)  # as keys must be


def _say_what_to_do(folder: Path, files: dict[str, bytes], screen: Screen) -> None:
    screen.say(f"{folder}: {len(files)} files; planted.csv lists what is wrong in them")
    if any(name.startswith("photos/") for name in files):
        screen.say(
            f"take in the photos:        sverka add ELECTION {folder}/photos --account observer-copy --holder WHO"
        )
    if "machine.csv" in files:
        screen.say(
            f"compare the two counts:   sverka compare {folder}/machine.csv {folder}/hand.csv\n"
            f"or make an election of it: sverka new ELECTION --definition {folder}/definition.toml "
            f"--stations {folder}/stations.csv\n"
            f"                           sverka add ELECTION {folder}/machine.csv --mapping sheets --account machine\n"
            f"                           sverka add ELECTION {folder}/hand.csv --mapping sheets --account hand"
        )
