"""The page of the evening: right, and wrong by either of the two explanations."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sverka.domain.counts import CountTable
from tests.practice.replayed import recipe, replayed


def page(name: str) -> dict[str, int]:
    shown: CountTable = replayed().page(next(page for page in recipe().pages if page.name == name))
    return {str(field): int(figure) for field, figure in zip(shown.fields, shown.values[0], strict=True)}


def of_lists(figures: dict[str, int]) -> dict[str, int]:
    return {each: figures[each] for each in recipe().votes if each != "against-all"}


def test_the_right_page_holds_together() -> None:
    figures = page("page-1")

    assert sum(of_lists(figures).values()) + figures["against-all"] <= figures["6"]


@pytest.mark.parametrize("name, parties", [("page-2", 10), ("page-2-doubled", 11)])
def test_the_wrong_page_shows_more_votes_than_voters_and_many_parties_above_five_percent(
    name: str, parties: int
) -> None:
    figures = page(name)
    five = Fraction(5, 100) * figures["6"]

    assert sum(of_lists(figures).values()) > Fraction(15, 10) * figures["6"]
    assert sum(votes > five for votes in of_lists(figures).values()) == parties


def test_one_explanation_adds_the_marks_and_differs_between_parties() -> None:
    figures = page("page-2")
    doubled = page("page-2-doubled")
    ratios = {each: Fraction(figures[each] * 2, doubled[each]) for each in of_lists(figures)}

    assert all(1 <= ratio <= 2 for ratio in ratios.values())
    assert float(ratios["ata-meken"]) == pytest.approx(6.17 / 3.48, abs=0.05)
    assert float(ratios["uluttar-birimdigi"]) == pytest.approx(4.47 / 2.48, abs=0.05)


def test_the_other_doubles_every_list_alike() -> None:
    right, doubled = page("page-2"), page("page-2-doubled")
    marks = {each: right[f"marks.{each}"] for each in of_lists(right)}

    assert {each: doubled[each] for each in marks} == {
        each: 2 * (right[each] - marks[each]) for each in marks
    }


def test_the_final_page_is_the_sum_of_the_stations_that_count() -> None:
    final = replayed().final_page()
    figures = dict(zip(map(str, final.fields), final.values[0].tolist(), strict=True))

    assert {each: figures[each] for each in recipe().votes} == recipe().votes
    assert figures["6"] == recipe().official.took_part
