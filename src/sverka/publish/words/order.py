"""The order of work in words: what the difference of a station could change, and how much of what is missing it is."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.group.conditions import Condition, ConditionKind
from sverka.publish.group.order import Could
from sverka.publish.language import N_, Translator

# By the kind of the condition, and whether it holds now.
CONDITIONS: Mapping[tuple[ConditionKind, bool], str] = {
    (ConditionKind.THRESHOLD, True): N_("{selection} passes the threshold; to fall below: {missing}"),
    (ConditionKind.THRESHOLD, False): N_("{selection} is below the threshold; to reach it: {missing}"),
    (ConditionKind.LAST_SEAT, True): N_("the last seat of {selection} before {other}: {missing}"),
    (ConditionKind.LEAD, True): N_("{selection} before {other}: {missing}"),
}
IN_AREA: Mapping[bool, str] = {
    True: N_("{selection} passes the threshold in {area}; to fall below: {missing}"),
    False: N_("{selection} is below the threshold in {area}; to reach it: {missing}"),
}


def condition_said(t: Translator, condition: Condition, contest: Contest, election: Election) -> str:
    """The condition, with how many votes are missing to its change."""
    votes = ceil(condition.votes)
    text = CONDITIONS[condition.kind, condition.holds]
    if condition.area != WHOLE:
        text = IN_AREA[condition.holds]
    return t._(
        text,
        selection=_selection(t, contest, condition.selection),
        other=_selection(t, contest, condition.other) if condition.other else "",
        area=_area(t, election, condition.area),
        missing=t.ngettext("{n} vote", "{n} votes", votes),
    )


def could_said(t: Translator, could: Could, contest: Contest, election: Election) -> str:
    """What a difference could change, and how much of it: a share of what is missing, or more than all of it."""
    said = condition_said(t, could.condition, contest, election)
    if could.share >= 1:
        return t._("{condition}. This difference alone is as much.", condition=said)
    return t._(
        "{condition}. This difference is {share} of that.", condition=said, share=t.percent(could.share)
    )


def _selection(t: Translator, contest: Contest, selection: SelectionId) -> str:
    names = next(each.names for each in contest.selections if each.id == selection)
    return t.name(names)


def _area(t: Translator, election: Election, area: AreaId) -> str:
    return t.name(election.places.areas[area].names) if area != WHOLE else ""
