"""The evening of 28 November 2021: a page that shows impossible figures is caught, whichever formula was wrong.

The figures are invented; the contest, its form and its controls are the shipped definition's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from sverka.domain.counts import ABSENT_WORD, CountTable, Source, State, Unit
from sverka.domain.election import Contest
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.reconcile.controls import Context, check_count

STATIONS = 400
PAGE, SCANNERS = Source(AccountId("published-page")), Source(AccountId("asu-server"))
SHOWN = ("6", "10", "11")  # with the votes, what the page said of the whole country

Totals = Mapping[FieldId, int]


@pytest.fixture(scope="module")
def parties() -> Contest:
    election = parse_definition(text_of("kg-2021-11-28"), name="kg-2021-11-28.toml")
    return election.contests[ContestId("parties")]


@pytest.fixture(scope="module")
def scanned(parties: Contest) -> Totals:
    """The right sums over all stations: per party fewer valid preferences than ballots."""
    random = np.random.default_rng(20211128)
    strength = random.dirichlet(np.full(len(parties.selections), 0.7))
    votes = random.multinomial(random.integers(100, 900, STATIONS), strength)
    marks = random.binomial(votes, 0.7).sum(axis=0)
    ballots, invalid = int(votes.sum()), int(random.integers(0, 30, STATIONS).sum())
    totals = {FieldId("10"): ballots, FieldId("11"): invalid, FieldId("6"): ballots + invalid}
    for selection, of_it, marked in zip(parties.selections, votes.sum(axis=0), marks, strict=True):
        totals[FieldId(selection.id)] = int(of_it)
        if selection.kind.contends:
            totals[FieldId(f"marks.{selection.id}")] = int(marked)
    return totals


def shown(totals: Totals, parties: Contest, figure: Callable[[str], int]) -> dict[FieldId, int | str | None]:
    """What stands on the page; rows it does not show are not on the sheet."""
    page: dict[FieldId, int | str | None] = {FieldId(row): ABSENT_WORD for row in parties.row_ids}
    page |= {FieldId(row): totals[FieldId(row)] for row in SHOWN}
    return page | {FieldId(name): figure(name) for name in parties.selection_ids}


def right(totals: Totals, parties: Contest) -> dict[FieldId, int | str | None]:
    return shown(totals, parties, lambda name: totals[FieldId(name)])


def marks_added(totals: Totals, parties: Contest) -> dict[FieldId, int | str | None]:
    return shown(
        totals, parties, lambda name: totals[FieldId(name)] + totals.get(FieldId(f"marks.{name}"), 0)
    )


def parties_doubled(totals: Totals, parties: Contest) -> dict[FieldId, int | str | None]:
    return shown(totals, parties, lambda name: 2 * totals[FieldId(name)])


def all_doubled(totals: Totals, parties: Contest) -> dict[FieldId, int | str | None]:
    page = parties_doubled(totals, parties)
    return page | {FieldId(row): 2 * totals[FieldId(row)] for row in SHOWN}


WRONG = [marks_added, parties_doubled, all_doubled]


def area(parties: Contest, cells: Mapping[FieldId, int | str | None]) -> CountTable:
    """The figures of the country as a table of one area."""
    names = [FieldId(name) for name in (*parties.row_ids, *parties.selection_ids)]
    figures = [figure if isinstance(figure := cells.get(name), int) else -1 for name in names]
    return CountTable(
        contest=parties.id,
        source=SCANNERS,
        units=("kg",),
        rows=tuple(map(RowId, parties.row_ids)),
        selections=parties.selection_ids,
        values=np.maximum([figures], 0),
        state=np.where(np.array([figures]) < 0, State.ABSENT, State.READ).astype(np.uint8),
        unit=Unit.AREA,
    )


def caught(
    parties: Contest, page: Mapping[FieldId, int | str | None], context: Context | None = None
) -> set[str]:
    """The controls that failed; those of a template count once."""
    found = check_count(parties, PAGE, "kg", page, context=context, of=Unit.AREA)
    return {code.split(".")[0] for code, failed in found.failures.items() if failed}


def test_the_right_page_passes(parties: Contest, scanned: Totals) -> None:
    context = Context(children=area(parties, scanned), previous=area(parties, right(scanned, parties)))

    assert caught(parties, right(scanned, parties), context) == set()


@pytest.mark.parametrize("formula", WRONG[:2])
def test_the_page_alone_shows_that_it_cannot_be(
    formula: Callable[..., dict[FieldId, int | str | None]], parties: Contest, scanned: Totals
) -> None:
    """More votes than voters who took part, and more than valid ballots."""
    assert {"S1", "R5"} <= caught(parties, formula(scanned, parties))


@pytest.mark.parametrize("formula", WRONG)
def test_with_the_sums_of_the_stations_and_the_correction_three_controls_and_more_catch_it(
    formula: Callable[..., dict[FieldId, int | str | None]], parties: Contest, scanned: Totals
) -> None:
    page = formula(scanned, parties)

    at_once = caught(parties, page, Context(children=area(parties, scanned)))
    after = caught(parties, right(scanned, parties), Context(previous=area(parties, page)))

    assert "R9" in at_once
    assert "S5" in after
    assert len(at_once | after) >= 3


@pytest.mark.parametrize("formula", WRONG[:2])
def test_three_controls_catch_it_before_anyone_corrects_it(
    formula: Callable[..., dict[FieldId, int | str | None]], parties: Contest, scanned: Totals
) -> None:
    page = formula(scanned, parties)

    assert caught(parties, page, Context(children=area(parties, scanned))) >= {"S1", "R5", "R9"}


def test_a_page_that_shows_the_ballots_in_the_boxes_is_caught_by_that_too(
    parties: Contest, scanned: Totals
) -> None:
    boxes = {FieldId("8"): 0, FieldId("9"): scanned[FieldId("10")] + scanned[FieldId("11")]}

    assert "S3" in caught(parties, marks_added(scanned, parties) | boxes)
    assert "S3" not in caught(parties, right(scanned, parties) | boxes)
