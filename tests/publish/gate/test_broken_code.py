"""The gate against our own errors: each part of the pipeline is broken at its birthplace, and a check names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import sverka.publish.totals
from sverka.domain.counts import CountTable
from sverka.formats.exports import format_wide_csv
from sverka.publish.gate.candidate import Stop
from sverka.publish.language import Translator
from sverka.publish.totals import Share, Total, Totals
from sverka.publish.wrong_formula import doubled, marks
from sverka.record.snapshot import Counts, Snapshot
from tests.publish.gate.pipeline import Published, results_of
from tests.publish.site.toytown import toytown

BEFORE = 20
Break = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def record() -> list[bytes]:
    """The facts of the toy town."""
    return toytown()[1]


@pytest.fixture
def town(record: list[bytes]) -> Published:
    """The toy town with half of its facts published."""
    published = Published(toytown()[0].election)
    assert published.publish(record[:BEFORE]) == ()
    return published


def codes(stops: tuple[Stop, ...]) -> set[str]:
    return {stop.code for stop in stops}


def broken_replay(patch: pytest.MonkeyPatch) -> None:
    """A figure of one station is read as another."""
    was = Snapshot.of

    def of(self: Snapshot, contest: Any, unit: Any = None) -> Any:
        found = was(self, contest) if unit is None else was(self, contest, unit)
        return {source: _off_by_one(counts) for source, counts in found.items()}

    patch.setattr(Snapshot, "of", of)
    patch.setattr(
        Snapshot, "tables", lambda self, c, *u: {s: counts.table for s, counts in self.of(c, *u).items()}
    )


def _off_by_one(counts: Counts) -> Counts:
    table = counts.table
    values = np.where(
        (table.state == 1) & (np.arange(len(table.units)) == 1)[:, None], table.values + 1, table.values
    )
    return replace(counts, table=table.with_cells(values, table.state))


def broken_sum(patch: pytest.MonkeyPatch) -> None:
    """Sums leave out the last station."""
    was = sverka.publish.totals.sum_stations

    def sum_stations(contest: Any, table: CountTable, membership: Any, standing: Any, **said: Any) -> Totals:
        all_but_one = np.arange(len(table.units)) < len(table.units) - 2
        only = all_but_one if said.get("only") is None else said["only"] & all_but_one
        return was(contest, table, membership, standing, **{**said, "only": only})

    patch.setattr(sverka.publish.totals, "sum_stations", sum_stations)


def broken_share(patch: pytest.MonkeyPatch) -> None:
    """Votes are shown twice over their base."""
    was = Total.shares

    def shares(self: Total, base: Any) -> dict[Any, Share]:
        return {id_: replace(share, votes=2 * share.votes) for id_, share in was(self, base).items()}

    patch.setattr(Total, "shares", shares)


def broken_template(patch: pytest.MonkeyPatch) -> None:
    """Pages write numbers without their last figure."""
    was = Translator.number
    patch.setattr(Translator, "number", lambda self, value: was(self, value // 10 if value > 99 else value))
    _fresh_templates(patch)


def broken_label(patch: pytest.MonkeyPatch) -> None:
    """A share says that it is of another base."""
    patch.setattr("sverka.publish.site.tallies.base_name", lambda t, contest, base: "voters on the lists")


def broken_table(patch: pytest.MonkeyPatch) -> None:
    """The tables have two columns of figures the other way round."""
    was = format_wide_csv

    def turned(tables: Any) -> bytes:
        lines = was(tables).split(b"\n")
        cells = [line.split(b",") for line in lines]
        for row in cells[1:]:
            if len(row) > 6 and b'"' not in b"".join(row):
                row[-1], row[-2] = row[-2], row[-1]
        return b"\n".join(b",".join(row) for row in cells)

    patch.setattr("sverka.publish.counts_file.format_wide_csv", turned)


def _fresh_templates(patch: pytest.MonkeyPatch) -> None:
    from sverka.publish.site import templating

    patch.setattr(templating, "templates", templating.templates.__wrapped__)


@pytest.mark.parametrize(
    "break_it, caught_by",
    [
        (broken_replay, {"G7"}),
        (broken_sum, {"G2", "G6"}),
        (broken_share, {"G1", "G6"}),
        (broken_template, {"G6", "G8"}),
        (broken_label, {"G3"}),
        (broken_table, {"G6", "G7"}),
    ],
    ids=lambda each: getattr(each, "__name__", "+".join(sorted(each)) if isinstance(each, set) else ""),
)
def test_each_part_that_breaks_is_caught_and_named(
    town: Published,
    record: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    break_it: Break,
    caught_by: set[str],
) -> None:
    with monkeypatch.context() as patch:
        break_it(patch)
        stops = town.publish(record)

    assert caught_by <= codes(stops)
    assert town.size == BEFORE
    assert town.publish(record) == ()


@pytest.mark.parametrize("formula", [marks, doubled])
def test_the_wrong_formula_of_2021_is_stopped_by_three_checks_that_know_nothing_of_each_other(
    town: Published, record: list[bytes], formula: Any
) -> None:
    town.displays = (formula,)

    assert codes(town.publish(record)) >= {"G1", "G6", "G8"}


def test_a_total_that_falls_without_a_cause_is_stopped(town: Published, record: list[bytes]) -> None:
    candidate = town.candidate(record[:BEFORE])
    assert candidate.before is not None
    raised = _with_more_votes(dict(candidate.before))

    stops = town.gate.check(replace(candidate, before=raised))

    assert "G5" in codes(stops)


def _with_more_votes(told: Any) -> Any:
    """The same figures, one of them higher."""
    import json

    copy = json.loads(json.dumps(told))
    copy["contests"]["lists"]["totals"]["machine"][""]["selections"]["fish"] += 1
    return copy


def test_honest_facts_never_stop(record: list[bytes]) -> None:
    published = Published(toytown()[0].election)
    for size in _sizes(len(record)):
        assert published.publish(record[:size], ("en", "ky")) == ()

    assert published.size == len(record)


def _sizes(whole: int) -> Iterator[int]:
    yield from (*range(1, whole, 6), whole)


def test_a_gate_that_was_started_anew_goes_on_from_what_stands(record: list[bytes]) -> None:
    first = Published(toytown()[0].election)
    assert first.publish(record[:BEFORE]) == ()
    second = Published(toytown()[0].election, site=first.site, size=first.size)

    assert second.publish(record) == ()
    assert results_of(second.election, record).snapshot.size == second.size
