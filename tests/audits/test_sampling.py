"""The order of a drawing: worked out by hand, the laws it keeps, and how often each station comes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.audits.sampling import Unit, decimal_of, draw_sample, hash_of_unit, in_order, minus_ln
from sverka.errors import Fault

SEED = "35142663145226316254"

# printf '%s' '35142663145226316254,0001' | sha256sum, and -l(h) of bc with scale=70, rounded to 50 decimals
BY_HAND = {
    "0001": (
        "3a2a86b160eb5f61dfa9a86bb4f9299e0d57170d0ba169d21cfddde10c0fc5c6",
        "1.48187442850692820691625998732003252984050529694371",
    ),
    "0002": (
        "cda2133022de8f38cf510a845cd553535a7b15c5faad2c73c46229201785c578",
        "0.21908390593188139900364812787928143299402589538644",
    ),
    "0003": (
        "d13ef5ac46f0f5cd57888f9e61c54b148ce45fa9b0fc90479113a1ce9d6b8957",
        "0.20166715622168934962113626088908855276915896630701",
    ),
}

seeds = st.text("0123456789", min_size=1, max_size=30)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
weights = st.fractions(min_value=0, max_value=1000, max_denominator=50)
populations = st.dictionaries(ids.map(lambda each: unicodedata.normalize("NFC", each)), weights, max_size=12)


def equal(*units: str) -> list[Unit]:
    """Units that are as likely as each other."""
    return [(unit, None) for unit in units]


def order_of(units: Iterable[Unit], seed: str = SEED) -> list[str]:
    """The ids, in the order drawn."""
    return [drawn.unit for drawn in in_order(units, seed)]


@pytest.mark.parametrize("unit", BY_HAND)
def test_hash_and_logarithm_are_those_worked_out_by_hand(unit: str) -> None:
    digest, logarithm = BY_HAND[unit]

    assert f"{hash_of_unit(SEED, unit):064x}" == digest
    assert decimal_of(minus_ln(int(digest, 16))) == logarithm


def test_with_equal_chances_the_hashes_are_sorted() -> None:
    assert order_of(equal(*BY_HAND)) == ["0001", "0002", "0003"]


def test_a_large_weight_outweighs_a_small_hash() -> None:
    units = [("0001", Fraction(412)), ("0002", Fraction(1, 3)), ("0003", Fraction(1))]
    first, second, third = in_order(units, SEED)

    assert [first.unit, second.unit, third.unit] == ["0001", "0003", "0002"]
    assert decimal_of(first.key) == "0.00359678259346341797795208734786415662582646916733"  # 1.4818… / 412
    assert decimal_of(third.key) == "0.65725171779564419701094438363784429898207768615932"  # 0.2190… · 3


def test_a_weight_of_nothing_is_never_drawn() -> None:
    assert order_of([("a", Fraction(0)), ("b", Fraction(1))]) == ["b"]


def test_an_id_counts_in_composed_form() -> None:
    assert hash_of_unit(SEED, "й") == hash_of_unit(SEED, "\u0438\u0306")


@pytest.mark.parametrize(
    "units, said",
    [
        (equal("a", "b", "a"), "twice"),
        (equal("й", "\u0438\u0306"), "twice"),
        ([("a", Fraction(-1))], "weight"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_refused(units: list[Unit], said: str) -> None:
    with pytest.raises(Fault, match=said):
        in_order(units, SEED)


@pytest.mark.parametrize("size", [0, 3])
def test_more_than_there_is_cannot_be_drawn(size: int) -> None:
    with pytest.raises(Fault, match=f"{size} of 2"):
        draw_sample(equal("a", "b"), SEED, size)


@given(populations, seeds, st.randoms(use_true_random=False))
def test_the_order_of_the_list_says_nothing(
    population: dict[str, Fraction], seed: str, random: object
) -> None:
    units = list(population.items())
    shuffled = units.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert in_order(shuffled, seed) == in_order(units, seed)


@given(populations, seeds, st.data())
def test_a_larger_sample_begins_with_the_smaller(
    population: dict[str, Fraction], seed: str, data: st.DataObject
) -> None:
    units = list(population.items())
    order = in_order(units, seed)
    size = data.draw(st.integers(1, len(order))) if order else 0

    assert not order or draw_sample(units, seed, size) == order[:size]


@given(populations, seeds, st.fractions(min_value=Fraction(1, 100), max_value=100))
def test_equal_sizes_are_drawn_from_the_other_end(
    population: dict[str, Fraction], seed: str, size: Fraction
) -> None:
    by_hash = sorted(population, key=lambda unit: hash_of_unit(seed, unit))

    assert order_of(equal(*population), seed) == by_hash
    assert order_of([(unit, size) for unit in population], seed) == by_hash[::-1]


@given(populations, seeds, ids)
def test_one_station_more_leaves_the_order_of_the_others(
    population: dict[str, Fraction], seed: str, another: str
) -> None:
    added = unicodedata.normalize("NFC", another)
    without = [(unit, weight) for unit, weight in population.items() if unit != added]

    assert [unit for unit in order_of([*without, (added, Fraction(3))], seed) if unit != added] == order_of(
        without, seed
    )


def chance_of(order: tuple[str, ...], weights: dict[str, Fraction]) -> Fraction:
    """How likely the first drawn are these, in this order: each in proportion to its weight among those left."""
    left = [sum(weights.values()) - sum(weights[each] for each in order[:at]) for at in range(len(order))]
    return prod((weights[unit] / rest for unit, rest in zip(order, left, strict=True)), start=Fraction(1))


@pytest.mark.parametrize(
    "weights",
    [
        {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1), "d": Fraction(1)},
        {"a": Fraction(1), "b": Fraction(2), "c": Fraction(3), "d": Fraction(10)},
        {"a": Fraction(1, 2), "b": Fraction(1, 3), "c": Fraction(5), "d": Fraction(5)},
    ],
    ids=["equal", "by size", "by fractions"],
)
def test_every_ordered_pair_comes_as_often_as_it_should(weights: dict[str, Fraction]) -> None:
    draws = 4_000
    units = list(weights.items())
    seen = Counter(tuple(d.unit for d in in_order(units, f"{draw:020}")[:2]) for draw in range(draws))
    expected = {pair: float(chance_of(pair, weights)) * draws for pair in permutations(weights, 2)}
    chi_square = sum((seen[pair] - often) ** 2 / often for pair, often in expected.items())

    assert sum(expected.values()) == pytest.approx(draws)
    # 12 pairs, 11 degrees of freedom: a fair drawing is above 31.26 once in 1,000 times. The seeds are fixed.
    assert chi_square < 31.26
