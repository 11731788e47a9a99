"""How often two people slip alike: what docs/typing.md says of it, on plans of slips drawn at random."""

from __future__ import annotations

import numpy as np

from sverka.domain.counts import CountTable, State
from sverka.domain.ids import ContestId
from sverka.formats.definition import parse_definition
from sverka.practice.definition_text import definition_text
from sverka.practice.invent import invent
from sverka.practice.sizes import Sizes
from sverka.reconcile.controls import check_table
from sverka.reconcile.double_entry import Agreement, Open, Typing, agreement
from tests.slips import cells_of, generator, planted
from tests.typists import SIGNS

SIZES = Sizes(stations=470)
PAPERS = invent(SIZES, seed=11).hand
CONTEST = parse_definition(definition_text(SIZES, seed=11), name="definition.toml").contests[
    ContestId("parties")
]
PLANS, SHARE = 40, 0.03


def typed(seed: int) -> Typing:
    """What somebody types who slips in 3 % of the fields."""
    draw = generator(seed)
    values, state = PAPERS.values.copy(), PAPERS.state.copy()
    columns = {str(field): at for at, field in enumerate(PAPERS.fields)}
    for (station, field), figure in planted(PAPERS, cells_of(PAPERS, SHARE, draw), draw).items():
        cell = PAPERS.position[station], columns[field]
        values[cell] = figure if isinstance(figure, int) else 0
        state[cell] = State.READ if isinstance(figure, int) else SIGNS[figure]
    return Typing(values=values, state=state)


def wrong(found: Agreement) -> np.ndarray:
    """The agreed fields that are not what stands on the paper."""
    differs = (found.values != PAPERS.values) | (found.state != PAPERS.state)
    return np.asarray((found.why == Open.AGREED) & differs)


def table(found: Agreement) -> CountTable:
    return PAPERS.with_cells(found.values, found.state)


def test_two_who_slip_in_three_fields_of_a_hundred_agree_on_less_than_one_wrong_figure_of_7520() -> None:
    plans = [agreement([typed(seed), typed(10_000 + seed)]) for seed in range(PLANS)]
    alike = [int(wrong(found).sum()) for found in plans]

    assert PAPERS.values.size == 7520
    assert 0.2 < sum(alike) / PLANS < 1.2


def test_a_wrong_figure_that_two_agree_on_breaks_a_control_of_the_practice_form() -> None:
    for seed in range(PLANS):
        found = agreement([typed(seed), typed(10_000 + seed)])
        numbers = wrong(found) & (found.state == State.READ)
        failed = check_table(table(found), CONTEST).with_findings
        assert failed[numbers.any(axis=1) & found.complete].all()
