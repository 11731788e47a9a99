"""`sverka group sign | opinion | refuse`: what a member answers to the final document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.group_command import REQUIRED, acts
from sverka.cli.group_saying import Meeting
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.publish.group.documents import AnyAnswer

Member = Annotated[
    str,
    typer.Option(
        "--member", help="Id of the member who answers (default: whose key it is).", show_default=False
    ),
]
Reason = Annotated[str, typer.Option(help="The opinion, or why; it is published.", show_default=False)]


@acts()
def sign(meeting: Meeting, member: Member = "") -> int:
    """Sign the final document in force, with the member's own key."""
    from sverka.record.group_facts import SignatureFact

    return _answer(meeting, SignatureFact, member)


@acts(reason=REQUIRED, reason_as=Reason)
def opinion(meeting: Meeting, member: Member = "") -> int:
    """Sign the final document in force with a dissenting opinion, which is published beside it."""
    from sverka.record.group_facts import OpinionFact

    return _answer(meeting, OpinionFact, member)


@acts(reason=REQUIRED, reason_as=Reason)
def refuse(meeting: Meeting, member: Member = "") -> int:
    """Refuse to sign the final document in force, and say why; with --member, report that another member refused."""
    from sverka.record.group_facts import RefusalFact

    return _answer(meeting, RefusalFact, member)


def _answer(meeting: Meeting, kind: type[AnyAnswer], member: str) -> int:
    from sverka.office.group_document import answer_to_document
    from sverka.publish.words.group import ACTS
    from sverka.record.facts import kind_of

    who = member or _whose_key(meeting)
    said = meeting.said
    fact = answer_to_document(
        meeting.state, kind, who, reason=said.reason, claimed=said.claimed, documents=said.documents
    )
    receipt = meeting.act([fact])
    if receipt is None:
        return 0
    screen, t = meeting.screen, meeting.screen.words
    if meeting.common.json:
        screen.answer(
            {
                "answer": kind_of(fact),
                "member": who,
                "document": fact.document,
                "record_size": fact.record_size,
                "root": fact.root,
                "entry": receipt.indexes[0],
            }
        )
    screen.say(f"{who}: {t._(ACTS[kind_of(fact)].title)}. {fact.document}")
    return 0


def _whose_key(meeting: Meeting) -> str:
    """The member whose key signs, where it is one alone; the name of a key that is no member's."""
    from sverka.office.member_keys import read_member_key
    from sverka.tlog.keys import format_vkey

    group, keys = meeting.state.election.group, meeting.common.keys
    if len(keys) != 1:
        raise Fault(
            "whose answer is it?", place="--member", cure="give the id of the member, or its key alone"
        )
    key = read_member_key(keys[0]).verifier
    members = group.members.values() if group else ()
    return next((str(member.id) for member in members if format_vkey(key) in member.keys), key.name)
