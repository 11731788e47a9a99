"""The page of the final document: the same as its papers, and what each member answered; then the ones before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.names import Language, Names
from sverka.errors import Fault
from sverka.publish.final_document.contents import Contents, parse_contents
from sverka.publish.final_document.words import parts_of, title_of
from sverka.publish.group.answers import answers_of
from sverka.publish.group.documents import Document
from sverka.publish.language import Translator
from sverka.publish.paper.parts import Part
from sverka.publish.site.answers import AnswerSaid, answer_said
from sverka.publish.site.deeds import Deed, deed_of
from sverka.publish.site.edition import Edition
from sverka.publish.site.frames import LANGUAGE_NAMES, Frame, Link
from sverka.publish.site.group_edition import GroupEdition

SHOWN_OPEN = 3  # contests; where there are more, each is folded


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOf:
    """The document as a PDF in one language; `path` from the folder of the site."""

    language: str
    name: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSaid:
    """One final document and the answers to it.

    `parts` : each with whether it is folded; none where the file cannot be read, for the reason in `problem`
    """

    title: str
    made: Deed
    deadline: str
    record_size: int
    root: str
    sha256: str
    papers: tuple[PaperOf, ...]
    answers: tuple[AnswerSaid, ...]
    parts: tuple[tuple[Part, bool], ...] = ()
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentPage:
    """Everything the page shows."""

    frame: Frame
    document: DocumentSaid
    earlier: tuple[DocumentSaid, ...]


def document_page(t: Translator, edition: Edition, group: GroupEdition) -> DocumentPage:
    """The page in one language; there is at least one final document."""
    *earlier, in_force = (_said(t, edition, group, each) for each in group.state.documents.made)
    return DocumentPage(
        frame=Frame(
            path="document.html",
            title=t._("Final document"),
            changed_at=edition.changes.answers,
            trail=(Link(t._("Group"), "group.html"),),
        ),
        document=in_force,
        earlier=tuple(reversed(earlier)),
    )


def _said(t: Translator, edition: Edition, group: GroupEdition, document: Document) -> DocumentSaid:
    fact, contents = document.made.fact, _contents(group, document)
    known = contents if isinstance(contents, Contents) else None
    return DocumentSaid(
        title=title_of(t, known) if known else t._("Final document"),
        made=deed_of(t, edition, document.made),
        deadline=fact.deadline,
        record_size=fact.record_size,
        root=fact.root,
        sha256=fact.document,
        papers=tuple(_papers(fact.papers)),
        answers=tuple(
            answer_said(t, edition, each) for each in answers_of(document, edition.results.snapshot)
        ),
        parts=tuple(_parts(t, known)) if known else (),
        problem=contents.what if isinstance(contents, Fault) else "",
    )


def _parts(t: Translator, contents: Contents) -> Iterator[tuple[Part, bool]]:
    """The parts; those of single contests are folded where there are many."""
    contests = {t.name(Names(**each.names)) for each in contents.contests}
    for part in parts_of(t, contents):
        yield part, len(contests) > SHOWN_OPEN and part.title in contests


def _contents(group: GroupEdition, document: Document) -> Contents | Fault:
    """What a document says, or why that cannot be read."""
    try:
        return parse_contents(group.files.get(document.sha256, b""))
    except Fault as fault:
        return fault


def _papers(papers: dict[str, str]) -> Iterator[PaperOf]:
    """The papers, in the order in which languages are named everywhere."""
    for language in Language:
        sha256 = papers.get(language)
        if sha256:
            name = LANGUAGE_NAMES[language]
            yield PaperOf(language=language, name=name, path=f"evidence/{sha256}", sha256=sha256)
