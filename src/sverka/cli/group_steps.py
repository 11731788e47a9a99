"""How every command about a case ends: the same step of all stations named, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sverka.cli.group_saying import Meeting

if TYPE_CHECKING:
    from sverka.domain.ids import ContestId
    from sverka.record.group_facts import CaseStep


def take_step(
    meeting: Meeting,
    step: CaseStep,
    contest: ContestId,
    stations: Sequence[str],
    *,
    application: str = "",
    draw: str = "",
    stands: str = "",
    fields: Mapping[str, str] | None = None,
    authority: str = "",
) -> int:
    """Take one step in the cases of some stations, all of them or none; gives the exit code."""
    from sverka.office.group_cases import About, steps
    from sverka.publish.words.group import CASE_STEPS

    about = About(
        contest=contest,
        application=application,
        draw=draw,
        stands=stands,
        fields=fields or {},
        authority=authority,
    )
    facts = steps(step, stations, about, meeting.said)
    receipt = meeting.act(facts)
    if receipt is None:
        return 0
    if meeting.common.json:
        meeting.screen.answer(
            {
                "step": step,
                "contest": contest,
                "stations": list(stations),
                "entries": list(receipt.indexes),
                "record_size": receipt.size,
            }
        )
    t = meeting.screen.words
    what = t._(CASE_STEPS[step].title)
    said = t.ngettext("{n} station: {what}.", "{n} stations: {what}.", len(stations), what=what)
    meeting.screen.say(said)
    return 0
