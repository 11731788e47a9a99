"""Kinds of difference in words: what the figures look like, never what caused it."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.publish.language import N_, Translator
from sverka.publish.words.saying import Said, Words
from sverka.reconcile.kinds import KindId

# {left} and {right} are the names of the two accounts compared; a difference is right minus left.
WORDS: Mapping[str, Words] = {
    "only-left": Words(
        N_("Only one count: {left}"),
        N_("“{left}” has a count of the station and “{right}” has none, so there is nothing to compare yet."),
    ),
    "only-right": Words(
        N_("Only one count: {right}"),
        N_("“{right}” has a count of the station and “{left}” has none, so there is nothing to compare yet."),
    ),
    "not-comparable": Words(
        N_("Not comparable"),
        N_("A figure in one of the two counts could not be read, and nothing else differs."),
    ),
    "all-zero": Words(
        N_("One count is all zeros"),
        N_("Every row of one count is zero; the other count has votes."),
    ),
    "all-doubled": Words(
        N_("Every row doubled"),
        N_("Every row of one count is exactly twice the other's, as if a file was loaded twice."),
    ),
    "far-lower": Words(
        N_("One count far lower in all rows"),
        N_("One count has less than half of the other's votes and is higher in no row."),
    ),
    "rows-shifted": Words(
        N_("As if rows were shifted by one"),
        N_("From the first to the last differing row, one count is the other moved by one row."),
    ),
    "two-rows-swapped": Words(
        N_("Two rows swapped"),
        N_("Two rows carry each other's figures."),
    ),
    "one-ballot-moved": Words(
        N_("One ballot moved between two rows"),
        N_("One row is one lower and another is one higher; the sum is the same."),
    ),
    "one-field-by-one": Words(
        N_("One row, by one"),
        N_("A single row differs, by one vote."),
    ),
    "row-zero": Words(
        N_("One row is zero in one count"),
        N_("A single row differs, and in one of the counts it is zero."),
    ),
    "digits-swapped": Words(
        N_("As if two digits were swapped"),
        N_("A single row differs, and exchanging two digits of one figure gives the other: 132 and 123."),
    ),
    "digit-dropped-or-added": Words(
        N_("As if a digit was dropped or added"),
        N_("A single row differs, and leaving out one digit of one figure gives the other: 123 and 13."),
    ),
    "ballots-moved": Words(
        N_("Several ballots moved between two rows"),
        N_("One row is lower by some votes and another is higher by as many; the sum is the same."),
    ),
    "one-field": Words(
        N_("One row, by another amount"),
        N_("A single row differs, by more than one vote, and no other pattern fits."),
    ),
    "several-lower": Words(
        N_("Several rows, all lower: {right}"),
        N_("Two or more rows differ, and in each of them “{right}” has fewer votes than “{left}”."),
    ),
    "several-higher": Words(
        N_("Several rows, all higher: {right}"),
        N_("Two or more rows differ, and in each of them “{right}” has more votes than “{left}”."),
    ),
    "several-sum-kept": Words(
        N_("Several rows, the sum is kept"),
        N_("Three or more rows differ, some up and some down; the sum of the votes is the same."),
    ),
    "mixed": Words(
        N_("Mixed"),
        N_("Several rows differ, some up and some down, and the sum differs too."),
    ),
}

NO_DIFFERENCE = Words(N_("No difference"), N_("Both counts have the same figure in every row they share."))
NOT_COMPARED = Words(N_("Not compared"), N_("Neither of the two accounts has a count of the station yet."))


def kind_said(t: Translator, kind: KindId | str, *, left: str, right: str) -> Said:
    """A kind of difference between two accounts of these names."""
    return WORDS[kind].said(t, left=left, right=right)
