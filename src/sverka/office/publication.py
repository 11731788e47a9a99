"""A publication as a fact: what was published, from how many facts, by which code, and what it corrects."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.errors import Refused
from sverka.office.folder import ElectionFolder, State, check_is_election
from sverka.office.keys import signers_of
from sverka.office.writer_address import connected
from sverka.publish.results import Results
from sverka.publish.standings_file import Place, StandingsList, count_standings
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    AnchorFact,
    KeyFact,
    PublicationFact,
    Standings,
    hash_of,
    parse_fact,
)
from sverka.record.night_facts import StopFact

CHANGES_NO_FIGURE = (PublicationFact, AnchorFact, KeyFact, StopFact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the operator says of a publication: when, why figures changed that had been published, and which."""

    received: str
    reason: str = ""
    changed: str = ""


def size_to_publish(folder: ElectionFolder) -> int:
    """How many facts the record held when a figure could last change: those at its end that tell of publications,
    time stamps and keys change none. So the same figures, published again, need no fact of their own.
    """
    check_is_election(folder.path)
    size, entry = folder.store.size, folder.store.reader()
    while size > 1 and isinstance(parse_fact(entry(size - 1)), CHANGES_NO_FIGURE):
        size -= 1
    return size


def check_can_record(state: State) -> None:
    """Refuse early where this machine could not record a publication: a site takes a while to make."""
    folder = state.folder
    with connected(folder.origin) as writer:
        if writer is not None:
            return
    try:
        signers_of(folder.origin)
    except Refused as refused:
        cure = f"without a key: `sverka publish {folder.path} --at {state.snapshot.size} --out DIR`"
        raise Refused(refused.code, refused.what, cure=f"{cure}; or {refused.cure}") from None


def standings_of(results: Results) -> Standings:
    """How many pairs of station and contest stand where."""
    counts = count_standings(results)
    return Standings(
        summed=counts[Place.IN],
        missing=counts[Place.MISSING],
        annulled=counts[Place.ANNULLED],
        set_aside=counts[Place.SET_ASIDE],
    )


def publication_fact(
    state: State, results: Results, *, figures: str, files: str, code: str, standings: StandingsList
) -> PublicationFact:
    """What the record says of a publication, but for when and why.

    `figures`, `files`, `code` : SHA-256 of data/results.json, of files.sha256, and of the program
    """
    return PublicationFact(
        schema=SCHEMA,
        received="",
        record_size=state.snapshot.size,
        root=state.folder.store.root(state.snapshot.size).hex(),
        figures=figures,
        files=files,
        code=code,
        stations=standings_of(results),
        stations_list=hash_of(standings.content),
        list_says=standings.says,
    )
