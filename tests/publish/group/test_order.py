"""The order of work: what could change a seat first. While no condition is reached, no seat changes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from sverka.domain.counts import CountTable, Source
from sverka.domain.counts import State as Cell
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId
from sverka.office.papers import Papers
from sverka.publish.group.conditions import ConditionKind, changes_of
from sverka.publish.group.order import Queued, order_of_work
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults, Results
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import AnnulmentFact, Scope
from sverka.record.snapshot import Counts, Snapshot
from sverka.seats.allocation import Allocated
from tests.group_town import step
from tests.publish.group.acting import Acting, answered, asked, taken_back
from tests.town import DEFINITION, MAYOR, STATIONS

COUNCIL, MAYOR_NORTH = ContestId("council"), ContestId("mayor-north")
MACHINE, HAND = Source(AccountId("machine")), Source(AccountId("hand"))
UNITS = ("0001", "0002", "0003", "0101", "0102")
LISTS = tuple(map(SelectionId, ("apple", "pear", "quince", "against")))


def election(text: str = DEFINITION) -> Election:
    return Papers(definition=text.encode(), stations=STATIONS.encode()).election()


def results(
    machine: list[list[int]], hand: list[list[int]], text: str = DEFINITION, annulled: str = ""
) -> Results:
    """The town with these votes of its four lines, station by station; every ballot is valid."""
    counts = {MACHINE: _counts(MACHINE, machine), HAND: _counts(HAND, hand)}
    annulments = {0: annulment(annulled)} if annulled else {}
    return Results(
        election(text), Snapshot(size=1, stations={COUNCIL: counts}, areas={}, annulments=annulments)
    )


def annulment(station: str) -> AnnulmentFact:
    return AnnulmentFact(
        schema=SCHEMA, received="", scope=Scope(station=station), authority="CEC", number="1", reason="a test"
    )


def mayors(machine: list[list[int]], hand: list[list[int]]) -> Results:
    """The mayor of the north: two candidates in three stations."""
    tables = {}
    for source, votes in ((MACHINE, machine), (HAND, hand)):
        values = np.array(votes, np.int64)
        table = CountTable(
            contest=MAYOR_NORTH,
            source=source,
            units=UNITS[:3],
            rows=(),
            selections=tuple(map(SelectionId, ("aida", "bakyt"))),
            values=values,
            state=np.full(values.shape, Cell.READ, np.uint8),
        )
        nowhere = np.zeros(3, np.int64)
        tables[source] = Counts(table=table, entry=nowhere, revisions=nowhere)
    snapshot = Snapshot(size=1, stations={MAYOR_NORTH: tables}, areas={})
    return Results(election(f"{DEFINITION}{MAYOR}"), snapshot)


def _counts(source: Source, votes: list[list[int]]) -> Counts:
    cells = np.array([[100, sum(line), 0, *line] for line in votes], np.int64)
    table = CountTable(
        contest=COUNCIL,
        source=source,
        units=UNITS,
        rows=tuple(map(RowId, ("1", "2", "3"))),
        selections=LISTS,
        values=cells,
        state=np.full(cells.shape, Cell.READ, np.uint8),
    )
    nowhere = np.zeros(len(UNITS), np.int64)
    return Counts(table=table, entry=nowhere, revisions=nowhere)


def queue(found: Results, *stations: str) -> tuple[Queued, ...]:
    group = Acting()
    for station in stations or UNITS:
        group.do(step(station, "opened", reason="a look"), "apple")
    return order_of_work(found, group.state)


def allocated(of: ContestResults) -> tuple[dict[SelectionId, int], set[SelectionId]]:
    """The seats, and who passes."""
    allocation = of.seats()
    assert isinstance(allocation, Allocated)
    passing = {step.context["selection"] for step in allocation.steps if step.code.value == "whole-quotas"}
    return dict(allocation.seats), {SelectionId(str(each)) for each in passing}


EVEN = [[40, 30, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2]]


def changed(station: int, *votes: int) -> list[list[int]]:
    return [list(votes) if line == station else each for line, each in enumerate(EVEN)]


def test_what_could_change_a_seat_comes_before_what_is_merely_large() -> None:
    hand = [[40, 30, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2], [10, 16, 10, 200]]
    machine = [[37, 33, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2], [40, 30, 20, 2], [10, 16, 10, 100]]

    first, second, *_ = queue(results(machine, hand))
    assert (first.station, second.station) == ("0001", "0102")
    assert first.gross < second.gross
    assert first.could
    assert first.could.condition.kind is ConditionKind.LAST_SEAT


def test_of_those_that_move_nothing_the_larger_comes_first_and_then_the_older() -> None:
    found = queue(results(EVEN, EVEN), "0101", "0003", "0001")

    assert [(each.station, each.could) for each in found] == [("0101", None), ("0003", None), ("0001", None)]


def test_a_threshold_is_missed_by_exactly_as_many_votes_as_it_says() -> None:
    hand = [[95, 100, 5, 0]] * 5  # 5 % of 1,000 is 50; quince has 25
    machine = [[95, 100, 5, 0]] * 4 + [[70, 100, 30, 0]]

    first, *_ = queue(results(machine, hand))
    assert first.could
    assert (first.could.condition.selection, first.could.condition.holds) == ("quince", False)
    assert (first.could.moved, first.could.condition.votes) == (Fraction(25), Fraction(25))
    assert first.could.share == 1


def test_the_votes_of_a_base_move_a_threshold_too() -> None:
    hand = [[100, 90, 10, 0]] * 5  # quince is exactly at 5 % of 1,000
    machine = [[100, 90, 10, 0]] * 4 + [[120, 90, 10, 0]]  # 20 ballots more: 51 are needed

    first, *_ = queue(results(machine, hand))
    assert first.could
    assert (first.could.condition.selection, first.could.condition.holds) == ("quince", True)
    assert first.could.moved == 1
    assert first.could.condition.votes == Fraction(1, 20)


def test_what_is_annulled_moves_nothing() -> None:
    hand, machine = changed(0, 40, 30, 20, 2), changed(0, 10, 60, 20, 2)

    (first,) = queue(results(machine, hand), "0001")
    (annulled,) = queue(results(machine, hand, annulled="0001"), "0001")
    assert first.could
    assert (annulled.could, annulled.gross) == (None, first.gross)


def test_where_the_most_votes_win_the_lead_is_what_counts() -> None:
    group = Acting()
    for station in UNITS[:2]:
        group.do(step(station, "opened", contest="mayor-north", reason="a look"), "apple")
    found = mayors([[10, 20], [24, 10], [20, 20]], [[20, 10], [20, 10], [20, 20]])

    first, second = order_of_work(found, group.state)
    assert (first.station, second.station) == ("0001", "0002")
    assert first.could
    assert (first.could.condition.kind, first.could.condition.selection) == (ConditionKind.LEAD, "aida")
    assert (first.could.moved, first.could.condition.votes) == (Fraction(20), Fraction(20))
    assert second.could is None  # more for who is ahead changes nothing


def test_without_a_rule_of_seats_each_lead_over_the_next_is_looked_at() -> None:
    text = DEFINITION.split("[contests.seats]", maxsplit=1)[0]

    (first,) = queue(results(changed(0, 40, 25, 25, 2), EVEN, text), "0001")
    assert first.could
    condition = first.could.condition
    assert (condition.selection, condition.other, condition.votes) == ("pear", "quince", Fraction(50))
    assert first.could.share == Fraction(1, 5)


def test_ballots_alone_move_a_threshold_where_all_votes_agree() -> None:
    hand = [[100, 90, 10, 0]] * 5  # quince is exactly at 5 % of 1,000
    found = results(hand, hand)
    found.of(COUNCIL).tables[MACHINE].values[4, 1] += 20  # in the box, and for nobody

    first, *_ = queue(found)
    assert (first.station, first.gross) == ("0102", 0)
    assert first.could
    assert first.could.moved == 1


def test_a_decided_case_is_not_in_the_queue() -> None:
    group = Acting()
    group.do(step("0001", "opened"), "apple")
    group.do(step("0001", "paper-checked", reason="the protocol"), "apple")
    assert len(order_of_work(results(EVEN, EVEN), group.state)) == 1
    group.do(step("0001", "decided", stands="hand"), "apple", "pear")

    assert order_of_work(results(EVEN, EVEN), group.state) == ()


def test_what_nobody_applies_for_any_more_and_does_not_differ_is_not_in_the_queue() -> None:
    group, found = Acting(), results(changed(1, 41, 30, 20, 2), EVEN)
    group.do(asked("0001", "0002", "0003", "0101"), "apple")
    for station in ("0001", "0002", "0003", "0101"):
        group.do(step(station, "opened", application="1"), "apple")
    group.do(answered("0101", declined=("0003",)), "apple", "pear")
    group.do(taken_back("0001", "0002"), "apple")

    assert [each.station for each in order_of_work(found, group.state)] == ["0002", "0101"]


def test_a_contest_without_counts_is_queued_all_the_same() -> None:
    group = Acting()
    group.do(step("0001", "opened", contest="mayor-north"), "apple")
    found = order_of_work(results(EVEN, EVEN, f"{DEFINITION}{MAYOR}"), group.state)

    assert [(each.contest, each.could, each.gross) for each in found] == [("mayor-north", None, 0)]


@pytest.mark.parametrize("seed", range(6))
def test_while_no_condition_is_reached_no_seat_changes(seed: int) -> None:
    random, reached = Random(seed), 0
    for _ in range(40):
        hand = [[random.randrange(60), random.randrange(60), random.randrange(12), 1] for _ in UNITS]
        moved = random.choice(range(5))
        machine = [list(line) for line in hand]
        for _ in range(random.choice((1, 3))):
            machine[moved][random.randrange(4)] += random.randrange(12)
        found = results(machine, hand)
        before, of = found.of(COUNCIL).seats(), results(hand, machine).of(COUNCIL)
        if not isinstance(before, Allocated) or not isinstance(of.seats(), Allocated):
            continue
        (first,) = queue(found, UNITS[moved])
        if first.could is None or first.could.share < 1:
            assert allocated(of) == allocated(found.of(COUNCIL)), (hand, machine)
        else:
            reached += 1

    assert reached


def test_every_condition_holds_now_and_names_what_is_missing() -> None:
    of = results(EVEN, EVEN).of(COUNCIL)
    total = of.totals[LEGAL].of()
    assert total is not None
    for change in changes_of(of):
        for condition in change:
            now = sum(weight * total.selections[each] for each, weight in condition.weights.items())
            now += condition.base_weight * (total.bases[condition.base] or 0) if condition.base else 0
            if condition.area == "":
                assert 0 <= condition.missing - now <= 1
