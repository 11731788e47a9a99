"""`sverka compare OURS THEIRS`: two records of one election, as folders or addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sverka.cli.anchor import certificates_in
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.two_records import Held
    from sverka.publish.two_records.comparison import Question

AGREES, DIFFERS = 0, 1
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".json", ".jsonl", ".gz", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asks of two records, as given on the command line."""

    contest: str | None = None
    left: str | None = None
    right: str | None = None
    accounts: Sequence[str] = ()
    stations: Sequence[str] = ()
    everything: bool = False
    our_key: str = ""
    their_key: str = ""
    as_one: bool = False
    ca: Sequence[Path] = ()

    @property
    def said(self) -> list[str]:
        """The options that are of two records alone, as far as they were given."""
        given = {
            "--stations": self.stations,
            "--all": self.everything,
            "--our-key": self.our_key,
            "--their-key": self.their_key,
            "--as-one": self.as_one,
            "--ca": self.ca,
        }
        return [option for option, value in given.items() if value]


def are_records(first: str, second: str) -> bool:
    """Whether two paths are records and not tables; an address is asked only where it is no file of a table."""
    from sverka.office.record_reading import is_record

    def may_be(path: str) -> bool:
        return "://" not in path or not urlsplit(path).path.lower().endswith(TABLES)

    if not (may_be(first) and may_be(second)):
        return False
    return is_record(first, asks=False) or is_record(second, asks=False) or is_record(first, asks=True)


def compare_records(given: tuple[str, str], asked: Asked, screen: Screen, *, json: bool) -> int:
    """Compare two records and say what came of it; gives the exit code."""
    from sverka.office.two_records import two_records
    from sverka.office.vkeys import vkey_given

    keys = (
        vkey_given(asked.our_key) if asked.our_key else None,
        vkey_given(asked.their_key) if asked.their_key else None,
    )
    with two_records(
        given,
        _question(asked),
        keys=keys,
        as_one=asked.as_one,
        trusted=certificates_in(asked.ca),
        progress=screen.progress,
    ) as held:
        _check_question(held, asked)
        if json:
            screen.answer(_answer(held))
        else:
            from sverka.cli.two_records_words import show_two_records

            show_two_records(held, screen)
        return AGREES if held.agrees else DIFFERS


def _question(asked: Asked) -> Question:
    from sverka.domain.counts import Source
    from sverka.publish.two_records.comparison import Question

    pair = None
    if asked.left is not None or asked.right is not None:
        if asked.left is None or asked.right is None:
            missing = "--left" if asked.left is None else "--right"
            raise Fault(
                "is missing", place=missing, cure="of two records, say both: ours --left, theirs --right"
            )
        pair = Source.parse(asked.left), Source.parse(asked.right)
    return Question(
        contests=() if asked.contest is None else (asked.contest,),
        accounts=tuple(asked.accounts),
        pair=pair,
        stations=frozenset(asked.stations),
        everything=asked.everything,
    )


def _check_question(held: Held, asked: Asked) -> None:
    """Nothing that a person asks for is passed over in silence."""
    ours, theirs = held.records.ours, held.records.theirs
    elections = (ours.election, theirs.election)
    if asked.contest is not None and not any(asked.contest in each.contests for each in elections):
        _refuse("--contest", asked.contest, {*elections[0].contests, *elections[1].contests})
    accounts: set[str] = {*elections[0].accounts, *elections[1].accounts}
    for option, name in (
        ("--left", asked.left),
        ("--right", asked.right),
        *(("--accounts", each) for each in asked.accounts),
    ):
        if name is not None and name.partition("@")[0] not in accounts:
            _refuse(option, name, accounts)
    known = {unit for pair in held.records.pairs for unit in pair.comparison.left.units}
    for station in asked.stations:
        if station not in known:
            _refuse("--stations", station, known)


def _refuse(option: str, given: str, known: set[str]) -> None:
    from sverka.formats.nearest import nearest

    raise Fault(f"neither record has {given!r}", place=option, cure=nearest(given, sorted(known)))


def _answer(held: Held) -> dict[str, Any]:
    from sverka.publish.two_records import answer

    records, covers = held.records, (held.ours.covers, held.theirs.covers)
    return {
        "election": records.ours.election.id,
        "ours": _record(held, held.ours),
        "theirs": _record(held, held.theirs),
        "one_log": held.is_one_log,
        "two_histories": held.two_histories,
        "agrees": held.agrees,
        "only_in": answer.definitions_answer(records.definitions),
        "accounts": [answer.pair_answer(pair) for pair in records.pairs],
        "accounts_alone": answer.alone_answer(records),
        "counts": [answer.line_answer(line, covers) for line in records.lines()],
    }


def _record(held: Held, one: Any) -> dict[str, Any]:
    from sverka.tlog.keys import format_vkey

    read, proofs = one.read, one.covers.proofs
    return {
        "from": read.name,
        "election": read.election.id,
        "origin": read.checkpoint.origin,
        "record_size": read.checkpoint.size,
        "root": read.checkpoint.root.hex(),
        "vkey": format_vkey(read.key),
        "key_given": not read.key_is_its_own,
        "proofs": [{"kind": each.kind, "size": each.size, "at": each.at, "by": each.by} for each in proofs],
        "stamps_trusted": held.trusts_stamps,
        "wrong": [{"entry": entry, "reason": reason} for entry, reason in one.wrong.items()],
        "unknown_facts": sorted(read.snapshot.unknown),
    }
