"""The final document of the group: made from the record and put into it, and made again to hold against it.

::

    evidence/43cc23fa…    what it says (publish/final_document/contents.py): the hash that members sign
    evidence/2076584e…    the same as a PDF in Kyrgyz, ed5ad332… in Russian, dbd3a49d… in English
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sverka.domain.group import Group
from sverka.domain.names import Language
from sverka.errors import Refused
from sverka.office.folder import State
from sverka.office.group_acts import group_state_of
from sverka.office.group_cases import Said
from sverka.publish.final_document.answers_paper import AnswerSheet
from sverka.publish.final_document.contents import Contents, format_contents, parse_contents
from sverka.publish.final_document.making import Frame, final_document
from sverka.publish.final_document.paper import final_document_pdf
from sverka.publish.group.answers import answers_of
from sverka.publish.group.documents import AnyAnswer, Document
from sverka.publish.paper.wording import words_of
from sverka.publish.results import Results
from sverka.record.facts import hash_of
from sverka.record.group_facts import FinalDocumentFact


@dataclass(frozen=True, kw_only=True)
class Made:
    """A final document: what it says, its papers by language, and the fact of it, not signed yet."""

    contents: Contents
    papers: Mapping[Language, bytes]
    fact: FinalDocumentFact

    @property
    def content(self) -> bytes:
        """What it says, as bytes."""
        return format_contents(self.contents)

    @property
    def evidence(self) -> tuple[bytes, ...]:
        """The files that the fact names."""
        return (self.content, *self.papers.values())

    @property
    def files(self) -> Mapping[str, bytes]:
        """The same by names that a person reads."""
        papers = {f"final-document-{language}.pdf": paper for language, paper in self.papers.items()}
        return {"final-document.json": self.content, **papers}


def make_document(
    state: State, *, made: str, deadline: str, title: str = "", size: int | None = None, reason: str = ""
) -> Made:
    """The final document over the first `size` facts (default: all), for the group that is in force now."""
    group = state.election.group
    if group is None:
        raise Refused("R406", "the definition has no group", cure="add [group] to it: `sverka define`")
    at = state if size in (None, state.snapshot.size) else state.folder.open(size=size)
    return _made(at, group, made=made, deadline=deadline, title=title, reason=reason)


def _made(at: State, group: Group, *, made: str, deadline: str, title: str, reason: str = "") -> Made:
    """What follows from a state of the record for a group."""
    size = at.snapshot.size
    frame = Frame(
        origin=at.folder.origin,
        root=at.folder.store.root(size).hex(),
        made=made,
        deadline=deadline,
        title=title,
    )
    contents = final_document(Results(at.election, at.snapshot), group_state_of(at), group, frame)
    sha256 = hash_of(format_contents(contents))
    papers = {each: final_document_pdf(contents, sha256=sha256, language=each) for each in Language}
    fact = FinalDocumentFact(
        **Said(claimed=made, reason=reason).in_fact,
        record_size=size,
        root=frame.root,
        document=sha256,
        papers={str(language): hash_of(paper) for language, paper in papers.items()},
        deadline=deadline,
    )
    return Made(contents=contents, papers=papers, fact=fact)


def document_in_force(state: State) -> Document:
    """The document that members are asked to answer."""
    document = group_state_of(state).documents.in_force
    if document is None:
        raise Refused("R441", "there is no final document yet", cure="make it: `sverka group document`")
    return document


def answer_to_document(
    state: State,
    kind: type[AnyAnswer],
    member: str,
    *,
    reason: str = "",
    claimed: str = "",
    documents: tuple[str, ...] = (),
) -> AnyAnswer:
    """An answer to the document in force over this record: its root is our own, whatever the document says."""
    asked = document_in_force(state).made.fact
    return kind(
        **Said(claimed=claimed, reason=reason, documents=documents).in_fact,
        member=member,
        document=asked.document,
        record_size=asked.record_size,
        root=state.folder.store.root(asked.record_size).hex(),
    )


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a document is not what follows from the record.

    `what` : "root", "content", "paper" (other words) or "paper-bytes" (the same words, set otherwise)
    `where` : the key of the content, or the language of the paper
    """

    what: str
    where: str = ""


def check_document(state: State, document: Document) -> tuple[Deviation, ...]:
    """Make a document again from the facts that it is over, and say where the one in the record is otherwise."""
    fact = document.made.fact
    recorded = parse_contents(state.folder.evidence.get(fact.document))
    at = state.folder.open(size=fact.record_size)
    group = document.made.group
    again = _made(at, group, made=fact.claimed, deadline=fact.deadline, title=recorded.title)
    return (*_of_contents(fact, recorded, again), *_of_papers(state, fact, again))


def _of_contents(fact: FinalDocumentFact, recorded: Contents, again: Made) -> Iterator[Deviation]:
    if fact.root != again.fact.root:
        yield Deviation("root")
    for key in recorded.__struct_fields__:
        if getattr(recorded, key) != getattr(again.contents, key):
            yield Deviation("content", key)


def _of_papers(state: State, fact: FinalDocumentFact, again: Made) -> Iterator[Deviation]:
    for language, paper in again.papers.items():
        sha256 = fact.papers.get(language)
        if sha256 is None:
            yield Deviation("paper", language)
        elif sha256 != hash_of(paper):
            same = words_of(state.folder.evidence.get(sha256)) == words_of(paper)
            yield Deviation("paper-bytes" if same else "paper", language)


def files_of(state: State, document: Document) -> Mapping[str, bytes]:
    """The files of a document in the record, by names that a person reads."""
    fact, get = document.made.fact, state.folder.evidence.get
    papers = {f"final-document-{language}.pdf": get(sha256) for language, sha256 in fact.papers.items()}
    return {"final-document.json": get(fact.document), **papers}


def answer_papers(state: State, document: Document) -> Mapping[str, bytes]:
    """The answers that a state of the record has, as a PDF in each language, by names that a person reads."""
    size = state.snapshot.size
    sheet = AnswerSheet(
        election=state.election,
        origin=state.folder.origin,
        record_size=size,
        root=state.folder.store.root(size).hex(),
        document=document,
        answers=answers_of(document, state.snapshot),
    )
    return {f"answers-{language}.pdf": sheet.pdf(language) for language in Language}
