"""G7: every row of the published tables that is another one than before says what the facts of its count say.

Read with the standard library alone, from the bytes of the facts and of the tables:

::

    {"account":"asu","contest":"parties","kind":"count","rows":{"9":412},"selections":{"ata":88},"station":"0001",…}
    contest,account,holder,station,row:9,row:10,gerb,ata
    parties,asu,,0001,412,,,88

A fact states some fields and leaves the others as they were; what no fact states is not on the sheet.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sverka.domain.ids import ContestId
from sverka.publish.blocks import BLOCK, blocks_of
from sverka.publish.counts_file import COUNTS_FOLDER
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.site.addresses import file_names

CODE = "G7"
PART = re.compile(rf"{COUNTS_FOLDER}/([^/]+)/\d+\.csv")
KEYS = ("contest", "account", "holder", "station")
STATION = KEYS.index("station")

Key = tuple[str, ...]
Row = dict[str, str]
Rows = dict[Key, Row]


def check_rows(candidate: Candidate) -> Iterator[Stop]:
    """The rows of the tables that do not follow from those that stand and from the facts since."""
    stated = _stated(candidate)
    shown, stood = _unlike_rows(candidate, {key[STATION].encode() for key in stated})
    shown |= (same := _unwritten(candidate, stated.keys() - shown.keys()))
    stood |= same
    for key in sorted({*shown, *stood, *stated}):
        expected = {**stood.get(key, {}), **stated.get(key, {})}
        yield from _unlike(key, shown.get(key, {}), expected)


def _unlike(key: Key, shown: Row, expected: Row) -> Iterator[Stop]:
    where = "/".join(filter(None, key))
    for name in sorted({*shown, *expected}):
        cell, follows = shown.get(name, ""), expected.get(name, "")
        if cell != follows:
            yield Stop(CODE, f"{where}/{name}", cell or "nothing", follows or "nothing")


def _stated(candidate: Candidate) -> Rows:
    """What the counts among the facts state of stations, the last word on each field."""
    contests = candidate.results.election.contests.values()
    rows = {str(contest.id): frozenset(map(str, contest.row_ids)) for contest in contests}
    found: Rows = defaultdict(dict)
    for _, entry in candidate.facts:
        if b'"kind":"count"' in entry:
            fact = json.loads(entry)
            if "station" in fact:
                key = (fact["contest"], fact["account"], fact.get("holder", ""), fact["station"])
                found[key] |= _cells(fact, rows.get(fact["contest"], frozenset()))
    return found


def _cells(fact: dict[str, Any], rows: frozenset[str]) -> Row:
    """The cells that a fact states, under the heads of their columns: rows of the form have one of their own."""
    told = {**fact.get("rows", {}), **fact.get("selections", {})}
    cells = {name: str(figure) for name, figure in told.items()}
    cells |= dict.fromkeys(fact.get("unread", ()), "?") | dict.fromkeys(fact.get("absent", ()), "")
    return {f"row:{name}" if name in rows else name: cell for name, cell in cells.items()}


def _unlike_rows(candidate: Candidate, stations: set[bytes]) -> tuple[Rows, Rows]:
    """Of the changed parts, the rows that are only in the new or only in the old ones, and all of some stations."""
    shown: Rows = {}
    stood: Rows = {}
    for path in filter(PART.fullmatch, candidate.files):
        new = candidate.files[path].split(b"\n")
        old = ((candidate.read(path) or b"") if candidate.before else b"").split(b"\n")
        same = {*new} & {*old} if new[0] == old[0] else set()
        alike = {line for line in same if not _is_of(line, stations)}
        shown |= _rows(new, alike)
        stood |= _rows(old, alike)
    return shown, stood


def _is_of(line: bytes, stations: set[bytes]) -> bool:
    """Whether a line is, or may be, of some stations."""
    return b'"' in line or (line.count(b",") > STATION and line.split(b",", STATION + 1)[STATION] in stations)


def _unwritten(candidate: Candidate, keys: Iterable[Key]) -> Rows:
    """The rows of some keys in the parts that would not be written."""
    paths: dict[str, set[Key]] = defaultdict(set)
    names = file_names(candidate.results.election.contests)
    for key in keys:
        of = candidate.results.of(ContestId(key[0]))
        if key[STATION] in of.position:
            part = int(blocks_of(of).place[of.position[key[STATION]]]) // BLOCK
            paths[f"{COUNTS_FOLDER}/{names[key[0]]}/{part:04}.csv"].add(key)
    found: Rows = {}
    for path, wanted in paths.items():
        rows = _rows((candidate.content(path) or b"").split(b"\n"), set())
        found |= {key: rows[key] for key in wanted & rows.keys()}
    return found


def _rows(lines: list[bytes], leave_out: set[bytes]) -> Rows:
    """The rows of a part by their keys, without the cells that say nothing."""
    chosen = [lines[0], *(line for line in lines[1:] if line not in leave_out)]
    found: Rows = {}
    for row in csv.DictReader(io.StringIO(b"\n".join(chosen).decode(), newline="")):
        key = tuple(row.pop(name) or "" for name in KEYS)
        found[key] = {name: cell for name, cell in row.items() if cell}
    return found
