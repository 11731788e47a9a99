"""The papers and files behind the counts of a station."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.naming import source_name
from sverka.record.facts import DocumentFact, why_withheld

if TYPE_CHECKING:
    from sverka.publish.site.station import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file: what it is, whose it is, and the hash of its bytes.

    `path` : where it lies, from the folder of the site; "" where it is not published
    `original` : the hash of the file as its holder has it, where what is published is a copy
    """

    sha256: str
    file: str = ""
    account: str = ""
    holder: str = ""
    through: str = ""
    size: str = ""
    media_type: str = ""
    claimed: str = ""
    received: str = ""
    signed: str = ""
    stamped: str = ""
    original: str = ""
    withheld: str = ""
    withdrawn: str = ""
    path: str = ""


def papers_of(
    t: Translator, edition: Edition, station: str, sections: Iterable[Section]
) -> tuple[Paper, ...]:
    """The files that the station's counts name, then those that belong to the station alone; each once."""
    named = (
        sha256
        for section in sections
        for column in section.columns
        if column.saying
        for sha256 in column.saying.documents
    )
    own = (fact.sha256 for fact in edition.papers_at.get(station, ()))
    return tuple(paper_of(t, edition, sha256) for sha256 in dict.fromkeys((*named, *own)))


def paper_of(t: Translator, edition: Edition, sha256: str) -> Paper:
    """What the record says of a file."""
    fact = edition.documents.get(sha256)
    if fact is None:
        return Paper(sha256=sha256)
    account = source_name(t, edition.election, Source(AccountId(fact.account))) if fact.account else ""
    return Paper(
        sha256=sha256,
        file=fact.file,
        account=account,
        holder=fact.holder,
        through=fact.through,
        size=t.size(fact.bytes),
        media_type=fact.media_type,
        claimed=fact.claimed,
        received=fact.received,
        signed=fact.signed,
        stamped=fact.stamped,
        original=fact.original,
        withheld=why_withheld(fact),
        withdrawn=fact.withdrawn,
        path=f"evidence/{sha256}" if _is_published(fact) else "",
    )


def _is_published(fact: DocumentFact) -> bool:
    return not fact.withheld and not fact.withdrawn
