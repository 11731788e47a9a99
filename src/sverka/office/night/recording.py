"""How the publisher has its facts recorded: made when their turn is there, so that nothing comes between.

Within the process of a night the running writer takes them; otherwise they are appended as a command does it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from sverka.errors import Refused
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import Request, checked
from sverka.office.writer import Writer
from sverka.record.facts import PublicationFact, parse_fact

Make = Callable[[int], Sequence[bytes]]
"""Makes the entries for a record that has so many."""

Append = Callable[[Make], tuple[int, ...]]
"""Records what is made, durably and under a signed checkpoint; gives where it stands."""

A_PUBLICATION = b'"kind":"publication"'
TRIES, PAUSE = 50, 0.1  # others who write to the record are done soon


def through(writer: Writer) -> Append:
    """Through the writer that runs in this process."""

    def append(make: Make) -> tuple[int, ...]:
        return checked(
            writer.asked(lambda size: Request(entries=tuple(make(size)), after=size)).result()
        ).indexes

    return append


def as_a_command(folder: ElectionFolder) -> Append:
    """As every command does: through the writer where one runs, else under its lock."""

    def append(make: Make) -> tuple[int, ...]:
        for left in reversed(range(TRIES)):
            size = folder.store.size
            try:
                return folder.append(list(make(size)), after=size).indexes
            except Refused as refused:
                if refused.code != "R104" or not left:
                    raise
                time.sleep(PAUSE)
        raise AssertionError("a loop that always returns or raises")

    return append


def last_publications(folder: ElectionFolder, most: int = 2) -> list[tuple[int, PublicationFact]]:
    """The last publications and where they stand, found from the end of the record; the last one first."""
    size, entry = folder.store.size, folder.store.reader()  # in this order: the record may grow in between
    backwards = ((index, entry(index)) for index in range(size - 1, -1, -1))
    return list(islice(_publications(backwards), most))


def check_comes_after(folder: ElectionFolder, received: str) -> None:
    """Refuse a publication that would say that it came before the one in force."""
    for _, last in last_publications(folder, 1):
        if datetime.fromisoformat(received) < datetime.fromisoformat(last.received):
            raise Refused(
                "R524",
                f"a publication of {received} would come before the one in force, of {last.received}",
                cure="give a later time: --received; or leave it out",
            )


def check_nobody_published(folder: ElectionFolder, start: int, stop: int) -> None:
    """Refuse where the record has a publication that was not there when this one was made."""
    if any(_publications(enumerate(folder.store.entries(start, stop), start))):
        raise Refused(
            "R242",
            "another publication was recorded while this one was made",
            cure="run the command again: the next publication goes on from that one",
        )


def _publications(entries: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, PublicationFact]]:
    for index, entry in entries:
        if A_PUBLICATION in entry and isinstance(fact := parse_fact(entry), PublicationFact):
            yield index, fact
