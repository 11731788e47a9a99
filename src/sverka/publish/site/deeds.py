"""What members of the group did, as pages show it: what, who, with which key, when, why, on which papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.group import Group, Member
from sverka.publish.group.acts import Act
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.papers import Paper, paper_of
from sverka.publish.words.group import ACTS, CASE_STEPS
from sverka.record.facts import kind_of
from sverka.record.group_facts import AnyGroupFact, CaseFact
from sverka.record.signing import signatures_of


@dataclass(frozen=True, slots=True)
class Signed:
    """A member who signed, and the name and id of the key it signed with."""

    member: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act; `entry` is its place in the record, counted from 1 as people count."""

    entry: int
    title: str
    signed: tuple[Signed, ...]
    claimed: str
    received: str
    reason: str
    authority: str = ""
    papers: tuple[Paper, ...] = ()

    @property
    def who(self) -> str:
        """The names of those who signed, each once."""
        return ", ".join(dict.fromkeys(each.member for each in self.signed))


def deed_of(t: Translator, edition: Edition, act: Act[AnyGroupFact]) -> Deed:
    """An act of the group in one language."""
    fact = act.fact
    words = CASE_STEPS[fact.step] if isinstance(fact, CaseFact) else ACTS[kind_of(fact)]
    return Deed(
        entry=act.entry,
        title=t._(words.title),
        signed=tuple(_signed(t, act)),
        claimed=fact.claimed,
        received=fact.received,
        reason=fact.reason,
        authority=fact.authority if isinstance(fact, CaseFact) else "",
        papers=tuple(paper_of(t, edition, sha256) for sha256 in fact.documents),
    )


def member_name(t: Translator, member: Member) -> str:
    """A member as pages call it."""
    return t.name(member.names) or member.id


def _signed(t: Translator, act: Act[AnyGroupFact]) -> Iterator[Signed]:
    members = _members_by_key(act.group)
    for signature in signatures_of(act.fact):
        key = f"{signature.name}+{signature.key_id:08x}"
        yield Signed(member_name(t, members[key]) if key in members else signature.name, key)


def _members_by_key(group: Group) -> dict[str, Member]:
    return {key_named(vkey): member for member in group.members.values() for vkey in member.keys}


def key_named(vkey: str) -> str:
    """How people name a key: its name and its id, without the key itself.

    >>> key_named("apple+8576cc93+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c")
    'apple+8576cc93'
    """
    return "+".join(vkey.split("+")[:2])  # C2SP signed-note: a name has no plus
