"""JSON by paths -> a table of text: one row per record, one column per path that a mapping names.

A path is written as it is read: `regions[*].stations[*].id`. `[*]` goes through a list, or through the values of
an object, whose key is then `@key`::

    {"stations": {"0001": {"votes": {"gerb": 10}}}}

    station = "stations[*].@key", selection = "stations[*].votes[*].@key", votes = "stations[*].votes[*]"
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.encodings import decoded
from sverka.formats.faults import place_of, quoted, shortened
from sverka.formats.json_left_out import left_out
from sverka.formats.mappings import ColumnMapping
from sverka.formats.notices import NoticeCode, notice, together
from sverka.formats.text_tables import TextTable
from sverka.formats.unpack import unpacked
from sverka.formats.values import cell_text

EACH = "[*]"
KEY = "@key"
STEP = re.compile(r"\.?(@?[^.\[\]]+)|\[(\*|\d+)\]")
CURE = 'Write paths such as "regions[*].stations[*].id" in the mapping.'


@dataclass(frozen=True, kw_only=True)
class Path:
    """A path in steps: keys, positions, and EACH."""

    text: str
    steps: tuple[str | int, ...]

    @property
    def record(self) -> tuple[str | int, ...]:
        """The steps up to the last EACH: what one record of this path is."""
        last = max((at for at, step in enumerate(self.steps) if step == EACH), default=-1)
        return self.steps[: last + 1]


def parse_path(text: str, place: str) -> Path:
    """The steps of a path; `$` for the root may be written or not."""
    steps: list[str | int] = []
    rest, at = text.removeprefix("$"), 0
    while at < len(rest):
        found = STEP.match(rest, at)
        if found is None:
            raise Fault(f"{quoted(text)} is no path", place=place, cure=CURE)
        steps.append(found[1] or (EACH if found[2] == "*" else int(found[2])))
        at = found.end()
    return Path(text=text, steps=tuple(steps))


def read_json_text(data: bytes, name: str, mapping: ColumnMapping | None) -> TextTable:
    """The table that the paths of a mapping find; without a mapping, a plain list of flat records."""
    value = parse_json(data, name)
    if mapping is None or not mapping.named:
        return _flat(value, name)
    paths = [parse_path(text, f"{name}, mapping") for text in mapping.named]
    record = max((path.record for path in paths), key=len, default=())
    for path in paths:
        if path.record != record[: len(path.record)]:
            what = f"{quoted(path.text)} goes through another list than the longest path"
            raise Fault(
                what, place=f"{name}, mapping", cure="Paths of one mapping lie on one way through the file."
            )
    found = list(_records(value, record, ()))
    rows = [[_cell(value, path, trail, name) for path in paths] for trail in found]
    lost = [path for at, path in enumerate(paths) if not any(row[at] is not None for row in rows)]
    if lost:
        raise _nowhere(value, max(lost, key=lambda path: len(path.record)), name)
    told = [parse_path(text, f"{name}, mapping") for text in mapping.ignore]
    unread = left_out(value, [path.steps for path in (*paths, *told)])
    notices = (
        (notice(NoticeCode.COLUMNS_IGNORED, columns=shortened(", ".join(unread), 400)),) if unread else ()
    )
    return _table(name, [path.text for path in paths], rows, found, notices)


def parse_json(data: bytes, name: str) -> Any:
    """The one JSON value in a file; an object that says one key twice is refused, for only one of them would count."""
    text, _ = decoded(unpacked(data, name), name)
    try:
        return json.loads(
            text, object_pairs_hook=lambda pairs: _once(pairs, name), parse_constant=lambda word: word
        )
    except json.JSONDecodeError as error:
        place = place_of(name, error.lineno) + f", character {error.colno}"
        raise Fault(
            f"this is not JSON: {error.msg}", place=place, cure="Fetch it again or correct it."
        ) from None
    except RecursionError:
        raise Fault("its lists and objects lie too deep", place=name, cure="Give a flatter file.") from None


def _once(pairs: Sequence[tuple[str, Any]], name: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        what = f"an object has the key {quoted(twice)} twice"
        raise Fault(what, place=name, cure="Only one of its values would be read: correct the file.")
    return found


Trail = tuple[str | int, ...]  # the position or key taken at each EACH


def _records(value: Any, steps: Sequence[str | int], trail: Trail) -> Iterator[Trail]:
    """Every way through the EACH steps of a path."""
    for at, step in enumerate(steps):
        if step == EACH:
            children = (
                value.items()
                if isinstance(value, dict)
                else enumerate(value)
                if isinstance(value, list)
                else ()
            )
            for key, child in children:
                yield from _records(child, steps[at + 1 :], (*trail, key))
            return
        value = _step(value, step)
    yield trail


def _step(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _cell(value: Any, path: Path, trail: Trail, name: str) -> str | None:
    """What stands at a path in one record; None where nothing does."""
    taken = iter(trail)
    last: str | int = ""
    for step in path.steps:
        if step == KEY:
            value = last
            continue
        last = next(taken) if step == EACH else step
        value = _step(value, last)
    if isinstance(value, dict | list):
        what = f"there is a {'list' if isinstance(value, list) else 'table'} where one value is expected"
        raise Fault(what, place=f"{name}, {shown(path.text, trail)}", cure="Let the path go on to the value.")
    return None if value is None or value == "" else cell_text(value)


def shown(path: str, trail: Trail) -> str:
    """The path of one record: `regions[0].stations[2].id`."""
    for key in trail:
        path = path.replace(EACH, f"[{key}]", 1)
    return path


def _nowhere(value: Any, path: Path, name: str) -> Fault:
    """The fault for a path at which no record has anything, with the keys where it leaves the file."""
    for step in path.steps:
        if step == EACH:
            children = (
                list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
            )
            value = children[0] if children else None
        else:
            before, value = value, _step(value, step)
            if value is None and isinstance(before, dict):
                has = ", ".join(list(before)[:12])
                what = f"nothing stands at {quoted(path.text)}: there is no {quoted(str(step))}"
                return Fault(what, place=f"{name}, mapping", cure=f"There are the keys {has}.")
        if value is None:
            break
    return Fault(f"nothing stands at {quoted(path.text)}", place=f"{name}, mapping", cure=CURE)


def _flat(value: Any, name: str) -> TextTable:
    """A list of flat records, at the root or under the only key that holds a list."""
    lists = (
        [(key, each) for key, each in value.items() if isinstance(each, list)]
        if isinstance(value, dict)
        else []
    )
    key, records = lists[0] if len(lists) == 1 else ("", value)
    if not isinstance(records, list) or not records or not all(isinstance(each, dict) for each in records):
        raise Fault(
            "this JSON is no plain list of records", place=name, cure=f"{CURE[:-1]} (--mapping FILE.toml)."
        )
    titles = list(dict.fromkeys(title for record in records for title in record))
    paths = [parse_path(f"{key}{EACH}.{title}", name) for title in titles]
    trails: list[Trail] = [(at,) for at in range(len(records))]
    rows = [[_cell(value, path, trail, name) for path in paths] for trail in trails]
    return _table(name, titles, rows, trails)


@dataclass(frozen=True, kw_only=True)
class RecordTable(TextTable):
    """A table whose header is of paths; `trails` are what each row takes at the EACH of a path."""

    trails: tuple[Trail, ...]

    def place(self, line: int | None = None, column: int | None = None) -> str:
        """A place by its path: `votes.json, regions[1].stations[0].id`."""
        path = "" if column is None else self.header[column]
        if line is None:
            return f"{self.name}, {path}" if path else self.name
        return (
            f"{self.name}, {shown(path, self.trails[line])}"
            if path
            else f"{self.name}, record {self.rows[line]}"
        )

    def kept(self, keep: NDArray[np.bool_], notices: Sequence[Notice] = ()) -> RecordTable:
        """The records where `keep` is true, and what that should tell a person."""
        trails = tuple(trail for trail, kept in zip(self.trails, keep, strict=True) if kept)
        said = together(self.notices, notices)
        frame = self.frame.filter(pl.Series(keep))
        return replace(self, frame=frame, rows=self.rows[keep], notices=said, trails=trails)


def _table(
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    trails: Sequence[Trail],
    notices: tuple[Notice, ...] = (),
) -> RecordTable:
    schema = {str(at): pl.String for at in range(len(header))}
    return RecordTable(
        name=name,
        header=tuple(header),
        header_row=0,
        frame=pl.DataFrame(list(rows), schema=schema, orient="row"),
        rows=np.arange(1, len(rows) + 1),
        columns=tuple(range(len(header))),
        trails=tuple(trails),
        notices=notices,
    )
