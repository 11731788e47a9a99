"""Applications for recount, as pages show them: who asked, and what became of each station."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.domain.ids import MemberId
from sverka.publish.group.applications import Application
from sverka.publish.language import N_, Translator
from sverka.publish.site.deeds import member_name
from sverka.publish.words.saying import Words

OUTCOMES: Mapping[str, Words] = {
    "waiting": Words(N_("waiting")),
    "withdrawn": Words(N_("taken back")),
    "granted": Words(N_("granted")),
    "declined": Words(N_("declined")),
}


def applicant_name(t: Translator, application: Application) -> str:
    """Who asked: a member by its name, another organisation as it is written."""
    asked = application.asked
    member = asked.group.members.get(MemberId(asked.fact.applicant))
    return member_name(t, member) if member else asked.fact.applicant
