"""How the record of the toy town stands: with everything that a page on it can show."""

from __future__ import annotations

from dataclasses import replace

from sverka.publish.site.status import (
    Owed,
    PublicationSaid,
    RecordStatus,
    Signed,
    Stamped,
    WitnessSaid,
)
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import PublicationFact, Standings

ROOT = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
NOTE = """\
toytown/5c0d8a11
44
X+zrZv/IbzjZUnhsbWlsecLbwjndTpG0ZynXOif7V+k=

— toytown/5c0d8a11 7rlYSoNQuJwn12jDldFbbkZIG60=
"""
VKEY = "toytown/5c0d8a11+5c0d8a11+AfEWGqZ3rqsXu8y6zTs9YGoqeY2gB7FEHVrMXwbB/f+4"
WITNESSES = (
    WitnessSaid(name="party.example/w1", cosigned_at="2020-02-05T10:01:00+06:00"),
    WitnessSaid(
        name="observers.example/a-rather-long-name-of-a-witness", cosigned_at="2020-02-05T10:02:00+06:00"
    ),
    WitnessSaid(name="newspaper.example/w"),
)


def publication(number: int, **said: str) -> PublicationSaid:
    """One publication of the town."""
    fact = PublicationFact(
        schema=SCHEMA,
        received=f"2020-02-0{number}T22:30:00+06:00",
        record_size=10 * number,
        root=f"{number}a" * 32,
        figures=f"{number}b" * 32,
        files=f"{number}c" * 32,
        code=f"{number}d" * 32,
        stations=Standings(summed=number, missing=8 - number, annulled=1, set_aside=0),
        stations_list=f"{number}e" * 32,
        **said,  # type: ignore[arg-type]
    )
    return PublicationSaid(entry=10 * number, fact=fact)


FULL = RecordStatus(
    pages_size=43,
    pages_root="ab" * 32,
    made_at="2020-02-05T10:05:00+06:00",
    signed=Signed(origin="toytown/5c0d8a11", size=44, root=ROOT, note=NOTE, vkey=VKEY),
    witnesses=WITNESSES,
    quorum_met=False,
    stamps=(Stamped(record_size=20, authority="https://stamps.example/tsr", stamped="2020-02-04T10:00:00Z"),),
    owed=(Owed(authority="https://late.example/tsr", since="2020-02-05T09:00:00+06:00"),),
    publications=(
        publication(7, reason="2 < 3", changed="lists: figures of hand, stations (1)"),
        *(publication(number) for number in range(6, 0, -1)),
    ),
    verifier="0f" * 32,
)
NEW = replace(FULL, witnesses=(), quorum_met=None, stamps=(), owed=(), publications=(), verifier="")
COPY = RecordStatus(pages_size=21, pages_root="cd" * 32, publications=(publication(2),))
