"""The comparison of Bulgaria 2023 against the package `actasum` 0.1.0, both from JSON lines on disk.

*The same statements.* The 19,103 counts (9,492 stations with both, 119 with a protocol alone; 22 lists and
"none"), written once per program: for Sverka the `count` facts as `sverka add` recorded them, one per line;
for actasum a statement each (`blank` is "none", a list that is not on the sheet is left out, as its
specification says of zero). actasum knows one way from two statements of a station to the fields in which
they differ: the machine's count is the act `count`, the protocol an act `canvass` that *supersedes* it.

*What is timed*, each from its open file to the list of stations that differ and their fields, imports excluded:

- actasum: `list(read_jsonl(file))`, as `actasum verify` reads, then `resolve(statements).changes`.
- Sverka: the definition (TOML) parsed, `replay(file)` into two tables, `compare` with the kind of each
  difference, then the answer of `sverka compare --json`.

Before anything is timed, both must name the same stations, fields and figures. actasum's `verify`, which adds
up areas, is no part of it, nor is its reading of official totals; `reading_alone` is its `read_jsonl` by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.clock import by_turns
from benchmarks.outcome import Asked, Outcome, Skipped
from benchmarks.speed.bulgaria import CONTEST, DEFINITION, election_folder
from sverka.domain.counts import ABSENT_WORD, Source
from sverka.domain.ids import AccountId, ContestId
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.publish.comparison_answer import comparison_answer
from sverka.reconcile.compare import compare
from sverka.record.replay import replay
from sverka.record.store import Store

MACHINE, PROTOCOL = Source(AccountId("machine")), Source(AccountId("protocol"))
BLANK = "none"  # the list that actasum calls blank votes

Fields = Mapping[str, tuple[int, int]]


def measure(*, quick: bool) -> Outcome:
    """Both programs by turns on the same figures."""
    try:
        from actasum.statement import read_jsonl
        from actasum.verify import resolve
    except ImportError:
        raise Skipped("actasum is not installed: make bench installs it") from None
    with TemporaryDirectory() as folder:
        ours, theirs = _write(Path(folder), quick=quick)

        def by_sverka() -> Any:
            election = parse_definition(text_of(DEFINITION), name=DEFINITION)
            with ours.open("rb") as lines:
                tables = replay(lines, election).tables(ContestId(CONTEST))
            return comparison_answer(compare(tables[MACHINE], tables[PROTOCOL]))["differences"]

        def by_actasum() -> Any:
            with theirs.open(encoding="utf-8") as lines:
                return resolve(list(read_jsonl(lines))).changes

        def reading_alone() -> Any:
            with theirs.open(encoding="utf-8") as lines:
                return list(read_jsonl(lines))

        found = _of_sverka(by_sverka())
        if found != _of_actasum(by_actasum()):
            raise AssertionError("Sverka and actasum name different stations or figures")
        mine, others, reading = by_turns(by_sverka, by_actasum, reading_alone, runs=1 if quick else 7)
        times = others.median / mine.median
        return Outcome(
            what=f"compare Bulgaria 2023 from JSON lines: {len(found):,} stations differ",
            timed=mine,
            yardstick="actasum 0.1.0 on the same statements",
            yardstick_timed=others,
            asked=(
                Asked(
                    what="comparison of Bulgaria 2023 against actasum",
                    measured=times,
                    limit=10,
                    unit="times",
                    at_least=True,
                ),
            ),
            further={
                "times_as_fast_by_cpu": others.least_cpu / mine.least_cpu,
                "actasum_reading_alone_seconds": reading.median,
                "sverka_input_mb": ours.stat().st_size / 1e6,
                "actasum_input_mb": theirs.stat().st_size / 1e6,
            },
        )


def _write(folder: Path, *, quick: bool) -> tuple[Path, Path]:
    """The count facts and the statements, as JSON lines."""
    from actasum.statement import write_jsonl

    entries = Store(election_folder(folder, quick=quick) / "record").entries()
    facts = [entry for entry in entries if b'"kind":"count"' in entry]
    ours, theirs = folder / "facts.jsonl", folder / "statements.jsonl"
    ours.write_bytes(b"".join(fact + b"\n" for fact in facts))
    with theirs.open("w", encoding="utf-8") as out:
        write_jsonl(_statements(list(map(json.loads, facts))), out)
    return ours, theirs


def _statements(facts: Sequence[dict[str, Any]]) -> list[Any]:
    """A statement per fact, the machine's first: a protocol names the statement that it supersedes."""
    from actasum.statement import Statement

    counted: dict[str, str] = {}
    statements = []
    for fact in sorted(facts, key=lambda fact: str(fact["account"])):
        by_machine, station = fact["account"] == MACHINE.account, fact["station"]
        votes = dict(fact["selections"])
        statement = Statement(
            profile="bg",
            election=DEFINITION,
            station=station,
            constituency=station[:2],
            blank=votes.pop(BLANK, 0),
            null=0,
            candidatures=votes,
            stage="count" if by_machine else "canvass",
            supersedes=None if by_machine else counted.get(station),
        )
        if by_machine:
            counted[station] = statement.statement_id()
        statements.append(statement)
    return statements


def _of_sverka(differences: Sequence[Mapping[str, Any]]) -> dict[str, Fields]:
    return {
        each["station"]: {
            field: (_number(left), _number(right)) for field, (left, right) in each["fields"].items()
        }
        for each in differences
        if each["fields"]  # actasum lists no station that only one side counted as changed
    }


def _of_actasum(changes: Sequence[Any]) -> dict[str, Fields]:
    return {
        change.station: {
            BLANK if item == "blank" else item.removeprefix("candidature:"): pair
            for item, pair in change.items.items()
        }
        for change in changes
    }


def _number(cell: int | str) -> int:
    return 0 if cell == ABSENT_WORD else int(cell)
