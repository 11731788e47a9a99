"""A final document in one language: its title and its parts, for paper and page alike."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.domain.accounts import Counted, SeenIn
from sverka.domain.group import MemberKind
from sverka.publish.final_document.contents import AccountPart, Contents
from sverka.publish.final_document.naming import Naming
from sverka.publish.final_document.words_of_contests import contest_parts, stations_part
from sverka.publish.final_document.words_of_gaps import not_compared_part
from sverka.publish.final_document.words_of_papers import papers_part
from sverka.publish.final_document.words_of_work import (
    applications_part,
    cases_part,
    drawings_part,
    wrong_part,
)
from sverka.publish.language import Translator
from sverka.publish.paper.parts import Part, Table, Text
from sverka.publish.words.group import MEMBER_KINDS
from sverka.publish.words.states import COUNTED, SEEN_IN


def title_of(t: Translator, contents: Contents) -> str:
    """As the group calls it, else the usual title."""
    return contents.title or t._("Final document of the group")


def parts_of(t: Translator, contents: Contents) -> tuple[Part, ...]:
    """All that the document says, part by part."""
    return tuple(_parts(Naming(t, contents)))


def _parts(naming: Naming) -> Iterator[Part]:
    yield accounts_part(naming)
    if naming.contents.contests:
        yield stations_part(naming)
        yield from contest_parts(naming)
        yield not_compared_part(naming)
    yield cases_part(naming)
    yield applications_part(naming)
    yield drawings_part(naming)
    yield papers_part(naming)
    wrong = wrong_part(naming)
    if wrong:
        yield wrong


def accounts_part(naming: Naming) -> Part:
    """Which accounts the record has."""
    t = naming.t
    text = t._(
        "This document says what the record says up to fact {size}. Every number follows from these facts; "
        "whoever has a copy of the record makes the same document again.",
        size=t.number(naming.contents.record_size),
    )
    head = (t._("Account"), t._("How counted, where seen"), t._("Counts of stations"), t._("Counts of areas"))
    rows = tuple(_account(naming, account) for account in naming.contents.accounts)
    return Part(t._("Accounts"), (Text(text), Table(head=head, rows=rows, texts=2, wide=(0, 1))))


def _account(naming: Naming, account: AccountPart) -> tuple[str, ...]:
    t = naming.t
    way = f"{t._(COUNTED[Counted(account.counted)].title)}, {t._(SEEN_IN[SeenIn(account.seen_in)].title)}"
    return naming.account(account.id), way, t.number(account.station_counts), t.number(account.area_counts)


def members_of(t: Translator, contents: Contents) -> tuple[tuple[str, str], ...]:
    """Every member invited to sign, and for whom it speaks."""
    naming = Naming(t, contents)
    return tuple(
        (naming.member(member.id), t._(MEMBER_KINDS[MemberKind(member.kind)].title))
        for member in contents.members
    )
