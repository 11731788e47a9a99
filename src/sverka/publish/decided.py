"""What the law's body has decided on the result: the decisions in force, by contest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sverka.record.night_facts import DecisionFact

ALL = ""  # in place of a contest: all of them


def decided(decisions: Mapping[int, DecisionFact]) -> dict[str, tuple[int, DecisionFact]]:
    """The decisions in force by contest, each with its index in the record; a later one takes an earlier one's place.

    `decisions` : all that the record has, by index
    """
    last = {decisions[index].contest: (index, decisions[index]) for index in sorted(decisions)}
    return {contest: each for contest, each in last.items() if each[1].state == "in-force"}


def is_official(contests: Iterable[str], in_force: Mapping[str, object]) -> bool:
    """Whether the law's body has decided on every contest."""
    return ALL in in_force or all(contest in in_force for contest in contests)
