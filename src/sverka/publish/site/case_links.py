"""Ways to the pages of cases: where a case stands in one word."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.publish.group.cases import Case
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.naming import contest_name
from sverka.publish.words.group import CASE_STATES
from sverka.publish.words.saying import Said
from sverka.reconcile.cases import state_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A case, where it stands, and where its page lies, from the folder of the language."""

    station: str
    contest: str
    title: str
    path: str
    state: str
    said: Said


def case_link(t: Translator, edition: Edition, case: Case) -> CaseLink:
    """The way to one case."""
    state = state_id(case.state)
    return CaseLink(
        station=case.station,
        contest=case.contest,
        title=contest_name(t, edition.election, case.contest),
        path=edition.addresses.cases[case.contest, case.station],
        state=state,
        said=CASE_STATES[state].said(t),
    )
