"""The report in docs/formats/nist.md is what the writer writes, and the reader reads it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import numpy as np

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Contest, ContestKind, Election, Policies, Row, Selection, SelectionKind
from sverka.domain.ids import AccountId, ContestId, ElectionId, RowId, SelectionId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Places, Station
from sverka.formats.nist_json import format_nist_json, read_nist_json
from tests.formats.nist_election import cells_of

AT = datetime.fromisoformat("2026-05-17T22:40:00+06:00")
MACHINE, HAND, COPY = map(AccountId, ("machine", "hand", "copy"))
MAYOR = ContestId("mayor")


def election() -> Election:
    """One station elects a mayor."""
    accounts = [
        Account(id=MACHINE, names=Names(en="Scanner"), counted=Counted.MACHINE, seen_in=SeenIn.TAPE),
        Account(id=HAND, names=Names(en="Hand count"), counted=Counted.HAND, seen_in=SeenIn.PROTOCOL),
        Account(
            id=COPY, names=Names(en="Observer's copy"), counted=Counted.HAND, seen_in=SeenIn.OBSERVER_COPY
        ),
    ]
    first = Selection(
        id=SelectionId("first"), names=Names(en="Candidate 1"), kind=SelectionKind.CANDIDATE, number="1"
    )
    against = Selection(
        id=SelectionId("against-all"), names=Names(en="Against all"), kind=SelectionKind.AGAINST_ALL
    )
    contest = Contest(
        id=MAYOR,
        kind=ContestKind.CANDIDATE,
        names=Names(en="Mayor"),
        selections=(first, against),
        rows=(Row(id=RowId("11"), names=Names(en="Invalid ballots")),),
    )
    station = Station(id=StationId("0001"), names=Names(en="School 1"), registered=900)
    return Election(
        id=ElectionId("mayor-2026-05-17"),
        names=Names(en="Election of the mayor"),
        held_on=date(2026, 5, 17),
        timezone="Asia/Bishkek",
        contests={MAYOR: contest},
        accounts={each.id: each for each in accounts},
        policies=Policies(legal=(HAND,), left=MACHINE, right=HAND),
        places=Places(stations={station.id: station}),
    )


def table(source: Source, invalid: int | None, first: int, against: int) -> CountTable:
    """A count of the one station; None: the figure could not be read."""
    state = [State.UNREAD if invalid is None else State.READ, State.READ, State.READ]
    return CountTable(
        contest=MAYOR,
        source=source,
        units=("0001",),
        rows=(RowId("11"),),
        selections=(SelectionId("first"), SelectionId("against-all")),
        values=np.array([[invalid or 0, first, against]], np.int64),
        state=np.array([state], np.uint8),
    )


def tables() -> list[CountTable]:
    """By the scanner, by hand, and in an observer organisation's copy, on which a row cannot be read."""
    return [
        table(Source(MACHINE), 3, 305, 21),
        table(Source(HAND), 4, 304, 21),
        table(Source(COPY, "Common Cause"), None, 304, 21),
    ]


def sample(root: Path) -> str:
    text = (root / "docs" / "formats" / "nist.md").read_text(encoding="utf-8")
    [found] = re.findall(r"^```json\n(.*?)^```$", text, re.M | re.S)
    return str(found)


def test_the_report_in_the_document_is_what_is_written(root: Path) -> None:
    written = format_nist_json(election(), tables(), generated_at=AT, issuer="A town")

    assert json.loads(sample(root)) == json.loads(written)


def test_the_report_in_the_document_is_read(root: Path) -> None:
    reading = read_nist_json(sample(root).encode(), name="nist.md")

    assert cells_of(each.table for each in reading.tables) == cells_of(tables())
