"""What papers with findings could change, in plain sentences: no probability, and nothing of causes."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.domain.election import Contest
from sverka.publish.findings_weight import Gap, Weight
from sverka.publish.language import Translator


def weight_said(t: Translator, contest: Contest, weight: Weight | None) -> tuple[str, ...]:
    """The sentences; none where no paper has a finding."""
    return () if weight is None else tuple(_sentences(t, contest, weight))


def _sentences(t: Translator, contest: Contest, weight: Weight) -> Iterator[str]:
    if weight.stations:
        yield t.ngettext(
            "Papers of {n} station have findings; {votes} of the votes counted are of it.",
            "Papers of {n} stations have findings; {votes} of the votes counted are of them.",
            weight.stations,
            votes=t.number(weight.votes),
        )
    if weight.aside:
        yield t.ngettext(
            "{n} station is set aside; its {votes} votes are in no sum.",
            "{n} stations are set aside; their {votes} votes are in no sum.",
            weight.aside,
            votes=t.number(weight.votes_aside),
        )
    if weight.gap is not None:
        yield _decides(t, contest, weight.gap, could_change=weight.could_change)


def _decides(t: Translator, contest: Contest, gap: Gap, *, could_change: bool) -> str:
    names = {selection.id: t.name(selection.names) for selection in contest.selections}
    votes = t.number(gap.votes)
    if gap.other is not None:
        pair = {"first": names[gap.selection], "second": names[gap.other], "gap": votes}
        if could_change:
            return t._(
                "“{first}” and “{second}” are {gap} votes apart: these stations have enough to turn them round.",
                **pair,
            )
        return t._(
            "“{first}” and “{second}” are {gap} votes apart: these stations have too few to turn them round.",
            **pair,
        )
    if could_change:
        return t._(
            "“{name}” is {gap} votes from the threshold: these stations have enough to take it across.",
            name=names[gap.selection],
            gap=votes,
        )
    return t._(
        "Nobody is nearer to the threshold than {gap} votes: these stations have too few to take anybody across.",
        gap=votes,
    )
