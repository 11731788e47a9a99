from __future__ import annotations

from itertools import combinations

import pytest

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.ids import AccountId
from sverka.domain.names import Names
from sverka.publish.charts import looks_of
from sverka.publish.charts.look import (
    HAND,
    INK,
    MACHINE,
    NEUTRAL,
    OTHERS,
    PAPER,
    QUIET,
    RECOUNT,
    contrast,
)

LOOKS = (MACHINE, HAND, RECOUNT, *OTHERS)


def account(name: str, counted: Counted) -> Account:
    return Account(id=AccountId(name), names=Names.same(name), counted=counted, seen_in=SeenIn.PROTOCOL)


def test_the_first_of_each_way_of_counting_has_its_look_and_no_two_are_alike() -> None:
    order = (Counted.HAND, Counted.MACHINE, Counted.HAND, Counted.RECOUNT, Counted.MACHINE)
    found = looks_of(account(f"a{place}", counted) for place, counted in enumerate(order))

    assert list(found.values()) == [HAND, MACHINE, OTHERS[0], RECOUNT, OTHERS[1]]


def test_more_accounts_than_looks_are_neutral() -> None:
    found = looks_of(account(f"a{place}", Counted.HAND) for place in range(6))

    assert list(found.values())[-1] == NEUTRAL


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(
        4.54, abs=0.01
    )  # the grey that W3C gives as just enough


@pytest.mark.parametrize("colour", [INK, QUIET, NEUTRAL.stroke, *(look.stroke for look in LOOKS)])
def test_text_and_lines_read_on_white(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


def test_bars_are_told_apart_in_black_and_white() -> None:
    fills = [look.fill for look in LOOKS[:4]]

    assert all(contrast(one, other) >= 1.5 for one, other in combinations(fills, 2))


def test_lines_are_told_apart_by_their_dashes() -> None:
    assert len({look.dash for look in LOOKS}) == len(LOOKS)
