"""Take pictures of papers into the record: their hashes as they are, and a copy of each that can be published.

The file that was handed in stays with its holder: of it the record has the hash (`original`), by which its holder can
show one day that it is the one. In `evidence/` lies the copy, made anew from the pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sverka.errors import Fault, Faults
from sverka.formats.nearest import nearest
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.office.picture_copies import Copied, copies_of
from sverka.office.picture_likeness import LooksAlike, alike_at_stations, pictures_in
from sverka.office.picture_news import Known, Standing, news_of
from sverka.office.picture_places import Placed
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import DocumentFact

Progress = Callable[[Iterable[Copied | Fault], int], Iterable[Copied | Fault]]
"""Passes on what is done, and shows how far it is of how many."""
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is said of all pictures of a delivery: whose account, who holds the papers, through whom, when."""

    account: str
    holder: str
    through: str = ""
    claimed: str = ""
    entered_by: EnteredBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPictures:
    """What came of a delivery; `alike` are papers of one station that look like one paper."""

    pictures: tuple[TakenPicture, ...]
    alike: tuple[LooksAlike, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPicture:
    """One picture as it was handed in, and the fact that the record has of it now."""

    name: str
    fact: DocumentFact
    standing: Standing


def take_in_pictures(
    state: State,
    placed: Sequence[Placed],
    handed: Handed,
    *,
    received: str,
    reason: str = "",
    dry_run: bool = False,
    progress: Progress = lambda done, _: done,
) -> TakenPictures:
    """Take in pictures together; any fault in any of them, and the record stays as it was."""
    check_handed(state, handed)
    known = Known.of(state.snapshot)
    with TemporaryDirectory(prefix="sverka-") as scratch:
        made = progress(copies_of(placed, Path(scratch), known.by_original), len(placed))
        copies = _without_faults(made)
        facts = [(each.placed.file.name, _fact(each, handed, received)) for each in copies]
        news = news_of(facts, known, reason=reason.strip())
        taken = tuple(
            TakenPicture(name=name, fact=fact, standing=standing)
            for (name, _), (fact, standing) in zip(facts, news, strict=True)
        )
        paths = {each.sha256: each.path for each in copies if each.path}
        alike = _alike(state, taken, paths)
        if not dry_run:
            _append(state, taken, paths)
    return TakenPictures(pictures=taken, alike=alike)


def _alike(state: State, taken: Sequence[TakenPicture], paths: Mapping[str, Path]) -> tuple[LooksAlike, ...]:
    """Papers of the stations of new pictures that look like one of these."""

    def read(sha256: str) -> bytes:
        return paths[sha256].read_bytes() if sha256 in paths else state.folder.evidence.get(sha256)

    fresh = [each.fact for each in taken if each.standing is Standing.NEW]
    return tuple(alike_at_stations(fresh, pictures_in(state.snapshot), read))


def check_handed(state: State, handed: Handed) -> None:
    """Papers have an account and a holder; pictures say neither themselves."""
    accounts = state.election.accounts
    if not handed.account or handed.account not in accounts:
        what = f"there is no account {handed.account!r}" if handed.account else "whose account are these?"
        raise Fault(what, place="--account", cure=nearest(handed.account, accounts))
    if not handed.holder.strip():
        raise Fault("who holds these papers?", place="--holder", cure="name the organisation, never a person")


def _without_faults(made: Iterable[Copied | Fault]) -> list[Copied]:
    copies, faults = list[Copied](), list[Fault]()
    for each in made:
        if isinstance(each, Fault):
            faults.append(each)
        else:
            copies.append(each)
    if faults:
        more = f", the first {SHOWN} are above" if len(faults) > SHOWN else ""
        raise Faults(
            faults[:SHOWN],
            what=f"pictures that cannot be taken: {len(faults)}{more}; nothing was taken in",
        )
    return copies


def _fact(copied: Copied, handed: Handed, received: str) -> DocumentFact:
    placed = copied.placed
    return DocumentFact(
        schema=SCHEMA,
        received=received,
        sha256=copied.sha256,
        bytes=copied.bytes,
        media_type=copied.media_type,
        account=handed.account,
        holder=handed.holder,
        through=handed.through,
        station=placed.station,
        contest=placed.contest,
        claimed=handed.claimed,
        original=copied.original,
        signed=placed.signed,
        stamped=placed.stamped,
        entered_by=handed.entered_by,
    )


def _append(state: State, taken: Sequence[TakenPicture], paths: Mapping[str, Path]) -> None:
    """Write all papers in one go; their copies are read one after the other."""
    fresh = [each for each in taken if each.standing is not Standing.KNOWN]
    if fresh:
        entries = Chain(state).link(each.fact for each in fresh)
        state.folder.append(entries, after=state.snapshot.size, evidence=_contents(fresh, paths))


def _contents(taken: Iterable[TakenPicture], paths: Mapping[str, Path]) -> Iterator[bytes]:
    for each in taken:
        if each.fact.sha256 in paths:
            yield paths[each.fact.sha256].read_bytes()
