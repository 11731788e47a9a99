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
from sverka.record.facts import why_withheld

if TYPE_CHECKING:
    from sverka.publish.site.station import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file: what it is, whose it is, and the hash of its bytes."""

    file: str
    account: str
    holder: str
    sha256: str
    size: str
    media_type: str
    received: str
    withheld: str = ""


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
    return tuple(_paper(t, edition, sha256) for sha256 in dict.fromkeys((*named, *own)))


def _paper(t: Translator, edition: Edition, sha256: str) -> Paper:
    fact = edition.documents.get(sha256)
    if fact is None:
        return Paper(file="", account="", holder="", sha256=sha256, size="", media_type="", received="")
    account = source_name(t, edition.election, Source(AccountId(fact.account))) if fact.account else ""
    return Paper(
        file=fact.file,
        account=account,
        holder=fact.holder,
        sha256=sha256,
        size=t.size(fact.bytes),
        media_type=fact.media_type,
        received=fact.received,
        withheld=why_withheld(fact),
    )
