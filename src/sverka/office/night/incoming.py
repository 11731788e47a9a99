"""What a sender hands in, and what it is answered, as bytes of JSON.

One count, or a list of them::

    {"contest": "council", "station": "0001", "account": "hand",
     "rows": {"1": 100, "2": 60, "3": 2}, "selections": {"apple": 30, "pear": 20, "quince": 5, "against": 3},
     "claimed": "2026-05-17T21:14:00+06:00"}

A figure is a whole number. A field on the sheet that nobody can read stands in `"unread": ["3"]`, one that is not on
this station's sheet in `"absent": ["3"]`; a field that is named nowhere is not spoken of.

The answer says where each count stands now, in the order in which they were handed in::

    {"size": 12, "root": "52…", "counts": [{"outcome": "recorded", "contest": "council", "station": "0001",
     "account": "hand", "index": 11, "proof": "/proof/11"}]}
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from sverka.domain.counts import Source, Unit
from sverka.errors import Refused
from sverka.record.fact_shape import EnteredBy, Figure


class IncomingCount(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One account's count of one contest at one station, or of one whole area, as its sender states it.

    `account` : `account` or `account@holder`; may be left out by a sender that speaks for one alone
    `reason` : why it says other figures than before, where it is a correction
    """

    contest: str
    station: str = ""
    area: str = ""
    account: str = ""
    rows: dict[str, Figure] = {}
    selections: dict[str, Figure] = {}
    unread: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    claimed: str = ""
    reason: str = ""

    @property
    def unit(self) -> str:
        """The station, or the area."""
        return self.station or self.area

    @property
    def kind(self) -> Unit:
        """Which of the two it is."""
        return Unit.AREA if self.area else Unit.STATION


class Subject(msgspec.Struct, frozen=True):
    """What a count is about: a later one of the same subject adds to it, or corrects it."""

    contest: str
    source: Source
    kind: Unit
    unit: str


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A count with what we know of it ourselves: whose it is, who handed it in and when."""

    count: IncomingCount
    source: Source
    received: str
    sender: str = ""
    entered_by: EnteredBy | None = None
    may_correct: bool = False
    documents: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject(self.count.contest, self.source, self.count.kind, self.count.unit)


class Outcome(StrEnum):
    """What became of a count."""

    RECORDED = "recorded"
    KNOWN = "known"  # the record had it already, figure for figure
    CONFLICT = "conflict"  # the record has other figures; they stand, and both are kept
    REFUSED = "refused"


Cell = int | str | None
"""A figure; null for unread, "absent" for not on the sheet."""


class Differs(msgspec.Struct, frozen=True):
    """A field of which the record says something else."""

    recorded: Cell
    given: Cell


class CountAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one count, and where it stands in the record.

    `code`, `what`, `cure` : why it is not recorded, after docs/checks.md, and what helps
    """

    outcome: Outcome
    contest: str = ""
    station: str = ""
    area: str = ""
    account: str = ""
    index: int | None = None
    proof: str = ""
    differs: dict[str, Differs] = {}
    code: str = ""
    what: str = ""
    cure: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the record has these figures."""
        return self.outcome in (Outcome.RECORDED, Outcome.KNOWN)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all that was handed in together; all of it is under a checkpoint of this size and root."""

    size: int
    root: str
    counts: tuple[CountAnswer, ...]


def refused(given: Given | IncomingCount, why: Refused) -> CountAnswer:
    """The answer to a count that is not taken, and why."""
    return told(given, Outcome.REFUSED, code=why.code, what=why.what, cure=why.cure)


def told(given: Given | IncomingCount, outcome: Outcome, **said: Any) -> CountAnswer:
    """The answer to a count."""
    count, account = (given.count, str(given.source)) if isinstance(given, Given) else (given, given.account)
    return CountAnswer(
        outcome=outcome,
        contest=count.contest,
        station=count.station,
        area=count.area,
        account=account,
        **said,
    )


decode_counts = msgspec.json.Decoder(IncomingCount | list[IncomingCount]).decode
encode = msgspec.json.Encoder().encode
