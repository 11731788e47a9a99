"""What a definition must get right beyond its shape: ids, names, sources, and who refers to whom.

Every check gives faults whose place is the key path, counted from 1: `contests[2].rows[3].id`.
Expressions, controls and seats are checked in `sverka.formats.definition_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from msgspec import Struct

from sverka.domain.election import NOT_READ
from sverka.errors import Fault
from sverka.formats.definition_contests import names_of
from sverka.formats.definition_file import ContestTable, DefinitionFile
from sverka.formats.nearest import nearest
from sverka.formats.spellings import spelled

LEGAL = "legal"  # `--counts legal`: the legal count, of whichever account gave it
ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
TEMPLATE = re.compile(r"\{selection\}")


def check_tables(file: DefinitionFile) -> Iterator[Fault]:
    """Every fault of ids, names, sources and references, in the order of the file's tables."""
    yield from _check_ids(file)
    yield from _check_accounts(file)
    for path, table in _tables(file, ""):
        yield from _check_names(table, path)
        yield from _check_source(table, path)
    yield from _check_timezone(file.election.timezone)
    yield from _check_areas(file)
    yield from _check_stations(file)
    yield from _check_policies(file)
    yield from _check_contests(file)


def unknown(word: str, known: Collection[str], place: str, what: str) -> Iterator[Fault]:
    """A fault if a reference leads nowhere."""
    if word not in known:
        yield Fault(f'there is no {what} "{word}"', place=place, cure=nearest(word, known))


# --- ids, names, sources ---------------------------------------------------------------------------------------------


def _check_ids(file: DefinitionFile) -> Iterator[Fault]:
    yield from _check_id(file.election.id, "election.id", ID)
    for path, ids, pattern in _lists_of_ids(file):
        first: dict[str, str] = {}
        for place, text in ids:
            yield from _check_id(TEMPLATE.sub("x", text), place, pattern, text)
            if text in first:
                cure = f"It stands at {first[text]} already: give each an id of its own."
                yield Fault(f'"{text}" is used twice in {path}', place=place, cure=cure)
            first.setdefault(text, place)


def _check_accounts(file: DefinitionFile) -> Iterator[Fault]:
    for number, account in enumerate(file.accounts, start=1):
        if account.id == LEGAL:
            what = f'"{LEGAL}" means the legal count wherever an account is asked for'
            yield Fault(what, place=f"accounts[{number}].id", cure="Give the account another id.")


def _lists_of_ids(file: DefinitionFile) -> Iterator[tuple[str, list[tuple[str, str]], re.Pattern[str]]]:
    for name in ("levels", "areas", "accounts", "contests"):
        yield name, _ids(getattr(file, name), name), ID
    if file.group is not None:
        yield "group.members", _ids(file.group.members, "group.members"), ID
    for number, contest in enumerate(file.contests, start=1):
        path = f"contests[{number}]"
        for name in ("selections", "rows"):
            yield f"{path}.{name}", _ids(getattr(contest, name), f"{path}.{name}"), ID
        yield f"{path}.controls", _ids(contest.controls, f"{path}.controls", "code"), CODE
        yield f"{path}.bases", [(f"{path}.bases.{key}", key) for key in contest.bases], ID


def _ids(tables: Sequence[Struct], path: str, key: str = "id") -> list[tuple[str, str]]:
    return [(f"{path}[{number}].{key}", getattr(each, key)) for number, each in enumerate(tables, start=1)]


def _check_id(text: str, place: str, pattern: re.Pattern[str], shown: str = "") -> Iterator[Fault]:
    if not pattern.fullmatch(text):
        letters = "small Latin letters" if pattern is ID else "Latin letters"
        cure = f"Use {letters}, digits, - _ and . only, and begin with a letter or digit: it becomes a file name."
        yield Fault(f'"{shown or text}" cannot be an id', place=place, cure=cure)


def _tables(value: Any, path: str) -> Iterator[tuple[str, Struct]]:
    """Every table of the file with its key path."""
    if isinstance(value, Struct):
        yield path, value
        for name in value.__struct_fields__:
            yield from _tables(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _tables(each, f"{path}[{number}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _tables(each, f"{path}.{key}")


def _check_names(table: Struct, path: str) -> Iterator[Fault]:
    names = getattr(table, "names", None)
    if names is not None and not any(name.strip() for name in names_of(names)):
        cure = 'Give {ky = "…", ru = "…", en = "…"}, or one text for all languages.'
        yield Fault("no language has a name", place=f"{path}.names", cure=cure)


def _check_source(table: Struct, path: str) -> Iterator[Fault]:
    """Sources that must stand must say something; a law that nobody read says so."""
    if not _needs_source(type(table)):
        return
    text: str = getattr(table, "source")  # noqa: B009 - a Struct in general has no such field
    if not text.strip().removeprefix(NOT_READ).strip():
        cure = (
            'Say where the rule is written, or "not read: …" (what, and why not) if nobody here has read it.'
        )
        yield Fault("the source is empty", place=f"{path}.source", cure=cure)


@cache
def _needs_source(table: type[Struct]) -> bool:
    return any(each.name == "source" and each.required for each in msgspec.structs.fields(table))


def _check_timezone(timezone: str) -> Iterator[Fault]:
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        yield Fault(
            f'there is no time zone "{timezone}"',
            place="election.timezone",
            cure=nearest(timezone, _timezones_near(timezone)),
        )


def _timezones_near(timezone: str) -> list[str]:
    """The time zones of the same continent, else all."""
    known = sorted(available_timezones())
    continent = timezone.partition("/")[0] + "/"
    return [each for each in known if each.startswith(continent)] or known


# --- areas and stations ----------------------------------------------------------------------------------------------


def _check_areas(file: DefinitionFile) -> Iterator[Fault]:
    levels = [each.id for each in file.levels]
    parents = {each.id: each.parent for each in file.areas}
    tiles: dict[tuple[str, int, int], str] = {}
    circling: set[str] = set()
    for number, area in enumerate(file.areas, start=1):
        path = f"areas[{number}]"
        yield from unknown(area.level, levels, f"{path}.level", "level")
        if area.parent is not None:
            yield from unknown(area.parent, parents, f"{path}.parent", "area")
            yield from _check_circle(area.id, parents, f"{path}.parent", circling)
        if area.tile is not None:
            other = tiles.setdefault((area.level, *area.tile), area.id)
            if other != area.id:
                cure = "Give each area of a level a tile of its own."
                yield Fault(f'"{other}" lies on this tile already', place=f"{path}.tile", cure=cure)


def _check_circle(
    area: str, parents: Mapping[str, str | None], place: str, circling: set[str]
) -> Iterator[Fault]:
    """A fault for the first area of a circle; `circling` collects those of whom it is said."""
    chain = [area]
    above = parents[area]
    while above is not None and above in parents and above not in chain:
        chain.append(above)
        above = parents[above]
    if above == area and area not in circling:
        circling.update(chain)
        circle = " → ".join([*chain, area])
        yield Fault(
            f"the area lies within itself: {circle}", place=place, cure="Leave out `parent` at the largest."
        )


def _check_stations(file: DefinitionFile) -> Iterator[Fault]:
    table = file.stations.areas_from
    if table is None:
        return
    yield from unknown(table.level, [each.id for each in file.levels], "stations.areas_from.level", "level")
    if table.parent is not None:
        areas = [each.id for each in file.areas]
        yield from unknown(table.parent, areas, "stations.areas_from.parent", "area")


# --- accounts and contests -------------------------------------------------------------------------------------------


def _check_policies(file: DefinitionFile) -> Iterator[Fault]:
    accounts = [each.id for each in file.accounts]
    policies = file.policies
    for number, account in enumerate(policies.legal, start=1):
        yield from unknown(account, accounts, f"policies.legal[{number}]", "account")
    yield from unknown(policies.left, accounts, "policies.left", "account")
    yield from unknown(policies.right, accounts, "policies.right", "account")
    if policies.left == policies.right:
        cure = "Name two accounts: a difference is right minus left."
        yield Fault("left and right are the same account", place="policies.right", cure=cure)
    tolerance = policies.tolerance
    if tolerance is not None and not 0 <= tolerance.share < 1:
        cure = "Give a share from 0 up to (not including) 1, such as 0.01."
        yield Fault(f"{tolerance.share} is no share", place="policies.tolerance.share", cure=cure)
    rows = dict.fromkeys(row.id for contest in file.contests for row in contest.rows)
    for number, table in enumerate(file.accounts, start=1):
        for at, row in enumerate(table.rows or (), start=1):
            yield from unknown(row, rows, f"accounts[{number}].rows[{at}]", "row")


def _check_contests(file: DefinitionFile) -> Iterator[Fault]:
    for number, contest in enumerate(file.contests, start=1):
        path = f"contests[{number}]"
        yield from _check_where(contest, file, path)
        yield from _check_selections(contest, file, path)
        yield from _check_spellings(contest, path)


def _check_where(contest: ContestTable, file: DefinitionFile, path: str) -> Iterator[Fault]:
    if contest.area is not None:
        yield from unknown(contest.area, [each.id for each in file.areas], f"{path}.area", "area")
    if contest.each is None:
        return
    if contest.area is not None:
        cure = "Keep `area` for one contest, or `each` for one contest per area."
        yield Fault("`area` and `each` exclude one another", place=f"{path}.each", cure=cure)
    yield from check_level(contest.each, file, f"{path}.each")


def check_level(level: str, file: DefinitionFile, place: str) -> Iterator[Fault]:
    """A fault unless the level is known and has areas."""
    known = [each.id for each in file.levels]
    yield from unknown(level, known, place, "level")
    from_stations = file.stations.areas_from is not None and file.stations.areas_from.level == level
    if level in known and not from_stations and level not in {each.level for each in file.areas}:
        yield Fault(
            f'no area is of level "{level}"', place=place, cure="Add its areas: [[areas]] with this level."
        )


def _check_selections(contest: ContestTable, file: DefinitionFile, path: str) -> Iterator[Fault]:
    other = contest.same_selections_as
    if other is None and not contest.selections:
        cure = "Add [[contests.selections]], or name a contest in `same_selections_as`."
        yield Fault("the contest has no selections", place=f"{path}.selections", cure=cure)
    elif other is not None and contest.selections:
        cure = "Keep one of the two."
        yield Fault(
            "`selections` and `same_selections_as` exclude one another", place=f"{path}.selections", cure=cure
        )
    elif other is not None:
        known = [each.id for each in file.contests if each.selections]
        yield from unknown(other, known, f"{path}.same_selections_as", "contest with selections")


def _check_spellings(contest: ContestTable, path: str) -> Iterator[Fault]:
    """One spelling must lead to one selection, else a file that names it cannot be read."""
    first: dict[str, str] = {}
    for number, each in enumerate(contest.selections, start=1):
        for spelling in (*names_of(each.names), *each.aliases):
            other = first.setdefault(spelled(spelling), each.id)
            if other != each.id:
                yield Fault(
                    f'"{spelling}" already names the selection "{other}"',
                    place=f"{path}.selections[{number}]",
                    cure="Take it away from one of them: a name must lead to one selection.",
                )
                break


def circle_in(arrows: Mapping[str, Sequence[str]]) -> list[str]:
    """A way along arrows that comes back to its start, e.g. [a, b, a]; empty if there is none."""
    done: set[str] = set()
    for start in arrows:
        way = _circle_from(start, arrows, [], done)
        if way:
            return way
    return []


def _circle_from(at: str, arrows: Mapping[str, Sequence[str]], way: list[str], done: set[str]) -> list[str]:
    if at in way:
        return [*way[way.index(at) :], at]
    if at in done:
        return []
    for to in arrows.get(at, ()):
        found = _circle_from(to, arrows, [*way, at], done)
        if found:
            return found
    done.add(at)
    return []
