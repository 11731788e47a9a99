"""`sverka add` of photos and scans of papers: see `sverka.cli.add` for its options."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from sverka.cli.folders import moment, read_file
from sverka.cli.likeness import likeness, pair_of
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.formats.pictures.station_list import Listed, Looked
    from sverka.office.folder import State
    from sverka.office.picture_files import FoundFiles
    from sverka.office.picture_likeness import LooksAlike
    from sverka.office.picture_places import Places
    from sverka.office.pictures import Handed, TakenPicture
    from sverka.record.fact_shape import EnteredBy

FEW = 10  # pictures: each is a second of work, or listed in a line of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOfPictures:
    """What a person says of all pictures of one command."""

    account: str
    holder: str
    through: str
    stations: str | None
    contest: str
    signed: str
    stamped: str
    claimed: str
    received: str
    entered_by: EnteredBy | None
    reason: str
    dry_run: bool


def add_pictures(state: State, found: FoundFiles, said: SaidOfPictures, screen: Screen, *, json: bool) -> int:
    """Take pictures into the record, all together or none."""
    from sverka.office.picture_files import check_kinds
    from sverka.office.pictures import check_handed, take_in_pictures

    if found.others:
        what = f"{found.others[0]} is no picture, and {len(found.pictures)} others are"
        raise Fault(what, cure="give pictures and files of counts in two commands")
    check_kinds(found.pictures)
    handed = _handed(state, said)
    check_handed(state, handed)
    taken = take_in_pictures(
        state,
        _places(state, said).of(found.pictures),
        handed,
        received=moment(said.received, state),
        reason=said.reason,
        dry_run=said.dry_run,
        progress=_bar(screen),
    )
    if json:
        screen.answer(_answer(taken.pictures, taken.alike))
    for sentence in likeness(taken.alike, screen):
        screen.say(sentence)
    _say(taken.pictures, screen, dry_run=said.dry_run)
    return 0


def _handed(state: State, said: SaidOfPictures) -> Handed:
    from sverka.office.clock import checked
    from sverka.office.pictures import Handed

    return Handed(
        account=said.account,
        holder=said.holder.strip(),
        through=said.through.strip(),
        claimed=checked(said.claimed, timezone=state.election.timezone) if said.claimed else "",
        entered_by=said.entered_by,
    )


def _places(state: State, said: SaidOfPictures) -> Places:
    """What says of which station each picture is."""
    from sverka.formats.nearest import nearest
    from sverka.office.picture_places import Places

    contests = state.election.contests
    if said.contest and said.contest not in contests:
        what = f"no contest {said.contest!r} in this election"
        raise Fault(what, place="--contest", cure=nearest(said.contest, contests))
    return Places(
        election=state.election,
        listed=_listed(state, said.stations),
        contest=said.contest,
        signed=_looked(said.signed, "--signed"),
        stamped=_looked(said.stamped, "--stamped"),
        ask=_ask if sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty() else None,
    )


def _listed(state: State, path: str | None) -> Mapping[str, Listed]:
    from sverka.formats.pictures.station_list import read_station_list

    if path is None:
        return {}
    name, content = read_file(path)
    return read_station_list(content, name=name, election=state.election)


def _looked(given: str, option: str) -> Looked:
    from sverka.formats.pictures.station_list import YES_OR_NO

    if given.casefold() not in YES_OR_NO:
        raise Fault(f"{given!r} is neither yes nor no", place=option, cure="leave it out where nobody looked")
    return YES_OR_NO[given.casefold()]


def _ask(name: str) -> str:
    return str(typer.prompt(f"{name}: station", default="", show_default=False, err=True))


def _bar(screen: Screen) -> Any:
    """A bar over pictures as they are done, where a person waits for many."""

    def shown(done: Iterable[Any], total: int) -> Iterator[Any]:
        if total < FEW or not sys.stderr.isatty():
            yield from done
            return
        from rich.progress import track

        yield from track(done, total=total, console=screen.err, transient=True, description="")

    return shown


def _say(taken: Sequence[TakenPicture], screen: Screen, *, dry_run: bool) -> None:
    t = screen.words
    for each in taken if len(taken) <= FEW else ():
        screen.say(f"{each.name} → {each.fact.file}, SHA-256 {each.fact.original or each.fact.sha256}")
    said = t._(
        "Pictures new {new}, with more said of them {changed}, known already {known}.",
        **{key: t.number(number) for key, number in _numbers(taken).items()},
    )
    screen.say(f"{said} {t._('Dry run: nothing was changed.')}" if dry_run else said)


def _numbers(taken: Sequence[TakenPicture]) -> dict[str, int]:
    from sverka.office.picture_news import Standing

    return {each.value: sum(one.standing is each for one in taken) for each in Standing}


def _answer(taken: Sequence[TakenPicture], alike: Sequence[LooksAlike]) -> dict[str, Any]:
    pictures = [
        {
            "given": each.name,
            "file": each.fact.file,
            "station": each.fact.station,
            "contest": each.fact.contest,
            "sha256": each.fact.sha256,
            "original": each.fact.original,
            "standing": each.standing.value,
        }
        for each in taken
    ]
    return {**_numbers(taken), "pictures": pictures, "alike": [*map(pair_of, alike)]}
