"""Which pictures look as if they showed one and the same paper: a notice for people to look, never a refusal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sverka.errors import Fault
from sverka.formats.pictures.alike import Album, Inks
from sverka.formats.pictures.ink import ink_of
from sverka.formats.pictures.kinds import PictureKind
from sverka.formats.pictures.published import first_page
from sverka.record.facts import DocumentFact
from sverka.record.snapshot import Snapshot

MOST_AT_ONCE = 12  # papers of one station and contest
Read = Callable[[str], bytes]
"""The bytes of a published copy by its hash."""
Progress = Callable[[Iterable[DocumentFact], int], Iterable[DocumentFact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksAlike:
    """Two papers whose pictures look like one paper's; `fit` in per cent, from 68 on."""

    one: DocumentFact
    other: DocumentFact
    fit: int


def pictures_in(snapshot: Snapshot) -> list[DocumentFact]:
    """The last fact of every picture of a station that its holder did not take back."""
    kinds = {kind.value for kind in PictureKind}
    last = {fact.sha256: fact for fact in snapshot.documents.values()}
    return [
        fact for fact in last.values() if fact.station and fact.media_type in kinds and not fact.withdrawn
    ]


def alike_at_stations(
    fresh: Sequence[DocumentFact], earlier: Sequence[DocumentFact], read: Read
) -> list[LooksAlike]:
    """Pairs of one station and contest, of which at least one is fresh: by whomever they are held.

    Where there are more than a few, nobody is made to wait for it: `alike_among` compares them when it is asked.
    """
    hashes = {fact.sha256 for fact in fresh}
    papers: Mapping[tuple[str, str], list[DocumentFact]] = defaultdict(list)
    for fact in (*(each for each in earlier if each.sha256 not in hashes), *fresh):
        papers[fact.station, fact.contest].append(fact)
    asked = dict.fromkeys((fact.station, fact.contest) for fact in fresh)
    several = [papers[each] for each in asked if len(papers[each]) <= MOST_AT_ONCE]
    found = [pair for each in several for pair in alike_among(each, read)]
    return [pair for pair in found if {pair.one.sha256, pair.other.sha256} & hashes]


def alike_among(
    papers: Sequence[DocumentFact], read: Read, progress: Progress = lambda papers, _: papers
) -> list[LooksAlike]:
    """All pairs among papers; a second of work for about ten of them."""
    if len(papers) < 2:
        return []
    album, seen = Album(), list[DocumentFact]()
    for fact, ink in _inks(progress(papers, len(papers)), read):
        album.add(ink)
        seen.append(fact)
    return [
        LooksAlike(one=seen[each.one], other=seen[each.other], fit=round(100 * each.fit))
        for each in album.alike()
    ]


def _inks(papers: Iterable[DocumentFact], read: Read) -> Iterator[tuple[DocumentFact, Inks]]:
    for fact in papers:
        with suppress(Fault):  # a file that is gone or broken is for `sverka fsck` to say
            yield fact, ink_of(first_page(read(fact.sha256), fact.file))
