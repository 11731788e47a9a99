"""What pictures add to a record: papers that are new, papers of which more is said, and papers known already.

A paper is one subject of the record, whoever hands it in: a picture is not of two stations, nor of two holders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec.structs import replace

from sverka.errors import Refused
from sverka.formats.pictures.kinds import PictureKind
from sverka.record.facts import DocumentFact
from sverka.record.snapshot import Snapshot

SAID = ("account", "holder", "station", "contest", "through", "claimed", "signed", "stamped", "original")
SHOWN = 20


class Standing(StrEnum):
    """What a picture is to the record."""

    NEW = "new"
    CHANGED = "changed"  # more is said of a paper, or something else with a reason
    KNOWN = "known"


@dataclass(kw_only=True)
class Known:
    """The papers of a record by their hashes, and the names that are taken."""

    by_sha256: dict[str, DocumentFact] = field(default_factory=dict)
    by_original: dict[str, DocumentFact] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Known:
        """The last fact of every paper."""
        self = cls()
        for fact in snapshot.documents.values():
            self.remember(fact)
        return self

    def remember(self, fact: DocumentFact) -> None:
        """Take a fact for the last of its paper."""
        self.by_sha256[fact.sha256] = fact
        if fact.original:
            self.by_original[fact.original] = fact
        self.names.add(fact.file.rpartition(".")[0])

    def name_for(self, fact: DocumentFact) -> str:
        """A name that says whose the paper is and of which station, and nothing of a person or a camera."""
        holder = re.sub(r"[^\w-]+", "-", fact.holder).strip("-")
        before = "/".join(part for part in (fact.account, holder, fact.station) if part)
        number = 1
        while f"{before}-{number}" in self.names:
            number += 1
        return f"{before}-{number}{PictureKind(fact.media_type).ending}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """A picture of which the record, or a picture before it, says something else."""

    name: str
    said: tuple[tuple[str, str, str], ...]  # what, before, now
    in_delivery: bool

    def __str__(self) -> str:
        return f"{self.name}: " + ", ".join(f"{what} {before}, now {now}" for what, before, now in self.said)


def news_of(
    facts: Sequence[tuple[str, DocumentFact]], known: Known, *, reason: str
) -> list[tuple[DocumentFact, Standing]]:
    """The last fact of each named picture, or a refusal of all that say something else of a paper."""
    before = set(known.by_sha256)
    found, otherwise = [], list[Otherwise]()
    for name, fact in facts:
        last = known.by_sha256.get(fact.sha256)
        if last is None:
            made, standing = replace(fact, file=known.name_for(fact)), Standing.NEW
        else:
            in_delivery = fact.sha256 not in before
            differs = _otherwise(last, fact)
            if differs and (in_delivery or not reason):
                otherwise.append(Otherwise(name=name, said=differs, in_delivery=in_delivery))
            made, standing = _over(last, fact, known, reason=reason if differs else "")
        if standing is not Standing.KNOWN:
            known.remember(made)
        found.append((made, standing))
    _refuse(otherwise)
    return found


def _otherwise(last: DocumentFact, fact: DocumentFact) -> tuple[tuple[str, str, str], ...]:
    """What is said of a paper that had been said in another way."""
    pairs = ((what, getattr(last, what), getattr(fact, what)) for what in SAID if what != "original")
    return tuple((what, before, now) for what, before, now in pairs if before and now and before != now)


def _over(
    last: DocumentFact, fact: DocumentFact, known: Known, *, reason: str
) -> tuple[DocumentFact, Standing]:
    """The last fact with what is said now; withheld or withdrawn, it stays so."""
    said = {what: getattr(fact, what) or getattr(last, what) for what in SAID}
    if last.original and last.original != fact.original:
        said["original"] = last.original  # another file with the same picture: the first one stands
    made = replace(last, **said)
    if made == last:
        return last, Standing.KNOWN
    if (made.account, made.holder, made.station) != (last.account, last.holder, last.station):
        made = replace(made, file=known.name_for(made))
    entered_by = fact.entered_by if last.is_published else last.entered_by
    made = replace(made, received=fact.received, entered_by=entered_by, reason=reason)
    return made, Standing.CHANGED


def _refuse(otherwise: Iterable[Otherwise]) -> None:
    several = list(otherwise)
    twice = [each for each in several if each.in_delivery]
    if twice:
        raise Refused(
            "R452",
            f"the same picture for two papers, nothing was taken in:{_listed(twice)}",
            cure="leave out the one that is wrong",
        )
    if several:
        raise Refused(
            "R451",
            f"the record has these pictures already and says something else, nothing was taken in:{_listed(several)}",
            cure="leave them out or, if the record is to be corrected, say why: --reason TEXT",
        )


def _listed(several: Sequence[Otherwise]) -> str:
    lines = [f"\n  {each}" for each in several[:SHOWN]]
    more = [f"\n  and {len(several) - SHOWN} more"] if len(several) > SHOWN else []
    return "".join(lines + more)
