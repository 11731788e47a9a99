"""The group's work in words: kinds of members, steps and states of a case, answers to the final document."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.domain.group import MemberKind
from sverka.publish.group.answers import Answer
from sverka.publish.language import N_
from sverka.publish.words.saying import Words

MEMBER_KINDS: Mapping[MemberKind, Words] = {
    MemberKind.PARTY: Words(N_("party")),
    MemberKind.OBSERVER: Words(N_("observers")),
    MemberKind.COMMISSION: Words(N_("commission")),
}

CASE_STATES: Mapping[str, Words] = {
    "opened": Words(N_("opened"), N_("The accounts differ or somebody applied; nothing was looked at yet.")),
    "paper-checked": Words(N_("paper checked"), N_("The accounts were held against the paper.")),
    "recount-asked": Words(N_("recount asked for"), N_("The ballots are to be counted again.")),
    "recounted": Words(N_("recounted"), N_("The ballots were counted again; nothing is decided yet.")),
    "decided": Words(N_("decided"), N_("Members of several parties say which account stands.")),
    "disputed": Words(N_("disputed"), N_("The group did not come to a decision.")),
    "in-court": Words(N_("in court"), N_("A court is asked.")),
    "reopened": Words(N_("reopened"), N_("It was taken up again; what was decided before stands no longer.")),
}
"""States of a case, in the order in which the group's page lists them (docs/states/case.md)."""

CASE_STEPS: Mapping[str, Words] = {
    "opened": Words(N_("Case opened")),
    "paper-checked": Words(N_("Accounts held against the paper")),
    "recount-asked": Words(N_("Recount asked for")),
    "recounted": Words(N_("Ballots counted again")),
    "decided": Words(N_("Decision")),
    "dissent": Words(N_("Dissenting opinion")),
    "disputed": Words(N_("No decision: disputed")),
    "in-court": Words(N_("Taken to court")),
    "reopened": Words(N_("Case reopened")),
}

ACTS: Mapping[str, Words] = {
    "application": Words(N_("Application for a recount")),
    "withdrawal": Words(N_("Withdrawal")),
    "application-decision": Words(N_("Decision on the application")),
    "commitment": Words(N_("Commitment before the dice")),
    "dice": Words(N_("Dice")),
    "sample": Words(N_("The drawing")),
    "final-document": Words(N_("Final document")),
    "signature": Words(N_("Signature")),
    "opinion": Words(N_("Signature with a dissenting opinion")),
    "refusal": Words(N_("Refusal to sign")),
}
"""Every other kind of act, by the kind of its fact."""

ANSWERS: Mapping[Answer, Words] = {
    Answer.SIGNED: Words(N_("has signed")),
    Answer.OPINION: Words(N_("has signed with a dissenting opinion")),
    Answer.REFUSED: Words(N_("has refused to sign")),
    Answer.NOT_YET: Words(N_("has not answered yet")),
    Answer.NONE: Words(N_("gave no answer by the deadline")),
}
"""What a member did with the final document."""
