"""What the final document says of each contest: how many stations, which differences, and what was not compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source
from sverka.domain.ids import FieldId, RowId, SelectionId, StationId
from sverka.domain.names import Language, Names
from sverka.domain.places import Machine
from sverka.publish.areas import WHOLE
from sverka.publish.blocks import blocks_of
from sverka.publish.difference_sizes import largest_difference, sizes_of
from sverka.publish.differences_file import format_differences
from sverka.publish.final_document.contest_contents import (
    ContestPart,
    FieldPart,
    NotComparedPart,
    PairPart,
    SizePart,
    StationsPart,
    TolerancePart,
    TotalPart,
)
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults
from sverka.reconcile.compare import Comparison
from sverka.reconcile.kinds import CODE, NOT_COMPARABLE, ONLY_LEFT, ONLY_RIGHT
from sverka.record.facts import hash_of

BoolArray = NDArray[np.bool_]


def contest_part(of: ContestResults) -> ContestPart:
    """One contest, by the comparison that the definition asks for."""
    pair, contest = of.comparison, of.contest
    return ContestPart(
        id=of.id,
        names=names_of(contest.names),
        left=str(pair.left.source),
        right=str(pair.right.source),
        stations=_stations(pair),
        tolerance=TolerancePart(
            votes=pair.tolerance.votes, share=str(pair.tolerance.share), source=pair.tolerance.source
        ),
        kinds={
            kind: count for kind, count in pair.kind_counts.items() if kind not in (ONLY_LEFT, ONLY_RIGHT)
        },
        sizes=tuple(SizePart(least=s.least, most=s.most or 0, stations=s.stations) for s in sizes_of(pair)),
        largest=largest_difference(pair),
        gross=int(pair.gross.sum()),
        net=int(pair.net.sum()),
        selections=_fields(pair, {each.id: each.names for each in contest.selections}),
        rows=_fields(pair, {row.id: row.names for row in contest.rows if row.id in pair.left.rows}),
        totals=tuple(_totals(of)),
        pairs=tuple(_pairs(of)),
        not_compared=tuple(_not_compared(of, pair)),
        differences=hash_of(format_differences(pair, blocks_of(of).order)),
    )


def names_of(names: Names) -> dict[str, str]:
    """A name in the languages that it is given in."""
    return {str(language): getattr(names, language) for language in Language}


def _stations(pair: Comparison) -> StationsPart:
    known = pair.stations
    return StationsPart(
        all=len(pair.both),
        none=int(np.count_nonzero(_without_count(pair))),
        only_left=pair.kind_counts.get(ONLY_LEFT, 0),
        only_right=pair.kind_counts.get(ONLY_RIGHT, 0),
        **known,
    )


def _without_count(pair: Comparison) -> BoolArray:
    return ~pair.left.counted & ~pair.right.counted & ~pair.joined


def _fields(
    pair: Comparison, names: Mapping[SelectionId, Names] | Mapping[RowId, Names]
) -> tuple[FieldPart, ...]:
    """Left, right, gross and net of each field, over the figures compared."""
    return tuple(
        FieldPart(id=each, names=names_of(name), **pair.sums[FieldId(each)]) for each, name in names.items()
    )


def _totals(of: ContestResults) -> Iterator[TotalPart]:
    """Each compared account over all stations that it has, and the count in law."""
    for source in (of.comparison.left.source, of.comparison.right.source, LEGAL):
        totals = of.totals.get(source)
        total = totals.of(WHOLE) if totals else None
        if total is not None:
            yield TotalPart(
                account=str(source),
                stations=total.stations.as_answer(),
                selections={str(each): votes for each, votes in total.selections.items()},
            )


def _pairs(of: ContestResults) -> Iterator[PairPart]:
    """Every other account of stations held against each of the two, where they have a station in common."""
    two = (of.comparison.left.source, of.comparison.right.source)
    for source in (source for source in of.tables if source not in two):
        for other in two:
            pair = _pair(other, source, of.compare(str(other), str(source)))
            if pair.both:
                yield pair


def _pair(left: Source, right: Source, pair: Comparison) -> PairPart:
    known = {name: pair.stations[name] for name in ("both", "identical", "different", "not_comparable")}
    return PairPart(
        left=str(left), right=str(right), gross=int(pair.gross.sum()), net=int(pair.net.sum()), **known
    )


def _not_compared(of: ContestResults, pair: Comparison) -> Iterator[NotComparedPart]:
    """The stations that stand in no difference and in no agreement, each under one reason."""
    only_right = pair.right.counted & ~pair.left.counted
    no_scanner = only_right & _no_scanner(of, pair)
    unclear = np.zeros(len(pair.both), np.bool_)
    unclear[pair.lines] = pair.kind == CODE[NOT_COMPARABLE]
    reasons = {
        "only-left": pair.left.counted & ~pair.right.counted,
        "only-right": only_right & ~no_scanner,
        "no-scanner": no_scanner,
        "none": _without_count(pair),
        "not-comparable": unclear,
        "joined": pair.joined,
    }
    for why, stations in reasons.items():
        if stations.any():
            yield NotComparedPart(why=why, stations=_named(pair, stations))


def _no_scanner(of: ContestResults, pair: Comparison) -> BoolArray:
    """The stations that have no scanner, where the left account is of scanners."""
    if not of.by_machine(pair.left.source):
        return np.zeros(len(pair.both), np.bool_)
    known = of.results.election.places.stations
    without = {station.id for station in known.values() if station.machine is Machine.NONE}
    return np.array([StationId(unit) in without for unit in pair.left.units], np.bool_)


def _named(pair: Comparison, stations: BoolArray) -> tuple[str, ...]:
    return tuple(pair.left.units[line] for line in np.flatnonzero(stations).tolist())
