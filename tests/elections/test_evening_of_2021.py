"""The table of 28 November 2021 would not have been published: its figures fail the ratios that the definition asks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, SelectionKind
from sverka.domain.ids import AccountId, ContestId
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.reconcile.controls import check_table
from sverka.reconcile.sheets import Context

KG = parse_definition(text_of("kg-2021-11-28"), name="kg")
LISTS: Contest = KG.contests[ContestId("parties")]
SHARES: dict[
    str, float
] = {  # % of the scanners' page at 90.10 % of the stations, in the order of the page (kabar.kg)
    str(list_.id): share
    for list_, share in zip(
        LISTS.selections,
        (
            *(3.48, 6.74, 8.23, 0.62, 6.01, 0.62, 0.95, 10.81, 13.50, 4.01, 1.54),
            *(0.41, 0.44, 3.21, 0.46, 0.96, 2.48, 4.46, 0.46, 0.71, 16.86, 2.17),
        ),
        strict=True,
    )
}
TOOK_PART = 1_182_291
RIGHT = {list_: round(share * TOOK_PART / 100) for list_, share in SHARES.items()}
PARTIES = [str(each.id) for each in LISTS.selections if each.kind is SelectionKind.PARTY]

# Two explanations of what was shown: marks added to ballots (about 0.8 of them), and all figures doubled.
FORMULAS = {
    "votes and marks": {**RIGHT, **{party: RIGHT[party] + RIGHT[party] * 4 // 5 for party in PARTIES}},
    "doubled": {**RIGHT, **{party: 2 * RIGHT[party] for party in PARTIES}},
}


def page(shown: dict[str, int]) -> CountTable:
    """The page as a count of the whole country: who took part, ballots accepted, valid, invalid, and votes."""
    valid = sum(RIGHT.values())
    invalid = TOOK_PART - valid
    rows = {"6": TOOK_PART, "10": valid, "11": invalid, "accepted": valid + invalid}
    figures = {**rows, **shown}
    table = CountTable.empty(
        contest=LISTS.id,
        source=Source(AccountId("published-page")),
        units=("kg",),
        rows=LISTS.row_ids,
        selections=LISTS.selection_ids,
        unit=Unit.AREA,
    )
    values = np.array([[figures.get(field, 0) for field in table.fields]], np.int64)
    state = np.array([[State.READ if f in figures else State.ABSENT for f in table.fields]], np.uint8)
    return table.with_cells(values, state)


def failed(shown: dict[str, int], context: Context | None = None) -> set[str]:
    table = check_table(page(shown), LISTS, context)
    return {control.code for control, fails in zip(table.controls, table.shown[:, 0], strict=True) if fails}


def test_the_right_figures_fail_nothing() -> None:
    assert failed(RIGHT, Context(children=page(RIGHT))) == set()


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_wrong_figures_fail_three_ratios_on_the_page_itself(formula: str) -> None:
    assert {"R5", "R8a", "S1"} <= failed(FORMULAS[formula])


@pytest.mark.parametrize("formula", FORMULAS)
def test_they_fail_for_every_party_against_the_stations_beneath(formula: str) -> None:
    codes = failed(FORMULAS[formula], Context(children=page(RIGHT)))

    assert {f"R9.{party}" for party in PARTIES} <= codes
    assert "R9.against-all" not in codes


@pytest.mark.parametrize("formula", FORMULAS)
def test_taking_them_back_without_a_word_is_noticed_too(formula: str) -> None:
    codes = failed(RIGHT, Context(previous=page(FORMULAS[formula])))

    assert codes == {f"S5.{party}" for party in PARTIES}


def test_the_shares_of_the_page_are_those_of_its_source() -> None:
    assert round(sum(SHARES.values()), 2) == 89.13


def test_a_definition_that_forgets_the_ratios_lets_them_pass() -> None:
    """What makes the difference is the definition, not the arithmetic."""
    table = check_table(page(FORMULAS["doubled"]), replace(LISTS, controls=()))

    assert not table.shown.any()
