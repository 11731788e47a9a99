from __future__ import annotations

from random import Random

from sverka.seats.steps import CONTEXT_KEYS, StepCode
from tests.seats.elections import draw_election


def test_every_code_says_which_numbers_it_has() -> None:
    assert set(CONTEXT_KEYS) == set(StepCode)


def test_every_step_has_the_numbers_of_its_code_and_no_others() -> None:
    random = Random(5)
    steps = [step for _ in range(1_000) for step in draw_election(random).allocate().steps]

    assert len({step.code for step in steps}) > 20
    assert [step for step in steps if tuple(step.context) != CONTEXT_KEYS[step.code]] == []
