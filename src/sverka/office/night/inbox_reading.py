"""A file of the watched folder -> counts as senders hand them in, and what to say of one that was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from sverka.domain.counts import State, Unit
from sverka.domain.readings import Reading, ReadTable
from sverka.office.delivery import Delivery
from sverka.office.news import mentioned
from sverka.office.night.incoming import Answer, Given, IncomingCount
from sverka.record.facts import hash_of

SHOWN = 200  # figures, stations


def given_by(reading: Reading, delivery: Delivery, *, received: str) -> Iterator[Given]:
    """Every count of a file, each naming the file as its document."""
    documents = (hash_of(delivery.content),)
    for read in reading.tables:
        for count in _counts(read, delivery.claimed):
            yield Given(
                count=count,
                source=read.table.source,
                received=received,
                sender=f"inbox/{delivery.name}",
                entered_by=delivery.entered_by,
                documents=documents,
            )


def _counts(read: ReadTable, claimed: str) -> Iterator[IncomingCount]:
    """A count for each unit that has one; a column that says nothing in the whole file is not spoken of."""
    table, rows_end = read.table, len(read.table.rows)
    columns = np.flatnonzero(mentioned(table)).tolist()
    times = read.claimed or ("",) * len(table.units)
    fields = table.fields
    lines = zip(table.units, table.values.tolist(), table.state.tolist(), times, strict=True)
    for unit, values, state, time in lines:
        seen = [at for at in columns if state[at] == State.READ]
        unread = tuple(str(fields[at]) for at in columns if state[at] == State.UNREAD)
        if not seen and not unread:
            continue
        yield IncomingCount(
            contest=table.contest,
            station=unit if table.unit is Unit.STATION else "",
            area=unit if table.unit is Unit.AREA else "",
            rows={str(fields[at]): values[at] for at in seen if at < rows_end},
            selections={str(fields[at]): values[at] for at in seen if at >= rows_end},
            unread=unread,
            absent=tuple(str(fields[at]) for at in columns if state[at] == State.ABSENT),
            claimed=time or claimed,
        )


def refusal_text(name: str, why: str) -> str:
    """The text beside a file that was not taken in."""
    return (
        f"{name} was not taken in; nothing of it is in the record.\n\n{why}\n\n"
        "The file lies beside this text as it came. Put it into inbox/ again when it is mended.\n"
    )


def why_refused(answer: Answer) -> str:
    """What is wrong with the counts of a file, count by count and figure by figure."""
    lines = list(_lines(answer))
    more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join([*islice(lines, SHOWN), *more, *_cures(answer)])


def _lines(answer: Answer) -> Iterator[str]:
    for each in answer.counts:
        if each.is_taken or each.code == "R516":
            continue
        place = f"{each.station or each.area}, {each.contest}, {each.account}"
        if not each.differs:
            yield f"{place}: {each.code}: {each.what}"
        for name, cell in each.differs.items():
            yield f"{place}, {name}: the record has {_shown(cell.recorded)}, the file {_shown(cell.given)}"


def _shown(cell: int | str | None) -> str:
    return "unread" if cell is None else str(cell)


def _cures(answer: Answer) -> Sequence[str]:
    cures = dict.fromkeys(f"  {each.cure}" for each in answer.counts if each.cure and each.code != "R516")
    conflict = any(each.differs for each in answer.counts)
    correction = "  A correction is taken in by hand: sverka add DIR FILE --reason TEXT"
    return [*islice(cures, SHOWN), *([correction] if conflict else [])]
