"""The pages on data and on languages."""

from __future__ import annotations

import io
from dataclasses import dataclass

from sverka.domain.names import Language
from sverka.publish.language import SOURCE, UNREVIEWED, Translator, catalogue_bytes
from sverka.publish.site.edition import Download, Edition
from sverka.publish.site.frames import LANGUAGE_NAMES, Frame
from sverka.record.facts import PublicationFact

MOST_PUBLICATIONS = 10  # the history has all


@dataclass(frozen=True, kw_only=True)
class DataPage:
    """Everything the page shows."""

    frame: Frame
    downloads: tuple[Download, ...]
    papers: bool
    specs: tuple[tuple[str, str], ...]
    size: int
    definition: str
    stations: str
    licence: str
    unknown: int
    publications: tuple[PublicationFact, ...]


def data_page(t: Translator, edition: Edition, specs: tuple[tuple[str, str], ...]) -> DataPage:
    """What can be downloaded, and how to make it again."""
    snapshot = edition.results.snapshot
    fact = snapshot.definition
    latest = sorted(snapshot.publications.items(), reverse=True)[:MOST_PUBLICATIONS]
    return DataPage(
        frame=Frame(path="data.html", title=t._("Data"), changed_at=snapshot.size),
        downloads=tuple(edition.downloads),
        papers=edition.lists_papers,
        specs=specs,
        size=snapshot.size,
        definition=fact.definition if fact else "",
        stations=fact.stations if fact else "",
        licence=edition.election.licence,
        unknown=len(snapshot.unknown),
        publications=tuple(fact for _, fact in latest),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSaid:
    """One language of the site: how many texts it has, and how many no native reader has gone over."""

    code: str
    name: str
    source: bool
    texts: int
    unreviewed: int


@dataclass(frozen=True, kw_only=True)
class LanguagePage:
    """Everything the page shows."""

    frame: Frame
    catalogues: tuple[CatalogueSaid, ...]


def language_page(t: Translator, edition: Edition, languages: tuple[str, ...]) -> LanguagePage:
    """The state of the translations."""
    return LanguagePage(
        frame=Frame(path="language.html", title=t._("Languages"), changed_at=edition.changes.definition),
        catalogues=tuple(_catalogue(Language(each)) for each in languages),
    )


def _catalogue(language: Language) -> CatalogueSaid:
    name = LANGUAGE_NAMES[language]
    if language is SOURCE:
        return CatalogueSaid(code=language, name=name, source=True, texts=0, unreviewed=0)
    from babel.messages.pofile import read_po

    messages = [message for message in read_po(io.BytesIO(catalogue_bytes(language))) if message.id]
    unread = sum(UNREVIEWED in message.user_comments for message in messages)
    return CatalogueSaid(code=language, name=name, source=False, texts=len(messages), unreviewed=unread)
