"""A publication as a fact: what was published, from how many facts, by which code, and what it corrects."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from sverka.errors import Refused
from sverka.office.folder import ElectionFolder, State, check_is_election
from sverka.office.keys import signers_of
from sverka.office.writer_address import connected
from sverka.publish.corrections import Correction, corrections, said
from sverka.publish.figures_file import format_results
from sverka.publish.results import Results
from sverka.publish.standings_file import Place, StandingsList, StandingsOf, count_standings
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    AnchorFact,
    KeyFact,
    PublicationFact,
    Standings,
    canonical_bytes,
    hash_of,
    parse_fact,
)
from sverka.record.night_facts import StopFact

CHANGES_NO_FIGURE = (PublicationFact, AnchorFact, KeyFact, StopFact)
TRIES, PAUSE = 50, 0.1  # others who write to the record are done soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the operator says of a publication: when, why figures changed that had been published, and which."""

    received: str
    reason: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication, and where in the record it stands."""

    entry: int
    fact: PublicationFact


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


def last_publication(state: State) -> Published | None:
    """The publication in force: the last of the record, those after the facts of the state too."""
    published = {**state.snapshot.publications, **_publications(state.folder, state.snapshot.size)}
    return Published(entry=max(published), fact=published[max(published)]) if published else None


def _publications(folder: ElectionFolder, start: int) -> dict[int, PublicationFact]:
    facts = ((index, parse_fact(entry)) for index, entry in enumerate(folder.store.entries(start), start))
    return {index: fact for index, fact in facts if isinstance(fact, PublicationFact)}


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


def standings_after(last: Published | None, state: State, results: Results) -> StandingsList:
    """The list of stations of a publication: the changes since the last one, or all of it under a new definition."""
    now = StandingsOf.at(results)
    if last is None or state.snapshot.definition_entry >= last.fact.record_size:
        return now.whole()
    past = state.folder.open(size=last.fact.record_size)
    return now.after(StandingsOf.at(Results(past.election, past.snapshot)))


def says_the_same(last: Published, fact: PublicationFact) -> bool:
    """Whether a publication is the one in force: of the same size, figures, files and code.

    Its list of stations may say the same in another way, as changes to the one before it.
    """
    told = replace(fact, stations_list="", list_says="")
    return (
        replace(last.fact, received="", supersedes="", reason="", changed="", stations_list="", list_says="")
        == told
    )


def corrected_since(last: Published, state: State, results: Results) -> list[Correction]:
    """What had been published and is otherwise now, also where only this program computes it otherwise."""
    past = state.folder.open(size=last.fact.record_size)
    before = Results(past.election, past.snapshot)
    again = hash_of(format_results(before, root=bytes.fromhex(last.fact.root)))
    by_code = [] if again == last.fact.figures else [Correction("the program that computes the figures")]
    return [*by_code, *corrections(before, results)]


def explained(fact: PublicationFact, found: list[Correction], words: Words) -> PublicationFact:
    """The publication with when and why; refused where it corrects figures and gives no reason."""
    changed = said(found)
    if found and not words.reason:
        raise Refused(
            "R241",
            f"figures that were published are other ones now, and not only for stations that came in: {changed}",
            cure="say why: `sverka publish DIR --reason TEXT`",
        )
    return replace(
        fact,
        received=words.received,
        reason=words.reason,
        changed="; ".join(filter(None, (words.changed, changed))),
    )


def record(
    state: State, fact: PublicationFact, last: Published | None, evidence: Sequence[bytes]
) -> Published:
    """Append a publication after the one before it; others may write meanwhile, but nobody else publish."""
    folder, previous = state.folder, "" if last is None else hash_of(state.folder.store.entry(last.entry))
    entry = canonical_bytes(replace(fact, supersedes=previous))
    for left in reversed(range(TRIES)):
        held = folder.store.size
        _check_nobody_published(folder, state.snapshot.size if last is None else last.entry + 1)
        try:
            receipt = folder.append([entry], after=held, evidence=evidence)
            return Published(entry=receipt.indexes[0], fact=fact)
        except Refused as refused:
            if refused.code != "R104" or not left:
                raise
            time.sleep(PAUSE)
    raise AssertionError("a loop that always returns or raises")


def _check_nobody_published(folder: ElectionFolder, start: int) -> None:
    if _publications(folder, start):
        raise Refused(
            "R242", "another publication was recorded while this one was made", cure="run the command again"
        )
